"""Tables that go on over a page break, made one with their rows whole."""

from __future__ import annotations

from collections.abc import Sequence

from kaigi_extract.layout.lines import Line
from kaigi_extract.layout.page import PageLayout
from kaigi_extract.layout.repeated_heads import label_again
from kaigi_extract.layout.settings import StitchingSettings
from kaigi_extract.layout.table import Cell, Grid, KnowsLabel


def last_lines(layouts: Sequence[PageLayout], margins: set[int], settings: StitchingSettings) -> dict[int, float]:
    """How far down text and tables reach on pages of each height."""
    feet: dict[int, float] = {}
    for layout in layouts:
        height, wide = round(layout.frame.height), settings.text_width * layout.frame.width
        for item in layout.items:
            if id(item) not in margins and (isinstance(item, Grid) or item.x1 - item.x0 > wide):
                feet[height] = max(feet.get(height, 0.0), item.y1)
    return feet


def beside_tables(items: Sequence[Line | Grid], settings: StitchingSettings) -> set[int]:
    """Identities of what stands left or right of a ruled table of its page, such as 別紙 or a stamped box: it neither
    ends the table nor heads it. Of two tables beside each other only the second counts."""
    tables = [item for item in items if isinstance(item, Grid) and item.xs]
    ruled = [table for table in tables if table.ruled]
    lines = [item for item in items if isinstance(item, Line)] if ruled else []
    found = {id(line) for line in lines if any(_is_beside(line, table, settings) for table in ruled)}
    for at, table in enumerate(tables):
        if any(_is_beside(table, other, settings) for other in tables[:at] if other.ruled):
            found.add(id(table))
    return found


def _is_beside(item: Line | Grid, table: Grid, settings: StitchingSettings) -> bool:
    """Whether an item is within the height of a table and outside of its sides."""
    if not table.y0 < (item.y0 + item.y1) / 2 < table.y1:
        return False
    x0, x1 = (item.x0, item.x1) if isinstance(item, Line) else (item.xs[0], item.xs[-1])
    return x1 <= table.xs[0] + settings.column_snap or x0 >= table.xs[-1] - settings.column_snap


def follows(before: Grid, after: Grid) -> bool:
    """Whether no page is between two tables: they are on pages that follow each other, or on the two halves of one."""
    return after.first_page - before.last_page in (0, 1)


def goes_on(before: Grid, after: Grid, room: float, settings: StitchingSettings) -> bool:
    """Whether the table at the top of a page goes on with the one at the foot of the page before: the same columns,
    and no form that begins anew. `room` is the height of a row that would have fitted under the one before."""
    if before.ruled != after.ruled or not before.xs or not follows(before, after):
        return False
    if not before.ruled:
        return abs(before.xs[1] - after.xs[1]) <= settings.column_snap
    if not (same_columns(before.xs, after.xs, settings.column_snap) or _same_inner_columns(before, after, settings)):
        return False
    if before.open_bottom or after.open_top:
        return True
    return _first_row(after) > room and not _begins_anew(before, after)


def is_rest(before: Grid, after: Grid, settings: StitchingSettings) -> bool:
    """Whether a table can be nothing but the rest of the one on the page before: it has the same columns, and begins
    with a value whose label is not there."""
    if not (before.ruled and after.ruled and before.xs and same_columns(before.xs, after.xs, settings.column_snap)):
        return False
    return _lacks_label(after) and not _lacks_label(before)


def _lacks_label(grid: Grid) -> bool:
    """Whether a table begins with an empty cell and words beside it: in a table with heads above, none is missing."""
    first = [cell for cell in grid.cells if cell.row == 0]
    heads = [cell for cell in first if cell.column == 0]
    return bool(heads) and all(cell.empty for cell in heads) and not all(cell.empty for cell in first)


def _first_row(grid: Grid) -> float:
    """Height of the text of a table's first row."""
    lines = [line for cell in grid.cells if cell.row == 0 for line in cell.lines if isinstance(line, Line)]
    return max((line.y1 for line in lines), default=0.0) - min((line.y0 for line in lines), default=0.0)


def _begins_anew(before: Grid, after: Grid) -> bool:
    """Whether the first label of a table is in the one before already, and not only in its last row."""
    if label_again(before, after) is not None:
        return False
    first = next((cell.passage.text for cell in after.cells if cell.row == cell.column == 0), "")
    return bool(first) and any(cell.column == 0 and cell.passage.text == first for cell in before.cells)


def same_columns(before: Sequence[float], after: Sequence[float], snap: float) -> bool:
    """Whether the outer borders agree, up to a shift of the page, and every border of the poorer table is in the richer
    one."""
    shift = after[0] - before[0]
    if abs(after[-1] - before[-1] - shift) > snap:
        return False
    few, many = sorted(([x - shift for x in after], before), key=len)
    return all(any(abs(x - y) <= snap for y in many) for x in few)


def _same_inner_columns(before: Grid, after: Grid, settings: StitchingSettings) -> bool:
    """Whether the page cut a table without sides: its lines between columns are as far from each other, and its level
    ones end at about the same places."""
    if not (before.open_sides and after.open_sides and before.open_bottom and after.open_top):
        return False
    if len(before.xs) != len(after.xs):
        return False
    apart = [b - a for a, b in zip(before.xs, after.xs, strict=True)]
    shift = apart[1]
    near = all(abs(one) <= settings.open_ends for one in (apart[0], shift, apart[-1]))
    return near and all(abs(one - shift) <= settings.column_snap for one in apart[1:-1])


def append_table(before: Grid, after: Grid, knows: KnowsLabel, settings: StitchingSettings) -> None:
    """Adds the rows of `after`; its first row goes on with the last one where the page cut a row."""
    if before.ruled and _same_inner_columns(before, after, settings):
        after.xs = before.xs
    elif before.ruled:
        _merge_columns(before, after, settings.column_snap)
    before.foot = foot = before.foot or _foot(before.cells)
    last_row = foot[0].row + foot[0].row_span - 1
    cut = _cuts_row(before, after, knows)
    offset = last_row + (0 if cut else 1)
    group = None if cut else _open_group(before, after)
    reaching = [*foot]
    for cell in after.cells:
        if group is not None and cell.row == cell.column == 0:
            group.row_span += cell.row_span
            continue
        target = _continued_cell(before, cell) if cut and cell.row == 0 else None
        if target is None:
            cell.row += offset
            before.cells.append(cell)
            reaching.append(cell)
        else:
            target.extend(cell.lines)
            target.row_span = max(target.row_span, cell.row_span + last_row - target.row)
    before.foot = _foot(reaching)
    before.open_bottom = after.open_bottom
    before.last_page, before.y1 = after.last_page, after.y1


def _foot(cells: Sequence[Cell]) -> list[Cell]:
    """Those of some cells that reach furthest down."""
    below = max(cell.row + cell.row_span for cell in cells)
    return [cell for cell in cells if cell.row + cell.row_span == below]


def _merge_columns(before: Grid, after: Grid, snap: float) -> None:
    """Numbers the columns of both by the borders of both."""
    shift = after.xs[0] - before.xs[0]
    columns = sorted({round(x, 1) for x in before.xs} | {round(x - shift, 1) for x in after.xs})
    columns = [x for k, x in enumerate(columns) if k == 0 or x - columns[k - 1] > snap]
    _renumber(before, columns, before.xs)
    _renumber(after, columns, [x - shift for x in after.xs])
    before.xs = columns


def _renumber(grid: Grid, columns: list[float], xs: list[float]) -> None:
    at = [min(range(len(columns)), key=lambda k: abs(columns[k] - x)) for x in xs]
    if at == list(range(len(at))):
        return
    for cell in grid.cells:
        first, last = at[cell.column], at[min(cell.column + cell.column_span, len(at) - 1)]
        cell.column, cell.column_span = first, max(last - first, 1)


def _cuts_row(before: Grid, after: Grid, knows: KnowsLabel) -> bool:
    """Whether the page cut a row: no line closed it, its label is not repeated, or its label goes on."""
    if before.ruled and (before.open_bottom or after.open_top):
        return True
    heads = [cell for cell in after.cells if cell.row == 0]
    first = min(heads, key=lambda cell: cell.column)
    above = _continued_cell(before, first)
    if above is None or above.empty:
        return False
    if first.empty:
        return any(not cell.empty for cell in heads) and _open_group(before, after) is None
    joined = knows(above.passage.text + first.passage.text)
    if knows(first.passage.text) == "label":
        return joined == "label" and knows(above.passage.text) == "start"
    return joined is not None


def _open_group(before: Grid, after: Grid) -> Cell | None:
    """The label of several rows at the foot of a page, where the next page has more of them beside an empty cell."""
    first = next((cell for cell in after.cells if cell.row == cell.column == 0), None)
    if first is None or not first.empty:
        return None
    above = _continued_cell(before, first)
    return above if above is not None and max(above.row_span, first.row_span) > 1 else None


def _continued_cell(grid: Grid, cell: Cell) -> Cell | None:
    """The cell at the foot of a table that one at the top of the next page is below."""
    return next((c for c in grid.foot if c.column <= cell.column < c.column + c.column_span), None)
