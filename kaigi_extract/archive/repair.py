"""An archive made whole again: what is damaged is written anew from what is not.

The manifest from the list of files and the JSON Lines, a record from its line, everything else from the manifest. What
no copy is left of is marked, and the next `migrate` reads its source again. Writes to the archive's folder.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from kaigi_extract.archive import file_list
from kaigi_extract.archive.annotate import annotate_archive
from kaigi_extract.archive.build import build
from kaigi_extract.archive.check import REPAIR, Fault, check_archive, damaged_records, manifest_problem
from kaigi_extract.archive.checksums import changed, product_files, read_checksums
from kaigi_extract.archive.corrections import repair_corrections, settle_corrections
from kaigi_extract.archive.disk_errors import disk_errors, folder_meanwhile
from kaigi_extract.archive.folder import (
    BUILDING,
    FILE_LIST,
    LINES,
    LOCK,
    MANIFEST,
    PLAIN_LINES,
    RECORDS,
    WANTED,
    is_file_list,
)
from kaigi_extract.archive.interrupts import Interrupts
from kaigi_extract.archive.keep_crops import forget_damaged_crops, keep_crops
from kaigi_extract.archive.kept_mappings import write_mappings
from kaigi_extract.archive.manifest import BUILT, MANIFEST_LAYOUT, Manifest
from kaigi_extract.archive.pool import Processes
from kaigi_extract.archive.seal import seal
from kaigi_extract.archive.stored_record import Damage, checksum_of_record, compressed, document_of, lines_of
from kaigi_extract.records import SCHEMA_VERSION, Document

_ENDINGS = ("", "-wal", "-shm", "-journal")


def repair_archive(dest: str | os.PathLike[str], *, workers: int | None = None) -> list[Fault]:
    """Writes again what is damaged in an archive; returns what was wrong with it, empty where nothing was.

    `check_archive` finds nothing afterwards. Records of which no whole copy is left are marked as failed (`damaged`);
    the next `migrate` reads their files again. Files among the archive's own that are not of it are removed. A manifest
    that is written anew knows what the last finished run knew, and every record that is to be read in the damaged one.
    `workers` is the number of processes that write the tables, by default one for each core.

    Raises:
        UnreadableSource: The folder holds no archive, nor what is left of one.
        SchemaMismatch: The archive is of a newer library, or its records of an older one: `upgrade` comes first.
        UnwritableArchive: The disk refuses, or another run writes to it.
    """
    folder = Path(dest)
    faults = check_archive(folder)
    if not faults:
        return []
    with disk_errors(folder):
        if (folder / LOCK).exists() and (folder / LOCK).stat().st_size:
            _remove(folder, LOCK)
        if manifest_problem(folder) is not None or any((one.file, one.remedy) == (MANIFEST, REPAIR) for one in faults):
            _write_manifest(folder)
    with (
        Manifest(folder, write=True) as manifest,
        Processes(workers or os.cpu_count() or 1) as processes,
        Interrupts() as interrupts,
    ):
        _repair_records(manifest)
        with disk_errors(folder):
            repair_corrections(folder)
        settle_corrections(manifest)
        with disk_errors(folder):
            forget_damaged_crops(manifest)
            _remove_strangers(folder, faults)
        keep_crops(manifest, processes, interrupts)
        manifest.set(BUILT, "")
        write_mappings(manifest)
        annotate_archive(manifest, processes, interrupts)
        build(manifest, processes, interrupts, _lost(faults), anew=True)
        seal(manifest)
    return faults


def _lost(faults: Iterable[Fault]) -> list[str]:
    """What is written only where it is wanted, and is missing in whole or in part."""
    files = {fault.file.partition("/")[0] for fault in faults}
    return [name for name, made in WANTED.items() if files.intersection(made)]


def _remove(dest: Path, name: str) -> None:
    for ending in _ENDINGS:
        (dest / f"{name}{ending}").unlink(missing_ok=True)


def _remove_strangers(dest: Path, faults: Iterable[Fault]) -> None:
    """Removes files among the archive's own that no list has."""
    there = set(product_files(dest))
    for fault in faults:
        if fault.file in there and "not of this archive" in fault.problem:
            (dest / fault.file).unlink()


def _write_manifest(dest: Path) -> None:
    """A manifest from the list of files, the JSON Lines, and what can still be read of the old one."""
    with folder_meanwhile(dest, BUILDING) as folder:
        with contextlib.closing(sqlite3.connect(folder / MANIFEST, isolation_level=None)) as new:
            new.executescript(MANIFEST_LAYOUT)
            new.execute("BEGIN")
            if is_file_list(dest / FILE_LIST):
                file_list.load(dest / FILE_LIST, new)
            _salvage(dest, new)
            for document, packed in _documents(dest):
                _add_record(new, document, packed)
            lost = "status = 'done' AND sha256 NOT IN (SELECT sha256 FROM records)"
            new.execute(f"UPDATE contents SET status = 'todo' WHERE {lost}")
            new.execute("INSERT OR IGNORE INTO meta VALUES ('schema_version', ?)", [SCHEMA_VERSION])
            new.execute("COMMIT")
        _remove(dest, MANIFEST)
        os.replace(folder / MANIFEST, dest / MANIFEST)


def _salvage(dest: Path, new: sqlite3.Connection) -> None:
    """Takes over the rows that can still be read, from either end of each table to where it is damaged."""
    for table, key in (
        ("contents", "sha256"),
        ("files", "place"),
        ("records", "sha256"),
        ("mappings", "ward"),
        ("annotations", "key"),
        ("removed", "sha256"),
    ):
        names = [row[1] for row in new.execute(f"PRAGMA table_info({table})")]
        marks = ", ".join("?" * len(names))
        for order in ("ASC", "DESC"):
            for row in _readable(dest, f"SELECT {', '.join(names)} FROM {table} ORDER BY {key} {order}"):
                if table != "records" or checksum_of_record(row[1]) == row[2]:
                    new.execute(f"INSERT OR IGNORE INTO {table} ({', '.join(names)}) VALUES ({marks})", row)


def _readable(dest: Path, query: str) -> Iterator[tuple[Any, ...]]:
    """The rows of a query over the damaged manifest, as far as they can be had."""
    if not (dest / MANIFEST).is_file():
        return
    with contextlib.suppress(sqlite3.Error), contextlib.closing(sqlite3.connect(dest / MANIFEST)) as old:
        yield from old.execute(query)


def _documents(dest: Path) -> Iterator[tuple[Document, bytes]]:
    """Every record that can be read back from JSON Lines that are as they were written, also as it is kept."""
    checksums = read_checksums(dest) or {}
    for path in sorted(one for one in (dest / RECORDS).glob("*") if one.name.endswith((LINES, PLAIN_LINES))):
        if any(changed(dest, checksums, [name for name in [f"{RECORDS}/{path.name}"] if name in checksums])):
            continue
        for line in lines_of(path):
            with contextlib.suppress(Damage):
                document = document_of(line, dest)
                if document.source.sha256:
                    yield document, compressed(line)


def _add_record(new: sqlite3.Connection, document: Document, packed: bytes) -> None:
    """A record, and what the manifest says of its file where nothing else says it."""
    source = document.source
    recognised = sum(page.text_origin == "ocr" for page in source.pages)
    new.execute(
        "INSERT OR IGNORE INTO contents (sha256, status, pages, ocr_pages, findings, schema_version, ward) "
        "VALUES (?, 'done', ?, ?, '{}', ?, ?)",
        [source.sha256, source.page_count, recognised, document.schema_version, document.ward],
    )
    if source.path is not None and not new.execute("SELECT 1 FROM files WHERE sha256 = ?", [source.sha256]).fetchone():
        path, _, member = source.path.partition("!/")
        new.execute(
            "INSERT OR IGNORE INTO files (name, path, member, sha256) VALUES (?, ?, ?, ?)",
            [source.path, os.fsencode(path), member or None, source.sha256],
        )
    values = (source.sha256, packed, checksum_of_record(packed))
    new.execute("INSERT OR IGNORE INTO records (sha256, record, checksum) VALUES (?, ?, ?)", values)


def _repair_records(manifest: Manifest) -> None:
    """Takes damaged records from the JSON Lines; marks those that are in none."""
    lost = {fault.sha256 for fault in damaged_records(manifest) if fault.sha256 is not None}
    if not lost:
        return
    with manifest.transaction():
        for document, packed in _documents(manifest.dest):
            if document.source.sha256 in lost:
                manifest.keep(document.source.sha256, packed)
                lost.discard(document.source.sha256)
        manifest.mark_damaged(sorted(lost))
