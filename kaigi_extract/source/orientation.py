"""How a page is looked at: turned until its text is upright, its characters placed along their line.

Both PDF readers build their runs here, so that they differ in what they read and not in how it is written down.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby, pairwise
from operator import attrgetter
from typing import Literal

from kaigi_extract.source.page import ASCENT, DESCENT, Bbox, Point, Run

Direction = tuple[int, int]
"""Of writing, y downwards: (1, 0) is upright text, (0, 1) text lying on its right side."""

LAP, GAP = 0.6, 0.15
"""Ems by which the em box of a character in 縦書き may reach into the one above it (、「 are set closer), or keep away
from it; lines of one character in a narrow cell are further apart."""
SPACED_GAP, MOSTLY = 0.6, 0.6
"""The same on a page of which that share of the single characters is below the one before: 縦書き set with spaces."""
STOPS, STOP_RISE = frozenset("、。，．"), 0.6
"""Signs that 縦書き has in the upper right corner of their em box, and by how many ems that is above their place in a
line across."""
COLUMN = 3
"""Characters from which on such a pile is 縦書き. Two may be the last character of a paragraph set solid and the first
one of the next."""
IN_COLUMN = 0.25
"""Ems by which the middles of two characters of one column may differ: brackets and 、 are narrower than their em."""
FULL, NARROW = 0.75, 1.1
"""Ems. A run of such width is upright in a column of 縦書き as one character does (縦中横: 25年)."""

_TURNS: dict[Direction, int] = {(1, 0): 0, (0, -1): 90, (-1, 0): 180, (0, 1): 270}


class View:
    """From the page as stored to the page upright. `width` and `height` are those of the upright page, in points."""

    def __init__(self, width: float, height: float, angle: int) -> None:
        """`width` and `height` are those of the page as stored, `angle` the degrees clockwise to turn it by."""
        self.stored_width, self.stored_height, self.angle = width, height, angle
        self.width, self.height = (height, width) if angle in (90, 270) else (width, height)

    def point(self, x: float, y: float) -> Point:
        match self.angle:
            case 90:
                return self.stored_height - y, x
            case 180:
                return self.stored_width - x, self.stored_height - y
            case 270:
                return y, self.stored_width - x
            case _:
                return x, y

    def box(self, bbox: Bbox) -> Bbox:
        if not self.angle:
            return bbox
        (ax, ay), (bx, by) = self.point(bbox[0], bbox[1]), self.point(bbox[2], bbox[3])
        return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)

    def direction(self, x: float, y: float) -> Direction:
        """A direction of writing, brought to the nearer axis."""
        dx, dy = (1 if x >= 0 else -1, 0) if abs(x) >= abs(y) else (0, 1 if y >= 0 else -1)
        match self.angle:
            case 90:
                return -dy, dx
            case 180:
                return -dx, -dy
            case 270:
                return dy, -dx
            case _:
                return dx, dy


def turn_upright(texts: Iterable[tuple[Direction, int]]) -> int:
    """Degrees clockwise by which a page must be turned for most of its horizontal text to be upright.

    `texts` are directions of writing with the number of characters written so. 縦書き does not count.
    """
    votes = dict.fromkeys(_TURNS.values(), 0)
    for direction, count in texts:
        votes[_TURNS[direction]] += count
    return max(votes, key=lambda turn: votes[turn])


def place(
    text: str, origins: list[Point], advances: list[float], direction: Direction | Literal["down"], size: float
) -> Run:
    """A run of characters whose origins are on one baseline; `down` is a font for 縦書き.

    `origins` are upright page points, the left end of each baseline as the glyph itself is drawn. `start` and `end` go
    along the direction of writing: `start` is the greater for text that is written leftwards or upwards.
    """
    x, y = origins[0]
    match direction:
        case (1, 0):
            start = [origin[0] for origin in origins]
            low, high, vertical = y - ASCENT * size, y + DESCENT * size, False
        case (-1, 0):
            start, advances = [origin[0] for origin in origins], [-advance for advance in advances]
            low, high, vertical = y - DESCENT * size, y + ASCENT * size, False
        case (0, 1):
            start = [origin[1] for origin in origins]
            low, high, vertical = x - DESCENT * size, x + ASCENT * size, True
        case (0, -1):
            start, advances = [origin[1] for origin in origins], [-advance for advance in advances]
            low, high, vertical = x - ASCENT * size, x + DESCENT * size, True
        case _:
            start = [origin[1] - ASCENT * size for origin in origins]
            low, high, vertical = x, x + size, True
    end = [at + advance for at, advance in zip(start, advances, strict=True)]
    return Run(text, start, end, low, high, size, vertical=vertical)


def stack(runs: list[Run]) -> list[Run]:
    """The runs, with upright characters that follow each other downwards (縦書き as browsers print it) made one run."""
    gap = _gap(runs)
    if gap > GAP:
        runs = _settled(runs)
    if not any(_is_below(a, b, gap) for a, b in pairwise(runs)):
        return runs
    result: list[Run] = []
    column: list[Run] = []
    for run in runs:
        if column and not _is_below(column[-1], run, gap):
            result += _column(column)
            column = []
        column.append(run)
    return result + _column(column)


def _gap(runs: list[Run]) -> float:
    """Ems of empty space between characters of a column: more where most of a page is set character by character,
    each below the one before. Marks in the rows of a table are few beside its words."""
    single = [run for run in runs if len(run.text) == 1 and not run.vertical and run.text.strip()]
    if 2 * len(single) < sum([len(run.text) for run in runs]) or len(single) < COLUMN:
        return GAP
    below = sum(_is_below(a, b, SPACED_GAP) for a, b in pairwise(single))
    return SPACED_GAP if below > MOSTLY * len(single) else GAP


def _settled(runs: list[Run]) -> list[Run]:
    """The runs, with 、 and 。 that were drawn up and to the right, where 縦書き has them, in their em box again."""
    result = runs[:1]
    for run in runs[1:]:
        above = result[-1]
        near = abs(run.start[0] - above.start[0]) < above.size and 0 <= run.high - above.low < 2 * above.size
        if run.text in STOPS and len(above.text) == 1 and near and not above.vertical:
            low = above.high + max(run.low + STOP_RISE * run.size - above.high, 0.0)
            result.append(replace(run, start=above.start[:], end=above.end[:], low=low, high=low + run.size))
        else:
            result.append(run)
    return result


def _is_below(above: Run, below: Run, gap: float) -> bool:
    """Whether a character goes on with the column of 縦書き that ends above it, or the other way round."""
    size = max(above.size, below.size)
    if _top(below) - _bottom(above) < -LAP * size:  # nearly always: it is on the same line, or above
        return False
    if (above.vertical and below.vertical) or not (_fits_column(above) and _fits_column(below)):
        return False
    in_line = abs(_middle(above) - _middle(below)) <= IN_COLUMN * size
    return in_line and _top(below) - _bottom(above) <= gap * size


def _fits_column(run: Run) -> bool:
    if run.vertical:
        return True
    if len(run.text) > 3 or " " in run.text:
        return False
    return FULL * run.size <= run.end[-1] - run.start[0] <= NARROW * run.size


def _top(run: Run) -> float:
    return run.start[0] if run.vertical else run.low


def _bottom(run: Run) -> float:
    return run.end[-1] if run.vertical else run.high


def _middle(run: Run) -> float:
    return (run.low + run.high) / 2 if run.vertical else (run.start[0] + run.end[-1]) / 2


def _column(column: list[Run]) -> list[Run]:
    """The runs of one column, the upright characters between vertical ones (Latin words on their side) made one."""
    if len(column) < 2 or (not any(run.vertical for run in column) and sum(len(run.text) for run in column) < COLUMN):
        return column
    return [
        run
        for vertical, runs in groupby(column, key=attrgetter("vertical"))
        for run in (runs if vertical else [_stacked(list(runs))])
    ]


def _stacked(runs: list[Run]) -> Run:
    middle = sum(_middle(run) for run in runs) / len(runs)
    size = max(run.size for run in runs)
    return Run(
        "".join(run.text for run in runs),
        [run.low for run in runs for _ in run.text],
        [run.high for run in runs for _ in run.text],
        middle - size / 2,
        middle + size / 2,
        size,
        runs[0].font,
        runs[0].bold,
        vertical=True,
    )
