"""The manifest of an archive: every file found, what became of it, and the record of each that was read.

One SQLite file in write-ahead mode. A record and the word that it is done are written in one transaction, so a run that
is killed at any moment leaves nothing half. Opens and writes `manifest.sqlite` of the archive's folder, nothing else.
"""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import astuple
from pathlib import Path
from typing import Any, Self

from kaigi_extract._version import __version__
from kaigi_extract.archive.discover import FoundFile
from kaigi_extract.archive.disk_errors import disk_errors
from kaigi_extract.archive.fingerprint import KeptMapping, ReadWith
from kaigi_extract.archive.folder import check_ours, is_archive, lock, manifest_uri
from kaigi_extract.archive.stored_record import (
    DAMAGED,
    IS_UNUSABLE,
    REASON,
    StoredRecord,
    checksum_of_record,
    compressed,
    decompressed,
)
from kaigi_extract.archive.worker import Outcome, Task
from kaigi_extract.catalogue import Message
from kaigi_extract.errors import SchemaMismatch, UnreadableSource
from kaigi_extract.records import SCHEMA_VERSION

ROWS_AT_A_TIME = 256
"""Rows read at a time: what a run needs of memory does not grow with the archive."""
FREE_PAGES = 0.1
"""Share of free pages from which on a manifest is written anew without them: in an archive of some files, what a run
notes of mappings and forgets at its end is more than all the rest."""

MANIFEST_LAYOUT = """
BEGIN IMMEDIATE;
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS contents (
    sha256 TEXT PRIMARY KEY, status TEXT NOT NULL DEFAULT 'todo', kind TEXT, reason TEXT, seconds REAL, pages INTEGER,
    ocr_pages INTEGER, findings TEXT, library_version TEXT, schema_version TEXT, date TEXT, ward TEXT, words TEXT,
    reader TEXT, recogniser TEXT, engine TEXT, asked_ward TEXT, year INTEGER, part TEXT
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS files (
    place INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, path BLOB NOT NULL, member TEXT, size INTEGER,
    sha256 TEXT REFERENCES contents, status TEXT, kind TEXT, reason TEXT, date TEXT, url TEXT, title TEXT,
    ward TEXT
);
CREATE INDEX IF NOT EXISTS files_of_contents ON files (sha256, place);
CREATE TABLE IF NOT EXISTS records (
    sha256 TEXT PRIMARY KEY REFERENCES contents, record BLOB NOT NULL, checksum TEXT
);
CREATE TABLE IF NOT EXISTS parts (name TEXT PRIMARY KEY, state TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS annotations (
    kind TEXT, key TEXT, sign TEXT NOT NULL, answer TEXT, problem TEXT, checksum TEXT NOT NULL, PRIMARY KEY (kind, key)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS asks (sha256 TEXT PRIMARY KEY, checksum TEXT, sets TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS cropped (sha256 TEXT PRIMARY KEY, sign TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS removed (sha256 TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS mappings (
    ward TEXT, words TEXT, path TEXT NOT NULL, text TEXT NOT NULL, turn INTEGER NOT NULL, PRIMARY KEY (ward, words)
) WITHOUT ROWID;
CREATE VIEW IF NOT EXISTS manifest AS
SELECT name, files.sha256, size, coalesce(files.status, contents.status) AS status,
    coalesce(files.kind, contents.kind) AS kind, coalesce(files.reason, contents.reason) AS reason,
    seconds, pages, ocr_pages, library_version, schema_version
FROM files LEFT JOIN contents ON contents.sha256 = files.sha256 AND files.status IS NULL;
COMMIT;
"""
"""All tables or none: a manifest with some of them is somebody else's."""
_ADDED = {
    "contents": ("ward", "words", "reader", "recogniser", "engine", "asked_ward", "year", "part"),
    "files": ("ward",),
    "records": ("checksum",),
}
"""Columns that archives of version 0.1 do not have. `words` and those after it: see `ReadWith`; `year` and `part`: see
`parting`; `checksum`: SHA-256 of the record as it is kept."""
_NO_TEXT = {"year": "INTEGER"}
"""The type of those that are no TEXT."""
_FILE = ("name", "path", "member", "size", "sha256", "status", "kind", "reason", "date", "url", "title", "ward")
"""Columns of `files` in the order of `FoundFile.row`."""
_FROM_METADATA = ("date", "url", "title", "ward")
"""Those that stay where a later run says nothing of them."""
_ADD_FILE = (
    f"INSERT INTO files ({', '.join(_FILE)}) VALUES ({', '.join('?' * len(_FILE))}) ON CONFLICT (name) DO UPDATE SET "
    + ", ".join(
        f"{name} = coalesce(excluded.{name}, {name})" if name in _FROM_METADATA else f"{name} = excluded.{name}"
        for name in _FILE[1:]
    )
)
BUILT = "built"
"""Note of the manifest: the state that the tables were written from."""
LAYOUT = "layout"
"""Note of the manifest: the sign of what tables there were when they were written (see `layout_sign`)."""
LISTED, SUMMED = "listed", "summed"
"""Notes of the manifest: the checksums of the list of files and of the list of checksums, as they were written."""

REMOVING = "removing"
"""Note of the manifest, not on the list of files: the names of documents that are taken out and not yet out of all."""


def _is_newer(version: object) -> bool:
    """Whether a schema version is one of a newer library; a damaged one is none."""
    return isinstance(version, str) and version.isdecimal() and int(version) > int(SCHEMA_VERSION)


class Manifest:
    """An open manifest: read-only, or with `write` the only one that writes. A context manager.

    Raises:
        UnreadableSource: There is no archive to read.
        SchemaMismatch: The archive is of a newer library.
        UnwritableArchive: The disk refuses, the folder is somebody else's, or another run writes to it.
    """

    def __init__(self, dest: str | os.PathLike[str], *, write: bool = False) -> None:
        self.dest = Path(dest)
        self.root = ""
        """The folder that the paths of its files count from, once a run has settled it (`root.settle_root`)."""
        self._lock: sqlite3.Connection | None = None
        if not write and not self.there(dest):
            raise UnreadableSource(
                self.dest, Message("there is no archive; make one with kaigi-extract migrate SRC DEST")
            )
        with disk_errors(self.dest), contextlib.ExitStack() as opened:
            if write:
                self.dest.mkdir(parents=True, exist_ok=True)
                check_ours(self.dest)
                self._check_version()
                self._lock = lock(self.dest)
                opened.callback(self._lock.close)
            else:
                self._check_version()
            uri = manifest_uri(self.dest, "rwc" if write else "ro")
            self._db = sqlite3.connect(uri, uri=True, isolation_level=None)
            opened.callback(self._db.close)
            if write:
                self._make_ready()
            opened.pop_all()  # they stay open

    def _make_ready(self) -> None:
        """All tables that a run writes to."""
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = NORMAL")  # power cut off: the last files are read again
        self._db.executescript(MANIFEST_LAYOUT)
        self._add_columns()
        self._db.execute("CREATE INDEX IF NOT EXISTS contents_by_part ON contents (part)")
        self._db.execute("CREATE TEMP TABLE found (sha256 TEXT PRIMARY KEY) WITHOUT ROWID")
        self._db.execute("CREATE TEMP TABLE again (sha256 TEXT PRIMARY KEY, why TEXT) WITHOUT ROWID")
        self._db.execute("INSERT OR IGNORE INTO meta VALUES ('schema_version', ?)", [SCHEMA_VERSION])

    @staticmethod
    def there(dest: str | os.PathLike[str]) -> bool:
        """Whether the folder holds an archive: a manifest with its tables."""
        return is_archive(dest)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._lock is not None:
            with contextlib.suppress(sqlite3.Error):  # somebody reads it, or the disk is full
                self._give_back_pages()
                self._db.execute("PRAGMA journal_mode = DELETE")  # can be read where nothing can be written
        self._db.close()
        if self._lock is not None:
            self._lock.close()

    def _give_back_pages(self) -> None:
        """Where many pages are free: they keep the bytes of what was deleted, and damage to them is not noticed."""
        [(pages,)], [(free,)] = (
            self._db.execute(f"PRAGMA {name}").fetchall() for name in ("page_count", "freelist_count")
        )
        if free > FREE_PAGES * pages:
            self._db.execute("VACUUM")

    def _add_columns(self) -> None:
        for table, names in _ADDED.items():
            known = {row[1] for row in self._db.execute(f"PRAGMA table_info({table})")}
            for name in names:
                if name not in known:
                    self._db.execute(f"ALTER TABLE {table} ADD COLUMN {name} {_NO_TEXT.get(name, 'TEXT')}")

    def _check_version(self) -> None:
        """Before anything is written: an archive of a newer library is left alone."""
        if not self.there(self.dest):
            return
        with contextlib.closing(sqlite3.connect(manifest_uri(self.dest, "ro"), uri=True)) as db:
            found = None
            with contextlib.suppress(sqlite3.OperationalError):  # killed before its tables were there
                found = db.execute("SELECT value FROM meta WHERE key = 'schema_version'").fetchone()
        if found is not None and _is_newer(found[0]):
            raise SchemaMismatch(self.dest, found=found[0], expected=SCHEMA_VERSION)

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """All of what is written within, or nothing. Within another one it is a part of that."""
        if self._db.in_transaction:
            yield
            return
        with disk_errors(self.dest):
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._db.execute("COMMIT")
            except BaseException:
                with contextlib.suppress(sqlite3.Error):  # a full disk has rolled back already
                    self._db.execute("ROLLBACK")
                raise

    def add_found(self, found: Iterable[FoundFile]) -> None:
        """Notes files; of several with the same bytes the first found is read, the others are duplicates of it."""
        with self.transaction():
            for file in found:
                if file.sha256 is not None and file.status is None:
                    self._db.execute("INSERT OR IGNORE INTO contents (sha256) VALUES (?)", [file.sha256])
                    self._db.execute("INSERT OR IGNORE INTO found VALUES (?)", [file.sha256])
                self._db.execute(_ADD_FILE, file.row())

    def todo(self) -> Iterator[Task]:
        """What is to be read, in the order in which it was found."""
        last = -1
        while True:
            rows = self._db.execute(
                "SELECT place, name, path, member, files.sha256, contents.date, asked_ward "
                "FROM files JOIN contents USING (sha256) "
                "WHERE files.status IS NULL AND contents.status = 'todo' AND place > ? ORDER BY place LIMIT ?",
                [last, ROWS_AT_A_TIME],
            ).fetchall()
            if not rows:
                return
            last = rows[-1][0]
            for _, name, path, member, sha256, date, ward in rows:
                place = os.path.join(self.root, os.fsdecode(path))
                yield Task(name=name, path=place, member=member, sha256=sha256, date=date, ward=ward)

    def finish(self, outcome: Outcome, read_with: ReadWith | None = None) -> None:
        """Writes what became of one file, with its record and what it was `read_with`.

        Where a file fails that was read before, the record that is there stays.
        """
        if outcome.record is None and self._has_record(outcome.sha256):
            reason = str(Message("{reason}; the record of an earlier reading is kept", reason=outcome.reason))
            with self.transaction():
                self._db.execute(
                    "UPDATE contents SET status = 'failed', kind = ?, reason = ?, seconds = ? WHERE sha256 = ?",
                    [outcome.kind, reason, round(outcome.seconds, 4), outcome.sha256],
                )
            return
        status = "failed" if outcome.record is None else "done"
        values = (status, outcome.kind, outcome.reason, round(outcome.seconds, 4), outcome.pages, outcome.ocr_pages)
        findings, how = json.dumps(outcome.findings), astuple(read_with or ReadWith())
        with self.transaction():
            self._db.execute(
                "UPDATE contents SET status = ?, kind = ?, reason = ?, seconds = ?, pages = ?, ocr_pages = ?, "
                "findings = ?, library_version = ?, schema_version = ?, ward = ?, words = ?, reader = ?, "
                "recogniser = ?, engine = ?, year = ? WHERE sha256 = ?",
                [*values, findings, __version__, SCHEMA_VERSION, outcome.ward, *how, outcome.year, outcome.sha256],
            )
            self._tables_are_old()
            if outcome.record is None:
                self._db.execute("DELETE FROM records WHERE sha256 = ?", [outcome.sha256])
            else:
                self.keep(outcome.sha256, outcome.record)

    def keep(self, sha256: str, packed: bytes) -> None:
        """Keeps a compressed record with its checksum; within a transaction."""
        values = (sha256, packed, checksum_of_record(packed))
        self._db.execute("INSERT OR REPLACE INTO records (sha256, record, checksum) VALUES (?, ?, ?)", values)

    def _has_record(self, sha256: str) -> bool:
        """Whether there is a record that can be read back by this version."""
        query = f"SELECT 1 FROM records JOIN contents USING (sha256) WHERE sha256 = ? AND NOT {IS_UNUSABLE}"
        return self._db.execute(query, [sha256]).fetchone() is not None

    def replace_record(self, sha256: str, record: bytes, version: str) -> None:
        """Puts an upgraded record (JSON) in the place of the old one; within a transaction."""
        self.keep(sha256, compressed(record))
        self._db.execute("UPDATE contents SET schema_version = ?, year = NULL WHERE sha256 = ?", [version, sha256])
        self._tables_are_old()

    def mark_damaged(self, hashes: Iterable[str]) -> None:
        """Notes that these records cannot be read back; the next run reads their files again."""
        for sha256 in hashes:
            self._db.execute(
                "UPDATE contents SET status = 'failed', kind = ?, reason = ? WHERE sha256 = ?",
                [DAMAGED, REASON, sha256],
            )

    def note_mappings(self, mappings: Iterable[KeptMapping]) -> None:
        """Keeps the mappings that a run reads with."""
        with self.transaction():
            [(turn,)] = self._db.execute("SELECT coalesce(max(turn), 0) + 1 FROM mappings")
            for one in mappings:
                values = (one.ward, one.words, os.path.basename(one.path), one.text, turn)
                self._db.execute("INSERT OR REPLACE INTO mappings VALUES (?, ?, ?, ?, ?)", values)

    def forget_mappings(self) -> None:
        """Forgets the mappings that no record was read with."""
        with self.transaction():
            self._db.execute(
                "DELETE FROM mappings WHERE NOT EXISTS (SELECT 1 FROM contents "
                "WHERE contents.ward = mappings.ward AND contents.words = mappings.words)"
            )

    def mappings(self) -> list[KeptMapping]:
        """The mappings that records were read with, ward by ward, that of the last run first."""
        query = "SELECT ward, words, path, text FROM mappings ORDER BY ward, turn DESC, words"
        return [KeptMapping(*row) for row in self._db.execute(query)]

    def has_mappings(self) -> bool:
        """Whether there is a table for them: an archive of an earlier version has none before it is written to."""
        return bool(self._db.execute("SELECT 1 FROM sqlite_master WHERE name = 'mappings'").fetchall())

    def _tables_are_old(self) -> None:
        self._db.execute("DELETE FROM meta WHERE key = ?", [BUILT])

    def stored(self, first: str = "", last: str = "g") -> Iterator[StoredRecord]:
        """The records whose content hash lies between the two, both included, in the order of their hashes."""
        names = {row[1] for row in self._db.execute("PRAGMA table_info(records)")}
        checksum = "checksum" if "checksum" in names else "NULL"  # an archive of version 0.1 has none
        query = f"SELECT sha256, record, {checksum} FROM records WHERE sha256 >= ? AND sha256 <= ? ORDER BY 1 LIMIT ?"
        while True:
            rows = self._db.execute(query, [first, last, ROWS_AT_A_TIME // 8]).fetchall()
            for sha256, packed, wanted in rows:
                is_kept = wanted is None or wanted == checksum_of_record(packed)
                yield StoredRecord(sha256, decompressed(packed) if is_kept else None, packed, *self._about(sha256))
            if not rows:
                return
            first = rows[-1][0] + " "

    def stored_in(self, part: str) -> Iterator[StoredRecord]:
        """The records of one part (see `parting`), in the order of their hashes."""
        query = "SELECT sha256 FROM contents JOIN records USING (sha256) WHERE part = ? ORDER BY sha256"
        for (sha256,) in self._db.execute(query, [part]).fetchall():
            yield from self.stored(sha256, sha256)

    def _about(self, sha256: str) -> tuple[list[str], str | None, str | None]:
        rows = self._db.execute(
            "SELECT name, url, title FROM files WHERE sha256 = ? ORDER BY place", [sha256]
        ).fetchall()
        urls, titles = ([row[at] for row in rows if row[at] is not None] for at in (1, 2))
        return [row[0] for row in rows], next(iter(urls), None), next(iter(titles), None)

    def state(self) -> str:
        """A checksum that changes with whatever the tables are written from."""
        digest = zlib.crc32(__version__.encode())
        for row in self._db.execute(
            "SELECT sha256, schema_version, date, length(record) FROM records JOIN contents USING (sha256) "
            "ORDER BY sha256"
        ):
            digest = zlib.crc32(repr(row).encode(), digest)
        for row in self._db.execute("SELECT name, sha256, url, title FROM files ORDER BY name"):
            digest = zlib.crc32(repr(row).encode(), digest)
        return f"{digest:08x}{self.state_of_annotations()}"

    def state_of_records(self) -> str:
        """A checksum that changes with the records alone."""
        return self._checksum("SELECT sha256, checksum, length(record) FROM records ORDER BY sha256")

    def state_of_annotations(self) -> str:
        """A checksum that changes with the answers of annotators; empty where there is no room for any."""
        if not self.has_annotations():
            return ""
        return self._checksum("SELECT kind, key, checksum FROM annotations ORDER BY kind, key")

    def _checksum(self, query: str) -> str:
        digest = 0
        for row in self._db.execute(query):
            digest = zlib.crc32(repr(row).encode(), digest)
        return f"{digest:08x}"

    def has_annotations(self) -> bool:
        """Whether there is room for answers of annotators; there is none in a manifest of version 0.1 that is only
        read."""
        query = "SELECT 1 FROM sqlite_master WHERE name = 'annotations'"
        return self._db.execute(query).fetchone() is not None

    @property
    def connection(self) -> sqlite3.Connection:
        """The open file itself, for those who copy or check all of it."""
        return self._db

    def get(self, key: str) -> str | None:
        """A note; None where there is none of that key."""
        row = self._db.execute("SELECT value FROM meta WHERE key = ?", [key]).fetchone()
        return row[0] if row else None

    def set(self, key: str, value: str) -> None:
        """Writes a note, within a transaction of its own."""
        with self.transaction():
            self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", [key, value])

    def rows(self, query: str, *values: Any) -> Iterator[tuple[Any, ...]]:
        """The rows that a query over the manifest gives, as they are asked for."""
        yield from self._db.execute(query, values)

    def execute(self, query: str, *values: Any) -> sqlite3.Cursor:
        """Runs one statement over the manifest; one that writes, within a `transaction`."""
        return self._db.execute(query, values)
