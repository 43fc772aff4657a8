"""Lets every system call of every job of `tests/injected.py` fail, with each error, once and from then on: hours.

    python tests/benchmarks/inject_errors.py [JOB …] [--points N] [--seed N]

Prints what does not hold of any failure; nothing is printed of those of which all holds.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.failing_calls import with_failing_calls
from tests.injected import JOBS

MOST = 10 * 24 * 3600
"""Seconds for one job: a call takes six failures, a failure a second or two."""


def main() -> int:
    """Returns how many failures were not as they must be."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("jobs", nargs="*", default=[*JOBS], metavar="JOB", help=", ".join(JOBS))
    parser.add_argument("--points", type=int, default=0, help="failures of each job; all by default")
    parser.add_argument("--seed", type=int, default=22)
    given = parser.parse_args()
    wrong = 0
    for name in given.jobs:
        with tempfile.TemporaryDirectory() as folder:
            ended = with_failing_calls(
                Path(folder), "tests.injected", name, str(given.points), str(given.seed), timeout=MOST
            )
        if ended.returncode:
            raise SystemExit(ended.stderr)
        met = json.loads(ended.stdout.splitlines()[-1])
        print(f"{name}: {met['tried']} failures over {met['calls']} calls of {met['kinds']} kinds,", end=" ")
        print(f"{len(met['problems'])} not as they must be", *met["problems"], sep="\n  ", flush=True)
        wrong += len(met["problems"])
    return min(wrong, 1)


if __name__ == "__main__":
    sys.exit(main())
