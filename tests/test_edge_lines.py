"""Lines that run off the picture: what is drawn on a page of 400 by 300 points, and how many ruled lines stay."""

from __future__ import annotations

import pytest

from kaigi_extract.ocr.ruled_lines import find_ruled_lines
from tests.printed import MM, Draw, page_image, printed, rule, text

XS, YS = (60.0, 160.0, 330.0), (60.0, 100.0, 140.0, 180.0)
TABLE: list[Draw] = [
    *(rule(XS[0], y, XS[-1], y) for y in YS),
    *(rule(x, YS[0], x, YS[-1]) for x in XS),
    *(text(170, y + 12, "花壇の水やりの当番") for y in YS[:3]),
]
COUNT = len(XS) + len(YS)
CUT: list[Draw] = [*(rule(0, y, 400, y) for y in YS), *(rule(x, 0, x, 300) for x in XS)]
"""A part of a page that was cut out within a table."""

CASES: dict[str, tuple[list[Draw], int, int]] = {
    # drawn beside the table, ruled lines that stay, lines that were taken off
    "nothing": ([], COUNT, 0),
    "the edges of the sheet beneath": ([rule(380, 0, 380, 285), rule(0, 285, 380, 285)], COUNT, 2),
    "a streak through the text": ([rule(205, 0, 205, 300, 0.6)], COUNT, 1),
    "a streak to the table's head": ([rule(205, 0, 205, 300, 0.6), rule(0, 30, 400, 30)], COUNT, 2),
    "a line that ends within the sheet": ([rule(370, 12, 370, 288)], COUNT + 1, 0),
    "a short line at the edge": ([rule(0, 30, 120, 30)], COUNT + 1, 0),
}


@pytest.mark.parametrize("case", CASES)
def test_which_lines_are_ruled(case: str) -> None:
    drawn, stay, taken = CASES[case]
    found = find_ruled_lines(page_image(printed(*TABLE, *drawn)))
    assert (len(found.lines), len(found.wiped)) == (stay, taken)


def test_a_picture_cut_out_of_a_table_keeps_its_lines() -> None:
    assert len(find_ruled_lines(page_image(printed(*CUT))).lines) == COUNT


def test_a_table_whose_side_is_cut_off_keeps_it() -> None:
    open_below = [*(rule(60, y, 330, y) for y in (60, 100, 140)), *(rule(x, 60, x, 300) for x in (60, 330))]
    assert len(find_ruled_lines(page_image(printed(*open_below))).lines) == 5


def test_characters_under_a_streak_keep_their_strokes() -> None:
    words = text(100, 100, "三三三三三三三三", 14)
    image, plain = page_image(printed(words, rule(140, 0, 140, 300, 0.6))), page_image(printed(words))
    find_ruled_lines(image)
    here = (slice(0, 900), slice(414, 426))
    assert (image.ink[here] > 0).sum() == pytest.approx((plain.ink[here] > 0).sum(), abs=60)
    assert ((plain.ink[here] > 0) & (image.ink[here] == 0)).sum() == 0
    assert round(0.25 * MM * 3) == 2  # pixels that are wiped on either side
