"""References: the words that point elsewhere, and where they lead in sets of every kind of numbering."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaigi_extract import extract
from kaigi_extract.records import Clause, Item, Reference
from kaigi_extract.references.find import LastNamed, defined_names, find_references
from kaigi_extract.references.resolve import resolve
from kaigi_extract.text import match_label

MENTIONS = [
    # text, [(printed, kind, law)]
    ("前項の調査は", [("前項", "clause", None)]),
    ("前各項に掲げる事項に背き", [("前各項", "clause", None)]),
    ("前の各項の定め", [("前の各項", "clause", None)]),
    ("前各項目に背いた", [("前各項目", "clause", None)]),
    ("前項目ただし書の場合", [("前項目ただし書", "proviso", None)]),
    ("前項のただし書き", [("前項のただし書き", "proviso", None)]),
    ("前項後段の通知", [("前項後段", "clause", None)]),
    ("前２項に定めるもののほか", [("前２項", "clause", None)]),
    ("前二条及び次条", [("前二条及び次条", "clause", None)]),
    ("第1項から第14項までの定め", [("第1項から第14項まで", "clause", None)]),
    ("第 1 項から第 14 項までの定め", [("第 1 項から第 14 項まで", "clause", None)]),
    ("第１項～第３項", [("第１項～第３項", "clause", None)]),
    ("第１項ないし第３項", [("第１項ないし第３項", "clause", None)]),
    ("第十五項から第二十項まで", [("第十五項から第二十項まで", "clause", None)]),
    ("第3項から前項まで", [("第3項から前項まで", "clause", None)]),
    ("第1項、第3項及び第5項に", [("第1項、第3項及び第5項", "clause", None)]),
    ("第1項または第2項に", [("第1項または第2項", "clause", None)]),
    ("第5条第1項及び第3項", [("第5条第1項及び第3項", "clause", None)]),
    ("第5項（第2号を除く。）及び第6項", [("第5項", "clause", None), ("第2号", "items", None), ("第6項", "clause", None)]),
    ("第２から第９までに背く", [("第２から第９まで", "clause", None)]),
    ("第２第３項の措置", [("第２第３項", "clause", None)]),
    ("第二十一条の二第三項", [("第二十一条の二第三項", "clause", None)]),
    ("同条第2項ただし書の", [("同条第2項ただし書", "proviso", None)]),
    ("本項及び次項において", [("本項及び次項", "clause", None)]),
    ("以下この条において同じ", [("この条", "clause", None)]),
    ("次に掲げる事項に関する記録", [("次に掲げる事項", "items", None)]),
    ("つぎに掲げるウィルス対策を", [("つぎに掲げるウィルス対策", "items", None)]),
    ("次に掲げる者及び次に定める基準", [("次に掲げる者", "items", None), ("次に定める基準", "items", None)]),
    ("次に掲げる場合以外の場合", [("次に掲げる場合", "items", None)]),
    ("次の各号のいずれかに", [("次の各号", "items", None)]),
    ("次のいずれかの方法", [("次のいずれか", "items", None)]),
    ("当該各号に定める", [("当該各号", "items", None)]),
    ("前３号に準ずるもの", [("前３号", "items", None)]),
    ("前項各号又は同項第2号", [("前項各号又は同項第2号", "items", None)]),
    ("前項及び前項各号", [("前項", "clause", None), ("前項各号", "items", None)]),
    ("青葉区文書条例（平成17年条例第5号）第14条第1項", [("青葉区文書条例（平成17年条例第5号）第14条第1項", "law", "青葉区文書条例")]),
    ("車両法第1条第1項及び第3項並びに第5条", [("車両法第1条第1項及び第3項並びに第5条", "law", "車両法")]),
    ("車両法第1条、第2条及び第5条", [("車両法第1条、第2条及び第5条", "law", "車両法")]),
    ("第5条及び法第2条", [("第5条", "clause", None), ("法第2条", "law", "法")]),
    ("場合として法第23条に", [("法第23条", "law", "法")]),
    ("技術者の建設業法第27条", [("建設業法第27条", "law", "建設業法")]),
    ("国民の祝日に関する法律第2条", [("国民の祝日に関する法律第2条", "law", "国民の祝日に関する法律")]),
    ("同条例第17条と同法施行令第3条", [("同条例第17条", "law", "同条例"), ("同法施行令第3条", "law", "同法施行令")]),
    ("業務委託契約書第12条第1項", [("業務委託契約書第12条第1項", "law", "業務委託契約書")]),
    ("この契約第8条", [("この契約第8条", "law", "この契約")]),
    ("実施要領（令和3年3月22日制定）第5条", [("実施要領（令和3年3月22日制定）第5条", "law", "実施要領")]),
    ("別記「安全特記事項」第4条", [("「安全特記事項」第4条", "law", "安全特記事項")]),
    ("この特記事項第3項及び第5項", [("第3項及び第5項", "clause", None)]),
    ("この場合第3項を準用する", [("第3項", "clause", None)]),
    ("この条例第5条", [("第5条", "clause", None)]),
    ("この仕様書第２により貸す", [("第２", "clause", None)]),
    ("第２（保管）の定め", [("第２", "clause", None)]),
    ("第１及び第２", [("第１及び第２", "clause", None)]),
    ("第３", [("第３", "clause", None)]),
    ("仕様書第3項と甲第4項", [("仕様書第3項", "law", "仕様書"), ("第4項", "clause", None)]),
    ("障害者基本法第11条\n第3項の定め", [("障害者基本法第11条\n第3項", "law", "障害者基本法")]),
    ("車両法\n第6条の8に係る通知", [("車両法\n第6条の8", "law", "車両法")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), MENTIONS)
def test_mentions(text: str, expected: list[tuple[str, str, str | None]]) -> None:
    found = find_references(text)
    assert [(reading.text, reading.kind, reading.law) for reading in found] == expected
    assert all(text[reading.start : reading.end] == reading.text for reading in found)


def test_a_name_that_looks_like_the_texts_own() -> None:
    """本条例 is another text where the set says so: 公民館条例（以下「本条例」という。）."""
    assert [reading.law for reading in find_references("本条例第5条", {"本条例": "公民館条例"})] == ["本条例"]
    assert [reading.law for reading in find_references("本条例第5条")] == [None]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "甲以外の第三者",
        "第1に、乙は",
        "第一の目的",
        "第2号様式、様式第1号、別表第1",
        "諮問第31号、平成12年条例第79号",
        "第1回から第3回まで、第２種、第3四半期",
        "18歳以下の者、月次の報告",
        "名前項目、同条例、本条例、日本条約、同一条件",
        "次の年度、前年度の項目",
        "各号列記以外の部分",
        "青葉区文書条例に定める罰則",
        "前文\n第四条　市町村の長は",
    ],
)
def test_no_mention(text: str) -> None:
    assert find_references(text) == []


@given(
    st.integers(1, 99), st.integers(1, 99), st.sampled_from("条項"), st.sampled_from(["から{}まで", "及び{}", "、{}"])
)
def test_pairs_read_back(first: int, last: int, unit: str, joint: str) -> None:
    words = f"第{first}{unit}" + joint.format(f"第{last}{unit}")
    (found,) = find_references(f"乙は、{words}の定めによる。")
    assert found.text == words
    numbers = [pointer.number for pair in found.pointers for pointer in pair if pointer is not None]
    assert numbers == [first, last]


@pytest.mark.parametrize(
    "text", [" " * 50_000 + "前項", "第1項" + " " * 50_000, "第1項\n" * 5_000, "\n" * 50_000, "（以下「甲」" * 10_000, "次に掲げる" + "事項" * 20_000],
    ids=["blanks before", "blanks after", "lines", "empty lines", "open brackets", "a long noun"],
)  # fmt: skip
def test_long_texts_end(text: str) -> None:
    assert all(text[reading.start : reading.end] == reading.text for reading in find_references(text))


DEFINED = [
    ("青葉区文書条例（平成17年条例第5号。以下「条例」という。）", {"条例": "青葉区文書条例"}),
    ("業務委託契約書(以下「契約書」という。)に", {"契約書": "業務委託契約書"}),
    ("「低入札調査実施要領（平成19年制定）」（以下、「要領」という。）", {"要領": "低入札調査実施要領"}),
    ("個人情報（以下同じ。）", {}),
]


@pytest.mark.parametrize(("text", "expected"), DEFINED)
def test_defined_names(text: str, expected: dict[str, str]) -> None:
    assert defined_names([text]) == expected


def test_last_named() -> None:
    text = "車両法及び青葉区文書条例に基づき、同条例の方法により、"
    named = {kind: LastNamed(kind).before(text, len(text)) for kind in ("条例", "法", "規則")}
    assert named == {"条例": "青葉区文書条例", "法": "車両法", "規則": None}


def test_last_named_further_down() -> None:
    text = "車両法により、同法、道路法施行令、同法、河川法及び同法、同法"
    last = LastNamed("法")
    assert [last.before(text, text.index(before)) for before in ("車両", "により", "、道路", "施行", "及び")] == [
        *(None, "車両法", "車両法", "道路法", "河川法")
    ]
    assert last.before(text, len(text)) == "河川法"


Tree = tuple[object, ...]
"""(label, text, item, item…)."""


def item(tree: Tree) -> Item:
    label, text, *items = tree
    found = match_label(f"{label}　乙")
    assert found is not None
    assert found.number is not None
    return Item(label=str(label), number=found.number, text=str(text), items=[item(each) for each in items], spans=[])  # type: ignore[arg-type]


def clauses(*trees: Tree) -> list[Clause]:
    items = [item(tree) for tree in trees]
    return [Clause.model_validate(each.model_dump()) for each in items]


def led(*trees: Tree) -> list[tuple[str, list[object]]]:
    """Where the references of the last clause lead: (text, targets), None among them where one leads nowhere."""
    found = clauses(*trees)
    lost = [each.reference for each in resolve(found) if each.clause == len(found) - 1]
    references = found[-1].references
    assert lost == [each for each in references if not each.resolved]
    return [(each.text, [*each.targets] if each.resolved else [*each.targets, None]) for each in references]


PARAGRAPHS = [("1", "甲は、払う。"), ("2", "乙は、守る。ただし、甲が許したときは、この限りでない。"), ("3", "乙は、次の書類を出す。", ("(1)", "甲"), ("(2)", "乙"))]  # fmt: skip
PARTS = [("第１", "甲は、払う。"), ("第２", "", ("１", "乙は、守る。"), ("２", "乙は、報せる。"))]
ARTICLES = [("第１条", "甲は、払う。"), ("第２条", "乙は、守る。", ("２", "乙は、報せる。", ("(1)", "甲"), ("(2)", "乙"))), ("第２条の２", "乙は、運ぶ。")]  # fmt: skip

LEADS: list[tuple[list[Tree], Tree, list[tuple[str, list[object]]]]] = [
    (PARAGRAPHS, ("4", "前項の定め"), [("前項", [3])]),
    (PARAGRAPHS, ("4", "前２項及び第１項"), [("前２項及び第１項", [2, 3, 1])]),
    (PARAGRAPHS, ("4", "前各項"), [("前各項", [1, 2, 3])]),
    (PARAGRAPHS, ("4", "第1項から第3項まで"), [("第1項から第3項まで", [1, 2, 3])]),
    (PARAGRAPHS, ("4", "第2項から前項まで"), [("第2項から前項まで", [2, 3])]),
    (PARAGRAPHS, ("4", "第3項から第9項まで"), [("第3項から第9項まで", [3, None])]),
    (PARAGRAPHS, ("4", "第9項、次項及び前４項"), [("第9項、次項及び前４項", [None])]),
    (PARAGRAPHS, ("4", "第２項ただし書と前項ただし書"), [("第２項ただし書と前項ただし書", [2, 3, None])]),
    (PARAGRAPHS, ("4", "前項第2号、同項各号"), [("前項第2号、同項各号", [3])]),
    (PARAGRAPHS, ("4", "前項（第3号を除く。）"), [("前項", [3]), ("第3号", [3, None])]),
    (PARAGRAPHS, ("4", "第3条の定め"), [("第3条", [None])]),
    (PARAGRAPHS, ("4", "第２から第３までの定め"), []),
    (PARAGRAPHS, ("4", "同項"), [("同項", [None])]),
    (PARAGRAPHS, ("4", "次の書類に第1号の", ("(1)", "前項の")), [("次の書類", []), ("第1号", []), ("前項", [3])]),
    (PARAGRAPHS, ("4", "次に掲げる事項"), [("次に掲げる事項", [None])]),
    (PARAGRAPHS, ("4", "次に掲げる事項を報せる。\n・水\n・草"), [("次に掲げる事項", [])]),
    (PARAGRAPHS, ("4", "次に掲げる事項を報せる。\n乙は、守る。"), [("次に掲げる事項", [None])]),
    (ARTICLES, ("第３条", "（略）", ("２", "前項の定めによる。")), [("前項", [3])]),
    (PARAGRAPHS, ("4", "次の者", ("(1)", "次に掲げる者", ("ア", "甲")), ("(2)", "前号の者"), ("(3)", "前３号の者")), [("次の者", []), ("前号", []), ("前３号", [None])]),
    (PARAGRAPHS, ("5", "前項及び前各項"), [("前項及び前各項", [1, 2, 3, None])]),
    (PARAGRAPHS, ("4", "機器", ("(1)", "甲が貸す。"), ("(2)", "前項の機器を使う。")), [("前項", [4])]),
    (PARAGRAPHS, ("4", "機器", ("(1)", "前項による。")), [("前項", [3])]),
    (PARTS, ("第３", "第１から第２まで及び前項目"), [("第１から第２まで及び前項目", [1, 2])]),
    (PARTS, ("第３", "第２第２項、第２第３項"), [("第２第２項、第２第３項", [2, None])]),
    (PARTS, ("第３", "", ("１", "第２項の。"), ("２", "前項の。"), ("３", "前２項、第１の規定。")), [("第２項", [3]), ("前項", [3]), ("前２項、第１", [3, 1])]),
    (PARTS, ("第３", "乙は、守る。", ("２", "前項、第１項の定め")), [("前項、第１項", [3])]),
    (ARTICLES, ("第３条", "前条第１項、第２条第２項"), [("前条第１項、第２条第２項", [2])]),
    (ARTICLES, ("第３条", "第２条第２項第２号及び第３号"), [("第２条第２項第２号及び第３号", [2, None])]),
    (ARTICLES, ("第３条", "第２条の２及び第１条の２"), [("第２条の２及び第１条の２", [2, None])]),
    (ARTICLES, ("第３条", "前項、本条及び第１項"), [("前項、本条及び第１項", [3, None])]),
    (ARTICLES, ("第３条", "乙は、守る。", ("２", "前項、第３項")), [("前項、第３項", [3, None])]),
    (ARTICLES, ("第３条", "乙は、守る。\n前項の定めによる。\n前二項の定めによる。"), [("前項", [3]), ("前二項", [3])]),
    (ARTICLES, ("第３条", "第１条の定め。同条及び前条の定め。同条第２項"), [("第１条", [1]), ("同条及び前条", [1, 2]), ("同条第２項", [2, None])]),
    ([("(1)", "乙は、守る。")], ("(2)", "前号、第１号"), [("前号、第１号", [1])]),
    ([("1", "甲は、払う。"), ("3", "乙は、守る。")], ("4", "前項及び前２項、第１項から第３項まで"), [("前項及び前２項、第１項から第３項まで", [3, 1, None])]),
]  # fmt: skip


@pytest.mark.parametrize(("before", "last", "expected"), LEADS, ids=[str(row[1][:2]) for row in LEADS])
def test_leads(before: list[Tree], last: Tree, expected: list[tuple[str, list[object]]]) -> None:
    assert led(*before, last) == expected


LAWS = [
    # texts of clauses, the (law, resolved) of all references
    (["青葉区文書条例第3条", "同条例第4条"], [("青葉区文書条例", True), ("同条例", False)]),
    (["青葉区文書条例第3条及び同条例施行規則第4条"], [("青葉区文書条例", True), ("青葉区文書条例施行規則", True)]),
    (["青葉区文書条例に基づき、同条例第3条"], [("青葉区文書条例", True)]),
    (["車両法第26条第1項又は同条第2項"], [("車両法", True), ("車両法", True)]),
    (["青葉区文書条例（以下「条例」という。）", "条例第3条、条例施行規則第4条"], [("青葉区文書条例", True), ("青葉区文書条例施行規則", True)]),
    (["業務委託契約書（以下「契約書」という。）", "契約書第3条、同条第2項"], [("業務委託契約書", True), ("業務委託契約書", True)]),
    (["法第3条第8項"], [("法", False)]),
    (["この契約第3条"], [("この契約", True)]),
    (["車両法第3条による。同条及び第5条"], [("車両法", True), ("車両法", True)]),
]  # fmt: skip


@pytest.mark.parametrize(("texts", "expected"), LAWS)
def test_laws(texts: list[str], expected: list[tuple[str, bool]]) -> None:
    found = clauses(*((f"{number}", text) for number, text in enumerate(texts, 1)))
    resolve(found)
    references = [each for clause in found for each in clause.references]
    assert [(each.law, each.resolved) for each in references] == expected
    assert {each.kind for each in references} == {"law"}
    assert all(each.targets == [] for each in references)


def test_kinds() -> None:
    found = clauses(
        ("1", "乙は、守る。ただし、甲が許したときを除く。"), ("2", "前項ただし書", ("(1)", "乙")), ("3", "前項各号")
    )
    resolve(found)
    assert found[1].references == [Reference(text="前項ただし書", kind="proviso", targets=[1], resolved=True)]
    assert found[2].references == [Reference(text="前項各号", kind="items", targets=[2], resolved=True)]


def test_resolving_twice_is_the_same() -> None:
    found = clauses(("1", "乙は、守る。"), ("2", "前項"))
    resolve(found)
    once = [clause.model_copy(deep=True) for clause in found]
    resolve(found)
    assert found == once


@pytest.mark.parametrize("title", ["特記事項", "入札の条件"], ids=["of a kind", "unnamed"])
def test_what_leads_nowhere_is_a_finding(title: str, tmp_path: Path) -> None:
    path = tmp_path / "terms.txt"
    path.write_text(
        f"{title}\n１　乙は、古紙を集める。\n２　乙は、第９項を守る。\n３　乙は、法第３条及び前項を守る。\n",
        encoding="utf-8",
    )
    document = extract(path)
    found = [finding for finding in document.findings if finding.code == "unresolved_reference"]
    assert [finding.record for finding in found] == [
        "/clause_sets/0/clauses/1/references/0",
        "/clause_sets/0/clauses/2/references/0",
    ]
    assert [finding.message for finding in found] == [
        "第９項 in clause ２ leads nowhere",
        "法第３条 in clause ３ is of a text that the set does not name: 法",
    ]
    assert {finding.severity for finding in found} == {"warning"}
    assert found[0].spans == document.clause_sets[0].clauses[1].spans


def test_an_empty_set() -> None:
    assert resolve([]) == []
