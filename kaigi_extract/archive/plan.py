"""What a run is to read: what is new, and what is known by a sign to need reading again. Every such sign stands here.

Of the records that are in the archive, these are read again: those that this version cannot read back
(`stored_record.IS_UNUSABLE`), those whose date in the metadata has changed, those that were read with other words
(`fingerprint`), those whose reading failed though a record of an earlier one is kept, and on request all that failed.
Changes the manifest, nothing else.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kaigi_extract.archive.manifest import Manifest
from kaigi_extract.archive.stored_record import IS_UNUSABLE
from kaigi_extract.records import SCHEMA_VERSION

IsOutdated = Callable[[str | None, str | None], bool]
"""Whether a document of this ward (None: not known) would be read with other words than those of this sign."""

_DATE = "(SELECT max(date) FROM files WHERE files.sha256 = contents.sha256)"
"""The date that the metadata give to a document, by whichever of its files."""
_FOUND = "sha256 IN (SELECT sha256 FROM found)"
"""The document is among the files of this run."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run is to read."""

    count: int
    """Documents."""
    again: int
    """Documents among them that are there already, and were read with other words."""


def plan_run(manifest: Manifest, retry_failed: bool = False, is_outdated: IsOutdated | None = None) -> Plan:
    """Settles what is to be read in this run, after all files are noted.

    `is_outdated` is asked about the documents that this run has found; without it, words bring nothing back.

    Raises:
        UnwritableArchive: The manifest cannot be written.
    """
    with manifest.transaction():
        again = _read_with_other_words(manifest, is_outdated) if is_outdated is not None else 0
        _note_duplicates(manifest)
        _read_again(manifest, retry_failed)
        _forget_what_no_file_has(manifest)
        manifest.execute(f"UPDATE contents SET date = {_DATE}")
        manifest.execute("INSERT OR REPLACE INTO meta VALUES ('schema_version', ?)", SCHEMA_VERSION)
        [(count,)] = manifest.execute("SELECT count(*) FROM contents WHERE status = 'todo'")
    return Plan(count, again)


def _read_with_other_words(manifest: Manifest, is_outdated: IsOutdated) -> int:
    """Puts what was read with other words among what is to be read; how many documents."""
    done = f"FROM contents WHERE status = 'done' AND {_FOUND}"
    read_with = manifest.execute(f"SELECT DISTINCT ward, words {done}").fetchall()
    changed = [one for one in read_with if is_outdated(*one)]
    update = f"UPDATE contents SET status = 'todo' WHERE sha256 IN (SELECT sha256 {done} AND ward IS ? AND words IS ?)"
    return sum(manifest.execute(update, *one).rowcount for one in changed)


def _note_duplicates(manifest: Manifest) -> None:
    """Of several files with the same bytes, the first found is read; the others name it."""
    manifest.execute("UPDATE files SET status = NULL, reason = NULL WHERE status = 'duplicate'")
    first = "FROM files AS first WHERE first.sha256 = files.sha256 AND first.status IS NULL"
    manifest.execute(
        "UPDATE files SET status = 'duplicate', reason = 'the same bytes as ' || "
        f"(SELECT name {first} ORDER BY place LIMIT 1) "
        f"WHERE sha256 IS NOT NULL AND status IS NULL AND place > (SELECT min(place) {first})"
    )


def _read_again(manifest: Manifest, retry_failed: bool) -> None:
    """Puts what needs it whatever its words among what is to be read."""
    manifest.execute(
        f"UPDATE contents SET status = 'todo' WHERE {IS_UNUSABLE} OR date IS NOT {_DATE} OR (? AND status = 'failed')",
        retry_failed,
    )
    manifest.execute(  # read before, and not again: the record is kept, and may be brought up to date now
        f"UPDATE contents SET status = 'todo' WHERE status = 'failed' AND {_FOUND} "
        "AND sha256 IN (SELECT sha256 FROM records)"
    )


def _forget_what_no_file_has(manifest: Manifest) -> None:
    manifest.execute("DELETE FROM contents WHERE NOT EXISTS (SELECT 1 FROM files WHERE files.sha256 = contents.sha256)")
    manifest.execute("DELETE FROM records WHERE sha256 NOT IN (SELECT sha256 FROM contents)")
