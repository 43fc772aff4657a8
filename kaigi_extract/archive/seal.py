"""The end of whatever has written to an archive: the list of files and the list of checksums, as they are now.

Writes both, and their own checksums into the manifest, so that `check` can tell what has changed since.
"""

from __future__ import annotations

from collections.abc import Mapping

from kaigi_extract.archive.checksums import read_checksums, write_checksums
from kaigi_extract.archive.crops import crop_checksums
from kaigi_extract.archive.disk_errors import disk_errors
from kaigi_extract.archive.file_list import checksum_of_rows, write_file_list
from kaigi_extract.archive.folder import CHECKSUMS, CSV, DATASET, DATASETTE, DUCKDB, FILE_LIST, RECORDS, SEARCH, SQLITE
from kaigi_extract.archive.manifest import LISTED, SUMMED, Manifest

_BUILT_ANEW = (RECORDS, DATASET, DUCKDB, SEARCH, SQLITE, DATASETTE, CSV)


def seal(manifest: Manifest, *, known: Mapping[str, str] | None = None) -> None:
    """Writes both lists where they are not up to date.

    `known` says that the tables were just written: the checksums of their files that were not. Without it none was.

    Raises:
        UnwritableArchive: The disk refuses.
    """
    dest, db = manifest.dest, manifest.connection
    there = (dest / FILE_LIST).is_file() and (dest / CHECKSUMS).is_file()
    if known is None:
        if there and manifest.get(LISTED) == checksum_of_rows(db):
            return
        listed_before = read_checksums(dest) or {}
        known = {name: sum_ for name, sum_ in listed_before.items() if name.partition("/")[0] in _BUILT_ANEW}
    with disk_errors(dest):
        listed = write_file_list(db, dest)
        summed = write_checksums(dest, {**known, **crop_checksums(dest), FILE_LIST: listed})
    manifest.set(LISTED, listed)
    manifest.set(SUMMED, summed)
