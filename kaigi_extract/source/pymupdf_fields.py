"""Form fields of a PDF in MuPDF: which boxes are ticked. MuPDF itself draws what is filled in, mostly in place.

Imports pymupdf; decides nothing. Hold `NATIVE`.
"""

from __future__ import annotations

import contextlib
import functools
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from typing import Any

import pymupdf
from pymupdf import mupdf

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.source.frame import Bbox
from kaigi_extract.source.notes import Note
from kaigi_extract.source.orientation import View
from kaigi_extract.source.page import ButtonField, is_sized
from kaigi_extract.source.pymupdf_errors import PYMUPDF_ERRORS
from kaigi_extract.source.pymupdf_objects import each_once
from kaigi_extract.text import squeeze
from kaigi_extract.text.late_pattern import late_pattern

BUTTONS = (2, 5)
"""What PyMuPDF calls checkboxes and radio buttons."""
CHOICES = (3, 4)
"""What PyMuPDF calls fields to choose in."""
LIST = 4
"""What PyMuPDF calls a list that shows all that may be chosen."""
PAIR = 2
"""Of a choice that has a name and is called something else."""
WORDS = (3, 4, 7)
"""What PyMuPDF calls fields that show words: to choose in and to write in."""
HIDDEN = 2 | 32
"""Flags of fields that stay off the screen."""
_REFERENCE = late_pattern(r"\s*\[?\s*(\d+) \d+ R")
OFF = "Off"
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


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form as a page shows it."""

    object: Any
    """MuPDF's."""
    kind: int
    """What PyMuPDF calls it."""
    bbox: Bbox
    """On the page as it lies in the file: not turned."""

    @property
    def value(self) -> str:
        """What it holds, as it is kept in the file; nothing where several are chosen."""
        return mupdf.pdf_field_value(self.object) or ""

    @property
    def look(self) -> str:
        """What it is written with."""
        return str(mupdf.pdf_to_text_string(mupdf.pdf_dict_gets(self.object, "DA")))

    def labels(self) -> dict[str, str]:
        """What each choice is called on the form, by its name in the file, for those that are called something else."""
        listed = mupdf.pdf_dict_gets_inheritable(self.object, "Opt")
        pairs = [mupdf.pdf_array_get(listed, at) for at in range(mupdf.pdf_array_len(listed))]
        return {
            str(mupdf.pdf_to_text_string(mupdf.pdf_array_get(pair, 0))): str(
                mupdf.pdf_to_text_string(mupdf.pdf_array_get(pair, 1))
            )
            for pair in pairs
            if mupdf.pdf_array_len(pair) == PAIR
        }


def fields_of(source: pymupdf.Page) -> list[Field]:
    """The fields of a page in its order."""
    rotation = source.rotation
    source.set_rotation(0)  # MuPDF gives boxes on the page as it is turned, and turns them in points
    try:
        matrix = source.derotation_matrix
        found = []
        first = mupdf.pdf_first_widget(mupdf.pdf_page_from_fz_page(source.this))
        for widget, about in each_once(first, mupdf.pdf_next_widget):
            box = mupdf.pdf_bound_annot(widget)
            x0, y0, x1, y1 = pymupdf.Rect(box.x0, box.y0, box.x1, box.y1) * matrix
            found.append(Field(about, mupdf.pdf_widget_type(widget), (x0, y0, x1, y1)))
        return found
    finally:
        source.set_rotation(rotation)


def buttons_of(source: pymupdf.Page, fields: list[Field], view: View) -> list[ButtonField]:
    """The checkboxes and radio buttons that a page shows, in its order."""
    off = {number for number, group in source.parent.get_ocgs().items() if not group["on"]}
    return [
        ButtonField(view.box(field.bbox), _is_ticked(field.object))
        for field in fields
        if field.kind in BUTTONS and not _is_hidden(field.object, off)
    ]


def show_choices(fields: list[Field]) -> None:
    """Has fields that have no appearance show what was chosen as the form calls it, in memory only.

    A choice may have a name inside of the form and another on it; MuPDF draws the former.
    """
    for field in fields:
        if field.kind in CHOICES and not mupdf.pdf_dict_gets(field.object, "AP").m_internal:
            label = field.labels().get(field.value)
            if label is not None:
                mupdf.pdf_dict_puts(field.object, "V", mupdf.pdf_new_text_string(label))


class _Spans:
    """The spans of a page by their height, so that what is in a field or beside it is found among many."""

    def __init__(self, spans: list[dict[str, Any]]) -> None:
        self.all = spans
        self._order = sorted(range(len(spans)), key=lambda at: _middle(spans[at]))
        self._heights = [_middle(spans[at]) for at in self._order]
        self._taken: set[int] = set()

    def between(self, top: float, bottom: float) -> list[int]:
        """The numbers of those whose middle is between two heights and that are not taken, in the page's order."""
        found = self._order[bisect_left(self._heights, top) : bisect_right(self._heights, bottom)]
        return sorted(at for at in found if at not in self._taken)

    def take(self, numbers: Iterable[int]) -> None:
        """These are of a field, which says them itself."""
        self._taken.update(numbers)

    def left(self) -> list[dict[str, Any]]:
        """Those that are not taken."""
        return [span for at, span in enumerate(self.all) if at not in self._taken]


def take_words(fields: list[Field], traced: list[dict[str, Any]]) -> list[Note]:
    """The words of fields that MuPDF does not draw as they are to be seen, in place of those that it draws: these are
    taken from the spans of the page."""
    spans = _Spans(traced)
    notes = [*_take_unchosen(fields, spans), *_take_misplaced(fields, spans)]
    traced[:] = spans.left()
    return notes


def _take_unchosen(fields: list[Field], spans: _Spans) -> list[Note]:
    """Of lists that show all that may be chosen, the words that are; a list in which nothing is stays as it is."""
    notes = []
    for field in fields:
        chosen = _chosen(field) if field.kind == LIST else []
        _, top, _, bottom = field.bbox
        near = spans.between(top - 1, bottom + 1) if chosen else []
        inside = [at for at in near if _is_within(spans.all[at], field.bbox)]
        shown = squeeze("".join(chr(char[0]) for at in inside for char in spans.all[at]["chars"]))
        if inside and shown != squeeze("".join(chosen)):
            spans.take(inside)
            notes.append(Note("Widget", "\n".join(chosen), field.bbox, look=field.look))
    return notes


def _chosen(field: Field) -> list[str]:
    """What is chosen in a field, as it is shown; it may be several."""
    chosen = mupdf.pdf_dict_gets_inheritable(field.object, "V")
    each = [mupdf.pdf_array_get(chosen, k) for k in range(mupdf.pdf_array_len(chosen))]
    values = [str(mupdf.pdf_to_text_string(value)) for value in (each or [chosen])]
    labels = field.labels()
    return [labels.get(value, value) for value in values if value]


def _is_within(span: dict[str, Any], box: Bbox) -> bool:
    """Whether a span is no wider than a box, as far as it is beside it."""
    x0, _, x1, _ = span["bbox"]
    return bool(box[0] - 1 <= x0 and x1 <= box[2] + 1)


def _take_misplaced(fields: list[Field], spans: _Spans) -> list[Note]:
    """The words that MuPDF sets below their box, or in no size: so it does with a field that has no appearance and
    kana in it that its Japanese font has not."""
    notes = []
    for field in fields:
        value = field.value if field.kind in WORDS else ""
        _, top, _, bottom = field.bbox
        words, middle, height = squeeze(value), (top + bottom) / 2, bottom - top
        near = spans.between(middle - height, middle + height) if words else []  # right above or below too
        own = [at for at in near if _may_be_of(spans.all[at], field.bbox, words)]
        if own and not any(_is_shown(spans.all[at], field.bbox) for at in own):
            spans.take(own)
            notes.append(Note("Widget", value, field.bbox, look=field.look))
    return notes


def _is_shown(span: dict[str, Any], box: Bbox) -> bool:
    return is_sized(span["size"]) and box[1] <= _middle(span) <= box[3]


def _middle(span: dict[str, Any]) -> float:
    return float(span["bbox"][1] + span["bbox"][3]) / 2


def _may_be_of(span: dict[str, Any], box: Bbox, value: str) -> bool:
    """Whether a span near a field may be words of it: it says a part of its value."""
    words = squeeze("".join([chr(char[0]) for char in span["chars"]])) if _is_within(span, box) else ""
    return bool(words) and words in value


def _is_hidden(field: Any, off: set[int]) -> bool:
    """Whether a field is hidden, or on a layer that is off."""
    flags = mupdf.pdf_to_int(mupdf.pdf_dict_gets(field, "F"))
    return bool(flags & HIDDEN) or mupdf.pdf_to_num(mupdf.pdf_dict_gets(field, "OC")) in off


@functools.cache
def dingbats() -> dict[int, str]:
    """The symbols of Zapf Dingbats, as MuPDF brings it for files that do without, by the numbers of its glyphs."""
    font = pymupdf.Font("zadb")
    return {font.has_glyph(code): chr(code) for code in font.valid_codepoints() if code > 0xFF}


def _is_ticked(field: Any) -> bool:
    """By the state of its appearance; by its value, or that of the field that it is a part of, where it has none."""
    parent = mupdf.pdf_dict_gets(field, "Parent")
    for holder, key in ((field, "AS"), (field, "V"), (parent, "V")):
        state = mupdf.pdf_dict_gets(holder, key)
        if mupdf.pdf_is_name(state):
            return bool(mupdf.pdf_to_name(state) != OFF)
    return False
