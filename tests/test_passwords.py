"""Passwords of encrypted PDFs: how they are given, and that no byte of what comes out holds one."""

from __future__ import annotations

import io
import sqlite3
import sys
import zipfile
from contextlib import closing

import pymupdf
import pytest

from kaigi_extract import EncryptedSource, extract
from kaigi_extract.archive.worker import Options, Task
from kaigi_extract.cli import main, passwords
from kaigi_extract.pipeline import ReadingOptions
from tests.annotated import BAN, RETURN, SECRET, terms
from tests.made import pages, save

WORD = "Himitsu-7Kagi"


@pytest.fixture
def locked(tmp_path):
    """A PDF with a set of clauses, under a password."""
    text = terms(SECRET, BAN, RETURN, day="令和2年4月1日")
    document = pages("")
    for row, line in enumerate(text.splitlines()):
        document[0].insert_text((20, 20 + 16 * row), line, fontname="japan", fontsize=9)
    (tmp_path / "src").mkdir()
    return save(
        document, tmp_path / "src" / "a.pdf", encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw=WORD, owner_pw="o"
    )


class TestGiven:
    def reads(self, locked, *words):
        return main(["extract", str(locked), "--recogniser", "none", *words])

    @pytest.fixture(autouse=True)
    def nothing_else(self, monkeypatch):
        monkeypatch.delenv(passwords.PASSWORD, raising=False)

    def test_by_the_environment(self, locked, monkeypatch):
        assert self.reads(locked) == 4
        monkeypatch.setenv(passwords.PASSWORD, WORD)
        assert self.reads(locked) == 0
        assert self.reads(locked, "--password", "wrong") == 4

    @pytest.mark.parametrize("text", [WORD, WORD + "\n", "\ufeff" + WORD + "\r\nsecond line\n"])
    def test_by_a_file(self, locked, tmp_path, text):
        (tmp_path / "word.txt").write_text(text, encoding="utf-8", newline="")
        assert self.reads(locked, "--password-file", str(tmp_path / "word.txt")) == 0

    def test_a_file_that_cannot_be_read_is_said(self, locked, tmp_path, capsys):
        assert self.reads(locked, "--password-file", str(tmp_path / "none.txt")) == 3
        (tmp_path / "word.txt").write_bytes(WORD.encode() + b"\xff\n")
        assert self.reads(locked, "--password-file", str(tmp_path / "word.txt")) == 3
        said = capsys.readouterr().err
        assert said.count("the password cannot be read from it") == 2
        assert WORD not in said

    @pytest.mark.parametrize("words", [["--password", "-"], ["--password"]])
    def test_by_a_prompt(self, locked, monkeypatch, words):
        asked = []
        monkeypatch.setattr(passwords.getpass, "getpass", lambda: asked.append(1) or WORD)
        monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
        assert main(["extract", str(locked), str(locked), "--recogniser", "none", *words]) == 0
        assert asked == [1]  # once, for two files

    def test_by_a_pipe(self, locked, monkeypatch):
        monkeypatch.setattr(sys, "stdin", io.StringIO(WORD + "\n"))
        assert self.reads(locked, "--password", "-") == 0

    def test_not_by_two_ways(self, locked, tmp_path):
        assert self.reads(locked, "--password", "x", "--password-file", str(tmp_path / "word.txt")) == 2


def test_no_options_show_it():
    shown = [ReadingOptions(password=WORD), Options(password=WORD), Task("a", "a", None, "0", None, password=WORD)]
    assert WORD not in repr(shown)


def test_no_error_shows_it(locked):
    with pytest.raises(EncryptedSource) as caught:
        extract(locked, password=WORD + "x")
    assert WORD not in repr(caught.value) + str(caught.value) + repr(caught.value.__cause__)


COMMANDS = {
    "json": ("extract", "{pdf}", "--out", "{out}"),
    "text": ("extract", "{pdf}", "--format", "text", "--full"),
    "limited": ("extract", "{pdf}", "--timeout", "200"),
    "explain": ("explain", "{pdf}"),
    "diff": ("diff", "{pdf}", "{pdf}"),
    "html": ("report", "{pdf}", "{pdf}", "-o", "{out}.html"),
    "docx": ("report", "{pdf}", "{pdf}", "-o", "{out}.docx"),
    "xlsx": ("report", "{pdf}", "{pdf}", "-o", "{out}.xlsx"),
    "law": ("export", "{pdf}", "--to", "law-xml", "-o", "{out}.xml"),
    "families": ("families", "{pdf}", "--format", "html"),
    "correct": ("correct", "{pdf}", "/clause_sets/0/title", "取扱特記事項"),
    "draft": ("wards", "draft", "{pdf}"),
    "searchable": ("searchable", "{pdf}", "{out}.pdf"),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_no_command_writes_it(locked, tmp_path, name, capfd, monkeypatch):
    monkeypatch.setenv(passwords.PASSWORD, WORD)
    words = [word.format(pdf=locked, out=tmp_path / "out") for word in COMMANDS[name]]
    assert main([*words, "--recogniser", "none"]) == 0
    assert found_in(tmp_path) == []
    out, err = capfd.readouterr()
    assert WORD not in out + err


@pytest.mark.slow
def test_no_archive_holds_it(locked, tmp_path, capfd):
    (tmp_path / "list.csv").write_text(f"path,password\nsrc/a.pdf,{WORD}\nsrc/b.pdf,{WORD}\n", encoding="utf-8")
    (tmp_path / "src" / "b.pdf").write_bytes(locked.read_bytes()[:-900])
    dest = tmp_path / "dest"
    given = ["--metadata", str(tmp_path / "list.csv"), "--to", "csv", "--to", "sqlite", "--keep-crops", "all"]
    report = ["--report", str(tmp_path / "report.html"), "--workers", "1", "--recogniser", "none"]
    assert main(["migrate", str(tmp_path / "src"), str(dest), *given, *report]) in (0, 6)
    for verb in ("check", "repair"):
        assert main(["archive", verb, str(dest)]) == 0
    (tmp_path / "list.csv").unlink()
    assert found_in(tmp_path) == []
    out, err = capfd.readouterr()
    assert WORD not in out + err
    with closing(sqlite3.connect(dest / "manifest.sqlite")) as manifest:
        assert manifest.execute("SELECT count(*) FROM contents WHERE status = 'done'").fetchone() == (2,)


def found_in(folder):
    """The files that hold the password, packed or not."""
    return [path for path in sorted(folder.rglob("*")) if path.is_file() and holds(path)]


def holds(path):
    data = path.read_bytes()
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as package:
            data += b"".join(package.read(name) for name in package.namelist())
    elif path.suffix == ".zst":
        import zstandard

        data += zstandard.ZstdDecompressor().stream_reader(io.BytesIO(data)).read()
    elif path.suffix == ".parquet":
        import pyarrow.parquet

        data += repr(pyarrow.parquet.read_table(path).to_pylist()).encode()
    elif path.suffix in (".sqlite", ".db"):
        with closing(sqlite3.connect(path)) as db:
            tables = [
                name for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE rootpage > 0 AND type = 'table'")
            ]
            data += repr([db.execute(f'SELECT * FROM "{name}"').fetchall() for name in tables]).encode()
    return any(WORD.encode(encoding) in data for encoding in ("utf-8", "utf-16-le", "utf-16-be"))


def test_what_is_looked_for_is_found(tmp_path):
    (tmp_path / "a").write_bytes(b"x" + WORD.encode("utf-16-le"))
    with zipfile.ZipFile(tmp_path / "b.docx", "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("c", f"xxxx{WORD}" * 9)
    assert [path.name for path in found_in(tmp_path)] == ["a", "b.docx"]
