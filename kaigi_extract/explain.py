"""Why a file came out as it did: this ward, this category, this field, each with the line of the mapping behind it.

Reads the file with `extract` and asks the mapping again what it was asked then; nothing is decided here.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from pydantic import BaseModel

from kaigi_extract.pipeline import extract
from kaigi_extract.records import Case, CaseForm, Document, Evidence, LegalBasis, Outline, PageSpan, RegisterSheet, Span
from kaigi_extract.text import fold, squeeze
from kaigi_extract.wards import Common, Part, Ward, common_words
from kaigi_extract.wards.choose import choose_ward

LONGEST_VALUE = 40
"""Characters of a printed value that a line of the explanation repeats."""


class Reason(BaseModel):
    """Why one value of the document is what it is."""

    record: str
    """JSON Pointer into the document."""
    value: str | None
    because: str
    mapping: str | None = None
    """file:line of the words in the mapping that decided; null where none did."""
    label: str | None = None
    """As printed."""
    spans: list[Span] = []


class Explanation(BaseModel):
    """The reasons behind one document, in its order."""

    path: str
    reasons: list[Reason]


def explain(path: str | os.PathLike[str], **options: Any) -> Explanation:
    """The reasons behind what `extract` makes of a file. Options and errors are those of `extract`."""
    document = extract(path, **options)
    chosen, wards = choose_ward(options.get("ward"), options.get("mapping"))
    ward = next((ward for ward in wards if ward.id == document.ward), None)
    return Explanation(
        path=document.source.path,
        reasons=explain_document(document, ward, asked_for=chosen is not None and ward is chosen),
    )


def explain_document(document: Document, ward: Ward | None, *, asked_for: bool = False) -> list[Reason]:
    """The reasons behind a document that was read with the mapping of `ward`; `asked_for`: it was named by the user."""
    reasons = [_ward(document, ward, asked_for)]
    for index, case in enumerate(document.cases):
        reasons += _case(f"/cases/{index}", case, ward)
    for index, sheet in enumerate(document.registers):
        reasons += _register(f"/registers/{index}", sheet, ward)
    return reasons


def explanation_text(explanation: Explanation) -> str:
    """One value a paragraph: what it is, why, by which line of the mapping, and where it is printed."""
    return f"file {explanation.path}\n" + "".join(_lines(reason) for reason in explanation.reasons)


def _lines(reason: Reason) -> str:
    said = [
        f"{reason.record} = {_short(reason.value)}",
        f"    why      {reason.because}",
        f"    mapping  {reason.mapping}" if reason.mapping else "",
        f"    label    {reason.label}" if reason.label else "",
        f"    printed  {_place(reason.spans)}" if reason.spans else "",
    ]
    return "".join(line + "\n" for line in said if line)


def _short(value: str | None) -> str:
    text = "null" if value is None else value.replace("\n", " ")
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 1] + "…"


def _place(spans: Sequence[Span]) -> str:
    first, more = spans[0], len(spans) - 1
    if isinstance(first, PageSpan):
        place = f"page {first.page}, box " + " ".join(f"{edge:g}" for edge in first.bbox)
    else:
        place = f"line {first.line}, characters {first.start} to {first.end}"
    return place + (f", and {more} more line{'s' if more > 1 else ''}" if more else "")


def _ward(document: Document, ward: Ward | None, asked_for: bool) -> Reason:
    evidence = document.evidence.get("ward")
    if ward is None:
        unknown = (finding.message for finding in document.findings if finding.code == "ward_unknown")
        return Reason(record="/ward", value=None, because=next(unknown, "the ward is not known"))
    reason = Reason(record="/ward", value=ward.id, because="it was asked for", mapping=ward.origin.path or None)
    if not asked_for and evidence is not None:
        what, reason.mapping = _ward_words(ward, evidence.text)
        reason.because, reason.spans = f"{what} {evidence.text} stands in the paper", evidence.spans
    return reason


def _ward_words(ward: Ward, words: str) -> tuple[str, str]:
    """What of the ward the words are, and where the mapping has them."""
    for index, ordinance in enumerate(ward.ordinances):
        if ordinance.name == words:
            return "the ordinance's name", ward.origin.place("ordinances", index, "name")
    for index, council in enumerate(ward.councils):
        if words in (council, ward.name + council):
            return "the council's name", ward.origin.place("councils", index)
    return "most form labels are the ward's, and its name", ward.origin.place("name")


def _case(record: str, case: Case, ward: Ward | None) -> Iterator[Reason]:
    yield _case_category(record, case, ward)
    yield from _fields(record, case.evidence, ward, ("cover", "form"))
    for index, basis in enumerate(case.bases):
        yield _article(f"{record}/bases/{index}/category", basis, case, ward)
    if case.outline is not None:
        yield from _fields(f"{record}/outline", case.outline.evidence, ward, ("outline",))
        yield from _extras(f"{record}/outline", case.outline)
    for index, form in enumerate(case.forms):
        place = f"{record}/forms/{index}"
        yield _title_words(f"{place}/category", form, ward) or _as_the_case(f"{place}/category", form)
        yield from _fields(place, form.evidence, ward, ("form",))
        yield from _extras(place, form)


def _case_category(record: str, case: Case, ward: Ward | None) -> Reason:
    record = f"{record}/category"
    if case.bases and case.bases[0].category is not None:
        return _article(record, case.bases[0], case, ward)
    found = _title_words(record, case, ward)
    return found or Reason(
        record=record,
        value=case.category,
        because="no article that the mapping knows is printed, and no word of the title is among [[titles]]",
    )


def _article(record: str, basis: LegalBasis, case: Case, ward: Ward | None) -> Reason:
    cited = (basis.article, basis.branches, basis.paragraph, basis.item)
    fitting = ward.articles_for(*cited, case.meeting_date) if ward else []
    printed = f"article {'-'.join(map(str, [basis.article, *basis.branches]))}"
    if ward is None or not fitting:
        because = f"{printed} is not in the mapping; add it under [[articles]]"
        return Reason(record=record, value=basis.category, because=because, spans=basis.spans)
    places = " ".join(ward.origin.place("articles", index) for index in fitting)
    doubt = "" if basis.category else " in two ways; give the day of the meeting with date= or --date"
    because = f"the paper cites {printed}, which the mapping knows{doubt}"
    return Reason(record=record, value=basis.category, because=because, mapping=places, spans=basis.spans)


def _title_words(record: str, titled: Case | CaseForm, ward: Ward | None) -> Reason | None:
    path = ward.title_path(titled.title) if ward and titled.title else None
    if ward is None or path is None:
        return None
    index, at = path
    because = f"the title says {ward.titles[index].words[at]}"
    evidence = titled.evidence.get("title")
    return Reason(
        record=record,
        value=titled.category,
        because=because,
        mapping=ward.origin.place("titles", index, "words", at),
        label=evidence.label if evidence else None,
        spans=evidence.spans if evidence else [],
    )


def _as_the_case(record: str, form: CaseForm) -> Reason:
    return Reason(record=record, value=form.category, because="no word of the form's title is known: as the case")


def _fields(record: str, evidence: dict[str, Evidence], ward: Ward | None, parts: Iterable[Part]) -> Iterator[Reason]:
    for name, found in evidence.items():
        place = _label_place(found.label, name, ward, parts) if found.label else None
        because = f"the label means {name}" if place else "its place in the paper tells; no label of the mapping does"
        yield Reason(
            record=f"{record}/{name}",
            value=found.text,
            because=because,
            mapping=place,
            label=found.label,
            spans=found.spans,
        )


def _label_place(label: str, name: str, ward: Ward | None, parts: Iterable[Part]) -> str | None:
    """Where the mapping has a printed label, as one of the field."""
    for part in parts:
        path = ward.label_path(part, label) if ward else None
        if ward is not None and path is not None and ward.field(part, label) == name:
            return ward.origin.place(*path)
    return None


def _extras(record: str, form: CaseForm | Outline) -> Iterator[Reason]:
    for index, extra in enumerate(form.extra):
        because = "no mapping knows the label; add it under [labels.form] or [labels.outline]"
        place = f"{record}/extra/{index}"
        yield Reason(record=place, value=extra.text, because=because, label=extra.label, spans=extra.spans)


def _register(record: str, sheet: RegisterSheet, ward: Ward | None) -> Iterator[Reason]:
    common = common_words()
    yield _register_kind(f"{record}/kind", sheet, ward, common)
    for reason in _fields(record, sheet.evidence, ward, ("register",)):
        if reason.mapping is None and reason.label:
            name = reason.record.rsplit("/", 1)[1]
            reason.mapping = _common_place(common, name, reason.label)
            reason.because = f"the label means {name} in every ward" if reason.mapping else reason.because
        yield reason


def _register_kind(record: str, sheet: RegisterSheet, ward: Ward | None, common: Common) -> Reason:
    """The words of its title, the ward's own before those of every ward."""
    title, evidence = squeeze(fold(sheet.title or "")), sheet.evidence.get("title")
    reason = Reason(record=record, value=sheet.kind, because="no word of its title is known")
    reason.spans = evidence.spans if evidence else []
    own = ward.title_path(title) if ward else None
    if ward is not None and own is not None:
        reason.because = f"the title says {ward.titles[own[0]].words[own[1]]}"
        reason.mapping = ward.origin.place("titles", own[0], "words", own[1])
        return reason
    for index, titles in enumerate(common.registers.titles):
        for at, word in enumerate(titles.words):
            if squeeze(fold(word)) in title:
                reason.because = f"the title says {word}, in every ward"
                reason.mapping = common.origin.place("registers", "titles", index, "words", at)
                return reason
    return reason


def _common_place(common: Common, name: str, label: str) -> str | None:
    known: list[str] = getattr(common.registers.labels, name, [])
    for position, words in enumerate(known):
        if squeeze(fold(words)) == squeeze(fold(label)):
            return common.origin.place("registers", "labels", name, position)
    return None
