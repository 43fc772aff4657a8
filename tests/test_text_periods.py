"""Periods as date fields print them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaigi_extract.text.periods import find_periods

D, T, M, Y = "day", "third", "month", "year"
PERIODS = [
    # text, [(kind, start, its precision, end, its precision, open, scope)]
    ("平成25年5月中旬から平成25年7月31日まで", [("span", "2013-05-11", T, "2013-07-31", D, False, None)]),
    ("平成25年5月から7月31日まで", [("span", "2013-05-01", M, "2013-07-31", D, False, None)]),
    ("平成２３年７月～平成２６年１２月", [("span", "2011-07-01", M, "2014-12-31", M, False, None)]),
    ("自 平成25年4月1日 至 平成26年3月31日", [("span", "2013-04-01", D, "2014-03-31", D, False, None)]),
    ("平成25年4月1日（月）から4月30日（火）まで", [("span", "2013-04-01", D, "2013-04-30", D, False, None)]),
    ("平成25年4月1日（予定）から平成26年3月31日まで", [("span", "2013-04-01", D, "2014-03-31", D, False, None)]),
    ("平成25年4月1日から\n平成26年3月31日まで", [("span", "2013-04-01", D, "2014-03-31", D, False, None)]),
    ("開始：平成25年4月1日\n終了：平成26年3月31日", [("span", "2013-04-01", D, "2014-03-31", D, False, None)]),
    ("令和2年度から令和4年度まで", [("span", "2020-04-01", Y, "2023-03-31", Y, False, None)]),
    ("委託期間：平成25年4月1日～平成26年3月31日", [("span", "2013-04-01", D, "2014-03-31", D, False, None)]),
    ("平成29年2月1日から平成29年3月30日まで(以降継続)", [("span", "2017-02-01", D, "2017-03-30", D, True, None)]),
    ("平成29年2月1日から平成29年3月30日まで\n（以降継続）", [("span", "2017-02-01", D, "2017-03-30", D, True, None)]),
    ("令和2年8月1日から令和3年3月31日まで（次年度以降も行う。）", [("span", "2020-08-01", D, "2021-03-31", D, True, None)]),
    ("令和3年4月1日から令和4年3月31日まで（毎年度更新する。）", [("span", "2021-04-01", D, "2022-03-31", D, True, None)]),
    ("平成25年4月1日から平成26年3月31日まで（平成26年4月以降も継続）", [("span", "2013-04-01", D, "2014-03-31", D, True, None)]),
    ("平成 24 年 4 月～", [("span", "2012-04-01", M, None, None, True, None)]),
    ("平成25年4月1日から", [("span", "2013-04-01", D, None, None, True, None)]),
    ("平成25年4月から実施", [("span", "2013-04-01", M, None, None, True, None)]),
    ("■ 平成２４年 ４月 １日以降継続", [("span", "2012-04-01", D, None, None, True, None)]),
    ("平成25年4月1日から（単年度契約）", [("span", "2013-04-01", D, None, None, False, None)]),
    ("平成25年4月1日から1年間", [("span", "2013-04-01", D, "2014-03-31", D, False, None)]),
    ("令和6年2月29日から3か月間", [("span", "2024-02-29", D, "2024-05-28", D, False, None)]),
    ("令和2年4月1日から5年間（令和7年3月31日まで）", [("span", "2020-04-01", D, "2025-03-31", D, False, None)]),
    ("令和2年4月1日から5年間（令和7年4月30日まで）", [("span", "2020-04-01", D, "2025-04-30", D, False, None)]),
    ("令和3年4月1日から30日間", [("span", "2021-04-01", D, "2021-04-30", D, False, None)]),
    ("令和2年4月1日実施（令和7年3月31日まで）", [("event", "2020-04-01", D, None, None, False, None)]),
    ("開始（平成24年4月1日）", [("event", "2012-04-01", D, None, None, False, None)]),
    ("令和4年4月1日から令和2年3月31日", [("span", "2022-04-01", D, None, None, True, None), ("event", "2020-03-31", D, None, None, False, None)]),
    ("令和3年4月1日から（単年度契約、更新あり）", [("span", "2021-04-01", D, None, None, True, None)]),
    ("契約締結日から平成26年3月31日まで", [("span", None, None, "2014-03-31", D, False, None)]),
    ("契約の日～平成26年3月31日", [("span", None, None, "2014-03-31", D, False, None)]),
    ("平成26年3月31日まで", [("span", None, None, "2014-03-31", D, False, None)]),
    ("平成２４年７月９日", [("event", "2012-07-09", D, None, None, False, None)]),
    ("令和2年4月1日（予定）", [("event", "2020-04-01", D, None, None, False, None)]),
    ("開始日は平成25年4月1日とする。", [("event", "2013-04-01", D, None, None, False, None)]),
    ("令和5年度", [("event", "2023-04-01", Y, None, None, False, None)]),
    ("平成24年4月1日（平成24年3月31日諮問）", [("event", "2012-04-01", D, None, None, False, None)]),
    ("平成25年7月1日、10月1日", [("event", "2013-07-01", D, None, None, False, None), ("event", "2013-10-01", D, None, None, False, None)]),
    (
        "変更点(1)及び(2)については平成24年7月9日\n変更点(3)については平成25年7月8日",
        [("event", "2012-07-09", D, None, None, False, "変更点(1)及び(2)"), ("event", "2013-07-08", D, None, None, False, "変更点(3)")],
    ),
    (
        "貸出：平成25年4月1日から\n返却：平成25年7月1日から",
        [("span", "2013-04-01", D, None, None, True, "貸出"), ("span", "2013-07-01", D, None, None, True, "返却")],
    ),
    (
        "(1) 貸出 平成25年4月1日\n(2) 返却 平成25年7月1日",
        [("event", "2013-04-01", D, None, None, False, "(1) 貸出"), ("event", "2013-07-01", D, None, None, False, "(2) 返却")],
    ),
    (
        "【貸出】\n平成25年4月1日\n【返却】\n平成25年7月1日から",
        [("event", "2013-04-01", D, None, None, False, "貸出"), ("span", "2013-07-01", D, None, None, True, "返却")],
    ),
    (
        "令和3年4月1日～令和4年3月31日\n継続分については令和3年7月1日～令和4年3月31日",
        [("span", "2021-04-01", D, "2022-03-31", D, False, None), ("span", "2021-07-01", D, "2022-03-31", D, False, "継続分")],
    ),
    # the words before a date that limit it: those of its own line and sentence, and no caption of the field
    ("・貸出 平成25年4月1日", [("event", "2013-04-01", D, None, None, False, None)]),
    ("委託期間は平成25年4月1日", [("event", "2013-04-01", D, None, None, False, None)]),
    ("1 委託期間\n平成25年4月1日", [("event", "2013-04-01", D, None, None, False, None)]),
    ("【委託期間】\n平成25年4月1日", [("event", "2013-04-01", D, None, None, False, None)]),
    ("委託期間：\n平成25年4月1日", [("event", "2013-04-01", D, None, None, False, None)]),
    ("貸出：契約日から平成26年3月31日まで", [("span", None, None, "2014-03-31", D, False, "貸出")]),
    (
        "平成25年4月1日から実施。貸出は平成25年5月1日から",
        [("span", "2013-04-01", D, None, None, True, None), ("span", "2013-05-01", D, None, None, True, "貸出")],
    ),
    (
        "平成25年4月1日、貸出は平成25年5月1日",
        [("event", "2013-04-01", D, None, None, False, None), ("event", "2013-05-01", D, None, None, False, "貸出")],
    ),
    (
        "令和3年4月1日から令和4年3月31日まで継続\n新規分については令和4年4月1日",
        [("span", "2021-04-01", D, "2022-03-31", D, True, None), ("event", "2022-04-01", D, None, None, False, "新規分")],
    ),
    (
        "1 平成25年4月1日から\n2 平成25年7月1日から",
        [("span", "2013-04-01", D, None, None, True, None), ("span", "2013-07-01", D, None, None, True, None)],
    ),
]  # fmt: skip


def plain(reading):
    start, end = (day and day.isoformat() for day in (reading.start_date, reading.end_date))
    return (reading.kind, start, reading.start_precision, end, reading.end_precision, reading.open_ended, reading.scope)


@pytest.mark.parametrize(("text", "expected"), PERIODS)
def test_periods(text, expected):
    readings = find_periods(text)
    assert [plain(reading) for reading in readings] == expected
    assert all(text[reading.start : reading.end] == reading.text for reading in readings)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "未定",
        "契約締結の日から",
        "年 月 日から 年 月 日まで",
        "（平成24年3月31日諮問）",
        "平成25年2月30日から",
        "随時",
    ],
)
def test_no_period(text):
    assert find_periods(text) == []


TEXTS = [
    ("実施予定 平成28年2月1日から3月31日まで(以降継続) とする。", "平成28年2月1日から3月31日まで(以降継続)"),
    ("契約締結日から平成26年3月31日まで", "契約締結日から平成26年3月31日まで"),
    ("平成24年4月～ ", "平成24年4月～"),
    ("適用日 平成24年7月9日。", "平成24年7月9日"),
    ("平成25年4月1日から1年間とする", "平成25年4月1日から1年間"),
    ("平成25年4月1日から\n（予定）", "平成25年4月1日から"),
    ("平成25年4月1日から\n（以降継続）", "平成25年4月1日から\n（以降継続）"),
    ("（貸出　平成25年4月1日）", "平成25年4月1日）"),
    ("貸出 平成25年4月1日）", "平成25年4月1日"),
]


@pytest.mark.parametrize(("text", "expected"), TEXTS)
def test_text_is_the_printed_phrase(text, expected):
    assert [reading.text for reading in find_periods(text)] == [expected]


@given(
    st.dates(date(1989, 1, 8), date(2015, 1, 1)),
    st.integers(0, 3000),
    st.sampled_from(["から{}まで", "～{}", " から {} まで（以降継続）"]),
)
def test_every_span_reads_back(first, days, shape):
    last = first + timedelta(days=days)
    written = [f"平成{day.year - 1988}年{day.month}月{day.day}日" for day in (first, last)]
    (reading,) = find_periods(written[0] + shape.format(written[1]))
    assert (reading.kind, reading.start_date, reading.end_date) == ("span", first, last)
    assert reading.open_ended == ("継続" in shape)


@given(st.text(alphabet="平成令和2５年月日1から～まで以降（）:：\n 契約は、(2)至", max_size=40))
def test_any_text_gives_sound_periods(text):
    for reading in find_periods(text):
        assert text[reading.start : reading.end] == reading.text
        assert reading.start_date or reading.end_date
        assert (reading.start_date is None) == (reading.start_precision is None)
        assert (reading.end_date is None) == (reading.end_precision is None)
        assert reading.kind == "span" or (reading.start_date is not None and reading.end_date is None)
