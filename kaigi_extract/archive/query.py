"""An archive to ask: tables and SQL as pandas frames, records as they were read, words with their place.

Reads the archive's DuckDB file, its manifest and its search index; writes nothing.
"""

from __future__ import annotations

import datetime
import html
import os
import sqlite3
import warnings
from collections.abc import Iterator
from dataclasses import astuple, fields
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from kaigi_extract.archive import search
from kaigi_extract.archive.check import changed_rows
from kaigi_extract.archive.damaged_files import check_product, damage_said, damaged
from kaigi_extract.archive.described import ARCHIVE_TABLES
from kaigi_extract.archive.folder import DUCKDB, MANIFEST, SEARCH
from kaigi_extract.archive.manifest import Manifest
from kaigi_extract.archive.root import Root, root_of
from kaigi_extract.archive.search_query import day_of, parse_query
from kaigi_extract.archive.stored_answers import SETS_AT_A_TIME, fill_in_answers
from kaigi_extract.archive.stored_record import Damage, StoredRecord, document_of
from kaigi_extract.archive.verbs import ARCHIVE
from kaigi_extract.catalogue import Message
from kaigi_extract.errors import KaigiError, UnreadableSource
from kaigi_extract.optional import load
from kaigi_extract.records import Category, ClauseSet, Document
from kaigi_extract.regular_file import possible_path

if TYPE_CHECKING:
    from pandas import DataFrame

_MEASURES = """(SELECT string_agg("text", '\n' ORDER BY position) FROM measures
    WHERE form_id = f.id AND parent_id IS NULL AND field = '{}')"""
_BASES = """(SELECT string_agg(coalesce(ordinance, '') || '第' || article || '条'
    || coalesce(list_aggregate(list_transform(branches, lambda branch: 'の' || branch), 'string_agg', ''), '')
    || coalesce('第' || paragraph || '項', '') || coalesce('第' || item || '号', ''), '、' ORDER BY position)
    FROM legal_bases WHERE case_id = c.id)"""
_COMPARED = {
    "department": "coalesce(f.department, c.department)",
    "business_name": "f.business_name",
    "counterparty": "coalesce(f.counterparty_name, f.counterparty_kind, "
    "CASE WHEN f.counterparty_undecided THEN '未定' END)",
    "data_subjects": "f.data_items_subjects",
    "data_items": "(SELECT string_agg(\"text\", '、' ORDER BY position) FROM data_items WHERE form_id = f.id)",
    "media": "f.media",
    "reason": "f.reason",
    "content": "f.content",
    "current_handling": "f.current_handling",
    "periods": "(SELECT string_agg(\"text\", '、' ORDER BY position) FROM periods WHERE form_id = f.id)",
    "ward_safeguards": _MEASURES.format("ward_safeguards"),
    "counterparty_safeguards": _MEASURES.format("counterparty_safeguards"),
    "attachments": "array_to_string(f.attachments, '、')",
    "bases": _BASES,
}
"""Canonical field of a form, and where it is in the tables."""
_FORMS_OF_A_CATEGORY = """
SELECT d.ward, c.meeting_date AS date, coalesce(f.title, c.title) AS case, f.id AS form_id, {columns}
FROM forms f JOIN cases c ON f.case_id = c.id JOIN documents d ON f.document_id = d.id
JOIN counted n ON n.id = c.id AND n.counts
WHERE coalesce(f.category, c.category) = ?1 OR (f.category IS NULL AND contains(c.categories, '"' || ?1 || '"'))
ORDER BY d.ward, date, f.id
"""
_HANDLED = """
SELECT p.name AS counterparty, p.printed AS name, i."text" AS item, d.ward, p.case_id, p.work_id,
    c.meeting_date AS date
FROM counterparties p JOIN documents d ON p.document_id = d.id LEFT JOIN cases c ON p.case_id = c.id
LEFT JOIN data_items i ON i.form_id = p.form_id
WHERE p.counts AND NOT p.own_office ORDER BY p.form_id, i.position
"""
_LISTED = ("name", "ward", "case_id", "work_id")
"""What is given as a sorted list for each company and item."""
_CLAUSE_SETS = """
SELECT d.sha256, s.position, s.id FROM clause_sets s JOIN documents d ON s.document_id = d.id
WHERE (?1 IS NULL OR coalesce(s.ward, d.ward) = ?1) AND (?2 IS NULL OR s.date >= ?2) AND (?3 IS NULL OR s.date <= ?3)
ORDER BY coalesce(s.ward, d.ward), s.date, s.id
"""
CLOSED = {
    "enable_external_access": "false",
    "python_enable_replacements": "false",
    "autoload_known_extensions": "false",
    "autoinstall_known_extensions": "false",
    "allow_community_extensions": "false",
    "temp_directory": "",
    "lock_configuration": "true",
}
"""How DuckDB opens an archive: a query sees its tables and nothing else, and no query can set this back."""
_SHOWN = """
SELECT coalesce(ward, '-') AS ward, count(*) AS documents, sum(page_count) AS pages, min(date)::DATE::TEXT AS first,
    max(date)::DATE::TEXT AS last FROM documents GROUP BY ALL ORDER BY ward
"""
Day = datetime.date | str
"""A day, or its ISO text (2013-05-31)."""
FINDS = 1000
"""Finds that a search gives where it is not asked for more."""
REMEDY = "it is left out; kaigi-extract upgrade marks it, and kaigi-extract migrate then reads its file again"


class DamagedRecord(UserWarning):
    """A record of the archive cannot be read back and is left out, or rows of its manifest are others; the message
    names the file."""


class Archive:
    """The archive that `migrate` made in the folder `dest`, to be asked. A context manager; `close` closes its files.

    Tables and queries come as pandas frames from the archive's DuckDB file, records from its manifest, finds from its
    search index. Nothing is written. Files are opened when they are first needed.

    Names of files count from the folder that the sources are in. `root` is that folder where it is now, if it was moved
    and `kaigi-extract archive relocate` was not told: pages are shown from there. An archive is read without it.

    Raises:
        UnreadableSource: There is no archive; from the methods also where its tables were not written yet, or a file
            of the archive is damaged.
        SchemaMismatch: The archive is of a newer library; from the methods that give records, also a record of an older
            one, which `upgrade` brings up to date.
        MissingExtra: From the methods, where duckdb or pandas is not installed.
    """

    def __init__(self, dest: str | os.PathLike[str], root: str | os.PathLike[str] | None = None) -> None:
        self.path = Path(dest)
        self._manifest = Manifest(dest)
        given = None if root is None else possible_path(root, UnreadableSource)
        self._root = root_of(self._manifest) if given is None else Root(os.path.abspath(given))
        self._db: Any = None
        self._index_held: tuple[int, int] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        """Its folder, and how many files are in it."""
        [(done,)] = self._manifest.rows("SELECT count(*) FROM contents WHERE status = 'done'")
        return f"<Archive {str(self.path)!r}: {done} documents>"

    def _repr_html_(self) -> str:
        """What a notebook shows: documents, pages and days of each ward."""
        head = f"<p>{html.escape(repr(self))}</p>"
        try:
            table = self.sql(_SHOWN).to_html(index=False, na_rep="", border=0)
        except (KaigiError, load("duckdb", ARCHIVE).Error):  # its tables are not written, or of another version
            return head
        return f"{head}{table}"

    def close(self) -> None:
        """Closes the files."""
        self._manifest.__exit__()
        if self._db is not None:
            self._db.close()

    def sql(self, query: str, *values: object) -> DataFrame:
        """What a query in DuckDB's SQL gives: a row for each of its rows, a column for each of its columns.

        SQL is code, and runs here with the tables of this archive alone: it changes nothing, reads and writes no other
        file, sees no variable of yours, loads no extension and reaches no network. What it may do is take long and
        much memory: ask others' queries in a process of their own.

        `values` take the place of its question marks. The tables and their columns are described in the table
        `_schema`. Names that are words of SQL need quotes: "references", "end".

        Raises:
            duckdb.Error: The query is wrong, or asks for what it may not.
        """
        load("pandas", ARCHIVE)
        with damage_said(self.path / DUCKDB):
            frame: DataFrame = self._database().execute(query, list(values)).df()
        return frame

    def table(self, name: str) -> DataFrame:
        """A whole table, in the order of its parts (ward, year), in each by the content hashes of its files.

        Raises:
            ValueError: There is no table of that name; the message names those that there are.
        """
        if name not in ARCHIVE_TABLES:
            raise ValueError(
                Message("no table {name!r}; there are {listed}", name=name, listed=", ".join(sorted(ARCHIVE_TABLES)))
            )
        return self.sql(f'SELECT * FROM "{name}"')

    def manifest(self) -> DataFrame:
        """Every file found, a row each, by name.

        The columns are name, sha256, status (done, failed, duplicate, skipped, todo), kind and reason of what is not
        done, seconds that it took to read, pages, and ocr_pages among them whose text was recognised. Where rows are
        not those that were written, a `DamagedRecord` warning says so.
        """
        names = ("name", "sha256", "status", "kind", "reason", "seconds", "pages", "ocr_pages")
        with damage_said(self.path / MANIFEST):
            rows = list(self._manifest.rows(f"SELECT {', '.join(names)} FROM manifest ORDER BY name"))
            problem = changed_rows(self._manifest, or_unfinished=True)
        if problem is not None:
            warnings.warn(DamagedRecord(f"{damaged(self.path / MANIFEST, problem)}"), stacklevel=2)
        frame: DataFrame = load("pandas", ARCHIVE).DataFrame(rows, columns=names)
        return frame

    def documents(self) -> Iterator[Document]:
        """Every record as `extract` gave it, one at a time, in the order of the content hashes; `source.path` is where
        its source is now.

        One that is damaged is left out, with a `DamagedRecord` warning that names its file; the rest goes on.

        Raises:
            SchemaMismatch: A record is of another schema version.
        """
        for stored in self._stored():
            if (document := self._document(stored)) is not None:
                yield document

    def clause_sets(
        self, ward: str | None = None, since: Day | None = None, until: Day | None = None
    ) -> Iterator[ClauseSet]:
        """Clause sets by ward, then by date, for `timeline` and `crosswalk`: with the topics and sentences that the
        archive has of them, so that nothing is annotated again.

        `ward` is an identifier such as "shinjuku"; `since` and `until` are days, both included. Sets without a date
        come only where no day is given. Those of a damaged record are left out, as `documents` does.

        Raises:
            SchemaMismatch: A record is of another schema version.
        """
        days = (None if day is None else str(day) for day in (since, until))
        with damage_said(self.path / DUCKDB):
            wanted = iter(self._database().execute(_CLAUSE_SETS, [ward, *days]).fetchall())
        while batch := list(islice(wanted, SETS_AT_A_TIME)):
            found: dict[str, ClauseSet] = {}
            for sha256, position, set_id in batch:
                for stored in self._stored(sha256, sha256):
                    if (document := self._document(stored)) is not None:
                        found[set_id] = document.clause_sets[position]
            with damage_said(self.path / DUCKDB):
                fill_in_answers(self._database(), found)
            yield from found.values()

    def timeline(self, ward: str | None = None) -> DataFrame:
        """What `timeline` gives, as it is stored: every event in the life of every clause, by ward and lineage.

        A lineage is one text through its versions; sets without a ward or a day are in none. `life` counts within one.
        The columns are those of the table `life_events`; it has no rows where annotation was left out.
        """
        asked = "SELECT * FROM life_events WHERE ?1 IS NULL OR ward = ?1 ORDER BY ward, lineage, date, id"
        return self.sql(asked, ward)

    def compare(self, category: Category) -> DataFrame:
        """Forms of one category side by side: a row for each canonical field, a column for each form.

        The category is what holds over the years, the article of which law is not: a form of 2020 by 条例第14条 and one
        of 2024 by 法第66条第2項 stand beside each other; the row `bases` has the articles. A case that is in several
        documents (PDF, Word, a scan, a bundle) is there once, from the best of them.

        The index is `field`; the columns are a MultiIndex of ward, date (of the meeting) and case (its title), ordered
        so. Values are texts, lists among them joined; None where a form has nothing there.
        """
        pandas = load("pandas", ARCHIVE)
        columns = ", ".join(f"{where} AS {name}" for name, where in _COMPARED.items())
        found = self._of_works(_FORMS_OF_A_CATEGORY.format(columns=columns), category)
        heads = pandas.MultiIndex.from_frame(found[["ward", "date", "case"]])
        frame: DataFrame = found[list(_COMPARED)].set_axis(heads, axis="index").T.rename_axis("field")
        return frame

    def counterparties(self) -> DataFrame:
        """Which companies handle which data items: a row for each company and item.

        A company's names are one where they differ only in width, white space, or how the form of company is written
        (株式会社, ㈱, (株)); `names` has them as printed. A company whose forms list no items has one row without.
        A case that is in several documents counts once; the ward itself and its offices (区長, 総務部人事課) are no
        companies. The columns are counterparty, item, names, wards, cases, works (sorted lists), first and last (days
        of meetings).
        """
        pandas = load("pandas", ARCHIVE)
        found = self._of_works(_HANDLED)
        groups = found.groupby(["counterparty", "item"], dropna=False, sort=True)
        rows = [
            (company, item, *(_each(group[name]) for name in _LISTED), *_ends(group["date"]))
            for (company, item), group in groups
        ]
        names = ["counterparty", "item", "names", "wards", "cases", "works", "first", "last"]
        frame: DataFrame = pandas.DataFrame(rows, columns=names)
        return frame

    def search(
        self,
        words: str,
        *,
        ward: str | None = None,
        category: str | None = None,
        kind: str | None = None,
        since: Day | None = None,
        until: Day | None = None,
        limit: int | None = FINDS,
    ) -> DataFrame:
        """Every place in the text of documents where words are, the best documents first.

        Width, white space and how a word is spelt do not count: サーバ finds ｻｰﾊﾞ and サーバー, 申込 finds 申し込み.

        Several words are looked for in one document, anywhere in it; `"…"` and 「…」 hold a phrase together; OR
        (または) takes either of two, a minus before a word leaves out documents that have it. `ward` (identifier),
        `category` of a case, `kind` of a section, and the days `since` and `until` (both included) keep to some; they
        may be typed, too: `委託 ward:nerima since:2013-04-01`. `limit` is the number of finds, None for all.

        There is a row for each find: document_id, path, ward, section_id, kind, title, page (from 1, none in files
        without pages), place (the span of the printed line), text with what is before and after it, date of the
        document.

        Raises:
            ValueError: There is nothing to look for, or a day that is none.
        """
        pandas = load("pandas", ARCHIVE)
        path = self._there(self.path / SEARCH)
        query = parse_query(words)
        given = {"ward": ward, "category": category, "kind": kind}
        days = {name: day_of(str(day)) for name, day in (("since", since), ("until", until)) if day is not None}
        query.keep |= {name: value for name, value in given.items() if value is not None} | days
        names = [field.name for field in fields(search.Hit)]
        self._check_index()
        with damage_said(path):
            try:
                hits = [astuple(hit) for hit in islice(search.search(path, query), limit)]
            except sqlite3.OperationalError as error:
                if "no such" not in str(error):
                    raise
                raise UnreadableSource(
                    path, Message("the index is of another version; run kaigi-extract upgrade")
                ) from error
        frame: DataFrame = pandas.DataFrame(hits, columns=names)
        return frame.astype({"page": "Int64"})

    def _of_works(self, query: str, *values: object) -> DataFrame:
        """What a query gives that asks what counts once; an archive of before there were works must be built again."""
        missing = load("duckdb", ARCHIVE).CatalogException
        try:
            return self.sql(query, *values)
        except missing as error:
            raise UnreadableSource(
                self.path, Message("its tables are of another version; run kaigi-extract upgrade")
            ) from error

    def _database(self) -> Any:
        if self._db is None:
            path = self._there(self.path / DUCKDB)
            self._db = load("duckdb", ARCHIVE).connect(str(path), read_only=True, config=CLOSED)
        return self._db

    def _stored(self, first: str = "", last: str = "g") -> Iterator[StoredRecord]:
        with damage_said(self.path / MANIFEST):
            yield from self._manifest.stored(first, last)

    def _check_index(self) -> None:
        """Once for each index that there is in the course of time."""
        about = (self.path / SEARCH).stat()
        if self._index_held != (about.st_mtime_ns, about.st_size):
            check_product(self.path, SEARCH)
            self._index_held = (about.st_mtime_ns, about.st_size)

    def _there(self, path: Path) -> Path:
        if not path.is_file():
            raise UnreadableSource(
                path, Message("the tables were not written yet; run kaigi-extract migrate again to its end")
            )
        return path

    def _document(self, stored: StoredRecord) -> Document | None:
        """The record; None, and a warning, where it is damaged."""
        try:
            document = document_of(stored.record, self.path)
        except Damage as damage:
            why = damage
        else:
            if self._root is not None:
                document.source.path = self._root.place_of(document.source.path)
            return document
        name = stored.names[0] if stored.names else stored.sha256
        warnings.warn(DamagedRecord(f"{self.path}: the record of {name} is damaged ({why}); {REMEDY}"), stacklevel=3)
        return None


def _each(values: Any) -> list[str]:
    return sorted({value for value in values if isinstance(value, str)})


def _ends(dates: Any) -> tuple[Any, Any]:
    return dates.min(), dates.max()
