"""Sittings at which nobody met, and results that a row of the head says instead of the chair."""

from __future__ import annotations

from pathlib import Path

import pytest

from kaigi_extract import Document, extract

RESULTS = """６　審議の結果
諮問第５号　承認３名、不承認０名により、承認された。
諮問第６号　承認２名、不承認１名により、承認された。
"""
HOW = [
    "１　開催方法　　書面による審議",
    "１　開催方法　　書面開催",
    "１　会議の方法　　持ち回り審議",
    "１　審議の方法　　書面表決",
]


def read(tmp_path: Path, text: str) -> Document:
    path = tmp_path / "minutes.txt"
    path.write_text(text, encoding="utf-8")
    return extract(path)


def in_writing(how: str, title: str = "", results: str = RESULTS) -> str:
    return (
        f"{title}{how}\n２　書面の送付　　令和２年５月８日（金）\n３　回答の期限　　令和２年５月２２日（金）\n"
        "４　委員　　沢井 つむぎ、岩見 鉄也、戸川 澄\n５　議題\n（１）諮問第５号　温室の鍵の管理の委託について\n"
        "（２）諮問第６号　貸出帳の様式について\n"
        + results
        + "７　委員からの意見\n（岩見委員）鍵の数を数えること。\n（事務局）毎日数える。\n"
    )


@pytest.mark.parametrize("how", HOW)
@pytest.mark.parametrize("title", ["", "雪見市公園運営委員会（書面開催）の結果について\n"], ids=["untitled", "titled"])
def test_minutes_of_a_sitting_in_writing(tmp_path: Path, how: str, title: str) -> None:
    meeting = read(tmp_path, in_writing(how, title)).meeting
    assert meeting is not None
    assert meeting.members == ["沢井 つむぎ", "岩見 鉄也", "戸川 澄"]
    assert [one.number for one in meeting.agenda] == [5, 6]
    assert [(one.number, one.result, one.speech) for one in meeting.decisions] == [
        (5, "approved", None),
        (6, "approved", None),
    ]
    assert meeting.council == ("雪見市公園運営委員会" if title else None)
    assert meeting.date is None


def test_a_notice_that_it_will_be_in_writing_is_none(tmp_path: Path) -> None:
    text = "公園運営委員会の書面開催について（通知）\n開催方法　　書面による審議\n議題　　貸出帳の様式について\n回答の期限　　令和２年５月２２日\n"
    assert read(tmp_path, text).meeting is None


def test_the_result_in_a_row_of_the_head(tmp_path: Path) -> None:
    text = (
        "会議録\n会議名　　第２回雪見市公園運営委員会\n日時　　令和４年８月３日（水）　午前９時３０分～午前１０時\n"
        "場所　　公園事務所\n出席委員　　沢井委員、岩見委員、戸川委員\n議題　　貸出帳の様式について\n"
        "結果　　原案のとおり承認することとした。\n質疑応答\n（岩見委員）何冊作るのか。\n（公園課長）十冊である。\n"
    )
    meeting = read(tmp_path, text).meeting
    assert meeting is not None
    assert [(one.result, one.text, one.speech) for one in meeting.decisions] == [
        ("approved", "原案のとおり承認することとした。", None)
    ]


def test_what_was_asked_and_agreed_to_is_decided_once(tmp_path: Path) -> None:
    text = (
        "日　時　令和元年１１月１８日（月）午後２時から午後３時まで\n場　所　公園事務所\n出席委員　沢井会長、岩見委員\n"
        "（会長）始めます。\n（公園課長）貸出帳の様式を説明します。\n（会長）諮問のとおり承認することとしてよろしいですか。\n"
        "（全委員）異議なし。\n（会長）それでは承認とします。\n"
    )
    meeting = read(tmp_path, text).meeting
    assert meeting is not None
    assert [one.result for one in meeting.decisions] == ["approved"]


def test_opened_and_closed_on_the_line_of_the_day(tmp_path: Path) -> None:
    text = (
        "雪見市図書館協議会\n令和5年6月20日（火曜日）　午後3時開会　午後4時35分閉会\n図書館視聴覚室\n"
        "出席：沢井委員長・岩見委員・戸川委員　／　図書館長\n\n委員長　　　始めます。\n館長　　　　題名を付けました。\n"
        "岩見委員　　少ない。\n館長　　　　増やします。\n"
    )
    meeting = read(tmp_path, text).meeting
    assert meeting is not None
    assert (str(meeting.date), meeting.start, meeting.end) == ("2023-06-20", "15:00", "16:35")
    assert meeting.council == "雪見市図書館協議会"
    assert len(meeting.speeches) == 4
