"""Which law a citation is of, and what its article is about: by names, short names, definitions, lists and days.

若草区 never was. Its ordinance was rewritten in 2023 and kept its name; a third one is about information and has a dot.
"""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from kaigi_extract import Document, extract
from kaigi_extract.explain import explain
from kaigi_extract.wards import known_laws, load_ward
from tests.composed_forms import FORMATS

WAKAKUSA = """\
id = "wakakusa"
name = "若草区"
councils = ["若草区個人情報保護審議会"]

[[ordinances]]
id = "old"
name = "東京都若草区個人情報保護条例"
short = ["保護条例"]
since = 1995-04-01
until = 2023-03-31
successor = "new"

[[ordinances]]
id = "open"
name = "若草区情報公開・個人情報開示条例"
number = "平成9年若草区条例第25号"

[[ordinances]]
id = "new"
name = "若草区個人情報保護条例"
since = 2023-04-01

[[ordinances]]
id = "practice"
name = "若草区個人情報の保護に関する法律施行条例"
since = 2023-04-01

[[ordinances]]
id = "numbers"
name = "若草区個人番号の利用並びに特定個人情報の保護及び提供に関する条例"

[[articles]]
article = 12
category = "outsourcing"
until = 2023-03-31

[[articles]]
article = 12
category = "notice"
since = 2023-04-01

[[articles]]
article = 18
paragraph = 2
category = "linkage"
until = 2023-03-31

[[articles]]
article = 25
category = ["secondary_use", "external_provision"]
until = 2023-03-31

[[articles]]
ordinance = "open"
article = 26
category = "camera"

[[articles]]
ordinance = "practice"
article = 6
category = "registration"

[[articles]]
ordinance = "numbers"
article = 4
category = "impact_assessment"

[[articles]]
ordinance = "administrative-procedure-act"
article = 39
category = "sensitive_collection"

[[titles]]
category = ["secondary_use", "external_provision"]
words = ["融通"]

[sheet]
heading = ["付議書"]
bases = ["付議の根拠"]
consultation = ["諮問"]
report = ["報告"]

[labels.cover]
title = ["件名"]
department = ["担当"]
"""
THEN, NOW = "2019-06-05", "2024-09-03"
OLD, NEW = "若草区個人情報保護条例", "若草区個人情報保護条例"
ACT, THE_ACT = "個人情報の保護に関する法律", "personal-information-act"

Read = tuple[str | None, str | None, int, str | None]
"""Of a basis: what is printed before it, the id of its law, its article and its category."""

CITED: list[tuple[str, str | None, list[Read]]] = [
    # what is printed, the day, the bases
    # -- the ward's own, by its names
    (f"{OLD}第12条", THEN, [(OLD, "old", 12, "outsourcing")]),
    (f"東京都{OLD}第12条", THEN, [(f"東京都{OLD}", "old", 12, "outsourcing")]),
    (f"{NEW}第12条", NOW, [(NEW, "new", 12, "notice")]),
    (f"{OLD}第12条", None, [(OLD, None, 12, None)]),
    (f"{OLD}第18条第2項", NOW, [(OLD, "new", 18, None)]),
    ("保護条例第12条", NOW, [("保護条例", "old", 12, "outsourcing")]),
    ("個人情報保護条例第12条", THEN, [("個人情報保護条例", "old", 12, "outsourcing")]),
    ("区個人情報保護条例第12条", NOW, [("区個人情報保護条例", "new", 12, "notice")]),
    ("若草区個人情報保護条例 第 12 条", THEN, [(OLD, "old", 12, "outsourcing")]),
    ("若草区個人情報保護条例（平成７年若草区条例第３号。以下「条例」という。）第十八条第二項", THEN, [(OLD, "old", 18, "linkage")]),
    # -- pronouns
    ("条例第12条", THEN, [("条例", "old", 12, "outsourcing")]),
    ("本条例第12条", NOW, [("本条例", "new", 12, "notice")]),
    ("旧条例第12条", NOW, [("旧条例", "old", 12, "outsourcing")]),
    ("第12条", THEN, [(None, "old", 12, "outsourcing")]),
    ("第12条", NOW, [(None, "new", 12, "notice")]),
    ("第12条", "1990-01-01", [(None, None, 12, None)]),
    ("条例第12条", None, [("条例", None, 12, None)]),
    # -- lists: the name is carried
    (f"{OLD}第12条及び第18条第2項の規定", THEN, [(OLD, "old", 12, "outsourcing"), (OLD, "old", 18, "linkage")]),
    (f"{OLD}第12条第1項、第18条第2項並びに第25条", THEN, [(OLD, "old", 12, "outsourcing"), (OLD, "old", 18, "linkage"), (OLD, "old", 25, "secondary_use")]),
    (f"{OLD}第12条（委託）・第25条（目的外）", THEN, [(OLD, "old", 12, "outsourcing"), (OLD, "old", 25, "secondary_use")]),
    ("番号法第12条又は第25条", THEN, [("番号法", None, 12, None), ("番号法", None, 25, None)]),
    ("地方自治法第12条から第18条まで", THEN, [("地方自治法", None, 12, None), ("地方自治法", None, 18, None)]),
    ("番号法第19条第8号及び条例第12条", THEN, [("番号法", None, 19, None), ("条例", "old", 12, "outsourcing")]),
    (f"{OLD}第3条及び同条例第12条", THEN, [(OLD, "old", 3, None), ("同条例", "old", 12, "outsourcing")]),
    ("住民基本台帳法第7条及び同法第12条", THEN, [("住民基本台帳法", None, 7, None), ("同法", None, 12, None)]),
    ("番号法第9条に掲げる事務のため第12条", THEN, [("番号法", None, 9, None), (None, None, 12, None)]),
    # -- dots, and 及び inside of a name
    ("若草区情報公開・個人情報開示条例第26条", THEN, [("若草区情報公開・個人情報開示条例", "open", 26, "camera")]),
    ("若草区情報公開・個人情報開示条例（平成9年若草区条例第25号）第26条、第27条", None, [("若草区情報公開・個人情報開示条例", "open", 26, "camera"), ("若草区情報公開・個人情報開示条例", "open", 27, None)]),
    ("地方自治法・若草区個人情報保護条例第12条", THEN, [(OLD, "old", 12, "outsourcing")]),
    ("若草区個人番号の利用並びに特定個人情報の保護及び提供に関する条例第4条", NOW, [("若草区個人番号の利用並びに特定個人情報の保護及び提供に関する条例", "numbers", 4, "impact_assessment")]),
    ("若草区個人番号の利用ならびに特定個人情報の保護および提供に関する条例第4条", NOW, [("若草区個人番号の利用ならびに特定個人情報の保護および提供に関する条例", "numbers", 4, "impact_assessment")]),
    # -- the act, and what only sounds like it
    (f"{ACT}第69条第2項第2号", NOW, [(ACT, THE_ACT, 69, "secondary_use")]),
    (f"{ACT}（平成15年法律第57号）第69条第1項", NOW, [(ACT, THE_ACT, 69, "secondary_use")]),
    ("個人情報保護法第69条第2項第3号", NOW, [("個人情報保護法", THE_ACT, 69, "external_provision")]),
    ("法第66条第2項第1号", NOW, [("法", THE_ACT, 66, "outsourcing")]),
    ("法第66条第2項第1号", None, [("法", None, 66, None)]),
    ("個人情報保護法第66条第1項", NOW, [("個人情報保護法", THE_ACT, 66, None)]),
    ("個人情報保護法第69条第2項第3号", THEN, [("個人情報保護法", THE_ACT, 69, None)]),
    ("若草区個人情報の保護に関する法律施行条例第6条", NOW, [("若草区個人情報の保護に関する法律施行条例", "practice", 6, "registration")]),
    ("個人情報の保護に関する法律施行条例第6条", NOW, [("個人情報の保護に関する法律施行条例", "practice", 6, "registration")]),
    ("紅葉区個人情報の保護に関する法律施行条例第69条", NOW, [("紅葉区個人情報の保護に関する法律施行条例", None, 69, None)]),
    ("個人情報の保護に関する法律施行令第69条", NOW, [("個人情報の保護に関する法律施行令", None, 69, None)]),
    ("行政機関個人情報保護法第8条", THEN, [("行政機関個人情報保護法", None, 8, None)]),
    # -- a law of all of which the ward lists an article
    ("行政手続法第39条", NOW, [("行政手続法", "administrative-procedure-act", 39, "sensitive_collection")]),
    # -- others
    ("紅葉区個人情報保護条例第12条", THEN, [("紅葉区個人情報保護条例", None, 12, None)]),
    ("若草区個人情報保護条例施行規則第12条", THEN, [("若草区個人情報保護条例施行規則", None, 12, None)]),
    ("紅葉町の文書条例第12条（業務委託）", THEN, [("紅葉町の文書条例", None, 12, None)]),
    ("区は、はるか市個人情報保護条例第12条", THEN, [("はるか市個人情報保護条例", None, 12, None)]),
    ("区の事務に基づくはるか市個人情報保護条例第12条", THEN, [("はるか市個人情報保護条例", None, 12, None)]),
    ("改正前の若草区個人情報保護条例第25条", THEN, [(OLD, "old", 25, "secondary_use")]),
]  # fmt: skip


@pytest.fixture
def mapping(tmp_path: Path) -> Path:
    path = tmp_path / "wakakusa.toml"
    path.write_text(WAKAKUSA, encoding="utf-8")
    return path


def cover(printed: str, title: str = "花の種の配布について", above: str = "") -> str:
    return f"若草区個人情報保護審議会　付議書\n{above}\n件名　{title}\n\n付議の根拠\n\n【諮問】\n\n◇{printed}\n\n（担当：花壇課）\n"


def read(folder: Path, text: str, mapping: Path, day: str | None = None) -> Document:
    path = folder / "paper.txt"
    path.write_text(text, encoding="utf-8")
    return extract(path, mapping=mapping, date=datetime.date.fromisoformat(day) if day else None)


def bases(document: Document) -> list[Read]:
    return [(one.ordinance, one.ordinance_id, one.article, one.category) for one in document.cases[0].bases]


@pytest.mark.parametrize(("printed", "day", "expected"), CITED, ids=[f"{text} {day}" for text, day, _ in CITED])
def test_the_law_and_its_article(
    printed: str, day: str | None, expected: list[Read], tmp_path: Path, mapping: Path
) -> None:
    assert bases(read(tmp_path, cover(printed), mapping, day)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{ACT}（平成15年法律第57号。以下「法」という。）第62条\n\n◇法第69条第2項第2号", (THE_ACT, "secondary_use")),
        ("番号法（以下「法」という。）第9条\n\n◇法第69条第2項第2号", (None, None)),
        ("紅葉区個人情報保護条例（以下「条例」という。）第3条\n\n◇条例第12条", (None, None)),
        (f"{OLD}（以下「保護の条例」という。）第3条\n\n◇保護の条例第12条", ("old", "outsourcing")),
        (f"{OLD}第3条\n\n◇同条例第12条", ("old", "outsourcing")),
    ],
)
def test_what_the_text_defines_is_nearer(
    text: str, expected: tuple[str | None, str | None], tmp_path: Path, mapping: Path
) -> None:
    document = read(tmp_path, cover(text), mapping, THEN if "条例" in text else NOW)
    assert (document.cases[0].bases[1].ordinance_id, document.cases[0].bases[1].category) == expected


def test_all_categories_of_an_article_and_of_a_title(tmp_path: Path, mapping: Path) -> None:
    (case,) = read(tmp_path, cover(f"{OLD}第12条及び第25条"), mapping, THEN).cases
    assert (case.category, case.categories) == ("outsourcing", ["outsourcing", "secondary_use", "external_provision"])
    (case,) = read(tmp_path, cover("地方自治法第2条", "花の種の融通について"), mapping, THEN).cases
    assert (case.category, case.categories) == ("secondary_use", ["secondary_use", "external_provision"])
    (case,) = read(tmp_path, cover("個人情報保護法第69条"), mapping, NOW).cases
    assert (case.category, case.categories) == ("secondary_use", ["secondary_use", "external_provision"])


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("平成31年4月5日", ("old", "outsourcing")),
        ("令和6年9月3日", ("new", "notice")),
        ("令和5年4月", ("new", "notice")),
        ("令和5年３月", ("old", "outsourcing")),
        ("令和5年度第2回若草区個人情報保護審議会", ("new", "notice")),
        ("令和4年度　第6回", ("old", "outsourcing")),
        ("令和5年度", (None, None)),
        ("", (None, None)),
    ],
)
def test_the_printed_day_decides(
    day: str, expected: tuple[str | None, str | None], tmp_path: Path, mapping: Path
) -> None:
    document = read(tmp_path, cover(f"{OLD}第12条", above=f"\n{day}\n"), mapping)
    assert (document.cases[0].bases[0].ordinance_id, document.cases[0].bases[0].category) == expected


def test_two_of_one_name_and_no_day_are_said(tmp_path: Path, mapping: Path) -> None:
    (finding,) = read(tmp_path, cover(f"{OLD}第12条"), mapping).findings
    assert (finding.code, finding.record) == ("value_unread", "/cases/0/bases/0/ordinance_id")
    assert "old or new" in finding.message
    assert read(tmp_path, cover(f"{OLD}第12条"), mapping, NOW).findings == []


def test_the_day_that_was_given_comes_before_the_printed_one(tmp_path: Path, mapping: Path) -> None:
    document = read(tmp_path, cover(f"{OLD}第12条", above="\n平成31年4月5日\n"), mapping, NOW)
    assert document.cases[0].bases[0].ordinance_id == "new"


LETTER = """\
諮問第４１号
{day}
若草区個人情報保護審議会
会長　野々村　菊　様
若草区長　花井　草子
花の種の配布について（諮問）
　若草区個人情報保護条例第12条及び第25条の規定に基づき、下記の事項について諮問します。
記
花の種の配布について
"""


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("平成31年4月5日", [("old", "outsourcing"), ("old", "secondary_use")]),
        ("令和6年9月3日", [("new", "notice"), ("new", None)]),
    ],
)
def test_a_letter_is_read_by_its_own_day(
    day: str, expected: list[tuple[str, str | None]], tmp_path: Path, mapping: Path
) -> None:
    (case,) = read(tmp_path, LETTER.format(day=day), mapping).cases
    assert [(one.ordinance_id, one.category) for one in case.bases] == expected


ROWS = [
    ("案件名", "花だよりの発送"),
    ("担当部署", "花壇課"),
    ("根拠条文", "若草区個人情報保護条例第12条第1項及び第18条第2項"),
    ("委託の相手", "株式会社すみれ"),
    ("委託する理由", "人手が足りないため"),
    ("扱う個人情報", "氏名、住所"),
    ("講じる措置", "特記事項を守らせる"),
]


@pytest.mark.parametrize("form", FORMATS)
def test_bases_in_a_row_of_any_tool(form: str, tmp_path: Path, mapping: Path) -> None:
    path = tmp_path / form
    FORMATS[form](path, ["若草区個人情報保護審議会　諮問事項", "平成31年4月5日"], ROWS)
    document = extract(path, mapping=mapping)
    assert (document.date, document.date_source) == (datetime.date(2019, 4, 5), "printed")
    assert [(one.ordinance_id, one.article, one.category) for one in document.cases[0].bases] == [
        ("old", 12, "outsourcing"),
        ("old", 18, "linkage"),
    ]


def test_the_laws_of_all_wards_have_ids_of_their_own_and_articles_of_listed_laws() -> None:
    laws = known_laws()
    ids = [law.id for law in laws.laws]
    assert len(ids) == len(set(ids))
    assert {article.ordinance for article in laws.articles} <= set(ids)
    assert {law.successor for law in laws.laws} - {None} <= set(ids)


def test_an_entry_of_a_ward_comes_before_those_of_the_law(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    act = '[[ordinances]]\nid = "act"\nname = "個人情報の保護に関する法律"\nsince = 2023-04-01\n'
    entry = '[[articles]]\narticle = 69\ncategory = "camera"\nsince = 2023-04-01\n'
    head, labels = WAKAKUSA.split("[[ordinances]]", maxsplit=1)[0], WAKAKUSA[WAKAKUSA.index("[sheet]") :]
    path.write_text(f"{head}{act}{entry}{labels}", encoding="utf-8")
    assert load_ward(path).articles[0].categories == ["camera"]
    document = read(tmp_path, cover("個人情報保護法第69条第2項第2号\n\n◇個人情報保護法第75条"), path, NOW)
    assert bases(document) == [("個人情報保護法", "act", 69, "camera"), ("個人情報保護法", "act", 75, "other")]


def test_explain_says_which_law_which_day_and_which_line(tmp_path: Path, mapping: Path) -> None:
    path = tmp_path / "paper.txt"
    path.write_text(cover("条例第12条", above="\n令和6年9月3日\n"), encoding="utf-8")
    reasons = {reason.record: reason for reason in explain(path, mapping=mapping).reasons}
    law, about = reasons["/cases/0/bases/0/ordinance_id"], reasons["/cases/0/bases/0/category"]
    assert law.because == "「条例」 is the ward's own: 若草区個人情報保護条例; the day is 2024-09-03"
    assert law.mapping == f"{mapping}:{line_of('new') - 1}"
    why = "the document cites article 12 of 若草区個人情報保護条例, which the mapping knows on 2024-09-03"
    assert about.because == why
    assert about.mapping == f"{mapping}:{line_of('notice') - 2}"
    assert reasons["/date"].because == "it is printed"


def line_of(word: str) -> int:
    """The line of the mapping that gives an id or a category this value."""
    lines = enumerate(WAKAKUSA.splitlines(), 1)
    return next(k for k, line in lines if line in (f'id = "{word}"', f'category = "{word}"'))
