"""All that the manifest knows beside the records, as lines of JSON: a manifest that is lost is written again from it.

One line a row: which table, and its columns by name. Reads a manifest, and writes one; opens the list itself.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from kaigi_extract._version import __version__
from kaigi_extract.archive.folder import FILE_LIST, OURS

TABLES = ("contents", "files", "mappings", "removed")
"""The tables whose rows are on the list, in an order in which they can be written."""
_ORDER = {"contents": "sha256", "files": "place", "mappings": "ward, words", "removed": "sha256"}
_BYTES = "path"
"""The column of `files` whose values are bytes: a path as the system has it."""


def lines(db: sqlite3.Connection) -> Iterator[bytes]:
    """The list of a manifest, line by line."""
    yield _line({"archive": OURS, "library_version": __version__})
    yield from (_line({"note": key, "value": value}) for key, value in _notes(db))
    for table in TABLES:
        found = db.execute(f"SELECT * FROM {table} ORDER BY {_ORDER[table]}")
        names = [column[0] for column in found.description]
        for row in found:
            yield _line({"table": table} | {name: _plain(value) for name, value in zip(names, row, strict=True)})


def _notes(db: sqlite3.Connection) -> Iterable[tuple[str, str]]:
    """The notes that a new manifest needs; those that say what was written, and when, are none."""
    rows: list[tuple[str, str]] = db.execute("SELECT key, value FROM meta ORDER BY key").fetchall()
    return [(key, value) for key, value in rows if key in KEPT_NOTES]


KEPT_NOTES = frozenset({"schema_version", "annotate", "crops"})


def _line(value: dict[str, Any]) -> bytes:
    return json.dumps(value).encode() + b"\n"


def _plain(value: Any) -> Any:
    return os.fsdecode(value) if isinstance(value, bytes) else value


def write_file_list(db: sqlite3.Connection, dest: Path) -> str:
    """Writes the list anew; returns its checksum."""
    digest = hashlib.sha256()
    beside = dest / f"{FILE_LIST}.new"
    with beside.open("wb") as file:
        for line in lines(db):
            digest.update(line)
            file.write(line)
    os.replace(beside, dest / FILE_LIST)
    return digest.hexdigest()


def checksum_of_rows(db: sqlite3.Connection) -> str:
    """The checksum that the list of this manifest has."""
    digest = hashlib.sha256()
    for line in lines(db):
        digest.update(line)
    return digest.hexdigest()


def load(path: Path, db: sqlite3.Connection) -> None:
    """Writes the rows of a list into a manifest that has none of them; a line that is none is passed over."""
    known = {table: {row[1] for row in db.execute(f"PRAGMA table_info({table})")} for table in TABLES}
    with path.open("rb") as file:
        for line in file:
            try:
                row = json.loads(line)
            except ValueError:
                continue
            if isinstance(row, dict):
                _add(row, db, known)


def _add(row: dict[str, Any], db: sqlite3.Connection, known: dict[str, set[str]]) -> None:
    if "note" in row:
        db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", [row["note"], row.get("value")])
        return
    table = row.get("table")
    columns = [name for name in row if name in known.get(str(table), ())]
    if not columns:
        return
    values = [os.fsencode(row[name]) if name == _BYTES and table == "files" else row[name] for name in columns]
    marks = ", ".join("?" * len(columns))
    db.execute(f"INSERT OR IGNORE INTO {table} ({', '.join(columns)}) VALUES ({marks})", values)
