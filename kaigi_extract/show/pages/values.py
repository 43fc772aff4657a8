"""A whole page with the box of every value on it, one colour a record. Shows records; reads nothing anew."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from kaigi_extract.parts.low_confidence import DOUBTFUL
from kaigi_extract.records import Case, ClauseSet, Document, Extra, Meeting, PageSpan, Record, RegisterSheet, Span
from kaigi_extract.show.pages.crop import Path, Place, is_doubtful, page_images, spans_below
from kaigi_extract.show.pages.margin_notes import GREY, Key, edged, with_legend
from kaigi_extract.show.pages.overlays import COLOURS, SOLID, Mark, draw_marks, pale, scaled
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
DOUBT = f"may be misread (confidence below {DOUBTFUL})"
NO_PAGES = "{path} has no pages; show one of its values instead, such as document.cases[0].show()"


@dataclass
class Values:
    """One record with the places of its values."""

    kind: str
    title: str
    places: list[Place] = field(default_factory=list)
    ticks: list[Place] = field(default_factory=list)
    """Ticked boxes: filled, without a name."""

    def on(self, number: int) -> Values:
        """What of it stands on one page."""
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
    keys += [Key("ticked", pale(mark.colour, SOLID)) for mark in marks if mark.solid][:1]
    if any(mark.dashed for mark in marks):
        keys.append(Key(DOUBT, GREY, dashed=True))
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
    """Every record of a document that has values, with their names and places."""
    yield Values("document", "", _evidence(document))
    if document.meeting is not None:
        yield _meeting(document.meeting, document.cases)
    for case in document.cases:
        yield from _case(case)
    for register in document.registers:
        yield _register(register)
    for clause_set in document.clause_sets:
        yield _clause_set(clause_set)


def _meeting(meeting: Meeting, cases: Iterable[Case]) -> Values:
    """The meeting; of its decisions, those that belong to no case."""
    known = [decision for case in cases for decision in case.decisions]
    values = Values("meeting", meeting.council or "", _evidence(meeting))
    values.places += [_place(f"agenda {k}", entry) for k, entry in enumerate(meeting.agenda, 1)]
    values.places += [_place(f"speech {speech.order}", speech) for speech in meeting.speeches]
    values.places += [
        _place(f"decision: {decision.result}", decision) for decision in meeting.decisions if decision not in known
    ]
    return values


def _case(case: Case) -> Iterator[Values]:
    values = Values("case", case.title, _evidence(case))
    values.places += [_place("basis", basis) for basis in case.bases]
    values.places += [_place(f"decision: {decision.result}", decision) for decision in case.decisions]
    yield values
    if case.outline is not None:
        yield Values("outline", "", _evidence(case.outline) + _extra(case.outline.extra))
    for form in case.forms:
        yield Values("form", form.title or form.category or "", _evidence(form) + _extra(form.extra))


def _register(register: RegisterSheet) -> Values:
    values = Values("register", register.title, _evidence(register))
    known = {span for place in values.places for span in place.spans}
    values.places += _extra(extra for extra in register.fields if not known.issuperset(extra.spans))
    values.ticks = [_place("", choice) for found in register.choices.values() for choice in found if choice.checked]
    return values


def _clause_set(clause_set: ClauseSet) -> Values:
    clauses = [_place(f"clause {clause.number}", clause) for clause in clause_set.clauses]
    return Values("clauses", clause_set.title, _evidence(clause_set) + clauses)


def _evidence(record: Record) -> list[Place]:
    return [_place(name, found) for name, found in getattr(record, "evidence", {}).items()]


def _extra(extra: Iterable[Extra]) -> list[Place]:
    return [_place(found.label, found) for found in extra]


def _place(name: str, record: Record) -> Place:
    return Place(name, list(spans_below(record)), is_doubtful(record))


def _on(places: Iterable[Place], number: int) -> list[Place]:
    here = (
        Place(place.name, [span for span in place.spans if _is_on(span, number)], place.doubtful) for place in places
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


def _marks(values: Values, colour: str, dpi: float) -> Iterator[Mark]:
    for place in values.places:
        yield Mark(_boxes(place, dpi), colour, place.name, place.doubtful)
    for tick in values.ticks:
        yield Mark(_boxes(tick, dpi), colour, solid=True)


def _boxes(place: Place, dpi: float) -> list[tuple[float, float, float, float]]:
    return scaled((span.bbox for span in place.spans if isinstance(span, PageSpan)), dpi)
