"""An archive that was damaged: noticed by `check_archive`, whole again after `repair_archive`, nothing else lost."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import zlib
from contextlib import closing

import pytest

from kaigi_extract import UnreadableSource, UnwritableArchive, check_archive, migrate, repair_archive
from kaigi_extract.archive.manifest import BUILT, Manifest
from kaigi_extract.archive.stored_record import compressed, decompressed
from kaigi_extract.cli import main
from tests.archives import CORPUS, PLAIN, content, papers

FORM = "shinjuku-2013-library-cards.pdf"


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """An archive of three papers, one of them with clauses, and of a file that fails."""
    folder = tmp_path_factory.mktemp("whole")
    source = papers(folder / "src", 2)
    shutil.copy(CORPUS / FORM, source)
    (source / "broken.pdf").write_bytes(b"%PDF-1.4 nothing else")
    migrate(source, folder / "dest", **PLAIN, to=["sqlite"])
    return folder / "dest"


@pytest.fixture
def dest(whole, tmp_path):
    return shutil.copytree(whole, tmp_path / "dest")


def cut(path):
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def fill_with_junk(path):
    """In all but its first third."""
    held = path.read_bytes()
    third = len(held) // 3
    path.write_bytes(held[:third] + b"\xa5junk" * (max(2 * third, 500) // 5))


def delete(path):
    path.unlink()


DAMAGES = [
    ("manifest.sqlite", cut),
    ("manifest.sqlite", fill_with_junk),
    ("manifest.sqlite", delete),
    ("lock.sqlite", fill_with_junk),
    ("records/all.jsonl.zst", cut),
    ("records/all.jsonl.zst", fill_with_junk),
    ("records/all.jsonl.zst", delete),
    ("tables/cases/all.parquet", cut),
    ("tables/clauses/all.parquet", fill_with_junk),
    ("tables/documents/all.parquet", delete),
    ("archive.duckdb", cut),
    ("archive.duckdb", fill_with_junk),
    ("archive.sqlite", delete),
    ("search.sqlite", cut),
    ("search.sqlite", fill_with_junk),
    ("files.jsonl", cut),
    ("files.jsonl", delete),
    ("SHA256SUMS", cut),
    ("SHA256SUMS", fill_with_junk),
    ("mappings/shinjuku.toml", delete),
]


class TestEachFileDamaged:
    @pytest.mark.parametrize(("name", "harm"), DAMAGES, ids=[f"{name}-{harm.__name__}" for name, harm in DAMAGES])
    def test_noticed_and_repaired(self, whole, dest, name, harm):
        harm(dest / name)
        assert [fault.file for fault in check_archive(dest)] == [name]
        assert [fault.file for fault in repair_archive(dest, workers=1)] == [name]
        assert check_archive(dest) == []
        assert content(dest) == content(whole)
        assert sorted(os.listdir(dest)) == sorted(os.listdir(whole))


def test_whole(whole, capsys):
    assert check_archive(whole) == []
    assert main(["archive", "check", str(whole)]) == 0
    assert capsys.readouterr() == ("", f"kaigi-extract: {whole}: whole\n")
    assert main(["archive", "repair", str(whole)]) == 0
    assert capsys.readouterr().err == f"kaigi-extract: {whole}: whole, nothing to repair\n"


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="sha256sum is not installed")
def test_any_machine_can_check_the_files(dest):
    assert subprocess.run(["sha256sum", "-c", "--quiet", "SHA256SUMS"], cwd=dest, check=False).returncode == 0
    fill_with_junk(dest / "archive.duckdb")
    given = {"cwd": dest, "capture_output": True, "text": True, "check": False, "env": {**os.environ, "LC_ALL": "C"}}
    found = subprocess.run(["sha256sum", "-c", "--quiet", "SHA256SUMS"], **given)  # noqa: PLW1510
    assert found.stdout == "archive.duckdb: FAILED\n"


def in_manifest(dest, statement, *values):
    with closing(sqlite3.connect(dest / "manifest.sqlite")) as db, db:
        db.execute(statement, values)


class TestRecords:
    def test_one_that_was_changed_comes_back(self, whole, dest, capsys):
        with closing(sqlite3.connect(dest / "manifest.sqlite")) as db:
            [(sha256, packed)] = db.execute("SELECT sha256, record FROM records ORDER BY length(record) DESC LIMIT 1")
        other = compressed(decompressed(packed).replace("図書館".encode(), "美術館".encode()))
        in_manifest(dest, "UPDATE records SET record = ? WHERE sha256 = ?", other, sha256)
        assert main(["archive", "check", str(dest)]) == 11
        out = capsys.readouterr().out
        assert f"{FORM}: its record is not the one that was written; " in out
        repair_archive(dest, workers=1)
        assert check_archive(dest) == []
        assert content(dest) == content(whole)

    @pytest.mark.parametrize("record", [b"", b"junk", zlib.compress(b"{}"), zlib.compress(b'{"a": 1')])
    def test_one_that_is_none_comes_back(self, whole, dest, record):
        in_manifest(dest, "UPDATE records SET record = ? WHERE sha256 = (SELECT min(sha256) FROM records)", record)
        assert "its record " in check_archive(dest)[0].problem
        repair_archive(dest, workers=1)
        assert check_archive(dest) == []
        assert content(dest) == content(whole)

    def test_one_without_a_copy_is_read_again(self, whole, dest, capsys):
        """The record and its line are gone both: `repair` says so, and `migrate` reads that file."""
        in_manifest(dest, "UPDATE records SET record = ? WHERE sha256 = (SELECT min(sha256) FROM records)", b"junk")
        delete(dest / "records/all.jsonl.zst")
        assert main(["archive", "repair", str(dest), "--workers", "1"]) == 6
        assert "no whole copy of its record is left" in capsys.readouterr().err
        migrate(whole.parent / "src", dest, **PLAIN)
        assert check_archive(dest) == []
        assert content(dest) == content(whole)

    def test_one_that_is_missing_comes_back(self, whole, dest):
        in_manifest(dest, "DELETE FROM records WHERE sha256 = (SELECT max(sha256) FROM records)")
        assert "its record is not there" in [fault.problem for fault in check_archive(dest)]
        repair_archive(dest, workers=1)
        assert content(dest) == content(whole)


class TestManifest:
    def test_a_row_that_somebody_changed(self, whole, dest):
        in_manifest(dest, "UPDATE contents SET ocr_pages = 7 WHERE status = 'done'")
        assert [fault.problem for fault in check_archive(dest)] == ["its rows are not those that were written"]
        repair_archive(dest, workers=1)
        assert check_archive(dest) == []
        assert content(dest) == content(whole)

    def test_records_newer_than_the_tables_are_not_lost_with_it(self, whole, dest):
        """A run was killed before it wrote the tables, and then a page of the manifest was damaged."""
        with Manifest(dest, write=True) as manifest:
            newest = next(manifest.stored())
            with manifest.transaction():
                manifest.execute("DELETE FROM meta WHERE key = ?", BUILT)
                manifest.execute("INSERT INTO contents (sha256, status) VALUES (?, 'done')", "f" * 64)
                record = newest.record.replace(newest.sha256.encode(), b"f" * 64)
                manifest.keep("f" * 64, compressed(record))
        path = dest / "manifest.sqlite"
        held = path.read_bytes()
        path.write_bytes(held[: len(held) - 4096] + b"\xff" * 4096)
        repair_archive(dest, workers=1)
        with Manifest(dest) as manifest:
            assert {stored.sha256 for stored in manifest.stored()} >= {newest.sha256}

    def test_migrate_says_what_to_do(self, dest):
        delete(dest / "manifest.sqlite")
        with pytest.raises(UnwritableArchive, match="archive repair writes it again"):
            migrate(dest.parent, dest, **PLAIN)
        assert (dest / "records/all.jsonl.zst").exists()

    def test_tables_that_a_stopped_run_did_not_write(self, dest):
        in_manifest(dest, "DELETE FROM meta WHERE key = ?", BUILT)
        [fault] = check_archive(dest)
        assert str(fault) == (
            "manifest.sqlite: the tables are not those of its records; run kaigi-extract migrate again to its end"
        )


class TestWhatIsNotOurs:
    def test_a_file_among_ours_is_named_and_removed(self, dest):
        (dest / "tables" / "cases" / "copy.parquet").write_bytes(b"x")
        [fault] = check_archive(dest)
        assert (fault.file, fault.problem) == ("tables/cases/copy.parquet", "it is not of this archive")
        repair_archive(dest, workers=1)
        assert not (dest / "tables" / "cases" / "copy.parquet").exists()

    def test_a_folder_of_somebody_else(self, tmp_path):
        (tmp_path / "files.jsonl").write_text('{"a": 1}\n')
        for look in (check_archive, repair_archive):
            with pytest.raises(UnreadableSource):
                look(tmp_path)
        assert os.listdir(tmp_path) == ["files.jsonl"]

    @pytest.mark.skipif(sys.platform == "win32", reason="folders are always writable")
    def test_a_check_writes_nothing(self, dest):
        before = {path: path.stat().st_mtime_ns for path in dest.rglob("*")}
        check_archive(dest)
        assert {path: path.stat().st_mtime_ns for path in dest.rglob("*")} == before
