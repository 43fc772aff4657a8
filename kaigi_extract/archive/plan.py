"""What a run is to read: what is new, and what is known by a sign to need reading again. Every such sign stands here.

Of the records that are in the archive, these are read again: those that this version cannot read back
(`stored_record.IS_UNUSABLE`), those whose date in the metadata has changed, those that were read with other words
(`fingerprint`), by another reader or another engine than now, those whose reading failed though a record of an earlier
one is kept, and on request those that a pattern names and all that failed. Changes the manifest, nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import field

from kaigi_extract.archive.manifest import Manifest
from kaigi_extract.archive.stored_record import IS_UNUSABLE
from kaigi_extract.catalogue import Message
from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.records import SCHEMA_VERSION

IsOutdated = Callable[[str | None, str | None], bool]
"""Whether a document of this ward (None: not known) would be read with other words than those of this sign."""

_DATE = "(SELECT max(date) FROM files WHERE files.sha256 = contents.sha256)"
"""The date that the metadata give to a document, by whichever of its files."""
_WARD = "(SELECT max(ward) FROM files WHERE files.sha256 = contents.sha256)"
"""The ward that they give to it."""
_FOUND = "sha256 IN (SELECT sha256 FROM found)"
"""The document is among the files of this run."""
_RECOGNISED = "(ocr_pages > 0 OR findings LIKE '%\"no_recogniser\"%')"
"""Pages of the document were recognised, or had to be."""
NAMED = "EXISTS (SELECT 1 FROM files WHERE files.sha256 = contents.sha256 AND (name GLOB ?1 OR name GLOB '*/' || ?1))"
"""A file of the document has a name that a pattern matches: as a whole, or from any folder on."""
NEW = Message("new")
WORDS = Message("read with another mapping")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a run asks to be read again, and what it reads with where it says so."""

    retry_failed: bool = False
    reread: Sequence[str] = ()
    """Patterns of names, as a shell has them: `2013/*.pdf`."""
    reader: str | None = None
    recogniser: str | None = None
    engine: str | None = None
    """Package and version of the engine that is there."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run is to read."""

    count: int
    """Documents."""
    again: int
    """Documents among them that are there already."""
    why: dict[str, int] = field(default_factory=dict)
    """How many of these for each reason, in words."""


def plan_run(manifest: Manifest, asked: Asked | None = None, is_outdated: IsOutdated | None = None) -> Plan:
    """Settles what is to be read in this run, after all files are noted.

    `is_outdated` is asked about the documents that this run has found; without it, words bring nothing back.

    Raises:
        UnwritableArchive: The manifest cannot be written.
    """
    asked = asked or Asked()
    with manifest.transaction():
        manifest.execute("DELETE FROM again")
        _leave_out_what_was_removed(manifest, asked)
        _note_duplicates(manifest)
        if is_outdated is not None:
            _read_with_other_words(manifest, is_outdated)
        _read_otherwise(manifest, asked)
        _not_to_be_used(manifest, asked)
        manifest.execute("UPDATE contents SET status = 'todo' WHERE sha256 IN (SELECT sha256 FROM again)")
        _forget_what_no_file_has(manifest)
        manifest.execute(f"UPDATE contents SET date = {_DATE}, asked_ward = {_WARD}")
        manifest.execute("INSERT OR REPLACE INTO meta VALUES ('schema_version', ?)", SCHEMA_VERSION)
        [(count,)] = manifest.execute("SELECT count(*) FROM contents WHERE status = 'todo'")
        why = dict(manifest.execute("SELECT why, count(*) FROM again JOIN contents USING (sha256) GROUP BY why"))
    return Plan(count, sum(why.values()), why)


def _leave_out_what_was_removed(manifest: Manifest, asked: Asked) -> None:
    """Skips what somebody took out of the archive, unless it is asked for by name."""
    for pattern in asked.reread:
        named = "SELECT sha256 FROM files WHERE name GLOB ?1 OR name GLOB '*/' || ?1"
        manifest.execute(f"DELETE FROM removed WHERE sha256 IN ({named})", pattern)
    reason = Message("it was taken out of the archive; migrate --reread brings it back")
    manifest.execute(
        "UPDATE files SET status = 'skipped', kind = 'removed', reason = ? WHERE status IS NULL "
        "AND sha256 IN (SELECT sha256 FROM removed)",
        reason,
    )
    manifest.execute("DELETE FROM contents WHERE sha256 IN (SELECT sha256 FROM removed)")


def planned(manifest: Manifest) -> Iterator[tuple[str, str]]:
    """The name of every file that is to be read, and why, in the order in which they are read."""
    for task in manifest.todo():
        [*reasons] = manifest.execute("SELECT why FROM again WHERE sha256 = ?", task.sha256)
        yield task.name, reasons[0][0] if reasons else NEW


def _again(manifest: Manifest, why: str, condition: str, *values: object) -> None:
    """Puts documents that were read before among what is to be read; the first reason stays."""
    query = f"INSERT OR IGNORE INTO again SELECT sha256, '{why}' FROM contents WHERE status <> 'todo' AND {condition}"
    manifest.execute(query, *values)


def _read_with_other_words(manifest: Manifest, is_outdated: IsOutdated) -> None:
    read_with = manifest.execute(f"SELECT DISTINCT ward, words FROM contents WHERE status = 'done' AND {_FOUND}")
    for ward, words in [one for one in read_with.fetchall() if is_outdated(*one)]:
        _again(manifest, WORDS, f"status = 'done' AND {_FOUND} AND ward IS ? AND words IS ?", ward, words)


def _read_otherwise(manifest: Manifest, asked: Asked) -> None:
    """What this run would read by another reader or engine. What it does not ask for takes nothing back, but a page is
    recognised again where another version of its engine is there."""
    done = f"status = 'done' AND {_FOUND}"
    for pattern in asked.reread:
        _again(manifest, Message("asked for"), f"{_FOUND} AND {NAMED}", pattern)
    if asked.reader is not None:
        _again(manifest, Message("read by another reader"), f"{done} AND reader <> ?", asked.reader)
    if asked.recogniser is not None:
        other = f"{done} AND {_RECOGNISED} AND recogniser <> ?"
        _again(manifest, Message("read by another recogniser"), other, asked.recogniser)
    if asked.engine is not None:
        name = asked.engine.partition(" ")[0]
        other = f"{done} AND ocr_pages > 0 AND engine LIKE ? || ' %' AND engine <> ?"
        _again(manifest, Message("recognised by another version of the engine"), other, name, asked.engine)


def _not_to_be_used(manifest: Manifest, asked: Asked) -> None:
    """What needs reading whatever it was read with."""
    _again(manifest, Message("of another schema, or damaged"), IS_UNUSABLE)
    _again(manifest, Message("of another date in the metadata"), f"date IS NOT {_DATE}")
    _again(manifest, Message("of another ward in the metadata"), f"asked_ward IS NOT {_WARD}")
    if asked.retry_failed:
        _again(manifest, Message("failed before"), "status = 'failed'")
    # read before, and not again: the record is kept, and may be brought up to date now
    kept = f"status = 'failed' AND {_FOUND} AND sha256 IN (SELECT sha256 FROM records)"
    _again(manifest, Message("failed when read again"), kept)


def _note_duplicates(manifest: Manifest) -> None:
    """Of several files with the same bytes, the first found is read; the others name it."""
    manifest.execute("UPDATE files SET status = NULL, reason = NULL WHERE status = 'duplicate'")
    first = "FROM files AS first WHERE first.sha256 = files.sha256 AND first.status IS NULL"
    manifest.execute(
        "UPDATE files SET status = 'duplicate', reason = 'the same bytes as ' || "
        f"(SELECT name {first} ORDER BY place LIMIT 1) "
        f"WHERE sha256 IS NOT NULL AND status IS NULL AND place > (SELECT min(place) {first})"
    )


def _forget_what_no_file_has(manifest: Manifest) -> None:
    manifest.execute("DELETE FROM contents WHERE NOT EXISTS (SELECT 1 FROM files WHERE files.sha256 = contents.sha256)")
    manifest.execute("DELETE FROM records WHERE sha256 NOT IN (SELECT sha256 FROM contents)")
