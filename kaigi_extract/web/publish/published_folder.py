"""The folder of a site: what we wrote there, and nothing else of it, is replaced and removed.

`.kaigi-site/files` lists every file that was written with its checksum; `.kaigi-site/writing` names, before anything is
written, what a run that was killed may have left. A file that stays as it is is not touched, so that copying the site
anew (rsync) copies what has changed. Writes into that folder only.
"""

from __future__ import annotations

import contextlib
import filecmp
import hashlib
import json
import os
import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import Any, Self

from kaigi_extract.archive.folder import LOCK, lock
from kaigi_extract.catalogue import Message
from kaigi_extract.errors import UnwritableArchive

OWN = ".kaigi-site"
"""Folder within the site for what is known of it; it may be published with the rest, or not."""
FILES, WRITING, NEW = "files", "writing", "new"
_OURS = "kaigi_extract"
_DROPPINGS = {".DS_Store", "Thumbs.db", "desktop.ini"}
_LAYOUT = """
CREATE TABLE before (name TEXT PRIMARY KEY, sha256 TEXT) WITHOUT ROWID;
CREATE TABLE written (name TEXT PRIMARY KEY, sha256 TEXT, size INTEGER) WITHOUT ROWID;
"""

Written = tuple[str, str, int, bool]
"""A file of the site: its name, its checksum, its size in bytes, and whether anything was written."""


def check_site(site: Path) -> None:
    """Refuses a folder with anything in it but a site of ours.

    Raises:
        UnwritableArchive: It is somebody else's, or no folder.
    """
    if not site.exists():
        return
    if not site.is_dir():
        raise UnwritableArchive(site, Message("it is a file; give a new or an empty folder as SITE"))
    others = sorted(set(os.listdir(site)) - _DROPPINGS)
    if others and not any(_is_ours(site / OWN / name) for name in (FILES, WRITING)) and not _is_begun(site, others):
        why = Message(
            "the folder is not empty and holds no site that publish wrote (but {other}); "
            "give a new or an empty folder as SITE",
            other=others[0],
        )
        raise UnwritableArchive(site, why)


def put(site: Path, name: str, content: bytes) -> Written:
    """Writes one file of the site if it is not there already as it should be; whole, or not at all."""
    path = site / name
    checksum = hashlib.sha256(content).hexdigest()
    with contextlib.suppress(FileNotFoundError):
        if path.stat().st_size == len(content) and path.read_bytes() == content:
            return name, checksum, len(content), False
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = site / OWN / NEW / str(os.getpid())
    beside.write_bytes(content)
    os.replace(beside, path)
    return name, checksum, len(content), True


def put_file(site: Path, name: str, source: Path) -> Written:
    """As `put`, of a file that may be larger than memory."""
    path = site / name
    with source.open("rb") as file:
        checksum = hashlib.file_digest(file, "sha256").hexdigest()
    size = source.stat().st_size
    if path.is_file() and filecmp.cmp(source, path, shallow=False):
        return name, checksum, size, False
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = site / OWN / NEW / str(os.getpid())
    shutil.copyfile(source, beside)
    os.replace(beside, path)
    return name, checksum, size, True


def stays(site: Path, name: str, checksum: str | None) -> Written | None:
    """A file of the site that is as it was written, by its checksum; None where it is not, or was not written whole."""
    if not checksum:
        return None
    try:
        content = (site / name).read_bytes()
    except OSError:
        return None
    return (name, checksum, len(content), False) if hashlib.sha256(content).hexdigest() == checksum else None


def _is_begun(site: Path, names: Sequence[str]) -> bool:
    """Whether there is but what a run has left that was stopped before it wrote anything."""
    own = site / OWN
    if [*names] != [OWN] or not own.is_dir():
        return False
    there = set(os.listdir(own)) - _DROPPINGS
    if WRITING in there and (own / WRITING).stat().st_size:
        return False
    return there <= {LOCK, f"{LOCK}-journal", NEW, WRITING}


class PublishedFolder:
    """The site while it is written; a context manager. Nobody else may write to it meanwhile."""

    def __init__(self, site: Path, registry: Path) -> None:
        """`registry` is a new file outside of the site, for what is known of it during the run.

        Raises:
            UnwritableArchive: The folder is somebody else's, or another run writes to it.
        """
        check_site(site)
        self.site, self._own = site, site / OWN
        self.changed = self.removed = 0
        self._registry, self._opened = registry, contextlib.ExitStack()
        self.drawn_with: str | None = None
        """What the pictures that are there were drawn with."""

    def __enter__(self) -> Self:
        with self._opened as opened:  # what is open is closed where anything is refused
            self._begin(opened)
            self._opened = opened.pop_all()
        return self

    def _begin(self, opened: contextlib.ExitStack) -> None:
        self._own.mkdir(parents=True, exist_ok=True)
        opened.callback(lock(self._own).close)
        new = self._own / NEW
        shutil.rmtree(new, ignore_errors=True)  # of a run that was killed
        new.mkdir(exist_ok=True)
        opened.callback(shutil.rmtree, new, ignore_errors=True)
        self._db = sqlite3.connect(self._registry, isolation_level=None)
        opened.callback(self._db.close)
        self._db.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF;" + _LAYOUT)
        self._db.execute("BEGIN")
        for name, checksum in self._known():
            self._db.execute("INSERT OR IGNORE INTO before VALUES (?, ?)", (name, checksum))
        self._db.execute("COMMIT")
        self._journal = (self._own / WRITING).open("a", encoding="utf-8", newline="\n")
        opened.enter_context(contextlib.closing(self._journal))
        if not self._journal.tell():
            self._journal.write(json.dumps({"site": _OURS}) + "\n")
            self._journal.flush()

    def __exit__(self, *error: Any) -> None:
        self._opened.__exit__(*error)

    def announce(self, names: Sequence[str]) -> None:
        """Notes that files of these names are about to be written.

        Raises:
            UnwritableArchive: One of them is there and somebody else's.
        """
        for name in names:
            if self.before(name) is None and (self.site / name).exists() and not self._is_written(name):
                why = Message("{name} in it was not written by publish; move it elsewhere and run again", name=name)
                raise UnwritableArchive(self.site, why)
        self._journal.writelines(f"{name}\n" for name in names)
        self._journal.flush()

    def note(self, written: Iterable[Written]) -> None:
        """Notes what was written."""
        self._db.execute("BEGIN")
        for name, checksum, size, changed in written:
            self._db.execute("INSERT OR REPLACE INTO written VALUES (?, ?, ?)", (name, checksum, size))
            self.changed += changed
        self._db.execute("COMMIT")

    def put(self, name: str, content: bytes) -> None:
        """Announces, writes and notes one file."""
        self.announce([name])
        self.note([put(self.site, name, content)])

    def before(self, name: str) -> str | None:
        """The checksum that a file had when it was last written, empty where that run did not end; None where none of
        that name was written."""
        row = self._db.execute("SELECT sha256 FROM before WHERE name = ?", [name]).fetchone()
        return row[0] if row else None

    def _is_written(self, name: str) -> bool:
        return self._db.execute("SELECT 1 FROM written WHERE name = ?", [name]).fetchone() is not None

    def finish(self, drawn_with: str) -> tuple[int, int]:
        """Removes what was written once and is no part of the site any more, and lists what is. Returns how many files
        there are, and their bytes."""
        for (name,) in self._db.execute(
            "SELECT name FROM before WHERE name NOT IN (SELECT name FROM written) ORDER BY name"
        ):
            self._remove(name)
        beside = self._own / NEW / FILES
        with beside.open("w", encoding="utf-8", newline="\n") as file:
            file.write(json.dumps({"site": _OURS, "pictures": drawn_with}) + "\n")
            for name, checksum in self._db.execute("SELECT name, sha256 FROM written ORDER BY name"):
                file.write(f"{checksum}  {name}\n")
        if not (self._own / FILES).exists() or not filecmp.cmp(self._own / FILES, beside, shallow=False):
            os.replace(beside, self._own / FILES)
        self._journal.close()
        (self._own / WRITING).unlink()
        [(files, size)] = self._db.execute("SELECT count(*), coalesce(sum(size), 0) FROM written")
        return files, size

    def _remove(self, name: str) -> None:
        path = self.site / name
        with contextlib.suppress(FileNotFoundError, IsADirectoryError, NotADirectoryError):
            path.unlink()
            self.removed += 1
        for folder in path.parents:
            if folder == self.site:
                break
            try:
                folder.rmdir()
            except OSError:
                break

    def _known(self) -> Iterator[tuple[str, str]]:
        """What earlier runs have written: the list of the last one that ended, then what others have begun."""
        if _is_ours(self._own / FILES):
            with (self._own / FILES).open(encoding="utf-8", newline="\n") as file:
                self.drawn_with = json.loads(file.readline()).get("pictures")
                for line in file:
                    checksum, _, name = line.rstrip("\n").partition("  ")
                    if _is_within(name):
                        yield name, checksum
        if _is_ours(self._own / WRITING):
            with (self._own / WRITING).open(encoding="utf-8", newline="\n") as file:
                file.readline()
                yield from ((name, "") for line in file if _is_within(name := line.rstrip("\n")))


def _is_within(name: str) -> bool:
    """Whether a name leads to a file in the site: a list that somebody has changed must not lead elsewhere."""
    path = PurePosixPath(name)
    return bool(name) and not path.is_absolute() and ".." not in path.parts and path.parts[0] != OWN


def _is_ours(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return bool(json.loads(file.readline()).get("site") == _OURS)
    except (OSError, ValueError, AttributeError):
        return False
