"""Boxes laid over a form to say how to fill it in: their words are in none of its cells, and not lost."""

from __future__ import annotations

import pytest

from kaigi_extract.layout.table import Grid
from kaigi_extract.source import Page, Rule, Shape
from kaigi_extract.source.page import Bbox
from tests.typeset import arranged, page, run, table

FORM = """
+------------+-----------------------------------+
| 名前       | 山里一歩                          |
+------------+-----------------------------------+
|            |                                   |
| 電話       | 一二三                            |
+------------+-----------------------------------+
| 住む所     | 七番地                            |
+------------+-----------------------------------+
"""
READ = [["名前", "山里一歩"], ["電話", "一二三"], ["住む所", "七番地"]]
NOTE = "昼の番号を書く"
BOX: Bbox = (200.0, 148.0, 290.0, 172.0)
"""Over the line between the first two rows."""
RULE_Y = 157.0


def over(box: Bbox, *, y: float | None = None, x: float | None = None, **drawn: object) -> Page:
    made = page(FORM)
    made.runs.append(run(NOTE, box[0] + 8 if x is None else x, box[1] + 4 if y is None else y))
    for kind, things in drawn.items():
        getattr(made, kind).extend(things)
    return made


def white(box: Bbox) -> Shape:
    return Shape(box, 1.0)


ROUND = [
    Rule(204, 148, 286, 148, 1),
    Rule(204, 172, 286, 172, 1),
    Rule(200, 152, 200, 168, 1),
    Rule(290, 152, 290, 168, 1),
]
POINTED = [Rule(200, 148, 290, 148, 1), *Rule.frame(BOX)[2:], Rule(200, 172, 230, 172, 1), Rule(250, 172, 290, 172, 1)]

CALL_OUTS = {
    "a frame and its filling": over(BOX, shapes=[white(BOX)], frames=[BOX]),
    "a coloured filling": over(BOX, shapes=[Shape(BOX, 0.8)], frames=[BOX]),
    "four lines and a filling": over(BOX, shapes=[white(BOX)], rules=Rule.frame(BOX)),
    "round corners": over(BOX, shapes=[Shape(BOX, 1.0, closed_curve=True)], rules=ROUND),
    "a pointer at its foot": over(BOX, shapes=[white((200.0, 148.0, 290.0, 200.0))], rules=POINTED),
    "no border, words over the line": over(BOX, y=RULE_Y - 5, shapes=[Shape(BOX, 0.9)]),
    "over the line between label and value": over(
        (100.0, 172.0, 190.0, 186.0),
        shapes=[white((100.0, 172.0, 190.0, 186.0))],
        frames=[(100.0, 172.0, 190.0, 186.0)],
    ),
    "within a cell": over(
        (200.0, 162.0, 290.0, 184.0),
        shapes=[white((200.0, 162.0, 290.0, 184.0))],
        frames=[(200.0, 162.0, 290.0, 184.0)],
    ),
}


@pytest.mark.parametrize("name", [name for name in CALL_OUTS if name != "within a cell"])
def test_a_call_out_is_in_no_cell(name: str) -> None:
    arrangement = arranged([CALL_OUTS[name]], lambda _: None)
    assert [table(item) for item in arrangement.items if isinstance(item, Grid)] == [READ]
    assert [line.text for line in arrangement.furniture] == [NOTE]


def test_one_within_a_cell_stands_by_itself() -> None:
    arrangement = arranged([CALL_OUTS["within a cell"]], lambda _: None)
    assert [table(item) for item in arrangement.items if isinstance(item, Grid)] == [READ]
    assert NOTE in [line.text for line in [*arrangement.items, *arrangement.furniture] if not isinstance(line, Grid)]


BAND: Bbox = (60.0, 125.0, 300.0, 157.0)
CHART = [Rule(150, 125, 150, 300, 1)]
CELLS = {
    "shading of a whole row": over(BAND, x=210, y=136, shapes=[Shape(BAND, 0.8)]),
    "shading of a value": over((125.0, 125.0, 300.0, 157.0), x=210, shapes=[Shape((125.0, 125.0, 300.0, 157.0), 0.8)]),
    "a marker over words": over(
        (205.0, 134.0, 285.0, 146.0), x=208, y=135, shapes=[Shape((205.0, 134.0, 285.0, 146.0), 0.8)]
    ),
}


@pytest.mark.parametrize("name", CELLS)
def test_shading_is_no_call_out(name: str) -> None:
    arrangement = arranged([CELLS[name]], lambda _: None)
    assert arrangement.furniture == []
    (grid,) = [item for item in arrangement.items if isinstance(item, Grid)]
    assert NOTE in "".join(text for row in table(grid) for text in row)


def test_a_box_on_the_lines_of_a_chart_is_none() -> None:
    box = (100.0, 190.0, 200.0, 215.0)
    made = Page(page("").frame, runs=[run(NOTE, 108, 195)], rules=CHART, frames=[box], shapes=[white(box)])
    assert arranged([made], lambda _: None).furniture == []
