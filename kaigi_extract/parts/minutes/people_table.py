"""Tables of people under a row of headings (区分, 氏名, 所属, 出欠), which may come several times side by side; and
those without headings, whose columns are a seat, a name and what somebody is elsewhere.

Knows cells and the words of such headings; who somebody is, `people` decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.layout.table import Cell
from kaigi_extract.parts.minutes.lines import MinutesRow, MinutesVocabulary
from kaigi_extract.parts.minutes.names import ends_in_office, is_pair
from kaigi_extract.parts.minutes.office_words import is_elsewhere
from kaigi_extract.text import fold, squeeze
from kaigi_extract.text.late_pattern import late_pattern


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
    above = rows[index - 1].cell if index else None
    if cell is None or (above is not None and above.row == cell.row) or rows[index].line is not cell.lines[0]:
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
    sides = [_Side.of(there, words) for there in _sides(headings, words)]
    for at in sorted({cell.row for cell in cells} - {first}):
        for side in sides:
            yield from side.entries(cells, at)


def bare_table(rows: Sequence[MinutesRow], index: int) -> tuple[int, list[Entry]]:
    """The index behind a table of people without headings that begins at a row, and its people; the row's own and
    nobody where none does: one column of whole names, and one of what they are elsewhere behind it."""
    cell = rows[index].cell
    above = rows[index - 1].cell if index else None
    if cell is None or (above is not None and above.row <= cell.row):
        return index, []
    end, last = index, cell.row
    while end < len(rows) and (here := rows[end].cell) is not None and here.row >= last:
        last, end = here.row, end + 1
    by_row = _by_row(rows[index:end])
    columns = _bare_columns(by_row)
    return (index, []) if columns is None else (end, list(_bare_entries(by_row, *columns)))


def _bare_entries(by_row: Sequence[dict[int, str]], name: int, elsewhere: int) -> Iterator[Entry]:
    """The people of a table without headings, by its columns."""
    for cells in by_row:
        if cells.get(name, ""):
            seats = [text for column, text in cells.items() if column < name]
            yield Entry(cells[name], "".join(seats), "", (cells.get(elsewhere, ""),))


def _by_row(rows: Sequence[MinutesRow]) -> list[dict[int, str]]:
    """The texts of cells by their columns, row by row."""
    found: dict[int, dict[int, str]] = {}
    for row in rows:
        if row.cell is not None:
            found.setdefault(row.cell.row, {})[row.cell.column] = row.cell.passage.text.strip()
    return [found[at] for at in sorted(found)]


def _bare_columns(by_row: Sequence[dict[int, str]]) -> tuple[int, int] | None:
    """The columns of names and of what they are elsewhere, which most rows have."""
    if len(by_row) < _LEAST_ROWS:
        return None
    named = [sum(_is_whole_name(cells.get(column, "")) for cells in by_row) for column in range(_MOST_COLUMNS)]
    name = max(range(_MOST_COLUMNS), key=named.__getitem__)
    behind = [cells.get(name + 1, "") for cells in by_row]
    elsewhere = sum(is_elsewhere(text) or _ROLE.search(text) is not None for text in map(squeeze, behind))
    enough = 2 * min(named[name], elsewhere) > len(by_row)
    return (name, name + 1) if enough else None


def _is_whole_name(text: str) -> bool:
    """Whether a cell holds a family name and a given name apart, and nothing else."""
    tokens = text.split()
    return len(tokens) == 2 and is_pair(tokens[0], tokens[1], 2) and not ends_in_office(tokens[1])


def _sides(headings: dict[int, str], words: MinutesVocabulary) -> list[dict[int, str]]:
    """The headings of each of the tables side by side: each begins as the first does, or with its names."""
    names = [column for column, key in headings.items() if key in words.own.name_columns]
    again = [column for column, key in headings.items() if key == headings[min(headings)]]
    starts = again if len(again) == len(names) else [min(headings), *names[1:]]
    ends = [*starts[1:], max(headings) + 1]
    return [
        {column: key for column, key in headings.items() if start <= column < end}
        for start, end in zip(starts, ends, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class _Side:
    """The columns of one table: that of the names, and those beside it."""

    name: int
    seat: int | None
    presence: int | None
    others: tuple[int, ...]

    @classmethod
    def of(cls, headings: dict[int, str], words: MinutesVocabulary) -> _Side:
        def first(known: Sequence[str]) -> int | None:
            return next((column for column, key in headings.items() if key in known), None)

        own = words.own
        name, seat, presence = first(own.name_columns), first(own.seat_columns), first(own.presence_columns)
        others = tuple(column for column in headings if column not in (name, seat, presence))
        return cls(min(headings) if name is None else name, seat, presence, others)

    def entries(self, cells: Sequence[Cell], at: int) -> Iterator[Entry]:
        """The people of one row; several where a cell beside the names has as many lines as theirs."""
        named = _cell(cells, at, self.name)
        if named is None or named.row != at or not squeeze(named.passage.text):
            return
        names = [line.text for line in named.lines]
        columns = [_lines(cells, at, column) for column in (self.seat, self.presence, *self.others)]
        counts = {len(lines) for lines in columns if len(lines) > 1}
        if counts != {len(names)}:
            names, columns = ["".join(names)], [["".join(lines)] for lines in columns]
        for name, seat, presence, *others in zip_longest(names, *columns, fillvalue=""):
            yield Entry(name, seat, presence, tuple(others))


def _lines(cells: Sequence[Cell], row: int, column: int | None) -> list[str]:
    """The lines of the cell at a place; none where there is no column."""
    cell = _cell(cells, row, column) if column is not None else None
    return [line.text for line in cell.lines] if cell is not None else []


def _cell(cells: Sequence[Cell], row: int, column: int) -> Cell | None:
    """The cell that covers a place of the table."""
    for cell in cells:
        if 0 <= row - cell.row < cell.row_span and 0 <= column - cell.column < cell.column_span:
            return cell
    return None


def _key(cell: Cell) -> str:
    return squeeze(fold(cell.passage.text))


_LEAST_ROWS = 2
_MOST_COLUMNS = 4
_ROLE = late_pattern(r"(?:[長員師士家授事監督]|[ァ-ヶー]{4,})$")
"""How ends what somebody is, in the column behind the names: 総務課長, 町会連合会員."""
_LEAST_HEADINGS = 2
_MOST_HEADINGS = 24
"""Lines of a row of headings."""
