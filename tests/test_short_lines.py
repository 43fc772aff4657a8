"""Lines of a character or two: which are read behind the line above them, and what of that reading is taken."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from kaigi_extract.ocr.line_crops import LineCrop
from kaigi_extract.ocr.line_segmentation import LineBox
from kaigi_extract.ocr.page_image import Grey
from kaigi_extract.ocr.protocol import Character
from kaigi_extract.ocr.short_lines import read_short

EM = 30.0
PAD = 12


def line(words: str, x: int, y: int, sure: float) -> tuple[LineBox, LineCrop, list[Character]]:
    """A line of bars, one in each em, as an engine reads it."""
    width = round(len(words) * EM)
    grey = np.full((30 + 2 * PAD, width + 2 * PAD), 255, np.uint8)
    for k in range(len(words)):
        grey[PAD : PAD + 28, round(PAD + (k + 0.1) * EM) : round(PAD + (k + 0.9) * EM)] = 0
    read = [Character(char, PAD + (k + 0.5) * EM, sure) for k, char in enumerate(words)]
    return LineBox(x, y, x + width, y + 28), LineCrop(grey, float(x - PAD)), read


class Bars:
    """An engine that reads each bar as one of these characters, the last of them at the last bar."""

    def __init__(self, says: str, sure: float = 0.97) -> None:
        self.says, self.sure, self.count = says, sure, 0

    def read(self, crops: Sequence[Grey]) -> list[list[Character]]:
        self.count += len(crops)
        return [self._line(crop) for crop in crops]

    def _line(self, crop: Grey) -> list[Character]:
        edges = np.flatnonzero(np.diff(np.concatenate(([0], (crop < 128).any(axis=0).astype(np.int8), [0]))))
        places = list(zip(edges[::2], edges[1::2], strict=True))
        says = self.says[-len(places) :].rjust(len(places), "田")
        return [Character(char, (a + b) / 2, self.sure) for char, (a, b) in zip(says, places, strict=True)]


WHITE = np.zeros((400, 600), np.uint8)
ABOVE = line("菜園の区画の管理の状", 100, 100, 0.99)

CASES: dict[str, tuple[tuple[LineBox, LineCrop, list[Character]], Bars, str, int]] = {
    # the line below; the engine behind the line above; what the line below is then; lines that were read again
    "a doubtful character": (line("况", 100, 140, 0.5), Bars("管理の状況"), "況", 1),
    "two": (line("犬況", 100, 140, 0.5), Bars("管理の状態況"), "態況", 1),
    "one that is sure": (line("况", 100, 140, 0.95), Bars("管理の状況"), "况", 0),
    "a look that is less sure": (line("况", 100, 140, 0.5), Bars("管理の状況", 0.4), "况", 1),
    "three": (line("况况况", 100, 140, 0.5), Bars("管理の状況"), "况况况", 0),
    "a character beside it": (line("况", 400, 140, 0.5), Bars("管理の状況"), "况", 0),
    "a character far below it": (line("况", 100, 240, 0.5), Bars("管理の状況"), "况", 0),
}


@pytest.mark.parametrize("case", CASES)
def test_short_lines(case: str) -> None:
    below, engine, wanted, count = CASES[case]
    lines = [ABOVE, below]
    read = read_short([one[0] for one in lines], [one[1:] for one in lines], WHITE, EM, engine.read)
    assert ["".join(one.text for one in characters) for characters in read] == ["菜園の区画の管理の状", wanted]
    assert engine.count == count


def test_a_line_that_no_character_was_read_of() -> None:
    box, crop, _ = line("况", 100, 140, 0.5)
    (_, (character,)) = read_short([ABOVE[0], box], [ABOVE[1:], (crop, [])], WHITE, EM, Bars("管理の状況").read)
    assert (character.text, character.sure) == ("況", 0.97)
    assert character.at == pytest.approx(PAD + 0.5 * EM, abs=2)


@pytest.mark.parametrize("place", [(slice(134, 136), slice(0, 600)), (slice(0, 400), slice(96, 98))])
def test_a_ruled_line_parts_them(place: tuple[slice, slice]) -> None:
    ruled = WHITE.copy()
    ruled[place] = 255
    below = line("况", 66 if place[0].start == 0 else 100, 140, 0.5)
    engine = Bars("管理の状況")
    read_short([ABOVE[0], below[0]], [ABOVE[1:], below[1:]], ruled, EM, engine.read)
    assert engine.count == 0
