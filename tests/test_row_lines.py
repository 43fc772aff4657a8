"""Ruled lines as long as a row is high: what is between two level lines, and where lines lead from one to the other."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kaigi_extract.ocr.ruled_lines import find_ruled_lines
from kaigi_extract.ocr.settings import DEFAULT_OCR
from tests.printed import MM, Draw, page_image, printed, rule, text

TOP = 100.0


def upright(x: float, height: float, width: float = 0.7, dashes: str | None = None) -> Draw:
    return rule(x, TOP, x, TOP + height, width, dashes)


LOW, HIGH = 6 * MM, 12 * MM
DASHED = "[2 1.6] 0"
STROKES = "[7 1.7 1.7 1 0.7 2.7] 0"

CASES: dict[str, tuple[float, list[Draw], list[int]]] = {
    # height of the row, what is in it beside its outer sides, where lines are found
    "solid in a low row": (LOW, [upright(200, LOW), text(205, TOP + 3, "係の名")], [200]),
    "dashed in a low row": (LOW, [upright(200, LOW, 0.7, DASHED)], [200]),
    "dashed in a row of two lines": (HIGH, [upright(200, HIGH, 0.7, DASHED)], [200]),
    "text that is nearly as high": (LOW, [text(100, TOP + 1.2, "国川門１ｌ｜1l()[]国", 14.5)], []),
    "strokes of characters under one another": (HIGH, [upright(200, HIGH, 0.7, STROKES)], []),
    "a 1 in each line": (HIGH, [text(200, TOP + 3, "1"), text(200, TOP + 18, "1")], []),
    "a stroke to one of them only": (LOW, [rule(200, TOP, 200, TOP + 0.8 * LOW)], []),
    "a bar": (LOW, [upright(200, LOW, 1.6 * MM)], []),
    "nothing": (LOW, [text(100, TOP + 3, "菜園の区画")], []),
}


@pytest.mark.parametrize("case", CASES)
def test_where_lines_lead_from_one_to_the_other(case: str) -> None:
    height, drawn, places = CASES[case]
    frame = [*(rule(60, TOP + y, 340, TOP + y) for y in (0.0, height, height + 40, height + 80))]
    sides = [rule(x, TOP, x, TOP + height + 80) for x in (60, 340)]
    lines = find_ruled_lines(page_image(printed(*frame, *sides, *drawn))).lines
    inner = [round(line.x0 / 3) for line in lines if not line.horizontal and 70 < line.x0 / 3 < 330]
    assert inner == places


@pytest.mark.parametrize(("evenness", "places"), [(3.0, []), (4.0, [200])])
def test_how_uneven_dashes_may_be(evenness: float, places: list[int]) -> None:
    """The longest of its dashes is between three and four times as long as the middle one."""
    frame = [rule(60, TOP + y, 340, TOP + y) for y in (0.0, HIGH)]
    image = page_image(
        printed(*frame, *(rule(x, TOP, x, TOP + HIGH) for x in (60, 340)), upright(200, HIGH, 0.7, STROKES))
    )
    lines = find_ruled_lines(image, replace(DEFAULT_OCR.ruled_lines, row_evenness=evenness)).lines
    assert [round(line.x0 / 3) for line in lines if not line.horizontal and 70 < line.x0 / 3 < 330] == places


def test_level_lines_of_a_narrow_column() -> None:
    sides = [rule(x, 60, x, 240) for x in (60, 60 + LOW, 340)]
    frame = [rule(60, y, 340, y) for y in (60, 240)]
    lines = find_ruled_lines(page_image(printed(*frame, *sides, rule(60, 150, 60 + LOW, 150)))).lines
    assert [round(line.y0 / 3) for line in lines if line.horizontal and line.x1 - line.x0 < 100] == [150]
