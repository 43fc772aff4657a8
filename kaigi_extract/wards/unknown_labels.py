"""Labels that no mapping knows, over many documents: how often each is printed, where, and what it was read as.

Works on records; opens nothing. A label is known again by its body, its part and the form in which labels are compared.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.records import Case, Document, Evidence, Extra, Finding, Record, RegisterSheet, Span
from kaigi_extract.records.walk import evidence_of, walk
from kaigi_extract.text.late_pattern import late_pattern
from kaigi_extract.wards.model import label_keys
from kaigi_extract.wards.printed_body import printed_body

UNMAPPED = ("unmapped_label", "mapping_general")
"""Codes of the findings that name such labels: one was left under `extra`, one was read by general words."""
PLACES = 24
"""Places of one label that are remembered: as many as anybody looks at."""
_LISTED = late_pattern(r"^(?P<owner>.*)/(?:extra|fields)/(?P<index>\d+)$")
_FIELD = late_pattern(r"^(?P<owner>.*)/(?P<field>[a-z_]+)$")


@dataclass(frozen=True, slots=True)
class LabelPlace:
    """One place where a label is printed."""

    sha256: str
    """Of the file."""
    file: str
    """Its name."""
    pointer: str
    """JSON Pointer of the value beside it."""
    value: str
    """As printed."""
    spans: tuple[Span, ...]
    """The label, and what is printed beside it."""


@dataclass(slots=True)
class UnknownLabel:
    """A label that no mapping knows, in the documents of one body."""

    ward: str | None
    """The id of the ward whose mapping read the documents; None where no mapping did."""
    body: str
    """The body that the documents name where no mapping is theirs; empty where they name none."""
    part: str
    """The table below `labels` that it would be in: cover, outline, form or registers."""
    label: str
    """As it is printed first."""
    read_as: str | None = None
    """The field that general words read it as; None where it stays under `extra`."""
    confidence: float = 0.0
    """How sure that was, 0 to 1: of several times the least."""
    count: int = 0
    """How often it is printed."""
    documents: int = 0
    """In how many documents."""
    places: list[LabelPlace] = field(default_factory=list)
    """Some of them, the first first."""

    @property
    def key(self) -> str:
        """What names it in addresses: the same in every run over the same documents."""
        named = "\n".join((self.ward or "", self.body, self.part, label_keys(self.label)[0]))
        return hashlib.sha256(named.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class _Met:
    """One label of one document."""

    part: str
    label: str
    read_as: str | None
    confidence: float
    place: LabelPlace


class UnknownLabels:
    """Collects them, one document after the other."""

    def __init__(self) -> None:
        self._found: dict[str, UnknownLabel] = {}
        self._documents: dict[tuple[str | None, str], dict[str, None]] = {}

    def add(self, document: Document) -> None:
        """Counts the labels of one document."""
        met = _each_once(_met(document))
        if not met:
            return
        ward, body = document.ward, "" if document.ward is not None else _body_of(document)
        self._documents.setdefault((ward, body), {})[document.source.sha256] = None
        here: set[str] = set()
        for one in met:
            key = UnknownLabel(ward, body, one.part, one.label).key
            label = self._found.setdefault(key, UnknownLabel(ward, body, one.part, one.label))
            label.count += 1
            label.documents += key not in here
            here.add(key)
            if one.read_as is not None:
                label.confidence = min(one.confidence, label.confidence or one.confidence)
                label.read_as = label.read_as or one.read_as
            if len(label.places) < PLACES:
                label.places.append(one.place)

    def all(self) -> list[UnknownLabel]:
        """Every label: those that nothing read first, of these what is printed most."""
        return sorted(
            self._found.values(),
            key=lambda one: (one.read_as is not None, -one.documents, -one.count, one.body, one.ward or "", one.key),
        )

    def documents(self, label: UnknownLabel) -> list[str]:
        """The hashes of the documents of the body of a label that have labels no mapping knows."""
        return list(self._documents.get((label.ward, label.body), ()))


def _each_once(met: Iterable[_Met]) -> list[_Met]:
    """What was met without what the case only has from its form: a title is in both, and is printed once."""
    found = list(met)
    inner = {label_keys(one.label)[0] for one in found if one.part in ("form", "outline")}
    return [one for one in found if one.part != "cover" or label_keys(one.label)[0] not in inner]


def _met(document: Document) -> Iterator[_Met]:
    """Labels by the findings that name them."""
    named = [one for one in document.findings if one.code in UNMAPPED and one.record]
    if not named:
        return
    records: dict[str, Record] = {node.pointer: node.record for node in walk(document)}
    for finding in named:
        pointer = finding.record or ""
        if listed := _LISTED.match(pointer):
            record = records.get(pointer)
            if isinstance(record, Extra) and record.label:
                spans = (*finding.spans, *record.spans)
                place = _place(document, f"{pointer}/text", record.text, spans)
                yield _Met(_part_of(listed["owner"], records), record.label, None, 0.0, place)
        elif named_field := _FIELD.match(pointer):
            yield from _read(document, finding, named_field["field"], named_field["owner"], records)


def _read(document: Document, finding: Finding, name: str, owner: str, records: Mapping[str, Record]) -> Iterator[_Met]:
    """A label that general words read as a field."""
    found: Evidence | None = evidence_of(records[owner]).get(name) if owner in records else None
    if found is None or not found.label:
        return
    place = _place(document, finding.record or "", found.text or "", tuple(found.spans))
    yield _Met(_part_of(owner, records), found.label, name, found.confidence or 0.0, place)


def _place(document: Document, pointer: str, value: str, spans: tuple[Span, ...]) -> LabelPlace:
    return LabelPlace(document.source.sha256, document.source.path, pointer, value, spans)


def _part_of(owner: str, records: Mapping[str, Record]) -> str:
    record = records.get(owner)
    if isinstance(record, RegisterSheet):
        return "registers"
    if isinstance(record, Case):
        return "cover"
    return "outline" if owner.endswith("/outline") else "form"


def _body_of(document: Document) -> str:
    """The municipality that a document names; empty where it names none."""
    body = printed_body([line for section in document.sections for line in section.text.split("\n")])
    return body.place if body is not None else ""
