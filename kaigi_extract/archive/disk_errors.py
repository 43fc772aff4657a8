"""What a disk refuses while an archive is written, as one error with a remedy. Makes and removes folders of its own."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from kaigi_extract.archive.folder import MANIFEST
from kaigi_extract.catalogue import Message
from kaigi_extract.errors import UnwritableArchive


@contextlib.contextmanager
def disk_errors(dest: str | os.PathLike[str]) -> Iterator[None]:
    """Makes what a disk refuses within one error with a remedy.

    Raises:
        UnwritableArchive: In place of `OSError`, `sqlite3.DatabaseError`, and what DuckDB has for them.
    """
    try:
        yield
    except (OSError, sqlite3.OperationalError) as error:
        raise UnwritableArchive(dest, why_unwritable(error)) from error
    except sqlite3.DatabaseError as error:
        raise UnwritableArchive(
            dest,
            Message(
                "{manifest} there is no manifest of an archive, or a damaged one ({error}); "
                "kaigi-extract archive check says more, archive repair writes it again; or give another DEST",
                manifest=MANIFEST,
                error=error,
            ),
        ) from error
    except Exception as error:
        if not _is_of_duckdb(error):
            raise
        raise UnwritableArchive(dest, why_unwritable(error)) from error


def in_temporary_folder(dest: str | os.PathLike[str], error: UnwritableArchive) -> UnwritableArchive:
    """The error of whatever is written to `dest`, where the disk has refused a folder for temporary files."""
    return UnwritableArchive(
        dest,
        Message(
            "in the folder for temporary files, {place}: {problem}; TMPDIR may name another",
            place=tempfile.gettempdir(),
            problem=error.problem,
        ),
    )


def _is_of_duckdb(error: Exception) -> bool:
    """Whether DuckDB could not write: a disk that refuses is one error of its own, what follows from it another."""
    duckdb = sys.modules.get("duckdb")  # where nobody has loaded it, nothing of it was raised
    return duckdb is not None and isinstance(error, (duckdb.OperationalError, duckdb.FatalException))


@contextlib.contextmanager
def folder_meanwhile(parent: Path, name: str) -> Iterator[Path]:
    """A new folder of this run's alone for what is not whole yet; it is gone at the end.

    It is called by the name with something behind it. What runs that were killed have left under that name goes, too,
    and is no hindrance where it does not go yet: one of their workers may still be writing to it.

    Raises:
        OSError: It cannot be made, or not be removed: what was to go would stay.
    """
    for left in parent.glob(f"{name}*"):
        shutil.rmtree(left, ignore_errors=True)
    folder = parent / f"{name}-{secrets.token_hex(8)}"
    folder.mkdir(parents=True)
    try:
        yield folder
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)  # the next run removes what stays
        raise
    shutil.rmtree(folder)


def why_unwritable(error: Exception) -> str:
    """What a disk refuses, in words, and what to do."""
    words = str(error)
    if isinstance(error, OSError) and error.strerror:
        words = error.strerror
    if "full" in words or "No space" in words or "quota" in words.lower():
        return Message(
            "there is no room left ({words}); make room and run the same command again: nothing is lost", words=words
        )
    return Message("it cannot be written ({words}); check that it is a folder that you may write to", words=words)
