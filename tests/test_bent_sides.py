"""Sides of tables that are bent: where level lines end, what runs down there, and whether it is a side."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from kaigi_extract.ocr.ruled_lines import find_ruled_lines
from tests.printed import Draw, page_image, printed, rule, text

YS = (40.0, 75.0, 110.0, 160.0, 200.0, 250.0)
LEFT, RIGHT = 60.0, 330.0


def folded(y: float) -> float:
    """The x of the right side of a sheet that was folded at 120 points from its head."""
    return RIGHT - 0.09 * (y - 40) if y < 120 else RIGHT - 7.2 + 0.08 * (y - 120)


def table(*, side: bool, shift: float = 1.0) -> list[Draw]:
    """Rows that end at the folded side, which is drawn if `side` is set."""
    ys = np.arange(40.0, 251.0, 5.0)
    ends = [RIGHT + shift * (folded(y) - RIGHT) for y in YS]
    drawn = [rule(LEFT, y, end, y) for y, end in zip(YS, ends, strict=True)]
    drawn += [rule(x, 40, x, 250) for x in (LEFT, 160)]
    drawn += [text(170, y + 8, "菜園の区画の割当て") for y in YS[:-1]]
    if side:
        places = [(RIGHT + shift * (folded(y) - RIGHT), y) for y in ys]
        drawn += [rule(*a, *b, 0.7) for a, b in itertools.pairwise(places)]
    return drawn


def uprights(*draw: Draw) -> list[int]:
    lines = find_ruled_lines(page_image(printed(*draw))).lines
    return sorted(round(line.x0 / 3) for line in lines if not line.horizontal and line.y1 - line.y0 > 100 * 3)


def test_a_folded_side_is_one_line_and_all_rows_reach_it() -> None:
    assert uprights(*table(side=True)) == [60, 160, 334]
    lines = find_ruled_lines(page_image(printed(*table(side=True)))).lines
    assert {round(line.x1 / 3) for line in lines if line.horizontal} == {334}


@pytest.mark.parametrize(
    ("draw", "found"),
    [
        (table(side=False), [60, 160]),  # an open side: white between the ends
        (table(side=True, shift=0.0), [60, 160, 330]),  # a straight one
        ([rule(60, 40, 300, 40), rule(60, 90, 305, 90), rule(300, 40, 305, 90)], []),  # two lines only
        ([rule(60, y, 260 + 5 * k, y) for k, y in enumerate(YS)], []),  # a staircase
    ],
)
def test_what_is_a_side(draw: list[Draw], found: list[int]) -> None:
    assert uprights(*draw) == found
