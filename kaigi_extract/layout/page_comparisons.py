"""A 新旧対照表 on pages whose two texts are set side by side without ruled lines between them.

Which words head its columns the vocabulary knows; here is only geometry: below the heads, a strip down the page stays
empty between two columns, over page breaks too, and the table ends where a line runs across it. The heads may be
printed again on each page, and either column may be empty for a while.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import field
from itertools import groupby, pairwise
from operator import attrgetter

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.layout.columns import HANGING_MARKS
from kaigi_extract.layout.known_texts import Heads
from kaigi_extract.layout.lines import AnyLine, Line
from kaigi_extract.layout.measures import find_measure
from kaigi_extract.layout.page import PageLayout
from kaigi_extract.layout.passages import ends_sentence
from kaigi_extract.layout.repeated_heads import say_again
from kaigi_extract.layout.settings import LayoutSettings, TwoTextSettings
from kaigi_extract.layout.table import Cell, Grid
from kaigi_extract.text import match_label, squeeze

Strip = tuple[float, float]
"""From and to which x nothing is printed."""
Item = Line | Grid


@dataclass(slots=True)
class Comparisons:
    """The tables of two texts that a file has."""

    tables: dict[int, Grid] = field(default_factory=dict)
    """Each by the identity of its first line."""
    lines: set[int] = field(default_factory=set)
    """Identities of the lines that they are made of, as they are on their pages."""
    repeated: set[int] = field(default_factory=set)
    """Identities of those of them that are heads and captions printed again."""

    def put_in(self, items: Sequence[Item], margins: set[int]) -> list[Item]:
        """The items of a page without those of its margins, the tables in place of their lines."""
        kept: list[Item] = []
        for item in items:
            if id(item) in self.tables:
                kept.append(self.tables[id(item)])
            elif id(item) not in self.lines and id(item) not in margins:
                kept.append(item)
        return kept


@dataclass(slots=True)
class _Row:
    """Lines at one height of a page."""

    lines: list[Line]

    @property
    def y0(self) -> float:
        return min(line.y0 for line in self.lines)

    @property
    def y1(self) -> float:
        return max(line.y1 for line in self.lines)

    @property
    def size(self) -> float:
        return max(line.size for line in self.lines)


@dataclass(slots=True)
class _Table:
    """A table of two texts as far as it has been read."""

    over: _Row
    """The row of its heads."""
    heads: list[Line]
    captions: list[Line]
    """The lines above it on its page."""
    strips: list[list[Strip]]
    """For each gap between two heads the strips that all rows so far leave empty."""
    rows: list[_Row] = field(default_factory=list)
    repeated: list[Line] = field(default_factory=list)
    widest: float = 0.0
    """The greatest empty space between two of its rows that are on one page, in ems."""
    head_repeated: bool = False
    whole: bool = False
    """Whether it goes down to the last row of a page, and may go on."""

    @property
    def gutters(self) -> list[float]:
        """x in the middle of the widest strip between each two columns."""
        widest = (max(strips, key=lambda strip: strip[1] - strip[0]) for strips in self.strips)
        return [(start + end) / 2 for start, end in widest]

    def columns(self) -> list[list[Line]]:
        """The lines of each column, from the top down."""
        found: list[list[Line]] = [[] for _ in self.heads]
        gutters = self.gutters
        for row in self.rows:
            for line in row.lines:
                for column, piece in _cut(line, gutters):
                    found[column].append(piece)
        return found


def find_page_comparisons(
    layouts: Sequence[PageLayout], margins: set[int], heads: Heads, settings: LayoutSettings
) -> Comparisons:
    """The tables of two texts of a file. `margins` are its headers and footers: heads that are printed again at the
    top of each page may be among them."""
    tables: list[_Table] = []
    for layout in layouts:
        goes_on = bool(tables) and _follows(tables[-1], layout)
        if not goes_on and not _may_hold_heads(layout, heads):
            continue
        rows = _rows(layout.items, margins, heads, settings.two_texts)
        at = _go_on(tables[-1], rows, heads, settings) if goes_on else 0
        while at < len(rows):
            row = rows[at]
            over = _heads_of(row, heads, settings.two_texts)
            if over and isinstance(row, _Row):
                captions = [line for one in _lines_above(rows, at) for line in one.lines]
                table = _Table(row, over, captions, _strips_between(over))
                at += 1 + _extend(table, rows[at + 1 :], heads, settings.two_texts)
                tables.append(table)
            else:
                at += 1
    found = Comparisons()
    for table in tables:
        columns = table.columns()
        if _are_texts(columns):
            first = table.over.lines[0]
            found.tables[id(first)] = _grid(table, columns, settings)
            found.lines |= {id(line) for row in (table.over, *table.rows) for line in row.lines}
            found.repeated |= {id(line) for line in table.repeated}
    found.lines |= found.repeated
    return found


def holds_two_texts(layout: PageLayout, heads: Heads, settings: LayoutSettings, *, after: bool) -> bool:
    """Whether a page has the heads of two texts side by side, or goes on with those of the page before (`after`):
    nothing runs across its middle. Its halves are then no pages of their own."""
    if not after and not _may_hold_heads(layout, heads):
        return False
    rows = _rows(layout.items, set(), heads, settings.two_texts)
    if any(_heads_of(row, heads, settings.two_texts) for row in rows):
        return True
    middle = layout.frame.width / 2
    lines = [line for row in rows if isinstance(row, _Row) for line in row.lines]
    return after and not any(piece.x0 < middle < piece.x1 for line in lines for piece in _words(line))


@dataclass(slots=True)
class TwoTexts:
    """Whether the pages of a file so far end with two texts side by side. A page is looked at only where the next one
    asks, which few do."""

    heads: Heads
    settings: LayoutSettings
    waiting: list[PageLayout] = field(default_factory=list)
    held: bool = False
    """Whether the page before those that wait holds two texts."""

    def add(self, layout: PageLayout, *, is_half: bool) -> None:
        """Takes the next page; half a page of a sheet goes on with no text beside it."""
        if is_half:
            self.waiting, self.held = [], False
        else:
            self.waiting.append(layout)

    def hold(self) -> bool:
        """Whether the last page holds two texts."""
        for layout in self.waiting:
            self.held = holds_two_texts(layout, self.heads, self.settings, after=self.held)
        self.waiting = []
        return self.held


def _may_hold_heads(layout: PageLayout, heads: Heads) -> bool:
    """A test that costs little: whether any row of a page may print the heads of two texts."""
    return heads.may_be_in([item.text for item in layout.items if isinstance(item, Line)])


def _rows(items: Sequence[Item], margins: set[int], heads: Heads, settings: TwoTextSettings) -> list[_Row | Grid]:
    """The lines of a page by their height, from the top down, with the tables between them; of its margins only what
    heads two texts."""
    rows: list[_Row | Grid] = []
    for item in sorted(items, key=lambda item: item.y0):
        last = rows[-1] if rows else None
        if isinstance(item, Grid) or item.vertical:
            rows.append(item if isinstance(item, Grid) else Grid([]))
        elif isinstance(last, _Row) and item.y0 - last.lines[0].y0 < min(item.size, last.size) / 2:
            last.lines.append(item)
        else:
            rows.append(_Row([item]))
    return [row for row in rows if isinstance(row, Grid) or _counts(row, margins, heads, settings)]


def _counts(row: _Row, margins: set[int], heads: Heads, settings: TwoTextSettings) -> bool:
    """Takes the lines of the margins out of a row; returns whether anything is left."""
    if any(id(line) in margins for line in row.lines) and not _heads_of(row, heads, settings):
        row.lines = [line for line in row.lines if id(line) not in margins]
    row.lines.sort(key=lambda line: line.x0)
    return bool(row.lines)


def _lines_above(rows: Sequence[_Row | Grid], at: int) -> list[_Row]:
    """The rows of lines above one, down from the last table or the top of the page."""
    above: list[_Row] = []
    for row in reversed(rows[:at]):
        if isinstance(row, Grid):
            break
        above.insert(0, row)
    return above


def _heads_of(row: _Row | Grid, heads: Heads, settings: TwoTextSettings) -> list[Line]:
    """The heads of columns that a row prints; their own characters may be set apart (改　正　案)."""
    if isinstance(row, Grid) or not heads.may_be_in([line.text for line in row.lines]):
        return []
    pieces = [piece for line in sorted(row.lines, key=lambda line: line.x0) for piece in _words(line)]
    gaps = sorted({after.x0 - before.x1 for before, after in pairwise(pieces)}, reverse=True)
    for gap in gaps[: settings.head_gaps]:
        joined: list[list[Line]] = [[pieces[0]]]
        for before, after in pairwise(pieces):
            if after.x0 - before.x1 >= gap:
                joined.append([after])
            else:
                joined[-1].append(after)
        if heads.are_heads(["".join(one.text for one in group) for group in joined]):
            return [_joined(group, row.lines) for group in joined]
    return []


def _words(line: Line) -> list[Line]:
    """The pieces of a line between its gaps; one full-width space is typed within a text."""
    pieces: list[Line] = []
    inked = [k for k, char in enumerate(line.text) if not char.isspace()]
    start = inked[0]
    for before, after in pairwise(inked):
        apart = line.start[after] - line.end[before] >= line.size if after - before == 1 else True
        if apart and line.text[before + 1 : after] != "\u3000":
            pieces.append(line.cut(start, before + 1))
            start = after
    return [*pieces, line.cut(start, inked[-1] + 1)]


def _joined(group: Sequence[Line], lines: Sequence[Line]) -> Line:
    """The piece of a line from the first to the last of its words."""
    first, last = group[0], group[-1]
    line = next(line for line in lines if line.x0 <= first.x0 and first.x0 <= line.x1)
    start = next(k for k in range(len(line.text)) if line.start[k] >= first.x0)
    end = next((k for k in range(len(line.text), start, -1) if line.end[k - 1] <= last.x1), len(line.text))
    return line.cut(start, end)


def _strips_between(heads: Sequence[Line]) -> list[list[Strip]]:
    """What is empty between the heads."""
    return [[(before.x1, after.x0)] for before, after in pairwise(heads)]


def _follows(table: _Table, layout: PageLayout) -> bool:
    """Whether a page may go on with a table: it went down to the foot of the page before."""
    last = table.rows[-1] if table.rows else table.over
    return table.whole and layout.frame.number - last.lines[0].page in (0, 1)


def _go_on(table: _Table, rows: Sequence[_Row | Grid], heads: Heads, settings: LayoutSettings) -> int:
    """Goes on with a table at the top of a page; returns how many rows of the page it takes."""
    names = [squeeze(head.text) for head in table.heads]
    at = next((k for k, row in enumerate(rows) if _heads_of(row, heads, settings.two_texts)), None)
    if at is not None and at <= settings.stitching.caption_lines:
        row, above = rows[at], rows[:at]
        captions = [line for one in above if isinstance(one, _Row) for line in one.lines]
        assert isinstance(row, _Row)
        same = names == [squeeze(head.text) for head in _heads_of(row, heads, settings.two_texts)]
        if same and say_again(captions, table.captions, settings.stitching):
            table.repeated += [*captions, *row.lines]
            table.head_repeated = True
            return at + 1 + _extend(table, rows[at + 1 :], heads, settings.two_texts)
        if same or at == 0:
            return 0
    count, strips = len(table.rows), table.strips
    taken = _extend(table, rows, heads, settings.two_texts)
    if not _is_continued(table, count, settings.two_texts):
        del table.rows[count:]
        table.strips, table.whole, taken = strips, False, 0
    return taken


def _is_continued(table: _Table, count: int, settings: TwoTextSettings) -> bool:
    """Whether the rows of a page from the one at `count` on go on with a table that prints no head there: texts are
    side by side, or those of one column fill it, or go on with a sentence."""
    gutters = table.gutters
    before, after = table.rows[:count], table.rows[count:]
    if any(_is_beside(row, gutters) for row in after):
        return True
    above: dict[int, list[Line]] = {}
    for column, piece in _pieces(before, gutters):
        above.setdefault(column, []).append(piece)
    for at, (column, piece) in enumerate(_pieces(after, gutters)):
        lines = above.get(column, [])
        right = max((line.x1 for line in lines), default=0.0)
        if lines and right - piece.x1 <= settings.column_slack * piece.size:
            return True
        if at == 0 and lines and not ends_sentence(lines[-1]) and match_label(piece.text) is None:
            return True
    return False


def _pieces(rows: Sequence[_Row], gutters: Sequence[float]) -> Iterator[tuple[int, Line]]:
    for row in rows:
        for line in row.lines:
            yield from _cut(line, gutters)


def _extend(table: _Table, rows: Sequence[_Row | Grid], heads: Heads, settings: TwoTextSettings) -> int:
    """Adds the rows that leave a strip empty between the columns; returns how many of the rows these are."""
    taken: list[_Row] = []
    for row in rows:
        if isinstance(row, Grid) or _heads_of(row, heads, settings):
            break
        strips = [_left_empty(each, row, settings) for each in table.strips]
        if not all(strips):
            break
        table.strips = strips
        taken.append(row)
    _note_gaps(table, taken)
    last = next((k for k in range(len(taken) - 1, -1, -1) if _is_beside(taken[k], table.gutters)), 0)
    end = last + 1 if taken else 0
    while end < len(taken) and _gap(taken[end - 1], taken[end]) <= max(table.widest, settings.lone_row_gap):
        end += 1
    table.rows += taken[:end]
    table.whole = end == len(rows)
    return end


def _note_gaps(table: _Table, taken: Sequence[_Row]) -> None:
    """Notes how far apart the rows are down to the last one with texts side by side."""
    last = next((k for k in range(len(taken) - 1, -1, -1) if _is_beside(taken[k], table.gutters)), 0)
    rows = taken[: last + 1]
    table.widest = max([table.widest, *(_gap(above, below) for above, below in pairwise(rows))])


def _gap(above: _Row, below: _Row) -> float:
    """Ems of empty space between two rows."""
    return (below.y0 - above.y1) / below.size


def _is_beside(row: _Row, gutters: Sequence[float]) -> bool:
    """Whether a row has texts in several columns."""
    return len({column for line in row.lines for column, _ in _cut(line, gutters)}) > 1


def _left_empty(strips: Sequence[Strip], row: _Row, settings: TwoTextSettings) -> list[Strip]:
    """What a row leaves of strips that are empty."""
    left = list(strips)
    for piece in (piece for line in row.lines for piece in _words(line)):
        parts = [part for x0, x1 in left for part in ((x0, min(x1, piece.x0)), (max(x0, piece.x1), x1))]
        left = list(dict.fromkeys((x0, x1) for x0, x1 in parts if x1 - x0 >= settings.least_strip * piece.size))
    return left


def _cut(line: Line, gutters: Sequence[float]) -> Iterator[tuple[int, Line]]:
    """What of a line is in each column."""
    start = 0
    for column, gutter in enumerate([*gutters, float("inf")]):
        end = next((k for k in range(start, len(line.text)) if line.start[k] >= gutter), len(line.text))
        text = line.text[start:end]
        if text.strip():
            first = start + len(text) - len(text.lstrip())
            piece = first, first + len(text.strip())
            yield column, line if piece == (0, len(line.text)) else line.cut(*piece)
        start = end


def _are_texts(columns: Sequence[Sequence[Line]]) -> bool:
    """Whether there are two texts of clauses: no rows of another table. Their labels may have a column of their own."""
    numbered = [column for column in columns if any(match_label(line.text) is not None for line in column)]
    running = [column for column in columns if any("。" in line.text for line in column)]
    return len(numbered) > 1 or (bool(numbered) and len(running) > 1)


def _grid(table: _Table, columns: Sequence[list[Line]], settings: LayoutSettings) -> Grid:
    """The table: a row of heads, and below it both texts, each in a cell."""
    cells, xs = [], []
    for k, (head, lines) in enumerate(zip(table.heads, columns, strict=True)):
        left, right = _measured(lines, settings) if lines else (head.x0, head.x1)
        xs.append(left)
        cells.append(Cell(0, k, 1, 1, [head], right, settings=settings.passages))
        for row, some in enumerate(_in_rows(lines, columns), 1):
            cells.append(Cell(row, k, 1, 1, some, right, settings=settings.passages))
    last = table.rows[-1]
    return Grid(
        cells,
        ruled=False,
        xs=[*xs, right],
        first_page=table.over.lines[0].page,
        last_page=last.lines[-1].page,
        y0=table.over.y0,
        y1=last.y1,
        head_repeated=table.head_repeated,
    )


def _in_rows(lines: Sequence[Line], columns: Sequence[Sequence[Line]]) -> Iterator[list[AnyLine]]:
    """The lines of a column row by row, where the first column has a label for each row; else all in one row."""
    labels, *texts = columns
    own = len(texts) > 1 and all(match_label(line.text) is not None for line in labels)
    own = own and not any(match_label(line.text) is not None for column in texts for line in column)
    tops = [(line.page, line.y0 - line.size / 2) for line in labels[1:]] if own else []
    rows: list[list[AnyLine]] = [[] for _ in range(len(tops) + 1)]
    for line in lines:
        rows[bisect_right(tops, (line.page, line.y0))].append(line)
    yield from rows


def _measured(lines: Sequence[Line], settings: LayoutSettings) -> tuple[float, float]:
    """Tells the lines of a column where they begin and must end; returns it."""
    left = min(line.x0 for line in lines)
    right = max(line.x1 - (line.size if line.text[-1] in HANGING_MARKS else 0) for line in lines)
    least = left + settings.measures.cell_share * (right - left)
    pages = [list(some) for _, some in groupby(lines, key=attrgetter("page"))]
    measure = find_measure(pages, least, settings.measures, settings.passages)
    if measure is not None:
        measure.tell(lines)
        right = measure.right
    for line in lines:
        line.left, line.right = left, right
    return left, right
