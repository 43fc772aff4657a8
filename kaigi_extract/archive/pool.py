"""Worker processes that may hang, swell or die without harm to the rest.

pebble's pool gives each task its time and outlives the death of a worker; `concurrent.futures.ProcessPoolExecutor` is
broken as a whole when one dies. Each worker is a pool of one here, so that it is known which file a process is at: that
one is stopped when the process takes too much memory. Starts and ends processes, nothing else.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from typing import Any, Self

from kaigi_extract.archive.verbs import MIGRATE
from kaigi_extract.archive.worker import Kind
from kaigi_extract.catalogue import Message
from kaigi_extract.errors import KaigiError
from kaigi_extract.limited_process import ending_of, resident
from kaigi_extract.optional import load

FILES_A_PROCESS = 1000
"""Files after which a worker gives way to a new one. What leaks goes with it; the start takes a second."""
WATCH = 0.1
"""Seconds between two looks at the memory of the workers; one at full speed takes 100 to 200 MB in that time."""
COLLECT = 50_000
"""Objects made until Python looks for cycles in a worker, 700 by its own: a file makes hundreds of thousands of them
and drops them all, so each look is in vain. Saves 5 % of the time of a file."""


class Stopped(Exception):
    """A task whose process was ended: `kind` in one word, the message in a sentence."""

    def __init__(self, kind: Kind, reason: str, again: bool = False) -> None:
        self.kind = kind
        self.again = again
        """Whether it may come through in a process that nothing was read in before."""
        super().__init__(reason)


class Processes:
    """As many spawned workers as asked for. A context manager: on the way out they are ended."""

    def __init__(self, workers: int) -> None:
        self.count = workers
        """How many there are."""
        self._slots = [_Slot() for _ in range(workers)]
        self._psutil = load("psutil", MIGRATE)
        self._ended = threading.Event()
        self._watcher = threading.Thread(target=self._watch, name="memory of workers", daemon=True)

    def __enter__(self) -> Self:
        self._watcher.start()
        for slot in self._slots:
            slot.submit(os.getpid, ())  # so that they start now, not with the first file
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._watcher.join()
        for slot in self._slots:
            slot.close()

    def submit(
        self, function: Callable[..., Any], *given: Any, timeout: float | None = None, memory: int | None = None
    ) -> Future[Any]:
        """Gives the task to the worker with the least to do; `result_of` reads what comes back.

        `timeout` is in seconds, `memory` in megabytes for the process; None is no limit.
        """
        return min(self._slots, key=_Slot.load).submit(function, given, timeout, memory)

    def _watch(self) -> None:
        while not self._ended.wait(WATCH):
            for slot in self._slots:
                slot.check(self._rss)

    def _rss(self, pid: int) -> int:
        """Resident memory in megabytes, with that of LibreOffice where it runs; 0 of a process that is gone."""
        return resident(self._psutil, pid)


class _Slot:
    """One worker, and the tasks that wait for it."""

    def __init__(self) -> None:
        self.context = multiprocessing.get_context("spawn")
        self.pid = self.context.Value("l", 0)
        """Of the process that is there now; 0 before the first has started."""
        self.pool = self._pool()
        self.waiting: deque[tuple[Future[Any], int | None]] = deque()
        """Tasks, and the megabytes that each may take."""
        self.seen: tuple[Future[Any] | None, int, int] = (None, 0, 0)
        """The task that runs, the process that it was first seen in, and what that took then."""

    def _pool(self) -> Any:
        """A pool of one. Its process starts with the first task."""
        return load("pebble", MIGRATE).ProcessPool(
            1, max_tasks=FILES_A_PROCESS, context=self.context, initializer=_start, initargs=(self.pid,)
        )

    def load(self) -> int:
        """How many tasks it has."""
        while self.waiting and self.waiting[0][0].done():
            self.waiting.popleft()
        return len(self.waiting)

    def submit(
        self,
        function: Callable[..., Any],
        given: tuple[Any, ...],
        timeout: float | None = None,
        memory: int | None = None,
    ) -> Future[Any]:
        """Gives it a task, in a new pool where the old one is broken (its process died while it had none)."""
        if not self.pool.active:
            self.pool = self._pool()
        future: Future[Any] = self.pool.schedule(function, args=given, timeout=timeout)
        self.waiting.append((future, memory))
        return future

    def check(self, rss: Callable[[int], int]) -> None:
        """Stops the task that runs if its process takes too much, or has gone without a word (os._exit(0))."""
        running, limit = next((pair for pair in tuple(self.waiting) if pair[0].running()), (None, None))
        if running is None:
            return
        pid: int = self.pid.value
        taken = 0 if limit is None else rss(pid)
        if self.seen[0] is not running:
            self.seen = (running, pid, taken)
        if self.seen[1] != pid:
            self._stop(running, Stopped("died", "its process ended without a word while reading it"))
        elif limit is not None and taken > limit:
            told = "stopped at {taken} MB of memory; give --memory more than {limit}"
            reason = Message(told, taken=taken, limit=limit)
            self._stop(running, Stopped("memory", reason, again=self.seen[2] > limit // 2))

    def _stop(self, future: Future[Any], why: Stopped) -> None:
        future.stopped = why  # type: ignore[attr-defined]
        future.cancel()

    def close(self) -> None:
        self.pool.stop()
        self.pool.join()


def _start(pid: Any) -> None:
    """In a new worker: says who it is, and loads what every file needs before the first one's time begins."""
    import kaigi_extract.pipeline
    import kaigi_extract.source.pdf_pymupdf  # noqa: F401

    gc.set_threshold(COLLECT, 20, 20)
    gc.freeze()
    threading.Thread(target=_end_with_parent, name="end-with-parent", daemon=True).start()

    pid.value = os.getpid()


def _end_with_parent() -> None:
    """Ends a worker whose parent was killed: what it still wrote would stand beside what the next run writes."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)


def result_of(future: Future[Any]) -> Any:
    """What a task gave.

    Raises:
        Stopped: Its process was ended, or ended itself.
        BrokenExecutor: It never ran.
    """
    pebble = load("pebble", MIGRATE)
    try:
        return future.result()
    except CancelledError:
        raise getattr(future, "stopped", Stopped("died", "it was cancelled")) from None
    except TimeoutError:
        raise Stopped(
            "timeout", "not read in the time that it was given; give --timeout more if it is worth it"
        ) from None
    except pebble.ProcessExpired as error:
        how = ending_of(error.exitcode)
        raise Stopped("died", Message("its process {how} while reading it", how=how)) from None


def cannot_start() -> KaigiError:
    """The error of a program whose workers die before they read anything."""
    return KaigiError(
        MIGRATE,
        Message(
            "the worker processes do not start; a script that calls it needs if __name__ == '__main__': around the call"
        ),
    )
