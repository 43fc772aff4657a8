"""Tables of which a copier left dots where their lines crossed. Places are in points of a page of 400 by 300."""

from __future__ import annotations

import numpy as np
import pytest

from kaigi_extract.ocr.broken_lines import RuledLine
from kaigi_extract.ocr.lost_lines import lost_lines
from kaigi_extract.ocr.settings import DEFAULT_OCR
from tests.printed import MM, SCALE, Draw, disc, page_image, printed, rule, text

UPRIGHTS = (50.0, 130.0, 350.0)
LEVELS = (60.0, 90.0, 120.0, 150.0, 180.0, 210.0)
WORDS = ("件名", "所管課", "対象者", "委託先", "保存年限")
VALUES = ("花壇の当番表の配布について", "公園緑地課", "当番を引き受けた者", "みどりの会", "三年")


def nodes(*left_out: tuple[int, int], radius: float = 0.35, at: tuple[float, ...] = LEVELS) -> list[Draw]:
    """Dots where the lines of a table crossed, but for some: number of the upright, number of the level line."""
    return [
        disc(x, y, radius * MM)
        for column, x in enumerate(UPRIGHTS)
        for row, y in enumerate(at)
        if (column, row) not in left_out
    ]


def words(*rows: int) -> list[Draw]:
    """Labels and values in rows of that table."""
    return [text(x, LEVELS[row] + 10, said[row]) for row in rows for x, said in ((56, WORDS), (136, VALUES))]


def found(*draw: Draw, known: list[RuledLine] | None = None) -> tuple[list[float], list[tuple[float, float, float]]]:
    """The heights of the level lines, and of the uprights where they are and from where to where, in points."""
    image = page_image(printed(*draw))
    lines = lost_lines(known or [], image, np.zeros_like(image.ink))
    levels = [round(line.y0 / SCALE) for line in lines if line.horizontal]
    uprights = [line.way for line in lines if not line.horizontal]
    return sorted(levels), [tuple(round(value / SCALE) for value in way) for way in uprights]


ALL = words(0, 1, 2, 3, 4)
SIDES = [(50, 60, 210), (350, 60, 210)]


def inner(*rows: int) -> list[tuple[int, int, int]]:
    return [(130, 60 + 30 * row, 90 + 30 * row) for row in rows]


def test_a_table_is_drawn_from_the_dots_where_its_lines_crossed() -> None:
    assert found(*nodes(), *ALL) == (list(LEVELS), SIDES + inner(0, 1, 2, 3, 4))


CASES: dict[str, tuple[list[Draw], list[float], list[tuple[int, int, int]]]] = {
    "some are lost": (nodes((0, 2), (1, 5)), list(LEVELS), inner(0, 1, 2, 3, 4)),
    "of a row but one is left": (nodes((0, 3), (2, 3)), list(LEVELS), inner(0, 1, 2, 3, 4)),
    "of the last row but one is left": (nodes((0, 5), (2, 5)), list(LEVELS), inner(0, 1, 2, 3, 4)),
    "specks of dirt lie between": (
        [
            *nodes(),
            *(disc(*at, 0.3 * MM) for at in ((200, 33), (77, 240), (301, 139), (90, 145), (260, 256), (20, 90))),
        ],
        list(LEVELS),
        inner(0, 1, 2, 3, 4),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_so_is_one_of_which_less_is_left(name: str) -> None:
    drawn, levels, uprights = CASES[name]
    assert found(*drawn, *ALL) == (levels, SIDES + uprights)


def test_an_upright_ends_where_no_words_stand_on_both_sides_of_it_or_they_go_across() -> None:
    over = text(56, LEVELS[2] + 10, "花壇の当番を引き受けた者の一覧")
    levels, uprights = found(*nodes((1, 5)), *words(0, 1, 3), text(56, LEVELS[4] + 10, "以上"), over)
    assert levels == list(LEVELS)
    assert uprights == SIDES + inner(0, 1, 3)


NONE: dict[str, list[Draw]] = {
    "too few rows": nodes(at=LEVELS[:4]),
    "dots of another size": nodes(radius=0.8),
    "at no places": [disc(50 + 53 * k % 300, 60 + 17 * k % 160, 0.35 * MM) for k in range(40)],
    "words across": [*nodes(), *(text(60, y - 6, "花壇の当番表の配布についての報告である旨") for y in LEVELS)],
}


@pytest.mark.parametrize("name", NONE)
def test_what_does_not_lie_like_that_is_none(name: str) -> None:
    assert found(*NONE[name], *ALL) == ([], [])


def test_a_page_that_has_an_upright_has_lost_none() -> None:
    known = RuledLine(10.0, 10.0, 10.0, 400.0, 1.0, False)
    assert found(*nodes(), *ALL, known=[known]) == ([], [(round(10 / SCALE), round(10 / SCALE), round(400 / SCALE))])


def test_what_is_left_of_the_lines_is_no_ink_of_words() -> None:
    image = page_image(printed(*nodes(), *ALL, rule(140, 120, 180, 120, 0.4)))
    mask = np.zeros_like(image.ink)
    lost_lines([], image, mask, DEFAULT_OCR.lost_lines)
    x, y = round(160 * SCALE), round(120 * SCALE)
    assert mask[y - 2 : y + 3, x].any()
    assert not mask[round(95 * SCALE) : round(115 * SCALE), round(140 * SCALE) : round(200 * SCALE)].any()
