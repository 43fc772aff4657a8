"""Which 項 and 号 of linked clauses say the same: pairs of parts, to any depth. Touches clauses and items, no edits.

A part is a clause's own text or that of an item. Parts are paired level by level: equal texts in order first, then the
most similar ones; what is left under other parents, word for word, was moved.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field

from kaigi_extract.clauses.matching import opcodes
from kaigi_extract.clauses.sentence_pairs import dice, most_alike
from kaigi_extract.clauses.settings import DEFAULT_ALIGN, AlignSettings
from kaigi_extract.clauses.similarity import text_key
from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.records import Clause, Item
from kaigi_extract.text import is_bullet

SAME_LABEL_BONUS = 0.05
"""Similarity, 0 to 1, that the same label adds: it settles ties between items that are equally similar."""


@dataclass(slots=True)
class Part:
    """The own text of a clause or item, and what is below it."""

    path: list[str]
    """Labels as printed, from the clause's down."""
    text: str
    rows: list[list[str]]
    parent: int | None
    """Index of the part above it; None for a clause."""
    key: str = ""
    """Its own text in the form in which texts are compared."""
    whole: str = ""
    """That and all below it."""
    below: list[int] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    """For each label of the path the place, from 1, of what bears it among the items beside it that bear the same;
    empty where every label is the only one of its kind."""


def parts_of(clauses: Iterable[Clause]) -> list[Part]:
    """The parts of clauses in the order of print."""
    found: list[Part] = []
    for clause in clauses:
        _add(clause, [], [], None, found)
    return found


def _add(of: Clause | Item, above: list[str], places: list[int], parent: int | None, found: list[Part]) -> str:
    part = Part([*above, of.label], of.text, of.rows, parent, text_key(of.text), places=places)
    at = len(found)
    found.append(part)
    whole = [part.key]
    borne, met = Counter(item.label for item in of.items), Counter[str]()
    for item in of.items:
        part.below.append(len(found))
        met[item.label] += 1
        is_only = borne[item.label] == 1 and not places
        below = [] if is_only else [*(places or [1] * len(part.path)), met[item.label]]
        whole.append(text_key(item.label) + _add(item, part.path, below, at, found))
    part.whole = "\n".join(whole)
    return part.whole


def pair_parts(old: Sequence[Part], new: Sequence[Part], settings: AlignSettings = DEFAULT_ALIGN) -> dict[int, int]:
    """New parts by the old ones that they are paired with, by index. Clauses are paired in order."""
    tops = [[at for at, part in enumerate(side) if part.parent is None] for side in (old, new)]
    pairs = dict(zip(*tops, strict=False))
    below = [[at for top in side for at in parts[top].below] for side, parts in zip(tops, (old, new), strict=True)]
    if len(tops[0]) == len(tops[1]) == 1:
        below = [old[tops[0][0]].below, new[tops[1][0]].below]
    waiting = [(below[0], below[1])]
    while waiting:
        for one, other in _siblings(old, new, *waiting.pop(), settings):
            pairs[one] = other
            waiting.append((old[one].below, new[other].below))
    pairs |= _moved(old, new, pairs)
    return dict(sorted(pairs.items()))


def _siblings(
    old: Sequence[Part], new: Sequence[Part], ones: Sequence[int], others: Sequence[int], settings: AlignSettings
) -> Iterator[tuple[int, int]]:
    """Pairs among the parts of one level: equal ones in order, equal ones elsewhere, then the most similar."""
    if not ones or not others:
        return
    pairs = _same_in_order(old, new, ones, others)
    pairs |= dict(_equal(old, new, *_left(pairs, ones, others)))
    rows, columns = _left(pairs, ones, others)
    least = settings.minimum_item_similarity
    texts = [old[one].whole for one in rows], [new[other].whole for other in columns]
    found = most_alike(*texts, lambda row, column: _alike(old[rows[row]], new[columns[column]]), least)
    pairs |= {rows[row]: columns[column] for row, column in found}
    yield from pairs.items()


def _same_in_order(
    old: Sequence[Part], new: Sequence[Part], ones: Sequence[int], others: Sequence[int]
) -> dict[int, int]:
    found: dict[int, int] = {}
    for tag, i0, i1, j0, _ in opcodes([old[at].key for at in ones], [new[at].key for at in others]):
        if tag == "equal":
            found |= {ones[i0 + k]: others[j0 + k] for k in range(i1 - i0) if old[ones[i0 + k]].key}
    return found


def _left(pairs: dict[int, int], ones: Iterable[int], others: Iterable[int]) -> tuple[list[int], list[int]]:
    """What of either side is in none of the pairs."""
    taken = set(pairs.values())
    return [at for at in ones if at not in pairs], [at for at in others if at not in taken]


def _equal(
    old: Sequence[Part], new: Sequence[Part], ones: Iterable[int], others: Iterable[int]
) -> Iterator[tuple[int, int]]:
    places: dict[str, list[int]] = defaultdict(list)
    for at in others:
        places[new[at].key].append(at)
    for at in ones:
        if old[at].key and places[old[at].key]:
            yield at, places[old[at].key].pop(0)


def _alike(one: Part, other: Part) -> float:
    """How similar two parts are: their own texts, or with what is below them, whichever is more."""
    own = dice(one.key, other.key)
    whole = dice(one.whole, other.whole) if one.below and other.below else 0.0
    return max(own, whole) + SAME_LABEL_BONUS * is_label_kept(one.path[-1], other.path[-1])


def is_label_kept(old: str, new: str) -> bool:
    """Whether an item bears the label that it bore, or a bullet of whatever kind as it did."""
    return text_key(old) == text_key(new) or (is_bullet(old) and is_bullet(new))


def _moved(old: Sequence[Part], new: Sequence[Part], pairs: dict[int, int]) -> dict[int, int]:
    """Items that stand, word for word, under another parent."""
    return dict(_equal(old, new, *_left(pairs, range(len(old)), range(len(new)))))


def in_order(pairs: dict[int, int]) -> dict[int, int]:
    """The most pairs of which none crosses another: of those that changed places, one side stays."""
    ends: list[int] = []
    chains: list[list[tuple[int, int]]] = []
    for one, other in sorted(pairs.items()):
        at = bisect_left(ends, other)
        chain = [*(chains[at - 1] if at else []), (one, other)]
        if at == len(ends):
            ends.append(other)
            chains.append(chain)
        else:
            ends[at], chains[at] = other, chain
    return dict(chains[-1]) if chains else {}
