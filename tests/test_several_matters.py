"""Letters and lists that are about several matters: rows of a table, or entries below 記. Each is a case."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from tests.plain_papers import DRESSES, Paper, read

HEAD = ("答申第３号", "令和５年７月４日", "みなも市長　汐見　渉　様", "みなも市個人情報保護審査会", "会長　白石　澄江")
SENTENCE = "　令和５年６月１日付けで諮問のあった事項について、下記のとおり答申します。"
FERRY, HARBOUR = "渡し船の乗客名簿の外部提供について", "灯台の見学受付の委託について"

ANSWERS: dict[str, tuple[Paper, list[tuple[str, list[int], str | None, list[str]]]]] = {
    "a table": (
        [*HEAD, SENTENCE, "記", (("諮問番号", "件名", "結論"), ("諮問第８号", FERRY, "承認する。"), ("諮問第９号", HARBOUR, "継続とする。")), "以上"],
        [(FERRY, [8], "承認する。", []), (HARBOUR, [9], "継続とする。", [])],
    ),
    "digits below 諮問番号, and what is added": (
        [*HEAD, SENTENCE, (("諮問番号", "件名", "答申", "附帯意見"), ("８", FERRY, "適当である", "名簿は一月で消すこと。"), ("第９号", HARBOUR, "適当である", "なし"))],
        [(FERRY, [8], "適当である", ["名簿は一月で消すこと。"]), (HARBOUR, [9], "適当である", [])],
    ),
    "numbers that count the rows": (
        [*HEAD, SENTENCE, (("番号", "諮問事項", "所管課", "結果"), ("１", FERRY, "港湾課", "適当である"), ("２", HARBOUR, "観光課", "適当である"))],
        [(FERRY, [], "適当である", []), (HARBOUR, [], "適当である", [])],
    ),
    "entries with what is held below": (
        [*HEAD, SENTENCE, "記", f"１　諮問第８号　{FERRY}", "　　適当と認める。", f"２　諮問第９号　{HARBOUR}", "　　適当でない。"],
        [(FERRY, [8], "適当と認める。", []), (HARBOUR, [9], "適当でない。", [])],
    ),
    "entries with headings": (
        [*HEAD, SENTENCE, "記", "１　諮問第８号", f"　(1) 件名　{FERRY}", "　(2) 結論　適当と認める。", "２　諮問第９号", f"　(1) 件名　{HARBOUR}", "　(2) 結論　適当でない。"],
        [(FERRY, [8], "適当と認める。", []), (HARBOUR, [9], "適当でない。", [])],
    ),
    "a table without heads": (
        [*HEAD, SENTENCE, (("諮問第８号", FERRY, "適当と認める。"), ("諮問第９号", HARBOUR, "承認する。"))],
        [(FERRY, [8], "適当と認める。", []), (HARBOUR, [9], "承認する。", [])],
    ),
    "conditions of one": (
        [*HEAD, SENTENCE, "記", f"諮問第８号　{FERRY}", "　結論：承認する。", "　付帯意見：名簿は消すこと。", f"諮問第９号　{HARBOUR}", "　結論：承認する。"],
        [(FERRY, [8], "承認する。", ["名簿は消すこと。"]), (HARBOUR, [9], "承認する。", [])],
    ),
    "titles without numbers of their own": (
        [*HEAD, SENTENCE, "記", f"１　{FERRY}", "　適当と認める。", f"２　{HARBOUR}", "　承認する。"],
        [(FERRY, [], "適当と認める。", []), (HARBOUR, [], "承認する。", [])],
    ),
}  # fmt: skip


@pytest.mark.parametrize("dress", DRESSES)
@pytest.mark.parametrize("name", ANSWERS)
def test_each_matter_is_answered(name: str, dress: str, tmp_path: Path) -> None:
    paper, expected = ANSWERS[name]
    cases = read(tmp_path, paper, dress).cases
    found = [(one.title, one.numbers, one.opinion and one.opinion.conclusion, one.opinion and one.opinion.conditions) for one in cases]  # fmt: skip
    assert found == expected
    assert all(one.opinion and one.opinion.number == "答申第3号" for one in cases)


def test_headings_of_an_argument_are_no_matters(tmp_path: Path) -> None:
    paper = [*HEAD, SENTENCE, "記", "第１　審査会の結論", "　非開示は妥当である。", "第２　判断の理由", "１　本件文書について", "　名簿である。", "２　非開示情報について", "　個人の名がある。"]  # fmt: skip
    (case,) = read(tmp_path, paper).cases
    assert case.opinion is not None
    assert case.opinion.conclusion == "非開示は妥当である。"


ASKED = ("５みな総第１２号", "令和５年６月１日", "みなも市個人情報保護審査会会長　様", "みなも市長　汐見　渉", "諮問書")
ASKS = "　みなも市個人情報保護条例第９条の規定に基づき、次の事項について諮問します。"
LETTERS: dict[str, tuple[Paper, list[tuple[str, list[int], str | None]]]] = {
    "a table": (
        [*ASKED, ASKS, (("諮問番号", "件名", "所管課"), ("諮問第８号", FERRY, "港湾課"), ("諮問第９号", HARBOUR, "観光課"))],
        [(FERRY, [8], "港湾課"), (HARBOUR, [9], "観光課")],
    ),
    "a table without heads": (
        [*ASKED, ASKS, (("諮問第８号", FERRY, "港湾課"), ("諮問第９号", HARBOUR, "観光課"))],
        [(FERRY, [8], "港湾課"), (HARBOUR, [9], "観光課")],
    ),
    "entries with their offices": (
        [*ASKED, ASKS, "記", f"１　諮問第８号　{FERRY}（港湾課）", f"２　諮問第９号　{HARBOUR}（観光課）", "以上"],
        [(FERRY, [8], "港湾課"), (HARBOUR, [9], "観光課")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("dress", DRESSES)
@pytest.mark.parametrize("name", LETTERS)
def test_each_matter_is_asked(name: str, dress: str, tmp_path: Path) -> None:
    paper, expected = LETTERS[name]
    cases = read(tmp_path, paper, dress).cases
    assert [(one.title, one.numbers, one.department) for one in cases] == expected
    assert all(one.bases and one.bases[0].article == 9 and one.letter is not None for one in cases)


ADDRESSEES: dict[str, tuple[list[str], str]] = {
    "council and chair": (["みなも市個人情報保護審査会", "会長　白石　澄江　様"], "みなも市個人情報保護審査会 会長 白石 澄江 様"),
    "an office and a name": (["みなも市個人情報保護審査会会長", "　白石　澄江　様"], "みなも市個人情報保護審査会会長 白石 澄江 様"),
    "a name cut at its dot": (["みなも市情報公開・", "個人情報保護審査会", "会長　白石　澄江　様"], "みなも市情報公開・個人情報保護審査会 会長 白石 澄江 様"),
    "a name cut within": (["みなも市情報公開・個人情報", "保護審査会会長　白石　澄江　様"], "みなも市情報公開・個人情報保護審査会会長 白石 澄江 様"),
    "below （宛先）": (["（宛先）", "みなも市個人情報保護審査会", "会長　白石　澄江"], "みなも市個人情報保護審査会 会長 白石 澄江"),
    "behind あて先, the chair below": (["あて先　みなも市個人情報保護審査会", "　会長　白石　澄江"], "あて先 みなも市個人情報保護審査会 会長 白石 澄江"),
    "below あて先, no name": (["あて先", "みなも市個人情報保護審査会会長"], "みなも市個人情報保護審査会会長"),
}  # fmt: skip


@pytest.mark.parametrize("name", ADDRESSEES)
def test_an_addressee_fills_several_lines(name: str, tmp_path: Path) -> None:
    lines, addressee = ADDRESSEES[name]
    paper = ["５みな総第１２号", "令和５年６月１日", *lines, "みなも市長　汐見　渉", "諮問書", ASKS, "記", f"　{FERRY}"]
    (case,) = read(tmp_path, paper).cases
    assert case.letter is not None
    assert (case.letter.addressee, case.letter.sender) == (addressee, "みなも市長 汐見 渉")


LISTS: dict[str, tuple[Paper, list[tuple[str, list[int], str, datetime.date | None]]]] = {
    "sittings that are told once": (
        ["みなも市個人情報保護審査会　審議結果一覧", (("回", "開催日", "番号", "件名", "所管課", "審議結果"), ("１", "令和５年６月１日", "諮問第８号", FERRY, "港湾課", "承認"), ("１", "", "報告第２号", HARBOUR, "観光課", "了承"), ("２", "令和５年９月５日", "諮問第９号", "潮位計の写真の公開について", "港湾課", "条件付き承認"))],
        [(FERRY, [8], "approved", datetime.date(2023, 6, 1)), (HARBOUR, [], "noted", datetime.date(2023, 6, 1)), ("潮位計の写真の公開について", [9], "conditional", datetime.date(2023, 9, 5))],
    ),
    "no form of one case": (
        ["答申一覧", "みなも市個人情報保護審査会", (("諮問番号", "件名", "根拠条文", "答申年月日", "答申の内容"), ("諮問第８号", FERRY, "条例第９条", "令和５年６月１日", "適当と認める"), ("諮問第９号", HARBOUR, "条例第８条", "令和５年６月１日", "適当でない"))],
        [(FERRY, [8], "approved", datetime.date(2023, 6, 1)), (HARBOUR, [9], "rejected", datetime.date(2023, 6, 1))],
    ),
}  # fmt: skip


@pytest.mark.parametrize("dress", ["paper.docx", "paper.html", "paper.pdf"])
@pytest.mark.parametrize("name", LISTS)
def test_a_list_says_what_came_of_each(name: str, dress: str, tmp_path: Path) -> None:
    paper, expected = LISTS[name]
    cases = read(tmp_path, paper, dress).cases
    assert [(one.title, one.numbers, one.decisions[0].result, one.meeting_date) for one in cases] == expected
