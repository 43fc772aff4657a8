"""Tables without ruled lines: labels in a left column, values beside them.

Knows geometry: which lines form a table, and where its value column begins. What a label looks like is handed in as a
function (`KnowsLabel`), since only a ward's mapping knows it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from operator import sub
from typing import Literal

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.layout.borderless_rows import rows_by_space, shaded_rows
from kaigi_extract.layout.gutter import SplitLine, split_line, starts_after_gaps
from kaigi_extract.layout.label_rows import Row
from kaigi_extract.layout.lines import Line
from kaigi_extract.layout.margin_wraps import lines_at_margin
from kaigi_extract.layout.paired_columns import further_columns, pairs_of
from kaigi_extract.layout.settings import BorderlessTableSettings, LayoutSettings
from kaigi_extract.layout.table import Cell, Grid, KnowsLabel
from kaigi_extract.source.page import Bbox
from kaigi_extract.text import Label, match_label
from kaigi_extract.text.late_pattern import late_pattern

_WORD, _CHARACTER = late_pattern(r"\A\s|\S+"), late_pattern(r"\A.|\S")
"""What gaps are between; the first character is one whatever it is."""


@dataclass(frozen=True, slots=True)
class _Beside:
    """Where the labels of a table are."""

    x0: float
    middle: float | None = None
    """x of their middle, as far as it is known: labels may be centred."""


@dataclass(frozen=True, slots=True)
class OpenTable:
    """What a table without ruled lines hands on to the next page, where it may go on."""

    label_x: float
    column: float
    """x of its value column."""
    label: str
    """Text of its last label, which may go on."""
    size: float
    """Points of its characters."""


def carried_on(grid: Grid) -> OpenTable:
    """What a table hands on to the next page."""
    label = [cell.passage.text for cell in grid.cells if cell.column == 0][-1]
    return OpenTable(grid.xs[0], grid.xs[1], label, max(line.size for line in grid.lines()))


def find_borderless_tables(
    lines: Sequence[Line],
    knows: KnowsLabel,
    settings: LayoutSettings,
    fills: Sequence[Bbox] = (),
    carried: OpenTable | None = None,
) -> list[tuple[int, int, Grid]]:
    """Tables without ruled lines among the lines of a page, as (first line, line after the last, table).

    `fills` are the shaded boxes of the page; `carried` is such a table that the page before ended with.
    """
    found: list[tuple[int, int, Grid]] = []
    knows = _with_headings(lines, _without_lists(lines, knows, settings.borderless_tables), settings.borderless_tables)
    start = 0
    while start < len(lines):
        best = _best_region(lines, start, knows, settings.borderless_tables, carried if start == 0 else None)
        if best is None:
            break
        first, last, column = best
        goes_on = carried is not None and start == 0
        grid = _grid(lines[first:last], column, knows, fills, settings, goes_on=goes_on and first == 0)
        found.append((first, last, grid))
        start = last
    return found


def _without_lists(lines: Sequence[Line], knows: KnowsLabel, settings: BorderlessTableSettings) -> KnowsLabel:
    """Knows labels as before, but none of an entry in a numbered list: (2) 件名 among (1) 番号 and (3) 場所. The rows
    of a form may be numbered 1, 2, 3 where most of them have labels that are known."""
    numbered = [line for line in lines if (label := match_label(line.text)) is not None and label.style == "digit"]
    is_form = 2 * sum(bool(_label_ends(line, knows, settings)) for line in numbered) > len(numbered)

    def known(text: str) -> Literal["label", "start"] | None:
        label = match_label(text)
        return knows(text) if label is None or (is_form and label.style == "digit") else None

    return known


def _with_headings(lines: Sequence[Line], knows: KnowsLabel, settings: BorderlessTableSettings) -> KnowsLabel:
    """Knows labels as before, and what stands in front of clauses that count on: 適正な管理　　第３　乙は、…."""
    places: list[tuple[int, int]] = []
    last: Label | None = None
    for at, line in enumerate(lines):
        k, label = _label_behind(line, settings)
        if label is not None and (last is None or label.ordinal == (last.ordinal or 0) + 1):
            places.append((at, k))
            last = label
    if len(places) < settings.least_headings:
        return knows
    headings = {_whole_heading(lines, at, k, settings) for at, k in places}

    def known(text: str) -> Literal["label", "start"] | None:
        if text in headings:
            return "label"
        return "start" if any(heading.startswith(text) for heading in headings) else knows(text)

    return known


def _label_behind(line: Line, settings: BorderlessTableSettings) -> tuple[int, Label | None]:
    """The label of a clause behind a gap in a line that begins with none, and the index of its first character."""
    if "第" in line.text[1:] and match_label(line.text) is None:
        for k in _gaps(line, settings):
            label = match_label(line.text[k:])
            if label is not None and label.style in _CLAUSES:
                return k, label
    return 0, None


def _whole_heading(lines: Sequence[Line], at: int, k: int, settings: BorderlessTableSettings) -> str:
    """What stands in front of a clause, with the lines below that go on with it: at the same margin, up to a gap in
    front of the text of the clause or its end."""
    first = lines[at]
    heading, column = first.text[:k].rstrip(), first.start[k]
    for line in lines[at + 1 : at + settings.heading_lines]:
        split = split_line(line, column, settings)
        left = split.left if split is not None else None
        if left is None or abs(left.x0 - first.x0) > settings.start_tolerance or _label_behind(line, settings)[1]:
            break
        heading += left.text
    return heading


_CLAUSES = frozenset({"dai", "dai_jo"})
"""Styles of the labels of clauses."""


def _best_region(
    lines: Sequence[Line], start: int, knows: KnowsLabel, settings: BorderlessTableSettings, carried: OpenTable | None
) -> tuple[int, int, float] | None:
    """The first stretch of lines from `start` on that is a table, with the x of its value column."""
    if carried is not None:
        _, last, _ = _extend(lines, start, carried.column, knows, settings, carried)
        if last > start:
            return start, last, carried.column
    for at in range(start, len(lines)):
        columns = _value_columns(lines, at, knows, settings)
        regions = [(*_extend(lines, at, column, knows, settings), column) for column in columns]
        beside = [r for r in regions if _stand_beside(lines[r[0] : r[1]], r[3], settings)]
        speaking = [r for r in beside if r[2] > 1 or (r[2] and _speaks_alone(lines, at, r[1], r[3], settings))]
        if speaking:
            first, last, _, column = max(speaking, key=lambda r: (r[2], r[1] - r[0]))
            return max(first, start), last, column
    return None


def _stand_beside(lines: Sequence[Line], column: float, settings: BorderlessTableSettings) -> bool:
    """Whether a label is beside a value: where every label has its value below, the lines are paragraphs."""
    parts = [split for line in lines if (split := split_line(line, column, settings)) is not None]
    if any(split.left and split.right for split in parts):
        return True
    overlaps = [
        (min(a.y1, b.y1) - max(a.y0, b.y0)) / a.size if bool(a.left) != bool(b.left) else -1.0
        for a, b in pairwise(parts)
    ]
    least = settings.label_overlap
    return any(x > least for x in overlaps) or any(min(x, y) > -least for x, y in pairwise(overlaps))


def _value_columns(lines: Sequence[Line], at: int, knows: KnowsLabel, settings: BorderlessTableSettings) -> list[float]:
    """Where a value column may begin if the line at `at` begins with a label: after it, or beside it nearby."""
    line = lines[at]
    heads = _label_ends(line, knows, settings)
    whole = knows(line.text)
    if whole == "label":
        heads = []
    elif not heads and not whole:
        return []
    starts = _starts_near(lines, at, settings)
    if not heads:
        return sorted(x for x in starts if x - line.x1 >= settings.gutter * line.size)
    indent = settings.value_indent * line.size
    columns = {line.start[k] for k in heads}
    columns |= {x for x in starts for k in heads if 0 < line.start[k] - x <= indent and x > line.end[k - 1]}
    return sorted(columns)


def _label_ends(line: Line, knows: KnowsLabel, settings: BorderlessTableSettings) -> list[int]:
    """Indices of the characters after a gap before which the line is a label, or else the beginning of one."""
    known = {k: knows(line.text[:k].rstrip()) for k in _gaps(line, settings)}
    return [k for k in known if known[k] == "label"] or [k for k in known if known[k] == "start"]


def _starts_near(lines: Sequence[Line], at: int, settings: BorderlessTableSettings) -> set[float]:
    """The x at which the lines around that at `at` begin, or go on after a gap."""
    near = lines[max(at - settings.lines_above, 0) : at + settings.lines_below]
    return {line.x0 for line in near} | {line.start[k] for line in near for k in _gaps(line, settings)}


def _gaps(line: Line, settings: BorderlessTableSettings) -> list[int]:
    """Indices of the characters that follow on a gap."""
    text, gap = line.text, settings.gutter * line.size
    parted = max(map(sub, line.start[1:], line.end), default=0.0) >= gap
    if not parted and len(text.split(None, 1)) < 2:
        return []  # nearly all lines of prose
    pieces = pairwise((_CHARACTER if parted else _WORD).finditer(text))
    return [k for before, after in pieces if line.start[k := after.start()] - line.end[before.end() - 1] >= gap]


def _speaks_alone(lines: Sequence[Line], at: int, last: int, column: float, settings: BorderlessTableSettings) -> bool:
    """Whether one label alone makes a table: its gap is wider than a typist's space, or its value wraps to the same
    column."""
    k = bisect_left(lines[at].start, column - settings.start_tolerance)
    left = len(lines[at].text[:k].rstrip())
    if left == 0 or column - lines[at].end[left - 1] >= settings.lone_gutter * lines[at].size:
        return True
    return last > at + 1 and all(abs(line.x0 - column) <= settings.start_tolerance for line in lines[at + 1 : last])


def _extend(
    lines: Sequence[Line],
    at: int,
    column: float,
    knows: KnowsLabel,
    settings: BorderlessTableSettings,
    carried: OpenTable | None = None,
) -> tuple[int, int, int]:
    """First line, line after the last, and number of known labels of the table around `at`.

    A label that nobody knows is taken in only where known ones have been seen or follow.
    """
    first = at if carried is not None else _top_of_value(lines, at, column, settings)
    last, labels, pending, doubt = first, 0, carried.label if carried else "", False
    beside = _Beside(carried.label_x) if carried else _beside(lines[at], column, settings)
    wrapped = first
    for index in range(first, len(lines)):
        split = split_line(lines[index], column, settings)
        if split is None and index >= wrapped and carried is None:
            wrapped = index + lines_at_margin(lines, index, beside.x0, column, knows, settings)
        if index < wrapped:
            continue
        if split is None or (carried is not None and lines[index].size > settings.title_factor * carried.size):
            break
        if split.left is None:
            if _stands_apart(lines, index, at, column, settings, carried):
                break
        else:
            text, known = _continued_label(pending, split.left.text, knows)
            if known is None and not _like_row(split, beside, column, lines[first:index], settings):
                break
            doubt = known is None and carried is None and labels < 2
            pending = text if known else ""
            labels += known == "label"
        last = last if doubt else index + 1
    return first, last, labels


def _top_of_value(lines: Sequence[Line], at: int, column: float, settings: BorderlessTableSettings) -> int:
    """The first line of the value that the label at `at` is set beside; it may begin above it."""
    while at > 0 and _is_value(lines[at - 1], lines[at], column, settings):
        at -= 1
    return at


def _continued_label(pending: str, text: str, knows: KnowsLabel) -> tuple[str, Literal["label", "start"] | None]:
    """A label with what is pending of it from the lines above, or by itself where both together are none; and whether
    it is known."""
    known = knows(pending + text)
    return (text, knows(text)) if known is None else (pending + text, known)


def _beside(line: Line, column: float, settings: BorderlessTableSettings) -> _Beside:
    """Where the label is that a line begins with."""
    split = split_line(line, column, settings)
    left = split.left if split is not None else None
    return _Beside(line.x0, (left.x0 + left.x1) / 2 if left is not None and not left.vertical else None)


def _like_row(
    split: SplitLine, others: _Beside, column: float, above: Sequence[Line], settings: BorderlessTableSettings
) -> bool:
    """Whether a label that nobody knows is where the others are, at one left edge or centred in their column, with its
    value where theirs are, or with a further label where something begins in the lines above."""
    left, right = split.left, split.right
    if left is None:
        return False
    if right is not None and right.x0 - column > settings.value_indent * right.size:
        starts = (x for line in above if not line.vertical for x in starts_after_gaps(line, settings))
        if not any(abs(right.x0 - x) <= settings.start_tolerance for x in starts):
            return False
    misses = abs((left.x0 + left.x1) / 2 - others.middle) if others.middle is not None else left.size
    return abs(left.x0 - others.x0) <= settings.start_tolerance or misses <= settings.label_centring * left.size


def _is_value(line: Line, below: Line, column: float, settings: BorderlessTableSettings) -> bool:
    """Whether a line above the first label is the top of its value: the label is set at half height."""
    if abs(line.x0 - column) > settings.value_indent * line.size or line.x0 < column - settings.start_tolerance:
        return False
    return _follows_closely(line, below, settings)


def _follows_closely(above: Line, below: Line, settings: BorderlessTableSettings) -> bool:
    return below.y0 - above.y1 < settings.close_gap * above.size


def _stands_apart(
    lines: Sequence[Line],
    index: int,
    at: int,
    column: float,
    settings: BorderlessTableSettings,
    carried: OpenTable | None,
) -> bool:
    """Whether a line with no label neither starts at the value column nor follows closely: it is a heading after the
    table."""
    line = lines[index]
    if line.x0 - column <= settings.value_indent * line.size or (index <= at and carried is None):
        return False
    return index == at or not _follows_closely(lines[index - 1], line, settings)


def _grid(
    lines: Sequence[Line],
    column: float,
    knows: KnowsLabel,
    fills: Sequence[Bbox],
    settings: LayoutSettings,
    *,
    goes_on: bool,
) -> Grid:
    """The table of lines. `goes_on` says that its first row may have its label on the page before."""
    numbers = settings.borderless_tables
    parts = list(_parts(lines, column, knows, numbers))
    shaded = [box for box in fills if box[2] <= column + numbers.start_tolerance]
    rows = shaded_rows(parts, shaded, numbers) or rows_by_space(parts, knows, numbers, goes_on=goes_on)
    right = max((line.x1 for _, values in rows for line in values), default=column)
    places = further_columns(rows, knows, numbers)
    xs = [min(line.x0 for line in lines), column, *(x for place in places for x in place), right]
    cells: list[Cell] = []
    for index, row in enumerate(rows):
        cells += _cells(index, pairs_of(row, places, knows, numbers), xs, settings)
    return Grid(
        cells,
        ruled=False,
        xs=xs,
        paired=bool(places),
        first_page=lines[0].page,
        last_page=lines[-1].page,
        y0=lines[0].y0,
        y1=lines[-1].y1,
    )


def _parts(
    lines: Sequence[Line], column: float, knows: KnowsLabel, settings: BorderlessTableSettings
) -> Iterator[SplitLine]:
    """The lines of a table, split at its gutter; those that go on with a value at the margin are of that."""
    margin, wrapped = min(line.x0 for line in lines), 0
    for index, line in enumerate(lines):
        split = split_line(line, column, settings)
        if split is None and index >= wrapped:
            wrapped = index + lines_at_margin(lines, index, margin, column, knows, settings)
        if index < wrapped:
            yield SplitLine(None, line)
        elif split is not None:
            yield split


def _cells(row: int, pairs: Sequence[tuple[int, Row]], xs: Sequence[float], settings: LayoutSettings) -> Iterator[Cell]:
    """The cells of a row: of its labels, and of its values, each as wide as up to the next label."""
    after = [2 * number for number, _ in pairs[1:]] + [len(xs) - 1]
    for (number, (labels, values)), end in zip(pairs, after, strict=True):
        at = 2 * number
        yield Cell(row, at, 1, 1, list(labels), xs[at + 1], settings=settings.passages)
        right = xs[-1] if end == len(xs) - 1 else max(line.x1 for line in values)
        yield Cell(row, at + 1, 1, end - at - 1, list(values), right, settings=settings.passages)
