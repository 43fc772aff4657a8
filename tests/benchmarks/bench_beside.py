"""Wrong characters and time beside bare RapidOCR, and Tesseract where it is installed, per kind of scan. Asserts nothing.

    python tests/benchmarks/bench_beside.py [KIND ...] [PAPER.pdf ...] [--pages N] [--seed N]

Each paper (a born-digital PDF, by default those of the scans of the corpus) is degraded with corpus/recipe/scan.py, and
the same pages are read by all in one run, so that times are only told as shares of bare RapidOCR's. Each printed line is
looked for in what was read by semi-global edit distance: the order of reading does not count.
"""

from __future__ import annotations

import argparse
import logging
import shutil
import sys
import tempfile
import time
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pymupdf

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "corpus"
sys.path[:0] = [str(ROOT), str(CORPUS), str(Path(__file__).parent)]

from bench_scans import papers, pictures  # noqa: E402
from recipe import scan  # noqa: E402

from kaigi_extract.pipeline import extract  # noqa: E402

DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−─-"), "-") | dict.fromkeys(map(ord, "~〜～"), "~")
Reader = Callable[[Path], str]


def folded(text: str) -> str:
    """Without white space, width folded; kinds of dash and of ～ count as one, as in the judges."""
    return "".join(unicodedata.normalize("NFKC", text).translate(DASHES).split())


def wrong_in(line: str, text: str) -> int:
    """The least number of edits that turn `line` into some part of `text`, at most its length."""
    if line in text:
        return 0
    last = [0] * (len(text) + 1)
    for i, char in enumerate(line, 1):
        row = [i]
        for j, other in enumerate(text, 1):
            row.append(min(last[j - 1] + (char != other), last[j] + 1, row[j - 1] + 1))
        last = row
    return min(len(line), *last)


def first_pages(path: Path, count: int, folder: Path) -> tuple[Path, list[str]]:
    """A PDF of the first pages of a paper, and the lines that are printed on them."""
    with pymupdf.open(path) as paper:
        paper.select(range(min(count, paper.page_count)))
        paper.save(short := folder / path.name)
        lines = [folded(line) for page in paper for line in page.get_text().splitlines()]
    return short, [line for line in lines if len(line) > 1]


def ours(recogniser: str) -> Reader:
    return lambda path: "".join(section.text or "" for section in extract(path, recogniser=recogniser).sections)


def bare() -> Reader:
    from rapidocr import RapidOCR

    logging.disable(logging.INFO)  # else it tells about its models
    engine = RapidOCR()
    return lambda path: "".join(word for picture in pictures(path) for word in engine(picture).txts or ())


def readers() -> dict[str, Reader]:
    """Who reads; bare RapidOCR first."""
    known = {"bare RapidOCR": bare(), "kaigi_extract": ours("auto")}
    if shutil.which("tesseract"):
        known["with Tesseract"] = ours("tesseract")
    return known


def measure(kind: str, files: list[Path], pages: int, seed: int, known: dict[str, Reader]) -> None:
    """Prints a row for one kind of scan."""
    wrong, seconds, total = dict.fromkeys(known, 0), dict.fromkeys(known, 0.0), 0
    with tempfile.TemporaryDirectory() as folder:
        for path in files:
            short, lines = first_pages(path, pages, Path(folder))
            scan.write_pdf(short, picture := Path(folder) / f"{path.stem}.{kind}.pdf", scan.PRESETS[kind], seed)
            total += sum(map(len, lines))
            for name, read in known.items():
                start = time.perf_counter()
                text = folded(read(picture))
                seconds[name] += time.perf_counter() - start
                wrong[name] += sum(wrong_in(line, text) for line in lines)
    cells = [
        f"{wrong[name]:6} {wrong[name] / total:7.2%} {seconds[name] / seconds['bare RapidOCR']:5.2f}" for name in known
    ]
    print(f"{kind:10} {total:8}   " + "   ".join(cells), flush=True)


def warm_up(paper: Path, known: dict[str, Reader]) -> None:
    """Lets everyone load models before the clock runs."""
    with tempfile.TemporaryDirectory() as folder:
        short, _ = first_pages(paper, 1, Path(folder))
        scan.write_pdf(short, picture := Path(folder) / "warm.pdf", scan.PRESETS["clean"], 1)
        for read in known.values():
            read(picture)


def main(arguments: list[str]) -> None:
    """Runs what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", nargs="*", help="kinds of scan and papers")
    parser.add_argument("--pages", type=int, default=2)
    parser.add_argument("--seed", type=int, default=11)
    given = parser.parse_args(arguments)
    kinds = [word for word in given.what if word in scan.PRESETS] or list(scan.PRESETS)
    files = [Path(word) for word in given.what if word not in scan.PRESETS]
    files = files or papers(sorted((CORPUS / "scans").glob("*.pdf")))
    known = readers()
    warm_up(files[0], known)
    print(f"{'kind':10} {'of':>8}   " + "   ".join(f"{name:>20}" for name in known))
    print(f"{'':10} {'printed':>8}   " + "   ".join(f"{'wrong':>6} {'share':>7} {'time':>5}" for _ in known))
    for kind in kinds:
        measure(kind, files, given.pages, given.seed, known)


if __name__ == "__main__":
    main(sys.argv[1:])
