"""An archive's tables written from its manifest: JSON Lines, a Parquet dataset, one DuckDB file, SQLite where wanted.

Everything is written beside what is there and moved into its place when it is whole. Each function is one task of a
worker process: what the run itself needs of memory does not grow with the archive. Writes to the folder it is given.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, Self

from kaigi_extract.archive.folder import DATASET, DUCKDB, RECORDS, SQLITE
from kaigi_extract.archive.link_meetings import JOINS, join_rows
from kaigi_extract.archive.manifest import Manifest
from kaigi_extract.archive.search import build_search
from kaigi_extract.archive.stored_record import Damage
from kaigi_extract.archive.verbs import MIGRATE
from kaigi_extract.optional import load
from kaigi_extract.records.tables import TABLES, Column, Row

DOCUMENTS_A_PART = 250
"""Two workers share an archive of a thousand, and ten thousand make forty files a table."""
ROWS_HELD = 50_000
"""Rows that a worker keeps before it writes them."""

SCHEMA_COLUMNS = [
    Column("table", "text", "Name of a table"),
    Column("column", "text", "One of its columns"),
    Column("type", "text", "text, int, float, bool, date, ints and texts (lists), json (text that is JSON)"),
    Column("description", "text", "What it holds"),
    Column("references", "text", "The table whose id it carries"),
]
ARCHIVE_TABLES: dict[str, list[Column]] = {name: table.columns for name, table in TABLES.items()} | {
    "joins": JOINS,
    "_schema": SCHEMA_COLUMNS,
}
"""The columns of every table of an archive."""
_SQLITE_TYPES = {"int": "INTEGER", "float": "REAL", "bool": "INTEGER"}


def write_part(dest: Path, target: Path, number: int, first: str, last: str) -> list[str]:
    """Writes the records from one content hash to another, both included, as JSON Lines and as rows of every table.

    Returns the hashes of those that are damaged; they are left out.
    """
    held: dict[str, list[Row]] = defaultdict(list)
    damaged: list[str] = []
    lines = target / RECORDS / f"part-{number:04}.jsonl"
    lines.parent.mkdir(parents=True, exist_ok=True)
    needed = [] if number else list(TABLES)
    with Manifest(dest) as manifest, lines.open("wb") as file, _Parts(target / DATASET, number, needed) as parts:
        for stored in manifest.stored(first, last):
            try:
                rows = stored.rows()
            except Damage:
                damaged.append(stored.sha256)
                continue
            file.write((stored.record or b"") + b"\n")
            for name, more in rows.items():
                held[name] += more
            if sum(map(len, held.values())) > ROWS_HELD:
                parts.write(held)
        parts.write(held)
    return damaged


def write_joins(target: Path) -> None:
    """Writes what belongs together across files (`joins`), and the description of all columns (`_schema`)."""
    schema = [
        (name, column.name, column.type, column.description, column.references)
        for name, columns in ARCHIVE_TABLES.items()
        for column in columns
    ]
    with _Parts(target / DATASET, 0, ["joins", "_schema"]) as parts:
        parts.write({"_schema": schema, "joins": join_rows(target / DATASET)})


def write_databases(target: Path, sqlite: bool) -> None:
    """Writes the DuckDB file, and the SQLite file where it is wanted."""
    duckdb = load("duckdb", MIGRATE)
    with duckdb.connect(str(target / DUCKDB)) as db:
        for name in ARCHIVE_TABLES:
            files = str(target / DATASET / name / "*.parquet").replace("'", "''")
            db.execute(f"CREATE TABLE \"{name}\" AS SELECT * FROM read_parquet('{files}')")
    if sqlite:
        _write_sqlite(target)


def write_search(target: Path) -> None:
    """Writes the index of the sections' text."""
    build_search(target / DATASET, target)


def _write_sqlite(target: Path) -> None:
    with closing(sqlite3.connect(target / SQLITE)) as db, db:
        for name, columns in ARCHIVE_TABLES.items():
            db.execute(f'CREATE TABLE "{name}" ({", ".join(_declared(column) for column in columns)})')
            marks = ", ".join("?" * len(columns))
            for rows in _batches(target / DATASET / name):
                db.executemany(f'INSERT INTO "{name}" VALUES ({marks})', map(_flat, rows))


def _declared(column: Column) -> str:
    key = " PRIMARY KEY" if column.name == "id" else ""
    reference = f' REFERENCES "{column.references}" (id)' if column.references else ""
    return f'"{column.name}" {_SQLITE_TYPES.get(column.type, "TEXT")}{key}{reference}'


def _batches(folder: Path) -> Iterator[Iterator[tuple[Any, ...]]]:
    parquet = load("pyarrow.parquet", MIGRATE)
    for path in sorted(folder.glob("*.parquet")):
        with parquet.ParquetFile(path) as file:
            for batch in file.iter_batches():
                yield zip(*(column.to_pylist() for column in batch.columns), strict=True)


def _flat(row: tuple[Any, ...]) -> list[Any]:
    """Values as SQLite has them: lists as JSON, dates as ISO text."""
    return [
        json.dumps(value, ensure_ascii=False)
        if isinstance(value, list)
        else value.isoformat()
        if hasattr(value, "isoformat")
        else value
        for value in row
    ]


class _Parts:
    """One Parquet file a table, made when its first rows come; those that are `needed` also without any."""

    def __init__(self, folder: Path, number: int, needed: list[str]) -> None:
        self.folder, self.number, self.needed = folder, number, needed
        self.arrow, self.parquet = load("pyarrow", MIGRATE), load("pyarrow.parquet", MIGRATE)
        self.writers: dict[str, Any] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            self.write({name: [] for name in self.needed if name not in self.writers})
        for writer in self.writers.values():
            writer.close()

    def write(self, held: dict[str, list[Row]]) -> None:
        """Writes the rows and forgets them."""
        for name, rows in held.items():
            table = self._table(ARCHIVE_TABLES[name], rows)
            if name not in self.writers:
                path = self.folder / name / f"part-{self.number:04}.parquet"
                path.parent.mkdir(parents=True, exist_ok=True)
                self.writers[name] = self.parquet.ParquetWriter(path, table.schema)
            self.writers[name].write_table(table)
        held.clear()

    def _table(self, columns: list[Column], rows: list[Row]) -> Any:
        by_column = list(zip(*rows, strict=True)) or [() for _ in columns]
        arrays = [self._array(column, values) for column, values in zip(columns, by_column, strict=True)]
        return self.arrow.Table.from_arrays(arrays, names=[column.name for column in columns])

    def _array(self, column: Column, values: Any) -> Any:
        if column.type == "date":  # ISO text in the record
            return self.arrow.array(values, self.arrow.string()).cast(self.arrow.date32())
        kinds = {
            "int": self.arrow.int64(),
            "float": self.arrow.float64(),
            "bool": self.arrow.bool_(),
            "ints": self.arrow.list_(self.arrow.int64()),
            "texts": self.arrow.list_(self.arrow.string()),
        }
        return self.arrow.array(values, kinds.get(column.type, self.arrow.string()))
