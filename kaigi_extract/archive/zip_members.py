"""Zip archives: what is in them, each member checked before a byte of it is written. Writes only to given paths.

A member whose name leads out of its folder is refused, and so is one that unpacks to more than a limit, whatever size
it claims. An archive in an archive is not opened.
"""

from __future__ import annotations

import hashlib
import os
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import IO

from kaigi_extract.archive.disk_errors import disk_errors
from kaigi_extract.archive.zip_names import named
from kaigi_extract.catalogue import Message
from kaigi_extract.errors import UnreadableSource
from kaigi_extract.late_dataclass import dataclass

MEMBER_LIMIT = 512 * 2**20
"""Bytes that one member may unpack to: the largest council document known to us, a scanned bundle, has 180 MB."""
ARCHIVE_LIMIT = 16 * 2**30
"""Bytes that the members of one archive may unpack to together."""
RATIO_LIMIT = 200
"""Times that a member may grow; text grows tenfold, PDFs hardly at all. Small members may grow more."""
GROWTH_FREE = 2**20
"""Bytes up to which growth does not matter."""
CHUNK = 2**20
"""Bytes of a file held at a time."""

_ENCRYPTED = 0x1


@dataclass(frozen=True, slots=True)
class Member:
    """One file in an archive: `sha256` of its bytes, or the `refusal` in words."""

    name: str
    """As it is shown, and what `unpack` knows it by."""
    size: int
    sha256: str | None
    refusal: str | None


def members(path: str) -> Iterator[Member]:
    """Every file of the archive, in the order of its directory.

    Raises:
        UnreadableSource: The archive cannot be read.
    """
    total = 0
    with _opened(path) as archive:
        for name, info in named(archive.infolist()):
            refusal = _refusal(name, info, total)
            sha256 = None
            if refusal is None:
                total += info.file_size
                sha256, refusal = _hashed(archive, info)
            yield Member(name, info.file_size, sha256, refusal)


def unpack(path: str, member: str, target: str) -> None:
    """Writes one member's bytes to the file `target`.

    Raises:
        UnreadableSource: It cannot be unpacked whole, or is over the limit.
        UnwritableArchive: The disk refuses the target; the error names its folder.
    """
    with disk_errors(os.path.dirname(target)), open(target, "wb") as file:
        for chunk in _read(path, member):
            file.write(chunk)


def _read(path: str, member: str) -> Iterator[bytes]:
    try:
        with _opened(path) as archive:
            yield from _chunks(archive, dict(named(archive.infolist()))[member])
    except (KeyError, *_DAMAGE) as error:
        raise UnreadableSource(
            f"{path}!/{member}", Message("cannot be unpacked ({error}); get a whole copy", error=error)
        ) from error


_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, ValueError, OSError)
"""What `zipfile` raises for members that are damaged, locked, or packed in a way that it does not know."""


@contextmanager
def _opened(path: str) -> Iterator[zipfile.ZipFile]:
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, NotImplementedError, EOFError, ValueError) as error:
        raise UnreadableSource(
            path, Message("this zip archive cannot be opened ({error}); get a whole copy of it", error=error)
        ) from error
    with archive:
        yield archive


def _refusal(name: str, info: zipfile.ZipInfo, total: int) -> str | None:
    """Why a member is not unpacked, by what the archive says of it."""
    if name.startswith("/") or re.match(r"[A-Za-z]:", name) or ".." in PurePosixPath(name).parts:
        return "its name leads out of the folder that it is unpacked to; it was not unpacked"
    if info.flag_bits & _ENCRYPTED:
        return "it is locked with a password; unpack the archive and give the folder"
    if info.file_size > MEMBER_LIMIT or total + info.file_size > ARCHIVE_LIMIT:
        size = info.file_size >> 20
        return Message("it would unpack to {size} MB, past the limit; unpack it yourself if you trust it", size=size)
    if info.file_size > GROWTH_FREE and info.file_size > RATIO_LIMIT * max(info.compress_size, 1):
        times = info.file_size // max(info.compress_size, 1)
        return Message(
            "it would unpack to {times} times its size (a zip bomb?); unpack it yourself if you trust it", times=times
        )
    return None


def _hashed(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> tuple[str | None, str | None]:
    digest = hashlib.sha256()
    try:
        for chunk in _chunks(archive, info):
            digest.update(chunk)
    except _DAMAGE as error:
        return None, Message("cannot be unpacked ({error}); get a whole copy", error=error)
    return digest.hexdigest(), None


def _chunks(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    """A member's bytes, as many as it may have."""
    size = 0
    member: IO[bytes]
    with archive.open(info) as member:
        while chunk := member.read(CHUNK):
            size += len(chunk)
            if size > MEMBER_LIMIT:
                raise ValueError(Message("more than {member_limit} MB", member_limit=MEMBER_LIMIT >> 20))
            yield chunk
