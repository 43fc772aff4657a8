"""A record as an archive keeps it, and what makes it damaged: decided here for whoever reads one back.

The manifest, the tables, the query and the upgrade all ask this module. A record is kept as JSON, compressed with
zstd; what an archive of version 0.1 has is compressed with zlib, and can be read as well.
It is damaged where it cannot be unpacked, is no JSON object, carries no schema version that could be one, or is no
`Document` of the current version. A record of another version is not damaged: it is brought up to date, or read again.
Pure: opens nothing.
"""

from __future__ import annotations

import hashlib
import os
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Self

from pydantic import ValidationError
from pydantic_core import from_json

from kaigi_extract.archive.folder import PLAIN_LINES
from kaigi_extract.archive.verbs import ARCHIVE
from kaigi_extract.errors import SchemaMismatch
from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.optional import load
from kaigi_extract.records import SCHEMA_VERSION, Document
from kaigi_extract.records.tables import FoundAs, Row, record_rows

if TYPE_CHECKING:
    from kaigi_extract.archive.worker import Kind

DAMAGED: Kind = "damaged"
"""The kind of failure that a damaged record is in the manifest."""
REASON = "its record in the archive is damaged; kaigi-extract migrate reads the file again"
"""What the manifest says of a damaged record."""
IS_UNUSABLE = f"(schema_version IS NOT '{SCHEMA_VERSION}' OR kind IS '{DAMAGED}')"
"""The condition, on a row of the manifest's `contents`, that this version cannot read its record back."""
COMPRESSION = 9
"""Level of zstd: an eighth of the size less than at its level 3, for 1.5 ms a record of 81 kB instead of 0.25: a
hundredth of what reading its file takes. Level 12 saves another fiftieth, level 19 a tenth for 34 ms."""
FRAME_BYTES = 1 << 20
"""Bytes of JSON from which on a frame of records ends: in frames of a dozen records they take a tenth less room than
each by itself, forms of one kind much less; one that is damaged takes its dozen with it."""
_ZSTD = b"\x28\xb5\x2f\xfd"
"""How what zstd has compressed begins."""
_BROKEN = (AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What is raised in whoever takes a record apart that is none."""


class Damage(ValueError):
    """A stored record cannot be read back; the message says why."""


@contextmanager
def damage_noticed() -> Iterator[None]:
    """Makes what a record that is none raises within a `Damage`."""
    try:
        yield
    except Damage:
        raise
    except _BROKEN as error:
        raise Damage(f"{type(error).__name__}: {error}") from error


def compressed(record: bytes, level: int = COMPRESSION) -> bytes:
    """A record (JSON) as it is kept: one frame of zstd, with its checksum, so that no changed bit goes unnoticed."""
    packed: bytes = load("zstandard", ARCHIVE).ZstdCompressor(level=level, write_checksum=True).compress(record)
    return packed


def checksum_of_record(packed: bytes) -> str:
    """The SHA-256 of a record as it is kept."""
    return hashlib.sha256(packed).hexdigest()


def decompressed(packed: bytes) -> bytes | None:
    """The JSON of a record that is kept; None where it cannot be unpacked."""
    if packed.startswith(_ZSTD):
        return _from_frame(packed)
    try:
        return zlib.decompress(packed)
    except zlib.error:
        return None


def _from_frame(packed: bytes) -> bytes | None:
    """What is in one whole frame of zstd. It is not asked how long it says that it is: that may be damaged."""
    zstandard = load("zstandard", ARCHIVE)
    reader = zstandard.ZstdDecompressor().decompressobj()
    try:
        record: bytes = reader.decompress(packed)
    except zstandard.ZstdError:
        return None
    return record if reader.eof and not reader.unused_data else None


class LineFrames:
    """Compressed JSON Lines: frames of zstd of some whole lines each, which follow each other as texts do. Lines are
    written when a frame is full, or the file ends. A context manager."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._lines: list[bytes] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._end_frame()

    def add(self, record: bytes) -> None:
        """Adds a record (JSON) as a line."""
        self._lines.append(record + b"\n")
        if sum(map(len, self._lines)) >= FRAME_BYTES:
            self._end_frame()

    def _end_frame(self) -> None:
        if self._lines:
            self._file.write(compressed(b"".join(self._lines)))
        self._lines.clear()


def lines_of(path: Path) -> Iterator[bytes]:
    """The records (JSON) of a file of JSON Lines, compressed or not. Of compressed ones what is damaged is left out."""
    if path.name.endswith(PLAIN_LINES):
        with path.open("rb") as file:
            yield from (line.rstrip(b"\n") for line in file)
        return
    for frame in _frames_of(path.read_bytes()):
        yield from (line for line in frame.split(b"\n") if line)


def _frames_of(packed: bytes) -> Iterator[bytes]:
    """What is in each frame of zstd that is whole. A frame ends where the next begins: seldom, what looks like a
    beginning is within one."""
    starts = [found.start() for found in re.finditer(re.escape(_ZSTD), packed)]
    reached = 0
    for at, start in enumerate(starts):
        for end in [*starts[at + 1 : at + _LOOKS], len(packed)] if start >= reached else ():
            if (frame := _from_frame(packed[start:end])) is not None:
                reached = end
                yield frame
                break


_LOOKS = 4
"""Beginnings of frames behind one that are tried as its end."""


def version_of(data: dict[str, Any]) -> str:
    """The schema version that a record carries; one that carries none is of the current version, as for `Document`.

    Raises:
        Damage: It is no text.
    """
    version = data.get("schema_version", SCHEMA_VERSION)
    if not isinstance(version, str):
        raise Damage(f"schema_version: {version!r} is no version")
    return version


def document_of(record: bytes | dict[str, Any] | None, archive: str | os.PathLike[str]) -> Document:
    """The document that a record is: JSON, plain data, or None where it could not be unpacked.

    Raises:
        Damage: It is none.
        SchemaMismatch: It is of another schema version; the error names the `archive`.
    """
    if record is None:
        raise Damage("it cannot be unpacked, or is not the one that was written")
    try:
        if isinstance(record, dict):
            return Document.model_validate(record)
        return Document.model_validate_json(record)
    except ValidationError as error:
        first = error.errors()[0]
        found = first.get("ctx", {}).get("stored")
        if first["type"] == "schema_version" and isinstance(found, str):
            raise SchemaMismatch(archive, found=found, expected=SCHEMA_VERSION) from error
        place = "/".join(map(str, first["loc"])) or "all of it"
        raise Damage(f"{place}: {first['msg']}") from error
    except _BROKEN as error:
        raise Damage(f"{type(error).__name__}: {error}") from error


@dataclass(frozen=True, slots=True)
class StoredRecord:
    """One record as it is kept, with what the manifest knows of its file."""

    sha256: str
    """Of the file's bytes."""
    record: bytes | None
    """JSON; None where what is kept cannot be unpacked, or is not what was kept."""
    packed: bytes = field(repr=False)
    """As it is kept."""
    names: list[str]
    """Every file with these bytes, the first found first."""
    url: str | None
    title: str | None

    def data(self) -> dict[str, Any]:
        """The record as plain data, of whatever schema version.

        Raises:
            Damage: It is no JSON object.
        """
        with damage_noticed():
            data = from_json(self.record or b"")
        if not isinstance(data, dict):
            raise Damage("it is no JSON object")
        return data

    def rows(self) -> dict[str, list[Row]]:
        """The rows of every table. What a table does not hold is not looked at: the whole record is `document_of`.

        Raises:
            Damage: There is none to be had.
        """
        with damage_noticed():
            return record_rows(self.data(), FoundAs(self.names, self.url, self.title))
