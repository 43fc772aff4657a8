"""Sheets of makes that no mapping knows: rows below 記 on many lines, labels behind ○, answers with two headings."""

from __future__ import annotations

from pathlib import Path

import pymupdf

from kaigi_extract.pipeline import extract
from kaigi_extract.records import Case, Document
from tests.made import FONT


def document(text: str) -> Document:
    return extract(text.encode(), name="paper.txt")


def only_case(text: str) -> Case:
    (found,) = document(text).cases
    return found


LETTER = """
諮　問　書

６花第４５号
令和６年５月７日

花野市個人情報保護審議会
会長　春野　桜　様

花野市長　秋野　菊

花野市個人情報保護条例第８条第２項の規定に基づき、下記のとおり諮問します。

記

１　諮問事項
　花壇台帳システムと種苗協会の電子計算機との外部結合について
２　諮問の理由
　種の配付を速やかに行うため。
３　結合の相手方
　花野県種苗協会
４　結合する個人情報の項目
　(1) 氏名
　(2) 住所
　(3) 花壇の番号
５　結合の時期
　令和６年８月１日から
６　個人情報の保護措置
　・専用の回線を使う。
　・種の配付が終わり次第消去する。
７　担当課
　公園部花壇課
"""


def test_rows_below_a_letter_go_on_as_long_as_their_numbers() -> None:
    case = only_case(LETTER)
    (form,) = case.forms
    assert case.department == "公園部花壇課"
    assert form.data_items is not None
    assert [item.text for item in form.data_items.items] == ["氏名", "住所", "花壇の番号"]
    assert [one.text for one in form.ward_safeguards] == ["専用の回線を使う。", "種の配付が終わり次第消去する。"]
    assert [period.start.isoformat() for period in form.periods if period.start is not None] == ["2024-08-01"]


SHEET = """
諮問第９号
温室への防犯カメラの設置に伴う個人情報の本人外収集について

花壇課

（諮問事項）
条例第６条第２項第３号の規定により、本人以外から個人情報を収集することについて意見を求める。

○事業の概要
　温室に防犯カメラを設置し、種の盗難を防ぐ。

○収集する個人情報
　・来園者の画像
　・撮影日時

○収集の理由
　来園者全員の同意を得ることが困難であるため。

○開始時期
　令和６年９月１日

○安全管理措置
　・映像は七日で消去する。
　・閲覧は係長に限る。
"""


def test_labels_behind_large_marks_with_lists_behind_small_ones() -> None:
    (form,) = only_case(SHEET).forms
    assert form.data_items is not None
    assert [item.text for item in form.data_items.items] == ["来園者の画像", "撮影日時"]
    assert [one.text for one in form.ward_safeguards] == ["映像は七日で消去する。", "閲覧は係長に限る。"]
    assert form.reason == "来園者全員の同意を得ることが困難であるため。"


ANSWER = """
花個審第２号
令和６年６月３日

花野市議会議長　夏野　葵　様

花野市情報公開審査会
会長　春野　桜

花壇台帳の公開決定に対する異議申立てについて（答申）

令和６年４月１日付け花議第７号による諮問について次のとおり答申します。

「花壇台帳」の一部非公開決定に対する異議申立てについての諮問

答申
第１　審査会の結論
花壇台帳のうち、種の名は公開すべきである。

第２　異議申立ての趣旨
決定の取消しを求める。

第３　実施機関の説明の要旨
１　条例第７条第２号該当性について
条例第５条による請求は、電子メールでも認めている。
２　部分公開について
分けることができない。
"""


def test_a_heading_right_below_the_word_answer_heads_what_is_held() -> None:
    opinion = only_case(ANSWER).opinion
    assert opinion is not None
    assert opinion.conclusion == "花壇台帳のうち、種の名は公開すべきである。"


def test_headings_of_an_answer_that_cite_an_article_are_no_basis() -> None:
    assert only_case(ANSWER).bases == []


ASSESSMENT = """
特定個人情報保護評価書（基礎項目評価書）

特記事項
なし

評価実施機関名
花野市長

１．特定個人情報ファイルを取り扱う事務
花壇の貸付けに関する事務
２．特定個人情報ファイル名
花壇借受人ファイル
３．個人番号の利用
番号法第９条第１項
"""


def test_a_label_that_is_answered_with_nothing_is_no_title_of_clauses() -> None:
    assert all(found.kind != "special_terms" for found in document(ASSESSMENT).clause_sets)


def printed(folder: Path, text: str) -> Document:
    """The text on a page of 40 characters a line, a line of it that is longer wrapped."""
    paper = pymupdf.open()
    page = paper.new_page()
    rows = [line[at : at + 40] for line in text.split("\n") for at in range(0, max(len(line), 1), 40)]
    for row, words in enumerate(rows):
        page.insert_text((72, 60 + 15 * row), words, fontname=FONT, fontsize=10.5)
    path = folder / "paper.pdf"
    paper.save(path)
    return extract(path)


def test_a_sentence_of_two_lines_that_asks_is_above_the_labels(tmp_path: Path) -> None:
    (case,) = printed(tmp_path, SHEET).cases
    assert case.numbers == [9]
    assert [(base.article, base.paragraph, base.item) for base in case.bases] == [(6, 2, 3)]


REPORT = """
件名　種代の収納業務の委託について

１　委託の目的　　種を買う者の便を図るため
２　委託の内容　　種代の収納
３　委託先　　　　株式会社花野収納
４　委託期間　　　令和６年８月１日から令和７年３月３１日まで
５　取り扱う個人情報の項目
　　番号、氏名、金額
６　個人情報の保護対策
　（１）契約書に特記事項を付す。
　（２）記録は暗号で送る。
"""


def test_a_row_above_a_table_that_was_cut_out_of_the_lines(tmp_path: Path) -> None:
    (case,) = printed(tmp_path, REPORT).cases
    assert case.forms[0].reason == "種を買う者の便を図るため"


FILE_SHEET = """
個人情報ファイル簿

個人情報ファイルの名称    花壇借受人台帳
行政機関等の名称    花野市長
個人情報ファイルの利用目的    花壇を貸すため
個人情報ファイルの種別    ☑法第60条第2項第1号    □法第60条第2項第2号
令第21条第7項に該当するファイル    □有    ■無
行政機関等匿名加工情報の提案の募集をする個人情報ファイルである旨    非該当
備考    なし
"""


def test_the_longest_labels_of_the_form_that_the_law_prescribes(tmp_path: Path) -> None:
    (sheet,) = printed(tmp_path, FILE_SHEET).registers
    assert [(row.label, row.text) for row in sheet.fields][-2:] == [
        ("行政機関等匿名加工情報の提案の募集をする個人情報ファイルである旨", "非該当"),
        ("備考", "なし"),
    ]
    assert [choice.text for choice in sheet.choices["令第21条第7項に該当するファイル"] if choice.checked] == ["無"]
