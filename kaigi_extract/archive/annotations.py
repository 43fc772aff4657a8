"""What the annotators have answered, kept in the manifest: a clause that a thousand contracts hold is asked of once.

Answers go by what was asked, as a hash, and carry the sign of the annotators that gave them. They are no truth of the
archive: what is lost or damaged is asked again. Reads and writes the table `annotations` of the manifest.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import astuple
from typing import Any, Literal, NamedTuple

from kaigi_extract.archive.manifest import Manifest
from kaigi_extract.clauses.answers import ClauseAnswer, ClauseQuestion, ClauseTopic, SentenceAnswer
from kaigi_extract.records import ClauseSet

AnnotationKind = Literal["clause", "link", "families"]
"""What was asked: of one clause, of two versions of a set, or of all sets together."""
ANNOTATE = "annotate"
"""Note of the manifest: "no" where the last run was asked to leave annotation out."""
ANNOTATED = "annotated"
"""Note of the manifest: by which annotators, of which records, and what was answered."""


class Kept(NamedTuple):
    """An answer as it is kept."""

    answer: Any
    """Plain data; None where there is none."""
    problem: str | None = None
    """Why there is none."""


def key_of(*asked: object) -> str:
    """The key of a question: a hash of all that is asked."""
    return hashlib.blake2b(repr(asked).encode("utf-8", "replace"), digest_size=16).hexdigest()


def question_key(question: ClauseQuestion) -> str:
    """The key of what is asked of a clause."""
    return key_of(*astuple(question))


def set_key(clause_set: ClauseSet) -> str:
    """The key of all that a set says, and of when and for whom; where it is printed does not count."""
    return key_of(clause_set.model_dump_json(exclude={"spans", "evidence"}))


def pair_key(old: str, new: str) -> str:
    """The key of two versions of a set, by the keys of what they say."""
    return key_of(old, new)


def keep(manifest: Manifest, kind: AnnotationKind, key: str, sign: str, kept: Kept) -> None:
    """Keeps one answer, or why there is none; within a transaction."""
    answer = None if kept.problem is not None else json.dumps(kept.answer, ensure_ascii=False, separators=(",", ":"))
    row = (kind, key, sign, answer, kept.problem)
    manifest.execute("INSERT OR REPLACE INTO annotations VALUES (?, ?, ?, ?, ?, ?)", *row, _checksum(row))


def kept_answer(manifest: Manifest, kind: AnnotationKind, key: str) -> Kept | None:
    """What is kept for a key, whoever answered; None where nothing is, or where it is damaged."""
    query = "SELECT kind, key, sign, answer, problem, checksum FROM annotations WHERE kind = ? AND key = ?"
    for *row, checksum in manifest.rows(query, kind, key):
        if checksum == _checksum(row):
            return Kept(None if row[3] is None else json.loads(row[3]), row[4])
    return None


def is_known(manifest: Manifest, kind: AnnotationKind, key: str, sign: str) -> bool:
    """Whether these annotators have answered. What they could not answer is asked again."""
    query = "SELECT 1 FROM annotations WHERE kind = ? AND key = ? AND sign = ? AND problem IS NULL"
    return any(True for _ in manifest.rows(query, kind, key, sign))


def known_keys(manifest: Manifest, kind: AnnotationKind, sign: str) -> set[str]:
    """The keys of all that these annotators have answered."""
    query = "SELECT key FROM annotations WHERE kind = ? AND sign = ? AND problem IS NULL"
    return {key for (key,) in manifest.rows(query, kind, sign)}


def keep_only(manifest: Manifest, kind: AnnotationKind, keys: Iterable[str]) -> None:
    """Forgets the answers that nothing in the archive asks for any more; within a transaction."""
    manifest.execute("CREATE TEMP TABLE IF NOT EXISTS asked (key TEXT PRIMARY KEY) WITHOUT ROWID")
    manifest.execute("DELETE FROM asked")
    for key in keys:
        manifest.execute("INSERT OR IGNORE INTO asked VALUES (?)", key)
    manifest.execute("DELETE FROM annotations WHERE kind = ? AND key NOT IN (SELECT key FROM asked)", kind)


def damaged_annotations(manifest: Manifest) -> Iterator[tuple[str, str]]:
    """Kind and key of every answer that is not as it was kept."""
    if manifest.has_annotations():
        for *row, checksum in manifest.rows("SELECT kind, key, sign, answer, problem, checksum FROM annotations"):
            if checksum != _checksum(row):
                yield row[0], row[1]


def forget(manifest: Manifest, keys: Iterable[tuple[str, str]]) -> None:
    """Forgets answers, by kind and key, so that they are asked for again; within a transaction."""
    for kind, key in keys:
        manifest.execute("DELETE FROM annotations WHERE kind = ? AND key = ?", kind, key)


def annotation_counts(manifest: Manifest) -> dict[str, int]:
    """How many distinct clauses are annotated, and how many of what was asked for had no answer; empty without any."""
    if not manifest.has_annotations():
        return {}
    [(clauses, problems)] = manifest.rows(
        "SELECT count(*) FILTER (WHERE kind = 'clause' AND problem IS NULL), "
        "count(*) FILTER (WHERE problem IS NOT NULL) FROM annotations"
    )
    return {name: count for name, count in (("clauses", clauses), ("failed", problems)) if count}


def _checksum(row: Iterable[Any]) -> str:
    return hashlib.sha256(repr(tuple(row)).encode("utf-8", "replace")).hexdigest()[:16]


def packed_answer(answer: ClauseAnswer) -> dict[str, Any]:
    """An answer as plain data."""
    return {
        "topics": [[each.topic, round(each.score, 4), each.reason] for each in answer.topics],
        "sentences": [
            [each.actor, each.modality, [[topic, round(score, 4)] for topic, score in each.topics]]
            for each in answer.sentences
        ],
    }


def unpacked_answer(data: dict[str, Any]) -> ClauseAnswer:
    """An answer from plain data."""
    return ClauseAnswer(
        tuple(ClauseTopic(*each) for each in data["topics"]),
        tuple(
            SentenceAnswer(actor, modality, tuple((topic, score) for topic, score in topics))
            for actor, modality, topics in data["sentences"]
        ),
    )
