"""pdfminer's fonts, but for tables that name more characters than a font has: to Unicode (ToUnicode), of widths, and
those of their own programs (cmap).

pdfminer keeps each character of a range by itself: a range of four bytes takes gigabytes out of fifty bytes.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any, BinaryIO, cast

from pdfminer.cmapdb import CMapParser, FileUnicodeMap
from pdfminer.pdffont import PDFFont, TrueTypeFont
from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.pdftypes import PDFStream, resolve1
from pdfminer.psparser import literal_name

from kaigi_extract.source.limits import MOST_KEPT, MOST_MAPPED, MOST_NAMED

LAST_CODE = 0xFFFF
"""The last character of a font: codes have two bytes, as have the numbers of characters."""
LONGEST = 64 * (LAST_CODE + 1)
"""Bytes of a table to Unicode: one of every character takes some 20 for each."""
WIDTHS = {"W": 3, "W2": 5}
"""Tables of widths, and how many numbers one of their ranges has: its first and last character, then the widths."""


class Fonts(PDFResourceManager):
    """Makes the fonts of one file. One whose table is beyond all measure has none: its characters are unknown."""

    def __init__(self) -> None:
        super().__init__()
        self._maps: dict[int, FileUnicodeMap | None] = {}
        """What is read of each table, by its object."""
        self._kept = 0

    def begin_page(self) -> None:
        """Forgets the fonts of the pages before where they are many: those that are needed are made again."""
        if self._kept > MOST_KEPT // 2:
            self._cached_fonts.clear()
            self._maps.clear()
            self._kept = 0

    def get_font(self, objid: object, spec: Mapping[str, object]) -> PDFFont:
        holds_another = literal_name(spec.get("Subtype")) == "Type0"  # which is asked for within
        if objid in self._cached_fonts or holds_another:
            return super().get_font(objid, spec)
        bounded = {**spec, **{key: _widths(spec[key], size) for key, size in WIDTHS.items() if key in spec}}
        table = resolve1(spec.get("ToUnicode"))
        if not isinstance(table, PDFStream):
            return super().get_font(objid, _without_endless_program(bounded))
        characters = self._characters(table)
        if characters is None:
            del bounded["ToUnicode"]
            return super().get_font(objid, bounded)
        font = super().get_font(objid, bounded | {"ToUnicode": PDFStream({}, b"")})
        cast(Any, font).unicode_map = characters
        return font

    def _characters(self, table: PDFStream) -> FileUnicodeMap | None:
        """The characters that a table names; None where they are too many, by themselves or with those of others."""
        if table.objid in self._maps:
            return self._maps[table.objid]
        found = _read(table.get_data())
        self._kept += found.named
        kept = found if found.named <= MOST_MAPPED and self._kept <= MOST_KEPT else None
        if table.objid is not None:
            self._maps[table.objid] = kept
        return kept


class _Beyond(Exception):
    """A table names more than there is."""


class _Counted(FileUnicodeMap):
    """Keeps what a table names of a font's characters, and counts whatever it names."""

    def __init__(self) -> None:
        super().__init__()
        self.named = 0

    def add_cid2unichr(self, cid: int, code: Any) -> None:
        self.named += 1
        if self.named > MOST_MAPPED:
            raise _Beyond
        if cid <= LAST_CODE:
            super().add_cid2unichr(cid, code)


def _read(data: bytes) -> _Counted:
    found = _Counted()
    if len(data) > LONGEST:
        found.named = MOST_MAPPED + 1
        return found
    with contextlib.suppress(_Beyond):
        CMapParser(found, BytesIO(data)).run()
    return found


class _Program(TrueTypeFont):
    """A font program whose tables of characters are read no further than they may go: `_Beyond`."""

    def __init__(self, data: bytes) -> None:
        super().__init__("", BytesIO(data))
        self._codes = _Codes()

    def parse_cmap_format_2(self, fp: BinaryIO, char2gid: dict[int, int]) -> None:
        super().parse_cmap_format_2(fp, self._codes)

    def parse_cmap_format_4(self, fp: BinaryIO, char2gid: dict[int, int]) -> None:
        super().parse_cmap_format_4(fp, self._codes)

    def parse_cmap_format_12(self, fp: BinaryIO, char2gid: dict[int, int]) -> None:
        super().parse_cmap_format_12(fp, self._codes)


class _Codes(dict[int, int]):
    """Keeps nothing, and counts what it is given."""

    def __init__(self) -> None:
        super().__init__()
        self.named = 0

    def __setitem__(self, code: int, glyph: int) -> None:
        self.named += 1
        if self.named > MOST_NAMED:
            raise _Beyond


def _without_endless_program(spec: dict[str, Any]) -> dict[str, Any]:
    """A font as it is described, without its program where the tables of that name more characters than there are."""
    if not str(literal_name(spec.get("Subtype"))).startswith("CIDFont"):  # of others pdfminer reads no such table
        return spec
    described = resolve1(spec.get("FontDescriptor"))
    file = resolve1(described.get("FontFile2")) if isinstance(described, dict) else None
    if not isinstance(file, PDFStream):
        return spec
    try:
        _Program(file.get_data()).create_unicode_map()
    except _Beyond:
        return spec | {"FontDescriptor": {key: value for key, value in described.items() if key != "FontFile2"}}
    except Exception:  # damaged in another way, which pdfminer meets again where it reads it
        return spec
    return spec


def _widths(table: object, size: int) -> object:
    """A table of widths without what it says of characters that no font has."""
    items = resolve1(table)
    return list(_bounded(items, size)) if isinstance(items, list) else table


def _bounded(items: list[object], size: int) -> Iterator[object]:
    """Ranges are cut at the last character; where they name more than there are, the rest is left out."""
    numbers: list[Any] = []
    named = 0
    for item in map(resolve1, items):
        if isinstance(item, list):
            named += len(item)
            yield from (*numbers[-1:], item)
            numbers = []
        elif isinstance(item, (int, float)):
            numbers.append(item)
        if len(numbers) == size:
            first, last, *widths = numbers
            first, last = max(first, 0), min(last, LAST_CODE)
            named += max(last - first, 0)
            yield from (first, last, *widths)
            numbers = []
        if named > MOST_MAPPED:
            return
