"""Tables within a cell of another: text of that cell, row by row, as in a file without geometry.

Knows geometry only. The cells of a row of the inner table are parted by tabs, its rows are lines.
"""

from __future__ import annotations

from collections.abc import Sequence

from kaigi_extract.layout.lines import AnyLine, Line
from kaigi_extract.layout.ruled_tables import Net
from kaigi_extract.layout.table import Cell, Grid
from kaigi_extract.source.page import Bbox


def put_into_cells(tables: Sequence[tuple[Net, Grid]]) -> list[Grid]:
    """The tables that are in no cell of another; the lines of the others are put into the cells that hold them. The
    smallest come first."""
    outer: list[Grid] = []
    for index, (net, grid) in enumerate(tables):
        holders = (cell for _, other in tables[index + 1 :] for cell in other.cells if _is_inside(net.bbox, cell.bbox))
        cell = next(holders, None)
        if cell is None:
            outer.append(grid)
        else:
            _put(grid, cell)
    return outer


def _is_inside(inner: Bbox, outer: Bbox | None) -> bool:
    if outer is None:
        return False
    return outer[0] < inner[0] and outer[1] < inner[1] and inner[2] < outer[2] and inner[3] < outer[3]


def _put(grid: Grid, cell: Cell) -> None:
    """Puts the lines of a table between those of a cell that are above and below it."""
    inner: list[AnyLine] = []
    for row in grid.rows():
        begins = True
        for line in (line for other in row for line in other.lines[:1]):
            if isinstance(line, Line):
                line.begins = "row" if begins else "cell"
            begins = False
        inner += [line for other in row for line in other.lines]
    above = [line for line in cell.lines if line.y0 < grid.y0]
    below = [line for line in cell.lines if line.y0 >= grid.y0]
    if below and isinstance(below[0], Line):
        below[0].begins = "row"
    cell.replace([*above, *inner, *below])
