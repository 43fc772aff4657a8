"""A table of topics by ward and date: which clause of which set is about what. Rests on what `annotate` gives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from kaigi_extract.clauses.annotation import is_annotated
from kaigi_extract.clauses.settings import DEFAULT_ALIGN, AlignSettings
from kaigi_extract.clauses.topic_ids import TOPICS
from kaigi_extract.optional import load_pandas
from kaigi_extract.records import ClauseSet

if TYPE_CHECKING:
    from pandas import DataFrame  # type: ignore[import-untyped, import-not-found, unused-ignore]


def crosswalk(clause_sets: Iterable[ClauseSet], *, settings: AlignSettings = DEFAULT_ALIGN) -> DataFrame:
    """Topic by set: each cell a tuple of clause keys (3, 3-2), empty where the set has nothing on the topic.

    The columns are a MultiIndex of ward, date and title, ordered so; the rows are the topics that any set has.
    Of sets that are not annotated yet the topics are found on the way, by `settings`. Raises `MissingExtra` without
    pandas.
    """
    pandas = load_pandas("crosswalk")
    held = list(clause_sets)
    order = sorted(range(len(held)), key=lambda at: (held[at].ward or "", str(held[at].date or ""), held[at].title))
    every, about = [held[at] for at in order], _keys_by_topic(held, settings)
    found = {topic for keys in about for topic in keys}
    topics = [topic for topic in TOPICS if topic in found] + sorted(found.difference(TOPICS))
    names = ["ward", "date", "title"]
    columns = pandas.MultiIndex.from_arrays([[getattr(one, name) for one in every] for name in names], names=names)
    rows = [[tuple(about[at].get(topic, ())) for at in order] for topic in topics]
    table: DataFrame = pandas.DataFrame(rows, index=pandas.Index(topics, name="topic"), columns=columns)
    return table


def _keys_by_topic(clause_sets: Sequence[ClauseSet], settings: AlignSettings) -> list[dict[str, list[str]]]:
    """Of each set, the keys of the clauses on each topic. Who must do what is not asked: that is what takes long."""
    bare = [clause_set for clause_set in clause_sets if not is_annotated(clause_set)]
    predicted: Iterator[list[list[str]]] = iter(())
    if bare:
        from kaigi_extract.clauses.topics import topics_by_set

        predicted = iter(topics_by_set(bare, settings))
    found = []
    for clause_set in clause_sets:
        known = [clause.topics or [] for clause in clause_set.clauses] if is_annotated(clause_set) else next(predicted)
        keys: dict[str, list[str]] = {}
        for clause, topics in zip(clause_set.clauses, known, strict=True):
            for topic in topics:
                keys.setdefault(topic, []).append(clause.key)
        found.append(keys)
    return found
