"""The tables as files to take away: Parquet, CSV and JSON, each with its `datapackage.json`. Writes into a folder.

CSV is what an archive writes for itself; of Parquet each table is one file here, whatever parts it was written in.
"""

from __future__ import annotations

import datetime
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kaigi_extract.archive.data_package import DATA_PACKAGE, TableForm, write_data_package
from kaigi_extract.archive.described import ARCHIVE_TABLES
from kaigi_extract.archive.folder import CSV, DATASET
from kaigi_extract.archive.verbs import ARCHIVE
from kaigi_extract.optional import load

FORMS: tuple[TableForm, ...] = ("parquet", "csv", "json")
"""In the order in which they are shown."""


def download_name(form: TableForm, table: str) -> str:
    """Where a table is in the site."""
    return f"downloads/{form}/{table}.{form}"


def download_names() -> Iterator[str]:
    """All files that can be taken away."""
    for form in FORMS:
        yield from (download_name(form, table) for table in ARCHIVE_TABLES)
        yield f"downloads/{form}/{DATA_PACKAGE}"


def write_downloads(excerpt: Path, folder: Path) -> None:
    """Writes them all below a folder, under their names in the site."""
    for form in FORMS:
        (folder / "downloads" / form).mkdir(parents=True)
    for table in ARCHIVE_TABLES:
        shutil.copyfile(excerpt / CSV / f"{table}.csv", folder / download_name("csv", table))
        _write_table(sorted((excerpt / DATASET / table).glob("*.parquet")), folder, table)
    for form in FORMS:
        write_data_package(folder / "downloads" / form, form)


def _write_table(parts: list[Path], folder: Path, table: str) -> None:
    """Writes a table as one Parquet file and as a JSON array with a row on each line, batch by batch."""
    parquet = load("pyarrow.parquet", ARCHIVE)
    schema = parquet.read_schema(parts[0])
    between = "\n"
    with (
        parquet.ParquetWriter(folder / download_name("parquet", table), schema, compression="zstd") as whole,
        (folder / download_name("json", table)).open("w", encoding="utf-8", newline="\n") as lines,
    ):
        lines.write("[")
        for part in parts:
            with parquet.ParquetFile(part) as file:
                for batch in file.iter_batches():
                    whole.write_batch(batch.cast(schema))
                    for row in batch.to_pylist():
                        lines.write(between + json.dumps(row, ensure_ascii=False, default=_day))
                        between = ",\n"
        lines.write("\n]\n")


def _day(value: Any) -> str:
    """A day as JSON has it."""
    assert isinstance(value, datetime.date)
    return value.isoformat()
