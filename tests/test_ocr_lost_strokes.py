"""Numerals of a light copy, told by the ends of their strokes: (what is left, what the engine read, what it says)."""

from __future__ import annotations

import numpy as np
import pytest

from kaigi_extract.ocr.line_crops import LineCrop
from kaigi_extract.ocr.lost_strokes import with_lost_strokes
from kaigi_extract.ocr.protocol import Character

EM = 30
Dot = tuple[float, float]
"""Ems from the left of its em to the middle of a dot, and from the middle of the line down."""

ONE: list[Dot] = [(0.9, 0.02)]
TWO: list[Dot] = [(0.78, -0.25), (0.9, 0.32)]
THREE: list[Dot] = [(0.85, -0.33), (0.78, 0.0), (0.92, 0.38)]

LEFT: dict[str, tuple[list[Dot], str, str]] = {
    "一, read as ・": (ONE, "会・致", "会一致"),
    "一, not read": (ONE, "会 致", "会一致"),
    "二, read as ：": (TWO, "を：年", "を二年"),
    "三, not read": (THREE, "は 段", "は三段"),
    "・ as it is printed": ([(0.5, 0.0)], "部・課", "部・課"),
    "： as it is printed": ([(0.5, -0.2), (0.5, 0.2)], "時：分", "時：分"),
    "、 in a wide line": ([(0.15, 0.35)], "区 町", "区町"),
    "a speck above": ([(0.9, -0.45)], "区 町", "区町"),
    "four dots": ([(0.9, y) for y in (-0.4, -0.15, 0.1, 0.35)], "区 町", "区町"),
    "the left end of 十": (ONE, "で 十", "で十"),
    "nothing": ([], "区 町", "区町"),
}


@pytest.mark.parametrize("name", LEFT)
def test_the_ends_of_strokes_tell_a_numeral(name: str) -> None:
    dots, read, says = LEFT[name]
    grey = np.full((2 * EM, 4 * EM), 255, np.uint8)
    for k, char in enumerate(read):
        if char not in " ・：":
            left = round((k + 0.55) * EM)
            grey[EM // 2 : 3 * EM // 2, left : left + round(0.9 * EM)] = 0
    for across, below in dots:
        x, y = round((1.5 + across) * EM), round(EM + below * EM)
        grey[y - 2 : y + 2, x - 2 : x + 2] = 40
    characters = [Character(c, (k + 1) * EM, 0.9) for k, c in enumerate(read) if c != " "]
    assert "".join(one.text for one in with_lost_strokes(characters, LineCrop(grey, 0.0), EM)) == says
