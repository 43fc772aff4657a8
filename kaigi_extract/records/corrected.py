"""Corrections made on a document and applied to it: where a pointer leads, what is printed there, what may stand there.

Changes the document that it is given, nothing else. A value is checked by the type of its field, as records are.
"""

from __future__ import annotations

import copy
import datetime
import functools
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import TypeAdapter, ValidationError
from pydantic_core import to_jsonable_python

from kaigi_extract.catalogue import Message
from kaigi_extract.records.base import Record
from kaigi_extract.records.correction import Correction, InvalidCorrection
from kaigi_extract.records.provenance import remember_source
from kaigi_extract.records.value_places import Places, ValuePlace, anchor, fields, printed, stands
from kaigi_extract.records.walk import RecordNode, evidence_of

if TYPE_CHECKING:
    from kaigi_extract.records.document import Document

_DOUBTS = ("low_confidence", "value_unread", "period_unread")
"""Findings on a value that are settled with it."""


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
    behind = printed(place)
    return Correction(
        sha256=document.source.sha256,
        pointer=place.pointer,
        text=behind.text,
        value=right,
        who=by,
        when=datetime.datetime.now(datetime.UTC),
        note=note,
        action=action,
        read=read,
        label=behind.label,
        spans=list(behind.spans),
        confidence=behind.confidence,
        anchor=anchor(place),
        source=document.source.path,
    )


def apply_corrections(document: Document, corrections: Iterable[Correction]) -> Iterator[tuple[Correction, Message]]:
    """Applies those whose print is the same; gives each other one, with what is to be said of it."""
    places, settled = Places(document), set[str]()
    for one in corrections:
        place = _found(document, one, places)
        if place is None:
            yield one, _outdated(one, _text_now(document, one.pointer))
            continue
        before = getattr(place.node.record, place.field)
        try:
            settled |= _put(document, place, one.value, 1.0)
            places.changed(place, before)
        except InvalidCorrection as error:  # somebody wrote it down by hand, or records were others then
            yield (
                one,
                Message(
                    "a correction ({value}) is not applied: expected {expected}",
                    value=repr(one.value),
                    expected=error.expected,
                ),
            )
    _settle(document, settled)


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
    _settle(document, _put(document, place, value, confidence))


def _put(document: Document, place: ValuePlace, value: Any, confidence: float | None) -> set[str]:
    """Sets a value with its confidence; where nothing doubts it any more."""
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
    return settled


def _settle(document: Document, pointers: set[str]) -> None:
    document.findings = [one for one in document.findings if one.record not in pointers or one.code not in _DOUBTS]


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
    raise InvalidCorrection(pointer, Message("a value in this record: {listed}", listed=", ".join(fields(node.record))))


def _step(node: RecordNode, steps: list[str], at: int, pointer: str) -> tuple[RecordNode, ValuePlace | None, int]:
    """One field further: to the record in it, or to the value that it is."""
    field = steps[at]
    if field not in fields(node.record):
        raise InvalidCorrection(
            pointer,
            Message("one of {listed} in the place of {field!r}", listed=", ".join(fields(node.record)), field=field),
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


def _found(document: Document, one: Correction, places: Places | None = None) -> ValuePlace | None:
    """Where the value of a correction is now: where it was, else the one other place of the field with its print."""
    try:
        place = place_at(document, one.pointer)
    except InvalidCorrection:
        place = None
    if place is not None and stands(document, place, one):
        return place
    return (places or Places(document)).moved(one)


def _text_now(document: Document, pointer: str) -> str | None:
    try:
        return printed(place_at(document, pointer)).text
    except InvalidCorrection:
        return None
