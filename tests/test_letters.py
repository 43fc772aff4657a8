"""Letters between an authority and its council: the 諮問書 brings a case, the 答申 is the council's opinion on one."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import docx
import pytest

from kaigi_extract import Document, extract
from tests.composed_forms import Pages

ASKED = """\
５みな総第４１２号
令和５年８月２１日
みなも市情報公開・個人情報保護審査会
会長　　白石　澄江　殿
みなも市長　汐見　渉
個人情報の目的外利用及び外部提供について（諮問）
　みなも市個人情報保護条例（平成14年みなも市条例第３号）第９条第２項第４号及び第１０条第１項の規定に基づき、下記の事項について、貴審査会の意見を求めます。
記
１　諮問事項　　渡し船の乗客名簿の目的外利用及び外部提供について
２　諮問理由　　潮の満ち引きを知らせるため
３　所管課　　　港湾課
"""
BARE = """\
諮　問　書
諮問第７号
平成30年２月１４日
館雪町個人情報保護審議会会長　様
館雪町長　雪野　昇
下記のことについて、館雪町個人情報保護条例第12条第３項の規定により諮問する。
記
{about}
"""
ANSWERED = """\
答申第１２号
平成30年３月20日
館雪町長　雪野　昇　様
館雪町個人情報保護審議会
会長　谷川　実
雪囲いの見回りカメラの設置について（答申）
平成30年２月14日付け諮問第７号で諮問のあった標記の件について、当審議会で審議した結果、下記のとおり答申します。
記
１　結論
　雪囲いの見回りカメラの設置は、適当である。
２　理由
　設置の目的は雪害を防ぐことにある。
　画像の保存は７日間に限られている。
"""
ABOUT = "雪囲いの見回りカメラの設置について"


def read(folder: Path, text: str, form: str = "letter.txt") -> Document:
    path = folder / form
    if form.endswith(".docx"):
        document = docx.Document()
        for line in text.split("\n"):
            document.add_paragraph(line)
        document.save(str(path))
    elif form.endswith(".pdf"):
        pages = Pages()
        for line in text.split("\n"):
            for start in range(0, max(len(line), 1), 42):
                pages.line(line[start : start + 42])
        pages.document.save(path)
    else:
        path.write_text(text, encoding="utf-8")
    return extract(path)


@pytest.mark.parametrize("form", ["letter.txt", "letter.docx", "letter.pdf"])
def test_a_letter_brings_a_case(tmp_path: Path, form: str) -> None:
    document = read(tmp_path, ASKED, form)
    (case,) = document.cases
    assert (case.title, case.department, case.numbers) == (
        "渡し船の乗客名簿の目的外利用及び外部提供について",
        "港湾課",
        [],
    )
    assert case.letter is not None
    assert (case.letter.number, case.letter.date) == ("5みな総第412号", datetime.date(2023, 8, 21))
    assert (case.letter.addressee, case.letter.sender) == (
        "みなも市情報公開・個人情報保護審査会 会長 白石 澄江 殿",
        "みなも市長 汐見 渉",
    )
    assert [(b.kind, b.ordinance, b.article, b.paragraph, b.item) for b in case.bases] == [
        ("consultation", "みなも市個人情報保護条例", 9, 2, 4),
        ("consultation", "みなも市個人情報保護条例", 10, 1, None),
    ]
    assert case.categories == ["secondary_use", "external_provision"]
    assert document.council == "みなも市情報公開・個人情報保護審査会"


@pytest.mark.parametrize(
    ("about", "titles"),
    [
        (ABOUT, [ABOUT]),
        (f"１　{ABOUT}\n２　除雪の受付の委託について", [ABOUT, "除雪の受付の委託について"]),
        (f"{ABOUT}\n（冬の間だけ置く。）", [ABOUT]),
    ],
)
def test_what_is_below_is_the_title(tmp_path: Path, about: str, titles: list[str]) -> None:
    cases = read(tmp_path, BARE.format(about=about)).cases
    assert [(case.title, case.numbers) for case in cases] == [(title, [7]) for title in titles]


@pytest.mark.parametrize("form", ["letter.txt", "letter.docx", "letter.pdf"])
def test_an_answer_is_an_opinion(tmp_path: Path, form: str) -> None:
    document = read(tmp_path, ANSWERED, form)
    (case,) = document.cases
    assert (case.title, case.numbers, case.letter, case.category) == (ABOUT, [7], None, "camera")
    assert case.opinion is not None
    assert (case.opinion.number, case.opinion.date) == ("答申第12号", datetime.date(2018, 3, 20))
    assert (case.opinion.addressee, case.opinion.conclusion) == (
        "館雪町長 雪野 昇 様",
        "雪囲いの見回りカメラの設置は、適当である。",
    )
    assert case.opinion.reasons == ["設置の目的は雪害を防ぐことにある。", "画像の保存は7日間に限られている。"]
    assert document.council == "館雪町個人情報保護審議会"


MAIN = ANSWERED.replace("１　結論", "１　主文").replace(
    "は、適当である。", "は、次の条件を付して適当である。\n（１）　向きを変えないこと。\n（２）　画像を配らないこと。"
)
"""What it holds is several lines, below 主文."""


def test_what_is_held_below_its_main_text(tmp_path: Path) -> None:
    """The first sentence that says 適当 was all, without its conditions."""
    (case,) = read(tmp_path, MAIN).cases
    assert case.opinion is not None
    held = f"{ABOUT.removesuffix('について')}は、次の条件を付して適当である。(1) 向きを変えないこと。(2) 画像を配らないこと。"
    assert case.opinion.conclusion == held
    assert len(case.opinion.reasons) == 2


@pytest.mark.parametrize("heading", ["結論に至った理由", "判断に至る理由", "主文の理由"])
def test_why_it_is_held(tmp_path: Path, heading: str) -> None:
    (case,) = read(tmp_path, ANSWERED.replace("２　理由", f"２　{heading}")).cases
    assert case.opinion is not None
    assert len(case.opinion.reasons) == 2


def test_what_is_answered_may_only_be_listed(tmp_path: Path) -> None:
    """「平成30年…諮問のあった次の事項について」 was the title."""
    text = ANSWERED.replace("標記の件について", "次の事項について").replace(f"{ABOUT}（答申）", "答申書")
    document = read(tmp_path, text)
    assert [case.title for case in document.cases] == [""]
    assert "value_unread" in {finding.code for finding in document.findings}


def test_the_number_below_the_sentence_that_answers(tmp_path: Path) -> None:
    text = ANSWERED.replace("諮問第７号で諮問", "雪総第９８号で諮問").replace(
        "\n記\n", "\n記\n諮問第７号「雪囲いの見回りカメラ」\n"
    )
    assert [case.numbers for case in read(tmp_path, text).cases] == [[7]]


def test_what_is_held_beside_its_heading_and_what_is_thought_below_another(tmp_path: Path) -> None:
    """意見 was the heading of what it holds, though that is above it."""
    text = ANSWERED.replace("１　結論\n　", "１　点検の結果　　").replace("２　理由", "２　意見")
    (case,) = read(tmp_path, text).cases
    assert case.opinion is not None
    assert case.opinion.conclusion == "雪囲いの見回りカメラの設置は、適当である。"
    assert case.opinion.conditions == ["設置の目的は雪害を防ぐことにある。", "画像の保存は7日間に限られている。"]


@pytest.mark.parametrize("heading", ["４　付帯意見", "付帯意見"])
def test_an_answer_goes_on_behind_a_table(tmp_path: Path, heading: str) -> None:
    """What was below the table of 審議の経過 was none of the answer."""
    document = docx.Document()
    for line in [*ANSWERED.strip().split("\n"), "３　審議の経過"]:
        document.add_paragraph(line)
    table = document.add_table(rows=2, cols=2)
    for row, texts in enumerate([("３月２日", "質疑"), ("３月１６日", "答申の案")]):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    for line in (heading, "　春には、向きを改めて告げること。"):
        document.add_paragraph(line)
    document.save(str(tmp_path / "a.docx"))
    (case,) = extract(tmp_path / "a.docx").cases
    assert case.opinion is not None
    assert case.opinion.conditions == ["春には、向きを改めて告げること。"]


def test_the_number_that_is_asked_may_be_in_kanji_and_the_matter_below_its_heading(tmp_path: Path) -> None:
    asked = BARE.replace("諮問第７号", "諮問第十四号").format(about=f"諮問事項\n　{ABOUT}")
    (case,) = read(tmp_path, asked).cases
    assert (case.numbers, case.title) == ([14], ABOUT)


def test_the_number_of_an_answer_may_be_in_kanji(tmp_path: Path) -> None:
    (case,) = read(tmp_path, ANSWERED.replace("答申第１２号", "答申第十二号")).cases
    assert case.opinion is not None
    assert case.opinion.number == "答申第十二号"


@pytest.mark.parametrize("line", ["（担当　公園課）", "担当　公園課", "（担当　公園課（内線２））"])
def test_an_office_in_brackets(tmp_path: Path, line: str) -> None:
    asked = BARE.format(about=f"１　諮問事項\n　{ABOUT}\n２　諮問の理由\n　雪害を防ぐため\n{line}")
    (case,) = read(tmp_path, asked).cases
    assert case.department in ("公園課", "公園課(内線2)")


@pytest.mark.parametrize("asked", ["諮問のあった", "諮問がありました", "諮問された", "付議された"])
def test_an_answer_names_what_was_asked(tmp_path: Path, asked: str) -> None:
    about = "見回り業務の委託に伴う画像の電算処理について"
    said = f"平成３０年１月９日付け３館総第３１５号で{asked}{about}は、下記のとおり答申します。"
    text = ANSWERED.replace(f"{ABOUT}（答申）\n", "")
    (case,) = read(tmp_path, re.sub("平成30年２月14日付け.*", said, text)).cases
    assert case.title == about


def test_an_answer_goes_to_the_case_that_was_asked(tmp_path: Path) -> None:
    (case,) = read(tmp_path, BARE.format(about=ABOUT) + "\n\n" + ANSWERED).cases
    assert (case.letter and case.letter.number, case.opinion and case.opinion.number) == ("諮問第7号", "答申第12号")


def test_the_sheet_behind_a_letter_belongs_to_its_case(tmp_path: Path) -> None:
    rows = "件名：{0}\n担当部署：町民課\n委託先：未定\n記録する項目：画像、撮影の日時\n理由：雪害を防ぐため\n期間：令和元年12月から"
    text = BARE.format(about=ABOUT) + "\n諮問事項説明書\n" + rows.format(ABOUT)
    (case,) = read(tmp_path, text).cases
    assert (case.title, case.department, case.numbers, len(case.forms)) == (ABOUT, "町民課", [7], 1)
    assert [(basis.article, basis.paragraph) for basis in case.bases] == [(12, 3)]
    assert case.letter is not None


NO_LETTERS = {
    "an invitation": "説明会の御案内\n令和６年７月３日\n自治会長　様\nみなも市長　汐見　渉\n下記のとおり説明会を開きますので、御出席ください。\n記\n日時　令和６年８月１日",
    "what an assembly asks of the government": "発議第３号\n上記の意見書を地方自治法第99条の規定により提出する。\n令和６年６月20日\n内閣総理大臣　様\nみなも市議会議長　磯部　勉\n地方の財源について意見を求める。",
    "an ordinance": "みなも市情報公開条例\n第12条　実施機関は、審査請求があったときは、みなも市情報公開審査会に諮問する。\n第13条　審査会は、実施機関に意見を求めることができる。",
    "a survey": "令和６年４月１日\n保護者　様\nみなも市長　汐見　渉\n給食について、皆様の意見を求めます。\n記\n提出期限　５月１日",
}


@pytest.mark.parametrize("name", NO_LETTERS)
def test_other_letters_bring_no_case(tmp_path: Path, name: str) -> None:
    assert read(tmp_path, NO_LETTERS[name]).cases == []


ADDED = """答申第３号
令和２年９月１日
みなも市長　様
みなも市個人情報保護審議会会長　磯部　勉
　令和２年８月２日付け諮問第５号について、次のとおり答申する。
第１　結論
　「灯台の見回りの委託について」は、支障がない。
第２　理由
　鍵を掛けるとしている。
{heading}
　鍵は二つに分けて持つこと。
　見回りの日を知らせること。
"""


@pytest.mark.parametrize("heading", ["第３　付帯意見", "（附帯意見）", "なお、次の意見を付する。"])
def test_what_a_council_adds_to_its_answer(tmp_path: Path, heading: str) -> None:
    (case,) = read(tmp_path, ADDED.format(heading=heading)).cases
    assert case.opinion is not None
    assert (case.title, case.numbers) == ("灯台の見回りの委託について", [5])
    assert case.opinion.reasons == ["鍵を掛けるとしている。"]
    assert case.opinion.conditions == ["鍵は二つに分けて持つこと。", "見回りの日を知らせること。"]


def test_an_answer_that_only_holds_what_was_asked(tmp_path: Path) -> None:
    text = ADDED.split("第１", 1)[0].replace("次のとおり答申する", "支障がないものと認めます")
    (case,) = read(tmp_path, text.replace("　令和２年８月", "灯台の見回りの委託について（答申）\n　令和２年８月")).cases
    assert case.opinion is not None
    assert (case.title, case.numbers) == ("灯台の見回りの委託について", [5])


def test_an_annex_is_no_more_of_the_value_above(tmp_path: Path) -> None:
    text = (
        "諮問第７号\nみなも市個人情報保護審議会会長　様\nみなも市長　汐見　渉\n諮問書\n"
        "みなも市個人情報保護条例第12条の規定に基づき、下記のとおり諮問します。\n記\n１　件　名　　灯台の見回りの委託について\n"
        "２　主管課　　港湾課\n３　内　容　　別紙のとおり\n\n別紙\n灯台の見回りの概要\n１　委託先　　株式会社しおさい\n"
        "２　取り扱う個人情報　　氏名、住所\n３　委託期間　　令和４年度\n"
    )
    (case,) = read(tmp_path, text).cases
    assert (case.forms[0].content, case.forms[0].evidence["counterparty"].text) == ("別紙のとおり", "株式会社しおさい")


REVIEWED = """\
諮問庁：みなも市長
諮問日：令和３年６月４日（令和３年度諮問第６号）
答申日：令和３年11月12日（令和３年度答申第９号）
事件名：渡し船の欠航の記録の一部開示決定に関する件

　　　　　　答　申　書

第１　審査会の結論
　渡し船の欠航の記録の一部を不開示とした決定は、妥当である。
第２　審査請求人の主張の要旨
　１　審査請求の趣旨
　　　不開示とした部分の開示を求める。
　２　審査請求の理由
　　　欠航の理由は公にすべきである。
第３　審査会の判断
　１　記録について
　　　船長が書き留めたものである。
　２　結論
　　　第１のとおり判断した。
第４　付言
　記録の様式を定められたい。

　　　みなも市情報公開・個人情報保護審査会
　　　　会長　白石　澄江
　　　　委員　磯部　勉
"""
CONCLUDED = """\
答　申

第１　結論
　雪囲いの見回りの委託は、適当である。
第２　理由
　１　委託の内容
　　　雪囲いを見回るものである。

　令和４年２月３日
　　　館雪町個人情報保護審議会
　　　　会長　谷川　実
"""


@pytest.mark.parametrize("form", ["answer.txt", "answer.docx", "answer.pdf"])
def test_an_answer_is_known_by_its_headings(tmp_path: Path, form: str) -> None:
    """A board of review writes no sentence that answers; its headings are no clauses."""
    document = read(tmp_path, REVIEWED, form)
    (case,) = document.cases
    assert document.clause_sets == []
    assert document.council == "みなも市情報公開・個人情報保護審査会"
    assert (case.title, case.numbers) == ("渡し船の欠航の記録の一部開示決定に関する件", [6])
    assert case.opinion is not None
    assert (case.opinion.number, case.opinion.date) == ("令和3年度答申第9号", datetime.date(2021, 11, 12))
    assert case.opinion.addressee == "みなも市長"
    assert case.opinion.conclusion == "渡し船の欠航の記録の一部を不開示とした決定は、妥当である。"
    assert case.opinion.reasons == [
        "1 記録について", "船長が書き留めたものである。", "2 結論", "第1のとおり判断した。",
    ]  # fmt: skip
    assert case.opinion.conditions == ["記録の様式を定められたい。"]


NAMED = """みなも市情報公開審査会答申（みな情答申第12号）
渡し船の欠航の記録の不存在による非公開決定審査請求事案
（答申日　令和４年６月１日）
第一　審査会の結論
市長の判断は、妥当である。
第二　審査請求の趣旨
決定の取消しを求める。
第三　審査会の判断
1　欠航の記録の作り方について
船長が書き留めることとされている。
"""


@pytest.mark.parametrize("form", ["answer.txt", "answer.docx"])
def test_the_headings_of_an_answer_are_no_labels(tmp_path: Path, form: str) -> None:
    """審査会の判断 with …について below it is not what the answer is about."""
    (case,) = read(tmp_path, NAMED, form).cases
    assert case.title == "渡し船の欠航の記録の不存在による非公開決定審査請求事案"
    assert case.opinion is not None
    assert (case.opinion.number, case.opinion.conclusion) == ("みな情答申第12号", "市長の判断は、妥当である。")


def test_a_council_may_sign_its_answer_at_the_end(tmp_path: Path) -> None:
    document = read(tmp_path, CONCLUDED)
    (case,) = document.cases
    assert case.opinion is not None
    assert (document.council, case.opinion.date) == ("館雪町個人情報保護審議会", datetime.date(2022, 2, 3))
    assert case.opinion.reasons == ["1 委託の内容", "雪囲いを見回るものである。"]
    assert [finding.record for finding in document.findings if "asked" in str(finding.message)] == ["/cases/0/title"]


HELD = """\
（別紙）
渡審答申第９号
（諮問第12号）
件名：渡し船の時刻表の部分公開決定に関する件
　　　　　　答　　申
みなも市長が、時刻表のうち次に掲げる部分を除き非公開としたことは妥当である。
⑴　表紙
次に、裏表紙は公開すべきである。
　　　　　　理　　由
１　実施機関の説明
　船の名が知れると主張する。
２　審査会の判断
　船の名は岸に書いてある。
"""


def test_what_is_held_may_follow_the_title(tmp_path: Path) -> None:
    """Below 答申 itself, above 理由, which goes on through its own numbers."""
    (case,) = read(tmp_path, HELD).cases
    assert case.opinion is not None
    assert (case.title, case.opinion.number) == ("渡し船の時刻表の部分公開決定に関する件", "渡審答申第9号")
    assert case.opinion.conclusion is not None
    assert case.opinion.conclusion.endswith("裏表紙は公開すべきである。")
    assert case.opinion.reasons == [
        "1 実施機関の説明", "船の名が知れると主張する。", "2 審査会の判断", "船の名は岸に書いてある。",
    ]  # fmt: skip


def test_an_answer_may_be_annexed(tmp_path: Path) -> None:
    """次のとおり is on a cover, and what the council holds in the annex."""
    cover = ANSWERED.split("記\n", 1)[0].replace("下記のとおり", "別紙のとおり")
    annex = REVIEWED.split("\n\n", 1)[1]
    (case,) = read(tmp_path, cover + "別紙\n" + annex).cases
    assert case.opinion is not None
    assert (case.title, case.numbers, case.opinion.number) == (ABOUT, [7], "答申第12号")
    assert case.opinion.conclusion == "渡し船の欠航の記録の一部を不開示とした決定は、妥当である。"


def test_an_answer_may_tell_first_how_it_came(tmp_path: Path) -> None:
    text = (
        "答申第８号\n\n花壇の制度の見直しについて（答申）\n\n令和４年11月２日\n小枝区花壇審議会\n\n１　はじめに\n"
        "　小枝区長から諮問を受け、審議を重ねた。\n２　審議会の意見\n　花壇は残すことが適当である。\n３　おわりに\n　花を植えられたい。\n"
    )
    document = read(tmp_path, text)
    (case,) = document.cases
    assert case.opinion is not None
    assert (case.title, case.opinion.conclusion) == ("花壇の制度の見直しについて", "花壇は残すことが適当である。")
    assert (document.council, document.clause_sets) == ("小枝区花壇審議会", [])


def test_who_asked_for_a_review_is_what_is_asked(tmp_path: Path) -> None:
    """The rows below 記 are of the review, and none is a title."""
    rows = "審査請求人　磯部　勉\n２　審査請求に係る処分　一部開示決定\n３　審査請求の趣旨　処分の取消し\n４　添付書類　請求書の写し"
    text = BARE.replace("下記のことについて、", "渡し船の記録の一部開示決定に係る審査請求があったので、")
    (case,) = read(tmp_path, text.replace("{about}", f"１　{rows}")).cases
    assert case.title == "渡し船の記録の一部開示決定に係る審査請求"


def test_each_answer_of_a_volume_is_one(tmp_path: Path) -> None:
    again = REVIEWED.replace("第６号", "第７号").replace("第９号", "第10号").replace("欠航の記録", "座席表")
    cases = read(tmp_path, REVIEWED + "\n" + again).cases
    assert [case.opinion and case.opinion.number for case in cases] == ["令和3年度答申第9号", "令和3年度答申第10号"]
    assert [case.numbers for case in cases] == [[6], [7]]


def test_an_answer_set_letter_by_letter(tmp_path: Path) -> None:
    spaced = "\n".join(" ".join(line.replace("　", "")) for line in REVIEWED.split("\n"))
    (case,) = read(tmp_path, spaced).cases
    assert (case.numbers, case.opinion and case.opinion.number) == ([6], "令和3年度答申第9号")


def test_what_no_council_holds_is_no_answer(tmp_path: Path) -> None:
    """The opinion of whoever lives there has a conclusion too."""
    text = "意見書\n\n第１　結論\n　堤防は低くてよい。\n第２　理由\n　海が見えなくなる。\n"
    assert read(tmp_path, text).cases == []


def test_rows_below_that_are_no_field_of_a_form_stay_beside_it(tmp_path: Path) -> None:
    rows = [
        "１　件名　　渡し船の乗客名簿の電算処理について",
        "２　委託先　　みなと舟運株式会社",
        "３　対象者　　渡し船の乗客",
    ]
    (case,) = read(tmp_path, ASKED.partition("１　諮問事項")[0] + "\n".join(rows)).cases
    (form,) = case.forms
    assert form.counterparty is not None
    assert (form.counterparty.name, [(one.label, one.text) for one in form.extra]) == (
        "みなと舟運株式会社",
        [("対象者", "渡し船の乗客")],
    )


def test_what_a_letter_says_beside_its_sheet_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "letter.docx"
    document = docx.Document()
    for line in ASKED.strip().split("\n"):
        document.add_paragraph(line)
    document.add_paragraph("外部委託に関する諮問事項")
    rows = {
        "件名": "切符の販売の業務委託について",
        "委託先": "みなと舟運株式会社",
        "事業目的": "窓口の混雑を解く。",
        "委託理由": "人手が足りないため",
        "委託内容": "切符を売る。",
    }
    table = document.add_table(0, 2)
    table.style = "Table Grid"
    for row in rows.items():
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.save(str(path))
    (case,) = extract(path).cases
    (form,) = case.forms
    assert (case.title, form.reason) == ("切符の販売の業務委託について", "人手が足りないため")
    assert [(one.label, one.text) for one in form.extra] == [
        ("事業目的", "窓口の混雑を解く。"),
        ("諮問事項", "渡し船の乗客名簿の目的外利用及び外部提供について"),
        ("諮問理由", "潮の満ち引きを知らせるため"),
    ]
    assert (case.department, case.evidence["department"].label) == ("港湾課", "所管課")


@pytest.mark.parametrize("title", ["個人情報取扱特記事項", "舟守の約束ごと"])
def test_clauses_on_the_page_after_a_letter_are_a_set_whatever_their_title(title: str, tmp_path: Path) -> None:
    pages = Pages()
    for line in ASKED.strip().split("\n")[:7]:
        for start in range(0, len(line), 42):
            pages.line(line[start : start + 42])
    pages.turn()
    for line in (title, "第１　船の鍵", "乙は、船の鍵を失ってはならない。", "第２　船の綱", "乙は、綱を毎日確かめなければならない。",
                 "第３　船の灯", "乙は、日が暮れる前に灯をともすものとする。"):  # fmt: skip
        pages.line(line)
    pages.document.save(tmp_path / "letter.pdf")
    document = extract(tmp_path / "letter.pdf")
    assert [(one.title, [clause.label for clause in one.clauses]) for one in document.clause_sets] == [
        (title, ["第１", "第２", "第３"])
    ]
    assert [case.title for case in document.cases] == ["個人情報の目的外利用及び外部提供について"]
