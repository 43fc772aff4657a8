"""What a command costs before and beside its work: CPU time of `--help` and of `extract` on one page. Asserts nothing.

    python tests/benchmarks/bench_start.py [PYTHON...]

Each is given as a ratio to `import pydantic` in the same run. Further interpreters, of other virtual environments with
another version of this library or of PyMuPDF, take turns with this one. CPU time, not time: a busy machine changes it
little. Byte code is written and read as it is where a package is installed, whatever PYTHONDONTWRITEBYTECODE says
here: without it every start compiles the library anew.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import pymupdf

PAPER = Path(__file__).parents[2] / "corpus" / "shinjuku-2016-sports-booking.pdf"
FORM = 2
"""The page of the paper that holds a form, counted from 0."""
ROUNDS = 7
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def cpu(command: list[str]) -> float:
    """Seconds of CPU that a command takes, those of its children included."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, capture_output=True, env=ENVIRONMENT)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main(*others: str) -> None:
    """Time every command of every interpreter and print a line for each."""
    with tempfile.TemporaryDirectory() as folder, pymupdf.open(PAPER) as paper:
        page = Path(folder) / "page.pdf"
        paper.select([FORM])
        paper.save(page)
        base = [sys.executable, "-c", "import pydantic"]
        command = ["-m", "kaigi_extract.cli"]
        commands = {"import pydantic": base}
        for python in (sys.executable, *others):
            commands[f"{python} --help"] = [python, *command, "--help"]
            commands[f"{python} extract"] = [python, *command, "extract", str(page), "--recogniser", "none"]
        for each in commands.values():  # once unmeasured: byte code written, files in the page cache
            cpu(each)
        taken: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(ROUNDS):
            for name, each in commands.items():
                taken[name].append(cpu(each))
    one = statistics.median(taken["import pydantic"])
    for name, values in taken.items():
        median = statistics.median(values)
        print(f"{name:60} {median:6.2f} s of CPU  {median / one:6.1f} x import pydantic")


if __name__ == "__main__":
    main(*sys.argv[1:])
