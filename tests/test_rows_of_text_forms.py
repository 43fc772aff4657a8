"""Forms of text exports whose rows are set in odd ways: blank ones, labels that a mapping does not know, a single space
between label and value."""

from __future__ import annotations

from pathlib import Path

import pytest

from kaigi_extract.pipeline import extract
from kaigi_extract.records import Document


def read(folder: Path, lines: str) -> Document:
    path = folder / "paper.txt"
    path.write_text(lines + "\n", encoding="utf-8")
    return extract(path)


def test_the_rows_below_a_blank_one(tmp_path: Path) -> None:
    """A period below a blank row was part of what is done, which is why it was none."""
    lines = "件　名　　種の袋詰めの委託について\n担当課　　花壇課\n事業の目的\n委託先　　株式会社種苗計算\n委託の内容　　種の袋詰め\n委託期間　　令和５年４月１日から令和８年３月３１日まで\n添付資料　　仕様書（案）"
    (case,) = read(tmp_path, f"緑川市個人情報保護審議会　諮問事項\n\n{lines}").cases
    (form,) = case.forms
    assert form.counterparty is not None
    assert (form.department, form.counterparty.name, form.content) == ("花壇課", "株式会社種苗計算", "種の袋詰め")
    assert [(str(period.start), str(period.end)) for period in form.periods] == [("2023-04-01", "2026-03-31")]
    assert form.attachments == ["仕様書（案）"]


def test_a_label_that_a_mapping_does_not_know_is_no_word_of_the_row_above(tmp_path: Path) -> None:
    lines = "情報公開・個人情報保護審議会　諮問・報告事項\n\n件　名　　種の袋詰めの委託について\n担当課　　花壇課\n事業の目的\n委託先　　株式会社種苗計算\n委託の内容　　種の袋詰め\n委託期間　　令和５年４月１日から令和８年３月３１日まで"
    document = read(tmp_path, lines)
    assert document.ward == "shinjuku"
    (case,) = document.cases
    assert [form.content for form in case.forms if form.content] == ["種の袋詰め"]
    extra = [(one.label, one.text) for form in case.forms for one in form.extra]
    assert extra == [("担当課", "花壇課"), ("委託期間", "令和５年４月１日から令和８年３月３１日まで")]


def test_rows_with_a_single_space(tmp_path: Path) -> None:
    lines = "件名　種の袋詰めの委託について\n対象者　種を申し込んだ者\n取り扱う個人情報　氏名、住所\n記録媒体　紙\n委託の理由　大量の袋を作るため。\n委託期間　令和５年４月１日から令和６年３月３１日まで\n安全管理措置　作業場所を限る。\n添付資料　仕様書（案）"
    (case,) = read(tmp_path, f"緑川市個人情報保護審議会　諮問第５号\n\n{lines}").cases
    (form,) = case.forms
    assert (form.reason, [str(period.end) for period in form.periods]) == ("大量の袋を作るため。", ["2024-03-31"])


@pytest.mark.parametrize("label", ["件　名　　", "件名　　　", "件　名：", "案　件　名　　　"])
def test_the_label_of_a_title_above_a_table_is_no_word_of_it(tmp_path: Path, label: str) -> None:
    lines = f"{label}種の袋詰めの委託について\n業務の名称　　　種の配布\n取り扱う個人情報　　　氏名、住所\n記録媒体　　　紙\n添付資料　　　仕様書（案）"
    (case,) = read(tmp_path, f"緑川市個人情報保護審議会　諮問第５号\n\n{lines}").cases
    assert case.title == "種の袋詰めの委託について"


@pytest.mark.parametrize(("file", "row"), [("paper.md", "## {}\n\n{}\n\n"), ("paper.txt", "{}\n{}\n")])
def test_labels_above_their_values(tmp_path: Path, file: str, row: str) -> None:
    """Those above the first that a mapping knows were no rows: all were words of the title, or the label 担当課 was the
    office; of the last row the value was the title of a paper that is not there."""
    rows = {
        "件名": "種の袋詰めの委託について",
        "担当課": "みどり部花壇課",
        "業務の名称": "種の配布",
        "委託先": "株式会社種苗計算",
        "委託の内容": "種の袋詰め",
        "委託期間": "令和５年４月１日から令和６年３月３１日まで",
        "添付資料": "仕様書（案）",
    }
    path = tmp_path / file
    lines = "".join(row.format(label, value) for label, value in rows.items())
    path.write_text(f"緑川市個人情報保護審議会　諮問第５号\n\n{lines}", encoding="utf-8")
    (case,) = extract(path).cases
    (form,) = case.forms
    assert (case.title, form.department, form.business_name, form.content, form.attachments) == (
        "種の袋詰めの委託について",
        "みどり部花壇課",
        "種の配布",
        "種の袋詰め",
        ["仕様書（案）"],
    )


def test_blank_rows_of_a_register(tmp_path: Path) -> None:
    """The blank label and the next were two labels with one value, which nobody's it was; 備考 was a word of the day."""
    lines = "登録番号　　種－０２１\n事務の名称　　種の貸出し\n所管課\n事務の目的　　種の数を数えるため\n対象者の範囲　　種を借りた者\n委託の有無　　■有　□無\n登録年月日　　令和５年１月１０日\n備考"
    document = read(tmp_path, f"個人情報取扱事務登録簿\n\n{lines}")
    (register,) = document.registers
    assert [(field.label, field.text) for field in register.fields] == [
        ("登録番号", "種－０２１"),
        ("事務の名称", "種の貸出し"),
        ("所管課", ""),
        ("事務の目的", "種の数を数えるため"),
        ("対象者の範囲", "種を借りた者"),
        ("委託の有無", "■有　□無"),
        ("登録年月日", "令和５年１月１０日"),
        ("備考", ""),
    ]
    assert not [one for one in document.findings if one.code == "value_unread"]


LISTED = [
    ("件名", ["花の水やりの業務の委託について"]),
    ("所管課", ["公園緑化課"]),
    ("委託先", ["株式会社はなぞの"]),
    ("委託の内容", ["１　水やり", "２　花がらを摘む作業", "３　枯れた株の入替え", "４　様子の報告"]),
    ("取り扱う個人情報", ["氏名、住所"]),
    ("記録媒体", ["紙"]),
    ("委託の期間", ["令和５年４月から令和６年３月まで"]),
]


def below(mark: str) -> str:
    """Labels alone on their lines with values below them."""
    lines = []
    for number, (label, values) in enumerate(LISTED, 1):
        lines += [mark.format(number=number, label=label), *(f"　　{value}" for value in values)]
    return "\n".join(["やまなみ市個人情報保護審議会　諮問事項", *lines])


@pytest.mark.parametrize("mark", ["・{label}：", "{number}　{label}", "■{label}", "【{label}】", "({number}) {label}"])
def test_numbered_items_in_a_value_are_no_labels(tmp_path: Path, mark: str) -> None:
    (tmp_path / "a.txt").write_text(below(mark), "utf-8")
    (case,) = extract(tmp_path / "a.txt").cases
    evidence = case.forms[0].evidence
    assert evidence["content"].text == "１　水やり\n２　花がらを摘む作業\n３　枯れた株の入替え\n４　様子の報告"
    assert (evidence["data_items"].text, evidence["media"].text) == ("氏名、住所", "紙")
    assert evidence["periods"].text == "令和５年４月から令和６年３月まで"


def test_what_the_width_of_an_export_cut_goes_on(tmp_path: Path) -> None:
    """The title after its label, in the line below; the last item, whose number stands before a counter, at the margin."""
    lines = [
        "個人情報保護審議会　諮問事項", "件名：花壇の水やり及び花がらを摘む作業の業務委託", "　　　について",
        *(f"{label}：{values[0]}" for label, values in LISTED[1:] if len(values) == 1),
        "【委託先に行わせる安全管理措置】", "１　名簿を鍵の掛かる箱に入れ、公園の詰所の外に持ち出さない。",
        "２　年に２回、名簿に載る者の数を公園緑化課の職員と共に数え、その", "結果を知らせる。",
    ]  # fmt: skip
    (tmp_path / "a.txt").write_text("\n".join(lines), "utf-8")
    (case,) = extract(tmp_path / "a.txt").cases
    assert case.title == "花壇の水やり及び花がらを摘む作業の業務委託について"
    assert (
        case.forms[0]
        .evidence["counterparty_safeguards"]
        .text.endswith("\n２　年に２回、名簿に載る者の数を公園緑化課の職員と共に数え、その結果を知らせる。")
    )
