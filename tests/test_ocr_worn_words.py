"""Names that are printed worn and, elsewhere on the page, better: (the better prints, what is worn of the word and what
the engine reads there, how it is read)."""

from __future__ import annotations

import numpy as np
import pytest

from kaigi_extract.ocr.line_crops import LineCrop
from kaigi_extract.ocr.protocol import Character
from kaigi_extract.ocr.worn_words import with_worn_words
from tests.printed import SCALE, printed, text

SIZE = 10.5
EM = SIZE * SCALE


def crop(words: str, lost: range | None = None) -> LineCrop:
    """A line from 20 points on; of `lost` columns, in hundredths of an em, all ink in the upper and lower third is."""
    grey = printed(text(20, 20, words, SIZE), width=200, height=40)
    if lost is not None:
        x0, x1 = (round(20 * SCALE + one * EM / 100) for one in (lost.start, lost.stop))
        for y0, y1 in ((20.0, 23.6), (27.4, 32.0)):
            grey[round(y0 * SCALE) : round(y1 * SCALE), x0:x1] = 255
    return LineCrop(np.asarray(grey[15 * SCALE : 36 * SCALE], np.uint8), 0.0)


def seen(words: str, places: tuple[float, ...], doubted: int, sure: float) -> list[Character]:
    return [
        Character(char, 20 * SCALE + at * EM, sure if k == doubted else 0.98)
        for k, (char, at) in enumerate(zip(words, places, strict=True))
    ]


FOUR = (0.5, 1.5, 2.5, 3.5)
NAMES: dict[str, tuple[list[tuple[str, float]], str, str, tuple[float, ...], float, str]] = {
    "a name in the list": ([("田口会長", 0.9)], "田口会長", "田い会長", FOUR, 0.5, "田口会長"),
    "one reading too many": ([("田口会長", 0.9)], "田口会長", "田い1会長", (0.5, 1.3, 1.7, 2.5, 3.5), 0.5, "田口会長"),
    "one too few": ([("田口会長", 0.9)], "田口会長", "日会長", (1.0, 2.5, 3.5), 0.5, "田口会長"),
    "of two names the one that is as its ink": (
        [("田口会長", 0.9), ("大橋会長", 0.9)],
        "田口会長",
        "田い会長",
        FOUR,
        0.5,
        "田口会長",
    ),
    "another name": ([("大橋会長", 0.9)], "田口会長", "田い会長", FOUR, 0.5, "田い会長"),
    "fewer strokes": ([("川上会長", 0.9)], "田口会長", "田い会長", FOUR, 0.5, "田い会長"),
    "another office": ([("田口委員", 0.9)], "田口会長", "田い会長", FOUR, 0.5, "田い会長"),
    "a list that is worn itself": ([("田口会長", 0.3)], "田口会長", "田い会長", FOUR, 0.5, "田い会長"),
    "what is beyond doubt": ([("田口会長", 0.9)], "田口会長", "田い会長", FOUR, 0.9, "田い会長"),
}


@pytest.mark.parametrize("name", NAMES)
def test_a_worn_name_is_read_as_it_is_elsewhere(name: str) -> None:
    listed, words, read, places, sure, says = NAMES[name]
    lines = [seen(read, places, 1 if len(read) > 3 else 0, sure)]
    crops = [crop(words, range(122, 178))]
    for other, whole in listed:
        lines.append(seen(other, FOUR, 1, whole))
        crops.append(crop(other))
    told, *others = with_worn_words(lines, crops, EM)
    assert "".join(one.text for one in told) == says
    assert others == lines[1:]
    assert says == read or max(one.sure for one in told) <= 0.75
