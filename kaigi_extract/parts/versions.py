"""Two columns of a form that hold what was and what is: 変更前 and 変更後, as a 変更届出書 has them.

Which is which is told by the words that head the columns of a 新旧対照表.
"""

from __future__ import annotations

from collections.abc import Sequence

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.layout.table import Cell, Grid
from kaigi_extract.text import text_key
from kaigi_extract.wards import Common

_LEAST_CELLS = 3
"""Cells of a row that heads both columns, and that of the labels."""
_LONGEST_HEAD = 14
"""Characters of such a head, white space and brackets among them: of large tables few cells are looked at."""


@dataclass(frozen=True, slots=True)
class Versions:
    """The heads of the two columns."""

    old: Cell
    new: Cell

    def of(self, row: Sequence[Cell]) -> tuple[Cell, Cell] | None:
        """What was and what is, of a row below the heads that has a cell in each column; None of any other."""
        if row[0].row <= self.old.row:
            return None
        old, new = (next((cell for cell in row if _is_below(cell, head)), None) for head in (self.old, self.new))
        return (old, new) if old is not None and new is not None else None

    def label(self, row: Sequence[Cell]) -> Cell | None:
        """What both are the values of: the last cell before them."""
        before = [cell for cell in row if cell.column < min(self.old.column, self.new.column) and not cell.empty]
        return before[-1] if before else None


def versions_of(grid: Grid, common: Common) -> Versions | None:
    """The first row with one cell that heads what was, and one that heads what is; None in most tables."""
    new, old = common.comparisons.heads
    for row in grid.rows():
        if len(row) < _LEAST_CELLS:
            continue
        texts = [text_key(text) if len(text := cell.passage.text) <= _LONGEST_HEAD else "" for cell in row]
        olds = [cell for cell, text in zip(row, texts, strict=True) if text in old]
        news = [cell for cell, text in zip(row, texts, strict=True) if text in new]
        if len(olds) == len(news) == 1 and min(olds[0].column, news[0].column) > 0:
            return Versions(olds[0], news[0])
    return None


def _is_below(cell: Cell, head: Cell) -> bool:
    return (cell.column, cell.column_span) == (head.column, head.column_span)
