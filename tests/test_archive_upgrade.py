"""Stored records of an older schema: brought up to date, by steps."""

from __future__ import annotations

import json

import pytest

from kaigi_extract import Archive, SchemaMismatch, UnreadableSource, migrate
from kaigi_extract.archive import upgrade as upgrade_module
from kaigi_extract.archive.manifest import Manifest
from kaigi_extract.archive.stored_record import decompressed
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
    record["council"], record["schema_version"] = record.pop("board"), "2"
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
    assert len(packed) * 4 < len(decompressed(packed))
