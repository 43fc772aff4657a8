"""Dates: a table of spellings, and every calendar day of the eras written and read back."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaigi_extract.text.dates import find_dates

ONE = [
    ("平成 25 年 7 月 8 日", "2013-07-08", "2013-07-08", "day"),
    ("平成25年7月8日", "2013-07-08", "2013-07-08", "day"),
    ("平成２５年　７月８日", "2013-07-08", "2013-07-08", "day"),
    ("平 成 ２ ５ 年 ７ 月 ８ 日", "2013-07-08", "2013-07-08", "day"),
    ("平成二十五年七月八日", "2013-07-08", "2013-07-08", "day"),
    ("Ｈ２５．７．８", "2013-07-08", "2013-07-08", "day"),
    ("H25/7/8", "2013-07-08", "2013-07-08", "day"),
    ("㍻25年7月8日", "2013-07-08", "2013-07-08", "day"),
    ("2013年7月8日", "2013-07-08", "2013-07-08", "day"),
    ("西暦2013年7月8日", "2013-07-08", "2013-07-08", "day"),
    ("二〇一三年七月八日", "2013-07-08", "2013-07-08", "day"),
    ("2013/7/8", "2013-07-08", "2013-07-08", "day"),
    ("2013-07-08", "2013-07-08", "2013-07-08", "day"),
    ("２０１３．７．８", "2013-07-08", "2013-07-08", "day"),
    ("明治元年10月23日", "1868-10-23", "1868-10-23", "day"),
    ("大正15年12月24日", "1926-12-24", "1926-12-24", "day"),
    ("昭和64年1月7日", "1989-01-07", "1989-01-07", "day"),
    ("令和元年5月1日", "2019-05-01", "2019-05-01", "day"),
    ("令和５（2023）年４月１日", "2023-04-01", "2023-04-01", "day"),
    ("令和５年（２０２３年）４月１日", "2023-04-01", "2023-04-01", "day"),
    ("2023年（令和５年）４月", "2023-04-01", "2023-04-30", "month"),
    ("令和５（2023）年度", "2023-04-01", "2024-03-31", "year"),
    ("平成35年4月1日", "2023-04-01", "2023-04-01", "day"),
    ("平成24年　7月", "2012-07-01", "2012-07-31", "month"),
    ("平成24年2月", "2012-02-01", "2012-02-29", "month"),
    ("平成26年の12月", "2014-12-01", "2014-12-31", "month"),
    ("R2.4", "2020-04-01", "2020-04-30", "month"),
    ("2013/04", "2013-04-01", "2013-04-30", "month"),
    ("平成25年5月上旬", "2013-05-01", "2013-05-10", "third"),
    ("平成25年5月中旬", "2013-05-11", "2013-05-20", "third"),
    ("平成25年2月 下 旬", "2013-02-21", "2013-02-28", "third"),
    ("平成25年5月初旬", "2013-05-01", "2013-05-10", "third"),
    ("平成25年2月末", "2013-02-28", "2013-02-28", "day"),
    ("平成24年2月末日", "2012-02-29", "2012-02-29", "day"),
    ("平成25年", "2013-01-01", "2013-12-31", "year"),
    ("平成元年", "1989-01-01", "1989-12-31", "year"),
    ("平成25年度", "2013-04-01", "2014-03-31", "year"),
    ("令和元 年 度", "2019-04-01", "2020-03-31", "year"),
]


@pytest.mark.parametrize(("text", "first", "last", "precision"), ONE)
def test_one_date(text, first, last, precision):
    for before, after in (("", ""), ("施行日は", "から"), ("（", "）")):
        (reading,) = find_dates(before + text + after)
        assert (str(reading.first), str(reading.last), reading.precision) == (first, last, precision)
        assert reading.text == text
        assert (reading.start, reading.end) == (len(before), len(before) + len(text))


NONE = [
    "", "年 月 日", "平成　年　月　日", "□ 年 月 日から 年 月 日まで", "平成25年　月　日", "平成25年2月30日", "平成25年13月1日",
    "平成24年2月30日から", "3年3か月間", "2年間", "7月8日", "25年7月9日より", "1.5月分", "2013/13/1", "v2.4.1", "10/12", "33,574人",
    "第2回1月号", "1700世帯", "毎月10日", "APH25.4.1", "2／3", "午前10時30分", "平成0年1月1日", "ISO9001-2013",
    "第2013年4月1日", "平成100年4月1日", "H100.4.1", "2013-04", "2013.4", "平成25年5月0日", "平成25年0月1日",
]  # fmt: skip


@pytest.mark.parametrize("text", NONE)
def test_no_date(text):
    assert find_dates(text) == []


SEVERAL = [
    ("平成24年7月～平成26年12月", ["2012-07-01", "2014-12-01"]),
    ("平成25年5月1日から7月31日まで", ["2013-05-01", "2013-07-31"]),
    ("平成25年7月1日～5日", ["2013-07-01", "2013-07-05"]),
    ("平成25年5月1日（水）から7月31日（水）まで", ["2013-05-01", "2013-07-31"]),
    ("平成24年10月から3月まで", ["2012-10-01", "2013-03-01"]),
    ("平成24年12月29日から翌年1月3日まで", ["2012-12-29", "2013-01-03"]),
    ("平成25年4月1日に始まり、同年9月末日に終わる。", ["2013-04-01", "2013-09-30"]),
    ("平成25年4月10日を締切とし、翌月5日に払う。", ["2013-04-10", "2013-05-05"]),
    ("昭和 49 年から 51 年にかけて", ["1974-01-01", "1976-01-01"]),
    ("平成24年度～26年度", ["2012-04-01", "2014-04-01"]),
    ("令和2年2月1日から翌年度まで", ["2020-02-01", "2020-04-01"]),
    ("平成25年4月、6月及び10月", ["2013-04-01", "2013-06-01", "2013-10-01"]),
    ("H25/4/1-H26/3/31", ["2013-04-01", "2014-03-31"]),
    ("平成25年4月1日から\n7月31日まで", ["2013-04-01", "2013-07-31"]),
    ("平成25年4月1日の会議で、7月の予定を述べた。", ["2013-04-01"]),
    ("平成25年4月1日\n12人", ["2013-04-01"]),
    ("平成25年2月30日から3月31日まで", []),
    ("平成25年7月5日～1日", ["2013-07-05"]),
    # a list does not go on into the next year, as a range does
    ("平成25年10月、4月", ["2013-10-01", "2013-04-01"]),
    ("平成25年10月から4月まで", ["2013-10-01", "2014-04-01"]),
    # what takes its year, or its era, from a date before: not over many words, nor from a year or a month alone
    (f"平成25年4月1日{'あ' * 40}同年9月末日", ["2013-04-01", "2013-09-30"]),
    (f"平成25年4月1日{'あ' * 41}同年9月末日", ["2013-04-01"]),
    ("平成25年度、7月", ["2013-04-01"]),
    ("平成25年から3月まで", ["2013-01-01"]),
    ("平成25年4月から5日まで", ["2013-04-01"]),
    ("昭和49年から149年まで", ["1974-01-01"]),
    ("昭和49年4月1日～50.4.1", ["1974-04-01"]),
]


@pytest.mark.parametrize(("text", "expected"), SEVERAL)
def test_several_dates(text, expected):
    assert [str(reading.first) for reading in find_dates(text)] == expected


ERA_STARTS = [
    ("明治", "M", "㍾", date(1868, 10, 23), 1867),
    ("大正", "T", "㍽", date(1912, 7, 30), 1911),
    ("昭和", "S", "㍼", date(1926, 12, 25), 1925),
    ("平成", "H", "㍻", date(1989, 1, 8), 1988),
    ("令和", "R", "㋿", date(2019, 5, 1), 2018),
]
WIDE = {ord("0") + n: chr(0xFF10 + n) for n in range(10)} | {ord("."): "．"}


def kanji(number):
    tens, ones = divmod(number, 10)
    return ("" if not tens else ("" if tens == 1 else "〇一二三四五六七八九"[tens]) + "十") + "〇一二三四五六七八九"[
        ones
    ] * bool(ones)


def spellings(day):
    name, letter, square, _, base = [era for era in ERA_STARTS if era[3] <= day][-1]
    year = day.year - base
    plain = f"{name}{year}年{day.month}月{day.day}日"
    yield plain
    yield plain.translate(WIDE)
    yield f"{name} {year} 年 {day.month} 月 {day.day} 日"
    yield f"{name}{kanji(year)}年{kanji(day.month)}月{kanji(day.day)}日"
    yield f"{name}{'元' if year == 1 else year}年　{day.month}月　{day.day}日"
    yield f"{square}{year}年{day.month}月{day.day}日"
    yield f"{letter}{year}.{day.month}.{day.day}"
    yield f"{letter}{year:02}.{day.month:02}.{day.day:02}".translate(WIDE)
    yield f"{day.year}年{day.month}月{day.day}日"
    yield f"{day.year}/{day.month}/{day.day}"
    yield day.isoformat()


@given(st.dates(date(1868, 10, 23), date(2099, 12, 31)))
def test_every_day_reads_back(day):
    for text in spellings(day):
        (reading,) = find_dates(f"実施：{text}（予定）")
        assert (reading.first, reading.last, reading.precision, reading.text) == (day, day, "day", text)


def test_every_day_of_the_eras_in_one_spelling():
    day, failed = date(1868, 10, 23), []
    while day.year < 2100:
        text = next(spellings(day))
        if [reading.first for reading in find_dates(text)] != [day]:
            failed.append(text)
        day += timedelta(days=1)
    assert failed == []


@given(st.dates(date(1989, 1, 8), date(2090, 1, 1)), st.integers(0, 4000))
def test_ranges_read_back_in_order(first, days):
    last = first + timedelta(days=days)
    text = f"{next(spellings(first))}から{next(spellings(last))}まで"
    assert [reading.first for reading in find_dates(text)] == [first, last]


@given(st.text(alphabet="平成令和元年月日度0129０一十から～ 　/.-（）\n上旬末同翌", max_size=30))
def test_readings_point_into_the_text(text):
    end = 0
    for reading in find_dates(text):
        assert text[reading.start : reading.end] == reading.text
        assert reading.first <= reading.last
        assert end <= reading.start < reading.end
        end = reading.end
