"""Level ruled lines of one extent, one below the other, as far as a copier and a pen left them.

A line of which only scraps are left is one line where they lie at one height, and as much of the way between the ends
of the others is there. Knows ruled lines only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.layout.ruled_tables import Segment
from kaigi_extract.layout.settings import LayoutSettings
from kaigi_extract.source.page import Bbox

MOST_LADDERS = 20
"""Tables of level lines that are looked for on a page, at most: a page of nothing but tables has half as many."""


@dataclass(slots=True)
class Level:
    """Ruled lines at one height."""

    at: float
    pieces: list[Segment]

    @property
    def hull(self) -> tuple[float, float]:
        """From the first to the last of them."""
        return min(one.start for one in self.pieces), max(one.end for one in self.pieces)

    def cover(self, start: float, end: float) -> float:
        """Points of a way that they lie along."""
        return sum(max(0.0, min(one.end, end) - max(one.start, start)) for one in self.pieces)


@dataclass(slots=True)
class Ladder:
    """Level lines that begin and end below each other, from the top down."""

    start: float
    end: float
    levels: list[Level]

    @property
    def box(self) -> Bbox:
        """All that is between its first line and its last."""
        return self.start, self.levels[0].at, self.end, self.levels[-1].at

    def rows(self) -> Iterator[Bbox]:
        """What is between its lines."""
        for above, below in pairwise(self.levels):
            yield self.start, above.at, self.end, below.at

    def drawn(self, columns: Sequence[tuple[float, float]]) -> list[Segment]:
        """Its lines from end to end; from the place of a column (least and greatest x) where one begins or ends there:
        it parts values that have a label in common."""
        return [self._drawn(level, columns) for level in self.levels]

    def _drawn(self, level: Level, columns: Sequence[tuple[float, float]]) -> Segment:
        start, end = level.hull
        begins = next((high for low, high in columns if low <= start <= high), self.start)
        ends = next((low for low, high in columns if low <= end <= high), self.end)
        return Segment(level.at, begins, ends)


def level_ladders(across: Sequence[Segment], settings: LayoutSettings, least: int) -> Iterator[Ladder]:
    """Groups of so many level lines of one extent, or more, those of the most lines first."""
    left = _by_height(across, settings.ruled_tables.rule_snap)
    for _ in range(MOST_LADDERS):
        ends = _commonest_ends(left, settings)
        lines = [one for one in left if _spans(one, ends, settings)] if ends is not None else []
        if ends is None or len(lines) < least:
            return
        yield Ladder(*ends, lines)
        taken = {id(one) for one in lines}
        left = [one for one in left if id(one) not in taken]


def _by_height(across: Sequence[Segment], snap: float) -> list[Level]:
    """The level lines by the height that they lie at, from the top down."""
    found: list[Level] = []
    for one in sorted(across, key=lambda one: one.at):
        if found and one.at - found[-1].pieces[0].at <= snap:
            found[-1].pieces.append(one)
        else:
            found.append(Level(one.at, [one]))
    return found


def _commonest_ends(lines: Sequence[Level], settings: LayoutSettings) -> tuple[float, float] | None:
    """Where the most lines begin and end, one below the other; None where no two do. Lines as they were found go before
    scraps of some: two tables side by side have a gap at the same place in all their lines."""
    slack = settings.open_tables.level_end_slack
    places: dict[tuple[int, int], list[tuple[float, float]]] = defaultdict(list)
    whole: set[tuple[float, float]] = set()
    for one in lines:
        found = {(piece.start, piece.end) for piece in one.pieces}
        whole |= found
        if one.cover(*one.hull) >= settings.ruled_tables.side_cover * (one.hull[1] - one.hull[0]):
            found.add(one.hull)
        for start, end in found:
            places[int(start // slack), int(end // slack)].append((start, end))
    best: tuple[int, bool, float] | None = None
    ends = None
    for (a, b), here in places.items():
        near = [pair for i in (a - 1, a, a + 1) for j in (b - 1, b, b + 1) for pair in places.get((i, j), ())]
        start, end = sorted(x for x, _ in near)[len(near) // 2], sorted(x for _, x in near)[len(near) // 2]
        rank = (len(near), all(pair in whole for pair in here), end - start)
        if len(near) > 1 and (best is None or rank > best):
            best, ends = rank, (start, end)
    return ends


def _spans(one: Level, ends: tuple[float, float], settings: LayoutSettings) -> bool:
    """Whether what lies at one height is a line between two ends: it is there for the most part, and ends with the
    others on one side at least. A copier lost its other end, or a pen went on with it."""
    start, end = ends
    slack = settings.open_tables.level_end_slack
    ending = any(abs(p.start - start) <= slack or abs(p.end - end) <= slack for p in one.pieces)
    return ending and one.cover(start, end) >= settings.ruled_tables.side_cover * (end - start)
