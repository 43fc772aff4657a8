"""What can go wrong, in words that name the file and say what to do next. Imports the catalogue only.

Every error is a `KaigiError` with the exit code that the command line ends with. Exit codes 2 (usage) and 6 (some of
several files failed) belong to the command line alone.
"""

from __future__ import annotations

import os
from typing import Any, ClassVar, Literal, Self

from kaigi_extract.catalogue import Language, Message, in_language


class KaigiError(Exception):
    """Base of all errors of this library: `path` is the file, the message begins with it.

    `problem` says in one sentence what is wrong and what to do next. Errors travel between processes whatever the
    signature of their class.
    """

    exit_code: ClassVar[int] = 1
    path: str
    problem: str

    def __init__(self, path: str | os.PathLike[str], problem: str) -> None:
        self.path, self.problem = os.fspath(path), problem
        super().__init__(f"{self.path}: {problem}")

    def said(self, language: Language) -> str:
        """The error in "en" or "ja"."""
        return f"{self.path}: {in_language(self.problem, language)}"

    @classmethod
    def _from_message(cls, message: str) -> Self:
        return cls.__new__(cls, message)

    def __reduce__(self) -> tuple[Any, ...]:
        """Rebuild from the finished message, then the attributes: subclasses may take what arguments they like."""
        return type(self)._from_message, self.args, self.__dict__


class UnreadableSource(KaigiError):
    """The file is not there, empty, damaged beyond reading, or not of a type that can be read."""

    exit_code = 3


class EncryptedSource(KaigiError):
    """The PDF asks for a password: none was given, or (`wrong`) the given one does not open it."""

    exit_code = 4
    wrong: bool

    def __init__(self, path: str | os.PathLike[str], *, wrong: bool = False) -> None:
        self.wrong = wrong
        given = "encrypted, and the given password does not open it; give the right one"
        problem = given if wrong else Message("encrypted; give its password")
        super().__init__(path, Message("{problem} with password= or --password", problem=problem))


class InvalidMapping(KaigiError):
    """A ward's field mapping has a mistake at `line` (from 1; None where it is not known) under `key`."""

    exit_code = 5
    line: int | None
    key: str
    expected: str

    def __init__(self, path: str | os.PathLike[str], *, line: int | None, key: str, expected: str) -> None:
        self.line, self.key, self.expected = line, key, expected
        place = Message("{key}, line {line}", key=key, line=line) if line is not None else key
        super().__init__(
            path, Message("{place}: expected {expected}; correct the mapping there", place=place, expected=expected)
        )


class SchemaMismatch(KaigiError):
    """A stored record carries schema version `found` (None: it has none), this library reads `expected`."""

    exit_code = 7
    found: str | None
    expected: str

    def __init__(self, path: str | os.PathLike[str], *, found: str | None, expected: str) -> None:
        self.found, self.expected = found, expected
        carries = Message("schema version {found}", found=found) if found is not None else "no schema version"
        newer = found is not None and found.isdigit() and int(found) > int(expected)
        remedy = (
            "install a newer kaigi-extract"
            if newer
            else "run kaigi-extract upgrade on its archive, or extract the source again"
        )
        super().__init__(
            path,
            Message(
                "the stored record has {carries}, this library reads {expected}; {remedy}",
                carries=carries,
                expected=expected,
                remedy=remedy,
            ),
        )


class MissingExtra(KaigiError):
    """`package`, which the verb needs, is not installed: it comes with the extra `extra`. `path` is the verb."""

    exit_code = 8
    package: str
    extra: str

    def __init__(self, verb: str, *, package: str, extra: str) -> None:
        self.package, self.extra = package, extra
        super().__init__(
            verb,
            Message(
                "needs {package}; install it with pip install 'kaigi-extract[{extra}]'", package=package, extra=extra
            ),
        )


class UnwritableArchive(KaigiError):
    """An archive cannot be written: no room left, no permission, or another run is at it. What is there is whole."""

    exit_code = 9


class InvalidMetadata(KaigiError):
    """The list of metadata has a mistake at `line` (from 1; None where it is the file as a whole)."""

    exit_code = 10
    line: int | None
    expected: str

    def __init__(self, path: str | os.PathLike[str], *, line: int | None, expected: str) -> None:
        self.line, self.expected = line, expected
        place = Message("line {line}: ", line=line) if line is not None else ""
        super().__init__(
            path, Message("{place}expected {expected}; correct the list there", place=place, expected=expected)
        )


class LimitExceeded(KaigiError):
    """A file takes more than it may: `limit` is of which ("seconds", "memory", "bytes", "pages"), `allowed` how much.

    Seconds, megabytes of memory, bytes of the file, or pages.
    """

    exit_code = 12
    limit: Limit
    allowed: float

    def __init__(self, path: str | os.PathLike[str], *, limit: Limit, allowed: float) -> None:
        self.limit, self.allowed = limit, allowed
        super().__init__(path, Message(_OVER_LIMIT[limit], allowed=f"{allowed:,g}" if limit != "bytes" else allowed))


Limit = Literal["seconds", "memory", "bytes", "pages"]
_OVER_LIMIT: dict[Limit, str] = {
    "seconds": "not read in {allowed} seconds; give max_seconds or --timeout more if it is worth it",
    "memory": "stopped at more than {allowed} MB of memory; give max_memory or --memory more if it is worth it",
    "bytes": "the file has more than {allowed} bytes; if it is a document, give max_bytes or --max-bytes more",
    "pages": "the file has more than {allowed} pages; part it, or give max_pages or --max-pages more",
}
