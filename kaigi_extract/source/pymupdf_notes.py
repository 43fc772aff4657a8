"""A reviewer's marks on a PDF page through PyMuPDF: what they say, and what they lay over the page. Takes them off it.

Imports pymupdf; decides nothing. Hold `NATIVE`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import field, replace
from operator import attrgetter, itemgetter
from typing import Any

import pymupdf
from pymupdf import mupdf

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.source.askew import Straight
from kaigi_extract.source.drawing import Drawing, paints
from kaigi_extract.source.notes import COVERING, MARKS, ON_TOP, TYPEWRITER, Note
from kaigi_extract.source.orientation import View
from kaigi_extract.source.pymupdf_objects import each_once
from kaigi_extract.source.pymupdf_painting import Painted, clipped_drawings, find_painted
from kaigi_extract.source.visibility import Paint


@dataclass(slots=True)
class Marks:
    """The marks of one page, in points of the page as stored."""

    notes: list[Note] = field(default_factory=list)
    drawings: list[Drawing] = field(default_factory=list)
    """What is drawn for them."""
    painted: list[Painted] = field(default_factory=list)
    """Pictures and shades of them."""

    def covers(self, view: View, straight: Straight | None) -> list[Paint]:
        """What they lay over the page, in upright points."""
        drawings = self.drawings if straight is None else [straight.drawing(drawing) for drawing in self.drawings]
        areas = [paint for drawing in drawings for paint in paints(drawing, view)]
        areas += [mark.paint(view) for mark in self.painted]
        return [replace(area, order=ON_TOP) for area in areas]


def take_marks(source: pymupdf.Page) -> Marks:
    """A reviewer's marks, taken off the page: what is left is the page as it was made."""
    marks = Marks()
    if source.first_annot is None:
        return marks
    first = mupdf.pdf_first_annot(mupdf.pdf_page_from_fz_page(source.this))
    annotations = [one for one, _ in each_once(first, mupdf.pdf_next_annot) if _kind(one) in MARKS]
    marks.notes = [_note(source, annotation) for annotation in annotations]
    covering = [annotation for annotation in annotations if _kind(annotation) in COVERING]
    _delete(source, [annotation for annotation in annotations if _kind(annotation) not in COVERING])
    if covering:
        drawings, painted = clipped_drawings(source), find_painted(source).marks
        _delete(source, covering)
        marks.drawings = _more(drawings, clipped_drawings(source), itemgetter("type", "rect"))
        marks.painted = _more(painted, find_painted(source).marks, attrgetter("whole", "picture"))
    return marks


def _kind(annotation: Any) -> str:
    return str(mupdf.pdf_string_from_annot_type(mupdf.pdf_annot_type(annotation)))


def _note(source: pymupdf.Page, annotation: Any) -> Note:
    about, box = mupdf.pdf_annot_obj(annotation), mupdf.pdf_bound_annot(annotation)
    look = mupdf.pdf_to_text_string(mupdf.pdf_dict_gets(about, "DA"))
    intent = mupdf.pdf_to_name(mupdf.pdf_dict_gets(about, "IT"))
    bbox = tuple(pymupdf.Rect(box.x0, box.y0, box.x1, box.y1) * source.derotation_matrix)
    return Note(_kind(annotation), mupdf.pdf_annot_contents(annotation), bbox, intent == TYPEWRITER, look)


def _delete(source: pymupdf.Page, annotations: Iterable[Any]) -> None:
    page = mupdf.pdf_page_from_fz_page(source.this)
    for annotation in annotations:
        mupdf.pdf_delete_annot(page, annotation)


def _more(before: Iterable[Any], after: Iterable[Any], key: Any) -> list[Any]:
    """What was there before, and is not after."""
    left = Counter(map(key, after))
    gone = []
    for one in before:
        if left[key(one)]:
            left[key(one)] -= 1
        else:
            gone.append(one)
    return gone
