"""Ink beside all text of a scanned page: ticks of a pen, dirt; and circles and lines of a pen in it. They
are no text, and enter no line."""

from __future__ import annotations

import numpy as np
import pytest

from kaigi_extract.ocr.line_segmentation import LineBox, Segments
from kaigi_extract.ocr.page_image import Grey, even_grey
from kaigi_extract.ocr.pen_strokes import wipe_pen_circles
from kaigi_extract.ocr.pen_ticks import wipe_pen_ticks
from kaigi_extract.ocr.recognise import Recognition, recognise
from kaigi_extract.ocr.ruled_lines import find_ruled_lines
from kaigi_extract.ocr.strays import find_strays
from tests.printed import DPI, BlockReader, Draw, blocks, disc, filled, page_image, pixels, printed, rule, scan, text

LINES = [blocks(80, 60 + 25 * k, 20) for k in range(6)]
FRAME = [rule(75, y, 320, y) for y in (50, 200)] + [rule(x, 50, x, 200) for x in (75, 320)]


def read(grey: Grey) -> Recognition:
    return recognise(scan(grey), BlockReader())


def lengths(recognition: Recognition) -> list[int]:
    return [len(one.text) for one in sorted(recognition.page.runs, key=lambda one: one.low)]


def circled(x: float, y: float, wide: float, high: float) -> Draw:
    return lambda page: page.draw_oval((x - wide, y - high, x + wide, y + high), color=(0.1, 0.1, 0.1), width=1.1)


def ticked(x: float, y: float) -> Draw:
    return lambda page: page.draw_polyline([(x, y), (x + 4, y + 6), (x + 14, y - 8)], color=(0, 0, 0), width=1.2)


@pytest.mark.parametrize(
    "strays",
    [
        [ticked(20, 90), ticked(24, 140)],
        [disc(10, 100, 2.2), disc(391, 160, 3)],
        [circled(200, 225, 60, 14)],
        [lambda page: page.draw_bezier((85, 98), (110, 104), (150, 94), (190, 99), color=(0, 0, 0), width=1.1)],
    ],
    ids=["ticks", "dirt", "circle", "underline"],
)
def test_strays_are_no_text_and_the_lines_are_whole(strays: list[Draw]) -> None:
    assert lengths(read(printed(*LINES, *FRAME, *strays))) == [20] * 6


def test_a_stray_that_is_no_speck_is_said_to_be_unread() -> None:
    recognition = read(printed(*LINES, *FRAME, ticked(20, 90)))
    assert any(box[0] < 40 and 80 < box[1] < 100 for box in recognition.unread)


def test_a_circle_leaves_the_characters_that_it_goes_through() -> None:
    page = page_image(printed(blocks(80, 60, 20), circled(180, 65, 48, 9)))
    whole = page_image(printed(blocks(80, 60, 20)))
    wipe_pen_circles(page)
    assert not page.ink[140:165].any()  # what of it lies above the line
    assert (page.ink & whole.ink).sum() > 0.85 * whole.ink.sum()


TICKS: dict[str, list[Draw]] = {
    "before the words": [ticked(62, 67)],
    "after the words": [ticked(292, 92)],
    "over a ruled line": [rule(300, 50, 300, 200), ticked(293, 92)],
    "over the frame": [ticked(70, 67), ticked(314, 118)],
    "two of them": [ticked(62, 67), lambda page: page.draw_polyline([(292, 90), (297, 96), (304, 83)], width=1.2)],
}


@pytest.mark.parametrize("ticks", TICKS.values(), ids=TICKS)
def test_a_tick_is_no_character_of_the_line_beside_it(ticks: list[Draw]) -> None:
    recognition = read(printed(*LINES, *FRAME, *ticks))
    assert lengths(recognition) == [20] * 6
    assert recognition.unread


NO_TICKS: dict[str, list[Draw]] = {
    "characters": [text(40, 40 + 30 * k, "シジツ江河海心必レル中央才牛以比氏し", 20) for k in range(3)],
    "small characters": [text(40, 40 + 20 * k, "シジツ江河海心必レル中央才牛以比氏しVWvwyJ", 10.5) for k in range(3)],
    "an answer alone in its cell": [*FRAME, rule(75, 100, 320, 100), blocks(80, 60, 20), ticked(190, 150)],
    "with a side of 日 under it": [
        blocks(80, 60, 6),
        ticked(160, 66),
        rule(172.5, 64, 172.5, 72.5, 0.8),
        blocks(190, 60, 6),
    ],
    "printed twice": [blocks(80, 60, 6), ticked(160, 66), blocks(190, 60, 6), ticked(270, 66)],
    "a character that a light scan broke": [
        ticked(62, 67),
        lambda page: page.draw_line((72, 67.6), (72, 73), width=1.0),
        blocks(90, 60, 18),
    ],
    "within a box": [
        lambda page: page.draw_rect((60, 55, 78, 73), width=0.8),
        lambda page: page.draw_polyline([(64, 63), (67, 68), (74, 58)], width=1.0),
        blocks(80, 60, 20),
    ],
}


@pytest.mark.parametrize("drawn", NO_TICKS.values(), ids=NO_TICKS)
def test_what_is_printed_or_answers_is_no_stray_tick(drawn: list[Draw]) -> None:
    page = page_image(printed(*drawn))
    assert wipe_pen_ticks(page, find_ruled_lines(page).mask) == []


@pytest.mark.parametrize(
    "stroke",
    [rule(120, 69.9, 132, 70.5, 1.1), rule(120, 71.0, 124, 71.6, 1.4), rule(150, 83.2, 158, 83.9, 1.3)],
    ids=["what is left of a line under words", "a short stroke", "over the next line"],
)
def test_a_stroke_between_two_lines_enters_neither(stroke: Draw) -> None:
    assert lengths(read(printed(*LINES, stroke))) == [20] * 6


def test_a_stroke_in_a_line_of_its_own_is_read() -> None:
    """一 and ー stand in the middle of their square."""
    assert lengths(read(printed(blocks(80, 60, 20), rule(80, 81, 89, 81, 1.2), blocks(80, 92, 20)))) == [20, 1, 20]


@pytest.mark.parametrize("shade", [0.55, 0.65, 0.8])
def test_a_bar_of_a_highlighter_is_ground(shade: float) -> None:
    bar: Draw = filled(100, 57, 200, 72, shade)
    plain, marked = (page_image(even_grey(pixels(printed(*drawn, *LINES)), DPI)) for drawn in ([], [bar]))
    assert (plain.ink != marked.ink).sum() < 0.02 * (plain.ink > 0).sum()


def test_a_thick_line_under_words_that_is_as_dark_as_these_is_none() -> None:
    bar: Draw = filled(100, 240, 200, 246, 0.0)
    words = [text(60, 50 + 25 * k, "花壇の水やり当番の名簿と鍵の番号") for k in range(6)]
    grey = np.maximum(printed(*words, bar), 60)  # as a scanner shows print
    image = page_image(even_grey(pixels(grey), DPI))
    assert (image.ink[3 * 241 : 3 * 245, 3 * 104 : 3 * 196] > 0).mean() > 0.99


def test_numbers_in_a_narrow_column_at_the_right_are_text() -> None:
    """A table of contents: its page numbers are short, and right of all lines, but not in the margin."""
    numbers = [blocks(300, 60 + 25 * k, 1) for k in range(6)]
    assert sum(lengths(read(printed(*LINES, *numbers)))) == 6 * 21


def test_numbers_in_a_column_in_the_margin_are_text() -> None:
    """A cut-out, or a page with narrow margins, whose items have their numbers apart on the left."""
    numbers = [blocks(30, 60 + 25 * k, 1) for k in range(6)]
    assert sum(lengths(read(printed(*LINES, *numbers)))) == 6 * 21


def test_ticks_below_each_other_are_no_column_of_numbers() -> None:
    """Each is cut in two where the line beside it begins; they end at one place, as numbers do, and are higher."""
    lines = [LineBox(240, 100 * k, 900, 100 * k + 40) for k in range(1, 8)]
    ticks = [LineBox(60 + 20 * (k % 2), y, 120, y + 40) for k, y in enumerate((180, 220, 380, 420, 580, 620))]
    numbers = [LineBox(80, 100 * k, 120, 100 * k + 40) for k in range(1, 8)]
    page = page_image(printed(*LINES))
    assert find_strays(Segments([*lines, *ticks], 42.0), [], page) == set(range(7, 13))
    assert find_strays(Segments([*lines, *numbers], 42.0), [], page) == set()
