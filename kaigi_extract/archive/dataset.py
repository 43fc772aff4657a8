"""Columns read back from an archive's Parquet dataset. Writes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kaigi_extract.archive.verbs import MIGRATE
from kaigi_extract.optional import load


def read_rows(dataset: Path, table: str, *columns: str, part: str = "*") -> Iterator[dict[str, Any]]:
    """The rows of a table, in the order of its files, with these columns; one file of the table is held at a time.

    `part` is the name of one file of it; by default all are read.
    """
    parquet = load("pyarrow.parquet", MIGRATE)
    for file in sorted((dataset / table).glob(f"{part}.parquet")):
        yield from parquet.read_table(file, columns=list(columns)).to_pylist()
