"""Titles that are one, fiscal years, and the numbers of rows: what documents and archives share."""

from __future__ import annotations

import datetime

import pytest

from kaigi_extract.text.fiscal_year import fiscal_year
from kaigi_extract.text.row_number import is_row_number, without_row_number
from kaigi_extract.text.titles import same_title


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("就労サポート事業の委託について", "就労サポート事業の委託について", True),
        ("就労サポート事業の委託について", "就労サポート事業の委託について(報告)", True),
        ("住民税の電算処理", "住民税の電算入力", False),
        # 17 of 20 characters are 0.85, 16 are 0.8.
        ("あ" * 17 + "いいい", "あ" * 17 + "ううう", True),
        ("あ" * 16 + "いいいい", "あ" * 16 + "うううう", False),
        ("", "", True),
    ],
)
def test_same_title(one, other, same):
    assert same_title(one, other) == same_title(other, one) == same


@pytest.mark.parametrize(
    ("day", "year"), [((2013, 3, 31), 2012), ((2013, 4, 1), 2013), ((2013, 12, 31), 2013), ((2014, 1, 1), 2013)]
)
def test_fiscal_year(day, year):
    assert fiscal_year(datetime.date(*day)) == year


@pytest.mark.parametrize(
    ("text", "alone", "rest"),
    [
        ("(1)件名", False, "件名"),
        ("１．件名", False, "件名"),
        ("③件名", False, "件名"),
        ("12、件名", False, "件名"),
        ("2013年", False, "2013年"),
        ("件名", False, "件名"),
        ("（２）", True, "）"),
        ("③", True, "③"),
        ("10", True, "10"),
        ("123", False, "123"),
    ],
)
def test_row_number(text, alone, rest):
    assert (is_row_number(text), without_row_number(text)) == (alone, rest)
