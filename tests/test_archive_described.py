"""An archive explains itself: every table and column in two languages, for DuckDB, SQLite, CSV and data packages."""

from __future__ import annotations

import csv
import json
import re
import shutil
import sqlite3
from contextlib import closing

import duckdb
import pyarrow.parquet
import pytest

from kaigi_extract import Archive, migrate
from kaigi_extract.archive import write
from kaigi_extract.archive.described import ARCHIVE_TABLES, VIEWS, _words, column_words, table_words
from tests.archives import CORPUS, papers

JAPANESE = re.compile("[ぁ-んァ-ヶ一-鿿]")
FILES = ("shinjuku-2013-library-cards.pdf", "nerima-2014-bundle.pdf")


@pytest.fixture(scope="module")
def dest(tmp_path_factory):
    folder = tmp_path_factory.mktemp("described")
    source = papers(folder / "src", 1)
    for name in FILES:
        shutil.copy(CORPUS / name, source)
    migrate(source, folder / "dest", recogniser="none", workers=1, to=["sqlite", "csv"])
    return folder / "dest"


class TestWords:
    @pytest.mark.parametrize("table", ARCHIVE_TABLES)
    def test_every_table_and_column_in_both_languages(self, table):
        words = [table_words(table), *(column_words(table, column) for column in ARCHIVE_TABLES[table])]
        for english, japanese in words:
            assert english
            assert JAPANESE.search(japanese)

    def test_no_words_for_what_is_not_there(self):
        names = {(table, column.name) for table, columns in ARCHIVE_TABLES.items() for column in columns}
        known = {name for _, name in names} | {f"{table}.{name}" for table, name in names}
        assert set(_words()["columns"]) <= known
        assert set(_words()["tables"]) == set(ARCHIVE_TABLES)

    def test_values_that_a_column_may_have(self):
        values = {
            (table, column.name): column.values for table, columns in ARCHIVE_TABLES.items() for column in columns
        }
        assert values["decisions", "result"][:2] == ("approved", "conditional")
        assert values["findings", "severity"] == ("info", "warning", "error")
        assert "outsourcing" in values["cases", "categories"]
        assert values["cases", "title"] == ()


class TestDuckDB:
    def test_comments(self, dest):
        with Archive(dest) as archive:
            tables = archive.sql("SELECT table_name, comment FROM duckdb_tables()")
            columns = archive.sql(
                "SELECT comment FROM duckdb_columns() WHERE NOT internal AND table_name <> ALL (?)", [*VIEWS]
            )
        assert dict(zip(tables["table_name"], tables["comment"], strict=True))["cases"] == (
            "Matters before a council: 諮問 and 報告 / 審議会に諮問・報告された案件"
        )
        assert len(tables) == len(ARCHIVE_TABLES)
        assert all(" / " in comment for comment in columns["comment"])

    def test_places_are_structs_and_json_elsewhere(self, dest):
        """The same places, those of a file without pages by line, start and end."""
        asked = "SELECT id, spans FROM {} ORDER BY id"
        with closing(sqlite3.connect(dest / "archive.sqlite")) as db, Archive(dest) as archive:
            for table in ("evidence", "sections", "findings"):
                kind = archive.sql(f"SELECT DISTINCT typeof(spans) AS kind FROM {table}")["kind"].tolist()
                assert kind == ['STRUCT(page INTEGER, bbox DOUBLE[], line INTEGER, "start" INTEGER, "end" INTEGER)[]']
                typed = archive._database().execute(asked.format(table)).fetchall()
                plain = [(key, json.loads(spans)) for key, spans in db.execute(asked.format(table))]
                known = [
                    (key, [{k: v for k, v in span.items() if v is not None} for span in spans]) for key, spans in typed
                ]
                assert known == plain
            lines = archive.sql(
                "SELECT count(*) AS n FROM sections, unnest(spans) AS s(span) WHERE span.line IS NOT NULL"
            )
            pages = archive.sql("SELECT max(s.span.page) AS n FROM evidence, unnest(spans) AS s(span)")
            types = archive.sql("SELECT DISTINCT type FROM _schema WHERE \"column\" = 'spans'")
        assert lines["n"][0] > 5
        assert (pages["n"][0], types["type"].tolist()) == (12, ["spans"])

    def test_schema_has_both_languages_and_the_values(self, dest):
        with Archive(dest) as archive:
            known = archive.table("_schema").set_index(["table", "column"])
        assert known.loc[("decisions", "result"), "description_ja"].startswith("結論")
        assert list(known.loc[("findings", "severity"), "values"]) == ["info", "warning", "error"]


@pytest.mark.parametrize(
    ("view", "count"),
    [
        ("case_list", 7),
        ("outsourced", 23),
        ("clause_list", 47),
        ("duty_list", 56),
        ("forbidden", 10),
        ("decision_list", 8),
        ("each_case", 7),
        ("each_decision", 4),
        ("work_list", 3),
    ],
)
def test_views_give_the_same_in_both(dest, view, count):
    with Archive(dest) as archive, closing(sqlite3.connect(dest / "archive.sqlite")) as db:
        found = archive.sql(f"SELECT * FROM {view}")
        rows = db.execute(f"SELECT * FROM {view}").fetchall()
    assert len(found) == len(rows) == count
    assert set(found["ward"]) <= {"shinjuku", "nerima"}


class TestSQLite:
    def test_keys_have_indexes(self, dest):
        with closing(sqlite3.connect(dest / "archive.sqlite")) as db:
            plan = db.execute("EXPLAIN QUERY PLAN SELECT * FROM forms WHERE case_id = 'x'").fetchall()
        assert "USING INDEX forms by case_id" in str(plan)

    def test_text_is_found(self, dest):
        query = "SELECT count(*) FROM sections JOIN sections_fts ON sections.rowid = sections_fts.rowid WHERE sections_fts MATCH ?"
        with closing(sqlite3.connect(dest / "archive.sqlite")) as db:
            assert db.execute(query, ["利用者カード"]).fetchone()[0] > 0
            assert db.execute(query, ["どこにもない語"]).fetchone()[0] == 0


class TestDataPackage:
    def test_of_parquet(self, dest):
        package = json.loads((dest / "tables" / "datapackage.json").read_text(encoding="utf-8"))
        assert {one["name"] for one in package["resources"]} >= {"cases", "legal-bases", "schema"}
        for resource in package["resources"]:
            paths = [resource["path"]] if isinstance(resource["path"], str) else resource["path"]
            for path in paths:
                names = pyarrow.parquet.read_schema(dest / "tables" / path).names
                assert [field["name"] for field in resource["schema"]["fields"]] == names

    def test_of_csv(self, dest):
        package = json.loads((dest / "csv" / "datapackage.json").read_text(encoding="utf-8"))
        by_name = {one["name"]: one for one in package["resources"]}
        for resource in by_name.values():
            with (dest / "csv" / resource["path"]).open(encoding=resource["encoding"], newline="") as file:
                header, *rows = csv.reader(file)
            assert header == [field["name"] for field in resource["schema"]["fields"]]
            assert all(len(row) == len(header) for row in rows)
        assert by_name["forms"]["schema"]["foreignKeys"][0] == {
            "fields": ["document_id"],
            "reference": {"resource": "documents", "fields": ["id"]},
        }

    def test_keys_lead_somewhere(self, dest):
        package = json.loads((dest / "csv" / "datapackage.json").read_text(encoding="utf-8"))
        tables = {}
        for resource in package["resources"]:
            with (dest / "csv" / resource["path"]).open(encoding="utf-8-sig", newline="") as file:
                tables[resource["name"]] = list(csv.DictReader(file))
        for resource in package["resources"]:
            for key in resource["schema"].get("foreignKeys", []):
                known = {row["id"] for row in tables[key["reference"]["resource"]]}
                [column] = key["fields"]
                assert {row[column] for row in tables[resource["name"]] if row[column]} <= known


@pytest.mark.parametrize(("many", "block"), [(10**9, 1 << 16), (0, 1 << 18)])
def test_the_blocks_of_the_database_fit_what_it_holds(dest, tmp_path, monkeypatch, many, block):
    monkeypatch.setattr(write, "MANY_BYTES", many)
    shutil.copytree(dest / "tables", tmp_path / "tables")
    write.write_tables(tmp_path)
    with duckdb.connect(str(tmp_path / "archive.duckdb"), read_only=True) as db:
        assert db.execute("SELECT block_size FROM pragma_database_size()").fetchone() == (block,)
        assert db.execute("SELECT count(*) FROM documents").fetchone() == (3,)
