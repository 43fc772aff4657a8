"""The duties of one side that the other has nowhere. Rests on the sentences and topics that `annotate` gives."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kaigi_extract.clauses.align import link_groups
from kaigi_extract.clauses.crosswalk import annotated
from kaigi_extract.clauses.similarity import Likeness
from kaigi_extract.records import Actor, Clause, ClauseSet, Modality, Record, Sentence

COVERED = 0.5
"""Share of a duty's words, by weight, in one clause of the other side from which on it stands there."""
COVERED_IN_TOPIC = 0.4
"""The same where that clause is about the same topics."""
COVERED_IN_LINK = 0.25
"""The same where that clause is linked to the duty's."""
UNTOLD = frozenset({"general", "other", "purpose_of_terms"})
"""Topics that say nothing of what a clause asks."""

_SIDES: dict[Actor | None, str] = {"principal": "委託者", "contractor": "受託者", "both": "双方", None: "（主体不明）"}
_DOES: dict[Modality, str] = {"must": "義務", "must_not": "禁止", "may": "権限", "effort": "努力義務"}


class DutyGap(Record):
    """A duty that stands on one side only."""

    number: int
    label: str
    heading: str | None
    topics: list[str]
    actor: Actor | None
    modality: Modality
    text: str
    """The sentence, as printed."""
    exception: str | None = None
    nearest: int | None = None
    """The clause of the other side that comes nearest to it."""
    covered: float
    """Share of its words, by weight, that stand there; 0 to 1."""

    def __str__(self) -> str:
        duty = f"{_SIDES[self.actor]}の{_DOES[self.modality]}"
        return f"{self.label}（{self.heading or '見出しなし'}）{duty}：{self.text}"


def duty_gaps(a: ClauseSet, b: ClauseSet) -> list[DutyGap]:
    """The duties, prohibitions and powers of `a` that no clause of `b` has, in the order of `a`. Print one to read it.

    What a sentence only declares is no duty. Sets that are not annotated yet are annotated on the way.
    """
    one, other = annotated([a, b])
    return list(_Gaps(one.clauses, other.clauses).find())


@dataclass(frozen=True, slots=True)
class _Duty:
    clause: int
    sentence: Sentence
    modality: Modality


class _Gaps:
    def __init__(self, one: Sequence[Clause], other: Sequence[Clause]) -> None:
        self.one, self.other = one, other
        self.likeness = Likeness(one, other)
        groups = link_groups(one, other)
        self.linked = {index: group.new for group in groups for index in group.old}

    def find(self) -> Iterator[DutyGap]:
        """Clause by clause. A link holds for one duty at least: the one that stands there most."""
        for index, clause in enumerate(self.one):
            duties = [
                (_Duty(index, sentence, sentence.modality), *self._nearest(index, sentence))
                for sentence in clause.sentences or ()
                if sentence.modality is not None and sentence.modality != "declares"
            ]
            best = max((covered for _, covered, _ in duties), default=0.0) if index in self.linked else None
            for duty, covered, nearest in duties:
                if covered != best and covered < self._enough(index, nearest):
                    yield self._gap(duty, covered, nearest)

    def _nearest(self, index: int, sentence: Sentence) -> tuple[float, int | None]:
        """How much of a sentence the clause has that has most of it: by words, those on the same topics first."""
        found = [(self.likeness.share(sentence.text, at), at) for at in range(len(self.other))]
        ranked = [(share / self._enough(index, at), share, at) for share, at in found]
        _, share, at = max(ranked, default=(0.0, 0.0, None))
        return share, at

    def _enough(self, index: int, at: int | None) -> float:
        if at is None:
            return COVERED
        if at in self.linked.get(index, ()):
            return COVERED_IN_LINK
        topics = set(self.one[index].topics or ()) - UNTOLD
        return COVERED if topics.isdisjoint(self.other[at].topics or ()) else COVERED_IN_TOPIC

    def _gap(self, duty: _Duty, covered: float, nearest: int | None) -> DutyGap:
        clause = self.one[duty.clause]
        return DutyGap(
            number=clause.number,
            label=clause.label,
            heading=clause.heading,
            topics=clause.topics or [],
            actor=duty.sentence.actor,
            modality=duty.modality,
            text=duty.sentence.text,
            exception=duty.sentence.exception,
            nearest=None if nearest is None or not covered else self.other[nearest].number,
            covered=round(covered, 3),
        )
