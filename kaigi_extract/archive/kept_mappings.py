"""Copies of the mappings that an archive was read with, beside its tables. Writes to the archive's folder.

The manifest has them, too, and is the truth: the folder is written anew after each run.
"""

from __future__ import annotations

import os

from kaigi_extract.archive.disk_errors import disk_errors, folder_meanwhile
from kaigi_extract.archive.folder import BUILDING, EARLIER, MAPPINGS
from kaigi_extract.archive.manifest import Manifest


def write_mappings(manifest: Manifest) -> None:
    """Writes `mappings/WARD.toml` for every mapping that records were read with; of several of one ward the last, the
    others below `earlier`.

    Raises:
        UnwritableArchive: The disk refuses.
    """
    manifest.forget_mappings()
    place = manifest.dest / MAPPINGS
    with disk_errors(manifest.dest), folder_meanwhile(manifest.dest, BUILDING) as target:
        (target / MAPPINGS).mkdir()
        _write(manifest, target / MAPPINGS)
        if place.exists():
            os.replace(place, target / f"old-{MAPPINGS}")
        if any((target / MAPPINGS).iterdir()):
            os.replace(target / MAPPINGS, place)


def _write(manifest: Manifest, folder: os.PathLike[str]) -> None:
    seen: set[str] = set()
    for one in manifest.mappings():
        path = os.path.join(folder, f"{one.ward}.toml")
        if one.ward in seen:
            os.makedirs(os.path.join(folder, EARLIER), exist_ok=True)
            path = os.path.join(folder, EARLIER, f"{one.ward}-{one.words.rpartition(':')[2]}.toml")
        seen.add(one.ward)
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(one.text)
