"""The rows that annotation adds to those of a record: topics of clauses and sentences, and what could not be had.

Answers are put into the record's data, so that its sentences, topics, actor and modality become rows as those of an
annotated record do; what a record has no field for has tables of its own. Reads the manifest.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from kaigi_extract.archive.annotation_tasks import clause_sets_of
from kaigi_extract.archive.annotations import ANNOTATE, Kept, kept_answer, question_key, unpacked_answer
from kaigi_extract.archive.lineage_rows import Lineages
from kaigi_extract.archive.manifest import Manifest
from kaigi_extract.archive.stored_record import StoredRecord, damage_noticed
from kaigi_extract.catalogue import Message, stored_parameters
from kaigi_extract.clauses.answers import ClauseAnswer, annotated_fields, questions_of
from kaigi_extract.clauses.topic_ids import TOPIC_REASONS, TOPICS
from kaigi_extract.records import ClauseSet, Finding, FindingCode
from kaigi_extract.records.tables import Column, FoundAs, Row, record_rows

_OF_CLAUSE = [
    Column("id", "text", "The row that it is of, and a number"),
    Column("document_id", "text", "", "documents"),
    Column("clause_set_id", "text", "", "clause_sets"),
    Column("clause_id", "text", "", "clauses"),
]
_POSITION = Column("position", "int", "Place among the topics, the surest first, from 0")
_TOPIC = Column("topic", "text", "What it is about", values=TOPICS)
CLAUSE_TOPICS = [
    *_OF_CLAUSE,
    _POSITION,
    _TOPIC,
    Column("score", "float", "The probability of the topic, 0 to 1, by the text that gave it"),
    Column(
        "reason",
        "text",
        "clause: heading and text say so; paragraph: a numbered paragraph does; nearest: no topic is probable",
        values=TOPIC_REASONS,
    ),
]
SENTENCE_TOPICS = [
    *_OF_CLAUSE,
    Column("sentence_id", "text", "The sentence", "sentences"),
    _POSITION,
    _TOPIC,
    Column("score", "float", "The probability of the topic, 0 to 1, by the sentence; by its clause where that has one"),
]
NOT_ANNOTATED: FindingCode = "not_annotated"
LEFT_OUT = "the archive was made with --no-annotate; kaigi-extract migrate without it fills them in"
NOT_YET = "they were not annotated yet; run kaigi-extract migrate again"


class AnnotatedRecords:
    """Rows of records with what the annotators answered."""

    def __init__(self, manifest: Manifest) -> None:
        self._manifest = manifest
        self._has_answers = any(True for _ in manifest.rows("SELECT 1 FROM annotations WHERE kind = 'clause' LIMIT 1"))
        self._why = LEFT_OUT if manifest.get(ANNOTATE) == "no" else NOT_YET
        lineages = Lineages(manifest)
        self._unrelated, self._uncompared = lineages.problem, lineages.uncompared()

    def rows(self, stored: StoredRecord) -> dict[str, list[Row]]:
        """The rows of every table.

        Raises:
            Damage: The record cannot be read back.
        """
        data = stored.data()
        more: dict[str, list[Row]] = {}
        findings: list[dict[str, Any]] = []
        for place, (set_id, clause_set) in enumerate(clause_sets_of(data)):
            kept = list(self._fill(data["clause_sets"][place]["clauses"], set_id, clause_set, more))
            findings += self._findings(clause_set, place, kept)
            findings += self._not_compared(set_id, clause_set, place)
        if findings:
            data["findings"] = [*(data.get("findings") or ()), *findings]
        with damage_noticed():
            return record_rows(data, FoundAs(stored.names, stored.url, stored.title)) | more

    def _fill(
        self, clauses: Sequence[dict[str, Any]], set_id: str, clause_set: ClauseSet, more: dict[str, list[Row]]
    ) -> Iterator[Kept | None]:
        """Puts what was answered into the data of a set's clauses, and what else there is into rows; gives what is
        kept of each."""
        if not self._has_answers:
            yield from (None for _ in clause_set.clauses)
            return
        for at, question in enumerate(questions_of(clause_set)):
            kept = kept_answer(self._manifest, "clause", question_key(question))
            yield kept
            if kept is not None and kept.answer is not None:
                answer = unpacked_answer(kept.answer)
                fields = annotated_fields(question, answer)
                clauses[at].update(fields, sentences=[one.model_dump(mode="json") for one in fields["sentences"]])
                _add_topics(more, (f"{set_id}/clauses/{at}", set_id), answer)

    def _findings(self, clause_set: ClauseSet, place: int, kept: Sequence[Kept | None]) -> Iterator[dict[str, Any]]:
        """Of the clauses that have no answer: how many, and why."""
        left = [one for one in kept if one is None or one.answer is None]
        if not left:
            return
        reasons = Counter(one.problem for one in left if one is not None and one.problem is not None)
        why = "; ".join(reason for reason, _ in reasons.most_common()) or self._why
        message = Message(
            "「{title}」: {count} of {total} clauses have no topics and no sentences: {why}",
            title=clause_set.title,
            count=len(left),
            total=len(kept),
            why=why,
        )
        yield finding_data("warning" if reasons else "info", message, f"/clause_sets/{place}")

    def _not_compared(self, set_id: str, clause_set: ClauseSet, place: int) -> Iterator[dict[str, Any]]:
        """That a set is in no family, or a version beside no other, where that could not be found out."""
        if self._unrelated is not None and clause_set.supplement_of is None:
            message = Message(
                "「{title}」: its family and its other versions could not be found: {unrelated}",
                title=clause_set.title,
                unrelated=self._unrelated,
            )
            yield finding_data("warning", message, f"/clause_sets/{place}")
        if (why := self._uncompared.get(set_id)) is not None:
            message = Message(
                "「{title}」: it could not be held against the version before it: {why}",
                title=clause_set.title,
                why=why,
            )
            yield finding_data("warning", message, f"/clause_sets/{place}")


def finding_data(severity: Any, message: str, record: str) -> dict[str, Any]:
    """A finding about annotation, as plain data."""
    finding = Finding(
        code=NOT_ANNOTATED,
        severity=severity,
        message=message,
        parameters=stored_parameters(message),
        record=record,
    )
    return finding.model_dump(mode="json")


def _add_topics(rows: dict[str, list[Row]], ids: tuple[str, str], answer: ClauseAnswer) -> None:
    clause_id, set_id = ids
    above = (set_id.partition("/")[0], set_id, clause_id)
    rows.setdefault("clause_topics", []).extend(
        (f"{clause_id}/topics/{at}", *above, at, one.topic, one.score, one.reason)
        for at, one in enumerate(answer.topics)
    )
    for number, sentence in enumerate(answer.sentences):
        sentence_id = f"{clause_id}/sentences/{number}"
        rows.setdefault("sentence_topics", []).extend(_sentence_rows(sentence_id, above, sentence.topics))


def _sentence_rows(sentence_id: str, above: tuple[str, str, str], topics: Iterable[tuple[str, float]]) -> Iterable[Row]:
    for at, (topic, score) in enumerate(topics):
        yield (f"{sentence_id}/topics/{at}", *above, sentence_id, at, topic, score)
