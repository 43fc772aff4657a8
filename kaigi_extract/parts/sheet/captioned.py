"""Values that stand behind captions of their own in a row of a form: 情報保護対策 | 運用上の対策 | １　…."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kaigi_extract.layout.passages import Passage, join
from kaigi_extract.layout.table import Cell, Grid
from kaigi_extract.text import match_label, squeeze
from kaigi_extract.text.late_pattern import late_pattern

SAFEGUARDS = ("ward_safeguards", "counterparty_safeguards")
"""The fields whose values are mostly under captions."""
_LONGEST = 20
"""Characters of a caption."""
_NO_CAPTION = late_pattern(r"[。、，：:□■☐☑]|^$")


def is_caption(cell: Cell) -> bool:
    """Whether a cell holds a few words that can head what is beside it."""
    text = squeeze(cell.passage.text)
    return len(text) <= _LONGEST and _NO_CAPTION.search(text) is None and match_label(cell.passage.text) is None


def captions_before(grid: Grid, value: Cell, start: int) -> list[Cell]:
    """The cells of a row between the column `start` and its value, also those that reach over it from above; none
    where one of them is no caption."""
    beside = (cell for cell in grid.cells if cell.row <= value.row < cell.row + cell.row_span)
    found = sorted((cell for cell in beside if start <= cell.column < value.column), key=lambda cell: cell.column)
    return found if all(map(is_caption, found)) else []


def behind_captions(captions: Sequence[Cell], value: Passage) -> Passage:
    """A value behind its captions, parted as the cells of a row are."""
    return join([*(cell.passage for cell in captions), value], "\t")


def captioned_values(
    grid: Grid, label: Cell | None, cells: Sequence[Cell], is_label: Callable[[Cell], bool]
) -> Passage | None:
    """The value of a row of safeguards behind the captions beside its label; None where it has none."""
    if label is None or not cells or any(map(is_label, cells)):
        return None
    captions = captions_before(grid, cells[-1], label.column + label.column_span)
    return behind_captions(captions, cells[-1].passage) if captions else None
