"""Sheets of makes that no mapping knows: rows below 記 on many lines, labels behind ○, answers with two headings."""

from __future__ import annotations

from kaigi_extract.pipeline import extract
from kaigi_extract.records import Case, Document


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
