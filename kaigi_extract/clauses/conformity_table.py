"""Clause sets held against a list of points: which a set fulfils, which it has in weaker words, which it lacks.

Rests on the sentences and topics that `annotate` gives, and on the words of the list. Each verdict names the clause and
the sentence that it rests on; where topics and words do not agree, or only a heading speaks of it, it says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from kaigi_extract.clauses.annotation import ensure_annotated
from kaigi_extract.clauses.changes import is_unsure
from kaigi_extract.clauses.checklist import Checklist, Point, Way, load_checklist
from kaigi_extract.clauses.family_groups import ClauseName, SetName, clause_name, set_name
from kaigi_extract.clauses.settings import DEFAULT_ALIGN, AlignSettings
from kaigi_extract.clauses.similarity import text_key
from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.records import Clause, ClauseSet, Record, Sentence
from kaigi_extract.records.display import Tabled

Verdict = Literal["fulfilled", "weaker", "missing"]
Why = Literal[
    "says_so",
    "headed",
    "other_topic",
    "heading_only",
    "effort",
    "weak_words",
    "permits",
    "other_side",
    "other_kind",
    "no_words",
    "nothing",
]
"""What a verdict rests on."""
REASONS: dict[Why, tuple[str, str]] = {
    "says_so": ("{label}がそう定める", "{label} says so"),
    "headed": ("{label}が見出しと文とでそう定める", "{label} says so by its heading and first sentence"),
    "other_topic": (
        "{label}の文言は当たるが、条の主題は別とみられる",
        "the words of {label} fit, but the clause seems to be about something else",
    ),
    "heading_only": (
        "{label}の見出しと文を合わせると当たるが、文だけでは定まらない",
        "the heading of {label} with its sentence fits, the sentence alone does not",
    ),
    "effort": ("{label}は努力義務にとどまる", "{label} asks for an effort only"),
    "weak_words": ("{label}は「{word}」により弱められている", "“{word}” makes {label} less than a duty"),
    "permits": ("{label}は条件を付けずに許している", "{label} permits without a condition"),
    "other_side": ("{label}は他方の当事者について定める", "{label} binds the other side"),
    "other_kind": (
        "{label}は触れているが、求められる種類の定め（義務・禁止・権限）ではない",
        "{label} speaks of it, but not as what is asked for (a duty, a prohibition, a power)",
    ),
    "no_words": (
        "{label}がこの主題の条とみられるが、求められる内容の文がない",
        "{label} seems to be about it, but no sentence says what is asked for",
    ),
    "nothing": ("これを定める条が見当たらない", "no clause was found that says so"),
}
"""In Japanese and English."""
_RANK: dict[Why, int] = {why: rank for rank, why in enumerate(REASONS)}


class Conforms(Record):
    """One point in one set."""

    set: int
    """Index of the set among those that were given, from 0."""
    point: str
    """The id of the point."""
    verdict: Verdict
    doubtful: bool
    """Whether a person should look: topics and words do not agree, or the clause was read with doubt."""
    clause: ClauseName | None = None
    """What the verdict rests on; None where nothing was found."""
    sentence: str | None = None
    """As printed."""
    pointer: str | None = None
    """JSON pointer into the annotated set: /clauses/3/sentences/1."""
    reason: str
    """In Japanese."""
    reason_en: str
    """In English."""


class Conformity(Tabled, Record):
    """Sets by points."""

    checklist: Checklist
    sets: list[SetName]
    """By ward, date and title, the columns of the table."""
    cells: list[Conforms]
    """A row of the table after the other: each point in every set."""

    def cell(self, point: str, place: int) -> Conforms:
        """The verdict on a point in the set that was given at a place. Raises `KeyError` where there is none."""
        for one in self.cells:
            if one.point == point and one.set == place:
                return one
        raise KeyError((point, place))

    def counts(self, place: int) -> Counter[Verdict]:
        """How many points a set fulfils, has in weaker words, and lacks."""
        return Counter(one.verdict for one in self.cells if one.set == place)


def conformity(
    clause_sets: Iterable[ClauseSet], checklist: Checklist | None = None, *, settings: AlignSettings = DEFAULT_ALIGN
) -> Conformity:
    """Each set against each point of a list, by default the national guideline's points on outsourcing.

    A point is fulfilled where a sentence of the kind that is asked for (a duty, a prohibition, a power) says one of the
    point's words, weaker where it only asks for an effort or leaves the matter to talks, else missing. Sets that are
    not annotated yet are annotated on the way, by `settings`.
    """
    points = load_checklist() if checklist is None else checklist
    sets = ensure_annotated(clause_sets, settings)
    names = [set_name(sets, place) for place in range(len(sets))]
    names.sort(key=lambda one: (one.ward or "", str(one.date or ""), one.title, one.place))
    said = {name.place: _Said.of(sets[name.place]) for name in names}
    cells = [
        _conforms(point, name.place, sets[name.place], said[name.place], points.weak_words, settings)
        for point in points.points
        for name in names
    ]
    return Conformity(checklist=points, sets=names, cells=cells)


@dataclass(frozen=True, slots=True)
class _Said:
    """A sentence of a set, as it is held against points."""

    clause: int
    place: int
    sentence: Sentence
    text: str
    with_heading: str
    topics: frozenset[str]

    @classmethod
    def of(cls, clause_set: ClauseSet) -> list[_Said]:
        """All sentences of a set, in order."""
        return [
            cls(at, place, sentence, text, text_key(clause.heading) + text, frozenset(clause.topics or ()))
            for at, clause in enumerate(clause_set.clauses)
            for place, sentence in enumerate(clause.sentences or ())
            for text in [text_key(sentence.text + (sentence.exception or ""))]
        ]


@dataclass(frozen=True, slots=True)
class _Found:
    """What a sentence says of a point."""

    why: Why
    said: _Said | None = None
    word: str = ""

    @property
    def verdict(self) -> Verdict:
        if self.why in ("says_so", "headed", "other_topic", "heading_only"):
            return "fulfilled"
        return "weaker" if self.why in ("effort", "weak_words", "permits") else "missing"

    def is_headed(self, point: Point) -> bool:
        """Whether the heading of its clause names the point."""
        heading = "" if self.said is None else self.said.with_heading.removesuffix(self.said.text)
        return any(text_key(word) in heading for word in point.words[0])

    @property
    def doubtful(self) -> bool:
        return self.why not in ("says_so", "headed", "effort", "weak_words", "nothing")


def _conforms(
    point: Point,
    place: int,
    clause_set: ClauseSet,
    said: Sequence[_Said],
    weak: Sequence[str],
    settings: AlignSettings,
) -> Conforms:
    """The verdict on one point in one set: what the sentence says that says most of it."""
    found = min(_all_found(point, clause_set, said, weak), key=lambda one: (_RANK[one.why], not one.is_headed(point)))
    held = found.said
    clause = None if held is None else clause_set.clauses[held.clause]
    named = {"label": _called(clause), "word": found.word}
    reason, reason_en = (words.format(**named) for words in REASONS[found.why])
    sure = clause is None or not is_unsure(clause, settings.certain_confidence)
    is_sentence = held is not None and held.place >= 0
    return Conforms(
        set=place,
        point=point.id,
        verdict=found.verdict,
        doubtful=found.doubtful or not sure,
        clause=None if clause is None else clause_name(clause),
        sentence=held.sentence.text if held is not None and is_sentence else None,
        pointer=None
        if held is None
        else f"/clauses/{held.clause}" + (f"/sentences/{held.place}" if is_sentence else ""),
        reason=reason,
        reason_en=reason_en,
    )


def _called(clause: Clause | None) -> str:
    """第３（秘密の保持）."""
    if clause is None:
        return ""
    return clause.label + (f"（{clause.heading}）" if clause.heading else "")


def _all_found(point: Point, clause_set: ClauseSet, said: Sequence[_Said], weak: Sequence[str]) -> Iterator[_Found]:
    """What each sentence says of a point, then what is about it without saying it, then nothing."""
    for one in said:
        found = [_found(point, way, one, weak) for way in point.ways]
        yield from (each for each in found if each is not None)
    for at, clause in enumerate(clause_set.clauses):
        if clause.topics and clause.topics[0] in point.topics:
            yield _Found("no_words", _Said(at, -1, Sentence(text=clause.text), "", "", frozenset()))
    yield _Found("nothing")


def _found(point: Point, way: Way, one: _Said, weak: Sequence[str]) -> _Found | None:
    """What a sentence says by one way to fulfil a point; None where it does not speak of it."""
    is_topic = not point.topics or not one.topics.isdisjoint(point.topics)
    alone, headed = _has_words(way, one.text), is_topic and _has_words(way, one.with_heading)
    if not alone and not headed:
        return None
    return _Found(*_why(point, way, one, weak, alone=alone, is_topic=is_topic))


def _why(
    point: Point, way: Way, one: _Said, weak: Sequence[str], *, alone: bool, is_topic: bool
) -> tuple[Why, _Said, str]:
    modality, actor = one.sentence.modality, way.actor or point.actor
    if actor is not None and one.sentence.actor not in (actor, "both", None):
        return "other_side", one, ""
    if modality == "effort":
        return "effort", one, ""
    if modality not in way.modality:
        return ("permits" if modality == "may" else "other_kind"), one, ""
    if word := next((word for word in weak if text_key(word) in one.text), None):
        return "weak_words", one, word
    if alone:
        return ("says_so" if is_topic else "other_topic"), one, ""
    return ("headed" if one.place == 0 else "heading_only"), one, ""


def _has_words(way: Way, text: str) -> bool:
    return all(any(text_key(word) in text for word in group) for group in way.words)
