"""Sheets that are wider than a page: Excel prints their right parts on later pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import pytest

from kaigi_extract.layout.assemble import arrange
from kaigi_extract.layout.page import arrange_page
from kaigi_extract.layout.settings import WideSheetSettings
from kaigi_extract.layout.wide_sheets import join_sheets, right_parts
from kaigi_extract.records import PageSpan
from kaigi_extract.source import Frame, Page
from tests.typeset import HEIGHT, Shown, draw, shown

WIDTH = 300.0
LABELS = {"品名", "数量"}


def knows(text: str) -> Literal["label"] | None:
    return "label" if text in LABELS else None


def page(art: str, number: int, x: float = 30.0) -> Page:
    runs, rules = draw(art, x)
    return Page(Frame(number, WIDTH, HEIGHT), runs=runs, rules=rules)


def windows(art: str, first: int, second: int) -> tuple[Page, Page]:
    """A drawing wider than a page as two pages on each of which all of it is drawn, the words cut at the page's edge."""
    pages = []
    for number, left in ((first, 0.0), (second, WIDTH)):
        made = page(art, number, 30.0 - left)
        made.runs = [
            run.cut(k, k + 1) for run in made.runs for k in range(len(run.text)) if 0 <= run.start[k] + 4 < WIDTH
        ]
        pages.append(made)
    return pages[0], pages[1]


def read(pages: Sequence[Page]) -> tuple[Shown, list[tuple[int, int]]]:
    """What is read, and the pages that seem to go on to the right."""

    def no_mark(_: str) -> bool:
        return False

    layouts = [arrange_page(one, no_mark) for one in pages]
    parts, doubts = right_parts(layouts, knows, WideSheetSettings())
    joined = join_sheets(layouts, parts, {one.frame.number: one for one in pages})
    whole = [arrange_page(one, no_mark) if isinstance(one, Page) else one for one in joined]
    return shown(arrange(whole, knows, no_mark)), doubts


LEFT_1 = """
+------------+---------------+-------------+
| 番号       | 品名          | 出した日    |
+------------+---------------+-------------+
| 一         | 古紙          | 一月        |
+------------+---------------+-------------+
| 二         | 古布          | 二月        |
+------------+---------------+-------------+
"""
LEFT_2 = LEFT_1.replace("一  ", "三  ").replace("二  ", "四  ").replace("古紙", "古瓶").replace("古布", "古靴")
RIGHT_1 = """
+----------+-----------------+
| 重さ     | 引き取る者      |
+----------+-----------------+
| 十束     | 問屋            |
+----------+-----------------+
| 三袋     | 雑貨店          |
+----------+-----------------+
"""
RIGHT_2 = RIGHT_1.replace("十束", "八箱").replace("三袋", "一足")
MIDDLE = """
+--------------------------------------------+
| 出した所                                   |
+--------------------------------------------+
| 門の前                                     |
+--------------------------------------------+
| 角                                         |
+--------------------------------------------+
"""
FIRST = [
    ["番号", "品名", "出した日", "重さ", "引き取る者"],
    ["一", "古紙", "一月", "十束", "問屋"],
    ["二", "古布", "二月", "三袋", "雑貨店"],
]
SECOND = [["三", "古瓶", "一月", "八箱", "問屋"], ["四", "古靴", "二月", "一足", "雑貨店"]]
FORM = """
+----------+-------------------------------------------------------------+
| 品名     | 古紙を、水曜日の朝に、決められた場所に、ひもで縛って出す。  |
+----------+-------------------------------------------------------------+
| 数量     | 十束                                                        |
+----------+-------------------------------------------------------------+
"""
FORM_READ = [["品名", "古紙を、水曜日の朝に、決められた場所に、ひもで縛って出す。"], ["数量", "十束"]]

SHEETS: dict[str, tuple[list[Page], Shown]] = {
    "down, then over": (
        [page(LEFT_1, 1), page(LEFT_2, 2), page(RIGHT_1, 3), page(RIGHT_2, 4)],
        [FIRST + SECOND],
    ),
    "over, then down": (
        [page(LEFT_1, 1), page(RIGHT_1, 2), page(LEFT_2, 3), page(RIGHT_2, 4)],
        [FIRST + SECOND],
    ),
    "three pages wide": (
        [page(LEFT_1, 1), page(MIDDLE, 2), page(RIGHT_1, 3)],
        [[[*a[:3], b, *a[3:]] for a, b in zip(FIRST, ["出した所", "門の前", "角"], strict=True)]],
    ),
    "words cut at the edge of the page": (list(windows(FORM, 1, 2)), [FORM_READ]),
}


@pytest.mark.parametrize("name", SHEETS)
def test_right_parts_are_read_where_they_belong(name: str) -> None:
    pages, expected = SHEETS[name]
    assert read(pages) == (expected, [])


def test_each_part_of_a_value_has_its_page() -> None:
    pages = windows(FORM, 1, 2)
    layouts = [arrange_page(one, lambda _: False) for one in pages]
    parts, _ = right_parts(layouts, knows, WideSheetSettings())
    (sheet,) = join_sheets(layouts, parts, {1: pages[0], 2: pages[1]})
    assert isinstance(sheet, Page)
    (grid,) = arrange([arrange_page(sheet, lambda _: False)], knows, lambda _: False).items
    value = next(cell for cell in grid.cells if cell.row == 0 and cell.column == 1)
    spans = [span for span in value.passage.spans() if isinstance(span, PageSpan)]
    assert [span.page for span in spans] == [1, 2]
    assert spans[0].bbox[2] <= WIDTH + 6
    assert -6 <= spans[1].bbox[0] < spans[1].bbox[2] < WIDTH


APART: dict[str, tuple[list[Page], int]] = {
    # pages that are none of one sheet, and how many seem to go on
    "the same columns": ([page(LEFT_1, 1), page(LEFT_2, 2)], 0),
    "rows of other heights": (
        [page(LEFT_1, 1), page(RIGHT_1.replace("| 三袋", "|          |                 |\n| 三袋"), 2)],
        0,
    ),
    "a title of its own": ([page(LEFT_1, 1), page("引き取り\n" + RIGHT_1.removeprefix("\n"), 2)], 0),
    "labels of its own": ([page(LEFT_1, 1), page(RIGHT_1.replace("三袋", "数量"), 2)], 0),
    "a narrow table": (
        [page(LEFT_1.replace("---------------+", "+").replace(" 出した日    |", ""), 1), page(RIGHT_1, 2)],
        0,
    ),
    "a right part too few": ([page(LEFT_1, 1), page(LEFT_2, 2), page(RIGHT_1, 3)], 1),
}


@pytest.mark.parametrize("name", APART)
def test_other_pages_stay_apart(name: str) -> None:
    pages, doubts = APART[name]
    layouts = [arrange_page(one, lambda _: False) for one in pages]
    parts, seeming = right_parts(layouts, knows, WideSheetSettings())
    assert parts == []
    assert len(seeming) == doubts
