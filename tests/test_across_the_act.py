"""From the ordinances to the act of 1 April 2023: 条例第14条 and 法第66条第2項 are one thing, in clauses and in archives.

Which paper is whose is looked at as well: with all wards of Tokyo known, a paper names others than its own.
"""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from kaigi_extract import Archive, align, diff, extract, migrate, timeline
from tests.sets import BACK, version

ACT = "個人情報の保護に関する法律"
TURNED = [
    # ward, clause of 2020, clause of 2024, what changed
    ("shinjuku", "乙は、新宿区個人情報保護条例第14条第1項により扱う。", f"乙は、{ACT}第66条第2項により扱う。", ["references"]),
    ("shinjuku", "乙は、条例第14条第1項により扱う。", f"乙は、{ACT}第66条第2項第1号により扱う。", ["references"]),
    ("nerima", "乙は、練馬区個人情報保護条例第16条により扱う。", f"乙は、{ACT}第69条第2項第2号により扱う。", ["references"]),
    ("nerima", "乙は、練馬区個人情報保護条例第16条により扱う。", f"乙は、{ACT}第69条により扱う。", ["references"]),
    # the words around it are looked at all the same
    ("shinjuku", "乙は、条例第14条第1項により扱う。", f"乙は、{ACT}第66条第2項により厳重に扱う。", ["references", "wording"]),
    # another matter, a matter that no mapping knows, an ordinance of another ward's number: other words
    ("shinjuku", "乙は、条例第14条第1項により扱う。", f"乙は、{ACT}第69条第2項第2号により扱う。", ["wording"]),
    ("shinjuku", "乙は、条例第17条第1項第4号により扱う。", f"乙は、{ACT}第66条第2項により扱う。", ["wording"]),
    ("nerima", "乙は、条例第14条により扱う。", f"乙は、{ACT}第66条第2項により扱う。", ["wording"]),
    ("shinjuku", "乙は、住民基本台帳法第14条第1項により扱う。", f"乙は、{ACT}第66条第2項により扱う。", ["wording"]),
    # nothing in common but that both are about nothing else
    ("minato", "乙は、港区個人情報保護条例第30条により扱う。", f"乙は、{ACT}第129条により扱う。", ["wording"]),
    (None, "乙は、条例第14条第1項により扱う。", f"乙は、{ACT}第66条第2項により扱う。", ["wording"]),
]  # fmt: skip
OF_2020 = """
情報公開・個人情報保護審議会 諮問・報告事項

件名	渡り鳥の調べの取扱いについて
----	----

内容は別紙のとおり

条例の根拠

【諮問】

◇新宿区個人情報保護条例第14条第1項（業務委託）

（担当部課：緑地課）

件名　渡り鳥の調べ

保有課(担当課)	緑地課
登録業務の名称	渡り鳥の名簿
委託先	もず調査株式会社
委託理由	人手が足りないため
"""
OF_2024 = OF_2020.replace("新宿区個人情報保護条例第14条第1項（業務委託）", f"{ACT}第66条第2項第1号").replace(
    "もず", "つぐみ"
)
WHOSE = [
    # the paper, its ward
    ("千代田区個人情報保護条例第9条により諮問する。", "chiyoda"),
    ("東京都板橋区個人情報保護条例により諮問する。", "itabashi"),
    ("板橋区個人情報保護条例により諮問する。", "itabashi"),
    ("品川区情報公開・個人情報保護条例第25条により諮問する。", "shinagawa"),
    ("目黒区個人情報の保護に関する法律施行条例第6条による。", "meguro"),
    ("個人情報の保護に関する法律施行条例第6条による。", None),
    ("調布市情報公開審査会 会議録", "chofu"),
    ("情報公開審査会 会議録", None),
    ("情報公開・個人情報保護審議会 会議録", None),
    ("神戸市中央区情報公開・個人情報保護審査会の例にならう。", None),
    ("東京都情報公開・個人情報保護審議会 議事録", "tokyo"),
    ("羽村市個人情報保護審議会 会議録", "hamura"),
    # papers that cite others
    ("新宿区個人情報保護条例第14条により、東京都個人情報の保護に関する条例を参考に諮問する。", None),
    (
        "練馬区情報公開および個人情報保護運営審議会 会議要録\n練馬区個人情報保護条例第13条\n"
        "東京都個人情報の保護に関する条例を見た。港区個人情報保護条例も見た。",
        "nerima",
    ),
    ("中野区個人情報保護審議会\n中野区個人情報の保護に関する条例は、杉並区個人情報保護条例と違う。", "nakano"),
    ("中野区個人情報の保護に関する条例は、杉並区個人情報保護条例と違う。", None),
    # places that are no wards
    ("足立区役所で会った。葛飾区と墨田区と江戸川区と北区へ行った。", None),
    ("大阪市北区の個人情報保護条例は知らない。", None),
]


def sets(ward: str | None, before: str, since: str):
    return (
        version("2020-06-01", ("扱い方", before), BACK, ward=ward),
        version("2024-06-01", ("扱い方", since), BACK, ward=ward),
    )


@pytest.mark.parametrize(("ward", "before", "since", "changes"), TURNED)
def test_a_clause_that_cites_the_act(ward: str | None, before: str, since: str, changes: list[str]) -> None:
    old, new = sets(ward, before, since)
    assert [link.changes for link in align(old, new).links] == [changes, []]


def test_word_by_word() -> None:
    [changed, _] = diff(*sets(*TURNED[0][:3])).clauses
    assert [(edit.kind, edit.old, edit.new) for edit in changed.text] == [
        ("equal", "乙は、", "乙は、"),
        ("references", "新宿区個人情報保護条例第14条第1項", f"{ACT}第66条第2項"),
        ("equal", "により扱う。", "により扱う。"),
    ]


def test_the_life_of_a_clause() -> None:
    events = timeline(sets(*TURNED[0][:3]))
    assert events["event"].tolist() == ["appears", "appears", "rereferenced"]
    assert events["life"].tolist() == [1, 2, 1]


def test_two_lists_have_what_both_cite() -> None:
    """利用 and 提供 are one article of the act: what the old set cites is taken from it."""
    old, new = sets("shinagawa", "乙は、条例第25条により扱う。", f"乙は、{ACT}第69条第2項第3号により扱う。")
    assert align(old, new).links[0].changes == ["references"]


def test_forms_of_both_times_side_by_side(tmp_path: Path) -> None:
    source = tmp_path / "src"
    source.mkdir()
    (source / "2020.txt").write_text(OF_2020, encoding="utf-8")
    (source / "2024.txt").write_text(OF_2024, encoding="utf-8")
    (tmp_path / "list.csv").write_text(
        "path,date\nsrc/2020.txt,2020-07-01\nsrc/2024.txt,2024-07-01\n", encoding="utf-8"
    )
    migrate(source, tmp_path / "dest", recogniser="none", workers=1, metadata=tmp_path / "list.csv", ward="shinjuku")
    with Archive(tmp_path / "dest") as archive:
        found = archive.compare("outsourcing")
    assert found.loc["counterparty"].tolist() == ["もず調査株式会社", "つぐみ調査株式会社"]
    assert found.loc["bases"].tolist() == ["新宿区個人情報保護条例第14条第1項", f"{ACT}第66条第2項第1号"]


@pytest.mark.parametrize(("text", "ward"), WHOSE)
def test_whose_paper_it_is(tmp_path: Path, text: str, ward: str | None) -> None:
    path = tmp_path / "paper.txt"
    path.write_text(text, encoding="utf-8")
    document = extract(path)
    assert document.ward == ward
    assert ("ward_unknown" in [finding.code for finding in document.findings]) == (ward is None)


@pytest.mark.parametrize("place", ["けやき区", "青葉区", "若松市"])
def test_labels_and_a_common_council_are_not_enough_for_another_body(tmp_path: Path, place: str) -> None:
    """The labels are 新宿's, and a council of that name is in many bodies: the ordinance says whose paper it is."""
    path = tmp_path / "paper.txt"
    path.write_text(OF_2020.replace("新宿区", place), encoding="utf-8")
    document = extract(path)
    assert document.ward is None
    [finding] = [finding for finding in document.findings if finding.code == "ward_unknown"]
    assert place in finding.message
    path.write_text(OF_2020, encoding="utf-8")
    assert extract(path).ward == "shinjuku"


def test_the_day_of_the_ordinance_that_is_cited(tmp_path: Path) -> None:
    """The paper of 2024 has no ordinance of its own any more, and the act's article says what it is about."""
    path = tmp_path / "2024.txt"
    path.write_text(OF_2024, encoding="utf-8")
    document = extract(path, ward="shinjuku", date=datetime.date(2024, 7, 1))
    assert [(basis.ordinance_id, basis.category) for basis in document.cases[0].bases] == [
        ("personal-information-act", "outsourcing")
    ]
