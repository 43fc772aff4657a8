"""Damaged files of every kind through every reader and every command: no foreign error, no crash, no hang. Prints.

    python -m tests.benchmarks.fuzz --files 10000 --seed 1     so many files, from a seed on
    python -m tests.benchmarks.fuzz --files 300 --damages crowds,depths       only some damages, of all files that have them
    python -m tests.benchmarks.fuzz --case form.pdf:types:17:extract          one of them again, with its traceback
    python -m tests.benchmarks.fuzz --case form.pdf:types:17:extract --keep a.pdf           and the damaged file itself

Exit code 1 where there is a fault. Faults that come through the same lines are printed once, with how many they are.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.fuzz.cases import BY_ENDING, Case, cases
from tests.fuzz.of_bytes import BYTES
from tests.fuzz.of_text import TEXT
from tests.fuzz.trial import Outcome, outcomes
from tests.fuzz.ways import WAYS

SLOWEST = 8
"""How many of the slowest and of the largest are printed."""


def again(words: str, keep: Path | None) -> int:
    """One case in this process; what it raises is printed by Python."""
    case = Case.of(words)
    if keep is not None:
        keep.write_bytes(case.data)
    with TemporaryDirectory() as folder:  # ways write beside the file
        path = Path(folder).resolve() / case.file
        path.write_bytes(case.data)
        start = time.process_time()
        try:
            WAYS[case.way].run(path)
        finally:
            print(f"{case}: {time.process_time() - start:.1f} s", file=sys.stderr)
    return 0


def chosen(first: int, count: int, damages: set[str]) -> Iterator[Case]:
    """So many cases from a seed on, where damages are given only those by them."""
    every = cases(first, sys.maxsize - first)
    return islice((case for case in every if not damages or case.damage in damages), count)


def run(some: Iterator[Case], minutes: float) -> int:
    """The cases, or as many as the time allows."""
    end = time.monotonic() + 60 * minutes
    faults: dict[str, list[Outcome]] = {}
    found: list[Outcome] = []
    for outcome in outcomes(some):
        found.append(outcome)
        if outcome.is_fault:
            of_kind = outcome.case.rsplit(":", 2)[0] if outcome.where == "the process" else ""  # where, nobody knows
            key = f"{outcome.what[:40]} {outcome.where} {of_kind}"
            if key not in faults:
                print(outcome, flush=True)
            faults.setdefault(key, []).append(outcome)
        if time.monotonic() > end:
            break
    report(found, faults)
    return 1 if faults else 0


def report(found: list[Outcome], faults: dict[str, list[Outcome]]) -> None:
    """Prints how many came to what end, and which took longest."""
    print(f"{len(found)} files, {sum(map(len, faults.values()))} faults of {len(faults)} kinds")
    for what, count in Counter(one.what for one in found if not one.is_fault).most_common():
        print(f"  {count:6} {what}")
    for kind in faults.values():
        print(f"  {len(kind):6} {kind[0].what[:100]} at {kind[0].where[:100]}")
    for one in sorted(found, key=lambda one: -one.seconds)[:SLOWEST]:
        print(f"  {one.seconds:6.1f} s   {one.case}")
    for one in sorted(found, key=lambda one: -one.megabytes)[:SLOWEST]:
        print(f"  {one.megabytes:6} MB  {one.case}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=10_000, help="how many (10,000)")
    parser.add_argument("--seed", type=int, default=1, help="the number of the first one (1)")
    parser.add_argument("--minutes", type=float, default=600, help="when the run ends, whatever is left (600)")
    parser.add_argument("--damages", default="", help="names of damages, parted by commas; all without any")
    parser.add_argument("--case", help="one of them again, in this process")
    parser.add_argument("--keep", type=Path, help="where the damaged file of --case goes")
    options = parser.parse_args()
    if options.case:
        return again(options.case, options.keep)
    damages = set(filter(None, options.damages.split(",")))
    if damages - set(BYTES).union(*BY_ENDING.values(), TEXT):
        parser.error(f"no damage of these: {options.damages}")
    return run(chosen(options.seed, options.files, damages), options.minutes)


if __name__ == "__main__":
    sys.exit(main())
