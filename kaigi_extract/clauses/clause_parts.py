"""Which clauses without a link are parts of linked ones: split from them, or merged into them.

A clause is held only against the links whose other side may hold enough of it, so that sets of hundreds of clauses
take a time that goes with their number as long as few of them say the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from heapq import heappop, heappush

import numpy as np
from numpy.typing import NDArray

from kaigi_extract.clauses.link_group import OTHER_SIDE, Group, SideName, Unlinked
from kaigi_extract.clauses.settings import AlignSettings
from kaigi_extract.clauses.shared_terms import Shares
from kaigi_extract.clauses.similarity import Similarity


class ClauseParts:
    """The clauses of two sets that have no equal text on the other side, as parts of one another."""

    def __init__(
        self,
        similarity: Similarity,
        left: dict[SideName, list[int]],
        wholes: Shares,
        minimums: tuple[float, float],
        settings: AlignSettings,
    ) -> None:
        """`wholes` is the similarity of each clause that is `left` with each of the other side; `minimums` are the
        similarity that makes a link, and the share that makes a part."""
        self.similarity, self.settings = similarity, settings
        self.minimum, self.part_minimum = minimums
        self._left, self._wholes = left, wholes
        self._rows = {side: {index: row for row, index in enumerate(left[side])} for side in left}
        self._known: dict[Unlinked, dict[int, float]] = {}

    def without_parts(self, weak: Sequence[Group], groups: Sequence[Group]) -> list[Group]:
        """The weak links of which neither clause is a part of a clause in one of `groups`, or much more similar to
        it."""
        places = _Places(groups)
        return [group for group in weak if not self._has_part(group, groups, places)]

    def _has_part(self, weak: Group, groups: Sequence[Group], places: _Places) -> bool:
        ends: list[Unlinked] = [("old", weak.old[0]), ("new", weak.new[0])]
        asked = ((groups[at], end) for end in ends for at in places.of(end, self._holders(end)))
        return any(self._is_part_of(group, end, weak.similarity) for group, end in asked)

    def _is_part_of(self, group: Group, end: Unlinked, similarity: float) -> bool:
        """Whether a clause, of this similarity to its own partner, is rather a part of a clause of `group`."""
        gain = self._gain(group, *end)
        if gain >= self.settings.certain_part:
            return True
        return gain > 0 and self._to_partner(group, *end) >= similarity + self.settings.doubt_margin

    def add_parts(self, groups: Sequence[Group], unlinked: Sequence[Unlinked]) -> None:
        """Adds to the links the clauses that are parts of them, at each step the one that its link gains most by."""
        places, queue = _Places(groups), _Queue(unlinked)
        for end in unlinked:
            for at, most in places.of(end, self._holders(end)).items():
                queue.put_bound(at, end, most)
        while (best := queue.take(lambda at, end: self._gain(groups[at], *end))) is not None:
            gain, at, (side, index) = best
            groups[at].doubtful |= gain < self.settings.certain_part
            own, _ = groups[at].sides(side)
            own[:] = sorted([*own, index])
            for end in queue.touched(at, [(side, index - 1), (side, index + 1)]):
                queue.put(at, end, self._gain(groups[at], *end))

    def _holders(self, end: Unlinked) -> dict[int, float]:
        if (known := self._known.get(end)) is None:
            known = self._known[end] = self._find_holders(*end)
        return known

    def _find_holders(self, side: SideName, index: int) -> dict[int, float]:
        """The clauses of the other side that may hold enough of a clause, and how much at most: similar ones with the
        share that makes a part, those with a share that is enough in any case, and those that have one of its
        sentences."""
        other, row = OTHER_SIDE[side], self._rows[side][index]
        shares = self._shares[side][row]
        columns = np.flatnonzero(self._is_enough(side, row, shares)).tolist()
        found = {self._left[other][column]: float(shares[column]) for column in columns}
        for sentence in self.similarity.profiles(side)[index].sentences:
            found.update(dict.fromkeys(self._saying[other].get(sentence, ()), 1.0))
        return found

    def _is_enough(self, side: SideName, row: int, shares: Shares) -> NDArray[np.bool_]:
        similar = self._wholes[row] if side == "old" else self._wholes[:, row]
        is_part: NDArray[np.bool_] = (similar >= self.minimum) & (shares >= self.part_minimum)
        return is_part | (shares >= self.settings.certain_part)

    @cached_property
    def _shares(self) -> dict[SideName, Shares]:
        """Of each side, the share of the words of each of its clauses that each one of the other side has."""
        old, new = self.similarity.held(self._left["old"], self._left["new"])
        return {"old": old, "new": new.T}

    @cached_property
    def _saying(self) -> dict[SideName, dict[str, list[int]]]:
        """Of each side, which clauses have a sentence."""
        saying: dict[SideName, dict[str, list[int]]] = {"old": defaultdict(list), "new": defaultdict(list)}
        for side, left in self._left.items():
            for at in left:
                for sentence in self.similarity.profiles(side)[at].sentences:
                    saying[side][sentence].append(at)
        return saying

    def _gain(self, group: Group, side: SideName, index: int) -> float:
        """Share of the clause that is in the other side of the group, not yet in its own; 0 if that is too little."""
        own, others = group.sides(side)
        if len(others) > 1:
            return 0.0
        ours, theirs = self.similarity.profiles(side), self.similarity.profiles(OTHER_SIDE[side])
        gain = self.similarity.gain(ours[index], theirs[others[0]], [ours[at] for at in own])
        near = gain >= self.part_minimum and self._to_partner(group, side, index) >= self.minimum
        if near or gain >= self.settings.certain_part:
            return gain
        return self._sentence_gain(group, side, index) if {index - 1, index + 1} & set(own) else 0.0

    def _sentence_gain(self, group: Group, side: SideName, index: int) -> float:
        """How much more of a sentence of the other side a clause has than its neighbour in the group; 0 if that is too
        little. The clause is what became of the sentence where it has most of it."""
        own, others = group.sides(side)
        there = (OTHER_SIDE[side], others[0])
        shares = self.similarity.sentence_shares(there, (side, index), [(side, at) for at in own])
        gains = [
            share - covered
            for share, covered in shares
            if share >= self.settings.sentence_share and share - covered >= self.settings.sentence_margin
        ]
        return max(gains, default=0.0) if len(shares) > 1 else 0.0

    def _to_partner(self, group: Group, side: SideName, index: int) -> float:
        """The similarity of a clause to the first clause of the other side of a group."""
        if side == "old":
            return self.similarity.whole(index, group.new[0])
        return self.similarity.whole(group.old[0], index)


class _Places:
    """Where the clauses of either side are in links."""

    def __init__(self, groups: Sequence[Group]) -> None:
        self._old = {index: at for at, group in enumerate(groups) for index in group.old}
        self._new = {index: at for at, group in enumerate(groups) for index in group.new}

    def of(self, end: Unlinked, holders: Mapping[int, float]) -> dict[int, float]:
        """The links that have one of these clauses of the other side, and its number, or a neighbour of the clause."""
        side, index = end
        own, others = (self._old, self._new) if side == "old" else (self._new, self._old)
        found = {others[at]: most for at, most in holders.items() if at in others}
        return {**found, **{own[at]: 1.0 for at in (index - 1, index + 1) if at in own}}


class _Queue:
    """What each link gains by each clause, the greatest gain first; of several such the first link, then clause.

    A gain is asked for when nothing that is waiting can be greater: most clauses have found their link before.
    """

    def __init__(self, unlinked: Sequence[Unlinked]) -> None:
        self._left = {end: place for place, end in enumerate(unlinked)}
        self._unlinked = unlinked
        self._gains: dict[int, dict[Unlinked, float | None]] = defaultdict(dict)
        """Of each link and clause, the gain, or None where it is not asked for yet."""
        self._waiting: list[tuple[float, bool, int, int]] = []

    def put_bound(self, at: int, end: Unlinked, most: float) -> None:
        """How much a link gains by a clause at most."""
        self._gains[at][end] = None
        heappush(self._waiting, (-most, False, at, self._left[end]))

    def put(self, at: int, end: Unlinked, gain: float) -> None:
        """What a link gains by a clause, in the place of what it gained before."""
        self._gains[at][end] = gain
        if gain > 0:
            heappush(self._waiting, (-gain, True, at, self._left[end]))

    def take(self, ask: Callable[[int, Unlinked], float]) -> tuple[float, int, Unlinked] | None:
        """The greatest gain, its link and its clause, which is asked for no more; None where nothing is gained."""
        while self._waiting:
            loss, is_known, at, place = heappop(self._waiting)
            end = self._unlinked[place]
            if end not in self._left:
                continue
            if not is_known and self._gains[at][end] is None:
                self.put(at, end, ask(at, end))
            elif is_known and self._gains[at][end] == -loss:
                del self._left[end]
                return -loss, at, end
        return None

    def touched(self, at: int, beside: Iterable[Unlinked]) -> list[Unlinked]:
        """The clauses left whose gain for a link that has grown may be another: those asked for, and its neighbours."""
        known = [end for end, gain in self._gains[at].items() if gain is not None]
        return [end for end in dict.fromkeys([*known, *beside]) if end in self._left]
