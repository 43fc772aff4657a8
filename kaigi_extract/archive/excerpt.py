"""An archive of some of an archive's documents, as if there had never been others: what is chosen, and nothing more.

Whatever is said across documents (what is counted once, families, versions, the search index) is worked out anew from
the chosen records, so that nothing of the others is left in it. Names lose their folders. Reads one archive and writes
another into a folder of its own.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from pydantic_core import to_json

from kaigi_extract.archive.annotate import annotate_archive
from kaigi_extract.archive.annotations import ANNOTATE
from kaigi_extract.archive.build import build
from kaigi_extract.archive.check import check_manifest
from kaigi_extract.archive.damaged_files import damaged
from kaigi_extract.archive.disk_errors import disk_errors
from kaigi_extract.archive.folder import MANIFEST, manifest_uri
from kaigi_extract.archive.interrupts import Interrupts
from kaigi_extract.archive.manifest import Manifest
from kaigi_extract.archive.pool import Processes
from kaigi_extract.archive.root import root_of
from kaigi_extract.archive.stored_record import DAMAGED, Damage, StoredRecord, compressed
from kaigi_extract.catalogue import Message
from kaigi_extract.errors import SchemaMismatch
from kaigi_extract.records import SCHEMA_VERSION
from kaigi_extract.text.late_pattern import late_pattern

Takes = Callable[[Sequence[str], dict[str, Any]], bool]
"""Whether a document is chosen: by its names in the archive, and its record as plain data."""
Change = Callable[[dict[str, Any]], None]
"""Takes out of a chosen record what is not to go with it."""
_FOLDER = late_pattern(r"\A.*[/\\]", re.DOTALL)
_WEB = ("http://", "https://")
ELSEWHERE = "…"
"""Stands for a folder of this machine where a text of a record names one."""


def write_excerpt(
    archive: str | os.PathLike[str],
    folder: Path,
    takes: Takes,
    change: Change,
    processes: Processes,
    interrupts: Interrupts,
) -> int:
    """Writes an archive with the chosen documents into a folder that is new or empty; returns how many they are.

    Raises:
        UnreadableSource: There is no archive, or its manifest or a record in it is damaged.
        SchemaMismatch: The archive is of another schema version: `upgrade` comes first.
        UnwritableArchive: The disk refuses.
    """
    check_manifest(Path(archive))
    with Manifest(archive) as whole, Manifest(folder, write=True) as part, disk_errors(folder):
        names = _Names()
        local = _local_folders(whole)
        copying = _Copying(whole, part)
        chosen = 0
        for stored in interrupts.checked(whole.stored()):
            try:
                record = stored.data()
            except Damage as damage:
                if _is_known(whole, stored.sha256):
                    continue  # the archive counts it as failed, and its report says so
                why = Message(
                    "the record of {name}: {damage}", name=next(iter(stored.names), stored.sha256), damage=damage
                )
                raise damaged(whole.dest / MANIFEST, why) from damage
            if record.get("schema_version") != SCHEMA_VERSION:
                raise SchemaMismatch(archive, found=record.get("schema_version"), expected=SCHEMA_VERSION)
            if not takes(stored.names, record):
                continue
            chosen += 1
            change(record)
            new = [names.of(name) for name in stored.names]
            record["source"]["path"] = new[0] if new else names.of(record["source"]["path"])
            copying.keep(stored, new, _without(to_json(record), local))
        copying.rest()
        part.forget_mappings()
        annotate_archive(part, processes, interrupts)
        build(part, processes, interrupts, ("csv",))
    return chosen


def _is_known(whole: Manifest, sha256: str) -> bool:
    """Whether the archive says itself that a record is damaged."""
    return any(kind == DAMAGED for (kind,) in whole.rows("SELECT kind FROM contents WHERE sha256 = ?", sha256))


class _Names:
    """Names without folders. Of several that would be the same, all but the first have a number."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def of(self, name: str) -> str:
        """2013/諮問.pdf as 諮問.pdf, the next one of that name as 諮問 (2).pdf."""
        plain = PurePosixPath(_FOLDER.sub("", name) or "-")
        found, number = plain.name, 1
        while found in self._taken:
            number += 1
            found = f"{plain.stem} ({number}){plain.suffix}"
        self._taken.add(found)
        return found


class _Copying:
    """Writes chosen records into the other manifest, with all that is known of their files."""

    def __init__(self, whole: Manifest, part: Manifest) -> None:
        self._part = part
        part.execute("ATTACH ? AS whole", manifest_uri(whole.dest, "ro"))
        there = {row[1] for row in part.execute("PRAGMA whole.table_info(contents)")}
        self._columns = [row[1] for row in part.execute("PRAGMA main.table_info(contents)") if row[1] in there]
        self._has_answers, self._has_mappings = whole.has_annotations(), whole.has_mappings()
        if (wanted := whole.get(ANNOTATE)) is not None:
            part.set(ANNOTATE, wanted)

    def keep(self, stored: StoredRecord, names: Sequence[str], record: bytes) -> None:
        """Copies one document under its new names, with its changed record. `part` is worked out anew."""
        columns = ", ".join(self._columns)
        values = ", ".join("NULL" if name in ("part", "reason", "kind") else name for name in self._columns)
        url = stored.url if stored.url is not None and stored.url.startswith(_WEB) else None
        with self._part.transaction():
            copy = f"INSERT INTO main.contents ({columns}) SELECT {values} FROM whole.contents WHERE sha256 = ?"
            self._part.execute(copy, stored.sha256)
            self._part.execute("UPDATE main.contents SET status = 'done' WHERE sha256 = ?", stored.sha256)
            for name in names:
                file = "INSERT INTO main.files (name, path, sha256, url, title) VALUES (?, ?, ?, ?, ?)"
                self._part.execute(file, name, os.fsencode(name), stored.sha256, url, stored.title)
            self._part.keep(stored.sha256, compressed(record))
            if self._has_answers:
                asks = (
                    "INSERT INTO main.asks SELECT a.sha256, n.checksum, a.sets FROM whole.asks a "
                    "JOIN whole.records o ON o.sha256 = a.sha256 AND o.checksum = a.checksum "
                    "JOIN main.records n ON n.sha256 = a.sha256 WHERE a.sha256 = ?"
                )
                self._part.execute(asks, stored.sha256)

    def rest(self) -> None:
        """Copies what annotators have answered: by what was asked, so that what nobody asks now is in no table. And the
        mappings, for the names of wards."""
        with self._part.transaction():
            if self._has_mappings:
                self._part.execute("INSERT INTO main.mappings SELECT * FROM whole.mappings")
            if self._has_answers:
                query = "INSERT INTO main.annotations SELECT * FROM whole.annotations WHERE kind IN (?, ?)"
                self._part.execute(query, "clause", "link")
        self._part.execute("DETACH whole")


def _local_folders(whole: Manifest) -> list[bytes]:
    """The folders of this machine that a text of a record could name, as JSON has them, the longest first."""
    root = root_of(whole)
    places = [os.path.abspath(whole.dest), os.path.expanduser("~"), *([root.path] if root is not None else [])]
    said = {to_json(place)[1:-1] for place in places if place.strip(os.sep)}
    return sorted(said, key=lambda place: (-len(place), place))


def _without(record: bytes, folders: Sequence[bytes]) -> bytes:
    """A record (JSON) in which no text names any of the folders."""
    for folder in folders:
        if folder in record:
            record = re.sub(re.escape(folder) + rb'(?=[/\\"\s])', ELSEWHERE.encode(), record)
    return record
