"""Rows of a text file whose last cell goes on in lines by themselves, as Word saves a cell of several paragraphs."""

from __future__ import annotations

from collections.abc import Sequence

from kaigi_extract.layout.known_texts import IsTitle
from kaigi_extract.layout.lines import AnyLine, PlainLine
from kaigi_extract.layout.table import Cell, Grid, KnowsLabel
from kaigi_extract.layout.text_label_lines import label_before
from kaigi_extract.text import match_label


def join_row_lines(
    items: Sequence[AnyLine | Grid], knows: KnowsLabel, is_title: IsTitle, longest: int
) -> list[AnyLine | Grid]:
    """The flow with lines between two rows of one table, without an empty line, put into the cell above them.

    Behind the last row those are that count on in its list. A line that begins with a label of `longest` characters at
    most is none.
    """

    def goes_on(above: AnyLine | None, line: AnyLine) -> bool:
        return _adjoins(above, line) and not is_title(line.text) and not label_before(line.text, longest, knows)

    result: list[AnyLine | Grid] = []
    between: list[AnyLine] = []
    table: Grid | None = None
    for item in items:
        if isinstance(item, Grid):
            if table is not None and between and _adjoins(between[-1], _first_line(item)) and _has_label(item, knows):
                _append(table, between, item)
            else:
                result += [*_counted_on(table, between), item]
                table = item if _is_open(item) else None
            between = []
        elif table is not None and goes_on(between[-1] if between else _last_line(table), item):
            between.append(item)
        else:
            result += [*_counted_on(table, between), item]
            between, table = [], None
    return [*result, *_counted_on(table, between)]


def _counted_on(table: Grid | None, lines: list[AnyLine]) -> list[AnyLine]:
    """Puts the lines that count on in the list of a table's last cell into it; returns the others."""
    cell = _last_cell(table) if table is not None else None
    label = match_label(cell.lines[-1].text) if cell is not None and cell.lines else None
    for at, line in enumerate(lines):
        following = match_label(line.text)
        if cell is None or label is None or following is None or label.ordinal is None:
            return lines[at:]
        if following.style != label.style or following.ordinal != label.ordinal + 1:
            return lines[at:]
        cell.extend([line])
        label = following
    return []


def _is_open(grid: Grid) -> bool:
    """Whether a table is one of lines that an export broke anywhere; a Word file's cells are whole."""
    return bool(grid.cells) and all(isinstance(line, PlainLine) and not line.source.hard for line in grid.lines())


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
    cell = _last_cell(table)
    cell.extend(between)
    last = cell.row
    for cell in more.cells:
        cell.row += last + 1
    table.cells += more.cells


def _last_cell(table: Grid) -> Cell:
    return max(table.cells, key=lambda cell: (cell.row, cell.column))
