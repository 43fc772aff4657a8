"""Which sentence became which, by their characters: all with all where they are few, else those that share rare ones.

Pure; knows texts only. Time goes with the number of sentences, whatever changed in them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from kaigi_extract.clauses.assignment import best_pairs
from kaigi_extract.clauses.item_pairs import dice

ALL_WITH_ALL = 10_000
"""Pairs up to which every sentence is compared with every other: they take some tenths of a second."""
RARE = 8
"""Sentences of a side up to which a pair of neighbouring characters is rare."""
CANDIDATES = 4
"""Sentences that a sentence is compared with, those that share most rare pairs of characters."""
NEIGHBOURS = 2
"""Places before and behind its own, counted as shares of the whole, in which a sentence is looked for as well."""


def sentence_pairs(old: Sequence[str], new: Sequence[str], least: float) -> list[tuple[int, int]]:
    """Pairs of indices, each at most once, of texts that have more than the share `least` of their pairs of
    neighbouring characters in common."""
    if len(old) * len(new) <= ALL_WITH_ALL:
        return best_pairs([[dice(one, other) - least for other in new] for one in old])
    scored = ((dice(old[i], new[j]), i, j) for i, j in _candidates(old, new))
    found: dict[int, int] = {}
    taken: set[int] = set()
    for score, i, j in sorted(scored, key=lambda each: (-each[0], each[1], each[2])):
        if score > least and i not in found and j not in taken:
            found[i] = j
            taken.add(j)
    return sorted(found.items())


def _candidates(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int]]:
    places: dict[tuple[str, str], list[int]] = defaultdict(list)
    for j, text in enumerate(new):
        for pair in set(pairwise(text)):
            places[pair].append(j)
    for i, text in enumerate(old):
        votes = Counter(j for pair in set(pairwise(text)) if len(places.get(pair, ())) <= RARE for j in places[pair])
        near = i * len(new) // len(old)
        beside = range(max(near - NEIGHBOURS, 0), min(near + NEIGHBOURS + 1, len(new)))
        yield from ((i, j) for j in {*(j for j, _ in votes.most_common(CANDIDATES)), *beside})
