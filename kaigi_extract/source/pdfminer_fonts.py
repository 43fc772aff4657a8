"""pdfminer's fonts, but for tables from codes to Unicode (ToUnicode) that name more characters than there are.

pdfminer keeps each character of a range by itself: a range of four bytes takes gigabytes out of fifty bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import Any

from pdfminer.cmapdb import CMapParser, FileUnicodeMap
from pdfminer.pdffont import PDFFont
from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.pdftypes import PDFStream, resolve1

from kaigi_extract.source.limits import MOST_MAPPED


class Fonts(PDFResourceManager):
    """Makes the fonts of one file. One whose table is beyond all measure has none: its characters are unknown."""

    def get_font(self, objid: object, spec: Mapping[str, object]) -> PDFFont:
        table = resolve1(spec.get("ToUnicode"))
        is_new = "DescendantFonts" not in spec and objid not in self._cached_fonts  # the former is asked for within
        if is_new and isinstance(table, PDFStream) and _is_vast(table.get_data()):
            spec = {name: value for name, value in spec.items() if name != "ToUnicode"}
        return super().get_font(objid, spec)


class _Beyond(Exception):
    """A table names more than there is."""


class _Counted(FileUnicodeMap):
    """Counts what a table names, and keeps nothing of it."""

    def __init__(self) -> None:
        super().__init__()
        self.named = 0

    def add_cid2unichr(self, cid: int, code: Any) -> None:
        self.named += 1
        if self.named > MOST_MAPPED:
            raise _Beyond


def _is_vast(data: bytes) -> bool:
    try:
        CMapParser(_Counted(), BytesIO(data)).run()
    except _Beyond:
        return True
    except Exception:  # whatever pdfminer stumbles over in it, it does again when it makes the font
        return False
    return False
