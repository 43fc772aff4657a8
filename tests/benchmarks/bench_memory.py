"""Peak memory of `extract` over long PDFs, beside short ones of the same pages. Prints, asserts nothing.

    python -m tests.benchmarks.bench_memory [PAGES] [READER] [KIND ...]

The kinds: "form", the pages of a corpus paper again and again, with fonts that the pages share; "own fonts", the same
with fonts of their own for each copy of the paper, as careless merging leaves them; "minutes", "table" and "prose", the
pages that `growing_pages` draws, the first once and the next ten again and again. Each is read in a process of its own.
The bar: the long one within 60 MB of the one of 10 pages, the returned record aside. What the record takes is what
is set free with it, traced in a run of its own, since tracing changes the peak.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pymupdf

from tests.benchmarks import growing_pages

PAPER = Path(__file__).parents[2] / "corpus" / "shinjuku-2020-bulky-waste.pdf"
SHORT, LONG = 10, 1000
MEGABYTE = 1024

PEAK = """
import resource, sys
from kaigi_extract import extract
from kaigi_extract.source import read
path, what, reader = sys.argv[1:]
if what == "read":
    count = sum(1 for _ in read(path, reader=reader).pages())
else:
    document = extract(path, reader=reader)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""
RECORD = """
import gc, sys, tracemalloc
from kaigi_extract import extract
path, what, reader = sys.argv[1:]
tracemalloc.start()
document = extract(path, reader=reader)
gc.collect()
held = tracemalloc.get_traced_memory()[0]
del document
gc.collect()
print((held - tracemalloc.get_traced_memory()[0]) // 1024)
"""


def repeated(count: int, path: Path, shared: bool = True) -> Path:
    """A PDF of `count` pages of a paper, each an object of its own; `shared` merges equal contents and fonts."""
    with pymupdf.open(PAPER) as paper, pymupdf.open() as long:
        while long.page_count < count:
            long.insert_pdf(paper, to_page=min(count - long.page_count, paper.page_count) - 1)
        long.save(path, garbage=4 if shared else 0)
    return path


def drawn(draw: Callable[[int], bytes]) -> Callable[[int, Path], Path]:
    """What makes a PDF of the pages that `growing_pages` draws, the first once."""

    def make(count: int, path: Path) -> Path:
        with pymupdf.open(stream=draw(SHORT + 1), filetype="pdf") as pages, pymupdf.open() as long:
            long.insert_pdf(pages, to_page=0)
            while long.page_count < count:
                long.insert_pdf(pages, from_page=1, to_page=min(count - long.page_count, SHORT))
            long.save(path, garbage=4)
        return path

    return make


KINDS: dict[str, Callable[[int, Path], Path]] = {
    "form": repeated,
    "own fonts": lambda count, path: repeated(count, path, shared=False),
    "minutes": drawn(growing_pages.speeches),
    "table": drawn(growing_pages.table),
    "prose": drawn(growing_pages.prose),
}


def megabytes(code: str, path: Path, what: str, reader: str) -> float:
    """What a new process prints."""
    command = [sys.executable, "-c", code, str(path), what, reader]
    return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout) / MEGABYTE


def main(arguments: list[str]) -> None:
    """Measure and print."""
    count = next((int(given) for given in arguments if given.isdigit()), LONG)
    reader = next((given for given in arguments if given in ("pymupdf", "pdfplumber")), "pymupdf")
    print(f"{reader}; peak resident memory in MB of {SHORT} pages and of {count}")
    for kind in [given for given in arguments if given in KINDS] or KINDS:
        with tempfile.TemporaryDirectory() as folder:
            paths = KINDS[kind](SHORT, Path(folder) / "short.pdf"), KINDS[kind](count, Path(folder) / "long.pdf")
            low, high = (megabytes(PEAK, path, "read", reader) for path in paths)
            print(f"{kind:10} pages read {low:6.1f} {high:6.1f}, more {high - low:6.1f}", end="; ", flush=True)
            low, high = (megabytes(PEAK, path, "extract", reader) for path in paths)
            small, large = (megabytes(RECORD, path, "extract", reader) for path in paths)
            more, record = high - low, large - small
            print(f"extracted {low:6.1f} {high:6.1f}, more {more:6.1f}, of which the record {record:6.1f}", end="")
            print(f"; aside from it {more - record:6.1f}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
