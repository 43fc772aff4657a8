"""What is shown of a record: a tree of labels and words, built once and drawn by every medium. Draws nothing.

Which fields are shown, in which order and under which label is decided here alone. Terminal, Markdown and notebook
decide only how it looks: a branch, a row of a table, a heading, something that folds. Every label is there twice, in
English (the field's name) and in Japanese (as printed, else the usual word).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from kaigi_extract.records import (
    AgendaItem,
    Case,
    CaseForm,
    Choice,
    Clause,
    ClauseSet,
    CouncilDate,
    Counterparty,
    DataItems,
    Decision,
    Document,
    Extra,
    Finding,
    Item,
    Measure,
    Meeting,
    Outline,
    Period,
    Record,
    RegisterSheet,
    Speech,
)
from kaigi_extract.records.walk import evidence_of
from kaigi_extract.show import japanese as words

UNTITLED = "（件名なし）"
AND_MORE = "等（ほかにもある）"
"""Of a list that ends in 等."""
UNDECIDED = "未定"
SHOWN_ELSEWHERE = {"evidence", "extra", "category", "title"}
"""Fields of a form that are in its title or behind its other fields, or that follow them."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What is said under one label, and what belongs under it."""

    name: str = ""
    """In English: the field; empty where only the printed label is known."""
    label: str = ""
    """In Japanese: as printed, else what the field is called; empty for words without a label."""
    lines: tuple[str, ...] = ()
    """The words, a text or several."""
    code: str = ""
    """The same in the record's own words, where these are no Japanese: `outsourcing` for 業務委託."""
    below: tuple[Entry, ...] = ()
    heading: str = ""
    """Of a clause, without brackets; repeated on every clause that it covers."""
    marks: tuple[str, ...] = ()
    """Words about it that are printed nowhere: topics."""
    apart: bool = False
    """Whether each line is something of its own, so that a medium of lines repeats the label."""
    pages: str = ""
    note: str = ""
    confidence: float | None = None
    value: Any = None
    """As in the record."""

    @property
    def is_doubtful(self) -> bool:
        """Whether it may be misread."""
        return words.is_doubtful(self.confidence)

    def outline(self, depth: int = 0) -> Iterator[tuple[int, str]]:
        """Everything under the label as lines, with how deep each is below the first ones."""
        yield from ((depth, line) for line in self.lines)
        for each in self.below:
            head = " ".join(filter(None, (each.label, *each.lines[:1])))
            yield from replace(each, lines=(head, *each.lines[1:]), below=()).outline(depth)
            for under in each.below:
                yield from Entry(below=(under,)).outline(depth + 1)


@dataclass(frozen=True, slots=True)
class View:
    """One noun, or a list of what it holds."""

    name: str
    """In English: case, agenda."""
    label: str
    """In Japanese: 案件, 次第."""
    title: str = ""
    entries: tuple[Entry, ...] = ()
    parts: tuple[View, ...] = ()
    count: int | None = None
    """How many entries there are, where that is worth saying before them."""
    summary: tuple[Entry, ...] = ()
    """What a page of Japanese says of a document at its head, beside its entries."""


def view_of(record: Record) -> View | None:
    """The view of a noun; None for a record that is shown field by field."""
    for kind, build in _NOUNS.items():
        if isinstance(record, kind):
            built: View = build(record)
            return built
    return None


def document_view(document: Document) -> View:
    """The whole document: sheets under their case, and what is long or doubtful at the end."""
    source, meeting = document.source, document.meeting
    parts: list[View] = []
    if meeting is not None:
        seen = meeting_view(meeting)
        parts.append(replace(seen, parts=tuple(part for part in seen.parts if part.name != "speeches")))
    for index, case in enumerate(document.cases):
        seen = case_view(case)
        parts.append(replace(seen, parts=(*seen.parts, *_sheet_views(document, index))))
    parts += _sheet_views(document, None)
    parts += [] if meeting is None else _listed("speeches", "発言", map(_speech, meeting.speeches), counted=True)
    parts += _listed("findings", "所見", map(_finding, by_severity(document.findings)))
    return View(
        "document",
        "文書",
        words.title_of(document),
        (
            Entry("file", "ファイル", (words.file_name(source),), code=source.path),
            *_entry("ward", "区", words.ward_name(document.ward) or "不明", code=document.ward),
            *_entry("council", "審議会", document.council),
        ),
        tuple(parts),
        summary=(
            *_entry("meeting", "会議", words.meeting_words(meeting) if meeting else ""),
            *_entry("reading", "読取り", words.origin_words(source)),
            *_entry("contents", "内容", words.counts_words(document)),
        ),
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


def meeting_view(meeting: Meeting) -> View:
    """Who met, where, on what, and what was said."""
    observers = "" if meeting.observers is None else f"{meeting.observers}人"
    return View(
        "meeting",
        "会議",
        words.meeting_words(meeting),
        (
            *_entry("council", "審議会", meeting.council),
            *_entry("place", "場所", meeting.place),
            *_entry("members", "委員", "、".join(meeting.members)),
            *_entry("officials", "区職員", "、".join(meeting.officials)),
            *_entry("observers", "傍聴", observers),
        ),
        (
            *_listed("agenda", "次第", map(_agenda_item, meeting.agenda)),
            *_listed("decisions", "決定", map(_decision, meeting.decisions)),
            *_listed("speeches", "発言", map(_speech, meeting.speeches), counted=True),
        ),
    )


def case_view(case: Case) -> View:
    """What a case is, its outline and forms, what was decided."""
    bases = tuple(map(words.basis_words, case.bases))
    category = words.CATEGORIES[case.category] if case.category else ""
    read = evidence_of(case)
    department = next(_entry("department", "所管課", case.department), None)
    if department is not None and "department" in read:
        department = replace(department, confidence=read["department"].confidence)
    return View(
        "case",
        "案件",
        case.title or UNTITLED,
        (
            *_entry("numbers", "諮問", words.numbers_words(case)),
            *_entry("category", "区分", category, code=case.category),
            *([Entry("basis", "根拠", bases, apart=True)] if bases else []),
            *([department] if department is not None else []),
            *_entry("material", "資料", case.material),
            *_entry("meeting_date", "開催日", words.day_words(case.meeting_date)),
        ),
        (
            *([outline_view(case.outline)] if case.outline is not None else []),
            *map(form_view, case.forms),
            *_listed("decisions", "決定", (_decision(decision, case) for decision in case.decisions)),
        ),
    )


def outline_view(outline: Outline) -> View:
    """事業の概要."""
    return View("outline", "事業の概要", "", tuple(form_entries(outline)))


def form_view(form: CaseForm) -> View:
    """A form field by field."""
    category = words.CATEGORIES[form.category] if form.category else ""
    return View("form", "様式", form.title or category, tuple(form_entries(form)))


def register_view(sheet: RegisterSheet) -> View:
    """A 記録票 label by label, boxes in the place of their printed signs; labels that have nothing but boxes follow."""
    loose = dict(sheet.choices)
    entries = [_register_entry(field, loose.pop(field.label, [])) for field in sheet.fields]
    entries += [_boxes(label, held, words.pages_of(held[0].spans)) for label, held in loose.items() if held]
    days = tuple(map(_council_date, sheet.council_dates))
    entries += [Entry("council_dates", "審議会", days)] if days else []
    return View("register", "記録票", sheet.title or sheet.form or "", tuple(entries))


def clause_set_view(clause_set: ClauseSet) -> View:
    """The clauses, each with its items."""
    entries = tuple(map(_clause, clause_set.clauses))
    return View(clause_set.kind, words.SET_KINDS[clause_set.kind], clause_set.title, entries, count=len(entries))


def form_entries(record: CaseForm | Outline) -> list[Entry]:
    """Every field that has a value, in canonical order, then the labels that no mapping knows."""
    known = (
        _field(record, name, getattr(record, name))
        for name in type(record).model_fields
        if name not in SHOWN_ELSEWHERE and getattr(record, name) not in (None, "", [])
    )
    return [*known, *map(_extra, record.extra)]


def plain_fields(record: Record) -> list[tuple[str, Any]]:
    """Of a record without a view: the fields by name that have a value, and their values."""
    held = ((name, getattr(record, name)) for name in type(record).model_fields)
    return [(name, value) for name, value in held if value is not None and value not in ([], {})]


def _entry(name: str, label: str, text: str | None, code: str | None = None) -> Iterator[Entry]:
    """An entry of one line, where there is something to say."""
    if text:
        yield Entry(name, label, (text,), code=code or "")


def _listed(name: str, label: str, entries: Iterable[Entry], *, counted: bool = False) -> Iterator[View]:
    """A part that is a list, where there is anything in it."""
    if held := tuple(entries):
        yield View(name, label, entries=held, count=len(held) if counted else None)


def _sheet_views(document: Document, case: int | None) -> Iterator[View]:
    for sheet, _ in sheets_of(document, case):
        yield register_view(sheet) if isinstance(sheet, RegisterSheet) else clause_set_view(sheet)


def _field(record: CaseForm | Outline, name: str, value: Any) -> Entry:
    said = _value_entry(value)
    label = words.FIELDS.get(name, name)
    found = evidence_of(record).get(name)
    if found is None:
        return replace(said, name=name, label=label, value=value)
    return replace(
        said,
        name=name,
        label=found.label or label,
        value=value,
        pages=words.pages_of(found.spans),
        note=found.note or "",
        confidence=found.confidence,
    )


def _value_entry(value: Any) -> Entry:
    """A value of a form in words, without its label."""
    match value:
        case DataItems():
            return _data_items(value)
        case Counterparty():
            held = (value.name, value.kind, UNDECIDED if value.undecided else None, value.note)
            return Entry(lines=tuple(filter(None, held)))
        case [Measure(), *_]:
            return Entry(below=tuple(map(_measure, value)))
        case [Period(), *_]:
            return Entry(lines=tuple(map(_period, value)))
        case list():
            return Entry(lines=tuple(map(str, value)))
    return Entry(lines=(str(value),))


def _data_items(data: DataItems) -> Entry:
    groups = dict.fromkeys(item.group for item in data.items)
    below = [
        Entry(label=group or "", lines=("、".join(item.text for item in data.items if item.group == group),))
        for group in groups
    ]
    below += [Entry(lines=(AND_MORE,))] if data.open else []
    return Entry(lines=(data.subjects,) if data.subjects else (), below=tuple(below))


def _measure(measure: Measure) -> Entry:
    group = measure.group or (words.PARTIES[measure.party] if measure.party else "")
    number = "" if measure.number is None else str(measure.number)
    label = " ".join(filter(None, (f"【{group}】" if group else "", number)))
    return Entry(label=label, lines=(measure.text,), below=tuple(map(_measure, measure.items)))


def _period(period: Period) -> str:
    scope = f"（{period.scope}）" if period.scope else ""
    days = words.period_words(period)
    return f"{period.text}{scope}" + (f" [{days}]" if days else "")


def _extra(extra: Extra) -> Entry:
    """A label as printed, with its value as printed."""
    return Entry(label=extra.label, lines=(extra.text,), pages=words.pages_of(extra.spans), value=extra.text)


def _register_entry(field: Extra, boxes: list[Choice]) -> Entry:
    pages = words.pages_of(field.spans)
    return _boxes(field.label, boxes, pages) if boxes else _extra(field)


def _boxes(label: str, boxes: Iterable[Choice], pages: str) -> Entry:
    below = tuple(Entry(lines=(words.choice_words(box),), value=box) for box in boxes)
    return Entry(label=label, below=below, pages=pages)


def _council_date(held: CouncilDate) -> str:
    number = "" if held.number is None else f"諮問第{held.number}号"
    return " ".join(filter(None, (words.day_words(held.date), number)))


def _decision(decision: Decision, case: Case | None = None) -> Entry:
    """What was decided, on which of several bases, under which conditions."""
    basis = words.basis_of(decision, case) if case is not None else None
    number = f"第{decision.number}号 " if decision.number is not None else ""
    return Entry(
        "decision",
        words.decision_words(decision, basis),
        (decision.text,),
        code=f"{number}{decision.result}: {decision.text}",
        below=tuple(Entry("condition", "条件", (condition,)) for condition in decision.conditions),
        pages=words.pages_of(decision.spans),
        value=decision,
    )


def _agenda_item(item: AgendaItem) -> Entry:
    below = (
        *_entry("department", "所管課", item.department),
        *_entry("material", "資料", item.material),
    )
    return Entry(label=words.agenda_words(item) or item.section or "", lines=(item.title,), below=below)


def _speech(speech: Speech) -> Entry:
    numbers = "・".join(map(str, speech.numbers))
    marks = (f"諮問第{numbers}号",) if numbers else ()
    name = f"{speech.order} {speech.speaker}"
    return Entry(name, speech.speaker, (speech.text,), marks=marks, pages=words.pages_of(speech.spans))


def _finding(found: Finding) -> Entry:
    return Entry(
        f"{found.severity} {found.code}",
        words.SEVERITIES[found.severity],
        (found.message,),
        pages=words.pages_of(found.spans),
        value=found,
    )


def _clause(clause: Clause) -> Entry:
    return Entry(
        label=clause.label,
        lines=(clause.text,) if clause.text else (),
        below=tuple(map(_item, clause.items)),
        heading=clause.heading or "",
        marks=tuple(clause.topics or ()),
        pages=words.pages_of(clause.spans),
        confidence=clause.confidence,
        value=clause,
    )


def _item(item: Item) -> Entry:
    return Entry(label=item.label, lines=(item.text,) if item.text else (), below=tuple(map(_item, item.items)))


_NOUNS: dict[type[Record], Any] = {
    Document: document_view,
    Case: case_view,
    CaseForm: form_view,
    ClauseSet: clause_set_view,
    RegisterSheet: register_view,
    Meeting: meeting_view,
}
"""Records that have a view; `Alignment` and `Diff` are shown by `show.comparison`."""
