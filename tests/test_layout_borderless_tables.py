"""Tables without rules: labels in a left column, values beside them."""

from __future__ import annotations

import re
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaigi_extract.layout.assemble import arrange
from kaigi_extract.layout.page import arrange_page
from kaigi_extract.layout.table import Grid
from kaigi_extract.source import Frame, Page, Run, Shape
from tests.typeset import EM, HEIGHT, PITCH, WIDTH, Shown, arranged, draw, page, pages, run, shown, table, upright

LABELS = {"品名", "数量", "使いみち", "置き場所", "集める日と時刻及びその決め方"}


def knows(text: str) -> Literal["label", "start"] | None:
    text = "".join(text.split())
    if text in LABELS:
        return "label"
    return "start" if text and any(label.startswith(text) for label in LABELS) else None


TABLES: dict[str, tuple[str, Shown]] = {
    "one line a row": (
        """
品名        古紙
数量        十束
置き場所    倉庫
""",
        [[["品名", "古紙"], ["数量", "十束"], ["置き場所", "倉庫"]]],
    ),
    "a heading above and a sentence below": (
        """
回収の記録

品名        古紙
数量        十束

これらの品は、区の定める倉庫に運び入れる。
""",
        ["回収の記録", [["品名", "古紙"], ["数量", "十束"]], "これらの品は、区の定める倉庫に運び入れる。"],
    ),
    "labels at the top": (
        """
品名        新聞紙及び雑誌（表紙に
            加工のあるものを除く。）

数量        十束

使いみち    再び紙にするため、問屋
            に売り渡す。
""",
        [
            [
                ["品名", "新聞紙及び雑誌（表紙に加工のあるものを除く。）"],
                ["数量", "十束"],
                ["使いみち", "再び紙にするため、問屋に売り渡す。"],
            ]
        ],
    ),
    "labels in the middle": (
        """
            新聞紙、雑誌及び板紙
品名        （表紙に加工のあるもの
            を除く。）

数量        十束

            再び紙にするため、区の
使いみち    定める問屋に売り渡して
            代金を受け取る。
""",
        [
            [
                ["品名", "新聞紙、雑誌及び板紙（表紙に加工のあるものを除く。）"],
                ["数量", "十束"],
                ["使いみち", "再び紙にするため、区の定める問屋に売り渡して代金を受け取る。"],
            ]
        ],
    ),
    "a label over two lines": (
        """
品名        古紙

集める日と  毎週の水曜日とし、雨の
時刻及びそ  ときは次の日とする。
の決め方

数量        十束
""",
        [
            [
                ["品名", "古紙"],
                ["集める日と時刻及びその決め方", "毎週の水曜日とし、雨のときは次の日とする。"],
                ["数量", "十束"],
            ]
        ],
    ),
    "a label longer than its value": (
        """
品名        古紙

集める日と
時刻及びそ  水曜日
の決め方

数量        十束
""",
        [[["品名", "古紙"], ["集める日と時刻及びその決め方", "水曜日"], ["数量", "十束"]]],
    ),
    "a label that nobody knows": (
        """
品名        古紙

備考        濡れたものを除く。

数量        十束
""",
        [[["品名", "古紙"], ["備考", "濡れたものを除く。"], ["数量", "十束"]]],
    ),
    "a label that nobody knows comes last": (
        """
品名        古紙

数量        十束

備考        濡れたものを除く。
""",
        [[["品名", "古紙"], ["数量", "十束"], ["備考", "濡れたものを除く。"]]],
    ),
    "a label without a value": (
        """
品名        古紙

使いみち

数量        十束
""",
        [[["品名", "古紙"], ["使いみち", ""], ["数量", "十束"]]],
    ),
    "values that are lists": (
        """
品名        １　新聞紙
            ２　雑誌

数量        十束
""",
        [[["品名", "１　新聞紙\n２　雑誌"], ["数量", "十束"]]],
    ),
    "no paper between rows, labels at the top": (
        """
品名        新聞紙及び雑誌（表紙に
            加工のあるものを除く。）
数量        十束
使いみち    再び紙にするため、問屋
            に売り渡す。
置き場所    倉庫
""",
        [
            [
                ["品名", "新聞紙及び雑誌（表紙に加工のあるものを除く。）"],
                ["数量", "十束"],
                ["使いみち", "再び紙にするため、問屋に売り渡す。"],
                ["置き場所", "倉庫"],
            ]
        ],
    ),
    "letter-spaced labels": (
        """
品  名      古紙

数  量      十束
""",
        [[["品名", "古紙"], ["数量", "十束"]]],
    ),
    "prose is no table": (
        "品名と数量を帳簿に記録する。\n数量は、束の数による。\n置き場所は、倉庫とする。",
        ["品名と数量を帳簿に記録する。", "数量は、束の数による。", "置き場所は、倉庫とする。"],
    ),
    "a list is no table": ("１　品名\n２　数量\n３　置き場所", ["１　品名", "２　数量", "３　置き場所"]),
    "unknown words in two columns are no table": (
        "出席    石井\n欠席    上田",
        ["出席 石井", "欠席 上田"],
    ),
}


def squeezed(items: Shown) -> Shown:
    """Without the white space inside letter-spaced labels."""
    return [item if isinstance(item, str) else [["".join(row[0].split()), *row[1:]] for row in item] for item in items]


@pytest.mark.parametrize(("art", "items"), TABLES.values(), ids=TABLES)
def test_tables(art: str, items: Shown) -> None:
    assert squeezed(shown(arranged(pages(art), knows))) == items


@pytest.mark.parametrize("name", ["one line a row", "no paper between rows, labels at the top"])
@pytest.mark.parametrize("pitch", [1.0, 1.1, 1.35, 1.8, 2.2])
def test_line_pitch(name: str, pitch: float) -> None:
    art, items = TABLES[name]
    assert shown(arranged([page(art, pitch=pitch * EM)], knows)) == items


def test_is_not_ruled() -> None:
    (grid,) = arranged(pages(TABLES["one line a row"][0]), knows).items
    assert isinstance(grid, Grid)
    assert not grid.ruled
    assert [(cell.row, cell.column, cell.row_span, cell.column_span) for cell in grid.cells[:3]] == [
        (0, 0, 1, 1),
        (0, 1, 1, 1),
        (1, 0, 1, 1),
    ]


def test_upright_labels() -> None:
    """Labels in 縦書き, one under the other in one column, each at the middle of its row."""
    made = page("")
    rows = [
        ("品名", ["新聞紙及び雑誌"]),
        ("置き場所", ["区の定める倉庫", "とする。", "雨の日を除く。"]),
        ("数量", ["十束"]),
    ]
    y = 120.0
    for label, values in rows:
        height = max(len(label), len(values)) * PITCH
        made.runs.append(upright(label, 60, y + (height - len(label) * EM) / 2))
        made.runs += [
            run(value, 100, y + (height - len(values) * PITCH) / 2 + PITCH * k) for k, value in enumerate(values)
        ]
        y += height + PITCH
    (grid,) = arranged([made], knows).items
    assert isinstance(grid, Grid)
    assert [[text.replace("\n", "") for text in row] for row in table(grid)] == [
        [label, "".join(values)] for label, values in rows
    ]


SHADED = """
            新聞紙、雑誌及び板紙
品名        のうち、乾いたもの
数量        十束ずつ括り、
            倉庫に積む。
使いみち    再び紙にする。
"""
FIRST_ROW = ["品名", "新聞紙、雑誌及び板紙のうち、乾いたもの"]
BY_LABELS: Shown = [[FIRST_ROW, ["数量", "十束ずつ括り、"], ["使いみち", "倉庫に積む。\n再び紙にする。"]]]
BY_SHADING: Shown = [[FIRST_ROW, ["数量", "十束ずつ括り、\n倉庫に積む。"], ["使いみち", "再び紙にする。"]]]
ROWS = ((0, 2), (2, 4), (4, 5))
"""Of each row the first line and the line after the last."""


class TestShadedRows:
    """Each label has a shaded box as high as its row: it says more than where the labels are beside the values."""

    @pytest.mark.parametrize(
        ("rows", "x1", "grey", "items"),
        [
            (ROWS, 110, 0.85, BY_SHADING),
            (tuple(reversed(ROWS)), 110, 0.85, BY_SHADING),
            ((), 110, 0.85, BY_LABELS),
            (ROWS, 110, 1.0, BY_LABELS),
            (ROWS, 240, 0.85, BY_LABELS),
            (ROWS[1:], 110, 0.85, BY_LABELS),
            (((0, 3), (2, 4), (4, 5)), 110, 0.85, BY_LABELS),
        ],
        ids=[
            "a box a row",
            "drawn from below",
            "no shading",
            "white boxes",
            "behind the values, too",
            "a label without one",
            "boxes that overlap",
        ],
    )
    def test_rows(self, rows: tuple[tuple[int, int], ...], x1: float, grey: float, items: Shown) -> None:
        (made,) = pages(SHADED)
        made.shapes += [Shape((55, 117 + PITCH * first, x1, 117 + PITCH * after), grey) for first, after in rows]
        assert shown(arranged([made], knows)) == items


class TestPages:
    def test_goes_on_with_a_new_row(self) -> None:
        made = pages("品名        古紙\n\n数量        十束", "使いみち    再び紙にする。\n\n置き場所    倉庫")
        assert shown(arranged(made, knows)) == [
            [["品名", "古紙"], ["数量", "十束"], ["使いみち", "再び紙にする。"], ["置き場所", "倉庫"]]
        ]

    def test_goes_on_with_a_value(self) -> None:
        made = pages(
            "品名        古紙\n\n使いみち    再び紙にするため、区の\n            定める問屋に売り渡して",
            "            代金を受け取る。\n\n置き場所    倉庫",
        )
        assert shown(arranged(made, knows)) == [
            [
                ["品名", "古紙"],
                ["使いみち", "再び紙にするため、区の定める問屋に売り渡して代金を受け取る。"],
                ["置き場所", "倉庫"],
            ]
        ]

    def test_goes_on_with_nothing_but_a_value(self) -> None:
        made = pages(
            "品名        古紙\n\n使いみち    再び紙にするため、区の\n            定める問屋に売り渡して",
            "            代金を受け取る。",
        )
        assert shown(arranged(made, knows)) == [
            [["品名", "古紙"], ["使いみち", "再び紙にするため、区の定める問屋に売り渡して代金を受け取る。"]]
        ]

    def test_a_heading_on_the_next_page_ends_it(self) -> None:
        made = pages("品名        古紙\n\n数量        十束", "回収の決まり\n\n古紙を集めて、問屋に売り渡す。")
        assert shown(arranged(made, knows)) == [
            [["品名", "古紙"], ["数量", "十束"]],
            "回収の決まり",
            "古紙を集めて、問屋に売り渡す。",
        ]


@pytest.mark.parametrize("art", [art for art, _ in TABLES.values()], ids=TABLES)
@given(data=st.data())
def test_the_order_of_drawing_does_not_matter(art: str, data: st.DataObject) -> None:
    runs, _ = draw(art)
    assert _read(data.draw(st.permutations(runs))) == _read(runs)


def _read(runs: list[Run]) -> Shown:
    def no_mark(_: str) -> bool:
        return False

    return shown(arrange([arrange_page(Page(Frame(1, WIDTH, HEIGHT), runs=runs), no_mark)], knows, no_mark))


NUMBERED: dict[str, tuple[str, Shown]] = {
    "a known label among entries of a list": (
        """
1　回収の内容
  (1) 番号      八号
  (2) 件名      古紙の回収
  (3) 場所      区の全域
""",
        ["1　回収の内容", "(1) 番号 八号", "(2) 件名 古紙の回収", "(3) 場所 区の全域"],
    ),
    "known labels alone in a list": (
        """
ア 件名      古紙の回収
イ 内容      家の前から集める。
""",
        ["ア 件名 古紙の回収", "イ 内容 家の前から集める。"],
    ),
    "numbered rows of a form": (
        """
1 件名      古紙の回収
2 内容      家の前から集める。
""",
        [[["1 件名", "古紙の回収"], ["2 内容", "家の前から集める。"]]],
    ),
    "a known label among numbered paragraphs": (
        """
1 件名      古紙の回収
2 番号      八号
3 場所      区の全域
""",
        ["1 件名 古紙の回収", "2 番号 八号", "3 場所 区の全域"],
    ),
}


@pytest.mark.parametrize("name", NUMBERED)
def test_a_numbered_list_is_no_table(name: str) -> None:
    art, expected = NUMBERED[name]

    def knows(text: str) -> Literal["label"] | None:
        bare = re.sub(r"^[\s\d(（)）アイ]+", "", text).strip()
        return "label" if bare in {"件名", "内容"} else None

    assert shown(arranged([page(art)], knows)) == expected
