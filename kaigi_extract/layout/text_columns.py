"""Columns of spaces in a text file, as `pdftotext -layout` leaves them, to tables. Knows a fixed pitch and no label.

Lines are set on a page of fixed pitch and handed to what finds tables without ruled lines on any page. A tool counts a
full-width character as one column (pdftotext) or as two (editors): the count by which more lines agree is taken.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from kaigi_extract.layout.borderless_tables import find_borderless_tables
from kaigi_extract.layout.lines import AnyLine, Line, PlainLine, columns
from kaigi_extract.layout.settings import LayoutSettings
from kaigi_extract.layout.table import Cell, Grid, KnowsLabel
from kaigi_extract.source.page import Frame

COLUMN = 2.0
"""Points of a column on the page of fixed pitch: tolerances in points are then columns."""
LEADING = 1.6
"""Ems from one line to the next on that page."""

_FRAME = Frame(0, 0.0, 0.0)
_GAP = re.compile(r"[ \u3000\xa0]*(?:[ \xa0]{2}|\u3000)[ \u3000\xa0]*")
_GAPS = re.compile(r"\S(?:[ \u3000\xa0]{2,}|\u3000)\S")

Width = Callable[[str], int]


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


def find_columns(items: Iterable[AnyLine | Grid], knows: KnowsLabel, settings: LayoutSettings) -> list[AnyLine | Grid]:
    """The flow with the lines that form tables in columns of spaces replaced by these."""
    result: list[AnyLine | Grid] = []
    stretch: list[PlainLine] = []

    def close() -> None:
        result.extend(_with_tables(stretch, knows, settings))
        stretch.clear()

    for item in items:
        if isinstance(item, Grid) or not isinstance(item, PlainLine) or item.source.hard:
            close()
            result.append(item)
            continue
        if stretch and begins_page(item):
            close()
        stretch.append(item)
    close()
    return result


def begins_page(line: PlainLine) -> bool:
    """Whether a form feed is before the words of a line."""
    return "\f" in line.source.text[: line.offset - line.source.offset]


def _with_tables(
    lines: Sequence[PlainLine], knows: KnowsLabel, settings: LayoutSettings
) -> Iterator[AnyLine | Grid]:
    gaps = [line for line in lines if _GAPS.search(line.text)]
    if not gaps:
        yield from lines
        return
    width = _agreed_width(lines)
    at = 0
    for first, last, grid in find_borderless_tables([_fixed(line, width) for line in lines], knows, settings):
        yield from lines[at:first]
        yield _plain_grid(grid)
        at = last
    yield from lines[at:]


def _agreed_width(lines: Sequence[PlainLine]) -> Width:
    """How many columns the tool took a text to have: by which more pieces behind a gap start in one column."""
    return max((columns, len), key=lambda width: _agreement(lines, width))


def _agreement(lines: Sequence[PlainLine], width: Width) -> int:
    starts: Counter[int] = Counter()
    for line in lines:
        before = _indent(line)
        starts[width(before)] += bool(before.strip("\f"))
        starts.update(width(before + line.text[: gap.end()]) for gap in _GAP.finditer(line.text))
    return sum(count * (count - 1) for count in starts.values())


def _indent(line: PlainLine) -> str:
    return line.source.text[: line.offset - line.source.offset].replace("\f", "")


def _fixed(line: PlainLine, width: Width) -> _FixedLine:
    """The line on the page of fixed pitch, without the spaces of gaps: there they are empty space."""
    size = COLUMN * width("字")
    indent = width(_indent(line))
    ends = [indent + count for count in accumulate(map(width, line.text))]
    starts = [indent, *ends[:-1]]
    gaps = {k for gap in _GAP.finditer(line.text) for k in range(*gap.span())}
    kept = [k for k in range(len(line.text)) if k not in gaps]
    top = line.source.number * LEADING * size
    return _FixedLine(
        _FRAME,
        "".join([line.text[k] for k in kept]),
        array("d", [COLUMN * starts[k] for k in kept]),
        array("d", [COLUMN * ends[k] for k in kept]),
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
