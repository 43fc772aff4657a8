"""The duties of one set that another has nowhere. Rests on the sentences and topics that `annotate` gives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kaigi_extract.clauses.annotation import ensure_annotated
from kaigi_extract.clauses.duties import is_likewise, plain_text
from kaigi_extract.clauses.linking import link_groups
from kaigi_extract.clauses.settings import DEFAULT_ALIGN, AlignSettings
from kaigi_extract.clauses.similarity import Similarity
from kaigi_extract.clauses.topic_ids import UNSPECIFIC_TOPICS
from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.records import Actor, Clause, ClauseSet, Modality, Record, Sentence

_ACTOR_WORDS: dict[Actor | None, str] = {
    "principal": "委託者",
    "contractor": "受託者",
    "both": "双方",
    None: "（主体不明）",
}
_MODALITY_WORDS: dict[Modality, str] = {"must": "義務", "must_not": "禁止", "may": "権限", "effort": "努力義務"}


class DutyGap(Record):
    """A duty that one of two sets has and the other lacks."""

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
    """Share of its words, by weight, that are found there; 0 to 1."""

    def __str__(self) -> str:
        duty = f"{_ACTOR_WORDS[self.actor]}の{_MODALITY_WORDS[self.modality]}"
        return f"{self.label}（{self.heading or '見出しなし'}）{duty}：{self.text}"


def duty_gaps(a: ClauseSet, b: ClauseSet, *, settings: AlignSettings = DEFAULT_ALIGN) -> list[DutyGap]:
    """The duties, prohibitions and powers of `a` that no clause of `b` has, in the order of `a`. Print one to read it.

    What a sentence only declares is no duty. Sets that are not annotated yet are annotated on the way. `settings` are
    the numbers by which clauses are linked, and by which a duty counts as found.
    """
    one, other = ensure_annotated([a, b], settings)
    return list(_Gaps(one.clauses, other.clauses, settings).find())


@dataclass(frozen=True, slots=True)
class _Duty:
    clause: int
    sentence: Sentence
    modality: Modality


def _duties(index: int, clause: Clause) -> Iterator[_Duty]:
    """The sentences of a clause that ask, forbid or allow something."""
    for sentence in _with_likewise(clause.sentences or ()):
        if sentence.modality is not None and sentence.modality != "declares":
            yield _Duty(index, sentence, sentence.modality)


def _with_likewise(sentences: Iterable[Sentence]) -> list[Sentence]:
    """The sentences, each with those behind it that only say that the same holds elsewhere (…もまた同様とする。)."""
    found: list[Sentence] = []
    for sentence in sentences:
        if found and is_likewise(plain_text(sentence.text)):
            found[-1] = found[-1].model_copy(update={"text": f"{found[-1].text}{sentence.text}"})
        else:
            found.append(sentence)
    return found


class _Gaps:
    """The clauses of one set beside those of another, and which of them are linked."""

    def __init__(self, one: Sequence[Clause], other: Sequence[Clause], settings: AlignSettings) -> None:
        self.one, self.other, self.settings = one, other, settings
        self.similarity = Similarity(one, other, settings)
        groups = link_groups(one, other, settings)
        self.linked = {index: group.new for group in groups for index in group.old}

    def find(self) -> Iterator[DutyGap]:
        """The gaps, clause by clause. A link holds for one duty at least: the one that is found there most."""
        for index, clause in enumerate(self.one):
            duties = [(duty, *self._nearest(duty)) for duty in _duties(index, clause)]
            best = max((covered for _, covered, _ in duties), default=0.0) if index in self.linked else None
            for duty, covered, nearest in duties:
                if covered != best and covered < self._enough(duty, nearest):
                    yield self._gap(duty, covered, nearest)

    def _nearest(self, duty: _Duty) -> tuple[float, int | None]:
        """The clause that comes nearest to holding a duty, and the share of the duty's words that it has.

        Shares are ranked by what is enough for the clause, so that linked clauses and those of one topic come first.
        """
        found = [(self.similarity.share(duty.sentence.text, at), at) for at in range(len(self.other))]
        ranked = [(share / self._enough(duty, at), share, at) for share, at in found]
        _, share, at = max(ranked, default=(0.0, 0.0, None))
        return share, at

    def _enough(self, duty: _Duty, at: int | None) -> float:
        """The share of a duty from which on clause `at` of the other side has it."""
        index = duty.clause
        if at is None:
            return self.settings.duty_share
        if at in self.linked.get(index, ()):
            return self.settings.duty_share_in_link
        topics = set(self.one[index].topics or ()) - UNSPECIFIC_TOPICS
        other_topic = topics.isdisjoint(self.other[at].topics or ())
        forbids = any(sentence.modality == "must_not" for sentence in self.other[at].sentences or ())
        if not other_topic and forbids and duty.modality == "must_not":
            return self.settings.ban_share_in_topic
        return self.settings.duty_share if other_topic else self.settings.duty_share_in_topic

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
