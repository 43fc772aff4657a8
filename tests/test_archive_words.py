"""A mapping reaches the records that it touches, whenever it comes; and a record that is damaged is read again."""

from __future__ import annotations

import json
import shutil
import sqlite3
import zlib
from contextlib import closing
from pathlib import Path

import pymupdf
import pytest

from kaigi_extract import Archive, load_ward, migrate
from kaigi_extract.archive import fingerprint
from kaigi_extract.archive.query import DamagedRecord
from kaigi_extract.cli import main
from kaigi_extract.wards import bundled_wards
from tests.archives import CORPUS, TEXT, statuses
from tests.made import pages, save

PLAIN = {"recogniser": "none", "workers": 1}
SHINJUKU = Path(load_ward.__globals__["__file__"]).with_name("shinjuku.toml")
NERIMA = CORPUS / "nerima-2014-bundle.pdf"


class Told:
    """Progress that notes what a run begins with."""

    def __init__(self):
        self.begun = None

    def begin(self, total, again=0):
        self.begun = (total, again)

    def advance(self, failed):
        """Nothing."""

    def end(self):
        """Nothing."""


def run(sources, dest, **how):
    """How many files were to be read, and how many of them again."""
    told = Told()
    migrate(sources, dest, progress=told, **PLAIN, **how)
    return told.begun


def departments(dest):
    with Archive(dest) as archive:
        return [form.department for document in archive.documents() for case in document.cases for form in case.forms]


@pytest.fixture
def own(tmp_path):
    """A copy of Shinjuku's mapping, and what it calls the department."""
    path = tmp_path / "own.toml"
    shutil.copy(SHINJUKU, path)
    return path


def without_department(own):
    text = own.read_text(encoding="utf-8")
    head, _, form = text.partition("[labels.form]")
    assert "\ndepartment =" in form
    own.write_text(head + "[labels.form]" + form.replace("\ndepartment =", "\nattachments =", 1), encoding="utf-8")


class TestMapping:
    def test_given_changed_and_given_again(self, tmp_path, own):
        dest = tmp_path / "dest"
        assert run(TEXT, dest) == (1, 0)
        read = departments(dest)
        assert read
        assert None not in read
        assert run(TEXT, dest, mapping=own) == (1, 1)
        assert run(TEXT, dest, mapping=own) == (0, 0)
        without_department(own)
        assert run(TEXT, dest, mapping=own) == (1, 1)
        assert departments(dest) == [None] * len(read)
        with Archive(dest) as archive:
            assert set(archive.table("forms")["department"]) == {None}

    def test_a_run_that_is_told_nothing_takes_nothing_back(self, tmp_path, own):
        dest = tmp_path / "dest"
        without_department(own)
        run(TEXT, dest, mapping=own)
        assert run(TEXT, dest) == (0, 0)
        assert set(departments(dest)) == {None}

    def test_only_what_this_run_finds_is_read_again(self, tmp_path):
        dest = tmp_path / "dest"
        run([TEXT, NERIMA], dest)
        assert run(NERIMA, dest, ward="nerima") == (1, 1)
        assert run(TEXT, dest, ward="shinjuku") == (1, 1)

    def test_a_bundled_one_that_changes_reaches_the_papers_of_its_ward(self, tmp_path, monkeypatch):
        dest, strange = tmp_path / "dest", tmp_path / "strange.txt"
        strange.write_text("区の名のない本文", encoding="utf-8")
        sources = [TEXT, NERIMA, strange]
        assert run(sources, dest) == (3, 0)
        changed = tuple(
            ward.model_copy(update={"councils": [*ward.councils, "新しい審議会"]}) if ward.id == "shinjuku" else ward
            for ward in bundled_wards()
        )
        monkeypatch.setattr(fingerprint, "bundled_wards", lambda: changed)
        assert run(sources, dest) == (2, 2)  # Shinjuku's, and the one that any ward's may turn out to be
        assert run(sources, dest) == (0, 0)

    def test_an_archive_of_version_0_1_takes_it(self, tmp_path, own):
        dest = tmp_path / "dest"
        run(TEXT, dest)
        with closing(sqlite3.connect(dest / "manifest.sqlite")) as db:
            for column in ("ward", "words"):
                db.execute(f"ALTER TABLE contents DROP COLUMN {column}")
        assert run(TEXT, dest) == (0, 0)
        assert run(TEXT, dest, mapping=own) == (1, 1)

    def test_it_is_said_before(self, tmp_path, own, capsys):
        given = ["migrate", str(TEXT), str(tmp_path / "dest"), "--recogniser", "none"]
        main(given)
        capsys.readouterr()
        main([*given, "--mapping", str(own)])
        said = capsys.readouterr().err.splitlines()[0]
        assert said == "1 files to read, 1 of them again: they were read with another mapping"


def bad_number(record):
    """As version 0.1 wrote what was no number."""
    data = json.loads(zlib.decompress(record))
    data["sections"][0]["spans"][0]["end"] = None
    return zlib.compress(json.dumps(data).encode())


DAMAGES = {
    "junk": lambda record: b"\x00" * 50,
    "cut off": lambda record: record[: len(record) // 2],
    "no JSON": lambda record: zlib.compress(b"{]"),
    "no record": lambda record: zlib.compress(b"[]"),
    "an empty record": lambda record: zlib.compress(b"{}"),
    "a record of a version that is none": lambda record: zlib.compress(b'{"schema_version": [], "source": 5}'),
    "nested without end": lambda record: zlib.compress(b"[" * 100_000),
    "a number that is none": bad_number,
}


def test_a_file_that_cannot_be_read_again_keeps_its_record(tmp_path):
    locked, dest = tmp_path / "locked.pdf", tmp_path / "dest"
    save(pages("鍵のかかった本文"), locked, encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="鍵")
    assert run(locked, dest, password="鍵") == (1, 0)
    assert run(locked, dest, ward="shinjuku") == (1, 1)
    with Archive(dest) as archive:
        [reason] = archive.manifest()["reason"]
        assert reason.startswith("encrypted; give its password")
        assert reason.endswith("; the record of an earlier reading is kept")
        assert [document.ward for document in archive.documents()] == [None]
    assert run(locked, dest, ward="shinjuku", password="鍵")[0] == 1
    assert statuses(dest) == {"locked.pdf": ("done", None)}
    with Archive(dest) as archive:
        assert [document.ward for document in archive.documents()] == ["shinjuku"]


class TestDamage:
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
        assert run([TEXT, tmp_path / "copy.txt"], dest) == (1, 0)
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
