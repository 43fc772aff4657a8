"""Cells that are no rectangle: each place of a table is in one cell, and words are where they are printed."""

from __future__ import annotations

import pytest

from kaigi_extract.layout.table import Grid
from tests.typeset import arranged, page

HEADING = """
+--------------------------+
| 使える人の条件           |
|  +--------+--------------+
|  | 場所   | 区の中       |
|  +--------+--------------+
|  | 年     | 十歳から     |
+--+--------+--------------+
"""
GROUP = """
+------+-------------------+
|      |  古紙             |
| 集   +----------+--------+
| め   |  月      | 一月   |
| る   +----------+        |
| 物   |  重さ    | 十束   |
+------+----------+--------+
"""
CHOICE = """
+--------+-----------------------+------+
| 約束   |                       |      |
|        |      +----------------+  無  |
|        |  有  | 払う日         |      |
|        |      +----------------+      |
|        |      | 今年           |      |
+--------+------+----------------+------+
"""
STEPS = """
+--------+--------+--------+
| 一段   |                 |
+--------+        +--------+
| 二段     上     | 奥     |
+--------+--------+--------+
"""

# art, cells as (row, column, rows, columns, text)
SHAPES = {
    "a heading that reaches down beside its rows": (
        HEADING,
        [
            (0, 0, 1, 3, "使える人の条件"),
            (1, 0, 2, 1, ""),
            (1, 1, 1, 1, "場所"),
            (1, 2, 1, 1, "区の中"),
            (2, 1, 1, 1, "年"),
            (2, 2, 1, 1, "十歳から"),
        ],
    ),
    "words in the leg": (
        CHOICE,
        [
            (0, 0, 3, 1, "約束"),
            (0, 1, 3, 1, "有"),
            (0, 2, 1, 1, ""),
            (0, 3, 3, 1, "無"),
            (1, 2, 1, 1, "払う日"),
            (2, 2, 1, 1, "今年"),
        ],
    ),
    "a rectangle beside a missing line": (
        GROUP,
        [
            (0, 0, 3, 1, "集める物"),
            (0, 1, 1, 2, "古紙"),
            (1, 1, 1, 1, "月"),
            (1, 2, 2, 1, "一月\n十束"),
            (2, 1, 1, 1, "重さ"),
        ],
    ),
}


def cells(grid: Grid) -> list[tuple[int, int, int, int, str]]:
    return [
        (cell.row, cell.column, cell.row_span, cell.column_span, cell.passage.text)
        for row in grid.rows()
        for cell in row
    ]


@pytest.mark.parametrize("name", SHAPES)
def test_cells(name: str) -> None:
    art, expected = SHAPES[name]
    (grid,) = arranged([page(art)], lambda _: None).items
    assert isinstance(grid, Grid)
    assert cells(grid) == expected


@pytest.mark.parametrize("art", [HEADING, GROUP, CHOICE, STEPS])
def test_no_cell_is_over_another(art: str) -> None:
    (grid,) = [item for item in arranged([page(art)], lambda _: None).items if isinstance(item, Grid)]
    places = [
        (row, column)
        for cell in grid.cells
        for row in range(cell.row, cell.row + cell.row_span)
        for column in range(cell.column, cell.column + cell.column_span)
    ]
    assert len(places) == len(set(places)) > 5
