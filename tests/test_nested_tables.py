"""Tables within a cell of a form: text of that cell, row by row, wherever they stand in it."""

from __future__ import annotations

import pytest

from tests.typeset import Shown, arranged, page, read, shown

FORM = """
+----------+------------------------------------+
| 品名     | 古紙                               |
+----------+------------------------------------+
| 使いみち | {above:33} |
|          |                                    |
|          |  +--------+----------------+       |
|          |  | 古紙   | 再び紙にして、 |       |
|          |  |        | 区が使う。     |       |
|          |  +--------+----------------+       |
|          |  | 古布   | 雑巾にする     |       |
|          |  +--------+----------------+       |
|          |                                    |
|          | {below:33} |
+----------+------------------------------------+
"""
ROWS = "古紙\t再び紙にして、区が使う。\n古布\t雑巾にする"


def form(above: str = "", below: str = "") -> str:
    def wide(text: str) -> str:
        return text + " " * (34 - 2 * len(text))

    return FORM.replace("{above:33}", wide(above)).replace("{below:33}", wide(below))


CASES: dict[str, tuple[str, Shown]] = {
    "alone in its cell": (form(), [[["品名", "古紙"], ["使いみち", ROWS]]]),
    "between lines of its cell": (
        form("次のとおり。", "以上"),
        [[["品名", "古紙"], ["使いみち", f"次のとおり。\n{ROWS}\n以上"]]],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_an_inner_table_is_text_of_its_cell(name: str) -> None:
    art, expected = CASES[name]
    assert shown(arranged([page(art)], lambda _: None)) == expected


def test_a_table_below_another_is_no_part_of_it() -> None:
    art = "+------+------+\n| 古紙 | 十束 |\n+------+------+\n\n+------+------+\n| 古布 | 三袋 |\n+------+------+"
    assert shown(arranged([page(art)], lambda _: None)) == [[["古紙", "十束"]], [["古布", "三袋"]]]


def test_whose_items_they_are_is_beside_them() -> None:
    art = """
+----------------+--------------------------------------+
| 保有課(担当課) | 資源課                               |
+----------------+--------------------------------------+
| 登録業務の名称 | 古い物を集める事務                   |
+----------------+--------------------------------------+
| 委託先         | 株式会社ふるもの                     |
+----------------+--------------------------------------+
| 委託に伴い事業 |                                      |
| 者に処理させる |  +----------------+-------------+    |
| 情報項目(だれ  |  | 古紙を出した者 | 氏名、住所  |    |
| の、どのような |  +----------------+-------------+    |
| 項目か)        |  | 回収の担当     | 氏名、所属  |    |
|                |  +----------------+-------------+    |
|                |                                      |
+----------------+--------------------------------------+
| 委託理由       | 人手が足りないため。                 |
+----------------+--------------------------------------+
"""
    (made,) = read(art).cases[0].forms
    assert made.data_items is not None
    assert [(one.text, one.group) for one in made.data_items.items] == [
        ("氏名", "古紙を出した者"),
        ("住所", "古紙を出した者"),
        ("氏名", "回収の担当"),
        ("所属", "回収の担当"),
    ]
    assert made.reason == "人手が足りないため。"
