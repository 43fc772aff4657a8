"""Text off a page that another page shows: a sheet larger than a page may be drawn whole on each of its pages.

Facts of drawing only: the pages of one sheet draw the same words, each moved by the same way. What is off such a page
and seen on another is read there; what is off its page and seen on none is left.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field, replace
from itertools import product
from math import inf

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.source.page import Frame, Page, Point, Run, add_run
from kaigi_extract.source.repairs import repair_runs
from kaigi_extract.source.visibility import REDRAWN, centres

SAME_DRAWING = 0.5
"""Share of the words of a page that another must draw, too, for the two to be windows on one drawing: headers and page
numbers are of each page alone."""
FEW = 16
"""Places of the same characters on a page, up to which each is held against each on another page."""
STRETCH = 3
"""Characters by which two pages are compared: what is one run on a page may be several where the next one cuts it."""


@dataclass(slots=True)
class _Window:
    """A page with text off it."""

    frame: Frame
    shown: list[Run]
    off: list[Run]

    @property
    def runs(self) -> list[Run]:
        """All that is drawn, seen or not."""
        return self.shown + self.off


@dataclass(slots=True)
class OffPage:
    """The text off the pages of one file."""

    _windows: list[_Window] = field(default_factory=list)

    def add(self, page: Page) -> None:
        """Notes a page as it is read."""
        off: list[Run] = []
        for why, run in page.hidden:
            if why == "off_page":
                add_run(off, replace(run))
        if off:
            repair_runs(off)
            self._windows.append(_Window(page.frame, page.runs, off))

    def unseen(self) -> Iterator[tuple[Frame, list[Run]]]:
        """What of it no page shows, page by page."""
        showing: dict[str, list[_Window]] = defaultdict(list)
        for window in self._windows:
            for text in {text for text, _ in _stretches(window.shown)}:
                showing[text].append(window)
        for window in self._windows:
            others = {id(other): other for text, _ in _stretches(window.off) for other in showing.get(text, ())}
            off = window.off
            for other in others.values():
                if other is not window and (way := _way(window, other)) is not None:
                    off = [part for run in off for part in _not_shown(run, other.shown, way)]
            if off:
                yield window.frame, off


def _stretches(runs: Sequence[Run]) -> Iterator[tuple[str, Point]]:
    """What runs say, a few characters at a time, each with where it begins; a shorter run as a whole."""
    for run in runs:
        for k in range(max(len(run.text) - STRETCH, 0) + 1):
            yield run.text[k : k + STRETCH], (run.low, run.start[k]) if run.vertical else (run.start[k], run.low)


def _way(window: _Window, other: _Window) -> Point | None:
    """By how much the words of a page must be moved to be those of another; None where the two draw other things."""
    here, there = _places(window.runs), _places(other.runs)
    ways: dict[tuple[int, int], Point] = {}
    count: Counter[tuple[int, int]] = Counter()
    for text, own in here.items():
        for (x, y), (across, down) in _pairs(own, there.get(text, [])):
            way = (across - x, down - y)
            place = (round(way[0]), round(way[1]))
            ways.setdefault(place, way)
            count[place] += 1
    if not count:
        return None
    best, same = count.most_common(1)[0]
    return ways[best] if same >= SAME_DRAWING * sum(map(len, here.values())) else None


def _places(runs: Sequence[Run]) -> dict[str, list[Point]]:
    """Where each thing that runs say is, in their order."""
    places: dict[str, list[Point]] = defaultdict(list)
    for text, place in _stretches(runs):
        places[text].append(place)
    return places


def _pairs(here: list[Point], there: list[Point]) -> Iterable[tuple[Point, Point]]:
    """Which place of a text may be which on another page: each may be each, where there are few. Of many, as of
    one digit, the first is the first, or else the last the last."""
    if min(len(here), len(there)) <= FEW:
        return product(here, there)
    pairs = list(zip(here, there, strict=False))
    return pairs if len(here) == len(there) else [*pairs, *zip(reversed(here), reversed(there), strict=False)]


def _not_shown(run: Run, shown: list[Run], way: Point) -> Iterator[Run]:
    """The parts of a run that are not among those shown, once they are moved."""
    seen: dict[str, list[Point]] = defaultdict(list)
    for other in shown:
        for char, centre in zip(other.text, centres(other), strict=True):
            seen[char].append(centre)
    for places in seen.values():
        places.sort()
    near = REDRAWN * run.size + 1
    missing = [
        bool(char.strip()) and not _is_at((x + way[0], y + way[1]), seen.get(char, []), near)
        for char, (x, y) in zip(run.text, centres(run), strict=True)
    ]
    start = 0
    for end in range(1, len(missing) + 1):
        if end == len(missing) or missing[end] != missing[start]:
            if missing[start]:
                yield run.cut(start, end)
            start = end


def _is_at(place: Point, places: list[Point], near: float) -> bool:
    """Whether one of some places, ordered along the page, is near another."""
    x, y = place
    first = bisect_left(places, (x - near, -inf))
    last = bisect_right(places, (x + near, inf))
    return any(abs(y - other) <= near for _, other in places[first:last])
