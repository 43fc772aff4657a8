"""Tables without rules: labels in a left column, values beside them.

Knows geometry. What a label looks like is handed in as a function (`KnowsLabel`), since only a ward's mapping knows it.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from kaigi_extract.layout.lines import Line
from kaigi_extract.layout.table import Cell, Grid
from kaigi_extract.source.page import Bbox

GUTTER = 0.3
"""Ems of empty paper between the columns."""
LONE_GUTTER = 1.5
"""The same where one label alone speaks for a table."""
BESIDE = 0.1
"""Ems by which the heights of a label and a value must overlap to stand side by side; a label half way down a value of
two lines set wide may miss each of them by so much."""
ALIGNED = 2.0
"""Points between line starts of one column."""
LARGER = 1.2
"""Times the letters of a table carried over from the page before from which on a line is a title."""
INDENT = 1.6
"""Ems by which a value may stand in from its column."""
LINE_GAP = 1.0
"""Ems of paper between two lines of one value, at most: double spacing."""
ROW_GAP = 0.35
"""Ems by which the paper between two rows exceeds that between two lines of one cell."""

KnowsLabel = Callable[[str], Literal["label", "start"] | None]
"""Tells whether a text is a field label, begins one, or neither."""


@dataclass(frozen=True, slots=True)
class Carried:
    """What a table without rules hands on to the next page."""

    label_x: float
    column: float
    """x of its value column."""
    label: str
    """Text of its last label, which may go on."""
    size: float
    """Points of its letters."""


@dataclass(slots=True)
class Parted:
    """A printed line, parted at the gutter."""

    left: Line | None
    right: Line | None

    @property
    def y0(self) -> float:
        return min(part.y0 for part in (self.left, self.right) if part)

    @property
    def y1(self) -> float:
        return max(part.y1 for part in (self.left, self.right) if part)

    @property
    def size(self) -> float:
        return max(part.size for part in (self.left, self.right) if part)

    @property
    def middle(self) -> float:
        return (self.y0 + self.y1) / 2


def find_unruled(
    lines: Sequence[Line], knows: KnowsLabel, fills: Sequence[Bbox] = (), carried: Carried | None = None
) -> list[tuple[int, int, Grid]]:
    """Tables without rules among the lines of a page, as (first line, line after the last, table).

    `fills` are the shaded boxes of the page; `carried` tells of such a table that the page before ended with.
    """
    found: list[tuple[int, int, Grid]] = []
    start = 0
    while start < len(lines):
        best = _best_region(lines, start, knows, carried if start == 0 else None)
        if best is None:
            break
        first, last, column = best
        grid = _grid(lines[first:last], column, knows, fills)
        found.append((first, last, grid))
        start = last
    return found


def _best_region(
    lines: Sequence[Line], start: int, knows: KnowsLabel, carried: Carried | None
) -> tuple[int, int, float] | None:
    """The first stretch of lines from `start` on that is a table, with the x of its value column."""
    if carried is not None:
        _, last, _ = _extend(lines, start, carried.column, knows, carried)
        if last > start:
            return start, last, carried.column
    for at in range(start, len(lines)):
        regions = [(*_extend(lines, at, column, knows), column) for column in _value_columns(lines, at, knows)]
        beside = [r for r in regions if _stand_beside(lines[r[0] : r[1]], r[3])]
        speaking = [r for r in beside if r[2] > 1 or (r[2] and _speaks_alone(lines, at, r[1], r[3]))]
        if speaking:
            first, last, _, column = max(speaking, key=lambda r: (r[2], r[1] - r[0]))
            return max(first, start), last, column
    return None


def _stand_beside(lines: Sequence[Line], column: float) -> bool:
    """Whether a label stands beside a value: where every label has its value below, the lines are paragraphs."""
    parts = [parted for line in lines if (parted := part(line, column)) is not None]
    if any(parted.left and parted.right for parted in parts):
        return True
    overlaps = [
        (min(a.y1, b.y1) - max(a.y0, b.y0)) / a.size if bool(a.left) != bool(b.left) else -1.0
        for a, b in pairwise(parts)
    ]
    return any(x > BESIDE for x in overlaps) or any(min(x, y) > -BESIDE for x, y in pairwise(overlaps))


def _value_columns(lines: Sequence[Line], at: int, knows: KnowsLabel) -> list[float]:
    """Where a value column may begin if the line at `at` begins with a label: after it, or beside it nearby."""
    line = lines[at]
    known = {k: knows(line.text[:k].rstrip()) for k in _gaps(line)}
    heads = [k for k in known if known[k] == "label"] or [k for k in known if known[k] == "start"]
    whole = knows(line.text)
    if whole == "label":
        heads = []
    elif not heads and not whole:
        return []
    near = lines[max(at - 3, 0) : at + 6]
    starts = {other.x0 for other in near} | {other.start[k] for other in near for k in _gaps(other)}
    if not heads:
        return sorted(x for x in starts if x - line.x1 >= GUTTER * line.size)
    indent = INDENT * line.size
    columns = {line.start[k] for k in heads}
    columns |= {x for x in starts for k in heads if 0 < line.start[k] - x <= indent and x > line.end[k - 1]}
    return sorted(columns)


def _gaps(line: Line) -> list[int]:
    """Indices of the characters that follow on a gap."""
    text, gap = line.text, GUTTER * line.size
    found = []
    last = 0
    for k in range(1, len(text)):
        if text[k].isspace():
            continue
        if line.start[k] - line.end[last] >= gap:
            found.append(k)
        last = k
    return found


def _speaks_alone(lines: Sequence[Line], at: int, last: int, column: float) -> bool:
    """Whether one label alone makes a table: its gap is wider than a typist's space, or its value wraps to the same
    column."""
    k = bisect_left(lines[at].start, column - ALIGNED)
    left = len(lines[at].text[:k].rstrip())
    if left == 0 or column - lines[at].end[left - 1] >= LONE_GUTTER * lines[at].size:
        return True
    return last > at + 1 and all(abs(line.x0 - column) <= ALIGNED for line in lines[at + 1 : last])


def part(line: Line, x: float) -> Parted | None:
    """The line parted at `x`; None where its text crosses the gutter before it."""
    gutter = x - GUTTER * line.size
    if line.vertical:
        return Parted(line, None) if line.x1 <= x else None
    if line.x0 >= x - ALIGNED:
        return Parted(None, line)
    if line.x1 <= gutter:
        return Parted(line, None)
    k = bisect_left(line.start, x - ALIGNED)
    left = len(line.text[:k].rstrip())
    if not 0 < left <= k < len(line.text) or line.start[k] - line.end[left - 1] < GUTTER * line.size:
        return None
    return Parted(line.cut(0, left), line.cut(k, len(line.text)))


def _extend(
    lines: Sequence[Line], at: int, column: float, knows: KnowsLabel, carried: Carried | None = None
) -> tuple[int, int, int]:
    """First line, line after the last, and number of known labels of the table around `at`.

    A label that nobody knows is taken in only where known ones have been seen or follow.
    """
    first = at
    while carried is None and first > 0 and _is_value(lines[first - 1], lines[first], column):
        first -= 1
    last, labels, pending, doubt = first, 0, carried.label if carried else "", False
    label_x = carried.label_x if carried else lines[at].x0
    for index in range(first, len(lines)):
        parted = part(lines[index], column)
        if carried is not None and lines[index].size > LARGER * carried.size:
            break
        if parted is None or (parted.left is None and _stands_apart(lines, index, at, column, carried)):
            break
        if parted.left is not None:
            known = knows(pending + parted.left.text)
            if known is None:
                pending, known = "", knows(parted.left.text)
            if known is None and not _like_row(parted, label_x, column):
                break
            doubt = known is None and carried is None and labels < 2
            pending = pending + parted.left.text if known else ""
            labels += known == "label"
        last = last if doubt else index + 1
    return first, last, labels


def _like_row(parted: Parted, label_x: float, column: float) -> bool:
    """Whether a label that nobody knows stands where the others do, with its value where theirs are."""
    if parted.left is None or abs(parted.left.x0 - label_x) > ALIGNED:
        return False
    return parted.right is None or parted.right.x0 - column <= INDENT * parted.right.size


def _is_value(line: Line, below: Line, column: float) -> bool:
    """Whether a line above the first label is the top of its value: the label is set at half height."""
    return abs(line.x0 - column) <= INDENT * line.size and line.x0 >= column - ALIGNED and _tight(line, below)


def _tight(above: Line, below: Line) -> bool:
    return below.y0 - above.y1 < 0.9 * above.size


def _stands_apart(lines: Sequence[Line], index: int, at: int, column: float, carried: Carried | None) -> bool:
    """A line with no label that neither starts at the value column nor follows closely is a heading after the table."""
    line = lines[index]
    if line.x0 - column <= INDENT * line.size or (index <= at and carried is None):
        return False
    return index == at or not _tight(lines[index - 1], line)


def _grid(lines: Sequence[Line], column: float, knows: KnowsLabel, fills: Sequence[Bbox]) -> Grid:
    parts = [parted for line in lines if (parted := part(line, column)) is not None]
    rows = _shaded_rows(parts, [box for box in fills if box[2] <= column + ALIGNED]) or _rows(parts, knows)
    right = max((line.x1 for _, values in rows for line in values), default=column)
    cells = []
    for index, (labels, values) in enumerate(rows):
        cells.append(Cell(index, 0, 1, 1, list(labels), column))
        cells.append(Cell(index, 1, 1, 1, list(values), right))
    return Grid(
        cells,
        ruled=False,
        xs=[min(line.x0 for line in lines), column, right],
        first_page=lines[0].page,
        last_page=lines[-1].page,
        y0=lines[0].y0,
        y1=lines[-1].y1,
    )


Row = tuple[list[Line], list[Line]]


def _shaded_rows(parts: list[Parted], fills: list[Bbox]) -> list[Row]:
    """Rows by the shaded boxes behind the labels, one box a row; none unless every label stands in a box of its row."""
    bands = sorted({(round(y0, 1), round(y1, 1)) for _, y0, _, y1 in fills})
    if any(b[0] < a[1] - ALIGNED for a, b in pairwise(bands)):
        return []
    rows: dict[int, Row] = {}
    for parted in parts:
        band = next((k for k, (y0, y1) in enumerate(bands) if y0 <= parted.middle <= y1), None)
        if band is None:
            return []
        labels, values = rows.setdefault(band, ([], []))
        labels += [parted.left] if parted.left else []
        values += [parted.right] if parted.right else []
    return [rows[band] for band in sorted(rows)]


def _rows(parts: list[Parted], knows: KnowsLabel) -> list[Row]:
    """Labels and values, row by row. Rows are told by the paper between them, and where that is even, by labels."""
    rows: list[Row] = []
    for chunk in _chunks(parts):
        labels = [p.left for p in chunk if p.left]
        values = [p.right for p in chunk if p.right]
        if not labels and rows:
            rows[-1][1].extend(values)
        elif rows and not rows[-1][1] and knows(_text(rows[-1][0] + labels)):
            rows[-1][0].extend(labels)
            rows[-1][1].extend(values)
        else:
            rows += _split_labels(labels, values, knows)
    return rows


def _chunks(parts: list[Parted]) -> list[list[Parted]]:
    """Lines with no more paper between them than between two lines of one value."""
    usual = _line_gap(parts)
    chunks: list[list[Parted]] = []
    bottom = 0.0
    for parted in parts:
        if chunks and parted.y0 - bottom <= usual + ROW_GAP * parted.size:
            chunks[-1].append(parted)
        else:
            chunks.append([parted])
            bottom = parted.y1
        bottom = max(bottom, parted.y1)
    return chunks


def _line_gap(parts: list[Parted]) -> float:
    """Points of paper between two lines of one value: what the closer ones have."""
    gaps = []
    for column in ([p.right for p in parts if p.right], [p.left for p in parts if p.left]):
        gaps += [max(b.y0 - a.y1, 0.0) for a, b in pairwise(column) if b.y0 > a.y0]
        if gaps:
            break
    return min(sorted(gaps)[len(gaps) // 5], LINE_GAP * parts[0].size) if gaps else 0.0


def _text(lines: Sequence[Line]) -> str:
    return "".join(line.text for line in lines)


def _split_labels(labels: list[Line], values: list[Line], knows: KnowsLabel) -> list[Row]:
    """One row, or one for each label where a chunk holds several set top to top with their values."""
    groups: list[list[Line]] = []
    for label in labels:
        if groups and _belongs(label, groups[-1], values, knows):
            groups[-1].append(label)
        else:
            groups.append([label])
    if 2 * sum(knows(_text(group)) == "label" for group in groups) < max(len(groups), 3):
        return [(labels, values)]
    return list(zip(groups, _share_out(groups, values), strict=True))


def _share_out(groups: list[list[Line]], values: list[Line]) -> list[list[Line]]:
    """Which value lines belong to which label where the paper between the rows tells nothing: labels stand at the top
    of their rows or half way down, and the way that fits the whole chunk better is taken. The last row may go on over
    the page; its label then stands at the top in either way."""
    ways = [_best_cuts(groups, values, at_top=at_top) for at_top in (True, False)]
    _, cuts = min(ways)
    return [values[a:b] for a, b in pairwise(cuts)]


def _best_cuts(groups: list[list[Line]], values: list[Line], *, at_top: bool) -> tuple[float, list[int]]:
    """Cost and cuts of the best way to part the value lines among the labels, in order, by dynamic programming."""
    best: list[tuple[float, list[int]]] = [(0.0, [0])] + [(math.inf, [])] * len(values)
    for group in groups:
        cut_off = group is groups[-1]
        following: list[tuple[float, list[int]]] = [(math.inf, [])] * (len(values) + 1)
        for start, (cost, cuts) in enumerate(best):
            for end in range(start, len(values) + 1 if cost < math.inf else start):
                total = cost + min(
                    _misfit(group, values[start:end], at_top=way) for way in ({at_top, True} if cut_off else {at_top})
                )
                if total < following[end][0]:
                    following[end] = (total, [*cuts, end])
        best = following
    return best[-1]


def _misfit(label: list[Line], block: list[Line], *, at_top: bool) -> float:
    """Points by which a label misses its place beside a block of value lines."""
    if not block:
        return 2 * label[0].size
    top, bottom = label[0].y0, label[-1].y1
    from_top = abs(top - block[0].y0)
    from_middle = abs(top + bottom - block[0].y0 - block[-1].y1) / 2
    if at_top:
        return from_top
    taller = bottom - top > block[-1].y1 - block[0].y0
    return min(from_top, from_middle) if taller else from_middle


def _belongs(label: Line, above: list[Line], values: list[Line], knows: KnowsLabel) -> bool:
    """Whether a line of the label column goes on with the label above it."""
    if knows(_text([*above, label])):
        return not (knows(_text(above)) == "label" and knows(label.text) == "label")
    beside = any(abs(value.y0 - label.y0) < ALIGNED for value in values)
    return knows(label.text) is None and not beside
