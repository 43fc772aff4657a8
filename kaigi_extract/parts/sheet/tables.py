"""What a table is by the labels in its first column, as the ward's mapping knows them: a cover, an outline, a form."""

from __future__ import annotations

from typing import Literal

from kaigi_extract.layout.table import Cell, Grid
from kaigi_extract.parts.kind import Position
from kaigi_extract.parts.sheet.groups import heads
from kaigi_extract.wards import Ward

TableKind = Literal["cover", "outline", "form"]


def table_kind(grid: Grid | None, position: Position) -> TableKind | None:
    """What a table is, by most of its labels; None where the mapping does not know them."""
    if position.ward is None or grid is None:
        return None
    form, outline, cover, count = _known_labels(grid, position.ward, position)
    if cover and count == 1:
        return "cover"
    if max(form, outline) == 0 or 2 * max(form, outline) < count:
        return None
    return "outline" if outline > form else "form"


def begins_table(position: Position, kind: TableKind) -> bool:
    """Whether the table at a position is of the kind, and not the first one that the open part of that kind awaits."""
    if table_kind(position.grid, position) != kind:
        return False
    before = [table_kind(grid, position) for grid in position.open.grids()]
    return position.open.kind != kind or kind in before


def form_is_near(position: Position, *, titled: bool = False) -> bool:
    """Whether the next table is a form: by most of its labels, under a title by two of them."""
    grid, ward = position.next_grid(position.settings.forms.table_within), position.ward
    if grid is None or ward is None:
        return False
    form, outline, _, _ = _known_labels(grid, ward, position)
    return table_kind(grid, position) == "form" or (
        titled and form >= position.settings.forms.labels_under_title and form > outline
    )


def has_own_form(position: Position) -> bool:
    """Whether a table of the document is a form with so many labels of the ward's mapping that this reads the others,
    too, whatever general words know of them."""
    ward, least = position.ward, position.settings.general.own_fields
    if ward is None:
        return False
    grids = (item for item in position.items if isinstance(item, Grid) and table_kind(item, position) == "form")
    return any(len({ward.field("form", cell.passage.text) for cell in grid.cells} - {None}) >= least for grid in grids)


def _known_labels(grid: Grid, ward: Ward, position: Position) -> tuple[int, int, int, int]:
    """How many labels of a form, of an outline, and of a cover's title a table has, and how many cells head a row.
    Counted once: every title above a table asks."""
    counted: dict[Grid, tuple[int, int, int, int]] = position.reading.looked_up.setdefault("labels of tables", {})
    if grid not in counted:
        counted[grid] = _count_labels(grid, ward)
    return counted[grid]


def _count_labels(grid: Grid, ward: Ward) -> tuple[int, int, int, int]:

    def is_label(cell: Cell) -> bool:
        text = cell.passage.text
        return ward.field("form", text) is not None or ward.field("outline", text) is not None

    texts = [cell.passage.text for cell in heads(grid, is_label)]
    form = sum(ward.field("form", text) is not None for text in texts)
    outline = sum(ward.field("outline", text) is not None for text in texts)
    return form, outline, sum(ward.field("cover", text) == "title" for text in texts), len(texts)
