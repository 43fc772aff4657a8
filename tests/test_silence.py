"""Papers about personal information are read behind closed networks: no command reaches outside, or leaves a trace.

Each command runs as a process of its own with an empty home and no way to the internet (`guarded.py`).
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pymupdf
import pytest

from tests.guarded import CAUGHT

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
CORPUS = ROOT / "corpus"
PAPER, OTHER = CORPUS / "shinjuku-2016-sports-booking.pdf", CORPUS / "shinjuku-2020-bulky-waste.pdf"
SCAN = "scan.pdf"
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
    "migrate": (["migrate", PAPER, SCAN, "dest", "--workers", "2", "--to", "sqlite"], ["dest"]),
}
"""Arguments, and what the command writes where it runs."""


@pytest.fixture
def guarded(tmp_path):
    """Runs a module under guard, and gives the process; its folders are `home`, `tmp` and `work` of the test."""
    for name in ("home", "tmp", "work", "guard"):
        (tmp_path / name).mkdir()

    def run(module, *arguments):
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("XDG_", "PYTHON", "ORT_"))}
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


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_reaches_nothing_and_leaves_nothing(name, guarded, tmp_path, scan):
    if name.startswith("migrate"):
        pytest.importorskip("duckdb")
    arguments, written = COMMANDS[name]
    arguments = [scan if argument == SCAN else argument for argument in arguments]
    done = guarded("kaigi_extract.cli", *arguments)
    assert (done.returncode, "guarded:" in done.stderr) == (0, False), done.stderr
    assert left(tmp_path / "home") == []
    assert left(tmp_path / "tmp") == []
    assert sorted(path.name for path in (tmp_path / "work").iterdir()) == written


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
