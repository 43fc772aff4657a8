"""References by bare labels, headings printed beside a number, and names of laws that are taken whole."""

from __future__ import annotations

import pytest

from kaigi_extract import extract
from kaigi_extract.references.bare_labels import find_bare_labels
from kaigi_extract.references.bare_numbers import find_bare_numbers
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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("乙は、３の規定により傘を返す。", [("３", (3,))]),
        ("２に違反した者は、傘を返す。", [("２", (2,))]),
        ("上記１から３までを守る。", [("１から３まで", (1, 2, 3))]),
        ("前記１及び３の傘は、返す。", [("１及び３", (1, 3))]),
        ("乙は、１（傘の返却）に従う。", [("１", (1,))]),
        ("上記２", [("２", (2,))]),
        ("乙は、３の傘を返す。", []),
        ("傘は、２日に返す。", []),
        ("令和３に定める。", []),
        ("別表２により貸す。", []),
        ("別紙の１による。", []),
        ("傘を、12本に分ける。", []),
    ],
)
def test_numbers_in_running_text(text, expected):
    assert [(found.text, found.numbers) for found in find_bare_numbers(text)] == expected


def test_long_lists_of_numbers_end():
    assert len(list(find_bare_numbers("1、" * 5_000))) == 0
    assert [len(found.numbers) for found in find_bare_numbers("1、" * 5_000 + "2の規定")][-1] == 21


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


def test_numbers_lead_to_clauses(write):
    """To items of the clause itself where it has them; in a set of 第１ they are none."""
    text = "傘の仕様書\n１　傘は、返すこと。\n２　鍵は、返すこと。\n３　１の規定に違反した者は、弁償すること。\n４　上記１から５までは、冬も同じとする。"
    assert references(write, text) == [("１", [1], True), ("１から５まで", [1, 2, 3, 4], False)]
    text = "傘の規程\n第１　傘は、返すこと。\n第２　鍵は、返すこと。\n第３　１の規定は、冬も適用する。"
    assert references(write, text) == []
    text = "傘の基準\nⅠ　傘は、返すこと。\nⅡ　次による。\n１　鍵は、返すこと。\n２　上記１の鍵は、箱に入れること。\nⅢ　札は、返すこと。"
    assert references(write, text) == [("１", [], True)]


def test_a_short_name_of_several_texts(write):
    text = "温室協定書\n第１条　乙は、温室条例及びこれに基づく規則（以下これらを「条例等」という。）に従う。\n第２条　乙は、条例等第４条の業務を行う。"
    assert references(write, text)[-1][1:] == ([], True)


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
        ("条例第2条及び花壇の手入れに関する規則第3条", "花壇の手入れに関する規則"),
        ("「花壇又は温室の苗の契約の特例を定める政令」第2条", "花壇又は温室の苗の契約の特例を定める政令"),
    ],
)
def test_the_whole_name_of_a_law(text, name):
    assert find_citations(text)[-1].ordinance == name
