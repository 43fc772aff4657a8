"""Stored records of an older schema: brought up to date, by steps; and progress and summary in their words."""

from __future__ import annotations

import io
import json
import zlib

import pytest

from kaigi_extract import Archive, SchemaMismatch, UnreadableSource, migrate
from kaigi_extract.archive import upgrade as upgrade_module
from kaigi_extract.archive.manifest import Manifest
from kaigi_extract.archive.progress import Lines, duration, progress_on
from kaigi_extract.archive.summary import Summary, summary_html, summary_text
from kaigi_extract.archive.upgrade import upgrade
from kaigi_extract.cli import main
from tests.archives import content, papers


@pytest.fixture
def old(tmp_path):
    """An archive whose first record is of schema version 0, which called the council `board`."""
    migrate(papers(tmp_path / "src", 2), tmp_path / "dest", recogniser="none", workers=1)
    with Manifest(tmp_path / "dest", write=True) as manifest:
        first = next(manifest.stored())
        record = json.loads(first.record)
        record["board"], record["schema_version"] = record.pop("council"), "0"
        manifest.replace_record(first.sha256, json.dumps(record).encode(), "0")
        manifest.set("schema_version", "0")
    return tmp_path / "dest"


def tables(dest):
    return {name: rows for name, rows in content(dest).items() if name != "(manifest)"}


def rename(record):
    record["council"], record["schema_version"] = record.pop("board"), "1"
    return record


class TestUpgrade:
    def test_step_by_step(self, old, monkeypatch, capsys):
        before = tables(old)
        monkeypatch.setitem(upgrade_module.STEPS, "0", rename)
        with Archive(old) as archive, pytest.raises(SchemaMismatch, match="schema version 0"):
            list(archive.documents())
        assert main(["upgrade", str(old)]) == 0
        assert capsys.readouterr().err == f"{old}: 1 records brought to the current schema\n"
        assert tables(old) == before
        with Archive(old) as archive:
            assert len(list(archive.documents())) == 2
        assert upgrade(old) == 0

    def test_no_step_leads_from_there(self, old):
        with pytest.raises(SchemaMismatch):
            upgrade(old)
        with Manifest(old) as manifest:
            assert json.loads(next(manifest.stored()).record)["schema_version"] == "0"

    def test_migrate_reads_it_anew(self, old):
        before = tables(old)
        migrate(old.parent / "src", old, recogniser="none", workers=1)
        assert tables(old) == before

    def test_no_archive_there(self, tmp_path):
        with pytest.raises(UnreadableSource):
            upgrade(tmp_path)
        assert list(tmp_path.iterdir()) == []


def test_records_are_kept_compressed(old):
    with Manifest(old) as manifest:
        [(packed,), *_] = manifest.rows("SELECT record FROM records ORDER BY sha256")
    assert len(packed) * 4 < len(zlib.decompress(packed))


class TestProgress:
    def test_lines_with_rate_time_left_and_failures(self):
        stream = io.StringIO()
        lines = Lines(stream, every=0)
        lines.begin(4)
        lines.advance(False)
        lines.advance(True)
        assert lines.line(4.0) == "2/4 files, 0.5 files/s, 0:04 left, 1 failed"
        assert stream.getvalue().count("\n") == 3

    def test_only_now_and_then(self):
        stream = io.StringIO()
        lines = Lines(stream, every=600)
        lines.begin(3)
        for _ in range(3):
            lines.advance(False)
        assert [line.split()[0] for line in stream.getvalue().splitlines()] == ["3", "3/3"]

    def test_a_bar_on_a_terminal_and_none_elsewhere(self):
        class Terminal(io.StringIO):
            def isatty(self):
                return True

        stream = Terminal()
        bar = progress_on(stream)
        bar.begin(2)
        for failed in (False, True):
            bar.advance(failed)
        bar.end()
        assert "2/2 files" in stream.getvalue()
        assert "1 failed" in stream.getvalue()
        assert type(progress_on(io.StringIO())) is Lines

    @pytest.mark.parametrize(
        ("seconds", "words"), [(0, "0:00"), (61.4, "1:01"), (3723, "1:02:03"), (3599.6, "1:00:00")]
    )
    def test_durations(self, seconds, words):
        assert duration(seconds) == words


SUMMARY = Summary("/x/<dest>", {"done": 8, "failed": 2}, 40, 10, {"timeout": 2}, {"mended": 3}, 75.0)


def test_summary():
    assert summary_text(SUMMARY) == (
        "/x/<dest>: 10 files: 8 done, 2 failed\n40 pages, 10 of them recognised; 1:15 this time\n"
        "failed: 2 timeout\nfindings: 3 mended\n"
    )


def test_report_is_escaped_and_needs_nothing_else():
    page = summary_html(SUMMARY, [("<script>alert(1)</script>.pdf", "error", 'a "b" & c')])
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;.pdf</td><td>error</td><td>a &quot;b&quot; &amp; c" in page
    assert "http" not in page.replace("http-equiv", "")
    assert "<title>Archive &lt;dest&gt;</title>" in page
