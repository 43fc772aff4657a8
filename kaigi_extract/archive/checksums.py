"""The SHA-256 of every file that an archive consists of, in one list that any machine can check: `sha256sum -c`.

The manifest, which every run changes, and the lock are not on it. Reads the archive's files; writes the list.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from kaigi_extract.archive.folder import (
    CHECKSUMS,
    CORRECTIONS,
    CROPS,
    CSV,
    DATASET,
    DATASETTE,
    DUCKDB,
    FILE_LIST,
    MAPPINGS,
    RECORDS,
    SEARCH,
    SQLITE,
)
from kaigi_extract.catalogue import Message
from kaigi_extract.errors import UnreadableSource
from kaigi_extract.regular_file import read_regular_file

_PRODUCTS = (RECORDS, DATASET, MAPPINGS, CROPS, DUCKDB, SEARCH, SQLITE, DATASETTE, CSV, FILE_LIST, CORRECTIONS)
"""What an archive consists of, beside the manifest that all of it but the corrections was written from."""


def product_files(dest: Path) -> Iterator[str]:
    """Every file of the archive's products that is there, by its path from the archive's folder, in order."""
    for name in sorted(_PRODUCTS):
        if (dest / name).is_dir():
            yield from sorted(path.relative_to(dest).as_posix() for path in (dest / name).rglob("*") if path.is_file())
        elif (dest / name).is_file():
            yield name


def checksum_of(path: Path) -> str:
    """The SHA-256 of a file.

    Raises:
        OSError: It cannot be read.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_checksums(dest: Path, known: Mapping[str, str] | None = None) -> str:
    """Writes the list anew; returns its own checksum. `known` are those of files that need not be read."""
    lines = []
    for name in product_files(dest):
        checksum = (known or {}).get(name) or checksum_of(dest / name)
        lines.append(f"{checksum}  {name}\n")
    text = "".join(lines).encode()
    beside = dest / f"{CHECKSUMS}.new"
    beside.write_bytes(text)
    os.replace(beside, dest / CHECKSUMS)
    return hashlib.sha256(text).hexdigest()


def read_checksums(dest: Path) -> dict[str, str] | None:
    """The checksum of each file; None where there is no list, or none that can be read."""
    try:
        lines = read_regular_file(dest / CHECKSUMS).decode().splitlines()
    except (OSError, UnicodeDecodeError, UnreadableSource):
        return None
    pairs = [line.partition("  ") for line in lines]
    if any(len(checksum) != _LENGTH or not name for checksum, _, name in pairs):
        return None
    return {name: checksum for checksum, _, name in pairs}


_LENGTH = 64


def changed(dest: Path, checksums: Mapping[str, str], names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Of these files each that is not as the list has it, with what is wrong with it."""
    for name in names:
        path = dest / name
        try:
            if not path.is_file():
                yield name, "it is not there"
            elif checksum_of(path) != checksums[name]:
                yield name, "its bytes are not those that were written"
        except OSError as error:
            yield name, Message("it cannot be read ({error})", error=error.strerror)
