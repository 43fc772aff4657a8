"""Every file of an archive damaged at once, and none of them with a path of the machine that it was made on."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing

import pytest

from kaigi_extract import check_archive, migrate, repair_archive
from kaigi_extract.archive.folder import LOCK, MANIFEST
from kaigi_extract.archive.manifest import Manifest
from kaigi_extract.archive.stored_record import compressed, lines_of
from tests.annotated import archived, bound
from tests.archives import content, papers
from tests.test_archive_check import cut, fill_with_junk


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """An archive with all that one may have."""
    folder = tmp_path_factory.mktemp("everything")
    papers(bound(folder), 2)
    archived(folder, to=["sqlite", "csv"])
    return folder / "dest"


def test_none_of_its_tables_of_clauses_is_empty(whole):
    rows = content(whole)
    assert [
        name
        for name in ("clause_topics", "sentence_topics", "families", "links", "life_events", "sentences", "works")
        if not rows[name]
    ] == []


def files(dest, *apart):
    """Every file by its path from the archive's folder."""
    found = (path.relative_to(dest).as_posix() for path in dest.rglob("*") if path.is_file())
    return sorted(name for name in found if name not in apart)


def test_all_but_the_manifest_at_once(whole, tmp_path):
    """Each is named, with the descriptions beside the tables (datapackage.json) and the CSV files, and comes back."""
    dest = shutil.copytree(whole, tmp_path / "dest")
    harmed = files(dest, MANIFEST, LOCK, "SHA256SUMS")
    assert {"tables/datapackage.json", "csv/datapackage.json", "archive.sqlite", "search.sqlite"} < set(harmed)
    for number, name in enumerate(harmed):
        (cut, fill_with_junk)[number % 2](dest / name)
    assert sorted(fault.file for fault in check_archive(dest)) == harmed
    repair_archive(dest, workers=1)
    assert check_archive(dest) == []
    assert content(dest) == content(whole)
    assert files(dest) == files(whole)


def test_one_bad_row_of_the_list_and_one_bad_frame_of_lines_block_no_other(whole, tmp_path):
    """The manifest is lost, too: what the rows and lines beside them say is taken over."""
    dest = shutil.copytree(whole, tmp_path / "dest")
    (dest / MANIFEST).unlink()
    (dest / "SHA256SUMS").unlink()
    lines = dest / "records" / "all.jsonl.zst"
    first, *others = lines_of(lines)
    damaged, sound = compressed(first + b"\n"), compressed(b"".join(line + b"\n" for line in others))
    lines.write_bytes(damaged[: len(damaged) // 2] + sound)
    rows = (dest / "files.jsonl").read_bytes().splitlines(keepends=True)
    (dest / "files.jsonl").write_bytes(b"".join([*rows[:1], b'{"table": "fil\n', *rows[1:]]))
    repair_archive(dest, workers=1)
    with Manifest(dest) as manifest:
        assert len(list(manifest.stored())) == len(others) == 5
    migrate(whole.parent / "src", dest, recogniser="none", workers=1, metadata=whole.parent / "list.csv")
    assert check_archive(dest) == []
    assert content(dest) == content(whole)


def values_of(path):
    """What is in a file of the archive once it is unpacked, as texts."""
    if path.suffix == ".parquet":
        import pyarrow.parquet

        yield json.dumps(pyarrow.parquet.read_table(path).to_pylist(), ensure_ascii=False, default=str)
        yield str(pyarrow.parquet.read_schema(path).metadata)
    elif path.suffix == ".duckdb":
        yield str(content(path.parent))
        return  # its pages hold whatever was in memory
    elif path.suffix == ".sqlite":
        with closing(sqlite3.connect(path)) as db:
            yield from (
                db.iterdump() if path.name != "search.sqlite" else map(str, db.execute("SELECT * FROM documents"))
            )
    yield path.read_bytes().decode("utf-8", "replace")


def test_no_published_file_says_where_it_was_made(whole):
    """Packed or not; the manifest alone knows, which stays where the archive is written."""
    for name in files(whole, MANIFEST, LOCK):
        for value in values_of(whole / name):
            assert str(whole.parent) not in value, name


def test_records_of_the_manifest_do_not_either(whole):
    with Manifest(whole) as manifest:
        records = [stored.record.decode() for stored in manifest.stored()]
    assert len(records) == 6
    assert not [record for record in records if str(whole.parent) in record]
