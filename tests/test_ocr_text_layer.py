"""The invisible text over a picture: shared out among lines, held against what was read, made runs."""

from __future__ import annotations

import pytest

from kaigi_extract.ocr.line_segmentation import LineBox, Segments
from kaigi_extract.ocr.protocol import Character
from kaigi_extract.ocr.text_layer import Layer
from kaigi_extract.source import Frame, Page, Run
from tests.typeset import run, upright

SCALE = 2.0
FRAME = Frame(1, 400.0, 300.0)
TOPS = (50.0, 68.0, 86.0)
SEGMENTS = Segments([LineBox(80, round(top * 2), 280, round(top * 2) + 20) for top in TOPS], 20.0)
"""Three lines of ten characters of 10 points, from x = 40 points; two pixels a point."""
WORDS = ("個人情報の保護に関す", "る条例の規定により次", "のとおり報告するもの")


def layer(*runs: Run, frame: Frame = FRAME, page: Frame = FRAME) -> Layer:
    return Layer(Page(page, hidden=[("invisible", one) for one in runs]), frame, SEGMENTS, SCALE)


def sample(*texts: str) -> dict[int, list[Character]]:
    return {k: [Character(char, 0, 0.9) for char in text] for k, text in enumerate(texts)}


FAIR = [run(words, 40, top) for words, top in zip(WORDS, TOPS, strict=True)]

AGREEMENTS: dict[str, tuple[list[Run], tuple[str, ...], float]] = {
    "says the same": (FAIR, WORDS, 1.0),
    "in half-width forms": ([run("第２条（１）", 40, 50)], ("第2条(1)",), 1.0),
    "one of ten characters is another": ([run("個入情報の保護に関す", 40, 50)], WORDS[:1], 0.9),
    "a character is missing": ([run("個人情報の保護に関", 40, 50)], WORDS[:1], 0.9),
    "a line is missing": (FAIR[:1], WORDS[:2], 0.5),
    "garbage": ([run("aeilnrst~f", 40, 50)], WORDS[:1], 0.0),
    "garbage as long again": ([run(WORDS[0], 40, 50), run("x" * 10, 40, 50, 9)], WORDS[:1], 0.5),
    "nothing": ([], WORDS, 0.0),
    "nothing was read": (FAIR, (), 0.0),
    "half of it where no line is": ([FAIR[0], run(WORDS[1], 40, 200)], WORDS[:1], 0.5),
    "roughly placed": ([run(words, 43, top - 5) for words, top in zip(WORDS, TOPS, strict=True)], WORDS, 1.0),
    "white space": ([run("個人 情報　の保護に関す", 40, 50, pitch=8)], WORDS[:1], 1.0),
}


@pytest.mark.parametrize(("runs", "texts", "wanted"), AGREEMENTS.values(), ids=AGREEMENTS)
def test_agreement(runs: list[Run], texts: tuple[str, ...], wanted: float) -> None:
    assert layer(*runs).agreement(sample(*texts)) == pytest.approx(wanted, abs=0.005)


def test_runs_are_lines_in_the_order_of_the_page() -> None:
    made = layer(*FAIR[::-1]).runs(0.97)
    assert [one.text for one in made] == list(WORDS)
    assert {sure for one in made for sure in one.sure or ()} == {0.97}
    assert [len(one.others or ()) for one in made] == [10] * 3
    assert made[0].start[:2] == pytest.approx([40, 50])
    assert made[0].end[:2] == pytest.approx([50, 60])
    assert (made[0].low, made[0].high) == (50, 60)


def test_only_the_invisible_text_counts() -> None:
    page = Page(FRAME, hidden=[("faded", FAIR[0]), ("invisible", FAIR[1])])
    assert [one.text for one in Layer(page, FRAME, SEGMENTS, SCALE).runs(1.0)] == [WORDS[1]]


def test_lines_without_a_character_of_it() -> None:
    assert layer(FAIR[0], FAIR[2]).empty == {1}
    assert layer().empty == {0, 1, 2}


def test_characters_astray() -> None:
    made = layer(run("個人", 40, 50), run("外れ", 300, 200))
    assert made.astray == 2
    assert [one.text for one in made.runs(1.0)] == ["個人"]


def test_on_a_page_that_was_turned() -> None:
    """The layer was written on the page as displayed, upside down; the page_image stands upright."""
    shown = Run("个", [350.0], [360.0], 240.0, 250.0, 10)
    made = layer(shown, frame=Frame(1, 400.0, 300.0, turn=180))
    assert [one.text for one in made.runs(1.0)] == ["个"]
    assert made.runs(1.0)[0].start[0] == pytest.approx(40)


def test_a_column() -> None:
    column = Segments([LineBox(80, 100, 100, 180, ((100, 120), (130, 150), (160, 180)))], 20.0)
    page = Page(FRAME, hidden=[("invisible", upright("事業名", 40, 50))])
    page.hidden[0][1].start, page.hidden[0][1].end = [50, 65, 80], [60, 75, 90]
    [one] = Layer(page, FRAME, column, SCALE).runs(1.0)
    assert (one.text, one.vertical) == ("事業名", True)
    assert one.start == pytest.approx([50, 65, 80])
