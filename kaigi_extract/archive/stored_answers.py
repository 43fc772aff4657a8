"""Clause sets of an archive as annotated ones: with the topics and sentences that its tables have.

Reads the archive's DuckDB file; nothing is annotated here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from kaigi_extract.records import ClauseSet, Sentence

SETS_AT_A_TIME = 100
"""Clause sets whose answers are asked for with one query."""
_CLAUSES = """
SELECT id, topics, actor, modality FROM clauses WHERE topics IS NOT NULL AND clause_set_id IN (SELECT unnest(?))
"""
_SENTENCES = """
SELECT clause_id, "text", actor, modality, exception FROM sentences WHERE clause_set_id IN (SELECT unnest(?))
ORDER BY clause_id, position
"""


def fill_in_answers(db: Any, clause_sets: Mapping[str, ClauseSet]) -> None:
    """Gives the clauses of sets, by the ids of the sets, what is stored of them; those without an answer stay bare."""
    ids = list(clause_sets)
    sentences: dict[str, list[Sentence]] = defaultdict(list)
    for clause_id, text, actor, modality, exception in db.execute(_SENTENCES, [ids]).fetchall():
        sentences[clause_id].append(Sentence(text=text, actor=actor, modality=modality, exception=exception))
    for clause_id, topics, actor, modality in db.execute(_CLAUSES, [ids]).fetchall():
        set_id, _, place = clause_id.rpartition("/clauses/")
        clause = clause_sets[set_id].clauses[int(place)]
        clause.topics, clause.actor, clause.modality = list(topics), actor, modality
        clause.sentences = sentences[clause_id]
