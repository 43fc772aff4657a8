"""Which row of a form goes to which field, where general words say what its label means: the surer label first, and one
field never twice. What no field is left for stays among `extra`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import field

from kaigi_extract.catalogue import Message
from kaigi_extract.findings import Findings
from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.layout.passages import Passage, join
from kaigi_extract.parts.settings import GeneralSettings
from kaigi_extract.parts.sheet import values
from kaigi_extract.parts.sheet.form import label_of, note_of
from kaigi_extract.parts.sheet.general_row import GeneralRow
from kaigi_extract.records import Evidence, Extra
from kaigi_extract.wards import NO_FIELD
from kaigi_extract.wards.general import Meaning

LISTED = frozenset({"periods", "ward_safeguards", "counterparty_safeguards", "attachments", "data_items", "bases"})
"""Fields that several rows may fill."""


@dataclass(slots=True)
class Filled:
    """One field with the rows that fill it, in the order printed."""

    meaning: Meaning
    rows: list[tuple[int, GeneralRow]] = field(default_factory=list)

    @property
    def label(self) -> Passage:
        return self.rows[0][1].label

    @property
    def value(self) -> Passage:
        return join([row.value for _, row in sorted(self.rows, key=lambda one: one[0])])


@dataclass(slots=True)
class GeneralFields:
    """The rows of a form by field."""

    fields: dict[str, Filled] = field(default_factory=dict)
    extra: list[GeneralRow] = field(default_factory=list)

    @classmethod
    def of(cls, rows: Sequence[GeneralRow], settings: GeneralSettings) -> GeneralFields:
        """Assigns rows to fields, the surest labels first, those without a value last."""
        found, left = cls(), list[tuple[int, GeneralRow]]()
        numbered = list(enumerate(rows))
        for at, row in sorted(numbered, key=lambda one: (not one[1].value.text, -_confidence(one[1]))):
            if row.meaning is None or row.meaning.confidence < settings.least_confidence or not found._take(at, row):
                left.append((at, row))
        found.extra = [row for _, row in sorted(left, key=lambda one: one[0]) if row.label.text or row.value.text]
        return found

    def _take(self, at: int, row: GeneralRow) -> bool:
        """Puts a row into the field that its label means, or the other one; whether either had room."""
        assert row.meaning is not None
        for name in (row.meaning.name, row.meaning.otherwise):
            if not name or name == NO_FIELD:
                continue
            if name not in self.fields:
                self.fields[name] = Filled(row.meaning)
            elif name not in LISTED:
                continue
            self.fields[name].rows.append((at, row))
            return True
        return False

    def keep(self, names: Collection[str]) -> None:
        """Leaves no fields but these; the rows of others are among the extra ones, whose labels say what they are."""
        others = [filled for name, filled in self.fields.items() if name not in names]
        self.fields = {name: filled for name, filled in self.fields.items() if name in names}
        self.extra += [row for filled in others for _, row in filled.rows]

    def get(self, name: str) -> Passage | None:
        """The printed value of a field; None where it is not printed or left empty."""
        filled = self.fields.get(name)
        return filled.value if filled is not None and filled.value.text else None

    def text(self, name: str) -> str | None:
        """The normalised text of a field."""
        value = self.get(name)
        return values.normalised(value.text) if value is not None else None

    def evidence(self, names: Sequence[str]) -> dict[str, Evidence]:
        """What is printed behind fields, with the confidence of their labels where general words decided."""
        return {name: evidence_of(self.fields[name]) for name in names if name in self.fields}

    def extras(self) -> list[Extra]:
        """Rows whose label no word says the meaning of."""
        return [Extra(label=label_of(r.label), text=r.value.text, spans=r.value.spans()) for r in self.extra]


def _confidence(row: GeneralRow) -> float:
    return row.meaning.confidence if row.meaning is not None else 0.0


def evidence_of(filled: Filled) -> Evidence:
    """What is printed behind one field."""
    evidence = filled.value.evidence(label_of(filled.label), note_of(filled.label))
    if filled.meaning.general:
        evidence.confidence = round(filled.meaning.confidence * (evidence.confidence or 1.0), 2)
    return evidence


def note_fields(fields: GeneralFields, evidence: dict[str, Evidence], findings: Findings) -> None:
    """Notes why each field has its value, and that it rests on general words."""
    for name, found in evidence.items():
        meaning = fields.fields[name].meaning
        whose = (
            Message("in general (confidence {confidence:.2f})", confidence=meaning.confidence)
            if meaning.general
            else "in the mapping"
        )
        because = Message("the label means {name} {whose}", name=name, whose=whose)
        if meaning.by_value:
            because = Message(
                "no word knows the label; the value is such as {name} has (confidence {confidence:.2f})",
                name=name,
                confidence=meaning.confidence,
            )
        findings.decided(
            f"/{name}",
            found.text,
            because,
            mapping=meaning.place or None,
            label=found.label,
            spans=found.spans,
        )
        if meaning.general:
            sure = Message("(confidence {confidence:.2f})", confidence=meaning.confidence)
            message = Message(
                "{label} was read as {name} by general words {sure}; no mapping knows it",
                label=found.label,
                name=name,
                sure=sure,
            )
            findings.info("mapping_general", message, found.spans, f"/{name}")


def note_extra(fields: GeneralFields, findings: Findings) -> None:
    """Notes the labels whose meaning is not known."""
    for index, row in enumerate(fields.extra):
        label = label_of(row.label)
        if row.meaning is not None and row.meaning.name == NO_FIELD:
            because, spans = Message("the mapping says that the label has no field"), row.value.spans()
            place = row.meaning.place or None
            findings.decided(f"/extra/{index}", row.value.text, because, mapping=place, label=label, spans=spans)
            continue
        if label:
            message = Message(
                "no mapping and no general word knows the label {label}, or another has its field", label=label
            )
            findings.info("unmapped_label", message, row.label.spans(), f"/extra/{index}")
        because = Message("no mapping and no general word knows the label, or another has its field")
        findings.decided(f"/extra/{index}", row.value.text, because, label=label, spans=row.value.spans())
