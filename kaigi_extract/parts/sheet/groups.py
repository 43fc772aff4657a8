"""Labels of groups of rows: a cell at the left side of a form, mostly set upright, that heads several labels with their
values. It is the label of none of them; that of several values is no group."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kaigi_extract.layout.table import Cell, Grid


def rows_without_groups(grid: Grid, is_label: Callable[[Cell], bool]) -> Iterator[tuple[int, list[Cell]]]:
    """The rows of a table without the labels of groups, each with the column at which it begins then. `is_label` says
    whether a cell holds a label that is known."""
    groups = [cell for cell in grid.cells if _is_group(cell, grid, is_label)]
    ids = {id(cell) for cell in groups}
    for row in grid.rows():
        number = row[0].row
        start = next((g.column_span for g in groups if g.row <= number < g.row + g.row_span), 0)
        cells = [cell for cell in row if id(cell) not in ids]
        if cells:
            yield start, cells


def heads(grid: Grid, is_label: Callable[[Cell], bool]) -> Iterator[Cell]:
    """The cells that head a row, empty ones and the labels of groups aside: those of the first column, or beside the
    number of the row."""
    for start, row in rows_without_groups(grid, is_label):
        cells = [cell for cell in row if not cell.empty]
        if cells and cells[0].column == start:
            yield cells[1] if len(cells) > 1 and cells[0].is_number else cells[0]


def _is_group(cell: Cell, grid: Grid, is_label: Callable[[Cell], bool]) -> bool:
    if cell.column != 0 or cell.row_span < 2 or (not cell.empty and is_label(cell)):
        return False
    inner = [c for c in grid.cells if c.column == cell.column_span and cell.row <= c.row < cell.row + cell.row_span]
    last = max(c.column + c.column_span for c in grid.cells)
    labels = [c for c in inner if not c.empty and c.column + c.column_span < last]
    return len(labels) > 1 and any(is_label(c) for c in labels)
