"""Texts as signatures by which thousands are held against each other: MinHash over shingles of characters.

The share of numbers that two signatures have in common estimates the share of shingles that two texts have in common
(Broder, On the resemblance and containment of documents, 1997). The signature of a whole set is the least of those of
its clauses, place by place. Loads numpy; knows strings only. The hashes are fixed: a text has one signature, for ever.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

Signatures = NDArray[np.uint32]
"""A row of `NUMBERS` numbers for each text."""

SHINGLE = 5
"""Characters of a shingle: two words of Japanese; fewer are shared by any two texts."""
ROWS, BANDS = 8, 15
"""Numbers of a band, and bands of a signature. Of two clauses that share two thirds of their shingles, one band in
thirty is the same; of two that share a quarter, one in sixty thousand."""
NUMBERS = ROWS * BANDS
BANDS_IN_COMMON = 2
"""Bands that a pair of sets shares at least: one may be chance, where there are a hundred thousand clauses."""
SMALL = 16
"""Sets with one band in common of which every two are a pair. Of more each is paired with the first, and with the next:
enough to hold them together, and no square of their number."""

_SEED = 20230401
_FACTORS, _OFFSETS = np.random.default_rng(_SEED).integers(0, 2**63, size=(2, NUMBERS, 1), dtype=np.uint64) | np.uint64(
    1
)
_BASE = np.uint64(0x100000001B3)


def signatures(texts: Sequence[str]) -> Signatures:
    """The signature of each text."""
    found = np.empty((len(texts), NUMBERS), dtype=np.uint32)
    for at, text in enumerate(texts):
        found[at] = ((_FACTORS * _shingles(text) + _OFFSETS) >> np.uint64(32)).min(axis=1)
    return found


def _shingles(text: str) -> NDArray[np.uint64]:
    """A number for every shingle of a text; a short text is one."""
    codes: Any = np.frombuffer(text.ljust(SHINGLE).encode("utf-32-le", "replace"), dtype=np.uint32).astype(np.uint64)
    found = np.zeros(len(codes) - SHINGLE + 1, dtype=np.uint64)
    for at in range(SHINGLE):
        found = found * _BASE + codes[at : at + len(found)]
    mixed: NDArray[np.uint64] = found ^ (found >> np.uint64(29))
    return mixed


def resemblances(one: Signatures, other: Signatures) -> NDArray[np.float64]:
    """How much each text of one side has in common with each of the other, 0 to 1."""
    shared: NDArray[np.float64] = (one[:, None, :] == other[None, :, :]).mean(axis=2)
    return shared


def centrality(found: Signatures, counts: NDArray[np.int64]) -> NDArray[np.float64]:
    """How much each text has in common with all, in the mean; a text that is there so many times counts so often."""
    total = np.zeros(len(found))
    for column in found.T:
        _, places = np.unique(column, return_inverse=True)
        total += np.bincount(places, weights=counts)[places]
    mean: NDArray[np.float64] = total / (NUMBERS * counts.sum())
    return mean


def near_pairs(found: Signatures, members: Sequence[NDArray[np.int64]]) -> list[tuple[int, int]]:
    """Pairs of sets that may have clauses in common, by index, those that share most first.

    `found` are the signatures of clauses, `members` say which of them each set has.
    """
    if not any(map(len, members)):
        return []
    owners = np.repeat(np.arange(len(members)), [len(held) for held in members])
    clauses = np.concatenate([np.empty(0, dtype=np.int64), *members])
    coded = [
        _banded(found[:, start : start + ROWS], clauses, owners, len(members)) for start in range(0, NUMBERS, ROWS)
    ]
    pairs, counts = np.unique(np.concatenate(coded), return_counts=True)
    kept = counts >= BANDS_IN_COMMON
    order = np.argsort(-counts[kept], kind="stable")
    return [(int(pair) // len(members), int(pair) % len(members)) for pair in pairs[kept][order]]


def _banded(band: Signatures, clauses: NDArray[np.int64], owners: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    """Pairs of sets with a clause each that have this band in common; a pair is one number."""
    _, codes = np.unique(band, axis=0, return_inverse=True)
    places = np.unique(codes.reshape(-1)[clauses] * count + owners)
    starts = np.flatnonzero(np.diff(places // count, prepend=-1))
    pairs: list[int] = []
    for start, end in zip(starts, [*starts[1:], len(places)], strict=True):
        if end - start > 1:
            pairs += _paired((places[start:end] % count).tolist(), count)
    return np.array(pairs, dtype=np.int64)


def _paired(held: Sequence[int], count: int) -> Iterator[int]:
    """The pairs of one bucket, in order."""
    if len(held) <= SMALL:
        return (one * count + other for k, one in enumerate(held) for other in held[k + 1 :])
    chain = (one * count + other for one, other in pairwise(held))
    return itertools.chain((held[0] * count + other for other in held[1:]), chain)
