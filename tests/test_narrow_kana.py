"""Half-width katakana: where a line is looked at twice as wide, and what of that look is taken."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from kaigi_extract.ocr.line_crops import LineCrop
from kaigi_extract.ocr.narrow_kana import read_narrow
from kaigi_extract.ocr.page_image import Grey
from kaigi_extract.ocr.protocol import Character

EM = 30.0
PAD = 18
"""White on the left of a crop that is read as wide as others."""


def line(words: str, sure: float = 0.95) -> tuple[LineCrop, list[Character]]:
    """Characters as an engine reads them: after | half an em apart, before it and after the next one a whole em."""
    at, step, characters = 0.0, EM, []
    grey = np.full((40, 1200), 255, np.uint8)
    for char in words:
        if char == "|":
            step = EM / 2 if step == EM else EM
            continue
        characters.append(Character(char, at + step / 2, sure))
        grey[8:32, round(at + 0.2 * step) : round(at + 0.8 * step)] = 0
        at += step
    return LineCrop(grey[:, : max(round(at), 1)], 0.0), characters


class Wide:
    """An engine that reads each crop as these words, each character an em after the other."""

    def __init__(self, *words: str, sure: float = 0.95) -> None:
        self.words, self.sure = words, sure
        self.widths: list[int] = []

    def read(self, crops: Sequence[Grey]) -> list[list[Character]]:
        self.widths += [crop.shape[1] for crop in crops]
        return [
            [Character(char, PAD + (k + 0.5) * EM, self.sure) for k, char in enumerate(words) if char != "_"]
            for words in self.words[: len(crops)]
        ]


def read(words: str, wide: Wide) -> str:
    (characters,) = read_narrow([line(words)], EM, wide.read)
    return "".join(one.text for one in characters)


CASES = {
    # what was read; what the look at the stretch gives; what stays of both
    "a digit": ("名簿|(7リガナ)|及び", ["簿_(フリガナ)及_"], "名簿(フリガナ)及び"),
    "hiragana and a sign": ("紙と|コンと゜ュータ|等", ["と_コンヒ゜ュータ等_"], "紙とコンピュータ等"),
    "a sign beside its character": ("|コピータ|", ["コピ゜ータ"], "コピータ"),
    "a sign that stays behind": ("|データト`|", ["データド_"], "データド"),
    "a hyphen for a long vowel": ("|サ-バ-|", ["サ-バ-"], "サーバー"),
    "two stretches": ("|カナ|は、漢字|テ二ス|", ["カナは_", "字_テニス"], "カナは、漢字テニス"),
    "digits stay": ("|カナ25|", ["カナ25"], "カナ25"),
    "what is no katakana there": ("|トキ7|", ["時刻7"], "トキ7"),
}


@pytest.mark.parametrize("name", CASES)
def test_what_of_the_second_look_is_taken(name: str) -> None:
    words, wide, stays = CASES[name]
    assert read(words, Wide(*wide)) == stays


def test_one_that_is_not_sure_is_not_taken() -> None:
    assert read("|カ7|", Wide("カフ", sure=0.6)) == "カ7"


@pytest.mark.parametrize("words", ["カタカナのノート", "|(12)|名簿", "|かな|", ""])
def test_other_lines_are_not_looked_at_again(words: str) -> None:
    wide = Wide("ワワワワワワ")
    assert read(words, wide) == words.replace("|", "")
    assert wide.widths == []


def test_only_the_stretch_and_what_is_close_to_it_is_drawn_twice_as_wide() -> None:
    wide = Wide("カナカナ")
    read("名簿|カナカナ|名簿", wide)
    assert wide.widths == [pytest.approx(2 * (4 * EM / 2 + 2 * EM) + 2 * PAD, abs=EM / 2)]


def test_what_was_read_before_is_among_what_it_may_be() -> None:
    (characters,) = read_narrow([line("|カ7|")], EM, Wide("カフ").read)
    assert [one.others for one in characters] == [(), (("7", pytest.approx(0.05)),)]


def test_characters_out_of_their_order_are_no_stretch_to_look_at() -> None:
    """As engines place what is left of broken characters: カ behind ナ, and the next one between them."""
    crop = LineCrop(np.full((40, 200), 255, np.uint8), 0.0)
    seen = [Character(text, at, 0.9) for text, at in (("課", 80.0), ("カ", 120.0), ("ナ", 40.0), ("田", 70.0))]
    assert read_narrow([(crop, seen)], EM, Wide("カナ").read) == [seen]
