"""An archive's tables written from its manifest: JSON Lines, a Parquet dataset, one DuckDB file, SQLite where wanted.

Everything is written beside what is there and moved into its place when it is whole. Each function is one task of a
worker process: what the run itself needs of memory does not grow with the archive. Writes to the folder it is given.
"""

from __future__ import annotations

import csv
import json
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, Self

from kaigi_extract.archive.clause_rows import AnnotatedRecords
from kaigi_extract.archive.data_package import write_data_package
from kaigi_extract.archive.datasette import search_layout, write_datasette
from kaigi_extract.archive.described import ARCHIVE_TABLES, VIEWS, column_words, schema_rows, table_words
from kaigi_extract.archive.folder import CSV, DATASET, DUCKDB, LINES, RECORDS, SQLITE
from kaigi_extract.archive.lineage_rows import Lineages
from kaigi_extract.archive.link_meetings import join_rows
from kaigi_extract.archive.manifest import Manifest
from kaigi_extract.archive.parting import ALL
from kaigi_extract.archive.search import write_index
from kaigi_extract.archive.spellings import Spellings
from kaigi_extract.archive.stored_record import Damage, LineFrames
from kaigi_extract.archive.verbs import MIGRATE
from kaigi_extract.archive.work_columns import WORK_TABLES
from kaigi_extract.optional import load
from kaigi_extract.records.tables import Column, Row

ROWS_HELD = 50_000
"""Rows that a worker keeps before it writes them."""
LAST = frozenset({"_schema", "joins", *WORK_TABLES})
"""Tables that are written from the others."""
SPANS = '[{"page": "INTEGER", "bbox": ["DOUBLE"], "line": "INTEGER", "start": "INTEGER", "end": "INTEGER"}]'
"""What places are in DuckDB: of a page `page` and `bbox`, of a file without pages `line`, `start` and `end`; the others
are null."""

_SECTION_TEXT = [column.name for column in ARCHIVE_TABLES["sections"]].index("text")
_SQLITE_TYPES = {"int": "INTEGER", "float": "REAL", "bool": "INTEGER"}


def write_part(dest: Path, target: Path, name: str) -> list[str]:
    """Writes the records of one part (see `parting`) as JSON Lines and as rows of every table.

    Returns the hashes of those that are damaged; they are left out.
    """
    held: dict[str, list[Row]] = defaultdict(list)
    damaged: list[str] = []
    spellings = Spellings()
    lines = target / RECORDS / f"{name}{LINES}"
    lines.parent.mkdir(parents=True, exist_ok=True)
    with (
        Manifest(dest) as manifest,
        lines.open("wb") as opened,
        LineFrames(opened) as file,
        _Part(target / DATASET, name) as part,
    ):
        annotated = AnnotatedRecords(manifest)
        for stored in manifest.stored_in(name):
            try:
                rows = annotated.rows(stored)
            except Damage:
                damaged.append(stored.sha256)
                continue
            file.add(stored.record or b"")
            for section in rows.get("sections", ()):
                spellings.add(section[_SECTION_TEXT])
            for table, more in rows.items():
                held[table] += more
            if sum(map(len, held.values())) > ROWS_HELD:
                part.write(held)
        part.write(held)
    spellings.write(target, name)
    write_documents(target, name)
    return damaged


def write_documents(target: Path, name: str) -> None:
    """Writes what works are found by of the documents of one part."""
    from kaigi_extract.archive.work_documents import write_work_documents  # loads numpy

    write_work_documents(target, name)


def write_lineages(dest: Path, target: Path) -> None:
    """Writes what became of clause sets: families, versions beside each other, the life of each clause. Then the
    columns of tables that no part has rows of, so that every table but the `LAST` is there."""
    held: dict[str, list[Row]] = defaultdict(list)
    dataset = target / DATASET
    with Manifest(dest) as manifest, _Part(dataset, ALL) as part:
        for number, (name, row) in enumerate(Lineages(manifest).rows(), 1):
            held[name].append(row)
            if number % ROWS_HELD == 0:
                part.write(held)
        part.write(held)
    with _Part(dataset, ALL) as part:
        part.write({name: [] for name in ARCHIVE_TABLES.keys() - LAST if not any(dataset.glob(f"{name}/*.parquet"))})


def write_joins(target: Path) -> None:
    """Writes what is of no part: what belongs together across files (`joins`, works) and the description of all
    columns (`_schema`)."""
    from kaigi_extract.archive.work_tables import (
        work_tables,
    )  # loads numpy and rapidfuzz, which nothing else here needs

    dataset = target / DATASET
    with _Part(dataset, ALL) as part:
        part.write({"_schema": list(schema_rows()), "joins": join_rows(dataset)})
    with _Part(dataset, ALL) as part:
        part.write(work_tables(target))
    write_data_package(target / DATASET, "parquet")


def write_tables(target: Path) -> None:
    """Writes the DuckDB file with every table but the `LAST`, which are made meanwhile."""
    with _database(target) as db:
        _copy_tables(db, target, [name for name in ARCHIVE_TABLES if name not in LAST])


def write_databases(target: Path, wanted: Collection[str]) -> None:
    """Adds the `LAST` tables to the DuckDB file, and writes what else is wanted: "sqlite", "csv"."""
    with _database(target) as db:
        _copy_tables(db, target, [name for name in ARCHIVE_TABLES if name in LAST])
        _describe(db)
    if "sqlite" in wanted:
        _write_sqlite(target)
    if "csv" in wanted:
        _write_csv(target)


def _typed(name: str) -> str:
    """The columns of a table as DuckDB has them: places as structs."""
    spans = [column.name for column in ARCHIVE_TABLES[name] if column.type == "spans"]
    replaced = ", ".join(f'from_json("{column}", {_quoted(SPANS)}) AS "{column}"' for column in spans)
    return f"* REPLACE ({replaced})" if spans else "*"


def _database(target: Path) -> Any:
    """The DuckDB file, opened; a new one with blocks that fit what it will hold."""
    held = sum(path.stat().st_size for path in (target / DATASET).glob("*/*.parquet"))
    block = _LARGE_BLOCK if held > MANY_BYTES else _SMALL_BLOCK
    return load("duckdb", MIGRATE).connect(str(target / DUCKDB), config={**_KEPT, "default_block_size": block})


def _copy_tables(db: Any, target: Path, names: Iterable[str]) -> None:
    """Copies tables out of the Parquet dataset."""
    for name in names:
        files = _quoted(str(target / DATASET / name / "*.parquet"))
        db.execute(f'CREATE TABLE "{name}" AS SELECT {_typed(name)} FROM read_parquet({files})')


_KEPT = {"storage_compatibility_version": "v1.2.0", "force_compression": "zstd"}
"""How DuckDB keeps the tables. DuckDB 1.2 and later can read it."""
_SMALL_BLOCK, _LARGE_BLOCK = 1 << 16, 1 << 18
"""Bytes of a block. The columns of an archive of some files are blocks that are nearly empty: 50 documents take 75 kB
each in the smaller ones, 189 in those of DuckDB's own size. Numbers are compressed in the latter only: 5,000 documents
take 29 and 17 kB each."""
MANY_BYTES = 6_000_000
"""Bytes of Parquet from which on an archive is smaller in large blocks: 700 documents or so."""


def _quoted(text: str) -> str:
    """A text as SQL has it."""
    return "'" + text.replace("'", "''") + "'"


def _describe(db: Any) -> None:
    """Notes at every table and column of a DuckDB file what it holds, in both languages, and makes the views."""
    for name, columns in ARCHIVE_TABLES.items():
        db.execute(f'COMMENT ON TABLE "{name}" IS {_quoted(" / ".join(table_words(name)))}')
        for column in columns:
            words = " / ".join(column_words(name, column))
            db.execute(f'COMMENT ON COLUMN "{name}"."{column.name}" IS {_quoted(words)}')
    for name, (said, query) in VIEWS.items():
        db.execute(f'CREATE VIEW "{name}" AS {query}')
        db.execute(f'COMMENT ON VIEW "{name}" IS {_quoted(" / ".join(said))}')


def write_search(target: Path, new: Collection[str], stale: Collection[str]) -> None:
    """Writes the index of the sections' text in the `new` parts; where one is there already, it forgets the `stale`."""
    write_index(target, new, stale)


def _write_sqlite(target: Path) -> None:
    with closing(sqlite3.connect(target / SQLITE)) as db, db:
        for name, columns in ARCHIVE_TABLES.items():
            db.execute(f'CREATE TABLE "{name}" ({", ".join(_declared(column) for column in columns)})')
            marks = ", ".join("?" * len(columns))
            for rows in _batches(target / DATASET / name):
                db.executemany(f'INSERT INTO "{name}" VALUES ({marks})', map(_flat, rows))
            for column in columns:
                if column.references:
                    db.execute(f'CREATE INDEX "{name} by {column.name}" ON "{name}" ("{column.name}")')
        for name, (_, query) in VIEWS.items():
            db.execute(f'CREATE VIEW "{name}" AS {query}')
        db.executescript(search_layout())
    write_datasette(target)


def _write_csv(target: Path) -> None:
    """A CSV file a table, in UTF-8 with the mark by which Excel knows it; lists as JSON."""
    (target / CSV).mkdir()
    for name, columns in ARCHIVE_TABLES.items():
        with (target / CSV / f"{name}.csv").open("w", encoding="utf-8-sig", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(column.name for column in columns)
            for batch in _batches(target / DATASET / name):
                rows.writerows(map(_flat, batch))
    write_data_package(target / CSV, "csv")


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


_PARQUET_LEVEL = 9
"""Level of zstd in Parquet: a twelfth of the size less than at its level 1."""
_LISTS = ("ints", "texts")


def _encoded(columns: list[Column]) -> dict[str, Any]:
    """How Parquet writes columns: ids, of which each begins as the one before it, as what they do not share, which is
    half of what a dictionary of them takes; all others with a dictionary."""
    ids = [column.name for column in columns if column.name == "id"]
    others = [column for column in columns if column.name not in ids]
    return {
        "compression_level": _PARQUET_LEVEL,
        "use_dictionary": [f"{one.name}.list.element" if one.type in _LISTS else one.name for one in others],
        "column_encoding": dict.fromkeys(ids, "DELTA_BYTE_ARRAY"),
    }


class _Part:
    """One Parquet file a table, made when its first rows come."""

    def __init__(self, folder: Path, name: str) -> None:
        self.folder, self.name = folder, name
        self.arrow, self.parquet = load("pyarrow", MIGRATE), load("pyarrow.parquet", MIGRATE)
        self.writers: dict[str, Any] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for writer in self.writers.values():
            writer.close()

    def write(self, held: dict[str, list[Row]]) -> None:
        """Writes the rows and forgets them."""
        for name, rows in held.items():
            table = self._table(ARCHIVE_TABLES[name], rows)
            if name not in self.writers:
                path = self.folder / name / f"{self.name}.parquet"
                path.parent.mkdir(parents=True, exist_ok=True)
                how = _encoded(ARCHIVE_TABLES[name])
                self.writers[name] = self.parquet.ParquetWriter(path, table.schema, compression="zstd", **how)
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
