"""What writes to an archive, each with one system call that fails: the jobs, and what must hold of each failure.

Runs in a process of its own where calls can be told to fail (`tests.failing_calls`); its workers are that process, so
that every call of theirs is one of those. Prints as JSON what it met.
"""

from __future__ import annotations

import errno
import json
import os
import random
import re
import shutil
import signal
import sys
import tempfile
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

from kaigi_extract import check_archive, migrate, publish, repair_archive
from kaigi_extract.archive.corrections import add_corrections, archive_document
from kaigi_extract.archive.manifest import Manifest
from kaigi_extract.archive.remove import remove_documents
from kaigi_extract.archive.upgrade import upgrade
from kaigi_extract.errors import UnwritableArchive
from tests.annotated import FILES, bound
from tests.archives import CORPUS, content
from tests.doubtful import CARDS
from tests.failing_calls import FailingCalls
from tests.here import Here
from tests.published import files_of

ERRORS = {"ENOSPC": errno.ENOSPC, "EIO": errno.EIO, "EACCES": errno.EACCES}
OF_SQLITE = {"lock.sqlite-journal", "manifest.sqlite-journal", "manifest.sqlite-wal", "manifest.sqlite-shm"}
"""What SQLite could not remove when it closed its files: all is in them, and the next run that writes removes it."""
LONGEST = 120
"""Seconds from which on a run hangs: it takes a hundredth of that."""
REMEDY = re.compile(
    r"make room|check that|run again|run the same command|archive (check|repair)|give another|; remove it$"
)
WITH_POOLS = ("migrate", "repair", "corrections", "upgrade", "remove")


def archive_state(dest: Path) -> Any:
    """The faults of an archive, its rows, and the names of its files."""
    faults = [f"{fault.file}: {fault.problem}" for fault in check_archive(dest)]
    names = sorted(path.relative_to(dest).as_posix() for path in dest.rglob("*"))
    return faults, content(dest), [name for name in names if name not in OF_SQLITE]


def site_state(site: Path) -> Any:
    """A published site, byte by byte, but for its register of files, which has times."""
    return {name: made for name, made in files_of(site).items() if not name.startswith(".")}, []


@dataclass
class Job:
    """A verb that writes: what there is before, and the verb itself."""

    prepare: Callable[[Path], Any]
    """Makes `before` in a folder, where the verb needs anything there; what it gives goes to the verb."""
    act: Callable[[Path, Path, Any], Any]
    """The verb; given the folder of what was prepared, what it writes to, and what `prepare` gave."""
    state: Callable[[Path], Any] = archive_state
    """What must be the same as without a failure."""


HOW: dict[str, Any] = {"recogniser": "none", "workers": 1}
THREE = {name: FILES[name] for name in ("a-2015.txt", "a-2019.txt", "b-2018.txt")}


def _texts(folder: Path) -> None:
    bound(folder, THREE)


def _migrate_texts(folder: Path, dest: Path, _: Any = None) -> None:
    migrate(folder / "src", dest, metadata=folder / "list.csv", to=["sqlite", "csv"], **HOW)


def _zipped(folder: Path) -> None:
    """The papers in a zip archive: each is unpacked into the folder for temporary files to be read."""
    _texts(folder)
    with zipfile.ZipFile(folder / "src" / "papers.zip", "w") as packed:
        for name in THREE:
            packed.write(folder / "src" / name, name)
            (folder / "src" / name).unlink()
    (folder / "list.csv").write_text("path,ward\n", encoding="utf-8")


def _archive_of_texts(folder: Path) -> None:
    _texts(folder)
    _migrate_texts(folder, folder / "before")


def _archive_of_some(folder: Path) -> None:
    """An archive, and one file more beside its sources."""
    _archive_of_texts(folder)
    (folder / "src" / "more.txt").write_text(FILES["a-2020-again.txt"][1].replace("図書", "弁当"), encoding="utf-8")


def _cards(folder: Path) -> None:
    (folder / "src").mkdir()
    shutil.copy(CORPUS / CARDS, folder / "src" / CARDS)


def _migrate_cards(folder: Path, dest: Path, _: Any = None) -> None:
    migrate(folder / "src", dest, annotate=False, keep_crops="doubtful", **HOW)


def _corrected(folder: Path) -> Any:
    _cards(folder)
    _migrate_cards(folder, folder / "before")
    document = archive_document(folder / "before", None)
    return [document.correct("/cases/0/title", "図書の貸出し", by="甲")]


def _harmed(folder: Path) -> None:
    """Tables, lines and a record that are damaged."""
    _archive_of_texts(folder)
    dest = folder / "before"
    (dest / "archive.duckdb").write_bytes(b"junk")
    (dest / "mappings" / "strange.toml").parent.mkdir(exist_ok=True)
    (dest / "mappings" / "strange.toml").write_bytes(b"")
    (dest / "tables" / "clauses" / "all.parquet").unlink()
    (dest / "archive.sqlite").unlink()


def _without_manifest(folder: Path) -> None:
    _archive_of_texts(folder)
    (folder / "before" / "manifest.sqlite").write_bytes(b"junk" * 1000)


def _older(folder: Path) -> None:
    """An archive whose first record is of the schema before."""
    _archive_of_texts(folder)
    with Manifest(folder / "before", write=True) as manifest:
        first = next(manifest.stored())
        record = first.data()
        for case in record.get("cases") or []:
            case.pop("categories", None)
        manifest.replace_record(first.sha256, json.dumps(record | {"schema_version": "1"}).encode(), "1")
        manifest.set("schema_version", "1")


def _publish(folder: Path, site: Path, _: Any = None) -> None:
    publish(folder / "archive", site, title="審議会", workers=1)


def _archive_to_publish(folder: Path) -> None:
    _texts(folder)
    _migrate_texts(folder, folder / "archive")


JOBS: dict[str, Job] = {
    "migrate": Job(_texts, _migrate_texts),
    "migrate a zip archive": Job(_zipped, _migrate_texts),
    "migrate more": Job(_archive_of_some, _migrate_texts),
    "migrate with crops": Job(_cards, _migrate_cards),
    "correct": Job(_corrected, lambda _, dest, made: add_corrections(dest, made, workers=1)),
    "repair": Job(_harmed, lambda _, dest, __: repair_archive(dest, workers=1)),
    "repair the manifest": Job(_without_manifest, lambda _, dest, __: repair_archive(dest, workers=1)),
    "upgrade": Job(_older, lambda _, dest, __: upgrade(dest, workers=1)),
    "remove": Job(_archive_of_texts, lambda _, dest, __: remove_documents(dest, ["a-2019*"], workers=1)),
    "publish": Job(_archive_to_publish, _publish, site_state),
}


class Hangs(BaseException):
    """A run that does not end."""


def _hangs(*_: Any) -> None:
    raise Hangs


@dataclass(frozen=True)
class Point:
    """One failure: which call, and with what."""

    number: int
    error: str
    forever: bool = False


class Injected:
    """One job, done in a folder again and again."""

    def __init__(self, name: str, folder: Path) -> None:
        self.job, self.folder, self.dest = JOBS[name], folder, folder / "dest"
        temporary = folder / "tmp"
        temporary.mkdir()
        tempfile.tempdir = str(temporary)
        self.calls = FailingCalls(self.dest, temporary)
        self.given = self.job.prepare(folder)
        self._begin()
        self.job.act(folder, self.dest, self.given)
        self.expected = self.job.state(self.dest)
        self._begin()
        self.calls.arm()
        self.job.act(folder, self.dest, self.given)
        self.noted = list(self.calls.noted())

    def _begin(self) -> None:
        """What there was before."""
        shutil.rmtree(self.dest, ignore_errors=True)
        if (self.folder / "before").exists():
            shutil.copytree(self.folder / "before", self.dest)

    def sites(self) -> dict[str, list[int]]:
        """The numbers of the calls of each kind: what is called, of which file."""
        found = defaultdict(list)
        for number, call in enumerate(self.noted, 1):
            place = call.replace(str(self.folder.resolve()), "")
            found[re.sub(r"[0-9a-f]{8,}|(?<=/tmp/)[^/]+", "*", place)].append(number)
        return dict(found)

    def points(self, count: int, seed: int) -> list[Point]:
        """So many failures, spread over the kinds of calls and what they fail with; all of them where 0 are wanted."""
        if not count:
            numbers = range(1, len(self.noted) + 1)
            return [
                Point(number, error, forever) for number in numbers for error in ERRORS for forever in (False, True)
            ]
        draw = random.Random(seed)
        sites = list(self.sites().values())
        draw.shuffle(sites)
        names = list(ERRORS)
        chosen = [draw.choice(numbers) for numbers in sites][:count]
        while len(chosen) < min(count, len(self.noted)):
            chosen.append(draw.randint(1, len(self.noted)))
        return [Point(number, names[at % 3], draw.random() < 1 / 4) for at, number in enumerate(chosen)]

    def problems(self, point: Point) -> Iterator[str]:
        """What does not hold of one failure."""
        self._begin()
        refused, problem = self._failed(point)
        if problem is not None:
            yield problem
        if refused is None and problem is None and (wrong := self._different()):
            yield f"success, and {wrong}"
        try:  # `refused` is still there, as in a notebook: nothing that it holds stays open
            self.job.act(self.folder, self.dest, self.given)
        except Exception as error:
            yield f"the run after it: {type(error).__name__}: {error}"
            return
        if wrong := self._different():
            yield f"after the next run {wrong}"
        if left := [path.name for path in (self.folder / "tmp").iterdir()]:
            for name in left:
                shutil.rmtree(self.folder / "tmp" / name, ignore_errors=True)
        del refused

    def _failed(self, point: Point) -> tuple[UnwritableArchive | None, str | None]:
        """Runs it with the failure; the error that it ends with, and what is wrong with its end."""
        self.calls.arm(point.number, ERRORS[point.error], forever=point.forever)
        signal.alarm(LONGEST)
        try:
            self.job.act(self.folder, self.dest, self.given)
        except UnwritableArchive as error:
            self.calls.disarm()
            said = str(error)
            whole = str(self.dest) in said and REMEDY.search(said) and error.exit_code == 9
            return error, None if whole else f"it ends with {said!r}"
        except Hangs:
            return None, "it hangs"
        except BaseException as error:
            self.calls.disarm()
            return None, f"it ends with {type(error).__name__}: {error}{_place(error)}"
        finally:
            self.calls.disarm()
            signal.alarm(0)
        return None, None

    def _different(self) -> str | None:
        """How it is not as it would be without a failure."""
        try:
            found = self.job.state(self.dest)
        except Exception as error:
            return f"it cannot be read: {type(error).__name__}: {error}"
        for one, other in zip(found, self.expected, strict=True):
            if one != other:
                return _difference(one, other)
        return None


def _difference(found: Any, expected: Any) -> str:
    if isinstance(found, dict):
        return f"other rows of {[name for name in {*found, *expected} if found.get(name) != expected.get(name)]}"
    return f"other: {sorted(map(str, {*found} ^ {*expected}))}"


def _place(error: BaseException) -> str:
    """Where in the library an error comes from."""
    at, place = error.__traceback__, ""
    while at is not None:
        if "/kaigi_extract/" in at.tb_frame.f_code.co_filename:
            place = f" ({Path(at.tb_frame.f_code.co_filename).name}:{at.tb_lineno})"
        at = at.tb_next
    return place


def in_this_process() -> None:
    """Makes this process the worker of every verb."""
    for module in (*(f"kaigi_extract.archive.{name}" for name in WITH_POOLS), "kaigi_extract.web.publish.verb"):
        patch(f"{module}.Processes", Here).start()


def main(name: str, count: int, seed: int) -> None:
    """Prints the calls, their kinds, and each failure with what does not hold of it."""
    in_this_process()
    signal.signal(signal.SIGALRM, _hangs)
    with tempfile.TemporaryDirectory(prefix="injected-") as folder:
        injected = Injected(name, Path(folder))
        points, found = injected.points(count, seed), []
        for point in points:
            for problem in injected.problems(point):
                call = injected.noted[point.number - 1].replace(folder, "")
                found.append(f"{point.number} {call}: {point.error}{' on' * point.forever}: {problem}")
                if "VERBOSE" in os.environ:
                    print(found[-1], file=sys.stderr, flush=True)
        about = {"calls": len(injected.noted), "kinds": len(injected.sites()), "tried": len(points), "problems": found}
    print(json.dumps(about, ensure_ascii=False))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
