"""Which clauses without a link are parts of linked ones: split from them, or merged into them.

A clause is held only against the links whose other side may hold enough of it, so that sets of hundreds of clauses
take a time that goes with their number as long as few of them say the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
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
        left: tuple[Sequence[int], Sequence[int]],
        wholes: Shares,
        minimums: tuple[float, float],
        settings: AlignSettings,
    ) -> None:
        """`wholes` is the similarity of each clause that is `left` with each of the other side; `minimums` are the
        similarity that makes a link, and the share that makes a part."""
        self.similarity, self.settings = similarity, settings
        self.minimum, self.part_minimum = minimums
        self._left, self._wholes = left, wholes

    def without_parts(self, weak: Sequence[Group], groups: Sequence[Group]) -> list[Group]:
        """The weak links of which neither clause is a part of a clause in one of `groups`, or much more similar to
        it."""
        places = _Places(groups)
        return [group for group in weak if not self._has_part(group, groups, places)]

    def _has_part(self, weak: Group, groups: Sequence[Group], places: _Places) -> bool:
        ends: list[Unlinked] = [("old", weak.old[0]), ("new", weak.new[0])]
        asked = ((groups[at], end) for end in ends for at in places.of(end, self._holders[end]))
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
            for at in places.of(end, self._holders[end]):
                queue.put(at, end, self._gain(groups[at], *end))
        while (best := queue.take()) is not None:
            gain, at, (side, index) = best
            groups[at].doubtful |= gain < self.settings.certain_part
            own, _ = groups[at].sides(side)
            own[:] = sorted([*own, index])
            for end in queue.touched(at, [(side, index - 1), (side, index + 1)]):
                queue.put(at, end, self._gain(groups[at], *end))

    @cached_property
    def _holders(self) -> dict[Unlinked, list[int]]:
        """Of each clause, those of the other side that may hold enough of it: similar ones with the share that makes a
        part, those with a share that is enough in any case, and those that have one of its sentences."""
        shares, is_similar = self.similarity.held(*self._left), self._wholes >= self.minimum
        return {
            **self._holders_of("old", shares[0], is_similar),
            **self._holders_of("new", shares[1].T, is_similar.T),
        }

    def _holders_of(self, side: SideName, shares: Shares, is_similar: NDArray[np.bool_]) -> dict[Unlinked, list[int]]:
        own, there = self._left if side == "old" else self._left[::-1]
        ours, theirs = self.similarity.profiles(side), self.similarity.profiles(OTHER_SIDE[side])
        saying: dict[str, list[int]] = defaultdict(list)
        for at in there:
            for sentence in theirs[at].sentences:
                saying[sentence].append(at)
        is_enough = (is_similar & (shares >= self.part_minimum)) | (shares >= self.settings.certain_part)
        found: dict[Unlinked, list[int]] = {}
        for row, index in enumerate(own):
            by_words = (there[column] for column in np.flatnonzero(is_enough[row]).tolist())
            by_sentences = (at for sentence in ours[index].sentences for at in saying.get(sentence, ()))
            found[side, index] = [*by_words, *by_sentences]
        return found

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

    def of(self, end: Unlinked, holders: Iterable[int]) -> list[int]:
        """The links, in order, that have one of these clauses of the other side, or a neighbour of the clause."""
        side, index = end
        own, others = (self._old, self._new) if side == "old" else (self._new, self._old)
        found = {others[at] for at in holders if at in others}
        return sorted(found | {own[at] for at in (index - 1, index + 1) if at in own})


class _Queue:
    """What each link gains by each clause, the greatest gain first; of several such the first link, then clause."""

    def __init__(self, unlinked: Sequence[Unlinked]) -> None:
        self._left = {end: place for place, end in enumerate(unlinked)}
        self._unlinked = unlinked
        self._gains: dict[int, dict[Unlinked, float]] = defaultdict(dict)
        self._waiting: list[tuple[float, int, int]] = []

    def put(self, at: int, end: Unlinked, gain: float) -> None:
        """What a link gains by a clause, in the place of what it gained before."""
        self._gains[at][end] = gain
        if gain > 0:
            heappush(self._waiting, (-gain, at, self._left[end]))

    def take(self) -> tuple[float, int, Unlinked] | None:
        """The greatest gain, its link and its clause, which is asked for no more; None where nothing is gained."""
        while self._waiting:
            loss, at, place = heappop(self._waiting)
            end = self._unlinked[place]
            if end in self._left and self._gains[at][end] == -loss:
                del self._left[end]
                return -loss, at, end
        return None

    def touched(self, at: int, beside: Iterable[Unlinked]) -> list[Unlinked]:
        """The clauses left whose gain for a link that has grown may be another: those asked for, and its neighbours."""
        return [end for end in {**self._gains[at], **dict.fromkeys(beside)} if end in self._left]
