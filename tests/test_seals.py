"""Round stamps with a date on a scan: (what is printed and stamped, what is left of either). Places are in points of a
page of 400 by 300; a stamp is 23 mm across."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pymupdf
import pytest

from kaigi_extract.ocr import seals
from kaigi_extract.ocr.page_image import Grey
from kaigi_extract.ocr.pen_strokes import wipe_pen_circles
from kaigi_extract.ocr.ruled_lines import find_ruled_lines
from kaigi_extract.ocr.seals import wipe_seals
from tests.printed import DPI, MM, SCALE, Draw, page_image, printed, rule, text

RADIUS = 11.5 * MM
MIDDLE = (200.0, 150.0)
WORDS = [text(120, 98 + 18 * k, "植木鉢の貸出しに係る業務の記録票") for k in range(6)]


def stamp(grey: float = 0.5, middle: tuple[float, float] = MIDDLE, tilt: float = 12.0, *, lines: bool = True) -> Draw:
    """A ring with two lines across it and a date between these, set askew."""
    x, y = middle
    colour = (grey, grey, grey)

    def draw(page: pymupdf.Page) -> None:
        page.draw_circle((x, y), RADIUS, color=colour, width=0.45 * MM)
        turned = pymupdf.Matrix(tilt)
        for height in (-0.28 * RADIUS, 0.28 * RADIUS) if lines else ():
            half = (RADIUS**2 - height**2) ** 0.5
            ends = [pymupdf.Point(side * half, height) * turned + pymupdf.Point(x, y) for side in (-1, 1)]
            page.draw_line(*ends, color=colour, width=0.45 * MM)
        size = 0.3 * RADIUS
        for words, height in (("収受", -0.42), ("4.27", 0.12), ("第5号", 0.68)):
            point = pymupdf.Point(x - len(words) * size / 2, y + height * RADIUS)
            page.insert_text(
                point, words, fontname="japan", fontsize=size, color=colour, morph=(pymupdf.Point(x, y), turned)
            )

    return draw


def scanned(*draw: Draw) -> Grey:
    """As a scanner has it: soft, with some noise."""
    soft = cv2.GaussianBlur(printed(*draw), (0, 0), 1.0).astype(np.float64)
    return np.clip(soft + np.random.default_rng(5).normal(0, 3, soft.shape), 0, 255).astype(np.uint8)


def around(grey: Grey, beyond: float = 1.0) -> np.ndarray:
    """Which pixels are of the stamp or within it."""
    rows, columns = np.indices(grey.shape) / SCALE
    return np.asarray(np.hypot(columns - MIDDLE[0], rows - MIDDLE[1]) <= RADIUS + beyond)


@pytest.mark.parametrize("tilt", [-25.0, 0.0, 12.0])
@pytest.mark.parametrize("grey", [0.4, 0.5, 0.6])
def test_a_pale_stamp_goes_and_the_words_under_it_stay(grey: float, tilt: float) -> None:
    image, plain = page_image(scanned(*WORDS, stamp(grey, tilt=tilt))), page_image(scanned(*WORDS))
    near = cv2.dilate(plain.ink, np.ones((9, 9), np.uint8)) > 0  # where it touches print, some is left
    stamped = (image.ink > 0) & ~near
    boxes = wipe_seals(image)
    assert len(boxes) == 1
    assert np.array(boxes[0]) / SCALE == pytest.approx((200 - 36, 150 - 36, 72, 72), abs=5)
    assert ((image.ink > 0) & stamped).sum() < 0.05 * max(stamped.sum(), 200)
    assert image.ink[(plain.grey < 90)].mean() > 0.98 * 255


@pytest.mark.parametrize("grey", [0.0, 0.5])
def test_of_a_stamp_that_stands_alone_nothing_is_left(grey: float) -> None:
    image = page_image(scanned(text(60, 40, "植木鉢の貸出し"), stamp(grey)))
    assert len(wipe_seals(image)) == 1
    assert image.ink[around(image.grey)].mean() < 0.005 * 255
    assert image.ink.any()


@pytest.mark.parametrize("width", [0.8, 0.5])
def test_none_of_a_stamp_is_a_ruled_line_and_those_under_it_are(width: float) -> None:
    table = [rule(90, y, 320, y, width) for y in (110, 150, 190, 250)]
    table += [rule(x, 110, x, 250, width) for x in (90, 180, 320)]
    words = [text(184, 116 + 40 * k, "花壇の係の記録") for k in range(2)]
    stamped = find_ruled_lines(page_image(scanned(*table, *words, stamp(tilt=0.0))))
    assert len(stamped.lines + stamped.wiped) > 7
    image = page_image(scanned(*table, *words, stamp(tilt=0.0)))
    assert len(wipe_seals(image)) == 1
    assert len(find_ruled_lines(image).lines) == 7


def test_the_corner_of_a_table_that_a_lone_stamp_lies_over_stays() -> None:
    corner = [*(rule(60, y, 200, y, 0.5) for y in (130, 150, 170, 220)), rule(200, 130, 200, 220, 0.5)]
    image = page_image(scanned(*corner, rule(60, 130, 60, 220, 0.5), stamp(0.35, tilt=8.0)))
    assert len(wipe_seals(image)) == 1
    assert len(find_ruled_lines(image).lines) == 6


def drawn(radius: float, grey: float) -> Draw:
    return lambda page: page.draw_circle(MIDDLE, radius, color=(grey, grey, grey), width=1.2)


@pytest.mark.parametrize(
    "draw",
    [
        [*WORDS, stamp(0.0, lines=False)],  # a circle of a drawing, with words in it
        [drawn(RADIUS, 0.0)],
        [drawn(5 * MM, 0.5)],
        [drawn(25 * MM, 0.5)],
        [lambda page: page.draw_rect(pymupdf.Rect(165, 115, 235, 185), color=(0.5, 0.5, 0.5), width=1.2)],
        [text(60, 20 + 12 * k, "回国困囲固圏園図団因" * 3) for k in range(22)],
    ],
)
def test_other_rings_are_no_stamps(draw: list[Draw]) -> None:
    image = page_image(scanned(*draw))
    before = image.ink.copy()
    assert wipe_seals(image) == []
    assert (image.ink == before).all()


def test_a_page_that_is_only_looked_at_for_its_direction_has_none() -> None:
    assert wipe_seals(replace(page_image(scanned(*WORDS, stamp())), dpi=DPI / 4)) == []


@pytest.mark.parametrize(("grain", "asked"), [(0.8, "HoughCircles"), (6.0, "_near")])
def test_in_noise_no_ring_is_looked_for_closely(monkeypatch: pytest.MonkeyPatch, grain: float, asked: str) -> None:
    """Circles without number are found in it, each fitted in hundreds of ways: a page took most of a minute."""
    noise = cv2.GaussianBlur(np.random.default_rng(5).normal(0, 1, (1500, 1100)).astype(np.float32), (0, 0), grain)
    image = page_image(np.clip(128 + 128 * noise / noise.std(), 0, 255).astype(np.uint8))
    monkeypatch.setattr(cv2 if asked == "HoughCircles" else seals, asked, pytest.fail)
    assert wipe_seals(image) == []


def test_a_thick_circle_around_little_is_taken_off() -> None:
    image = page_image(printed(lambda page: page.draw_oval(pymupdf.Rect(100, 100, 121, 110), width=4.5)))
    wipe_pen_circles(image)
    assert image.grey.shape == image.ink.shape


def name(grey: float = 0.45, radius: float = 5.0 * MM) -> Draw:
    """A ring around a name, as people set it beside theirs."""

    def draw(page: pymupdf.Page) -> None:
        colour = (grey, grey, grey)
        page.draw_circle(MIDDLE, radius, color=colour, width=0.4 * MM)
        for k, char in enumerate("緑町"):
            point = (MIDDLE[0] - 0.45 * radius, MIDDLE[1] - 0.1 * radius + 0.85 * k * radius)
            page.insert_text(point, char, fontname="japan", fontsize=0.9 * radius, color=colour)

    return draw


def test_a_small_pale_stamp_with_a_name_goes_and_the_words_under_it_stay() -> None:
    image, plain = page_image(scanned(*WORDS, name())), page_image(scanned(*WORDS))
    stamped = (image.ink > 0) & ~(cv2.dilate(plain.ink, np.ones((9, 9), np.uint8)) > 0)
    assert len(wipe_seals(image)) == 1
    assert ((image.ink > 0) & stamped).sum() < 0.1 * stamped.sum()
    assert image.ink[plain.grey < 90].mean() > 0.97 * 255


def ring_with_lines() -> Draw:
    """A stamp as dark as print, without any words."""

    def draw(page: pymupdf.Page) -> None:
        page.draw_circle(MIDDLE, RADIUS, color=(0, 0, 0), width=0.45 * MM)
        for y in (141.0, 159.0):
            half = (RADIUS**2 - 9.0**2) ** 0.5
            page.draw_line((200 - half, y), (200 + half, y), color=(0, 0, 0), width=0.45 * MM)

    return draw


def number() -> Draw:
    """A number in a ring."""

    def draw(page: pymupdf.Page) -> None:
        page.draw_circle(MIDDLE, 5 * MM, color=(0, 0, 0), width=0.4 * MM)
        page.insert_text((MIDDLE[0] - 6, MIDDLE[1] + 7), "三", fontname="japan", fontsize=14)

    return draw


@pytest.mark.parametrize("mark", [name(0.0), number()], ids=["a name as dark as print", "a number"])
def test_a_small_ring_as_dark_as_print_stays(mark: Draw) -> None:
    image = page_image(scanned(*WORDS, mark))
    before = image.ink.copy()
    assert wipe_seals(image) == []
    assert (image.ink == before).all()


def test_of_a_stamp_as_dark_as_print_its_own_words_go_where_no_print_lies_over_them() -> None:
    """Print goes through its upper two parts, and nothing but its own words is in the lowest."""
    lines = [text(120, 112 + 18 * k, "植木鉢の貸出しに係る業務の記録票") for k in range(2)]
    image = page_image(scanned(*lines, stamp(0.0, tilt=2.0)))
    rows, columns = np.indices(image.grey.shape) / SCALE
    lowest = (np.hypot(columns - 200, rows - 150) < 0.85 * RADIUS) & (rows > 150 + 0.35 * RADIUS)
    assert image.ink[lowest].any()
    assert len(wipe_seals(image)) == 1
    assert not image.ink[lowest].any()
    assert image.ink[round(118 * SCALE), round(120 * SCALE) : round(280 * SCALE)].any()


def test_a_line_of_print_that_ends_within_a_stamp_stays() -> None:
    """It is in the middle of its part, but goes on beside it."""
    line = text(146, 166, "水やりの当番の表")
    plain, image = page_image(scanned(line)), page_image(scanned(line, ring_with_lines()))
    assert len(wipe_seals(image)) == 1
    assert (image.ink[plain.grey < 90] > 0).mean() > 0.9
