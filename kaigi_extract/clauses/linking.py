"""Which clauses of two sets carry the same duties, by index. Compares no words in order and writes no record.

Equal texts are linked first, at no cost. Of the rest, headings and bodies are compared, and the pairing is taken that
is best as a whole. A clause that is left over may be a part of a clause that was split, or was merged into one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import field
from typing import Literal

from kaigi_extract.clauses.assignment import best_pairs
from kaigi_extract.clauses.settings import DEFAULT_ALIGN, AlignSettings
from kaigi_extract.clauses.similarity import Similarity, body_text, text_key
from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.records import Clause

Unlinked = tuple[Literal["old", "new"], int]
"""A clause without a link: its side and index."""


@dataclass(slots=True)
class Group:
    """A link in the making, by index."""

    old: list[int]
    new: list[int]
    similarity: float = 1.0
    doubtful: bool = False
    shared: list[str] = field(default_factory=list)
    """Terms of both bodies; empty where the texts are equal."""


def link_groups(old: Sequence[Clause], new: Sequence[Clause], settings: AlignSettings = DEFAULT_ALIGN) -> list[Group]:
    """The links by index, in the order of the old clauses."""
    groups = [Group([i], [j]) for i, j in _equal_texts(old, new)]
    left_old = sorted(set(range(len(old))).difference(group.old[0] for group in groups))
    left_new = sorted(set(range(len(new))).difference(group.new[0] for group in groups))
    if left_old and left_new:
        groups += _Pairing(Similarity(old, new, settings), left_old, left_new, len(groups), settings).groups()
    return sorted(groups, key=lambda group: (group.old, group.new))


def _equal_texts(old: Sequence[Clause], new: Sequence[Clause]) -> Iterator[tuple[int, int]]:
    """Clauses of one text once width is folded; of several such, first those of one heading, then in order."""
    places: dict[str, list[int]] = defaultdict(list)
    for index, clause in enumerate(new):
        places[text_key(body_text(clause))].append(index)
    texts = [text_key(body_text(clause)) for clause in old]
    taken: dict[int, int] = {}
    for same_heading in (True, False):
        for index, text in enumerate(texts):
            if index in taken or not text:
                continue
            candidates = (j for j in places[text] if not same_heading or _same_heading(old[index], new[j]))
            if (found := next(candidates, None)) is not None:
                places[text].remove(found)
                taken[index] = found
    yield from sorted(taken.items())


def _same_heading(old: Clause, new: Clause) -> bool:
    return text_key(old.heading) == text_key(new.heading)


class _Pairing:
    """Pairs the clauses that have no equal text on the other side."""

    def __init__(
        self, similarity: Similarity, left_old: list[int], left_new: list[int], equal: int, settings: AlignSettings
    ) -> None:
        self.similarity, self.settings = similarity, settings
        self.left_old, self.left_new = left_old, left_new
        pairs = self._best_pairs()
        typical = self._typical(pairs, equal)
        strictness = typical**settings.strictness_exponent
        self.minimum = max(settings.minimum_similarity, settings.version_minimum * strictness)
        self.body_minimum = settings.body_minimum * strictness
        self.certain_body = settings.body_minimum * typical
        self.part_minimum = max(settings.part_minimum, settings.version_part_minimum * strictness)
        self.pairs = [pair for pair in pairs if self._is_link(*pair)]

    def groups(self) -> list[Group]:
        """The pairs, and with them what was split from or merged into one of each.

        A weak pair is none where one of its clauses is rather a part of a clause that has a better partner.
        """
        every = [self._group(i, j) for i, j in self.pairs]
        groups = [group for group in every if not self._is_weak(group)]
        groups += [group for group in every if self._is_weak(group) and not self._has_part_of(group, groups)]
        groups += self._distinct(groups)
        while (best := self._best_part(groups)) is not None:
            gain, at, (side, index) = best
            groups[at].doubtful |= gain < self.settings.certain_part
            indices = groups[at].old if side == "old" else groups[at].new
            indices[:] = sorted([*indices, index])
        return groups

    def _distinct(self, groups: Sequence[Group]) -> list[Group]:
        """Clauses without a link whose bodies have much more in common than either has with any other clause."""
        unlinked = self._unlinked(groups)
        left_old, left_new = ([index for side, index in unlinked if side == name] for name in ("old", "new"))
        least = max(self.settings.distinct_body, self.body_minimum)
        found: list[Group] = []
        for i in left_old:
            j = max(left_new, key=lambda other: self.similarity.body(i, other), default=None)
            if j is None or (body := self.similarity.body(i, j)) < least:
                continue
            rivals = [self.similarity.body(i, other) for other in range(len(self.similarity.new)) if other != j]
            rivals += [self.similarity.body(other, j) for other in range(len(self.similarity.old)) if other != i]
            is_enough = self.similarity.shared_terms(i, j) >= self.settings.distinct_terms
            if is_enough and body >= self.settings.distinct_ratio * max(rivals, default=0.0):
                found.append(Group([i], [j], self.similarity.whole(i, j), True, self.similarity.common(i, j)))
        return found

    def _typical(self, pairs: Sequence[tuple[int, int]], equal: int) -> float:
        """The similarity that linked clauses of these two sets reach; `equal` pairs of the same text count as 1."""
        reached = sorted([1.0] * equal + [self.similarity.whole(*pair) for pair in pairs])
        if not reached:
            return 1.0
        return reached[min(int(len(reached) * self.settings.typical_quantile), len(reached) - 1)]

    def _best_pairs(self) -> list[tuple[int, int]]:
        """The pairing of the greatest total similarity, without regard to what is too little for a link."""
        least = self.settings.minimum_similarity
        rows = [[self._with_bonus(i, j) - least for j in self.left_new] for i in self.left_old]
        return [(self.left_old[row], self.left_new[column]) for row, column in best_pairs(rows)]

    def _with_bonus(self, i: int, j: int) -> float:
        """The similarity of two clauses, and what their places in the sets add to it."""
        apart = abs((i + 0.5) / len(self.similarity.old) - (j + 0.5) / len(self.similarity.new))
        return self.similarity.whole(i, j) + self.settings.order_bonus * (1 - apart)

    def _is_link(self, i: int, j: int) -> bool:
        """Whether two clauses carry the same duty: their bodies have something in common, and enough of it."""
        body = self.similarity.body(i, j)
        return self.similarity.whole(i, j) >= self.minimum and body > 0 and body >= self.body_minimum

    def _group(self, i: int, j: int) -> Group:
        """One pair as a link, doubtful where it is weak, has a rival that is nearly as similar, or only a heading."""
        whole = self.similarity.whole(i, j)
        rivals = [self.similarity.whole(i, other) for other in self.left_new if other != j]
        rivals += [self.similarity.whole(other, j) for other in self.left_old if other != i]
        doubtful = whole < max(self.minimum, *rivals, 0.0) + self.settings.doubt_margin
        doubtful |= self.similarity.body(i, j) < self.certain_body
        return Group([i], [j], whole, doubtful, self.similarity.common(i, j))

    def _is_weak(self, group: Group) -> bool:
        return group.similarity < self.minimum + self.settings.doubt_margin

    def _has_part_of(self, weak: Group, groups: Sequence[Group]) -> bool:
        """Whether either clause of a weak link is a part of a clause in one of `groups`, or much more similar to it."""
        ends: list[Unlinked] = [("old", weak.old[0]), ("new", weak.new[0])]
        return any(self._is_part_of(group, end, weak.similarity) for end in ends for group in groups)

    def _is_part_of(self, group: Group, end: Unlinked, similarity: float) -> bool:
        """Whether a clause, of this similarity to its own partner, is rather a part of a clause of `group`."""
        gain = self._gain(group, *end)
        if gain >= self.settings.certain_part:
            return True
        return gain > 0 and self._to_partner(group, *end) >= similarity + self.settings.doubt_margin

    def _best_part(self, groups: Sequence[Group]) -> tuple[float, int, Unlinked] | None:
        """The clause without a link that some group gains most by, if any does."""
        unlinked = self._unlinked(groups)
        gains = ((self._gain(group, *one), at, one) for at, group in enumerate(groups) for one in unlinked)
        best = max(gains, key=lambda found: found[0], default=None)
        return best if best is not None and best[0] > 0 else None

    def _unlinked(self, groups: Sequence[Group]) -> list[Unlinked]:
        """The clauses that are in none of `groups`, the old ones first."""
        old, new = {i for group in groups for i in group.old}, {j for group in groups for j in group.new}
        unlinked: list[Unlinked] = [("old", i) for i in self.left_old if i not in old]
        return unlinked + [("new", j) for j in self.left_new if j not in new]

    def _gain(self, group: Group, side: Literal["old", "new"], index: int) -> float:
        """Share of the clause that is in the other side of the group, not yet in its own; 0 if that is too little."""
        old, new = self.similarity.old, self.similarity.new
        if side == "old":
            part, covered, others = old[index], [old[k] for k in group.old], [new[k] for k in group.new]
        else:
            part, covered, others = new[index], [new[k] for k in group.new], [old[k] for k in group.old]
        if len(others) > 1:
            return 0.0
        gain = self.similarity.gain(part, others[0], covered)
        near = gain >= self.part_minimum and self._to_partner(group, side, index) >= self.minimum
        if near or gain >= self.settings.certain_part:
            return gain
        beside = {index - 1, index + 1} & set(group.old if side == "old" else group.new)
        return self._sentence_gain(group, side, index) if beside else 0.0

    def _sentence_gain(self, group: Group, side: Literal["old", "new"], index: int) -> float:
        """How much more of a sentence of the other side a clause has than its neighbour in the group; 0 if that is too
        little. The clause is what became of the sentence where it has most of it."""
        there = ("new", group.new[0]) if side == "old" else ("old", group.old[0])
        own = [(side, at) for at in (group.old if side == "old" else group.new)]
        shares = self.similarity.sentence_shares(there, (side, index), own)
        gains = [
            share - covered
            for share, covered in shares
            if share >= self.settings.sentence_share and share - covered >= self.settings.sentence_margin
        ]
        return max(gains, default=0.0) if len(shares) > 1 else 0.0

    def _to_partner(self, group: Group, side: Literal["old", "new"], index: int) -> float:
        """The similarity of a clause to the first clause of the other side of a group."""
        if side == "old":
            return self.similarity.whole(index, group.new[0])
        return self.similarity.whole(group.old[0], index)
