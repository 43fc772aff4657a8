"""Strokes of a pen over and beside the sides of tables, aslant over words, and creases: what is drawn on a page of 400
by 300 points, and which ruled lines and how much ink stay."""

from __future__ import annotations

import numpy as np
import pytest

from kaigi_extract.ocr.creases import wipe_creases
from kaigi_extract.ocr.page_image import PageImage
from kaigi_extract.ocr.pen_strokes import wipe_pen_lines
from kaigi_extract.ocr.ruled_lines import RuledLines, find_ruled_lines
from kaigi_extract.ocr.slanted_strokes import wipe_slanted_strokes
from tests.printed import Draw, page_image, printed, rule, text
from tests.test_ocr_ruled_lines import coarse

XS, YS = (60.0, 140.0, 320.0), (60.0, 100.0, 140.0, 180.0, 220.0)
WORDS = [text(150, y + 14, "花壇の水やりの当番") for y in YS[:-1]]
LEVELS = [rule(XS[0], y, XS[-1], y) for y in YS]
OPEN: list[Draw] = [*LEVELS, *WORDS]
CLOSED: list[Draw] = [*OPEN, *(rule(x, YS[0], x, YS[-1]) for x in XS)]


def pen(*points: tuple[float, float], width: float = 1.5) -> Draw:
    return lambda page: page.draw_polyline(points, color=(0, 0, 0), width=width)


def found(*draw: Draw) -> tuple[PageImage, RuledLines]:
    image = page_image(printed(*draw))
    return image, find_ruled_lines(image)


def lines(ruled: RuledLines) -> list[tuple[int, int, int, int]]:
    """The ruled lines, to four points."""
    return sorted(
        tuple(4 * round(value / 12) for value in (line.x0, line.y0, line.x1, line.y1))  # type: ignore[misc]
        for line in ruled.lines
    )


DRAWN: dict[str, list[Draw]] = {
    "an arrow that a row goes on with": [rule(318, 140.6, 350, 140.6, 1.4)],
    "one at the left": [rule(30, 99.4, 62, 99.4, 1.4)],
    "a bracket over the side": [pen((300, 112), (334, 112), (334, 208), (300, 208))],
    "the body of a brace": [rule(328, 110, 328, 190, 1.4)],
    "a line across two columns that ends in nothing": [rule(90, 122, 200, 122, 1.4)],
    "a line over both sides": [rule(20, 118, 372, 118, 1.4)],
}


@pytest.mark.parametrize("case", DRAWN)
def test_what_a_pen_drew_is_no_ruled_line_of_a_table(case: str) -> None:
    assert lines(found(*CLOSED, *DRAWN[case])[1]) == lines(found(*CLOSED)[1])


@pytest.mark.parametrize("case", list(DRAWN)[:4])
def test_nor_is_it_where_the_sides_of_the_table_are_not_drawn(case: str) -> None:
    assert lines(found(*OPEN, *DRAWN[case])[1]) == lines(found(*OPEN)[1])


PRINTED: dict[str, list[Draw]] = {
    "a row for remarks that reaches out": [
        *CLOSED, rule(320, 140, 380, 140), rule(320, 180, 380, 180), rule(380, 140, 380, 180)
    ],
    "a column of a box above": [*CLOSED, rule(260, 20, 320, 20), rule(260, 20, 260, 60), rule(320, 20, 320, 60)],
    "a table of two lines": [rule(60, 60, 320, 60), rule(60, 120, 320, 120), rule(140, 60, 140, 120)],
    "underlines that end below each other in such a table": [
        rule(60, 60, 320, 60), rule(60, 220, 320, 220), rule(140, 40, 140, 220),
        *(rule(150, y, 312, y) for y in (87.5, 127.5, 167.5)), *WORDS,
    ],
    "a table of two lines under the lines of a stamp": [
        rule(60, 90, 320, 90), rule(60, 220, 320, 220), rule(140, 40, 140, 220),
        *(rule(240, y, 320, y) for y in (70, 80, 100, 110)),
    ],
    "lines to write on": [*(rule(60, y, 320 - y / 4, y) for y in YS)],
    "an underline in a cell": [*CLOSED, rule(150, 130, 220, 130)],
    "a line to write on below": [*CLOSED, rule(60, 236, 300, 236)],
    "a frame with a gap around the table": [
        *CLOSED, rule(50, 50, 330, 50), rule(50, 230, 330, 230), rule(50, 50, 50, 230), rule(330, 50, 330, 230)
    ],
}  # fmt: skip


@pytest.mark.parametrize("case", PRINTED)
def test_what_is_printed_stays(case: str) -> None:
    _, ruled = found(*PRINTED[case])
    assert ruled.wiped == []
    assert len(ruled.lines) >= 3


def test_the_arms_of_a_brace_are_no_ink_of_a_cell() -> None:
    arm = pen((306, 112), (314, 113), (328, 114), (334, 120))
    image, ruled = found(*CLOSED, arm)
    plain, bare = found(*CLOSED)
    here = (slice(320, 380), slice(900, 955))
    assert (plain.ink & ~bare.mask)[here].sum() == 0
    assert ((image.ink & ~ruled.mask)[here] > 0).sum() < 20


ROWS: list[Draw] = [rule(60, 100, 320, 100), rule(60, 220, 320, 220), rule(140, 60, 140, 220), *WORDS[1:]]
"""A table without sides that a page cut above: two level lines, and the one between its columns."""
BRACE = [pen((50, 104), (56, 108), (56, 150), (50, 160), (56, 170), (56, 212), (60, 216), width=1.2)]


def test_a_brace_at_the_ends_of_two_level_lines_is_no_side_and_no_ink() -> None:
    image, ruled = found(*ROWS, *BRACE)
    assert len(ruled.lines) == 3
    assert [round(line.x0 / 3) for line in ruled.lines if not line.horizontal] == [140]
    assert ((image.ink & ~ruled.mask)[312:648, 120:178] > 0).sum() < 20


def test_the_side_of_such_a_table_stays() -> None:
    sides = [rule(x, 60, x, 220) for x in (60, 320)]
    broken = [rule(60, 60, 60, 98), rule(60, 102, 60, 220), rule(320, 60, 320, 220)]
    for drawn in (sides, broken):
        assert len([line for line in found(*ROWS, *drawn)[1].lines if not line.horizontal]) >= 3


def test_a_line_that_a_pen_drew_down_a_column_is_no_ink() -> None:
    image, words = page_image(printed(*WORDS, pen((330, 60), (334, 140), (331, 220)))), page_image(printed(*WORDS))
    wipe_pen_lines(image, np.zeros_like(image.ink))
    assert not image.ink[:, 3 * 326 :].any()
    assert (image.ink > 0).sum() == (words.ink > 0).sum()


def test_of_a_tick_over_words_what_sticks_out_goes() -> None:
    words, tick = text(100, 100, "花壇の水やり"), pen((98, 104), (102, 111), (118, 86), width=1.4)
    image, plain = page_image(printed(words, tick)), page_image(printed(words))
    assert len(wipe_slanted_strokes(image, np.zeros_like(image.ink))) > 0
    assert not image.ink[: 3 * 96].any()
    assert (image.ink[plain.ink > 0] > 0).all()


def test_strokes_of_large_characters_stay() -> None:
    image = page_image(printed(text(60, 60, "人入大火又水文父", 20)))
    assert wipe_slanted_strokes(image, np.zeros_like(image.ink)) == []


def test_a_crease_goes_and_the_table_that_it_crosses_stays() -> None:
    crease = pen((0, 120), (130, 121.4), (250, 120.4), (400, 121.6), width=1.0)
    image, plain = page_image(printed(*CLOSED, crease)), page_image(printed(*CLOSED))
    assert len(wipe_creases(image)) == 1
    assert lines(find_ruled_lines(image)) == lines(find_ruled_lines(plain))
    assert (image.ink[plain.ink > 0] > 0).mean() > 0.98  # but for level strokes that lie in it


def test_a_picture_cut_out_around_a_table_has_none() -> None:
    table = [*(rule(4, y, 396, y) for y in (80, 140, 200)), *(rule(x, 80, x, 200) for x in (4, 120, 396))]
    assert wipe_creases(page_image(printed(*table))) == []


def test_a_picture_narrower_than_the_strips_at_its_edges_has_none() -> None:
    grey = np.full((900, 42), 255, np.uint8)
    grey[400] = 0
    assert wipe_creases(page_image(grey)) == []


@pytest.mark.parametrize("drawn", [rule(20, 118, 372, 118), rule(0, 118, 60, 118)], ids=["short of it", "short"])
def test_a_line_that_does_not_run_from_edge_to_edge_is_no_crease(drawn: Draw) -> None:
    assert wipe_creases(page_image(printed(*WORDS, drawn))) == []


CELLED: list[Draw] = [*CLOSED, *(text(64, y + 14, "当番の名") for y in YS[:-1])]
UNDER = [text(60, y, "花壇の水やりの当番は順に回すことにする。") for y in (60, 80, 100, 120, 140)]
STROKES: dict[str, tuple[list[Draw], list[Draw], int]] = {
    "from the side of a cell under its words": (CELLED, [rule(139, 125, 262, 125, 1.4)], 1),
    "by hand under words, from the side": (CELLED, [pen((139, 124.5), (200, 125.2), (262, 124.6), width=1.4)], 1),
    "from side to side of a cell, at the feet of its words": (
        [*CLOSED, text(63, 114, "花壇の当番係")], [rule(60, 124.3, 140, 124.3, 1.8)], 1
    ),
    "along a ruler through the words of two cells": (CELLED, [rule(64, 158, 262, 160.4, 1.4)], 0),
    "along a ruler over the lines of the table": (CELLED, [rule(30, 128, 290, 133.5, 1.4)], 0),
    "down a column of words": (CELLED, [rule(86, 66, 86.4, 250, 1.4)], 0),
    "under lines of text": (
        UNDER, [rule(58, y + 10.4, end, y + 10.4, 1.4) for y, end in ((60, 180), (80, 260), (120, 214))], 3
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", STROKES)
def test_a_stroke_under_words_or_through_them_is_no_ruled_line_and_leaves_them(case: str) -> None:
    printed_there, strokes, under = STROKES[case]
    image, ruled = found(*printed_there, *strokes)
    plain, without = found(*printed_there)
    assert lines(ruled) == lines(without)
    assert len(ruled.under) == under
    words, left = ((one.ink & ~lined.mask) > 0 for one, lined in ((plain, without), (image, ruled)))
    assert float((words & left).sum() / words.sum()) >= 0.95
    assert float((left & ~words).sum() / words.sum()) <= 0.06


THIN: list[Draw] = [
    *(rule(XS[0], y, XS[-1], y, 0.6) for y in YS),
    *(rule(x, YS[0], x, YS[-1], 0.6) for x in XS),
    *(text(150, y + 14, "花壇の水やりの当番を決める表") for y in YS[:-1]),
    *(text(63, y + 14, "花壇の名") for y in YS[:-1]),
]
ALONG: dict[str, list[Draw]] = {
    "two that cross on a line of the table": [rule(30, 137.4, 300, 141.8, 1.3), rule(80, 143, 310, 139, 1.3)],
    "out at the right": [rule(100, 141.6, 380, 138.6, 1.3)],
    "level beside it and beyond": [rule(20, 126, 372, 126, 1.3)],
    "beyond, at one height for a column": [rule(20, 125.6, 372, 126.8, 1.3)],
}


@pytest.mark.parametrize("case", ALONG)
def test_a_stroke_at_a_small_angle_takes_no_line_of_the_table_with_it(case: str) -> None:
    """At 150 dpi, where the lines of a table are a pixel thick."""
    drawn, plain = (find_ruled_lines(coarse(*THIN, *more)) for more in (ALONG[case], []))
    assert lines(drawn) == lines(plain)


def test_what_keeps_away_from_words_or_ends_at_lines_is_none() -> None:
    note = [*CLOSED, rule(150, 134, 300, 134), text(150, 106, "花壇の水やりの当番")]
    row = [*CLOSED, rule(140, 126, 320, 126), text(150, 128, "花壇の水やりの当番")]
    for drawn in (note, row):
        assert found(*drawn)[1].under == []
