"""A document as Markdown to read: forms and registers as tables, clauses as nested lists, the meeting, the findings.

CommonMark, with the tables of GitHub. Whatever the papers say comes out as text: every sign that Markdown or HTML could
take for its own is escaped here. Reads records, writes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from kaigi_extract.records import (
    Case,
    CaseForm,
    Clause,
    ClauseSet,
    Counterparty,
    DataItems,
    Decision,
    Document,
    Item,
    Measure,
    Meeting,
    Outline,
    Period,
    RegisterSheet,
)
from kaigi_extract.show import japanese as words
from kaigi_extract.show.sanitise import legible

BREAK = "<br>"
"""A new line within a cell: tables have no other."""
INDENT = "  "
_SIGNS = re.compile(r"[\\`*_\[\]<>&|~#$!]|:(?=//)|@|(?<=www)\.", re.IGNORECASE)
"""What has a meaning within a line, in CommonMark, on GitHub (~ @ and bare addresses) and in notebooks ($)."""
_FIRST = re.compile(r"^([-+=]|\d{1,9}[.)](?!\S))")
"""What has a meaning where a line begins: lists and the lines under headings."""


def document_markdown(document: Document) -> str:
    """All of it but the tables and the sections, which say in other words what the records say."""
    blocks = [f"# {_line(words.title_of(document))}", _head(document)]
    if document.meeting is not None:
        blocks += _meeting(document.meeting)
    for index, case in enumerate(document.cases):
        blocks += _case(case)
        blocks += _sheets(document, index)
    blocks += _sheets(document, None)
    if document.meeting is not None and document.meeting.speeches:
        blocks += ["## 発言", *(f"{_bold(each.speaker)}{_text(each.text)}" for each in document.meeting.speeches)]
    if document.findings:
        found = (
            (words.SEVERITIES[each.severity], words.pages_of(each.spans), each.message) for each in document.findings
        )
        blocks += ["## 所見", table_markdown(["重さ", "頁", "内容"], found).rstrip()]
    return "\n\n".join(filter(None, blocks)) + "\n"


def table_markdown(names: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table with pipes; the words are escaped here."""
    lines = [_row(names), "|" + " --- |" * len(names)]
    return "\n".join([*lines, *(_row(row) for row in rows)]) + "\n"


def _row(cells: Iterable[str]) -> str:
    return "|" + "|".join(f" {_cell(cell)} " for cell in cells) + "|"


def _cell(text: str) -> str:
    return BREAK.join(_escaped(line) for line in _lines(text))


def _line(text: str) -> str:
    """On one line, as in a heading."""
    return _start(" ".join(_lines(text)))


def _bold(text: str) -> str:
    """With the space behind it that ends it, whatever sign its last is."""
    line = _line(text)
    return f"**{line}** " if line else ""


def _text(text: str, indent: str = "") -> str:
    """As a paragraph, its lines kept: `indent` is that of the list it stands in."""
    return f"\\\n{indent}".join(_start(line) for line in _lines(text))


def _lines(text: str) -> list[str]:
    return [line for line in (" ".join(part.split("\t")).strip() for part in legible(text).splitlines()) if line]


def _start(line: str) -> str:
    """A line escaped, so that its first signs begin no list and no heading."""
    escaped = _escaped(line)
    found = _FIRST.match(escaped)
    if found is None:
        return escaped
    at = found.end() - 1
    return f"{escaped[:at]}\\{escaped[at:]}"


def _escaped(line: str) -> str:
    return _SIGNS.sub(r"\\\g<0>", line)


def _head(document: Document) -> str:
    rows = [
        ("ファイル", words.file_name(document.source)),
        ("区", words.ward_name(document.ward) or "不明"),
        ("審議会", document.council or ""),
        ("会議", words.meeting_words(document.meeting) if document.meeting else ""),
        ("読取り", words.origin_words(document.source)),
    ]
    return _pairs(rows)


def _pairs(rows: Iterable[tuple[str, str]]) -> str:
    held = [row for row in rows if row[1]]
    return table_markdown(["項目", "内容"], held).rstrip() if held else ""


def _meeting(meeting: Meeting) -> Iterator[str]:
    yield "## 会議"
    rows = [
        ("場所", meeting.place or ""),
        ("委員", "、".join(meeting.members)),
        ("区職員", "、".join(meeting.officials)),
        ("傍聴", "" if meeting.observers is None else f"{meeting.observers}人"),
    ]
    yield _pairs(rows)
    if meeting.agenda:
        yield "### 次第"
        found = (
            (words.agenda_words(item) or item.section or "", item.title, item.department or "", item.material or "")
            for item in meeting.agenda
        )
        yield table_markdown(["区分", "件名", "所管課", "資料"], found).rstrip()
    if meeting.decisions:
        yield "### 決定"
        yield _decisions(meeting.decisions)


def _decisions(held: Iterable[Decision]) -> str:
    found = ((words.decision_words(each), "\n".join([each.text, *each.conditions])) for each in held)
    return table_markdown(["決定", "発言・条件"], found).rstrip()


def _case(case: Case) -> Iterator[str]:
    yield f"## {_line(case.title or '（件名なし）')}"
    rows = [
        ("諮問", words.numbers_words(case)),
        ("区分", words.CATEGORIES[case.category] if case.category else ""),
        ("根拠", "\n".join(map(words.basis_words, case.bases))),
        ("所管課", case.department or ""),
        ("資料", case.material or ""),
        ("開催日", words.day_words(case.meeting_date)),
    ]
    yield _pairs(rows)
    if case.decisions:
        yield _decisions(case.decisions)
    if case.outline is not None:
        yield "### 事業の概要"
        yield _form(case.outline)
    for form in case.forms:
        yield f"### {_line(form.title or '様式')}"
        yield _form(form)


def _form(form: CaseForm | Outline) -> str:
    found = [(field.label, _value(field.value), _read(field)) for field in words.fields_of(form)]
    return table_markdown(["項目", "内容", "頁"], found).rstrip() if found else ""


def _read(field: words.Field) -> str:
    """Its page, and whether to look there."""
    return f"{field.pages} 要確認 {field.confidence:.2f}".strip() if field.doubtful else field.pages


def _value(value: object) -> str:
    """A value as lines."""
    if isinstance(value, DataItems):
        groups = dict.fromkeys(item.group for item in value.items)
        named = [(group, [item.text for item in value.items if item.group == group]) for group in groups]
        return "\n".join([value.subjects or "", *(f"{group or ''} {'、'.join(items)}" for group, items in named)])
    if isinstance(value, Counterparty):
        name = value.name or value.kind or ("未定" if value.undecided else "")
        return f"{name}\n{value.note or ''}"
    if isinstance(value, Period):
        days = words.period_words(value)
        return f"{value.text} [{days}]" if days else value.text
    if isinstance(value, Measure):
        return "\n".join(_measure(value))
    if isinstance(value, list):
        return "\n".join(_value(each) for each in value)
    return str(value)


def _measure(measure: Measure, depth: int = 0) -> Iterator[str]:
    group = f"【{measure.group}】" if measure.group else ""
    party = f"【{words.PARTIES[measure.party]}】" if measure.party and not measure.group else ""
    number = "" if measure.number is None else f"{measure.number} "
    yield f"{'・' * depth}{group}{party}{number}{measure.text}"
    for each in measure.items:
        yield from _measure(each, depth + 1)


def _sheets(document: Document, case: int | None) -> Iterator[str]:
    """The registers and clause sets of one case, or of none."""
    for sheet in document.registers:
        if sheet.case == case:
            yield from _register(sheet)
    for clause_set in document.clause_sets:
        if clause_set.case == case:
            yield from _clause_set(clause_set)


def _register(sheet: RegisterSheet) -> Iterator[str]:
    yield f"### {_line(sheet.title or sheet.form or '記録票')}"
    loose = dict(sheet.choices)
    rows = []
    for field in sheet.fields:
        boxes = loose.pop(field.label, [])
        rows.append((field.label, "\n".join(map(words.choice_words, boxes)) or field.text))
    rows += [(label, "\n".join(map(words.choice_words, boxes))) for label, boxes in loose.items()]
    yield _pairs(rows)


def _clause_set(clause_set: ClauseSet) -> Iterator[str]:
    yield f"### {_line(clause_set.title)}"
    yield "\n".join(line for clause in clause_set.clauses for line in _clause(clause))


def _clause(clause: Clause) -> Iterator[str]:
    heading = f"（{_escaped(' '.join(_lines(clause.heading)))}）" if clause.heading else ""
    yield f"- {_bold(clause.label)}{heading}{_text(clause.text, INDENT)}"
    for item in clause.items:
        yield from _item(item, 1)


def _item(item: Item, depth: int) -> Iterator[str]:
    indent = INDENT * depth
    yield f"{indent}- {_text(f'{item.label} {item.text}', indent + INDENT)}"
    for each in item.items:
        yield from _item(each, depth + 1)
