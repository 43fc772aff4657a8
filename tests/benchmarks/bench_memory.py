"""Peak memory of `extract` over a long PDF, beside a short one of the same pages. Prints, asserts nothing.

    python tests/benchmarks/bench_memory.py [PAGES] [READER]

Each PDF repeats the pages of a corpus paper and is read in a process of its own: once with fonts that the pages share,
once with fonts of their own for each copy of the paper, as careless merging leaves them. The bar: the long one within
200 MB of the one of 10 pages, the returned record aside. What the record takes is measured with tracemalloc in a run of its
own, since tracing changes the peak.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import pymupdf

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
extract(path + ".short", reader=reader)
tracemalloc.start()
document = extract(path, reader=reader)
gc.collect()
print(tracemalloc.get_traced_memory()[0] // 1024)
"""


def repeated(count: int, path: Path, shared: bool) -> Path:
    """A PDF of `count` pages, each an object of its own; `shared` merges equal contents and fonts."""
    with pymupdf.open(PAPER) as paper, pymupdf.open() as long:
        while long.page_count < count:
            long.insert_pdf(paper, to_page=min(count - long.page_count, paper.page_count) - 1)
        long.save(path, garbage=4 if shared else 0)
    return path


def kilobytes(code: str, path: Path, what: str, reader: str) -> int:
    """What a new process prints."""
    command = [sys.executable, "-c", code, str(path), what, reader]
    return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def main(count: int = LONG, reader: str = "pymupdf") -> None:
    """Measure and print."""
    print(f"{reader}, {PAPER.name} repeated; peak resident memory in MB")
    for shared in (True, False):
        with tempfile.TemporaryDirectory() as folder:
            long = repeated(count, Path(folder) / "long.pdf", shared)
            short = repeated(SHORT, Path(folder) / "long.pdf.short", shared)
            size = long.stat().st_size / 1e6
            print(f"fonts {'shared' if shared else 'of each copy'}; the long file has {size:.1f} MB")
            for what in ("read", "extract"):
                low, high = (kilobytes(PEAK, path, what, reader) / MEGABYTE for path in (short, long))
                print(f"  {what:8} {SHORT} pages {low:8.1f}   {count} pages {high:8.1f}   more {high - low:8.1f}")
            record = kilobytes(RECORD, long, "extract", reader) / MEGABYTE
            print(f"  the returned record {record:8.1f}   more without it {high - low - record:8.1f}")


if __name__ == "__main__":
    main(*(kind(given) for kind, given in zip((int, str), sys.argv[1:], strict=False)))
