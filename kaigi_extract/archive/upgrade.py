"""Stored records brought to the current schema, version by version, and the tables written anew.

`STEPS` holds what each version needs to become the next. It changes the manifest of the archive, one batch a
transaction: an upgrade that is killed goes on where it was.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from itertools import islice
from typing import Any

from kaigi_extract.archive.build import build
from kaigi_extract.archive.interrupts import Interrupts
from kaigi_extract.archive.manifest import BATCH, Manifest, Stored
from kaigi_extract.archive.pool import Processes
from kaigi_extract.errors import SchemaMismatch, UnreadableSource
from kaigi_extract.records import SCHEMA_VERSION, Document

STEPS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {}
"""From a version to the next: takes a record of that version as plain data, gives one of the next, its
`schema_version` included. Version 1 is the first there is."""


def upgrade(dest: str | os.PathLike[str], *, workers: int | None = None) -> int:
    """Brings every stored record of an archive to the current schema; how many were not.

    Each is read back on the way. One that is damaged is marked as failed (`damaged`), and the rest goes on; the next
    `migrate` reads its file again.

    Errors: `UnreadableSource` where there is no archive, `SchemaMismatch` for one of a newer library or of a version
    that no step leads from, `UnwritableArchive`.
    """
    if not Manifest.there(dest):
        raise UnreadableSource(dest, "there is no archive; make one with kaigi-extract migrate SRC DEST")
    count = 0
    with (
        Manifest(dest, write=True) as manifest,
        Processes(workers or os.cpu_count() or 1) as processes,
        Interrupts() as interrupts,
    ):
        stored = interrupts.checked(manifest.stored())
        while batch := list(islice(stored, BATCH)):
            with manifest.transaction():
                for one in batch:
                    try:
                        record = _upgraded(one, dest)
                    except (AttributeError, LookupError, RecursionError, TypeError, ValueError):  # no JSON, no record
                        manifest.mark_damaged([one.sha256])
                        continue
                    if record is not None:
                        manifest.replace_record(one.sha256, record, SCHEMA_VERSION)
                        count += 1
        manifest.set("schema_version", SCHEMA_VERSION)
        build(manifest, processes, interrupts)
    return count


def _upgraded(stored: Stored, dest: str | os.PathLike[str]) -> bytes | None:
    """The record in the current schema; None where it is in it. Raises `ValueError` where it is damaged."""
    record = json.loads(stored.record or b"")
    if not isinstance(record, dict) or not isinstance(record.get("schema_version"), str):
        raise ValueError("no record")
    current = record.get("schema_version") == SCHEMA_VERSION
    while (version := record.get("schema_version")) != SCHEMA_VERSION:
        if version not in STEPS:
            raise SchemaMismatch(dest, found=version, expected=SCHEMA_VERSION)
        record = STEPS[version](record)
    document = Document.model_validate(record)
    return None if current else document.model_dump_json().encode()
