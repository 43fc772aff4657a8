"""Tables of people under a row of headings (区分, 氏名, 所属, 出欠), which may come several times side by side.

Knows cells and the words of such headings; who somebody is, `people` decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from kaigi_extract.layout.table import Cell
from kaigi_extract.parts.minutes.lines import MinutesRow, MinutesVocabulary
from kaigi_extract.text import fold, squeeze


@dataclass(frozen=True, slots=True)
class Entry:
    """One person of a table: the words of the columns that are known, and of the others in order."""

    name: str
    seat: str
    presence: str
    others: tuple[str, ...]


def table_end(rows: Sequence[MinutesRow], index: int, words: MinutesVocabulary) -> int:
    """The index behind the table of people whose headings begin at a row; the row's own where none does."""
    cell = rows[index].cell
    if cell is None or cell.column or rows[index].line is not cell.lines[0]:
        return index
    headings = [row.cell for row in rows[index : index + _MOST_HEADINGS] if row.cell and row.cell.row == cell.row]
    if len(headings) < _LEAST_HEADINGS or not any(_key(one) in words.own.name_columns for one in headings):
        return index
    end = index
    while end < len(rows):
        here = rows[end].cell
        if here is None or here.row < cell.row:
            break
        cell, end = here, end + 1
    return end


def entries(rows: Sequence[MinutesRow], words: MinutesVocabulary) -> Iterator[Entry]:
    """The people of a table whose first row is that of the headings."""
    cells = list({id(row.cell): row.cell for row in rows if row.cell is not None}.values())
    first = min(cell.row for cell in cells)
    headings = {cell.column: _key(cell) for cell in cells if cell.row == first}
    names = [column for column, key in headings.items() if key in words.own.name_columns]
    for at in sorted({cell.row for cell in cells} - {first}):
        for column, start, end in zip(names, [0, *_bounds(names, headings)], [*_bounds(names, headings), None], strict=True):
            there = [one for one in headings if one >= start and (end is None or one < end)]
            yield from _of_row(cells, at, column, there, headings, words)


def _bounds(names: Sequence[int], headings: dict[int, str]) -> list[int]:
    """The columns where the second group of headings and each further one begin: those that the first begins with."""
    opening = headings[min(headings)]
    again = [column for column, key in headings.items() if key == opening][1:]
    return again if len(again) == len(names) - 1 else list(names[1:])


def _of_row(
    cells: Sequence[Cell], at: int, column: int, there: Sequence[int], headings: dict[int, str], words: MinutesVocabulary
) -> Iterator[Entry]:
    """The people of one row of a table; several where the cell of the name has as many lines as that of the seat."""

    def said(one: int) -> list[str]:
        cell = _cell(cells, at, one)
        return [line.text for line in cell.lines] if cell is not None else []

    named = _cell(cells, at, column)
    if named is None or named.row != at or not squeeze(named.passage.text):
        return
    seats = [one for one in there if headings[one] in words.own.seat_columns]
    presence = [one for one in there if headings[one] in words.own.presence_columns]
    rest = [one for one in there if one != column and one not in (*seats, *presence)]
    beside = [said(one) for one in (*seats[:1], *presence[:1], *rest)]
    names = said(column)
    if any(len(lines) != len(names) for lines in beside if lines and len(lines) > 1) or not any(
        len(lines) == len(names) > 1 for lines in beside
    ):
        names, beside = ["".join(names)], [["".join(lines)] for lines in beside]
    for name, *values in zip_longest(names, *beside, fillvalue=""):
        seat = values[0] if seats else ""
        came = values[len(seats[:1])] if presence else ""
        yield Entry(name, seat, came, tuple(values[len(seats[:1]) + len(presence[:1]) :]))


def _cell(cells: Sequence[Cell], row: int, column: int) -> Cell | None:
    """The cell that covers a place of the table."""
    return next(
        (
            cell
            for cell in cells
            if cell.row <= row < cell.row + cell.row_span and cell.column <= column < cell.column + cell.column_span
        ),
        None,
    )


def _key(cell: Cell) -> str:
    return squeeze(fold(cell.passage.text))


_LEAST_HEADINGS = 2
_MOST_HEADINGS = 24
"""Lines of a row of headings."""
