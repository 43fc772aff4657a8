"""Scans: time beside bare RapidOCR, peak memory, two workers, and what a confidence is worth. Prints; asserts nothing.

    python tests/benchmarks/bench_scans.py [time] [memory] [workers] [reliability] [PAGES] [FOLDER OR PDF ...]

Without words all four, over corpus/scans. PAGES (100) is the length of the file for `memory`; `workers` reads a tenth of
it. `reliability` also degrades the papers of those scans anew with corpus/recipe/scan.py, each preset with SEEDS seeds;
it takes the papers that have an expected record.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import tempfile
import time
import unicodedata
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import pymupdf

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "corpus"
sys.path[:0] = [str(ROOT), str(CORPUS)]

from kaigi_extract.pipeline import extract  # noqa: E402
from kaigi_extract.records import Document  # noqa: E402

PAGES = 100
SEEDS = (11,)
BINS = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 1.01)
MEGABYTE = 1024
PEAK = """
import resource, sys
from kaigi_extract import extract
document = extract(sys.argv[1])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, sum(p.text_origin == "ocr" for p in document.source.pages))
"""

Seconds = tuple[float, float]
"""Wall and CPU."""


def timed(run: Callable[[], object]) -> Seconds:
    wall, cpu = time.perf_counter(), time.process_time()
    run()
    return time.perf_counter() - wall, time.process_time() - cpu


def pictures(path: Path) -> Iterator[np.ndarray]:
    """The pages in the resolution of their pictures, as RapidOCR takes them."""
    with pymupdf.open(path) as document:
        for page in document:
            width = max(page.parent.extract_image(image[0])["width"] for image in page.get_images())
            pixmap = page.get_pixmap(dpi=min(round(width / page.rect.width * 72), 300), alpha=False)
            yield np.frombuffer(pixmap.samples, np.uint8).reshape(pixmap.height, pixmap.width, 3)[:, :, ::-1]


def bench_time(files: list[Path]) -> None:
    from rapidocr import RapidOCR

    logging.disable(logging.INFO)  # else it tells about its models
    bare = RapidOCR()
    bare(next(pictures(files[0])))
    extract(files[0].parent / files[0].name)
    print(f"{'seconds a page':48} {'ours':>6} {'bare':>6} {'ratio':>6}   CPU {'ours':>6} {'bare':>6} {'ratio':>6}")
    for path in files:
        with pymupdf.open(path) as document:
            pages = document.page_count
        ours, other = timed(lambda: extract(path)), timed(lambda: [bare(picture) for picture in pictures(path)])  # noqa: B023
        row = [value / pages for value in (ours[0], other[0])], [value / pages for value in (ours[1], other[1])]
        (a, b), (c, d) = row
        print(f"{path.name:48} {a:6.2f} {b:6.2f} {a / b:6.2f}       {c:6.2f} {d:6.2f} {c / d:6.2f}")


def repeated(files: list[Path], count: int, path: Path) -> Path:
    with pymupdf.open() as long:
        while long.page_count < count:
            for file in files:
                with pymupdf.open(file) as paper:
                    long.insert_pdf(paper, to_page=min(count - long.page_count, paper.page_count) - 1)
                if long.page_count >= count:
                    break
        long.save(path)
    return path


def bench_memory(files: list[Path], pages: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for count in (pages // 10 or 1, pages):
            path = repeated(files, count, Path(folder) / "long.pdf")
            start = time.perf_counter()
            done = subprocess.run(
                [sys.executable, "-c", PEAK, str(path)], check=True, capture_output=True, text=True, cwd=ROOT
            )
            peak, read = map(int, done.stdout.split())
            seconds = (time.perf_counter() - start) / count
            print(f"{count:4} pages, {read} of them read: peak {peak / MEGABYTE:7.0f} MB, {seconds:.2f} s a page")


def bench_workers(files: list[Path], pages: int) -> None:
    """Each page a file of its own, as in an archive of short papers."""
    cores = len(os.sched_getaffinity(0))
    count = max(pages // 10, 2 * cores)
    with tempfile.TemporaryDirectory() as folder:
        long = repeated(files, count, Path(folder) / "long.pdf")
        parts = []
        for number in range(count):
            with pymupdf.open(long) as document:
                document.select([number])
                document.save(part := Path(folder) / f"{number}.pdf")
                parts.append(part)
        extract(parts[0])
        one = timed(lambda: [extract(part) for part in parts])[0]
        with ProcessPoolExecutor(cores, mp_context=get_context("spawn")) as pool:
            list(pool.map(extract, parts[:cores]))
            many = timed(lambda: list(pool.map(extract, parts)))[0]
    print(
        f"{count} pages: one process with {cores} threads {one:.1f} s, {cores} workers {many:.1f} s ({many / one:.2f})"
    )


def folded(text: str | None) -> str:
    text = unicodedata.normalize("NFKC", text or "").replace("〜", "~").replace("~", "～")
    return "".join(text.split())


def papers(files: list[Path]) -> list[Path]:
    stems = sorted({path.name.split(".")[0] for path in files})
    found = [CORPUS / f"{stem}.pdf" for stem in stems]
    return [path for path in found if path.is_file() and path.with_suffix(".expected.json").is_file()]


def degraded(files: list[Path], folder: Path) -> Iterator[tuple[str, Path, Path]]:
    """Kind of noise, scan, paper: the given scans and new ones."""
    from recipe import scan

    for path in files:
        paper = CORPUS / f"{path.name.split('.')[0]}.pdf"
        if paper in papers(files):
            yield path.name.split(".")[1], path, paper
    for paper in papers(files):
        for kind in ("clean", "office", "poor"):
            for seed in SEEDS:
                out = folder / f"{paper.stem}.{kind}.{seed}.pdf"
                scan.write_pdf(paper, out, scan.PRESETS[kind], seed)
                yield kind, out, paper


Value = tuple[str, float, bool]


def values(kind: str, path: Path, paper: Path) -> Iterator[Value]:
    """(kind of noise, confidence, right) of every value that the paper's record holds as well."""
    yield from compared(
        kind, extract(path), extract(paper)
    )  # the tests hold the paper's own record to its expected one


def compared(kind: str, got: Document, want: Document) -> Iterator[Value]:
    """(kind of noise, confidence, right) of every value of one record that the other holds as well."""
    for case, original in zip(got.cases, want.cases, strict=False):
        pairs = [(case.outline, original.outline), *zip(case.forms, original.forms, strict=False)]
        for one, other in pairs:
            if one is None or other is None:
                continue
            for name, value in one.evidence.items():
                true = other.evidence.get(name)
                if value.confidence is not None and value.text:
                    yield kind, value.confidence, true is not None and folded(true.text) == folded(value.text)
    for one_set, other_set in zip(got.clause_sets, want.clause_sets, strict=False):
        true_clauses: dict[Any, Any] = {clause.number: clause for clause in other_set.clauses}
        for clause in one_set.clauses:
            if (sure := getattr(clause, "confidence", None)) is not None:
                true_one = true_clauses.get(clause.number)
                same = true_one is not None and folded(clause.text) == folded(true_one.text)
                yield kind, sure, same and folded(clause.heading) == folded(true_one.heading)


def bench_reliability(files: list[Path]) -> None:
    rows: list[Value] = []
    with tempfile.TemporaryDirectory() as folder:
        for kind, path, paper in degraded(files, Path(folder)):
            new = list(values(kind, path, paper))
            rows += new
            print(f"  {path.name:52} {sum(right for *_, right in new):3} of {len(new):3} values right", flush=True)
    for kinds in (("clean", "office"), ("poor",)):
        table(" and ".join(kinds), [(sure, right) for kind, sure, right in rows if kind in kinds])


def table(title: str, rows: list[tuple[float, bool]]) -> None:
    print(f"{title}: {len(rows)} values\n  confidence     values  right")
    for low, high in pairwise(BINS):
        inside = [right for sure, right in rows if low <= sure < high]
        if inside:
            print(f"  {low:4.2f} to {min(high, 1.0):4.2f} {len(inside):8} {sum(inside) / len(inside):6.1%}")
    sure_rows = [right for sure, right in rows if sure >= 0.95]
    right_rows = [sure for sure, right in rows if right]
    if sure_rows and right_rows:
        print(f"  of {len(sure_rows)} values at 0.95 and above {sum(sure_rows) / len(sure_rows):.1%} are right")
        print(
            f"  of {len(right_rows)} right values {sum(s >= 0.95 for s in right_rows) / len(right_rows):.1%} are there"
        )


def main(arguments: list[str]) -> None:
    """Runs what is asked for."""
    known = ("time", "memory", "workers", "reliability")
    chosen = [word for word in arguments if word in known] or list(known)
    pages = next((int(word) for word in arguments if word.isdigit()), PAGES)
    given = [Path(word) for word in arguments if word not in known and not word.isdigit()] or [CORPUS / "scans"]
    files = [file for place in given for file in ([place] if place.is_file() else sorted(place.glob("*.pdf")))]
    for word in chosen:
        print(f"-- {word}")
        match word:
            case "time":
                bench_time(files)
            case "memory":
                bench_memory(files, pages)
            case "workers":
                bench_workers(files, pages)
            case "reliability":
                bench_reliability(files)


if __name__ == "__main__":
    main(sys.argv[1:])
