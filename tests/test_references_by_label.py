"""References by bare labels, headings printed beside a number, and names of laws that are taken whole."""

from __future__ import annotations

import pytest

from kaigi_extract import extract
from kaigi_extract.references.bare_labels import find_bare_labels
from kaigi_extract.text.citations import find_citations


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("乙は、２(1)により借りた傘を返す。", ["２(1)"]),
        ("乙は、(1)の傘を返す。", ["(1)"]),
        ("アからウまでの傘を返す。", ["アからウまで"]),
        ("ア又はイに掲げる傘を返す。", ["ア又はイ"]),
        ("前記（２）による。", ["（２）"]),
        ("第３(1)アに定める傘を返す。", ["第３(1)ア"]),
        ("①から③までに掲げる傘を返す。", ["①から③まで"]),
        ("２の(3)のイの規定による。", ["２の(3)のイ"]),
        ("様式1(1)の写しを出す。", []),
        ("担当者(1)の名を書く。", []),
        ("(1)赤い傘 (2)青い傘", []),
        ("アルバイトの者に貸す。", []),
        ("イベントのときに貸す。", []),
    ],
)
def test_labels_in_running_text(text, expected):
    assert [found.text for found in find_bare_labels(text)] == expected


def references(write, text: str) -> list[tuple[str, list[int], bool]]:
    found = extract(write(text)).clause_sets[0]
    return [(one.text, one.targets, one.resolved) for clause in found.clauses for one in clause.references]


@pytest.fixture
def write(tmp_path):
    def written(text: str):
        path = tmp_path / "set.txt"
        path.write_text(text, encoding="utf-8")
        return path

    return written


LABELS = """貸し傘の管理に関する特記仕様書
１　届出
乙は、あらかじめ届け出なければならない。
(1) 傘の数
(2) 傘の色
ア　赤
イ　青
２　変更
乙は、１(2)アにより届け出た色を変えたときは、{}に届け出なければならない。
３　点検
次による。
(1) 甲は、傘を数えることができる。
(2) 乙は、(1)に立ち会わなければならない。
"""


def test_they_lead_to_items(write):
    assert references(write, LABELS.format("甲")) == [("１(2)ア", [1], True), ("(1)", [], True)]


def test_above_is_the_clause_above(write):
    text = LABELS.replace("(1)に立ち会わ", "上記(2)イの傘を出さ").replace("(1) 甲は、傘を", "甲は、傘を")
    assert references(write, text.format("甲"))[1:] == [("(2)イ", [1], True)]


def test_one_that_leads_nowhere_is_a_finding(write):
    found = extract(write(LABELS.replace("１(2)ア", "１(7)").format("甲")))
    assert [one.message for one in found.findings if one.code == "unresolved_reference"] == [
        "１(7) in clause ２ leads nowhere"
    ]


HEADED = """貸し自転車の特記事項
第１条（点検）
乙は、毎朝、自転車の空気を確かめなければならない。
第２条（修繕）
乙は、壊れた自転車を直さなければならない。
第３条（費用）
{}の費用は、甲が支払う。
"""


@pytest.mark.parametrize(
    ("printed", "stale"),
    [
        ("第１条（修繕）", ["第１条（修繕） in clause 第３条: 第２条 has this heading"]),
        ("第１条「修繕」", ["第１条（修繕） in clause 第３条: 第２条 has this heading"]),
        ("修繕（第１条）", ["第１条（修繕） in clause 第３条: 第２条 has this heading"]),
        ("第２条（修繕）", []),
        ("第２条", []),
        ("第１条（修理を除く。）", []),
        ("第１条（修繕）及び第２条（修繕）", ["第１条（修繕） in clause 第３条: 第２条 has this heading"]),
    ],
)
def test_a_heading_beside_a_number_that_is_another_clauses(write, printed, stale):
    found = extract(write(HEADED.format(printed))).findings
    assert [one.message for one in found if one.code == "stale_reference"] == stale


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            "乙は、犯罪による収益の移転防止に関する法律（平成19年法律第22号）第4条",
            "犯罪による収益の移転防止に関する法律",
        ),
        ("乙が障害を理由とする差別の解消の推進に関する法律第8条", "障害を理由とする差別の解消の推進に関する法律"),
        (
            "配偶者からの暴力の防止及び被害者の保護等に関する法律第1条",
            "配偶者からの暴力の防止及び被害者の保護等に関する法律",
        ),
        ("乙は、労働基準法及び個人情報の保護に関する法律第20条", "個人情報の保護に関する法律"),
        ("この契約による個人情報の保護に関する法律第20条", "個人情報の保護に関する法律"),
        ("甲が定める花壇の手入れに関する条例第3条", "花壇の手入れに関する条例"),
        ("区民に対する花壇の説明に関する条例第2条", "区民に対する花壇の説明に関する条例"),
        ("甲は、倉庫に消防法第8条の設備を置く。", "消防法"),
        ("乙も労働基準法第36条を守る。", "労働基準法"),
        ("甲へ地方自治法施行令第167条により届け出る。", "地方自治法施行令"),
        ("建設工事に係る資材の再資源化等に関する法律第9条", "建設工事に係る資材の再資源化等に関する法律"),
    ],
)
def test_the_whole_name_of_a_law(text, name):
    assert [found.ordinance for found in find_citations(text)] == [name]
