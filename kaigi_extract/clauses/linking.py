"""Which clauses of two sets carry the same duties, by index. Compares no words in order and writes no record.

Equal texts are linked first, at no cost. Of the rest, headings and bodies are compared, and the pairing is taken that
is best as a whole. A clause that is left over may be a part of a clause that was split, or was merged into one.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence

import numpy as np

from kaigi_extract.clauses.assignment import best_pairs
from kaigi_extract.clauses.clause_parts import ClauseParts
from kaigi_extract.clauses.link_group import Group, SideName, Unlinked
from kaigi_extract.clauses.settings import DEFAULT_ALIGN, AlignSettings
from kaigi_extract.clauses.shared_terms import Shares
from kaigi_extract.clauses.similarity import Similarity, body_text, text_key
from kaigi_extract.records import Clause


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
    texts = [[text_key(body_text(clause)) for clause in side] for side in (old, new)]
    headed = [
        [(text, text_key(clause.heading)) for text, clause in zip(*side, strict=True)]
        for side in zip(texts, (old, new), strict=True)
    ]
    taken: dict[int, int] = {}
    for keys in (headed, texts):
        left: dict[object, deque[int]] = {}
        given = set(taken.values())
        for index, key in enumerate(keys[1]):
            if index not in given:
                left.setdefault(key, deque()).append(index)
        for index, key in enumerate(keys[0]):
            if texts[0][index] and index not in taken and left.get(key):
                taken[index] = left[key].popleft()
    yield from sorted(taken.items())


class _Pairing:
    """Pairs the clauses that have no equal text on the other side."""

    def __init__(
        self, similarity: Similarity, left_old: list[int], left_new: list[int], equal: int, settings: AlignSettings
    ) -> None:
        self.similarity, self.settings = similarity, settings
        self.left_old, self.left_new = left_old, left_new
        self.wholes = similarity.wholes(left_old, left_new)
        """The similarity of each clause that is left with each of the other side, by their places in those lists."""
        self.rows = {i: row for row, i in enumerate(left_old)}
        self.columns = {j: column for column, j in enumerate(left_new)}
        pairs = self._best_pairs()
        typical = self._typical(pairs, equal)
        strictness = typical**settings.strictness_exponent
        self.minimum = max(settings.minimum_similarity, settings.version_minimum * strictness)
        self.body_minimum = settings.body_minimum * strictness
        self.certain_body = settings.body_minimum * typical
        part_minimum = max(settings.part_minimum, settings.version_part_minimum * strictness)
        left: dict[SideName, list[int]] = {"old": left_old, "new": left_new}
        self.parts = ClauseParts(similarity, left, self.wholes, (self.minimum, part_minimum), settings)
        self.pairs = [pair for pair in pairs if self._is_link(*pair)]

    def groups(self) -> list[Group]:
        """The pairs, and with them what was split from or merged into one of each.

        A weak pair is none where one of its clauses is rather a part of a clause that has a better partner.
        """
        every = [self._group(i, j) for i, j in self.pairs]
        groups = [group for group in every if not self._is_weak(group)]
        groups += self.parts.without_parts([group for group in every if self._is_weak(group)], groups)
        groups += self._distinct(groups)
        self.parts.add_parts(groups, self._unlinked(groups))
        return groups

    def _distinct(self, groups: Sequence[Group]) -> list[Group]:
        """Clauses without a link whose bodies have much more in common than either has with any other clause."""
        unlinked = self._unlinked(groups)
        left_old, left_new = ([index for side, index in unlinked if side == name] for name in ("old", "new"))
        least = max(self.settings.distinct_body, self.body_minimum)
        found: list[Group] = []
        if not left_old or not left_new:
            return found
        of_old = self.similarity.bodies(left_old, range(len(self.similarity.new)))
        of_new = self.similarity.bodies(range(len(self.similarity.old)), left_new)
        for row, i in enumerate(left_old):
            column = int(of_new[i].argmax())
            j, body = left_new[column], of_new[i, column]
            if body < least:
                continue
            rival = max(_greatest_but(of_old[row], j), _greatest_but(of_new[:, column], i))
            is_enough = self.similarity.shared_terms(i, j) >= self.settings.distinct_terms
            if is_enough and body >= self.settings.distinct_ratio * rival:
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
        gains = self.wholes + self._bonuses() - self.settings.minimum_similarity
        return [(self.left_old[row], self.left_new[column]) for row, column in best_pairs(gains)]

    def _bonuses(self) -> Shares:
        """What the places of two clauses in their sets add to their similarity."""
        old = (np.array(self.left_old) + 0.5) / len(self.similarity.old)
        new = (np.array(self.left_new) + 0.5) / len(self.similarity.new)
        apart = np.abs(old[:, None] - new[None, :])
        bonuses: Shares = self.settings.order_bonus * (1 - apart)
        return bonuses

    def _is_link(self, i: int, j: int) -> bool:
        """Whether two clauses carry the same duty: their bodies have something in common, and enough of it."""
        body = self.similarity.body(i, j)
        return self.similarity.whole(i, j) >= self.minimum and body > 0 and body >= self.body_minimum

    def _group(self, i: int, j: int) -> Group:
        """One pair as a link, doubtful where it is weak, has a rival that is nearly as similar, or only a heading."""
        whole = self.similarity.whole(i, j)
        row, column = self.rows[i], self.columns[j]
        rival = max(_greatest_but(self.wholes[row], column), _greatest_but(self.wholes[:, column], row))
        doubtful = whole < max(self.minimum, rival) + self.settings.doubt_margin
        doubtful |= self.similarity.body(i, j) < self.certain_body
        return Group([i], [j], whole, doubtful, self.similarity.common(i, j))

    def _is_weak(self, group: Group) -> bool:
        return group.similarity < self.minimum + self.settings.doubt_margin

    def _unlinked(self, groups: Sequence[Group]) -> list[Unlinked]:
        """The clauses that are in none of `groups`, the old ones first."""
        old, new = {i for group in groups for i in group.old}, {j for group in groups for j in group.new}
        unlinked: list[Unlinked] = [("old", i) for i in self.left_old if i not in old]
        return unlinked + [("new", j) for j in self.left_new if j not in new]


def _greatest_but(values: Shares, at: int) -> float:
    """The greatest of numbers but for the one at a place; 0 where there is no other."""
    return float(np.delete(values, at).max(initial=0.0))
