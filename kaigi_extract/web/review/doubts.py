"""Which values of a document are doubtful, and what it is worth to look at each. Changes nothing, opens nothing."""

from __future__ import annotations

from collections.abc import Iterator

from kaigi_extract.archive.crop_pictures import DOUBTS
from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.records import Clause, Correction, Document, InvalidCorrection
from kaigi_extract.records.corrected import make_correction, place_at
from kaigi_extract.records.value_places import ValuePlace
from kaigi_extract.records.walk import RecordNode, evidence_of
from kaigi_extract.show.japanese import is_doubtful
from kaigi_extract.web.review.settings import ReviewSettings

_UNREAD = ("value_unread", "period_unread")
_FOUND_BY = {
    *("title", "date", "number", "numbers", "year", "category", "categories", "kind", "department", "counterparty"),
    *("business_name", "council", "ward", "session", "term", "registration_number", "meeting_date", "result"),
}
_HANDLED = {
    *("data_items", "periods", "media", "subjects", "purpose", "reason", "bases", "form", "council_dates"),
    *("ordinance", "ordinance_id", "addressee", "sender", "members", "officials", "absent", "place", "start", "end"),
}
_LISTED = {"attachments", "material", "extra"}


@dataclass(frozen=True, slots=True)
class Doubt:
    """One value to look at."""

    sha256: str
    """Of the file."""
    pointer: str
    field: str
    gain: float
    """Expected, 0 to 1."""
    confidence: float | None = None
    """0 to 1; None where nothing was read."""
    label: str | None = None
    """As printed; of a clause with its heading; None where none is."""


def doubts_of(document: Document, settings: ReviewSettings) -> Iterator[Doubt]:
    """Every value that a finding doubts, once, in the order of the findings."""
    met: set[str] = set()
    for finding in document.findings:
        if finding.code not in DOUBTS or finding.record is None:
            continue
        unread = finding.code in _UNREAD
        if unread and finding.severity == "info":
            continue  # it says that there is nothing to read
        try:
            place = place_at(document, finding.record)
        except InvalidCorrection:
            continue  # the finding is about a record as a whole
        confidence = None if unread else confidence_of(place)
        if place.pointer not in met and (unread or is_doubtful(confidence)):
            met.add(place.pointer)
            yield doubt(document.source.sha256, place, confidence, settings)


def doubt_of(one: Correction, document: Document, settings: ReviewSettings) -> Doubt | None:
    """The value that a correction is of, with the confidence that it had; None where it is no more."""
    try:
        place = place_at(document, one.pointer)
    except InvalidCorrection:
        return None
    return doubt(document.source.sha256, place, one.confidence, settings)


def doubt(sha256: str, place: ValuePlace, confidence: float | None, settings: ReviewSettings) -> Doubt:
    """A value, weighed."""
    wrong = settings.unread if confidence is None else 1 - confidence
    return Doubt(
        sha256, place.pointer, place.field, wrong * weight_of(place.field, settings), confidence, label_of(place)
    )


def weight_of(field: str, settings: ReviewSettings) -> float:
    """What a field is worth, 0 to 1."""
    if field in _FOUND_BY:
        return settings.found_by
    if field in _HANDLED:
        return settings.handled
    return settings.listed if field in _LISTED else settings.running_text


def label_of(place: ValuePlace) -> str | None:
    """What is printed beside a value, or beside what holds it."""
    node: RecordNode | None = place.node
    if isinstance(place.node.record, Clause) and place.field == "text":
        return " ".join(filter(None, (place.node.record.label, place.node.record.heading)))
    found = place.evidence
    while found is None and node is not None and node.parent is not None and node.field is not None:
        found, node = evidence_of(node.parent.record).get(node.field), node.parent
    return found.label if found is not None else None


def confidence_of(place: ValuePlace) -> float | None:
    """How likely a value is right, as it was read."""
    if place.evidence is not None:
        return place.evidence.confidence
    found: float | None = getattr(place.node.record, "confidence", None)
    return found


def printed_at(document: Document, pointer: str) -> Correction:
    """What is printed behind a value, and where, as a correction of it would remember.

    Raises:
        InvalidCorrection: The pointer leads to no value.
    """
    return make_correction(document, pointer, action="confirmed")
