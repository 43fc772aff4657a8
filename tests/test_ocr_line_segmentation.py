"""Lines from pixels. Places are in points of a page of 400 by 300."""

from __future__ import annotations

import pytest

from kaigi_extract.ocr.line_segmentation import Segments, find_lines
from kaigi_extract.ocr.ruled_lines import find_ruled_lines
from tests.printed import MM, SCALE, Box, Draw, disc, page_image, printed, rule, stacked, text

EM = 10.5
NEAR = 2.5
"""Points that the edge of a line may be off: ink does not fill its square."""
WORDS = "個人情報の保護に関する条例"


def segments(*draw: Draw) -> Segments:
    made = page_image(printed(*draw))
    return find_lines(made, find_ruled_lines(made))


def place(x: float, y: float, count: float, size: float = EM) -> Box:
    return (x, y, x + count * size, y + size)


def grid(*, xs: list[float], ys: list[float]) -> list[Draw]:
    level = [rule(xs[0], y, xs[-1], y) for y in ys]
    return level + [rule(x, ys[0], x, ys[-1]) for x in xs]


FILL = [text(40, 200 + 18 * k, WORDS + WORDS) for k in range(5)]
"""Lines that tell the size of the type; not held against anything."""

LINES: dict[str, tuple[list[Draw], list[Box]]] = {
    "nothing": ([], []),
    "one line": ([text(40, 50, WORDS)], [place(40, 50, 13)]),
    "two lines": ([text(40, 50, WORDS), text(40, 68, WORDS)], [place(40, 50, 13), place(40, 68, 13)]),
    "two columns": (
        [text(x, 50 + 18 * k + dy, "個人情報の保護") for x, dy in ((40, 0), (220, 7)) for k in range(4)],
        [place(x, 50 + 18 * k + dy, 7) for k in range(4) for x, dy in ((40, 0), (220, 7))],
    ),
    "columns of one line and of two, the second short": (
        [
            *(
                text(x, 50 + dy, words)
                for x, dy, words in ((40, 7, "担当課"), (90, 0, "個人情報の保護に関す"), (90, 14, "る課"))
            ),
            *(
                text(x, 50 + dy, words)
                for x, dy, words in ((205, 7, "業務名称"), (265, 0, "条例に関する個人情報"), (265, 14, "の保"))
            ),
        ],
        [
            place(90, 50, 10),
            place(265, 50, 10),
            place(40, 57, 3),
            place(205, 57, 4),
            place(90, 64, 2),
            place(265, 64, 2),
        ],
    ),
    "words far apart": ([text(40, 50, "担当課"), text(150, 50, WORDS)], [place(40, 50, 3), place(150, 50, 13)]),
    "characters apart": ([text(40 + 2 * EM * k, 50, char) for k, char in enumerate("事業名")], [place(40, 50, 5)]),
    "set solid": ([text(40, 50 + 10 * k, WORDS) for k in range(3)], [place(40, 50 + 10 * k, 13) for k in range(3)]),
    "cells side by side": (
        [*grid(xs=[40, 110, 350], ys=[50, 70]), text(45, 55, "事業名称"), text(114, 55, WORDS)],
        [place(45, 55, 4), place(114, 55, 13)],
    ),
    "cells that touch their text": (
        [*grid(xs=[40, 83, 350], ys=[50, 64, 78]), text(41, 52, "事業名称"), text(85, 52, WORDS), text(85, 66, WORDS)],
        [place(41, 52, 4), place(85, 52, 13), place(85, 66, 13)],
    ),
    "parts of characters": (
        [text(40, 50, "ニ　い"), text(40, 68, "三二ー"), text(40, 86, "い、り。"), text(40, 104, "ミニミ")],
        [place(40, 50, 3), place(40, 68, 3), place(40, 86, 3.3), place(40, 104, 3)],
    ),
    "a ー alone": ([text(40, 50, "ー")], [(40, 54, 50, 57)]),
    "dust": (
        [text(40, 50, WORDS), *(disc(30 + 13.7 * k % 350, 90 + 31.3 * k % 90, 0.1 * MM) for k in range(60))],
        [place(40, 50, 13)],
    ),
    "a larger speck far from any character": ([text(40, 50, WORDS), disc(300, 120, 0.4 * MM)], [place(40, 50, 13)]),
    "a full stop": ([text(40, 50, WORDS + "。")], [place(40, 50, 13.3)]),
    "a short line": ([text(40, 50, WORDS), text(40, 68, "(1)")], [place(40, 50, 13), (40, 69, 64, 79)]),
    "a title in larger type": (
        [text(40, 50, "審議会", 18), text(40, 80, WORDS)],
        [place(40, 50, 3, 18), place(40, 80, 13)],
    ),
}


@pytest.mark.parametrize(("draw", "wanted"), LINES.values(), ids=LINES)
def test_lines(draw: list[Draw], wanted: list[Box]) -> None:
    above = [box for box in segments(*draw, *FILL).boxes if box.y0 < 195 * SCALE]
    found = [(box.x0 / SCALE, box.y0 / SCALE, box.x1 / SCALE, box.y1 / SCALE) for box in above]
    shown = [tuple(round(value, 1) for value in one) for one in found]
    assert len(found) == len(wanted), f"{shown}, not {wanted}"
    for one, want in zip(found, wanted, strict=True):
        assert one == pytest.approx(want, abs=NEAR), f"{shown}, not {wanted}"
    assert not any(box.characters for box in above)


def test_characters_under_one_another_in_a_narrow_cell() -> None:
    lines = segments(*grid(xs=[40, 55, 350], ys=[50, 150]), stacked(42.5, 60, "事業の概要"), text(60, 60, WORDS), *FILL)
    column = next(box for box in lines.boxes if box.characters)
    tops = [top / SCALE for top, _ in column.characters]
    assert tops == pytest.approx([60 + 1.2 * EM * k for k in range(5)], abs=NEAR)
    assert (column.x0 / SCALE, column.y0 / SCALE) == pytest.approx((42.5, 60), abs=NEAR)
    assert sum(bool(box.characters) for box in lines.boxes) == 1


@pytest.mark.parametrize(
    ("draw", "columns"),
    [
        ([stacked(42.5, 60, "計")], []),
        ([stacked(42.5, 60, "計画")], [2]),
        ([stacked(42.5, 60, "計画"), text(42.5, 120, WORDS)], []),
        ([stacked(42.5, 60, "計画案"), text(42.5, 120, WORDS)], [3]),
    ],
    ids=["one character", "two, alone in their cell", "two above a line", "three above a line"],
)
def test_how_many_characters_make_a_column(draw: list[Draw], columns: list[int]) -> None:
    lines = segments(*grid(xs=[40, 350], ys=[50, 150]), *draw, *FILL)
    assert [len(box.characters) for box in lines.boxes if box.characters] == columns


@pytest.mark.parametrize("size", [8.0, 10.5, 12.0, 16.0])
def test_the_em(size: float) -> None:
    lines = segments(*(text(40, 40 + 1.7 * size * k, WORDS, size) for k in range(8)))
    assert lines.em / SCALE == pytest.approx(size, rel=0.08)


def test_from_the_top_down() -> None:
    cells = grid(xs=[40, 200, 350], ys=[50, 150])
    tops = [box.y0 for box in segments(*cells, text(45, 120, WORDS), text(205, 60, WORDS), text(205, 90, WORDS)).boxes]
    assert tops == sorted(tops)
    assert len(tops) == 3
