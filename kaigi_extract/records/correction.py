"""What a person put right in a record, or confirmed as right, and the print behind it. Imports records only."""

from __future__ import annotations

import datetime
from typing import Literal

from pydantic import JsonValue

from kaigi_extract.catalogue import Message
from kaigi_extract.records.base import Record
from kaigi_extract.records.span import Span


class InvalidCorrection(ValueError):
    """The pointer leads to no value, or the value is none that the record can have; `expected` says what is allowed."""

    def __init__(self, pointer: str, expected: str) -> None:
        self.pointer, self.expected = pointer, expected
        super().__init__(pointer, expected)

    def __str__(self) -> str:
        return str(self.message)

    @property
    def message(self) -> Message:
        """What it says, for any language."""
        where = self.pointer or Message("the whole document")
        return Message("{where}: expected {expected}", where=where, expected=self.expected)


class Correction(Record):
    """What a person put right: it holds as long as the printed text behind the value is the same."""

    sha256: str
    """Of the bytes of the file that the value was read from."""
    pointer: str
    """JSON Pointer (RFC 6901) into the document."""
    text: str | None = None
    """What is printed behind the value; null where nothing was read there."""
    value: JsonValue = None
    """The right value, as it is in JSON."""
    who: str | None = None
    when: datetime.datetime
    """With its offset from UTC."""
    note: str | None = None
    action: Literal["corrected", "confirmed", "undone"] = "corrected"
    read: JsonValue = None
    """The value that was read."""
    label: str | None = None
    """As printed."""
    spans: list[Span] = []
    confidence: float | None = None
    """The confidence of what was read, 0 to 1; null where the text is embedded."""
    anchor: str | None = None
    """The title, heading or text of the record that the value is in, as it was read."""
    source: str | None = None
    """Name of the file, by which a new edition of it is known."""


def in_force(history: list[Correction]) -> list[Correction]:
    """Of several corrections of one value the latest, in the order of the history; none of what was undone."""
    latest: dict[tuple[str, str], Correction] = {}
    for one in sorted(history, key=_moment):
        key = (one.source or one.sha256, one.pointer)
        latest.pop(key, None)
        latest[key] = one
    return [one for one in latest.values() if one.action != "undone"]


def _moment(one: Correction) -> datetime.datetime:
    """When it was made; what somebody wrote down by hand without an offset is taken as UTC."""
    return one.when if one.when.tzinfo is not None else one.when.replace(tzinfo=datetime.UTC)


def following(one: Correction, history: list[Correction]) -> Correction:
    """A correction behind others of the same value: what was read is what was read before the first of them."""
    before = _of_the_value(history, one.pointer)
    if before is None:
        return one
    kept = {"read": before.read, "confidence": before.confidence, "text": before.text, "anchor": before.anchor}
    return one.model_copy(update=kept)


def undoing(history: list[Correction], pointer: str, by: str | None = None, note: str | None = None) -> Correction:
    """The entry that takes back what was put right or confirmed at a pointer; the history keeps both.

    Raises:
        InvalidCorrection: Nothing is in force there.
    """
    before = _of_the_value(history, pointer)
    if before is None:
        allowed = ", ".join(one.pointer for one in in_force(history)) or "nothing: no correction is in force"
        raise InvalidCorrection(pointer, Message("a value that was corrected ({allowed})", allowed=allowed))
    now = datetime.datetime.now(datetime.UTC)
    return before.model_copy(update={"action": "undone", "value": before.read, "who": by, "note": note, "when": now})


def _of_the_value(history: list[Correction], pointer: str) -> Correction | None:
    return next((one for one in in_force(history) if one.pointer == pointer), None)
