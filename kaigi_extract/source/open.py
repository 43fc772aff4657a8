"""The door: a path, bytes or an open file to a `FileContent`, by what it really is and not by what it is called.

Decides nothing about content; raises `UnreadableSource` and `EncryptedSource`.
"""

from __future__ import annotations

import hashlib
import os
import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import IO, Literal

from kaigi_extract.catalogue import Message
from kaigi_extract.errors import LimitExceeded, UnreadableSource
from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.regular_file import read_regular_file
from kaigi_extract.source import kinds
from kaigi_extract.source.file_content import FileContent
from kaigi_extract.source.limits import MAX_BYTES
from kaigi_extract.text.late_pattern import late_pattern

Reader = Literal["pymupdf", "pdfplumber"]

REPAIRED = "the PDF is damaged and its index was rebuilt; pages at its end may be missing"
UNNAMED = "bytes"
"""What a file is called that came without a name."""
_SOMETHING = late_pattern(rb"[^\x00\r\n\t ]")


@dataclass(frozen=True, slots=True)
class HeldFile:
    """A file whose bytes are at hand: `name` is what it is called, and need not lead to it."""

    name: str
    data: bytes


FileSource = str | os.PathLike[str] | bytes | bytearray | memoryview | IO[bytes] | HeldFile
"""What a file can be given as: its path, its bytes, or the file opened to read bytes."""


def read(
    source: FileSource, *, password: str | None = None, reader: Reader = "pymupdf", name: str | None = None
) -> FileContent:
    """Opens a file. Its pages are read when asked for. `name` is what bytes are called in messages and in the record.

    Errors: `UnreadableSource` for a file that is not there, empty, or of no readable kind; `EncryptedSource`;
    `TypeError` for a source that is none.
    """
    held = hold(source, name)
    name, data = held.name, held.data
    kind = kinds.kind_of(data, os.path.splitext(name)[1].lower())
    sha256 = hashlib.sha256(data).hexdigest()
    remark = _misnamed(name, kind, data)
    if kind == kinds.PDF:
        reading = _read_pdf(name, data, sha256, password, reader)
    else:
        opener = _openers().get(kind)
        if opener is None:
            what, remedy = kinds.WHAT[kind]
            raise UnreadableSource(name, Message("this is {what}; {remedy}", what=what, remedy=remedy))
        reading = opener(name, data, sha256, kind)
    if remark is not None:
        reading.remarks.insert(0, remark)
    reading.path = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")  # a name may be in Shift_JIS
    return reading


Opener = Callable[[str, bytes, str, str], FileContent]


def _openers() -> dict[str, Opener]:
    """What reads each kind of file but a PDF: (name, bytes, their hash, kind) to its content."""
    return {
        **dict.fromkeys(kinds.IMAGES, _read_image),
        kinds.DOCX: _read_word,
        kinds.XLSX: _read_spreadsheet,
        kinds.HTML: _read_html,
        kinds.WEB_ARCHIVE: _read_html,
        kinds.CSV: _read_list,
        kinds.TSV: _read_list,
        "text/plain": _read_text,
        **dict.fromkeys(_CONVERTED, _read_converted),
        kinds.WORD_XML: _read_word_xml,
    }


def _read_image(name: str, data: bytes, sha256: str, kind: str) -> FileContent:
    from kaigi_extract.source import image

    count = image.frame_count(name, data)
    return FileContent(name, sha256, kind, count, lambda: image.read_pages(name, data))


def _read_word(name: str, data: bytes, sha256: str, kind: str) -> FileContent:
    from kaigi_extract.source.word import read_word

    return read_word(name, data, sha256, kind)


def _read_word_xml(name: str, data: bytes, sha256: str, kind: str) -> FileContent:
    from kaigi_extract.source.flat_package import is_flat_package, packed

    if is_flat_package(data):
        return _read_word(name, packed(name, data), sha256, kind)
    return _read_converted(name, data, sha256, kind)


def _read_spreadsheet(name: str, data: bytes, sha256: str, kind: str) -> FileContent:
    from kaigi_extract.source.spreadsheet import read_spreadsheet

    return read_spreadsheet(name, data, sha256, kind)


def _read_html(name: str, data: bytes, sha256: str, kind: str) -> FileContent:
    from kaigi_extract.source.html import read_html

    return read_html(name, data, sha256, kind)


def _read_list(name: str, data: bytes, sha256: str, kind: str) -> FileContent:
    from kaigi_extract.source.comma_lists import read_list

    return read_list(name, data, sha256, kind)


def _read_text(name: str, data: bytes, sha256: str, _: str) -> FileContent:
    from kaigi_extract.source.text import read_text

    return read_text(name, data, sha256)


_CONVERTED: dict[str, Literal["docx", "xlsx", "pdf"]] = {
    "application/msword": "docx",
    "application/rtf": "docx",
    kinds.WORD_XML: "docx",
    kinds.EXCEL_XML: "xlsx",
    "application/x-ole-storage": "docx",
    kinds.OPEN_DOCUMENT: "docx",
    f"{kinds.OPEN_DOCUMENT}.text": "docx",
    "application/vnd.ms-excel": "xlsx",
    kinds.XLSB: "xlsx",
    f"{kinds.OPEN_DOCUMENT}.spreadsheet": "xlsx",
    "application/vnd.ms-powerpoint": "pdf",
    kinds.PPTX: "pdf",
    f"{kinds.OPEN_DOCUMENT}.presentation": "pdf",
}
"""Kinds that an installed LibreOffice converts, and to what."""


def _read_converted(name: str, data: bytes, sha256: str, kind: str) -> FileContent:
    """A file as LibreOffice converts it; the record is that of the file as it was given."""
    from kaigi_extract.source.office import CONVERTED, converted

    what, remedy = kinds.WHAT[kind]
    if kind == "application/x-ole-storage" and len(data) <= kinds.OLE_HEADER:  # LibreOffice makes its bytes a text
        raise UnreadableSource(
            name, Message("this is {what}, and nothing but its header is left; get the file again", what=what)
        )
    ending = os.path.splitext(name)[1].lower()
    made = converted(name, data, ending, _CONVERTED[kind], what, remedy)
    reading = read(HeldFile(f"{name}.{_CONVERTED[kind]}", made))
    reading.sha256, reading.media_type = sha256, kind
    reading.remarks.insert(0, Message(CONVERTED, what=what))
    return reading


def _misnamed(name: str, kind: str, data: bytes) -> str | None:
    """What to remark on a file whose name says that it is something else.

    A picture, a PDF, a Word or an Excel file is read as what it is, but a .pdf that is no picture, and text by the name
    of anything else, are most likely not what was meant to be given: `UnreadableSource`.
    """
    ending = os.path.splitext(name)[1].lower()
    claimed = kinds.ENDINGS.get(ending)
    if claimed in (None, kind):
        return None
    if kind == "application/octet-stream":
        raise UnreadableSource(
            name,
            Message("the file is named {ending} but has nothing of one in it; get a whole copy of it", ending=ending),
        )
    if kind == "application/zip" and not zipfile.is_zipfile(BytesIO(data)):
        raise UnreadableSource(
            name, Message("the file is named {ending} but is cut off or damaged; get a whole copy of it", ending=ending)
        )
    what, remedy = kinds.WHAT[kind]
    if kind in kinds.IMAGES or (kind in kinds.ENDINGS.values() and ending != ".pdf"):
        return Message("the file is named {ending} but is {what}; it was read as that", ending=ending, what=what)
    raise UnreadableSource(
        name, Message("the file is named {ending} but is {what}; {remedy}", ending=ending, what=what, remedy=remedy)
    )


def _read_pdf(name: str, data: bytes, sha256: str, password: str | None, reader: Reader) -> FileContent:
    from kaigi_extract.source import pymupdf_document as document

    count, repaired, notices = document.inspect_pdf(name, data, password)
    reading = FileContent(name, sha256, kinds.PDF, count, remarks=[REPAIRED] if repaired else [])
    reading.notices += notices
    if reader == "pdfplumber":
        from kaigi_extract.source import pdf_pdfplumber as plumber

        numbers = {number: place for place, number in enumerate(document.page_objects(name, data, password), 1)}
        reading.pages = lambda: plumber.read_pages(name, data, numbers, password)
    else:
        from kaigi_extract.source import pdf_pymupdf as pdf

        reading.pages = lambda: pdf.read_pages(name, data, password)
    return reading


def hold(source: FileSource, name: str | None = None, max_bytes: int | None = MAX_BYTES) -> HeldFile:
    """The bytes of a file, however it is given, with what it is called.

    Raises `UnreadableSource` for a file that is not there, cannot be read, or is empty; `LimitExceeded` for one of more
    than `max_bytes` (None or 0: no limit); `TypeError` for what is none.
    """
    if isinstance(source, HeldFile):
        return source
    if isinstance(source, bytes | bytearray | memoryview):
        _check_size(name or UNNAMED, memoryview(source).nbytes, max_bytes)
        return _whole(HeldFile(name or UNNAMED, bytes(source)))
    if isinstance(source, str | os.PathLike):
        path = os.fsdecode(source)
        return HeldFile(name or path, read_bytes(path, max_bytes))
    if not hasattr(source, "read"):
        raise TypeError(f"a file is given as a path, bytes or an open file, not as {type(source).__name__}")
    data = source.read(max_bytes + 1) if max_bytes else source.read()
    if not isinstance(data, bytes | bytearray):
        raise TypeError("the file is open as text; open it with open(path, 'rb')")
    own = getattr(source, "name", None)
    called = name or (os.fsdecode(own) if isinstance(own, str | bytes) else UNNAMED)
    _check_size(called, len(data), max_bytes)
    return _whole(HeldFile(called, bytes(data)))


def _check_size(name: str, size: int, max_bytes: int | None) -> None:
    if max_bytes and size > max_bytes:
        raise LimitExceeded(name, limit="bytes", allowed=max_bytes)


def read_bytes(name: str, max_bytes: int | None = MAX_BYTES) -> bytes:
    """All of a file. Raises `UnreadableSource` for one that is not there, cannot be read, is empty, or is no file but a
    pipe, a socket or a device, which would be waited for or never end; `LimitExceeded` for one of more bytes."""
    try:
        data = read_regular_file(name, max_bytes)
    except FileNotFoundError as error:
        raise UnreadableSource(name, Message("there is no such file; check the path")) from error
    except IsADirectoryError as error:
        raise UnreadableSource(
            name, Message("this is a folder; give its files, or use `kaigi-extract migrate`")
        ) from error
    except OSError as error:
        raise UnreadableSource(
            name, Message("the file cannot be read ({strerror}); check its permissions", strerror=error.strerror)
        ) from error
    return _whole(HeldFile(name, data)).data


def _whole(held: HeldFile) -> HeldFile:
    if _SOMETHING.search(held.data) is None:
        raise UnreadableSource(held.name, Message("the file is empty; get a whole copy of it"))
    return held
