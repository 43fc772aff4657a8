"""Forms, letters and registers of bodies without a mapping in other arrangements: pairs of columns, tables under
numbered headings, a table below a letter, reports to a council, sheets one behind the other, lists of sheets.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import docx
import pymupdf
import pytest

from kaigi_extract import Document, extract

Rows = Sequence[Sequence[str]]


def word(folder: Path, *parts: str | Rows) -> Document:
    document = docx.Document()
    for part in parts:
        if isinstance(part, str):
            document.add_paragraph(part)
            continue
        table = document.add_table(rows=len(part), cols=max(map(len, part)))
        for k, row in enumerate(part):
            for column, text in enumerate(row):
                table.cell(k, column).text = text
    document.save(str(folder / "a.docx"))
    return extract(folder / "a.docx")


def fields(document: Document) -> dict[str, str]:
    (case,) = document.cases
    return {name: evidence.text for name, evidence in case.forms[0].evidence.items()}


PAIRS = [
    ["件の名", "花壇の世話をする人の名簿の提供について", "取扱い部門", "公園緑化課"],
    ["受け取る団体", "やまなみ市花の会協議会", "受け渡しの日", "令和４年６月１日"],
    ["受け取る情報", "氏名、住所、電話番号", "受け渡しの形", "紙"],
    ["渡す事情", "世話の日を知らせるため。", "拠り所の条", "やまなみ市個人情報保護条例第９条第２項"],
    ["市が取る手だて", "受領の書面を取る。", "団体が取る手だて", "鍵の掛かる箱に入れる。"],
]


def test_pairs_of_labels_and_values_in_one_row(tmp_path: Path) -> None:
    found = word(tmp_path, "やまなみ市個人情報保護審議会資料", "諮問事項", PAIRS)
    assert fields(found) == {
        "title": "花壇の世話をする人の名簿の提供について",
        "department": "公園緑化課",
        "counterparty": "やまなみ市花の会協議会",
        "periods": "令和４年６月１日",
        "data_items": "氏名、住所、電話番号",
        "media": "紙",
        "reason": "世話の日を知らせるため。",
        "ward_safeguards": "受領の書面を取る。",
        "counterparty_safeguards": "鍵の掛かる箱に入れる。",
    }
    assert (found.cases[0].category, found.cases[0].bases[0].article) == ("external_provision", 9)


FORM = [
    ["主管課", "公園緑化課"],
    ["委託の相手方", "株式会社はなぞの"],
    ["委託の目的", "水やりの時間を延ばすため。"],
    ["取り扱う情報", "氏名、住所"],
    ["委託の期間", "平成３０年７月から平成３１年３月まで"],
]
MEASURES = [
    ["市が行うもの", "受渡しの都度、枚数を数える。"],
    ["受託者に行わせるもの", "携帯電話を持ち込ませない。"],
]


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("２　保護措置", ("受渡しの都度、枚数を数える。", "携帯電話を持ち込ませない。")),
        ("令和元年の秋に、次の表のとおり花を植えた。", (None, None)),
    ],
)
def test_a_form_in_two_tables(tmp_path: Path, heading: str, expected: tuple[str | None, str | None]) -> None:
    above = ("やまなみ市個人情報保護審査会　審議事項", "花の水やりの業務の委託について", "１　案件の概要")
    found = fields(word(tmp_path, *above, FORM, heading, MEASURES))
    assert (found.get("ward_safeguards"), found.get("counterparty_safeguards")) == expected


TITLED = [["件名", "花の水やりの業務の委託について"], *FORM]
KEEPING = [["市が講じる安全管理措置", "枚数を数える。"], ["記録媒体", "紙"]]


@pytest.mark.parametrize(
    "between",
    [
        ("※　委託料は見込みである。",),
        ("【安全管理】",),
        ("様式第２号（第５条関係）", "", "（裏面）"),
        ("委託に当たっては、次の対策を採る。",),
    ],
)
def test_what_is_between_two_tables_of_a_form(tmp_path: Path, between: tuple[str, ...]) -> None:
    found = word(tmp_path, "やまなみ市個人情報保護審査会　審議事項", TITLED, *between, KEEPING)
    (case,) = found.cases
    evidence = case.forms[0].evidence
    assert (evidence["ward_safeguards"].text, evidence["media"].text) == ("枚数を数える。", "紙")
    assert "value_unread" not in {finding.code for finding in found.findings}


def test_a_first_table_that_is_no_form_by_itself(tmp_path: Path) -> None:
    """What it has is in hardly any form only; with the table below the heading it is one."""
    first = [["件名", "花の水やりについて"], ["主管課", "公園緑化課"], ["業務の内容", "花壇の水やり"]]
    below = [["委託の相手方", "株式会社はなぞの"], ["取り扱う情報", "氏名、住所"], *FORM[4:], *KEEPING]
    found = word(tmp_path, "やまなみ市個人情報保護審査会", first, "【個人情報の取扱い】", below)
    (case,) = found.cases
    evidence = case.forms[0].evidence
    assert (case.title, evidence["department"].text) == ("花の水やりについて", "公園緑化課")
    assert (evidence["content"].text, evidence["media"].text) == ("花壇の水やり", "紙")


def test_one_field_again_under_another_label_is_no_other_form(tmp_path: Path) -> None:
    below = [["委託の理由", "職員が足りないため。"], *KEEPING]
    found = word(tmp_path, "やまなみ市個人情報保護審査会　審議事項", TITLED, "■　個人情報の取扱い", below)
    (case,) = found.cases
    assert case.forms[0].evidence["ward_safeguards"].text == "枚数を数える。"


@pytest.mark.parametrize(
    "between", [("資料２", "保護の仕組み"), tuple(f"花壇の{number}番目に水をやる。" for number in range(6))]
)
def test_a_table_that_may_be_of_something_else_is_told(tmp_path: Path, between: tuple[str, ...]) -> None:
    found = word(tmp_path, "やまなみ市個人情報保護審査会　審議事項", TITLED, *between, KEEPING)
    (case,) = found.cases
    assert "ward_safeguards" not in case.forms[0].evidence
    (told,) = [finding for finding in found.findings if finding.code == "value_unread"]
    assert told.message == "below the form a table has labels that were not read: 市が講じる安全管理措置, 記録媒体"
    assert len(told.spans) == 2


def test_the_row_that_names_the_columns_is_no_label(tmp_path: Path) -> None:
    rows = [["項　目", "内　容"], *FORM, ["漏えいを防ぐ策", "鍵を掛ける。"]]
    (case,) = word(tmp_path, "個人情報保護審議会　諮問事項", rows).cases
    assert case.forms[0].extra == []


def test_a_value_that_its_label_cannot_have(tmp_path: Path) -> None:
    rows = [*FORM, ["今日までのやりよう", "職員が水をやっていた。"]]
    evidence = word(tmp_path, "個人情報保護審議会　諮問事項", rows).cases[0].forms[0].evidence
    assert (evidence["current_handling"].text, evidence["periods"].label) == ("職員が水をやっていた。", "委託の期間")


ASKED = ("付議第６号", "平成３０年１月１５日", "（宛先）やまなみ市個人情報保護審査会会長", "やまなみ市長　谷　宏")
ASKS = "やまなみ市個人情報保護条例第７条第１項の規定により、次のとおり審査会の意見を聴きます。"
MATTER = [["件名", "花の種の発送の委託について"], ["所属", "公園緑化課"], ["理由", "人手が足りないため。"]]


def test_the_table_right_below_a_letter(tmp_path: Path) -> None:
    (case,) = word(tmp_path, *ASKED, "付　議　書", ASKS, MATTER).cases
    assert case.letter is not None
    assert (case.numbers, case.title, case.department) == ([6], "花の種の発送の委託について", "公園緑化課")
    assert (case.letter.addressee, case.letter.sender) == (
        "(宛先)やまなみ市個人情報保護審査会会長",
        "やまなみ市長 谷 宏",
    )
    assert case.forms[0].reason == "人手が足りないため。"


REPORT = (
    "山総第４５号", "令和２年８月３日", "やまなみ市個人情報保護審議会会長　様", "やまなみ市長　谷　宏", "保有個人情報の外部提供について（報告）",
    "やまなみ市個人情報保護条例第９条第４項の規定により、下記のとおり報告します。", "記", "１　提供先　やまなみ警察署",
    "２　提供した情報　花壇のカメラの画像", "３　提供した日　令和２年７月２０日", "（公園緑化課）",
)  # fmt: skip


def test_a_report_to_a_council(tmp_path: Path) -> None:
    (case,) = word(tmp_path, *REPORT).cases
    assert case.letter is not None
    assert (case.title, case.department, case.bases[0].kind) == (
        "保有個人情報の外部提供について",
        "公園緑化課",
        "report",
    )
    assert (case.forms[0].counterparty is not None, case.forms[0].media) == (True, None)
    assert {name: one.text for name, one in case.forms[0].evidence.items()} == {
        "counterparty": "やまなみ警察署",
        "data_items": "花壇のカメラの画像",
        "periods": "令和２年７月２０日",
    }


def test_what_a_council_is_told_of_by_its_number(tmp_path: Path) -> None:
    rows = [
        ["担当課", "選挙課"],
        ["委託先", "株式会社はしり"],
        ["委託理由", "人手が足りないため"],
        ["委託の内容", "印刷"],
    ]
    (case,) = word(tmp_path, "やまなみ市個人情報保護審議会", "報告第２号　投票所の名簿の印刷の委託について", rows).cases
    assert (case.title, case.numbers) == ("投票所の名簿の印刷の委託について", [])


def test_kinds_before_articles_in_a_row(tmp_path: Path) -> None:
    cited = "報告　やまなみ市個人情報保護条例第９条第２項\n諮問　やまなみ市個人情報保護条例第１１条"
    rows = [*FORM, ["条例の根拠", cited]]
    (case,) = word(tmp_path, "やまなみ市個人情報保護審査会　資料番号　４", "諮問・報告事項", rows).cases
    assert [(basis.kind, basis.article) for basis in case.bases] == [("report", 9), ("consultation", 11)]
    assert case.material == "4"


def test_a_row_of_articles_in_the_table_of_a_cover(tmp_path: Path) -> None:
    """Labels that a mapping has for lines of a cover may be those of a row."""
    cited = "【諮問】\n・戸籍法第１４条第２項\n・新宿区個人情報保護条例第１７条（電子計算機の結合）"
    rows = [["件名", "花壇の鍵の発行について"], ["条例の根拠", cited]]
    (case,) = word(tmp_path, "情報公開・個人情報保護審議会　諮問・報告事項", rows, "（担当部課：総務部）").cases
    assert [(basis.kind, basis.ordinance, basis.category) for basis in case.bases] == [
        ("consultation", "戸籍法", None),
        ("consultation", "新宿区個人情報保護条例", "linkage"),
    ]


@pytest.mark.parametrize("ward", ["nerima", None])
def test_articles_in_brackets_on_two_lines(tmp_path: Path, ward: str | None) -> None:
    page = pymupdf.open().new_page()
    lines = (
        "資料２",
        "花壇の水やりの当番の委託について",
        "（地方自治法第１３条、図書館法第１７条及び練馬区個人情報保護条例",
        "第１３条関係）",
    )
    for k, line in enumerate(lines):
        page.insert_text((72, 80 + 20 * k), line, fontname="japan", fontsize=11)
    rows = (
        ("１　件名", "当番の委託"),
        ("２　委託内容", "水やり"),
        ("３　委託先", "花の会"),
        ("４　所管課名", "公園課"),
    )
    for k, (label, value) in enumerate(rows):
        for x, width, cell in ((72, 120, label), (192, 300, value)):
            page.draw_rect((x, 180 + 24 * k, x + width, 204 + 24 * k), width=0.5)
            page.insert_text((x + 4, 196 + 24 * k), cell, fontname="japan", fontsize=10)
    page.parent.save(tmp_path / "a.pdf")
    (case,) = extract(tmp_path / "a.pdf", ward=ward).cases
    assert case.title == "花壇の水やりの当番の委託について"
    assert [(basis.ordinance, basis.article) for basis in case.bases] == [
        ("地方自治法", 13),
        ("図書館法", 17),
        ("練馬区個人情報保護条例", 13),
    ]


OPINION = (
    "平成２３年５月１７日", "やまなみ市教育委員会　様", "やまなみ市情報公開・個人情報保護審議会", "会長　谷　茂", "審　議　会　意　見　書",
    "平成２３年４月６日付けで諮問を受けた「花壇の世話の名簿の外部提供について」、本審議会の意見は次のとおりです。",
    "（意見）", "諮問のとおり、提供することを認める。", "（理由）", "本人の同意を得ることとされているため。",
)  # fmt: skip


def test_an_opinion_with_headings_in_brackets(tmp_path: Path) -> None:
    (case,) = word(tmp_path, *OPINION).cases
    assert case.opinion is not None
    assert (case.title, case.opinion.conclusion, case.opinion.reasons) == (
        "花壇の世話の名簿の外部提供について",
        "諮問のとおり、提供することを認める。",
        ["本人の同意を得ることとされているため。"],
    )


def sheet(number: str, name: str) -> list[list[str]]:
    return [["登録番号", number], ["事務の名称", name], ["所管課", "公園緑化課"], ["保存期間", "３年"]]


def test_sheets_one_behind_the_other_with_their_title_in_the_table(tmp_path: Path) -> None:
    title = [["個人情報取扱事務登録簿", ""]]
    found = word(tmp_path, [*title, *sheet("101", "花の種の配布")], [*title, *sheet("102", "植木市")])
    assert [(one.registration_number, one.business_name) for one in found.registers] == [
        ("101", "花の種の配布"),
        ("102", "植木市"),
    ]


def test_sheets_one_behind_the_other_with_the_number_of_their_form(tmp_path: Path) -> None:
    text = "様式第１号（第５条関係）\n個人情報取扱事務登録簿\n登録番号：{}\n事務の名称：植木市\n保存期間：３年\n\n"
    (tmp_path / "a.txt").write_text(text.format("１０１") + text.format("１０２"), encoding="utf-8")
    assert [
        (one.form, one.registration_number, one.fields[-1].text) for one in extract(tmp_path / "a.txt").registers
    ] == [("様式第1号(第5条関係)", "101", "３年"), ("様式第1号(第5条関係)", "102", "３年")]


@pytest.mark.parametrize(
    ("above", "form"), [("別記様式（第５条関係）", "別記様式(第5条関係)"), ("様式（第７条関係）", "様式(第7条関係)")]
)
def test_a_form_without_a_number(tmp_path: Path, above: str, form: str) -> None:
    (found,) = word(tmp_path, above, "個人情報業務登録票（案）", sheet("7", "植木市")).registers
    assert (found.form, found.draft) == (form, True)


def test_labels_in_two_columns_of_a_sheet(tmp_path: Path) -> None:
    rows = [
        ["登録番号", "24-003", "登録年月日", "平成24年9月3日"],
        ["所管課", "公園緑化課", "設置場所", "花の広場"],
        ["設置の目的", "花壇の見守り", "台数", "４台"],
    ]
    (found,) = word(tmp_path, "防犯カメラ設置登録票", rows).registers
    assert [(one.label, one.text) for one in found.fields][2:] == [
        ("所管課", "公園緑化課"),
        ("設置場所", "花の広場"),
        ("設置の目的", "花壇の見守り"),
        ("台数", "４台"),
    ]


@pytest.mark.parametrize(("label", "count"), [("保存期間", 1), ("値段", 0)])
def test_a_title_that_its_labels_must_bear_out(tmp_path: Path, label: str, count: int) -> None:
    rows = [["業務の名称", "植木市"], ["主管課", "公園緑化課"], [label, "３"], ["色", "赤"]]
    assert len(word(tmp_path, "植木市管理票", rows).registers) == count


def test_labels_above_their_values_in_each_cell(tmp_path: Path) -> None:
    stacked = [
        ["件名\n花壇の世話人の募集の委託", "担当課\n公園緑化課"],
        ["委託先\n株式会社はなぞの", "委託期間\n令和４年６月１日～令和５年３月３１日"],
        ["取り扱う個人情報\n氏名、住所", "世話の回数\n週に２回"],
        ["委託理由\n水やりの時間を延ばすため", "安全管理措置\n鍵の掛かる箱に入れる。"],
    ]
    found = word(tmp_path, "業務委託に係る個人情報取扱報告書", stacked)
    assert fields(found) == {
        "title": "花壇の世話人の募集の委託",
        "department": "公園緑化課",
        "counterparty": "株式会社はなぞの",
        "periods": "令和４年６月１日～令和５年３月３１日",
        "data_items": "氏名、住所",
        "reason": "水やりの時間を延ばすため",
        "ward_safeguards": "鍵の掛かる箱に入れる。",
    }
    assert [(extra.label, extra.text) for extra in found.cases[0].forms[0].extra] == [("世話の回数", "週に２回")]


def test_a_mark_with_its_sitting_is_no_title(tmp_path: Path) -> None:
    rows = [["事業名", "花壇の世話"], *FORM]
    (case,) = word(tmp_path, "個人情報保護審議会　諮問資料", "令和４年度第２回　資料４－２", rows).cases
    assert (case.title, case.material) == ("花壇の世話", "4-2")


RAGGED = """\
諮問第１１号　件名　花壇の世話人の募集の委託
諮問年月日　　　　　　令和４年５月　２日
答申年月日　　　　　　令和４年５月２８日
答申内容　　　　　　　適当と認める
担当課　　　　　　　　公園緑化課
委託先　　　　　　　　㈱はなぞのﾊﾟｰｸ
委託期間　　　　　　　令和４年６月から令和５年３月まで
個人情報の種類　　　　氏名、住所
"""


def test_a_known_label_in_the_column_of_labels_is_no_more_of_the_value_above(tmp_path: Path) -> None:
    path = tmp_path / "ragged.txt"
    path.write_text(RAGGED, encoding="utf-8")
    (case,) = extract(path).cases
    assert (case.title, case.numbers) == ("花壇の世話人の募集の委託", [11])
    (form,) = case.forms
    assert form.counterparty is not None
    assert form.counterparty.name == "(株)はなぞのパーク"
    assert [(str(period.start), str(period.end)) for period in form.periods] == [("2022-06-01", "2023-03-31")]


def test_rows_of_labels_above_rows_of_values(tmp_path: Path) -> None:
    layers = [
        ["件名", "担当課"],
        ["花壇の世話人の募集の委託", "公園緑化課"],
        ["委託先", "委託期間"],
        ["株式会社はなぞの", "令和４年６月１日～令和５年３月３１日"],
        ["取り扱う個人情報", "保護措置"],
        ["氏名・住所・電話番号", "鍵の掛かる箱に入れる。"],
    ]
    found = word(tmp_path, "個人情報保護審議会　諮問事項票", layers)
    assert fields(found) == {
        "title": "花壇の世話人の募集の委託",
        "department": "公園緑化課",
        "counterparty": "株式会社はなぞの",
        "periods": "令和４年６月１日～令和５年３月３１日",
        "data_items": "氏名・住所・電話番号",
        "ward_safeguards": "鍵の掛かる箱に入れる。",
    }
    data = found.cases[0].forms[0].data_items
    assert data is not None
    assert [item.text for item in data.items] == ["氏名", "住所", "電話番号"]


def test_a_council_that_a_title_only_speaks_of_is_none(tmp_path: Path) -> None:
    title = "個人情報の保護に関する法律の規定に基づく審議会への諮問について"
    assert word(tmp_path, "諮問資料４", title, [["諮問件名", "花壇の世話"], *FORM]).council is None


def merged(folder: Path, rows: Rows, *spans: tuple[int, int]) -> Document:
    """A form in three columns; each span is of rows of which the first column is one cell."""
    document = docx.Document()
    document.add_paragraph("個人情報保護審議会　諮問事項")
    table = document.add_table(rows=len(rows), cols=3)
    for k, row in enumerate(rows):
        for column, text in enumerate(row):
            table.cell(k, column).text = text
        if len(row) == 2:
            table.cell(k, 1).merge(table.cell(k, 2))
    for first, last in spans:
        table.cell(first, 0).merge(table.cell(last, 0))
    document.save(str(folder / "a.docx"))
    return extract(folder / "a.docx")


def test_parts_of_what_a_label_over_several_rows_is_about(tmp_path: Path) -> None:
    rows = [
        ["件名", "花の水やりの委託について"],
        ["委託先", "株式会社はなぞの"],
        ["取り扱う情報", "種を受け取る者", "氏名、住所"],
        ["", "職員", "氏名"],
        ["安全管理措置", "市", "鍵を掛ける。"],
        ["", "受託者", "名簿を返す。"],
    ]
    found = merged(tmp_path, rows, (2, 3), (4, 5))
    form = found.cases[0].forms[0]
    assert form.data_items is not None
    assert [(item.group, item.text) for item in form.data_items.items] == [
        ("種を受け取る者", "氏名"),
        ("種を受け取る者", "住所"),
        ("職員", "氏名"),
    ]
    assert (form.ward_safeguards[0].text, form.counterparty_safeguards[0].text) == ("鍵を掛ける。", "名簿を返す。")
    assert form.extra == []


@pytest.mark.parametrize("ward", [None, "shinjuku"])
def test_captions_between_the_label_of_safeguards_and_their_values(tmp_path: Path, ward: str | None) -> None:
    rows = [
        ["件名", "花の水やりの委託について"],
        ["保有課（担当課）", "みどり課"],
        ["委託先", "株式会社はなぞの"],
        ["委託の内容", "花壇の水やり"],
        ["委託にあたり区が行う情報保護対策", "運用上の対策", "１　鍵を掛ける。\n２　名簿を数える。"],
        ["", "システム上の対策", "１　端末を閉める。"],
        ["受託事業者に行わせる情報保護対策", "運用上の対策", "１　名簿を返す。"],
    ]
    merged(tmp_path, rows, (4, 5))
    form = extract(tmp_path / "a.docx", ward=ward).cases[0].forms[0]
    assert [(one.group, one.number, one.text) for one in form.ward_safeguards] == [
        ("運用上の対策", 1, "鍵を掛ける。"),
        ("運用上の対策", 2, "名簿を数える。"),
        ("システム上の対策", 1, "端末を閉める。"),
    ]
    assert [(one.group, one.text) for one in form.counterparty_safeguards] == [("運用上の対策", "名簿を返す。")]


def test_safeguards_of_both_sides_are_asked_of_a_case(tmp_path: Path) -> None:
    """Nothing else says that a council is asked, and no data are listed."""
    rows = [
        ["件名", "花の水やりの委託について"],
        ["所管課", "みどり課"],
        ["委託先", "株式会社はなぞの"],
        ["区が行う情報保護対策", "鍵を掛ける。"],
        ["受託事業者に行わせる情報保護対策", "名簿を返す。"],
    ]
    assert [case.category for case in word(tmp_path, rows).cases] == ["outsourcing"]


def test_a_row_without_a_label_has_more_of_the_value_above(tmp_path: Path) -> None:
    found = word(tmp_path, "個人情報保護審議会　諮問事項", [*FORM, ["", "令和２年４月から"], ["記録媒体", "紙"]])
    assert fields(found)["periods"] == "平成３０年７月から平成３１年３月まで\n令和２年４月から"


def test_an_office_is_no_label_beside_that_of_the_department(tmp_path: Path) -> None:
    rows = [["主管課", "情報政策課", "担当", "田中"], *[[*row, "", ""] for row in FORM[1:]]]
    (case,) = word(tmp_path, "個人情報保護審議会　諮問事項", rows).cases
    assert case.department == "情報政策課"


def test_columns_before_and_after_a_change(tmp_path: Path) -> None:
    rows = [
        ["項目", "変更前", "変更後"],
        ["件名", "花の水やりの委託について", ""],
        ["委託先", "株式会社はなぞの", "株式会社たねや"],
        ["取り扱う情報", "氏名", "氏名、住所"],
        ["委託の期間", "令和４年度", "令和５年度"],
    ]
    found = word(tmp_path, "個人情報保護審議会　報告事項", rows)
    assert fields(found) == {
        "title": "花の水やりの委託について",
        "counterparty": "株式会社たねや",
        "data_items": "氏名、住所",
        "periods": "令和５年度",
    }
    assert [(one.label, one.text) for one in found.cases[0].forms[0].extra] == [
        ("委託先・変更前", "株式会社はなぞの"),
        ("取り扱う情報・変更前", "氏名"),
        ("委託の期間・変更前", "令和４年度"),
    ]


@pytest.mark.parametrize(
    "rows", [[[f"{label}：{value}"] for label, value in FORM], [[value, label] for label, value in FORM]]
)
def test_labels_before_a_colon_in_each_cell_or_right_of_their_values(tmp_path: Path, rows: Rows) -> None:
    found = word(tmp_path, "個人情報保護審議会　諮問事項", "花の水やりの委託について", rows)
    assert found.cases[0].title == "花の水やりの委託について"
    assert fields(found) == {
        "department": "公園緑化課",
        "counterparty": "株式会社はなぞの",
        "reason": "水やりの時間を延ばすため。",
        "data_items": "氏名、住所",
        "periods": "平成３０年７月から平成３１年３月まで",
    }


LISTED = [
    ["諮問番号", "区分", "件名", "根拠", "所管課"],
    ["第４号", "諮問", "花の水やりの委託について", "条例第７条", "公園緑化課"],
    ["", "報告", "花壇のカメラについて", "条例第９条", "〃"],
]


@pytest.mark.parametrize("ending", ["docx", "txt"])
def test_a_list_of_matters(tmp_path: Path, ending: str) -> None:
    if ending == "docx":
        found = word(tmp_path, "第２回やまなみ市個人情報保護審議会　案件一覧", LISTED)
    else:
        lines = [
            "第２回やまなみ市個人情報保護審議会　案件一覧",
            *("　".join(cell or "－" for cell in row) for row in LISTED),
        ]
        (tmp_path / "a.txt").write_text("\n".join(lines), encoding="utf-8")
        found = extract(tmp_path / "a.txt")
    assert [(case.numbers, case.title, case.department) for case in found.cases] == [
        ([4], "花の水やりの委託について", "公園緑化課"),
        ([], "花壇のカメラについて", "公園緑化課"),
    ]
    assert [(case.bases[0].kind, case.bases[0].article) for case in found.cases] == [("consultation", 7), ("report", 9)]
    assert found.council == "やまなみ市個人情報保護審議会"


@pytest.mark.parametrize(
    ("title", "column"), [("今月の行事", "場所"), ("審議会の資料", "場所"), ("審議会諮問資料　委託一覧", "契約金額")]
)
def test_a_list_of_other_things_brings_no_case(tmp_path: Path, title: str, column: str) -> None:
    rows = [
        ["番号", "件名", "担当課", column],
        ["１", "植木市", "公園緑化課", "－"],
        ["２", "花の種", "公園緑化課", "－"],
    ]
    assert word(tmp_path, title, rows).cases == []


def test_labels_of_a_form_of_which_nothing_was_read(tmp_path: Path) -> None:
    lines = ["委託先", "記録媒体", "委託理由", "取り扱う個人情報"]
    found = word(tmp_path, "個人情報保護審議会", "記入の要領", *lines)
    assert found.cases == []
    assert "value_unread" in {finding.code for finding in found.findings}


IN_LINES = """\
個人情報保護審議会　諮問事項
　　　　　　　　　　　　　　　　　　　　　公園緑化課
件　　名　花の水やりの委託について　　　委託の期間　令和５年度
根　拠　やまなみ市個人情報保護条例第７条
委　託　先　株式会社はなぞの
取り扱う個人情報
　　氏名、住所
記録媒体　紙
"""
PAGE = "<h2>個人情報保護審議会　諮問事項</h2><p>公園緑化課</p>"
ROWS = [
    ("件名", "花の水やりの委託について"), ("委託先", "株式会社はなぞの"), ("取り扱う個人情報", "氏名、住所"),
    ("委託の期間", "令和５年度"), ("記録媒体", "紙"), ("根拠", "やまなみ市個人情報保護条例第７条"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.txt", IN_LINES),
        ("a.html", PAGE + "<p>" + "<br>".join(f"{label}：{value}" for label, value in ROWS) + "</p>"),
        ("a.html", PAGE + "".join(f"<h3>{label}</h3><p>{value}</p>" for label, value in ROWS)),
    ],
    ids=["lines", "breaks", "headings"],
)
def test_labels_in_lines_that_no_table_of_a_mapping_has(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    found = extract(tmp_path / name)
    assert {key: value for key, value in fields(found).items() if key != "department"} == {
        "title": "花の水やりの委託について",
        "counterparty": "株式会社はなぞの",
        "data_items": "氏名、住所",
        "periods": "令和５年度",
        "media": "紙",
    }
    assert (found.cases[0].department, found.cases[0].bases[0].article) == ("公園緑化課", 7)


def test_pairs_on_one_line_of_a_page(tmp_path: Path) -> None:
    document = pymupdf.open()
    page = document.new_page()
    page.insert_text((150, 80), "個人情報保護審議会　諮問事項", fontname="japan", fontsize=12)
    rows = [("委託先", "株式会社はなぞの", "担当課", "公園緑化課"), ("取り扱う情報", "氏名、住所", "記録媒体", "紙")]
    rows.append(("件名", "花の水やりの委託について", "委託期間", "令和５年度"))
    for k, row in enumerate(rows):
        for x, text in zip((60, 140, 340, 420), row, strict=True):
            page.insert_text((x, 120 + 24 * k), text, fontname="japan", fontsize=10)
    document.save(tmp_path / "a.pdf")
    assert fields(extract(tmp_path / "a.pdf")) == {
        "title": "花の水やりの委託について",
        "department": "公園緑化課",
        "counterparty": "株式会社はなぞの",
        "data_items": "氏名、住所",
        "media": "紙",
        "periods": "令和５年度",
    }


def test_marks_of_notes_and_leaders_are_no_part_of_a_label(tmp_path: Path) -> None:
    rows = [["委託先（※１）", "株式会社はなぞの"], ["記録媒体……………", "紙"], *FORM[2:]]
    evidence = word(tmp_path, "個人情報保護審議会　諮問事項", rows).cases[0].forms[0].evidence
    assert (evidence["counterparty"].label, evidence["media"].label) == ("委託先", "記録媒体")


def test_number_council_and_mark_in_the_header_of_a_word_file(tmp_path: Path) -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "やまなみ市個人情報保護審議会　諮問第１２号　資料４"
    document.add_paragraph("諮問事項")
    rows = [["件名", "花の水やりの委託について"], *FORM]
    table = document.add_table(rows=len(rows), cols=2)
    for k, row in enumerate(rows):
        for column, text in enumerate(row):
            table.cell(k, column).text = text
    document.save(str(tmp_path / "a.docx"))
    found = extract(tmp_path / "a.docx")
    (case,) = found.cases
    assert (case.numbers, case.material, found.council) == ([12], "4", "やまなみ市個人情報保護審議会")


NERIMA = ["花壇の世話の委託について", "（練馬区個人情報保護条例第13条関係）"]
NERIMA += ["件名：花壇の世話の委託について", "所管課名：公園課", "委託先：株式会社はなぞの", "取り扱う個人情報："]
NERIMA += ["口座の番号", "花を植える者の名前の読み", "住所", "委託開始年月：令和５年７月", "添付資料：特記事項"]


@pytest.mark.parametrize("name", ["a.txt", "a.docx", "a.pdf"])
def test_lines_with_colons_below_the_article_of_a_case(tmp_path: Path, name: str) -> None:
    """Labels that the ward's mapping knows, one with its value on lines of its own, are one form in whatever medium."""
    document, page = pymupdf.open(), docx.Document()
    sheet = document.new_page()
    for k, line in enumerate(NERIMA):
        sheet.insert_text((72, 80 + 20 * k), line, fontname="japan", fontsize=11)
        page.add_paragraph(line)
    document.save(tmp_path / "a.pdf")
    page.save(str(tmp_path / "a.docx"))
    (tmp_path / "a.txt").write_text("\n".join(NERIMA), encoding="utf-8")
    (case,) = extract(tmp_path / name).cases
    (form,) = case.forms
    assert (form.department, form.attachments, form.data_items is not None) == ("公園課", ["特記事項"], True)
    assert form.data_items is not None
    assert [item.text for item in form.data_items.items] == ["口座の番号", "花を植える者の名前の読み", "住所"]


@pytest.mark.parametrize(
    ("lines", "items"),
    [
        ("氏名\n住所\n電話番号", ["氏名", "住所", "電話番号"]),
        ("花を植える者の名前（読み\nを含む。）及び\n住所", ["花を植える者の名前(読みを含む。)及び住所"]),
        (
            "名前、植える花の名、植える日、水をや\nる日、植木鉢",
            ["名前", "植える花の名", "植える日", "水をやる日", "植木鉢"],
        ),
    ],
)
def test_lines_of_a_list_in_an_export(tmp_path: Path, lines: str, items: list[str]) -> None:
    """A line that is not full ends an item, one that is goes on."""
    first, *rest = lines.split("\n")
    value = "\n".join([f"取り扱う個人情報\t{first}", *(f"\t{line}" for line in rest)])
    text = f"{NERIMA[0]}\n{NERIMA[1]}\n件名\t花壇の世話の委託について\n所管課名\t公園課\n{value}\n委託開始年月\t令和５年７月\n"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    data = extract(tmp_path / "a.txt").cases[0].forms[0].data_items
    assert data is not None
    assert [item.text for item in data.items] == items
