"""Marks in cells of their own: ○ below the word of its column (該当 | 非該当), or beside the word that it chooses.

In a box such a mark is a choice wherever it is printed; a ring is one only here, where a column of a table holds
nothing but marks.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import chain

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.layout.passages import Passage
from kaigi_extract.layout.table import Cell, Grid
from kaigi_extract.records import Choice
from kaigi_extract.text import fold, squeeze
from kaigi_extract.text.choices import CHECKED, EMPTY_BOXES, FILLED_BOXES, TICKS
from kaigi_extract.text.ringed_choices import are_opposites

_CHOOSES = frozenset(f"○◯〇●◎レ{CHECKED}{TICKS}{FILLED_BOXES}")
_LEAVES = frozenset(f"-－‐–—―ー×✕{EMPTY_BOXES}")
"""What a cell that is not chosen may hold."""


@dataclass(frozen=True, slots=True)
class MarkedColumns:
    """The columns of a table that hold marks."""

    heads: dict[int, Cell]
    """The cell with the word above each; none where the words are beside the marks."""
    first: int = 0
    """The first row with a mark."""
    marks: frozenset[int] = frozenset()
    """The columns with a mark, with or without a head."""

    def is_head(self, block: Sequence[Sequence[Cell]]) -> bool:
        """Whether the words above the marks are in one of the rows of a block."""
        return any(cell in self.heads.values() for row in block for cell in row)

    def above(self, row: Sequence[Cell]) -> dict[int, Cell]:
        """The marks of a row that are below the words of their columns, by column: none in a row above the first."""
        return {cell.column: cell for cell in row if cell.row >= self.first and cell.column in self.heads}


def marked_columns(grid: Grid) -> MarkedColumns:
    """The columns, right of the first, that hold marks; with heads where the words of all of them are in one row, and
    nothing but marks is below. One column alone is headed by the first row."""
    columns: dict[int, list[Cell]] = {}
    for cell in grid.cells:
        if cell.column and cell.column_span == 1:
            columns.setdefault(cell.column, []).append(cell)
    marked = frozenset(column for column, cells in columns.items() if any(map(is_mark, cells)))
    if not marked:
        return MarkedColumns({})
    first = min(cell.row for column in marked for cell in columns[column] if is_mark(cell))
    return MarkedColumns(_heads(columns, marked, first), first, marked)


def _heads(columns: dict[int, list[Cell]], marked: Collection[int], first: int) -> dict[int, Cell]:
    """The words above the columns with marks, and above those that are the other choice and have none."""
    below = {column: [cell for cell in cells if cell.row >= first] for column, cells in columns.items()}
    bare = {column: cells for column, cells in below.items() if all(is_mark(cell) or is_left(cell) for cell in cells)}
    above = {column: head for column in bare if (head := _head(columns[column], first)) is not None}
    chosen = [column for column in above if column in marked]
    others = [column for column in above if any(_are_opposites(above[column], above[other]) for other in chosen)]
    heads = {column: above[column] for column in sorted({*chosen, *others})}
    if len(chosen) < len(marked) or len({head.row for head in heads.values()}) > 1:
        return {}
    alone = len(heads) == 1 and not _chooses_some(bare[chosen[0]], heads[chosen[0]])
    return {} if alone else heads


def _head(cells: Sequence[Cell], first: int) -> Cell | None:
    """The cell with words right above the first row with a mark."""
    return next((cell for cell in cells if cell.row + cell.row_span == first and not cell.empty), None)


def _are_opposites(one: Cell, other: Cell) -> bool:
    """Whether of the words in two cells one is chosen."""
    return are_opposites(one.passage.text, other.passage.text)


def _chooses_some(cells: Sequence[Cell], head: Cell) -> bool:
    """Whether the marks of one column choose among several rows below the first."""
    return head.row == 0 and sum(map(is_mark, cells)) > 1 and any(map(is_left, cells))


def is_mark(cell: Cell) -> bool:
    """Whether a cell holds a mark and nothing else."""
    return squeeze(cell.passage.text) in _CHOOSES


def is_left(cell: Cell) -> bool:
    """Whether a cell is left empty, or holds what stands for nothing."""
    text = squeeze(cell.passage.text)
    return not text or text in _LEAVES


def chosen_below(columns: MarkedColumns, marks: dict[int, Cell]) -> list[Choice]:
    """The words above the marks of a row, checked where a mark is below them."""
    heads = sorted(columns.heads.items())
    return [_choice(head.passage, marks.get(column)) for column, head in heads if column in marks]


def chosen_beside(rows: Sequence[Sequence[Cell]], marks: Collection[int]) -> list[Choice]:
    """The words of rows in which cells for marks, in columns that have some, and cells with words take turns; none
    where they do not, or where no cell is chosen."""
    ordered = [_without_last(sorted(row, key=lambda cell: cell.column)) for row in rows]
    if not any(map(is_mark, chain.from_iterable(rows))) or any(
        len(row) % 2 or len(row) != len(ordered[0]) for row in ordered
    ):
        return []
    before = bool(ordered[0]) and ordered[0][0].column in marks
    found: list[Choice] = []
    for row in ordered:
        for pair in zip(row[::2], row[1::2], strict=True):
            mark, words = pair if before else pair[::-1]
            if not (is_mark(mark) or is_left(mark)) or is_mark(words):
                return []
            if not words.empty:
                found.append(_choice(words.passage, mark))
    return found


def _without_last(row: list[Cell]) -> list[Cell]:
    """A row without the empty cell at its end that has no other beside it."""
    return row[:-1] if len(row) % 2 and row[-1].empty else row


def _choice(words: Passage, mark: Cell | None) -> Choice:
    checked = mark is not None and is_mark(mark)
    spans = [*words.spans(), *(mark.passage.spans() if mark is not None else [])]
    return Choice(text=squeeze(fold(words.text)), checked=checked, detail=None, spans=spans)
