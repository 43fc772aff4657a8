"""Documents taken out of an archive, for good: their records, what the tables have of them, and the bytes on the disk.

Their content hashes are kept, so that the next `migrate` does not bring them back. Writes to the archive's folder.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path

from kaigi_extract.archive.annotate import annotate_archive
from kaigi_extract.archive.build import build
from kaigi_extract.archive.corrections import forget_corrections
from kaigi_extract.archive.crops import remove_crops
from kaigi_extract.archive.disk_errors import disk_errors
from kaigi_extract.archive.interrupts import Interrupts
from kaigi_extract.archive.kept_mappings import write_mappings
from kaigi_extract.archive.manifest import BUILT, REMOVING, Manifest
from kaigi_extract.archive.plan import NAMED
from kaigi_extract.archive.pool import Processes
from kaigi_extract.archive.root import root_of, shorten_names
from kaigi_extract.archive.seal import seal
from kaigi_extract.catalogue import Message
from kaigi_extract.errors import UnreadableSource


def remove_documents(dest: str | os.PathLike[str], patterns: Sequence[str], *, workers: int | None = None) -> list[str]:
    """Takes the documents whose names the patterns match (`2013/*.pdf`) out of an archive; returns all their names.

    A document goes under every name that its bytes were found under. Nothing of it stays in the archive's files; its
    sources are not touched. A later `migrate` leaves it out, unless `reread` names it.

    Raises:
        UnreadableSource: There is no archive.
        SchemaMismatch: The archive is of a newer library.
        UnwritableArchive: The disk refuses, or another run writes to it.
    """
    if not Manifest.there(dest):
        raise UnreadableSource(dest, Message("there is no archive; make one with kaigi-extract migrate SRC DEST"))
    with (
        Manifest(Path(dest), write=True) as manifest,
        Processes(workers or os.cpu_count() or 1) as processes,
        Interrupts() as interrupts,
    ):
        if root_of(manifest) is None:
            shorten_names(manifest)
        _remove(manifest, patterns)
        return finish_removal(manifest, processes, interrupts)


def finish_removal(manifest: Manifest, processes: Processes, interrupts: Interrupts) -> list[str]:
    """Takes what is left of removed documents out of every file; returns their names, none where nothing is left.

    A run that was stopped, or that the disk refused, has noted what it was at.

    Raises:
        UnreadableSource: The list of corrections is damaged.
        UnwritableArchive: The disk refuses.
    """
    names = [str(name) for name in json.loads(manifest.get(REMOVING) or "[]")]
    if names:
        with disk_errors(manifest.dest):
            gone = {str(sha256) for (sha256,) in manifest.rows("SELECT sha256 FROM removed")}
            forget_corrections(manifest.dest, gone, names)
            remove_crops(manifest.dest, gone)
            annotate_archive(manifest, processes, interrupts)
            manifest.execute("VACUUM")  # or else the pages that are free now keep their bytes
        write_mappings(manifest)
        manifest.set(BUILT, "")
        build(manifest, processes, interrupts, anew=True)  # an index that forgets keeps the bytes for a while
        seal(manifest)
        manifest.execute("PRAGMA secure_delete = ON")
        with manifest.transaction():
            manifest.execute("DELETE FROM meta WHERE key = ?", REMOVING)
    return names


def _remove(manifest: Manifest, patterns: Sequence[str]) -> None:
    """Takes them out of the manifest, and notes their names beside those that are not through yet."""
    manifest.execute("PRAGMA secure_delete = ON")  # nor does the note that is made here stay on the disk
    with manifest.transaction():
        for pattern in patterns:
            known = f"SELECT sha256 FROM contents WHERE {NAMED}"
            manifest.execute(f"INSERT OR IGNORE INTO removed {known}", pattern)
        gone = "sha256 IN (SELECT sha256 FROM removed)"
        names = [str(name) for (name,) in manifest.execute(f"SELECT name FROM files WHERE {gone} ORDER BY name")]
        for table in ("records", "files", "contents"):
            manifest.execute(f"DELETE FROM {table} WHERE {gone}")
        before = json.loads(manifest.get(REMOVING) or "[]")
        manifest.set(REMOVING, json.dumps(sorted({*before, *names})))
