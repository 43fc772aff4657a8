"""Speed of a whole `extract` beside its peers, same files, same run. Prints; asserts nothing.

    python tests/benchmarks/bench_speed.py [FOLDER OR PDF ...]

Default: corpus/*.pdf and, where it is there, ../shared/real/pdf. The readers take turns over each file, several times;
the least CPU time counts, which other programs change little. Files whose floor is over 20 ms a page (large CJK outlines) are shown and left out of the means.
"""

from __future__ import annotations

import logging
import math
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pdfplumber
import pymupdf

from kaigi_extract.pipeline import extract

logging.getLogger("pdfminer").setLevel(logging.ERROR)

ROOT = Path(__file__).parents[2]
ROUNDS = 5
GEOMETRIC = {"use_layout": False} if pymupdf.VersionBind.startswith("2.") else {}
"""PyMuPDF 2 asks a layout model first."""
OUTLINES = 0.020
"""Seconds a page from which on a file counts as one with large outlines."""


def floor(path: Path) -> None:
    """PyMuPDF's rawdict and drawings, nothing made of them."""
    with pymupdf.open(path) as document:
        for page in document:
            page.get_text("rawdict")
            page.get_drawings()


def find_tables(path: Path) -> None:
    """PyMuPDF's geometric table finder."""
    with pymupdf.open(path) as document:
        for page in document:
            for table in page.find_tables(**GEOMETRIC).tables:
                table.extract()


def extract_tables(path: Path) -> None:
    """pdfplumber's table finder."""
    with pdfplumber.open(path) as document:
        for page in document.pages:
            page.extract_tables()
            page.close()


def ours(path: Path) -> None:
    """The whole way to records."""
    extract(path, recogniser="none")


READERS: tuple[Callable[[Path], None], ...] = (ours, floor, find_tables, extract_tables)


def least(path: Path) -> list[float]:
    """Seconds of CPU of each reader, the least of several runs in turn."""
    taken: list[list[float]] = [[] for _ in READERS]
    for _ in range(ROUNDS):
        for times, run in zip(taken, READERS, strict=True):
            start = time.process_time()
            run(path)
            times.append(time.process_time() - start)
    return [min(times) for times in taken]


def main(arguments: list[str]) -> None:
    """Prints a table and the geometric means of the ratios."""
    given = [Path(argument) for argument in arguments]
    places = given or [ROOT / "corpus", ROOT.parent / "shared" / "real" / "pdf"]
    files = [f for place in places for f in ([place] if place.is_file() else sorted(place.glob("*.pdf")))]
    ratios: list[tuple[float, float, float]] = []
    print(f"{'file':45} {'pages':>5} {'ours':>8} {'floor':>8} {'tables':>8} {'plumber':>8}   ms a page")
    for path in files:
        with pymupdf.open(path) as document:
            pages = document.page_count
        seconds = [one / pages for one in least(path)]
        counted = seconds[1] < OUTLINES
        print(f"{path.name:45} {pages:5}", *(f"{1000 * s:8.2f}" for s in seconds), "" if counted else "  left out")
        if counted:
            ratios.append((seconds[0] / seconds[1], seconds[2] / seconds[0], seconds[3] / seconds[0]))
    means = [math.exp(sum(map(math.log, column)) / len(column)) for column in zip(*ratios, strict=True)]
    print(f"ours / floor {means[0]:.2f}   find_tables / ours {means[1]:.2f}   extract_tables / ours {means[2]:.2f}")


if __name__ == "__main__":
    main(sys.argv[1:])
