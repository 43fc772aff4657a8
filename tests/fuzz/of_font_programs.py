"""Damages of the font programs within PDFs (TrueType, CFF): tables that claim millions, glyphs that hold themselves."""

from __future__ import annotations

import struct
from collections.abc import Callable
from random import Random

from pikepdf import Array, Dictionary, Name, Pdf, String

PROGRAMS = ("/FontFile", "/FontFile2", "/FontFile3")
GROUPS = (0, 1, 65_535, 10**6, 2**28, 2**31, 2**32 - 1)
"""That a table claims to have, whatever there is."""
HEADER, RECORD = 12, 16
"""Bytes of the head of a font program and of what it says of each table."""


def programs(pdf: Pdf, chance: Random) -> None:
    """Font programs with another table of characters, or others that claim any number of anything."""
    holders = [(one, key) for one in pdf.objects if isinstance(one, Dictionary) for key in PROGRAMS if key in one]
    if holders and chance.random() < 0.7:
        holder, key = chance.choice(holders)
        tables = _tables(holder[key].read_bytes())
        if not tables:  # a program of another kind: some of its bytes
            holder[key] = pdf.make_stream(_other_bytes(holder[key].read_bytes(), chance))
            return
        holder[key] = pdf.make_stream(_changed(tables, chance))
        if chance.random() < 0.5:  # so that its own table of characters is what is asked
            _forget_characters(pdf)
        return
    _new_font(pdf, chance)


def _changed(tables: dict[bytes, bytes], chance: Random) -> bytes:
    how = chance.randrange(5)
    name = chance.choice(sorted(tables))
    if how < 2:
        tables[b"cmap"] = characters(chance)
    elif how == 2:
        tables[name] = _other_bytes(tables[name], chance)
    elif how == 3:
        tables[name] = tables[name] * chance.choice((0, 2, 40))
    else:
        tables[b"glyf"] = composite() * chance.choice((1, 9_000))
        tables[b"loca"] = struct.pack(">3I", 0, 0, len(tables[b"glyf"])) * chance.choice((1, 20_000))
    return program(tables)


def characters(chance: Random) -> bytes:
    """A table of characters (cmap) of one kind, whose groups are as many and as wide as it says."""
    many, wide = chance.choice(GROUPS), chance.choice((1, 300, 65_535))
    last = chance.choice((9, 0xFFFF, 0x10FFFF, 2**32 - 1))
    segments = chance.choice((1, 8_000, 16_000))
    all_of_them = struct.pack(">H", 0xFFFF) * segments
    kinds: tuple[Callable[[], tuple[int, bytes]], ...] = (
        lambda: (10, struct.pack(">HHIII", 12, 0, 16 + 12 * wide, 0, many) + struct.pack(">III", 0, last, 0) * wide),
        lambda: (10, struct.pack(">HHIII", 13, 0, 16 + 12 * wide, 0, many) + struct.pack(">III", 0, last, 1) * wide),
        lambda: (10, struct.pack(">HHIIII", 8, 0, 2**20, 0, 0, 0) + bytes(8192) + struct.pack(">I", many)),
        lambda: (10, struct.pack(">HHIIII", 10, 0, 2**31, 0, 0, many) + bytes(4)),
        lambda: (1, struct.pack(">HHHHHHH", 4, 0xFFFF, 0, 2 * segments, 0, 0, 0) + all_of_them + bytes(2 + 2 * segments) + bytes(4 * segments)),
        lambda: (1, struct.pack(">HHHHHHH", 4, 0xFFFF, 0, 0xFFFF, 0, 0, 0) + all_of_them),
        lambda: (1, struct.pack(">HHH", 2, 0xFFFF, 0) + struct.pack(">H", 8) * 256 + struct.pack(">HHhH", 0, 0xFFFF, 1, 2) * wide),
        lambda: (1, struct.pack(">HHHHH", 6, 0xFFFF, 0, 0, 0xFFFF)),
        lambda: (5, struct.pack(">HII", 14, 2**20, many) + (b"\x0e\x01\x00" + struct.pack(">II", 10, 10)) * wide),
    )  # fmt: skip
    encoding, table = chance.choice(kinds)()
    records = chance.choice((1, 1, 3_000))
    record = struct.pack(">HHI", 3, encoding, 4 + 8 * records)
    return struct.pack(">HH", 0, records) + record * records + table


def composite() -> bytes:
    """A glyph that is made of itself, twice."""
    part = struct.pack(">HHbb", 0x0020, 0, 1, 1)
    return struct.pack(">hhhhh", -1, 0, 0, 9, 9) + part + part[:1] + b"\x00" + part[2:]


def program(tables: dict[bytes, bytes]) -> bytes:
    """A font program of these tables."""
    at = HEADER + RECORD * len(tables)
    head, body = struct.pack(">IHHHH", 0x00010000, len(tables), 16, 0, 0), b""
    for name, inside in sorted(tables.items()):
        head += name + struct.pack(">III", 0, at + len(body), len(inside))
        body += inside + bytes(-len(inside) % 4)
    return head + body


def _tables(data: bytes) -> dict[bytes, bytes]:
    """The tables of a TrueType program; none of another."""
    if data[:4] not in (b"\x00\x01\x00\x00", b"true", b"OTTO"):
        return {}
    found = {}
    for number in range(struct.unpack_from(">H", data, 4)[0]):
        name, _, at, length = struct.unpack_from(">4sIII", data, HEADER + RECORD * number)
        found[name] = data[at : at + length]
    return found


def _other_bytes(data: bytes, chance: Random) -> bytes:
    """Some of the bytes others, near its beginning, where numbers and places stand."""
    made = bytearray(data or b"\x00")
    for _ in range(chance.choice((1, 4, 60))):
        made[min(chance.randrange(300), len(made) - 1)] = chance.choice((0, 1, 0x7F, 0x80, 0xFF))
    return bytes(made)


def _forget_characters(pdf: Pdf) -> None:
    for one in pdf.objects:
        if isinstance(one, Dictionary) and one.get("/Type") == Name.Font and "/ToUnicode" in one:
            del one["/ToUnicode"]


def _new_font(pdf: Pdf, chance: Random) -> None:
    """A page with a word in a font that has such a table, of either make, and without one to Unicode."""
    tables = {
        b"head": struct.pack(">IIIIHHQQhhhhHHhhh", 0x10000, 0, 0, 0x5F0F3CF5, 0, 1000, 0, 0, 0, 0, 99, 99, 0, 9, 2, 1, 0),
        b"hhea": struct.pack(">IhhhHhhh8xhhH", 0x10000, 800, -200, 0, 1000, 0, 0, 1000, 1, 0, chance.choice((1, 0xFFFF))),
        b"maxp": struct.pack(">IH", 0x10000, chance.choice((1, 0xFFFF))) + b"\x00\x09" * 13,
        b"hmtx": bytes(8), b"loca": bytes(8), b"glyf": composite(), b"cmap": characters(chance),
    }  # fmt: skip
    file = Dictionary(FontFile2=pdf.make_stream(program(tables)))
    described = pdf.make_indirect(Dictionary(Type=Name.FontDescriptor, FontName=Name("/X"), Flags=chance.choice((4, 32)), FontBBox=Array([0, 0, 9, 9]), **file))  # fmt: skip
    font = Dictionary(Type=Name.Font, Subtype=Name.TrueType, BaseFont=Name("/X"), FirstChar=32, LastChar=33, Widths=Array([500, 500]), FontDescriptor=described)  # fmt: skip
    if chance.random() < 0.6:
        collected = Dictionary(Registry=String("Adobe"), Ordering=String(chance.choice(("Identity", "UCS", "Japan1"))), Supplement=0)  # fmt: skip
        inner = Dictionary(Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=Name("/X"), CIDSystemInfo=collected, FontDescriptor=described)  # fmt: skip
        font = Dictionary(Type=Name.Font, Subtype=Name.Type0, BaseFont=Name("/X"), Encoding=Name("/Identity-H"), DescendantFonts=Array([pdf.make_indirect(inner)]))  # fmt: skip
    page = chance.choice(pdf.pages).obj
    resources = page.get("/Resources", Dictionary())
    fonts = resources.get("/Font", Dictionary())
    fonts["/FX"] = pdf.make_indirect(font)
    resources["/Font"] = fonts
    page.Resources = resources
    content = page.get("/Contents", Array([]))
    before = list(content) if isinstance(content, Array) else [content]
    page.Contents = Array([*before, pdf.make_stream(b"\nBT /FX 12 Tf 60 60 Td (  !!) Tj ET\n")])
