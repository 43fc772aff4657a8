"""What a disk refuses while an archive is written, as one error with a remedy. Opens nothing."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator

from kaigi_extract.archive.folder import MANIFEST
from kaigi_extract.catalogue import Message
from kaigi_extract.errors import UnwritableArchive


@contextlib.contextmanager
def disk_errors(dest: str | os.PathLike[str]) -> Iterator[None]:
    """Makes what a disk refuses within one error with a remedy.

    Raises:
        UnwritableArchive: In place of `OSError` and `sqlite3.DatabaseError`.
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


def why_unwritable(error: Exception) -> str:
    """What a disk refuses, in words, and what to do."""
    words = str(error)
    if isinstance(error, OSError) and error.strerror:
        words = error.strerror
    if "full" in words or "No space" in words or "quota" in words.lower():
        return f"there is no room left ({words}); make room and run the same command again: nothing is lost"
    return f"it cannot be written ({words}); check that it is a folder that you may write to"
