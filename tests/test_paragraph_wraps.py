"""Wraps mended by the edge that the lines of a page, or of a column of cells, share: whole paragraphs come back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kaigi_extract.layout.lines import Line
from kaigi_extract.layout.passages import measure, unwrap_lines
from kaigi_extract.layout.table import Grid
from kaigi_extract.source import Page
from tests.typeset import arranged, page, table
from tests.typesetting import Setting, Sheet

LONG = (
    "係員は、閉園の時刻までに温室の窓を閉め、散水栓の水を止め、遊歩道に残る人がいないことを確かめ、"
    "貸出帳に書き留める。鍵は、集会室の鍵箱に戻す。"
)
OTHER = "雨の日は、噴水を動かさない。案内図の前に看板を立て、来た人に知らせるものとする。なお、風の強い日も同じである。"
HALF = "落とし物は、掲示板に書き、三か月のあいだ休憩所の棚に置いておくものとする。"

SETTINGS = {
    "solid": Setting(leading=1.0),
    "at one and a half": Setting(),
    "at double": Setting(leading=2.0),
    "at two and a half": Setting(leading=2.5),
    "at three": Setting(leading=3.0),
    "ragged": Setting(justified=False),
    "full stops that hang": Setting(hanging_stops=True, justified=False),
    "a narrow measure": Setting(measure=22),
    "no indents, a little space": Setting(first_indent=0, paragraph_space=0.7),
    "no indents, solid, a little space": Setting(first_indent=0, leading=1.0, paragraph_space=0.7),
    "hanging": Setting(first_indent=0, hanging=1),
    "hanging by two": Setting(first_indent=0, hanging=2, leading=2.0),
}


def read(*pages: Page) -> list[str]:
    lines = [item for item in arranged(pages, lambda _: None).items if isinstance(item, Line)]
    return unwrap_lines(lines, measure(lines)).text.split("\n")


@pytest.mark.parametrize("name", SETTINGS)
def test_paragraphs_of_a_typesetting(name: str) -> None:
    sheet, texts = Sheet(), [LONG, OTHER, HALF, OTHER, LONG]
    for text in texts:
        sheet.add(text, SETTINGS[name])
    assert read(*sheet.pages) == texts


def test_pages_of_other_margins() -> None:
    wide, narrow = Sheet(), Sheet()
    for text in (LONG, OTHER):
        wide.add(text, Setting(measure=42))
        narrow.add(text, Setting(measure=33, left=90))
    second = replace(narrow.pages[0], frame=replace(narrow.pages[0].frame, number=2))
    assert read(*wide.pages, second) == [LONG, OTHER, LONG, OTHER]


def test_a_full_last_line_is_followed_by_an_indent() -> None:
    setting, sheet = Setting(measure=20), Sheet()
    full = "係員は、温室の窓を閉め、遊歩道に残る人がいないことを確かめて鍵を戻す。見回る。"
    assert 1 + len(full) == 2 * setting.measure
    for text in (full, LONG, OTHER):
        sheet.add(text, setting)
    assert read(*sheet.pages) == [full, LONG, OTHER]


SHORT = ["第一温室　ばらの間", "第二温室　らんの間", "集会室　二階", "休憩所　池の隣"]


def test_short_lines_that_end_alike_show_no_measure() -> None:
    sheet = Sheet()
    for text in SHORT:
        sheet.add(text, Setting(first_indent=0))
    lines = [item for item in arranged(sheet.pages, lambda _: None).items if isinstance(item, Line)]
    assert [line.right for line in lines] == [None] * len(SHORT)


HUNG = """
議案第１号　公園の温室の使用に関する条例の一
　　　　　　部を改める条例
議案第２号　図書室の開館時間を改める条例
議案第３号　自転車の駐輪場の設置及び管理に関
　　　　　　する条例
議案第４号　公園の休憩所の使用料を定める条例
"""


def test_entries_that_hang_under_their_number() -> None:
    assert read(page(HUNG, x=200)) == [
        "議案第１号　公園の温室の使用に関する条例の一部を改める条例",
        "議案第２号　図書室の開館時間を改める条例",
        "議案第３号　自転車の駐輪場の設置及び管理に関する条例",
        "議案第４号　公園の休憩所の使用料を定める条例",
    ]


CONTENTS = """
第１章　温室の使い方・・・・・・・・・・・１
窓の開け閉め・・・・・・・・・・・・・・・２
散水の決まり・・・・・・・・・・・・・・・３
"""


def test_lines_of_a_list_of_contents() -> None:
    assert read(page(CONTENTS)) == CONTENTS.strip().split("\n")


HEADED = """
係員は、温室の窓を閉め、鍵を鍵箱に戻す。
（見回り）
管理者は、遊歩道と集会室を見回るものと
する。
"""


def test_a_heading_in_brackets_after_a_full_line() -> None:
    assert read(page(HEADED)) == [
        "係員は、温室の窓を閉め、鍵を鍵箱に戻す。",
        "（見回り）",
        "管理者は、遊歩道と集会室を見回るものとする。",
    ]


SENDERS = """
この温室の使い方を次のように改めることにつき、公園の皆様にお知らせします。
　　　　　　　　　　　　　　　　　　　　　　　　　　　　みどり公園管理課長
　　　　　　　　　　　　　　　　　　　　　　　　　　　　　　　　花壇の係長
　　　　　　　　　　　　　　　　　　　　　　　　　　　みどり公園温室の主任
"""


def test_lines_set_to_the_right_edge_are_each_by_themselves() -> None:
    assert read(page(SENDERS)) == [line.strip() for line in SENDERS.strip().split("\n")]


CELLS = """
+--------+----------------------------------------------+
| 仕事   | 温室の窓を閉め、遊歩道に残る人がいない       |
|        | ことを確かめる。                             |
+--------+----------------------------------------------+
| 約束   | 落とし物は、休憩所の棚に置き、掲示板に       |
|        | 書き留める。                                 |
+--------+----------------------------------------------+
"""
LISTED = """
+--------+----------------------------------------------+
| 場所   | 第一温室                                     |
|        | 第二温室                                     |
|        | 集会室                                       |
+--------+----------------------------------------------+
| 係     | 花壇の係                                     |
|        | 図書の係                                     |
+--------+----------------------------------------------+
"""


def test_lines_of_cells_that_turn_short_of_the_rule() -> None:
    (grid,) = arranged([page(CELLS)], lambda _: None).items
    assert isinstance(grid, Grid)
    assert table(grid) == [
        ["仕事", "温室の窓を閉め、遊歩道に残る人がいないことを確かめる。"],
        ["約束", "落とし物は、休憩所の棚に置き、掲示板に書き留める。"],
    ]


def test_short_lines_of_cells_are_each_by_themselves() -> None:
    (grid,) = arranged([page(LISTED)], lambda _: None).items
    assert isinstance(grid, Grid)
    assert table(grid) == [["場所", "第一温室\n第二温室\n集会室"], ["係", "花壇の係\n図書の係"]]
