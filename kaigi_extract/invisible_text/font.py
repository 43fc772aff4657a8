"""The font of invisible text: one blank glyph, which stands for every character. Knows pikepdf's objects, no page.

A code of the font is a character at a width, so that what is marked in a viewer is as wide as what is printed. What the
codes mean is in the font's /ToUnicode; nothing is drawn.
"""

from __future__ import annotations

import zlib
from importlib.resources import files
from typing import Any

from kaigi_extract.ocr.own_text import OWN_FONT

WIDTHS_AN_EM = 20
"""Steps of a width in an em: a twentieth cannot be seen in a marked text."""
UNITS = 1000
"""Units of a glyph's width in an em."""
MOST_AT_ONCE = 100
"""Codes that one section of a /ToUnicode may explain."""

FONT = f"/{OWN_FONT}"
"""Name of the font on a page."""

_HEAD = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
"""
_FOOT = "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"


class InvisibleFont:
    """The codes that the text of one file needs, and the font that has them."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, int], int] = {}

    def code(self, char: str, width: float) -> int:
        """The code of a character of such a width, in ems."""
        step = max(round(width * WIDTHS_AN_EM), 1)
        return self._codes.setdefault((char, step), len(self._codes) + 1)

    def width(self, code_width: float) -> float:
        """The width that a code has which was asked for with a width, in ems."""
        return max(round(code_width * WIDTHS_AN_EM), 1) / WIDTHS_AN_EM

    def made(self, pdf: Any) -> Any:
        """The font as an object of a file."""
        from pikepdf import Array, Dictionary, Name

        return pdf.make_indirect(
            Dictionary(
                Type=Name.Font,
                Subtype=Name.Type0,
                BaseFont=Name(FONT),
                Encoding=Name("/Identity-H"),
                DescendantFonts=Array([self._descendant(pdf)]),
                ToUnicode=packed(pdf, self._meanings().encode("ascii")),
            )
        )

    def _descendant(self, pdf: Any) -> Any:
        from pikepdf import Array, Dictionary, Name, String

        program = (files("kaigi_extract.invisible_text") / f"{OWN_FONT}.ttf").read_bytes()
        descriptor = pdf.make_indirect(
            Dictionary(
                Type=Name.FontDescriptor,
                FontName=Name(FONT),
                Flags=4,
                FontBBox=Array([0, -120, UNITS, 880]),
                ItalicAngle=0,
                Ascent=880,
                Descent=-120,
                CapHeight=880,
                StemV=80,
                FontFile2=packed(pdf, program, Length1=len(program)),
            )
        )
        widths = [step * UNITS // WIDTHS_AN_EM for _, step in self._codes]
        return pdf.make_indirect(
            Dictionary(
                Type=Name.Font,
                Subtype=Name.CIDFontType2,
                BaseFont=Name(FONT),
                CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0),
                FontDescriptor=descriptor,
                DW=UNITS,
                W=Array([1, Array(widths)]),
                CIDToGIDMap=packed(pdf, b"\0\0" + b"\0\1" * len(widths)),
            )
        )

    def _meanings(self) -> str:
        lines = [f"<{code:04X}> <{_utf16(char)}>" for (char, _), code in self._codes.items()]
        sections = [lines[k : k + MOST_AT_ONCE] for k in range(0, len(lines), MOST_AT_ONCE)]
        said = "".join(f"{len(some)} beginbfchar\n" + "\n".join(some) + "\nendbfchar\n" for some in sections)
        return _HEAD + said + _FOOT


def packed(pdf: Any, data: bytes, **keys: Any) -> Any:
    """A compressed stream of a file."""
    from pikepdf import Name

    return pdf.make_stream(zlib.compress(data, 9), Filter=Name.FlateDecode, **keys)


def _utf16(char: str) -> str:
    return char.encode("utf-16-be").hex().upper()
