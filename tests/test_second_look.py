"""The second look at what an engine doubts: which parts of a line are cut out, and what becomes of them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from kaigi_extract.ocr.line_crops import LineCrop
from kaigi_extract.ocr.page_image import Grey
from kaigi_extract.ocr.protocol import Character
from kaigi_extract.ocr.second_look import look_again, parts_in_doubt
from kaigi_extract.ocr.settings import DEFAULT_OCR
from tests.test_ocr_specks import EM, SCALE, X, crop

WORDS = "図書館利用者証発行業務委託仕様書別紙五"
PAD = round(DEFAULT_OCR.crops.close_margin * EM)


def line(doubted: str, words: str = WORDS) -> tuple[LineCrop, list[Character]]:
    """The crop of some words and what was read in it, some of it in doubt."""
    read = crop(words)
    start = X * SCALE - read.x0
    sure = [0.5 if char in doubted else 0.99 for char in words]
    return read, [Character(char, start + (k + 0.5) * EM, sure[k]) for k, char in enumerate(words)]


STRETCHES = {
    "none": ("", []),
    "one in the middle": ("発", ["書館利用者証発行業務委託仕"]),
    "the first": ("図", ["図書館利用者証"]),
    "the last": ("五", ["託仕様書別紙五"]),
    "two that share what is around them": ("館証", ["図書館利用者証発行業務委託"]),
    "two far apart": ("図五", ["図書館利用者証", "託仕様書別紙五"]),
}


@pytest.mark.parametrize(("doubted", "parts"), STRETCHES.values(), ids=STRETCHES)
def test_parts_in_doubt(doubted: str, parts: list[str]) -> None:
    read, characters = line(doubted)
    found = list(parts_in_doubt(read, characters, EM))
    assert [WORDS[part.first : part.last] for part in found] == parts
    for part in found:
        cut = part.grey.shape[1] / EM
        assert part.last - part.first - 0.3 < cut < part.last - part.first + 1.1
        assert part.grey[:, 0].min() == part.grey[:, -1].min() == 255
        assert part.grey.shape[0] < read.grey.shape[0]


def test_no_character_is_cut_through() -> None:
    """Where two touch, a part goes on to the next white."""
    read, characters = line("発")
    end = round(characters[13].at + EM / 2)
    read.grey[read.grey.shape[0] // 2, end - 9 : end + 9] = 0  # joins the last one of the part to the next
    (part,) = parts_in_doubt(read, characters, EM)
    assert WORDS[part.first : part.last] == "書館利用者証発行業務委託仕様"


class _Second:
    """An engine that reads the second look at a part, and says how wide it was."""

    name = "second"

    def __init__(self, says: str) -> None:
        self.says = says
        self.widths: list[int] = []

    def read(self, crops: Sequence[Grey]) -> list[list[Character]]:
        self.widths += [one.shape[1] for one in crops]
        return [[Character(c, PAD + (k + 0.5) * EM, 0.97) for k, c in enumerate(self.says)] for _ in crops]


def test_what_both_looks_say_is_one_reading_in_the_places_of_the_first() -> None:
    read = {3: line("発"), 5: line("")}
    engine = _Second("書館利用者証登行業務委託仕")
    look_again(read, read, EM, engine)
    (_, first), (_, untouched) = read[3], read[5]
    assert "".join(character.text for character in first) == WORDS.replace("発", "登")
    assert [character.at for character in first] == [character.at for character in line("")[1]]
    assert first[7].sure == pytest.approx(0.97 * 0.97 / (0.97 + 0.5))
    assert untouched == line("")[1]
    (width,) = engine.widths
    assert width < 0.8 * read[3][0].grey.shape[1]
