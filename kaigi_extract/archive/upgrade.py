"""Stored records brought to the current schema, version by version, and the tables written anew.

`STEPS` holds what each version needs to become the next. It changes the manifest of the archive, one batch a
transaction: an upgrade that is killed goes on where it was.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from kaigi_extract.archive.annotate import annotate_archive
from kaigi_extract.archive.build import build
from kaigi_extract.archive.corrections import settle_corrections
from kaigi_extract.archive.interrupts import Interrupts
from kaigi_extract.archive.manifest import ROWS_AT_A_TIME, Manifest
from kaigi_extract.archive.pool import Processes
from kaigi_extract.archive.root import root_of, shorten_names
from kaigi_extract.archive.seal import seal
from kaigi_extract.archive.stored_record import Damage, StoredRecord, damage_noticed, document_of, version_of
from kaigi_extract.catalogue import Message
from kaigi_extract.errors import SchemaMismatch, UnreadableSource
from kaigi_extract.records import SCHEMA_VERSION


def _to_second(record: dict[str, Any]) -> dict[str, Any]:
    """What version 2 has more is empty where nobody has read it; a case has several categories, its own the first."""
    for case in record.get("cases") or []:
        case.setdefault("categories", [case["category"]] if case.get("category") else [])
    return record | {"schema_version": "2"}


STEPS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {"1": _to_second}
"""From a version to the next: each takes a record of that version as plain data and gives one of the next, its
`schema_version` included. Version 1 is the first there is."""


def upgrade(dest: str | os.PathLike[str], *, workers: int | None = None, annotate: bool | None = None) -> int:
    """Brings every stored record of an archive to the current schema. Returns how many were of another.

    Each is read back on the way. One that is damaged is marked as failed (`damaged`), and the rest goes on; the next
    `migrate` reads its file again. `workers` is the number of processes that write the tables, by default one for each
    core. `annotate` says whether to annotate the clauses that are not yet, by default as the last `migrate` was told.

    Raises:
        UnreadableSource: There is no archive.
        SchemaMismatch: The archive is of a newer library, or a record of a version that no step leads from.
        UnwritableArchive: The disk refuses, or another run writes to it.
    """
    if not Manifest.there(dest):
        raise UnreadableSource(dest, Message("there is no archive; make one with kaigi-extract migrate SRC DEST"))
    with (
        Manifest(dest, write=True) as manifest,
        Processes(workers or os.cpu_count() or 1) as processes,
        Interrupts() as interrupts,
    ):
        if root_of(manifest) is None:
            shorten_names(manifest)
        count = _bring_over(manifest, interrupts.checked(manifest.stored()))
        manifest.set("schema_version", SCHEMA_VERSION)
        settle_corrections(manifest)
        annotate_archive(manifest, processes, interrupts, annotate)
        build(manifest, processes, interrupts)
        seal(manifest)
    return count


def bring_over(manifest: Manifest, interrupts: Interrupts) -> None:
    """Brings the records of older versions that steps lead from to the current schema, so that their files need not be
    read again for it."""
    older = f"SELECT sha256 FROM contents JOIN records USING (sha256) WHERE {IS_OLDER}"
    for (sha256,) in interrupts.checked(iter(list(manifest.rows(older)))):
        _bring_over(manifest, manifest.stored(sha256, sha256))


IS_OLDER = f"schema_version IN ({', '.join(map(repr, STEPS))})"
"""The condition, on a row of the manifest's `contents`, that a record can be brought over."""


def _bring_over(manifest: Manifest, stored: Iterator[StoredRecord]) -> int:
    """Brings these records to the current schema; the number of those that were of another."""
    count = 0
    while batch := list(islice(stored, ROWS_AT_A_TIME)):
        with manifest.transaction():
            for one in batch:
                try:
                    record = _upgraded(one, manifest.dest)
                except Damage:
                    manifest.mark_damaged([one.sha256])
                    continue
                if record is not None:
                    manifest.replace_record(one.sha256, record, SCHEMA_VERSION)
                    count += 1
    return count


def _upgraded(stored: StoredRecord, dest: str | os.PathLike[str]) -> bytes | None:
    """The record (JSON) in the current schema; None where it is in it.

    Raises:
        Damage: It cannot be read back.
        SchemaMismatch: No step leads from its version.
    """
    record = stored.data()
    current = version_of(record) == SCHEMA_VERSION
    while (version := version_of(record)) != SCHEMA_VERSION:
        if version not in STEPS:
            raise SchemaMismatch(dest, found=version, expected=SCHEMA_VERSION)
        with damage_noticed():
            record = STEPS[version](record)
    document = document_of(record, dest)
    return None if current else document.model_dump_json().encode()
