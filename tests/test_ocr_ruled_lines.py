"""Rules from pixels. Places are in points of a page of 400 by 300."""

from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np
import pytest

from kaigi_extract.ocr.broken_lines import RuledLine
from kaigi_extract.ocr.page_image import Grey, PageImage
from kaigi_extract.ocr.ruled_lines import find_ruled_lines
from kaigi_extract.ocr.thin_lines import thin_lines
from tests.printed import DPI, MM, SCALE, Box, Draw, disc, filled, page_image, printed, rule, text

NEAR = 1.5
"""Points that the end of a rule may be off."""
A, B = 50.0, 350.0
"""Ends of most rules."""


def dots(y: float, start: float, end: float, pitch: float = 1.1 * MM) -> list[Draw]:
    return [disc(x, y, 0.22 * MM) for x in np.arange(start, end, pitch)]


def coarse(*draw: Draw) -> PageImage:
    """A page scanned at 150 dpi, where the dots of a line are as wide as a pixel."""
    fine = printed(*draw)
    size = (round(fine.shape[1] * 150 / DPI), round(fine.shape[0] * 150 / DPI))
    grey = np.asarray(cv2.resize(fine, size, interpolation=cv2.INTER_AREA), np.uint8)
    return PageImage(grey, np.where(grey < 150, 255, 0).astype(np.uint8), 150.0, 0, 0.0)


def gapped(y: float, gap: float) -> list[Draw]:
    """A rule that breaks off every 30 points."""
    return [rule(x, y, x + 30 - gap, y) for x in np.arange(A, B, 30)]


def bent(rise: float) -> list[Draw]:
    """A rule in pieces that rise and fall by so much, in points."""
    xs = np.linspace(A, B, 61)
    ys = 150 - rise * np.sin(np.pi * (xs - A) / (B - A))
    return [rule(*ends, 1.0) for ends in zip(xs, ys, xs[1:], ys[1:], strict=False)]


def boxed(x: float, y: float, side: float) -> list[Draw]:
    corners = [(x, y), (x + side, y), (x + side, y + side), (x, y + side), (x, y)]
    return [rule(*a, *b) for a, b in pairwise(corners)]


TURNING = "個人情報の保護に関する条例の規定により次の"

LEVEL = [(A, 150.0, B, 150.0)]
UPRIGHT = [(150.0, 30.0, 150.0, 270.0)]

RULES: dict[str, tuple[list[Draw], list[Box]]] = {
    "nothing": ([], []),
    "solid": ([rule(A, 150, B, 150)], LEVEL),
    "hair": ([rule(A, 150, B, 150, 0.4)], LEVEL),
    "thick": ([rule(A, 150, B, 150, 2.5)], LEVEL),
    "upright": ([rule(150, 30, 150, 270)], UPRIGHT),
    "double": ([rule(A, 150, B, 150), rule(A, 153, B, 153)], [*LEVEL, (A, 153, B, 153)]),
    "broken by half a millimetre": (gapped(150, 0.5 * MM), [(A, 150, B - 0.5 * MM, 150)]),
    "two, apart": ([rule(A, 150, 190, 150), rule(210, 150, B, 150)], [(A, 150, 190, 150), (210, 150, B, 150)]),
    "bent by half a millimetre": (bent(0.4 * MM), [(A, 149, B, 149)]),
    "dashed": ([rule(A, 150, B, 150, 0.8, "[6 3] 0")], LEVEL),
    "dashed, upright": ([rule(150, 30, 150, 270, 0.8, "[6 3] 0")], UPRIGHT),
    "long dashes": ([rule(A, 150, B, 150, 0.8, "[15 3] 0")], [(A, 150, B, 150)]),
    "dotted": (dots(150, A, B), LEVEL),
    "a corner": ([rule(A, 150, B, 150), rule(A, 150, A, 270)], [*LEVEL, (A, 150, A, 270)]),
    "a cross": ([rule(A, 150, B, 150), rule(150, 30, 150, 270)], [*LEVEL, *UPRIGHT]),
    "a table with text": (
        [
            *(rule(A, y, B, y) for y in (100, 130, 160)),
            *(rule(x, 100, x, 160) for x in (A, 150, B)),
            text(60, 110, "事業の名称"),
            text(160, 110, "一二三の口座とー十土王"),
            text(160, 140, "図書館利用者カード"),
        ],
        [*((A, y, B, y) for y in (100, 130, 160)), *((x, 100, x, 160) for x in (A, 150, B))],
    ),
    "a rule through a line of text": (
        [rule(150, 30, 150, 270), text(60, 100, "個人情報の保護に関する条例の規定により")],
        UPRIGHT,
    ),
    "a rule that ends under the side of characters": (
        [
            *(rule(A, y, B, y) for y in (100, 122, 180)),
            *(rule(x, 100, x, 180) for x in (A, B)),
            rule(200.0, 122, 200.0, 180),
            *(filled(199.6, y, 208, y + 1.5) for y in np.arange(108, 120, 2.3)),
        ],
        [*((A, y, B, y) for y in (100, 122, 180)), *((x, 100, x, 180) for x in (A, B)), (200.0, 122, 200.0, 180)],
    ),
    "underlined": ([text(A, 100, "個人情報の保護に関する条例の規定"), rule(A, 112, 218, 112)], [(A, 112, 218, 112)]),
    "bar": ([filled(A, 150, B, 150 + 3 * MM)], []),
    "square to tick": (boxed(100, 100, 10.5), []),
    "filled square": ([filled(100, 100, 112, 112)], []),
    "leader": (dots(150, 150, 150 + 10 * MM), []),
    "text": (
        [text(A, 40 + 14 * k, "一二三十口日田王土工ー―個人情報の保護に関する") for k in range(15)],
        [],
    ),
    "small text": ([text(A, 40 + 9 * k, TURNING[k:] + TURNING[:k], 7) for k in range(20)], []),
    "large text": ([text(A, 40, "一二三の表", 18), text(A, 80, "口座田王", 18)], []),
}


def places(lines: list[RuledLine]) -> list[Box]:
    return [(s.x0 / SCALE, s.y0 / SCALE, s.x1 / SCALE, s.y1 / SCALE) for s in lines]


def is_near(found: list[Box], wanted: list[Box]) -> bool:
    return len(found) == len(wanted) and all(
        any(place == pytest.approx(want, abs=NEAR) for place in found) for want in wanted
    )


@pytest.mark.parametrize(("draw", "wanted"), RULES.values(), ids=RULES)
def test_rules(draw: list[Draw], wanted: list[Box]) -> None:
    ruled = find_ruled_lines(page_image(printed(*draw)))
    found = places(ruled.lines + ruled.under)
    shown = [tuple(round(value, 1) for value in place) for place in found]
    assert is_near(found, wanted), f"{shown}, not {wanted}"


CLOSE = "電話番号、書面書量善事業重要資格費用書籍委託業"


@pytest.mark.parametrize("spread", [4, 5, 6])
def test_strokes_that_run_into_each_other_in_a_dark_copy_are_no_rules(spread: int) -> None:
    words = [text(A + 4, 56 + 14 * k, CLOSE[k:] + CLOSE[:k]) for k in range(8)]
    lines = [rule(A, y, B, y) for y in (50, 180)]
    dark = np.asarray(cv2.erode(printed(*words, *lines), np.ones((spread, spread), np.uint8)), np.uint8)
    found = places(find_ruled_lines(page_image(dark)).lines)
    assert is_near(found, [(A, y, B, y) for y in (50, 180)]), found


@pytest.mark.parametrize("lost", [0.05, 0.15, 0.3])
def test_a_faint_rule(lost: float) -> None:
    """So much of its length is lost, in bits of half a millimetre, no two of them beside each other."""
    grey = printed(rule(A, 150, B, 150, 1.0))
    bit = round(0.5 * MM * SCALE)
    gone = np.random.default_rng(1).random(grey.shape[1] // bit + 1) < lost
    gone[1:] &= ~gone[:-1]
    grey[:, np.repeat(gone, bit)[: grey.shape[1]]] = 255
    found = places(find_ruled_lines(page_image(grey)).lines)
    assert len(found) == 1, found
    assert found[0] == pytest.approx(LEVEL[0], abs=3 * NEAR)


def taken(grey: Grey) -> np.ndarray:
    return find_ruled_lines(page_image(grey)).mask > 0


def test_the_mask_takes_the_rules_with_their_edges_and_leaves_the_text() -> None:
    lines = [rule(A, 100, B, 100), rule(A, 130, B, 130), rule(A, 100, A, 130), rule(B, 100, B, 130)]
    words = text(60, 110, "一二三の口座とー個人情報の保護")
    rules, characters, both = printed(*lines), printed(words), printed(*lines, words)
    mask = taken(both)
    assert not (mask & (characters < 150)).any()
    assert mask[rules < 150].all()
    assert mask[rules < 250].mean() > 0.95


def test_the_width() -> None:
    [thin, thick] = sorted(
        find_ruled_lines(page_image(printed(rule(A, 100, B, 100, 1), rule(A, 150, B, 150, 2)))).lines,
        key=lambda s: s.width,
    )
    assert (thin.width / SCALE, thick.width / SCALE) == (pytest.approx(1, abs=0.4), pytest.approx(2, abs=0.4))
    assert (thin.horizontal, thin.y0 / SCALE) == (True, pytest.approx(100, abs=0.5))


def table(*gaps: Box, right: float = B) -> list[Draw]:
    """Two rows and two columns, with white over some boxes."""
    lines = [rule(A, y, right, y) for y in (100, 140, 180)] + [rule(x, 100, x, 180) for x in (A, 150, right)]
    return [*lines, *(filled(*gap, grey=1.0) for gap in gaps)]


TABLE = [*((A, y, B, y) for y in (100, 140, 180)), *((x, 100, x, 180) for x in (A, 150, B))]


@pytest.mark.parametrize(
    "gaps",
    [
        [(200, 138, 200 + 4 * MM, 142)],
        [(200, 138, 200 + 4 * MM, 142), (220, 138, 220 + 5 * MM, 142)],  # with a scrap of the line between them
        [(148, 115, 152, 115 + 4 * MM), (250, 98, 250 + 4 * MM, 102)],
        [(B - 4 * MM, 138, B + 2, 142)],
        [(A - 2, 98, A + 4 * MM, 102), (A - 2, 98, A + 2, 100 + 4 * MM)],  # a corner
    ],
)
def test_lines_of_a_table_that_a_copier_broke_are_whole(gaps: list[Box]) -> None:
    found = places(find_ruled_lines(page_image(printed(*table(*gaps)))).lines)
    shown = [tuple(round(value, 1) for value in place) for place in found]
    assert all(any(place == pytest.approx(want, abs=NEAR) for place in found) for want in TABLE), shown
    assert all(any(place == pytest.approx(want, abs=NEAR) for want in TABLE) for place in found), shown


@pytest.mark.parametrize(
    ("draw", "wanted"),
    [
        (  # two tables side by side
            [
                *table(right=200),
                *(rule(200 + 4 * MM, y, B, y) for y in (100, 140, 180)),
                rule(200 + 4 * MM, 100, 200 + 4 * MM, 180),
            ],
            [(A, 140, 200, 140), (200 + 4 * MM, 140, B, 140)],
        ),
        (  # lines to write on: in the open, and in a cell
            [rule(A, 230, 120, 230), rule(120 + 4 * MM, 230, 200, 230), *table(), rule(170, 160, B - 4 * MM, 160)],
            [(A, 230, 120, 230), (120 + 4 * MM, 230, 200, 230), (170, 160, B - 4 * MM, 160)],
        ),
        (  # wider apart than a copier breaks a line
            table((200, 138, 200 + 9 * MM, 142)),
            [(A, 140, 200, 140), (200 + 9 * MM, 140, B, 140)],
        ),
    ],
)
def test_lines_that_end_where_they_should_stay_as_they_are(draw: list[Draw], wanted: list[Box]) -> None:
    ruled = find_ruled_lines(page_image(printed(*draw)))
    found = places(ruled.lines + ruled.under)
    shown = [tuple(round(value, 1) for value in place) for place in found]
    assert all(any(place == pytest.approx(want, abs=NEAR) for place in found) for want in wanted), shown


FRAME_OF_DOTS = [rule(A, y, B, y, 1.5) for y in (100, 180)] + [rule(x, 100, x, 180, 1.5) for x in (A, 150, B)]
FINE = "[0.6 1.6] 0"


def pale(y: float) -> Draw:
    """A dotted line in grey."""
    return lambda page: page.draw_line((A, y), (B, y), width=1.0, dashes="[1 1.2] 0", color=(0.6, 0.6, 0.6))


PALE: dict[str, tuple[list[Draw], int]] = {
    "dots": ([rule(A, 126, B, 126, 0.6, FINE), rule(A, 153, B, 153, 0.6, FINE)], 2),
    "grey dots": ([pale(126)], 1),
    "dots down the page": ([rule(250, 100, 250, 180, 0.6, FINE)], 1),
    "dots that lack some": ([rule(A, 126, 200, 126, 0.6, FINE), rule(207, 126, B, 126, 0.6, FINE)], 1),
    "a shade of dots": ([pale(y) for y in np.arange(104, 178, 2.2)], 0),
    "dust": ([disc(A + 9 + 13.7 * k % 90, 126 + 0.6 * (k % 3), 0.25) for k in range(30)], 0),
    "text": ([text(60, 120, "一、二、三・ー・ー・ー・ー", 8), text(160, 150, "・・・・・・・", 8)], 0),
}


@pytest.mark.parametrize("name", PALE)
def test_dots_paler_than_ink_are_a_line(name: str) -> None:
    drawn, lines = PALE[name]
    page = coarse(*FRAME_OF_DOTS, *drawn)
    found = find_ruled_lines(page).lines
    assert len(found) == 5 + lines


def test_a_dotted_line_ends_at_the_line_that_its_last_dots_run_into() -> None:
    page = coarse(*FRAME_OF_DOTS, rule(A, 140, B, 140, 0.6, FINE))
    scale = 150 / 72
    [line] = [one for one in find_ruled_lines(page).lines if abs(one.y0 / scale - 140) < NEAR]
    assert (line.x0 / scale, line.x1 / scale) == pytest.approx((A, B), abs=0.6)


BETWEEN = {
    # from where to where down the page, how many pixels wide, its lightness, and how many lines it is
    "from line to line": ((100, 180), 2, 180, 1),
    "that ends in the open": ((100, 160), 2, 180, 0),
    "a shade": ((100, 180), 8, 180, 0),
    "the back of the sheet": ((100, 180), 2, 230, 0),
}


@pytest.mark.parametrize("name", BETWEEN)
def test_a_line_between_two_pixels_is_one_though_pale(name: str) -> None:
    (top, bottom), width, lightness, lines = BETWEEN[name]
    page = coarse(*FRAME_OF_DOTS)
    scale = 150 / 72
    x = round(250 * scale)
    band = page.grey[round(top * scale) : round(bottom * scale), x : x + width]
    np.minimum(band, lightness, out=band)
    assert len(find_ruled_lines(page).lines) == 5 + lines


def test_a_pale_line_that_has_ink_along_both_sides_is_none() -> None:
    """Strokes of characters that run into each other."""
    page = coarse(
        *FRAME_OF_DOTS, *(filled(244 + dx, y, 248.5 + dx, y + 3) for dx in (0, 8) for y in range(102, 178, 4))
    )
    scale = 150 / 72
    x = round(250 * scale)
    band = page.grey[round(100 * scale) : round(180 * scale), x : x + 2]
    np.minimum(band, 180, out=band)
    assert len([line for line in find_ruled_lines(page).lines if not line.horizontal]) == 3


def thin(level: float | None = None, upright: float | None = None, width: float = 0.2, grey: float = 0.0) -> Draw:
    """A line that is hardly ink, over the frame or down it."""
    ends = ((A, level), (B, level)) if level is not None else ((upright, 100), (upright, 180))
    return lambda page: page.draw_line(*ends, width=width, color=(grey,) * 3)


ROWS = [thin(116), thin(132), thin(148), thin(164)]
GRIDS: dict[str, tuple[list[Draw], int]] = {
    "hairlines": (ROWS, 4),
    "with a hairline down the page": ([*ROWS, thin(upright=250)], 5),
    "a lone one as dark as others": ([thin(upright=250)], 1),
    "a lone pale one": ([thin(upright=250, grey=0.7)], 0),
    "closer than lines of print": ([thin(y) for y in (116, 121, 126, 131, 136)], 0),
}


@pytest.mark.parametrize("name", GRIDS)
def test_lines_that_are_hardly_ink_are_taken_together_or_not_at_all(name: str) -> None:
    drawn, lines = GRIDS[name]
    frame, page = find_ruled_lines(coarse(*FRAME_OF_DOTS)).lines, coarse(*FRAME_OF_DOTS, *drawn)
    found = places(thin_lines(frame, page, np.zeros_like(page.ink)))
    assert len(found) == len(frame) + lines


@pytest.mark.parametrize(("grey", "lines"), [(0.85, 4), (0.945, 0), (0.97, 3)])
def test_where_one_of_them_is_not_seen_well_enough_none_is_taken(grey: float, lines: int) -> None:
    """On coarse paper; the palest is not seen at all."""
    frame = find_ruled_lines(coarse(*FRAME_OF_DOTS)).lines
    page = on_coarse_paper(*FRAME_OF_DOTS, *ROWS[:3], thin(164, width=0.4, grey=grey))
    assert len(thin_lines(frame, page, np.zeros_like(page.ink))) == len(frame) + lines


def on_coarse_paper(*draw: Draw) -> PageImage:
    page = coarse(*draw)
    grain = np.abs(np.random.default_rng(1).normal(0, 20, page.grey.shape))
    page.grey[:] = np.clip(page.grey - grain, 0, 255).astype(np.uint8)
    return page


@pytest.mark.parametrize(("length", "whole"), [(0, False), (60, True)])
def test_what_is_not_seen_well_enough_is_a_line_where_a_piece_of_it_was_known(length: int, whole: bool) -> None:
    frame = find_ruled_lines(coarse(*FRAME_OF_DOTS)).lines
    page = on_coarse_paper(*FRAME_OF_DOTS, *ROWS[:3], thin(164, width=0.4, grey=0.945))
    scale, start = page.dpi / 72, (A + 40) * page.dpi / 72
    pieces = [RuledLine(start, 164 * scale, start + length * scale, 164 * scale, 1.0, True)] if length else []
    found = thin_lines([*frame, *pieces], page, np.zeros_like(page.ink))
    assert len(found) == len(frame) + 4 * whole


def test_a_thin_line_is_once_what_was_a_piece_of_it_before() -> None:
    frame, page = find_ruled_lines(coarse(*FRAME_OF_DOTS)).lines, coarse(*FRAME_OF_DOTS, *ROWS)
    scale = 150 / 72
    piece = RuledLine(A * scale, 116 * scale, 200 * scale, 116 * scale, 2.0, True)
    mask = np.zeros_like(page.ink)
    found = thin_lines([*frame, piece], page, mask)
    assert len(found) == len(frame) + 4
    [whole] = [line for line in found if line.width == 2.0]
    assert (whole.x0 / scale, whole.x1 / scale) == pytest.approx((A, B), abs=0.6)
    assert mask[round(132 * scale), round(70 * scale) : round(330 * scale)].mean() > 250


def test_level_lines_of_a_table_without_sides() -> None:
    page = coarse(*(thin(y) for y in range(60, 220, 16)), text(60, 110, "花壇の当番係"))
    scale = 150 / 72
    found = [(line.x0 / scale, line.x1 / scale) for line in thin_lines([], page, np.zeros_like(page.ink))]
    assert len(found) == 10
    assert all(ends == pytest.approx((A, B), abs=3.0) for ends in found)


@pytest.mark.parametrize("size", [(1, 1), (3, 2000), (2000, 3), (50, 50)])
def test_a_picture_smaller_than_a_table_has_none(size: tuple[int, int]) -> None:
    page = PageImage(np.full(size, 255, np.uint8), np.zeros(size, np.uint8), 200.0, 0, 0.0)
    assert thin_lines([], page, np.zeros_like(page.ink)) == []


def out_of_focus(blur: float) -> PageImage:
    """A table with words, blurred by so many pixels (standard deviation)."""
    words = [text(60 + 130 * k, y + 8, "花壇の当番係") for k in range(2) for y in range(60, 220, 26)]
    levels = [rule(A, y, B, y, 0.5) for y in range(60, 220, 26)]
    page = coarse(*levels, *(rule(x, 60, x, 216, 0.5) for x in (A, 180, B)), *words)
    grey = np.asarray(cv2.GaussianBlur(page.grey, (0, 0), blur), np.uint8)
    return PageImage(grey, np.where(grey < 150, 255, 0).astype(np.uint8), 150.0, 0, 0.0)


@pytest.mark.parametrize("blur", [0.5, 1.0, 1.3, 1.6])
def test_lines_of_a_page_that_is_out_of_focus_are_found(blur: float) -> None:
    page = out_of_focus(blur)
    ruled = find_ruled_lines(page)
    assert len(thin_lines(ruled.lines, page, ruled.mask)) == 10
