"""Where the values of a document are and what is printed behind each, by which a correction finds its own again.

Reads documents, changes nothing.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.records.base import Record
from kaigi_extract.records.correction import Correction
from kaigi_extract.records.span import Evidence, PageSpan, Span
from kaigi_extract.records.walk import RecordNode, evidence_of, pointer_step, walk

if TYPE_CHECKING:
    from kaigi_extract.records.document import Document

_FIXED = {"source", "findings", "schema_version", "mapping", "sections", "tables", "evidence", "spans"}
"""Fields that say what is printed and how it was read: no value that a person could know better."""
_TITLES = ("title", "heading", "text", "council")
_SAME_PLACE = 0.5
"""Share of two areas that both have, from which they are one place."""


@dataclass(frozen=True, slots=True)
class ValuePlace:
    """One value of a document: a field of a record, or what is within one."""

    node: RecordNode
    field: str
    rest: tuple[str, ...] = ()
    """Indices and keys from the field on."""

    @property
    def pointer(self) -> str:
        """The JSON Pointer of the value."""
        return "".join([self.node.pointer, *(f"/{pointer_step(step)}" for step in (self.field, *self.rest))])

    @property
    def value(self) -> Any:
        """As in the record."""
        value = getattr(self.node.record, self.field)
        for step in self.rest:
            value = value[int(step)] if isinstance(value, list) else value[step]
        return value

    @property
    def evidence(self) -> Evidence | None:
        """What is printed behind the field itself."""
        return evidence_of(self.node.record).get(self.field)


@dataclass(frozen=True, slots=True)
class Printed:
    """What is printed behind a value."""

    text: str | None
    label: str | None = None
    spans: tuple[Span, ...] = ()
    confidence: float | None = None
    own: bool = False
    """Whether the text is the value itself."""


class Places:
    """The values of a document, found by their field and by what is printed: once for all corrections of it.

    `changed` is told what is put anywhere meanwhile.
    """

    def __init__(self, document: Document) -> None:
        self._document = document
        self._alike: dict[tuple[str, tuple[str, ...]], _Alike] = {}
        """By the field, and the steps within it."""

    def moved(self, one: Correction) -> ValuePlace | None:
        """The one place of the field that a correction is of where its print is now; None where there are several."""
        if not one.text:
            return None
        steps = one.pointer.split("/")
        names = [step for step in steps if not step.isdecimal()]
        at = len(steps) - 1 - steps[::-1].index(names[-1])
        key = names[-1], tuple(steps[at + 1 :])
        if key not in self._alike:
            self._alike[key] = _Alike(_places(self._document, *key))
        near = self._alike[key].near(one)
        same = list(islice((other for other in near if stands(self._document, other, one)), 2))
        return same[0] if len(same) == 1 else None

    def changed(self, place: ValuePlace, before: object) -> None:
        """A value has been put in the place of `before`."""
        if _is_plain(before) and _is_plain(getattr(place.node.record, place.field)):
            for alike in self._alike.values():
                alike.look_again(place.node.record)
        else:
            self._alike.clear()


class _Alike:
    """The places of one field, by what is printed and by the pages that it is on."""

    def __init__(self, places: Iterable[ValuePlace]) -> None:
        self._places = list(places)
        self._texts: list[str | None] = [None] * len(self._places)
        self._by_text: dict[str, dict[int, None]] = defaultdict(dict)
        self._by_pages: dict[frozenset[int], list[int]] = defaultdict(list)
        self._by_record: dict[int, list[int]] = defaultdict(list)
        for number, place in enumerate(self._places):
            self._by_record[id(place.node.record)].append(number)
            spans = self._look(number).spans
            if pages := _pages(spans):
                self._by_pages[pages].append(number)

    def near(self, one: Correction) -> Iterator[ValuePlace]:
        """Those that the print of a correction may be behind, each once."""
        numbers = dict(self._by_text.get(plain(one.text or ""), {}))
        if isinstance(one.value, str):
            numbers |= self._by_text.get(plain(one.value), {})
        numbers |= dict.fromkeys(self._by_pages.get(_pages(one.spans), ()))
        for number in sorted(numbers):
            if _is_there(self._places[number]):
                yield self._places[number]

    def look_again(self, record: Record) -> None:
        """What is printed behind the values of a record may be other words now."""
        for number in self._by_record.get(id(record), ()):
            self._look(number)

    def _look(self, number: int) -> Printed:
        place = self._places[number]
        found = printed(place) if _is_there(place) else Printed(None)
        text = None if found.text is None else plain(found.text)
        if text != (known := self._texts[number]):
            if known is not None:
                self._by_text[known].pop(number, None)
            if text is not None:
                self._by_text[text][number] = None
            self._texts[number] = text
        return found


def _is_plain(value: object) -> bool:
    """Whether a value holds no other one: nothing moves where it changes."""
    return not isinstance(value, (list, dict, Record))


def _is_there(place: ValuePlace) -> bool:
    try:
        place.value  # noqa: B018  (whether there is such an entry)
    except (LookupError, TypeError, ValueError):
        return False
    return True


def _places(document: Document, name: str, rest: tuple[str, ...]) -> Iterator[ValuePlace]:
    """Every value of a field, or of what is so many steps within it."""
    for node in walk(document):
        if name in fields(node.record):
            place = ValuePlace(node, name, rest)
            if _is_there(place):
                yield place


def fields(record: Record) -> list[str]:
    """The fields of a record that people may know better."""
    return [name for name in type(record).model_fields if name not in _FIXED]


def printed(place: ValuePlace) -> Printed:
    """What is printed behind a value: its own evidence, else its record's text, else the evidence of what holds it."""
    record, field = place.node.record, place.field
    if place.evidence is not None:
        found = place.evidence
        return Printed(found.text, found.label, tuple(found.spans), found.confidence)
    text = getattr(record, "text", None)
    if isinstance(text, str):
        spans, sure = getattr(record, "spans", ()), getattr(record, "confidence", None)
        return Printed(text, None, tuple(spans or ()), sure, own=field == "text")
    node = place.node
    while node.parent is not None and node.field is not None:
        found_above = evidence_of(node.parent.record).get(node.field)
        if found_above is not None:
            return Printed(found_above.text, found_above.label, tuple(found_above.spans), found_above.confidence)
        node = node.parent
    if isinstance(place.value, str):
        return Printed(place.value, None, tuple(getattr(record, "spans", ())), own=True)
    return Printed(None)


def stands(document: Document, place: ValuePlace, one: Correction) -> bool:
    """Whether the print behind a value is what it was when it was corrected."""
    behind, same_file = printed(place), document.source.sha256 == one.sha256
    if one.text is None or behind.text is None:
        in_it = one.pointer == place.pointer and one.anchor == anchor(place)
        return in_it and (same_file or one.text == behind.text)
    if plain(behind.text) == plain(one.text):
        return True
    if behind.own and isinstance(one.value, str) and plain(behind.text) == plain(one.value):
        return True
    recognised = one.confidence is not None or behind.confidence is not None
    return same_file and recognised and _same_place(one.spans, behind.spans)


def anchor(place: ValuePlace) -> str | None:
    """What is printed of the record that a value is in, by which it is known where the value itself is not printed."""
    node: RecordNode | None = place.node
    while node is not None:
        for name in _TITLES:
            text = getattr(node.record, name, None)
            if isinstance(text, str) and (node is not place.node or name != place.field):
                return plain(text)
        node = node.parent
    return None


def plain(text: str) -> str:
    """A text without white space and width, which readers see differently."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def _pages(spans: Iterable[Span]) -> frozenset[int]:
    return frozenset(span.page for span in spans if isinstance(span, PageSpan))


def _same_place(one: Iterable[Span], other: Iterable[Span]) -> bool:
    """Whether two values are printed in one place: pages are the same print, whoever recognises them."""
    areas = []
    for spans in (one, other):
        boxes = [span for span in spans if isinstance(span, PageSpan)]
        if not boxes:
            return False
        low = [min(box.bbox[at] for box in boxes) for at in (0, 1)]
        high = [max(box.bbox[at] for box in boxes) for at in (2, 3)]
        areas.append(({box.page for box in boxes}, low, high))
    (pages, low, high), (others, low2, high2) = areas
    both = _area(list(map(max, low, low2)), list(map(min, high, high2)))
    either = _area(low, high) + _area(low2, high2) - both
    return pages == others and both >= _SAME_PLACE * either


def _area(low: list[float], high: list[float]) -> float:
    return max(high[0] - low[0], 0.0) * max(high[1] - low[1], 0.0)
