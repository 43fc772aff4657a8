"""How often values were right that were read with a given confidence, by what people confirmed and corrected. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterable
from itertools import pairwise

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.records import Correction, in_force

EDGES = (0.0, 0.2, 0.4, 0.6, 0.8, 0.9, 0.95, 1.0)
"""Where a bin of confidence ends and the next begins; narrower where most values are."""
_Z = 1.96
"""Standard deviations of an interval that holds the share in 95 of 100 cases."""


@dataclass(frozen=True, slots=True)
class Bin:
    """The values that were read with a confidence from `low` up to `high`, and looked at."""

    low: float
    high: float
    right: int
    looked_at: int
    mean: float
    """Of their confidence, 0 to 1."""

    @property
    def share(self) -> float:
        """How many of them were right, 0 to 1."""
        return self.right / self.looked_at

    @property
    def interval(self) -> tuple[float, float]:
        """Within which the share lies in 95 of 100 cases, by Wilson: 3 of 3 may still be one in two."""
        n, p = self.looked_at, self.share
        middle, reach = p + _Z**2 / (2 * n), _Z * math.sqrt(p * (1 - p) / n + _Z**2 / (4 * n**2))
        return max(0.0, (middle - reach) / (1 + _Z**2 / n)), min(1.0, (middle + reach) / (1 + _Z**2 / n))


def reliability(history: Iterable[Correction]) -> list[Bin]:
    """Bins of confidence with anything in them, the lowest first. A value counts once, by the last word on it."""
    looked_at = [one for one in in_force(list(history)) if one.confidence is not None]
    bins = []
    for low, high in pairwise(EDGES):
        within = [one for one in looked_at if low <= _sure(one) < high or (high == EDGES[-1] and _sure(one) == high)]
        if within:
            right = sum(one.value == one.read for one in within)
            bins.append(Bin(low, high, right, len(within), sum(map(_sure, within)) / len(within)))
    return bins


def _sure(one: Correction) -> float:
    return one.confidence or 0.0
