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

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.source.askew import Straight
from kaigi_extract.source.drawing import Drawing, paints
from kaigi_extract.source.notes import COVERING, MARKS, ON_TOP, TYPEWRITER, Note
from kaigi_extract.source.orientation import View
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
    kinds = {annotation.xref: annotation.type[1] for annotation in source.annots() if annotation.type[1] in MARKS}
    marks.notes = [_note(source, number, kind) for number, kind in kinds.items()]
    _delete(source, [number for number, kind in kinds.items() if kind not in COVERING])
    covering = [number for number, kind in kinds.items() if kind in COVERING]
    if covering:
        drawings, painted = clipped_drawings(source), find_painted(source).marks
        _delete(source, covering)
        marks.drawings = _more(drawings, clipped_drawings(source), itemgetter("type", "rect"))
        marks.painted = _more(painted, find_painted(source).marks, attrgetter("whole", "picture"))
    return marks


def _note(source: pymupdf.Page, number: int, kind: str) -> Note:
    annotation = source.load_annot(number)
    _, look = source.parent.xref_get_key(number, "DA")
    _, intent = source.parent.xref_get_key(number, "IT")
    text = annotation.info.get("content") or ""
    return Note(kind, text, tuple(annotation.rect), intent == f"/{TYPEWRITER}", look)


def _delete(source: pymupdf.Page, numbers: Iterable[int]) -> None:
    for number in numbers:
        source.delete_annot(source.load_annot(number))


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
