"""What the page that a run leaves (`--report`) shows beside numbers: wards, years, doubts, every document.

Reads the tables that were just written; links lead from the page's folder to the sources, so that both can be moved.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote

from kaigi_extract.archive.folder import DUCKDB, MEMBER
from kaigi_extract.archive.root import Root
from kaigi_extract.archive.verbs import MIGRATE
from kaigi_extract.optional import load

ROWS_OF_A_TABLE = 5000
"""Rows of one table on the page, which a browser still scrolls; what is left out is said below it, with its view."""

_EACH = """(SELECT d.path, d.ward, coalesce(d.date, (SELECT min(date) FROM meetings WHERE document_id = d.id),
        (SELECT min(meeting_date) FROM cases WHERE document_id = d.id)) AS date, d.page_count,
    (SELECT count(*) FROM cases WHERE document_id = d.id) AS cases,
    (SELECT count(*) FROM clause_sets WHERE document_id = d.id) AS sets,
    (SELECT count(*) FROM findings WHERE document_id = d.id AND severity <> 'info') AS doubts FROM documents d)"""
_SUMS = "count(*), sum(page_count)::BIGINT, sum(cases)::BIGINT, sum(sets)::BIGINT, sum(doubts)::BIGINT"
_COUNTED = ("documents", "pages", "cases", "clause sets", "to look at")


@dataclass(frozen=True, slots=True)
class ReportTable:
    """One table of the page; its cells are HTML."""

    heading: str
    names: Sequence[str]
    rows: list[list[str]]
    left_out: str = ""
    """What is said of the rows that are not there."""


def report_tables(dest: Path, links: Links) -> Iterator[ReportTable]:
    """The tables of an archive's page.

    Raises:
        MissingExtra: DuckDB is not installed.
    """
    with load("duckdb", MIGRATE).connect(str(dest / DUCKDB), read_only=True) as db:
        by_ward = f"SELECT coalesce(ward, 'not known'), min(date), max(date), {_SUMS} FROM {_EACH} GROUP BY ward"
        rows = db.execute(f"{by_ward} ORDER BY ward NULLS LAST").fetchall()
        yield ReportTable("Wards", ("ward", "from", "to", *_COUNTED), _cells(rows))
        by_year = f"SELECT coalesce(year(date)::TEXT, 'not known') AS which, {_SUMS} FROM {_EACH} GROUP BY which"
        rows = db.execute(f"{by_year} ORDER BY which").fetchall()
        yield ReportTable("Years", ("year", *_COUNTED), _cells(rows))
        yield _doubts(db, links)
        yield _files(db, links)


def _doubts(db: Any, links: Links) -> ReportTable:
    asked = "SELECT path, page, ward, severity, code, message FROM doubtful ORDER BY severity, ward, path, page"
    rows = db.execute(f"{asked} LIMIT {ROWS_OF_A_TABLE}").fetchall()
    [(total,)] = db.execute("SELECT count(*) FROM doubtful").fetchall()
    cells = [[links.to(row[0], row[1]), *_cells([row[1:]])[0]] for row in rows]
    heads = ("file", "page", "ward", "severity", "code", "in words")
    return ReportTable("Values to look at", heads, cells, _left_out(total, len(rows), "doubtful"))


def _files(db: Any, links: Links) -> ReportTable:
    asked = f"SELECT * FROM {_EACH} ORDER BY ward NULLS LAST, date, path LIMIT {ROWS_OF_A_TABLE}"
    rows = db.execute(asked).fetchall()
    [(total,)] = db.execute("SELECT count(*) FROM documents").fetchall()
    cells = [[links.to(row[0]), *_cells([row[1:]])[0]] for row in rows]
    heads = ("file", "ward", "date", *_COUNTED[1:])
    return ReportTable("Documents", heads, cells, _left_out(total, len(rows), "documents"))


def _left_out(total: int, shown: int, where: str) -> str:
    return f"And {total - shown} more: SELECT * FROM {where} in {DUCKDB}." if total > shown else ""


def _cells(rows: Sequence[Sequence[Any]]) -> list[list[str]]:
    return [["" if value is None else escape(str(value)) for value in row] for row in rows]


class Links:
    """Links from the page to the sources of an archive."""

    def __init__(self, root: Root | None, page: Path) -> None:
        self.root, self.folder = root, os.path.dirname(os.path.abspath(page))

    def to(self, name: str, number: int | None = None) -> str:
        """The name of a file, as a link to it, or to one of its pages; of a member of a zip archive to the archive."""
        if self.root is None:
            return escape(name)
        path, _, member = self.root.place_of(name).partition(MEMBER)
        try:
            leads = quote(os.path.relpath(path, self.folder).replace(os.sep, "/"), errors="surrogateescape")
        except ValueError:  # on another drive
            leads = Path(path).as_uri()
        at = f"#page={number}" if number is not None and not member and path.lower().endswith(".pdf") else ""
        return f'<a href="{escape(leads + at)}">{escape(name)}</a>'
