"""What the annotators are asked about one clause, and what they answer: equal questions have equal answers.

A question holds all that an answer depends on, beside the models and the settings, and an answer none of the clause's
words: so answers can be kept, and given to every clause that says the same. Pure; loads no model.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kaigi_extract.clauses.sentences import Statement, statements
from kaigi_extract.clauses.settings import DEFAULT_ALIGN, AlignSettings
from kaigi_extract.clauses.topic_ids import TopicReason
from kaigi_extract.clauses.topic_texts import paragraph_texts, topic_texts
from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.records import Actor, Clause, ClauseSet, ClauseSetKind, Modality, Sentence

SPEAKS_TO_CONTRACTOR: frozenset[ClauseSetKind] = frozenset({"special_terms", "specification"})
"""Kinds of set that speak to the contractor, so that a duty without a subject is the contractor's."""

CONTRACTS: frozenset[ClauseSetKind] = SPEAKS_TO_CONTRACTOR | {"agreement"}
"""Kinds of set in which 乙は…を行う。 is a duty."""


@dataclass(frozen=True, slots=True)
class ClauseQuestion:
    """All that is asked of one clause."""

    topic_text: str
    """As the topics' pipeline reads it."""
    paragraphs: tuple[str, ...]
    """The paragraphs that it numbers, as the pipeline reads them."""
    statements: tuple[Statement, ...]
    principal: str | None
    """What the set calls its sides."""
    contractor: str | None
    speaks_to_contractor: bool
    is_contract: bool


@dataclass(frozen=True, slots=True)
class ClauseTopic:
    """One topic of a clause, and why it is one."""

    topic: str
    score: float
    """Its probability, 0 to 1, by the text that gave it."""
    reason: TopicReason


@dataclass(frozen=True, slots=True)
class SentenceAnswer:
    """Who must do what by one sentence, and which of the clause's topics it is about."""

    actor: Actor | None
    modality: Modality | None
    topics: tuple[tuple[str, float], ...] = ()
    """With the probability of each, 0 to 1; empty where that was not asked."""


@dataclass(frozen=True, slots=True)
class ClauseAnswer:
    """What a clause is about, and who must do what by it."""

    topics: tuple[ClauseTopic, ...]
    sentences: tuple[SentenceAnswer, ...]
    """One for each statement of the question."""


def questions_of(clause_set: ClauseSet, settings: AlignSettings = DEFAULT_ALIGN) -> list[ClauseQuestion]:
    """The question of each clause of a set. Of `settings` those of topics count."""
    texts = topic_texts(clause_set.clauses, settings)
    return [
        ClauseQuestion(
            topic_text=text,
            paragraphs=tuple(paragraph_texts(clause)),
            statements=tuple(statements(clause)),
            principal=clause_set.parties.principal,
            contractor=clause_set.parties.contractor,
            speaks_to_contractor=clause_set.kind in SPEAKS_TO_CONTRACTOR,
            is_contract=clause_set.kind in CONTRACTS,
        )
        for clause, text in zip(clause_set.clauses, texts, strict=True)
    ]


def answered(clause: Clause, question: ClauseQuestion, answer: ClauseAnswer) -> Clause:
    """A copy of a clause with `sentences`, `actor`, `modality` and `topics`."""
    return clause.model_copy(update=annotated_fields(question, answer), deep=True)


def annotated_fields(question: ClauseQuestion, answer: ClauseAnswer) -> dict[str, Any]:
    """What an answer fills in of a clause, by field."""
    sentences = sentences_of(question, answer)
    actor, modality = _first(sentences)
    topics = [each.topic for each in answer.topics]
    return {"sentences": sentences, "actor": actor, "modality": modality, "topics": topics}


def sentences_of(question: ClauseQuestion, answer: ClauseAnswer) -> list[Sentence]:
    """The sentences of a clause, as they are printed, with what is answered of each."""
    return [
        Sentence(text=said.text, actor=each.actor, modality=each.modality, exception=said.exception)
        for said, each in zip(question.statements, answer.sentences, strict=True)
    ]


def _first(sentences: Sequence[Sentence]) -> tuple[Actor | None, Modality | None]:
    """Actor and modality of the first sentence that has both; where none has an actor, the first modality."""
    for sentence in sentences:
        if sentence.actor is not None and sentence.modality is not None:
            return sentence.actor, sentence.modality
    return None, next((sentence.modality for sentence in sentences if sentence.modality is not None), None)
