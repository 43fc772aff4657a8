"""Annotating clause sets: sentences with actor and modality, and topics.

Touches records. GiNZA and the topics' pipeline are loaded at the first call, once a process.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from kaigi_extract.clauses.answers import ClauseAnswer, ClauseQuestion, SentenceAnswer, answered, questions_of
from kaigi_extract.clauses.duties import Answer, Mention, Reader, answers_of, plain_text
from kaigi_extract.clauses.settings import DEFAULT_ALIGN, AlignSettings
from kaigi_extract.records import ClauseSet, Parties


def annotate(clause_set: ClauseSet, *, settings: AlignSettings = DEFAULT_ALIGN) -> ClauseSet:
    """A copy of the set whose clauses have `sentences`, `actor`, `modality` and `topics`.

    Of `settings` those of topics count.
    """
    return annotate_all([clause_set], settings)[0]


def annotate_all(clause_sets: Sequence[ClauseSet], settings: AlignSettings = DEFAULT_ALIGN) -> list[ClauseSet]:
    """Copies of the sets, annotated.

    All go through GiNZA and the topics' pipeline together, what several sets say in the same words once; what is kept
    of a parse is the answer to who must do what.
    """
    asked = [questions_of(clause_set, settings) for clause_set in clause_sets]
    answers = answers_to([question for questions in asked for question in questions], settings)
    return [
        _annotated_set(clause_set, questions, answers) for clause_set, questions in zip(clause_sets, asked, strict=True)
    ]


def answers_to(
    questions: Iterable[ClauseQuestion], settings: AlignSettings = DEFAULT_ALIGN
) -> dict[ClauseQuestion, ClauseAnswer]:
    """What the annotators say of clauses; each distinct question is asked once."""
    from kaigi_extract.clauses.topics import clause_topics

    distinct = list(dict.fromkeys(questions))
    topics = clause_topics([(one.topic_text, one.paragraphs) for one in distinct], settings)
    readers = _Readers()
    parses = answers_of(_asked(distinct, readers))
    return {
        one: ClauseAnswer(tuple(about), _said(one, readers, parses))
        for one, about in zip(distinct, topics, strict=True)
    }


def with_sentence_topics(
    answers: Mapping[ClauseQuestion, ClauseAnswer], settings: AlignSettings = DEFAULT_ALIGN
) -> dict[ClauseQuestion, ClauseAnswer]:
    """The answers, with the topics of each sentence.

    A clause with one topic speaks of nothing else. Of several, a sentence is about those that are probable of its own
    words, or else about the one that is the most so.
    """
    from kaigi_extract.clauses.topics import topic_probabilities

    several = [one for one, answer in answers.items() if len(answer.topics) > 1]
    cats = topic_probabilities("\n" + said.text for one in several for said in one.statements)
    return {one: _with_topics(one, answer, cats, settings) for one, answer in answers.items()}


def _with_topics(
    question: ClauseQuestion, answer: ClauseAnswer, cats: Mapping[str, Mapping[str, float]], settings: AlignSettings
) -> ClauseAnswer:
    topics = [(each.topic, each.score) for each in answer.topics]
    sentences = []
    for said, one in zip(question.statements, answer.sentences, strict=True):
        about = topics
        if len(topics) > 1:
            scores = cats["\n" + said.text]
            ranked = sorted(((each, scores[each]) for each, _ in topics), key=lambda pair: -pair[1])
            about = [pair for pair in ranked if pair[1] >= settings.sentence_probability] or ranked[:1]
        sentences.append(SentenceAnswer(one.actor, one.modality, tuple(about)))
    return ClauseAnswer(answer.topics, tuple(sentences))


def load_annotators() -> None:
    """Loads GiNZA and the topics' pipeline, as the first clause that needs them would.

    Raises whatever a model that is missing or broken makes spaCy raise.
    """
    from kaigi_extract.clauses.topics import topic_probabilities

    topic_probabilities(["\n乙は、甲に報告する。"])
    answers_of({"乙は甲に報告する": set()})


class _Readers:
    """The readers of several sets: one for all that call their sides the same."""

    def __init__(self) -> None:
        self._known: dict[tuple[str | None, str | None, bool, bool], Reader] = {}

    def of(self, question: ClauseQuestion) -> Reader:
        key = (question.principal, question.contractor, question.speaks_to_contractor, question.is_contract)
        if key not in self._known:
            self._known[key] = Reader.of(
                Parties(principal=question.principal, contractor=question.contractor),
                speaks_to_contractor=question.speaks_to_contractor,
                is_contract=question.is_contract,
            )
        return self._known[key]


def _asked(questions: Iterable[ClauseQuestion], readers: _Readers) -> dict[str, set[Mention]]:
    """The plain sentences whose words leave open who is the subject, and the parties that may be."""
    asked: dict[str, set[Mention]] = {}
    for question in questions:
        reader = readers.of(question)
        for statement in question.statements:
            if reader.needs_parse(plain := plain_text(statement.text)):
                asked.setdefault(plain, set()).update(reader.find(plain))
    return asked


def _said(question: ClauseQuestion, readers: _Readers, parses: Mapping[str, Answer]) -> tuple[SentenceAnswer, ...]:
    found = readers.of(question).read(question.statements, parses)
    return tuple(SentenceAnswer(sentence.actor, sentence.modality) for sentence in found)


def _annotated_set(
    clause_set: ClauseSet, questions: Sequence[ClauseQuestion], answers: Mapping[ClauseQuestion, ClauseAnswer]
) -> ClauseSet:
    clauses = [
        answered(clause, question, answers[question])
        for clause, question in zip(clause_set.clauses, questions, strict=True)
    ]
    return clause_set.model_copy(update={"clauses": clauses}, deep=True)


def ensure_annotated(clause_sets: Iterable[ClauseSet], settings: AlignSettings = DEFAULT_ALIGN) -> list[ClauseSet]:
    """The sets with topics and sentences: themselves where they have them, the others annotated as one batch."""
    every = list(clause_sets)
    bare = [index for index, clause_set in enumerate(every) if not is_annotated(clause_set)]
    if bare:
        found = annotate_all([every[index] for index in bare], settings)
        for index, clause_set in zip(bare, found, strict=True):
            every[index] = clause_set
    return every


def is_annotated(clause_set: ClauseSet) -> bool:
    """Whether all clauses of a set have topics and sentences."""
    return all(clause.topics is not None and clause.sentences is not None for clause in clause_set.clauses)
