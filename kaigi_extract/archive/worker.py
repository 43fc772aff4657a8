"""One file read in a worker: a task in, an outcome out. Pure and picklable, and it never raises.

Opens the file of the task (a member of a zip archive is unpacked to a folder that is gone afterwards), nothing else.
"""

from __future__ import annotations

import contextlib
import datetime
import faulthandler
import os
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import field, replace
from typing import TYPE_CHECKING, Literal

from kaigi_extract.archive.disk_errors import disk_errors
from kaigi_extract.archive.stored_record import compressed
from kaigi_extract.catalogue import Message
from kaigi_extract.errors import EncryptedSource, KaigiError, LimitExceeded, UnreadableSource, UnwritableArchive
from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.wards.known import Mappings

if TYPE_CHECKING:
    from kaigi_extract.pipeline import ReaderChoice
    from kaigi_extract.records import Document

Kind = Literal[
    "unreadable",
    "encrypted",
    "timeout",
    "memory",
    "died",
    "unsafe",
    "changed",
    "damaged",
    "error",
    "not a paper",
    "zip",
    "removed",
]
"""Why there is no record of a file."""


@dataclass(frozen=True, slots=True)
class Options:
    """How every file of a run is read."""

    ward: str | None = None
    mapping: Mappings = None
    """Paths whole, whatever folder the worker is in."""
    password: str | None = field(default=None, repr=False)
    """Of encrypted PDFs. Never written anywhere."""
    reader: ReaderChoice = "pymupdf"
    recogniser: str = "auto"
    date: datetime.date | None = None
    """The day of the meeting, for documents that print none; the metadata's own date of a file comes before it."""
    timeout: float = 900.0
    """Seconds for one file: a scanned bundle of two hundred pages is read in half of that."""
    parent: int = 0
    """Identifier of the process that asks; it is never ended for want of time."""


@dataclass(frozen=True, slots=True)
class Task:
    """One file to read."""

    name: str
    """As it is shown: the path, of a member of a zip archive followed by `!/` and its own path."""
    path: str
    member: str | None
    """The name of the member in its archive; None of a file of its own."""
    sha256: str
    """Of its bytes when it was found."""
    date: str | None
    """ISO date of the meeting, from the metadata."""
    ward: str | None = None
    """From the metadata: it comes before that of the run."""
    password: str | None = field(default=None, repr=False)
    """From the metadata. Never written anywhere."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: a record, or why there is none."""

    sha256: str
    name: str
    record: bytes | None = None
    """JSON, compressed (see `stored_record`)."""
    kind: Kind | None = None
    reason: str | None = None
    seconds: float = 0.0
    """Wall time."""
    pages: int = 0
    ocr_pages: int = 0
    findings: dict[str, int] = field(default_factory=dict)
    """How many of each code."""
    ward: str | None = None
    """Identifier of the ward that it was read as."""
    engine: str | None = None
    """Package and version of the engine that recognised pages of it."""
    year: int | None = None
    """That it is of; 0 where it has no date, None where nobody has looked."""


def read_file(task: Task, options: Options) -> Outcome:
    """Reads one file within its time. Whatever goes wrong with it is the outcome's `kind` and `reason`.

    Raises:
        UnwritableArchive: There is no room for a copy of a member of a zip archive, which is no fault of the file.
    """
    start = time.perf_counter()
    place = task.path
    try:
        with _time_limit(options), local_file(task) as path:
            place = path
            outcome = _read(task, path, options)
    except UnwritableArchive:
        raise
    except EncryptedSource as error:
        outcome = failed(task, "encrypted", _problem(error))
    except (UnreadableSource, LimitExceeded) as error:
        outcome = failed(task, "unreadable", _problem(error))
    except MemoryError:
        outcome = failed(task, "memory", "more memory was needed than there is; give --memory more, or leave it out")
    except Exception as error:
        said = str(error).replace(place, task.name).replace(task.path, task.name)  # of no machine: it is published
        outcome = failed(task, "error", _reported(type(error).__name__, said))
    return replace(outcome, seconds=time.perf_counter() - start)


def _reported(name: str, said: str) -> str:
    return Message("{error}; please report it with the file", error=f"{name}: {said}")


def failed(task: Task, kind: Kind, reason: str) -> Outcome:
    """The outcome of a file that gave no record."""
    return Outcome(task.sha256, task.name, kind=kind, reason=reason)


def _problem(error: KaigiError) -> str:
    return str(error).removeprefix(f"{error.path}: ")


def _read(task: Task, path: str, options: Options) -> Outcome:
    from kaigi_extract.ocr.engines import engine_version
    from kaigi_extract.pipeline import extract

    date = datetime.date.fromisoformat(task.date) if task.date else options.date
    document = extract(
        path,
        ward=task.ward or options.ward,
        mapping=options.mapping,
        password=task.password or options.password,
        reader=options.reader,
        recogniser=options.recogniser,
        date=date,
    )
    if document.source.sha256 != task.sha256:
        return failed(task, "changed", "the file changed while the archive was made; run the same command again")
    document.source.path = task.name
    ocr_pages = sum(page.text_origin == "ocr" for page in document.source.pages)
    return Outcome(
        task.sha256,
        task.name,
        record=compressed(document.model_dump_json().encode()),
        pages=document.source.page_count,
        ocr_pages=ocr_pages,
        findings=_codes(document),
        ward=document.ward,
        engine=engine_version(options.recogniser) if ocr_pages else None,
        year=document.date.year if document.date is not None else 0,
    )


def _codes(document: Document) -> dict[str, int]:
    return dict(sorted(Counter(finding.code for finding in document.findings).items()))


@contextlib.contextmanager
def local_file(task: Task) -> Iterator[str]:
    """The path to read; for a member of a zip archive, that of a copy under its own ending.

    Raises:
        UnreadableSource: The member cannot be unpacked.
        UnwritableArchive: The disk refuses the copy: the error names the folder for temporary files.
    """
    if task.member is None:
        yield task.path
        return
    from kaigi_extract.archive.zip_members import unpack

    with contextlib.ExitStack() as stack:
        with disk_errors(tempfile.gettempdir()):
            made = tempfile.TemporaryDirectory(prefix="kaigi-", ignore_cleanup_errors=True)
            folder = stack.enter_context(made)
        path = os.path.join(folder, "member" + os.path.splitext(task.member)[1])
        unpack(task.path, task.member, path)
        yield path


@contextlib.contextmanager
def _time_limit(options: Options) -> Iterator[None]:
    """Ends this process when the time is up, even while it is in native code; the run then goes on without it.

    The timer is the interpreter's own and there is one a process, so it counts for one file at a time. In the process
    that asks (a thread pool) there is no limit.
    """
    if os.getpid() == options.parent or options.timeout <= 0:
        yield
        return
    with open(os.devnull, "w") as nowhere:
        faulthandler.dump_traceback_later(options.timeout, exit=True, file=nowhere)
        try:
            yield
        finally:
            faulthandler.cancel_dump_traceback_later()
