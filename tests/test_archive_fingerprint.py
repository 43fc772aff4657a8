"""A mapping reaches the records that it touches, whenever it comes."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pymupdf
import pytest

from kaigi_extract import Archive, load_ward
from kaigi_extract.cli import main
from kaigi_extract.wards import Council, bundled_wards, known
from tests.archives import CORPUS, TEXT, run, statuses
from tests.made import pages, save

SHINJUKU = Path(load_ward.__globals__["__file__"]).with_name("shinjuku.toml")
NERIMA = CORPUS / "nerima-2014-bundle.pdf"


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
            ward.model_copy(update={"councils": [*ward.councils, Council(name="新しい審議会")]})
            if ward.id == "shinjuku"
            else ward
            for ward in bundled_wards()
        )
        monkeypatch.setattr(known, "bundled_wards", lambda: changed)
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
        assert said == "1 files to read, 1 of them again: 1 read with another mapping"


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
