"""Things of a page looked up by where they are, so that a question about one of many looks at its neighbours only.

Knows geometry only. Both tables give a little more than was asked for, in the order in which things were added: who
asks decides, as it would over all of them, and takes time in proportion to what is there.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import Generic, TypeVar

from kaigi_extract.source import Run
from kaigi_extract.source.page import Bbox

FIELD = 24.0
"""Points of the sides of the fields of a page by which things are looked up: about two lines of text."""
MOST_FIELDS = 256
"""Fields beyond which a thing is found from everywhere: a border around a page is in a thousand of them."""
ROUNDING = 0.01
"""Points."""
T = TypeVar("T")


class Nearby(Generic[T]):
    """Things with boxes, looked up by a box that they may touch."""

    def __init__(self, things: Iterable[tuple[Bbox, T]] = ()) -> None:
        self._things: list[T] = []
        self._fields: dict[tuple[int, int], list[int]] = defaultdict(list)
        self._large: list[int] = []
        for box, thing in things:
            self.add(box, thing)

    def add(self, box: Bbox, thing: T) -> None:
        """Adds a thing; its box may have its sides in any order."""
        fields = _fields(box, 0.0)
        number = len(self._things)
        self._things.append(thing)
        if fields is None:
            self._large.append(number)
            return
        for field in fields:
            self._fields[field].append(number)

    def near(self, box: Bbox, reach: float = 0.0) -> list[T]:
        """Everything that may come within `reach` points of a box."""
        fields = _fields(box, reach + ROUNDING)
        if fields is None:
            return self._things
        found = set(self._large)
        for field in fields:
            found.update(self._fields.get(field, ()))
        return [self._things[number] for number in sorted(found)]


def _fields(box: Bbox, reach: float) -> Sequence[tuple[int, int]] | None:
    """The column and row of each field that a box with so much around it reaches into; None where they are too many, or
    the box is nowhere: its coordinates may be any number, and none."""
    ax, ay, bx, by = box
    left, right = (min(ax, bx) - reach) // FIELD, (max(ax, bx) + reach) // FIELD
    top, foot = (min(ay, by) - reach) // FIELD, (max(ay, by) + reach) // FIELD
    if not (right - left + 1) * (foot - top + 1) <= MOST_FIELDS:
        return None
    columns, rows = range(int(left), int(right) + 1), range(int(top), int(foot) + 1)
    return [(column, row) for column in columns for row in rows]


class RunsByHeight:
    """Runs along the page, looked up by what is as high as they are."""

    def __init__(self, runs: Iterable[Run]) -> None:
        level = [run for run in runs if not run.vertical]
        self._runs = sorted(enumerate(level), key=lambda each: each[1].low)
        self._lows = [run.low for _, run in self._runs]
        self._reach = max((run.high - run.low for run in level), default=0.0)

    def near(self, top: float, foot: float) -> Sequence[Run]:
        """The runs that may lie between two heights in part, in their order."""
        first = bisect_left(self._lows, top - self._reach - ROUNDING)
        last = bisect_right(self._lows, foot + ROUNDING)
        return [run for _, run in sorted(self._runs[first:last], key=itemgetter(0))]
