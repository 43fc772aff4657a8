"""A command that is stopped says in a line what is kept and how to go on, and leaves nothing behind that runs."""

from __future__ import annotations

import contextlib
import os
import signal
import sqlite3
import subprocess
import sys
import time

import psutil
import pytest

from tests.archives import content, papers

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name != "posix", reason="signals as they are here are POSIX's"),
]
CODES = {signal.SIGINT: 130, signal.SIGTERM: 143}


def stopped(arguments, stop, ready):
    """Sends a signal when `ready` is there, as a terminal sends Ctrl-C to all of a group; exit code and what is said."""
    command = [sys.executable, "-m", "kaigi_extract.cli", *map(str, arguments)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as p:
        while not ready():
            assert p.poll() is None, p.stderr.read()
            time.sleep(0.01)
        family = psutil.Process(p.pid).children(recursive=True)
        if stop == signal.SIGINT:
            os.killpg(p.pid, stop)
        else:
            p.send_signal(stop)
        _, said = p.communicate(timeout=600)
    _, alive = psutil.wait_procs(family, timeout=600)
    assert alive == []
    return p.returncode, said.splitlines()


@pytest.mark.parametrize("stop", CODES)
def test_migrate(tmp_path, stop):
    source, dest = papers(tmp_path / "src", 60), tmp_path / "dest"
    given = ["migrate", source, dest, "--recogniser", "none", "--workers", "2"]

    def half_way():
        try:
            with contextlib.closing(sqlite3.connect(f"file:{dest / 'manifest.sqlite'}?mode=ro", uri=True)) as manifest:
                return manifest.execute("SELECT count(*) FROM records").fetchone()[0] >= 10
        except sqlite3.OperationalError:  # it is not there yet, or being written
            return False

    code, said = stopped(given, stop, half_way)
    assert code == CODES[stop]
    assert said[0] == "60 files to read"
    assert not any("Traceback" in line for line in said)
    done, left = (int(word) for word in said[-1].split() if word.isdigit())
    assert said[-1] == (
        f"kaigi-extract: stopped; {done} files are in {dest} and stay there, {left} are left; run the same command again "
        "to go on"
    )
    assert 0 < done < 60
    assert done + left == 60
    again = subprocess.run(
        [sys.executable, "-m", "kaigi_extract.cli", *map(str, given)], capture_output=True, text=True, check=True
    )
    assert again.stderr.splitlines()[0] == f"{left} files to read"
    assert len(content(dest)["documents"]) == 60


@pytest.mark.parametrize("stop", CODES)
def test_extract_of_several(tmp_path, stop):
    source, out = papers(tmp_path / "src", 60), tmp_path / "out"
    files = sorted(source.iterdir())
    code, said = stopped(["extract", *files, "--out", out], stop, lambda: out.exists() and len(list(out.iterdir())) > 3)
    assert code == CODES[stop]
    written = len(list(out.iterdir()))
    assert said[-1] in {
        f"kaigi-extract: stopped; {count} of 60 files are through; give the others again"
        for count in (written - 1, written)
    }


SCRIPT = """
import os, signal, sys, threading, time
from kaigi_extract.archive.interrupts import Interrupts
from concurrent.futures import ThreadPoolExecutor
done = []
with ThreadPoolExecutor(1) as executor:
    try:
        with Interrupts() as interrupts:
            os.kill(os.getpid(), signal.SIGINT)
            time.sleep(0.05)
            done.append("work that was begun")
            interrupts.wait([executor.submit(time.sleep, 1)])
            done.append("more work")
    except KeyboardInterrupt:
        done.append("stopped")
    try:
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(5)
    except KeyboardInterrupt:
        done.append("as ever")
print(done)
"""


def test_a_signal_waits_for_a_place_where_nothing_is_half_done():
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True)
    assert done.stdout == "['work that was begun', 'stopped', 'as ever']\n"
