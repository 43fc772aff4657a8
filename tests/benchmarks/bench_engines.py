"""Engines on the same scans: characters that are wrong in ours, in bare RapidOCR and in Tesseract, and what our confidence
is worth on these. Prints; asserts nothing.

    python tests/benchmarks/bench_engines.py [ours] [bare] [tesseract] [program] [FOLDER]

FOLDER (corpus/scans) holds scans called NAME.KIND.pdf; NAME.pdf, beside them or in the folder above, is the same paper
born digital. `ours` is `extract` with its default engine, `tesseract` is `extract` with `recogniser="tesseract"`, and
`program` is Tesseract by itself on whole pages (jpn, automatic segmentation). A character is wrong where a printed line
of the paper differs from what is nearest to it anywhere in the text that was read; white space and width do not count.
Without words all of them.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pymupdf
from bench_scans import CORPUS, Value, compared, folded, pictures, table
from rapidfuzz.distance import Levenshtein
from rapidfuzz.fuzz import partial_ratio_alignment

from kaigi_extract.pipeline import extract
from kaigi_extract.records import Document

SHORTEST = 4
"""Characters of a printed line that is looked for, at least: shorter ones are found anywhere."""
CONFIDENT = 0.95
STEPS = np.linspace(0.0, 1.0, 11)


def text_of(document: Document) -> str:
    return "\n".join(section.text or "" for section in document.sections)


def ours(path: Path) -> str:
    return text_of(extract(path))


def tesseract(path: Path) -> str:
    return text_of(extract(path, recogniser="tesseract"))


def bare(path: Path) -> str:
    import logging

    from rapidocr import RapidOCR

    logging.disable(logging.INFO)
    engine = RapidOCR()
    return "\n".join(text for picture in pictures(path) for text in (engine(picture).txts or ()))


def program(path: Path) -> str:
    read = []
    for picture in pictures(path):
        given = cv2.imencode(".png", picture)[1].tobytes()
        command = ["tesseract", "stdin", "stdout", "-l", "jpn", "--psm", "3", "--dpi", "300"]
        read.append(subprocess.run(command, input=given, capture_output=True, check=True).stdout.decode())
    return "\n".join(read)


ENGINES: dict[str, Callable[[Path], str]] = {"ours": ours, "bare": bare, "tesseract": tesseract, "program": program}


def printed(paper: Path) -> list[str]:
    """The lines of a paper that are long enough to be looked for."""
    with pymupdf.open(paper) as document:
        lines = [folded(line) for page in document for line in page.get_text().splitlines()]
    return [line for line in lines if len(line) >= SHORTEST]


def wrong(lines: list[str], read: str) -> int:
    """Characters of the lines that are not as printed in the text that was read."""
    count = 0
    for line in lines:
        if line not in read:
            place = partial_ratio_alignment(line, read)
            near = read[place.dest_start : place.dest_end] if place else ""
            count += min(Levenshtein.distance(line, near), len(line))
    return count


def calibration(rows: list[Value]) -> float:
    """Expected calibration error of the values: how far confidence and share of right ones differ, by tenths."""
    sure, right = np.array([row[1] for row in rows]), np.array([row[2] for row in rows], float)
    bins = np.clip(np.digitize(sure, STEPS) - 1, 0, len(STEPS) - 2)
    return sum(
        float(abs(sure[bins == k].mean() - right[bins == k].mean())) * float((bins == k).mean())
        for k in np.unique(bins)
    )


def pairs(folder: Path) -> list[tuple[str, Path, Path]]:
    """Kind, scan and paper of all scans in a folder."""
    found = []
    for scan in sorted(folder.glob("*.*.pdf")):
        name, kind, _ = scan.name.split(".")
        paper = next((place for place in (folder, folder.parent) if (place / f"{name}.pdf").is_file()), None)
        if paper is not None:
            found.append((kind, scan, paper / f"{name}.pdf"))
    return found


def main(arguments: list[str]) -> None:
    """Runs what is asked for."""
    chosen = [word for word in arguments if word in ENGINES] or list(ENGINES)
    folder = next((Path(word) for word in arguments if word not in ENGINES), CORPUS / "scans")
    counts: defaultdict[tuple[str, str], int] = defaultdict(int)
    seconds: defaultdict[str, float] = defaultdict(float)
    total: defaultdict[str, int] = defaultdict(int)
    rows: list[Value] = []
    for kind, scan, paper in pairs(folder):
        lines = printed(paper)
        total[kind] += sum(map(len, lines))
        for name in chosen:
            began = time.perf_counter()
            document = extract(scan) if name == "ours" else None
            read = ENGINES[name](scan) if document is None else text_of(document)
            counts[kind, name] += wrong(lines, folded(read))
            seconds[name] += time.perf_counter() - began
            if document is not None:
                rows += compared(kind, document, extract(paper))
        print(f"  {scan.name:48}", *(f"{name} {counts[kind, name]}" for name in chosen), flush=True)
    print(f"{'wrong characters':24} {'of':>6}", *(f"{name:>10}" for name in chosen))
    for kind, of in total.items():
        print(f"{kind:24} {of:6}", *(f"{counts[kind, name] / of:10.2%}" for name in chosen))
    print(f"{'seconds':31}", *(f"{seconds[name]:10.1f}" for name in chosen))
    if rows:
        table("confidence", [(sure, right) for _, sure, right in rows])
        print(f"  expected calibration error {calibration(rows):.3f}")
        for kind in total:
            sure = [right for one, confidence, right in rows if one == kind and confidence >= CONFIDENT]
            print(f"  {kind:24} {sum(sure)} of {len(sure)} values at {CONFIDENT} and above are right")


if __name__ == "__main__":
    main(sys.argv[1:])
