"""Rows of a text file whose last cell goes on in lines by themselves, as Word saves a cell of several paragraphs."""

from __future__ import annotations

from collections.abc import Sequence

from kaigi_extract.layout.lines import AnyLine, PlainLine
from kaigi_extract.layout.table import Grid, KnowsLabel
from kaigi_extract.layout.text_label_lines import IsTitle


def join_row_lines(items: Sequence[AnyLine | Grid], knows: KnowsLabel, is_title: IsTitle) -> list[AnyLine | Grid]:
    """The flow with lines between two rows of one table, without an empty line, put into the cell above them."""
    result: list[AnyLine | Grid] = []
    between: list[AnyLine] = []
    table: Grid | None = None
    for item in items:
        if isinstance(item, Grid):
            if table is not None and between and _adjoins(between[-1], _first_line(item)) and _has_label(item, knows):
                _append(table, between, item)
            else:
                result += [*between, item]
                table = item if _is_open(item) else None
            between = []
        elif table is not None and _adjoins(between[-1] if between else _last_line(table), item) and not is_title(item.text):
            between.append(item)
        else:
            result += [*between, item]
            between, table = [], None
    return [*result, *between]


def _is_open(grid: Grid) -> bool:
    """Whether a table is one of lines that an export broke anywhere; a Word file's cells are whole."""
    return all(isinstance(line, PlainLine) and not line.source.hard for line in grid.lines())


def _first_line(grid: Grid) -> AnyLine | None:
    return next(grid.lines(), None)


def _last_line(grid: Grid) -> AnyLine | None:
    return max(grid.lines(), key=lambda line: line.y0, default=None)


def _adjoins(above: AnyLine | None, below: AnyLine | None) -> bool:
    if not isinstance(above, PlainLine) or not isinstance(below, PlainLine):
        return False
    return below.source.number - above.source.number == 1


def _has_label(grid: Grid, knows: KnowsLabel) -> bool:
    return any(knows(cell.passage.text) is not None for cell in grid.heads())


def _append(table: Grid, between: list[AnyLine], more: Grid) -> None:
    """Puts lines into the last cell of a table, and the rows of the next table behind it."""
    last = max(cell.row for cell in table.cells)
    max((cell for cell in table.cells if cell.row == last), key=lambda cell: cell.column).extend(between)
    for cell in more.cells:
        cell.row += last + 1
    table.cells += more.cells
