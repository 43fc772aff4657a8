"""PDFs that unfold to what no document has: streams, pictures and drawings within drawings. Found before they are read.

A stream is unpacked here no further than it may go. Names that are escaped (/#46lateDecode) or that are objects of
their own are looked up as MuPDF does. Whoever hides one from this look (by filters that are not Flate) is held by the
limits of time and memory, which are the caller's.
"""

from __future__ import annotations

import contextlib
import zlib
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any, NamedTuple

import pymupdf

from kaigi_extract.catalogue import Message
from kaigi_extract.errors import UnreadableSource
from kaigi_extract.source.limits import (
    LEAST_TILE,
    MAX_PAGES,
    MOST_CODES,
    MOST_COLUMNS,
    MOST_NESTED,
    MOST_OBJECTS,
    MOST_PAINTED,
    MOST_PIXELS,
    MOST_REPEATED,
    MOST_UNPACKED,
    MOST_WIDTHS,
)
from kaigi_extract.source.pdf_code_tables import (
    codes_in,
    named_as_tables,
    stream_bounds,
    width_tables,
    widths_in,
    with_packed,
)
from kaigi_extract.source.pymupdf_errors import PYMUPDF_ERRORS
from kaigi_extract.source.pymupdf_objects import objects_of
from kaigi_extract.text.late_pattern import late_pattern

GROWTH = 1032
"""Times that Flate makes of what it unpacks, at most; it is its format that ends there."""
_WHOLE_NAME = late_pattern(rb"/[^\s/<>\[\]()]*")
_TELLING = (b"/Fl", b"/FlateDecode", b"/Form", b"/Image", b"/Filter", b"/Subtype", b"/Columns")
"""Names that a look at the bytes goes by."""
_LONGEST_ESCAPED = 3 * max(map(len, _TELLING))
"""Bytes of one of them where every character is escaped."""
_REFERENCE = late_pattern(r"(\d+) \d+ R")
_ESCAPE = late_pattern(rb"#([0-9A-Fa-f]{2})")
_FLATE = late_pattern(r"/Fl(?:ateDecode)?\b")
_TELLING_NAMES = late_pattern(
    rb"/(?:Encoding\s*\d|UseCMap\s*\d|W\s*[\[\d]|CharProcs|ObjStm|Subtype\s*/Form\b|Image\b|Fl(?:ateDecode)?\s*/Fl"
    rb"|Columns\b(?!\s*\d{1,6}\b(?!\s+\d))|CMapName\b|Type\s*/CMap\b|PatternType\s*1\b|(?:Filter|Subtype)\s*(?:\[\s*)?\d+\s+\d+\s+R)"
)
"""What a look at the bytes goes by, found in one: fonts that name a table of codes, tables of widths, fonts that draw
their glyphs, objects that are packed in others; forms, pictures (/ImageB and /ImageC are what every browser says that a
page may hold), streams packed twice or in rows that may be longer than any, tables of codes that say that they are one,
patterns, names that are objects of their own."""
_CHILD = late_pattern(r"/([^\s/<>\[\]()]+)\s+(\d+)\s+\d+\s+R")
_NUMBER = late_pattern(rb"(\d{1,9})\s+\d+ obj")
LONGEST_NUMBER = 20
"""Bytes before the word that begins an object within which its number is."""
_USE = late_pattern(rb"/([^\s/<>\[\]()]+)\s+(Do|scn|SCN|gs)\b")
_HOLDING = {b"Do": "XObject", b"scn": "Pattern", b"SCN": "Pattern"}
"""Which of its resources an operator paints with; gs paints with the mask of a state."""
_LONGEST_HEAD = 1_000
"""Bytes before a stream within which it says what it is."""
_MANY = 192
"""Entries of a table of widths that may take in more than any font has: sixty-four ranges."""
_PARAMETERS = ("DecodeParms", "DP", "FDecodeParms")
"""Where a stream says how it is packed; the last two as pdfminer reads them."""
PAINTING = ("Form", "Pattern")
"""What a stream may be that paints others."""
_REMEDY = "if it is a document, print it to PDF anew and give that"


def refuse_crowds(path: str, data: bytes) -> None:
    """Raises `UnreadableSource` for a PDF that holds more objects than any document has; before it is opened, since
    all that are packed together are taken in for one of them."""
    if len(data) * (GROWTH if b"/ObjStm" in data else 1) <= MOST_OBJECTS:
        return
    held = 0
    for size in _sizes_of_objects(data):
        held += size
        if held > MOST_OBJECTS:
            raise _refusal(path, Message("objects of more than {size} MB, streams aside", size=MOST_OBJECTS >> 20))


def _sizes_of_objects(data: bytes) -> Iterator[int]:
    """The bytes of what stands between streams, and of the objects that streams hold."""
    at, view = 0, memoryview(data)
    while (begun := data.find(b"stream", at)) >= 0:
        yield begun - at
        start, end = stream_bounds(data, begun)
        if data.find(b"/ObjStm", max(at, begun - _LONGEST_HEAD), begun) >= 0:
            yield max(len(_unpacked_bytes(view[start : min(end, start + MOST_OBJECTS)])), end - start)
        at = min(end + len(b"endstream"), len(data))
    yield len(data) - at


def _unpacked_bytes(packed: memoryview) -> bytes:
    """What is in the bytes of a stream, as far as it may go; nothing of one that is not packed by Flate alone."""
    with contextlib.suppress(zlib.error):
        return zlib.decompressobj().decompress(packed, MOST_OBJECTS + 1)
    return b""


def refuse_bombs(path: str, data: bytes, document: pymupdf.Document) -> None:
    """Raises `UnreadableSource` for a PDF that unfolds beyond the limits. Hold `NATIVE`."""
    _look_at_pages(path, document)
    names = _TELLING_NAMES.findall(data)
    readable = list(with_packed(data)) if _count(names, b"/ObjStm") else [data]
    anywhere = [*names, *chain.from_iterable(map(_TELLING_NAMES.findall, readable[1:]))]
    for xref in named_as_tables(readable) if _count(anywhere, b"/Encoding", b"/UseCMap") else ():
        if _is_stream(objects_of(document), xref):
            _look_at_table(path, document, xref)
    for table in chain.from_iterable(map(width_tables, readable)) if _count(anywhere, b"/W") else ():
        if widths_in(table if isinstance(table, bytes) else _long_array(document, table)) > MOST_WIDTHS:
            raise _refusal(path, Message("widths of more than {count} characters", count=MOST_WIDTHS))
    hides = any(name.endswith(b"R") for name in names) or _is_escaped(data)
    tiles = _count(names, b"/PatternType")
    has = _Held(tables=hides or _count(names, b"/CMapName", b"/Type") > 0, tiles=hides or tiles > 0)
    nested = hides or sum(name.endswith(b"/Form") for name in names) > 1 or tiles > 1
    has_fonts = _count(anywhere, b"/CharProcs") > 1
    may_grow = nested or has_fonts or any(has) or len(data) * GROWTH > MOST_UNPACKED or _count(anywhere, b"/Columns")
    if not (may_grow or _count(names, b"/Fl", b"/Image")):
        return
    forms = []
    for xref in _streams(document):
        with contextlib.suppress(*PYMUPDF_ERRORS):  # what is damaged is not read either
            if _look_at(path, document, xref, has) in PAINTING:
                forms.append(xref)
    fonts = _drawn_fonts(document, data) if has_fonts else []
    painted, deep = _painted(document, forms, fonts) if nested or len(fonts) > 1 else (0, 0)
    if painted > MOST_PAINTED:
        raise _refusal(path, Message("a drawing that paints more than {count} others", count=MOST_PAINTED))
    if deep > MOST_NESTED:
        raise _refusal(path, Message("drawings in drawings, more than {count} deep", count=MOST_NESTED))


def _look_at_pages(path: str, document: pymupdf.Document) -> None:
    """Raises `UnreadableSource` where pages are listed again and again, each of which would be read every time."""
    if document.page_count <= MOST_REPEATED:
        return
    listed = []
    for index in range(min(document.page_count, MAX_PAGES)):
        with contextlib.suppress(*PYMUPDF_ERRORS):  # one that is missing is told of where it is read
            listed.append(document.page_xref(index))
    if len(listed) > MOST_REPEATED * len(set(listed)):
        raise _refusal(path, Message("the same pages more than {count} times", count=MOST_REPEATED))


def _long_array(document: pymupdf.Document, xref: int) -> bytes:
    """An array of many entries as PDF writes it; nothing where there are few, or there is none."""
    with contextlib.suppress(*PYMUPDF_ERRORS):
        if pymupdf.mupdf.pdf_array_len(pymupdf.mupdf.pdf_load_object(objects_of(document), xref)) >= _MANY:
            return str(document.xref_object(xref, compressed=True)).encode("latin-1", "replace")
    return b""


class _Held(NamedTuple):
    """What the streams of a file may be; each is asked only for what there is."""

    tables: bool
    tiles: bool


def _look_at(path: str, document: pymupdf.Document, xref: int, has: _Held) -> str:
    """What a stream says that it is, or that it is a pattern. Raises `UnreadableSource` for one that is too large."""
    stream = pymupdf.mupdf.pdf_load_object(objects_of(document), xref)
    if _columns_of(stream) > MOST_COLUMNS:
        raise _refusal(path, Message("rows of more than {count} numbers", count=MOST_COLUMNS))
    kind: str = pymupdf.mupdf.pdf_to_name(_value_of(stream, "Subtype"))
    if kind == "Image":
        width, height = (_number_of(stream, key) for key in ("Width", "Height"))
        if width * height > MOST_PIXELS:
            what = Message("a picture of {width} by {height} pixels", width=width, height=height)
            raise _refusal(path, what)
        return kind
    if _may_be_large(stream) and _unpacked(document, xref) is None:
        raise _refusal(path, Message("a stream of more than {size} MB", size=MOST_UNPACKED >> 20))
    if has.tables and _declares_table(document, xref):
        _look_at_table(path, document, xref)
    if has.tiles and document.xref_get_key(xref, "PatternType")[1] == "1":
        _look_at_pattern(path, document, xref)
        return "Pattern"
    return kind


def _value_of(stream: Any, key: str) -> Any:
    """What a key of a stream holds, wherever that is."""
    return pymupdf.mupdf.pdf_dict_gets(stream, key)


def _number_of(stream: Any, key: str) -> int:
    return max(int(pymupdf.mupdf.pdf_to_int64(_value_of(stream, key))), 0)


def _columns_of(stream: Any) -> int:
    """How many numbers a row of a stream has, at most, by what it says of how it is packed."""
    values = [_value_of(stream, key) for key in _PARAMETERS]
    for value in values[:]:
        values += [pymupdf.mupdf.pdf_array_get(value, at) for at in range(pymupdf.mupdf.pdf_array_len(value))]
    return max(_number_of(value, "Columns") for value in values)


def _may_be_large(stream: Any) -> bool:
    """Whether a stream may unpack to more than any has: it is packed more than once, or has so many bytes."""
    packed_twice = pymupdf.mupdf.pdf_array_len(_value_of(stream, "Filter")) > 1
    return packed_twice or _number_of(stream, "Length") * GROWTH > MOST_UNPACKED


def _look_at_pattern(path: str, document: pymupdf.Document, xref: int) -> None:
    """Raises `UnreadableSource` for a pattern whose tiles nobody could see one of."""
    across, up = (next(iter(_numbers(document, xref, key)), 0.0) for key in ("XStep", "YStep"))
    a, b, c, d = (_numbers(document, xref, "Matrix") or [1.0, 0.0, 0.0, 1.0])[:4]
    if 0 < abs(across * up * (a * d - b * c)) < LEAST_TILE:
        raise _refusal(path, Message("a pattern of tiles too small to be seen"))


def _declares_table(document: pymupdf.Document, xref: int) -> bool:
    """Whether a stream says of itself that it is a table of codes."""
    kind: str = document.xref_get_key(xref, "Type")[1]
    return kind == "/CMap" or document.xref_get_key(xref, "CMapName") != ("null", "null")


def _look_at_table(path: str, document: pymupdf.Document, xref: int) -> None:
    """Raises `UnreadableSource` for a table of codes that names more of them than any: MuPDF counts them one by one."""
    if codes_in(_unpacked(document, xref) or b"") > MOST_CODES:
        raise _refusal(path, Message("a table of more than {count} codes", count=MOST_CODES))


def _count(names: Iterable[bytes], *beginnings: bytes) -> int:
    """How many names begin so."""
    return sum(name.startswith(beginnings) for name in names)


def _is_escaped(data: bytes) -> bool:
    """Whether a name that matters is written so that a look at the bytes does not find it."""
    return any(_spelled(_name_around(data, found.start())) in _TELLING for found in _ESCAPE.finditer(data))


def _name_around(data: bytes, at: int) -> bytes:
    """The name that a byte is in, where it is no longer than one that matters may be; else nothing, or another."""
    start = data.rfind(b"/", max(0, at - _LONGEST_ESCAPED), at)
    name = _WHOLE_NAME.match(data, start) if start >= 0 else None
    return name[0] if name is not None and name.end() > at else b""


def _refusal(path: str, what: str) -> UnreadableSource:
    return UnreadableSource(
        path, Message("this PDF unfolds to {what}, as no document does; {remedy}", what=what, remedy=_REMEDY)
    )


def _name(document: pymupdf.Document, xref: int, key: str) -> str:
    """A name or several, as they are spelled without escapes, wherever they are."""
    value = document.xref_get_key(xref, key)[1]
    value = _REFERENCE.sub(lambda found: document.xref_object(int(found[1])).strip(), value)
    return _spelled(value.encode("latin-1", "replace")).decode("latin-1")


def _spelled(name: bytes) -> bytes:
    return _ESCAPE.sub(lambda match: bytes([int(match[1], 16)]), name)


def _streams(document: pymupdf.Document) -> Iterator[int]:
    """The numbers of all objects that are streams."""
    objects = objects_of(document)  # `Document.xref_is_stream` wraps the file anew for each of many thousand
    return (xref for xref in range(1, document.xref_length()) if _is_stream(objects, xref))


def _is_stream(objects: Any, xref: int) -> bool:
    try:
        return bool(pymupdf.mupdf.pdf_obj_num_is_stream(objects, xref))
    except PYMUPDF_ERRORS:  # a damaged object is none
        return False


def _numbers(document: pymupdf.Document, xref: int, key: str) -> list[float]:
    """A number or several, wherever they are; none where there is anything else."""
    kind, value = document.xref_get_key(xref, key)
    if kind == "xref":
        value = document.xref_object(int(value.split()[0]))
    with contextlib.suppress(ValueError):
        return [float(number) for number in value.strip(" []\n").split()]
    return []


def _unpacked(document: pymupdf.Document, xref: int) -> bytes | None:
    """What is in a stream; None of a bomb."""
    filters = _FLATE.findall(_name(document, xref, "Filter"))
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


def _painted(document: pymupdf.Document, forms: list[int], fonts: list[int]) -> tuple[int, int]:
    """How many drawings a drawing paints, or a font that draws its glyphs, itself among them, and how deep they are in
    each other, at most; of one that holds itself, what is known before that."""
    inner: dict[int, dict[int, int]] = {}
    for children, painting in ((_children, forms), (_font_children, fonts)):
        for xref in painting:
            with contextlib.suppress(*PYMUPDF_ERRORS):
                inner[xref] = children(document, xref)
    counts: dict[int, int] = {}
    depths: dict[int, int] = {}
    for first in inner:
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
            depths.setdefault(xref, 1 + max((depths.get(one, 0) for one, _ in uses), default=0))
    return max(counts.values(), default=0), max(depths.values(), default=0)


def _children(document: pymupdf.Document, xref: int) -> dict[int, int]:
    """The drawings, tiles and masks that a drawing or a tile uses, and how often."""
    names = _named(document, xref, "XObject") | _named(document, xref, "Pattern")
    if not names and document.xref_get_key(xref, "Resources/ExtGState")[0] == "null":
        return {}
    found: dict[int, int] = {}
    for name, operator in _USE.findall(_unpacked(document, xref) or b""):
        use = (_HOLDING.get(operator, ""), _spelled(name))
        if use not in names:
            names[use] = None if use[0] else _mask(document, xref, use[1])
        drawing = names[use]
        if drawing is not None:
            found[drawing] = found.get(drawing, 0) + 1
    return found


def _drawn_fonts(document: pymupdf.Document, data: bytes) -> list[int]:
    """The fonts whose glyphs are drawings (Type 3): the objects that name glyphs, or, where those are packed, any."""
    found = set()
    at = data.find(b"/CharProcs")
    while at >= 0:
        number = _NUMBER.search(data, max(data.rfind(b" obj", 0, at) - LONGEST_NUMBER, 0), at)
        found.add(int(number[1]) if number else 0)
        at = data.find(b"/CharProcs", at + 1)
    asked = found if found else range(1, document.xref_length())
    return [xref for xref in asked if 0 < xref < document.xref_length() and _is_drawn(document, xref)]


def _is_drawn(document: pymupdf.Document, xref: int) -> bool:
    with contextlib.suppress(*PYMUPDF_ERRORS):
        return bool(document.xref_get_key(xref, "CharProcs")[0] != "null")
    return False


def _font_children(document: pymupdf.Document, xref: int) -> dict[int, int]:
    """What a font's glyphs may paint with, each as often as its longest glyph has bytes: no real font's paint with
    another."""
    named = {**_named(document, xref, "Font"), **_named(document, xref, "XObject")}
    longest = 0
    for _, number in _CHILD.findall(_value(document, xref, "CharProcs")) if named else ():
        longest = max(longest, len(_unpacked(document, int(number)) or b""))
    return {one: longest for one in named.values() if one is not None}


def _named(document: pymupdf.Document, xref: int, kind: str) -> dict[tuple[str, bytes], int | None]:
    """The objects of one kind of resource, by kind and name."""
    value = _value(document, xref, f"Resources/{kind}")
    return {(kind, _spelled(name.encode("latin-1", "replace"))): int(number) for name, number in _CHILD.findall(value)}


def _mask(document: pymupdf.Document, xref: int, name: bytes) -> int | None:
    """The drawing that a state of this name masks with."""
    said, value = document.xref_get_key(xref, f"Resources/ExtGState/{name.decode('latin-1')}/SMask/G")
    return int(value.split()[0]) if said == "xref" else None


def _value(document: pymupdf.Document, xref: int, key: str) -> str:
    """What a key holds, wherever that is, as PDF writes it; nothing where there is none."""
    kind, value = document.xref_get_key(xref, key)
    if kind == "xref":
        return str(document.xref_object(int(value.split()[0])))
    return "" if kind == "null" else str(value)
