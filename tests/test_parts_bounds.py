"""What lies on either side of a rule of the parts: the case that it takes, and beside it the one that it must leave.

Through whole made-up documents, so that nothing here knows which module holds the rule.
"""

from __future__ import annotations

import datetime

import pytest

from kaigi_extract.records import Document
from tests.test_parts_form import FORM
from tests.typeset import read

TABLE = "+----------+----------+\n|一月      |十束      |\n+----------+----------+"


def kinds(document: Document) -> list[str]:
    return [section.kind for section in document.sections]


class TestWhatFollowsATable:
    ROUTE = "集める順路は、次のとおり\n南の区域から北の区域へ"

    def test_on_the_next_page_is_no_part_of_the_form(self) -> None:
        document = read(FORM, self.ROUTE)
        assert [(section.kind, "順路" in section.text) for section in document.sections] == [
            ("form", False),
            ("unknown", True),
        ]

    def test_on_its_own_page_is(self) -> None:
        document = read(f"{FORM}\n{self.ROUTE}")
        assert [(section.kind, "順路" in section.text) for section in document.sections] == [("form", True)]

    def test_of_a_standard_likewise(self) -> None:
        standard = f"別表１　古紙回収の承認基準\n{TABLE}"
        assert kinds(read(standard, self.ROUTE)) == ["standard", "unknown"]
        assert kinds(read(f"{standard}\n{self.ROUTE}")) == ["standard"]


STANDARDS = {
    "right above its table": ("古紙を集める。\n別表１　古紙回収の承認基準\n" + TABLE, ["unknown", "standard"]),
    "at the top": ("別紙　古紙回収の類型\n" + TABLE, ["standard"]),
    "a line between": ("古紙を集める。\n別表１　古紙回収の承認基準\n次のとおりとする。\n" + TABLE, ["unknown"]),
    "no table": ("古紙を集める。\n別表１　古紙回収の承認基準\n次のとおりとする。", ["unknown"]),
    "nothing after it": ("古紙を集める。\n別表１　古紙回収の承認基準", ["unknown"]),
    "no annex": ("古紙を集める。\n古紙回収の承認基準\n" + TABLE, ["unknown"]),
    "another annex": ("古紙を集める。\n別表１　古紙回収の一覧\n" + TABLE, ["unknown"]),
}


@pytest.mark.parametrize(("art", "expected"), STANDARDS.values(), ids=STANDARDS)
def test_a_standard_is_an_annex_above_its_table(art: str, expected: list[str]) -> None:
    assert kinds(read(art)) == expected


SKIPPED = {
    "a clause is missing": (
        "１　乙は、古紙を集める。\n２　乙は、古布を集める。\n４　甲は、払う。",
        [("１", "乙は、古紙を集める。"), ("２", "乙は、古布を集める。"), ("４", "甲は、払う。")],
    ),
    "as many as may be missing": (
        "１　乙は、古紙を集める。\n２　乙は、古布を集める。\n５　甲は、払う。",
        [("１", "乙は、古紙を集める。"), ("２", "乙は、古布を集める。"), ("５", "甲は、払う。")],
    ),
    "one more": (
        "１　乙は、古紙を集める。\n２　乙は、古布を集める。\n６　甲は、払う。",
        [("１", "乙は、古紙を集める。"), ("２", "乙は、古布を集める。\n６　甲は、払う。")],
    ),
    "under a heading of its own, set in": (
        "（回収）\n１　乙は、古紙を集める。\n（報告）\n２　乙は、次の物を集める。\n（支払）\n　　４　甲は、払う。",
        [("１", "乙は、古紙を集める。"), ("２", "乙は、次の物を集める。"), ("４", "甲は、払う。")],
    ),
    "a number set in under a clause": (
        "１　乙は、古紙を集める。\n２　乙は、次の物を集める。\n　　４　古布の束を集める。\n３　甲は、払う。",
        [
            ("１", "乙は、古紙を集める。"),
            ("２", "乙は、次の物を集める。\n４　古布の束を集める。"),
            ("３", "甲は、払う。"),
        ],
    ),
    "a number in a sentence, at the place of the labels": (
        "１　乙は、古紙を集める。\n２　乙は、集めた古紙の束の数を数え、その数が次に定める\n４　に満たないときは、報告する。\n３　甲は、払う。",
        [
            ("１", "乙は、古紙を集める。"),
            ("２", "乙は、集めた古紙の束の数を数え、その数が次に定める４　に満たないときは、報告する。"),
            ("３", "甲は、払う。"),
        ],
    ),
}


@pytest.mark.parametrize(("text", "clauses"), SKIPPED.values(), ids=SKIPPED)
def test_a_clause_whose_predecessor_is_missing(text: str, clauses: list[tuple[str, str]]) -> None:
    (found,) = read(f"古紙回収に関する特記事項\n{text}").clause_sets
    assert [(clause.label, clause.text) for clause in found.clauses] == clauses


class TestConfidence:
    SET = "古紙回収に関する特記事項\n（回収）\n１　集める\n（支払）\n２　払う\n　(1) 月末\n　(2) 年末"

    @pytest.mark.parametrize(
        ("sure", "expected"),
        [
            (None, [None, None]),
            (1.0, [1.0, 1.0]),
            # Five characters in 回収, 集める; eight in 支払, 払う, 月末, 年末: each may be wrong by itself.
            (0.9, [0.5905, 0.4305]),
        ],
    )
    def test_of_a_clause_is_that_all_of_it_is_right(self, sure: float | None, expected: list[float | None]) -> None:
        (found,) = read(self.SET, sure=sure).clause_sets
        assert [item.text for clause in found.clauses for item in clause.items] == ["月末", "年末"]
        assert [clause.confidence for clause in found.clauses] == pytest.approx(expected)


MINUTES = """\
令和４年度第３回川北区個人情報保護審議会会議録
日　時　　令和５年{}（火）午後２時から３時１５分まで
議題
（１）諮問第７号　古紙回収の委託について（資源課）【資料１】
○会長　ただいまから開会します。
"""


@pytest.mark.parametrize(
    ("day", "date", "year"),
    [
        ("１月１０日", datetime.date(2023, 1, 10), 2022),
        ("３月３１日", datetime.date(2023, 3, 31), 2022),
        ("４月１日", datetime.date(2023, 4, 1), 2023),
        ("４月３０日", datetime.date(2023, 4, 30), 2023),
        ("５月１日", datetime.date(2023, 5, 1), 2023),
        ("１２月２６日", datetime.date(2023, 12, 26), 2023),
    ],
)
def test_the_fiscal_year_begins_in_april(day: str, date: datetime.date, year: int) -> None:
    (case,) = read(MINUTES.format(day), f"資料１\n{FORM}").cases
    assert (case.meeting_date, case.numbers, case.year) == (date, [7], year)
