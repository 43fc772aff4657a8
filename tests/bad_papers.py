"""Files that spoil a migration, each made in code: what a folder of ten thousand holds sooner or later."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path

import pymupdf

from tests.made import pages, save

DEEP = 200_000
"""Arrays within arrays."""
SIDE = 20_000
"""Pixels of the large picture."""


def truncated(path: Path) -> Path:
    """A PDF cut off before its first page."""
    path.write_bytes(pages("第一頁の本文").tobytes()[:300])
    return path


def encrypted(path: Path) -> Path:
    """A PDF under a password."""
    return save(pages("本文"), path, encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="secret", owner_pw="owner")


def empty(path: Path) -> Path:
    """No byte at all."""
    path.write_bytes(b"")
    return path


def web_page(path: Path) -> Path:
    """What a server sends for a PDF that has gone."""
    path.write_bytes(b"<!doctype html><title>404 Not Found</title>")
    return path


def _pdf(path: Path, *objects: bytes) -> Path:
    """A PDF of these objects, numbered from 1, the first being its catalogue."""
    data, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    trailer = b"trailer\n<</Root 1 0 R /Size %d>>\nstartxref\n%d\n%%%%EOF\n" % (count, len(data))
    path.write_bytes(data + b"xref\n0 %d\n0000000000 65535 f \n%b" % (count, table) + trailer)
    return path


def nested_objects(path: Path) -> Path:
    """A catalogue whose page tree is an array in an array in an array."""
    return _pdf(path, b"<</Type /Catalog /Pages 2 0 R>>", b"[" * DEEP + b"]" * DEEP)


def endless_page_tree(path: Path) -> Path:
    """A page tree whose branch is itself."""
    node = b"<</Type /Pages /Count 1000000000 /Kids [2 0 R 2 0 R 2 0 R 2 0 R]>>"
    return _pdf(path, b"<</Type /Catalog /Pages 2 0 R>>", node)


def large_image(path: Path) -> Path:
    """A PNG of 20,000 by 20,000 pixels in 400 kB."""
    rows = zlib.compress((b"\0" + b"\xff" * (SIDE // 8)) * SIDE, 9)

    def chunk(name: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4) + name + data + zlib.crc32(name + data).to_bytes(4)

    header = SIDE.to_bytes(4) + SIDE.to_bytes(4) + bytes([1, 0, 0, 0, 0])
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b""))
    return path


def zip_bomb(path: Path) -> Path:
    """A member of 300 MB of zeros in 300 kB."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("bomb.txt", "w") as member:
        for _ in range(300):
            member.write(bytes(2**20))
    return path


def climbing_member(path: Path) -> Path:
    """A member that would be written beside the folder that it is unpacked to."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("../x.txt", "外の本文")
        archive.writestr("inside.txt", "中の本文")
    return path
