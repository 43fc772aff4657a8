"""What each record asks annotators, noted in the manifest: it need not be read again to know that all is answered.

A note holds as long as the record is the one that it was made of. Reads and writes the table `asks` of the manifest.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator

from kaigi_extract.archive.annotation_tasks import AskedSet
from kaigi_extract.archive.manifest import Manifest


def note_asked(manifest: Manifest, sha256: str, sets: Iterable[AskedSet]) -> None:
    """Notes what the record of a content hash asks; within a transaction."""
    manifest.execute(
        "INSERT OR REPLACE INTO asks SELECT sha256, checksum, ? FROM records WHERE sha256 = ?",
        json.dumps(list(sets)), sha256,
    )  # fmt: skip


def noted_asked(manifest: Manifest) -> Iterator[tuple[str, list[AskedSet] | None]]:
    """What each record asks, by its content hash; None where it is not noted."""
    query = (
        "SELECT sha256, CASE WHEN asks.checksum = records.checksum THEN sets END "
        "FROM records LEFT JOIN asks USING (sha256) ORDER BY sha256"
    )
    for sha256, sets in manifest.rows(query):
        yield sha256, None if sets is None else [AskedSet(*one) for one in json.loads(sets)]


def forget_asked(manifest: Manifest) -> None:
    """Forgets what records ask that are gone; within a transaction."""
    manifest.execute("DELETE FROM asks WHERE sha256 NOT IN (SELECT sha256 FROM records)")


def answers_by_part(manifest: Manifest) -> dict[str, list[tuple[str | None, ...]]]:
    """For each part of the archive the checksums of all answers that stand in it; None for what has none."""
    checksums = dict(manifest.rows("SELECT key, checksum FROM annotations WHERE kind = 'clause'"))
    parts = dict(manifest.rows("SELECT sha256, part FROM contents"))
    answers: dict[str, list[tuple[str | None, ...]]] = defaultdict(list)
    for sha256, sets in noted_asked(manifest):
        keys = [key for one in sets or () for key in one.clauses]
        answers[parts[sha256]].append(tuple(checksums.get(key) for key in keys))
    return answers
