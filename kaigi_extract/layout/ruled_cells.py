"""The cells of a net of ruled lines: what its lines part, as rectangles none of which is over another.

Knows geometry only. Between every two upright and every two level lines lies an elementary rectangle; those with no
line between them are one cell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import field
from itertools import pairwise
from typing import Literal

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.source.page import Bbox

Side = Literal["left", "right", "top", "bottom"]
Place = tuple[int, int, int, int]
"""First row, first column, last row, last column."""
CountsInk = Callable[[Bbox], int]
"""How many characters are in a box."""


def no_ink(_: Bbox) -> int:
    """A page without characters."""
    return 0


@dataclass(slots=True)
class Slot:
    """One cell of a grid, as geometry: `row`, `column` and spans count elementary rows and columns."""

    row: int
    column: int
    row_span: int
    column_span: int
    bbox: Bbox


@dataclass(slots=True)
class Raster:
    """All places at which a net has ruled lines, and which stretches between them are ruled."""

    xs: list[float]
    ys: list[float]
    ruled_x: list[list[bool]]
    """For each x, which stretches between two ys are ruled."""
    ruled_y: list[list[bool]]
    """For each y, which stretches between two xs are ruled."""
    cut: set[Side] = field(default_factory=set)
    """The sides that have no line of their own, since the page ends the table there."""

    @property
    def rows(self) -> int:
        return len(self.ys) - 1

    @property
    def columns(self) -> int:
        return len(self.xs) - 1

    def box(self, place: Place) -> Bbox:
        """The rectangle on the page."""
        r0, c0, r1, c1 = place
        return (self.xs[c0], self.ys[r0], self.xs[c1 + 1], self.ys[r1 + 1])

    def ways(self, row: int, column: int) -> Iterator[tuple[int, int, Side]]:
        """The neighbours of an elementary rectangle to which no line is in the way, with the side that they are on."""
        if not self.ruled_x[column][row]:
            yield row, column - 1, "left"
        if not self.ruled_x[column + 1][row]:
            yield row, column + 1, "right"
        if not self.ruled_y[row][column]:
            yield row - 1, column, "top"
        if not self.ruled_y[row + 1][column]:
            yield row + 1, column, "bottom"

    def closed(self) -> set[Side]:
        """The outer sides that are ruled for more than half of their length."""
        outer: dict[Side, tuple[list[bool], list[float]]] = {
            "left": (self.ruled_x[0], self.ys),
            "right": (self.ruled_x[-1], self.ys),
            "top": (self.ruled_y[0], self.xs),
            "bottom": (self.ruled_y[-1], self.xs),
        }
        ruled = {
            side: sum(b - a for on, (a, b) in zip(line, pairwise(stops), strict=True) if on) / (stops[-1] - stops[0])
            for side, (line, stops) in outer.items()
        }
        return {side for side, share in ruled.items() if share > 1 / 2 and side not in self.cut}


def cut_cells(raster: Raster, counts_ink: CountsInk) -> tuple[list[Slot], list[list[int]]]:
    """The cells, and for each elementary row and column the index of the cell there, -1 where there is none.

    A region that is no rectangle becomes several cells.
    """
    lookup = [[-2] * raster.columns for _ in range(raster.rows)]
    slots: list[Slot] = []
    closed = raster.closed()
    for r in range(raster.rows):
        for c in range(raster.columns):
            if lookup[r][c] != -2:
                continue
            members, leaks = _flood(r, c, lookup, raster)
            if leaks and not _is_cell(members, leaks, closed, raster):
                for i, j in members:
                    lookup[i][j] = -1
                continue
            for place in _rectangles(members, raster, counts_ink):
                r0, c0, r1, c1 = place
                for i in range(r0, r1 + 1):
                    lookup[i][c0 : c1 + 1] = [len(slots)] * (c1 - c0 + 1)
                slots.append(Slot(r0, c0, r1 - r0 + 1, c1 - c0 + 1, raster.box(place)))
    return slots, lookup


def _flood(row: int, column: int, lookup: list[list[int]], raster: Raster) -> tuple[list[tuple[int, int]], set[Side]]:
    """The rectangles reached from one without crossing a line, and the sides at which they leak out of the net."""
    members, stack = [], [(row, column)]
    leaks: set[Side] = set()
    lookup[row][column] = -3
    while stack:
        place = stack.pop()
        members.append(place)
        for i, j, side in raster.ways(*place):
            if not (0 <= i < raster.rows and 0 <= j < raster.columns):
                leaks.add(side)
            elif lookup[i][j] == -2:
                lookup[i][j] = -3
                stack.append((i, j))
    return members, leaks


def _is_cell(members: list[tuple[int, int]], leaks: set[Side], closed: set[Side], raster: Raster) -> bool:
    """Whether a region that is open to the outside is a cell whose outer side was left out, as that of a head row in
    Excel: a rectangle open to one side, which is ruled for the most part. What is open to two sides of a corner is the
    place that a smaller table leaves free; what is open where the page cut the table is none of it."""
    rows, columns = [i for i, _ in members], [j for _, j in members]
    if len(members) < (max(rows) - min(rows) + 1) * (max(columns) - min(columns) + 1):
        return False
    if ("top" in raster.cut and min(rows) == 0) or ("bottom" in raster.cut and max(rows) == raster.rows - 1):
        return False
    return leaks <= closed and not (leaks & {"left", "right"} and leaks & {"top", "bottom"})


def _rectangles(members: list[tuple[int, int]], raster: Raster, counts_ink: CountsInk) -> Iterator[Place]:
    """A region as rectangles: first the one that most of its words are in, of several the largest on the page. So is an
    L-shaped heading the row or the column in which it is printed."""
    left = set(members)

    def rank(place: Place) -> tuple[int, float]:
        x0, y0, x1, y1 = raster.box(place)
        return counts_ink((x0, y0, x1, y1)), (x1 - x0) * (y1 - y0)

    while left:
        rows, columns = [i for i, _ in left], [j for _, j in left]
        place = (min(rows), min(columns), max(rows), max(columns))
        if len(left) < (place[2] - place[0] + 1) * (place[3] - place[1] + 1):
            place = max(_within(left), key=rank)
        r0, c0, r1, c1 = place
        left -= {(i, j) for i in range(r0, r1 + 1) for j in range(c0, c1 + 1)}
        yield place


def _within(members: set[tuple[int, int]]) -> Iterator[Place]:
    """The rectangles within a region from each of its places, as wide as they can be for their height."""
    last = max(j for _, j in members) + 1
    for r0, c0 in sorted(members):
        end, r1 = last, r0
        while (r1, c0) in members:
            end = next(j for j in range(c0, end + 1) if j == end or (r1, j) not in members)
            yield r0, c0, r1, end - 1
            r1 += 1
