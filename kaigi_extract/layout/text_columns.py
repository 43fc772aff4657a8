"""Columns of spaces in a text file, as `pdftotext -layout` leaves them, to tables. Knows a fixed pitch and no label.

Lines are set on a page of fixed pitch and handed to what finds tables without ruled lines on any page. A tool counts a
full-width character as one column (pdftotext) or as two (editors): the count by which more lines agree is taken.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.layout.borderless_lists import LEAST_COLUMNS, find_lists
from kaigi_extract.layout.borderless_tables import find_borderless_tables
from kaigi_extract.layout.known_texts import KnownTexts, TablesOf
from kaigi_extract.layout.lines import AnyLine, Line, PlainLine, columns
from kaigi_extract.layout.settings import LayoutSettings
from kaigi_extract.layout.table import Cell, Grid, KnowsLabel
from kaigi_extract.layout.text_comparisons import Width, find_comparisons
from kaigi_extract.source.page import Frame
from kaigi_extract.text import match_label
from kaigi_extract.text.late_pattern import late_pattern

COLUMN = 2.0
"""Points of a column on the page of fixed pitch: tolerances in points are then columns."""
LEADING = 1.6
"""Ems from one line to the next on that page."""

_FRAME = Frame(0, 0.0, 0.0)
_GAP = late_pattern(r"[ \u3000\xa0]*(?:[ \xa0]{2}|\u3000)[ \u3000\xa0]*")
_GAPS = late_pattern(r"\S(?:[ \u3000\xa0]{2,}|\u3000)\S")


@dataclass(slots=True, eq=False)
class _FixedLine(Line):
    """A line of a text file set at a fixed pitch; `where` are its characters in that line."""

    plain: PlainLine | None = None
    where: tuple[int, ...] = ()

    def cut(self, start: int, end: int) -> _FixedLine:
        """The part of the line from character `start` to `end`."""
        return _FixedLine(
            self.frame,
            self.text[start:end],
            self.start[start:end],
            self.end[start:end],
            self.low,
            self.high,
            self.size,
            plain=self.plain,
            where=self.where[start:end],
        )


def find_columns(
    items: Iterable[AnyLine | Grid],
    knows: KnowsLabel,
    known: KnownTexts,
    settings: LayoutSettings,
) -> list[AnyLine | Grid]:
    """The flow with the lines that form tables in columns of spaces replaced by these. A label that `knows` knows and
    that is in no table of a mapping is one of a register sheet, whose lines stay lines."""
    result: list[AnyLine | Grid] = []
    stretch: list[PlainLine] = []

    def close() -> None:
        if stretch and stretch[0].source.hard:
            result.extend(_lists_of_paragraphs(stretch, known, settings))
        else:
            result.extend(_with_comparisons(stretch, knows, known, settings))
        stretch.clear()

    for item in items:
        if isinstance(item, Grid) or not isinstance(item, PlainLine):
            close()
            result.append(item)
            continue
        apart = stretch and item.source.hard != stretch[0].source.hard
        if apart or (stretch and (begins_page(item) or known.is_title(item.text))):
            close()
        stretch.append(item)
    close()
    return result


def begins_page(line: PlainLine) -> bool:
    """Whether a form feed is before the words of a line."""
    return "\f" in line.source.text[: line.offset - line.source.offset]


def _with_comparisons(
    lines: Sequence[PlainLine], knows: KnowsLabel, known: KnownTexts, settings: LayoutSettings
) -> Iterator[AnyLine | Grid]:
    if not any(_GAPS.search(line.text) for line in lines):
        yield from lines
        return
    at = 0
    for first, last, grid in find_comparisons(lines, _width_of(lines), known.heads_comparison):
        yield from _with_lists(lines[at:first], knows, known, settings)
        yield grid
        at = last
    yield from _with_lists(lines[at:], knows, known, settings)


def _lists_of_paragraphs(
    lines: Sequence[PlainLine], known: KnownTexts, settings: LayoutSettings
) -> Iterator[AnyLine | Grid]:
    """Paragraphs, those that form lists of several columns replaced by these: some Word files set them with spaces."""
    at = 0
    if any(len(_GAPS.findall(line.text)) + 1 >= LEAST_COLUMNS for line in lines):
        width = _width_of(lines)
        for first, last, grid in find_lists([_fixed(line, width) for line in lines], known.heads_list, settings):
            yield from lines[at:first]
            yield _plain_grid(grid)
            at = last
    yield from lines[at:]


def _with_lists(
    lines: Sequence[PlainLine], knows: KnowsLabel, known: KnownTexts, settings: LayoutSettings
) -> Iterator[AnyLine | Grid]:
    """The lines, those that form lists of several columns replaced by these."""
    at = 0
    if any(len(_GAPS.findall(line.text)) + 1 >= LEAST_COLUMNS for line in lines):
        width = _width_of(lines)
        for first, last, grid in find_lists([_fixed(line, width) for line in lines], known.heads_list, settings):
            yield from _with_tables(lines[at:first], knows, known.tables_of, settings)
            yield _plain_grid(grid)
            at = last
    yield from _with_tables(lines[at:], knows, known.tables_of, settings)


def _width_of(lines: Sequence[PlainLine]) -> Width:
    """How the tool that set the lines counts columns: that by which more lines agree."""
    return max((columns, len), key=lambda width: _agreement(_piece_starts(lines, width)))


def _with_tables(
    lines: Sequence[PlainLine], knows: KnowsLabel, tables_of: TablesOf, settings: LayoutSettings
) -> Iterator[AnyLine | Grid]:
    if not any(_GAPS.search(line.text) for line in lines):
        yield from lines
        return
    width = _width_of(lines)
    at = 0
    fixed = [_fixed(line, width) for line in lines]
    for first, last, grid in find_borderless_tables(fixed, knows, settings):
        heads = [cell for cell in grid.cells if not cell.column and cell.lines]
        labels = [cell.passage.text for cell in heads]
        printed = {*labels, *(line.text for cell in heads for line in cell.lines)}
        if any(knows(label) == "label" and not tables_of(label) for label in printed):
            continue
        if _is_parted_by_colons(grid) or not _is_table(grid, labels, settings.borderless_tables.start_tolerance):
            continue
        yield from lines[at:first]
        at = last - _drop_loose_rows(grid, knows)
        yield _plain_grid(grid)
    yield from lines[at:]


def _is_parted_by_colons(grid: Grid) -> bool:
    """Whether the second column begins with a colon line by line: labels filled up with spaces to one width, and their
    values (件名　　：…). Each line is then a pair by itself."""
    lines = [line for cell in grid.cells if cell.column == 1 for line in cell.lines]
    return len(lines) > 1 and 2 * sum(line.text.startswith((":", "：")) for line in lines) > len(lines)


def _drop_loose_rows(grid: Grid, knows: KnowsLabel) -> int:
    """Takes rows off the end that have an unknown label and no value: lines below the table. Returns how many lines."""
    count = 0
    rows = list(grid.rows())
    while len(rows) > 1 and all(cell.empty for cell in rows[-1] if cell.column):
        labels = [line for cell in rows[-1] for line in cell.lines]
        if not labels or knows("".join([line.text for line in labels])) == "label":
            break
        count += len(labels)
        del rows[-1]
    grid.cells = [cell for row in rows for cell in row]
    return count


def _piece_starts(lines: Sequence[PlainLine], width: Width) -> Counter[int]:
    """How many pieces behind a gap start in each column."""
    starts: Counter[int] = Counter()
    for line in lines:
        before = _indent(line)
        starts[width(before)] += bool(before)
        ends = list(accumulate(map(width, line.text), initial=width(before)))
        starts.update(ends[gap.end()] for gap in _GAP.finditer(line.text))
    return starts


def _agreement(starts: Counter[int]) -> int:
    """How many pairs of pieces start in one column: more, the better the tool's count of columns is met."""
    return sum(count * (count - 1) for count in starts.values())


def _is_table(grid: Grid, labels: Sequence[str], tolerance: float) -> bool:
    """Whether lines share the column of values, and labels are more than numbers of paragraphs."""
    values = [line.x0 for cell in grid.cells if cell.column for line in cell.lines]
    if not any(abs(a - b) <= tolerance for a, b in pairwise(sorted(values))):
        return False
    return 2 * sum(match_label(label) is not None for label in labels) < len(labels)


def _indent(line: PlainLine) -> str:
    return line.source.text[: line.offset - line.source.offset].replace("\f", "")


def _fixed(line: PlainLine, width: Width) -> _FixedLine:
    """The line on the page of fixed pitch, without spaces: gaps are empty space, other spaces are closed up."""
    size = COLUMN * width("字")
    indent = width(_indent(line))
    ends = [indent + count for count in accumulate(map(width, line.text))]
    starts = [indent, *ends[:-1]]
    gaps = {gap.end() for gap in _GAP.finditer(line.text)}
    kept = [k for k, char in enumerate(line.text) if not char.isspace()]
    rights = [COLUMN * ends[k] for k in kept]
    for place, (k, after) in enumerate(pairwise(kept)):
        if after - k > 1 and after not in gaps:
            rights[place] = COLUMN * starts[after]
    top = line.source.number * LEADING * size
    return _FixedLine(
        _FRAME,
        "".join([line.text[k] for k in kept]),
        array("d", [COLUMN * starts[k] for k in kept]),
        array("d", rights),
        top,
        top + size,
        size,
        plain=line,
        where=tuple(kept),
    )


def _plain_grid(grid: Grid) -> Grid:
    """The table of the lines as they are in the file."""
    cells = [
        Cell(cell.row, cell.column, cell.row_span, cell.column_span, [_as_it_is(line) for line in cell.lines])
        for cell in grid.cells
    ]
    return Grid(cells, ruled=False)


def _as_it_is(line: AnyLine) -> AnyLine:
    if not isinstance(line, _FixedLine) or line.plain is None:
        return line
    return line.plain.cut(line.where[0], line.where[-1] + 1)
