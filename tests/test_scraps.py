"""Ruled lines of which a copier of copies left scraps. Places are in points of a page of 400 by 300."""

from __future__ import annotations

import numpy as np

from kaigi_extract.ocr.ruled_lines import find_ruled_lines
from tests.printed import Draw, page_image, printed, rule, text

A, B = 50.0, 350.0
"""Ends of the lines."""
HEIGHTS = (60.0, 100.0, 140.0, 180.0, 220.0)
PIECES = (70.0, 220.0, 130.0, 290.0, 180.0)
"""Where the one longer piece of each line begins."""


def torn(y: float, piece: float, length: float = 30.0) -> list[Draw]:
    """A line of which a piece and scraps are left: half of the way, in bits of unlike length."""
    rng = np.random.default_rng(int(y))
    starts = np.arange(A, B - 12, 12.0)
    bits = [rule(x, y, x + float(rng.uniform(4, 8)), y, 0.8) for x in starts]
    return [*bits, rule(B - 5, y, B, y, 0.8), rule(piece, y, piece + length, y, 0.8)]


def words(y: float) -> list[Draw]:
    return [text(60, y + 12, "委託の内容"), text(150, y + 12, "区の花壇に水をまく作業")]


def level(*drawn: Draw) -> list[tuple[int, int, int]]:
    image = page_image(printed(*drawn))
    found = [line for line in find_ruled_lines(image).lines if line.horizontal]
    scale = 300 / image.grey.shape[0]
    return sorted((round(line.y0 * scale), round(line.x0 * scale), round(line.x1 * scale)) for line in found)


def page_of_scraps() -> list[Draw]:
    drawn = [draw for y, piece in zip(HEIGHTS, PIECES, strict=True) for draw in torn(y, piece)]
    return [*drawn, *(draw for y in HEIGHTS[:-1] for draw in words(y))]


def near(found: list[tuple[int, int, int]], y: float, start: float, end: float) -> bool:
    return any(abs(a - y) <= 2 and abs(b - start) <= 6 and abs(c - end) <= 6 for a, b, c in found)


def test_lines_are_whole_again() -> None:
    found = level(*page_of_scraps())
    assert len(found) == len(HEIGHTS)
    assert all(near(found, y, A, B) for y in HEIGHTS)


def test_a_line_of_which_no_piece_is_left_is_one_too() -> None:
    without = [
        draw for y, piece in zip(HEIGHTS, PIECES, strict=True) for draw in torn(y, piece, 30.0 if y != 140 else 1.0)
    ]
    found = level(*without, *(draw for y in HEIGHTS[:-1] for draw in words(y)))
    assert all(near(found, y, A, B) for y in HEIGHTS)


def test_the_torn_frame_of_a_stamp_over_a_table_is_no_scrap() -> None:
    """A copier tears all lines of a page: a few among whole ones are those of something else."""
    heights = range(60, 241, 20)
    table = [rule(A, y, B, y) for y in heights] + [rule(x, 60, x, 240) for x in (A, 140, B)]
    frame = [draw for y in (107, 127, 147) for draw in torn(y, 200.0, 60.0)]
    found = level(*table, *frame)
    assert all(near(found, y, A, B) for y in heights)
    assert not any(near(found, y, A, B) for y in (107, 127, 147))


def test_underlines_of_words_are_no_scraps() -> None:
    ends = [(60, 105), (150, 215), (170, 240), (60, 95)]
    lines = [rule(a, y + 26, b, y + 26) for y, (a, b) in zip(HEIGHTS, ends, strict=False)]
    found = level(*lines, *(draw for y in HEIGHTS[:-1] for draw in words(y)))
    assert len(found) == len(lines)
    assert all(near(found, y + 26, a, b) for y, (a, b) in zip(HEIGHTS, ends, strict=False))
