"""Which text became which, by their characters: all with all where they are few, else those that share rare ones.

Pure; knows texts only: sentences of a clause, or 項 and 号. Time goes with their number, whatever changed in them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from kaigi_extract.clauses.assignment import best_pairs

ALL_WITH_ALL = 10_000
"""Pairs up to which every text is compared with every other: they take some tenths of a second."""
LOOKED_THROUGH = 500
"""Places of a text's pairs of neighbouring characters on the other side that are looked through, the rarest pairs
first: enough that a text made of common words finds its like among thousands, and few enough to be quick."""
CANDIDATES = 6
"""Texts that a text is compared with, those that share most pairs of characters, a rare one counting for more."""
NEIGHBOURS = 2
"""Places before and behind its own, counted as shares of the whole, in which a text is looked for as well."""


def dice(one: str, other: str) -> float:
    """The share of pairs of neighbouring characters that two texts have in common, 0 to 1."""
    pairs = [Counter(pairwise(text)) for text in (one, other)]
    total = pairs[0].total() + pairs[1].total()
    return 2 * (pairs[0] & pairs[1]).total() / total if total else float(one == other)


def sentence_pairs(old: Sequence[str], new: Sequence[str], least: float) -> list[tuple[int, int]]:
    """Pairs of indices, each at most once, of texts that have more than the share `least` of their pairs of
    neighbouring characters in common."""
    return most_alike(old, new, lambda i, j: dice(old[i], new[j]), least)


def most_alike(
    old: Sequence[str], new: Sequence[str], alike: Callable[[int, int], float], least: float
) -> list[tuple[int, int]]:
    """Pairs of indices, each at most once, that are more than `least` alike, and together most. Where there are many,
    only those of whose texts the characters speak for it are asked about, and the most alike go first."""
    if len(old) * len(new) <= ALL_WITH_ALL:
        return best_pairs([[alike(i, j) - least for j in range(len(new))] for i in range(len(old))])
    scored = ((alike(i, j), i, j) for i, j in _candidates(old, new))
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
        votes = _votes({pair: places[pair] for pair in pairwise(text) if pair in places})
        most = sorted(votes, key=lambda j: (-votes[j], j))[:CANDIDATES]
        near = i * len(new) // len(old)
        beside = range(max(near - NEIGHBOURS, 0), min(near + NEIGHBOURS + 1, len(new)))
        yield from ((i, j) for j in {*most, *beside})


def _votes(places: dict[tuple[str, str], list[int]]) -> dict[int, float]:
    """How much speaks for each text, by the places of the pairs of characters that it may share."""
    votes: dict[int, float] = defaultdict(float)
    looked = 0
    for _, where in sorted(places.items(), key=lambda each: (len(each[1]), each[0])):
        looked += len(where)
        if looked > LOOKED_THROUGH:
            break
        for j in where:
            votes[j] += 1 / len(where)
    return votes
