"""Words under a picture: seen where the picture shows them again, as flattened slides have them; else hidden."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Literal

import numpy as np
import pymupdf
import pytest
from PIL import Image

import kaigi_extract

WORDS = "回収は毎週水曜日に行う"
PLACE = pymupdf.Rect(90, 180, 320, 220)


def shown(words: str, ground: tuple[float, float, float] = (1, 0.95, 0.8), place: pymupdf.Rect | None = PLACE) -> bytes:
    """A picture of the place, or of the whole page, with words of a size where the document has its own."""
    with pymupdf.open() as document:
        page = document.new_page()
        page.draw_rect(PLACE, color=None, fill=ground)
        page.insert_text((100, 206), words, fontname="japan", fontsize=14, color=(0.9, 0.3, 0))
        return bytes(page.get_pixmap(dpi=200, clip=place).tobytes("png"))


def grains() -> bytes:
    noise = np.random.default_rng(7).integers(0, 255, (110, 640, 3), np.uint8)
    buffer = io.BytesIO()
    Image.fromarray(noise).save(buffer, "png")
    return buffer.getvalue()


def slide(folder: Path, picture: bytes, *, place: pymupdf.Rect = PLACE) -> Path:
    path = folder / "slide.pdf"
    with pymupdf.open() as document:
        page = document.new_page()
        page.insert_text((100, 120), "資源の回収の予定", fontname="japan", fontsize=14)
        page.insert_text((100, 206), WORDS, fontname="japan", fontsize=14)
        page.insert_image(place, stream=picture)
        document.save(path)
    return path


@pytest.mark.parametrize("reader", ["pymupdf", "pdfplumber"])
@pytest.mark.parametrize(
    ("picture", "seen"),
    [
        (shown(WORDS), True),
        (shown(WORDS, (0.1, 0.1, 0.3)), True),
        (shown("窓口を五時に閉める事とす"), False),
        (shown(""), False),
        (grains(), False),
    ],
    ids=["its own words", "on a dark ground", "other words", "nothing", "grains"],
)
def test_words_are_seen_where_a_picture_over_them_shows_them(
    tmp_path: Path, reader: Literal["pymupdf", "pdfplumber"], picture: bytes, seen: bool
) -> None:
    document = kaigi_extract.extract(slide(tmp_path, picture), reader=reader, recogniser="none")
    text = "".join(section.text for section in document.sections)
    assert ("資源の回収の予定" in text, WORDS in text) == (True, seen)
    assert ("hidden_text" not in {finding.code for finding in document.findings}) == seen


def test_a_picture_of_the_whole_page_is_a_scan(tmp_path: Path) -> None:
    page = pymupdf.Rect(0, 0, 595, 842)
    document = kaigi_extract.extract(slide(tmp_path, shown(WORDS, place=None), place=page), recogniser="none")
    assert {finding.code for finding in document.findings} >= {"hidden_text"}
