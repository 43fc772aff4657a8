"""Ink beside all text of a scanned page: ticks of a pen, dirt; and circles and lines of a pen in it. They
are no text, and enter no line."""

from __future__ import annotations

import pytest

from kaigi_extract.ocr.line_segmentation import LineBox, Segments
from kaigi_extract.ocr.page_image import Grey
from kaigi_extract.ocr.recognise import Recognition, recognise
from kaigi_extract.ocr.strays import find_strays
from tests.printed import BlockReader, Draw, blocks, disc, page_image, printed, rule, scan

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
