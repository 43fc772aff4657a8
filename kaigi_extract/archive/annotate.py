"""The step between reading and the tables: what clauses are about, who must do what, what became of each version.

Only what was not answered before is asked, batch by batch, in worker processes; each batch is kept when it is through,
and a run that is killed goes on from there. What cannot be answered is kept with its reason and asked again by the next
run. Changes the manifest, nothing else.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Future
from itertools import pairwise
from typing import Any, NamedTuple

from kaigi_extract.archive import annotation_tasks as tasks
from kaigi_extract.archive.annotations import (
    ANNOTATE,
    ANNOTATED,
    AnnotationKind,
    Kept,
    damaged_annotations,
    forget,
    is_known,
    keep,
    keep_only,
    kept_answer,
    key_of,
    known_keys,
    pair_key,
)
from kaigi_extract.archive.asked import forget_asked, note_asked, noted_asked
from kaigi_extract.archive.interrupts import Interrupts
from kaigi_extract.archive.manifest import Manifest
from kaigi_extract.archive.pool import Processes, Stopped, cannot_start, result_of
from kaigi_extract.archive.progress import Progress, Silent
from kaigi_extract.catalogue import Message
from kaigi_extract.clauses.annotators import annotators_sign
from kaigi_extract.errors import UnwritableArchive

RECORDS_A_PART = 250
"""Records that a worker goes through at a time."""
CLAUSES_A_BATCH = 256
"""Clauses that a worker annotates at a time: seconds of work, and what a killed run loses."""
PAIRS_A_BATCH = 8
"""Pairs of versions that a worker compares at a time."""
SECONDS = 600.0
"""For one batch, which takes a fiftieth of that; one that takes longer hangs, and is asked half by half."""
MOST_STOPS = 40
"""Workers that may be ended in a run: enough to find four clauses that end theirs, each among a batch. After that it is
no clause but what a worker has (too little memory), and the rest is left without an answer."""
AHEAD = 2
"""Batches that wait for each worker."""


def annotate_archive(
    manifest: Manifest,
    processes: Processes,
    interrupts: Interrupts,
    wanted: bool | None = None,
    memory: int | None = None,
    progress: Progress | None = None,
) -> None:
    """Asks what was not answered yet about the clauses of all records, and forgets what nothing asks any more.

    `wanted` says whether to; by default as the last run was told. Where it is not, answers that are there stay, and no
    model is loaded. `memory` is in megabytes, for a worker; `progress` is told of answers. What is damaged among the
    answers is asked again.

    Raises:
        UnwritableArchive: The disk refuses.
    """
    if wanted is not None:
        manifest.set(ANNOTATE, "yes" if wanted else "no")
    with manifest.transaction():
        forget(manifest, list(damaged_annotations(manifest)))
    if manifest.get(ANNOTATE) == "no":
        if manifest.state_of_records() not in (manifest.get(ANNOTATED) or "").split():
            with manifest.transaction():
                keep_only(manifest, "families", [])  # they may name sets that are gone, and links quote them
                keep_only(manifest, "link", [])
        return
    sign = annotators_sign()
    failed = any(True for _ in manifest.rows("SELECT 1 FROM annotations WHERE problem IS NOT NULL LIMIT 1"))
    if not failed and manifest.get(ANNOTATED) == _noted(manifest, sign):
        return
    _Annotation(manifest, processes, interrupts, sign, memory, progress or Silent()).run()
    manifest.set(ANNOTATED, _noted(manifest, sign))


def _noted(manifest: Manifest, sign: str) -> str:
    """By whom everything is answered, and what that is."""
    return f"{sign} {manifest.state_of_records()} {manifest.state_of_annotations()}"


class _Task(NamedTuple):
    """One batch for a worker: `function`, what it is given beside the batch, and the batch."""

    function: Callable[..., Any]
    given: tuple[Any, ...]
    batch: Sequence[tuple[Any, ...]]


class _Annotation:
    """The step while it runs."""

    def __init__(
        self,
        manifest: Manifest,
        processes: Processes,
        interrupts: Interrupts,
        sign: str,
        memory: int | None,
        progress: Progress,
    ) -> None:
        self.manifest, self.processes, self.interrupts = manifest, processes, interrupts
        self.sign, self.memory, self.progress = sign, memory, progress
        self.keys: set[str] = set()
        """Of all clauses of the archive."""
        self.sets: dict[str, str] = {}
        """The key of all that a set says, by the id of the set."""
        self.stops, self.why = 0, ""
        """How many workers were ended, and why the last one was."""

    def run(self) -> None:
        """Clauses, then families and lineages, then each version beside the next."""
        self._ask(
            "clause", (_Task(tasks.annotate_batch, (), batch) for batch in _batches(self._missing(), CLAUSES_A_BATCH))
        )
        with self.manifest.transaction():
            forget_asked(self.manifest)
            keep_only(self.manifest, "clause", self.keys)
        related = key_of(*sorted(self.sets.items()))
        if self.sets and not is_known(self.manifest, "families", related, self.sign):
            self._ask("families", [_Task(tasks.find_related, (self.manifest.dest,), [(related,)])])
        with self.manifest.transaction():
            keep_only(self.manifest, "families", [related])
        pairs = list(self._pairs(related))
        new = [pair for pair in pairs if not is_known(self.manifest, "link", pair[0], self.sign)]
        given = (self.manifest.dest,)
        self._ask("link", (_Task(tasks.align_pairs, given, batch) for batch in _batches(new, PAIRS_A_BATCH)))
        with self.manifest.transaction():
            keep_only(self.manifest, "link", [key for key, _, _ in pairs])

    def _missing(self) -> Iterator[tuple[Any, ...]]:
        """Every clause that is to be asked about, once, with its key."""
        met: set[str] = set()
        to_read = _batches(((sha256,) for sha256 in self._to_read()), RECORDS_A_PART)
        given = [(self.manifest.dest, [sha256 for (sha256,) in batch], self.sign) for batch in to_read]
        for asked in self._in_turn(tasks.asked_by, given):
            with self.manifest.transaction():
                for sha256, sets in asked.sets.items():
                    note_asked(self.manifest, sha256, sets)
                    self._take_in(sets)
            yield from ((key, question) for key, question in asked.missing.items() if key not in met)
            met |= asked.missing.keys()

    def _to_read(self) -> Iterator[str]:
        """The content hashes of records that must be looked into: what they ask is not noted, or not answered."""
        answered = known_keys(self.manifest, "clause", self.sign)
        for sha256, noted in noted_asked(self.manifest):
            if noted is None:
                yield sha256
                continue
            self._take_in(noted)
            if any(key not in answered for one in noted for key in one.clauses):
                yield sha256

    def _take_in(self, sets: Iterable[tasks.AskedSet]) -> None:
        for one in sets:
            self.sets[one.id] = one.key
            self.keys.update(one.clauses)

    def _in_turn(self, function: Callable[..., Any], given: Iterable[tuple[Any, ...]]) -> Iterator[Any]:
        """What a task gives for each of `given`, in their order; the next is on its way while one is used."""
        waiting: deque[Future[Any]] = deque()
        for one in given:
            waiting.append(self.processes.submit(function, *one))
            if len(waiting) > 1:
                yield self._result_of_part(waiting.popleft())
        while waiting:
            yield self._result_of_part(waiting.popleft())

    def _result_of_part(self, future: Future[Any]) -> Any:
        try:
            return self._result(future)
        except Stopped as stopped:
            why = Message("a worker that looked for clauses was ended ({stopped}); run again", stopped=str(stopped))
            raise UnwritableArchive(self.manifest.dest, why) from None

    def _result(self, future: Future[Any]) -> Any:
        while not self.interrupts.wait([future]):
            continue
        try:
            return result_of(future)
        except BrokenExecutor as error:
            raise cannot_start() from error

    def _pairs(self, related: str) -> Iterator[tuple[str, str, str]]:
        """Each version and the next, by their ids, with the key of the two."""
        kept = kept_answer(self.manifest, "families", related)
        for versions in kept.answer["lineages"] if kept is not None and kept.answer else []:
            for old, new in pairwise(versions):
                yield pair_key(self.sets[old], self.sets[new]), old, new

    def _ask(self, kind: AnnotationKind, given: Iterable[_Task]) -> None:
        """Gives batches to workers and keeps what comes back."""
        under_way: dict[Future[Any], _Task] = {}
        for task in given:
            if self.stops > MOST_STOPS:
                self._keep(kind, task.batch, self.why)
                continue
            self._submit(task, under_way)
            while len(under_way) >= AHEAD * self.processes.count:
                self._collect(kind, under_way)
        while under_way:
            self._collect(kind, under_way)

    def _submit(self, task: _Task, under_way: dict[Future[Any], _Task]) -> None:
        limit = None if task.function is tasks.find_related else SECONDS  # all sets at once take what they take
        future = self.processes.submit(task.function, *task.given, task.batch, timeout=limit, memory=self.memory)
        under_way[future] = task

    def _collect(self, kind: AnnotationKind, under_way: dict[Future[Any], _Task]) -> None:
        for future in self.interrupts.wait(under_way):
            task = under_way.pop(future)
            try:
                answers: tasks.Answers = self._result(future)
            except Stopped as stopped:
                self._stopped(kind, task, stopped, under_way)
                continue
            with self.manifest.transaction():
                for key, kept in answers:
                    keep(self.manifest, kind, key, self.sign, kept)
            if hasattr(self.progress, "answer"):  # one that was written for an earlier version has none
                self.progress.answer(kind, len(answers))

    def _stopped(
        self, kind: AnnotationKind, task: _Task, stopped: Stopped, under_way: dict[Future[Any], _Task]
    ) -> None:
        """Asks half by half what a worker was ended with, until it is one question, or workers end with whatever they
        are asked."""
        self.stops, self.why = self.stops + 1, _why_ended(stopped)
        middle = len(task.batch) // 2
        if middle and self.stops <= MOST_STOPS:
            for half in (task.batch[:middle], task.batch[middle:]):
                self._submit(task._replace(batch=half), under_way)
        else:
            self._keep(kind, task.batch, self.why)

    def _keep(self, kind: AnnotationKind, batch: Sequence[tuple[Any, ...]], problem: str) -> None:
        """Keeps why a batch has no answers."""
        with self.manifest.transaction():
            for key, *_ in batch:
                keep(self.manifest, kind, key, self.sign, Kept(None, problem))


def _why_ended(stopped: Stopped) -> str:
    """Why there is no answer where a worker was ended."""
    late = Message("not answered in {seconds} seconds", seconds=round(SECONDS))
    return Message("the annotators were ended with it: {why}", why=late if stopped.kind == "timeout" else str(stopped))


def _batches(items: Iterable[tuple[Any, ...]], size: int) -> Iterator[list[tuple[Any, ...]]]:
    batch: list[tuple[Any, ...]] = []
    for item in items:
        batch.append(item)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
