"""PDFs that unfold to what no document has: streams, pictures and drawings within drawings. Found before they are read.

A stream is unpacked here no further than it may go. Whoever hides one from this look (by escaped names, by filters that
are not Flate) is held by the limits of time and memory, which are the caller's.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

import pymupdf

from kaigi_extract.catalogue import Message
from kaigi_extract.errors import UnreadableSource
from kaigi_extract.source.limits import MOST_PAINTED, MOST_PIXELS, MOST_UNPACKED

GROWTH = 1032
"""Times that Flate makes of what it unpacks, at most; it is its format that ends there."""
_TWICE = re.compile(rb"/Fl(?:ateDecode)?\s*/Fl")
_FLATE = re.compile(r"/Fl(?:ateDecode)?\b")
_FORM = re.compile(rb"/Subtype\s*/Form\b")
_CHILD = re.compile(r"/([^\s/<>\[\]()]+)\s+(\d+)\s+\d+\s+R")
_USE = re.compile(rb"/([^\s/<>\[\]()]+)\s+Do\b")
_REMEDY = "if it is a document, print it to PDF anew and give that"


def refuse_bombs(path: str, data: bytes, document: pymupdf.Document) -> None:
    """Raises `UnreadableSource` for a PDF that unfolds beyond the limits. Hold `NATIVE`."""
    nested = len(_FORM.findall(data)) > 1
    if not nested and len(data) * GROWTH <= MOST_UNPACKED and not _TWICE.search(data) and b"/Image" not in data:
        return
    forms = []
    for xref in _streams(document):
        kind = document.xref_get_key(xref, "Subtype")[1]
        if kind == "/Image":
            width, height = (_integer(document, xref, key) for key in ("Width", "Height"))
            if width * height > MOST_PIXELS:
                what = Message("a picture of {width} by {height} pixels", width=width, height=height)
                raise _refusal(path, what)
            continue
        if kind == "/Form":
            forms.append(xref)
        if _unpacked(document, xref) is None:
            raise _refusal(path, Message("a stream of more than {size} MB", size=MOST_UNPACKED >> 20))
    if nested and max(_painted(document, forms).values(), default=0) > MOST_PAINTED:
        raise _refusal(path, Message("a drawing that paints more than {count} others", count=MOST_PAINTED))


def _refusal(path: str, what: str) -> UnreadableSource:
    return UnreadableSource(
        path, Message("this PDF unfolds to {what}, as no document does; {remedy}", what=what, remedy=_REMEDY)
    )


def _streams(document: pymupdf.Document) -> Iterator[int]:
    mupdf, file = pymupdf.mupdf, document.this
    # asked of MuPDF itself: `Document.xref_is_stream` wraps the file anew for each of many thousand objects
    objects = file if isinstance(file, mupdf.PdfDocument) else mupdf.pdf_document_from_fz_document(file)
    for xref in range(1, document.xref_length()):
        try:
            if mupdf.pdf_obj_num_is_stream(objects, xref):
                yield xref
        except (RuntimeError, ValueError, mupdf.FzErrorBase):  # a damaged object is not read either
            continue


def _integer(document: pymupdf.Document, xref: int, key: str) -> int:
    kind, value = document.xref_get_key(xref, key)
    if kind == "xref":
        value = document.xref_object(int(value.split()[0])).strip()
    return int(value) if value.isdecimal() else 0


def _unpacked(document: pymupdf.Document, xref: int, *, always: bool = False) -> bytes | None:
    """What is in a stream; nothing of one that is too small to be a bomb, unless it is asked for; None of a bomb."""
    filters = _FLATE.findall(document.xref_get_key(xref, "Filter")[1])
    if not always and len(filters) < 2 and _integer(document, xref, "Length") * GROWTH <= MOST_UNPACKED:
        return b""
    found: bytes = document.xref_stream_raw(xref) or b""
    for _ in filters:
        unpacking = zlib.decompressobj()
        try:
            found = unpacking.decompress(found, MOST_UNPACKED)
        except zlib.error:  # damaged, or behind another filter: MuPDF reads what there is
            return b""
        if unpacking.unconsumed_tail:
            return None
    return found


def _painted(document: pymupdf.Document, forms: list[int]) -> dict[int, int]:
    """How many drawings each drawing paints, itself among them; of one that holds itself, what is known before that."""
    inner = {xref: _children(document, xref) for xref in forms}
    counts: dict[int, int] = {}
    for first in forms:
        path, waiting = set[int](), [first]
        while waiting:
            xref = waiting[-1]
            missing = [] if xref in path else [one for one in inner.get(xref, {}) if one in inner and one not in counts]
            path.add(xref)
            missing = [one for one in missing if one not in path]
            if missing and xref not in counts:
                waiting += missing
                continue
            waiting.pop()
            uses = inner.get(xref, {}).items()
            counts.setdefault(xref, min(1 + sum(counts.get(one, 1) * often for one, often in uses), MOST_PAINTED + 1))
    return counts


def _children(document: pymupdf.Document, xref: int) -> dict[int, int]:
    """The drawings that a drawing uses, and how often."""
    kind, value = document.xref_get_key(xref, "Resources/XObject")
    if kind == "xref":
        value = document.xref_object(int(value.split()[0]))
    names = {name.encode(): int(number) for name, number in _CHILD.findall(value)} if kind != "null" else {}
    if not names:
        return {}
    found: dict[int, int] = {}
    for name in _USE.findall(_unpacked(document, xref, always=True) or b""):
        if name in names:
            found[names[name]] = found.get(names[name], 0) + 1
    return found
