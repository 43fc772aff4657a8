"""Rows of cells with spans to a table: where each cell is once those that reach down into its row are counted.

Knows neither HTML nor Markdown; what it is given may be hostile, and its work is linear in what it is given.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import field

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.source.text_blocks import TextCell, TextLine, TextTable

MOST_COLUMN_SPAN = 1000
"""Columns that one cell may take: the limit of HTML."""
MOST_ROW_SPAN = 65534
"""Rows that one cell may take: the limit of HTML."""
MOST_REACHING_DOWN = 1000
"""Cells that may reach down into one row; the spans of more are not followed."""


@dataclass(slots=True)
class RawCell:
    """A cell as a file names it: its lines and how far it spans."""

    lines: list[TextLine] = field(default_factory=list)
    row_span: int = 1
    column_span: int = 1


def place_cells(rows: Iterable[Sequence[RawCell]]) -> TextTable:
    """The table of rows of cells, each in the first column that no cell above it takes. A cell of `row_span` 0 reaches
    down to the end."""
    cells: list[TextCell] = []
    reaching: list[tuple[int, int, int]] = []  # first column, column after the last, row after the last
    next_end = 0
    at = -1
    for at, row in enumerate(rows):
        if at >= next_end:
            reaching = [one for one in reaching if one[2] > at]
            next_end = min((one[2] for one in reaching), default=at + 1)
        begun: list[tuple[int, int, int]] = []
        column = above = 0
        for raw in row:
            while above < len(reaching) and reaching[above][0] <= column:
                column = max(column, reaching[above][1])
                above += 1
            rows_taken = raw.row_span if 0 < raw.row_span <= MOST_ROW_SPAN else MOST_ROW_SPAN
            columns_taken = min(max(raw.column_span, 1), MOST_COLUMN_SPAN)
            cells.append(TextCell(raw.lines, at, column, rows_taken, columns_taken))
            if rows_taken > 1 and len(reaching) + len(begun) < MOST_REACHING_DOWN:
                begun.append((column, column + columns_taken, at + rows_taken))
            column += columns_taken
        if begun:
            reaching = sorted([*reaching, *begun])
            next_end = min(next_end, *(one[2] for one in begun))
    for cell in cells:
        cell.row_span = min(cell.row_span, at + 1 - cell.row)
    return TextTable(cells)
