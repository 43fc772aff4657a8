"""Pages set in 縦書き, looked at from the side: what ran down runs to the right, and the next column is the next line.

Knows geometry only. A page turned so is a page like any other to all that follows: its columns are lines, its 段 are
columns, its frame leads back to the page as displayed.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.layout.settings import VerticalSettings
from kaigi_extract.source import Frame, Page, Run
from kaigi_extract.source.moves import mapped
from kaigi_extract.source.page import Bbox, Point

TURN = 270
"""Degrees clockwise."""
_WIDE = {chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)}


@dataclass(frozen=True, slots=True)
class SidewaysFrame(Frame):
    """Size and orientation of a page looked at from the side."""

    base: Frame | None = None
    """Those of the page before it was turned, which may be a half of a larger one."""

    def display(self, bbox: Bbox) -> Bbox:
        """The box on the page as displayed."""
        assert self.base is not None
        x0, y0, x1, y1 = bbox
        return self.base.display((self.height - y1, x0, self.height - y0, x1))

    def upright(self, x: float, y: float) -> Point:
        """The point of the turned page that is shown at a point of the page as displayed."""
        assert self.base is not None
        x, y = self.base.upright(x, y)
        return y, self.height - x


def _printed_upright(code: int) -> str:
    """The character that one for 縦書き is a form of: ︵ is （, ﹁ is 「."""
    char = unicodedata.normalize("NFKC", chr(code))
    return {"...": "…", "..": "‥"}.get(char) or _WIDE.get(char, char)


UPRIGHT_FORMS = {
    code: _printed_upright(code)
    for code in (*range(0xFE10, 0xFE1A), *range(0xFE30, 0xFE45), 0xFE47, 0xFE48)
    if "<vertical>" in unicodedata.decomposition(chr(code))
}
"""Characters for 縦書き by their code, with what they are the forms of."""


def turn_vertical(page: Page, settings: VerticalSettings) -> tuple[Page, list[Run]]:
    """A page set in 縦書き turned to run from left to right, and the runs on it that do so already, unturned.

    Any other page comes back as it is.
    """
    down = [run for run in page.runs if run.vertical and run.text.strip()]
    if not down:
        return page, []
    across = [run for run in page.runs if not run.vertical and run.text.strip()]
    count = sum(len(run.text) for run in down)
    if count < settings.vertical_share * (count + sum(len(run.text) for run in across)):
        return page, []
    inside = {id(run) for run in across if _in_column(run, down, settings)}
    left = [run for run in across if id(run) not in inside]
    inside |= {id(run) for run in left if _is_short_column(run, left, down, settings)} | _stacked(left)
    width = page.frame.width
    runs = [_along(run, width) for run in down] + [_piled(run, width) for run in across if id(run) in inside]
    return _turned(page, runs), [run for run in across if id(run) not in inside]


def _turned(page: Page, runs: list[Run]) -> Page:
    """The page on its side, with these runs, which are so already."""
    width, frame = page.frame.width, page.frame
    side = SidewaysFrame(frame.number, frame.height, width, (frame.turn + TURN) % 360, frame.skew, base=frame)

    def on_its_side(run: Run) -> Run:
        return _along(run, width) if run.vertical else _piled(run, width)

    return replace(mapped(replace(page, runs=[]), side, lambda x, y: (y, width - x), on_its_side), runs=runs)


def _in_column(run: Run, down: Sequence[Run], settings: VerticalSettings) -> bool:
    """Whether a short run written across is part of a column: digits set side by side, a single symbol."""
    if len(run.text.strip()) > settings.longest_across:
        return False
    middle = (run.start[0] + run.end[-1]) / 2
    for column in down:
        reach = settings.column_reach * column.size
        if abs((column.low + column.high) / 2 - middle) > settings.column_offset * column.size:
            continue
        if column.start[0] - reach <= run.high and run.low <= column.end[-1] + reach:
            return True
    return False


def _is_short_column(run: Run, across: Sequence[Run], down: Sequence[Run], settings: VerticalSettings) -> bool:
    """Whether a single character that no direction shows of is at the head of a column, or below such: the last word of
    a paragraph, by its distance to the column before, between the ends of the columns."""
    text = run.text.strip()
    if len(text) != 1 or text.isascii():
        return False
    beside = (other for other in across if other is not run and abs(other.low - run.low) < run.size / 2)
    if any(other.start[0] - run.size < run.end[-1] and other.end[-1] + run.size > run.start[0] for other in beside):
        return False
    middle = (run.start[0] + run.end[-1]) / 2
    near = [
        column
        for column in down
        if abs(column.size - run.size) < run.size / 10
        and 0 < (column.low + column.high) / 2 - middle <= settings.column_pitch * run.size
        and column.start[0] - run.size < run.low < column.end[-1]
    ]
    return bool(near)


def _stacked(across: Sequence[Run]) -> set[int]:
    """The single characters that no direction shows of and that are stacked, with nothing beside them: a column of two,
    or of few, by itself in a cell (備考). Each is named by the identity of its run."""
    singles = [run for run in across if len(run.text.strip()) == 1 and not run.text.strip().isascii()]
    places: dict[tuple[int, int], list[Run]] = defaultdict(list)
    for run in singles:
        places[_place(run, 0)].append(run)
    edges = {(round(x / ROW), round(run.low / ROW)) for run in across for x in (run.start[0], -run.end[-1])}
    found = set[int]()
    for run in singles:
        column, row = _place(run, run.size)
        near = [other for dx in (-1, 0, 1) for dy in (-1, 0, 1) for other in places.get((column + dx, row + dy), ())]
        for other in near:
            if _is_below(run, other) and not any(_has_beside(one, edges) for one in (run, other)):
                found |= {id(run), id(other)}
    return found


ROW = 4.0
"""Points of the rows by which characters are looked up that may be beside or below each other."""


def _place(run: Run, below: float) -> tuple[int, int]:
    return round((run.start[0] + run.end[-1]) / 2 / ROW), round((run.low + below) / ROW)


def _is_below(run: Run, other: Run) -> bool:
    """Whether a character is right below another of its size."""
    middles = ((one.start[0] + one.end[-1]) / 2 for one in (run, other))
    apart = abs(next(middles) - next(middles))
    return (
        other is not run
        and apart < run.size / 4
        and abs(other.size - run.size) < run.size / 10
        and abs(other.low - run.high) < run.size / 2
    )


def _has_beside(run: Run, edges: Collection[tuple[int, int]]) -> bool:
    """Whether something begins or ends within an em beside a character, in its row. `edges` are the places at which
    runs begin, and those at which they end as negative ones."""
    row, reach = round(run.low / ROW), range(int(run.size / ROW) + 1)
    begins, ends = round(run.end[-1] / ROW), -round(run.start[0] / ROW)
    return any((begin + step, row + dy) in edges for begin in (begins, ends) for step in reach for dy in (-1, 0, 1))


def _along(run: Run, width: float) -> Run:
    """A run written downwards as one written to the right."""
    text = run.text if run.text.isascii() else run.text.translate(UPRIGHT_FORMS)
    return replace(run, text=text, low=width - run.high, high=width - run.low, vertical=False)


def _piled(run: Run, width: float) -> Run:
    """A run written across as one place of a column."""
    count, middle = len(run.text), (run.start[0] + run.end[-1]) / 2
    text = run.text.translate(UPRIGHT_FORMS)
    low = width - middle - run.size / 2
    return replace(run, text=text, start=[run.low] * count, end=[run.high] * count, low=low, high=low + run.size)
