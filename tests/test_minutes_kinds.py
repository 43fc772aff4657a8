"""Kinds of minutes by the one thing that each is about: the term of a plan, who is called how, what a word decides, what
stands behind a title, below the last words, or between two styles of speakers. All invented."""

from __future__ import annotations

from pathlib import Path

import pymupdf
import pytest

from kaigi_extract import extract
from kaigi_extract.parts.minutes.people_lines import pieces
from kaigi_extract.parts.minutes.said import is_remark
from kaigi_extract.parts.minutes.title import numbers_of
from kaigi_extract.parts.minutes.verdicts import verdict_of
from tests.test_people_of_minutes import HEAD, SAID, meeting

TERMS = {
    "第６期白樺市障害福祉計画策定委員会　第２回": {"session": 2},
    "第８期高齢者福祉計画・介護保険事業計画等策定委員会（第３回）": {"session": 3},
    "第２期みなと町総合計画審議会　第２回": {"term": 2, "session": 2},
    "第１１期第６回緑化審議会": {"term": 11, "session": 6},
}


@pytest.mark.parametrize("title", TERMS)
def test_the_term_of_a_plan_is_none_of_the_council(title: str) -> None:
    assert numbers_of(title) == TERMS[title]


VERDICTS = {
    "諮問第３号は、原案を適当と認める旨の答申をすることに決定いたします。": "approved",
    "本件については、妥当である旨答申する。": "approved",
    "改正案のとおりで差し支えない旨、答申する。": "approved",
    "事務局案は妥当なものと判断します。": "approved",
    "答申案の検討を行い、答申案の内容を確定した。": "approved",
    "答申案のとおり答申することに決定した。": "approved",
    "本件は支障なしとする。": "approved",
    "次の意見を付して認める。": "conditional",
    "見直しを求めるとの意見を付して了承する。": "conditional",
    "原案了承・附帯意見あり": "conditional",
    "報告を了した。": "noted",
    "本件を了とする。": "noted",
    "引き続き、継続して審査することとした。": "continued",
    "手数料は実費とするのが適当である。": None,
    "工事が完了とするには早い。": None,
    "処分が適当であるかどうかを次に審議します。": None,
    "了解いたしました。": None,
}


@pytest.mark.parametrize("sentence", VERDICTS)
def test_what_a_sentence_decides(sentence: str) -> None:
    verdict = verdict_of(sentence)
    assert (verdict and verdict[0]) == VERDICTS[sentence]


DOTTED = {
    "室伏会長・森山副会長・矢部・結城各委員": ["室伏会長", "森山副会長", "矢部", "結城各委員"],
    "総務部長・法務課長・法務課情報公開係": ["総務部長", "法務課長", "法務課情報公開係"],
    "緑化部長・公園課長・街路樹係長ほか": ["緑化部長", "公園課長", "街路樹係長ほか"],
    "情報公開・個人情報係長": ["情報公開・個人情報係長"],
    "緑化・公園係主事": ["緑化・公園係主事"],
}


@pytest.mark.parametrize("text", DOTTED)
def test_a_dot_parts_people_and_no_office(text: str) -> None:
    assert list(pieces(text)) == DOTTED[text]


REMARKS = {
    "資料１により説明": True,
    "～資料１により説明～": True,
    "定足数に達していることを報告": True,
    "緑化部長、公園課長ほか": False,
    "総務課　情報公開担当": False,
}


@pytest.mark.parametrize("text", REMARKS)
def test_a_remark_is_said_and_a_list_is_not(text: str) -> None:
    assert is_remark(text) == REMARKS[text]


PEOPLE: dict[str, tuple[str, tuple[list[str], list[str], list[str]]]] = {
    "who came to the sitting, in the words of a rule": (
        "会議に出席した委員の氏名：沢 茂、小松 洋\n会議に欠席した委員の氏名：辺見 望\n会議に出席した職員の職・氏名：公園課長 森 健\n",
        (["沢 茂", "小松 洋"], ["公園課長"], ["辺見 望"]),
    ),
    "numbers of seats behind the seats": (
        "出席委員\n　会長　　　　９番　伊庭　守\n　委員　　　　１番　小田原　修　２番　加賀谷　ミツ\n欠席委員\n　委員　　　　４番　沢村　博\n",
        (["伊庭守", "小田原修", "加賀谷ミツ"], [], ["沢村博"]),
    ),
    "others who came, below the one who did not": (
        "出席委員　二名\n　委員長　和泉　昇君\n　小島　恵君\n欠席委員　一名\n　沼尻　進君\n議　長　堀越　均君\n総務局長　藤倉　徹君\n"
        "会計管理者兼\n会計課長　須田　明君\n",
        (["和泉昇", "小島恵"], ["議長", "総務局長", "会計管理者兼会計課長"], ["沼尻進"]),
    ),
    "as many as are counted did not come, by their offices": (
        "出席委員　沢会長\n欠席委員　３名\n　小松　洋\n　福祉部長　辺見　望\n　健康部長　井川　明\n",
        (["沢"], [], ["小松洋", "辺見望", "井川明"]),
    ),
    "one office on two lines": (
        "説明員\n　都市整備部次長\n　　兼公園課長　森　健一\n　健康福祉部長兼\n　　福祉事務所長　木下　陽子\n",
        ([], ["都市整備部次長兼公園課長", "健康福祉部長兼福祉事務所長"], []),
    ),
    "family names that end as sections and honorifics do": (
        "出席委員　服部会長、五十君副会長、日下部委員\n",
        (["服部", "五十君", "日下部"], [], []),
    ),
    "those who did not come behind those who did": (
        "委員　　出席：沢会長、小松副会長　　欠席：辺見委員\n",
        (["沢", "小松"], [], ["辺見"]),
    ),
    "an administration by its character, below members": (
        "委員　出席：沢会長、小松委員\n　　　欠席：辺見委員\n区　　総務部長、公園課長\n事務局　総務課（菱沼課長、藤井係長）\n",
        (["沢", "小松"], ["総務部長", "公園課長", "総務課菱沼課長", "藤井係長"], ["辺見"]),
    ),
    "a group whose characters are apart": (
        "出席者\n区　　　民　沢会長、小松委員\n団体推薦　　辺見委員（町会連合会）\n",
        (["沢", "小松", "辺見"], [], []),
    ),
    "a department before who heads it, several offices on a line": (
        "事務局　総務部　蔵本次長、総務課　古閑課長\n説明員　総務部長　　総務課情報公開・個人情報係職員　　同主査\n",
        ([], ["総務部蔵本次長", "総務課古閑課長", "総務部長", "総務課情報公開・個人情報係職員", "同主査"], []),
    ),
    "one who came online, in a remark": (
        "出席委員　沢会長、小松委員\n　（辺見委員は、オンラインによる出席）\n",
        (["沢", "小松", "辺見"], [], []),
    ),
}


@pytest.mark.parametrize("name", PEOPLE)
def test_people(name: str, tmp_path: Path) -> None:
    text, expected = PEOPLE[name]
    read = meeting(tmp_path, f"{HEAD}{text}議題　樹木について\n{SAID}")
    found = [["".join(one.split()) for one in each] for each in (read.members, read.officials, read.absent)]
    assert found == [["".join(one.split()) for one in each] for each in expected]


RESULTS: dict[str, tuple[str, list[str], list[tuple[int | None, str]]]] = {
    "in a column, with the office before": (
        "議題及び結果\n（１）諮問第３号　公園条例について（公園課）　　　答申：承認\n（２）諮問第４号　樹木について（公園課）　　　条件付き承認\n",
        ["公園条例について", "樹木について"],
        [(3, "approved"), (4, "conditional")],
    ),
    "behind arrows and dots": (
        "議題\n（１）公園条例について　→　継続審議\n（２）樹木について……了承\n（３）花壇について　⇒　一部修正の上、承認\n",
        ["公園条例について", "樹木について", "花壇について"],
        [(None, "continued"), (None, "noted"), (None, "approved")],
    ),
    "a number behind the title": (
        "議題\n（１）公園条例について（諮問第３号）\n（２）令和４年諮問第４号　樹木について\n",
        ["公園条例について", "樹木について"],
        [],
    ),
}


@pytest.mark.parametrize("name", RESULTS)
def test_what_is_behind_titles(name: str, tmp_path: Path) -> None:
    agenda, titles, decisions = RESULTS[name]
    read = meeting(tmp_path, HEAD + "出席委員　沢会長\n" + agenda + SAID)
    assert [item.title for item in read.agenda] == titles
    assert [(one.number, one.result) for one in read.decisions] == decisions
    if not decisions:
        assert [item.number for item in read.agenda] == [3, 4]


FEET = (
    "会議の結果　　　　諮問第３号は適当と認められた。\n提出された資料等　　　資料１\n",
    "会議録の作成年月日：令和４年７月１日\n会議録の作成者：公園課　森\n",
    "　上記会議の経過を記載し、相違ないことを証するためここに署名する。\n　　会長　　　　　沢　　茂\n",
    "－閉会－\n",
    "≪閉会≫\n",
    "７　次回日程　令和４年９月\n",
)


@pytest.mark.parametrize("foot", FEET)
def test_the_foot_is_said_by_nobody(foot: str, tmp_path: Path) -> None:
    read = meeting(
        tmp_path, f"{HEAD}出席委員　沢会長\n議題　樹木について\n{SAID}【沢会長】　これで閉会します。\n{foot}"
    )
    assert read.speeches[-1].text == "これで閉会します。"


STYLES: dict[str, tuple[str, list[str]]] = {
    "another hand from the middle on": (
        "〔会長〕　始めます。\n〔公園課長〕　説明します。\n〔小松委員〕　分かりました。\n会長：次に進みます。\n公園課長：説明します。\n",
        ["会長", "公園課長", "小松委員", "会長", "公園課長"],
    ),
    "questions behind bullets": (
        "・［小松委員］本数は足りるか。\n　［公園課長］足りる。\n・［辺見委員］場所を知りたい。\n　［公園課長］駅の前である。\n",
        ["小松委員", "公園課長", "辺見委員", "公園課長"],
    ),
    "somebody quoted within a speech": (
        "○沢会長　始めます。\n○公園課長　説明します。\n区民：この木は何ですか。\nというお尋ねがありました。\n○沢会長　終わります。\n",
        ["沢会長", "公園課長", "沢会長"],
    ),
    "what is called out": (
        "○沢会長　お諮りします。\n〔「異議なし」と呼ぶ者あり〕\n○沢会長　異議なしと認めます。\n○公園課長　説明します。\n",
        ["沢会長", "沢会長", "公園課長"],
    ),
}


@pytest.mark.parametrize("name", STYLES)
def test_who_speaks(name: str, tmp_path: Path) -> None:
    said, speakers = STYLES[name]
    head = f"{HEAD}出席委員　沢会長、小松委員、辺見委員\n議題　樹木について\n会議の内容\n"
    read = meeting(tmp_path, head + said)
    assert [speech.speaker for speech in read.speeches] == speakers


def test_short_pages_keep_the_paragraphs_of_a_speech(tmp_path: Path) -> None:
    said = "会長　　ただいまから始めます。\n　　　　本日は六名が出席です。\n課長　　樹木について説明します。\n委員　　分かりました。\n"
    document = pymupdf.open()
    page = document.new_page()
    for at, line in enumerate(f"{HEAD}出席委員　沢会長\n議題　樹木について\n会議の内容\n{said}".split("\n")):
        page.insert_text((70, 60 + 18 * at), line, fontname="japan", fontsize=10.5)
    document.save(tmp_path / "short.pdf")
    read = extract(tmp_path / "short.pdf").meeting
    assert read is not None
    assert read.speeches[0].text == "ただいまから始めます。\n本日は六名が出席です。"
