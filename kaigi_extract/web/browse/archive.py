"""An archive as pages ask it: rows of its tables, one record, its search index. Opens them to read and writes nothing.

Every request has a cursor and a connection of its own. The files are looked at each time: an archive that was built
anew meanwhile is opened anew.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
import tomllib
from collections.abc import Iterator
from typing import Any

from kaigi_extract.archive.damaged_files import check_product, damage_said
from kaigi_extract.archive.folder import DUCKDB, MANIFEST, SEARCH
from kaigi_extract.archive.manifest import Manifest
from kaigi_extract.archive.query import CLOSED
from kaigi_extract.archive.root import root_of
from kaigi_extract.archive.stored_record import Damage, document_of
from kaigi_extract.archive.verbs import ARCHIVE
from kaigi_extract.catalogue import Message
from kaigi_extract.errors import UnreadableSource
from kaigi_extract.optional import load
from kaigi_extract.records import Document
from kaigi_extract.regular_file import possible_path
from kaigi_extract.web.browse.settings import BrowseSettings

Row = dict[str, Any]


class ArchiveView:
    """The archive in a folder. Safe to use from several threads."""

    def __init__(self, dest: str | os.PathLike[str], settings: BrowseSettings = BrowseSettings()) -> None:
        """Errors: `UnreadableSource` where there is none or its tables were not written; `SchemaMismatch`,
        `MissingExtra`."""
        self.dest, self.settings = possible_path(dest, UnreadableSource), settings
        self.name = self.dest.resolve().name
        with Manifest(dest) as manifest:
            self._root = root_of(manifest)
        for path in (self.dest / DUCKDB, self.dest / SEARCH):
            if not path.is_file():
                raise UnreadableSource(path, "the tables were not written; run kaigi-extract migrate again to its end")
        self._lock = threading.Lock()
        self._db: Any = None
        self._sign: tuple[int, int] | None = None
        self._wards: tuple[tuple[int, int], dict[str, str]] | None = None
        self._index_held: tuple[int, int] | None = None
        missing = load("duckdb", ARCHIVE).CatalogException
        try:
            self.rows("SELECT 1 FROM counted, life_events LIMIT 0")
        except missing as error:
            raise UnreadableSource(dest, "its tables are of another version; run kaigi-extract upgrade") from error

    @property
    def sign(self) -> tuple[int, int]:
        """What changes when the tables are written anew."""
        found = os.stat(self.dest / DUCKDB)
        return found.st_mtime_ns, found.st_ino

    def rows(self, query: str, *values: object) -> list[Row]:
        """What a query over the tables gives, a row each."""
        with damage_said(self.dest / DUCKDB), self.cursor() as cursor:
            cursor.execute(query, list(values))
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def row(self, query: str, *values: object) -> Row:
        """The only row that a query gives.

        Raises:
            KeyError: There is none.
        """
        found = self.rows(query, *values)
        if not found:
            raise KeyError(values)
        return found[0]

    def document(self, sha256: str) -> Document:
        """One record as it was read.

        Raises:
            KeyError: There is none of that hash.
            UnreadableSource: It is damaged.
            SchemaMismatch: It is of another schema version.
        """
        with Manifest(self.dest) as manifest, damage_said(self.dest / MANIFEST):
            for stored in manifest.stored(sha256, sha256):
                try:
                    return document_of(stored.record, self.dest)
                except Damage as damage:
                    why = Message("the record is damaged ({damage}); kaigi-extract archive repair", damage=damage)
                    raise UnreadableSource(self.dest, why) from None
        raise KeyError(sha256)

    def ward_names(self) -> dict[str, str]:
        """What each ward is called: by the mappings that the archive was read with, the last of each; the names of
        wards whose mapping came with the library are not among them."""
        sign = self.sign
        if self._wards is None or self._wards[0] != sign:
            names: dict[str, str] = {}
            with damage_said(self.dest / MANIFEST), Manifest(self.dest) as manifest:
                for one in manifest.mappings() if manifest.has_mappings() else ():
                    with contextlib.suppress(tomllib.TOMLDecodeError, KeyError):
                        names.setdefault(one.ward, str(tomllib.loads(one.text)["name"]))
            self._wards = sign, names
        return self._wards[1]

    def place_of(self, document: Document) -> str:
        """Where the file of a document is, if it is there."""
        name = document.source.path
        return self._root.place_of(name) if self._root is not None else name

    def hashes(self) -> Iterator[str]:
        """The hash of every record, in order."""
        yield from (row["sha256"] for row in self.rows("SELECT sha256 FROM documents ORDER BY sha256"))

    @contextlib.contextmanager
    def index(self) -> Iterator[sqlite3.Connection]:
        """The search index, open to be read. Each that there is in the course of time is held against its checksum.

        Raises:
            UnreadableSource: It is damaged; also in place of what SQLite says of it within.
        """
        path = self.dest / SEARCH
        with damage_said(path):
            about = path.stat() if path.exists() else None
            sign = (about.st_mtime_ns, about.st_ino) if about is not None else None
            if self._index_held != sign:
                check_product(self.dest, SEARCH)
                self._index_held = sign
            with contextlib.closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as db:
                yield db

    def close(self) -> None:
        """Closes the tables."""
        with self._lock:
            if self._db is not None:
                self._db.close()
                self._db = None

    def cursor(self) -> Any:
        """A cursor of its own, to be closed."""
        with self._lock:
            sign = self.sign
            if self._db is None or sign != self._sign:
                limits = {"memory_limit": f"{self.settings.memory}MB", "threads": "2"}
                path = str(self.dest / DUCKDB)
                self._db = load("duckdb", ARCHIVE).connect(path, read_only=True, config={**limits, **CLOSED})
                self._sign = sign
            return self._db.cursor()
