"""What two clause sets have in common as wholes: the clauses that both have, in the same order. Writes no record.

Sets on one subject share words, and wards say the same duties in words of their own: neither makes one set a descendant
of another. Whole clauses that follow each other as they do elsewhere do. What the two sides are called and how clauses
are numbered is left aside.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

import numpy as np

from kaigi_extract.clauses.settings import AlignSettings
from kaigi_extract.clauses.shingles import NUMBERS, Signatures, near_pairs, resemblances, signatures
from kaigi_extract.clauses.similarity import body_text, text_key
from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.records import Clause, ClauseSet, Parties
from kaigi_extract.text import fold, squeeze
from kaigi_extract.text.late_pattern import late_pattern

_PRINCIPAL = ("甲", "委託者", "発注者", "注文者", "委託元")
_CONTRACTOR = ("乙", "受託事業者", "受託業者", "受託者", "受注者", "請負者", "委託先")
_NUMBER = late_pattern(r"第[0-9〇一二三四五六七八九十百]+(?=[条項号])")


@dataclass(frozen=True, slots=True)
class SetTexts:
    """The clauses of a set as they are held against others. Clauses without words are none."""

    clauses: tuple[Clause, ...]
    """With the text that is compared in the place of their own, items with it."""

    @classmethod
    def of(cls, clause_set: ClauseSet) -> SetTexts:
        """Of a set as it was read or composed."""
        plain = _PlainParties(clause_set.parties)
        pairs = ((clause, plain(text_key(body_text(clause)))) for clause in clause_set.clauses)
        return cls(
            tuple(
                clause.model_copy(update={"text": text, "items": [], "references": []})
                for clause, text in pairs
                if text
            )
        )

    @property
    def texts(self) -> tuple[str, ...]:
        """What is compared."""
        return tuple(clause.text for clause in self.clauses)

    @property
    def digest(self) -> str:
        """The same for sets that say the same."""
        return hashlib.blake2b("\n".join(self.texts).encode("utf-8", "replace"), digest_size=16).hexdigest()


class _PlainParties:
    """Gives both sides one name each, whatever the set calls them, and takes the numbers from references."""

    def __init__(self, parties: Parties) -> None:
        own = [(squeeze(fold(name)), "甲") for name in [parties.principal] if name]
        own += [(squeeze(fold(name)), "乙") for name in [parties.contractor] if name]
        self.names = dict([*((name, "甲") for name in _PRINCIPAL), *((name, "乙") for name in _CONTRACTOR), *own])
        longest = sorted(self.names, key=lambda name: (-len(name), name))
        self.pattern = re.compile("|".join(map(re.escape, longest)))

    def __call__(self, text: str) -> str:
        return _NUMBER.sub("第#", self.pattern.sub(lambda found: self.names[found[0]], text))


class Evidence:
    """Sets side by side, by index: which clauses they share. Every distinct text has one signature."""

    def __init__(self, sets: Sequence[SetTexts], settings: AlignSettings) -> None:
        self.settings = settings
        texts = sorted({text for one in sets for text in one.texts})
        number = {text: at for at, text in enumerate(texts)}
        self.lengths = np.array([len(text) for text in texts], dtype=np.int64)
        self.signatures = signatures(texts)
        self.members = [np.array([number[text] for text in one.texts], dtype=np.int64) for one in sets]

    def of_sets(self) -> Signatures:
        """The signature of each set. One without words has none like it."""
        empty = np.arange(NUMBERS, dtype=np.uint32)
        return np.array(
            [self.signatures[held].min(axis=0) if len(held) else empty + at for at, held in enumerate(self.members)]
        ).reshape(len(self.members), NUMBERS)

    def near(self, nodes: Sequence[int]) -> list[tuple[int, int]]:
        """Pairs of these sets that may be related, those that share most first."""
        return [
            (nodes[one], nodes[other]) for one, other in near_pairs(self.signatures, [self.members[k] for k in nodes])
        ]

    def share(self, one: int, other: int) -> tuple[float, int]:
        """The share of both texts that stands in clauses of both, in order, 0 to 1; and how many clauses those are."""
        left, right = self.members[one], self.members[other]
        if not len(left) or not len(right):
            return 0.0, 0
        alike = resemblances(self.signatures[left], self.signatures[right])
        rows, columns = np.nonzero(alike >= self.settings.shared_clause)
        weights = alike[rows, columns] * (self.lengths[left[rows]] + self.lengths[right[columns]])
        chain, count = _best_chain(list(zip(rows.tolist(), columns.tolist(), weights.tolist(), strict=True)))
        return chain / float(self.lengths[left].sum() + self.lengths[right].sum()), count

    def related(self, one: int, other: int, least: float) -> bool:
        """Whether two sets have enough in common: so great a share, and in so many clauses; all where there are few."""
        share, count = self.share(one, other)
        few = min(len(self.members[one]), len(self.members[other]))
        return share >= least and count >= min(self.settings.family_clauses, few)


def _best_chain(pairs: Sequence[tuple[int, int, float]]) -> tuple[float, int]:
    """The weight and length of the heaviest run of pairs (row, column, weight) that go forward on both sides."""
    best: list[tuple[float, int]] = []
    for at, (i, j, weight) in enumerate(pairs):
        before = ((best[k][0], best[k][1]) for k in range(at) if pairs[k][0] < i and pairs[k][1] < j)
        total, count = max(before, default=(0.0, 0))
        best.append((total + weight, count + 1))
    return max(best, default=(0.0, 0))
