"""Where an archive's sources are: names in it count from one folder, its root, so that both can be moved.

Only the manifest knows the root's place on this machine. Reads and writes that note, and the names of archives of
version 0.1, which had whole paths.
"""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from pydantic_core import to_json

from kaigi_extract.archive.folder import MEMBER
from kaigi_extract.archive.stored_record import Damage, version_of
from kaigi_extract.catalogue import Message
from kaigi_extract.errors import UnreadableSource
from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.regular_file import possible_path

if TYPE_CHECKING:
    from kaigi_extract.archive.discover import FoundFile
    from kaigi_extract.archive.manifest import Manifest

ROOT = "root"
"""Note of the manifest: the folder that names count from, as it was last seen on this machine."""
ROOT_FROM_ARCHIVE = "root_from_archive"
"""Note of the manifest: the same, from the archive's folder. Whoever moves both together loses nothing."""
_ROWS_AT_A_TIME = 256


@dataclass(frozen=True, slots=True)
class Root:
    """The folder that the names of an archive count from."""

    path: str

    def name_of(self, place: str) -> str:
        """The name of what is at an absolute path; the path itself where no way leads there (another drive)."""
        path, mark, member = place.partition(MEMBER)
        try:
            path = os.path.relpath(path, self.path)
        except ValueError:
            return place
        return path.replace(os.sep, "/") + mark + member

    def place_of(self, name: str) -> str:
        """The absolute path of what has a name, a member of a zip archive with `!/` and its own path."""
        return os.path.normpath(os.path.join(self.path, name)) if name else self.path

    def named(self, found: Iterable[FoundFile]) -> Iterator[FoundFile]:
        """Files as they were found, with their names and paths from the root."""
        for file in found:
            path = os.fsencode(self.name_of(os.fsdecode(file.path)))
            yield replace(file, name=self.name_of(file.name), path=path)


def common_folder(places: Sequence[str]) -> str:
    """The folder that all of these are in; of a single folder the folder itself."""
    return _common(
        _without_pattern(place if os.path.isdir(place) else os.path.dirname(place))
        for place in map(os.path.abspath, places)
    )


def _common(folders: Iterable[str]) -> str:
    """The folder that all of these folders are, or are in."""
    paths = list(folders)
    try:
        return os.path.commonpath(paths)
    except ValueError:  # on several drives
        return paths[0]


def _without_pattern(folder: str) -> str:
    """The part of a folder's path before a pattern: /a of /a/201?/b."""
    parts = folder.split(os.sep)
    at = next((at for at, part in enumerate(parts) if glob.has_magic(part)), len(parts))
    return os.sep.join(parts[:at]) or os.sep


def root_of(manifest: Manifest) -> Root | None:
    """The root of an archive where it is now: as it was noted, else where it is from the archive's folder; None for an
    archive of version 0.1, and for a new one."""
    noted, beside = manifest.get(ROOT), manifest.get(ROOT_FROM_ARCHIVE)
    if noted is None:
        return None
    moved = os.path.normpath(os.path.join(os.path.abspath(manifest.dest), beside or ""))
    return Root(moved if beside and not os.path.isdir(noted) and os.path.isdir(moved) else noted)


def settle_root(manifest: Manifest, sources: Sequence[str | os.PathLike[str]]) -> Root:
    """The root that a run over these sources gives names from: the archive's own where it is there, else the folder
    that the sources are in. It is noted; whole paths of an archive of version 0.1 become names."""
    known = root_of(manifest)
    if known is not None and os.path.isdir(known.path):
        note_root(manifest, known)
        return known
    root = Root(common_folder([os.fsdecode(source) for source in sources]))
    if known is None:
        below = any(str(name).startswith(root.path + os.sep) for (name,) in manifest.rows("SELECT name FROM files"))
        shorten_names(manifest, root if below else None)
    note_root(manifest, root)
    return root


def note_root(manifest: Manifest, root: Root) -> None:
    """Notes where the root is."""
    manifest.root = root.path
    manifest.set(ROOT, root.path)
    try:
        beside = os.path.relpath(root.path, os.path.abspath(manifest.dest))
    except ValueError:
        beside = ""
    manifest.set(ROOT_FROM_ARCHIVE, beside)


def relocate(manifest: Manifest, folder: str | os.PathLike[str]) -> int:
    """Notes that the sources are below another folder now; returns how many of the archive's files are there.

    Raises:
        UnreadableSource: It is no folder, or none of the files is there.
    """
    root = Root(os.path.abspath(possible_path(folder, UnreadableSource)))
    if not os.path.isdir(root.path):
        raise UnreadableSource(root.path, Message("there is no such folder; give the one that the sources are in now"))
    names = [str(name) for (name,) in manifest.rows("SELECT name FROM files")]
    there = sum(os.path.exists(root.place_of(name).partition(MEMBER)[0]) for name in names)
    if names and not there:
        example = names[0]
        raise UnreadableSource(
            root.path,
            Message("none of the archive's files is there, {example} neither; give their folder", example=example),
        )
    note_root(manifest, root)
    return there


def shorten_names(manifest: Manifest, root: Root | None = None) -> None:
    """Makes names of the whole paths of an archive of version 0.1; in its records, too. Its manifest did not say which
    ward a record is of: that is noted, so that a mapping reaches the documents of its ward and no others."""
    rows = list(manifest.rows("SELECT place, name, path FROM files ORDER BY place"))
    if not rows:
        return
    if root is None:
        root = Root(_common(os.path.dirname(str(name).partition(MEMBER)[0]) for _, name, _ in rows))
        note_root(manifest, root)
    with manifest.transaction():
        for place, name, path in rows:
            shown = os.fsencode(root.name_of(os.fsdecode(path)))
            manifest.execute("UPDATE files SET name = ?, path = ? WHERE place = ?", root.name_of(name), shown, place)
    stored = manifest.stored()
    while batch := list(islice(stored, _ROWS_AT_A_TIME)):
        with manifest.transaction():
            for one in batch:
                try:
                    record = one.data()
                    record["source"]["path"] = one.names[0]
                    manifest.replace_record(one.sha256, to_json(record), version_of(record))
                    ward = "UPDATE contents SET ward = ? WHERE sha256 = ? AND ward IS NULL"
                    manifest.execute(ward, record.get("ward"), one.sha256)
                except (Damage, LookupError, TypeError):
                    continue  # whoever reads it back says so
