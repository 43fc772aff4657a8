"""What a damaged file of an archive is to whoever reads it: one typed error that names the file and what to do.

DuckDB's file and the records carry checksums of their own; the search index does not, and is held against the list of
checksums before it is asked. Opens the archive's files to read; writes nothing.
"""

from __future__ import annotations

import contextlib
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

from kaigi_extract.archive.checksums import checksum_of, read_checksums
from kaigi_extract.archive.folder import CHECKSUMS, MANIFEST
from kaigi_extract.archive.manifest import BUILT, SUMMED, Manifest
from kaigi_extract.catalogue import Message
from kaigi_extract.errors import UnreadableSource

LARGEST_HELD = 2**26
"""Bytes of a file up to which it is held against its checksum each time that it is opened, some 0.05 s: the index of
three thousand documents. Of a larger one `archive check` says whether it is whole."""


@contextlib.contextmanager
def damage_said(path: Path) -> Iterator[None]:
    """Makes what a file of an archive cannot be read for within a typed error that names it.

    Raises:
        UnreadableSource: In place of `sqlite3.DatabaseError`, and of what DuckDB has for damaged and missing files.
    """
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise damaged(path, error) from error
    except Exception as error:
        if not _is_damage_of_duckdb(error):
            raise
        raise damaged(path, error) from error


def damaged(path: Path, why: object) -> UnreadableSource:
    """The error of a file that cannot be read, or is another one than was written."""
    return UnreadableSource(
        path,
        Message(
            "it is damaged or cannot be read ({why}); kaigi-extract archive check says more, archive repair writes it "
            "again",
            why=" ".join(str(why).split()),
        ),
    )


def _is_damage_of_duckdb(error: Exception) -> bool:
    """Whether DuckDB could not read its file; what is wrong with a query is not."""
    duckdb = sys.modules.get("duckdb")  # where nobody has loaded it, nothing of it was raised
    if duckdb is None:
        return False
    kinds = (duckdb.IOException, duckdb.FatalException, duckdb.InternalException, duckdb.SerializationException)
    return isinstance(error, kinds) or type(error) is duckdb.Error


def check_product(dest: Path, name: str) -> None:
    """Holds a file against the list of checksums, where it is not too large and the archive says that it is built.

    Raises:
        UnreadableSource: Its bytes are not those that were written.
    """
    path, wanted = dest / name, _checksum_wanted(dest, name)
    with damage_said(path), contextlib.suppress(FileNotFoundError):
        if wanted is None or path.stat().st_size > LARGEST_HELD or checksum_of(path) == wanted:
            return
    if _checksum_wanted(dest, name) == wanted:  # else it was built anew meanwhile
        raise damaged(path, "its bytes are not those that were written")


def _checksum_wanted(dest: Path, name: str) -> str | None:
    """What the checksum of a file must be; None while it is built anew, and where the list is damaged itself."""
    with Manifest(dest) as manifest, damage_said(dest / MANIFEST):
        built, summed = manifest.get(BUILT), manifest.get(SUMMED)
    listed = read_checksums(dest) if built and summed else None
    return listed.get(name) if listed is not None and checksum_of(dest / CHECKSUMS) == summed else None
