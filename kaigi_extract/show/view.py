"""What is shown of a record: a tree of labels and words, built once and drawn by every medium. Draws nothing.

Which fields are shown, in which order and under which label is decided here alone. Terminal, Markdown and notebook
decide only how it looks: a branch, a row of a table, a heading, something that folds. Every label is there twice, in
English (the field's name) and in Japanese (as printed, else the usual word).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.records import (
    Case,
    CaseForm,
    ClauseSet,
    Document,
    Finding,
    Letter,
    Meeting,
    Opinion,
    Outline,
    Record,
    RegisterSheet,
)
from kaigi_extract.records.walk import evidence_of
from kaigi_extract.show import english
from kaigi_extract.show import japanese as words
from kaigi_extract.show.entries import (
    Entry,
    agenda_entry,
    boxes_entry,
    clause_entry,
    council_date_words,
    decision_entry,
    finding_entry,
    form_entries,
    line_entries,
    mapping_entries,
    placed,
    register_entry,
    speech_entry,
    table_entry,
)
from kaigi_extract.show.parts import ShownPart, shown_parts

UNTITLED = "（件名なし）"
TITLE_OF_MEETING = ("term", "session", "date", "start", "end")
SECTION_NAMES = {"clause_set": "clauses", "furniture": "headers and footers", "prose": "notes", "unknown": "text"}
"""What kinds of parts are called in English, where not by their own name."""


@dataclass(frozen=True, slots=True)
class RecordView:
    """One noun, or a list of what it holds."""

    name: str
    """In English: case, agenda."""
    label: str
    """In Japanese: 案件, 次第."""
    title: str = ""
    entries: tuple[Entry, ...] = ()
    parts: tuple[RecordView, ...] = ()
    count: int | None = None
    """How many entries there are, where that is worth saying before them."""
    summary: tuple[Entry, ...] = ()
    """What is said at its head, beside its entries: of a document, what it is of and how it was read."""
    pages: str = ""
    confidence: float | None = None
    """Of the title."""
    is_told: bool = False
    """Of a part of the document: whether most of its words are in records; its entries are the others."""
    is_text: bool = False
    """Whether its entries are paragraphs and tables of a part of the document, in reading order."""
    may_be_cut: bool = False
    """Whether its first entries say what it is like, where it is too long to be shown whole."""


def view_of(record: Record) -> RecordView | None:
    """The view of a noun; None for a record that is shown field by field."""
    for kind, build in _VIEWS.items():
        if isinstance(record, kind):
            built: RecordView = build(record)
            return built
    return None


def document_view(document: Document, *, everything: bool = False) -> RecordView:
    """The whole document: sheets under their case, and what is long or doubtful at the end.

    Text and tables are there as far as no record tells them; with `everything`, all text.
    """
    source = document.source
    return RecordView(
        "document",
        "文書",
        words.document_title(document),
        (
            Entry("file", "ファイル", (words.file_name(source),), code=source.path),
            *placed(
                document,
                (
                    *line_entries("ward", "区", words.ward_name(document.ward) or "不明", document.ward or "unknown"),
                    *line_entries("council", "審議会", document.council),
                ),
            ),
            *mapping_entries(document.mapping),
        ),
        tuple(_records_of(document, everything=everything)),
        summary=(
            *line_entries("meeting", "会議", "、".join(map(words.meeting_words, words.sittings(document)))),
            *line_entries("reading", "読取り", words.origin_words(source), english.origin_words(source)),
            *line_entries("contents", "内容", words.counts_words(document), english.counts_words(document)),
            *line_entries("doubts", "要確認", words.findings_words(document), english.findings_words(document)),
        ),
    )


def _records_of(document: Document, *, everything: bool) -> Iterator[RecordView]:
    """The views of what a document holds: sittings without their speeches, cases with their sheets, sheets of no case,
    speeches, what no record tells, findings."""
    sittings = words.sittings(document)
    for sitting in sittings:
        seen = meeting_view(sitting)
        yield replace(seen, parts=tuple(part for part in seen.parts if part.name != "speeches"))
    for index, case in enumerate(document.cases):
        seen = case_view(case)
        yield replace(seen, parts=(*seen.parts, *_sheet_views(document, index)))
    yield from _sheet_views(document, None)
    for sitting in sittings:
        speeches = _listed("speeches", "発言", map(speech_entry, sitting.speeches), counted=True)
        yield from (replace(each, title=words.meeting_words(sitting) if sittings[1:] else "") for each in speeches)
    if flow := document_parts(document, everything=everything):
        yield RecordView("parts", "構成", parts=flow, count=len(flow))
    findings = _listed("findings", "所見", map(finding_entry, by_severity(document.findings)), counted=True)
    yield from (replace(found, may_be_cut=True) for found in findings)


def document_parts(document: Document, *, everything: bool = False) -> tuple[RecordView, ...]:
    """The parts of a document in reading order; with `everything`, also the text of those that records tell."""
    return tuple(_part_view(part) for part in shown_parts(document, everything=everything))


def _part_view(part: ShownPart) -> RecordView:
    """One part: of headers and footers each once, of any other its paragraphs and tables."""
    section, pieces = part.section, part.pieces
    if pieces and pieces[0] == section.title:
        pieces = pieces[1:]
    if section.kind == "furniture":
        pieces = tuple(filter(None, [" ・ ".join(dict.fromkeys(map(str, pieces)))]))
    return RecordView(
        SECTION_NAMES.get(section.kind, section.kind),
        words.SECTION_KINDS[section.kind],
        section.title or "",
        tuple(Entry(lines=(piece,)) if isinstance(piece, str) else table_entry(piece) for piece in pieces),
        pages=words.reach_of(section.spans),
        is_text=True,
        may_be_cut=True,
        is_told=part.is_told,
    )


def sheets_of(document: Document, case: int | None) -> Iterator[tuple[RegisterSheet | ClauseSet, str]]:
    """The registers and clause sets of one case (its index), or of none, each with its place in the document."""
    for index, register in enumerate(document.registers):
        if register.case == case:
            yield register, f".registers[{index}]"
    for index, clause_set in enumerate(document.clause_sets):
        if clause_set.case == case:
            yield clause_set, f".clause_sets[{index}]"


def by_severity(findings: Iterable[Finding]) -> list[Finding]:
    """The gravest first, those of one severity in their order."""
    return sorted(findings, key=lambda found: list(words.SEVERITIES).index(found.severity))


def meeting_view(meeting: Meeting) -> RecordView:
    """Who met, where, on what, and what was said."""
    observers = "" if meeting.observers is None else f"{meeting.observers}人"
    read = [found for name, found in evidence_of(meeting).items() if name in TITLE_OF_MEETING]
    return RecordView(
        "meeting",
        "会議",
        words.meeting_words(meeting),
        placed(
            meeting,
            (
                *line_entries("council", "審議会", meeting.council),
                *line_entries("place", "場所", meeting.place),
                *line_entries("members", "委員", "、".join(meeting.members)),
                *line_entries("absent", "欠席", "、".join(meeting.absent)),
                *line_entries("officials", "区職員", "、".join(meeting.officials)),
                *line_entries("observers", "傍聴", observers),
            ),
        ),
        (
            *_listed("agenda", "次第", map(agenda_entry, meeting.agenda)),
            *_listed("decisions", "決定", map(decision_entry, meeting.decisions)),
            *_listed("speeches", "発言", map(speech_entry, meeting.speeches), counted=True),
        ),
        pages=words.pages_of(span for found in read for span in found.spans),
        confidence=min((found.confidence for found in read if found.confidence is not None), default=None),
    )


def case_view(case: Case) -> RecordView:
    """What a case is, its outline and forms, what was decided."""
    bases = tuple(map(words.basis_words, case.bases))
    categories = case.categories or ([case.category] if case.category else [])
    places = [span for basis in case.bases for span in basis.spans]
    read = evidence_of(case).get("title")
    return RecordView(
        "case",
        "案件",
        case.title or UNTITLED,
        placed(
            case,
            (
                *line_entries("numbers", "諮問", words.numbers_words(case)),
                *line_entries("category", "区分", words.categories_words(case), ", ".join(categories)),
                *([Entry("basis", "根拠", bases, apart=True, pages=words.pages_of(places))] if bases else []),
                *line_entries("department", "所管課", case.department),
                *line_entries("material", "資料", case.material),
                *line_entries("meeting_date", "開催日", words.day_words(case.meeting_date)),
            ),
        ),
        (
            *([letter_view(case.letter)] if case.letter is not None else []),
            *([outline_view(case.outline)] if case.outline is not None else []),
            *map(form_view, case.forms),
            *_listed("decisions", "決定", (decision_entry(decision, case) for decision in case.decisions)),
            *([opinion_view(case.opinion)] if case.opinion is not None else []),
        ),
        pages=words.pages_of(read.spans) if read else "",
        confidence=read.confidence if read else None,
    )


def letter_view(letter: Letter) -> RecordView:
    """諮問書: who asks whom, and when."""
    return RecordView(
        "letter",
        "諮問書",
        letter.number or "",
        (
            *line_entries("date", "日付", words.day_words(letter.date)),
            *line_entries("addressee", "宛先", letter.addressee),
            *line_entries("sender", "差出人", letter.sender),
        ),
        pages=words.reach_of(letter.spans),
    )


def opinion_view(opinion: Opinion) -> RecordView:
    """答申: what the council holds, why, and what it adds."""
    reasons, conditions = tuple(opinion.reasons), tuple(opinion.conditions)
    return RecordView(
        "opinion",
        "答申",
        opinion.number or "",
        (
            *line_entries("date", "日付", words.day_words(opinion.date)),
            *line_entries("addressee", "宛先", opinion.addressee),
            *line_entries("conclusion", "結論", opinion.conclusion),
            *([Entry("reason", "理由", reasons, apart=True)] if reasons else []),
            *([Entry("condition", "付帯意見", conditions, apart=True)] if conditions else []),
        ),
        pages=words.reach_of(opinion.spans),
    )


def outline_view(outline: Outline) -> RecordView:
    """事業の概要."""
    return RecordView("outline", "事業の概要", "", tuple(form_entries(outline)))


def form_view(form: CaseForm) -> RecordView:
    """A form field by field."""
    category = words.CATEGORIES[form.category] if form.category else ""
    return RecordView("form", "様式", form.title or category, tuple(form_entries(form)))


def register_view(sheet: RegisterSheet) -> RecordView:
    """A 記録票 label by label, boxes in the place of their symbols; labels that have nothing but boxes follow."""
    loose = dict(sheet.choices)
    entries = [register_entry(field, loose.pop(field.label, [])) for field in sheet.fields]
    entries += [boxes_entry(label, held, words.pages_of(held[0].spans)) for label, held in loose.items() if held]
    days = tuple(map(council_date_words, sheet.council_dates))
    entries += [Entry("council_dates", "審議会", days)] if days else []
    return RecordView("register", "記録票", sheet.title or sheet.form or "", tuple(entries))


def clause_set_view(clause_set: ClauseSet) -> RecordView:
    """The clauses, each with its items."""
    entries, parties = tuple(map(clause_entry, clause_set.clauses)), clause_set.parties
    return RecordView(
        clause_set.kind,
        words.SET_KINDS[clause_set.kind],
        clause_set.title,
        entries,
        count=len(entries),
        summary=(
            *line_entries("date", "日付", words.day_words(clause_set.date)),
            *line_entries("parties", "当事者", "、".join(filter(None, (parties.principal, parties.contractor)))),
        ),
        pages=words.reach_of(clause_set.spans),
    )


def plain_fields(record: Record) -> list[tuple[str, Any]]:
    """Of a record without a view: the fields by name that have a value, and their values."""
    held = ((name, getattr(record, name)) for name in type(record).model_fields)
    return [(name, value) for name, value in held if value is not None and value not in ([], {})]


def _listed(name: str, label: str, entries: Iterable[Entry], *, counted: bool = False) -> Iterator[RecordView]:
    """A part that is a list, where there is anything in it."""
    if held := tuple(entries):
        yield RecordView(name, label, entries=held, count=len(held) if counted else None)


def _sheet_views(document: Document, case: int | None) -> Iterator[RecordView]:
    for sheet, _ in sheets_of(document, case):
        yield register_view(sheet) if isinstance(sheet, RegisterSheet) else clause_set_view(sheet)


_VIEWS: dict[type[Record], Any] = {
    Document: document_view,
    Case: case_view,
    Letter: letter_view,
    Opinion: opinion_view,
    CaseForm: form_view,
    ClauseSet: clause_set_view,
    RegisterSheet: register_view,
    Meeting: meeting_view,
}
"""Records that have a view; `Alignment` and `Diff` are shown by `show.comparison`."""
