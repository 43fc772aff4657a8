"""Sound PDFs beside damaged ones in threads: every record as it is read alone, and the process lives.

Run as a program it reads and compares, for a given number of seconds: a crash of native code must not end the tests.
`python -m tests.test_threads SECONDS THREADS` is the long run.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PIL import Image

from kaigi_extract import KaigiError, extract
from tests.made import append, pages, save
from tests.test_bad_input import broken_stream, missing_page, missing_stream

ROOT = Path(__file__).parents[1]
PAPERS = ("shinjuku-2013-library-cards.pdf", "shinjuku-2016-sports-booking.pdf", "shinjuku-2018-health-checkups.pdf")

SWITCH = 1e-5
"""Seconds after which Python gives another thread its turn, 5e-3 by its own: what can go wrong does so in seconds."""


def noisy(path: Path) -> Path:
    """A page whose content MuPDF warns about, line after line."""
    document = pages("第一頁の本文", "第二頁の本文")
    for page in document:
        append(page, b"<<<< ) ) [ garbage BT (x) Tj " * 20)
    return save(document, path)


def cut_off(path: Path) -> Path:
    data = pages("第一頁の本文", "第二頁の本文", "第三頁の本文").tobytes()
    path.write_bytes(data[: int(len(data) * 0.6)])
    return path


def several(path: Path) -> Path:
    """A picture of three frames."""
    frame = Image.new("L", (300, 200), 255)
    frame.save(path, "TIFF", save_all=True, append_images=[frame, frame])
    return path


def files(folder: Path) -> list[Path]:
    damaged = [broken_stream, missing_page, missing_stream, noisy, cut_off]
    made = [make(folder / f"{make.__name__}.pdf") for make in damaged]
    return [*(ROOT / "corpus" / name for name in PAPERS), *made, several(folder / "frames.tif")]


def read(path: Path, reader: str) -> str:
    """The record, or the error of a file that pdfminer cannot open."""
    try:
        return extract(path, reader=reader, recogniser="none").model_dump_json()
    except KaigiError as error:
        return str(error)


def compare(seconds: float, threads: int) -> int:
    """Reads again and again in threads until the time is up; how many records differed from those read alone."""
    differ = 0
    sys.setswitchinterval(SWITCH)
    with tempfile.TemporaryDirectory() as name, ThreadPoolExecutor(threads) as executor:
        tasks = [(path, reader) for path in files(Path(name)) for reader in ("pymupdf", "pdfplumber")]
        alone = [read(*task) for task in tasks]
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            differ += sum(a != b for a, b in zip(alone, executor.map(read, *zip(*tasks, strict=True)), strict=True))
    return differ


@pytest.mark.slow
def test_records_in_threads_are_those_read_alone():
    command = [sys.executable, "-m", "tests.test_threads", "8", "8"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "0 records differ\n"), done.stderr


def test_a_page_can_be_drawn_in_threads(tmp_path):
    from kaigi_extract.source.render import render_pages

    path = save(pages(*(f"第{number}頁の本文" for number in range(8))), tmp_path / "a.pdf")

    def drawn(number: int) -> bytes:
        [(_, pixels)] = render_pages(path, [number], 72)
        return pixels.data

    with ThreadPoolExecutor(8) as executor:
        together = list(executor.map(drawn, [*range(1, 9)] * 4))
    assert together == [drawn(number) for number in range(1, 9)] * 4


if __name__ == "__main__":
    print(f"{compare(float(sys.argv[1]), int(sys.argv[2]))} records differ")
