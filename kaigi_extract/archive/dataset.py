"""Columns read back from an archive's Parquet dataset. Writes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kaigi_extract.archive.verbs import MIGRATE
from kaigi_extract.optional import load


def read_rows(dataset: Path, table: str, *columns: str) -> Iterator[dict[str, Any]]:
    """The rows of a table, in the order of its files, with these columns; one file of the table is held at a time."""
    parquet = load("pyarrow.parquet", MIGRATE)
    for file in sorted((dataset / table).glob("*.parquet")):
        yield from parquet.read_table(file, columns=list(columns)).to_pylist()
