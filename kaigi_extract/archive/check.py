"""Whether an archive is whole: every file as it was written, every record to be read back, all of one state.

Reads everything that the archive consists of; writes nothing, and opens no source.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from kaigi_extract.archive.annotations import damaged_annotations
from kaigi_extract.archive.checksums import changed, product_files, read_checksums
from kaigi_extract.archive.crops import is_crop
from kaigi_extract.archive.damaged_files import damage_said, damaged
from kaigi_extract.archive.file_list import checksum_of_rows
from kaigi_extract.archive.folder import (
    CHECKSUMS,
    CORRECTIONS,
    DATASET,
    DUCKDB,
    FILE_LIST,
    LOCK,
    MANIFEST,
    MANIFEST_TABLES,
    RECORDS,
    SEARCH,
    is_file_list,
    manifest_uri,
)
from kaigi_extract.archive.manifest import BUILT, LISTED, SUMMED, Manifest
from kaigi_extract.archive.stored_record import Damage, StoredRecord, checksum_of_record, document_of, lines_of
from kaigi_extract.archive.verbs import MIGRATE
from kaigi_extract.catalogue import Message
from kaigi_extract.corrections.kept import CorrectionList, corrections_from_json
from kaigi_extract.errors import SchemaMismatch, UnreadableSource
from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.optional import load
from kaigi_extract.regular_file import read_regular_file

UNFINISHED = "its rows are others than when the tables were written, by a run that was stopped or by damage"
COPY = "nothing else has what is in it: put a copy back, or repair goes on with those of its entries that can be read"
REPAIR = "kaigi-extract archive repair writes it again"
CUT_AGAIN = "kaigi-extract archive repair removes it, and cuts it out again where its source is there"
MIGRATE_AGAIN = "run kaigi-extract migrate again to its end"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing about an archive that is not as it was written."""

    file: str
    """By its path from the archive's folder; of a record the name of its source."""
    problem: str
    """In words."""
    remedy: str
    """What makes it whole again."""
    sha256: str | None = None
    """Of the source, where it is about one record."""

    def __str__(self) -> str:
        """In one line."""
        return str(self.message)

    @property
    def message(self) -> Message:
        """The same, for any language."""
        return Message("{file}: {problem}; {remedy}", file=self.file, problem=self.problem, remedy=self.remedy)


def check_archive(dest: str | os.PathLike[str]) -> list[Fault]:
    """Everything that is wrong with an archive; empty where it is whole.

    Looked at are the manifest (its pages, its rows against the list of files, every record's checksum, and that it is a
    record), and every other file against the list of checksums. An archive of version 0.1 has no such list: there the
    numbers of rows are compared.

    Raises:
        UnreadableSource: The folder holds no archive, nor what is left of one.
    """
    folder = Path(dest)
    if not holds_remains(folder):
        raise UnreadableSource(folder, Message("there is no archive; make one with kaigi-extract migrate SRC DEST"))
    problem = manifest_problem(folder)
    if problem is not None:
        return [Fault(MANIFEST, problem, REPAIR), *_lock_fault(folder), *_products(folder, {})]
    try:
        return _faults(folder)
    except sqlite3.DatabaseError as error:  # its pages are sound, and what is on them is no text
        fault = Fault(MANIFEST, Message("it is damaged ({error})", error=error), REPAIR)
        return [fault, *_lock_fault(folder), *_products(folder, {})]


def _faults(folder: Path) -> list[Fault]:
    """What is wrong with an archive whose manifest can be opened."""
    with Manifest(folder) as manifest:
        notes = {key: manifest.get(key) for key in (BUILT, LISTED, SUMMED)}
        unfinished = notes[BUILT] != manifest.state()
        products = [one for one in _products(folder, notes) if not (unfinished and _is_newer_list(folder, one))]
        found = [*_lock_fault(folder), *damaged_records(manifest), *products]
        if unfinished and not any(fault.sha256 for fault in found):
            found.append(Fault(MANIFEST, "the tables are not those of its records", MIGRATE_AGAIN))
        elif not unfinished and (problem := changed_rows(manifest)) is not None:
            found.append(Fault(MANIFEST, problem, REPAIR))
        elif any(True for _ in damaged_annotations(manifest)):
            found.append(Fault(MANIFEST, "answers of the annotators are not those that were written", REPAIR))
        elif not found:
            found += _disagreements(folder, manifest)
    return found


def holds_remains(dest: Path) -> bool:
    """Whether a folder holds an archive, or what is left of one whose manifest is lost."""
    begun = os.path.exists(dest / MANIFEST) and (Manifest.there(dest) or (dest / LOCK).exists())
    return begun or is_file_list(dest / FILE_LIST)


def manifest_problem(dest: Path) -> str | None:
    """What is wrong with the pages of the manifest; None where nothing is."""
    if not (dest / MANIFEST).is_file():
        return "it is not there"
    try:
        with contextlib.closing(sqlite3.connect(manifest_uri(dest, "ro"), uri=True)) as db:
            tables = {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            if not tables >= MANIFEST_TABLES:
                return "its tables are not there"
            [(answer,), *_] = db.execute("PRAGMA integrity_check(1)").fetchall()
            return None if answer == "ok" else Message("it is damaged ({error})", error=answer.splitlines()[-1])
    except sqlite3.Error as error:
        return Message("it is damaged ({error})", error=error)


def changed_rows(manifest: Manifest, *, or_unfinished: bool = False) -> str | None:
    """What is wrong with the rows of a manifest whose tables are built; None where nothing is, or nobody knows: rows
    that a run has added, which was stopped before it read anything, are told from damaged ones by nobody."""
    listed, built = manifest.get(LISTED), manifest.get(BUILT)
    if not listed or not built or listed == checksum_of_rows(manifest.connection):
        return None
    if built != manifest.state():
        return UNFINISHED if or_unfinished else None
    return "its rows are not those that were written"


def check_manifest(dest: Path) -> None:
    """Refuses an archive whose manifest is damaged, before something else is made of what is in it.

    Raises:
        UnreadableSource: Its pages or its rows are not as they were written.
    """
    problem = manifest_problem(dest)
    with damage_said(dest / MANIFEST):
        if problem is None:
            with Manifest(dest) as manifest:
                problem = changed_rows(manifest, or_unfinished=True)
    if problem is not None:
        raise damaged(dest / MANIFEST, problem)


def _lock_fault(dest: Path) -> Iterator[Fault]:
    """The lock is an empty file; with anything in it nobody can write to the archive any more."""
    if (dest / LOCK).exists() and (dest / LOCK).stat().st_size:
        yield Fault(LOCK, "it is not empty", REPAIR)


def damaged_records(manifest: Manifest) -> Iterator[Fault]:
    """Every record that is not as it was kept, or is none, or is not there though its file was read."""
    remedy = "kaigi-extract archive repair takes it from the JSON Lines, or else migrate reads the file again"
    db = manifest.connection
    names = {row[1] for row in db.execute("PRAGMA table_info(records)")}
    sums: dict[str, str | None] = {}
    if "checksum" in names:
        query = "SELECT sha256, record, checksum FROM records WHERE checksum IS NOT NULL"
        sums = {key: None if checksum_of_record(packed) == it else it for key, packed, it in db.execute(query)}
    for stored in manifest.stored():
        why = _why_damaged(stored, sums.get(stored.sha256) is not None, manifest.dest)
        if why is not None:
            yield Fault(stored.names[0] if stored.names else stored.sha256, why, remedy, stored.sha256)
    lost = "SELECT sha256 FROM contents WHERE status = 'done' AND sha256 NOT IN (SELECT sha256 FROM records)"
    for (sha256,) in db.execute(lost):
        names_of = db.execute("SELECT name FROM files WHERE sha256 = ? ORDER BY place", [sha256]).fetchall()
        yield Fault(names_of[0][0] if names_of else sha256, "its record is not there", remedy, sha256)


def _why_damaged(stored: StoredRecord, has_changed: bool, dest: Path) -> str | None:
    if has_changed:
        return "its record is not the one that was written"
    try:
        document = document_of(stored.record, dest)
    except Damage as damage:
        return Message("its record is damaged ({damage})", damage=damage)
    except SchemaMismatch:  # whole as it is: `upgrade` reads it back
        return None
    return "its record is that of another file" if document.source.sha256 != stored.sha256 else None


def _products(dest: Path, notes: Mapping[str, str | None]) -> Iterator[Fault]:
    """Every file beside the manifest that is not as it was written."""
    checksums = read_checksums(dest)
    if checksums is None:
        if notes.get(SUMMED) is not None or not notes:
            yield Fault(CHECKSUMS, "it is not there, or is no list of checksums", REPAIR)
        return
    if notes.get(SUMMED) is not None and _digest(dest / CHECKSUMS) != notes[SUMMED]:
        yield Fault(CHECKSUMS, "its bytes are not those that were written", REPAIR)
        return
    for name, problem in changed(dest, checksums, checksums):
        yield Fault(name, problem, COPY if name == CORRECTIONS else CUT_AGAIN if is_crop(name) else REPAIR)
    for name in product_files(dest):
        if name not in checksums and name == CORRECTIONS:
            yield Fault(name, "it is not on the list of checksums", "kaigi-extract archive repair takes it in")
        elif name not in checksums and is_crop(name):
            yield Fault(name, "it is not on the list of checksums", MIGRATE_AGAIN)
        elif name not in checksums:
            yield Fault(name, "it is not of this archive", "repair removes it; keep it elsewhere if it is yours")
    yield from _journal(dest)


def _journal(dest: Path) -> Iterator[Fault]:
    """What came behind a long list of corrections since it was written whole; on no list of checksums."""
    listed = CorrectionList(dest / CORRECTIONS)
    try:
        listed.read()
    except UnreadableSource as error:
        if error.path == str(listed.journal):
            yield Fault(listed.journal.name, "it is no list of corrections", REPAIR)


def _is_newer_list(dest: Path, fault: Fault) -> bool:
    """Whether a fault is but that corrections came in since the tables and the checksums were written."""
    if fault.file != CORRECTIONS or not (dest / CORRECTIONS).is_file():
        return False
    try:
        corrections_from_json((dest / CORRECTIONS).read_bytes(), CORRECTIONS)
    except (OSError, UnreadableSource):
        return False
    return True


def _digest(path: Path) -> str:
    return hashlib.sha256(read_regular_file(path)).hexdigest()


def _disagreements(dest: Path, manifest: Manifest) -> Iterator[Fault]:
    """Where a product holds another number of documents or sections than it should."""
    [(records,)] = manifest.rows("SELECT count(*) FROM records")
    held: list[tuple[str, Callable[[], int], Callable[[], int]]] = [
        (DUCKDB, lambda: _in_duckdb(dest, "documents"), lambda: records),
        (DATASET, lambda: _in_dataset(dest), lambda: records),
        (RECORDS, lambda: sum(1 for path in (dest / RECORDS).iterdir() for _ in lines_of(path)), lambda: records),
        (SEARCH, lambda: _in_index(dest), lambda: _in_duckdb(dest, "sections")),
    ]
    for file, count, right in held:
        try:
            there, wanted = count(), right()
        except Exception as error:  # SQLite, DuckDB and Arrow have errors of their own; no list said that it is damaged
            yield Fault(file, Message("it cannot be read ({error})", error=" ".join(str(error).split())), REPAIR)
            continue
        if there != wanted:
            problem = Message("it holds {there} where there should be {right}", there=there, right=wanted)
            yield Fault(file, problem, REPAIR)


def _in_duckdb(dest: Path, table: str) -> int:
    with load("duckdb", MIGRATE).connect(str(dest / DUCKDB), read_only=True) as db:
        [(count,)] = db.execute(f"SELECT count(*) FROM {table}").fetchall()
    return int(count)


def _in_dataset(dest: Path) -> int:
    parquet = load("pyarrow.parquet", MIGRATE)
    return sum(parquet.ParquetFile(path).metadata.num_rows for path in (dest / DATASET / "documents").iterdir())


def _in_index(dest: Path) -> int:
    with contextlib.closing(sqlite3.connect(f"{(dest / SEARCH).resolve().as_uri()}?mode=ro", uri=True)) as index:
        [(count,)] = index.execute("SELECT count(*) FROM sections")
    return int(count)
