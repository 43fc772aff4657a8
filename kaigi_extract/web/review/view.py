"""What a page says of a value: its name, where in the document it is, what is printed, how it is typed. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.records import (
    Case,
    CaseForm,
    ClauseSet,
    Correction,
    Document,
    Finding,
    Letter,
    Meeting,
    Opinion,
    Outline,
    RegisterSheet,
)
from kaigi_extract.records.corrected import place_at
from kaigi_extract.records.value_places import ValuePlace
from kaigi_extract.records.walk import RecordNode
from kaigi_extract.show import japanese as words
from kaigi_extract.show.sanitise import in_one_line, legible
from kaigi_extract.web.pages import Language
from kaigi_extract.web.review.doubts import label_of, printed_at
from kaigi_extract.web.review.inputs import NAMES, Input, inputs_of
from kaigi_extract.web.review.session import Key, Review, seen_of

_RECORDS: dict[type[Any], tuple[str, str]] = {
    Case: ("案件", "case"),
    CaseForm: ("様式", "form"),
    Outline: ("事業の概要", "outline"),
    ClauseSet: ("条項", "clauses"),
    RegisterSheet: ("記録票", "register"),
    Meeting: ("会議", "meeting"),
    Letter: ("諮問書", "letter"),
    Opinion: ("答申", "opinion"),
}
LONGEST_NAME = 40
"""Characters of a title on the way to a value."""


@dataclass(frozen=True, slots=True)
class ValueView:
    """One value as a page shows it."""

    name: str
    """As printed, else what the field is called."""
    field: str
    """Its name in the record."""
    where: list[str]
    """The records that it is in, the outermost first."""
    file: str
    pages: str
    printed: str | None
    """The text behind the value; None where nothing is printed there."""
    confidence: float | None
    """As it was read, 0 to 1."""
    inputs: list[Input]
    seen: str
    """The moment of the last word on it; empty where nobody said one."""
    made: Correction | None
    """What is in force."""
    history: list[Correction]
    findings: list[Finding]
    position: int
    """In the order, from 1; 0 where it is none of the doubtful values."""
    gain: float | None


def value_view(document: Document, key: Key, review: Review, language: Language) -> ValueView:
    """What there is to say of a value.

    Raises:
        InvalidCorrection: The pointer leads to none.
    """
    place, history = place_at(document, key[1]), review.holdings.history(key[0])
    of_value = [one for one in history if one.pointer == place.pointer]
    printed, order, doubt = printed_at(document, place.pointer), review.order(), review.doubt(key)
    return ValueView(
        name=name_of(place.field, label_of(place), language),
        field=place.field,
        where=[in_one_line(one, LONGEST_NAME) for one in _where(place, language)],
        file=document.source.path,
        pages=words.pages_of(printed.spans),
        printed=None if printed.text is None else legible(printed.text),
        confidence=doubt.confidence if doubt is not None else printed.confidence,
        inputs=inputs_of(place),
        seen=seen_of(history, place.pointer),
        made=review.settled(key),
        history=list(reversed(of_value)),
        findings=[one for one in document.findings if one.record in (place.pointer, place.node.pointer)],
        position=order.index(key) + 1 if key in order else 0,
        gain=doubt.gain if doubt is not None else None,
    )


def said_value(value: Any) -> str:
    """A value in one line."""
    if isinstance(value, list):
        return "、".join(map(said_value, value)) or "―"
    if isinstance(value, dict):
        return "、".join(said_value(each) for name, each in value.items() if each and name != "spans") or "―"
    if isinstance(value, bool):
        return "○" if value else "×"
    return "―" if value is None else in_one_line(str(value), 200)


def name_of(field: str, label: str | None, language: Language) -> str:
    """What a value is called: as printed, else by its field."""
    if label:
        return in_one_line(label, LONGEST_NAME)
    return NAMES.get(field, field) if language == "ja" else field.replace("_", " ")


def _where(place: ValuePlace, language: Language) -> Iterator[str]:
    nodes: list[RecordNode] = []
    node: RecordNode | None = place.node
    while node is not None:
        nodes.insert(0, node)
        node = node.parent
    for each in nodes:
        names = _RECORDS.get(type(each.record))
        if names is not None:
            title = getattr(each.record, "title", None) if place.field != "title" or each is not place.node else None
            kind = names[0] if language == "ja" else names[1]
            yield f"{kind}「{title}」" if title else kind
