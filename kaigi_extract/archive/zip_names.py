"""The names of what a zip archive holds, each decided by itself: archives do not say what their names are written in.

`zipfile` reads names without the UTF-8 mark as code page 437, which has a character for every byte: the bytes can be
had back. Reads nothing.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from kaigi_extract.source.encoding import guess

_UTF8 = 0x800
_UNICODE_PATH = 0x7075
"""Extra field of Info-ZIP: the name in UTF-8 with a checksum of the name that it stands for."""
_HALF_WIDTH_KANA = frozenset(map(chr, range(0xFF61, 0xFFA0)))


def named(infos: Iterable[zipfile.ZipInfo]) -> Iterator[tuple[str, zipfile.ZipInfo]]:
    """The files of an archive with the name of each; of two with one name the second has （2） in its name."""
    seen: set[str] = set()
    for info in infos:
        name = name_of(info)
        if name.endswith("/"):
            continue
        path, count = PurePosixPath(name), 1
        while name in seen:
            count += 1
            name = str(path.with_name(f"{path.stem} ({count}){path.suffix}"))
        seen.add(name)
        yield name, info


def name_of(info: zipfile.ZipInfo) -> str:
    """The name of one file as it was written, folders parted by slashes."""
    if info.flag_bits & _UTF8:
        name = info.orig_filename
    else:
        try:
            raw = info.orig_filename.encode("cp437")
        except UnicodeEncodeError:  # a name that zipfile itself took from the extra field
            return _parted(info.orig_filename)
        name = _unicode_path(info.extra, raw) or _decoded(raw)
    return _parted(name)


def _parted(name: str) -> str:
    name = name.split("\0", 1)[0].replace("\\", "/")
    return name.encode("utf-8", "backslashreplace").decode()


def _decoded(raw: bytes) -> str:
    """A name without a mark: as UTF-8 where it is some (macOS and most tools), else as Japanese Windows writes it."""
    for encoding in ("utf-8", "cp932", guess(raw) or "cp437"):
        try:
            name = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding != "cp932" or _HALF_WIDTH_KANA.isdisjoint(name):
            return name
        return raw.decode(guess(raw) or "cp932", "replace")  # half-width kana, or EUC-JP that looks like them
    return raw.decode("cp437")


def _unicode_path(extra: bytes, raw: bytes) -> str | None:
    """The name in the extra field, if it stands for the name that is there."""
    at = 0
    while at + 4 <= len(extra):
        tag, size = struct.unpack_from("<HH", extra, at)
        field = extra[at + 4 : at + 4 + size]
        at += 4 + size
        if tag == _UNICODE_PATH and len(field) > 5 and field[0] == 1:
            (checksum,) = struct.unpack_from("<I", field, 1)
            try:
                return field[5:].decode("utf-8") if checksum == zlib.crc32(raw) else None
            except UnicodeDecodeError:
                return None
    return None
