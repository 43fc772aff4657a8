"""What lies on a scanned sheet and is no print of it: the copier's dark, punch holes; and print in dress: white on
black, grey by dots."""

from __future__ import annotations

import cv2
import numpy as np
import pymupdf
import pytest

from kaigi_extract.ocr.page_image import Grey, even_grey
from tests.printed import (
    DPI,
    MM,
    SCALE,
    Draw,
    blocks,
    disc,
    filled,
    pixels,
    printed,
    rule,
    text,
    white,
)

LINES = [blocks(80, 60 + 25 * k, 20) for k in range(6)]


def even(*draw: Draw, **page: float) -> Grey:
    return even_grey(pixels(printed(*draw, **page)), DPI)


def ink(grey: Grey, x0: float, y0: float, x1: float, y1: float) -> float:
    """Share of a box, in points, that is ink."""
    left, top, right, foot = (round(value * SCALE) for value in (x0, y0, x1, y1))
    return float((grey[top:foot, left:right] < 150).mean())


def corner(*points: tuple[float, float]) -> Draw:
    return lambda page: page.draw_polyline([*points, points[0]], color=None, fill=(0.1, 0.1, 0.1))


def full_of_ink(x: float, y: float) -> Draw:
    """A character that a copier filled, with another one beside it."""

    def draw(page: pymupdf.Page) -> None:
        disc(x, y, 1.7 * MM)(page)
        text(x + 6, y - 5, "料")(page)

    return draw


@pytest.mark.parametrize(
    ("mark", "box"),
    [
        (filled(0, 0, 400, 14), (0, 0, 400, 14)),
        (filled(386, 0, 400, 300, 0.3), (386, 0, 400, 300)),
        (corner((0, 300), (70, 300), (0, 250)), (0, 250, 70, 300)),
        (disc(30, 120, 3 * MM), (20, 110, 40, 130)),
        (disc(30, 180, 2 * MM), (22, 172, 38, 188)),
        (lambda page: page.draw_circle((30, 120), 3 * MM, color=None, fill=(0.6, 0.6, 0.6)), (20, 110, 40, 130)),
    ],
)
def test_the_copiers_dark_and_punch_holes_are_as_white_as_the_paper(
    mark: Draw, box: tuple[float, float, float, float]
) -> None:
    assert ink(even(*LINES, mark), *box) < 0.001


@pytest.mark.parametrize(
    ("mark", "box"),
    [
        (text(18, 112, "■"), (18, 112, 29, 123)),
        (text(18, 112, "口座"), (18, 112, 39, 123)),
        (text(40, 20, "個人情報の保護", 14), (40, 20, 54, 34)),
        (text(10, 112, "国", 18), (10, 112, 28, 130)),
        (full_of_ink(40, 20), (35, 16, 45, 26)),
        (text(0, 4, "回覧の控え", 12), (0, 4, 60, 16)),
        (disc(200, 212, 3 * MM), (192, 204, 208, 220)),
        (filled(60, 40, 62, 250), (60, 40, 62, 250)),
    ],
)
def test_print_near_the_edge_and_discs_in_the_text_stay(mark: Draw, box: tuple[float, float, float, float]) -> None:
    assert ink(even(*LINES, mark), *box) > 0.1


TABLE = [
    *(rule(60, y, 340, y) for y in (50, 80, 110, 140)),
    *(rule(x, 50, x, 140) for x in (60, 160, 340)),
    *(text(170, 60 + 30 * k, "図書の配送") for k in range(3)),
]
BLACK = [filled(60, 50, 160, 140), *(white(70, 60 + 30 * k, 6) for k in range(3))]


@pytest.mark.parametrize("grey", [0.0, 0.3])
@pytest.mark.parametrize("degrees", [0.0, 0.8])
def test_white_on_black_is_turned_and_its_lines_are_drawn_again(grey: float, degrees: float) -> None:
    sheet = printed(*TABLE, filled(60, 50, 160, 140, grey), *BLACK[1:])
    middle = (sheet.shape[1] / 2, sheet.shape[0] / 2)
    matrix = cv2.getRotationMatrix2D(middle, -degrees, 1.0)
    laid = cv2.warpAffine(sheet, matrix, sheet.shape[::-1], borderValue=255)
    turned = even_grey(pixels(np.asarray(laid, np.uint8)), DPI)
    back = cv2.warpAffine(turned, cv2.invertAffineTransform(matrix), sheet.shape[::-1], borderValue=255)
    straight = np.asarray(back, np.uint8)
    assert 0.1 < ink(straight, 70, 60, 70 + 6 * 10.5, 70.5) < 0.5
    assert ink(straight, 135, 56, 155, 74) == 0.0
    for y in (80, 110):
        column = straight[round((y - 2) * SCALE) : round((y + 2) * SCALE), round(64 * SCALE) : round(156 * SCALE)]
        assert (column < 170).any(axis=0).mean() > 0.9


def test_a_black_bar_without_characters_is_not_turned_into_any() -> None:
    bar = even(*LINES, filled(80, 220, 320, 240))
    assert ink(bar, 84, 224, 316, 236) in (0.0, 1.0)


@pytest.mark.parametrize("spread", [2, 3])
def test_bold_characters_of_a_dark_copy_are_no_white_on_black(spread: int) -> None:
    sheet = printed(*(text(60, 60 + 11 * k, "業務書類審議事項電話番号資格審査費用書籍") for k in range(6)))
    dark = np.asarray(cv2.erode(sheet, np.ones((spread, spread), np.uint8)), np.uint8)
    assert (even_grey(pixels(dark), DPI)[dark < 100] < 150).mean() > 0.98


def dithered(grey: Grey, *, ordered: bool) -> Grey:
    """The page in black and white, its greys by Floyd and Steinberg's dots or by those of a matrix."""
    from PIL import Image

    if not ordered:
        return np.asarray(Image.fromarray(grey).convert("1"), np.uint8) * 255
    matrix = np.array([[0, 8, 2, 10], [12, 4, 14, 6], [3, 11, 1, 9], [15, 7, 13, 5]]) * 16
    rows, columns = np.indices(grey.shape)
    return np.where(grey > matrix[rows % 4, columns % 4], 255, 0).astype(np.uint8)


@pytest.mark.parametrize("ordered", [False, True])
@pytest.mark.parametrize("shade", [0.95, 0.9, 0.85])
def test_shading_by_dots_is_white_and_the_characters_stay(ordered: bool, shade: float) -> None:
    sheet = dithered(
        printed(filled(60, 50, 160, 140, shade), *TABLE, text(70, 60, "保有課の名称", 10)), ordered=ordered
    )
    result = even_grey(pixels(sheet), DPI)
    plain = even_grey(pixels(dithered(printed(*TABLE, text(70, 60, "保有課の名称", 10)), ordered=ordered)), DPI)
    assert ink(result, 64, 116, 156, 136) < 0.01
    assert ink(result, 70, 60, 130, 70) == pytest.approx(ink(plain, 70, 60, 130, 70), rel=0.25)


def test_thin_strokes_that_are_dotted_stay_on_white_paper() -> None:
    words = printed(*(text(60, 40 + 20 * k, "個人情報の取扱いについて") for k in range(8)))
    soft = cv2.GaussianBlur(words, (0, 0), 1.2)
    sheet = dithered(np.asarray(soft, np.uint8), ordered=False)
    assert float((even_grey(pixels(sheet), DPI) < 200).mean()) > 0.8 * float((sheet == 0).mean())


def marked(shade: float, box: tuple[float, float, float, float], *draw: Draw) -> Grey:
    """The page with a bar of a marker over some box of it."""
    sheet = printed(*draw).astype(np.float64)
    x0, y0, x1, y1 = (round(value * SCALE) for value in box)
    sheet[y0:y1, x0:x1] *= shade
    return np.asarray(cv2.GaussianBlur(sheet, (0, 0), 0.8), np.uint8)


WORDS = [text(60, 50 + 14 * k, "花壇の水やり当番の名簿と鍵の番号") for k in range(5)]


@pytest.mark.parametrize("box", [(58, 76, 200, 90), (58, 76, 200, 104), (58, 48, 240, 120)])
@pytest.mark.parametrize("shade", [0.3, 0.4, 0.5, 0.7])
def test_words_under_a_marker_stay_and_its_bar_goes(shade: float, box: tuple[float, float, float, float]) -> None:
    plain, result = printed(*WORDS), even_grey(pixels(marked(shade, box, *WORDS)), DPI)
    x0, y0, x1, y1 = (round((value + inside) * SCALE) for value, inside in zip(box, (1, 1, -1, -1), strict=True))
    place = (slice(y0, y1), slice(x0, x1))
    near = np.asarray(cv2.erode(plain, np.ones((5, 5), np.uint8)))[place]
    assert (result[place][plain[place] < 60] < 150).mean() > 0.95
    assert (result[place][near > 250] < 150).mean() < 0.01
