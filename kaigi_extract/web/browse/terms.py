"""Clause sets: one through its versions, one clause through the years, ward beside ward, any two side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from kaigi_extract.archive.crops import place_of
from kaigi_extract.archive.stored_answers import fill_in_answers
from kaigi_extract.clauses.alignment import align
from kaigi_extract.clauses.topic_ids import TOPICS
from kaigi_extract.records import Clause, ClauseSet, PageSpan
from kaigi_extract.records.walk import spans_below
from kaigi_extract.show.comparison.options import TableOptions
from kaigi_extract.show.comparison.table import CellParagraph, contrast
from kaigi_extract.show.pages.overlays import union
from kaigi_extract.web.browse import address
from kaigi_extract.web.browse.address import Address
from kaigi_extract.web.browse.archive import ArchiveView
from kaigi_extract.web.browse.overview import leaf_of
from kaigi_extract.web.browse.page import Leaves, PageData, Row

Widths = dict[int, tuple[float, float]]
_SET = """
SELECT s.id, s.title, s.kind, coalesce(s.ward, d.ward) AS ward, coalesce(s.date, d.date) AS date, s.page, s.preamble,
    s.case_id, d.sha256, d.path, f.family, f.relation, f.lineage, f.share, f.reason, f.reason_ja, c.title AS case_title
FROM clause_sets s JOIN documents d ON s.document_id = d.id LEFT JOIN families f ON f.clause_set_id = s.id
LEFT JOIN cases c ON s.case_id = c.id WHERE s.id = $1
"""
_CLAUSES = """
SELECT id, number, key, label, heading, "text", topics, actor, modality, confidence, page FROM clauses
WHERE clause_set_id = $1 ORDER BY position
"""
_EVENTS = """
SELECT clause_set_id, clause_id, life, date, event, number, heading, "set", label, doubtful FROM life_events
WHERE lineage = $1 ORDER BY date, clause_set_id, len(id), id
"""
_MEMBERS = """
SELECT f.clause_set_id AS id, f.share, f.relation, s.title, coalesce(s.ward, d.ward) AS ward,
    coalesce(s.date, d.date) AS date, d.path, len(f.added) AS added, len(f.dropped) AS dropped,
    len(f.reworded) AS reworded
FROM families f JOIN clause_sets s ON f.clause_set_id = s.id JOIN documents d ON s.document_id = d.id
WHERE f.family = $1 ORDER BY f.relation = 'template' DESC, date NULLS LAST, f.clause_set_id LIMIT $2
"""
_FAMILIES = """
SELECT coalesce(f.family, f.clause_set_id) AS id, any_value(s.title ORDER BY f.relation = 'template' DESC) AS title,
    count(*) AS sets, list_sort(list_distinct(list(coalesce(s.ward, d.ward)))) AS wards,
    min(coalesce(s.date, d.date)) AS first, max(coalesce(s.date, d.date)) AS last
FROM families f JOIN clause_sets s ON f.clause_set_id = s.id JOIN documents d ON s.document_id = d.id
GROUP BY 1 ORDER BY sets DESC, last DESC NULLS LAST, 1
"""
LATEST = """
SELECT id, ward, date, title FROM (SELECT s.id, coalesce(s.ward, d.ward) AS ward, coalesce(s.date, d.date) AS date,
    s.title, row_number() OVER (PARTITION BY coalesce(s.ward, d.ward) ORDER BY s.kind = 'special_terms' DESC,
    coalesce(s.date, d.date) DESC NULLS LAST, s.id) AS place FROM clause_sets s JOIN documents d ON s.document_id = d.id
    WHERE s.supplement_of IS NULL AND s.kind IN ('special_terms', 'specification'))
WHERE place = 1 AND ward IS NOT NULL ORDER BY ward LIMIT $1
"""
"""The latest terms of each ward."""
_ON_TOPICS = """
SELECT k.id, k.clause_set_id, k.key, k.label, k.heading, k."text", t.topic, t.score FROM clause_topics t
JOIN clauses k ON t.clause_id = k.id WHERE t.clause_set_id IN (SELECT unnest($1)) AND ($2 IS NULL OR t.topic = $2)
ORDER BY k.clause_set_id, k.position
"""


def families(view: ArchiveView, at: Address, *, whole: bool) -> PageData:
    """Every family of clause sets: sets that one text was the model of."""
    total = view.row("SELECT count(DISTINCT coalesce(family, clause_set_id)) AS n FROM families")["n"]
    leaves = Leaves(at.leaf, view.settings.rows, total).check()
    most, start = (view.settings.whole, 0) if whole else (leaves.size, leaves.start)
    rows = view.rows(f"{_FAMILIES} LIMIT {most} OFFSET {start}")
    for row in rows:
        row["address"] = address.clause_set(row["id"])
    return PageData("browse_families.html", ("条項", "Clauses"), {"rows": rows, "total": total}, rows, leaves)


def clause_set(view: ArchiveView, at: Address) -> PageData:
    """A clause set: its clauses, what became of each through the versions, the family that it is of."""
    about = _about(view, address.record_id_of(at.keys[0], "clause_sets"))
    clauses = view.rows(_CLAUSES, about["id"])
    for row in clauses:
        row["address"] = address.clause(row["id"])
    versions, lives = _lives(view.rows(_EVENTS, about["lineage"])) if about["lineage"] else ([], [])
    members = view.rows(_MEMBERS, about["family"], view.settings.rows) if about["family"] else []
    for row in members:
        row["address"] = address.clause_set(row["id"])
        row["comparison"] = address.comparison(about["id"], row["id"]) if row["id"] != about["id"] else None
    data = {
        **{"about": about, "clauses": clauses, "versions": versions, "lives": lives, "members": members},
        "compare": Address("compare", at.keys),
        "document": address.document(about["sha256"], leaf_of(view, about["page"])),
        "case": address.case(about["case_id"]) if about["case_id"] else None,
    }
    rows = [{name: row[name] for name in row if name not in ("spans",)} for row in clauses]
    above = ((("条項", "Clauses"), Address("terms")),)
    return PageData("browse_terms.html", (about["title"], about["title"]), data, rows, crumbs=above)


def _about(view: ArchiveView, set_id: str) -> Row:
    return view.row(_SET, set_id)


def _lives(events: list[Row]) -> tuple[list[Row], list[Row]]:
    """The versions of a text, and for each clause what happened to it in each: in the order of their last numbers."""
    versions: dict[str, Row] = {}
    lives: dict[int, Row] = {}
    for row in events:
        set_id = row["clause_set_id"]
        if set_id not in versions:
            where = address.clause_set(set_id)
            last = next(reversed(versions), None)
            compared = address.comparison(last, set_id) if last else None
            versions[set_id] = {
                **{"id": set_id, "date": row["date"], "title": row["set"]},
                **{"address": where, "comparison": compared},
            }
        life = lives.setdefault(row["life"], {"life": row["life"], "events": defaultdict(list)})
        life["number"] = row["number"]
        if row["event"] != "goes":
            life |= {"label": row["label"], "heading": row["heading"], "address": address.clause(row["clause_id"])}
        life.setdefault("label", row["label"])
        life.setdefault("heading", row["heading"])
        life.setdefault("address", address.clause(row["clause_id"]))
        life["events"][set_id].append(row["event"])
    found = sorted(lives.values(), key=lambda life: life.pop("number") or 0)
    return list(versions.values()), [_alive(life, list(versions)) for life in found]


def _alive(life: Row, versions: list[str]) -> Row:
    """For each version whether the clause is in it, and what happened to it there."""
    found, there = [], False
    for set_id in versions:
        events = life["events"].get(set_id, [])
        there = (there or bool(events)) and "goes" not in events
        found.append({"there": there, "events": events})
    return {**life, "events": found}


def clause(view: ArchiveView, at: Address) -> PageData:
    """One clause: its text in each version, the oldest first."""
    clause_id = address.record_id_of(at.keys[0], "clause_sets", "clauses")
    about = view.row(
        'SELECT id, clause_set_id, label, heading, "text", topics, actor, modality, page FROM clauses WHERE id = $1',
        clause_id,
    )
    of_set = _about(view, about["clause_set_id"])
    chain = _chain(view, of_set["lineage"], clause_id)
    rows = view.rows(
        'SELECT k.id, k.clause_set_id, k.label, k.heading, k."text", coalesce(s.date, d.date) AS date, s.title, '
        "d.sha256, d.path, k.page FROM clauses k JOIN clause_sets s ON k.clause_set_id = s.id "
        "JOIN documents d ON k.document_id = d.id WHERE k.id IN (SELECT unnest($1)) ORDER BY date NULLS LAST, k.id",
        list(chain),
    )
    items: dict[str, list[Row]] = defaultdict(list)
    for row in view.rows(
        'SELECT clause_id, id, parent_id, label, "text" FROM items WHERE clause_id IN (SELECT unnest($1)) ORDER BY id',
        list(chain),
    ):
        items[row["clause_id"]].append(row)
    for row in rows:
        row["relation"], row["changes"], row["duty"] = chain[row["id"]]
        row["items"] = _ordered(items[row["id"]])
        row["address"] = address.document(row["sha256"], leaf_of(view, row["page"]))
        row["terms"] = address.clause_set(row["clause_set_id"])
    topics = [{"topic": one, "address": address.topic(one)} for one in about["topics"] or []]
    data = {
        **{"about": about, "of_set": of_set, "rows": rows, "topics": topics},
        "terms": address.clause_set(about["clause_set_id"]),
    }
    name = " ".join(filter(None, (about["label"], about["heading"])))
    above = ((("条項", "Clauses"), Address("terms")), ((of_set["title"],) * 2, address.clause_set(of_set["id"])))
    return PageData("browse_clause.html", (name, name), data, rows, crumbs=above)


def _ordered(items: list[Row]) -> list[Row]:
    """Items in the order of the text, each as deep as it is."""

    def place(row: Row) -> list[int]:
        return [int(step) for step in row["id"].split("/") if step.isdigit()]

    depths: dict[str, int] = {}
    for row in sorted(items, key=place):
        depths[row["id"]] = row["depth"] = depths.get(row["parent_id"], 0) + 1
    return sorted(items, key=place)


def _chain(view: ArchiveView, lineage: str | None, clause_id: str) -> dict[str, tuple[Any, ...]]:
    """The clauses that one was, is and became in the versions of its text, with how each came of the one before."""
    beside: dict[str, set[str]] = defaultdict(set)
    came: dict[str, tuple[Any, ...]] = {clause_id: (None, [], None)}
    rows = view.rows(
        "SELECT old_clause_id AS old, new_clause_id AS new, relation, changes, duty FROM links WHERE lineage = $1 "
        "AND old_clause_id IS NOT NULL AND new_clause_id IS NOT NULL",
        lineage,
    )
    for row in rows:
        beside[row["old"]].add(row["new"])
        beside[row["new"]].add(row["old"])
    waiting = [clause_id]
    while waiting:
        for other in beside[waiting.pop()] - set(came):
            came[other] = (None, [], None)
            waiting.append(other)
    for row in rows:
        if row["new"] in came:
            came[row["new"]] = (row["relation"], row["changes"], row["duty"])
    return came


def crosswalk(view: ArchiveView) -> PageData:
    """The latest terms of each ward beside each other: which clause is on what."""
    sets = view.rows(LATEST, view.settings.compared)
    cells: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in view.rows(_ON_TOPICS, [one["id"] for one in sets], None):
        about = {name: row[name] for name in ("id", "key", "label", "heading")}
        cells[row["topic"], row["clause_set_id"]].append({**about, "address": address.clause(row["id"])})
    topics = sorted({topic for topic, _ in cells}, key=_place_of_topic)
    rows: list[Row] = [
        {"topic": topic, "address": address.topic(topic), "cells": [cells[topic, one["id"]] for one in sets]}
        for topic in topics
    ]
    for one in sets:
        one["address"] = address.clause_set(one["id"])
    flat = [{"topic": row["topic"], **_keys(sets, row["cells"])} for row in rows]
    return PageData("browse_crosswalk.html", ("区の比較", "Ward beside ward"), {"sets": sets, "rows": rows}, flat)


def _keys(sets: list[Row], cells: list[list[Row]]) -> Row:
    """The keys of the clauses of each ward."""
    return {one["ward"]: " ".join(cell["key"] for cell in held) for one, held in zip(sets, cells, strict=True)}


def topic(view: ArchiveView, at: Address) -> PageData:
    """What the latest terms of each ward say on one topic."""
    [name] = at.keys
    sets = {one["id"]: one for one in view.rows(LATEST, view.settings.compared)}
    rows = view.rows(_ON_TOPICS, list(sets), name)
    if not rows and name not in TOPICS:
        raise KeyError(name)
    for row in rows:
        of_set = sets[row["clause_set_id"]]
        row |= {"ward": of_set["ward"], "date": of_set["date"], "title": of_set["title"]}
        row["address"] = address.clause(row["id"])
    rows.sort(key=lambda row: row["ward"])
    silent = sorted({one["ward"] for one in sets.values()} - {row["ward"] for row in rows})
    above = ((("区の比較", "Ward beside ward"), Address("crosswalk")),)
    return PageData("browse_topic.html", ("", ""), {"topic": name, "rows": rows, "silent": silent}, rows, crumbs=above)


def _place_of_topic(name: str) -> tuple[int, str]:
    return (TOPICS.index(name) if name in TOPICS else len(TOPICS), name)


def candidates(view: ArchiveView, at: Address) -> PageData:
    """What a clause set can be compared with: its versions, its family, the latest terms of other wards."""
    about = _about(view, address.record_id_of(at.keys[0], "clause_sets"))
    rows: list[Row] = []
    known = {about["id"]}
    versions, _ = _lives(view.rows(_EVENTS, about["lineage"])) if about["lineage"] else ([], [])
    family = view.rows(_MEMBERS, about["family"], view.settings.rows) if about["family"] else []
    for why, found in (("version", versions), ("family", family), ("ward", view.rows(LATEST, view.settings.compared))):
        for row in found:
            if row["id"] not in known:
                known.add(row["id"])
                about_it = {"ward": row.get("ward") or about["ward"], "date": row["date"], "title": row["title"]}
                old, new = sorted([about, row], key=lambda one: str(one["date"] or "9999"))
                rows.append({"why": why, **about_it, "address": address.comparison(old["id"], new["id"])})
    above = ((("条項", "Clauses"), Address("terms")), ((about["title"],) * 2, address.clause_set(about["id"])))
    data = {"about": about, "rows": rows}
    return PageData("browse_candidates.html", ("比べる相手", "Compare with"), data, rows, crumbs=above)


def comparison(view: ArchiveView, at: Address) -> PageData:
    """Two clause sets side by side: the table of show/comparison."""
    abouts = [_about(view, address.record_id_of(key, "clause_sets")) for key in at.keys]
    old, new = _sets(view, abouts)
    table = contrast(align(old, new), old, new, TableOptions(unchanged="printed", old_side="left"))
    widths = [_widths(old.clauses), _widths(new.clauses)]
    rows: list[Row] = [
        {
            **{"kind": row.kind, "word": row.word, "old": _cell(row.old), "new": _cell(row.new)},
            "remarks": row.remarks,
            "originals": [
                list(_originals(view, about, width, clauses))
                for about, width, clauses in zip(abouts, widths, reversed(row.clauses), strict=True)
            ],
        }
        for row in table.rows
    ]
    told = ("id", "title", "ward", "date", "path")
    sides = [{**{name: one[name] for name in told}, "address": address.clause_set(one["id"])} for one in abouts]
    counts = {kind: sum(row["kind"] == kind for row in rows) for kind in table.kinds}
    data = {
        **{"title": table.title, "heads": [table.heads[1], table.heads[0]], "names": [table.names[1], table.names[0]]},
        **{"note": table.note("点線"), "kinds": table.kinds, "counts": counts, "sides": sides, "rows": rows},
        **{"turned": Address("compare", at.keys[::-1]), "dpi": view.settings.dpi},
    }
    flat = [
        {"kind": row["word"], "old": _plain(row["old"]), "new": _plain(row["new"]), "remarks": " ".join(row["remarks"])}
        for row in rows
    ]
    above = ((("条項", "Clauses"), Address("terms")), ((sides[0]["title"],) * 2, sides[0]["address"]))
    return PageData("browse_comparison.html", (table.title, table.title), data, flat, crumbs=above)


def _originals(view: ArchiveView, about: Row, widths: Widths, clauses: Sequence[Clause]) -> Iterator[Row]:
    """Where some clauses of a set are printed: page by page the stretch that they take, in points. It is as wide as all
    clauses on that page are, so that print has one size, and begins where labels and headings do."""
    for page, spans in _on_pages(clauses).items():
        left, right = widths[page]
        _, top, _, bottom = union(span.bbox for span in spans)
        settings, line = view.settings, min(span.bbox[3] - span.bbox[1] for span in spans)
        around = settings.crop_around
        left = max(left - settings.crop_left * line - around, 0)
        top = max(top - settings.crop_above * line - around, 0)
        yield {
            **{"page": page, "sha256": about["sha256"]},
            "box": [left, top, right + around - left, bottom + around - top],
            **{"picture": f"picture/{about['sha256']}/{page}.png", "crops": []},
            "places": [place_of(spans_below(clause)) for clause in clauses],
            "address": address.document(about["sha256"], leaf_of(view, page)),
        }


def _widths(clauses: Iterable[Clause]) -> Widths:
    """From where to where the lines of clauses go on each page, in points."""
    found: Widths = {}
    for page, spans in _on_pages(clauses).items():
        left, _, right, _ = union(span.bbox for span in spans)
        found[page] = left, right
    return found


def _on_pages(clauses: Iterable[Clause]) -> dict[int, list[PageSpan]]:
    """The places of clauses by page."""
    on: dict[int, list[PageSpan]] = {}
    for span in (span for clause in clauses for span in spans_below(clause)):
        if isinstance(span, PageSpan):
            on.setdefault(span.page, []).append(span)
    return on


def _sets(view: ArchiveView, abouts: list[Row]) -> list[ClauseSet]:
    found = []
    for one in abouts:
        position = int(one["id"].rpartition("/")[2])
        clause_sets = view.document(one["sha256"]).clause_sets
        if position >= len(clause_sets):
            raise KeyError(one["id"])
        found.append(clause_sets[position])
    by_id = {one["id"]: held for one, held in zip(abouts, found, strict=True)}
    with view.cursor() as cursor:
        fill_in_answers(cursor, by_id)
    return found


def _cell(paragraphs: list[CellParagraph]) -> list[Row]:
    return [
        {"indent": one.indent, "runs": [{"text": run.text, "mark": run.mark} for run in one.runs]} for one in paragraphs
    ]


def _plain(cell: list[Row]) -> str:
    return "\n".join("".join(run["text"] for run in one["runs"]) for one in cell)
