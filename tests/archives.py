"""What the tests of archives share: small papers, what to compare of two archives, workers that misbehave."""

from __future__ import annotations

import os
import signal
import sqlite3
import time
import zlib
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kaigi_extract import migrate
from kaigi_extract.archive import worker as work
from kaigi_extract.archive.delivery import Delivery
from kaigi_extract.archive.discover import FoundFile
from kaigi_extract.archive.pool import Processes
from kaigi_extract.archive.worker import Options, Outcome, Task

for extra in ("duckdb", "pandas", "pebble", "psutil", "pyarrow"):
    pytest.importorskip(extra)

CORPUS = Path(__file__).parents[1] / "corpus"
TEXT = CORPUS / "shinjuku-2019-evacuation-list.txt"
PLAIN = {"recogniser": "none", "workers": 1, "annotate": False}


class Told:
    """Progress that notes what a run begins with."""

    def __init__(self) -> None:
        self.begun = (0, 0)

    def begin(self, total: int, again: int = 0, why: object = None) -> None:
        self.begun = (total, again)

    def advance(self, failed: bool) -> None:
        """Nothing."""

    def end(self) -> None:
        """Nothing."""


def run(sources: Any, dest: Path, **how: Any) -> tuple[int, int]:
    """How many files were to be read, and how many of them again."""
    told = Told()
    migrate(sources, dest, **(PLAIN | {"progress": told} | how))
    return told.begun


def papers(folder: Path, count: int) -> Path:
    """So many text papers, each with bytes of its own."""
    folder.mkdir(exist_ok=True)
    paper = TEXT.read_bytes()
    for number in range(count):
        (folder / f"{number:03}.txt").write_bytes(paper + b"\n" * (number + 1))
    return folder


def file(name: str, sha256: str, **more: Any) -> FoundFile:
    """A file as it is found."""
    return FoundFile(f"/{name}", f"/{name}".encode(), None, 1, sha256, **more)


def done(sha256: str, record: bytes = b"{}") -> Outcome:
    """The outcome of a file that was read."""
    return Outcome(sha256, "/a", record=zlib.compress(record), pages=2, ocr_pages=1, findings={"mended": 3})


def content(dest: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, of the records and of the manifest, times aside."""
    import duckdb

    with duckdb.connect(str(dest / "archive.duckdb"), read_only=True) as db:
        names = [name for (name,) in db.execute("SELECT table_name FROM duckdb_tables()").fetchall()]
        rows = {name: db.execute(f'SELECT * FROM "{name}"').fetchall() for name in names}
    lines = [line for part in sorted((dest / "records").iterdir()) for line in part.read_bytes().splitlines()]
    return rows | {"(records)": [(line,) for line in lines], "(manifest)": manifest(dest)}


def manifest(dest: Path) -> list[tuple[object, ...]]:
    """Base name, status, kind and reason of every file found."""
    with closing(sqlite3.connect(dest / "manifest.sqlite")) as db:
        rows = db.execute("SELECT name, status, kind, reason, pages, schema_version FROM manifest ORDER BY name")
        return [(os.path.basename(row[0]), *row[1:]) for row in rows]


def statuses(dest: Path) -> dict[str, tuple[object, object]]:
    """Status and kind by base name."""
    return {str(name): (status, kind) for name, status, kind, *_ in manifest(dest)}


def hurry_only_what_hangs(monkeypatch: pytest.MonkeyPatch) -> None:
    """The time that a file is given holds for files named hang…; a busy machine takes as long as it must for others."""
    submit = Processes.submit

    def patient(self: Processes, function: Any, *given: Any, timeout: float | None = None, **more: Any) -> Any:
        if isinstance(given[0], Task) and not os.path.basename(given[0].name).startswith("hang"):
            given, timeout = (given[0], replace(given[1], timeout=0)), None
        return submit(self, function, *given, timeout=timeout, **more)

    monkeypatch.setattr(Processes, "submit", patient)


_READ = work._read


def read_or_suffer(task: Task, options: Options) -> Outcome:
    """`read_file` in a worker process, where the name of a file says what is to happen to that process."""
    work._read = _suffer
    return work.read_file(task, options)


def read_files_or_suffer(tasks: list[Task], options: Options, folder: str | None) -> Delivery:
    """The same as a worker of somebody's executor does it."""
    return Delivery([read_or_suffer(task, options) for task in tasks])


def _suffer(task: Task, path: str, options: Options) -> Outcome:
    name = os.path.basename(task.name)
    if name.startswith("hang"):
        time.sleep(600)
    elif name.startswith("eat"):
        _eat()
    elif name.startswith("kill"):
        os.kill(os.getpid(), signal.SIGKILL)
    elif name.startswith("leave"):
        os._exit(0)
    return _READ(task, path, options)


def _eat() -> None:
    held = []
    while True:
        held.append(bytearray(b"x") * (20 * 2**20))
        time.sleep(0.02)
