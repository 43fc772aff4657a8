"""What Datasette is told of an archive, asked of Datasette itself: pages, search in Japanese, every query, labels."""

from __future__ import annotations

import asyncio
import json
import re
import sqlite3
from contextlib import closing

import pytest

from kaigi_extract import check_archive, migrate, repair_archive
from kaigi_extract.archive.datasette import datasette_words
from kaigi_extract.archive.described import ARCHIVE_TABLES, VIEWS
from tests.archives import PLAIN, papers
from tests.conftest import DEMO

application = pytest.importorskip("datasette.app", reason="needs pip install datasette")
version = pytest.importorskip("datasette.version").__version_info__

pytestmark = pytest.mark.slow

WORDS = datasette_words()["databases"]["archive"]
# A query, its parameters, what its first row has, how many rows there are in the demo.
QUERIES = [
    ("search", {"words": "再委託"}, {"ward": "shinjuku", "kind": "clause_set"}, 7),
    ("search", {"words": "委託"}, {"ward": "shinjuku"}, 21),  # too short for the index
    ("search", {"words": "税"}, {"ward": "nerima"}, 5),
    ("search", {"words": '再"委託'}, None, 0),
    ("search", {"words": "再委託%"}, None, 0),
    ("search", {}, None, 0),
    ("cases_of_year", {}, {"year": "2013", "ward": "shinjuku", "category": "outsourcing", "cases": 1}, 7),
    ("company", {"company": "武蔵野"}, {"name": "株式会社武蔵野みどりサービス", "item": "団体の代表者の氏名"}, 5),
    ("company", {}, None, 0),
    ("companies", {}, {"counterparty": "株式会社みどり環境コールサービス", "items": 10, "documents": 1}, 6),
    ("clause_through_years", {"heading": "再委託"}, {"event": "appears", "heading": "再委託", "ward": "nerima"}, 6),
    ("clause_through_years", {}, None, 0),
    ("stronger_or_weaker", {}, {"duty": "weaker", "heading": "再委託の禁止", "ward": "shinjuku"}, 5),
    ("wards_side_by_side", {}, {"topic": "collection", "ward": "shinjuku", "modality": "must_not"}, 30),
    ("look_here", {}, {"label": "件名", "page": 3, "field": "title"}, 1),
]


@pytest.fixture(scope="module")
def archive(demo):
    return demo / DEMO / "archive"


@pytest.fixture(scope="module")
def ask(archive):
    """Asks Datasette for a page of the archive, as `datasette -i archive.sqlite -m datasette.json` serves it."""
    words = json.loads((archive / "datasette.json").read_text(encoding="utf-8"))
    told = {"metadata": words} if version[0] == "0" else {"metadata": words, "config": words}

    served = application.Datasette([], immutables=[str(archive / "archive.sqlite")], **told)
    with asyncio.Runner() as loop:
        loop.run(served.invoke_startup())
        yield lambda path, **parameters: loop.run(served.client.get(path, params=parameters))


class TestPages:
    def test_the_first_has_the_title_in_both_languages(self, ask):
        assert "<h1>個人情報保護審議会の文書 / Documents of councils on personal information</h1>" in ask("/").text

    def test_that_of_the_archive_has_every_query_by_its_title(self, ask):
        page = ask("/archive").text
        wanted = list(WORDS["queries"].values())[: None if version[0] == "0" else 5]
        assert [query["title"] for query in wanted if query["title"] not in page] == []
        assert "検索欄は3文字以上" in page

    @pytest.mark.parametrize("name", [*ARCHIVE_TABLES, *VIEWS])
    def test_each_table_and_view_with_its_words_and_facets(self, ask, name):
        said = WORDS["tables"][name]
        answer = ask(f"/archive/{name}")
        assert answer.status_code == 200
        assert said["title"] in answer.text
        assert said["description"] in answer.text.replace("&#39;", "'")
        facets = ask(f"/archive/{name}.json", _extra="facet_results").json()["facet_results"]
        assert set(said.get("facets", ())) <= set(facets.get("results", facets))

    def test_columns_have_their_descriptions(self, ask):
        page = ask("/archive/cases").text
        assert 'data-column-description="所管課 / The office in charge"' in page

    def test_rows_of_other_tables_are_shown_by_their_labels(self, ask):
        page = ask("/archive/links").text
        shown = re.findall(r'<a href="/archive/(documents|clause_sets|clauses)/[^"]*">([^<]*)</a>', page)
        assert ("documents", "shinjuku-2020-bulky-waste.pdf") in shown
        assert ("clause_sets", "特記事項") in shown
        assert [label for _, label in shown if re.fullmatch(r"[0-9a-f]{16}.*", label)] == []


class TestSearchBox:
    @pytest.mark.parametrize(
        ("table", "words", "rows"),
        [
            ("sections", "再委託", 7),
            ("cases", "図書館", 3),
            ("clauses", "再委託の禁止", 4),
            ("clauses", "秘密の保持 乙", None),
            ("sections", "どこにもない語", 0),
        ],
    )
    def test_finds_japanese(self, ask, table, words, rows):
        assert 'type="search"' in ask(f"/archive/{table}").text
        found = ask(f"/archive/{table}.json", _search=words, _shape="array", _size="max").json()
        assert isinstance(found, list)
        if rows is not None:
            assert len(found) == rows

    def test_without_what_is_told_too(self, archive):
        """By the name and the SQL of the index alone."""

        async def detected():
            served = application.Datasette([], immutables=[str(archive / "archive.sqlite")])
            await served.invoke_startup()
            database = served.get_database("archive")
            return [await database.fts_table(table) for table in ("sections", "cases", "clauses", "documents")]

        assert asyncio.run(detected()) == ["sections_fts", "cases_fts", "clauses_fts", None]


class TestQueries:
    @pytest.mark.parametrize(("name", "given", "first", "count"), QUERIES)
    def test_each_gives_what_it_promises(self, ask, name, given, first, count):
        assert ask(f"/archive/{name}", **given).status_code == 200
        rows = ask(f"/archive/{name}.json", _shape="array", **given).json()
        assert len(rows) == count
        if first is not None:
            assert rows[0] | first == rows[0]

    def test_each_is_asked(self):
        assert {name for name, *_ in QUERIES} == set(WORDS["queries"])


class TestWords:
    def test_name_what_is_there(self, archive):
        """Labels, facets and units of columns, in tables that are there."""
        with closing(sqlite3.connect(archive / "archive.sqlite")) as db:
            for name, table in WORDS["tables"].items():
                columns = {row[1] for row in db.execute(f'PRAGMA table_info("{name}")')}
                named = {*table.get("facets", ()), *table.get("units", ()), *table.get("columns", ())}
                named |= {table["label_column"]} if "label_column" in table else set()
                assert (name, named - columns) == (name, set())

    def test_everything_is_in_both_languages(self):
        said = [query[key] for query in WORDS["queries"].values() for key in ("title", "description") if key in query]
        assert [text for text in said if " / " not in text or text.isascii()] == []
        tables = [(name, table["title"], table["description"]) for name, table in WORDS["tables"].items()]
        assert [name for name, title, description in tables if title.isascii() or not description] == []

    def test_of_the_documents_there_is_nothing_in_it(self, archive, demo):
        """The same in every archive, without a path of a machine."""
        text = (archive / "datasette.json").read_text(encoding="utf-8")
        assert json.loads(text) == datasette_words()
        assert str(demo) not in text


class TestInTheArchive:
    @pytest.fixture
    def dest(self, tmp_path):
        migrate(papers(tmp_path / "src", 1), tmp_path / "dest", **PLAIN, to=["sqlite"])
        return tmp_path / "dest"

    def test_damaged_or_gone_it_is_named_and_comes_back(self, dest):
        whole = (dest / "datasette.json").read_bytes()
        for damage in (lambda path: path.write_text("{}"), lambda path: path.unlink()):
            damage(dest / "datasette.json")
            assert [fault.file for fault in check_archive(dest)] == ["datasette.json"]
            repair_archive(dest, workers=1)
            assert check_archive(dest) == []
            assert (dest / "datasette.json").read_bytes() == whole

    def test_is_written_where_there_is_an_sqlite_file_and_nowhere_else(self, tmp_path):
        migrate(papers(tmp_path / "src", 1), tmp_path / "plain", **PLAIN)
        assert not (tmp_path / "plain" / "datasette.json").exists()

    def test_one_of_an_earlier_library_gets_it(self, dest):
        """Its SQLite file had no such file beside it, and its tables another sign."""
        from kaigi_extract.archive.manifest import LAYOUT, Manifest

        (dest / "datasette.json").unlink()
        with Manifest(dest, write=True) as manifest:
            manifest.set(LAYOUT, "an earlier one")
        migrate(dest.parent / "src", dest, **PLAIN)
        assert (dest / "datasette.json").is_file()
        assert check_archive(dest) == []
