"""Periods as people type them: any dash and wave, era letters, middle dots, times and days of the week, ends of years,
lengths of time; and what is said of words that could not be read."""

from __future__ import annotations

import pytest

from kaigi_extract import extract
from kaigi_extract.text import find_periods, find_unread_times

D, M, Y = "day", "month", "year"
FROM_APRIL = ("2023-04-01", "2024-03-31")
SPANS = [
    # text, first day, last day: one span, all of whose words are read
    # dashes, and what is typed or pasted for one
    *((f"令和5年4月1日{sign}令和6年3月31日", *FROM_APRIL) for sign in "～〜~∼⁓˜〰－-‐‑‒–—―−─━ーｰ一→⟷…|｜"),
    *((f"2023.4.1{sign}2024.3.31", *FROM_APRIL) for sign in "～~－-–—―−ー一"),
    ("2023-04-01-2024-03-31", *FROM_APRIL),
    ("R5-4-1 - R6-3-31", *FROM_APRIL),
    ("令和5年4月1日　～　令和6年3月31日", *FROM_APRIL),
    # figures and their separators
    ("2023. 4. 1 － 2024. 3.31", *FROM_APRIL),
    ("２０２３／４／１～２０２４／３／３１", *FROM_APRIL),
    ("R5.4.1～6.3.31", *FROM_APRIL),
    ("2023.4.1－3.31", *FROM_APRIL),
    ("2023/4/1～24/3/31", *FROM_APRIL),
    ("令和５・４・１～令和６・３・３１", *FROM_APRIL),
    ("R5・4・1～R6・3・31", *FROM_APRIL),
    ("令5・4・1から令6・3・31まで", *FROM_APRIL),
    # eras in one character, kanji, once only
    ("平30.4.1～平31.3.31", "2018-04-01", "2019-03-31"),
    ("自平30.4.1至平31.3.31", "2018-04-01", "2019-03-31"),
    ("昭６３．４．１～平元．３．３１", "1988-04-01", "1989-03-31"),
    ("H30/4/1～H31/3/31", "2018-04-01", "2019-03-31"),
    ("Ｒ．5．4．1～Ｒ．6．3．31", *FROM_APRIL),
    ("㋿5年4月1日～㋿6年3月31日", *FROM_APRIL),
    ("㍻30年4月1日～㍻31年3月31日", "2018-04-01", "2019-03-31"),
    ("令和五年四月一日から令和六年三月三十一日まで", *FROM_APRIL),
    ("平三〇・四・一から平三一・三・三一まで", "2018-04-01", "2019-03-31"),
    ("令和5年4月1日から6年3月31日まで", *FROM_APRIL),
    ("令和元年5月1日から同年12月末まで", "2019-05-01", "2019-12-31"),
    ("令和5年4月1日から翌年3月31日まで", *FROM_APRIL),
    ("令和5年4月1日から翌々年3月末日まで", "2023-04-01", "2025-03-31"),
    ("令和5年4月1日から同日まで", "2023-04-01", "2023-04-01"),
    ("令和5年4月1日～同月末", "2023-04-01", "2023-04-30"),
    # line breaks and spaces inside of a date
    ("令和5年\n4月1日から\n令和6年\n3月31日まで", *FROM_APRIL),
    ("令 和 ５ 年 ４ 月 １ 日 ～ 令 和 ６ 年 ３ 月 ３ １ 日", *FROM_APRIL),
    # days of the week, holidays, times
    ("令和5年4月1日（土）午前0時から同年9月30日（土）まで", "2023-04-01", "2023-09-30"),
    ("２０２３年４月１日（土）午前９時から９月３０日（土・祝）午後５時まで", "2023-04-01", "2023-09-30"),
    ("令和5年4月1日(土曜日)9時30分～令和5年9月30日(土曜日)17時15分", "2023-04-01", "2023-09-30"),
    ("2023/04/01(土) 09:00 - 2023/09/30(土) 17:00", "2023-04-01", "2023-09-30"),
    ("令和5年4月1日㈯正午から令和5年9月30日㈯正午まで", "2023-04-01", "2023-09-30"),
    ("令和六年四月一日午前零時から同年九月三十日午後十二時まで", "2024-04-01", "2024-09-30"),
    ("令和５年４月１日　午前八時三十分　から　令和６年３月３１日　午後五時　まで", *FROM_APRIL),
    ("令和5年4月1日（予定）から9月30日まで", "2023-04-01", "2023-09-30"),
    # parts of years
    ("令和5年4月1日から翌年度末まで", "2023-04-01", "2025-03-31"),
    ("令和5年度から令和5年度末まで", *FROM_APRIL),
    ("令和5年度上半期", "2023-04-01", "2023-09-30"),
    ("令和5年度下期", "2023-10-01", "2024-03-31"),
    ("令和5年上半期", "2023-01-01", "2023-06-30"),
    ("令和5年度第1四半期", "2023-04-01", "2023-06-30"),
    ("令和5年度第四四半期", "2024-01-01", "2024-03-31"),
    ("令和5年度通年", *FROM_APRIL),
    ("令和５年度中", *FROM_APRIL),
    ("令和5年度内に随時行う。", *FROM_APRIL),
    ("令和5年9月中（予定）", "2023-09-01", "2023-09-30"),
    ("令和5年4月中から令和6年3月内まで", *FROM_APRIL),
    # lengths of time: the day before the one that answers to the first, or the last of its month (民法143条)
    ("令和3年4月1日から1年限り", "2021-04-01", "2022-03-31"),
    ("令和3年3月31日から1か月間", "2021-03-31", "2021-04-30"),
    ("令和3年1月30日から1ヶ月間", "2021-01-30", "2021-02-28"),
    ("令和6年2月29日から1年間", "2024-02-29", "2025-02-28"),
    ("令和5年4月1日から3箇年", "2023-04-01", "2026-03-31"),
    ("令和5年4月1日から1年6か月間", "2023-04-01", "2024-09-30"),
    ("令和5年4月1日から１年半", "2023-04-01", "2024-09-30"),
    ("令和5年4月1日から半年間", "2023-04-01", "2023-09-30"),
    ("令和5年4月1日から6週間", "2023-04-01", "2023-05-12"),
    ("令和3年度から5年", "2021-04-01", "2026-03-31"),
    # the day that words name, in brackets behind them
    ("令和5年4月1日から契約期間満了日（令和6年3月31日）まで", *FROM_APRIL),
    ("契約締結日（令和5年4月1日）から令和6年3月31日まで", *FROM_APRIL),
    ("（自）令和5年4月1日（至）令和6年3月31日", *FROM_APRIL),
    ("始期：令和5年4月1日　終期：令和6年3月31日", *FROM_APRIL),
]


@pytest.mark.parametrize(("text", "first", "last"), SPANS)
def test_one_span(text, first, last):
    readings = find_periods(text)
    [reading] = readings
    assert (reading.kind, str(reading.start_date), str(reading.end_date)) == ("span", first, last)
    assert (reading.open_ended, reading.scope) == (False, None)
    assert find_unread_times(text, readings) == []


PARTLY = [
    # text, kind, first day, last day, open, scope, words that no day holds
    ("令和５年度末まで", "span", None, "2024-03-31", False, None, []),
    ("平成30年度末日まで", "span", None, "2019-03-31", False, None, []),
    ("令和5年末まで", "span", None, "2023-12-31", False, None, []),
    ("契約締結日から令和6年3月31日まで", "span", None, "2024-03-31", False, None, ["契約締結日"]),
    ("貸出は契約締結日から令和6年3月31日まで", "span", None, "2024-03-31", False, "貸出", ["契約締結日"]),
    ("案内はがき発送日から令和6年3月31日まで", "span", None, "2024-03-31", False, None, ["案内はがき発送日"]),
    ("令和5年4月1日から工事完了の日まで", "span", "2023-04-01", None, False, None, ["工事完了の日まで"]),
    ("昭和49年4月1日～50.4.1", "span", "1974-04-01", None, True, None, ["50.4.1"]),
    ("令和5年4月1日から毎年5月1日に更新", "span", "2023-04-01", None, True, None, ["5月1日"]),
    ("令和5年4月1日（土）午前9時から", "span", "2023-04-01", None, True, None, []),
    ("令和5年4月1日午前9時から午後5時まで", "event", "2023-04-01", None, False, None, []),
    ("令和5年4月1日 9:00～17:00", "event", "2023-04-01", None, False, None, []),
    ("令和5年度", "event", "2023-04-01", None, False, None, []),
    ("令和5年9月中旬", "event", "2023-09-11", None, False, None, []),
    ("令和5年度中から", "span", "2023-04-01", None, True, None, []),
    ("令和5年度中（以降継続）", "span", "2023-04-01", None, True, None, []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "first", "last", "open_ended", "scope", "unread"), PARTLY)
def test_what_is_not_said_in_days(text, kind, first, last, open_ended, scope, unread):
    readings = find_periods(text)
    [reading] = readings
    days = [day and day.isoformat() for day in (reading.start_date, reading.end_date)]
    assert (reading.kind, *days, reading.open_ended, reading.scope) == (kind, first, last, open_ended, scope)
    found = find_unread_times(text, readings)
    assert [one.text for one in found] == unread
    assert all(text[one.start : one.end] == one.text for one in found)


def test_precision_of_parts_of_a_year():
    precisions = [
        [(reading.start_precision, reading.end_precision) for reading in find_periods(text)]
        for text in ("令和5年度上半期", "令和5年度通年", "令和５年度末まで", "令和5年4月から1年間")
    ]
    assert precisions == [[(M, M)], [(Y, Y)], [(None, D)], [(M, M)]]


UNREAD = [
    # text of which no day can be read, whether a day is printed in it
    ("平成25年2月30日から", True),
    ("5.4.1～6.3.31", True),
    ("20230401～20240331", True),
    ("契約締結日から5年間", True),
    ("毎年4月1日から", True),
    ("令和5年第2四半期", True),
    ("契約締結の日から", False),
    ("未定", False),
    ("随時", False),
    ("通年", False),
    ("別途協議", False),
]


@pytest.mark.parametrize(("text", "numbered"), UNREAD)
def test_words_that_could_not_be_read(text, numbered):
    assert find_periods(text) == []
    [found] = find_unread_times(f" {text}\n", [])
    assert (found.text, found.numbered, found.start) == (text, numbered, 1)


BLANK = ["", " \n", "年　月　日", "年　月　日から　年　月　日まで", "令和　年　月　日～令和　年　月　日", "自　　　至", "（　　　）", "□　年　月　日"]  # fmt: skip


@pytest.mark.parametrize("text", BLANK)
def test_a_blank_form_says_nothing(text):
    assert find_unread_times(text, find_periods(text)) == []


NO_DATES = ["命令5.4.1", "大3年生", "令和５・６年度", "資料R5-1", "二・三・四", "192.168.1.1", "午前9時から午後5時まで"]


@pytest.mark.parametrize("text", NO_DATES)
def test_no_period(text):
    assert find_periods(text) == []


@pytest.fixture
def form(tmp_path):
    """What is found of a form whose period is written so."""
    from docx import Document

    def read(words):
        document = Document()
        document.add_paragraph("諮問・報告事項")
        table = document.add_table(rows=0, cols=2)
        rows = [
            ("件名", "窓口案内業務の委託について"),
            ("保有課(担当課)", "区民課"),
            ("登録業務の名称", "窓口業務"),
            ("委託先", "株式会社あおば"),
            ("委託理由", "窓口の混雑を減らすため。"),
            ("委託の開始時期及び期限", words),
        ]
        for label, value in rows:
            cells = table.add_row().cells
            cells[0].text, cells[1].text = label, value
        path = tmp_path / "form.docx"
        document.save(path)
        return extract(path, ward="shinjuku")

    return read


FINDINGS = [
    ("令和5年4月1日から令和6年3月31日まで", []),
    ("年　月　日", []),
    ("令和5年2月30日から", [("warning", "「令和5年2月30日から」 cannot be read as a day or a period")]),
    ("未定", [("info", "「未定」 names no day")]),
    ("契約締結日から令和6年3月31日まで", [("info", "「契約締結日」 names no day")]),
]


@pytest.mark.parametrize(("words", "expected"), FINDINGS)
def test_the_record_says_what_it_does_not_hold(form, words, expected):
    document = form(words)
    found = [finding for finding in document.findings if finding.code == "period_unread"]
    assert [(finding.severity, finding.message) for finding in found] == expected
    assert {finding.record for finding in found} <= {"/cases/0/forms/0/periods"}
    assert all(finding.spans for finding in found)
    assert document.cases[0].forms[0].evidence["periods"].text == words
