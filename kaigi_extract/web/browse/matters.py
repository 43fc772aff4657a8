"""What became of a matter, and who handles data: a case with all that is known of it, a company. Queries only."""

from __future__ import annotations

from typing import Any

from kaigi_extract.web.browse import address
from kaigi_extract.web.browse.address import Address
from kaigi_extract.web.browse.archive import ArchiveView
from kaigi_extract.web.browse.overview import cases_of, leaf_of
from kaigi_extract.web.browse.page import PageData, Row, Words
from kaigi_extract.web.browse.words import called

_SAME = "SELECT n.id FROM counted n WHERE n.counted_as = (SELECT counted_as FROM counted WHERE id = $1)"
"""The same case in all the documents that it is in."""
_CASES = f"""
SELECT c.*, d.sha256, d.path, d.ward, d.date, c.id = o.counted_as AS best FROM cases c
JOIN documents d ON c.document_id = d.id JOIN counted o ON o.id = c.id WHERE c.id IN ({_SAME})
ORDER BY best DESC, d.date NULLS LAST, c.id
"""
_DECISIONS = f"""
SELECT e.number, e.result, e."text", e.conditions, e.page, coalesce(m.date, d.date) AS date, m.council, d.sha256,
    d.path, d.ward
FROM decisions e JOIN documents d ON e.document_id = d.id LEFT JOIN meetings m ON e.meeting_id = m.id
WHERE e.case_id IN ({_SAME}) OR e.id IN (SELECT decision_id FROM joins WHERE case_id IN ({_SAME}))
ORDER BY date NULLS LAST, e.position
"""
_MEETINGS = f"""
SELECT m.date, m.council, m.term, m.session, a.title, a.page, d.sha256, d.path, j.reason FROM joins j
JOIN meetings m ON j.meeting_id = m.id JOIN documents d ON m.document_id = d.id LEFT JOIN agenda a ON a.id = j.agenda_id
WHERE j.case_id IN ({_SAME}) ORDER BY m.date NULLS LAST
"""
_FORMS = """
SELECT f.id, f.title, f.category, coalesce(f.department, c.department) AS department, f.business_name,
    f.counterparty_name, f.counterparty_kind, f.counterparty_undecided, f.data_items_subjects, f.media, f.reason,
    f.content, p.name AS company, p.own_office,
    (SELECT list("text" ORDER BY position) FROM data_items i WHERE i.form_id = f.id) AS items,
    (SELECT string_agg("text", '、' ORDER BY position) FROM periods r WHERE r.form_id = f.id) AS periods
FROM forms f JOIN cases c ON f.case_id = c.id LEFT JOIN counterparties p ON p.form_id = f.id WHERE f.case_id = $1
ORDER BY f.position
"""
_BASES = """
SELECT kind, ordinance, label, article, branches, paragraph, item, category, page FROM legal_bases WHERE case_id = $1
ORDER BY position
"""
_COMPANY = """
SELECT p.name, p.printed, p.form_id, d.ward, d.sha256, coalesce(c.meeting_date, d.date) AS date,
    n.counted_as AS case_id,
    coalesce(c.title, f.title, d.path) AS title, coalesce(f.category, c.category) AS category,
    coalesce(f.department, c.department) AS department, f.business_name,
    (SELECT list("text" ORDER BY position) FROM data_items i WHERE i.form_id = p.form_id) AS items
FROM counterparties p JOIN documents d ON p.document_id = d.id JOIN forms f ON p.form_id = f.id
LEFT JOIN cases c ON p.case_id = c.id LEFT JOIN counted n ON n.id = c.id
WHERE p.name = $1 AND p.counts ORDER BY date DESC NULLS LAST, p.id LIMIT $2
"""
_ITEMS = """
SELECT i."text" AS item, count(DISTINCT p.form_id) AS forms, list_sort(list_distinct(list(d.ward))) AS wards
FROM counterparties p JOIN data_items i ON i.form_id = p.form_id JOIN documents d ON p.document_id = d.id
WHERE p.name = $1 AND p.counts GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT $2
"""
_TERMS = """
SELECT DISTINCT s.id, s.title, coalesce(s.ward, d.ward) AS ward, coalesce(s.date, d.date) AS date FROM counterparties p
JOIN clause_sets s ON s.case_id = p.case_id JOIN documents d ON s.document_id = d.id
WHERE p.name = $1 AND s.supplement_of IS NULL ORDER BY date DESC NULLS LAST, s.id LIMIT 100
"""


def case(view: ArchiveView, at: Address) -> PageData:
    """A case: what was asked, what came of it, its forms and terms, and every document that it is in."""
    record_id = address.record_id_of(at.keys[0], "cases")
    copies = view.rows(_CASES, record_id)
    if not copies:
        raise KeyError(record_id)
    best = copies[0]
    for row in copies:
        row["address"] = address.document(row["sha256"], leaf_of(view, row["page"]))
    forms = view.rows(_FORMS, best["id"])
    for row in forms:
        row["address"] = address.company(row["company"]) if row["company"] and not row["own_office"] else None
    terms = view.rows(
        "SELECT id, title, kind, (SELECT count(*) FROM clauses k WHERE k.clause_set_id = s.id) AS clauses "
        "FROM clause_sets s WHERE case_id = $1 ORDER BY position",
        best["id"],
    )
    for row in terms:
        row["address"] = address.clause_set(row["id"])
    steps = _steps(view, record_id, copies)
    data = {
        **{"case": _told(best), "steps": steps, "forms": forms, "terms": terms},
        **{"bases": view.rows(_BASES, best["id"]), "copies": [_copy(row) for row in copies]},
    }
    above = ((("案件", "Cases"), Address("cases")), (_category_name(best["category"]), cases_of(best["category"])))
    return PageData("browse_case.html", (best["title"], best["title"]), data, steps, crumbs=above)


def _category_name(category: str | None) -> Words:
    return called("category", category, "ja"), called("category", category, "en")


def _told(best: Row) -> Row:
    left_out = ("spans", "position", "document_id", "best", "address")
    return {name: value for name, value in best.items() if name not in left_out}


def _copy(row: Row) -> Row:
    return {name: row[name] for name in ("path", "ward", "date", "page", "title", "best", "address")}


def _steps(view: ArchiveView, record_id: str, copies: list[Row]) -> list[Row]:
    """What happened to a case, in order: 諮問, the meetings, what was decided, 答申. Each with its document."""
    steps: list[Row] = []

    def step(kind: str, row: Row, date: Any, **more: Any) -> None:
        where = address.document(row["sha256"], leaf_of(view, row["page"]))
        told = {"date": date, "step": kind, "number": None, "result": None, "text": None, "who": None, **more}
        if not any(all(one[name] == told[name] for name in ("date", "step", "number", "result")) for one in steps):
            steps.append({**told, "path": row["path"], "page": row["page"], "address": where})

    for row in copies:
        if row["letter_number"] or row["letter_date"]:
            who = " → ".join(filter(None, (row["letter_sender"], row["letter_addressee"])))
            step("letter", row, row["letter_date"], number=row["letter_number"], who=who or None)
    for row in view.rows(_MEETINGS, record_id):
        session = "".join(f"第{row[name]}{unit}" for name, unit in (("term", "期"), ("session", "回")) if row[name])
        step("meeting", row, row["date"], who=row["council"], number=session or None, text=row["title"])
    for row in view.rows(_DECISIONS, record_id):
        step(
            "decision",
            row,
            row["date"],
            number=row["number"],
            result=row["result"],
            text=row["text"],
            who=row["council"],
        )
    for row in copies:
        if row["meeting_date"] and not any(one["step"] in ("meeting", "decision") for one in steps):
            step("meeting", row, row["meeting_date"])
        if row["opinion_number"] or row["opinion_date"] or row["opinion_conclusion"]:
            told = {"number": row["opinion_number"], "text": row["opinion_conclusion"], "who": row["opinion_addressee"]}
            step("opinion", row, row["opinion_date"], **told)
    return sorted(steps, key=lambda one: (one["date"] is None, str(one["date"] or "")))


def company(view: ArchiveView, at: Address) -> PageData:
    """A company or body with all that it handles: cases, data items, the terms that it is bound by."""
    name = _company_of(view, at.keys[0])
    rows = view.rows(_COMPANY, name, view.settings.whole)
    if not rows:
        raise KeyError(name)
    for row in rows:
        of_case = row["case_id"] is not None
        row["address"] = address.case(row["case_id"]) if of_case else address.document(row["sha256"])
    terms = view.rows(_TERMS, name)
    for row in terms:
        row["address"] = address.clause_set(row["id"])
    data = {
        **{"name_of_company": name, "names": sorted({row["printed"] for row in rows}), "rows": rows, "terms": terms},
        **{"items": view.rows(_ITEMS, name, view.settings.rows), "wards": sorted({row["ward"] or "" for row in rows})},
        **{"cases": len({row["case_id"] for row in rows if row["case_id"]})},
        "search": Address("search").asking(company=name),
    }
    above = ((("相手方", "Companies"), Address("companies")),)
    return PageData("browse_company.html", (name, name), data, rows, crumbs=above)


def _company_of(view: ArchiveView, key: str) -> str:
    """The normal name that a key stands for.

    Raises:
        KeyError: The archive has none.
    """
    if not address.is_hashed(key):
        return key
    for row in view.rows("SELECT DISTINCT name FROM counterparties WHERE NOT own_office"):
        if address.key_of_name(row["name"]) == key:
            return str(row["name"])
    raise KeyError(key)
