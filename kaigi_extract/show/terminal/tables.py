"""Tables of documents as lines of a terminal: columns side by side, where that can be read, else row after row.

An East Asian character is two columns of a terminal wide. Draws cells that it is given; knows no records.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.cells import cell_len, chop_cells
from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.show.entries import Cell
from kaigi_extract.show.sanitise import legible

BAR = " │ "
"""Between two cells."""
RULE, CROSS = "─", "─┼─"
"""Between rows, where one takes several lines; and where that line meets a bar."""
INDENT = "  "
NARROWEST = 8
"""Columns of a terminal that a column of a table needs to be read down: four Japanese characters."""
WIDEST = 200
"""Columns of a terminal at which a table that need not fit anywhere is still set in columns."""


@dataclass(frozen=True, slots=True)
class DrawnTable:
    """Rows of a table to print within the width that is left for them."""

    rows: Sequence[Sequence[Cell]]
    wraps: bool = True
    """Whether a cell may take several lines; else each row is one."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for line in self.lines(options.max_width):
            yield Text(line, no_wrap=True, overflow="ignore", end="\n")

    def lines(self, room: int) -> Iterator[str]:
        """The lines, none wider than `room` columns where cells may wrap."""
        rows = [[_whole(cell, self.wraps) for cell in row] for row in self.rows]
        rows = _without_empty_columns(rows)
        widths = _natural_widths(rows)
        if self.wraps:
            widths = _fitting(widths, room)
        elif sum(widths) + len(BAR) * len(widths) > WIDEST:
            widths = []
        if not widths:
            yield from self._one_by_one(rows, room)
            return
        drawn = [list(_drawn(row, widths)) for row in rows]
        ruled = any(len(lines) > 1 for lines in drawn)
        for index, lines in enumerate(drawn):
            if ruled and index:
                yield CROSS.join(RULE * width for width in widths)
            yield from lines

    def _one_by_one(self, rows: Iterable[Sequence[Cell]], room: int) -> Iterator[str]:
        """Each row by itself, with nothing below each other."""
        for row in rows:
            cells = {cell.column: _in_one_line(cell.text) for cell in row}
            line = BAR.join(cells.get(column, "") for column in range(max(cells, default=-1) + 1))
            yield from _hanging(line, room) if self.wraps else [line]


def _hanging(line: str, room: int) -> Iterator[str]:
    """The line within the room; where it goes on, it is indented, so that each row is seen to begin."""
    first, *rest = chop_cells(line, room) or [""]
    yield first
    if rest:
        yield from (f"{INDENT}{piece}" for piece in chop_cells(line[len(first) :], room - len(INDENT)))


def _whole(cell: Cell, wraps: bool) -> Cell:
    text = legible(cell.text).replace("\t", " ").strip()
    return Cell(text if wraps else _in_one_line(text), cell.column, cell.columns)


def _in_one_line(text: str) -> str:
    return " ".join(text.split("\n"))


def _without_empty_columns(rows: Sequence[Sequence[Cell]]) -> list[list[Cell]]:
    """The cells with words, without columns in which none of them begins and without rows that have none."""
    kept = sorted({cell.column for row in rows for cell in row if cell.text})
    return [
        [Cell(cell.text, kept.index(cell.column), _kept_between(kept, cell)) for cell in row if cell.text]
        for row in rows
        if any(cell.text for cell in row)
    ]


def _kept_between(kept: Sequence[int], cell: Cell) -> int:
    return sum(cell.column <= column < cell.column + cell.columns for column in kept)


def _natural_widths(rows: Sequence[Sequence[Cell]]) -> list[int]:
    """Of each column its widest cell; what is wider than the columns that it goes over widens the last of them."""
    widths = [0] * max((cell.column + cell.columns for row in rows for cell in row), default=0)
    for cell in sorted((cell for row in rows for cell in row), key=lambda cell: cell.columns):
        missing = max(map(cell_len, cell.text.split("\n"))) - _width(widths, cell)
        if missing > 0:
            widths[cell.column + cell.columns - 1] += missing
    return widths


def _width(widths: Sequence[int], cell: Cell) -> int:
    over = widths[cell.column : cell.column + cell.columns]
    return sum(over) + len(BAR) * (len(over) - 1)


def _fitting(natural: Sequence[int], room: int) -> list[int]:
    """The widths, the widest made narrower until all fit; none where some would be too narrow to read."""
    widths = list(natural)
    while (excess := sum(widths) + len(BAR) * (len(widths) - 1) - room) > 0:
        widest = max(widths)
        narrower = max([width for width in widths if width < widest] + [NARROWEST])
        if widest <= NARROWEST:
            return []
        among = [index for index, width in enumerate(widths) if width == widest]
        step = min(widest - narrower, -(-excess // len(among))) or 1
        for index in among:
            widths[index] -= step
    return widths


def _drawn(row: Sequence[Cell], widths: Sequence[int]) -> Iterator[str]:
    """The lines of one row."""
    cells = {cell.column: (_width(widths, cell), _folded(cell.text, _width(widths, cell)), cell) for cell in row}
    for number in range(max((len(lines) for _, lines, _ in cells.values()), default=1)):
        pieces: list[str] = []
        column = 0
        while column < len(widths):
            width, lines, cell = cells.get(column, (widths[column], [], Cell("", column)))
            words = lines[number] if number < len(lines) else ""
            pieces.append(words + " " * (width - cell_len(words)))
            column += cell.columns
        yield BAR.join(pieces).rstrip()


def _folded(text: str, width: int) -> list[str]:
    return [piece for line in text.split("\n") for piece in chop_cells(line, width) or [""]]
