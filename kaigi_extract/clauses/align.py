"""The clauses of two sets side by side: which carry the same duties, and what changed. Cuts words, parses nothing.

Equal texts come first, for nothing; of the rest headings and bodies are weighed against each other, and the pairing
taken that is best as a whole. What is left over may be a part of a clause that was split, or was merged into one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from kaigi_extract.clauses.assignment import best_pairs
from kaigi_extract.clauses.changes import Comparison, Renumbering, Side, compare
from kaigi_extract.clauses.similarity import Likeness, body_text, plain
from kaigi_extract.records import Alignment, Clause, ClauseSet, Link
from kaigi_extract.records.provenance import remember_sets

# Likeness runs from 0 to 1. What two clauses of one duty share depends on how far apart their sets are written:
# versions of one ward share nearly all, two wards a third. `typical` is the upper quartile of what the paired clauses
# reach: near 1 for versions, even where many clauses are new; about a half for two wards. Its fourth power, `strict`,
# near 1 or near 0, says how much more must be asked of versions.
LEAST = 0.2
"""Likeness below which two clauses of two wards have nothing to do with each other."""
LEAST_OF_STRICT = 0.35
"""The same for versions of one ward, as a share of `strict`: there unrelated clauses share whole phrases."""
LEAST_BODY = 0.25
"""Likeness of the bodies alone, as a share of `strict`: below it an old heading covers a new duty."""
LEAST_GAIN = 0.1
"""Share of a left-over clause that is found in a linked clause and not in its partner: at least a tenth of it ..."""
GAIN_OF_STRICT = 0.4
"""... and as a share of `strict`."""
PART = 0.5
"""Such a share from which on a clause is a part of the other whatever its heading says."""
ORDER_HINT = 0.03
"""What the same place in both sets adds to a likeness: it settles ties and moves no clause that has a better match."""
CLOSE = 0.1
"""How much better than the least likeness, and than the next best clause, a link must be to stand without doubt."""
REASON_TERMS = 4
"""Terms that a reason names."""

Loose = tuple[Literal["old", "new"], int]
"""A clause without a link: its side and index."""


@dataclass(slots=True)
class Group:
    """A link in the making, by index."""

    old: list[int]
    new: list[int]
    likeness: float = 1.0
    doubtful: bool = False
    shared: list[str] = field(default_factory=list)
    """Terms of both bodies; empty where the texts are equal."""


def align(old: ClauseSet, new: ClauseSet) -> Alignment:
    """Which clauses of `old` and `new` carry the same duties, for two versions of one ward and for two wards alike.

    Clauses are named by their numbers. Sudachi is loaded at the first pair of clauses that differ in more than width.
    """
    return align_groups(old, new, Side(old.clauses), Side(new.clauses))[0]


def align_groups(
    old: ClauseSet, new: ClauseSet, one: Side, other: Side
) -> tuple[Alignment, list[Group], list[Comparison]]:
    """The alignment; for each link also which clauses it joins by index, and what changed word by word."""
    groups = link_groups(old.clauses, new.clauses)
    follows = renumbering(groups, one, other).follows
    found = [compare(one, other, (group.old, group.new), follows) for group in groups]
    alignment = Alignment(
        old=old.title,
        new=new.title,
        links=[_link(group, one, other, changes) for group, changes in zip(groups, found, strict=True)],
        added=_left(new.clauses, (index for group in groups for index in group.new)),
        removed=_left(old.clauses, (index for group in groups for index in group.old)),
    )
    return remember_sets(alignment, old, new), groups, found


def renumbering(groups: Sequence[Group], old: Side, new: Side) -> Renumbering:
    """Which clause numbers became which."""
    return Renumbering(
        {old.clauses[index].number: at for at, group in enumerate(groups) for index in group.old},
        {new.clauses[index].number: at for at, group in enumerate(groups) for index in group.new},
    )


def link_groups(old: Sequence[Clause], new: Sequence[Clause]) -> list[Group]:
    """The links by index, in the order of the old clauses."""
    groups = [Group([i], [j]) for i, j in _equal_texts(old, new)]
    left_old = sorted(set(range(len(old))).difference(group.old[0] for group in groups))
    left_new = sorted(set(range(len(new))).difference(group.new[0] for group in groups))
    if left_old and left_new:
        groups += _Pairing(old, new, left_old, left_new, len(groups)).groups()
    return sorted(groups, key=lambda group: (group.old, group.new))


def _equal_texts(old: Sequence[Clause], new: Sequence[Clause]) -> Iterator[tuple[int, int]]:
    """Clauses of one text once width is folded; of several such, first those of one heading, then in order."""
    places: dict[str, list[int]] = defaultdict(list)
    for index, clause in enumerate(new):
        places[plain(body_text(clause))].append(index)
    texts = [plain(body_text(clause)) for clause in old]
    taken: dict[int, int] = {}
    for same_heading in (True, False):
        for index, text in enumerate(texts):
            if index in taken or not text:
                continue
            fits = (j for j in places[text] if not same_heading or _title(new[j]) == _title(old[index]))
            if (found := next(fits, None)) is not None:
                places[text].remove(found)
                taken[index] = found
    yield from sorted(taken.items())


def _title(clause: Clause) -> str:
    return plain(clause.heading)


class _Pairing:
    """Pairs the clauses that have no equal text on the other side."""

    def __init__(
        self, old: Sequence[Clause], new: Sequence[Clause], left_old: list[int], left_new: list[int], equal: int
    ) -> None:
        self.likeness = Likeness(old, new)
        self.left_old, self.left_new = left_old, left_new
        pairs = self._best()
        reached = sorted([1.0] * equal + [self.likeness.whole(*pair) for pair in pairs])
        typical = reached[len(reached) * 3 // 4] if reached else 1.0
        strict = typical**4
        self.least = max(LEAST, LEAST_OF_STRICT * strict)
        self.least_body = LEAST_BODY * strict
        self.sure_body = LEAST_BODY * typical
        self.least_gain = max(LEAST_GAIN, GAIN_OF_STRICT * strict)
        self.pairs = [pair for pair in pairs if self._carries(*pair)]

    def groups(self) -> list[Group]:
        """The pairs, and with them what was split from or merged into one of each.

        A weak pair is none where one of its clauses is rather a part of a clause that has a better partner.
        """
        every = [self._group(i, j) for i, j in self.pairs]
        groups = [group for group in every if not self._is_weak(group)]
        groups += [group for group in every if self._is_weak(group) and not self._is_of_parts(group, groups)]
        while (best := self._best_part(groups)) is not None:
            gain, at, (side, index) = best
            groups[at].doubtful |= gain < PART
            indices = groups[at].old if side == "old" else groups[at].new
            indices[:] = sorted([*indices, index])
        return groups

    def _is_weak(self, group: Group) -> bool:
        return group.likeness < self.least + CLOSE

    def _is_of_parts(self, weak: Group, groups: Sequence[Group]) -> bool:
        """Whether either clause is a part of a clause in one of `groups`, or much more like that than its partner."""
        ends: list[Loose] = [("old", weak.old[0]), ("new", weak.new[0])]
        return any(
            (gain := self._gain(group, *end)) >= PART or (gain > 0 and self._near(group, *end) >= weak.likeness + CLOSE)
            for end in ends
            for group in groups
        )

    def _best_part(self, groups: Sequence[Group]) -> tuple[float, int, Loose] | None:
        """The clause without a link that some group gains most by, if any does."""
        old, new = {i for group in groups for i in group.old}, {j for group in groups for j in group.new}
        loose: list[Loose] = [("old", i) for i in self.left_old if i not in old]
        loose += [("new", j) for j in self.left_new if j not in new]
        gains = ((self._gain(group, *one), at, one) for at, group in enumerate(groups) for one in loose)
        best = max(gains, key=lambda found: found[0], default=None)
        return best if best is not None and best[0] > 0 else None

    def _best(self) -> list[tuple[int, int]]:
        rows = [[self._hinted(i, j) - LEAST for j in self.left_new] for i in self.left_old]
        return [(self.left_old[row], self.left_new[column]) for row, column in best_pairs(rows)]

    def _hinted(self, i: int, j: int) -> float:
        apart = abs((i + 0.5) / len(self.likeness.old) - (j + 0.5) / len(self.likeness.new))
        return self.likeness.whole(i, j) + ORDER_HINT * (1 - apart)

    def _carries(self, i: int, j: int) -> bool:
        return self.likeness.whole(i, j) >= self.least and self.likeness.body(i, j) >= max(self.least_body, 1e-9)

    def _group(self, i: int, j: int) -> Group:
        whole = self.likeness.whole(i, j)
        rivals = [self.likeness.whole(i, other) for other in self.left_new if other != j]
        rivals += [self.likeness.whole(other, j) for other in self.left_old if other != i]
        doubtful = whole < max(self.least, *rivals, 0.0) + CLOSE
        doubtful |= self.likeness.body(i, j) < self.sure_body
        return Group([i], [j], whole, doubtful, self.likeness.common(i, j))

    def _gain(self, group: Group, side: Literal["old", "new"], index: int) -> float:
        """What of the clause is in the other side of the group, not yet in its own; 0 if that is too little."""
        old, new = self.likeness.old, self.likeness.new
        if side == "old":
            part, covered, others = old[index], [old[k] for k in group.old], [new[k] for k in group.new]
        else:
            part, covered, others = new[index], [new[k] for k in group.new], [old[k] for k in group.old]
        if len(others) > 1:
            return 0.0
        gain = self.likeness.gain(part, others[0], covered)
        near = gain >= self.least_gain and self._near(group, side, index) >= self.least
        return gain if near or gain >= PART else 0.0

    def _near(self, group: Group, side: Literal["old", "new"], index: int) -> float:
        return self.likeness.whole(index, group.new[0]) if side == "old" else self.likeness.whole(group.old[0], index)


def _link(group: Group, old: Side, new: Side, found: Comparison) -> Link:
    return Link(
        old=[old.clauses[index].number for index in group.old],
        new=[new.clauses[index].number for index in group.new],
        changes=found.changes,
        doubtful=group.doubtful or found.doubtful,
        similarity=round(group.likeness, 3),
        reason=_reason(group, old, new, found),
    )


def _reason(group: Group, old: Side, new: Side, found: Comparison) -> str:
    """Why they are linked, and what is doubtful about it, in words."""
    first = old.clauses[group.old[0]].heading
    heading = f"heading 「{first}」" if first and not found.heading else "other heading" if found.heading else ""
    words = "、".join(group.shared[:REASON_TERMS])
    text = f"both tell of {words}" if words else "same text"
    parts = [heading, text]
    parts += ["split"] if len(group.new) > 1 else ["merged"] if len(group.old) > 1 else []
    parts += ["the link is doubtful"] if group.doubtful else []
    parts += ["differs in characters read with doubt"] if found.doubtful else []
    return "; ".join(filter(None, parts))


def _left(clauses: Sequence[Clause], linked: Iterable[int]) -> list[int]:
    seen = set(linked)
    return [clause.number for index, clause in enumerate(clauses) if index not in seen]
