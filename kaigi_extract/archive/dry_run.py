"""What a run would read, without a run: the plan is made in a copy of the manifest that holds no records.

Reads the archive's manifest; writes to a folder of the system's that is gone afterwards.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from kaigi_extract.archive.folder import check_ours, manifest_uri
from kaigi_extract.archive.manifest import Manifest

_COPIED: dict[str, dict[str, str]] = {
    "meta": {},
    "contents": {},
    "files": {},
    "removed": {},
    "records": {"record": "x''"},
}
"""Tables, and what is in the copy for columns that are not copied."""


@contextlib.contextmanager
def manifest_for_trial(dest: str | os.PathLike[str]) -> Iterator[Manifest]:
    """A manifest that knows what that of an archive does, and can be written to without any trace; empty where there
    is no archive yet.

    Raises:
        UnwritableArchive: The folder is somebody else's.
        SchemaMismatch: The archive is of a newer library.
    """
    folder = Path(dest)
    if os.path.isdir(folder):
        check_ours(folder)
    with tempfile.TemporaryDirectory(prefix="kaigi-") as trial, Manifest(trial, write=True) as manifest:
        if Manifest.there(folder):
            Manifest(folder).__exit__()  # of a newer library it is left alone
            _copy(folder, manifest)
        yield manifest


def _copy(folder: Path, manifest: Manifest) -> None:
    manifest.execute("ATTACH ? AS kept", manifest_uri(folder, "ro"))
    with manifest.transaction():
        for table, instead in _COPIED.items():
            there = {row[1] for row in manifest.execute(f"PRAGMA kept.table_info({table})")}
            names = [row[1] for row in manifest.execute(f"PRAGMA main.table_info({table})") if row[1] in there]
            values = ", ".join(instead.get(name, name) for name in names)
            query = f"INSERT OR REPLACE INTO main.{table} ({', '.join(names)}) SELECT {values} FROM kept.{table}"
            manifest.execute(query)
    manifest.execute("DETACH kept")
