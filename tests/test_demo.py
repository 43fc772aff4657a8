"""The demo: which documents it has, that it is made once, what it says to try next, and that it serves and ends."""

from __future__ import annotations

import csv
import shlex
import shutil
import socket
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from kaigi_extract import Archive, check_archive
from kaigi_extract.archive import demo as demonstration
from kaigi_extract.archive.demo import demo_documents, make_demo
from kaigi_extract.cli import main
from kaigi_extract.errors import UnreadableSource, UnwritableArchive
from tests.conftest import DEMO
from tests.served import served

pytestmark = pytest.mark.slow  # the demo recognises a fax of five pages

pytest.importorskip("starlette", reason="needs pip install 'kaigi-extract[web]'")
pytest.importorskip("rapidocr")

ROOT = Path(__file__).parents[1]
PROGRAM = [sys.executable, "-m", "kaigi_extract.cli"]
DOCUMENTS = [
    ("nerima-2014-bundle.pdf", "2014-07-23"),
    ("shinjuku-2013-library-cards.fax.pdf", "2013-10-01"),
    ("shinjuku-2015-tax-entry.docx", "2015-04-01"),
    ("shinjuku-2019-evacuation-list.txt", "2019-04-01"),
    ("shinjuku-2020-bulky-waste.pdf", "2020-04-01"),
]


@pytest.fixture
def own(demo, tmp_path, monkeypatch):
    """A demo of one's own, in the folder that commands run in."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(demo / DEMO, tmp_path / DEMO)
    return tmp_path / DEMO


def files(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


class TestFolder:
    def test_has_the_documents_with_their_days_and_a_whole_archive(self, demo):
        assert sorted(path.name for path in (demo / DEMO).iterdir()) == ["archive", "documents", "documents.csv"]
        with Archive(demo / DEMO / "archive") as archive:
            rows = archive.sql("SELECT path, CAST(date AS VARCHAR) AS date FROM documents ORDER BY path")
            found = [tuple(row) for row in rows.itertuples(index=False)]
            [(links,)] = archive.sql("SELECT count(*) FROM links WHERE duty IS NOT NULL").itertuples(index=False)
        assert found == DOCUMENTS
        assert links > 0
        assert check_archive(demo / DEMO / "archive") == []

    def test_there_is_something_to_doubt(self, demo):
        with Archive(demo / DEMO / "archive") as archive:
            doubted = archive.sql("SELECT DISTINCT path FROM doubtful WHERE code = 'low_confidence'")
        assert list(doubted["path"]) == ["shinjuku-2013-library-cards.fax.pdf"]

    def test_is_not_made_again(self, own, monkeypatch):
        before = {name: (own / name).stat().st_mtime_ns for name in files(own)}
        monkeypatch.setattr(demonstration, "migrate", None)
        assert make_demo(own) == own / "archive"
        assert {name: (own / name).stat().st_mtime_ns for name in files(own)} == before

    def test_one_that_was_begun_goes_on(self, tmp_path, monkeypatch):
        """Killed while it copied, and while it read."""
        asked = []
        monkeypatch.setattr(demonstration, "migrate", lambda *given, **_: asked.append(given))
        (tmp_path / "documents").mkdir()
        (tmp_path / "documents.csv").touch()
        (tmp_path / "documents" / DOCUMENTS[0][0]).write_bytes(b"%PDF")
        make_demo(tmp_path)
        assert asked == [(tmp_path / "documents", tmp_path / "archive")]
        assert (tmp_path / "documents" / DOCUMENTS[0][0]).stat().st_size > 100_000

    def test_a_folder_with_something_else_is_left_alone(self, tmp_path):
        (tmp_path / "thesis.docx").touch()
        with pytest.raises(UnwritableArchive, match="holds no demo; give another FOLDER"):
            make_demo(tmp_path)
        assert files(tmp_path) == ["thesis.docx"]

    def test_where_the_documents_are_not_there(self, tmp_path, monkeypatch):
        monkeypatch.setattr(demonstration, "files", lambda _: tmp_path / "package")
        with pytest.raises(UnreadableSource, match="install kaigi-extract again"):
            make_demo(tmp_path / "demo")
        assert files(tmp_path) == []


def test_the_wheel_has_the_documents_of_the_list():
    with (ROOT / "kaigi_extract" / "archive" / "demo.csv").open(encoding="utf-8") as file:
        listed = [row["path"].removeprefix("documents/") for row in csv.DictReader(file)]
    assert listed == [name for name, _ in DOCUMENTS]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    included = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    found = {
        source: place.removeprefix("kaigi_extract/demo/")
        for source, place in included.items()
        if place.startswith("kaigi_extract/demo/")
    }
    assert {str(path.relative_to(ROOT)): path.name for path in demo_documents()} == found


class TestWhatToTry:
    @pytest.fixture
    def said(self, own, capsys):
        assert main(["demo", "--no-serve"]) == 0
        return [line.strip() for line in capsys.readouterr().out.splitlines()]

    def test_in_japanese_too(self, own, capsys):
        assert main(["demo", "--no-serve", "--lang", "ja"]) == 0
        out = capsys.readouterr().out.splitlines()
        assert [line for line in out if line.isascii() and " # " in line] == []

    def test_each_command_works_as_it_is(self, said, own):
        commands = [line for line in said[1:] if not line.startswith("#")]
        assert len(commands) == len(said[1:]) / 2 >= 4
        for command in commands:
            if " review " in command:
                assert served([*shlex.split(command), "--no-browser"])[0] == 0
            else:
                done = subprocess.run(command, shell=True, cwd=own.parent, capture_output=True, text=True, check=False)
                assert (command, done.returncode, done.stderr.count("Traceback")) == (command, 0, 0)
        with Archive(own / "archive") as archive:
            assert (
                len(archive.sql("SELECT * FROM doubtful WHERE code = 'low_confidence'")) == 0
            )  # the one was confirmed


class TestServing:
    def test_opens_what_is_there_and_ends_by_ctrl_c(self, own):
        code, said = served([*PROGRAM, "demo", "--port", "0", "--no-browser"])
        assert (code, said.count("Traceback")) == (0, 0)
        assert "kaigi-demo/archive" in said

    def test_a_port_that_is_taken_is_said_before_anything_is_made(self, tmp_path, monkeypatch, capsys):
        monkeypatch.chdir(tmp_path)
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            assert main(["demo", "--port", str(taken.getsockname()[1]), "--no-browser"]) == 1
        assert "give another with --port" in capsys.readouterr().err
        assert files(tmp_path) == []
