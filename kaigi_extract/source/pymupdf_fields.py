"""Form fields of a PDF in MuPDF: which boxes are ticked. MuPDF itself draws what is filled in elsewhere.

Imports pymupdf; decides nothing. Hold `NATIVE`.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator

import pymupdf

from kaigi_extract.source.orientation import View
from kaigi_extract.source.page import ButtonField

BUTTONS = (pymupdf.PDF_WIDGET_TYPE_CHECKBOX, pymupdf.PDF_WIDGET_TYPE_RADIOBUTTON)
HIDDEN = 2 | 32
"""Flags of fields that stay off the screen."""
OFF = "/Off"
"""The state of a box that is not ticked."""


def buttons_of(source: pymupdf.Page, view: View) -> Iterator[ButtonField]:
    """The checkboxes and radio buttons that a page shows, in its order."""
    off = {number for number, group in source.parent.get_ocgs().items() if not group["on"]}
    for widget in source.widgets(BUTTONS):
        if not _is_hidden(source.parent, widget.xref, off):
            box = widget.rect
            yield ButtonField(view.box((box.x0, box.y0, box.x1, box.y1)), _is_ticked(source.parent, widget.xref))


def _is_hidden(document: pymupdf.Document, number: int, off: set[int]) -> bool:
    """Whether a field is hidden, or on a layer that is off."""
    kind, flags = document.xref_get_key(number, "F")
    layer = document.xref_get_key(number, "OC")[1].split()[0]
    return (kind == "int" and bool(int(flags) & HIDDEN)) or (layer.isdigit() and int(layer) in off)


@functools.cache
def dingbats() -> dict[int, str]:
    """The symbols of Zapf Dingbats, as MuPDF brings it for files that do without, by the numbers of its glyphs."""
    font = pymupdf.Font("zadb")
    return {font.has_glyph(code): chr(code) for code in font.valid_codepoints() if code > 0xFF}


def _is_ticked(document: pymupdf.Document, number: int) -> bool:
    """By the state of its appearance; by its value, or that of the field that it is a part of, where it has none."""
    for key in ("AS", "V", "Parent/V"):
        kind, state = document.xref_get_key(number, key)
        if kind == "name":
            return bool(state != OFF)
    return False
