"""What the page that a run leaves (`--report`) shows beside numbers: wards, years, doubts, every document.

Reads the tables that were just written, and kept crops; links lead from the page's folder to the sources, so that both
can be moved.
"""

from __future__ import annotations

import base64
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from kaigi_extract.archive.corrections import archive_document
from kaigi_extract.archive.crop_pictures import doubted_place
from kaigi_extract.archive.crops import kept_crop
from kaigi_extract.archive.folder import CROPS, DUCKDB, MEMBER
from kaigi_extract.archive.root import Root
from kaigi_extract.archive.verbs import MIGRATE
from kaigi_extract.catalogue import in_language
from kaigi_extract.errors import KaigiError
from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.optional import load
from kaigi_extract.wards import bundled_wards

ROWS_OF_A_TABLE = 5000
"""Rows of one table on the page, which a browser still scrolls; what is left out is said below it, with its view."""
PICTURES = 4_000_000
"""Characters that the crops on the page take at most, so that it can be sent by mail."""

_EACH = """(SELECT d.path, d.ward, coalesce(d.date, (SELECT min(date) FROM meetings WHERE document_id = d.id),
        (SELECT min(meeting_date) FROM cases WHERE document_id = d.id)) AS date, d.page_count,
    (SELECT count(*) FROM cases WHERE document_id = d.id) AS cases,
    (SELECT count(*) FROM clause_sets WHERE document_id = d.id) AS sets,
    (SELECT count(*) FROM findings WHERE document_id = d.id AND severity <> 'info') AS doubts, d.id FROM documents d)"""
_SUMS = "count(*), sum(page_count)::BIGINT, sum(cases)::BIGINT, sum(sets)::BIGINT, sum(doubts)::BIGINT"
_DOUBTS = f"""SELECT d.path, f.page, d.ward, f.severity, f.code, f.message, year(e.date), f.record, d.sha256
    FROM findings f JOIN documents d ON f.document_id = d.id JOIN {_EACH} e ON e.id = d.id WHERE f.severity <> 'info'
    ORDER BY f.severity, d.ward, d.path, f.page, f.id LIMIT {ROWS_OF_A_TABLE}"""
_COUNTED = ("documents", "pages", "cases", "sets", "doubts")


@dataclass(frozen=True, slots=True)
class ReportCell:
    """One cell: a text, in both languages where it is one of ours, with where it leads."""

    text: str
    english: str | None = None
    link: str | None = None
    picture: str | None = None
    """What the value was read from, as WebP in base64."""


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One row, and by what it can be filtered; empty where it is not known."""

    cells: list[ReportCell]
    ward: str = ""
    year: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class ReportTable:
    """One table of the page."""

    id: str
    heading: tuple[str, str]
    """In Japanese and English."""
    columns: Sequence[str]
    """Names of `words.toml`."""
    rows: list[ReportRow] = field(default_factory=list)
    left_out: int = 0
    """Rows that are not there."""
    view: str = ""
    """The view or table of the archive that has them."""


def report_tables(dest: Path, links: Links) -> Iterator[ReportTable]:
    """The tables of an archive's page.

    Raises:
        MissingExtra: DuckDB is not installed.
    """
    with load("duckdb", MIGRATE).connect(str(dest / DUCKDB), read_only=True) as db:
        by_ward = f"SELECT ward, min(date), max(date), {_SUMS} FROM {_EACH} GROUP BY ward ORDER BY ward NULLS LAST"
        found = db.execute(by_ward).fetchall()
        rows = [ReportRow([ward_cell(row[0]), *_cells(row[1:])], ward=row[0] or "-") for row in found]
        yield ReportTable("wards", ("区", "Wards"), ("ward", "from", "to", *_COUNTED), rows)
        by_year = f"SELECT year(date) AS which, {_SUMS} FROM {_EACH} GROUP BY which ORDER BY which NULLS LAST"
        found = db.execute(by_year).fetchall()
        rows = [ReportRow([_known(row[0]), *_cells(row[1:])], year=str(row[0] or "-")) for row in found]
        yield ReportTable("years", ("年", "Years"), ("year", *_COUNTED), rows)
        yield _doubts(db, dest, links)
        yield _files(db, links)


def _doubts(db: Any, dest: Path, links: Links) -> ReportTable:
    found = db.execute(_DOUBTS).fetchall()
    [(total,)] = db.execute("SELECT count(*) FROM doubtful").fetchall()
    pictures = _pictures(dest, found, links)
    rows = [
        ReportRow(
            [
                links.cell(path, page),
                ReportCell("" if page is None else str(page)),
                ward_cell(ward),
                ReportCell(severity),
                ReportCell(code),
                ReportCell(in_language(message, "ja"), message, picture=pictures.get(at)),
            ],
            ward or "-",
            str(year or "-"),
            code,
        )
        for at, (path, page, ward, severity, code, message, year, _, _) in enumerate(found)
    ]
    heads = ("file", "page", "ward", "severity", "code", "message")
    return ReportTable("doubtful", ("確かめるべき値", "Values to look at"), heads, rows, total - len(rows), "doubtful")


def _pictures(dest: Path, found: Sequence[Sequence[Any]], links: Links) -> dict[int, str]:
    """The kept crops of findings, by their number: first of those whose source is gone, as many as the page takes."""
    pictures: dict[int, str] = {}
    if not (dest / CROPS).is_dir():
        return pictures
    about = [(links.is_there(row[0]), at, row[7], row[8]) for at, row in enumerate(found) if row[7] is not None]
    room, document = PICTURES, None
    for _, at, pointer, sha256 in sorted(about, key=lambda one: (one[0], one[3], one[1])):
        if document is None or document.source.sha256 != sha256:
            try:
                document = archive_document(dest, sha256)
            except KaigiError:
                document = None
                continue
        content = kept_crop(dest, sha256, doubted_place(document, pointer))
        if content is not None and len(content) * 4 // 3 < room:
            pictures[at] = base64.b64encode(content).decode()
            room -= len(pictures[at])
    return pictures


def _files(db: Any, links: Links) -> ReportTable:
    asked = f"SELECT * FROM {_EACH} ORDER BY ward NULLS LAST, date, path LIMIT {ROWS_OF_A_TABLE}"
    [(total,)] = db.execute("SELECT count(*) FROM documents").fetchall()
    rows = [
        ReportRow(
            [links.cell(path), ward_cell(ward), *_cells((date, *counts))],
            ward or "-",
            str(date.year) if date is not None else "-",
        )
        for path, ward, date, *counts, _ in db.execute(asked).fetchall()
    ]
    heads = ("file", "ward", "date", *_COUNTED[1:])
    return ReportTable("documents", ("文書", "Documents"), heads, rows, total - len(rows), "documents")


def _cells(values: Iterable[Any]) -> list[ReportCell]:
    return [ReportCell("" if value is None else str(value)) for value in values]


def _known(value: Any) -> ReportCell:
    return ReportCell("不明", "not known") if value is None else ReportCell(str(value))


def ward_cell(ward: str | None) -> ReportCell:
    """A ward by its name, in English by its identifier."""
    return _known(None) if ward is None else ReportCell(_ward_names().get(ward, ward), ward)


@cache
def _ward_names() -> dict[str, str]:
    return {ward.id: ward.name for ward in bundled_wards()}


class Links:
    """Links from the page to the sources of an archive."""

    def __init__(self, root: Root | None, page: Path) -> None:
        self.root, self.folder = root, os.path.dirname(os.path.abspath(page))

    def cell(self, name: str, number: int | None = None) -> ReportCell:
        """The name of a file, which leads to it, or to one of its pages; of a member of a zip archive to the archive.
        Of a file that is not there the name alone."""
        if self.root is None or not self.is_there(name):
            return ReportCell(name)
        path, _, member = self.root.place_of(name).partition(MEMBER)
        try:
            leads = quote(os.path.relpath(path, self.folder).replace(os.sep, "/"), errors="surrogateescape")
        except ValueError:  # on another drive
            leads = Path(path).as_uri()
        at = f"#page={number}" if number is not None and not member and path.lower().endswith(".pdf") else ""
        return ReportCell(name, link=leads + at)

    def is_there(self, name: str) -> bool:
        """Whether the source of this name is there."""
        return self.root is not None and os.path.isfile(self.root.place_of(name).partition(MEMBER)[0])
