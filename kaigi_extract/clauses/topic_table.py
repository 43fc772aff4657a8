"""A table of topics by ward and date: which clause of which set is about what. Rests on what `annotate` gives."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from kaigi_extract.clauses.annotation import ensure_annotated
from kaigi_extract.clauses.settings import DEFAULT_ALIGN, AlignSettings
from kaigi_extract.optional import load_pandas
from kaigi_extract.records import ClauseSet

if TYPE_CHECKING:
    from pandas import DataFrame  # type: ignore[import-untyped, import-not-found, unused-ignore]

TOPIC_ORDER = (
    "general", "purpose_of_terms", "confidentiality", "collection", "direct_collection", "prohibited_collection",
    "removal", "purpose_limitation", "third_party", "safekeeping", "security", "copying", "subcontracting", "exchange",
    "return_disposal", "personnel", "training", "reporting", "inspection", "incident", "publication", "damages",
    "termination", "compliance", "interpretation", "other",
)  # fmt: skip
"""The order of the rows, in which most sets of clauses come to these topics."""


def crosswalk(clause_sets: Iterable[ClauseSet], *, settings: AlignSettings = DEFAULT_ALIGN) -> DataFrame:
    """Topic by set: each cell a tuple of clause keys (3, 3-2), empty where the set has nothing on the topic.

    The columns are a MultiIndex of ward, date and title, ordered so; the rows are the topics that any set has.
    Sets that are not annotated yet are annotated on the way, by `settings`. Raises `MissingExtra` without pandas.
    """
    pandas = load_pandas("crosswalk")
    every = sorted(
        ensure_annotated(clause_sets, settings), key=lambda one: (one.ward or "", str(one.date or ""), one.title)
    )
    found = {topic for clause_set in every for clause in clause_set.clauses for topic in clause.topics or ()}
    topics = [topic for topic in TOPIC_ORDER if topic in found] + sorted(found.difference(TOPIC_ORDER))
    names = ["ward", "date", "title"]
    columns = pandas.MultiIndex.from_arrays([[getattr(one, name) for one in every] for name in names], names=names)
    rows = [[_keys(clause_set, topic) for clause_set in every] for topic in topics]
    table: DataFrame = pandas.DataFrame(rows, index=pandas.Index(topics, name="topic"), columns=columns)
    return table


def _keys(clause_set: ClauseSet, topic: str) -> Sequence[str]:
    return tuple(clause.key for clause in clause_set.clauses if topic in (clause.topics or ()))
