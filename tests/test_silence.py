"""Papers about personal information are read behind closed networks: no command reaches outside, or leaves a trace.

Each command runs as a process of its own with an empty home and no way to the internet (`guarded.py`), and in a Japanese
locale: what it says to people is Japanese.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pymupdf
import pytest

from kaigi_extract import migrate
from tests.documentation import parsers
from tests.english import english_sentences
from tests.guarded import CAUGHT

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
CORPUS = ROOT / "corpus"
PAPER, OTHER = CORPUS / "shinjuku-2016-sports-booking.pdf", CORPUS / "shinjuku-2020-bulky-waste.pdf"
SCAN, BILL, OWN, COPY, ARCHIVE = "scan.pdf", "bill.txt", "own.toml", "copy.pdf", "papers.archive"
"""What is made for the tests, apart from where a command runs."""
MAPPING = ROOT / "kaigi_extract" / "wards" / "nerima.toml"

COMMANDS = {
    "help": (["--help"], []),
    "schema": (["schema"], []),
    "extract": (["extract", PAPER, "--recogniser", "none"], []),
    "extract both": (["extract", PAPER, "--reader", "both", "--recogniser", "none"], []),
    "extract scan": (["extract", SCAN], []),
    "extract several": (["extract", PAPER, OTHER, "--out", "out"], ["out"]),
    "explain": (["explain", PAPER], []),
    "clauses": (["clauses", PAPER], []),
    "diff": (["diff", PAPER, OTHER], []),
    "report html": (["report", PAPER, OTHER, "-o", "out.html"], ["out.html"]),
    "report docx": (["report", PAPER, OTHER, "-o", "out.docx"], ["out.docx"]),
    "report xlsx": (["report", PAPER, OTHER, "-o", "out.xlsx"], ["out.xlsx"]),
    "wards": (["wards"], []),
    "wards check": (["wards", "check", MAPPING], []),
    "wards draft": (["wards", "draft", PAPER], []),
    "wards try": (["wards", "try", MAPPING, PAPER], []),
    "wards add": (["wards", "add", OWN, "labels.form.reason", "わけ"], []),
    "amend": (["amend", PAPER, BILL], []),
    "export": (["export", PAPER, "--to", "law-xml", "-o", "out.xml"], ["out.xml"]),
    "families": (["families", PAPER, OTHER, "--plot", "out.png"], ["out.png"]),
    "conformity": (["conformity", PAPER], []),
    "correct": (["correct", COPY, "/cases/0/title", "窓口業務の委託について"], []),
    "migrate": (["migrate", PAPER, SCAN, "dest", "--workers", "2", "--to", "sqlite"], ["dest"]),
    "migrate crops": (["migrate", PAPER, "dest", "--keep-crops", "all", "--report", "out.html"], ["dest", "out.html"]),
    "upgrade": (["upgrade", ARCHIVE], []),
    "archive check": (["archive", "check", ARCHIVE], []),
    "archive repair": (["archive", "repair", ARCHIVE], []),
    "archive relocate": (["archive", "relocate", ARCHIVE, CORPUS], []),
    "archive remove": (["archive", "remove", ARCHIVE, "*sports*"], []),
    "search": (["search", ARCHIVE, "委託"], []),
    "searchable": (["searchable", SCAN, "out.pdf"], ["out.pdf"]),
    "publish": (["publish", ARCHIVE, "site"], ["site"]),
    "demo": (["demo", "demo", "--no-serve"], ["demo"]),
    "licences": (["licences"], []),
}
"""Arguments, and what the command writes where it runs."""
DATA = {"schema", "extract", "extract both", "extract scan", "wards draft"}
"""Commands that print data, which is the same in every language."""
ELSEWHERE = {"kaigi-extract review", "kaigi-extract serve"}
"""Commands that a browser looks at under the same guard: test_review_browser, test_browse_browser."""


@pytest.fixture
def guarded(tmp_path):
    """Runs a module under guard, and gives the process; its folders are `home`, `tmp` and `work` of the test."""
    for name in ("home", "tmp", "work", "guard"):
        (tmp_path / name).mkdir()

    def run(module, *arguments):
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("XDG_", "PYTHON", "ORT_"))}
        # Without a name the C library asks its name service, through a socket of this machine, who the user is.
        kept["LOGNAME"] = "archivist"
        kept["LC_ALL"] = "ja_JP.UTF-8"
        here = {"HOME": tmp_path / "home", "TMPDIR": tmp_path / "tmp", "GUARD": tmp_path / "guard"}
        return subprocess.run(
            [sys.executable, ROOT / "tests" / "guarded.py", module, *map(str, arguments)],
            cwd=tmp_path / "work",
            env=kept | {name: str(path) for name, path in here.items()},
            capture_output=True,
            text=True,
            check=False,
        )

    return run


@pytest.fixture(scope="module")
def scan(tmp_path_factory):
    """The first page of a scan."""
    path = tmp_path_factory.mktemp("scan") / SCAN
    with pymupdf.open(CORPUS / "scans" / "shinjuku-2013-library-cards.office.pdf") as document:
        document.select([0])
        document.save(path)
    return path


def left(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


@pytest.fixture
def made(tmp_path, scan, request):
    """The way to each thing that a command is given and that is made for it."""
    folder = tmp_path / "given"
    folder.mkdir()
    ways = {name: folder / name for name in (SCAN, BILL, OWN, COPY, ARCHIVE)}
    shutil.copy(scan, ways[SCAN])
    shutil.copy(MAPPING, ways[OWN])
    shutil.copy(PAPER, ways[COPY])
    ways[BILL].write_text("第2条中「受託者」を「受注者」に改める。\n", encoding="utf-8")
    if ARCHIVE in COMMANDS[request.getfixturevalue("name")][0]:
        shutil.copytree(request.getfixturevalue("archive"), ways[ARCHIVE])
    return ways


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    """An archive of two papers."""
    pytest.importorskip("duckdb")
    dest = tmp_path_factory.mktemp("archive") / ARCHIVE
    migrate([PAPER, OTHER], dest, workers=1, recogniser="none")
    return dest


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_reaches_nothing_leaves_nothing_and_speaks_japanese(name, guarded, tmp_path, made):
    if name.startswith("migrate"):
        pytest.importorskip("duckdb")
    arguments, written = COMMANDS[name]
    done = guarded("kaigi_extract.cli", *(made.get(argument, argument) for argument in arguments))
    assert (done.returncode, "guarded:" in done.stderr) == (0, False), done.stderr
    assert name in DATA or english_sentences(done.stdout + done.stderr) == []
    assert left(tmp_path / "home") == []
    assert left(tmp_path / "tmp") == []
    assert sorted(path.name for path in (tmp_path / "work").iterdir()) == written


def test_no_command_is_forgotten():
    run = {" ".join(["kaigi-extract", *map(str, arguments)]) for arguments, _ in COMMANDS.values()}
    commands = {name for name, _ in parsers() if " " in name} - ELSEWHERE
    assert {name for name in commands if not any(f"{one} ".startswith(f"{name} ") for one in run)} == set()


NATIVE = "import ctypes; libc = ctypes.CDLL(None); libc.connect(libc.socket(2, 1, 0), bytes([2] + 15 * [0]), 16)"
CALLS = {
    "by name": ("import socket; socket.getaddrinfo('council.example', 80)", CAUGHT),
    "by address": ("import socket; socket.create_connection(('127.0.0.1', 9))", CAUGHT),
    "natively": (NATIVE, -signal.SIGSYS if os.name == "posix" else 0),
}


@pytest.mark.parametrize("name", CALLS)
def test_the_guard_sees_what_it_must(name, guarded):
    """A child of a guarded process ends as the guard ends it."""
    if name == "natively" and not _kernel_guards():
        pytest.skip("the kernel here has no filter of system calls")
    code, caught = CALLS[name]
    parent = f"import os, subprocess, sys; os._exit(subprocess.call([sys.executable, '-c', {code!r}]) % 256)"
    assert guarded("timeit", "-n1", "-r1", parent).returncode == caught % 256


def _kernel_guards():
    """Asked in a process of its own: the filter stays."""
    script = "from tests.guarded import close_kernel; import sys; sys.exit(not close_kernel())"
    return subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=False).returncode == 0
