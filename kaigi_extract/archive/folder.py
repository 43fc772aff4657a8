"""What an archive's folder holds, and whether a folder may become one: nothing of anybody else's is written over.

Looks into folders, and opens `manifest.sqlite` and the list of files to read; the one thing that it writes is the lock.
"""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
from pathlib import Path

from kaigi_extract.catalogue import Message
from kaigi_extract.errors import UnwritableArchive

MANIFEST = "manifest.sqlite"
"""Every file found, and the record of every one read (see `manifest`): the truth of an archive."""
LOCK = "lock.sqlite"
"""Locked by whoever writes."""
RECORDS, DATASET, DUCKDB, SEARCH = "records", "tables", "archive.duckdb", "search.sqlite"
"""JSON Lines, Parquet, the DuckDB file and the search index: each written from the manifest, and written again."""
LINES = ".jsonl.zst"
"""The ending of JSON Lines in the folder of records: compressed with zstd, a frame a record."""
PLAIN_LINES = ".jsonl"
"""Their ending in an archive of version 0.1."""
SQLITE = "archive.sqlite"
"""The tables as an SQLite file, where one is wanted."""
DATASETTE = "datasette.json"
"""How Datasette is to show that file, beside it."""
CSV = "csv"
"""Folder for the tables as CSV files, where they are wanted."""
WANTED = {"sqlite": (SQLITE, DATASETTE), "csv": (CSV,)}
"""What is written beside the rest where it is wanted, or was wanted before: where any of it is there."""
MAPPINGS = "mappings"
"""Folder for copies of the mappings that the records were read with: one file a ward, `migrate --mapping` reads it."""
EARLIER = "earlier"
"""Folder in it for what a ward's records were read with before, as far as they are still there."""
FILE_LIST = "files.jsonl"
"""What the manifest knows beside the records: every file found, and what became of it."""
CROPS = "crops"
"""Folder for pictures of what values were read from, where they are kept (see `crops`)."""
CORRECTIONS = "corrections.json"
"""What people put right: written by them alone, and from nothing else."""
MEMBER = "!/"
"""Between the name of a zip archive and that of a file in it."""
OURS = "kaigi_extract"
"""What the first line of the list of files says, by which it is known from any other."""
CHECKSUMS = "SHA256SUMS"
"""The checksum of every file but the manifest and the lock, as `sha256sum -c` reads it."""
BUILDING = ".building"
"""How the folder is called, with something behind it, for what is not whole yet."""
INCOMING = ".incoming-"
"""How the folder is called, with something behind it, where workers of a cluster leave records for a run."""

MANIFEST_TABLES = {"meta", "contents", "files", "records"}
"""By which a manifest of ours is known from any other SQLite file of the name."""
_BEGUN = {name + ending for name in (MANIFEST, LOCK) for ending in ("", "-wal", "-shm", "-journal")}
"""All that there is where a run was killed before its tables were."""
DROPPINGS = {".DS_Store", "Thumbs.db", "desktop.ini"}
"""What systems leave in every folder that somebody has looked into."""


def is_archive(dest: str | os.PathLike[str]) -> bool:
    """Whether the folder holds an archive: a manifest with its tables."""
    try:
        return os.path.isfile(Path(dest) / MANIFEST) and _tables(Path(dest)) >= MANIFEST_TABLES
    except sqlite3.Error:
        return False


def check_ours(dest: Path) -> None:
    """Refuses a folder with anything in it but an archive, or what a killed run left of one.

    Raises:
        UnwritableArchive: The folder is somebody else's.
        sqlite3.DatabaseError: Its manifest is no SQLite file.
    """
    names = set(os.listdir(dest)) - DROPPINGS
    locked = LOCK in names and not (dest / LOCK).stat().st_size  # ours comes first, and nothing is ever written to it
    if MANIFEST not in names:
        if not names or (locked and names <= {LOCK, f"{LOCK}-journal"}):
            return
        tables: set[str] = set()
    elif f"{MANIFEST}-wal" in names and not locked:
        tables = {"somebody's"}  # not even looked into: that would leave a file beside it
    else:
        tables = _tables(dest)
        if tables >= MANIFEST_TABLES or (not tables and names <= _BEGUN):
            return
    if tables:
        raise UnwritableArchive(
            dest, Message("{manifest} there is no manifest of an archive; give another DEST", manifest=MANIFEST)
        )
    if is_file_list(dest / FILE_LIST):
        raise UnwritableArchive(
            dest, Message("the archive has lost its manifest; kaigi-extract archive repair writes it again")
        )
    other = sorted(names - _BEGUN or names)[0]
    raise UnwritableArchive(
        dest,
        Message(
            "the folder is not empty and holds no archive (but {other}); give a new or an empty folder as DEST",
            other=other,
        ),
    )


def is_file_list(path: Path) -> bool:
    """Whether a file is the list of files of an archive: its first line says so."""
    try:
        if not path.is_file():  # a pipe would be waited for
            return False
        with path.open("rb") as file:
            return bool(json.loads(file.readline()).get("archive") == OURS)
    except (OSError, ValueError, AttributeError):
        return False


def _tables(dest: Path) -> set[str]:
    """The tables of the manifest. Where nothing waits to be written into it, SQLite leaves nothing beside it."""
    path = dest / MANIFEST
    untouched = "" if path.with_name(f"{MANIFEST}-wal").exists() else "&immutable=1"
    with contextlib.closing(sqlite3.connect(manifest_uri(dest, "ro") + untouched, uri=True)) as db:
        return {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


def manifest_uri(dest: Path, mode: str) -> str:
    """The manifest as SQLite opens it; `mode` is "ro", "rw" or "rwc"."""
    path = (dest / MANIFEST).as_posix().replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    return f"file:{path}?mode={mode}"


def lock(dest: Path) -> sqlite3.Connection:
    """A lock on the archive that goes with the process, however it ends.

    Raises:
        UnwritableArchive: Another process holds it.
        sqlite3.OperationalError: It cannot be written.
    """
    held = sqlite3.connect(dest / LOCK, isolation_level=None, timeout=0)
    try:
        held.execute("BEGIN EXCLUSIVE")
    except sqlite3.Error as error:
        held.close()
        if "locked" not in str(error):
            raise
        raise UnwritableArchive(dest, Message("another migration is writing to it; wait for its end")) from None
    return held
