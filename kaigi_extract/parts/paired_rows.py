"""Rows of a table that hold two pairs of label and value, told by the shape of the table where nobody knows the second
label: the value of other rows is as wide as both values and the label between them."""

from __future__ import annotations

from kaigi_extract.layout.table import Cell, Grid
from kaigi_extract.text import fold, squeeze
from kaigi_extract.text.late_pattern import late_pattern

_NO_LABEL = late_pattern(r"\d|[。、]")
"""What a value has and a label has not."""
_CELLS_OF_PAIRS = 4


def paired_column(grid: Grid, longest_label: int) -> set[int]:
    """The column of the second labels, with none in a table without such rows. No label may have what values have, and
    a value beside them must."""
    rows = list(grid.rows())
    pairs = [row for row in rows if len(row) == _CELLS_OF_PAIRS]
    if not pairs or not any(len(row) == 2 and row[1].column_span > 2 for row in rows):
        return set()
    columns = {row[2].column for row in pairs}
    labels = [row[at] for row in pairs for at in (0, 2)]
    values = [row[at] for row in pairs for at in (1, 3)]
    valued = any(cell.choices or _NO_LABEL.search(fold(cell.passage.text)) for cell in values)
    are_labels = all(not cell.empty and looks_like_label(cell, longest_label) for cell in labels)
    return columns if len(columns) == 1 and valued and are_labels else set()


def looks_like_label(cell: Cell, longest_label: int) -> bool:
    """Whether a cell is short and has no box, number or sentence."""
    text = squeeze(fold(cell.passage.text))
    return not cell.choices and len(text) <= longest_label and not _NO_LABEL.search(text)
