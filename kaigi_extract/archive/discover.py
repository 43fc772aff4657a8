"""What there is to read: folders, files, patterns and zip archives become files with the hash of their content.

Reads directories and bytes; opens no document. The order is that of names, so that two runs find the same.
"""

from __future__ import annotations

import glob
import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

from kaigi_extract.archive.folder import is_archive
from kaigi_extract.archive.metadata import Metadata
from kaigi_extract.archive.worker import Kind
from kaigi_extract.archive.zip_members import CHUNK, Member, members
from kaigi_extract.catalogue import Message
from kaigi_extract.errors import UnreadableSource, UnwritableArchive
from kaigi_extract.late_dataclass import dataclass

READ = frozenset(
    {".pdf", ".docx", ".docm", ".dotx", ".dotm", ".xlsx", ".xlsm", ".html", ".htm", ".xhtml", ".mhtml", ".mht"}
    | {".txt", ".md", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".gif", ".bmp", ".webp", ".jp2", ".j2k"}
)
"""Lists of fields (.csv, .tsv) are read where they are given by name: in a folder they are lists of its documents."""
OFFICE = frozenset({".doc", ".rtf", ".odt", ".ods", ".odp", ".jtd", ".jtt", ".xls", ".xlsb", ".ppt", ".pptx"})
DOCUMENTS = READ | OFFICE
"""Endings that are read, or that documents have which cannot be read: `extract` says what to do about each. Files of
other endings in a folder are skipped."""

_KEPT_BY_SYSTEMS = (".", "~$")
"""How names begin of what systems and programs leave beside documents: .DS_Store, ._資料.pdf, ~$資料.docx."""


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file as it was found: settled by its `status`, or to be read where that is None."""

    name: str
    """Absolute path; of a member of a zip archive followed by `!/` and its own path."""
    path: bytes
    """Where it is, as the system names it."""
    member: str | None
    """Of a member of a zip archive, its name in it."""
    size: int
    """Bytes."""
    sha256: str | None
    """Of its bytes; None where they cannot be read."""
    status: Literal["failed", "skipped"] | None = None
    kind: Kind | None = None
    reason: str | None = None
    date: str | None = None
    """ISO date, from the metadata."""
    url: str | None = None
    title: str | None = None
    ward: str | None = None
    """From the metadata."""

    def row(self) -> tuple[Any, ...]:
        """Its values in the order of the manifest's columns."""
        what = (self.name, self.path, self.member, self.size, self.sha256, self.status, self.kind, self.reason)
        return (*what, self.date, self.url, self.title, self.ward)


def find_files(
    sources: Sequence[str | os.PathLike[str]], dest: Path, about: Metadata | None = None
) -> Iterator[FoundFile]:
    """Every file of the sources, each once, but none of the archive's own.

    A source is a folder (with all below it), a file, a pattern such as `2013/*.pdf`, or a zip archive. `about` is what
    the metadata say; it remembers which files were found.

    Raises:
        UnreadableSource: A source is not there.
    """
    own = os.path.realpath(dest)
    seen: set[int] = set()  # hashes of paths take a tenth of the memory of the paths
    for path, given in _paths(sources):
        if hash(path) in seen or (os.path.realpath(path) + os.sep).startswith(own + os.sep):
            continue
        seen.add(hash(path))
        for found in _found(path, given):
            yield _with_metadata(found, about) if about is not None else found


def check_apart(sources: Iterable[str | os.PathLike[str]], dest: str | os.PathLike[str]) -> None:
    """Refuses an archive that would read itself.

    Raises:
        UnwritableArchive: A source is the archive's own folder, or lies in it.
    """
    own = os.path.realpath(dest)
    for source in sources:
        if (os.path.realpath(os.fsdecode(source)) + os.sep).startswith(own + os.sep):
            raise UnwritableArchive(
                dest,
                Message(
                    "{source} is the folder of the archive, or lies in it; give another DEST",
                    source=os.fsdecode(source),
                ),
            )


def _paths(sources: Iterable[str | os.PathLike[str]]) -> Iterator[tuple[str, bool]]:
    """Absolute paths of files, each with whether it was given by name."""
    for source in sources:
        path = os.path.abspath(os.fsdecode(source))
        if os.path.isdir(path):
            yield from ((file, False) for file in _walk(path))
        elif os.path.exists(path):
            yield path, True
        elif matches := sorted(glob.glob(path, recursive=True)):
            for match in matches:
                yield from ((file, False) for file in _walk(match)) if os.path.isdir(match) else [(match, True)]
        else:
            raise UnreadableSource(path, Message("there is no such file or folder; check the path"))


def _walk(folder: str) -> Iterator[str]:
    """Every file below, every folder that cannot be read, every link to a folder and every other archive; none of these
    is followed."""
    refused: list[str] = []
    for root, folders, files in os.walk(folder, onerror=lambda error: refused.append(error.filename)):
        if root != folder and is_archive(root):
            folders.clear()
            yield root
            continue
        folders.sort()
        links = [name for name in folders if os.path.islink(os.path.join(root, name))]
        for name in sorted(files + links):
            yield os.path.join(root, name)
    yield from refused


def _found(path: str, given: bool) -> Iterator[FoundFile]:
    name, raw = _shown(path), os.fsencode(path)
    base, ending = os.path.basename(path), os.path.splitext(path)[1].lower()
    try:
        if os.path.lexists(path) and not os.path.isfile(path) and (os.path.islink(path) or not os.path.isdir(path)):
            what = "a link that leads to no file, a pipe or a device; give what it leads to"
            yield FoundFile(name, raw, None, 0, None, "skipped", "not a paper", what)
        elif os.path.isdir(path) and is_archive(path):
            what = "an archive, whose files are no papers; give it by name to have them read"
            yield FoundFile(name, raw, None, 0, None, "skipped", "not a paper", what)
        elif not given and (base.startswith(_KEPT_BY_SYSTEMS) or ending not in DOCUMENTS | {".zip"}):
            yield _no_document(FoundFile(name, raw, None, os.path.getsize(path), _sha256(path)), ending)
        elif ending == ".zip":
            yield from _in_zip(path, name, os.path.getsize(path))
        else:
            yield FoundFile(name, raw, None, os.path.getsize(path), _sha256(path))
    except OSError as error:
        reason = Message("it cannot be read ({error}); check its permissions", error=error.strerror)
        yield FoundFile(name, raw, None, 0, None, "failed", "unreadable", reason)


def _no_document(found: FoundFile, ending: str) -> FoundFile:
    reason = Message(
        "by its name it is no paper (its ending is {ending}); give it by name to have it read",
        ending=ending or Message("none"),
    )
    return replace(found, status="skipped", kind="not a paper", reason=reason)


def _in_zip(path: str, name: str, size: int) -> Iterator[FoundFile]:
    raw = os.fsencode(path)
    container = FoundFile(
        name, raw, None, size, _sha256(path), "skipped", "zip", "a zip archive; its files stand by themselves"
    )
    try:
        inside = [_member(path, name, member) for member in members(path)]
    except UnreadableSource as error:
        reason = str(error).removeprefix(f"{path}: ")
        yield replace(container, status="failed", kind="unreadable", reason=reason)
        return
    yield container
    yield from sorted(inside, key=lambda found: found.name)


def _member(path: str, archive: str, member: Member) -> FoundFile:
    found = FoundFile(f"{archive}!/{member.name}", os.fsencode(path), member.name, member.size, member.sha256)
    ending = os.path.splitext(member.name)[1].lower()
    if "__MACOSX" in member.name or os.path.basename(member.name).startswith(_KEPT_BY_SYSTEMS):
        return _no_document(found, ending)
    if member.refusal is not None:
        return replace(found, status="failed", kind="unsafe", reason=member.refusal)
    if ending == ".zip":
        return replace(found, status="failed", kind="unsafe", reason="an archive in an archive; unpack the outer one")
    if ending not in DOCUMENTS:
        return _no_document(found, ending)
    return found


def _with_metadata(found: FoundFile, about: Metadata) -> FoundFile:
    known = about.of(found.name)
    return (
        found if known is None else replace(found, date=known.date, url=known.url, title=known.title, ward=known.ward)
    )


def _sha256(path: str) -> str:
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _shown(path: str) -> str:
    """A path as text: bytes of a name that are no UTF-8 are read as Japanese Windows writes them, where they can be."""
    raw = os.fsencode(path)
    for encoding in ("utf-8", "cp932"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", "backslashreplace")
