"""Small symbols told from specks: (what is printed, what the engine saw with which confidence, what stays)."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from kaigi_extract.ocr.confidence import LIKE_SPECKS
from kaigi_extract.ocr.line_crops import LineCrop, cut_crop
from kaigi_extract.ocr.line_segmentation import find_lines
from kaigi_extract.ocr.protocol import Character
from kaigi_extract.ocr.ruled_lines import find_ruled_lines
from kaigi_extract.ocr.settings import DEFAULT_OCR
from kaigi_extract.ocr.specks import FORMS, without_specks
from kaigi_extract.ocr.symbols import find_symbols
from tests.printed import SCALE, page_image, printed, text

SIZE = 10.5
EM = SIZE * SCALE
X, Y = 60.0, 50.0
LATE = 0.15
"""Ems by which engines place a small symbol after the middle of its ink."""

Speck = tuple[float, float, float]
"""Ems from where the line begins and from the top of its em boxes to the middle of a speck, and its side."""


def crop(words: str, *specks: Speck, dark: int = 230) -> LineCrop:
    grey = printed(text(X, Y, words))
    for across, down, side in specks:
        x, y, half = X * SCALE + across * EM, Y * SCALE + down * EM, side * EM / 2
        grey[round(y - half) : round(y + half), round(x - half) : round(x + half)] = 255 - dark
    page = page_image(grey)
    ruled = find_ruled_lines(page)
    [box] = find_lines(page, ruled).boxes
    return cut_crop(page, ruled.mask, box, EM, DEFAULT_OCR.crops.wide_margin)


def seen(signs: str, read: LineCrop, sign: str, at: float, sure: float) -> list[Character]:
    """The characters of a line with one more, `at` ems from where the line begins."""
    start = X * SCALE - read.x0
    characters = [Character(char, start + (k + 0.5) * EM, 0.99) for k, char in enumerate(signs) if not char.isspace()]
    extra = Character(sign, start + (at + LATE) * EM, sure)
    return sorted([*characters, extra], key=lambda character: character.at)


def says(characters: list[Character]) -> str:
    return "".join(character.text for character in characters)


PRINTED = [
    ("条例。", "。", 2.2, 0.2),
    ("条例、区", "、", 2.2, 0.2),
    ("区・都", "・", 1.5, 0.9),
    ("第５．区", "．", 2.2, 0.9),
    ("条例：区", ":", 2.5, 0.9),
]


@pytest.mark.parametrize(("words", "sign", "at", "sure"), PRINTED)
def test_what_is_printed_stays(words: str, sign: str, at: float, sure: float) -> None:
    """Even a 。 that the engine hardly saw: no dust is a ring of its size."""
    read = crop(words)
    others = words.replace(words[int(at)], "　")
    assert says(without_specks(seen(others, read, sign, at, sure), read, EM)) == words.replace("：", ":")


@pytest.mark.parametrize("dark", [90, 230])
def test_pale_or_black(dark: int) -> None:
    read = crop("条例", (2.2, 0.82, 0.28), dark=dark)
    assert says(without_specks(seen("条例", read, "。", 2.2, 0.2), read, EM)) == "条例。"


SPECKS = {
    "low after a word": ("条例", (2.2, 0.8, 0.1), ".", 0.99),
    "read as a ring": ("条例", (2.2, 0.8, 0.1), "。", 0.99),
    "before a word": ("　条例", (0.5, 0.8, 0.13), ".", 0.99),
    "between the characters of a word": ("条　例", (1.5, 0.8, 0.1), "、", 0.9),
    "in the middle without room": ("条例", (2.15, 0.5, 0.14), "・", 0.99),
    "a stroke too short": ("条例", (2.4, 0.5, 0.1), "-", 0.99),
}


@pytest.mark.parametrize(("words", "speck", "sign", "sure"), SPECKS.values(), ids=SPECKS)
def test_dust_goes(words: str, speck: Speck, sign: str, sure: float) -> None:
    """And the characters beside it are as sure as before: the ink tells that there is nothing."""
    read = crop(words, speck)
    kept = without_specks(seen(words, read, sign, speck[0], sure), read, EM)
    assert says(kept) == "".join(words.split())
    assert {character.sure for character in kept} == {0.99}


def test_a_stroke_as_long_as_a_character_is_one() -> None:
    bar: list[Speck] = [(across, 0.5, 0.12) for across in np.arange(1.2, 1.85, 0.05)]
    read = crop("総　２", *bar)
    assert says(without_specks(seen("総　２", read, "-", 1.5, 0.7), read, EM)) == "総-２"


def test_dust_beside_a_sign_does_not_take_it_off() -> None:
    read = crop("条例。", (2.3, 0.1, 0.1))
    assert says(without_specks(seen("条例", read, "。", 2.2, 0.9), read, EM)) == "条例。"


def test_a_point_stands_after_a_digit_only() -> None:
    for word, stays in (("第５", True), ("第条", False)):
        read = crop(word, (2.2, 0.8, 0.14))
        assert says(without_specks(seen(word, read, ".", 2.2, 0.9), read, EM)).endswith(".") is stays


@pytest.mark.parametrize(("sure", "says_it", "before"), [(0.9, "条例。", 0.99), (0.4, "条例", 0.6)])
def test_without_ink_the_engine_decides(sure: float, says_it: str, before: float) -> None:
    """A sign that it may have seen makes the character before it less sure."""
    read = crop("条例")
    kept = without_specks(seen("条例", read, "。", 2.2, sure), read, EM)
    assert says(kept) == says_it
    assert kept[1].sure == pytest.approx(before)


def test_characters_under_one_another_are_left_alone() -> None:
    characters = [Character("条", 10, 0.9), Character("・", 40, 0.1)]
    upright = LineCrop(np.full((40, 80), 255, np.uint8), 0.0, ((0, 30), (30, 60)), 30.0)
    assert without_specks(characters, upright, EM) == characters


def test_the_signs_are_those_that_are_less_likely_right() -> None:
    assert set(FORMS) == LIKE_SPECKS


def test_a_checkbox_that_its_shape_tells_is_not_to_be_weighed_again() -> None:
    read = crop("□ 変更")
    box = Character("□", X * SCALE - read.x0 + EM / 2, 0.6, (("口", 0.35),))
    found = find_symbols([box], read, EM, DEFAULT_OCR.symbols)
    assert (found[0].text, found[0].others) == ("□", ())
    assert found[0].sure >= DEFAULT_OCR.symbols.symbol_confidence


@pytest.mark.parametrize(("printed", "says", "sure"), [("□", "□", 0.9), ("■", "■", 0.9), ("目", "□", 0.3)])
def test_a_box_that_engine_and_shape_agree_on_is_as_sure_as_its_shape(printed: str, says: str, sure: float) -> None:
    """An engine doubts many boxes that it reads right."""
    read = crop(f"{printed}庁舎")
    start = X * SCALE - read.x0
    characters = [Character(c, start + (k + 0.5) * EM, (0.3, 0.99, 0.99)[k]) for k, c in enumerate(f"{says}庁舎")]
    box, *_ = find_symbols(characters, read, EM)
    assert (box.text, box.sure) == (says, sure)


MOUTHS = [
    # (printed, what the engine read, what it says)
    ("□", "窓口に来", "窓口に来"),
    ("□", "の人口の", "の人口の"),
    ("□", "氏名口住所", "氏名□住所"),
    ("□", "口新規", "□新規"),
    ("□", "窓□に来", "窓□に来"),
]


@pytest.mark.parametrize(("shape", "read", "says_"), MOUTHS)
def test_a_square_is_the_character_that_the_words_around_it_know(shape: str, read: str, says_: str) -> None:
    line = crop(read.replace("口", shape))
    start = X * SCALE - line.x0
    characters = [Character(c, start + (k + 0.5) * EM, 0.98) for k, c in enumerate(read)]
    assert says(find_symbols(characters, line, EM)) == says_


@pytest.mark.parametrize(
    ("words", "expected"),
    [("案内ロボット", "案内ロボット"), ("□データ", "□データ"), ("紙□データ□", "紙□データ□")],
)
@pytest.mark.parametrize("mouth", ["ロ", "口"])
def test_katakana_within_a_word_is_no_checkbox(words: str, expected: str, mouth: str) -> None:
    """The engine reads either as ロ or 口. At the start of a line, or where another is beside it, the shape decides."""
    line = crop(words)
    start = X * SCALE - line.x0
    read = words.replace("□", mouth).replace("ロ", mouth)
    characters = [Character(char, start + (k + 0.5) * EM, 0.9) for k, char in enumerate(read)]
    assert says(find_symbols(characters, line, EM)).replace("口", "ロ") == expected


RINGS = [
    # (printed, what the engine read, what it says)
    ("〇会長", "O会長", "○会長"),
    ("〇公園課長", "つ公園課長", "○公園課長"),
    ("〇委員", "〇委員", "○委員"),
    ("O型の血液", "O型の血液", "O型の血液"),
    ("〇歳児", "〇歳児", "〇歳児"),
    ("つぎの項目", "つぎの項目", "つぎの項目"),
    ("〇OA機器", "OOA機器", "OOA機器"),
    ("（会長）", "（会長）", "（会長）"),
]


@pytest.mark.parametrize(("printed", "read", "says_"), RINGS, ids=[f"{a} as {b}" for a, b, _ in RINGS])
def test_a_ring_that_begins_a_line_is_told_by_its_shape(printed: str, read: str, says_: str) -> None:
    line = crop(printed)
    start = X * SCALE - line.x0
    characters = [Character(c, start + (k + 0.5) * EM, 0.99 if k else 0.2, (("0", 0.1),)) for k, c in enumerate(read)]
    first, *_ = found = find_symbols(characters, line, EM, DEFAULT_OCR.symbols)
    assert says(found) == says_
    assert (first.others == ()) == (first.text == "○")


@pytest.mark.parametrize("ink", [20, 170], ids=["dark", "pale"])
def test_a_ring_that_the_engine_did_not_see_begins_its_line(ink: int) -> None:
    line = crop("〇会長")
    start = X * SCALE - line.x0
    line.grey[:, : round(start + EM)] = 255
    middle, radius = (round(start + EM / 2), line.grey.shape[0] // 2), round(0.42 * EM)
    cv2.circle(line.grey, middle, radius, ink, 1)
    characters = [Character(c, start + (k + 1.5) * EM, 0.99) for k, c in enumerate("会長")]
    assert says(find_symbols(characters, line, EM)) == "○会長"


def test_a_ring_is_white_within() -> None:
    """の that begins a line has a stroke through its middle."""
    line = crop("〇会長")
    start = X * SCALE - line.x0
    middle, radius = (round(start + EM / 2), line.grey.shape[0] // 2), round(0.42 * EM)
    cv2.line(line.grey, (middle[0] + 2, middle[1] - radius), (middle[0] - 1, middle[1] + 3), 20, 1)
    characters = [Character(c, start + (k + 0.5) * EM, 0.99) for k, c in enumerate("の会長")]
    assert says(find_symbols(characters, line, EM)) == "の会長"


def test_the_end_of_a_ring_is_not_within_the_next_character() -> None:
    """The engine may place a ring late, and characters have white columns of their own."""
    line = crop("〇会長")
    start = X * SCALE - line.x0
    line.grey[:, round(start + 1.12 * EM)] = 255
    places = (0.74, 1.5, 2.5)
    characters = [Character(c, start + at * EM, 0.6) for c, at in zip("O会長", places, strict=True)]
    assert says(find_symbols(characters, line, EM)) == "○会長"


BROKEN = [
    # (degrees of the ring that are left, what the engine read, what it says)
    (((-60, 60), (120, 240)), "()会長", "○会長"),
    (((-60, 60), (120, 240)), "C会長", "○会長"),
    (((-70, 20), (100, 250)), "の会長", "○会長"),
    (((90, 270),), "（会長", "（会長"),
    (((180, 360),), "つ会長", "つ会長"),
]


@pytest.mark.parametrize(("arcs", "read", "says_"), BROKEN)
def test_a_ring_with_gaps_is_a_ring(arcs: tuple[tuple[int, int], ...], read: str, says_: str) -> None:
    line = crop("〇" + read[-2:])
    start = X * SCALE - line.x0
    line.grey[:, : round(start + EM)] = 255
    middle = (round(start + EM / 2), line.grey.shape[0] // 2)
    for first, last in arcs:
        cv2.ellipse(line.grey, middle, (round(0.42 * EM), round(0.42 * EM)), 0, first, last, 0, 2)
    places = [0.2, 0.8, 1.5, 2.5] if len(read) > 3 else [0.4, 1.5, 2.5]
    characters = [Character(c, start + at * EM, 0.6) for c, at in zip(read, places, strict=True)]
    assert says(find_symbols(characters, line, EM, DEFAULT_OCR.symbols)) == says_
