"""What is reviewed: an archive, or single files with their corrections beside them.

Each correction is written when it is made, before anybody is told that it is. Opens the archive or the files.
"""

from __future__ import annotations

import contextlib
import dataclasses
import datetime
import os
import tempfile
import threading
import time
from abc import ABC, abstractmethod
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from kaigi_extract.archive.corrections import (
    archive_document,
    keep_corrections,
    list_of,
    update_tables,
)
from kaigi_extract.archive.crop_pictures import DOUBTS
from kaigi_extract.archive.crops import kept_crop
from kaigi_extract.archive.fingerprint import Fingerprints
from kaigi_extract.archive.folder import MANIFEST, MEMBER
from kaigi_extract.archive.manifest import Manifest
from kaigi_extract.archive.root import root_of
from kaigi_extract.archive.zip_members import unpack
from kaigi_extract.catalogue import Message
from kaigi_extract.corrections.kept import CorrectionList, corrections_path, kept_beside
from kaigi_extract.errors import KaigiError, UnreadableSource, UnwritableArchive
from kaigi_extract.pipeline import ReadingOptions, extract_with_reasons
from kaigi_extract.records import Correction, Document, Span
from kaigi_extract.regular_file import possible_path
from kaigi_extract.source.open import hold
from kaigi_extract.wards.known import Mappings
from kaigi_extract.wards.unknown_labels import UNMAPPED

Make = Callable[[Document, list[Correction]], Correction]
"""Makes a correction of a document, given the document and its history."""
HELD = 8
"""Documents in memory: the page, its picture and its crop are of one, the next value mostly of the same."""
PATIENCE = 20.0
"""Seconds to wait for another that writes to the archive: a correction of somebody else's takes a tenth of one."""
AGAIN = 0.05
"""Seconds between two tries."""


class Holdings(ABC):
    """Documents that can be corrected."""

    name: str
    """What they are together."""
    password: str | None = None

    @abstractmethod
    def doubted(self) -> Iterator[tuple[str, str]]:
        """Hash and name of every document that has doubts or corrections."""

    @abstractmethod
    def document(self, sha256: str) -> Document:
        """A document with its corrections.

        Raises:
            KeyError: There is none of that hash.
        """

    @abstractmethod
    def history(self, sha256: str) -> list[Correction]:
        """All corrections of a document, in their order."""

    @abstractmethod
    def keep(self, sha256: str, make: Make) -> Correction:
        """Makes a correction and writes it; nobody else writes between the two.

        Raises:
            KaigiError: It cannot be written.
            InvalidCorrection: `make` says so.
        """

    @abstractmethod
    def place(self, sha256: str) -> contextlib.AbstractContextManager[str]:
        """Where the file of a document lies.

        Raises:
            UnreadableSource: It is not there any more.
        """

    def kept_crop(self, sha256: str, spans: Sequence[Span]) -> bytes | None:
        """The picture (WebP) of a place that is kept for when the file is not there any more; None where none is."""
        return None

    @abstractmethod
    def unmapped(self) -> Iterator[tuple[str, str]]:
        """Hash and name of every document that may have labels no mapping knows."""

    @abstractmethod
    def of_ward(self, ward: str) -> list[str]:
        """The hashes of all documents of a ward, in the order in which they were found."""

    @abstractmethod
    def reading(self, sha256: str) -> ReadingOptions:
        """How a document was read, and would be read again; whose words read it is not said by it."""

    def read_again(self, ward: str | None, mapping: Mappings) -> int | None:
        """How many documents the next `migrate` with these options reads again because of its words; None where no
        `migrate` is asked."""
        return None

    @abstractmethod
    def everything(self) -> list[Correction]:
        """All corrections of all documents."""

    def finish(self) -> bool:
        """Brings up to date what is made of the documents; returns whether it was not."""
        return False


class Files(Holdings):
    """Files that are read once, when the review begins."""

    def __init__(self, paths: Sequence[str], options: ReadingOptions) -> None:
        """Reads them. Errors: those of `extract`."""
        self.name = ", ".join(os.path.basename(path) for path in paths)
        self.password, self.options = options.password, options
        self._lock = threading.RLock()
        self._paths: dict[str, str] = {}
        self._read: dict[str, Document] = {}
        self._lists: dict[str, CorrectionList] = {}
        self._signs: list[tuple[object, ...]] = []
        self._history: list[Correction] = []
        for path in paths:
            document, _ = extract_with_reasons(hold(path), options)
            if (other := self._paths.get(document.source.sha256)) is not None:
                raise KaigiError(path, Message("it has the same bytes as {other}; name one of the two", other=other))
            kept_beside(path)  # a damaged list is said before anything is asked
            self._paths[document.source.sha256] = path
            self._lists[document.source.sha256] = CorrectionList(corrections_path(path))
            self._read[document.source.sha256] = document

    def doubted(self) -> Iterator[tuple[str, str]]:
        yield from self._paths.items()

    def unmapped(self) -> Iterator[tuple[str, str]]:
        yield from self._paths.items()

    def of_ward(self, ward: str) -> list[str]:
        return [sha256 for sha256, document in self._read.items() if document.ward == ward]

    def reading(self, sha256: str) -> ReadingOptions:
        return self.options

    def document(self, sha256: str) -> Document:
        with self._lock:
            document = self._read[sha256].model_copy(deep=True)
            document.settle(self.history(sha256))
            return document

    def history(self, sha256: str) -> list[Correction]:
        with self._lock:
            return self._lists[sha256].read()

    def everything(self) -> list[Correction]:
        with self._lock:
            signs = [listed.sign() for listed in self._lists.values()]
            if signs != self._signs:
                self._signs = signs
                self._history = [one for listed in self._lists.values() for one in listed.read()]
            return self._history

    def keep(self, sha256: str, make: Make) -> Correction:
        with self._lock:
            listed = self._lists[sha256]
            made = make(self.document(sha256), listed.read())
            try:
                listed.add([made])
            except OSError as error:
                raise UnreadableSource(
                    listed.place,
                    Message("it cannot be written ({strerror}); nothing was kept", strerror=error.strerror),
                ) from error
            return made

    @contextlib.contextmanager
    def place(self, sha256: str) -> Iterator[str]:
        yield self._paths[sha256]

    def finish(self) -> bool:
        with self._lock:
            for listed in self._lists.values():
                with contextlib.suppress(OSError):  # what cannot be written whole is in the journal, and is read there
                    listed.take_in_journal()
        return False


class InArchive(Holdings):
    """The documents of an archive, each read from it when it is looked at."""

    def __init__(self, dest: str | os.PathLike[str], options: ReadingOptions | None = None) -> None:
        """`options` open the files and read those again on which a mapping is tried. Raises `UnreadableSource` and
        `SchemaMismatch`."""
        self.options = options or ReadingOptions()
        self.dest, self.password = possible_path(dest, UnreadableSource), self.options.password
        self.name = self.dest.resolve().name
        self._lock = threading.RLock()
        self._writing = threading.Lock()  # apart: who only looks does not wait while the tables are written
        self._held: OrderedDict[Any, Document] = OrderedDict()
        self._listed = list_of(dest)
        with Manifest(dest) as manifest:
            self._root = root_of(manifest)
        self.everything()

    def doubted(self) -> Iterator[tuple[str, str]]:
        of_history = {one.sha256 for one in self.everything()} | {one.source for one in self.everything()}
        with Manifest(self.dest) as manifest:
            query = (
                "SELECT records.sha256, min(name), findings FROM records JOIN contents USING (sha256) "
                "JOIN files USING (sha256) GROUP BY records.sha256 ORDER BY min(place)"
            )
            rows = [(str(sha256), str(name), str(codes)) for sha256, name, codes in manifest.rows(query)]
        for sha256, name, codes in rows:
            if any(code in codes for code in DOUBTS) or sha256 in of_history or name in of_history:
                yield sha256, name

    def unmapped(self) -> Iterator[tuple[str, str]]:
        named = " OR ".join(f"findings LIKE '%\"{code}\"%'" for code in UNMAPPED)
        query = (
            "SELECT records.sha256, min(name) FROM records JOIN contents USING (sha256) JOIN files USING (sha256) "
            f"WHERE {named} GROUP BY records.sha256 ORDER BY min(place)"
        )
        with Manifest(self.dest) as manifest:
            rows = [(str(sha256), str(name)) for sha256, name in manifest.rows(query)]
        yield from rows

    def of_ward(self, ward: str) -> list[str]:
        query = (
            "SELECT records.sha256 FROM records JOIN contents USING (sha256) JOIN files USING (sha256) "
            "WHERE contents.ward = ? GROUP BY records.sha256 ORDER BY min(place)"
        )
        with Manifest(self.dest) as manifest:
            return [str(sha256) for (sha256,) in manifest.rows(query, ward)]

    def reading(self, sha256: str) -> ReadingOptions:
        query = "SELECT reader, recogniser, date, asked_ward FROM contents WHERE sha256 = ?"
        with Manifest(self.dest) as manifest:
            [(reader, recogniser, date, ward)] = manifest.rows(query, sha256)
        return dataclasses.replace(
            self.options,
            reader=reader or self.options.reader,
            recogniser=recogniser or self.options.recogniser,
            date=datetime.date.fromisoformat(date) if date else self.options.date,
            ward=ward or self.options.ward,
        )

    def read_again(self, ward: str | None, mapping: Mappings) -> int | None:
        signs = Fingerprints(ward, mapping)
        query = "SELECT ward, words, count(*) FROM contents WHERE status = 'done' GROUP BY ward, words"
        with Manifest(self.dest) as manifest:
            return sum(int(count) for of, words, count in manifest.rows(query) if signs.is_outdated(of, words))

    def document(self, sha256: str) -> Document:
        with self._lock:
            manifest = (_sign(self.dest / name) for name in (MANIFEST, f"{MANIFEST}-wal"))
            sign = (sha256, self._listed.sign(), *manifest)
            if sign not in self._held:
                self._held[sign] = self._stored(sha256)
                while len(self._held) > HELD:
                    self._held.popitem(last=False)
            self._held.move_to_end(sign)
            return self._held[sign]

    def _stored(self, sha256: str) -> Document:
        with Manifest(self.dest) as manifest:
            if not list(manifest.rows("SELECT 1 FROM records WHERE sha256 = ?", sha256)):
                raise KeyError(sha256)
        return archive_document(self.dest, sha256)

    def everything(self) -> list[Correction]:
        with self._lock:
            return self._listed.read()

    def history(self, sha256: str) -> list[Correction]:
        return self._of(self.everything(), sha256)

    def _of(self, known: list[Correction], sha256: str) -> list[Correction]:
        name = self.document(sha256).source.path
        return [one for one in known if one.sha256 == sha256 or one.source == name]

    def keep(self, sha256: str, make: Make) -> Correction:
        made: list[Correction] = []

        def of_history(known: list[Correction]) -> list[Correction]:
            document = self.document(sha256).model_copy(deep=True)
            made[:] = [make(document, self._of(known, sha256))]
            return made

        with self._writing:
            until = time.monotonic() + PATIENCE
            while True:
                try:
                    with self._lock:
                        keep_corrections(self.dest, of_history, self._listed)
                except UnwritableArchive:
                    if made or time.monotonic() > until:
                        raise
                    time.sleep(AGAIN)
                else:
                    return made[0]

    @contextlib.contextmanager
    def place(self, sha256: str) -> Iterator[str]:
        name = self.document(sha256).source.path
        path = self._root.place_of(name) if self._root is not None else name
        outer, mark, member = path.partition(MEMBER)
        if not mark:
            yield path
            return
        with tempfile.TemporaryDirectory(prefix="kaigi-") as folder:
            target = os.path.join(folder, f"member{Path(member).suffix}")
            unpack(outer, name.partition(MEMBER)[2], target)
            yield target

    def kept_crop(self, sha256: str, spans: Sequence[Span]) -> bytes | None:
        return kept_crop(self.dest, sha256, spans)

    def finish(self) -> bool:
        with self._writing:
            return update_tables(self.dest)


def holdings_of(targets: Sequence[str], options: ReadingOptions) -> Holdings:
    """An archive, or files.

    Raises:
        KaigiError: An archive among several, or what cannot be read.
    """
    from kaigi_extract.archive.folder import is_archive

    archives = [target for target in targets if is_archive(target)]
    if archives and len(targets) > 1:
        raise KaigiError(archives[0], Message("an archive is reviewed alone; name no other beside it"))
    return InArchive(archives[0], options) if archives else Files(targets, options)


def _sign(path: Path) -> tuple[int, int] | None:
    """What changes with a file's bytes."""
    try:
        about = path.stat()
    except OSError:
        return None
    return about.st_mtime_ns, about.st_size
