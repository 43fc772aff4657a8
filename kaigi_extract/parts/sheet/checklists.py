"""Tables of points that are checked one by one (番号 | 確認事項 | ☑適　□否 | 意見): a row is a label, its boxes are the
value. Which field a point is, no word says."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from kaigi_extract.layout.passages import join
from kaigi_extract.layout.table import Cell, Grid
from kaigi_extract.parts.sheet.general_row import GeneralRow
from kaigi_extract.text.ringed_choices import are_opposites

_LEAST = 2
"""Rows with boxes, at least."""


def checklist_rows(grid: Grid) -> list[GeneralRow]:
    """The points of a table with their boxes and what is noted beside them; none where its rows have no boxes in one
    column, or no words before them."""
    head, *body = list(grid.rows()) or [[]]
    if not head or any(cell.choices for cell in head):
        return []
    column = _column_of_boxes(body)
    if column is None:
        return _marked_rows(head, body)
    rows = [row for row in (_row(cells, column) for cells in body) if row is not None]
    return rows if len(rows) >= _LEAST and 2 * len(rows) > len(body) else []


def _column_of_boxes(rows: Sequence[Sequence[Cell]]) -> int | None:
    """The column in which most rows have boxes to tick, behind another one."""
    columns = [cell.column for row in rows for cell in row if cell.column and cell.choices]
    return max(set(columns), key=columns.count) if columns else None


def _row(cells: Sequence[Cell], column: int) -> GeneralRow | None:
    boxes = next((cell for cell in cells if cell.column == column and cell.choices), None)
    before = [cell for cell in cells if cell.column < column and not cell.empty and not cell.is_number]
    if boxes is None or not before:
        return None
    noted = [cell.passage for cell in cells if cell.column > column and not cell.empty]
    return GeneralRow(join([cell.passage for cell in before], "・"), join([boxes.passage, *noted]), None)


def _marked_rows(head: Sequence[Cell], body: Sequence[Sequence[Cell]]) -> list[GeneralRow]:
    """The points of a table in which a mark below one of two opposite heads says what is held: 適 | 否, and ○ below."""
    pairs = (pair for pair in pairwise(head) if are_opposites(*(cell.passage.text for cell in pair)))
    heads = next(pairs, None)
    if heads is None:
        return []
    rows = []
    for cells in body:
        marked = [one for one in heads if any(_is_mark(cell) and cell.column == one.column for cell in cells)]
        before = [cell for cell in cells if cell.column < heads[0].column and not cell.empty and not cell.is_number]
        noted = [cell.passage for cell in cells if cell.column > heads[1].column and not cell.empty]
        if before and len(marked) == 1:
            label = join([cell.passage for cell in before], "・")
            rows.append(GeneralRow(label, join([marked[0].passage, *noted]), None))
    return rows if len(rows) >= _LEAST and 2 * len(rows) > len(body) else []


def _is_mark(cell: Cell) -> bool:
    return cell.passage.text.strip() in _MARKS


_MARKS = frozenset("○◯〇✓✔レ☑●■")
"""What marks a cell."""
