"""The way from a photographed sheet, made flat, back to the photograph as displayed.

Geometry only, in points.
"""

from __future__ import annotations

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.source.frame import Bbox, Frame, Point

GRID = 33
"""Places across and down the sheet of which it is known where they are on the photograph: between them the way is as
good as straight."""
ROUNDS = 20
"""Steps in which a place of the photograph is looked for on the sheet."""
NEAR = 0.01
"""Points by which the place that is found may be off."""


@dataclass(frozen=True, slots=True)
class PhotographFrame(Frame):
    """Size and orientation of a photographed sheet, and where each of its places is on the photograph."""

    flat: Frame | None = None
    """Those of the sheet made flat, as if it had been scanned."""
    sheet: tuple[float, float] = (1.0, 1.0)
    """Width and height of the flat sheet as displayed, points."""
    grid: tuple[tuple[Point, ...], ...] = ()
    """`GRID` rows of as many places of the photograph as displayed, evenly spaced on the flat sheet; points."""

    def display(self, bbox: Bbox) -> Bbox:
        """The least box on the photograph as displayed around what is in a box of the sheet."""
        assert self.flat is not None
        x0, y0, x1, y1 = self.flat.display(bbox)
        xs, ys = (x0, (x0 + x1) / 2, x1), (y0, (y0 + y1) / 2, y1)
        places = [self._photographed(x, y) for x in xs for y in ys]
        across, down = [x for x, _ in places], [y for _, y in places]
        return min(across), min(down), max(across), max(down)

    def upright(self, x: float, y: float) -> Point:
        """The point of the sheet that is shown at a point of the photograph as displayed."""
        assert self.flat is not None
        width, height = self.sheet
        at_x, at_y = width / 2, height / 2
        for _ in range(ROUNDS):
            here_x, here_y = self._photographed(at_x, at_y)
            off_x, off_y = x - here_x, y - here_y
            if abs(off_x) < NEAR and abs(off_y) < NEAR:
                break
            right, below = self._photographed(at_x + 1, at_y), self._photographed(at_x, at_y + 1)
            a, b, c, d = right[0] - here_x, below[0] - here_x, right[1] - here_y, below[1] - here_y
            area = a * d - b * c
            if not area:
                break
            at_x += (off_x * d - off_y * b) / area
            at_y += (off_y * a - off_x * c) / area
        return self.flat.upright(at_x, at_y)

    def _photographed(self, x: float, y: float) -> Point:
        """Where a place of the flat sheet as displayed is on the photograph; beyond its edges as at them."""
        last = len(self.grid) - 1
        across, down = x / self.sheet[0] * last, y / self.sheet[1] * last
        column, row = min(max(int(across), 0), last - 1), min(max(int(down), 0), last - 1)
        u, v = across - column, down - row
        (ax, ay), (bx, by) = self.grid[row][column], self.grid[row][column + 1]
        (cx, cy), (dx, dy) = self.grid[row + 1][column], self.grid[row + 1][column + 1]
        one, two, three, four = (1 - u) * (1 - v), u * (1 - v), (1 - u) * v, u * v
        return one * ax + two * bx + three * cx + four * dx, one * ay + two * by + three * cy + four * dy
