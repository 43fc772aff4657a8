"""How large a recognised line is set, by its ink: lines of flat characters have the page's size, readings have not."""

from __future__ import annotations

import numpy as np
import pytest

from kaigi_extract.ocr.line_crops import LineCrop
from kaigi_extract.ocr.line_segmentation import LineBox
from kaigi_extract.ocr.positions import place_run
from kaigi_extract.ocr.protocol import Character

EM = 40.0


def size_of(text: str, width: int, height: int) -> float:
    """The size in pixels of a line whose ink is so large, on a page set in ems of 40."""
    pitch = width / max(len(text), 1)
    characters = [Character(char, (k + 0.5) * pitch, 1.0) for k, char in enumerate(text)]
    crop = LineCrop(np.zeros((height, width), np.uint8), 0.0)
    return place_run(characters, crop, LineBox(100, 200, 100 + width, 200 + height), EM, 1.0).size


@pytest.mark.parametrize(
    ("text", "width", "height", "size"),
    [
        ("温室の鍵", 156, 38, 40.0),
        ("一二", 74, 14, 40.0),  # flat, and an em apart
        ("――――", 158, 3, 40.0),
        ("へ", 34, 15, 40.0),
        ("・", 8, 8, 40.0),  # no character whose ink tells a size
        ("おんしつ", 78, 17, 21.0),
        ("かぎ", 34, 17, 20.0),
        ("題", 76, 76, 80.0),
    ],
)
def test_size_of_a_line(text: str, width: int, height: int, size: float) -> None:
    assert size_of(text, width, height) == pytest.approx(size, abs=0.5)


@pytest.mark.parametrize(("first", "start"), [("１", 99.2), ("い", 87.0)])
def test_a_number_that_begins_a_line_begins_at_its_ink(first: str, start: float) -> None:
    grey = np.full((38, 120), 255, np.uint8)
    grey[:, 4:10] = grey[:, 62:98] = 0
    characters = [Character(first, 7.0, 1.0), Character("花", 80.0, 1.0)]
    run = place_run(characters, LineCrop(grey, 100.0), LineBox(104, 200, 198, 238), EM, 1.0)
    assert run.start[0] == pytest.approx(start, abs=0.6)


SET_DIGITS = {
    "in full width": ("第11条", (0.5, 1.5, 2.5, 3.5), 1.0),
    "in half width": ("第11条", (0.5, 1.25, 1.75, 2.5), 0.3),
    "in half width, spaced": ("第11条", (0.5, 1.25, 2.25, 3.0), 0.3),
    "one digit": ("第1条", (0.5, 1.5, 2.5), 0.3),
    "with no full-width character beside": ("11", (0.5, 1.5), 0.3),
}


@pytest.mark.parametrize(("text", "middles", "width"), SET_DIGITS.values(), ids=SET_DIGITS)
def test_digits_have_squares_where_they_are_set_in_them(text: str, middles: tuple[float, ...], width: float) -> None:
    """The ink of a digit here is 0.3 em wide, of a kanji 0.9."""
    crop = LineCrop(np.full((40, round((middles[-1] + 0.6) * EM)), 255, np.uint8), 0.0)
    for char, middle in zip(text, middles, strict=True):
        half = 0.15 if char.isascii() else 0.45
        crop.grey[5:35, round((middle - half) * EM) : round((middle + half) * EM)] = 0
    characters = [Character(char, middle * EM, 1.0) for char, middle in zip(text, middles, strict=True)]
    run = place_run(characters, crop, LineBox(0, 0, crop.grey.shape[1], 38), EM, 1.0)
    widths = [end - start for char, start, end in zip(text, run.start, run.end, strict=True) if char.isascii()]
    assert widths == pytest.approx([width * EM] * len(widths), abs=2)
