"""Corrections kept as files: FILE.corrections.json beside a document. Opens and writes that file, nothing else."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from kaigi_extract.catalogue import Message
from kaigi_extract.errors import UnreadableSource
from kaigi_extract.records import Correction

ENDING = ".corrections.json"
"""Behind the whole name of the file that the corrections are of."""
_MANY: TypeAdapter[list[Correction]] = TypeAdapter(list[Correction])


def corrections_path(path: str | os.PathLike[str]) -> Path:
    """Where the corrections of a single file are kept."""
    return Path(f"{os.fspath(path)}{ENDING}")


def corrections_from_json(text: bytes, name: str | os.PathLike[str]) -> list[Correction]:
    """Corrections as they are written as JSON.

    Raises:
        UnreadableSource: It is none; the error names the file.
    """
    try:
        return _MANY.validate_json(text)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = "/".join(map(str, first["loc"])) or "all of it"
        raise UnreadableSource(
            name, Message("no list of corrections: {place}: {first}; put that right", place=place, first=first["msg"])
        ) from None


def corrections_as_json(corrections: Iterable[Correction]) -> bytes:
    """Corrections as JSON, an entry each in the order that they have."""
    return _MANY.dump_json(list(corrections), indent=2) + b"\n"


def kept_beside(path: str | os.PathLike[str]) -> list[Correction]:
    """The whole history of the corrections of a single file; none where there is no such file beside it.

    Raises:
        UnreadableSource: The file is no list of corrections.
    """
    place = corrections_path(path)
    try:
        return corrections_from_json(place.read_bytes(), place)
    except FileNotFoundError:
        return []
    except OSError as error:
        raise UnreadableSource(place, Message("it cannot be read ({strerror})", strerror=error.strerror)) from error


def keep_beside(path: str | os.PathLike[str], corrections: Iterable[Correction]) -> None:
    """Writes the whole history of the corrections of a single file; what is there is whole at any moment.

    Raises:
        OSError: It cannot be written.
    """
    write_whole_file(corrections_path(path), corrections_as_json(corrections))


def write_whole_file(place: Path, content: bytes) -> None:
    """Writes a file beside its place and moves it there.

    Raises:
        OSError: It cannot be written.
    """
    part = place.with_name(f"{place.name}.part")
    try:
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())  # or else a machine that loses its power may keep the name and not the bytes
        os.replace(part, place)
    finally:
        part.unlink(missing_ok=True)
