"""Where an archive may be made: nothing of anybody else's is ever written over."""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing

import pytest

from kaigi_extract import Archive, UnreadableSource, UnwritableArchive, migrate
from kaigi_extract.archive.upgrade import upgrade
from kaigi_extract.cli import main
from tests.archives import TEXT, papers

pytestmark = pytest.mark.slow

PLAIN = {"recogniser": "none", "workers": 1}


def database(path, *statements):
    with closing(sqlite3.connect(path)) as db:
        for statement in statements or ("CREATE TABLE readings (day TEXT, value REAL)",):
            db.execute(statement)
        db.commit()


FOREIGN = {
    "archive.duckdb": lambda folder: (folder / "archive.duckdb").write_bytes(b"somebody's"),
    "records": lambda folder: _folder(folder / "records"),
    "tables": lambda folder: _folder(folder / "tables"),
    "search.sqlite": lambda folder: database(folder / "search.sqlite"),
    "archive.sqlite": lambda folder: database(folder / "archive.sqlite"),
    ".building": lambda folder: _folder(folder / ".building"),
    "a file of any name": lambda folder: (folder / "記録.txt").write_text("x"),
    "a hidden file": lambda folder: (folder / ".env").write_text("x"),
    "manifest.sqlite of another program": lambda folder: database(folder / "manifest.sqlite"),
    "manifest.sqlite of another program, kept open": lambda folder: database(
        folder / "manifest.sqlite", "PRAGMA journal_mode = WAL", "CREATE TABLE meta (key TEXT, value TEXT)"
    ),
    "a lock of another program": lambda folder: database(folder / "lock.sqlite"),
    "what another program has not written yet": lambda folder: (folder / "manifest.sqlite-wal").write_bytes(b"x" * 99),
    "manifest.sqlite that is none": lambda folder: (folder / "manifest.sqlite").write_text("x" * 200),
    "an empty manifest beside other things": lambda folder: (
        (folder / "manifest.sqlite").touch(),
        (folder / "archive.duckdb").write_bytes(b"somebody's"),
    ),
}


def _folder(path):
    path.mkdir()
    (path / "all.jsonl").write_text("somebody's")


def state(folder):
    """Every file below with its bytes, and every folder."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None
        for path in folder.rglob("*")
    }


class TestForeign:
    @pytest.mark.parametrize("name", FOREIGN)
    def test_it_is_refused_and_left_as_it_was(self, tmp_path, capsys, name):
        dest = tmp_path / "dest"
        dest.mkdir()
        FOREIGN[name](dest)
        before = state(dest)
        assert main(["migrate", str(TEXT), str(dest), "--recogniser", "none"]) == 9
        assert state(dest) == before
        said = capsys.readouterr().err
        assert said.startswith(f"kaigi-extract: {dest}: ")
        assert "DEST" in said
        with pytest.raises(UnwritableArchive):
            migrate(TEXT, dest, **PLAIN)
        assert state(dest) == before

    def test_a_database_that_somebody_has_open(self, tmp_path):
        path = tmp_path / "manifest.sqlite"
        with closing(sqlite3.connect(path)) as db:
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("CREATE TABLE meta (key TEXT, value TEXT)")
            db.commit()
            before = state(tmp_path)
            assert "manifest.sqlite-wal" in before
            with pytest.raises(UnwritableArchive, match="no manifest of an archive"):
                migrate(TEXT, tmp_path, **PLAIN)
            assert state(tmp_path) == before

    def test_a_manifest_without_tables_is_no_archive_to_read(self, tmp_path):
        (tmp_path / "manifest.sqlite").touch()
        with pytest.raises(UnreadableSource, match="there is no archive"):
            Archive(tmp_path)

    def test_it_is_no_archive_to_read_or_upgrade(self, tmp_path):
        database(tmp_path / "manifest.sqlite")
        before = state(tmp_path)
        for open_it in (Archive, upgrade):
            with pytest.raises(UnreadableSource, match="there is no archive"):
                open_it(tmp_path)
        assert state(tmp_path) == before

    @pytest.mark.parametrize("names", [(), (".DS_Store",), ("Thumbs.db", "desktop.ini")])
    def test_an_empty_folder_is_taken_and_what_systems_leave_there_stays(self, tmp_path, names):
        dest = tmp_path / "dest"
        dest.mkdir()
        for name in names:
            (dest / name).write_text("x")
        assert migrate(TEXT, dest, **PLAIN).files == {"done": 1}
        assert all((dest / name).read_text() == "x" for name in names)

    def test_what_somebody_puts_into_an_archive_stays(self, tmp_path):
        migrate(TEXT, tmp_path / "dest", **PLAIN)
        (tmp_path / "dest" / "注記.txt").write_text("x")
        migrate(papers(tmp_path / "src", 1), tmp_path / "dest", **PLAIN)
        assert (tmp_path / "dest" / "注記.txt").read_text() == "x"


class TestSource:
    """A source that is the archive, or lies in it."""

    @pytest.mark.parametrize("dest", ["src", "src/.", "../src", "link"])
    def test_source_and_archive_are_one_folder(self, tmp_path, monkeypatch, capsys, dest):
        source = papers(tmp_path / "src", 2)
        (tmp_path / "link").symlink_to(source)
        (tmp_path / "elsewhere").mkdir()
        monkeypatch.chdir(tmp_path / "elsewhere" if dest.startswith("..") else tmp_path)
        before = state(source)
        assert main(["migrate", str(source), dest, "--recogniser", "none"]) == 9
        assert "is the folder of the archive, or lies in it; give another DEST" in capsys.readouterr().err
        assert state(source) == before

    @pytest.mark.parametrize("source", ["", "records", "records/*.jsonl"])
    def test_a_source_within_an_archive(self, tmp_path, source):
        migrate(TEXT, tmp_path / "dest", **PLAIN)
        before = state(tmp_path / "dest")
        with pytest.raises(UnwritableArchive, match="lies in it"):
            migrate(tmp_path / "dest" / source, tmp_path / "dest", **PLAIN)
        assert state(tmp_path / "dest") == before

    def test_an_archive_within_its_source_is_an_archive(self, tmp_path):
        source = papers(tmp_path / "src", 2)
        for _ in range(2):
            assert migrate(source, source / "archive", **PLAIN).files == {"done": 2}
