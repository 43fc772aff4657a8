"""The run as a whole: bad files, what is read again, kills, executors of the user's, and disks that refuse."""

from __future__ import annotations

import datetime
import errno
import functools
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import ExitStack, closing, suppress
from multiprocessing import get_context

import psutil
import pytest

from kaigi_extract import InvalidMapping, InvalidMetadata, MissingExtra, SchemaMismatch, UnwritableArchive, migrate
from kaigi_extract import optional as extras
from kaigi_extract.archive import manifest
from kaigi_extract.archive import migrate as run
from kaigi_extract.archive.query import Archive
from kaigi_extract.cli import main
from tests import bad_papers
from tests.archives import (
    CORPUS,
    TEXT,
    content,
    hurry_only_what_hangs,
    papers,
    read_files_or_suffer,
    read_or_suffer,
    statuses,
)
from tests.archives import run as again
from tests.made import pages
from tests.test_threads import files as pdfs_for_threads

pytestmark = pytest.mark.slow

PLAIN = {"recogniser": "none", "workers": 2}
BAD = {
    "truncated.pdf": ("failed", "unreadable"),
    "encrypted.pdf": ("failed", "encrypted"),
    "empty.pdf": ("failed", "unreadable"),
    "web_page.pdf": ("failed", "unreadable"),
    "nested_objects.pdf": ("failed", "unreadable"),
    "large_image.png": ("failed", "unreadable"),
    "zip_bomb.zip": ("skipped", "zip"),
    "bomb.txt": ("failed", "unsafe"),
    "climbing_member.zip": ("skipped", "zip"),
    "x.txt": ("failed", "unsafe"),
    "inside.txt": ("done", None),
}


def command(*arguments):
    return [sys.executable, "-m", "kaigi_extract.cli", "migrate", *map(str, arguments), "--recogniser", "none"]


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    """Thirty papers, and the archive of a run that nothing disturbed."""
    folder = tmp_path_factory.mktemp("undisturbed")
    source = papers(folder / "src", 30)
    migrate(source, folder / "dest", **PLAIN)
    return source, content(folder / "dest")


def test_bad_files_are_in_the_manifest_with_their_reason(tmp_path, capsys):
    source = tmp_path / "src"
    source.mkdir()
    for name in BAD:
        if (make := getattr(bad_papers, name.partition(".")[0], None)) is not None:
            make(source / name)
    bad_papers.endless_page_tree(source / "endless_page_tree.pdf")
    shutil.copy(TEXT, source / "good.txt")
    report = tmp_path / "report.html"
    code = main(["migrate", str(source), str(tmp_path / "dest"), "--report", str(report), "--recogniser", "none"])
    said = capsys.readouterr().err
    assert code == 6
    found = statuses(tmp_path / "dest")
    assert found.pop("endless_page_tree.pdf")[0] == "failed"
    assert found == BAD | {"good.txt": ("done", None)}
    assert said.startswith("9 files to read\n")
    assert "failed: 1 encrypted, " in said
    page = report.read_text(encoding="utf-8")
    row = next(row for row in page.split("<tr") if "empty.pdf</a>" in row)
    assert "the file is empty; get a whole copy of it" in row
    assert "ファイルが空" in row


def test_what_hangs_swells_or_dies_is_stopped_and_the_rest_goes_on(tmp_path, monkeypatch):
    monkeypatch.setattr(run, "read_file", read_or_suffer)
    hurry_only_what_hangs(monkeypatch)
    source = papers(tmp_path / "src", 4)
    for number, name in enumerate(("hang", "eat", "kill", "leave")):
        (source / f"{name}.txt").write_text(f"本文{number}", encoding="utf-8")
    summary = migrate(source, tmp_path / "dest", timeout=3, memory=700, **PLAIN)
    assert statuses(tmp_path / "dest") == {
        "hang.txt": ("failed", "timeout"),
        "eat.txt": ("failed", "memory"),
        "kill.txt": ("failed", "died"),
        "leave.txt": ("failed", "died"),
    } | {f"{number:03}.txt": ("done", None) for number in range(4)}
    assert (summary.failures, summary.exit_code) == ({"died": 2, "memory": 1, "timeout": 1}, 6)


def test_the_limit_of_memory_is_for_files_and_not_for_the_tables(tmp_path, monkeypatch):
    monkeypatch.setattr(run, "read_file", read_or_suffer)
    (tmp_path / "hang.txt").write_text("x")
    summary = migrate(tmp_path / "hang.txt", tmp_path / "dest", memory=20, **PLAIN)  # less than an idle worker has
    assert summary.failures == {"memory": 1}
    with Archive(tmp_path / "dest") as archive:
        assert len(archive.table("documents")) == 0


def test_read_again_is_only_what_is_not_done(tmp_path, monkeypatch, capsys):
    source = papers(tmp_path / "src", 2)
    shutil.copy(source / "000.txt", source / "copy.txt")
    bad_papers.encrypted(source / "locked.pdf")
    given = ["migrate", str(source), str(tmp_path / "dest"), "--recogniser", "none"]
    counts = []
    for more in ([], [], ["--retry-failed"]):
        assert main([*given, *more]) == 6
        counts.append(capsys.readouterr().err.splitlines()[0])
    again = "1 files to read, 1 of them again: 1 failed before"
    assert counts == ["3 files to read", "0 files to read", again]
    (source / "locked.pdf").unlink()
    papers(source, 3)
    assert main(given) == 6
    assert capsys.readouterr().err.splitlines()[0] == "1 files to read"
    assert statuses(tmp_path / "dest")["copy.txt"] == ("duplicate", None)
    with Archive(tmp_path / "dest") as archive:
        assert len(archive.table("documents")) == 3


def test_rows_of_the_metadata_without_a_file_are_told(tmp_path, capsys):
    source = papers(tmp_path / "src", 1)
    (tmp_path / "list.csv").write_text("path,title\nsrc/000.txt,一\nsrc/無い.txt,二\n", encoding="utf-8")
    how = ["--metadata", str(tmp_path / "list.csv"), "--workers", "1", "--recogniser", "none"]
    assert main(["migrate", str(source), str(tmp_path / "dest"), *how]) == 0
    told = capsys.readouterr().err.splitlines()[-2:]
    assert told[0] == "1 rows of the metadata name no file that was found; check their paths:"
    assert told[1] == "  list.csv, line 3: src/無い.txt"


def test_metadata_reaches_records_and_tables(tmp_path):
    source = papers(tmp_path / "src", 1)
    (tmp_path / "list.csv").write_text("path,date,url,title\nsrc/000.txt,2019-07-01,http://x,題\n", encoding="utf-8")
    migrate(source, tmp_path / "dest", metadata=tmp_path / "list.csv", **PLAIN)
    with Archive(tmp_path / "dest") as archive:
        assert archive.table("documents")[["url", "source_title"]].values.tolist() == [["http://x", "題"]]
        assert [str(case.meeting_date) for document in archive.documents() for case in document.cases] == ["2019-07-01"]


def test_reader_and_date_reach_every_file(tmp_path):
    """Its index is gone: MuPDF builds it anew, pdfminer does not."""
    source = papers(tmp_path / "src", 1)
    data = pages("第一頁の本文").tobytes()
    (source / "cut.pdf").write_bytes(data[: data.rindex(b"xref") - 20])
    day = datetime.date(2020, 3, 1)
    for reader, status in (("pymupdf", ("done", None)), ("pdfplumber", ("failed", "unreadable"))):
        migrate(source, tmp_path / reader, reader=reader, date=day, **PLAIN)
        assert statuses(tmp_path / reader) == {"000.txt": ("done", None), "cut.pdf": status}
    with Archive(tmp_path / "pymupdf") as archive:
        assert [case.meeting_date for document in archive.documents() for case in document.cases] == [day]


def test_an_unknown_reader_is_said_before_anything_is_written(tmp_path):
    with pytest.raises(ValueError, match=r"no reader 'mupdf'; known are pymupdf, pdfplumber, both"):
        migrate(TEXT, tmp_path / "dest", reader="mupdf", **PLAIN)
    assert not (tmp_path / "dest").exists()


def kill_when(process, condition):
    """SIGKILL as soon as the condition holds; whether it did while the process ran."""
    while process.poll() is None:
        if condition():
            process.kill()
            return True
        time.sleep(0.01)
    return False


def test_killed_and_resumed_it_is_the_archive_of_an_undisturbed_run(tmp_path, undisturbed):
    source, expected = undisturbed

    def so_many(count):
        with suppress(sqlite3.OperationalError), closing(sqlite3.connect(tmp_path / "manifest.sqlite")) as db:
            return db.execute("SELECT count(*) FROM records").fetchone()[0] >= count
        return False

    moments = [
        (tmp_path / "manifest.sqlite").exists,
        *(functools.partial(so_many, count) for count in (1, 9, 20)),
        lambda: any(tmp_path.glob(".building*")),
        lambda: any(tmp_path.glob(".building*/archive.duckdb")),
    ]
    killed = []
    for moment in moments:
        with subprocess.Popen(command(source, tmp_path), stderr=subprocess.DEVNULL) as process:
            killed.append(kill_when(process, moment))
    assert killed == [True] * len(moments)
    assert subprocess.run(command(source, tmp_path), capture_output=True, check=False).returncode == 0
    assert content(tmp_path) == expected


def test_what_a_worker_of_a_killed_run_still_writes_to_is_no_hindrance(tmp_path, undisturbed, monkeypatch):
    source, expected = undisturbed
    migrate(source, tmp_path, **PLAIN)
    (tmp_path / "archive.duckdb").unlink()
    left = tmp_path / ".building-left"
    left.mkdir()
    remove = os.rmdir

    def written_to(path, *, dir_fd=None):
        if path in (left.name, str(left), left):
            raise OSError(errno.ENOTEMPTY, os.strerror(errno.ENOTEMPTY))
        remove(path, dir_fd=dir_fd)

    with monkeypatch.context() as patch:
        patch.setattr(os, "rmdir", written_to)
        migrate(source, tmp_path, **PLAIN)
    assert content(tmp_path) == expected
    assert left.exists()
    (tmp_path / "archive.duckdb").unlink()
    migrate(source, tmp_path, **PLAIN)
    assert not left.exists()


class TestExecutors:
    def test_threads_and_processes_of_the_user(self, tmp_path, undisturbed):
        source, expected = undisturbed
        spawned = ProcessPoolExecutor(2, mp_context=get_context("spawn"))
        for name, executor in (("threads", ThreadPoolExecutor(8)), ("processes", spawned)):
            with executor:
                migrate(source, tmp_path / name, executor=executor, **PLAIN)
            assert content(tmp_path / name) == expected

    def test_eight_threads_with_damaged_pdfs_beside_sound_ones(self, tmp_path):
        source = tmp_path / "src"
        source.mkdir()
        for path in pdfs_for_threads(source):
            if path.parent != source:
                shutil.copy(path, source)
        migrate(source, tmp_path / "own", **PLAIN)
        with ThreadPoolExecutor(8) as executor:
            migrate(source, tmp_path / "threads", executor=executor, **PLAIN)
        assert content(tmp_path / "threads") == content(tmp_path / "own")
        with Archive(tmp_path / "threads") as archive:
            assert (archive.table("findings")["code"] == "page_lost").sum() >= 4

    @pytest.mark.parametrize(("name", "kind"), [("kill", "died"), ("hang", "timeout")])
    def test_what_is_lost_with_a_broken_one_is_read_all_the_same(self, tmp_path, monkeypatch, name, kind):
        monkeypatch.setattr(run, "read_file", read_or_suffer)
        monkeypatch.setattr(run, "read_files", read_files_or_suffer)
        hurry_only_what_hangs(monkeypatch)
        source = papers(tmp_path / "src", 6)
        (source / f"{name}.txt").write_text(name)
        with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as executor:
            migrate(source, tmp_path / "dest", executor=executor, timeout=3, **PLAIN)
        good = {f"{number:03}.txt": ("done", None) for number in range(6)}
        assert statuses(tmp_path / "dest") == good | {f"{name}.txt": ("failed", kind)}

    def test_dask_with_a_worker_killed_in_the_middle(self, tmp_path, undisturbed, monkeypatch):
        distributed = pytest.importorskip("distributed")
        source, expected = undisturbed
        with ExitStack() as stack:
            cluster = stack.enter_context(
                distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None)
            )
            monkeypatch.setattr(run._Run, "_collect", killing(cluster, run._Run._collect))
            before = cluster.workers[0].process.process.pid
            given = ["migrate", str(source), str(tmp_path), "--dask", cluster.scheduler_address, "--recogniser", "none"]
            assert main(given) == 0
            assert not psutil.pid_exists(before)
        assert content(tmp_path) == expected


def killing(cluster, collect):
    """`_collect`, which kills a worker of the cluster once the first task of some files is through."""
    calls = []

    def collecting(self):
        calls.append(1)
        if len(calls) == 2:
            os.kill(cluster.workers[0].process.process.pid, signal.SIGKILL)
        collect(self)

    return collecting


class TestRefusals:
    def test_a_full_disk_loses_nothing(self, tmp_path, undisturbed, monkeypatch):
        source, expected = undisturbed
        small = manifest.MANIFEST_LAYOUT + "PRAGMA max_page_count = 40;"
        with monkeypatch.context() as patch:
            patch.setattr(manifest, "MANIFEST_LAYOUT", small)
            with pytest.raises(UnwritableArchive, match="no room left"):
                migrate(source, tmp_path, **PLAIN)
        migrate(source, tmp_path, **PLAIN)
        assert content(tmp_path) == expected

    def test_a_disk_that_is_full_when_the_tables_are_written(self, tmp_path, undisturbed, monkeypatch):
        source, _ = undisturbed
        migrate(source, tmp_path / "dest", **PLAIN)
        before = content(tmp_path / "dest")
        papers(tmp_path / "more", 31)
        with monkeypatch.context() as patch:
            patch.setattr("kaigi_extract.archive.build.write.write_joins", full_disk)
            with pytest.raises(UnwritableArchive, match="no room left"):
                migrate(tmp_path / "more", tmp_path / "dest", **PLAIN)
        after = content(tmp_path / "dest")
        assert {name: after[name] for name in after if name != "(manifest)"} == {
            name: before[name] for name in before if name != "(manifest)"
        }
        assert not list((tmp_path / "dest").glob(".building*"))

    @pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
    def test_a_folder_that_may_not_be_written(self, tmp_path):
        (tmp_path / "dest").mkdir(mode=0o500)
        with pytest.raises(UnwritableArchive, match="cannot be written"):
            migrate(TEXT, tmp_path / "dest", **PLAIN)

    def test_exit_codes(self, tmp_path, capsys):
        (tmp_path / "file").write_text("x")
        assert main(["migrate", str(TEXT), str(tmp_path / "file")]) == 9
        assert main(["migrate", str(tmp_path / "none"), str(tmp_path / "dest")]) == 3
        with manifest.Manifest(tmp_path / "newer", write=True) as newer:
            newer.set("schema_version", "3")
        assert main(["migrate", str(TEXT), str(tmp_path / "newer")]) == 7
        assert main(["migrate", "--ward", "nowhere", str(TEXT), str(tmp_path / "dest")]) == 2
        with pytest.raises(SchemaMismatch):
            Archive(tmp_path / "newer")

    def test_before_anything_is_written(self, tmp_path, monkeypatch):
        (tmp_path / "ward.toml").write_text("id = 5")
        with pytest.raises(InvalidMapping):
            migrate(TEXT, tmp_path / "dest", mapping=tmp_path / "ward.toml")

        monkeypatch.setattr(extras, "find_spec", lambda name: None)
        with pytest.raises(MissingExtra, match=r"needs duckdb; install it with pip install 'kaigi-extract\[archive\]'"):
            migrate(TEXT, tmp_path / "dest")
        assert not (tmp_path / "dest").exists()

    def test_a_script_without_a_main_guard(self, tmp_path):
        (tmp_path / "script.py").write_text(
            f"from kaigi_extract import migrate\nmigrate({str(TEXT)!r}, {str(tmp_path / 'dest')!r}, workers=1)\n"
        )
        done = subprocess.run(
            [sys.executable, tmp_path / "script.py"],
            capture_output=True,
            text=True,
            check=False,
            timeout=600,
            cwd=CORPUS.parent,
        )
        assert done.returncode == 1
        assert "needs if __name__ == '__main__': around the call" in done.stderr


def full_disk(*_):
    raise OSError(28, "No space left on device")


class TestWardAndPasswordFromTheMetadata:
    """What the list says of one file comes before what the run says of all."""

    @pytest.fixture
    def source(self, tmp_path):
        folder = tmp_path / "src"
        folder.mkdir()
        bad_papers.encrypted(folder / "locked.pdf")
        (folder / "plain.txt").write_text("会議録\n", encoding="utf-8")
        return folder

    def listed(self, source, *rows):
        path = source.parent / "list.csv"
        path.write_text("\n".join(["path,ward,password", *rows]), encoding="utf-8")
        return path

    def test_each_opens_with_its_own(self, source, tmp_path):
        metadata = self.listed(source, "src/locked.pdf,,secret", "src/plain.txt,nerima,")
        migrate(source, tmp_path / "dest", metadata=metadata, password="wrong", recogniser="none", workers=1)
        assert statuses(tmp_path / "dest") == {"locked.pdf": ("done", None), "plain.txt": ("done", None)}
        with Archive(tmp_path / "dest") as archive:
            assert dict(archive.table("documents")[["path", "ward"]].values.tolist())["plain.txt"] == "nerima"
        for path in (tmp_path / "dest").rglob("*"):
            assert not path.is_file() or b"secret" not in path.read_bytes()

    def test_another_ward_is_read_again(self, source, tmp_path):
        dest = tmp_path / "dest"
        assert again(source / "plain.txt", dest, metadata=self.listed(source, "src/plain.txt,nerima,")) == (1, 0)
        assert again(source / "plain.txt", dest, metadata=self.listed(source, "src/plain.txt,新宿区,")) == (1, 1)
        assert again(source / "plain.txt", dest) == (0, 0)
        with Archive(dest) as archive:
            assert archive.table("documents")["ward"].tolist() == ["shinjuku"]

    def test_a_ward_that_nothing_knows(self, source, tmp_path):
        with pytest.raises(InvalidMetadata, match="line 2: expected a ward that is known"):
            migrate(
                source,
                tmp_path / "dest",
                metadata=self.listed(source, "src/plain.txt,atlantis,"),
                recogniser="none",
                workers=1,
            )
        assert not (tmp_path / "dest").exists()
