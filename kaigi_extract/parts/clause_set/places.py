"""Which of some sorted places in a document are between two others: asked of structure that may be all over it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence


def holds(places: Sequence[int], low: int, high: int) -> bool:
    """Whether one of some sorted places is between two others, neither of them included."""
    return bisect_right(places, low) < bisect_left(places, high)


def within(places: Sequence[int], low: int, high: int) -> Sequence[int]:
    """Those of some sorted places from one on and before another."""
    return places[bisect_left(places, low) : bisect_left(places, high)]


def last_before(places: Sequence[int], high: int) -> int | None:
    """The last of some sorted places before another; None where there is none."""
    at = bisect_left(places, high)
    return places[at - 1] if at else None
