"""One line to show of a record: what it is called in both languages, what it says, and what belongs under it.

Here every value of a record becomes words, and nowhere else. Draws nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.records import (
    AgendaItem,
    Case,
    CaseForm,
    Choice,
    Clause,
    CouncilDate,
    Counterparty,
    DataItems,
    Decision,
    Extra,
    Finding,
    Item,
    LegalBasis,
    MappingUsed,
    Measure,
    Outline,
    Period,
    Record,
    Speech,
    Table,
)
from kaigi_extract.records.walk import evidence_of
from kaigi_extract.show import japanese as words
from kaigi_extract.show.english import counted
from kaigi_extract.show.parts import rows_of, spans_of

AND_MORE = "等（ほかにもある）"
"""Of a list that ends in 等."""
UNDECIDED = "未定"
SHOWN_ELSEWHERE = {"evidence", "extra", "category", "title"}
"""Fields of a form that are in its title or behind its other fields, or that follow them."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table that is shown: its words once, where it begins, and over how many columns and rows it goes."""

    text: str
    column: int
    """Counted from 0."""
    columns: int = 1
    rows: int = 1


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
    """The value in the record's own words, where these are no Japanese: `outsourcing` for 業務委託."""
    below: tuple[Entry, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    """Of a table."""
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


def form_entries(record: CaseForm | Outline) -> list[Entry]:
    """Every field that has a value, in canonical order, then the labels that no mapping knows."""
    known = (
        _field(record, name, getattr(record, name))
        for name in type(record).model_fields
        if name not in SHOWN_ELSEWHERE and getattr(record, name) not in (None, "", [])
    )
    return [*known, *map(_extra, record.extra)]


def value_lines(value: Any) -> list[str] | None:
    """A value that is made of records in words, line by line: 1 写しを取らせない。 None where it is a plain one."""
    first = value[0] if isinstance(value, list) and value else value
    if not isinstance(first, (Counterparty, DataItems, LegalBasis, Measure, Period)):
        return None
    return ["　" * depth + line for depth, line in _value_entry(value).outline()]


def placed(record: Record, entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The entries; those of fields that have evidence, with the pages and how likely they are right."""
    read = evidence_of(record)
    return tuple(
        replace(entry, pages=words.pages_of(read[entry.name].spans), confidence=read[entry.name].confidence)
        if entry.name in read
        else entry
        for entry in entries
    )


def mapping_entries(used: MappingUsed | None) -> Iterator[Entry]:
    """Whose words read a document, where that is not simply its ward's bundled mapping."""
    if used is not None and used.origin != "bundled":
        said = words.MAPPING_ORIGINS[used.origin] + (f"（{words.ward_name(used.ward)}）" if used.ward else "")
        code = used.origin + (f" ({used.ward})" if used.ward else "")
        pages = words.pages_of(span for reason in used.reasons for span in reason.spans)
        yield Entry("mapping", "対応付け", (said,), code=code, pages=pages, confidence=used.confidence, value=used)


def table_entry(table: Table) -> Entry:
    """A table, row by row; a cell that goes over several rows is in the first of them."""
    rows = tuple(
        tuple(Cell(cell.text, cell.column, cell.column_span, cell.row_span) for cell in row) for row in rows_of(table)
    )
    width = max((cell.column + cell.columns for row in rows for cell in row), default=0)
    return Entry(
        "table",
        "表",
        (f"{len(rows)}行×{width}列",),
        code=f"{counted(len(rows), 'row')} × {counted(width, 'column')}",
        rows=rows,
        pages=words.reach_of(spans_of(table)),
        value=table,
    )


def line_entries(name: str, label: str, text: str | None, code: str | None = None) -> Iterator[Entry]:
    """An entry of one line, where there is something to say."""
    if text:
        yield Entry(name, label, (text,), code=code or "")


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
        case [LegalBasis(), *_]:
            return Entry(lines=tuple(map(words.basis_words, value)))
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
    group = measure.group or (words.PARTY_WORDS[measure.party] if measure.party else "")
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


def register_entry(field: Extra, boxes: list[Choice]) -> Entry:
    """A label of a register: the boxes beside it, else its value as printed."""
    pages = words.pages_of(field.spans)
    return boxes_entry(field.label, boxes, pages) if boxes else _extra(field)


def boxes_entry(label: str, boxes: Iterable[Choice], pages: str) -> Entry:
    """The boxes beside a label of a register: ☑ 紙."""
    below = tuple(Entry(lines=(words.choice_words(box),), value=box) for box in boxes)
    return Entry(label=label, below=below, pages=pages)


def council_date_words(held: CouncilDate) -> str:
    """2014-07-23 諮問第21号; empty where neither could be read."""
    number = "" if held.number is None else f"諮問第{held.number}号"
    return " ".join(filter(None, (words.day_words(held.date), number)))


def decision_entry(decision: Decision, case: Case | None = None) -> Entry:
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


def agenda_entry(item: AgendaItem) -> Entry:
    """A line of the agenda, with the department and the material below it."""
    below = (
        *line_entries("department", "所管課", item.department),
        *line_entries("material", "資料", item.material),
    )
    label = words.agenda_words(item) or item.section or ""
    return Entry(label=label, lines=(item.title,), below=below, pages=words.pages_of(item.spans))


def speech_entry(speech: Speech) -> Entry:
    """What one person said; the numbers of the cases under discussion are its marks."""
    numbers = "・".join(map(str, speech.numbers))
    marks = (f"諮問第{numbers}号",) if numbers else ()
    name = f"{speech.order} {speech.speaker}"
    return Entry(name, speech.speaker, (speech.text,), marks=marks, pages=words.pages_of(speech.spans))


def finding_entry(found: Finding) -> Entry:
    """What a reader should know, its severity as the label."""
    return Entry(
        f"{found.severity} {found.code}",
        words.SEVERITIES[found.severity],
        (found.said("ja"),),
        pages=words.pages_of(found.spans),
        value=found,
    )


def clause_entry(clause: Clause) -> Entry:
    """A clause with its topics and the items below it."""
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
    return Entry(
        label=item.label,
        lines=(item.text,) if item.text else (),
        below=tuple(map(_item, item.items)),
        pages=words.pages_of(item.spans),
    )
