"""A record as it is kept: what makes it damaged, and that it is named, left out, marked, and read again."""

from __future__ import annotations

import json
import sqlite3
import zlib
from contextlib import closing
from pathlib import Path

import pytest
import zstandard

from kaigi_extract import Archive, SchemaMismatch, extract, migrate
from kaigi_extract.archive import stored_record
from kaigi_extract.archive.query import DamagedRecord
from kaigi_extract.archive.stored_record import (
    Damage,
    LineFrames,
    StoredRecord,
    compressed,
    decompressed,
    document_of,
    lines_of,
    version_of,
)
from kaigi_extract.cli import main
from kaigi_extract.records import SCHEMA_VERSION
from tests.archives import PLAIN, TEXT, run, statuses


def bad_number(record):
    """As version 0.1 wrote what was no number."""
    data = json.loads(decompressed(record))
    data["sections"][0]["spans"][0]["end"] = None
    return compressed(json.dumps(data).encode())


DAMAGES = {
    "junk": lambda record: b"\x00" * 50,
    "cut off": lambda record: record[: len(record) // 2],
    "followed by something": lambda record: record + b"\x00",
    "as version 0.1 kept it, and cut off": lambda record: zlib.compress(decompressed(record))[:-1],
    "no JSON": lambda record: compressed(b"{]"),
    "no record": lambda record: zlib.compress(b"[]"),
    "an empty record": lambda record: compressed(b"{}"),
    "a record of a version that is none": lambda record: compressed(b'{"schema_version": [], "source": 5}'),
    "nested without end": lambda record: compressed(b"[" * 100_000),
    "a number that is none": bad_number,
}


WHY = {
    "junk": "it cannot be unpacked",
    "cut off": "it cannot be unpacked",
    "followed by something": "it cannot be unpacked",
    "as version 0.1 kept it, and cut off": "it cannot be unpacked",
    "no JSON": "all of it: Invalid JSON: key must be a string at line 1 column 2",
    "no record": "all of it: Input should be an object",
    "an empty record": "source: Field required",
    "a record of a version that is none": "all of it: record of schema version []; ",
    "nested without end": "all of it: Invalid JSON: recursion limit exceeded",
    "a number that is none": "sections/0/spans/0/",
}


def stored(change):
    packed = change(compressed(extract(TEXT).model_dump_json().encode()))
    return StoredRecord("1", decompressed(packed), packed, ["a.txt"], None, None)


@pytest.mark.parametrize("name", DAMAGES)
def test_why_a_record_is_none(name):
    with pytest.raises(Damage) as found:
        document_of(stored(DAMAGES[name]).record, "dest")
    assert str(found.value).startswith(WHY[name])


@pytest.mark.parametrize("name", DAMAGES)
def test_what_the_tables_cannot_use(name):
    """They hold nothing of what is wrong with the last."""
    if name == "a number that is none":
        assert len(stored(DAMAGES[name]).rows()["documents"]) == 1
        return
    with pytest.raises(Damage):
        stored(DAMAGES[name]).rows()


def test_a_sound_record():
    sound = stored(lambda record: record)
    assert document_of(sound.record, "dest") == document_of(sound.data(), "dest")
    assert document_of(sound.record, "dest").ward == "shinjuku"
    assert decompressed(compressed(sound.record)) == sound.record
    assert decompressed(zlib.compress(sound.record)) == sound.record, "as version 0.1 kept it"
    assert version_of(sound.data()) == version_of({}) == SCHEMA_VERSION


def test_lines_of_records_in_frames(tmp_path, monkeypatch):
    """Whatever reads zstd reads them, and a frame that is damaged keeps no other back."""
    sound = stored(lambda record: record)
    monkeypatch.setattr(stored_record, "FRAME_BYTES", len(sound.record) + 2)
    records = [sound.record, b"{}", sound.record[:-1] + b' , "a": 1}', b"{}"]
    path = tmp_path / "all.jsonl.zst"
    with path.open("wb") as file, LineFrames(file) as lines:
        for record in records:
            lines.add(record)
    whole = zstandard.ZstdDecompressor().stream_reader(path.read_bytes(), read_across_frames=True).read()
    assert whole == b"".join(record + b"\n" for record in records)
    assert list(lines_of(path)) == records
    first = len(compressed(b"".join(record + b"\n" for record in records[:2])))
    path.write_bytes(path.read_bytes()[: first - 20] + b"junk" + path.read_bytes()[first - 16 :])
    assert list(lines_of(path)) == records[2:], "two are in the frame"
    plain = tmp_path / "all.jsonl"
    plain.write_bytes(sound.record + b"\n{}\n")
    assert list(lines_of(plain)) == [sound.record, b"{}"], "as version 0.1 wrote them"


def test_a_record_of_another_version_is_not_damaged():
    sound = stored(lambda record: record)
    with pytest.raises(SchemaMismatch, match=r"^dest: .*schema version 0"):
        document_of(sound.data() | {"schema_version": "0"}, "dest")


class TestArchive:
    @pytest.fixture
    def dest(self, tmp_path):
        """An archive of two papers."""
        copy = tmp_path / "copy.txt"
        copy.write_bytes(TEXT.read_bytes() + b"\n")
        migrate([TEXT, copy], tmp_path / "dest", **PLAIN)
        return tmp_path / "dest"

    @staticmethod
    def damage(dest, change):
        """Changes the record of the copy."""
        with closing(sqlite3.connect(dest / "manifest.sqlite")) as db:
            query = "SELECT sha256, record FROM records JOIN files USING (sha256) WHERE name LIKE '%copy.txt'"
            [(sha256, record)] = db.execute(query)
            db.execute("UPDATE records SET record = ? WHERE sha256 = ?", [change(record), sha256])
            db.commit()

    @pytest.mark.parametrize("name", DAMAGES)
    def test_it_is_named_and_the_rest_goes_on(self, dest, name):
        self.damage(dest, DAMAGES[name])
        with Archive(dest) as archive:
            with pytest.warns(DamagedRecord, match=r"the record of .*/copy\.txt is damaged \(.*upgrade.*migrate"):
                [document] = archive.documents()
            assert Path(document.source.path).name == TEXT.name

    @pytest.mark.parametrize("name", DAMAGES)
    def test_upgrade_marks_it_and_migrate_reads_it_again(self, dest, tmp_path, name, capsys):
        self.damage(dest, DAMAGES[name])
        assert main(["upgrade", str(dest)]) == 6
        assert "copy.txt: its record in the archive is damaged" in capsys.readouterr().err
        assert statuses(dest) == {TEXT.name: ("done", None), "copy.txt": ("failed", "damaged")}
        assert run([TEXT, tmp_path / "copy.txt"], dest) == (1, 1)
        assert set(statuses(dest).values()) == {("done", None)}
        with Archive(dest) as archive:
            assert len(list(archive.documents())) == len(archive.table("documents")) == 2

    @pytest.mark.parametrize("name", ["junk", "cut off", "no JSON", "no record", "an empty record"])
    def test_tables_are_written_without_it(self, dest, tmp_path, name):
        self.damage(dest, DAMAGES[name])
        other = tmp_path / "other.txt"
        other.write_bytes(TEXT.read_bytes() + b"\n\n")
        assert migrate(other, dest, **PLAIN).files == {"done": 2, "failed": 1}
        with Archive(dest) as archive:
            assert len(archive.table("documents")) == 2
        assert migrate(other, dest, **PLAIN).files == {"done": 3}
