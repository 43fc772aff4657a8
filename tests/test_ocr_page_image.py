"""Pictures made ready: even, straight, upright, seals off, ink told from paper."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from kaigi_extract.ocr.dark_blocks import is_negative
from kaigi_extract.ocr.page_image import even_grey, find_skew, ink_level, make_page_image
from tests.printed import DPI, MM, SCALE, askew, filled, pixels, printed, rule, text

WORDS = "個人情報の保護に関する条例の規定により、次のとおり報告する。"
PAGE = [text(40, 30 + 18 * k, WORDS) for k in range(14)]
SIDES = {"width": 595.0, "height": 842.0}
LONG = [text(60, 80 + 18 * k, (WORDS + WORDS)[k % 7 : k % 7 + 44]) for k in range(38)]


def at(*points: float) -> slice:
    return slice(*(round(point * SCALE) for point in points))


class TestEvenGrey:
    def test_paper_becomes_white_under_a_shadow(self) -> None:
        grey = printed(*PAGE)
        shadow = np.linspace(0.55, 0.95, grey.shape[1])[None, :] * np.linspace(1.0, 0.8, grey.shape[0])[:, None]
        even = even_grey(pixels((grey * shadow).astype(np.uint8)), DPI)
        paper, ink = grey == 255, grey < 20
        assert np.percentile(even[paper], 2) > 235
        assert np.percentile(even[ink], 98) < 100

    def test_shading_of_a_cell_goes(self) -> None:
        grey = printed(filled(40, 60, 360, 140, grey=0.7), text(60, 90, WORDS))
        even = even_grey(pixels(grey), DPI)
        assert even[at(70, 85), at(60, 340)].min() > 240
        assert even[at(90, 101), at(60, 340)].min() < 40

    @pytest.mark.parametrize("quality", [0, 70])
    def test_the_dots_of_a_dithered_page_go(self, quality: int) -> None:
        """Also where a JPEG put greys around them; characters stay."""
        dithered = printed(*PAGE)
        dots = np.random.default_rng(1).random(dithered.shape) < 0.05
        dots &= cv2.erode(dithered, np.ones((5, 5), np.uint8)) == 255
        dithered[dots] = 0
        page = np.where(dithered < 128, 0, 255).astype(np.uint8)
        if quality:
            kept = cv2.imencode(".jpg", page, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
            page = np.asarray(cv2.imdecode(kept, cv2.IMREAD_GRAYSCALE), np.uint8)
        even = even_grey(pixels(page), DPI)
        below = even[at(285, 300)]
        assert (below < 150).mean() < 0.001
        assert (even[printed(*PAGE) < 60] < 150).mean() > 0.9

    def test_white_on_black_is_turned_round(self) -> None:
        grey = printed(filled(40, 60, 360, 120), text(40, 150, WORDS))
        white = printed(text(60, 85, WORDS))
        inside = white < 60
        grey[white < 255] = 255 - white[white < 255]
        even = even_grey(pixels(grey), DPI)
        assert np.percentile(even[inside], 95) < 100
        assert np.percentile(even[at(65, 80), at(60, 340)], 5) > 240
        assert even[at(150, 161), at(60, 300)].min() < 40

    def test_a_page_that_is_white_on_black_is_turned_round(self) -> None:
        page = printed(*LONG, rule(60, 70, 540, 70), rule(60, 770, 540, 770), **SIDES)
        even = even_grey(pixels(255 - page), DPI)
        assert np.percentile(even[page < 60], 95) < 100
        assert np.percentile(even[page == 255], 2) > 235

    def test_a_sheet_on_something_black_is_not_turned_round(self) -> None:
        page = printed(*PAGE, **SIDES)
        dark = np.full((page.shape[0] * 2, page.shape[1] * 2), 20, np.uint8)
        dark[: page.shape[0], : page.shape[1]] = page
        assert not is_negative(dark, DPI)
        assert is_negative(255 - page, DPI)

    def test_black_print_on_dark_paper_is_not_turned_round(self) -> None:
        page = (printed(*LONG, **SIDES) * 0.35).astype(np.uint8)
        assert not is_negative(page, DPI)

    @pytest.mark.parametrize("lightness", [0.25, 0.45])
    def test_what_is_printed_in_a_shadow_is_not_taken_for_what_lay_beside_the_sheet(self, lightness: float) -> None:
        page = printed(*LONG, **SIDES)
        light = np.ones(page.shape, np.float32)
        light[:, : round(200 * SCALE)] = lightness
        shadow = cv2.GaussianBlur(light, (0, 0), 6 * MM * SCALE)
        even = even_grey(pixels((page * shadow).astype(np.uint8)), DPI)
        assert np.percentile(even[page < 60], 95) < 120
        assert np.percentile(even[page == 255], 2) > 235

    def test_a_red_seal_is_lifted_and_the_text_under_it_stays(self) -> None:
        grey = printed(*PAGE)
        colour = np.repeat(grey[:, :, None], 3, axis=2)
        ring = np.zeros_like(grey)
        middle = (round(150 * SCALE), round(100 * SCALE))
        cv2.circle(ring, middle, round(6 * MM * SCALE), 255, round(1.0 * MM * SCALE))
        for channel, level in enumerate((210, 40, 50)):
            colour[:, :, channel][ring > 0] = np.minimum(colour[:, :, channel][ring > 0], level)
        even = even_grey(pixels(colour), DPI)
        assert even[(ring > 0) & (grey == 255)].min() > 200
        assert even[(ring > 0) & (grey < 20)].max() < 120

    @pytest.mark.parametrize("size", [3.0, 60.0])
    def test_red_that_is_no_seal_stays_ink(self, size: float) -> None:
        """Characters in red, and a red picture: millimetres across."""
        colour = np.full((round(90 * MM * SCALE), round(90 * MM * SCALE), 3), 255, np.uint8)
        edge = round(10 * MM * SCALE)
        far = edge + round(size * MM * SCALE)
        colour[edge:far, edge : edge + SCALE * 3] = colour[edge : edge + SCALE * 3, edge:far] = (210, 30, 30)
        colour[edge:far, far - SCALE * 3 : far] = colour[far - SCALE * 3 : far, edge:far] = (210, 30, 30)
        even = even_grey(pixels(colour), DPI)
        assert np.median(even[edge : edge + SCALE * 2, edge + 10 : far - 10]) < 150


@pytest.mark.parametrize("slant", [-8.0, 12.0])
def test_one_line_along_a_ruler_does_not_say_how_a_page_lies(slant: float) -> None:
    grey = printed(*LONG, rule(40, 120, 555, 120 + slant, 1.4), **SIDES)
    assert find_skew(grey < 150, DPI) == pytest.approx(0.0, abs=0.1)


@pytest.mark.parametrize("degrees", [-0.3, 0.4, 1.5])
def test_a_few_rows_below_each_other_say_how_a_page_lies(degrees: float) -> None:
    """The rest of a table at the top of its last page: three level lines, of which one is the sharpest by far."""
    rows = [rule(60, y, 535, y, 0.5) for y in (59, 103, 129)]
    sides = [rule(x, 59, x, 129, 0.5) for x in (60, 188, 535)]
    words = [text(195, 75, "漏えい、滅失が生じたときは、直ちに区へ報告"), text(195, 119, "資料４　システムの構成図")]
    grey = askew(printed(*rows, *sides, *words), degrees)
    assert find_skew(grey < 150, DPI) == pytest.approx(degrees, abs=0.15)


@pytest.mark.parametrize("degrees", [-0.3, -0.25, 0.25, 0.3])
@pytest.mark.parametrize("dashes", ["[60 40] 0", "[90 30] 0"])
def test_broken_lines_say_how_a_page_lies(degrees: float, dashes: str) -> None:
    """They part sharply a little beside its angle as well, and on the other side of none."""
    rows = [rule(60, y, 535, y, 0.5, dashes) for y in range(60, 300, 26)]
    grey = askew(printed(*rows, **SIDES), degrees)
    assert find_skew(grey < 150, DPI) == pytest.approx(degrees, abs=0.06)


@pytest.mark.parametrize("degrees", [-3.0, -0.5, 0.0, 1.2, 4.6])
class TestSkew:
    def test_is_found(self, degrees: float) -> None:
        grey = askew(printed(*LONG, **SIDES), degrees)
        assert find_skew(grey < 150, DPI) == pytest.approx(degrees, abs=0.1)

    def test_is_undone(self, degrees: float) -> None:
        straight = printed(*LONG, rule(50, 70, 545, 70), **SIDES)
        made = make_page_image(askew(straight, degrees), DPI, 0)
        assert made.skew == pytest.approx(degrees, abs=0.1)
        assert made.grey.shape == straight.shape
        rows = np.flatnonzero(made.ink[:, at(100, 500)].mean(axis=1) > 200)
        assert rows == pytest.approx(70 * SCALE, abs=4)


def test_an_empty_page_is_straight() -> None:
    assert find_skew(np.zeros((300, 200), np.bool_), DPI) == 0.0


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_turn_is_clockwise(turn: int) -> None:
    grey = printed(*LONG, **SIDES)
    made = make_page_image(np.ascontiguousarray(np.rot90(grey, turn // 90)), DPI, turn)
    assert (made.turn, made.skew) == (turn, 0.0)
    assert (made.grey == grey).all()


@pytest.mark.parametrize(
    ("darkest", "level"),
    [(0, 150), (45, 150), (60, 157), (100, 177), (145, 200), (180, 200), (255, 200)],
)
def test_ink_level(darkest: int, level: int) -> None:
    """Half way from the darkest ink to white paper, within bounds."""
    grey = np.full((100, 100), 255, np.uint8)
    grey[:3, :30] = darkest  # 0.9 % of the page
    assert ink_level(grey) == level


def test_a_speck_is_not_the_darkest_ink() -> None:
    grey = np.full((100, 100), 255, np.uint8)
    grey[:3, :30], grey[50, :10] = 100, 0
    assert ink_level(grey) == 177
