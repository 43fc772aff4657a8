"""縦書き on pages that are pictures: which ink is set downwards, where its characters are, and what two readings say."""

from __future__ import annotations

import numpy as np
import pymupdf
import pytest

from kaigi_extract.ocr.line_crops import LineCrop, cut_crop
from kaigi_extract.ocr.line_segmentation import LineBox, Segments
from kaigi_extract.ocr.page_image import Grey
from kaigi_extract.ocr.positions import place_run
from kaigi_extract.ocr.protocol import Character
from kaigi_extract.ocr.recognise import recognise
from kaigi_extract.ocr.ruled_lines import find_ruled_lines
from kaigi_extract.ocr.settings import DEFAULT_OCR
from kaigi_extract.ocr.vertical_columns import find_writing
from kaigi_extract.ocr.vertical_crops import lie
from kaigi_extract.ocr.vertical_reading import may_lie, one_reading
from tests.made import FONT
from tests.printed import SCALE, Draw, askew, page_image, printed, rule, scan, text

EM = 10.5
TURNED = frozenset("（）「」ー…")
TEXTS = (
    "温室の窓は、朝に開けるものとする。",
    "鍵は「鍵箱」に戻し、所長が二度見る。",
    "係員は三人とし、週に一度入れ替わる。",
    "噴水のポンプは、夏に限り動かす。",
)


def column(x: float, y: float, words: str, size: float = EM, pitch: float = 1.0) -> Draw:
    """Characters set downwards from `y`, as type for columns has them; `x` is the left side of their squares."""

    def draw(page: pymupdf.Page) -> None:
        for k, char in enumerate(words):
            top = y + k * pitch * size
            if char in TURNED:
                page.insert_text((x + 0.12 * size, top), char, fontname=FONT, fontsize=size, rotate=270)
            elif char in "、。":
                text(x + 0.6 * size, top - 0.6 * size, char, size)(page)
            elif char in "っゃゅょ":
                text(x + 0.15 * size, top - 0.1 * size, char, size)(page)
            elif char != "　":
                text(x, top, char, size)(page)

    return draw


def columns(
    *words: str, right: float = 340, top: float = 50, apart: float = 20, size: float = EM, pitch: float = 1.0
) -> list[Draw]:
    """Each text a column, from the right."""
    return [column(right - apart * k, top, one, size, pitch) for k, one in enumerate(words)]


def found(grey: Grey) -> Segments:
    image = page_image(grey)
    return find_writing(image, find_ruled_lines(image))


def upright_and_level(grey: Grey) -> tuple[list[int], int]:
    """How many characters each column has, from the right, and how many lines there are."""
    boxes = found(grey).boxes
    upright = sorted((box for box in boxes if box.em), key=lambda box: -box.x0)
    return [len(box.characters) for box in upright], sum(not box.em for box in boxes)


LENGTHS = [len(one) for one in TEXTS]
LINES = [text(60, 50 + 20 * k, one) for k, one in enumerate(TEXTS)]


@pytest.mark.parametrize(
    ("draw", "upright", "level"),
    [
        (columns(*TEXTS), LENGTHS, 0),
        (columns(*TEXTS, apart=15), LENGTHS, 0),
        (columns(*TEXTS, pitch=1.3, apart=24), LENGTHS, 0),
        ([*columns(*TEXTS, top=70), text(180, 30, "温室だより（夏号）", 14)], LENGTHS, 1),
        ([*columns(*TEXTS), *(rule(353 - 20 * k, 40, 353 - 20 * k, 260) for k in range(5))], LENGTHS, 0),
        (LINES, [], 4),
        ([text(60, 50 + 13 * k, one) for k, one in enumerate(TEXTS)], [], 4),
        ([*LINES, column(330, 130, "見回り簿", pitch=1.2)], [], 5),
        ([*LINES, *columns(*TEXTS, top=140, size=9)], LENGTHS, 4),
    ],
    ids=[
        "columns",
        "columns close together",
        "characters apart",
        "a heading across",
        "ruled columns",
        "lines",
        "lines close together",
        "a label set downwards below lines",
        "a block of columns under lines",
    ],
)
def test_columns_and_lines(draw: list[Draw], upright: list[int], level: int) -> None:
    counted, lines = upright_and_level(printed(*draw))
    assert (counted, lines) == (upright, level)


def test_characters_are_where_they_are_printed() -> None:
    (box,) = [one for one in found(printed(*columns(*TEXTS))).boxes if one.x0 > 330 * SCALE]
    for k, (top, bottom) in enumerate(box.characters):
        assert 50 + k * EM - 1 <= top / SCALE < bottom / SCALE <= 50 + (k + 1) * EM + 1


@pytest.mark.parametrize("size", [9.0, 10.5, 14.0])
def test_the_em_is_that_of_the_type(size: float) -> None:
    words = [one[:14] for one in TEXTS]
    assert found(printed(*columns(*words, size=size, apart=2 * size))).em / SCALE == pytest.approx(size, rel=0.1)


def test_a_larger_title_is_cut_by_its_own_em() -> None:
    counted, _ = upright_and_level(printed(column(370, 40, "公園温室使用規程", 15), *columns(*TEXTS)))
    assert counted == [8, *LENGTHS]


def crop_of(words: str) -> LineCrop:
    """The crop of the first of two columns."""
    image = page_image(printed(*columns(words, TEXTS[0], TEXTS[1])))
    ruled = find_ruled_lines(image)
    segments = find_writing(image, ruled)
    box = max((one for one in segments.boxes if one.em), key=lambda one: one.x0)
    return cut_crop(image, ruled.mask, box, segments.em, 0.4)


def square(crop: LineCrop, k: int) -> Grey:
    """The square of one character in a crop of characters side by side."""
    left = round(k * crop.pitch - crop.x0)
    return crop.grey[:, left : left + round(crop.pitch)]


def middle(grey: Grey) -> tuple[float, float]:
    """Where the middle of its ink is, as shares of its sides."""
    rows, places = np.nonzero(grey < 128)
    return float(places.mean() / grey.shape[1]), float(rows.mean() / grey.shape[0])


def test_a_stop_is_laid_to_the_lower_left() -> None:
    crop = crop_of("温室の窓は、朝に開けるものとする。")
    for k in (5, 16):
        across, below = middle(square(crop, k))
        assert across < 0.4
        assert below > 0.55


def test_brackets_and_long_vowels_are_known_by_their_shape() -> None:
    crop = crop_of("鍵は（鍵）でローラー二一を閉める")
    assert {2, 4, 7, 9} <= crop.turned
    assert not {0, 1, 3, 10, 11} & crop.turned


def test_a_bracket_is_turned_as_a_line_has_it() -> None:
    crop = crop_of("鍵は（鍵）で温室の扉を閉める")
    tall = np.flatnonzero((square(crop, 2) < 128).any(axis=1))
    wide = np.flatnonzero((square(crop, 2) < 128).any(axis=0))
    assert len(tall) > len(wide)


def test_a_column_on_its_side_begins_at_the_left() -> None:
    image = page_image(printed(column(100, 50, "二鍵", 20)))
    box = LineBox(300, 150, 360, 270)
    grey = lie(image, np.zeros_like(image.ink), box, 10, 2)
    assert grey.shape == (60 + 20, 120 + 20)
    left, right = grey[:, 10:70] < 128, grey[:, 70:130] < 128
    assert 0 < left.sum() < right.sum()


CELLS = tuple((40 * k, 40 * k + 36) for k in range(8))


def read(words: str, sure: str = "", *, places: str = "") -> list[Character]:
    """A reading: one character in each square, but where `places` names others; the confidence in tenths, or 0.99."""
    at = [int(place) for place in places] or list(range(len(words)))
    tenths = [int(one) / 10 for one in sure] or [0.99] * len(words)
    return [Character(char, 40 * (k + 0.5), p) for char, k, p in zip(words, at, tenths, strict=True)]


@pytest.mark.parametrize(
    ("upright", "lying", "turned", "expected"),
    [
        (read("窓は、開く"), read("窓は開く", places="0134"), "", "窓は、開く"),
        (read("あって"), read("あて", places="02"), "", "あって"),
        (read("でしょう"), read("でしよう"), "", "でしょう"),
        (read("つ異議", "899"), read("（「異議", places="0012"), "", "（「異議"),
        (read("ロ１ラ１"), read("ローラー"), "13", "ローラー"),
        (read("ロ１ラ１"), read("ロ1ラ1"), "13", "ローラー"),
        (read("第1回"), read("第ー回"), "1", "第1回"),
        (read("が：：。"), read("が……", places="012"), "", "が……。"),
        (read("ボイラ１、ス"), read("ボイラース", places="01235"), "3", "ボイラー、ス"),
        (read("第：回", "999"), read("第三回"), "", "第三回"),
        (read("窓を", "99"), read("窓 を", places="001"), "", "窓を"),
        (read("を旧く", "949"), read("をLANく", "99999", places="01112"), "", "をLANく"),
    ],
)
def test_two_readings_are_one(upright: list[Character], lying: list[Character], turned: str, expected: str) -> None:
    crop = LineCrop(np.full((60, 320), 255, np.uint8), 0.0, CELLS, 40.0, frozenset(int(k) for k in turned))
    both = one_reading(upright, lying, crop, 0.0, 0.5)
    assert "".join(character.text for character in both) == expected
    assert [character.at for character in both] == sorted(character.at for character in both)


def test_what_only_one_reading_saw_is_doubtful_where_both_could() -> None:
    crop = LineCrop(np.full((60, 320), 255, np.uint8), 0.0, CELLS, 40.0)
    window, stop, extra = one_reading(read("窓、鍵"), read("窓"), crop, 0.0, 0.5)
    assert (window.sure, stop.sure) == (0.99, 0.99)
    assert extra.sure == pytest.approx(0.495)


def test_a_stop_keeps_the_room_of_its_square() -> None:
    cells = ((0, 36), (42, 52), (80, 116), (122, 156))
    crop = LineCrop(np.full((60, 320), 255, np.uint8), 0.0, cells, 40.0)
    run = place_run(read("窓、開く"), crop, LineBox(0, 0, 40, 156, cells, 40.0), 40.0, 1.0)
    gaps = [after - end for end, after in zip(run.end, run.start[1:], strict=False)]
    assert all(0 <= gap <= 4 for gap in gaps)
    assert all(start < end for start, end in zip(run.start, run.end, strict=True))


def line_with_stop(below: float) -> tuple[LineCrop, list[Character]]:
    grey = np.full((60, 900), 255, np.uint8)
    middle_row = round(30 + below)
    grey[middle_row - 4 : middle_row + 4, 200:208] = 0
    return LineCrop(grey, 0.0), [*read("窓" * 70), Character("、", 205.0, 0.9)]


def test_stops_above_the_middle_show_columns_on_their_side() -> None:
    assert may_lie([line_with_stop(-12)], DEFAULT_OCR.vertical)
    assert not may_lie([line_with_stop(12)], DEFAULT_OCR.vertical)
    assert may_lie([(LineCrop(np.full((60, 900), 255, np.uint8), 0.0), read("窓" * 70))], DEFAULT_OCR.vertical)
    assert not may_lie([(LineCrop(np.full((60, 900), 255, np.uint8), 0.0), read("窓" * 20))], DEFAULT_OCR.vertical)


@pytest.mark.scan
@pytest.mark.slow
class TestRecognised:
    """The same with the engine."""

    @pytest.mark.parametrize("turn", [0, 90, 180, 270])
    def test_columns_are_read_whichever_way_the_page_was_put_in(self, turn: int) -> None:
        rapid = pytest.importorskip("kaigi_extract.ocr.rapid")
        grey = askew(printed(*columns(*TEXTS, *TEXTS)), 0.8)
        page = recognise(scan(grey, turn=turn), rapid.RapidRecogniser()).page
        read_down = sorted((run for run in page.runs if run.vertical), key=lambda run: -run.low)
        assert page.frame.turn == -turn % 360
        assert page.frame.skew == pytest.approx(0.8, abs=0.2)
        assert [run.text for run in read_down] == [*TEXTS, *TEXTS]
        for k, run in enumerate(read_down):
            assert run.low == pytest.approx(340 - 20 * k, abs=3)
            assert run.start == sorted(run.start)
