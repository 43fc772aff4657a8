"""One document: its pages with the places of its values, and its record beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import count
from typing import Any

from kaigi_extract.records import (
    AgendaItem,
    Case,
    CaseForm,
    Clause,
    ClauseSet,
    Decision,
    Document,
    LegalBasis,
    Letter,
    Meeting,
    Opinion,
    Outline,
    PageSpan,
    Period,
    Record,
    RegisterSheet,
    Speech,
)
from kaigi_extract.records.walk import RecordNode, spans_below, walk
from kaigi_extract.show import japanese as words
from kaigi_extract.show.entries import value_lines
from kaigi_extract.web.browse import address
from kaigi_extract.web.browse.address import Address
from kaigi_extract.web.browse.archive import ArchiveView
from kaigi_extract.web.browse.overview import leaf_of
from kaigi_extract.web.browse.page import Leaves, PageData, Row
from kaigi_extract.web.review.view import name_of, said_value

GROUPS: dict[type[Record], tuple[str, str, str]] = {
    Document: ("document", "文書", "document"),
    Meeting: ("meeting", "会議", "meeting"),
    Case: ("case", "案件", "case"),
    Outline: ("outline", "事業の概要", "outline"),
    CaseForm: ("form", "様式", "form"),
    Letter: ("letter", "諮問書", "letter"),
    Opinion: ("opinion", "答申", "opinion"),
    RegisterSheet: ("register", "記録票", "register"),
    ClauseSet: ("terms", "条項", "clauses"),
}
"""Records that are a group of values of their own, with what they are called."""
_NAMED: dict[type[Record], tuple[str, str]] = {
    AgendaItem: ("議事", "agenda"),
    Speech: ("発言", "speech"),
    Decision: ("決定", "decision"),
    LegalBasis: ("根拠", "basis"),
    Clause: ("条", "clause"),
}
"""Records that are one value, with what they are called."""


def document(view: ArchiveView, at: Address, *, whole: bool) -> PageData:
    """One document. A leaf has some of its pages, and the values that are on them."""
    [sha256] = at.keys
    read = view.document(sha256)
    about = view.row(
        "SELECT d.*, m.role, m.work_id, coalesce(w.title, d.source_title) AS title FROM documents d "
        "LEFT JOIN manifestations m ON m.id = d.id LEFT JOIN works w ON w.id = m.work_id WHERE d.sha256 = $1",
        sha256,
    )
    values = list(values_of(read))
    leaves = Leaves(at.leaf, view.settings.pages, _last_page(read)).check()
    shown = values if whole else [one for one in values if _is_shown(one, leaves)]
    data = {
        "about": about,
        "title": about["title"] or words.document_title(read),
        "groups": _grouped(shown),
        "pages": [] if whole else list(_pages(view, read, shown, leaves)),
        "texts": list(_texts(read)) if not has_pages(read) else [],
        "findings": _findings(view, read),
        "related": _related(view, about),
        "cases": _cases(view, about["id"]),
        "terms": _terms(view, about["id"]),
        "is_there": has_pages(read),
        "dpi": view.settings.dpi,
    }
    for one in values:
        one.pop("spans", None)
    rows = [{name: one[name] for name in _COLUMNS} for one in shown]
    title = (str(data["title"]), str(data["title"]))
    above = ((("文書", "Documents"), Address("search")),)
    return PageData("browse_document.html", title, data, rows, leaves if has_pages(read) else None, above)


_COLUMNS = ("pointer", "group", "name", "value", "printed", "page", "confidence")


def values_of(read: Document) -> Iterator[Row]:
    """Every value of a document that is printed somewhere, in the order of the records."""
    numbers = count()
    groups: dict[int, int] = {}
    for node in walk(read):
        kind = type(node.record)
        if kind in GROUPS:
            groups[id(node.record)] = len(groups)
        group = _group_of(node)
        if group is None or (kind not in GROUPS and kind not in _NAMED):
            continue
        about = {"group": GROUPS[type(group)][0], "in": groups[id(group)], "record": group}
        if kind in _NAMED:
            yield {**about, **_named(node), "number": next(numbers)}
            continue
        for value in node.read_values():
            if value.evidence is not None:
                yield {
                    **about,
                    "number": next(numbers),
                    "pointer": value.pointer,
                    "field": value.field,
                    "name": name_of(value.field, value.evidence.label, "ja"),
                    "english": name_of(value.field, None, "en"),
                    "value": _said(value.value),
                    "printed": value.evidence.text,
                    "differs": _differs(value.evidence.text, value.value),
                    "confidence": value.evidence.confidence,
                    "spans": value.evidence.spans,
                    "page": _page_of(value.evidence.spans),
                }


def _said(value: Any) -> str:
    """A value in words."""
    lines = value_lines(value)
    return said_value(_plain(value)) if lines is None else "\n".join(lines)


def _differs(printed: str | None, value: Any) -> bool:
    """Whether something else is printed than what a value says, line breaks aside. Of periods the days that are meant
    stand beside what is printed."""
    texts = [one.text if isinstance(one, Period) else None for one in value] if isinstance(value, list) else [None]
    said = "".join(filter(None, texts)) if all(texts) else _said(value)
    return bool(printed) and _in_one(printed or "") != _in_one(said)


def _in_one(text: str) -> str:
    return text.replace("\n", "").strip()


def _plain(value: Any) -> Any:
    """A value without records in it."""
    if isinstance(value, Record):
        return value.model_dump(mode="json", exclude={"evidence", "spans"})
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value


def _named(node: RecordNode) -> Row:
    """A record that is one value."""
    record: Any = node.record
    japanese, english = _NAMED[type(record)]
    match record:
        case Clause():
            japanese = english = " ".join(filter(None, (record.label, record.heading)))
            value = "\n".join(
                "　" * depth + f"{label} {text}".strip() for depth, label, text in words.printed_lines(record)
            )
        case Speech():
            japanese = english = record.speaker or japanese
            value = record.text
        case Decision():
            value = words.decision_words(record)
        case LegalBasis():
            value = words.basis_words(record)
        case _:
            value = words.agenda_words(record)
    spans = spans_below(record)
    found = {
        "name": japanese,
        "english": english,
        "value": value,
        "printed": None,
        "differs": False,
        "pointer": node.pointer,
        "field": None,
    }
    return {**found, "confidence": getattr(record, "confidence", None), "spans": spans, "page": _page_of(spans)}


def _group_of(node: RecordNode) -> Record | None:
    above: RecordNode | None = node
    while above is not None and type(above.record) not in GROUPS:
        above = above.parent
    return above.record if above is not None else None


def _page_of(spans: Iterable[Any]) -> int | None:
    return next((span.page for span in spans if isinstance(span, PageSpan)), None)


def has_pages(read: Document) -> bool:
    """Whether a document is shown page by page; a text file has none."""
    return any(page.text_origin != "text" for page in read.source.pages)


def _last_page(read: Document) -> int:
    return read.source.page_count if has_pages(read) else 0


def _is_shown(one: Row, leaves: Leaves) -> bool:
    """Whether a value is on this leaf: by its first page, those of no page on the first."""
    return ((one["page"] or 1) > leaves.start and (one["page"] or 1) <= leaves.start + leaves.size) or (
        one["page"] is None and leaves.leaf == 1
    )


def _grouped(values: Iterable[Row]) -> list[Row]:
    """The values under the records that they are of."""
    groups: dict[int, Row] = {}
    for one in values:
        record = one.pop("record")
        kind, japanese, english = GROUPS[type(record)]
        title = getattr(record, "title", None) or getattr(record, "council", None) or ""
        group = groups.setdefault(
            one.pop("in"),
            {"kind": kind, "name": japanese, "english": english, "title": title, "values": []},
        )
        group["values"].append({name: value for name, value in one.items() if name != "spans"})
    return list(groups.values())


def _pages(view: ArchiveView, read: Document, values: list[Row], leaves: Leaves) -> Iterator[Row]:
    """The pages of a leaf, with the boxes of the values on each, in points."""
    boxes: dict[int, list[Row]] = {}
    for one in values:
        lines: dict[int, list[tuple[float, ...]]] = {}
        for span in one["spans"]:
            if isinstance(span, PageSpan):
                lines.setdefault(span.page, []).append(tuple(round(edge, 1) for edge in span.bbox))
        for number, found in lines.items():
            doubtful = words.is_doubtful(one["confidence"])
            boxes.setdefault(number, []).append(
                {
                    "number": one["number"],
                    "group": one["group"],
                    "name": one["name"],
                    "doubtful": doubtful,
                    "lines": found,
                }
            )
    for page in read.source.pages[leaves.start : leaves.start + leaves.size]:
        yield {
            **{"number": page.number, "origin": page.text_origin, "confidence": page.confidence},
            "picture": f"picture/{read.source.sha256}/{page.number}.png",
            "boxes": boxes.get(page.number, []),
        }


def _texts(read: Document) -> Iterator[Row]:
    """The text of a file that has no pages, section by section."""
    for section in read.sections:
        if section.kind != "furniture":
            yield {"kind": section.kind, "title": section.title, "text": section.text}


def _findings(view: ArchiveView, read: Document) -> list[Row]:
    found = []
    for one in read.findings:
        page = _page_of(getattr(one, "spans", []))
        where = address.document(read.source.sha256, leaf_of(view, page))
        row = {"code": one.code, "severity": one.severity, "message": one.message, "record": one.record, "page": page}
        found.append({**row, "address": where})
    return sorted(found, key=lambda row: list(words.SEVERITIES).index(row["severity"]))


def _related(view: ArchiveView, about: Row) -> list[Row]:
    """Other files that are the same work."""
    rows = view.rows(
        'SELECT d.sha256, d.path, m.role, m."form" FROM manifestations m JOIN documents d ON m.document_id = d.id '
        'WHERE m.work_id = $1 AND d.id <> $2 ORDER BY m."rank" LIMIT 20',
        about["work_id"],
        about["id"],
    )
    return [{**row, "address": address.document(row.pop("sha256"))} for row in rows]


def _cases(view: ArchiveView, document_id: str) -> list[Row]:
    rows = view.rows(
        "SELECT id, title, category FROM cases WHERE document_id = $1 ORDER BY position LIMIT 200", document_id
    )
    return [{**row, "address": address.case(row["id"])} for row in rows]


def _terms(view: ArchiveView, document_id: str) -> list[Row]:
    rows = view.rows(
        "SELECT id, title, kind FROM clause_sets WHERE document_id = $1 ORDER BY position LIMIT 200", document_id
    )
    return [{**row, "address": address.clause_set(row["id"])} for row in rows]
