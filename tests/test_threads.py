"""Sound PDFs beside damaged ones in threads: every record as it is read alone, and the process lives.

It runs in a process of its own: a crash of native code must not end the tests. The long run, for minutes and with files of
every kind, is `python -m tests.benchmarks.stress_threads`.
"""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PIL import Image

from tests.made import append, pages, save
from tests.test_bad_input import broken_stream, missing_page, missing_stream

ROOT = Path(__file__).parents[1]
PAPERS = ("shinjuku-2013-library-cards.pdf", "shinjuku-2016-sports-booking.pdf", "shinjuku-2018-health-checkups.pdf")


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


@pytest.mark.slow
def test_records_in_threads_are_those_read_alone():
    command = [sys.executable, "-m", "tests.benchmarks.stress_threads", "0.15", "8", "--damaged", "6"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.endswith(", 0 differ\n")


def test_a_page_can_be_drawn_in_threads(tmp_path):
    from kaigi_extract.source.render import render_pages

    path = save(pages(*(f"第{number}頁の本文" for number in range(8))), tmp_path / "a.pdf")

    def drawn(number: int) -> bytes:
        [(_, pixels)] = render_pages(path, [number], 72)
        return pixels.data

    with ThreadPoolExecutor(8) as executor:
        together = list(executor.map(drawn, [*range(1, 9)] * 4))
    assert together == [drawn(number) for number in range(1, 9)] * 4
