"""What a run is to read: what is new, and each sign by which a record that is there is read again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kaigi_extract import UnwritableArchive, migrate
from kaigi_extract.archive.fingerprint import ReadWith
from kaigi_extract.archive.manifest import Manifest
from kaigi_extract.archive.plan import Asked, plan_run, planned
from kaigi_extract.archive.worker import Outcome
from kaigi_extract.cli import main
from tests.archives import done, file, papers


def todo(manifest):
    return [task.name for task in manifest.todo()]


def rows(manifest):
    return list(manifest.rows("SELECT name, status, reason FROM manifest ORDER BY name"))


def test_the_same_bytes_are_read_once_and_all_names_kept(tmp_path):
    with Manifest(tmp_path, write=True) as manifest:
        manifest.add_found([file("b", "1"), file("a", "1"), file("c", "2"), file("d", "1")])
        assert plan_run(manifest).count == 2
        assert todo(manifest) == ["/b", "/c"]
        manifest.finish(done("1"))
        assert rows(manifest) == [
            ("/a", "duplicate", "the same bytes as /b"),
            ("/b", "done", None),
            ("/c", "todo", None),
            ("/d", "duplicate", "the same bytes as /b"),
        ]
        [stored] = manifest.stored()
        assert (stored.names, stored.record) == (["/b", "/a", "/d"], b"{}")


def test_found_again_only_what_is_not_done_is_read(tmp_path):
    with Manifest(tmp_path, write=True) as manifest:
        for expected in (["/a", "/b", "/c"], ["/c"]):
            manifest.add_found([file("a", "1"), file("b", "2"), file("c", "3")])
            plan_run(manifest)
            assert todo(manifest) == expected
            manifest.finish(done("1"))
            manifest.finish(Outcome("2", "/b", kind="error", reason="x"))
        assert plan_run(manifest, Asked(retry_failed=True)).count == 2


def test_a_file_with_other_bytes_takes_the_place_of_the_old(tmp_path):
    with Manifest(tmp_path, write=True) as manifest:
        manifest.add_found([file("a", "1"), file("b", "1")])
        plan_run(manifest)
        manifest.finish(done("1"))
        manifest.add_found([file("a", "2")])
        assert plan_run(manifest).count == 1
        assert rows(manifest) == [("/a", "todo", None), ("/b", "done", None)]
        manifest.add_found([file("b", "2")])
        plan_run(manifest)
        assert list(manifest.stored()) == []


@pytest.mark.parametrize("change", ["UPDATE contents SET schema_version = '0'", "UPDATE files SET date = '2013-05-31'"])
def test_another_schema_or_another_date_is_read_anew(tmp_path, change):
    with Manifest(tmp_path, write=True) as manifest:
        manifest.add_found([file("a", "1")])
        plan_run(manifest)
        manifest.finish(done("1"))
        assert plan_run(manifest).count == 0
        list(manifest.rows(change))
        assert plan_run(manifest).count == 1


READ_WITH = ReadWith("bundled:1", "pymupdf", "auto", "rapidocr 3.10.0")


class TestReadOtherwise:
    """A scan, and a file whose text is its own; each was read with `READ_WITH`."""

    @pytest.mark.parametrize(
        ("asked", "again"),
        [
            (Asked(), {}),
            (Asked(reader="pymupdf", recogniser="auto", engine="rapidocr 3.10.0"), {}),
            (
                Asked(reader="pdfplumber"),
                {"/plain.pdf": "read by another reader", "/scan.pdf": "read by another reader"},
            ),
            (Asked(recogniser="tesseract"), {"/scan.pdf": "read by another recogniser"}),
            (Asked(engine="rapidocr 3.11.0"), {"/scan.pdf": "recognised by another version of the engine"}),
            (Asked(engine="other 1.0"), {}),
            (Asked(reread=["scan.pdf"]), {"/scan.pdf": "asked for"}),
            (Asked(reread=["*.txt"]), {}),
            (Asked(reread=["pla*", "/scan.*"]), {"/plain.pdf": "asked for", "/scan.pdf": "asked for"}),
            (Asked(reread=["scan.pdf"], reader="pymupdf", recogniser="none"), {"/scan.pdf": "asked for"}),
        ],
    )
    def test_what_it_touches(self, tmp_path, asked, again):
        with Manifest(tmp_path, write=True) as manifest:
            manifest.add_found([file("plain.pdf", "1"), file("scan.pdf", "2")])
            plan_run(manifest)
            manifest.finish(replace(done("1"), ocr_pages=0), READ_WITH)
            manifest.finish(replace(done("2"), ocr_pages=3), READ_WITH)
            plan = plan_run(manifest, asked)
            assert dict(planned(manifest)) == again
            assert (plan.count, plan.again) == (len(again), len(again))

    def test_pages_that_no_engine_read(self, tmp_path):
        """Without an engine a scan has no text: read with one, it is read again."""
        with Manifest(tmp_path, write=True) as manifest:
            manifest.add_found([file("scan.pdf", "1"), file("plain.pdf", "2")])
            plan_run(manifest)
            manifest.finish(replace(done("1"), ocr_pages=0, findings={"no_recogniser": 1}), ReadWith(recogniser="none"))
            manifest.finish(replace(done("2"), ocr_pages=0, findings={}), ReadWith(recogniser="none"))
            plan_run(manifest, Asked(recogniser="auto"))
            assert todo(manifest) == ["/scan.pdf"]

    def test_a_file_that_this_run_did_not_find_stays(self, tmp_path):
        with Manifest(tmp_path, write=True) as manifest:
            manifest.add_found([file("scan.pdf", "1")])
            plan_run(manifest)
            manifest.finish(done("1"), READ_WITH)
        with Manifest(tmp_path, write=True) as manifest:
            assert plan_run(manifest, Asked(reread=["*"], reader="both")).count == 0


class TestDryRun:
    def test_says_what_and_why_and_leaves_no_trace(self, tmp_path, capsys):
        source = papers(tmp_path / "src", 2)
        command = ["migrate", str(source), str(tmp_path / "dest"), "--workers", "1", "--recogniser", "none"]
        assert main([*command, "--dry-run"]) == 0
        out, err = capsys.readouterr()
        assert out == "new\t000.txt\nnew\t001.txt\n"
        assert err == f"kaigi-extract: {tmp_path / 'dest'}: 2 files to read\n"
        assert not (tmp_path / "dest").exists()
        assert main(command) == 0
        before = {path: path.read_bytes() for path in (tmp_path / "dest").rglob("*") if path.is_file()}
        papers(source, 3)
        capsys.readouterr()
        assert main([*command, "--dry-run", "--reread", "001.txt"]) == 0
        out, err = capsys.readouterr()
        assert out == "asked for\t001.txt\nnew\t002.txt\n"
        assert err == f"kaigi-extract: {tmp_path / 'dest'}: 2 files to read, 1 of them again: 1 asked for\n"
        assert {path: path.read_bytes() for path in (tmp_path / "dest").rglob("*") if path.is_file()} == before

    def test_a_folder_of_somebody_else_is_refused(self, tmp_path):
        source = papers(tmp_path / "src", 1)
        (tmp_path / "dest").mkdir()
        (tmp_path / "dest" / "letter.txt").write_text("x")
        with pytest.raises(UnwritableArchive):
            migrate(source, tmp_path / "dest", dry_run=True)
