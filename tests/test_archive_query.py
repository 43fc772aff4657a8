"""Asking an archive: tables, SQL, records, wards side by side, companies, and words with their place."""

from __future__ import annotations

import io
import json
import shutil
import sqlite3
from contextlib import closing

import duckdb
import pandas
import pymupdf
import pytest

from kaigi_extract import Archive, UnreadableSource, crosswalk, extract, migrate
from kaigi_extract.archive.company_names import company_name
from kaigi_extract.archive.search_pairs import folded
from kaigi_extract.archive.stored_record import lines_of
from kaigi_extract.records.tables import TABLES
from tests.archives import CORPUS
from tests.made import pages, save

FILES = ["nerima-2014-bundle.pdf", "shinjuku-2013-library-cards.pdf", "shinjuku-2016-sports-booking.pdf"]
FORMS = "葛\U000e0100飾区のｻｰﾊﾞ室　か\u3099くぶ資料　café　ハハ\n"
"""Characters as other systems write them: with a variation selector, half-width, with marks of their own."""


@pytest.fixture(scope="module")
def dest(tmp_path_factory):
    """An archive of three papers and one made here."""
    folder = tmp_path_factory.mktemp("archive")
    source = folder / "src"
    source.mkdir()
    for name in FILES:
        shutil.copy(CORPUS / name, source)
    save(pages("最初の頁の本文", "100%の再", "委託 を_する"), source / "made.pdf")
    (source / "forms.txt").write_text(FORMS, encoding="utf-8")
    lines = ["path,date", *(f"src/{name},{name.split('-')[1]}-07-01" for name in FILES[1:])]
    (folder / "list.csv").write_text("\n".join(lines), encoding="utf-8")
    given = {"recogniser": "none", "workers": 2, "to": ["sqlite"], "metadata": folder / "list.csv"}
    migrate(source, folder / "dest", **given)
    return folder / "dest"


@pytest.fixture(scope="module")
def archive(dest):
    with Archive(dest) as opened:
        yield opened


class TestInANotebook:
    def test_an_archive_says_what_is_in_it(self, archive):
        assert repr(archive) == f"<Archive {str(archive.path)!r}: 5 documents>"
        [table] = pandas.read_html(io.StringIO(archive._repr_html_()))
        assert table.columns.tolist() == ["ward", "documents", "pages", "first", "last"]
        assert table.set_index("ward")["documents"].to_dict() == {"-": 2, "nerima": 1, "shinjuku": 2}
        assert table.set_index("ward").loc["shinjuku", "first"] == "2013-07-01"

    def test_one_without_tables_says_so_much(self, dest, tmp_path):
        shutil.copytree(dest, tmp_path / "<b>", ignore=shutil.ignore_patterns("*.duckdb"))
        with Archive(tmp_path / "<b>") as bare:
            assert bare._repr_html_().count("<") == 2
            assert "5 documents" in bare._repr_html_()


class TestSqlIsClosed:
    """A query has the tables of the archive and nothing else of the machine."""

    @pytest.mark.parametrize(
        "query",
        [
            "SELECT * FROM read_text('{beside}')",
            "SELECT * FROM read_csv('{beside}')",
            "SELECT * FROM '{beside}'",
            "SELECT * FROM glob('{folder}/*')",
            "COPY documents TO '{folder}/out.csv'",
            "EXPORT DATABASE '{folder}/out'",
            "ATTACH '{folder}/other.duckdb'",
            "INSTALL httpfs",
            "LOAD httpfs",
            "SELECT * FROM 'https://example.org/a.parquet'",
            "SELECT * FROM frame",
            "SET enable_external_access = true",
            "CREATE TABLE mine AS SELECT 1",
            "DELETE FROM documents",
            "UPDATE cases SET title = ''",
        ],
    )
    def test_refused(self, archive, tmp_path, query):
        frame = pandas.DataFrame({"a": [1]})
        beside = tmp_path / "beside.csv"
        beside.write_text("secret\n1\n")
        with pytest.raises(duckdb.Error):
            archive.sql(query.format(beside=beside, folder=tmp_path))
        assert [one.name for one in tmp_path.iterdir()] == ["beside.csv"]
        assert len(archive.table("documents")) == 5
        assert len(frame) == 1


class TestTables:
    def test_every_table_is_there_and_schema_tells_its_columns(self, archive):
        known = archive.table("_schema")
        for name in [*TABLES, "joins", "_schema"]:
            assert list(archive.table(name).columns) == list(known.loc[known["table"] == name, "column"])

    def test_joined_by_their_keys(self, archive):
        found = archive.sql(
            "SELECT d.ward, c.title, i.text FROM data_items i JOIN forms f ON i.form_id = f.id "
            "JOIN cases c ON f.case_id = c.id JOIN documents d ON c.document_id = d.id WHERE d.ward = ? ORDER BY i.id",
            "nerima",
        )
        document = extract(CORPUS / FILES[0])
        assert sorted(found["text"]) == sorted(
            item.text
            for case in document.cases
            for form in case.forms
            if form.data_items
            for item in form.data_items.items
        )

    def test_types(self, archive):
        assert pandas.api.types.is_datetime64_any_dtype(archive.table("cases")["meeting_date"])
        assert archive.sql("SELECT typeof(numbers) AS t FROM cases LIMIT 1")["t"].tolist() == ["BIGINT[]"]

    def test_a_table_that_is_not_there(self, archive):
        with pytest.raises(ValueError, match="no table 'case'; there are _schema, agenda, cases,"):
            archive.table("case")

    def test_sqlite_holds_the_same(self, archive, dest):
        with closing(sqlite3.connect(dest / "archive.sqlite")) as db:
            for name in [*TABLES, "joins", "_schema"]:
                assert db.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] == len(archive.table(name))
            assert db.execute("PRAGMA foreign_key_check").fetchall() == []
            dates = db.execute("SELECT DISTINCT meeting_date FROM cases WHERE meeting_date LIKE '2013%'").fetchall()
            assert dates == [("2013-07-01",)]

    def test_parquet_and_json_lines_hold_the_same(self, archive, dest):
        frame = pandas.read_parquet(dest / "tables" / "clauses")
        assert frame["text"].tolist() == archive.table("clauses")["text"].tolist()
        [part] = (dest / "records").iterdir()
        lines = [json.loads(line) for line in lines_of(part)]
        assert len(pandas.read_json(part, lines=True)) == len(lines), "whoever reads zstd reads all of them"
        assert [line["source"]["sha256"][:16] for line in lines] == archive.table("documents")["id"].tolist()


class TestRecords:
    def test_documents_are_what_extract_gives(self, archive, dest):
        found = {document.source.path: document for document in archive.documents()}
        path = str(dest.parent / "src" / FILES[0])
        assert found[path] == extract(path, recogniser="none")

    def test_clause_sets_by_ward_and_day(self, archive):
        def dates(**given):
            return [(one.ward, str(one.date)) for one in archive.clause_sets(**given)]

        assert dates(ward="shinjuku") == [("shinjuku", "2013-07-01"), ("shinjuku", "2016-07-01")]
        assert dates(ward="shinjuku", since="2014-01-01") == [("shinjuku", "2016-07-01")]
        assert dates(until="2013-12-31", ward="shinjuku") == [("shinjuku", "2013-07-01")]
        assert {ward for ward, _ in dates()} == {"nerima", "shinjuku"}

    def test_they_feed_the_crosswalk(self, archive):
        assert crosswalk(archive.clause_sets(ward="shinjuku")).shape[1] == 2


class TestQuestions:
    def test_wards_side_by_side(self, archive):
        found = archive.compare("outsourcing")
        assert list(found.columns.names) == ["ward", "date", "case"]
        assert list(found.index[:4]) == ["department", "business_name", "counterparty", "data_subjects"]
        wards = found.columns.get_level_values("ward")
        assert list(wards) == sorted(wards)
        assert set(wards) == {"nerima", "shinjuku"}
        forms = [f for path in FILES for case in extract(CORPUS / path).cases for f in case.forms if f.reason]
        assert set(found.loc["reason"].dropna()) >= {form.reason for form in forms if form.category == "outsourcing"}

    def test_companies_and_what_they_handle(self, archive):
        found = archive.counterparties()
        forms = [f for path in FILES for case in extract(CORPUS / path).cases for f in case.forms]
        expected = {
            (company_name(form.counterparty.name), item.text)
            for form in forms
            if form.counterparty and form.counterparty.name and form.data_items
            for item in form.data_items.items
        }
        assert ("健康福祉事業本部福祉部高齢者見守り課", "住所") in expected  # an office of the ward, and no company
        expected = {pair for pair in expected if not pair[0].endswith("課")}
        assert {
            pair for pair in zip(found["counterparty"], found["item"], strict=True) if isinstance(pair[1], str)
        } == expected


class TestSearch:
    def test_every_find_with_its_page(self, archive, dest):
        found = archive.search("再委託")
        for path, hits in found[~found["path"].str.endswith("made.pdf")].groupby("path"):
            with pymupdf.open(dest.parent / "src" / path) as document:
                printed = {number for number, page in enumerate(document, 1) if "再委託" in folded(page.get_text())}
            assert set(hits["page"]) == printed, path
        assert set(found["text"].map(folded)) == {"再委託"}

    def test_the_place_is_the_printed_line(self, archive):
        found = archive.search("委託を_")
        assert found[["page", "before", "text", "after"]].values.tolist() == [
            [3, "最初の頁の本文100%の再", "委託 を_", "する"]
        ]
        [place] = found["place"]
        assert place == {"page": 3, "bbox": [50.0, 89.44, 134.0, 101.44]}

    def test_words_that_a_page_break_parts(self, archive):
        found = archive.search("再委託を")
        assert found[["page", "text"]].values.tolist() == [[2, "再委託 を"]]

    @pytest.mark.parametrize(
        ("words", "count"),
        [
            ("頁", 1),
            ("頁の", 1),
            ("１００％", 1),
            ("100％の", 1),
            ("100_の", 0),
            ("を_す", 1),
            ('"再委託', 1),
            ("無い言葉", 0),
        ],
    )
    def test_short_words_and_signs(self, archive, words, count):
        assert len([path for path in archive.search(words)["path"] if path.endswith("made.pdf")]) == count

    @pytest.mark.parametrize(
        ("words", "text"),
        [
            ("葛飾区", "葛\U000e0100飾区"),
            ("葛\U000e0100飾", "葛\U000e0100飾"),
            ("サーバ", "ｻｰﾊﾞ"),
            ("ｻｰﾊﾞ", "ｻｰﾊﾞ"),
            ("サーハ\u3099", "ｻｰﾊﾞ"),
            ("サーバ室", "ｻｰﾊﾞ室"),
            ("がくぶ", "か\u3099くぶ"),
            ("caf\u0065\u0301", "café"),
            ("サーハ", None),
            ("cafe", None),
            ("くふ", None),
        ],
    )
    def test_characters_of_other_systems(self, archive, words, text):
        found = archive.search(words)
        assert found.loc[found["path"].str.endswith("forms.txt"), "text"].tolist() == ([text] if text else [])

    def test_one_find_does_not_hide_the_next(self, archive):
        found = archive.search("ハ")
        assert len(found[found["path"].str.endswith("forms.txt")]) == 2

    def test_nothing_to_look_for(self, archive):
        with pytest.raises(ValueError, match="at least one character"):
            archive.search(" 　")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("㈱甲", "株式会社　甲"),
        ("（株）甲", "株式会社甲"),
        ("甲（株）", "甲㈱"),
        ("ＮＴＴデ－タ", "NTTデータ"),
        ("（一社）甲", "一般社団法人甲"),
        ("NPO法人甲", "特定非営利活動法人 甲"),
        ("株式会社甲（代表者 乙野花子）", "株式会社甲"),
    ],
)
def test_one_company_however_it_is_written(one, other):
    assert company_name(one) == company_name(other)


@pytest.mark.parametrize(
    ("one", "other"), [("株式会社甲", "甲株式会社"), ("甲(株主)", "甲株式会社"), ("A-B社", "AーB社")]
)
def test_two_companies(one, other):
    assert company_name(one) != company_name(other)


def test_no_archive_there(tmp_path):
    with pytest.raises(UnreadableSource, match="make one with kaigi-extract migrate"):
        Archive(tmp_path)
