"""Text set in two columns or three: which stretch of a page is, and its lines column by column.

Knows geometry, and that running text has sentences. A gutter alone makes no columns: labels beside their values, and
lists of names, keep their rows. Columns are filled to their right edge, and as wide as each other or, where they are
not, set without space between their rows.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import combinations, pairwise
from operator import sub

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.layout.lines import Line
from kaigi_extract.layout.settings import ColumnSettings
from kaigi_extract.layout.table import Grid
from kaigi_extract.text import match_label
from kaigi_extract.text.late_pattern import late_pattern

_RUNNING = late_pattern(r"[。、，．]")
"""What running text has in every other line."""
HANGING_MARKS = "。、，．）」"
HANGING = 0.5
"""Ems of such a mark that have no ink, behind it."""
_WORD, _CHARACTER = late_pattern(r"\S+"), late_pattern(r"\S")

_COUNTING = ("dai_jo", "dai", "digit")
"""Styles of the numbers of clauses, which go down one column and on in the next."""

Item = Line | Grid


@dataclass(slots=True)
class _Column:
    """What is printed in one column, from the top down."""

    items: list[Item]
    lines: list[Line]

    @property
    def left(self) -> float:
        return min(line.x0 for line in self.lines)

    @property
    def right(self) -> float:
        return max(line.x1 for line in self.lines)


def order_columns(items: Sequence[Item], settings: ColumnSettings) -> list[Item]:
    """The items of a page, given from the top down, with those set in columns one column after the other."""
    starts = _starts(items, settings)
    for count in range(min(settings.most_columns, len(starts) + 1), 1, -1):
        for gutters in combinations(starts, count - 1):
            found = _with_gutters(items, gutters, settings)
            if found is not None:
                return found
    return list(items)


def _starts(items: Sequence[Item], settings: ColumnSettings) -> list[float]:
    """Where columns after the first may begin: the least x of those near each other at which several lines begin, or go
    on after a wide gap; paragraphs are indented by different depths."""
    lines = [item for item in items if isinstance(item, Line) and not item.vertical]
    if len(lines) < settings.least_lines:
        return []
    left, size = min(line.x0 for line in lines), min(line.size for line in lines)
    xs = sorted(x for line in lines for x in _begins(line, settings) if x - left >= settings.least_width * size)
    starts: list[tuple[int, float]] = []
    at = 0
    for k in range(1, len(xs) + 1):
        if k == len(xs) or xs[k] - xs[k - 1] > settings.indents * size:
            if k - at >= settings.least_starts or xs[at] >= settings.far_start * lines[0].frame.width:
                starts.append((k - at, xs[at]))
            at = k
    return sorted(x for _, x in sorted(starts, reverse=True)[: settings.most_starts])


def _begins(line: Line, settings: ColumnSettings) -> Iterable[float]:
    """x at which a line begins, and at which it goes on after a gap as wide as a gutter."""
    yield line.x0
    gutter = settings.column_gutter * line.size
    parted = max(map(sub, line.start[1:], line.end), default=0.0) >= gutter - HANGING * line.size
    if not parted and len(line.text.split(None, 1)) < 2:
        return
    for before, piece in pairwise((_CHARACTER if parted else _WORD).finditer(line.text)):
        at = piece.start()
        if line.start[at] - _inked_end(line, before.end() - 1) >= gutter:
            yield line.start[at]


def _inked_end(line: Line, at: int) -> float:
    """x at which the ink of a character ends: marks at the end of a sentence may hang into a gutter."""
    hangs = line.text[at] in HANGING_MARKS and line.end[at] - line.start[at] > HANGING * line.size
    return line.end[at] - (HANGING * line.size if hangs else 0.0)


def _with_gutters(items: Sequence[Item], gutters: Sequence[float], settings: ColumnSettings) -> list[Item] | None:
    """The items in order where columns begin at these x; None where no stretch of them is set so."""
    result: list[Item] = []
    stretch: list[list[Item | None]] = []
    found = False

    def close() -> None:
        nonlocal found
        if not stretch:
            return
        head = _heads(stretch, settings)
        columns = _columns(stretch[head:], len(gutters) + 1, settings)
        result.extend(whole for *_, whole in stretch[:head] if columns is not None and whole is not None)
        if columns is None:
            result.extend(whole for *_, whole in stretch if whole is not None)
        else:
            found = True
            for column in columns:
                result.extend(column.items)
        stretch.clear()

    for item in items:
        parts = _parted(item, gutters, settings)
        if parts is None:
            close()
            result.append(item)
        else:
            stretch.append([*parts, item])
    close()
    return result if found else None


def _heads(stretch: Sequence[Sequence[Item | None]], settings: ColumnSettings) -> int:
    """How many rows at the head of a stretch are above all of its columns, though no wider than one of them: nothing is
    printed in the first column as high up, and space parts them from what is below (titles, dates, marks)."""
    count = next((k for k, row in enumerate(stretch) if row[0] is not None), 0)
    while count:
        foot = max(whole.y1 for *_, whole in stretch[:count] if whole is not None)
        below = [item for row in stretch[count:] for item in row[:-1] if item is not None]
        line = next((item for item in below if isinstance(item, Line)), None)
        if line is not None and min(item.y0 for item in below) - foot >= settings.head_gap * line.size:
            return count
        count -= 1
    return 0


def _parted(item: Item, gutters: Sequence[float], settings: ColumnSettings) -> list[Item | None] | None:
    """What of an item is in each column; None where it is printed across a gutter."""
    parts: list[Item | None] = []
    rest: Item | None = item
    for x in gutters:
        left, rest = _split(rest, x, settings) if rest is not None else (None, None)
        if left is not None and left is rest:
            return None
        parts.append(left)
    return [*parts, rest]


def _split(item: Item, x: float, settings: ColumnSettings) -> tuple[Item | None, Item | None]:
    """What is left of a column's start and what is right of it; the item twice where it is printed across."""
    if isinstance(item, Grid):
        x0, x1 = (item.xs[0], item.xs[-1]) if item.xs else (0.0, float("inf"))
        size = 0.0
    else:
        x0, x1, size = item.x0, item.x1, item.size
    if x0 >= x - settings.start_snap:
        return None, item
    if isinstance(item, Line) and not item.vertical and item.text:
        x1 = _inked_end(item, len(item.text) - 1)
    if x1 <= x - settings.column_gutter * size:
        return item, None
    if isinstance(item, Grid) or item.boxed or item.vertical:
        return item, item
    k = bisect_left(item.start, x - settings.start_snap)
    left = len(item.text[:k].rstrip())
    gutter = settings.column_gutter * item.size
    if not 0 < left <= k < len(item.text) or item.start[k] - _inked_end(item, left - 1) < gutter:
        return item, item
    inked = len(item.text) - len(item.text[k:].lstrip())
    return item.cut(0, left), item.cut(inked, len(item.text))


def _columns(rows: Sequence[Sequence[Item | None]], count: int, settings: ColumnSettings) -> list[_Column] | None:
    """The columns of a stretch of a page, their lines told where they end; None where it is not set so."""
    columns = []
    for k in range(count):
        items = [row[k] for row in rows]
        there = [item for item in items if item is not None]
        columns.append(_Column(there, [item for item in there if isinstance(item, Line) and not item.boxed]))
    if any(not column.lines for column in columns) or not _are_columns(columns, settings):
        return None
    width = max(column.right - column.left for column in columns)
    for column in columns:
        right = max(column.right, column.left + width) if len(column.lines) <= settings.least_lines else column.right
        for line in column.lines:
            line.left, line.right = column.left, right
    return columns


def _are_columns(columns: Sequence[_Column], settings: ColumnSettings) -> bool:
    """Whether columns are of running text, as wide as each other or set solid; of the last a few lines are enough."""
    *before, last = columns
    share = _full_share(columns, settings)
    if not all(_is_filled(column, share, settings) for column in before):
        return False
    filled = _is_filled(last, share, settings)
    if not filled and (len(last.lines) > settings.least_lines or not any("。" in line.text for line in last.lines)):
        return False
    widths = [column.right - column.left for column in before]
    size = before[0].lines[0].size
    slack = settings.width_slack * size
    narrow = last.right - last.left <= max(widths) + slack
    if filled and min(*widths, last.right - last.left) >= settings.solid_width * size and _are_solid(columns, settings):
        return True
    return (
        min(widths) >= settings.least_width * size
        and max(widths) - min(widths) <= slack
        and narrow
        and (not filled or abs(last.right - last.left - widths[0]) <= slack)
    )


def _are_solid(columns: Sequence[_Column], settings: ColumnSettings) -> bool:
    """Whether line follows line in every column down to its end, none of those before the last ends higher up, and no
    line goes on after a gutter: rows of a table leave space where one cell is shorter than that beside it."""
    feet = [max(line.y1 for line in column.lines) for column in columns]
    if min(feet) < feet[-1]:
        return False
    for column in columns:
        if any(len(list(_begins(line, settings))) > 1 for line in column.lines):
            return False
        tops = sorted(line.y0 for line in column.lines)
        pitches = sorted(map(sub, tops[1:], tops))
        if pitches[-1] > settings.solid_pitch * pitches[len(pitches) // 2]:
            return False
    return True


def _full_share(columns: Sequence[_Column], settings: ColumnSettings) -> float:
    """Share of the lines that must be full: fewer where these columns have too few and a numbering goes on in them."""
    fewer = all(_is_filled(column, settings.counted_share, settings) for column in columns)
    short = fewer and not all(_is_filled(column, settings.full_share, settings) for column in columns)
    return settings.counted_share if short and _count_on(columns) else settings.full_share


def _count_on(columns: Sequence[_Column]) -> bool:
    """Whether a numbering goes down every column and on in the next one: 第１, 第２ beside 第３, 第４."""
    labels = [[label for line in column.lines if (label := match_label(line.text))] for column in columns]
    for style in _COUNTING:
        numbers = [[label.ordinal or 0 for label in of_column if label.style == style] for of_column in labels]
        counted = [number for of_column in numbers for number in of_column]
        if all(numbers) and len(numbers[0]) > 1 and all(b == a + 1 for a, b in pairwise(counted)):
            return True
    return False


def _is_filled(column: _Column, share: float, settings: ColumnSettings) -> bool:
    """Whether a share of the lines reach the right edge, and the lines are sentences."""
    lines, right = column.lines, column.right
    full = sum(right - line.x1 <= settings.edge_slack * line.size for line in lines)
    running = sum(bool(_RUNNING.search(line.text)) for line in lines)
    return full >= max(settings.least_starts, share * len(lines)) and running >= settings.running_share * len(lines)
