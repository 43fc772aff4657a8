"""Numbers in every spelling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaigi_extract.text.numbers import parse_number

NUMBERS = [
    ("16", 16), ("１６", 16), (" 7 ", 7), ("十六", 16), ("二十一", 21), ("百二十三", 123), ("〇", 0), ("元", 1),
    ("1,700", 1700), ("１，７００，０００", 1700000), ("1万1700", 11700), ("22万7千", 227000), ("二〇一三", 2013),
    ("二○一三", 2013), ("1 万 6000", 16000), ("千", 1000), ("一千万", 10**7), ("三百", 300), ("五億二千万", 520000000),
    ("弐拾", 20), ("8,707万", 87070000), ("①", 1), ("１二", 12), ("2○三", 203),
]  # fmt: skip
NO_NUMBERS = ["", "万", "十十", "3.5", "12,34", "1,7000", "○", "人", "第1", "-1", "百千", "1 2", "千億兆"]


@pytest.mark.parametrize(("text", "expected"), NUMBERS)
def test_parse_number(text, expected):
    assert parse_number(text) == expected


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_no_number(text):
    assert parse_number(text) is None


def kanji(number):
    """``number`` below 10000 in kanji, as statutes write it."""
    out = ""
    for size, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, size)
        if digit:
            out += ("" if digit == 1 and unit else "〇一二三四五六七八九"[digit]) + unit
    return out or "〇"


@given(st.integers(0, 9999))
def test_every_spelling_reads_back(number):
    wide = str(number).translate({ord("0") + n: chr(0xFF10 + n) for n in range(10)})
    positional = "".join("〇一二三四五六七八九"[int(digit)] for digit in str(number))
    for text in (str(number), wide, f"{number:,}", kanji(number), positional):
        assert parse_number(text) == number, text


@given(st.integers(1, 9999), st.integers(0, 9999))
def test_myriads_read_back(high, low):
    assert parse_number(f"{high}万{low or ''}") == high * 10000 + low
    assert parse_number(f"{kanji(high)}万{kanji(low) if low else ''}") == high * 10000 + low


@given(st.text())
def test_never_raises(text):
    number = parse_number(text)
    assert number is None or number >= 0
