"""Tables without rules: labels in a left column, values beside them.

Knows geometry. What a label looks like is handed in as a function (`KnowsLabel`), since only a ward's mapping knows it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from kaigi_extract.layout.grid import Cell, Grid
from kaigi_extract.layout.line import Line

GUTTER = 0.5
"""Ems of empty paper between the columns."""
LONE_GUTTER = 1.5
"""The same where one label alone speaks for a table."""
ALIGNED = 2.0
"""Points between line starts of one column."""
INDENT = 1.6
"""Ems by which a value may stand in from its column."""
ROW_GAP = 0.35
"""Ems by which the paper between two rows exceeds that between two lines of one cell."""

KnowsLabel = Callable[[str], Literal["label", "start"] | None]
"""Tells whether a text is a field label, begins one, or neither."""


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


def find_unruled(lines: Sequence[Line], knows: KnowsLabel, carried: float | None = None) -> list[tuple[int, int, Grid]]:
    """Tables without rules among the lines of a page, as (first line, line after the last, table).

    `carried` is the x of the value column of such a table that the page before ended with.
    """
    found: list[tuple[int, int, Grid]] = []
    start = 0
    while start < len(lines):
        best = _best_region(lines, start, knows, carried if start == 0 else None)
        if best is None:
            break
        first, last, column = best
        grid = _grid(lines[first:last], column, knows)
        found.append((first, last, grid))
        start = last
    return found


def _best_region(
    lines: Sequence[Line], start: int, knows: KnowsLabel, carried: float | None
) -> tuple[int, int, float] | None:
    """The first stretch of lines from `start` on that is a table, with the x of its value column."""
    if carried is not None:
        last = _carried_end(lines, start, carried, knows)
        if last > start:
            return start, last, carried
    for at in range(start, len(lines)):
        regions = [(*_extend(lines, at, column, knows), column) for column in _value_columns(lines, at, knows)]
        speaking = [r for r in regions if r[2] > 1 or (r[2] and _wide(lines[at], r[3]))]
        if speaking:
            first, last, _, column = max(speaking, key=lambda r: (r[2], r[1] - r[0]))
            return max(first, start), last, column
    return None


def _value_columns(lines: Sequence[Line], at: int, knows: KnowsLabel) -> list[float]:
    """Where a value column may begin if the line at `at` begins with a label: after it, or beside it nearby."""
    line = lines[at]
    heads = [k for k in _gaps(line) if knows(line.text[:k].rstrip())]
    if not heads and not knows(line.text):
        return []
    label_end = line.end[len(line.text[: heads[0]].rstrip()) - 1] if heads else line.x1
    near = lines[max(at - 3, 0) : at + 6]
    starts = {other.x0 for other in near} | {other.start[k] for other in near for k in _gaps(other)}
    return sorted(x for x in starts if x - label_end >= GUTTER * line.size)


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


def _wide(line: Line, column: float) -> bool:
    """Whether the gap before the column is wider than a space that a typist sets after a word."""
    k = bisect_left(line.start, column - ALIGNED)
    left = len(line.text[:k].rstrip())
    return left == 0 or column - line.end[left - 1] >= LONE_GUTTER * line.size


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
    if not 0 < left <= k < len(line.text) or line.end[left - 1] > gutter + ALIGNED:
        return None
    return Parted(line.cut(0, left), line.cut(k, len(line.text)))


def _extend(lines: Sequence[Line], at: int, column: float, knows: KnowsLabel) -> tuple[int, int, int]:
    """First line, line after the last, and number of known labels of the table around `at`."""
    first = at
    while first > 0 and _is_value(lines[first - 1], lines[first], column):
        first -= 1
    last, labels, pending, strays = first, 0, "", 0
    for index in range(first, len(lines)):
        parted = part(lines[index], column)
        if parted is None or (index > at and parted.left is None and _stands_apart(lines, index, column)):
            break
        if parted.left is not None:
            pending += parted.left.text
            if knows(pending) == "label" or knows(parted.left.text) == "label":
                labels, pending, strays = labels + 1, "", 0
            elif knows(pending) is None:
                pending = parted.left.text
            if not knows(pending or parted.left.text) and not _like_row(parted, lines[at], column):
                strays += 1
        if strays:
            break
        last = index + 1
    return first, last, labels


def _like_row(parted: Parted, label: Line, column: float) -> bool:
    """Whether a label that nobody knows stands where the others do, with its value where theirs are."""
    if parted.left is None or abs(parted.left.x0 - label.x0) > ALIGNED:
        return False
    return parted.right is None or parted.right.x0 - column <= INDENT * parted.right.size


def _is_value(line: Line, below: Line, column: float) -> bool:
    """Whether a line above the first label is the top of its value: the label is set at half height."""
    return abs(line.x0 - column) <= INDENT * line.size and line.x0 >= column - ALIGNED and _tight(line, below)


def _tight(above: Line, below: Line) -> bool:
    return below.y0 - above.y1 < 0.9 * above.size


def _stands_apart(lines: Sequence[Line], at: int, column: float) -> bool:
    """A line with no label that neither starts at the value column nor follows closely is a heading after the table."""
    line = lines[at]
    return line.x0 - column > INDENT * line.size and not _tight(lines[at - 1], line)


def _carried_end(lines: Sequence[Line], start: int, column: float, knows: KnowsLabel) -> int:
    at = start
    while at < len(lines):
        parted = part(lines[at], column)
        if parted is None or (parted.left is None and lines[at].x0 - column > INDENT * lines[at].size):
            break
        if parted.left is not None and knows(parted.left.text) is None:
            break
        at += 1
    return at


def _grid(lines: Sequence[Line], column: float, knows: KnowsLabel) -> Grid:
    parts = [parted for line in lines if (parted := part(line, column)) is not None]
    rows = _rows(parts, knows)
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
    """Lines with no more paper between them than within a cell."""
    lines: list[list[Parted]] = []
    bottom = 0.0
    gaps: list[float] = []
    for parted in parts:
        if lines and parted.y0 < bottom - 1.0:
            lines[-1].append(parted)
        else:
            if lines:
                gaps.append(parted.y0 - bottom)
            lines.append([parted])
        bottom = max(bottom, parted.y1) if len(lines[-1]) > 1 else parted.y1
    if not gaps:
        return lines
    size = next(p.right.size if p.right else p.left.size if p.left else 10.0 for p in parts)
    usual = sorted(gaps)[len(gaps) // 5]
    chunks = [lines[0]]
    for gap, line in zip(gaps, lines[1:], strict=True):
        if gap > usual + ROW_GAP * size:
            chunks.append(line)
        else:
            chunks[-1] = chunks[-1] + line
    return chunks


def _text(lines: Sequence[Line]) -> str:
    return "".join(line.text for line in lines)


def _split_labels(labels: list[Line], values: list[Line], knows: KnowsLabel) -> list[Row]:
    """One row, or one for each known label where a chunk holds several set top to top with their values."""
    groups: list[list[Line]] = []
    for label in labels:
        if groups and knows(_text([*groups[-1], label])) and knows(_text(groups[-1])) != "label":
            groups[-1].append(label)
        else:
            groups.append([label])
    if len(groups) < 2 or not all(knows(_text(group)) == "label" for group in groups[1:]):
        return [(labels, values)]
    rows: list[Row] = [(group, []) for group in groups]
    tops = [group[0].y0 for group in groups]
    for value in values:
        k = max((k for k, top in enumerate(tops) if top <= value.y0 + 0.5 * value.size), default=0)
        rows[k][1].append(value)
    return rows
