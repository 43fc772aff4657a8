"""An archive as release 0.1 wrote it (kept in tests/kept), read and brought over by the library of today."""

from __future__ import annotations

import json
import shutil
import sqlite3
import tarfile
from contextlib import closing
from importlib.metadata import version
from pathlib import Path

import pytest

from kaigi_extract import Archive, SchemaMismatch, UnreadableSource, check_archive, load_ward, repair_archive
from kaigi_extract.archive.stored_record import lines_of
from kaigi_extract.archive.upgrade import upgrade
from kaigi_extract.cli import main
from tests.archives import CORPUS, run, statuses

KEPT = Path(__file__).parent / "kept" / "archive-0.1.tar.xz"
"""Of two documents that lay in /srv/council/documents: a form of Shinjuku and the minutes of a town nobody knows."""
FORM, TOWN = "shinjuku-2013-library-cards.pdf", "aobamachi.txt"
SHINJUKU = Path(load_ward.__globals__["__file__"]).with_name("shinjuku.toml")


@pytest.fixture
def old(tmp_path):
    """The archive and its documents, both elsewhere than they were."""
    with tarfile.open(KEPT) as file:
        file.extractall(tmp_path, filter="data")
    shutil.copy(CORPUS / FORM, tmp_path / "documents")
    return tmp_path


def records_as_written(dest):
    """Every record by its content hash, as plain data, without where its file was."""
    records = [json.loads(line) for part in (dest / "records").iterdir() for line in lines_of(part)]
    for record in records:
        record["source"].pop("path")
    return {record["source"]["sha256"]: record for record in records}


def lost(before, after, at=""):
    """What a value had that is not in the other one: where it was."""
    if isinstance(before, dict) and isinstance(after, dict):
        for key, value in before.items():
            yield from lost(value, after.get(key, KeyError), f"{at}/{key}")
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for number, pair in enumerate(zip(before, after, strict=True)):
            yield from lost(*pair, f"{at}/{number}")
    elif before != after:
        yield at


def town_words(folder):
    """A folder with Shinjuku's words under the town's name."""
    folder.mkdir()
    text = SHINJUKU.read_text(encoding="utf-8").replace('"shinjuku"', '"aobamachi"').replace("新宿区", "青葉町")
    (folder / "aobamachi.toml").write_text(text, encoding="utf-8")
    return folder


def read_now(dest):
    """Whether each file was read by this library, by its name."""
    with closing(sqlite3.connect(dest / "manifest.sqlite")) as db:
        query = "SELECT name, reader IS NOT NULL FROM files JOIN contents USING (sha256)"
        return {name: bool(read) for name, read in db.execute(query)}


def test_it_is_whole_and_can_be_asked(old):
    if version("duckdb").startswith("1."):  # which cannot read what DuckDB 2 wrote, until it is brought over
        assert {fault.file for fault in check_archive(old / "archive")} == {"archive.duckdb", "search.sqlite"}
        with pytest.raises(SchemaMismatch, match="kaigi-extract upgrade"):
            repair_archive(old / "archive", workers=1)
        return
    assert check_archive(old / "archive") == []
    with Archive(old / "archive") as archive:
        with pytest.raises(SchemaMismatch, match="kaigi-extract upgrade"):
            list(archive.documents())
        assert archive.sql("SELECT count(*) AS n FROM cases")["n"].tolist() == [1]
        with pytest.raises(UnreadableSource, match="kaigi-extract upgrade"):
            archive.search("図書館")


class TestUpgrade:
    def test_same_values_and_nothing_lost(self, old, capsys):
        before = records_as_written(old / "archive")
        assert main(["upgrade", str(old / "archive")]) == 0
        after = records_as_written(old / "archive")
        gone = [where for sha256 in before for where in lost(before[sha256], after.get(sha256))]
        assert gone == ["/schema_version"] * 2
        assert before.keys() == after.keys()
        assert check_archive(old / "archive") == []

    def test_its_clauses_are_annotated(self, old):
        """Their tables were not there."""
        upgrade(old / "archive", workers=1)
        with Archive(old / "archive") as archive:
            counts = archive.sql(
                "SELECT (SELECT count(*) FROM clauses) AS clauses, (SELECT count(*) FROM clauses WHERE topics IS NULL) AS bare, "
                "(SELECT count(*) FROM families) AS families, (SELECT count(DISTINCT clause_id) FROM clause_topics) AS about"
            )
        [(clauses, bare, families, about)] = counts.itertuples(index=False)
        assert (bare, about, families) == (0, clauses, 1)
        assert clauses > 0

    def test_names_search_and_views(self, old):
        upgrade(old / "archive", workers=1)
        assert statuses(old / "archive") == {FORM: ("done", None), TOWN: ("done", None)}
        with Archive(old / "archive", root=old / "documents") as archive:
            assert set(archive.table("documents")["path"]) == {FORM, TOWN}
            assert set(archive.search("図書館")["path"]) == {FORM}
            assert archive.sql("SELECT count(*) AS n FROM case_list")["n"].tolist() == [1]
            assert {one.source.path for one in archive.documents()} == {
                str(old / "documents" / name) for name in (FORM, TOWN)
            }

    def test_what_is_there_is_not_read_again(self, old):
        upgrade(old / "archive", workers=1)
        assert run(old / "documents", old / "archive") == (0, 0)
        assert statuses(old / "archive") == {FORM: ("done", None), TOWN: ("done", None)}


class TestMappingAdded:
    """One of several that documents choose from; it was never told what the old records were read with."""

    def test_of_the_town_nobody_knew(self, old):
        upgrade(old / "archive", workers=1)
        words = town_words(old / "words")
        assert run(old / "documents", old / "archive", mapping=words) == (1, 1)
        assert read_now(old / "archive") == {FORM: False, TOWN: True}
        with Archive(old / "archive") as archive:
            wards = archive.table("documents").set_index("path")["ward"]
        assert wards.to_dict() == {FORM: "shinjuku", TOWN: "aobamachi"}
        assert run(old / "documents", old / "archive", mapping=words) == (0, 0)

    def test_without_an_upgrade_before(self, old):
        """Sources were moved, and names are short from this run on."""
        assert run(old / "documents", old / "archive", mapping=town_words(old / "words")) == (1, 1)
        assert read_now(old / "archive") == {FORM: False, TOWN: True}
        assert check_archive(old / "archive") == []
