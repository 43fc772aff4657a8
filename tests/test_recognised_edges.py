"""Lines of recognised pages at the edge of the sheet or beside its tables: furniture, and no end of a table."""

from __future__ import annotations

import pytest

from kaigi_extract.source import Page, Run
from tests.typeset import Shown, arranged, page, run, shown

FIRST = """
+----------+--------------------+
| 件名     | 温室の見回りの委託 |
+----------+--------------------+
| 内容     | 一　戸締まりを見る |
"""
OPEN = FIRST.rstrip("\n") + "\n|          |                    |"
GOES_ON = "|          | 二　灯を消して帰る |\n+----------+--------------------+"


def knows(text: str) -> str | None:
    return "label" if text in ("件名", "内容") else None


def recognised(made: Page, *strays: Run) -> Page:
    made.runs += strays
    for one in made.runs:
        one.sure, one.others = [0.99] * len(one.text), [""] * len(one.text)
    return made


def flow(first: list[Run], second: list[Run], sure: bool = True) -> Shown:
    one, two = page(OPEN, 1, y=600.0), page(GOES_ON, 2, y=70.0)
    if sure:
        return shown(arranged([recognised(one, *first), recognised(two, *second)], knows))  # type: ignore[arg-type]
    one.runs += first
    two.runs += second
    return shown(arranged([one, two], knows))  # type: ignore[arg-type]


WHOLE: Shown = [[["件名", "温室の見回りの委託"], ["内容", "一　戸締まりを見る\n二　灯を消して帰る"]]]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (
            [run("2024-05-14 10:23 FROM: 03-0000-0000", 60, 6, 8)],
            [run("2024-05-14 10:23 FROM: 03-0000-0000", 60, 6, 8)],
        ),
        ([run("ww", 480, 812)], []),
        ([], [run("ノ", 500, 24, 14)]),
        ([run("√", 30, 640)], [run("レ", 32, 90)]),
        ([run("受付", 540, 700)], []),
        ([], [run("一", 120, 55)]),
        ([], [run("—ー", 140, 56)]),
    ],
    ids=["fax header", "below", "above", "ticks", "stamp", "piece of its frame", "pieces of its frame"],
)
def test_strays_end_no_table(first: list[Run], second: list[Run]) -> None:
    assert flow(first, second) == WHOLE


def test_a_title_at_the_edge_is_read() -> None:
    made = recognised(page(OPEN, 1, y=600.0), run("件名", 60, 20))
    assert shown(arranged([made], knows))[0] == "件名"  # type: ignore[arg-type]


def test_first_lines_of_a_cut_out_are_read() -> None:
    made = recognised(Page(page(OPEN).frame, runs=[run(f"{k}行目の文です", 60, 10 + 16 * k) for k in range(5)]))
    assert len(shown(arranged([made], knows))) == 5  # type: ignore[arg-type]


def test_words_of_the_file_itself_stay_where_they_are() -> None:
    assert "受付" in flow([run("受付", 540, 700)], [], sure=False)
