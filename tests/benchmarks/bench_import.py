"""What `import kaigi_extract` costs, as a ratio to `import pydantic` in the same run. Prints, asserts nothing.

    python tests/benchmarks/bench_import.py [ROUNDS]

Every import runs in a process of its own; the statements take turns, so that a busy machine slows all alike.
"""

from __future__ import annotations

import statistics
import subprocess
import sys

BASE = "import pydantic"
STATEMENTS = [BASE, "import kaigi_extract", "from kaigi_extract import Document", "from kaigi_extract import extract"]
ROUNDS = 15
"""Processes a statement: the median of 15 moves by a few percent from run to run on two busy cores."""


def seconds(statement: str) -> float:
    """How long the statement takes in a new process, its start not counted."""
    code = f"from time import perf_counter as now; start = now(); {statement}; print(now() - start)"
    return float(subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout)


def main(rounds: int = ROUNDS) -> None:
    """Time every statement and print a line for each."""
    for statement in STATEMENTS:  # once unmeasured: byte code written, files in the page cache
        seconds(statement)
    timings = {statement: [] for statement in STATEMENTS}
    for _ in range(rounds):
        for statement, values in timings.items():
            values.append(seconds(statement))
    base = statistics.median(timings[BASE])
    for statement, values in timings.items():
        median = statistics.median(values)
        print(f"{statement:40} {median * 1000:8.1f} ms  {median / base:6.2f} x {BASE}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
