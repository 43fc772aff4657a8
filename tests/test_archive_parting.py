"""An archive's tables in parts: who is in which, what one file more touches, and that it is as if built anew."""

from __future__ import annotations

import datetime
import shutil
import sqlite3
from contextlib import closing

import pytest

from kaigi_extract import Archive, check_archive, migrate
from kaigi_extract.archive import parting, taken_over
from kaigi_extract.archive.manifest import Manifest
from kaigi_extract.archive.parting import documents_a_part, places_of, year_of
from kaigi_extract.archive.search_ranking import Sections
from tests.archives import PLAIN, TEXT, content, papers

FEW = {("nerima", 2012): 30, ("nerima", 2013): 60, (None, 0): 10, ("shinjuku", 2013): 150}
MANY = {
    ("nerima", 2012): 5_000,  # a year of more than a part holds
    ("nerima", 2013): 200,
    ("nerima", 2014): 24,
    ("nerima", 2015): 24,
    ("nerima", 0): 25,
    ("shinjuku", 2013): 120,
    ("shinjuku", 2014): 130,
    ("ota", 2013): 24,
    (None, 0): 25,
    (None, 2020): 10,
}


@pytest.mark.parametrize(
    ("counts", "places"),
    [
        ({}, {}),
        (FEW, dict.fromkeys(FEW, ("all", 0))),
        (
            MANY,
            {
                ("nerima", 2012): ("nerima-2012-", 2),  # 16 digits make 312 each, 256 make 20
                ("nerima", 2013): ("nerima-2013", 0),
                ("nerima", 2014): ("nerima-rest", 0),
                ("nerima", 2015): ("nerima-rest", 0),
                ("nerima", 0): ("nerima-undated", 0),
                ("shinjuku", 2013): ("shinjuku", 0),
                ("shinjuku", 2014): ("shinjuku", 0),
                ("ota", 2013): ("rest", 0),
                (None, 0): ("unknown", 0),
                (None, 2020): ("unknown", 0),
            },
        ),
        (
            {("nerima", 2012): 99_900, ("ota", 2013): 100},  # as many as parts of 250 are for
            {("nerima", 2012): ("nerima-2012-", 3), ("ota", 2013): ("ota", 0)},
        ),
        (
            {("nerima", 2012): 99_900, ("nerima", 2013): 3_000, ("ota", 2013): 399, ("ota", 2014): 2},
            {  # from here on of 4,000
                ("nerima", 2012): ("nerima-2012-", 2),
                ("nerima", 2013): ("nerima-2013", 0),
                ("ota", 2013): ("ota", 0),
                ("ota", 2014): ("ota", 0),
            },
        ),
        ({(None, 0): 4_000, ("a/b", 1): 30}, {(None, 0): ("unknown-undated-", 1), ("a/b", 1): ("a%2Fb", 0)}),
    ],
    ids=["none", "few", "many", "100,000", "more", "a name that is no file name"],
)
def test_places(counts, places):
    assert places_of(counts) == places


@pytest.mark.parametrize(
    ("count", "most"), [(0, 250), (100_000, 250), (100_001, 4_000), (1_600_000, 4_000), (1_600_001, 64_000)]
)
def test_parts_grow_where_they_would_be_too_many(count, most):
    assert documents_a_part(count) == most


@pytest.mark.parametrize(("date", "year"), [("2013-04-01", 2013), (None, 0), ("", 0), ("平成25年", 0)])
def test_year_of(date, year):
    assert year_of(date) == year


@pytest.fixture
def small_parts(monkeypatch):
    """Parts of two documents, so that few papers make several."""
    monkeypatch.setattr(parting, "DOCUMENTS_A_PART", 2)
    monkeypatch.setattr(parting, "LEAST_APART", 1)


def parts_of(dest):
    """When each file of the records and of the table of documents was written, by its name."""
    found = [*(dest / "records").iterdir(), *(dest / "tables" / "documents").iterdir()]
    return {path.name: path.stat().st_mtime_ns for path in found}


def finds(dest, words):
    with Archive(dest) as archive:
        frame = archive.search(words, limit=None)
    return sorted(zip(frame["document_id"], frame["section_id"], frame["before"], frame["text"], strict=True))


def weights(dest):
    """How heavy each section weighs for a word, by which finds are ranked: how often it is there, and how long the
    section is."""
    with closing(sqlite3.connect(dest / "search.sqlite")) as db:
        query = "SELECT rowid, bm25(pairs) FROM pairs WHERE pairs MATCH ?"
        found = {place: round(weight, 12) for place, weight in db.execute(query, ['"避難"'])}
        sections = Sections(db)
        names = dict(db.execute("SELECT number, id FROM documents"))
    documents = [names[number] for number in sections.documents_at(sections.places).tolist()]
    places = zip(documents, sections.places.tolist(), sections.lengths.tolist(), strict=True)
    return sorted((name, length, found[place]) for name, place, length in places if place in found)


@pytest.mark.usefixtures("small_parts")
class TestOneMore:
    """What a run changes is as if all had been built anew, and nothing else is written."""

    @pytest.fixture
    def dest(self, tmp_path):
        migrate(papers(tmp_path / "src", 6), tmp_path / "dest", **PLAIN)
        return tmp_path / "dest"

    def anew(self, tmp_path):
        migrate(tmp_path / "src", tmp_path / "anew", **PLAIN)
        return tmp_path / "anew"

    def same(self, dest, other):
        assert check_archive(dest) == []
        assert content(dest) == content(other)
        assert finds(dest, "避難") == finds(other, "避難") != []
        assert weights(dest) == weights(other) != []

    def test_a_file_more_touches_one_part(self, dest, tmp_path):
        before = parts_of(dest)
        (tmp_path / "src" / "more.txt").write_bytes(TEXT.read_bytes() + b"\n" * 99)
        migrate(tmp_path / "src", dest, **PLAIN)
        changed = {name for name, written in parts_of(dest).items() if before.get(name) != written}
        assert len(before) > 6
        assert len({name.split(".")[0] for name in changed}) == 1
        self.same(dest, self.anew(tmp_path))

    def test_so_many_that_parts_are_parted_anew(self, dest, tmp_path):
        papers(tmp_path / "src", 34)
        migrate(tmp_path / "src", dest, **PLAIN)
        self.same(dest, self.anew(tmp_path))

    def test_what_is_gone(self, dest, tmp_path):
        from kaigi_extract import remove_documents

        remove_documents(dest, ["003.txt"], workers=1)
        (tmp_path / "src" / "003.txt").unlink()
        other = self.anew(tmp_path)
        assert check_archive(dest) == []
        assert finds(dest, "避難") == finds(other, "避難")
        assert weights(dest) == weights(other)

    def test_a_disk_without_links(self, dest, tmp_path, monkeypatch):
        def refuse(*_):
            raise OSError("no links here")

        monkeypatch.setattr(taken_over.os, "link", refuse)
        papers(tmp_path / "src", 7)
        migrate(tmp_path / "src", dest, **PLAIN)
        self.same(dest, self.anew(tmp_path))

    @pytest.mark.parametrize("name", ["search.sqlite", "SHA256SUMS"])
    def test_nothing_damaged_is_carried_on(self, dest, tmp_path, name):
        held = (dest / name).read_bytes()
        (dest / name).write_bytes(held[: len(held) // 2])
        papers(tmp_path / "src", 7)
        migrate(tmp_path / "src", dest, **PLAIN)
        self.same(dest, self.anew(tmp_path))

    @pytest.mark.parametrize("folder", ["records", "tables/documents"])
    def test_a_damaged_part(self, dest, tmp_path, folder):
        """Tables are read on, so they are looked at and written again; lines stay as they are, for `check` to say."""
        [harmed, *_] = sorted((dest / folder).iterdir())
        harmed.write_bytes(harmed.read_bytes() + b"x")
        day = datetime.date(1999, 1, 1)  # one more, in a part of its own year
        (tmp_path / "src" / "more.txt").write_bytes(TEXT.read_bytes() + b"\n" * 99)
        migrate(tmp_path / "src", dest, date=day, **PLAIN)
        faults = [fault.file for fault in check_archive(dest)]
        assert faults == ([f"records/{harmed.name}"] if folder == "records" else [])

    def test_a_part_that_is_lost_is_written_again(self, dest, tmp_path):
        shutil.rmtree(dest / "records")
        migrate(tmp_path / "src", dest, **PLAIN)
        self.same(dest, self.anew(tmp_path))


def test_an_older_archive_learns_its_years(tmp_path):
    """One that a version without parts has written: the records themselves say of which year they are."""
    day = datetime.date(2019, 5, 1)
    migrate(papers(tmp_path / "src", 3), tmp_path / "dest", date=day, **PLAIN)
    with closing(sqlite3.connect(tmp_path / "dest" / "manifest.sqlite")) as db, db:
        known = db.execute("SELECT sha256, ward, year FROM contents").fetchall()
        db.executescript("UPDATE contents SET year = NULL, ward = NULL, part = NULL; DROP TABLE parts")
    with Manifest(tmp_path / "dest", write=True) as manifest:
        parting.settle_parts(manifest)
        assert list(manifest.rows("SELECT sha256, ward, year FROM contents")) == known
        assert {year for _, _, year in known} == {2019}
