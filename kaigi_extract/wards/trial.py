"""A mapping tried on documents: which fields its labels filled, which labels are left over, and what they may mean.

Works on records and the reasons noted beside them; opens nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pydantic import BaseModel

from kaigi_extract.catalogue import Message
from kaigi_extract.findings import Reason
from kaigi_extract.records import Document
from kaigi_extract.text import squeeze
from kaigi_extract.text.late_pattern import late_pattern
from kaigi_extract.wards.guesses import Guesses, LabelledPart
from kaigi_extract.wards.model import NO_FIELD, AllLabels, Ward, label_keys
from kaigi_extract.wards.seen import Seen
from kaigi_extract.wards.settings import DEFAULT_WARDS, WardSettings
from kaigi_extract.wards.toml_text import TablePath

_FIELD = late_pattern(r"^/cases/\d+(?:/(?P<part>forms/\d+|outline))?/(?P<name>[a-z_]+)$")
_EXTRA = late_pattern(r"^/cases/\d+/(?P<part>forms/\d+|outline)/extra/\d+$")
_PARTS: dict[str, LabelledPart] = {"forms": "form", "outline": "outline", "": "cover"}
_OTHER_PARTS: tuple[LabelledPart, ...] = ("form", "outline", "cover")
PROPOSALS = 3
"""The best of what a label may mean, as many as are shown."""
VALUE_ALONE = 0.5
"""Confidence of a field as which a label was read, where nothing says how sure that is."""
LONGEST_VALUE = 40
"""Characters of a printed value that are shown."""


class FilledField(BaseModel):
    """A field that has a value, and the label by which it was read."""

    record: str
    """JSON Pointer into the document."""
    field: str
    label: str | None
    """As printed; null where its place in the document decided."""
    value: str
    by: str
    """"mapping": a label of the mapping tried; "general": general words; "other": another mapping, or no label."""


class Proposal(BaseModel):
    """What a label may mean, as the mapping would write it."""

    table: str
    """labels.form"""
    field: str
    confidence: float
    """0 to 1."""
    because: str

    @property
    def path(self) -> TablePath:
        """Where the mapping has the list that the label belongs in."""
        return (*self.table.split("."), self.field)


class LeftOver(BaseModel):
    """A label that the mapping does not know."""

    label: str
    part: str
    """cover, outline or form."""
    value: str
    """What is printed beside it, shortened."""
    read_as: str | None
    """The field that general words read it as; null where they did not."""
    proposals: list[Proposal]
    """The best first; none where nothing is known that is like it."""


class TriedDocument(BaseModel):
    """What a mapping makes of one document."""

    path: str
    ward: str | None
    because: str
    """Why this ward, or none."""
    cases: int
    filled: list[FilledField]
    left_over: list[LeftOver]
    empty: list[str]
    """Fields that the mapping has labels for and that no form or outline of the document fills."""


class Trial(BaseModel):
    """A mapping tried on several documents."""

    mapping: str
    ward: str
    documents: list[TriedDocument]

    def accepted(self, least: float) -> dict[TablePath, list[str]]:
        """The labels left over whose best proposal is at least so sure, by the list of the mapping that they belong in;
        a label that would go to two lists of one part goes to none."""
        best: dict[tuple[str, str], set[TablePath]] = {}
        printed: dict[tuple[str, str], str] = {}
        for left in (left for document in self.documents for left in document.left_over):
            if left.proposals and left.proposals[0].confidence >= least:
                key = (left.part, label_keys(left.label)[0])
                best.setdefault(key, set()).add(left.proposals[0].path)
                printed.setdefault(key, left.label)
        found: dict[TablePath, list[str]] = {}
        for key, paths in best.items():
            if len(paths) == 1:
                found.setdefault(next(iter(paths)), []).append(printed[key])
        return found


def try_ward(
    ward: Ward,
    read: Sequence[tuple[Document, Sequence[Reason]]],
    known: Sequence[Ward],
    settings: WardSettings = DEFAULT_WARDS,
) -> Trial:
    """What a mapping makes of documents that were read with it, and the reasons of each.

    Proposals come from the other mappings `known` and from general words.
    """
    guesses = Guesses([one for one in known if one.id != ward.id], settings)
    documents = [_tried(ward, document, reasons, guesses, settings) for document, reasons in read]
    return Trial(mapping=ward.origin.path, ward=ward.id, documents=documents)


def _tried(
    ward: Ward, document: Document, reasons: Sequence[Reason], guesses: Guesses, settings: WardSettings
) -> TriedDocument:
    decided = next((reason for reason in reasons if reason.record == "/ward"), None)
    filled = list(_filled(ward, reasons))
    return TriedDocument(
        path=document.source.path,
        ward=document.ward,
        because=decided.because if decided is not None else "",
        cases=len(document.cases),
        filled=filled,
        left_over=_left_over(ward, document, reasons, guesses, settings),
        empty=_empty(ward, filled),
    )


def _filled(ward: Ward, reasons: Sequence[Reason]) -> Iterator[FilledField]:
    for reason in reasons:
        match = _FIELD.match(reason.record)
        if match is None or reason.value is None:
            continue
        place = reason.mapping or ""
        by = "mapping" if ward.origin.path and place.startswith(f"{ward.origin.path}:") else "other"
        if by == "other" and "in general" in reason.because:
            by = "general"
        name, value = match["name"], _short(reason.value)
        yield FilledField(record=reason.record, field=name, label=reason.label, value=value, by=by)


def _empty(ward: Ward, filled: Sequence[FilledField]) -> list[str]:
    """Fields that labels of the mapping could have filled."""
    there = {(_part_of(one.record), one.field) for one in filled}
    parts: tuple[LabelledPart, ...] = ("outline", "form")
    tables = {part: getattr(ward.labels, part).model_dump(exclude={NO_FIELD}) for part in parts}
    seen = {part for part, _ in there}
    return [
        f"labels.{part}.{name}"
        for part in parts
        for name, labels in tables[part].items()
        if part in seen and labels and (part, name) not in there
    ]


def _part_of(record: str) -> LabelledPart:
    match = _FIELD.match(record) or _EXTRA.match(record)
    return _PARTS[(match["part"] or "").partition("/")[0]] if match is not None else "cover"


def _left_over(
    ward: Ward, document: Document, reasons: Sequence[Reason], guesses: Guesses, settings: WardSettings
) -> list[LeftOver]:
    """Labels that values were read by, or are printed in tables, and that the mapping does not have."""
    seen = Seen(settings)
    seen.add(document, guesses)
    values = {label_keys(reason.label)[0]: reason.value for reason in reasons if reason.label}
    bases = {label_keys(word)[0] for word in (*ward.sheet.bases, *ward.sheet.heading, *ward.sheet.outline)}
    found: dict[tuple[str, str], LeftOver] = {}
    for part, labels in seen.labels.items():
        for label in labels:
            key = label_keys(label)[0]
            if key in bases or any(ward.field(one, label) for one in _own_parts(part)):
                continue
            read = seen.read_as.get((part, key))
            proposals = proposals_for(part, label, read, seen.confidence.get((part, key), 0.0), guesses)
            if not proposals and key not in values:
                continue
            value = _short(values.get(key) or "")
            one = LeftOver(label=label, part=part, value=value, read_as=read, proposals=proposals)
            found.setdefault((part, key), one)
    return list(found.values())


def _own_parts(part: LabelledPart) -> tuple[LabelledPart, ...]:
    """The parts in which a mapping may have a label that is printed in this one: a cover's title heads forms, too."""
    return ("cover", "form", "outline") if part == "cover" else (part,)


def proposals_for(
    part: LabelledPart, label: str, read: str | None, confidence: float, guesses: Guesses
) -> list[Proposal]:
    """What a label may mean, in its own part first. `read` is the field that it was read as, None where it was not,
    `confidence` how sure that was."""
    found: dict[tuple[str, str], Proposal] = {}
    for one in (part, *(other for other in _OTHER_PARTS if other != part)):
        guess = guesses.field(one, label)
        if guess is not None:
            confidence = round(guess.similarity if one == part else guess.similarity / 2, 2)
            because = guess.because
            proposal = Proposal(table=f"labels.{one}", field=guess.name, confidence=confidence, because=because)
            found[one, guess.name] = proposal
    if read is not None and (part, read) not in found and read in fields_of(part):
        because = Message("its value is such as this field has")
        sure = max(confidence, VALUE_ALONE)
        found[part, read] = Proposal(table=f"labels.{part}", field=read, confidence=sure, because=because)
    return sorted(found.values(), key=lambda proposal: -proposal.confidence)[:PROPOSALS]


def fields_of(part: LabelledPart) -> set[str]:
    """The fields that a label of a part may mean."""
    model = AllLabels.model_fields[part].annotation
    assert isinstance(model, type)
    assert issubclass(model, BaseModel)
    return set(model.model_fields) - {NO_FIELD}


def _short(value: str) -> str:
    text = squeeze(value)
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 1] + "…"
