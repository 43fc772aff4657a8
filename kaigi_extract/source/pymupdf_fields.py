"""Form fields of a PDF in MuPDF: which boxes are ticked. MuPDF itself draws what is filled in, mostly in place.

Imports pymupdf; decides nothing. Hold `NATIVE`.
"""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Iterator
from typing import Any

import pymupdf
from pymupdf import mupdf

from kaigi_extract.source.notes import Note
from kaigi_extract.source.orientation import View
from kaigi_extract.source.page import ButtonField, is_sized
from kaigi_extract.source.pymupdf_errors import PYMUPDF_ERRORS
from kaigi_extract.text import squeeze
from kaigi_extract.text.late_pattern import late_pattern

BUTTONS = (2, 5)
"""What PyMuPDF calls checkboxes and radio buttons."""
CHOICES = (3, 4)
"""What PyMuPDF calls fields to choose in."""
LIST = 4
"""What PyMuPDF calls a list that shows all that may be chosen."""
WORDS = (3, 4, 7)
"""What PyMuPDF calls fields that show words: to choose in and to write in."""
HIDDEN = 2 | 32
"""Flags of fields that stay off the screen."""
_REFERENCE = late_pattern(r"\s*\[?\s*(\d+) \d+ R")
OFF = "/Off"
"""The state of a box that is not ticked."""


def leads_back(document: pymupdf.Document) -> bool:
    """Whether a field of a form is among those above or below it: MuPDF follows them without end."""
    above: dict[int, int] = {}
    below: dict[int, int] = {}
    fields = []
    for number in range(1, document.xref_length()):
        with contextlib.suppress(*PYMUPDF_ERRORS):
            for ways, key in ((above, "Parent"), (below, "Kids")):
                if (other := _first_reference(document, *document.xref_get_key(number, key))) is not None:
                    ways[number] = other
            if document.xref_get_key(number, "Subtype")[1] == "/Widget":
                fields.append(number)
    return _is_circular(fields, above) or _is_circular(fields, below)


def _first_reference(document: pymupdf.Document, kind: str, value: str) -> int | None:
    """The number of the object that a value, or the first of its values, is."""
    found = _REFERENCE.match(value)
    if found is None:
        return None
    number = int(found[1])
    listed = document.xref_object(number) if kind == "xref" else ""
    return _first_reference(document, "array", listed) if listed.startswith("[") else number


def _is_circular(starts: list[int], ways: dict[int, int]) -> bool:
    """Whether one comes by again who goes from any start from one number to the next."""
    sound: set[int] = set()
    for start in starts:
        way: set[int] = set()
        at: int | None = start
        while at is not None and at not in sound:
            if at in way:
                return True
            way.add(at)
            at = ways.get(at)
        sound |= way
    return False


def buttons_of(source: pymupdf.Page, view: View) -> list[ButtonField]:
    """The checkboxes and radio buttons that a page shows, in its order."""
    rotation = source.rotation
    source.set_rotation(0)  # PyMuPDF turns the boxes of fields back in points, whatever the page counts in
    try:
        return list(_buttons(source, view))
    finally:
        source.set_rotation(rotation)


def _buttons(source: pymupdf.Page, view: View) -> Iterator[ButtonField]:
    off = {number for number, group in source.parent.get_ocgs().items() if not group["on"]}
    for widget in source.widgets(BUTTONS):
        if not _is_hidden(source.parent, widget.xref, off):
            box = widget.rect
            yield ButtonField(view.box((box.x0, box.y0, box.x1, box.y1)), _is_ticked(source.parent, widget.xref))


def show_choices(source: pymupdf.Page) -> None:
    """Has fields that have no appearance show what was chosen as the form calls it, in memory only.

    A choice may have a name inside of the form and another on it; MuPDF draws the former.
    """
    document = source.parent
    for widget in source.widgets(CHOICES):
        pairs = [choice for choice in widget.choice_values or () if isinstance(choice, tuple | list)]
        shown: dict[str, str] = {str(name): str(label) for name, label in pairs}
        if widget.field_value in shown and document.xref_get_key(widget.xref, "AP")[0] == "null":
            document.xref_set_key(widget.xref, "V", pymupdf.get_pdf_str(shown[widget.field_value]))


def take_unchosen(source: pymupdf.Page, spans: list[dict[str, Any]]) -> list[Note]:
    """The words that are chosen in lists that show all that may be, in place of these, taken from the spans of the
    page; a list in which nothing is chosen stays as it is."""
    rotation = source.rotation
    source.set_rotation(0)
    try:
        fields = [(widget.rect, _chosen(source.parent, widget), widget.xref) for widget in source.widgets((LIST,))]
    finally:
        source.set_rotation(rotation)
    notes = []
    for rect, chosen, number in fields:
        inside = [span for span in spans if _is_in(span, rect)]
        shown = squeeze("".join(chr(char[0]) for span in inside for char in span["chars"]))
        if chosen and inside and shown != squeeze("".join(chosen)):
            spans[:] = [span for span in spans if not any(span is one for one in inside)]
            _, look = source.parent.xref_get_key(number, "DA")
            notes.append(Note("Widget", "\n".join(chosen), tuple(rect), look=look))
    return notes


def _chosen(document: pymupdf.Document, widget: pymupdf.Widget) -> list[str]:
    """What is chosen in a field, as it is shown. PyMuPDF gives no value where several are."""
    file = document.this
    objects = file if isinstance(file, mupdf.PdfDocument) else mupdf.pdf_document_from_fz_document(file)
    field = mupdf.pdf_new_indirect(objects, widget.xref, 0)
    chosen = mupdf.pdf_dict_gets_inheritable(field, "V")
    each = [mupdf.pdf_array_get(chosen, k) for k in range(mupdf.pdf_array_len(chosen))]
    values = [str(mupdf.pdf_to_text_string(value)) for value in (each or [chosen])]
    pairs = [choice for choice in widget.choice_values or () if isinstance(choice, tuple | list)]
    shown = {str(name): str(label) for name, label in pairs}
    return [shown.get(value, value) for value in values if value]


def _is_in(span: dict[str, Any], rect: pymupdf.Rect) -> bool:
    x0, _, x1, _ = span["bbox"]
    return bool(rect.x0 - 1 <= x0 and x1 <= rect.x1 + 1 and rect.y0 - 1 <= _middle(span) <= rect.y1 + 1)


def take_misplaced_words(source: pymupdf.Page, spans: list[dict[str, Any]]) -> list[Note]:
    """The words of fields that MuPDF sets below their box, or in no size, taken from the spans of the page: so it does
    with a field that has no appearance and kana in it that its Japanese font has not."""
    rotation = source.rotation
    source.set_rotation(0)
    try:
        fields = [(widget.rect, str(widget.field_value or ""), widget.xref) for widget in source.widgets(WORDS)]
    finally:
        source.set_rotation(rotation)
    notes = []
    for rect, value, number in fields:
        own = [span for span in spans if _may_be_of(span, rect, squeeze(value))] if value.strip() else []
        if own and not any(is_sized(span["size"]) and rect.y0 <= _middle(span) <= rect.y1 for span in own):
            spans[:] = [span for span in spans if not any(span is one for one in own)]
            _, look = source.parent.xref_get_key(number, "DA")
            notes.append(Note("Widget", value, tuple(rect), look=look))
    return notes


def _middle(span: dict[str, Any]) -> float:
    return float(span["bbox"][1] + span["bbox"][3]) / 2


def _may_be_of(span: dict[str, Any], rect: pymupdf.Rect, value: str) -> bool:
    """Whether a span may be words of a field: it says a part of its value, in its box or right above or below."""
    x0, _, x1, _ = span["bbox"]
    if not (rect.x0 - 1 <= x0 and x1 <= rect.x1 + 1 and abs(_middle(span) - (rect.y0 + rect.y1) / 2) <= rect.height):
        return False
    words = squeeze("".join([chr(char[0]) for char in span["chars"]]))
    return bool(words) and words in value


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
