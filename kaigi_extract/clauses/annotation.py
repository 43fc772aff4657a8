"""Annotating clause sets: sentences with actor and modality, and topics.

Touches records. GiNZA and the topics' pipeline are loaded at the first call, once a process.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from kaigi_extract.clauses.duties import Answer, Mention, Reader, answers_of, plain_text
from kaigi_extract.clauses.sentences import statements
from kaigi_extract.clauses.settings import DEFAULT_ALIGN, AlignSettings
from kaigi_extract.records import Actor, Clause, ClauseSet, ClauseSetKind, Modality, Sentence

SPEAKS_TO_CONTRACTOR: frozenset[ClauseSetKind] = frozenset({"special_terms", "specification"})
"""Kinds of set that speak to the contractor, so that a duty without a subject is the contractor's."""

CONTRACTS: frozenset[ClauseSetKind] = SPEAKS_TO_CONTRACTOR | {"agreement"}
"""Kinds of set in which 乙は…を行う。 is a duty."""


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
    from kaigi_extract.clauses.topics import topics_by_set

    answers = answers_of(_asked(clause_sets))
    return [
        _annotated_set(clause_set, answers, topics)
        for clause_set, topics in zip(clause_sets, topics_by_set(clause_sets, settings), strict=True)
    ]


def _asked(clause_sets: Iterable[ClauseSet]) -> dict[str, set[Mention]]:
    """The plain sentences whose words leave open who is the subject, and the parties that may be."""
    asked: dict[str, set[Mention]] = {}
    for clause_set in clause_sets:
        reader = _reader(clause_set)
        for clause in clause_set.clauses:
            for statement in statements(clause):
                if reader.needs_parse(plain := plain_text(statement.text)):
                    asked.setdefault(plain, set()).update(reader.find(plain))
    return asked


def _annotated_set(clause_set: ClauseSet, answers: Mapping[str, Answer], topics: Sequence[list[str]]) -> ClauseSet:
    reader = _reader(clause_set)
    clauses = [
        _annotated(clause, reader.read(statements(clause), answers), about)
        for clause, about in zip(clause_set.clauses, topics, strict=True)
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


def _reader(clause_set: ClauseSet) -> Reader:
    return Reader.of(
        clause_set.parties,
        speaks_to_contractor=clause_set.kind in SPEAKS_TO_CONTRACTOR,
        is_contract=clause_set.kind in CONTRACTS,
    )


def _annotated(clause: Clause, sentences: list[Sentence], topics: list[str]) -> Clause:
    actor, modality = _first(sentences)
    return clause.model_copy(
        update={"sentences": sentences, "actor": actor, "modality": modality, "topics": topics}, deep=True
    )


def _first(sentences: list[Sentence]) -> tuple[Actor | None, Modality | None]:
    """Actor and modality of the first sentence that has both; where none has an actor, the first modality."""
    for sentence in sentences:
        if sentence.actor is not None and sentence.modality is not None:
            return sentence.actor, sentence.modality
    return None, next((sentence.modality for sentence in sentences if sentence.modality is not None), None)
