"""Sound files beside damaged ones in threads, for minutes: every record as it is read alone, and the process lives. Prints.

    python -m tests.benchmarks.stress_threads [MINUTES] [THREADS] [--damaged N] [--seed N]

Five minutes and eight threads where nothing is said. Read are papers, PDFs that MuPDF warns about, and files of every
kind that the fuzzer damaged, PDFs by both readers. Exit code 1 where a record, or the error in its place, is another one
than when the file is read alone.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from random import Random

from kaigi_extract import KaigiError, extract
from tests.fuzz.cases import cases
from tests.fuzz.ways import quiet
from tests.test_threads import files

SWITCH = 1e-5
"""Seconds after which Python gives another thread its turn, 5e-3 by its own: what can go wrong does so in seconds."""
LONGEST = 2.0
"""Seconds of a damaged file read alone: what takes longer would leave no turns to the others."""
Task = tuple[Path, str]


def damaged(folder: Path, count: int, seed: int) -> Iterator[Path]:
    """So many files of the fuzzer that are read for themselves, from a seed on."""
    some = (case for case in cases(seed, 100 * count) if case.way == "extract" and case.file != "open.odt")
    for number, case in enumerate(islice(some, count)):
        path = folder / f"{number}-{case.file}"
        try:
            path.write_bytes(case.data)
        except Exception:  # the library that damages it stumbles, none of ours
            continue
        yield path


def read(path: Path, reader: str) -> str:
    """The record, or the error in its place."""
    try:
        return extract(path, reader=reader, recogniser="none").model_dump_json()
    except KaigiError as error:
        return f"{type(error).__name__}: {error}"


def tasks(folder: Path, count: int, seed: int) -> dict[Task, str]:
    """What is read, and what comes of it alone."""
    alone = {}
    for path in [*files(folder), *damaged(folder, count, seed)]:
        for reader in ("pymupdf", "pdfplumber") if path.suffix == ".pdf" else ("pymupdf",):
            start = time.monotonic()
            found = read(path, reader)
            if time.monotonic() - start < LONGEST:
                alone[path, reader] = found
    return alone


def compare(seconds: float, threads: int, count: int, seed: int) -> tuple[int, Counter[str]]:
    """Reads in threads until the time is up; how many were read, and which of them differed how often."""
    differ: Counter[str] = Counter()
    done = 0
    sys.setswitchinterval(SWITCH)
    with tempfile.TemporaryDirectory() as name, ThreadPoolExecutor(threads) as executor:
        alone = tasks(Path(name), count, seed)
        end, chance = time.monotonic() + seconds, Random(seed)
        while time.monotonic() < end:
            turn = chance.sample(list(alone), len(alone))
            for task, found in zip(turn, executor.map(read, *zip(*turn, strict=True)), strict=True):
                done += 1
                differ[f"{task[0].name} by {task[1]}"] += found != alone[task]
    return done, +differ


def main() -> int:
    """Returns 1 where anything differs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("minutes", nargs="?", type=float, default=5)
    parser.add_argument("threads", nargs="?", type=int, default=8)
    parser.add_argument("--damaged", type=int, default=60, help="how many files of the fuzzer (60)")
    parser.add_argument("--seed", type=int, default=1, help="the number of the first of them (1)")
    given = parser.parse_args()
    quiet()
    done, differ = compare(60 * given.minutes, given.threads, given.damaged, given.seed)
    for name, count in differ.most_common():
        print(f"  {count} times {name}")
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"{done} files read by {given.threads} threads, {megabytes} MB at most, {sum(differ.values())} differ",
        flush=True,
    )
    return int(bool(differ))


if __name__ == "__main__":
    sys.exit(main())
