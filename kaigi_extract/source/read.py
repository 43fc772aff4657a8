"""The door: a path to a `Reading`, by what the file really is and not by what it is called.

Decides nothing about content; raises `UnreadableSource` and `EncryptedSource`.
"""

from __future__ import annotations

import hashlib
import os
import zipfile
from io import BytesIO
from typing import Literal

from kaigi_extract.errors import UnreadableSource
from kaigi_extract.source.page import Reading

Reader = Literal["pymupdf", "pdfplumber"]

PDF_HEADER_WITHIN = 1024
"""Bytes from the start within which a PDF must declare itself; mailers put headers before it."""

_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/msword"),
    (b"{\\rtf", "application/rtf"),
    (b"GIF8", "image/gif"),
    (b"\x1f\x8b", "application/gzip"),
    (b"7z\xbc\xaf", "application/x-7z-compressed"),
)
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_WHAT = {
    "image/png": "a PNG picture",
    "image/jpeg": "a JPEG picture",
    "image/tiff": "a TIFF picture",
    "image/gif": "a GIF picture; save it as PNG",
    "application/msword": "a Word file of before 2007 (.doc); save it as .docx or PDF",
    "application/rtf": "a rich-text file; save it as .docx or PDF",
    "application/zip": "a zip archive; unpack it, or give it to `kaigi-extract migrate`",
    "application/gzip": "a gzip archive; unpack it",
    "application/x-7z-compressed": "a 7z archive; unpack it",
    "text/html": "a web page; save the document that it links to",
    "application/octet-stream": "no kind of file that can be read; give a .pdf, .docx, .txt, .md, .png, .jpg or .tif",
}


def read(path: str | os.PathLike[str], *, password: str | None = None, reader: Reader = "pymupdf") -> Reading:
    """Opens a file. Its pages are read when asked for.

    Errors: `UnreadableSource` for a file that is not there, empty, or of no readable kind; `EncryptedSource`.
    """
    name = os.fspath(path)
    data = _bytes(name)
    kind = media_type(data)
    sha256 = hashlib.sha256(data).hexdigest()
    if kind == "application/pdf":
        return _read_pdf(name, data, sha256, password, reader)
    if kind == _DOCX:
        from kaigi_extract.source.word import read_word

        return read_word(name, data, sha256, kind)
    if kind == "text/plain":
        from kaigi_extract.source.text import read_text

        return read_text(name, data, sha256)
    raise UnreadableSource(name, f"this is {_WHAT.get(kind, kind)}")


def _read_pdf(name: str, data: bytes, sha256: str, password: str | None, reader: Reader) -> Reading:
    from kaigi_extract.source import pdf

    with pdf.open_pdf(name, data, password) as document:
        count = document.page_count
        objects = pdf.page_objects(document) if reader == "pdfplumber" else []
    if reader == "pdfplumber":
        from kaigi_extract.source import plumber

        numbers = {number: place for place, number in enumerate(objects, 1)}
        return Reading(name, sha256, "application/pdf", count, lambda: plumber.read_pages(name, data, numbers, password))
    return Reading(name, sha256, "application/pdf", count, lambda: pdf.read_pages(name, data, password))


def _bytes(name: str) -> bytes:
    try:
        with open(name, "rb") as file:
            data = file.read()
    except FileNotFoundError as error:
        raise UnreadableSource(name, "there is no such file; check the path") from error
    except IsADirectoryError as error:
        raise UnreadableSource(name, "this is a folder; give its files, or use `kaigi-extract migrate`") from error
    except OSError as error:
        raise UnreadableSource(name, f"the file cannot be read ({error.strerror}); check its permissions") from error
    if not data.strip(b"\x00\r\n\t "):
        raise UnreadableSource(name, "the file is empty; get a whole copy of it")
    return data


def media_type(data: bytes) -> str:
    """What the bytes are, by their signature."""
    if b"%PDF-" in data[:PDF_HEADER_WITHIN]:
        return "application/pdf"
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            return kind
    if data.startswith(b"PK\x03\x04"):
        return _DOCX if _is_word(data) else "application/zip"
    head = data[:PDF_HEADER_WITHIN].lstrip().lower()
    if head.startswith((b"<!doctype html", b"<html")):
        return "text/html"
    if b"\x00" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "application/octet-stream"
    return "text/plain"


def _is_word(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return "word/document.xml" in archive.namelist()
    except zipfile.BadZipFile:
        return False
