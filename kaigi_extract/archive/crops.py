"""Pictures of what values were read from, kept in an archive: how their files are called, found and checked.

`crops/ab/ab…/PLACE-SHA256.webp`: the document's id, a checksum of the spans, and that of the bytes. So a crop is found
by its document and its spans without any list, and says itself whether it is whole. Reads them and removes them.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from kaigi_extract.archive.checksums import checksum_of
from kaigi_extract.archive.folder import CROPS
from kaigi_extract.records import Span
from kaigi_extract.records.tables import document_id

_PLACE = 16
"""Hexadecimal digits of the checksum of the spans: a document has some thousand values."""
_SHA256 = 64
_ENDING = ".webp"
_NEW = ".new"
"""The ending of one that is not written whole."""


def place_of(spans: Sequence[Span]) -> str:
    """What a crop of these spans is called by, within its document."""
    said = "\n".join(span.model_dump_json() for span in spans)
    return hashlib.sha256(said.encode()).hexdigest()[:_PLACE]


def folder_of(dest: Path, sha256: str) -> Path:
    """Where the crops of the document of this content hash are."""
    name = document_id(sha256)
    return dest / CROPS / name[:2] / name


def crops_of(dest: Path, sha256: str) -> dict[str, Path]:
    """The crops of a document that are there, by their places."""
    return {place: path for path in sorted(folder_of(dest, sha256).glob(f"*{_ENDING}")) if (place := _named(path)[0])}


def kept_crop(dest: Path, sha256: str, spans: Sequence[Span]) -> bytes | None:
    """The crop (WebP) of these spans of a document, by its content hash; None where none is kept, or a damaged one."""
    path = crops_of(dest, sha256).get(place_of(spans)) if spans else None
    if path is None:
        return None
    content = path.read_bytes()
    return content if hashlib.sha256(content).hexdigest() == _named(path)[1] else None


def write_crop(dest: Path, sha256: str, place: str, content: bytes) -> None:
    """Keeps a crop under the name that it has by what it is; another one of the place goes."""
    folder = folder_of(dest, sha256)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{place}-{hashlib.sha256(content).hexdigest()}{_ENDING}"
    beside = path.with_suffix(_NEW)
    beside.write_bytes(content)
    beside.replace(path)
    for other in folder.glob(f"{place}-*"):
        if other != path:
            other.unlink()


def remove_crops(dest: Path, hashes: Iterable[str]) -> None:
    """Removes the crops of the documents of these content hashes."""
    for sha256 in hashes:
        if (folder := folder_of(dest, sha256)).exists():
            shutil.rmtree(folder)


def crop_files(dest: Path) -> Iterator[Path]:
    """Every crop that is there."""
    yield from sorted((dest / CROPS).glob(f"*/*/*{_ENDING}"))


def half_written(dest: Path) -> list[Path]:
    """What is left of crops where a disk refused, or a process was killed."""
    return sorted((dest / CROPS).glob(f"*/*/*{_NEW}"))


def is_crop(name: str) -> bool:
    """Whether a path from the archive's folder is that of a crop."""
    return name.startswith(f"{CROPS}/") and name.count("/") == _DEPTH and bool(_named(Path(name))[0])


_DEPTH = 3


def crop_checksums(dest: Path) -> dict[str, str]:
    """The checksum of each crop as its name has it: what the list of checksums says of it, read or not."""
    return {path.relative_to(dest).as_posix(): _named(path)[1] for path in crop_files(dest) if _named(path)[0]}


def damaged_crops(dest: Path) -> Iterator[Path]:
    """Every crop whose bytes are not what its name says."""
    for path in crop_files(dest):
        if _named(path)[1] != checksum_of(path):
            yield path


def _named(path: Path) -> tuple[str, str]:
    """The place and the checksum that a crop's name has; both empty where it is none."""
    place, _, checksum = path.stem.partition("-")
    whole = len(place) == _PLACE and len(checksum) == _SHA256 and path.suffix == _ENDING
    return (place, checksum) if whole else ("", "")
