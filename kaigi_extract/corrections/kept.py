"""Corrections kept as files: a list in JSON, FILE.corrections.json beside a document, and behind a long one a journal.

A list of thousands takes seconds to write. So what comes behind a long list goes into a journal beside it, a correction
a line, until the list is next written whole. Whoever reads gets both; what is in both, because somebody was killed
between the two, counts once. Opens and writes these two files, nothing else.
"""

from __future__ import annotations

import contextlib
import datetime
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from kaigi_extract.catalogue import Message
from kaigi_extract.errors import LimitExceeded, UnreadableSource
from kaigi_extract.records import Correction
from kaigi_extract.regular_file import possible_path, read_regular_file

ENDING = ".corrections.json"
"""Behind the whole name of the file that the corrections are of."""
JOURNAL = ".journal"
"""Behind the name of a list."""
WHOLE_BELOW = 2**16
"""Bytes of a list up to which it is written whole with each correction: some hundred of them, and as quick."""
MOST_BYTES = 2**27
"""Bytes of a list or a journal: some 100,000 corrections, which are years of work by hand."""
_MANY: TypeAdapter[list[Correction]] = TypeAdapter(list[Correction])


def corrections_path(path: str | os.PathLike[str]) -> Path:
    """Where the corrections of a single file are kept."""
    return possible_path(f"{os.fspath(path)}{ENDING}", UnreadableSource)


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
    return CorrectionList(corrections_path(path)).read()


def keep_beside(path: str | os.PathLike[str], corrections: Iterable[Correction]) -> None:
    """Writes the whole history of the corrections of a single file; what is there is whole at any moment.

    Raises:
        OSError: It cannot be written.
    """
    CorrectionList(corrections_path(path)).write(corrections)


class CorrectionList:
    """The list of corrections at one place, with its journal; read again only as far as it has changed."""

    def __init__(self, place: Path) -> None:
        self.place, self.journal = place, place.with_name(f"{place.name}{JOURNAL}")
        self._sign: tuple[int, int] | None = None
        self._until = 0
        """How far the journal was read."""
        self._read: list[Correction] | None = None

    def sign(self) -> tuple[object, ...]:
        """What changes when a correction comes in or goes."""
        return _sign(self.place), _sign(self.journal)

    def read(self) -> list[Correction]:
        """The whole history, the first first: the same list as long as nothing changes.

        Raises:
            UnreadableSource: It is no list of corrections.
        """
        while True:
            sign = _sign(self.place)
            if self._read is None or sign != self._sign or _size(self.journal) < self._until:
                self._read, self._until = self._whole(), 0
                self._sign = sign
                known = {_key(one) for one in self._read} if _size(self.journal) else set()
            else:
                known = set()
            new = [one for one in self._lines() if _key(one) not in known]
            if _sign(self.place) == sign:  # else the journal was taken into the list meanwhile
                if new:
                    self._read = [*self._read, *new]
                return self._read
            self._read = None

    def add(self, new: Sequence[Correction]) -> None:
        """Writes corrections behind those that are there. They are on the disk when this returns, or not at all.

        Nobody else may write meanwhile.

        Raises:
            UnreadableSource: What is there is no list of corrections.
            OSError: It cannot be written.
        """
        size = _size(self.place)
        if size < WHOLE_BELOW or _size(self.journal) > size:
            self.write([*self.read(), *new])
            return
        self.read()  # what is no journal is not written to
        with self.journal.open("ab") as file:
            _drop_broken_line(self.journal)
            before = _size(self.journal)
            try:
                file.write(b"".join(one.model_dump_json().encode() + b"\n" for one in new))
                file.flush()
                os.fsync(file.fileno())
            except OSError:
                with contextlib.suppress(OSError):
                    os.truncate(self.journal, before)
                raise

    def write(self, corrections: Iterable[Correction]) -> None:
        """Writes the whole list; what is there is whole at any moment.

        Raises:
            OSError: It cannot be written.
        """
        write_whole_file(self.place, corrections_as_json(corrections))
        self.journal.unlink(missing_ok=True)

    def take_in_journal(self) -> None:
        """Writes the list whole where a journal is beside it.

        Raises:
            UnreadableSource: What is there is no list of corrections.
            OSError: It cannot be written.
        """
        if self.journal.exists():
            self.write(self.read())

    def _whole(self) -> list[Correction]:
        content = content_of(self.place)
        return corrections_from_json(content, self.place) if content is not None else []

    def _lines(self) -> list[Correction]:
        """What is in the journal from where it was read to, up to its last whole line."""
        if _size(self.journal) <= self._until:
            return []
        content = (content_of(self.journal) or b"")[self._until :]
        whole = content[: content.rfind(b"\n") + 1]
        found = corrections_from_json(b"[" + b",".join(whole.splitlines()) + b"]", self.journal)
        self._until += len(whole)
        return found


def _key(one: Correction) -> tuple[str, str, str, datetime.datetime, str | None]:
    return one.sha256, one.pointer, one.action, one.when, one.who


def _drop_broken_line(journal: Path) -> None:
    """Takes off the end of a line that somebody was killed in: nobody was told that it is kept."""
    with journal.open("rb") as file:
        if not _size(journal) or file.seek(-1, os.SEEK_END) < 0 or file.read() == b"\n":
            return
        file.seek(0)
        os.truncate(journal, file.read().rfind(b"\n") + 1)


def content_of(place: Path) -> bytes | None:
    """All of a file of corrections; None where there is none.

    Raises:
        UnreadableSource: It is no file, cannot be read, or is larger than any list of corrections.
    """
    try:
        return read_regular_file(place, MOST_BYTES)
    except FileNotFoundError:
        return None
    except LimitExceeded as error:
        raise UnreadableSource(
            place, Message("it has more than {most} bytes and is no list of corrections; move it away", most=MOST_BYTES)
        ) from error
    except OSError as error:
        raise UnreadableSource(place, Message("it cannot be read ({strerror})", strerror=error.strerror)) from error


def _sign(path: Path) -> tuple[int, int] | None:
    """What changes with a file's bytes."""
    try:
        about = path.stat()
    except OSError:
        return None
    return about.st_mtime_ns, about.st_size


def _size(path: Path) -> int:
    sign = _sign(path)
    return sign[1] if sign is not None else 0


def write_whole_file(place: Path, content: bytes) -> None:
    """Writes a file beside its place and moves it there.

    Raises:
        OSError: It cannot be written.
    """
    part = place.with_name(f"{place.name}.part")
    part.unlink(missing_ok=True)
    try:
        with part.open("xb") as file:  # not through a link that lies in its place
            file.write(content)
            file.flush()
            os.fsync(file.fileno())  # or else a machine that loses its power may keep the name and not the bytes
        os.replace(part, place)
    finally:
        part.unlink(missing_ok=True)
