"""Lists without ruled lines: the heads of three columns or more on one line, and the rows below them.

Knows geometry: where the columns are, and which lines are one row, however many each of its cells has. Which words head
a list is handed in as a function, since only the vocabulary knows it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from operator import sub

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.layout.known_texts import HeadsList
from kaigi_extract.layout.label_rows import cut_rows
from kaigi_extract.layout.lines import AnyLine, Line
from kaigi_extract.layout.repeated_heads import say_again
from kaigi_extract.layout.settings import LayoutSettings
from kaigi_extract.layout.table import Cell, Grid, labels_by
from kaigi_extract.text.late_pattern import late_pattern

LEAST_COLUMNS = 3
"""Columns of a list, at least: two are labels and values."""
_PAIR = 2
LEAST_ROWS = 2
"""Rows of a list half of whose cells are filled, at least."""
HEAD_GAPS = (0.9, 1.9, 2.9)
"""Ems of empty space between two heads, at least: the characters of one may be set apart by less."""
ROW_GAP = 2.0
"""Ems of empty height between two lines of a list, at most."""
_COUNTED = late_pattern(r"[(（]?[0-9０-９]{1,4}[)）.．]?|[〃々]")

Pieces = dict[int, tuple[int, int]]
"""The characters, from the first to the last, that a line has in each column."""


@dataclass(slots=True)
class _Column:
    """Where a column is: as far as what was seen in it reaches."""

    x0: float
    x1: float


@dataclass(slots=True)
class _Row:
    """The lines of one row with what each has in the columns."""

    lines: list[tuple[Line, Pieces]]

    def filled(self) -> int:
        """How many of its cells have words."""
        return len({column for _, pieces in self.lines for column in pieces})

    def cell(self, column: int) -> list[AnyLine]:
        """The lines of one cell."""
        places = ((line, pieces[column]) for line, pieces in self.lines if column in pieces)
        return [line.cut(first, last + 1) for line, (first, last) in places]


def find_lists(lines: Sequence[Line], heads: HeadsList, settings: LayoutSettings) -> list[tuple[int, int, Grid]]:
    """The lists among the lines of a page, as (first line, line after the last, table)."""
    found: list[tuple[int, int, Grid]] = []
    at = 0
    while at < len(lines):
        over = _heads_of(lines[at], heads)
        if over and at + 1 < len(lines) and _heads_of(lines[at + 1], heads):
            over = []  # a head is right above its rows, and printed again it is above no other
        rows = _rows_below(lines, at, over, settings) if over else []
        if rows and _holds_pairs(rows[0], heads):
            rows = []
        last = at + 1 + sum(len(row.lines) for row in rows)
        if rows:
            found.append((at, last, _grid(lines[at:last], over, rows, settings)))
        at = last
    return found


def _holds_pairs(row: _Row, heads: HeadsList) -> bool:
    """Whether labels and values take turns in a row: it is no row of a list, nor is what is above it its head."""
    texts = ["".join("".join(line.text.split()) for line in row.cell(k)) for k in (0, 2)]
    return all(text and heads([text]) for text in texts)


def is_list(grid: Grid) -> bool:
    """Whether a table is such a list."""
    return not (grid.ruled or grid.paired) and max((cell.column for cell in grid.cells), default=0) + 1 >= LEAST_COLUMNS


def go_on(grid: Grid, lines: Sequence[Line], captions: Sequence[AnyLine], settings: LayoutSettings) -> tuple[int, int]:
    """Adds the rows at the top of a page to the list that the page before ended with; returns how many lines are the
    head that is printed again and its captions, and how many are taken in all. `captions` are the lines above the
    list."""
    heads = ["".join(cell.passage.text.split()) for cell in grid.cells if cell.row == 0]
    start = next((k + 1 for k in range(min(3, len(lines))) if _says(lines[k], heads)), 0)
    if start > 1 and not say_again(lines[: start - 1], captions, settings.stitching):
        start = 0
    columns = [_Column(*_reach(grid, k)) for k in range(len(heads))]
    below = lines[start:]
    rows = _rows(below, columns, below[0].y0, settings, begins=False) if below else []
    if not rows or (not start and 2 * len(rows[0].lines[0][1]) < len(heads)):
        return 0, 0
    taken = start + sum(len(row.lines) for row in rows)
    last = max(cell.row for cell in grid.cells)
    for at, row in enumerate(rows, last + 1):
        grid.cells += _cells(at, row, len(heads), settings)
    grid.last_page, grid.y1, grid.head_repeated = below[0].page, max(one.y1 for one in lines[:taken]), start > 0
    return start, taken


def _says(line: Line, heads: Sequence[str]) -> bool:
    """Whether a line is that of the heads."""
    return "".join(line.text.split()) == "".join(heads)


def _reach(grid: Grid, column: int) -> tuple[float, float]:
    """From where to where the words of a column reach."""
    inside = [line for cell in grid.cells if cell.column == column for line in cell.lines]
    return min(line.x0 for line in inside), max(line.x1 for line in inside)


def _heads_of(line: Line, heads: HeadsList) -> list[tuple[int, int]]:
    """The heads that a line consists of, parted by space."""
    if line.vertical or line.boxed or "。" in line.text:
        return []
    apart = max(map(sub, line.start[1:], line.end), default=0.0) >= HEAD_GAPS[0] * line.size
    if not apart and len(line.text.split(None, LEAST_COLUMNS)) < LEAST_COLUMNS:
        return []  # nearly all lines
    asked: list[tuple[int, int]] = []
    for gap in HEAD_GAPS:
        pieces = _pieces(line, gap * line.size)
        if len(pieces) < LEAST_COLUMNS:
            return []
        if pieces != asked and heads([_squeezed(line, piece) for piece in pieces]):
            return [] if _are_pairs(line, pieces, heads) else pieces
        asked = pieces
    return []


def _are_pairs(line: Line, pieces: Sequence[tuple[int, int]], heads: HeadsList) -> bool:
    """Whether pieces of a line are labels with their values: two or more go on after a space, behind words that head
    something by themselves."""
    parted = 0
    for first, last in pieces:
        inner = _pieces(line.cut(first, last + 1), HEAD_GAPS[0] * line.size)
        word = line.text[first : first + inner[0][1] + 1]
        parted += len(inner) == _PAIR and len(word) > 1 and heads([word])
    return parted >= _PAIR


def _squeezed(line: Line, piece: tuple[int, int]) -> str:
    return "".join(line.text[piece[0] : piece[1] + 1].split())


def _pieces(line: Line, gap: float) -> list[tuple[int, int]]:
    """The first and last characters of the parts of a line between which `gap` points or more are empty."""
    inked = [k for k, char in enumerate(line.text) if not char.isspace()]
    cuts = [k for k in range(1, len(inked)) if line.start[inked[k]] - line.end[inked[k - 1]] >= gap]
    bounds = zip([0, *cuts], [*cuts, len(inked)], strict=True)
    return [(inked[a], inked[b - 1]) for a, b in bounds] if inked else []


def _rows_below(
    lines: Sequence[Line], head: int, heads: Sequence[tuple[int, int]], settings: LayoutSettings
) -> list[_Row]:
    """The rows below the heads. Nothing where they are too few, or most of their cells are empty."""
    line = lines[head]
    columns = [_Column(line.start[first], line.end[last]) for first, last in heads]
    rows = _rows(lines[head + 1 :], columns, line.y1, settings, begins=True)
    full = sum(2 * row.filled() >= len(heads) for row in rows)
    return rows if full >= LEAST_ROWS and 2 * full > len(rows) else []


def _rows(
    lines: Sequence[Line], columns: list[_Column], bottom: float, settings: LayoutSettings, *, begins: bool
) -> list[_Row]:
    """The rows of as many lines as can be parted into columns, which they widen; those are below `bottom`. `begins`
    says that the first of them begins a row."""
    cut: list[tuple[Line, Pieces]] = []
    for line in lines:
        if line.vertical or line.boxed or line.y0 - bottom > ROW_GAP * line.size:
            break
        pieces = _in_columns(line, columns, settings)
        if not pieces:
            break
        for k, (first, last) in pieces.items():
            columns[k] = _Column(min(columns[k].x0, line.start[first]), max(columns[k].x1, line.end[last]))
        cut.append((line, pieces))
        bottom = max(bottom, line.y1)
    rows = list(_joined(cut, len(columns)) if not cut or 0 in cut[0][1] else _by_space(cut, settings))
    rows = _as_they_fit(rows, cut, settings) if rows or begins else rows
    while rows and rows[-1].filled() < 2:
        del rows[-1]
    return rows


def _by_space(cut: Sequence[tuple[Line, Pieces]], settings: LayoutSettings) -> list[_Row]:
    """The rows where cells are set half way down: more space is between two of them than between the lines of one.
    None where one of them has not one line in the first column."""
    bottoms = list(accumulate((line.y1 for line, _ in cut), max))
    gaps = [max(line.y0 - above, 0.0) for above, (line, _) in zip(bottoms, cut[1:], strict=False)]
    usual = min(gaps, default=0.0) + settings.borderless_tables.row_gap * cut[0][0].size
    starts = [0, *(k for k, gap in enumerate(gaps, 1) if gap > usual)]
    rows = [_Row(list(cut[a:b])) for a, b in zip(starts, [*starts[1:], len(cut)], strict=True)]
    return rows if all(sum(0 in pieces for _, pieces in row.lines) == 1 for row in rows) else []


def _as_they_fit(rows: list[_Row], cut: Sequence[tuple[Line, Pieces]], settings: LayoutSettings) -> list[_Row]:
    """As many rows, cut where the lines of each column fit what is in the first best: that may be half way down a row,
    with cells of more lines beside it, above and below. Where there are none yet, one for each line of the first
    column. The rows as they are where the columns say different things."""
    parts: dict[int, list[Line]] = {}
    at: dict[int, int] = {}
    for index, (line, pieces) in enumerate(cut):
        for column, (first, last) in pieces.items():
            part = line.cut(first, last + 1)
            at[id(part)] = index
            parts.setdefault(column, []).append(part)
    heads = parts.pop(0, [])
    if len(heads) < LEAST_ROWS or len(rows or heads) != len(heads):
        return rows
    owners: dict[int, int] = {}
    chunks = [(heads, lines) for lines in parts.values()]
    for found in cut_rows(chunks, labels_by(_COUNTED.fullmatch), settings.borderless_tables):
        for number, (label, value) in enumerate(found):
            for part in (*label, *value):
                if owners.setdefault(at[id(part)], number) != number:
                    return rows
    fits = len(set(owners.values())) == len(heads)
    return [_Row([cut[k] for k in sorted(of)]) for of in _by_owner(owners, len(heads))] if fits else rows


def _by_owner(owners: Mapping[int, int], count: int) -> list[list[int]]:
    """What belongs to each of so many owners."""
    return [[one for one, owner in owners.items() if owner == number] for number in range(count)]


def _in_columns(line: Line, columns: Sequence[_Column], settings: LayoutSettings) -> Pieces:
    """What a line has in each column; nothing where a part of it reaches into two columns, or is in none."""
    found: Pieces = {}
    numbers = settings.borderless_tables
    for first, last in _pieces(line, numbers.gutter * line.size):
        x0, x1 = line.start[first], line.end[last]
        over = [k for k, column in enumerate(columns) if x0 < column.x1 and column.x0 < x1]
        if len(over) > 1:
            return {}
        column = over[0] if over else _nearest(x0, x1, columns, numbers.start_tolerance)
        if found and column < max(found):
            return {}
        found[column] = (found[column][0] if column in found else first, last)
    return found


def _nearest(x0: float, x1: float, columns: Sequence[_Column], tolerance: float) -> int:
    """The column beside which something is, or where it begins."""

    def distance(column: _Column) -> float:
        return 0.0 if abs(x0 - column.x0) <= tolerance else max(column.x0 - x1, x0 - column.x1, 0.0)

    return min(range(len(columns)), key=lambda k: distance(columns[k]))


def _joined(cut: Sequence[tuple[Line, Pieces]], count: int) -> Iterator[_Row]:
    """The rows: each begins with a line that has something in the first column; where this counts them only with a
    number, else only with a line half of whose cells are filled."""
    firsts = [line.text[pieces[0][0] : pieces[0][1] + 1] for line, pieces in cut if 0 in pieces]
    counted = all(_COUNTED.fullmatch(text) for text in firsts)
    row = _Row([])
    for line, pieces in cut:
        if row.lines and 0 in pieces and (counted or 2 * len(pieces) >= count):
            yield row
            row = _Row([])
        row.lines.append((line, pieces))
    if row.lines:
        yield row


def _grid(
    lines: Sequence[Line], heads: Sequence[tuple[int, int]], rows: Sequence[_Row], settings: LayoutSettings
) -> Grid:
    """The table of heads and rows."""
    table = [_Row([(lines[0], dict(enumerate(heads)))]), *rows]
    columns = [[row.cell(k) for row in table] for k in range(len(heads))]
    lefts = [min(line.x0 for cell in column for line in cell) for column in columns]
    return Grid(
        [cell for at, row in enumerate(table) for cell in _cells(at, row, len(heads), settings)],
        ruled=False,
        xs=[*lefts, max(line.x1 for line in lines)],
        first_page=lines[0].page,
        last_page=lines[-1].page,
        y0=lines[0].y0,
        y1=lines[-1].y1,
    )


def _cells(at: int, row: _Row, count: int, settings: LayoutSettings) -> Iterator[Cell]:
    """The cells of one row; the longest line of each is full."""
    for k in range(count):
        lines = row.cell(k)
        right = max((line.x1 for line in lines), default=None)
        yield Cell(at, k, 1, 1, lines, right, settings=settings.passages)
