"""Ruled tables without the line between label and value: their cells are split where the values begin.

Knows geometry; what a label looks like is handed in (`KnowsLabel`). The frame and the lines between the rows stay what
they are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.layout.gutter import SplitLine, split_line, starts_after_gaps
from kaigi_extract.layout.lines import AnyLine, Line
from kaigi_extract.layout.settings import BorderlessTableSettings, LayoutSettings
from kaigi_extract.layout.table import Cell, Grid, KnowsLabel


@dataclass(slots=True)
class _Split:
    """A cell as label and value."""

    cell: Cell
    labels: list[AnyLine]
    values: list[AnyLine]


def split_label_column(grid: Grid, knows: KnowsLabel, settings: LayoutSettings, before: Grid | None = None) -> None:
    """Splits the cells at the left side of a table that hold a label and its value; `before` is the table that the page
    before ended with, whose values may go on."""
    if not grid.ruled or len(grid.xs) < 2:
        return
    numbers = settings.borderless_tables
    for last in sorted({cell.column_span for cell in grid.cells if cell.column == 0}):
        cells = [cell for cell in grid.cells if cell.column == 0 and cell.column_span == last and cell.lines]
        if len(cells) < 2 and not _goes_on(grid, before):
            continue
        column = _value_column(cells, knows, numbers)
        if column is None and before is not None and _goes_on(grid, before):
            column = before.xs[1] - before.xs[0] + grid.xs[0]
        if column is not None and grid.xs[0] < column < grid.xs[last]:
            splits = [split for cell in cells if (split := _split(cell, column, numbers)) is not None]
            if splits:
                _put(grid, splits, column, settings)
            return


def _goes_on(grid: Grid, before: Grid | None) -> bool:
    """Whether a table of one column is as wide as one of two at the end of the page before."""
    if before is None or len(grid.xs) != 2 or len(before.xs) < 3 or not before.ruled:
        return False
    return abs((grid.xs[-1] - grid.xs[0]) - (before.xs[-1] - before.xs[0])) < 1


def _value_column(cells: Sequence[Cell], knows: KnowsLabel, settings: BorderlessTableSettings) -> float | None:
    """x at which the values of most cells begin, each beside a label that is known; None where they do not."""
    lines = [line for cell in cells for line in cell.lines if isinstance(line, Line) and not line.vertical]
    starts = Counter(round(x, 1) for line in lines for x in starts_after_gaps(line, settings))
    whole = sum(_is_label(cell.lines, knows) for cell in cells)  # 所 管 課 名, set wide, is no 所管課 beside 名
    best: tuple[int, float] | None = None
    for x in sorted(starts):
        splits = [split for cell in cells if (split := _split(cell, x, settings)) is not None]
        known = sum(_is_label(split.labels, knows) for split in splits)
        valued = sum(bool(split.labels and split.values) for split in splits)
        if 2 * known >= len(cells) and known > max(whole, 1) and valued > 1 and (best is None or known > best[0]):
            best = (known, x)
    return best[1] if best else None


def _split(cell: Cell, column: float, settings: BorderlessTableSettings) -> _Split | None:
    """The cell split at an x; None where words of it run over that."""
    parts: list[SplitLine] = []
    for line in cell.lines:
        split = split_line(line, column, settings) if isinstance(line, Line) else None
        if split is None:
            return None
        parts.append(split)
    return _Split(cell, [p.left for p in parts if p.left], [p.right for p in parts if p.right])


def _is_label(lines: Sequence[AnyLine], knows: KnowsLabel) -> bool:
    return bool(lines) and knows("".join(line.text for line in lines)) == "label"


def _put(grid: Grid, splits: Sequence[_Split], column: float, settings: LayoutSettings) -> None:
    """Puts a new column border into a table, and label and value of the split cells on its sides."""
    border = min((line.x0 for split in splits for line in split.values if isinstance(line, Line)), default=column)
    at = next(k for k, x in enumerate(grid.xs) if x > column)
    grid.xs.insert(at, column)
    for cell in grid.cells:
        if cell.column >= at:
            cell.column += 1
        elif cell.column + cell.column_span >= at:
            cell.column_span += 1
    widest = max((line.x1 for split in splits for line in split.labels if isinstance(line, Line)), default=column)
    new = {id(split.cell): split for split in splits}
    cells: list[Cell] = []
    for cell in grid.cells:
        if (split := new.get(id(cell))) is None:
            cells.append(cell)
            continue
        for lines, left, right in ((split.labels, grid.xs[0], widest), (split.values, border, cell.right)):
            for line in lines:
                line.left, line.right = left, right
        box = cell.bbox
        label_box = (box[0], box[1], column, box[3]) if box else None
        value_box = (column, box[1], box[2], box[3]) if box else None
        spans = (at, cell.column_span - at)
        cells += [
            Cell(cell.row, 0, cell.row_span, spans[0], split.labels, widest, label_box, settings.passages),
            Cell(cell.row, at, cell.row_span, spans[1], split.values, cell.right, value_box, settings.passages),
        ]
    grid.cells = cells
