"""Doubtful characters weighed by those around them: what the engine saw, with its runners-up, and what is read."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kaigi_extract.ocr.context import in_context
from kaigi_extract.ocr.line_segmentation import LineBox
from kaigi_extract.ocr.ngrams import Ngrams, as_read, known_ngrams
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
