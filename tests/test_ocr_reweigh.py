"""Doubtful characters weighed by those around them: what the engine saw, with its runners-up, and what is read."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kaigi_extract.ocr.context import in_context
from kaigi_extract.ocr.line_segmentation import LineBox
from kaigi_extract.ocr.ngrams import Ngrams, as_read, known_ngrams
from kaigi_extract.ocr.one_cell import with_one_in_a_cell
from kaigi_extract.ocr.protocol import Character
from kaigi_extract.ocr.reweigh import reweigh
from kaigi_extract.ocr.settings import DEFAULT_OCR
from kaigi_extract.ocr.wraps import chains

EM = 20.0


def line(text: str, doubts: dict[int, tuple[float, str]] | None = None, rest: float = 0.999) -> list[Character]:
    """Characters an em apart; of those in doubt by their place the confidence, and the runner-up with half of the rest."""
    doubts = doubts or {}
    characters = []
    for k, char in enumerate(text):
        sure, other = doubts.get(k, (rest, ""))
        others = ((other, (1 - sure) / 2),) if other else ()
        characters.append(Character(char, EM * (k + 0.5), sure, others))
    return characters


@pytest.fixture(scope="module")
def ngrams() -> Ngrams:
    known = known_ngrams()
    assert known is not None
    return known


WEIGHED = {
    "a word that there is": ("士分な注意を払う", {0: (0.7, "十")}, "十分な注意を払う"),
    "the end of a rule": ("守るものどする。", {4: (0.8, "と")}, "守るものとする。"),
    "a particle": ("求めたときば、これに", {5: (0.75, "は")}, "求めたときは、これに"),
    "a small kana": ("必要でしようか", {4: (0.7, "ょ")}, "必要でしょうか"),
    "two that are near each other": (
        "関係課と諜整したときば、",
        {4: (0.6, "調"), 10: (0.6, "は")},
        "関係課と調整したときは、",
    ),
    "nothing that was not seen": ("士分な注意を払う", {0: (0.7, "土")}, None),
    "nothing that is beyond doubt": ("士分な注意を払う", {0: (0.99, "十")}, "士分な注意を払う"),
    "what was right": ("十分な注意を払う", {0: (0.6, "士")}, "十分な注意を払う"),
}


@pytest.mark.parametrize(("seen", "doubts", "reads"), WEIGHED.values(), ids=WEIGHED)
def test_what_goes_together(ngrams: Ngrams, seen: str, doubts: dict[int, tuple[float, str]], reads: str | None) -> None:
    [weighed] = reweigh([line(seen, doubts)], ngrams)
    text = "".join(character.text for character in weighed)
    if reads is None:
        assert "十" not in text
    else:
        assert text == reads


WORN: dict[str, tuple[str, int, float, str, str]] = {
    "what has lost its level strokes": ("委託理山", 3, 0.998, "由", "委託理由"),
    "nothing that a look at the page did not give": ("委託理山", 3, 0.998, "", "委託理山"),
    "not the other way": ("申請の理由", 4, 0.998, "山", "申請の理由"),
    "another character": ("委託埋由", 2, 0.99, "理", "委託埋由"),
    "what is beyond all doubt": ("委託理山", 3, 0.9995, "由", "委託理山"),
}


@pytest.mark.parametrize(("seen", "at", "sure", "other", "reads"), WORN.values(), ids=WORN)
def test_worn_shapes_on_a_page_of_black_and_white(
    seen: str, at: int, sure: float, other: str, reads: str, ngrams: Ngrams
) -> None:
    worn = replace(DEFAULT_OCR.reweigh, worn_shape=DEFAULT_OCR.reweigh.worn_bilevel)
    doubted = {at: (sure, other)}
    assert "".join(one.text for one in reweigh([line(seen, doubted)], ngrams, worn)[0]) == reads
    assert "".join(one.text for one in reweigh([line(seen, doubted)], ngrams)[0]) == seen


CELLS: dict[str, tuple[list[tuple[str, float, float]], str]] = {
    "two strokes of one character": (
        [("浜", 0.5, 0.99), ("い", 1.3, 0.5), ("1", 1.7, 0.4), ("会", 2.5, 0.99)],
        "浜い会",
    ),
    "a number": ([("第", 0.5, 0.99), ("1", 1.3, 0.95), ("1", 1.7, 0.95), ("回", 2.5, 0.99)], "第11回"),
    "two characters": ([("浜", 0.5, 0.99), ("い", 1.5, 0.5), ("1", 2.1, 0.4), ("会", 3.5, 0.99)], "浜い1会"),
    "half-width katakana": ([("区", 0.5, 0.99), ("カ", 1.3, 0.5), ("ナ", 1.8, 0.4), ("会", 2.5, 0.99)], "区カナ会"),
    "two that are set apart": ([("浜", 0.5, 0.99), ("い", 1.0, 0.5), ("1", 1.9, 0.4), ("会", 2.5, 0.99)], "浜い1会"),
}


@pytest.mark.parametrize(("placed", "reads"), CELLS.values(), ids=CELLS)
def test_two_readings_of_one_character(placed: list[tuple[str, float, float]], reads: str) -> None:
    characters = [Character(char, EM * at, sure) for char, at, sure in placed]
    whole = with_one_in_a_cell(characters, EM)
    assert "".join(one.text for one in whole) == reads
    assert len(whole) == len(placed) or whole[1].others == (("1", 0.4),)


def test_confidence_is_that_among_all_readings(ngrams: Ngrams) -> None:
    """The more one reading goes with its neighbours, the surer it is; the other one stays beside it."""
    [weighed] = reweigh([line("十分な注意を払う", {0: (0.6, "士")})], ngrams)
    [contrary] = reweigh([line("士分な注意を払う", {0: (0.9, "十")})], ngrams)
    assert weighed[0].sure > 0.75
    assert contrary[0].sure < 0.9
    assert weighed[0].others == (("士", pytest.approx(0.2)),)


def test_whole_lines_without_doubt_stay_as_they_are(ngrams: Ngrams) -> None:
    read = line("業務を委託する。")
    assert reweigh([read], ngrams) == [read]


NEAR = [
    ("業務の日的外の利用", "日", True),
    ("住民の生年月目及び住所", "目", True),
    ("利用する情報項日の追加", "日", True),
    ("業務の目的外の利用", "目", False),
    ("住民の生年月日及び住所", "日", False),
    ("申請者の入退室の記録", "入", False),
]
"""What an engine was sure of, one character of it, and whether that is none that n-grams know there."""


@pytest.mark.parametrize(("text", "char", "doubted"), NEAR)
def test_look_alikes_that_no_words_have_are_never_sure(ngrams: Ngrams, text: str, char: str, doubted: bool) -> None:
    [read] = in_context([line(text)], [box(0, len(text))], EM, DEFAULT_OCR)
    assert "".join(character.text for character in read) == text
    assert {character.text for character in read if character.sure <= 0.5} == ({char} if doubted else set())


def test_as_read_knows_no_width_no_number_and_no_letter() -> None:
    assert as_read("Ａ４ 判　第１２条") == "A0判第00条"


WRAPPED = [
    ("業務に係るデ", "一タの消去", "業務に係るデ", "ータの消去"),
    ("情報セキュ", "りティの確保", "情報セキュ", "リティの確保"),
    ("新しいサ一", "バを置く課", "新しいサー", "バを置く課"),
    ("記録は統", "一した様式で", "記録は統", "一した様式で"),
    ("区が定める第", "ニ号の様式に", "区が定める第", "二号の様式に"),
]
"""Two lines of a paragraph: as seen, as read."""


def box(row: float, length: float, indent: float = 0.0) -> LineBox:
    return LineBox(
        round(indent * EM), round(row * 1.6 * EM), round((indent + length) * EM), round((row * 1.6 + 1) * EM)
    )


@pytest.mark.parametrize(("first", "second", "upper", "lower"), WRAPPED)
def test_a_line_goes_on_in_the_next(first: str, second: str, upper: str, lower: str) -> None:
    boxes = [box(0, max(len(first), len(second))), box(1, len(second))]
    read = in_context([line(first), line(second)], boxes, EM, DEFAULT_OCR)
    assert ["".join(character.text for character in one) for one in read] == [upper, lower]


CHAINED = {
    "a paragraph": ([box(0, 20, 1), box(1, 21), box(2, 8)], [[0, 1, 2]]),
    "its end and the next one": ([box(0, 8), box(1, 20), box(2, 20)], [[0], [1, 2]]),
    "columns beside each other": ([box(0, 9), box(0, 9, 12), box(1, 9), box(1, 9, 12)], [[0, 2], [1, 3]]),
    "far apart": ([box(0, 20), box(3, 20)], [[0], [1]]),
}


@pytest.mark.parametrize(("boxes", "found"), CHAINED.values(), ids=CHAINED)
def test_which_line_goes_on_in_which(boxes: list[LineBox], found: list[list[int]]) -> None:
    assert chains(boxes, EM) == found


def test_without_weight_n_grams_decide_nothing(ngrams: Ngrams) -> None:
    engine_alone = replace(DEFAULT_OCR.reweigh, ngram_weight=0.0)
    [read] = reweigh([line("士分な注意を払う", {0: (0.7, "十")})], ngrams, engine_alone)
    assert read[0].text == "士"
