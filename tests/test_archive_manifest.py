"""The manifest: its records in parts, what is kept when a write fails, and who may write."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from kaigi_extract import SchemaMismatch, UnreadableSource, UnwritableArchive
from kaigi_extract.archive.manifest import Manifest
from kaigi_extract.archive.plan import plan_run
from kaigi_extract.archive.worker import Outcome
from kaigi_extract.records import SCHEMA_VERSION
from tests.archives import done, file


def rows(manifest):
    return list(manifest.rows("SELECT name, status, reason FROM manifest ORDER BY name"))


class TestWriting:
    def test_a_record_that_cannot_be_written_leaves_the_file_to_do(self, tmp_path):
        with Manifest(tmp_path, write=True) as manifest:
            manifest.add_found([file("a", "1")])
            plan_run(manifest)
            manifest._db.execute(f"PRAGMA max_page_count = {manifest._db.execute('PRAGMA page_count').fetchone()[0]}")
            large = bytes(range(256)) * 4000
            with pytest.raises(UnwritableArchive, match=r"no room left .* run the same command again: nothing is lost"):
                manifest.finish(Outcome("1", "/a", record=large))
            assert (rows(manifest), list(manifest.stored())) == ([("/a", "todo", None)], [])
            manifest._db.execute("PRAGMA max_page_count = 1000000")
            manifest.finish(done("1"))
            assert rows(manifest) == [("/a", "done", None)]

    def test_two_cannot_write_at_once(self, tmp_path):
        with (
            Manifest(tmp_path, write=True),
            pytest.raises(UnwritableArchive, match="another migration is writing to it"),
        ):
            Manifest(tmp_path, write=True)
        with Manifest(tmp_path, write=True), Manifest(tmp_path):
            pass

    def test_of_a_newer_library(self, tmp_path):
        with Manifest(tmp_path, write=True) as manifest:
            manifest.set("schema_version", "3")
        before = (tmp_path / "manifest.sqlite").read_bytes()
        for write in (True, False):
            with pytest.raises(SchemaMismatch, match="install a newer kaigi-extract"):
                Manifest(tmp_path, write=write)
        assert (tmp_path / "manifest.sqlite").read_bytes() == before

    def test_where_it_cannot_be(self, tmp_path):
        (tmp_path / "file").write_text("x")
        with pytest.raises(UnwritableArchive, match="check that it is a folder"):
            Manifest(tmp_path / "file", write=True)
        (tmp_path / "manifest.sqlite").write_text("something else, and long enough to be looked at")
        with pytest.raises(UnwritableArchive, match="no manifest of an archive"):
            Manifest(tmp_path, write=True)
        assert (tmp_path / "manifest.sqlite").read_text() == "something else, and long enough to be looked at"

    def test_no_archive_to_read(self, tmp_path):
        with pytest.raises(UnreadableSource, match="make one with kaigi-extract migrate"):
            Manifest(tmp_path)
        assert list(tmp_path.iterdir()) == []

    def test_killed_before_its_tables_were_there(self, tmp_path):
        with closing(sqlite3.connect(tmp_path / "manifest.sqlite")) as db:
            db.execute("PRAGMA journal_mode = WAL")
        with Manifest(tmp_path, write=True) as manifest:
            assert manifest.get("schema_version") == SCHEMA_VERSION
