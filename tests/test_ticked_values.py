"""What is ticked is a value and what is not is none; checklists below a form; rings before and behind words."""

from __future__ import annotations

from pathlib import Path

import pytest

from kaigi_extract.text import read_choices
from tests.plain_papers import DRESSES, Paper, read
from tests.word_files import p, run, table, word_file

HEAD = ["諮問事項", "みなも市個人情報保護審査会"]
ROWS = [("件名", "渡し船の名簿作成の委託について"), ("所管課", "港湾課"), ("委託先", "みなも海運株式会社")]

ITEMS: dict[str, list[str]] = {
    "☑氏名　☑住所　□電話番号": ["氏名", "住所"],
    "■氏名　■住所　□電話番号": ["氏名", "住所"],
    "■氏名　■住所": ["氏名", "住所"],
    "☑基本的事項（氏名、住所）　□心身の状況（　　）": ["基本的事項(氏名、住所)"],
    "［レ］氏名　［　］住所　［レ］航路": ["氏名", "航路"],
    "氏名、住所": ["氏名", "住所"],
}
MEASURES: dict[str, list[str]] = {
    "☑施錠する。　□暗号にする。　☑名札を付ける。": ["施錠する。", "名札を付ける。"],
    "（○）施錠　（　）暗号　（○）名札": ["施錠", "名札"],
    "１　施錠する。": ["施錠する。"],
}


@pytest.mark.parametrize("text", ITEMS)
def test_only_what_is_ticked_is_an_item(text: str, tmp_path: Path) -> None:
    (case,) = read(tmp_path, [*HEAD, [*ROWS, ("取り扱う個人情報", text)]]).cases
    data = case.forms[0].data_items
    assert data is not None
    assert [one.text for one in data.items] == ITEMS[text]


@pytest.mark.parametrize("text", MEASURES)
def test_only_what_is_ticked_is_a_measure(text: str, tmp_path: Path) -> None:
    (case,) = read(tmp_path, [*HEAD, [*ROWS, ("取り扱う個人情報", "氏名"), ("個人情報の保護", text)]]).cases
    assert [one.text for one in case.forms[0].ward_safeguards] == MEASURES[text]


CHOICES: dict[str, list[tuple[str, bool]]] = {
    "○新規　変更　廃止": [("新規", True), ("変更", False), ("廃止", False)],
    "新規　○変更　廃止": [("新規", False), ("変更", True), ("廃止", False)],
    "新規○　変更　廃止": [("新規", True), ("変更", False), ("廃止", False)],
    "○本人　本人以外（家族）": [("本人", True), ("本人以外", False)],
    "有○・無": [("有", True), ("無", False)],
    "無　　レ有（みなも海運）": [("無", False), ("有", True)],
    "○本人　○本人以外": [],
    "○鍵　札": [],
    "新規　変更　廃止": [],
}


@pytest.mark.parametrize("text", CHOICES)
def test_a_ring_beside_one_of_several_deeds(text: str) -> None:
    assert [(one.text, one.checked) for one in read_choices(text)] == CHOICES[text]


CHECKS: dict[str, tuple[Paper, list[tuple[str, str]]]] = {
    "boxes": (
        ["特定個人情報保護評価　第三者点検　確認票", "評価書名：渡し船の事務　全項目評価書", "評価実施機関：みなも市長", "点検実施日：令和５年６月１日", "点検機関：みなも市個人情報保護審査会", (("番号", "確認事項", "確認結果", "意見"), ("１", "誤りはないか。", "■ない　□ある", ""), ("２", "範囲は適切か。", "□はい　■いいえ", "狭めること。"))],
        [("点検機関", "みなも市個人情報保護審査会"), ("誤りはないか。", "■ない　□ある"), ("範囲は適切か。", "□はい　■いいえ\n狭めること。")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("dress", DRESSES)
@pytest.mark.parametrize("name", CHECKS)
def test_points_of_a_checklist_are_rows_of_the_form(name: str, dress: str, tmp_path: Path) -> None:
    paper, extra = CHECKS[name]
    (case,) = read(tmp_path, paper, dress).cases
    assert (case.title, case.category) == ("渡し船の事務 全項目評価書", "impact_assessment")
    (form,) = case.forms
    found = [(one.label, one.text) for one in form.extra]
    boxless = [(label, text.replace("\u3000", " ")) for label, text in found]
    assert boxless == [(label, text.replace("\u3000", " ")) for label, text in extra]
    assert form.counterparty is None


def test_a_council_below_a_form_is_told(tmp_path: Path) -> None:
    rows = [
        ("業務名", "渡し船"),
        ("所管課", "港湾課"),
        ("委託先", "みなも海運株式会社"),
        ("個人情報の項目", "氏名"),
        ("安全管理措置", "施錠する。"),
    ]
    (case,) = read(tmp_path, ["個人情報の取扱いに関する確認票", rows, "※みなも市個人情報保護審査会へ報告"]).cases
    assert case.forms[0].business_name == "渡し船"
    assert read(tmp_path, ["個人情報の取扱いに関する確認票", rows, "※みなも市役所へ提出"]).cases == []


def test_parts_of_personal_data_beside_one_label(tmp_path: Path) -> None:
    path = tmp_path / "paper.html"
    rows = "<tr><td colspan=2>件名</td><td>渡し船の名簿の外部提供について</td></tr><tr><td colspan=2>所管課</td><td>港湾課</td></tr><tr><td rowspan=2>提供する個人情報</td><td>対象者</td><td>渡し船の乗客</td></tr><tr><td>記録項目</td><td>氏名、航路</td></tr><tr><td colspan=2>提供先</td><td>みなも海運株式会社</td></tr>"  # fmt: skip
    path.write_text(f"<meta charset=utf-8><p>諮問事項<p>みなも市個人情報保護審査会<table border=1>{rows}</table>", encoding="utf-8")  # fmt: skip
    from kaigi_extract import extract

    data = extract(path).cases[0].forms[0].data_items
    assert data is not None
    assert (data.subjects, [one.text for one in data.items]) == ("渡し船の乗客", ["氏名", "航路"])


LISTED = (("整理番号", "事務の名称", "主管課", "対象者の範囲", "電算処理"), ("総-1", "渡し船の事務", "港湾課", "乗客", "有　○無"), ("総-2", "灯台の事務", "観光課", "見学者", "○有　無"))  # fmt: skip


@pytest.mark.parametrize(
    "title", ["個人情報取扱事務登録簿一覧", "個人情報取扱事務登録簿（一覧）", "個人情報取扱事務登録簿"]
)
@pytest.mark.parametrize("dress", DRESSES)
def test_each_row_of_a_listed_register_is_a_sheet(dress: str, title: str, tmp_path: Path) -> None:
    found = read(tmp_path, [title, LISTED], dress).registers
    assert [(one.business_name, one.department) for one in found] == [
        ("渡し船の事務", "港湾課"),
        ("灯台の事務", "観光課"),
    ]
    assert [one.choices["電算処理"][0].checked for one in found] == [False, True]


CIRCLE = "<w:r><w:pict><v:oval style='width:20pt;height:12pt'/></w:pict></w:r>"
FRAMED = run("変更", "<w:bdr w:val='single' w:sz='4'/>")


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (p("有　・　無", CIRCLE), "a circle that is drawn here"),
        (p("新規　", FRAMED, "　廃止"), "a frame is drawn around 変更"),
        (p(FRAMED), None),
        (p("有　・　無"), None),
    ],
)
def test_what_is_drawn_around_a_word_in_word_is_told(cell: str, said: str | None, tmp_path: Path) -> None:
    from kaigi_extract import extract

    path = word_file(tmp_path, p("個人情報業務登録票"), table(("業務の名称", "渡し船"), ("区分", cell)))
    told = [one.message for one in extract(path).findings if one.code == "unread_part"]
    assert len(told) == (said is not None)
    assert said is None or said in told[0]
