"""The run: a folder of documents becomes an archive. Holds the order of the steps and the files under way.

find -> plan -> read in parallel -> keep -> write the tables. What is kept is in the manifest; a run that is killed goes
on from there.
"""

from __future__ import annotations

import datetime
import os
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future
from contextlib import ExitStack, nullcontext
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypedDict, Unpack, get_args, runtime_checkable

from kaigi_extract.archive.annotate import annotate_archive
from kaigi_extract.archive.build import build
from kaigi_extract.archive.corrections import settle_corrections
from kaigi_extract.archive.crop_pictures import KeepCrops
from kaigi_extract.archive.delivery import Delivery, incoming, read_files, taken_in
from kaigi_extract.archive.discover import FoundFile, check_apart, find_files
from kaigi_extract.archive.disk_errors import disk_errors, in_temporary_folder
from kaigi_extract.archive.dry_run import manifest_for_trial
from kaigi_extract.archive.fingerprint import Fingerprints, ReadWith
from kaigi_extract.archive.interrupts import Interrupts
from kaigi_extract.archive.keep_crops import keep_crops
from kaigi_extract.archive.kept_mappings import write_mappings
from kaigi_extract.archive.manifest import ROWS_AT_A_TIME, Manifest
from kaigi_extract.archive.metadata import Metadata, read_metadata
from kaigi_extract.archive.plan import Asked, Plan, plan_run, planned
from kaigi_extract.archive.pool import Processes, Stopped, cannot_start, result_of
from kaigi_extract.archive.progress import Progress, Silent
from kaigi_extract.archive.remove import finish_removal
from kaigi_extract.archive.report import Links, report_html, report_tables
from kaigi_extract.archive.root import Root, root_of, settle_root
from kaigi_extract.archive.seal import seal
from kaigi_extract.archive.summary import Summary, count_works, failures_of, summarise
from kaigi_extract.archive.upgrade import IS_OLDER, bring_over
from kaigi_extract.archive.verbs import MIGRATE
from kaigi_extract.archive.worker import Options, Outcome, Task, failed, read_file
from kaigi_extract.catalogue import Message
from kaigi_extract.errors import UnreadableSource, UnwritableArchive
from kaigi_extract.ocr.engines import AUTO, check_engine_name, engine_version
from kaigi_extract.optional import check
from kaigi_extract.records import SCHEMA_VERSION
from kaigi_extract.regular_file import possible_path
from kaigi_extract.wards.known import Mappings, whole_paths

if TYPE_CHECKING:
    from kaigi_extract.pipeline import ReaderChoice

DEFAULT_OPTIONS = Options()
"""How files are read where a run says nothing of it."""
MEMORY = 4096
"""Megabytes for one worker: recognition takes 1,000 to 1,500."""
GRACE = 30.0
"""Seconds more until a worker whose parent is gone ends itself."""
AHEAD = 3
"""Files that wait for each worker, so that none is idle."""
UNDER_WAY = 64
"""Files given to an executor of the user's at a time: enough for as many workers."""
TRIES = 2
"""How often a file is given out that may come through in another process."""

FilePath = str | os.PathLike[str]


@runtime_checkable
class Batching(Protocol):
    """An executor that says how much it wants to be given (see `dask.Cluster`); others get one file at a time."""

    def files_a_task(self, count: int) -> int:
        """How many of so many files are one task."""

    def under_way(self) -> int:
        """How many tasks keep its workers busy."""


class How(TypedDict, total=False):
    """How a migration is run; the names are those of the command line."""

    workers: int
    """Processes; by default one for each core."""
    ward: str
    """Identifier of a ward such as "shinjuku", where the documents themselves do not name theirs."""
    mapping: Mappings
    """One or several mappings of one's own: TOML files, folders of them, or what `load_ward` gave. They are beside the
    bundled ones, and each document chooses. A run that gives a ward or one file reads again what it finds that was read
    with other words; one that gives several, documents of their wards and those whose ward was not known. The archive
    keeps copies of those it was read with, in `mappings`."""
    password: str
    """Of encrypted PDFs; it is not kept."""
    reader: ReaderChoice
    """"pymupdf" (the default), "pdfplumber", or "both", which compares the two. Where it is given, what was read by
    another is read again."""
    recogniser: str
    """Engine for scanned pages: "auto" (the default) for the best that is there, "none" for none. Where it is given,
    scans that were read by another are read again; so are those that another version of the engine has recognised."""
    date: datetime.date
    """Day of the meeting, for documents that print none; the date that the metadata give for a file comes before it.
    What is there is not read again for another one."""
    metadata: FilePath
    """CSV file with the columns path, and any of date, url, title, ward, password (see `metadata.read_metadata`)."""
    timeout: float
    """Seconds for one file, 900 by default; 0 for no limit."""
    memory: int
    """Megabytes for one worker, 4096 by default; 0 for no limit."""
    retry_failed: bool
    """Whether to read again what failed before."""
    keep_crops: KeepCrops
    """Whether to keep pictures of what values were read from, for when the sources are there no more: "doubtful" for
    those of values that a finding doubts, "all" for all values, "none" for none; by default as the archive was told
    before, and none in a new one. `review` and the report show them."""
    annotate: bool
    """Whether to say what clauses are about, who must do what, and what became of each version (the default). Only
    what the archive does not have yet is asked; without it, what it has stays."""
    reread: Sequence[str]
    """Patterns of names (`2013/*.pdf`, `*` for all): what they name is read again, whatever it was read with."""
    dry_run: bool
    """Whether only to say what would be read, and why: `Summary.planned`. Nothing is written."""
    to: Sequence[Literal["sqlite", "csv"]]
    """What to write beside Parquet and DuckDB."""
    report: FilePath
    """HTML file for the summary: every failure, wards, years, values to look at, and every document with a link, to be
    filtered and searched in a browser."""
    progress: Progress
    """Whoever is told how the run goes; by default nobody."""


def migrate(
    src: FilePath | Sequence[FilePath], dest: FilePath, *, executor: Executor | None = None, **how: Unpack[How]
) -> Summary:
    """Reads every document of `src` into the archive `dest`; what is there already is not read again.

    `src` is one or several folders (with all below), files, patterns such as `2013/*.pdf`, or zip archives; `dest` a
    folder that is new, empty, or an archive. `executor` is any of `concurrent.futures`. By default processes of our own
    read, in which a file that hangs, swells or dies is stopped while the rest goes on. An executor of yours runs
    `delivery.read_files`; there, a file over its time ends its worker process, never yours, and `memory` does not
    count. What is lost with a worker is read by processes of our own. For the other options, see `How`.

    Returns the numbers of the archive as it is now. A document that fails does not end the run: it is counted there,
    and the manifest has its reason. Ctrl-C and SIGTERM are obeyed between two files; what is read is kept, and the next
    run goes on from there.

    Raises:
        UnwritableArchive: `dest` is somebody else's folder or holds a source, another run writes to it, or there is no
            room or no permission.
        SchemaMismatch: The archive is of a newer library.
        UnreadableSource: A source is not there.
        InvalidMapping: The mapping has a mistake.
        InvalidMetadata: The list of metadata has a mistake.
        MissingExtra: A package of the extra `archive` is not installed.
        ValueError: The ward, the reader or the recogniser is not known.
    """
    start = time.monotonic()
    sources = [src] if isinstance(src, (str, os.PathLike)) else list(src)
    fingerprints = _checked(sources, dest, how)
    about = read_metadata(how["metadata"]) if how.get("metadata") else None
    if about is not None:
        about.check_wards(fingerprints.ward_names())
    if how.get("dry_run", False):
        return _tried(sources, dest, about, how, fingerprints)
    with ExitStack() as stack:
        manifest = stack.enter_context(Manifest(dest, write=True))
        run = stack.enter_context(_Run(manifest, executor, how, fingerprints))
        interrupts = stack.enter_context(run.interrupts)
        root = settle_root(manifest, sources)
        _note(manifest, root, interrupts.checked(find_files(sources, Path(dest), about)))
        bring_over(manifest, interrupts)
        finish_removal(manifest, run.processes(), interrupts)
        plan = plan_run(manifest, _asked(how), fingerprints.is_outdated)
        manifest.note_mappings(fingerprints.mappings())
        if about is not None:
            run.passwords = lambda name: about.password(root.place_of(name))
        with incoming(manifest.dest) if executor is not None else nullcontext() as run.incoming:
            run.read(plan)
        write_mappings(manifest)
        settle_corrections(manifest)
        keep_crops(manifest, run.processes(), interrupts, how.get("keep_crops"), password_of=run.password_of)
        wanted = how.get("annotate", True)
        annotate_archive(manifest, run.processes(), interrupts, wanted, run.memory, run.progress)
        build(manifest, run.processes(), interrupts, how.get("to", ()))
        seal(manifest)
        unmatched = _unmatched(manifest, root, about, how.get("metadata"))
        return _summed_up(manifest, time.monotonic() - start, unmatched, how.get("report"))


def _tried(
    sources: Sequence[FilePath], dest: FilePath, about: Metadata | None, how: How, fingerprints: Fingerprints
) -> Summary:
    """What the run would read."""
    with manifest_for_trial(dest) as manifest:
        root = settle_root(manifest, sources)
        _note(manifest, root, find_files(sources, Path(dest), about))
        manifest.execute(f"UPDATE contents SET schema_version = ? WHERE {IS_OLDER}", SCHEMA_VERSION)
        plan_run(manifest, _asked(how), fingerprints.is_outdated)
        unmatched = _unmatched(manifest, root, about, how.get("metadata"))
        summary = summarise(manifest, 0.0)
        return replace(summary, dest=os.fspath(dest), unmatched=unmatched, planned=list(planned(manifest)))


def _note(manifest: Manifest, root: Root, found: Iterator[FoundFile]) -> None:
    """Notes what was found by its name from the root, some files at a time."""
    named = root.named(found)
    while batch := list(islice(named, ROWS_AT_A_TIME)):
        manifest.add_found(batch)


def _asked(how: How) -> Asked:
    """What a run asks to be read again."""
    given = how.get("recogniser")
    return Asked(
        retry_failed=how.get("retry_failed", False),
        reread=how.get("reread", ()),
        reader=how.get("reader"),
        recogniser=given,
        engine=engine_version(given or DEFAULT_OPTIONS.recogniser),
    )


def _unmatched(manifest: Manifest, root: Root, about: Metadata | None, path: FilePath | None) -> list[str]:
    """The rows of the metadata that name none of the archive's files, with their place in the list."""
    if about is None or path is None:
        return []
    names = (root.place_of(str(name)) for (name,) in manifest.rows("SELECT name FROM files"))
    return [f"{os.path.basename(path)}, line {row.line}: {row.path}" for row in about.unmatched(names)]


def _checked(sources: Sequence[FilePath], dest: FilePath, how: How) -> Fingerprints:
    """What can be wrong with a run's options is said before anything is written. Returns the signs of its words."""
    check(("duckdb", "datasketch", "pebble", "psutil", "pyarrow", "zstandard"), MIGRATE)
    fingerprints = Fingerprints(how.get("ward"), how.get("mapping"))
    check_engine_name(how.get("recogniser", AUTO))
    _check_reader(how.get("reader", DEFAULT_OPTIONS.reader))
    for source in sources:
        possible_path(source, UnreadableSource)
    for written in (dest, how.get("report") or dest):
        possible_path(written, UnwritableArchive)
    check_apart(sources, dest)
    return fingerprints


def _check_reader(reader: str) -> None:
    if reader == DEFAULT_OPTIONS.reader:
        return
    from kaigi_extract.pipeline import ReaderChoice  # takes its time to load, and only the workers need it else

    if reader not in get_args(ReaderChoice):
        raise ValueError(
            Message("no reader {reader!r}; known are {listed}", reader=reader, listed=", ".join(get_args(ReaderChoice)))
        )


def _summed_up(manifest: Manifest, seconds: float, unmatched: list[str], report: FilePath | None) -> Summary:
    summary = replace(summarise(manifest, seconds), unmatched=unmatched, works=count_works(manifest.dest))
    if report is not None:
        links = Links(root_of(manifest), Path(report))
        failed = ((links.cell(name), kind, reason) for name, kind, reason in failures_of(manifest))
        page = report_html(summary, failed, report_tables(manifest.dest, links))
        with disk_errors(report):
            Path(report).write_text(page, encoding="utf-8", newline="\n")
    return summary


class _Run:
    """The files under way."""

    def __init__(self, manifest: Manifest, executor: Executor | None, how: How, fingerprints: Fingerprints) -> None:
        self.manifest, self.executor, self.fingerprints = manifest, executor, fingerprints
        self.passwords: Callable[[str], str | None] = lambda _: None
        """Gives the password of a file by its name, where the metadata have one."""
        self.workers = max(how.get("workers") or os.cpu_count() or 1, 1)
        self.memory = how.get("memory", MEMORY) or None
        self.options = Options(
            ward=how.get("ward"),
            mapping=whole_paths(how.get("mapping")),
            password=how.get("password"),
            reader=how.get("reader", DEFAULT_OPTIONS.reader),
            recogniser=how.get("recogniser", DEFAULT_OPTIONS.recogniser),
            date=how.get("date"),
            timeout=how.get("timeout", DEFAULT_OPTIONS.timeout),
            parent=os.getpid(),
        )
        self.progress = how.get("progress") or Silent()
        self.interrupts = Interrupts()
        self.incoming: str | None = None
        """Where workers of the user's executor leave records."""
        self.tasks: dict[Future[Any], tuple[list[Task], bool]] = {}
        """What is under way, and whether in a process of our own: those have one file each."""
        self.tries: dict[str, int] = {}
        """How often a file was given to a process of our own that did not bring it back."""
        self._processes: Processes | None = None

    def __enter__(self) -> _Run:
        if self.executor is None:
            self.processes()  # they start while files are looked for
        return self

    def __exit__(self, *_: object) -> None:
        for future in self.tasks:
            future.cancel()
        if self._processes is not None:
            self._processes.__exit__()

    def processes(self) -> Processes:
        """Workers of our own, started when first needed."""
        if self._processes is None:
            self._processes = Processes(self.workers).__enter__()
        return self._processes

    def password_of(self, name: str) -> str | None:
        """The password of a file: that of the metadata, else that of the run."""
        return self.passwords(name) or self.options.password

    def read(self, plan: Plan) -> None:
        """Reads everything that the manifest has to do."""
        self.progress.begin(plan.count, plan.again, plan.why)
        try:
            todo, size = self.manifest.todo(), self._files_a_task(plan.count)
            while batch := list(islice(todo, size if self.executor is not None else 1)):
                self._submit([replace(task, password=self.passwords(task.name)) for task in batch])
                while len(self.tasks) >= self._most():
                    self._collect()
            while self.tasks:
                self._collect()
        finally:
            self.progress.end()

    def _files_a_task(self, count: int) -> int:
        return self.executor.files_a_task(count) if isinstance(self.executor, Batching) else 1

    def _most(self) -> int:
        """How many tasks are under way at a time."""
        if self.executor is None:
            return AHEAD * self.workers
        return self.executor.under_way() if isinstance(self.executor, Batching) else UNDER_WAY

    def _submit(self, batch: list[Task]) -> None:
        if self.executor is not None:
            try:
                self.tasks[self.executor.submit(read_files, batch, self.options, self.incoming)] = (batch, False)
            except RuntimeError:  # broken or shut down
                self.executor = None
            else:
                return
        for task in batch:
            self._submit_own(task)

    def _submit_own(self, task: Task) -> None:
        limit = self.options.timeout or None
        options = replace(self.options, timeout=limit + GRACE if limit else 0)
        future = self.processes().submit(read_file, task, options, timeout=limit, memory=self.memory)
        self.tasks[future] = ([task], True)

    def _collect(self) -> None:
        """Takes in what is through."""
        for future in self.interrupts.wait(self.tasks):
            batch, own = self.tasks.pop(future)
            outcomes = [self._settled(future, batch[0])] if own else self._returned(future, batch)
            for outcome in filter(None, outcomes):
                words, how = self.fingerprints.of(outcome.ward), self.options
                self.manifest.finish(outcome, ReadWith(words, how.reader, how.recogniser, outcome.engine))
                self.progress.advance(outcome.record is None)

    def _settled(self, future: Future[Any], task: Task) -> Outcome | None:
        """The outcome of a process of our own; None where the file is given out again."""
        tries = self.tries[task.sha256] = self.tries.get(task.sha256, 0) + 1
        try:
            outcome: Outcome = result_of(future)
        except Stopped as stopped:
            if not stopped.again or tries >= TRIES:
                return failed(task, stopped.kind, str(stopped))
        except UnwritableArchive as error:
            raise in_temporary_folder(self.manifest.dest, error) from error
        except BrokenExecutor as error:
            if tries > TRIES:
                raise cannot_start() from error
        else:
            del self.tries[task.sha256]
            return outcome
        self._submit_own(task)
        return None

    def _returned(self, future: Future[Any], batch: list[Task]) -> list[Outcome]:
        """The outcomes of the user's executor; what was lost with a worker goes to processes of our own."""
        try:
            delivery: Delivery = future.result()
            return taken_in(delivery)
        except (Exception, CancelledError) as error:
            if isinstance(error, BrokenExecutor):
                self.executor = None
            for task in batch:
                self._submit_own(task)
            return []
