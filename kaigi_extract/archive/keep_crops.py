"""The step of a run that keeps crops of what values were read from: for when the sources are there no more.

Which documents have theirs is noted in the manifest by the checksum of their record, so that each run looks into what
is new. Starts the tasks of `crop_pictures`; writes notes.
"""

from __future__ import annotations

import os
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Future
from typing import Any

from kaigi_extract.archive.checksums import read_checksums
from kaigi_extract.archive.corrections import archive_corrections
from kaigi_extract.archive.crop_pictures import KeepCrops, cut_out
from kaigi_extract.archive.crops import crop_files, damaged_crops, half_written, is_crop
from kaigi_extract.archive.disk_errors import disk_errors
from kaigi_extract.archive.folder import CROPS, MEMBER
from kaigi_extract.archive.interrupts import Interrupts
from kaigi_extract.archive.manifest import LISTED, Manifest
from kaigi_extract.archive.pool import Processes, Stopped, cannot_start, result_of
from kaigi_extract.archive.root import root_of
from kaigi_extract.archive.worker import Task
from kaigi_extract.records.tables import ID_LENGTH

KEEP = "crops"
"""Note of the manifest: of which values crops are kept."""
AHEAD = 2
"""Documents that wait for each worker."""
SECONDS = 300.0
"""For the crops of one document: a bundle of two hundred pages is drawn in a tenth of that."""


def keep_crops(
    manifest: Manifest,
    processes: Processes,
    interrupts: Interrupts,
    keep: KeepCrops | None = None,
    *,
    password_of: Callable[[str], str | None] = lambda _: None,
) -> None:
    """Cuts out what is wanted and not there yet, of every document whose source is there.

    `keep` is what was asked for; None is what the archive was told before. "none" removes the crops that there are.

    Raises:
        UnwritableArchive: The disk refuses.
    """
    noted = manifest.get(KEEP) or "none"
    wanted = keep or noted
    if wanted == "none":
        if noted != "none" or (manifest.dest / CROPS).exists():
            _remove_all(manifest)
        return
    if wanted != noted:
        manifest.set(KEEP, wanted)
    _forget_lost(manifest)
    changed = _cut(manifest, processes, interrupts, wanted, password_of)
    if _remove_strays(manifest) or changed:
        manifest.set(LISTED, "")  # the lists are written anew


def forget_damaged_crops(manifest: Manifest) -> None:
    """Removes every crop that is not what its name says; what lost one is cut out again."""
    for path in list(damaged_crops(manifest.dest)):
        path.unlink()
        _forget(manifest, {path.parent.name})


def crop_counts(manifest: Manifest) -> dict[str, int]:
    """How many documents have the crops that are wanted, and how many not: their sources are gone, or cannot be drawn;
    empty where none are wanted."""
    keep = manifest.get(KEEP) or "none"
    if keep == "none":
        return {}
    counted = "SELECT count(*), count(*) FILTER (WHERE cropped.sign IS ? || ' ' || checksum) FROM records"
    [(total, kept)] = manifest.rows(f"{counted} LEFT JOIN cropped USING (sha256)", keep)
    return {"kept": kept, "missing": total - kept}


def _remove_all(manifest: Manifest) -> None:
    with disk_errors(manifest.dest):
        if (manifest.dest / CROPS).exists():
            shutil.rmtree(manifest.dest / CROPS)
    with manifest.transaction():
        manifest.execute("DELETE FROM cropped")
    manifest.set(KEEP, "none")
    manifest.set(LISTED, "")


def _forget_lost(manifest: Manifest) -> None:
    """Of what is on the list of checksums and not there, the documents are looked into again."""
    names = filter(is_crop, read_checksums(manifest.dest) or {})
    lost = {name.split("/")[2] for name in names if not (manifest.dest / name).is_file()}
    _forget(manifest, lost)


def _forget(manifest: Manifest, documents: set[str]) -> None:
    with manifest.transaction():
        for name in documents:
            manifest.execute("DELETE FROM cropped WHERE sha256 >= ? AND sha256 < ?", name, f"{name}g")


def _remove_strays(manifest: Manifest) -> bool:
    """Removes the crops of documents that are not in the archive any more; whether there were any."""
    there = {path.parent for path in crop_files(manifest.dest)}
    known = {str(sha256)[:ID_LENGTH] for (sha256,) in manifest.rows("SELECT sha256 FROM records")}
    strays = [folder for folder in there if folder.name not in known]
    with disk_errors(manifest.dest):
        for folder in strays:
            shutil.rmtree(folder)
        for path in half_written(manifest.dest):
            path.unlink()
    return bool(strays)


def _cut(
    manifest: Manifest,
    processes: Processes,
    interrupts: Interrupts,
    keep: str,
    password_of: Callable[[str], str | None],
) -> bool:
    """Gives out every document that is to be looked into; whether any was drawn."""
    corrected = _corrected(manifest)
    waiting: dict[Future[Any], tuple[str, str]] = {}
    some = False
    for task, sign in list(_tasks(manifest, keep, password_of)):
        future = processes.submit(
            cut_out, manifest.dest, task, keep, corrected.get(task.sha256, ()), timeout=SECONDS, memory=None
        )
        waiting[future] = (task.sha256, sign)
        while len(waiting) >= AHEAD * processes.count:
            some |= _collect(manifest, interrupts, waiting)
    while waiting:
        some |= _collect(manifest, interrupts, waiting)
    return some


def _collect(manifest: Manifest, interrupts: Interrupts, waiting: dict[Future[Any], tuple[str, str]]) -> bool:
    """Notes which documents have their crops; whether any has them now. The others are counted by the summary."""
    some = False
    for future in interrupts.wait(waiting):
        sha256, sign = waiting.pop(future)
        try:
            with disk_errors(manifest.dest):
                problem = result_of(future)
        except Stopped as stopped:
            problem = str(stopped)
        except BrokenExecutor as error:
            raise cannot_start() from error
        if problem is None:
            with manifest.transaction():
                manifest.execute("INSERT OR REPLACE INTO cropped VALUES (?, ?)", sha256, sign)
            some = True
    return some


def _tasks(manifest: Manifest, keep: str, password_of: Callable[[str], str | None]) -> Iterator[tuple[Task, str]]:
    """What is to be looked into and has its source, with the sign that it has been."""
    root = root_of(manifest)
    query = (
        "SELECT records.sha256, ? || ' ' || checksum FROM records LEFT JOIN cropped USING (sha256) "
        "WHERE cropped.sign IS NOT ? || ' ' || checksum ORDER BY records.sha256"
    )
    for sha256, sign in manifest.rows(query, keep, keep):
        for (name,) in manifest.rows("SELECT name FROM files WHERE sha256 = ? ORDER BY place", sha256):
            place = str(name) if root is None else root.place_of(str(name))
            path, mark, _ = place.partition(MEMBER)
            if os.path.isfile(path):
                member = str(name).partition(MEMBER)[2] if mark else None
                task = Task(str(name), path, member, str(sha256), None, password=password_of(str(name)))
                yield task, str(sign)
                break


def _corrected(manifest: Manifest) -> dict[str, list[str]]:
    """The pointers of values that people have looked at, by content hash."""
    found: dict[str, list[str]] = defaultdict(list)
    for one in archive_corrections(manifest.dest):
        found[one.sha256].append(one.pointer)
    return found
