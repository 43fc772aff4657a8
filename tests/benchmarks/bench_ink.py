"""What the ink account costs, and what it finds: `extract` with it beside `extract` without, same files, same run.

    python tests/benchmarks/bench_ink.py [FOLDER OR PDF ...] [--blank N]

Default: corpus/*.pdf and, where it is there, ../shared/real/pdf and ../shared/wild/*.pdf. Both ways go over each file
in turn, several times; the best CPU time counts. `--blank N` takes a random line from what was read on each of N random
pages, every page looked at, and counts the lines of which nothing is said. Prints; asserts nothing.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable
from pathlib import Path

from kaigi_extract import KaigiError, extract
from kaigi_extract.ocr import pages
from tests.test_ink_account import blanked

ROOT = Path(__file__).parents[2]
ROUNDS = 5


def timed(step: Callable[[], object]) -> float:
    began = time.process_time()
    step()
    return time.process_time() - began


def cost(path: Path) -> tuple[float, float]:
    """Seconds with and without the account; pages that are pictures are not recognised."""
    account, best = pages.find_marks, [float("inf"), float("inf")]
    for _ in range(ROUNDS):
        for at, marks in enumerate((account, lambda *_, **__: [])):
            pages.find_marks = marks
            best[at] = min(best[at], timed(lambda: extract(path, recogniser="none")))
    pages.find_marks = account
    return best[0], best[1]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("paths", nargs="*", type=Path)
    options.add_argument("--blank", type=int, default=0, metavar="N")
    given = options.parse_args()
    shared = ROOT.parent / "shared"
    paths = given.paths or [ROOT / "corpus", shared / "real" / "pdf", shared / "wild"]
    files = [file for path in paths for file in (sorted(path.glob("*.pdf")) if path.is_dir() else [path])]
    whole = [0.0, 0.0]
    for file in files:
        seconds = cost(file)
        whole = [one + more for one, more in zip(whole, seconds, strict=True)]
        print(f"{file.name:<44}{seconds[1] * 1e3:8.1f} ms without, {seconds[0] / seconds[1]:5.2f} times with")
    if files:
        print(f"{'all':<44}{whole[1] * 1e3:8.1f} ms without, {whole[0] / whole[1]:5.2f} times with")
    draw, tried, silent = random.Random(14), 0, []
    while tried < given.blank and files:
        try:
            silent.append(blanked(draw.choice(files), draw))
        except (LookupError, KaigiError):
            continue
        tried += 1
    if tried:
        missed = [line for line in silent if line]
        print(f"{tried} lines blanked out, {len(missed)} of them in silence", *missed, sep="\n  ")


if __name__ == "__main__":
    main()
