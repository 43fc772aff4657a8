"""A 会議次第 without minutes is a meeting with its agenda and what is handed out; beside minutes it is none."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from tests.plain_papers import DRESSES, Paper, read

COUNCIL = "みなも市個人情報保護審査会"
FERRY, HARBOUR = "渡し船の乗客名簿の外部提供について", "灯台の見学受付の委託について"
ASKED = [("諮問事項", 8, FERRY, "港湾課", "1"), ("諮問事項", 9, HARBOUR, "観光課", "2")]
DAY = datetime.date(2023, 6, 1)
ENTRIES = ["１　開会", "２　諮問事項", f"（１）諮問第８号　{FERRY}（港湾課）【資料１】", f"（２）諮問第９号　{HARBOUR}（観光課）【資料２】", "３　閉会"]  # fmt: skip

PROGRAMMES: dict[str, tuple[Paper, list[tuple[str | None, int | None, str, str | None, str | None]], list[str]]] = {
    "a title with the council": (
        [f"第３回{COUNCIL}　次第", "日時　令和５年６月１日（木）午後２時", "場所　市役所会議室", *ENTRIES, "配付資料", "資料１　乗客名簿の写し", "資料２　見学のしおり"],
        ASKED,
        ["資料1 乗客名簿の写し", "資料2 見学のしおり"],
    ),
    "the word alone below the council, a day without a label": (
        [f"第３回{COUNCIL}", "次　第", "令和５年６月１日（木）午後２時", "市役所会議室", *ENTRIES],
        ASKED,
        [],
    ),
    "the council in a row": (
        ["会議次第", f"会議名　第３回{COUNCIL}", "日　時　令和５年６月１日　午後２時", *ENTRIES, "資　料　　１　名簿　　２　しおり"],
        ASKED,
        ["1 名簿", "2 しおり"],
    ),
    "entries below no heading, a day with its opening": (
        [f"第３回{COUNCIL}　次第", "令和５年６月１日　午後２時開議", f"１　諮問第８号　{FERRY}（港湾課）　資料１", f"２　諮問第９号　{HARBOUR}（観光課）　資料２"],
        [(None, *ASKED[0][1:]), (None, *ASKED[1][1:])],
        [],
    ),
    "matters in a table": (
        [f"{COUNCIL}（第３回）次第", "日時　令和５年６月１日　午後２時", "２　議事", (("番号", "件名", "所管課", "資料"), ("諮問８", FERRY, "港湾課", "資料１"), ("報告１", HARBOUR, "観光課", "資料２")), "３　閉会"],
        [("議事", 8, FERRY, "港湾課", "1"), ("議事", None, HARBOUR, "観光課", "2")],
        [],
    ),
}  # fmt: skip


@pytest.mark.parametrize("dress", DRESSES)
@pytest.mark.parametrize("name", PROGRAMMES)
def test_a_programme_is_a_meeting(name: str, dress: str, tmp_path: Path) -> None:
    paper, agenda, attachments = PROGRAMMES[name]
    document = read(tmp_path, paper, dress)
    meeting = document.meeting
    assert meeting is not None
    assert (meeting.council, meeting.session, meeting.date, meeting.speeches) == (COUNCIL, 3, DAY, [])
    found = [(one.section, one.number, one.title, one.department, one.material) for one in meeting.agenda]
    assert found == agenda
    assert meeting.attachments == attachments
    assert document.cases == []
    assert document.date_source == "meeting"
    assert [one.kind for one in document.sections] == ["agenda"]


SHEET = (("件名", FERRY), ("所管課", "港湾課"), ("根拠", "みなも市個人情報保護条例第９条"), ("提供先", "みなも海運株式会社"), ("提供する個人情報", "乗客の氏名"))  # fmt: skip


@pytest.mark.parametrize("dress", ["paper.txt", "paper.docx", "paper.html"])
def test_papers_behind_a_programme_keep_their_lines_and_get_its_numbers(dress: str, tmp_path: Path) -> None:
    paper = [f"第３回{COUNCIL}　次第", "令和５年６月１日　午後２時", *ENTRIES, "資料１", "諮問事項", SHEET]
    document = read(tmp_path, paper, dress)
    (case,) = document.cases
    assert (case.title, case.numbers, case.meeting_date) == (FERRY, [8], DAY)
    assert [one.kind for one in document.sections][:1] == ["agenda"]


MINUTES = [f"第３回{COUNCIL}会議録", "日時　令和５年６月１日　午後２時", "出席委員　白石会長、浦委員", "○会長　開会します。", "○浦委員　名簿は何年残しますか。", "○会長　一年です。"]  # fmt: skip


@pytest.mark.parametrize("order", [0, 1])
def test_minutes_are_the_meeting_where_both_are_in_a_file(order: int, tmp_path: Path) -> None:
    programme = [f"第３回{COUNCIL}　次第", *ENTRIES]
    document = read(tmp_path, [*MINUTES, *programme] if order else [*programme, *MINUTES])
    assert document.meeting is not None
    assert len(document.meetings) == 1
    assert len(document.meeting.speeches) == 3


NONE = {
    "an invitation": ["委員各位", f"{COUNCIL}の開催について（通知）", "　下記のとおり開催します。", "記", "１　日時　令和５年６月１日", "２　議題　名簿について"],
    "no council": ["夏祭り　式次第", "１　開会", "２　盆踊り", "３　閉会"],
    "a sentence": [f"{COUNCIL}の順序は次第", "に決まる。", "１　海", "２　山"],
    "nothing listed": [f"{COUNCIL}　次第", "未定"],
}  # fmt: skip


@pytest.mark.parametrize("name", NONE)
def test_what_is_no_programme(name: str, tmp_path: Path) -> None:
    assert read(tmp_path, NONE[name]).meeting is None
