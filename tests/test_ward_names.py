"""Names of wards, their ordinances and councils, as words of their own: 北区 is no part of 江北区民."""

from __future__ import annotations

import pytest

from kaigi_extract.wards import Council, Ward, contradiction, identify_ward

LABELS = ["件名", "委託先", "委託理由"]


def ward(id_: str, name: str, names: list[str] | None = None) -> Ward:
    """A ward whose ordinance gave way to the act, which its mapping names too."""
    return Ward.model_validate(
        {
            "id": id_,
            "name": name,
            "names": names or [],
            "councils": [f"{name}情報公開・個人情報保護審議会", "文書運営会"],
            "ordinances": [
                {"id": "old", "name": f"東京都{name}個人情報の保護及び管理に関する条例"},
                {"id": "act", "name": "個人情報の保護に関する法律"},
                {"id": "practice", "name": f"{name}個人情報の保護に関する法律施行条例"},
            ],
            "labels": {"form": {"title": ["件名"], "counterparty": ["委託先"], "reason": ["委託理由"]}},
        }
    )


WARDS = [
    ward("kita", "北区"),
    ward("minato", "港区"),
    ward("chuo", "中央区"),
    ward("shinjuku", "新宿区"),
    ward("nerima", "練馬区"),
    ward("sakura", "さくら区", ["桜区"]),
    ward("tokyo", "東京都"),
]

BY_LABELS = [
    # a name beside labels that all of them have
    ("江北区民の集い", None),
    ("空港区域の清掃", None),
    ("港区域の清掃", None),
    ("西新宿区画整理組合の総会", None),
    ("西 新 宿 区 画 整 理", None),
    ("上練馬区分地上権の登記", None),
    ("新宿区画整理の図面", None),
    ("さいたま市中央区役所", None),
    ("札幌市北区の窓口", None),
    ("大阪市　港区の窓口", None),
    ("さいたま市中央区に転出した者と中央区に転入した者", None),
    ("北区と港区の窓口", None),
    ("東京都心の窓口", None),
    ("北区民まつり", "kita"),
    ("港区立図書館", "minato"),
    ("中央区長", "chuo"),
    ("令和5年度北区の窓口", "kita"),
    ("東京都　北区", "kita"),
    ("東京都北区の窓口", "kita"),
    ("東京都の窓口", "tokyo"),
    ("新　宿　区", "shinjuku"),
    ("会長様港区長", "minato"),
    ("武蔵野市、港区及び川口市", "minato"),
    ("桜区の窓口", "sakura"),
    ("窓口はさくら区", "sakura"),
]
BY_NAMES = [
    # ordinances and councils
    ("東京都北区個人情報の保護及び管理に関する条例第3条", "kita"),
    ("北区個人情報の保護および管理に関する条例第3条", "kita"),
    ("札幌市北区個人情報の保護及び管理に関する条例第3条", None),
    ("北区情報公開・個人情報保護審議会", "kita"),
    ("第3回北区情報公開・個人情報保護審議会会議録", "kita"),
    ("北区情報公開・個人\n情報保護審議会", "kita"),
    ("北区\n情報公開・個人情報保護審議会", "kita"),
    ("北区文書運営会", "kita"),
    ("文書運営会", None),
    ("西北区情報公開・個人情報保護審議会", None),
    ("福岡市中央区情報公開・個人情報保護審議会", None),
    ("個人情報の保護に関する法律第69条", None),
    ("個人情報の保護に関する法律第69条\n港区情報公開・個人情報保護審議会", "minato"),
    ("港区個人情報の保護に関する法律施行条例第3条", "minato"),
    ("目黒区個人情報の保護に関する法律施行条例第3条", None),
    ("総務課\n新宿区個人情報の保護及び管理に関する条例", "shinjuku"),
    ("諮問書さくら区情報公開・個人情報保護審議会", "sakura"),
]


@pytest.mark.parametrize(("text", "expected"), BY_LABELS)
def test_the_name_of_a_ward_beside_its_labels(text: str, expected: str | None) -> None:
    found = identify_ward(text, LABELS, WARDS).ward
    assert (found.id if found else None) == expected


@pytest.mark.parametrize(("text", "expected"), BY_NAMES)
def test_the_name_of_an_ordinance_or_a_council(text: str, expected: str | None) -> None:
    found = identify_ward(text, [], WARDS).ward
    assert (found.id if found else None) == expected


def test_a_part_of_a_word_contradicts_no_ward_that_was_given() -> None:
    given = WARDS[0]
    assert contradiction(given, "西新宿区個人情報の保護及び管理に関する条例", [], WARDS) is None
    found = contradiction(given, "新宿区個人情報の保護及び管理に関する条例", [], WARDS)
    assert found is not None
    assert found.ward is WARDS[3]


def test_a_council_may_be_written_by_its_name_alone_or_as_a_table() -> None:
    made = Ward.model_validate({"id": "kita", "name": "北区", "councils": ["甲会", {"name": "乙会", "role": "review"}]})
    assert made.councils == [Council(name="甲会"), Council(name="乙会", role="review")]
