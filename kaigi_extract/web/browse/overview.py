"""What there is at a glance: the home page, wards and their years, cases by category, companies, findings."""

from __future__ import annotations

from typing import Any

from kaigi_extract.web.browse import address
from kaigi_extract.web.browse.address import HOME, Address
from kaigi_extract.web.browse.archive import ArchiveView
from kaigi_extract.web.browse.page import Leaves, PageData, Row

FISCAL_YEAR = "CAST(year({0} - INTERVAL 3 MONTH) AS VARCHAR)"
"""The 年度 of a day: it begins on 1 April."""
_NO_WARD = "-"
"""In an address, where a document is of no known ward."""
_COUNTS = """
SELECT (SELECT count(*) FROM documents) AS documents, (SELECT count(*) FROM works) AS works,
    (SELECT count(*) FROM counted WHERE kind = 'case' AND counts) AS cases,
    (SELECT count(*) FROM counted WHERE kind <> 'case' AND counts) AS decisions,
    (SELECT count(DISTINCT name) FROM counterparties WHERE NOT own_office) AS companies,
    (SELECT count(*) FROM clause_sets WHERE supplement_of IS NULL) AS clause_sets,
    (SELECT count(*) FROM findings WHERE severity <> 'info') AS findings
"""
_CASES = """
SELECT e.id, e.ward, e.date, e.title, e.category, e.department, e.times FROM each_case e
WHERE ($1 IS NULL OR coalesce(e.category, '') = $1) ORDER BY e.date DESC NULLS LAST, e.id
"""
_COMPANIES = """
SELECT p.name, count(DISTINCT n.counted_as) AS cases, list_sort(list_distinct(list(d.ward))) AS wards,
    min(coalesce(c.meeting_date, d.date)) AS first, max(coalesce(c.meeting_date, d.date)) AS last
FROM counterparties p JOIN documents d ON p.document_id = d.id LEFT JOIN cases c ON p.case_id = c.id
LEFT JOIN counted n ON n.id = c.id WHERE NOT p.own_office GROUP BY p.name ORDER BY cases DESC, p.name
"""


def home(view: ArchiveView) -> PageData:
    """What the archive holds."""
    wards = view.rows("SELECT * FROM ward_counts ORDER BY ward NULLS LAST")
    years = view.rows(
        f"SELECT {FISCAL_YEAR.format('date')} AS year, count(*) AS documents FROM documents "
        "WHERE date IS NOT NULL GROUP BY 1 ORDER BY 1"
    )
    categories = view.rows("SELECT category, count(*) AS cases FROM each_case GROUP BY 1 ORDER BY 2 DESC, 1")
    latest = view.rows(_CASES + " LIMIT 8", None)
    for row in wards:
        row["address"] = address.ward(row["ward"])
    for row in categories:
        row["address"] = cases_of(row["category"])
    for row in years:
        row["address"] = Address("search").asking(year=row["year"])
    counts = view.row(_COUNTS)
    most = max((row["documents"] for row in years), default=1)
    data = {"counts": counts, "wards": wards, "years": years, "most": most, "categories": categories}
    title = (view.name, view.name)
    return PageData("browse_home.html", title, {**data, "latest": _with_addresses(latest)}, wards)


def cases_of(category: str | None) -> Address:
    """The list of the cases of a category."""
    return Address("cases", (address.key_of_name(category or _NO_WARD),))


def cases(view: ArchiveView, at: Address, *, whole: bool) -> PageData:
    """All cases, or those of a category, each once, the latest first."""
    category = {_NO_WARD: ""}.get(at.keys[0], at.keys[0]) if at.keys else None
    total = view.row(f"SELECT count(*) AS n FROM ({_CASES})", category)["n"]
    if category is not None and not total:
        raise KeyError(category)
    rows, leaves = _some(view, at, _CASES, total, category, whole=whole)
    data = {"rows": _with_addresses(rows), "category": category, "total": total}
    above = ((("案件", "Cases"), Address("cases")),) if at.keys else ()
    return PageData("browse_cases.html", ("案件", "Cases"), data, rows, leaves, above)


def companies(view: ArchiveView, at: Address, *, whole: bool) -> PageData:
    """Every company and body that handles data, those with most cases first."""
    total = view.row("SELECT count(DISTINCT name) AS n FROM counterparties WHERE NOT own_office")["n"]
    rows, leaves = _some(view, at, _COMPANIES, total, whole=whole)
    for row in rows:
        row["address"] = address.company(row["name"])
    return PageData("browse_companies.html", ("相手方", "Companies"), {"rows": rows, "total": total}, rows, leaves)


def wards(view: ArchiveView) -> PageData:
    """Every ward, with counts."""
    rows = view.rows("SELECT * FROM ward_counts ORDER BY documents DESC, ward")
    for row in rows:
        row["address"] = address.ward(row["ward"])
    return PageData("browse_wards.html", ("区・団体", "Wards"), {"rows": rows}, rows)


def ward(view: ArchiveView, at: Address) -> PageData:
    """One ward: its years, its texts of clauses, its companies."""
    name = ward_of(view, at.keys[0])
    counts = view.row("SELECT * FROM ward_counts WHERE coalesce(ward, '') = $1", name)
    years = view.rows(
        f"SELECT {FISCAL_YEAR.format('date')} AS year, count(*) AS documents FROM documents "
        "WHERE coalesce(ward, '') = $1 GROUP BY 1 ORDER BY 1 DESC NULLS LAST",
        name,
    )
    for row in years:
        row["address"] = address.ward(name or None, row["year"] or _NO_WARD)
    terms = view.rows(
        'SELECT lineage AS id, arg_max("set", date) AS title, min(date) AS first, max(date) AS last, '
        "count(DISTINCT clause_set_id) AS versions FROM life_events WHERE ward = $1 GROUP BY lineage "
        "ORDER BY versions DESC, last DESC LIMIT $2",
        name,
        view.settings.rows,
    )
    for row in terms:
        row["address"] = address.clause_set(row["id"])
    found = view.rows(
        "SELECT p.name, count(DISTINCT n.counted_as) AS cases FROM counterparties p JOIN documents d "
        "ON p.document_id = d.id LEFT JOIN counted n ON n.id = p.case_id WHERE NOT p.own_office "
        "AND coalesce(d.ward, '') = $1 GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 20",
        name,
    )
    for row in found:
        row["address"] = address.company(row["name"])
    councils = [
        row["council"]
        for row in view.rows(
            "SELECT council, count(*) AS n FROM documents WHERE coalesce(ward, '') = $1 AND council IS NOT NULL "
            "GROUP BY 1 ORDER BY 2 DESC LIMIT 5",
            name,
        )
    ]
    data = {"ward": name, "counts": counts, "years": years, "terms": terms, "companies": found, "councils": councils}
    above = ((("区・団体", "Wards"), Address("wards")),)
    return PageData("browse_ward.html", ("", ""), data, years, crumbs=above)


def ward_year(view: ArchiveView, at: Address, *, whole: bool) -> PageData:
    """The documents of one ward in one fiscal year, or of no day."""
    name, year = ward_of(view, at.keys[0]), at.keys[1]
    asked = (
        "FROM documents d LEFT JOIN manifestations m ON m.id = d.id LEFT JOIN works w ON w.id = m.work_id "
        f"WHERE coalesce(d.ward, '') = $1 AND coalesce({FISCAL_YEAR.format('d.date')}, '-') = $2"
    )
    total = view.row(f"SELECT count(*) AS n {asked}", name, year)["n"]
    if not total:
        raise KeyError(year)
    columns = "d.sha256, d.path, d.date, d.council, coalesce(w.title, d.source_title, d.path) AS title, d.page_count"
    query = f"SELECT {columns}, m.role {asked} ORDER BY d.date DESC NULLS LAST, d.path, d.sha256"
    rows, leaves = _some(view, at, query, total, name, year, whole=whole)
    for row in rows:
        row["address"] = address.document(row["sha256"])
    data = {"ward": name, "year": year, "rows": rows, "total": total}
    above = ((("区・団体", "Wards"), Address("wards")),)
    return PageData("browse_year.html", ("", ""), data, rows, leaves, above)


def findings(view: ArchiveView) -> PageData:
    """What was noted while reading, by kind: how often, in how many documents."""
    rows = view.rows(
        "SELECT f.code, f.severity, count(*) AS findings, count(DISTINCT f.document_id) AS documents, "
        "count(DISTINCT d.ward) AS wards FROM findings f JOIN documents d ON f.document_id = d.id GROUP BY 1, 2 "
        "ORDER BY CASE severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END, findings DESC, code"
    )
    for row in rows:
        row["address"] = address.findings(row["code"])
    return PageData("browse_findings.html", ("所見", "Findings"), {"rows": rows}, rows)


def findings_of(view: ArchiveView, at: Address, *, whole: bool) -> PageData:
    """Every finding of one kind, with the document that it is of."""
    [code] = at.keys
    total = view.row("SELECT count(*) AS n FROM findings WHERE code = $1", code)["n"]
    if not total:
        raise KeyError(code)
    query = (
        "SELECT f.severity, f.message, f.record, f.page, d.sha256, d.path, d.ward, d.date FROM findings f "
        "JOIN documents d ON f.document_id = d.id WHERE f.code = $1 ORDER BY d.ward, d.path, d.sha256, f.position"
    )
    rows, leaves = _some(view, at, query, total, code, whole=whole)
    for row in rows:
        row["address"] = address.document(row["sha256"], leaf_of(view, row["page"]))
    above = ((("所見", "Findings"), Address("findings")),)
    return PageData("browse_finding.html", ("", ""), {"code": code, "rows": rows, "total": total}, rows, leaves, above)


def leaf_of(view: ArchiveView, page: int | None) -> int:
    """On which leaf of a document one of its pages is."""
    return (page - 1) // view.settings.pages + 1 if page else 1


def ward_of(view: ArchiveView, key: str) -> str:
    """The ward that a key names, empty for documents of none.

    Raises:
        KeyError: The archive has none of it.
    """
    for row in view.rows("SELECT DISTINCT coalesce(ward, '') AS ward FROM documents"):
        if address.key_of_name(row["ward"] or _NO_WARD) == key:
            return str(row["ward"])
    raise KeyError(key)


def _some(
    view: ArchiveView, at: Address, query: str, total: int, *values: Any, whole: bool
) -> tuple[list[Row], Leaves]:
    """The rows of one leaf of a list; with `whole` of all of it, as far as a list goes."""
    leaves = Leaves(at.leaf, view.settings.rows, total).check()
    most, start = (view.settings.whole, 0) if whole else (leaves.size, leaves.start)
    return view.rows(f"{query} LIMIT {most} OFFSET {start}", *values), leaves


def _with_addresses(rows: list[Row]) -> list[Row]:
    for row in rows:
        row["address"] = address.case(row["id"])
    return rows


__all__ = ["HOME", "cases", "cases_of", "companies", "findings", "findings_of", "home", "ward", "ward_year", "wards"]
