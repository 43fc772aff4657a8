"""Cells of a sheet to lines and tables: what is alone in its row is a line, rows of several cells are a table.

Columns and rows in which nothing begins are closed up, so that a form set on a grid of narrow columns (方眼紙) has
labels and values. Decides nothing about words but that a number before a sentence is its number.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.source.text_blocks import TextCell, TextLine, TextTable
from kaigi_extract.text import match_label

MOST_FILLED = 50_000
"""Places of a table up to which empty ones are cells, too."""
LONGEST_NUMBER = 8
"""Characters of a cell that may be the number of the sentence in the next one."""
LEAST_SENTENCE = 30
"""Characters of such a sentence, where it does not end in a full stop."""


@dataclass(slots=True)
class SheetCell:
    """A cell where it is on its sheet; rows and columns count from 0."""

    row: int
    column: int
    row_span: int
    column_span: int
    lines: list[TextLine]


def blocks_of(cells: Iterable[SheetCell]) -> Iterator[TextLine | TextTable]:
    """Lines and tables of one sheet. `cells` come row by row, from left to right."""
    table: list[list[SheetCell]] = []
    reach = -1
    for row, found in groupby(cells, key=lambda cell: cell.row):
        begun = list(found)
        if table and row > reach + 1:
            yield from _closed(table)
            table = []
        goes_into = reach >= row and bool(table)
        reach = max([reach, *(cell.row + cell.row_span - 1 for cell in begun)])
        if len(begun) == 1 and not goes_into and begun[0].row_span == 1:
            above = _cell_above(table, begun[0])
            if above is not None:
                above.lines += begun[0].lines
                continue
            yield from _closed(table)
            table = []
            yield from begun[0].lines
        elif not goes_into and _is_numbered(begun):
            yield from _closed(table)
            table = []
            yield from _numbered(begun)
        else:
            table.append(begun)
    yield from _closed(table)


def _cell_above(table: Sequence[Sequence[SheetCell]], cell: SheetCell) -> SheetCell | None:
    """The cell of the row above that one which is alone in its row goes on with: it is below a value, not a label."""
    if not table or not cell.lines or table[-1][0].column >= cell.column:
        return None
    return next((one for one in table[-1][1:] if one.column == cell.column and one.lines), None)


def _is_numbered(cells: Sequence[SheetCell]) -> bool:
    """Whether a row is a number and its sentence."""
    if len(cells) != 2 or not all(cell.lines for cell in cells):
        return False
    number, texts = cells[0].lines[0].text.strip(), [line.text.strip() for line in cells[1].lines]
    if len(cells[0].lines) > 1 or len(number) > LONGEST_NUMBER or match_label(f"{number}　字") is None:
        return False
    return any(text.endswith("。") for text in texts) or len(texts[-1]) >= LEAST_SENTENCE


def _numbered(cells: Sequence[SheetCell]) -> list[TextLine]:
    """The lines of a sentence, its number before the first."""
    first, *rest = cells[1].lines
    number = cells[0].lines[0].text.strip()
    return [TextLine(first.number, f"{number}　{first.text}", first.offset, hard=first.hard), *rest]


def _closed(table: list[list[SheetCell]]) -> list[TextTable]:
    """The table of rows, without the columns and rows of the sheet in which nothing begins; none of nothing."""
    cells = [cell for row in table for cell in row]
    if not any(cell.lines for cell in cells):
        return []
    columns = sorted({cell.column for cell in cells})
    rows = sorted({cell.row for cell in cells})
    placed = [
        TextCell(
            cell.lines,
            row := bisect_left(rows, cell.row),
            column := bisect_left(columns, cell.column),
            max(bisect_left(rows, cell.row + cell.row_span) - row, 1),
            max(bisect_left(columns, cell.column + cell.column_span) - column, 1),
        )
        for cell in cells
    ]
    return [TextTable(_filled(placed, len(rows), len(columns)))]


def _filled(cells: list[TextCell], rows: int, columns: int) -> list[TextCell]:
    """The cells with empty ones in the places that none takes, row by row."""
    if rows * columns > MOST_FILLED:
        return cells
    taken = {
        (row, column)
        for cell in cells
        for row in range(cell.row, cell.row + cell.row_span)
        for column in range(cell.column, cell.column + cell.column_span)
    }
    empty = [
        TextCell([], row, column) for row in range(rows) for column in range(columns) if (row, column) not in taken
    ]
    return sorted([*cells, *empty], key=lambda cell: (cell.row, cell.column))
