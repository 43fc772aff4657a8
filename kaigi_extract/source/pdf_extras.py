"""What a PDF carries beside its pages: attached files, portfolios, XFA forms. Lists them; reads none of them."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from typing import Any

import pymupdf

from kaigi_extract.catalogue import Message
from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.source.pymupdf_errors import PYMUPDF_ERRORS
from kaigi_extract.source.pymupdf_fields import leads_back
from kaigi_extract.source.pymupdf_objects import objects_of
from kaigi_extract.source.text_blocks import Notice
from kaigi_extract.text.late_pattern import late_pattern

ATTACHED = "attached file {name} ({size}) was not read; kaigi_extract.attachments or --attachments reads it"
PORTFOLIO = "the PDF is a portfolio: what it is about is in its attached files, not on its pages"
XFA = "the PDF has an XFA form; it was read as its pages show it without that form"
DYNAMIC_XFA = (
    "the PDF is a dynamic XFA form, which only Adobe's programs show: its pages say nothing of it; open it there and "
    "print it to PDF"
)
DAMAGED = "the list of the PDF's attached files and forms is damaged; what is in it was not read"
_CLIP = 17
"""Number of the type of annotation that a file hangs on, in MuPDF."""
_MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """A file in a PDF: what it is called, and where it is in the PDF."""

    name: str
    size: int
    """Bytes; 0 where the PDF does not say."""
    stream: int = 0
    """The object that its bytes are in; 0 where there are none."""


def notices_of_pdf(document: pymupdf.Document) -> list[Notice]:
    """What is in a PDF and on none of its pages. Hold `NATIVE` meanwhile."""
    messages: list[str] = []
    try:
        messages += _forms(document)
        messages += (_message(file) for file in attached_files(document))
        if document.is_form_pdf and leads_back(document):
            messages.append(DAMAGED)
    except PYMUPDF_ERRORS:
        messages.append(DAMAGED)
    return [Notice("unread_part", "warning", message) for message in messages]


def attached_files(document: pymupdf.Document) -> Iterator[AttachedFile]:
    """The files of a PDF in the order of its list, then those that are only associated with it, then those that hang
    on its pages. Hold `NATIVE` meanwhile."""
    mupdf, objects, named = pymupdf.mupdf, objects_of(document), set[str]()
    for file in _listed(document):
        named.add(file.name)
        yield file
    yield from (file for file in _associated(document) if file.name not in named)
    for index in range(document.page_count):
        for xref, kind, _ in document.page_annot_xrefs(index):
            if kind == _CLIP:
                about = mupdf.pdf_dict_gets(mupdf.pdf_new_indirect(objects, xref, 0), "FS")
                yield _of_specification(mupdf.pdf_dict_gets(about, "Desc"), about)


def _listed(document: pymupdf.Document) -> Iterator[AttachedFile]:
    """The files of the PDF's list, which may be a tree. PyMuPDF goes through all names of it for each file."""
    mupdf = pymupdf.mupdf
    top = mupdf.pdf_trailer(objects_of(document))
    for name in ("Root", "Names", "EmbeddedFiles"):
        top = mupdf.pdf_dict_gets(top, name)
    waiting, seen = [top], set[int]()
    while waiting:
        node = waiting.pop()
        names, kids = mupdf.pdf_dict_gets(node, "Names"), mupdf.pdf_dict_gets(node, "Kids")
        for at in range(0, mupdf.pdf_array_len(names) - 1, 2):
            yield _of_specification(mupdf.pdf_array_get(names, at), mupdf.pdf_array_get(names, at + 1))
        for at in reversed(range(mupdf.pdf_array_len(kids))):
            kid = mupdf.pdf_array_get(kids, at)
            if (number := mupdf.pdf_to_num(kid)) not in seen:
                seen |= {number} - {0}
                waiting.append(kid)


def _of_specification(key: Any, about: Any) -> AttachedFile:
    mupdf = pymupdf.mupdf
    said = [mupdf.pdf_to_text_string(mupdf.pdf_dict_gets(about, name)) for name in ("UF", "F")]
    stream = mupdf.pdf_dict_gets(mupdf.pdf_dict_gets(about, "EF"), "F")
    sizes = mupdf.pdf_dict_gets(stream, "DL"), mupdf.pdf_dict_gets(mupdf.pdf_dict_gets(stream, "Params"), "Size")
    size = next((mupdf.pdf_to_int(one) for one in sizes if one.m_internal), 0)
    name = next(filter(None, said), "") or mupdf.pdf_to_text_string(key) or "?"
    return AttachedFile(_readable(name), max(size, 0), mupdf.pdf_to_num(stream))


def _associated(document: pymupdf.Document) -> Iterator[AttachedFile]:
    """The files that the catalogue associates with the document (PDF 2.0, and PDF/A-3)."""
    kind, value = document.xref_get_key(document.pdf_catalog(), "AF")
    if kind == "xref":
        value = document.xref_object(int(value.split()[0]))
    for number in _REFERENCE.findall(value) if kind in ("array", "xref") else ():
        xref = int(number)
        if not 0 < xref < document.xref_length():
            continue
        streams = [document.xref_get_key(xref, f"EF/{key}") for key in ("UF", "F")]
        stream = next((int(where.split()[0]) for kind, where in streams if kind == "xref"), 0)
        names = [document.xref_get_key(xref, key) for key in ("UF", "F")]
        name = next((said for kind, said in names if kind == "string" and said), "?")
        if stream:
            size = document.xref_get_key(stream, "Params/Size")
            yield AttachedFile(_readable(name), int(size[1]) if size[0] == "int" else 0, stream)


_REFERENCE = late_pattern(r"\b(\d{1,9}) \d{1,5} R\b")


def content(document: pymupdf.Document, file: AttachedFile) -> bytes:
    """The bytes of an attached file. Hold `NATIVE` meanwhile."""
    return bytes(document.xref_stream(file.stream) or b"") if file.stream else b""


def _forms(document: pymupdf.Document) -> Iterator[str]:
    root = document.pdf_catalog()
    if document.xref_get_key(root, "Collection")[0] != "null":
        yield PORTFOLIO
    kind, value = document.xref_get_key(root, "AcroForm")
    has_xfa = (
        document.xref_get_key(int(value.split()[0]), "XFA")[0] != "null"
        if kind == "xref"
        else re.search(r"/XFA\b", value) is not None
    )
    if has_xfa:
        shown_by_adobe = document.xref_get_key(root, "NeedsRendering")[1] == "true"
        yield DYNAMIC_XFA if shown_by_adobe else XFA


def _message(file: AttachedFile) -> str:
    size = f"{file.size / _MEGABYTE:.1f} MB" if file.size >= _MEGABYTE else f"{file.size} bytes"
    return Message(ATTACHED, name=file.name, size=size if file.size else "of a size that the PDF does not say")


def _readable(name: str) -> str:
    """A name as it was meant: PyMuPDF gives the bytes of UTF-8 one character each."""
    with contextlib.suppress(UnicodeEncodeError, UnicodeDecodeError):
        name = name.encode("latin-1").decode("utf-8")
    return "".join([char for char in name if char.isprintable()])
