"""The cover of a sheet: title, legal bases, department."""

from __future__ import annotations

from pathlib import Path

import pytest

from kaigi_extract.findings import Findings
from kaigi_extract.parts.part import Part
from kaigi_extract.parts.sheet.cover import Cover, read_cover
from kaigi_extract.records import LegalBasis, PageSpan
from kaigi_extract.wards import Ward, bundled_wards, load_ward
from tests.typeset import lines_of, read, reading

Basis = tuple[str | None, str | None, int, list[int], int | None, int | None, str | None, str | None]
"""kind, ordinance, article, branches, paragraph, item, label, category."""

MAPPING = """
id = "midori"
name = "みどり区"
councils = ["資源審議会"]

[[ordinances]]
id = "midori-resources"
name = "みどり区資源条例"

[[articles]]
article = 12
category = "outsourcing"

[[articles]]
article = 61
branches = [8, 2]
paragraph = 1
category = "linkage"

[[titles]]
category = "outsourcing"
words = ["委託"]

[sheet]
heading = ["諮問・報告事項"]
consultation = ["諮問"]
report = ["報告"]

[labels.cover]
title = ["件名"]
department = ["担当部課", "所管"]

[labels.form]
title = ["件名"]
content = ["委託の内容"]
"""


@pytest.fixture(scope="module")
def midori(tmp_path_factory: pytest.TempPathFactory) -> Ward:
    path = tmp_path_factory.mktemp("wards") / "midori.toml"
    path.write_text(MAPPING, encoding="utf-8")
    return load_ward(path)


def cover_of(text: str, ward: Ward) -> Cover:
    return read_cover(Part("cover", items=list(lines_of(text))), ward, reading(ward), Findings())


def basis(one: LegalBasis) -> Basis:
    return (one.kind, one.ordinance, one.article, one.branches, one.paragraph, one.item, one.label, one.category)


BASES: dict[str, tuple[str, list[Basis]]] = {
    "a consultation": (
        "【諮問】\n◇第12条第1項（業務委託）",
        [("consultation", None, 12, [], 1, None, "業務委託", "outsourcing")],
    ),
    "a report": (
        "【報告】\n◇第12条第1項（業務委託）",
        [("report", None, 12, [], 1, None, "業務委託", "outsourcing")],
    ),
    "words without brackets": (
        "諮問\n第12条第1項（業務委託）",
        [("consultation", None, 12, [], 1, None, "業務委託", "outsourcing")],
    ),
    "諮問事項": (
        "〔諮問事項〕\n第12条第1項",
        [("consultation", None, 12, [], 1, None, None, "outsourcing")],
    ),
    "on the same line": (
        "【諮問】第12条第1項（業務委託）",
        [("consultation", None, 12, [], 1, None, "業務委託", "outsourcing")],
    ),
    "nothing says what": ("条例の根拠\n第12条第1項", [(None, None, 12, [], 1, None, None, "outsourcing")]),
    "both, several each": (
        "【諮問】\n◇第61条の8の2第1項第4号（電子計算機との結合）\n◇第12条（業務委託）\n【報告】\n◇第12条第2項",
        [
            ("consultation", None, 61, [8, 2], 1, 4, "電子計算機との結合", "linkage"),
            ("consultation", None, 12, [], None, None, "業務委託", "outsourcing"),
            ("report", None, 12, [], 2, None, None, "outsourcing"),
        ],
    ),
    "full width": (
        "【報告】\n◇第６１条の８の２第１項（結合）",
        [("report", None, 61, [8, 2], 1, None, "結合", "linkage")],
    ),
    "kanji numerals": (
        "【報告】\n◇第六十一条の八の二第一項（結合）",
        [("report", None, 61, [8, 2], 1, None, "結合", "linkage")],
    ),
    "the ordinance": (
        "【報告】\n◇みどり区資源条例第12条（業務委託）",
        [("report", "みどり区資源条例", 12, [], None, None, "業務委託", "outsourcing")],
    ),
    "a label with brackets in it": (
        "【報告】\n◇第12条（業務委託（再委託を含む））",
        [("report", None, 12, [], None, None, "業務委託（再委託を含む）", "outsourcing")],
    ),
    "an article that the mapping does not know": (
        "【報告】\n◇第99条（その他）",
        [("report", None, 99, [], None, None, "その他", None)],
    ),
    "no citation": ("【報告】\n古紙の回収について", []),
}


@pytest.mark.parametrize(("text", "bases"), BASES.values(), ids=BASES)
def test_bases(text: str, bases: list[Basis], midori: Ward) -> None:
    assert [basis(one) for one in cover_of(text, midori).bases] == bases


def test_the_ordinance_is_known(midori: Ward) -> None:
    (named,) = cover_of("【報告】みどり区資源条例第12条", midori).bases
    (bare,) = cover_of("【報告】第12条", midori).bases
    (other,) = cover_of("【報告】みどり区情報公開条例第12条", midori).bases
    assert [one.ordinance_id for one in (named, bare, other)] == ["midori-resources", "midori-resources", None]
    assert other.ordinance == "みどり区情報公開条例"


def test_place_of_a_basis(midori: Ward) -> None:
    (one,) = cover_of("【報告】\n◇第12条（業務委託）のとおり", midori).bases
    assert one.spans == [PageSpan(page=1, bbox=(70, 136, 160, 146))]


TITLES: dict[str, tuple[str, str | None]] = {
    "on the line": ("件名　古紙回収の委託について", "古紙回収の委託について"),
    "on the line, letter-spaced": ("件　名　古紙回収の委託について", "古紙回収の委託について"),
    "after a colon": ("件名：古紙回収の委託について", "古紙回収の委託について"),
    "below": ("件　名\n古紙回収の委託について", "古紙回収の委託について"),
    "over two lines": (
        "件名　区内の集積所に出された古紙及び\n　　　古布の回収の委託について\n\n【報告】\n◇第12条",
        "区内の集積所に出された古紙及び古布の回収の委託について",
    ),
    "none": ("古紙回収の委託について", None),
}


@pytest.mark.parametrize(("text", "title"), TITLES.values(), ids=TITLES)
def test_title(text: str, title: str | None, midori: Ward) -> None:
    cover = cover_of(text, midori)
    assert (cover.title.text if cover.title else None) == title
    assert ("title" in cover.evidence) is (title is not None)
    if title:
        assert cover.evidence["title"].label == "件名"


DEPARTMENTS: dict[str, tuple[str, str | None, str | None]] = {
    "in brackets": ("（担当部課：環境部資源課）", "環境部資源課", "担当部課"),
    "in brackets, two parts": ("（担当部課：環境部資源課　清掃事務所）", "環境部資源課　清掃事務所", "担当部課"),
    "after white space": ("担当部課　環境部資源課", "環境部資源課", "担当部課"),
    "letter-spaced": ("担 当 部 課：環境部資源課", "環境部資源課", "担当部課"),
    "another label": ("（所管：環境部資源課）", "環境部資源課", "所管"),
    "none": ("環境部資源課", None, None),
}


@pytest.mark.parametrize(("text", "department", "label"), DEPARTMENTS.values(), ids=DEPARTMENTS)
def test_department(text: str, department: str | None, label: str | None, midori: Ward) -> None:
    cover = cover_of(f"件名　古紙回収の委託について\n\n{text}", midori)
    assert (cover.department.text if cover.department else None) == department
    evidence = cover.evidence.get("department")
    assert (evidence.label if evidence else None) == label


COVER = """
                  資料７
情報公開・個人情報保護審議会　諮問・報告事項

件　　名    古紙回収の委託について

内容は別紙のとおり。
条例の根拠
【報告】
◇新宿区個人情報保護条例第14条第1項（業務委託）
（担当部課：環境部資源課）
"""
BOXED = """
情報公開・個人情報保護審議会　諮問・報告事項

+----------+------------------------------+
|件　　名  |古紙及び古布の回収の業務の委託|
|          |について                      |
+----------+------------------------------+

条例の根拠
【報告】
◇新宿区個人情報保護条例第14条第1項（業務委託）
（担当部課：環境部資源課）
"""


class TestWholeCover:
    @pytest.mark.parametrize(
        ("art", "title"),
        [(COVER, "古紙回収の委託について"), (BOXED, "古紙及び古布の回収の業務の委託について")],
    )
    def test_case(self, art: str, title: str) -> None:
        document = read(art, ward=None)
        assert (document.ward, document.council) == ("shinjuku", "情報公開・個人情報保護審議会")
        (case,) = document.cases
        assert (case.title, case.department, case.category) == (title, "環境部資源課", "outsourcing")
        assert [basis(one) for one in case.bases] == [
            ("report", "新宿区個人情報保護条例", 14, [], 1, None, "業務委託", "outsourcing")
        ]
        assert case.bases[0].ordinance_id == "shinjuku-personal-information"
        assert document.evidence["ward"].text == "新宿区個人情報保護条例"

    def test_mark(self) -> None:
        (case,) = read(COVER).cases
        assert case.material == "7"

    def test_category_by_the_title(self) -> None:
        (case,) = read(COVER.replace("第14条第1項", "規則")).cases
        assert (case.bases, case.category) == ([], "outsourcing")

    def test_two_sheets_are_two_cases(self) -> None:
        document = read(COVER, COVER.replace("古紙", "古布").replace("資料７", "資料８"))
        assert [(case.title, case.material) for case in document.cases] == [
            ("古紙回収の委託について", "7"),
            ("古布回収の委託について", "8"),
        ]

    def test_another_middle_dot(self) -> None:
        """What exports write for ・."""
        document = read(COVER.replace("・", "·"), COVER.replace("・", "·").replace("資料７", "資料８"))
        assert [case.material for case in document.cases] == ["7", "8"]
        assert document.council == "情報公開・個人情報保護審議会"

    def test_a_mark_on_every_page_yields_to_one_that_changes(self) -> None:
        """The whole file is 資料９ of the sitting, each paper in it has a mark of its own."""
        papers = [
            f"                                        資料９{COVER.replace('資料７', mark)}"
            for mark in ("資料７", "資料８")
        ]
        assert [case.material for case in read(*papers).cases] == ["7", "8"]

    def test_a_number_at_the_foot_is_no_mark(self) -> None:
        (case,) = read(COVER + "\n" * 20 + "                    資料７－３").cases
        assert case.material == "7"

    def test_bundled_wards_are_whole(self) -> None:
        assert [ward.id for ward in bundled_wards()] == sorted(ward.id for ward in bundled_wards())
        assert Path(__file__).parents[1].joinpath("kaigi_extract", "wards", "shinjuku.toml").is_file()
