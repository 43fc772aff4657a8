"""A whole page with the box of every value on it, one colour a record. Shows records; reads nothing anew."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import field

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.parts.low_confidence import DOUBTFUL
from kaigi_extract.records import (
    AgendaItem,
    Case,
    CaseForm,
    Choice,
    Clause,
    ClauseSet,
    Decision,
    Document,
    Extra,
    LegalBasis,
    Meeting,
    Outline,
    PageSpan,
    Record,
    RegisterSheet,
    Span,
    Speech,
)
from kaigi_extract.records.walk import RecordNode, spans_below, walk
from kaigi_extract.show.pages.crop import Path, ValuePlace, may_be_misread, page_images
from kaigi_extract.show.pages.margin_notes import GREY, Key, edged, with_legend
from kaigi_extract.show.pages.overlays import COLOURS, SOLID_TINT, PageMark, draw_marks, pale, scaled
from kaigi_extract.show.pages.picture import Picture
from kaigi_extract.source.page import NO_SUCH_PAGE

PREFERRED = {
    "meeting": "#CC79A7",
    "case": "#0072B2",
    "outline": "#009E73",
    "form": "#D55E00",
    "register": "#E69F00",
    "clauses": "#56B4E9",
    "document": "#000000",
}
"""The colour that a kind of record has wherever no other record of the page has taken it."""
DOUBT_LEGEND = f"may be misread (confidence below {DOUBTFUL})"
NO_PAGES = "{path} has no pages; show one of its values instead, such as document.cases[0].show()"


@dataclass
class Values:
    """One record with the places of its values."""

    kind: str
    title: str
    places: list[ValuePlace] = field(default_factory=list)
    ticks: list[ValuePlace] = field(default_factory=list)
    """Ticked boxes: filled, without a name."""

    def on(self, number: int) -> Values:
        """What of it is on one page."""
        return Values(self.kind, self.title, _on(self.places, number), _on(self.ticks, number))


def show_page(
    document: Document, number: int, *, path: Path | None = None, password: str | None = None, dpi: float = 100
) -> Picture:
    """The page with its values. Errors: those of `Document.show_page`."""
    check_page(document, number)
    [(_, page)] = page_images(document.source, path, [number], password, dpi)
    found = [here for values in values_of(document) if (here := values.on(number)).places]
    colours = _colours([values.kind for values in found])
    marks = [mark for values, colour in zip(found, colours, strict=True) for mark in _marks(values, colour, dpi)]
    keys = [Key(f"{v.kind} {v.title}".strip(), colour) for v, colour in zip(found, colours, strict=True)]
    keys += [Key("ticked", pale(mark.colour, SOLID_TINT)) for mark in marks if mark.solid][:1]
    if any(mark.dashed for mark in marks):
        keys.append(Key(DOUBT_LEGEND, GREY, dashed=True))
    caption = f"{os.path.basename(document.source.path)}, page {number}"
    shown = with_legend(draw_marks(page, marks, dpi), caption, keys, dpi)
    return Picture(edged(shown), caption)


def check_page(document: Document, number: int) -> None:
    """`ValueError` for a file without pages, and for a page that it has not."""
    if not any(page.text_origin != "text" for page in document.source.pages):
        raise ValueError(NO_PAGES.format(path=document.source.path))
    count = document.source.page_count
    if not 1 <= number <= count:
        raise ValueError(f"{document.source.path}: " + NO_SUCH_PAGE.format(number=number, count=count))


def values_of(document: Document) -> Iterator[Values]:
    """Every noun of a document with the names and places of its values, in the order of the records."""
    found: dict[int, Values] = {}
    decided = [decision for case in document.cases for decision in case.decisions]
    for node in walk(document):
        owner = found.get(id(node.owner))
        if (kind := _COLOURED.get(type(node.record))) is not None:
            places = [_place(value.field, value.evidence) for value in node.read_values() if value.evidence]
            found[id(node.record)] = Values(kind, _title(node.record), places)
        elif owner is not None and isinstance(node.record, Choice):
            owner.ticks += [_place("", node.record)] if node.record.checked else []
        elif owner is not None and not _is_marked_already(node, decided):
            owner.places += [_place(name, node.record)] if (name := _name(node)) is not None else []
    yield from found.values()


_COLOURED: dict[type[Record], str] = {
    Document: "document",
    Meeting: "meeting",
    Case: "case",
    Outline: "outline",
    CaseForm: "form",
    RegisterSheet: "register",
    ClauseSet: "clauses",
}
"""Records that have a colour of their own; what they hold is drawn in it."""


def _title(noun: Record) -> str:
    match noun:
        case Meeting(council=title):
            return title or ""
        case CaseForm(title=title, category=category):
            return title or category or ""
        case Case(title=title) | RegisterSheet(title=title) | ClauseSet(title=title):
            return title
    return ""


def _name(node: RecordNode) -> str | None:
    """What is written beside the box of a record that a noun holds; None for one that is not drawn."""
    match node.record:
        case AgendaItem():
            return f"agenda {int(node.steps[-1]) + 1}"
        case Speech(order=order):
            return f"speech {order}"
        case Decision(result=result):
            return f"decision: {result}"
        case LegalBasis():
            return "basis"
        case Clause(number=number):
            return f"clause {number}"
        case Extra(label=label):
            return label
    return None


def _is_marked_already(node: RecordNode, decided: list[Decision]) -> bool:
    """Whether the same words have a box: decisions of the meeting at their case, fields of a register as evidence."""
    if isinstance(node.owner, Meeting):
        return node.record in decided
    if isinstance(node.owner, RegisterSheet) and isinstance(node.record, Extra):
        read = {span for found in node.owner.evidence.values() for span in found.spans}
        return read.issuperset(node.record.spans)
    return False


def _place(name: str, record: Record) -> ValuePlace:
    return ValuePlace(name, spans_below(record), may_be_misread(record))


def _on(places: Iterable[ValuePlace], number: int) -> list[ValuePlace]:
    here = (
        ValuePlace(place.name, [span for span in place.spans if _is_on(span, number)], place.doubtful)
        for place in places
    )
    return [place for place in here if place.spans]


def _is_on(span: Span, number: int) -> bool:
    return isinstance(span, PageSpan) and span.page == number


def _colours(kinds: list[str]) -> list[str]:
    """A colour for each record: the one of its kind, another where that is taken, the same again where none is left."""
    colours: list[str] = []
    for kind in kinds:
        free = [colour for colour in (PREFERRED[kind], *COLOURS) if colour not in colours]
        colours.append(free[0] if free else PREFERRED[kind])
    return colours


def _marks(values: Values, colour: str, dpi: float) -> Iterator[PageMark]:
    for place in values.places:
        yield PageMark(_boxes(place, dpi), colour, place.name, place.doubtful)
    for tick in values.ticks:
        yield PageMark(_boxes(tick, dpi), colour, solid=True)


def _boxes(place: ValuePlace, dpi: float) -> list[tuple[float, float, float, float]]:
    return scaled((span.bbox for span in place.spans if isinstance(span, PageSpan)), dpi)
