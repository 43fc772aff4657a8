"""The door: a path to a `FileContent`, by what the file really is and not by what it is called.

Decides nothing about content; raises `UnreadableSource` and `EncryptedSource`.
"""

from __future__ import annotations

import hashlib
import os
import re
import zipfile
from io import BytesIO
from typing import Literal

from kaigi_extract.errors import UnreadableSource
from kaigi_extract.source.encoding import guess
from kaigi_extract.source.page import FileContent

Reader = Literal["pymupdf", "pdfplumber"]

PDF_HEADER_WITHIN = 1024
"""Bytes from the start within which a PDF must declare itself; mailers put headers before it."""

REPAIRED = "the PDF is damaged and its index was rebuilt; pages at its end may be missing"

_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"GIF8", "image/gif"),
    (b"{\\rtf", "application/rtf"),
    (b"\x1f\x8b", "application/gzip"),
    (b"7z\xbc\xaf", "application/x-7z-compressed"),
    (b"Rar!", "application/vnd.rar"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS = (
    # Names in the directory of an Office file of before 2007, which locked files of today use, too.
    ("EncryptedPackage", "application/encrypted"),
    ("WordDocument", "application/msword"),
    ("Workbook", "application/vnd.ms-excel"),
    ("PowerPoint Document", "application/vnd.ms-powerpoint"),
)
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
_ZIP_MEMBERS = (
    ("xl/workbook.xml", _XLSX),
    ("ppt/presentation.xml", _PPTX),
    ("content.xml", "application/vnd.oasis.opendocument"),
)
_WORD_BODY = re.compile(r"word/document\d*\.xml", re.I)
"""Word in a browser numbers it."""
IMAGES = ("image/png", "image/jpeg", "image/tiff")
_WHAT = {
    "application/pdf": ("a PDF", "give it the ending .pdf"),
    _DOCX: ("a Word file", "give it the ending .docx"),
    "text/plain": ("a text file", "give it the ending .txt"),
    "image/png": ("a PNG picture", "give it the ending .png"),
    "image/jpeg": ("a JPEG picture", "give it the ending .jpg"),
    "image/tiff": ("a TIFF picture", "give it the ending .tif"),
    "image/gif": ("a GIF picture", "save it as PNG"),
    "image/bmp": ("a Windows bitmap", "save it as PNG"),
    "image/webp": ("a WebP picture", "save it as PNG"),
    "image/heic": ("a HEIC picture of a telephone", "save it as PNG or JPEG"),
    "application/encrypted": ("an Office file locked with a password", "take the password off in Office and save it"),
    "application/msword": ("a Word file of before 2007 (.doc)", "save it as .docx or PDF"),
    "application/vnd.ms-excel": ("an Excel file of before 2007 (.xls)", "save it as PDF"),
    "application/vnd.ms-powerpoint": ("a PowerPoint file of before 2007 (.ppt)", "save it as PDF"),
    "application/x-ole-storage": ("an office file of before 2007 (一太郎?)", "save it as .docx or PDF"),
    "application/rtf": ("a rich-text file", "save it as .docx or PDF"),
    _XLSX: ("an Excel file", "save it as PDF"),
    _PPTX: ("a PowerPoint file", "save it as PDF"),
    "application/vnd.oasis.opendocument": ("an OpenDocument file", "save it as .docx or PDF"),
    "application/zip": ("a zip archive", "unpack it and give the files in it"),
    "application/gzip": ("a gzip archive", "unpack it and give the files in it"),
    "application/x-7z-compressed": ("a 7z archive", "unpack it and give the files in it"),
    "application/vnd.rar": ("a rar archive", "unpack it and give the files in it"),
    "text/html": ("a web page", "save the document that it links to, or print it to PDF"),
    "application/octet-stream": (
        "no kind of file that can be read",
        "give a .pdf, .docx, .txt, .md, .png, .jpg or .tif",
    ),
}
"""What each kind of file is in words, and what to do about it where it cannot be read."""
_ENDINGS = {
    ".pdf": "application/pdf",
    ".docx": _DOCX,
    ".docm": _DOCX,
    ".dotx": _DOCX,
    ".dotm": _DOCX,
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
}


def read(path: str | os.PathLike[str], *, password: str | None = None, reader: Reader = "pymupdf") -> FileContent:
    """Opens a file. Its pages are read when asked for.

    Errors: `UnreadableSource` for a file that is not there, empty, or of no readable kind; `EncryptedSource`.
    """
    name = os.fsdecode(path)
    data = read_bytes(name)
    kind = media_type(data)
    sha256 = hashlib.sha256(data).hexdigest()
    remark = _misnamed(name, kind)
    if kind == "application/pdf":
        reading = _read_pdf(name, data, sha256, password, reader)
    elif kind in IMAGES:
        from kaigi_extract.source import image

        count = image.frame_count(name, data)
        reading = FileContent(name, sha256, kind, count, lambda: image.read_pages(name, data))
    elif kind == _DOCX:
        from kaigi_extract.source.word import read_word

        reading = read_word(name, data, sha256, kind)
    elif kind == "text/plain":
        from kaigi_extract.source.text import read_text

        reading = read_text(name, data, sha256)
    else:
        what, remedy = _WHAT[kind]
        raise UnreadableSource(name, f"this is {what}; {remedy}")
    if remark is not None:
        reading.remarks.insert(0, remark)
    reading.path = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")  # a name may be in Shift_JIS
    return reading


def _misnamed(name: str, kind: str) -> str | None:
    """What to remark on a file whose name says that it is something else.

    A picture, a PDF or a Word file is read as what it is, but a .pdf that is no picture, and text by the name of
    anything else, are most likely not what was meant to be given: `UnreadableSource`.
    """
    ending = os.path.splitext(name)[1].lower()
    claimed = _ENDINGS.get(ending)
    if claimed in (None, kind):
        return None
    if kind == "application/octet-stream":
        raise UnreadableSource(name, f"the file is named {ending} but has nothing of one in it; get a whole copy of it")
    what, remedy = _WHAT[kind]
    if kind in IMAGES or (kind in _ENDINGS.values() and ending != ".pdf"):
        return f"the file is named {ending} but is {what}; it was read as that"
    raise UnreadableSource(name, f"the file is named {ending} but is {what}; {remedy}")


def _read_pdf(name: str, data: bytes, sha256: str, password: str | None, reader: Reader) -> FileContent:
    from kaigi_extract.source import pymupdf_document as document

    count, repaired = document.inspect_pdf(name, data, password)
    reading = FileContent(name, sha256, "application/pdf", count, remarks=[REPAIRED] if repaired else [])
    if reader == "pdfplumber":
        from kaigi_extract.source import pdf_pdfplumber as plumber

        numbers = {number: place for place, number in enumerate(document.page_objects(name, data, password), 1)}
        reading.pages = lambda: plumber.read_pages(name, data, numbers, password)
    else:
        from kaigi_extract.source import pdf_pymupdf as pdf

        reading.pages = lambda: pdf.read_pages(name, data, password)
    return reading


def read_bytes(name: str) -> bytes:
    """All of a file. Raises `UnreadableSource` for one that is not there, cannot be read, or is empty."""
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
        return _zip_kind(data)
    if data.startswith(_OLE):
        streams = (kind for name, kind in _OLE_STREAMS if name.encode("utf-16-le") in data)
        return next(streams, "application/x-ole-storage")
    if data[:2] == b"BM" and data[6:10] == b"\x00\x00\x00\x00":
        return "image/bmp"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    if data[4:8] == b"ftyp" and data[8:12] in (b"heic", b"heix", b"mif1"):
        return "image/heic"
    return _text_kind(data)


def _zip_kind(data: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            members = set(archive.namelist())
    except Exception:  # zipfile lets through what it stumbles over in damaged directories
        return "application/zip"
    if any(_WORD_BODY.fullmatch(member) for member in members):
        return _DOCX
    return next((kind for member, kind in _ZIP_MEMBERS if member in members), "application/zip")


def _text_kind(data: bytes) -> str:
    head = data[:PDF_HEADER_WITHIN].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype html", b"<html")):
        return "text/html"
    if b"\x00" in data[:4096] and guess(data) not in ("utf-16", "utf-16-le", "utf-16-be"):
        return "application/octet-stream"
    return "text/plain"
