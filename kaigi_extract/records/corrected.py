"""Corrections made on a document and applied to it: where a pointer leads, what is printed there, what may stand there.

Changes the document that it is given, nothing else. A value is checked by the type of its field, as records are.
"""

from __future__ import annotations

import copy
import datetime
import functools
import unicodedata
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import TypeAdapter, ValidationError
from pydantic_core import to_jsonable_python

from kaigi_extract.catalogue import Message
from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.records.base import Record
from kaigi_extract.records.correction import Correction, InvalidCorrection
from kaigi_extract.records.provenance import remember_source
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
class _Printed:
    text: str | None
    label: str | None = None
    spans: tuple[Span, ...] = ()
    confidence: float | None = None
    own: bool = False
    """Whether the text is the value itself."""


def make_correction(
    document: Document,
    pointer: str,
    value: Any = None,
    *,
    action: Literal["corrected", "confirmed"] = "corrected",
    by: str | None = None,
    note: str | None = None,
) -> Correction:
    """The correction of a value; the document is not changed.

    Raises:
        InvalidCorrection: The pointer leads to no value, or the value is none that the record can have.
    """
    place = place_at(document, pointer)
    read = to_jsonable_python(place.value)
    right = read if action == "confirmed" else to_jsonable_python(_within(place, _checked(place, value)))
    printed = _printed(place)
    return Correction(
        sha256=document.source.sha256,
        pointer=place.pointer,
        text=printed.text,
        value=right,
        who=by,
        when=datetime.datetime.now(datetime.UTC),
        note=note,
        action=action,
        read=read,
        label=printed.label,
        spans=list(printed.spans),
        confidence=printed.confidence,
        anchor=_anchor(place),
        source=document.source.path,
    )


def apply_corrections(document: Document, corrections: Iterable[Correction]) -> Iterator[tuple[Correction, Message]]:
    """Applies those whose print is the same; gives each other one, with what is to be said of it."""
    for one in corrections:
        place = _found(document, one)
        if place is None:
            yield one, _outdated(one, _text_now(document, one.pointer))
            continue
        try:
            put(document, place, one.value)
        except InvalidCorrection as error:  # somebody wrote it down by hand, or records were others then
            yield (
                one,
                Message(
                    "a correction ({value}) is not applied: expected {expected}",
                    value=repr(one.value),
                    expected=error.expected,
                ),
            )


def _outdated(one: Correction, text: str | None) -> Message:
    now = "nothing was read there" if text is None else Message("「{text}」 is printed there", text=text)
    then = "nothing had been read" if one.text is None else Message("「{text}」 was printed", text=one.text)
    return Message(
        "a correction by {who} ({value}) is not applied: it was made where {then}, and now {now}"
        if one.who
        else "a correction ({value}) is not applied: it was made where {then}, and now {now}",
        **({"who": one.who} if one.who else {}),
        value=repr(one.value),
        then=then,
        now=now,
    )


def take_back(document: Document, undone: Correction) -> bool:
    """Puts back what was read before a correction that is undone; whether its value was found, and can be as it was."""
    place = _found(document, undone)
    if place is None:
        return False
    try:
        put(document, place, undone.read, undone.confidence)
    except InvalidCorrection:
        return False
    return True


def check_correction(document: Document, one: Correction) -> None:
    """Checks the value of a correction that somebody else wrote down.

    Raises:
        InvalidCorrection: The pointer leads to no value, or the value is none that the record can have.
    """
    _checked(place_at(document, one.pointer), one.value)


def put(document: Document, place: ValuePlace, value: Any, confidence: float | None = 1.0) -> None:
    """Sets a value with its confidence; nothing doubts it any more.

    Raises:
        InvalidCorrection: The value is none that the record can have.
    """
    whole = _checked(place, value)
    if to_jsonable_python(place.value) != to_jsonable_python(_within(place, whole)):
        setattr(place.node.record, place.field, whole)
        remember_source(document, place.node.record)
    record, settled = place.node.record, {place.pointer}
    if place.evidence is not None and not place.rest:
        place.evidence.confidence = confidence
    elif place.field == "text" and hasattr(record, "confidence"):
        record.confidence = confidence
        settled.add(place.node.pointer)
    doubts = ("low_confidence", "value_unread", "period_unread")
    document.findings = [one for one in document.findings if one.record not in settled or one.code not in doubts]


def place_at(document: Document, pointer: str) -> ValuePlace:
    """Where a JSON Pointer leads; to a clause or an item as a whole, to its text.

    A record that was read as the value of one field, as a counterparty is, is a value like any other.

    Raises:
        InvalidCorrection: It leads to no value, or to one that cannot be corrected.
    """
    if not pointer.startswith("/"):
        raise InvalidCorrection(pointer, Message("a JSON Pointer that begins with /, such as /cases/0/title"))
    steps = [step.replace("~1", "/").replace("~0", "~") for step in pointer[1:].split("/")]
    node, at = RecordNode(document), 0
    while at < len(steps):
        node, place, at = _step(node, steps, at, pointer)
        if place is not None:
            return place
    if node.parent is not None and len(node.steps) == 1 and node.field in evidence_of(node.parent.record):
        return ValuePlace(node.parent, node.field)
    if "text" in type(node.record).model_fields:
        return ValuePlace(node, "text")
    raise InvalidCorrection(
        pointer, Message("a value in this record: {listed}", listed=", ".join(_fields(node.record)))
    )


def _step(node: RecordNode, steps: list[str], at: int, pointer: str) -> tuple[RecordNode, ValuePlace | None, int]:
    """One field further: to the record in it, or to the value that it is."""
    field = steps[at]
    if field not in _fields(node.record):
        raise InvalidCorrection(
            pointer,
            Message("one of {listed} in the place of {field!r}", listed=", ".join(_fields(node.record)), field=field),
        )
    held: Any = getattr(node.record, field)
    for after in range(at + 1, len(steps) + 1):
        if isinstance(held, Record):
            way = (field, *(int(one) if one.isdigit() else one for one in steps[at + 1 : after]))
            return RecordNode(held, node, way), None, after
        if after == len(steps):
            break
        held = _entry(held, steps[after], pointer)
    return node, ValuePlace(node, field, tuple(steps[at + 1 :])), len(steps)


def _entry(held: Any, step: str, pointer: str) -> Any:
    if isinstance(held, list):
        if step.isdecimal() and int(step) < len(held):
            return held[int(step)]
        raise InvalidCorrection(
            pointer, Message("a number below {count} in the place of {step!r}", count=len(held), step=step)
        )
    if isinstance(held, dict) and step in held:
        return held[step]
    allowed = (
        Message("one of {listed} in the place of {step!r}", listed=", ".join(held), step=step)
        if isinstance(held, dict) and held
        else Message("no /{step}", step=step)
    )
    raise InvalidCorrection(pointer, allowed)


def _fields(record: Record) -> list[str]:
    return [name for name in type(record).model_fields if name not in _FIXED]


def _checked(place: ValuePlace, value: Any) -> Any:
    """The whole field with the value in its place, as the record checks it."""
    whole = value
    if place.rest:
        whole = copy.deepcopy(to_jsonable_python(getattr(place.node.record, place.field)))
        inner = whole
        for step in place.rest[:-1]:
            inner = inner[int(step)] if isinstance(inner, list) else inner[step]
        last = place.rest[-1]
        inner[int(last) if isinstance(inner, list) else last] = value
    try:
        return _checker(type(place.node.record), place.field).validate_python(whole)
    except ValidationError as error:
        raise InvalidCorrection(place.pointer, _allowed(error, value)) from None


@functools.cache
def _checker(kind: type[Record], field: str) -> TypeAdapter[Any]:
    """What checks a field of a kind of record: hundreds of corrections are of one field."""
    info = kind.model_fields[field]
    checked: Any = Annotated[info.annotation, info]
    return TypeAdapter(checked)


def _allowed(error: ValidationError, value: Any) -> Message:
    """What may stand where this value may not."""
    mistakes = error.errors(include_url=False)
    if all(one["type"] == "literal_error" for one in mistakes):
        listed = "; ".join(dict.fromkeys(one["ctx"]["expected"] for one in mistakes))
        return Message("{listed} in the place of {value!r}", listed=listed, value=value)
    said = "; ".join(dict.fromkeys(one["msg"] for one in mistakes))
    return Message("another value than {value!r}: {said}", value=value, said=said)


def _within(place: ValuePlace, whole: Any) -> Any:
    for step in place.rest:
        whole = whole[int(step)] if isinstance(whole, list) else whole[step]
    return whole


def _printed(place: ValuePlace) -> _Printed:
    """What is printed behind a value: its own evidence, else its record's text, else the evidence of what holds it."""
    record, field = place.node.record, place.field
    if place.evidence is not None:
        found = place.evidence
        return _Printed(found.text, found.label, tuple(found.spans), found.confidence)
    text = getattr(record, "text", None)
    if isinstance(text, str):
        spans, sure = getattr(record, "spans", ()), getattr(record, "confidence", None)
        return _Printed(text, None, tuple(spans or ()), sure, own=field == "text")
    node = place.node
    while node.parent is not None and node.field is not None:
        found_above = evidence_of(node.parent.record).get(node.field)
        if found_above is not None:
            return _Printed(found_above.text, found_above.label, tuple(found_above.spans), found_above.confidence)
        node = node.parent
    if isinstance(place.value, str):
        return _Printed(place.value, None, tuple(getattr(record, "spans", ())), own=True)
    return _Printed(None)


def _found(document: Document, one: Correction) -> ValuePlace | None:
    """Where the value of a correction is now: where it was, else the one other place of the field with its print."""
    try:
        place = place_at(document, one.pointer)
    except InvalidCorrection:
        place = None
    if place is not None and _stands(document, place, one):
        return place
    if not one.text:
        return None
    steps = one.pointer.split("/")
    same = [other for other in _places(document, steps) if _stands(document, other, one)]
    return same[0] if len(same) == 1 else None


def _places(document: Document, steps: list[str]) -> Iterator[ValuePlace]:
    """Every value of the field that a pointer ends in."""
    names = [step for step in steps if not step.isdecimal()]
    at = len(steps) - 1 - steps[::-1].index(names[-1])
    for node in walk(document):
        if names[-1] in _fields(node.record):
            place = ValuePlace(node, names[-1], tuple(steps[at + 1 :]))
            try:
                place.value  # noqa: B018  (whether there is such an entry)
            except (LookupError, TypeError, ValueError):
                continue
            yield place


def _stands(document: Document, place: ValuePlace, one: Correction) -> bool:
    """Whether the print behind a value is what it was when it was corrected."""
    printed, same_file = _printed(place), document.source.sha256 == one.sha256
    if one.text is None or printed.text is None:
        in_it = one.pointer == place.pointer and one.anchor == _anchor(place)
        return in_it and (same_file or one.text == printed.text)
    if _plain(printed.text) == _plain(one.text):
        return True
    if printed.own and isinstance(one.value, str) and _plain(printed.text) == _plain(one.value):
        return True
    recognised = one.confidence is not None or printed.confidence is not None
    return same_file and recognised and _same_place(one.spans, printed.spans)


def _anchor(place: ValuePlace) -> str | None:
    """What is printed of the record that a value is in, by which it is known where the value itself is not printed."""
    node: RecordNode | None = place.node
    while node is not None:
        for name in _TITLES:
            text = getattr(node.record, name, None)
            if isinstance(text, str) and (node is not place.node or name != place.field):
                return _plain(text)
        node = node.parent
    return None


def _text_now(document: Document, pointer: str) -> str | None:
    try:
        return _printed(place_at(document, pointer)).text
    except InvalidCorrection:
        return None


def _plain(text: str) -> str:
    """A text without white space and width, which readers see differently."""
    return "".join(unicodedata.normalize("NFKC", text).split())


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
