"""Labels of groups of rows, left of label and value: they are the label of none of them."""

from __future__ import annotations

import pytest

from kaigi_extract.source import Page
from tests.typeset import page, read, run, upright

FORM = """
+------+--------------------+--------------------------+
|      | 保有課(担当課)     | 資源課                   |
|      +--------------------+--------------------------+
|      | 登録業務の名称     | 古い物を集める事務       |
|      +--------------------+--------------------------+
|      | 委託先             | 株式会社ふるもの         |
+------+--------------------+--------------------------+
|      | 委託理由           | 手が足りないため。       |
|      +--------------------+--------------------------+
|      | 秤の置き場         | 門の前                   |
|      +--------------------+--------------------------+
|      | 委託の内容         | 古紙を集める。           |
+------+--------------------+--------------------------+
"""
TOP, BOTTOM = 120.0, 217.0


def form(first: str, second: str, *, is_upright: bool) -> Page:
    made = page(FORM)
    for text, y in ((first, TOP + 20), (second, BOTTOM + 20)):
        if not text:
            continue
        if is_upright:
            made.runs.append(upright(text, 70, y))
        else:
            made.runs += [run(char, 70, y + 14 * k) for k, char in enumerate(text)]
    return made


@pytest.mark.parametrize("is_upright", [True, False])
@pytest.mark.parametrize(("first", "second"), [("委託する物", "委託の訳"), ("委託する物", ""), ("", "")])
def test_a_group_is_no_label(first: str, second: str, *, is_upright: bool) -> None:
    document = read(form(first, second, is_upright=is_upright))
    (case,) = document.cases
    (made,) = case.forms
    assert made.department == "資源課"
    assert made.business_name == "古い物を集める事務"
    assert made.counterparty is not None
    assert made.counterparty.name == "株式会社ふるもの"
    assert made.reason == "手が足りないため。"
    assert made.content == "古紙を集める。"
    assert [(extra.label, extra.text) for extra in made.extra] == [("秤の置き場", "門の前")]
    texts = {"".join(cell.text.split()) for cell in document.tables[0].cells}
    assert {first, second} <= texts | {""}


def test_a_label_of_several_values_is_no_group() -> None:
    art = """
+--------------------+----------+---------------------+
| 保有課(担当課)     | 資源課                         |
+--------------------+----------+---------------------+
| 委託先             | 名       | 株式会社ふるもの    |
|                    +----------+---------------------+
|                    | 所       | 七番地              |
+--------------------+----------+---------------------+
| 委託理由           | 手が足りないため。             |
+--------------------+--------------------------------+
| 委託の内容         | 古紙を集める。                 |
+--------------------+--------------------------------+
"""
    (made,) = read(art).cases[0].forms
    assert made.evidence["counterparty"].text == "名\n株式会社ふるもの\n所\n七番地"
    assert made.extra == []


@pytest.mark.parametrize(
    ("head", "extra"),
    [
        ("| 項目               | 内容                           |", []),
        ("| 事項               | 説明                           |", []),
        ("| 古い物を集める事務の概要                            |", []),
        ("| 秤の置き場         | 門の前                         |", [("秤の置き場", "門の前")]),
        ("| 秤は、門の前に置くものとする。                      |", [("秤は、門の前に置くものとする。", "")]),
    ],
)
def test_rows_that_head_others_are_no_labels(head: str, extra: list[tuple[str, str]]) -> None:
    line = "+--------------------+--------------------------------+"
    whole = "+-----------------------------------------------------+" if head.count("|") == 2 else line
    rows = [("保有課(担当課)", "資源課"), ("委託先", "株式会社ふるもの"), ("委託理由", "手が足りないため。")]
    art = [whole, head]
    for label, value in rows:
        spaces = 20 - 2 - sum(2 if char > "z" else 1 for char in label), 32 - 2 - 2 * len(value)
        art += [line, f"| {label}{' ' * (spaces[0] + 1)}| {value}{' ' * (spaces[1] + 1)}|"]
    document = read(page("\n".join([*art, line])))
    (case,) = document.cases
    (made,) = case.forms
    assert made.department == "資源課"
    assert made.reason == "手が足りないため。"
    assert [(one.label, one.text) for one in made.extra] == extra
