"""Heads of tables that are printed again on each page: one table, its head once, its rows in order."""

from __future__ import annotations

from typing import Literal

import pytest

from kaigi_extract.layout.assemble import Arrangement
from tests.typeset import Shown, arranged, page, pages, run, shown

LABELS = {"品名", "数量", "使いみち"}


def knows(text: str) -> Literal["label"] | None:
    return "label" if "".join(text.split()) in LABELS else None


HEAD = "+------+----------+----------+\n| 番号 | 物の名   | 出す日   |\n"
LINE = "+------+----------+----------+\n"
ROWS = [
    f"{LINE}| {number}   | {thing}     | {month}     |\n"
    for number, thing, month in zip(
        "一二三四", ("古紙", "古布", "古瓶", "古靴"), ("一月", "二月", "三月", "四月"), strict=True
    )
]
READ = [
    ["番号", "物の名", "出す日"],
    ["一", "古紙", "一月"],
    ["二", "古布", "二月"],
    ["三", "古瓶", "三月"],
    ["四", "古靴", "四月"],
]
FIRST, SECOND = HEAD + ROWS[0] + ROWS[1] + LINE, HEAD + ROWS[2] + ROWS[3] + LINE

TWO_ROWS = """
+------+---------------------+
|      |      古い物         |
| 番号 +----------+----------+
|      | 物の名   | 出す日   |
"""
HEAD_OF_TWO = [["番号", "古い物"], ["物の名", "出す日"]]
FORM = "+----------+----------+\n| 事項     | 内容     |\n+----------+----------+\n| 品名     | {}     |\n+----------+----------+\n| 数量     | {}     |\n+----------+----------+"
LONG = """
+----------+----------------------+
| 事項     | 内容                 |
+----------+----------------------+
| 使いみち | 再び紙にするため、区 |
|          | の定める問屋に売り渡 |
"""
REST = """
+----------+----------------------+
| 事項     | 内容                 |
+----------+----------------------+
|          | して代金を受け取る。 |
+----------+----------------------+
| 数量     | 十束                 |
+----------+----------------------+
"""
GROUP = """
+------+----------+----------+
| 番号 | 物の名   | 出す日   |
+------+----------+----------+
| 一   | 古紙     | 一月     |
|      +----------+----------+
|      | 古布     | 二月     |
+------+----------+----------+
"""
GROUP_GOES_ON = """
+------+----------+----------+
| 番号 | 物の名   | 出す日   |
+------+----------+----------+
|      | 古瓶     | 三月     |
+------+----------+----------+
"""

TABLES: dict[str, tuple[tuple[str, ...], Shown]] = {
    "one row": ((FIRST, SECOND), [READ]),
    "on three pages": (
        (HEAD + ROWS[0] + LINE, HEAD + ROWS[1] + LINE, HEAD + ROWS[2] + ROWS[3] + LINE),
        [READ],
    ),
    "two rows with spans": (
        (TWO_ROWS + ROWS[0] + LINE, TWO_ROWS + ROWS[1] + LINE),
        [[*HEAD_OF_TWO, READ[1], READ[2]]],
    ),
    "a row over the width above it": (
        (
            "+----------------------------+\n| 古い物の一覧               |\n" + FIRST,
            "+----------------------------+\n| 古い物の一覧               |\n" + SECOND,
        ),
        [[["古い物の一覧"], *READ]],
    ),
    "a title in the table on the first page alone": (
        ("+----------------------------+\n| 古い物の一覧               |\n" + FIRST, SECOND),
        [[["古い物の一覧"], *READ]],
    ),
    "a title that says that it goes on": (
        ("別表　古い物\n" + FIRST, "別表　古い物（続き）\n" + SECOND),
        ["別表　古い物", READ],
    ),
    "a title with the count of its pages": (
        ("古い物の一覧（１／２）\n" + FIRST, "古い物の一覧（２／２）\n" + SECOND),
        ["古い物の一覧（１／２）", READ],
    ),
    "a line that says that more is to come": (
        (FIRST + "（次頁に続く）", "（前頁からの続き）\n" + SECOND),
        [READ],
    ),
    "a row cut by the page": (
        (LONG, REST),
        [
            [
                ["事項", "内容"],
                ["使いみち", "再び紙にするため、区の定める問屋に売り渡して代金を受け取る。"],
                ["数量", "十束"],
            ]
        ],
    ),
    "a group of rows that goes on": (
        (GROUP, GROUP_GOES_ON),
        [[READ[0], ["一", "古紙", "一月"], ["古布", "二月"], ["古瓶", "三月"]]],
    ),
    "a head on the first page alone": ((FIRST, ROWS[2] + ROWS[3] + LINE), [READ]),
    # and what is another table
    "another title": (
        ("古い物\n" + FIRST, "新しい物\n" + SECOND),
        ["古い物", READ[:3], "新しい物", [READ[0], *READ[3:]]],
    ),
    "another head": (
        (FIRST, SECOND.replace("出す日", "買う日")),
        [READ[:3], [["番号", "物の名", "買う日"], *READ[3:]]],
    ),
    "a form filled in twice": (
        (FORM.format("古紙", "十束"), FORM.format("古布", "三袋")),
        [
            [["事項", "内容"], ["品名", "古紙"], ["数量", "十束"]],
            [["事項", "内容"], ["品名", "古布"], ["数量", "三袋"]],
        ],
    ),
}


@pytest.mark.parametrize("name", TABLES)
def test_a_head_is_read_once(name: str) -> None:
    arts, expected = TABLES[name]
    assert shown(arranged(pages(*arts), knows)) == expected


def kept(arrangement: Arrangement) -> list[tuple[int, str]]:
    return [(line.page, line.text) for line in arrangement.furniture]


def test_what_is_repeated_is_kept_with_the_headers() -> None:
    arrangement = arranged(pages("別表　古い物\n" + FIRST, "別表　古い物（続き）\n" + SECOND), knows)
    assert kept(arrangement) == [(2, "別表\u3000古い物（続き）"), (2, "番号"), (2, "物の名"), (2, "出す日")]


def test_a_title_above_the_table_on_each_page_is_read_once() -> None:
    made = [page(art, number, y=85) for number, art in enumerate((FIRST, SECOND, SECOND), 1)]
    for one in made:
        one.runs.insert(0, run("古い物の一覧", 60, 65))
    arrangement = arranged(made, knows)
    assert shown(arrangement) == ["古い物の一覧", [*READ, *READ[3:]]]
    assert [page for page, text in kept(arrangement) if text == "古い物の一覧"] == [2, 3]
