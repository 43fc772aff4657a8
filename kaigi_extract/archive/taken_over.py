"""What a new state of an archive's tables takes over from the one that is there: the parts that nothing has touched.

Their files are linked, or copied where a disk has no links, and keep their checksums, so that damage to them stays in
sight. The search index is copied, and only if it is as it was written. Reads the archive, writes to the new folder.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections import defaultdict
from collections.abc import Collection, Mapping
from pathlib import Path, PurePosixPath

from kaigi_extract.archive.checksums import checksum_of
from kaigi_extract.archive.described import OF_NO_PART
from kaigi_extract.archive.folder import DATASET, LINES, RECORDS, SEARCH

PIECE = 1 << 20
"""Bytes copied at a time."""


def parts_to_keep(
    dest: Path, checksums: Mapping[str, str], then: Mapping[str, str], now: Mapping[str, str]
) -> dict[str, dict[str, str]]:
    """The parts whose state is what it was, and whose files are whole: for each its files with their checksums.

    Of Parquet files, which are read to write the rest, every byte is looked at; JSON Lines need only be there, and
    `check` looks into them.
    """
    files = _files_of_parts(checksums)
    return {
        part: files[part]
        for part, state in now.items()
        if then.get(part) == state
        and part in files
        and all(_is_whole(dest / name, checksums[name]) for name in files[part])
    }


def _is_whole(path: Path, checksum: str) -> bool:
    return path.is_file() and (path.suffix != ".parquet" or checksum_of(path) == checksum)


def _files_of_parts(checksums: Mapping[str, str]) -> dict[str, dict[str, str]]:
    files: dict[str, dict[str, str]] = defaultdict(dict)
    for name, checksum in checksums.items():
        match PurePosixPath(name).parts:
            case (folder, file) if folder == RECORDS:
                files[file.removesuffix(LINES)][name] = checksum
            case (folder, table, file) if folder == DATASET and table not in OF_NO_PART:
                files[file.removesuffix(".parquet")][name] = checksum
    return files


def take_over(dest: Path, target: Path, names: Collection[str]) -> None:
    """Puts the files into the folder `target` as they are.

    Raises:
        OSError: One cannot be read, or the disk refuses.
    """
    for name in names:
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(dest / name, target / name)
        except OSError:
            shutil.copyfile(dest / name, target / name)


def take_over_search(dest: Path, target: Path, checksums: Mapping[str, str]) -> bool:
    """Copies the search index into the folder `target`; False, and no copy, where it is not as it was written."""
    checksum = checksums.get(SEARCH)
    if checksum is None or not (dest / SEARCH).is_file():
        return False
    digest = hashlib.sha256()
    with (dest / SEARCH).open("rb") as old, (target / SEARCH).open("wb") as new:
        while piece := old.read(PIECE):
            digest.update(piece)
            new.write(piece)
    if digest.hexdigest() != checksum:
        (target / SEARCH).unlink()
        return False
    return True
