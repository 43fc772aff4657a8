"""Mapping files, what they are asked, and which ward a paper is from."""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import pytest

from kaigi_extract import extract
from kaigi_extract.errors import InvalidMapping
from kaigi_extract.records import Category
from kaigi_extract.text import Citation
from kaigi_extract.wards import (
    About,
    CitedLaws,
    Vocabulary,
    Ward,
    article_crosswalk,
    bundled_wards,
    check_ward,
    common_words,
    identify_ward,
    known_laws,
    load_ward,
    material_number,
)
from kaigi_extract.wards.toml_lines import KeyPath, Origin, lines_of

MIDORI = """\
id = "midori"
name = "みどり区"
code = "139999"
councils = ["資源審議会"]

[[ordinances]]
id = "midori-old"
name = "みどり区旧資源条例"
until = 2010-03-31

[[ordinances]]
id = "midori-new"
name = "みどり区資源条例"
since = 2010-04-01

[[articles]]
article = 14
category = "other"

[[articles]]
article = 14
paragraph = 1
category = "outsourcing"

[[articles]]
article = 14
paragraph = 1
item = 4
category = "linkage"

[[articles]]
article = 20
category = "secondary_use"
until = 2015-03-31

[[articles]]
article = 20
category = "external_provision"
since = 2015-04-01

[[articles]]
article = 61
branches = [8, 2]
category = "system_development"

[[titles]]
category = "linkage"
words = ["結合"]

[[titles]]
category = "outsourcing"
words = ["委託"]

[sheet]
material = ["資料", "別添"]

[labels.cover]
title = ["件名"]

[labels.form]
title = ["件名"]
counterparty = ["委託先", "引受先(予定)"]
data_items = ["情報項目(だれの、どのような項目か)"]
content = ["委託の内容"]
reason = ["委託理由"]
"""
AOBA = MIDORI.replace("midori", "aoba").replace("みどり", "あおば").replace("139999", "139998")

Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def to_file(text: str) -> Path:
        path = tmp_path / "ward.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return to_file


@pytest.fixture
def midori(write: Write) -> Ward:
    return load_ward(write(MIDORI))


@pytest.fixture
def both(midori: Ward, write: Write) -> list[Ward]:
    return [midori, load_ward(write(AOBA))]


def answer(
    ward: Ward,
    article: int,
    branches: list[int],
    paragraph: int | None,
    item: int | None,
    day: datetime.date | None = None,
) -> About:
    """What an article of the ward's own ordinance is about."""
    laws = CitedLaws(ward, known_laws())
    citation = Citation(None, article, tuple(branches), paragraph, item, 0, 0, "")
    return laws.about(laws.cited(None, day), citation, day)


def about(ward: Ward, *cited: Any) -> Category | None:
    return next(iter(answer(ward, *cited).categories), None)


def places(ward: Ward, *cited: Any) -> str | None:
    return answer(ward, *cited).places


class TestArticles:
    @pytest.mark.parametrize(
        ("article", "branches", "paragraph", "item", "day", "category"),
        [
            (14, [], None, None, None, "other"),
            (14, [], 1, None, None, "outsourcing"),
            (14, [], 1, 4, None, "linkage"),
            (14, [], 1, 3, None, "outsourcing"),
            (14, [], 2, None, None, "other"),
            (14, [], 2, 4, None, "other"),
            (14, [2], 1, None, None, None),
            (15, [], None, None, None, None),
            (61, [8, 2], 1, None, None, "system_development"),
            (61, [8], None, None, None, None),
            (61, [], None, None, None, None),
            (20, [], None, None, datetime.date(2015, 3, 31), "secondary_use"),
            (20, [], None, None, datetime.date(2015, 4, 1), "external_provision"),
            (20, [], None, None, None, None),  # two answers are none
        ],
    )
    def test_category(
        self,
        midori: Ward,
        article: int,
        branches: list[int],
        paragraph: int | None,
        item: int | None,
        day: datetime.date | None,
        category: Category | None,
    ) -> None:
        assert about(midori, article, branches, paragraph, item, day) == category


class TestOrdinances:
    @pytest.mark.parametrize(
        ("name", "day", "found"),
        [
            ("みどり区資源条例", None, "midori-new"),
            ("みどり区旧資源条例", None, "midori-old"),
            ("みどり区　資源 条例", None, "midori-new"),
            ("みどり区環境条例", None, None),
            (None, datetime.date(2010, 3, 31), "midori-old"),
            (None, datetime.date(2010, 4, 1), "midori-new"),
            (None, None, None),
        ],
    )
    def test_by_name_or_day(self, midori: Ward, name: str | None, day: datetime.date | None, found: str | None) -> None:
        assert CitedLaws(midori, known_laws()).cited(name, day).id == found


class TestLabels:
    @pytest.mark.parametrize(
        ("label", "name"),
        [
            ("件名", "title"),
            ("件　　名", "title"),
            ("１　件　名", "title"),
            ("(1) 件名", "title"),
            ("①件名", "title"),
            ("委託先", "counterparty"),
            ("委託先※6", "counterparty"),
            ("委託先：", "counterparty"),
            ("引受先（予定）", "counterparty"),
            ("引受先", "counterparty"),
            ("情報項目（だれの、どのような項目か）", "data_items"),
            ("情報項目\n（だれの，どのような項目か）", "data_items"),
            ("情報項目", "data_items"),
            ("委託先（候補）", "counterparty"),
            ("委託", None),
            ("委託先の名称", None),
            ("", None),
        ],
    )
    def test_field(self, midori: Ward, label: str, name: str | None) -> None:
        assert midori.field("form", label) == name

    def test_parts_are_apart(self, midori: Ward) -> None:
        assert (midori.field("cover", "委託先"), midori.field("cover", "件名")) == (None, "title")

    @pytest.mark.parametrize(
        ("title", "category"),
        [("古紙回収の委託について", "outsourcing"), ("委託に伴う結合について", "linkage"), ("古紙について", None)],
    )
    def test_category_of_title(self, midori: Ward, title: str, category: Category | None) -> None:
        assert midori.category_of_title(title) == category

    @pytest.mark.parametrize(
        ("text", "known"),
        [
            ("件　名", "label"),
            ("委託", "start"),
            ("情報項目（だれ", "start"),
            ("古紙", None),
            ("委託先" * 30, None),
            ("", None),
        ],
    )
    def test_vocabulary(self, both: list[Ward], text: str, known: Literal["label", "start"] | None) -> None:
        assert Vocabulary(both).knows(text) == known


class TestMarks:
    @pytest.mark.parametrize(
        ("text", "number"),
        [
            ("資料1", "1"),
            ("資料１０－１", "10-1"),
            ("資 料 ３", "3"),
            ("資料No.2", "2"),
            ("資料第４号", "4"),
            ("【資料５】", "5"),
            ("資料3‐2", "3-2"),
            ("資料", None),
            ("資料1のとおり", None),
            ("別添資料1", None),
            ("第1資料", None),
        ],
    )
    def test_number(self, text: str, number: str | None) -> None:
        assert material_number(text, "資料") == number

    def test_words_of_the_mapping(self, midori: Ward) -> None:
        vocabulary = Vocabulary([midori])
        assert [vocabulary.is_mark(text) for text in ("資料１", "別添２", "参考３")] == [True, True, False]


ORDINANCE, COUNCIL = "みどり区資源条例第14条", "みどり区資源審議会"
LABELS = ["件名", "委託先", "委託の内容", "委託理由"]


class TestIdentify:
    @pytest.mark.parametrize(
        ("text", "labels", "ward", "words"),
        [
            (ORDINANCE, [], "midori", "みどり区資源条例"),
            (COUNCIL, [], "midori", "みどり区資源審議会"),
            ("みどり区", LABELS, "midori", "みどり区"),
            ("みどり区", [*LABELS[:2], "備考", "摘要"], "midori", "みどり区"),
            ("みどり区", [LABELS[0], "備考", "摘要"], None, None),
            ("みどり区", [], None, None),
            ("", LABELS, None, None),
            ("あおば区資源条例みどり区資源審議会", [], "aoba", "あおば区資源条例"),
            ("みどり区資源条例あおば区資源条例", [], None, None),
            ("みどり区あおば区", LABELS, None, None),
            ("みどり区旧資源条例", [], "midori", "みどり区旧資源条例"),
            ("資源条例", [], None, None),
        ],
    )
    def test_ward(self, both: list[Ward], text: str, labels: list[str], ward: str | None, words: str | None) -> None:
        found = identify_ward(text, labels, both)
        assert (found.ward.id if found.ward else None, found.words) == (ward, words)

    def test_two_candidates_are_named(self, both: list[Ward]) -> None:
        found = identify_ward("みどり区資源条例あおば区資源条例", [], both)
        assert "みどり区" in found.reason
        assert "あおば区" in found.reason
        assert "--ward" in found.reason

    def test_none_says_what_to_do(self, both: list[Ward]) -> None:
        assert "--ward" in identify_ward("", [], both).reason


MISTAKES: dict[str, tuple[str, int | None, str, str]] = {
    "a word for a number": (MIDORI.replace("article = 61", 'article = "六十一"'), 42, "articles.5.article", "integer"),
    "a number for a word": (MIDORI.replace('name = "みどり区"', "name = 5"), 2, "name", "string"),
    "a word for a list": (MIDORI.replace('["委託理由"]', '"委託理由"'), 65, "labels.form.reason", "list"),
    "an unknown field": (
        MIDORI.replace("reason =", "raison ="),
        65,
        "labels.form.raison",
        "raison is not known; reason is meant?",
    ),
    "an unknown key": (
        MIDORI.replace('code = "139999"', 'town = "1"'),
        3,
        "town",
        "one of the keys id, name, names, code, notes, unknown, councils, ordinances",
    ),
    "an unknown part": (
        MIDORI + '\n[labels.back]\ntitle = ["件名"]\n',
        67,
        "labels.back",
        "one of the keys cover, outline, form, registers",
    ),
    "an unknown category": (
        MIDORI.replace('"secondary_use"', '"second"'),
        33,
        "articles.3.category",
        "'secondary_use'",
    ),
    "a council that is no name and no table": (
        MIDORI.replace('["資源審議会"]', "[7]"),
        4,
        "councils.0",
        "a table, not 7",
    ),
    "an unknown key of a council": (
        MIDORI.replace('["資源審議会"]', '[{name = "資源審議会", roles = "hearing"}]'),
        4,
        "councils.0.roles",
        "roles is not known; role is meant?",
    ),
    "an article of a law that nobody lists": (
        MIDORI.replace("article = 61", 'ordinance = "midori-law"\narticle = 61'),
        42,
        "articles.5.ordinance",
        "the id of one of the [[ordinances]] or of a law, not midori-law",
    ),
    "a successor that nobody lists": (
        MIDORI.replace("until = 2010-03-31", 'until = 2010-03-31\nsuccessor = "midori-next"'),
        10,
        "ordinances.0.successor",
        "not midori-next",
    ),
    "an ordinance with the id of a law": (
        MIDORI.replace('id = "midori-new"', 'id = "number-act"'),
        12,
        "ordinances.1.id",
        "number-act is another ordinance's",
    ),
    "no category in the list": (
        MIDORI.replace('category = "secondary_use"', "category = []"),
        33,
        "articles.3.category",
        "at least one value",
    ),
    "one of several categories that is unknown": (
        MIDORI.replace('category = "secondary_use"', 'category = ["secondary_use", "second"]'),
        33,
        "articles.3.category.1",
        "'secondary_use'",
    ),
    "a code too short": (
        MIDORI.replace("139999", "1399"),
        3,
        "code",
        "six digits of a local government code, not '1399'",
    ),
    "an id with capitals": (
        MIDORI.replace('id = "midori"', 'id = "Midori"'),
        1,
        "id",
        "small letters, digits, - and _ after a first small letter, not 'Midori'",
    ),
    "no name": (MIDORI.replace('name = "みどり区"\n', ""), None, "name", "required"),
    "no date": (
        MIDORI.replace("until = 2015-03-31", 'until = "spring"'),
        34,
        "articles.3.until",
        "a date such as 2023-03-31",
    ),
    "no equals sign": (MIDORI.replace("article = 61", "article 61"), 42, "file", "TOML"),
    "an open quotation": (MIDORI.replace('"みどり区"', '"みどり区', 1), 2, "file", "TOML"),
    "a key twice": (MIDORI.replace('code = "139999"', 'id = "other"'), 3, "file", "TOML"),
    "a ward without a paper": ("", None, "id", "required"),
    "no article": (MIDORI.replace("article = 61\n", ""), 41, "articles.5.article", "required"),
    "no id of the second ordinance": (MIDORI.replace('id = "midori-new"\n', ""), 11, "ordinances.1.id", "required"),
    "a number among labels": (
        MIDORI.replace('"引受先(予定)"]', "\n  # its other name\n  7]"),
        64,
        "labels.form.counterparty.1",
        "a valid string, not 7",
    ),
    "a category twice wrong": (
        MIDORI.replace('category = "outsourcing"\nwords', 'category = "gaibu"\nwords'),
        51,
        "titles.1.category",
        "'outsourcing'",
    ),
    "a list for a table": (
        MIDORI.replace("[[ordinances]]", "[ordinances]", 1)
        .replace('id = "midori-new"\n', "")
        .replace("[[ordinances]]\nname", "[other]\nname"),
        6,
        "ordinances",
        "list",
    ),
    "a day that is none": (MIDORI.replace("2010-03-31", "2010-02-31"), 9, "file", "TOML"),
    "until before since": (
        MIDORI.replace("since = 2010-04-01", "since = 2010-04-01\nuntil = 2009-01-01"),
        15,
        "ordinances.1.until",
        "a day after since (2010-04-01), not 2009-01-01",
    ),
    "one label for two fields": (
        MIDORI.replace('["委託理由"]', '["委託理由", "１ 件　名"]'),
        65,
        "labels.form.reason.1",
        "it stands under title too",
    ),
    "an empty label": (MIDORI.replace('["委託理由"]', '["　"]'), 65, "labels.form.reason.0", "not an empty text"),
    "an id twice": (MIDORI.replace("midori-new", "midori-old"), 12, "ordinances.1.id", "another ordinance's"),
    "yes for a number": (MIDORI.replace("paragraph = 1", "paragraph = true", 1), 22, "articles.1.paragraph", "integer"),
    "a day in quotation marks": (
        MIDORI.replace("2015-03-31", '"2015-03-31"'),
        34,
        "articles.3.until",
        "without quotation marks",
    ),
    "a list without an end": (MIDORI.replace('["委託理由"]', '["委託理由"'), 65, "file", "TOML"),
}


class TestMistakes:
    @pytest.mark.parametrize(("text", "line", "key", "expected"), MISTAKES.values(), ids=MISTAKES)
    def test_file_line_key_and_what_was_expected(
        self, write: Write, text: str, line: int | None, key: str, expected: str
    ) -> None:
        path = write(text)
        with pytest.raises(InvalidMapping) as caught:
            load_ward(path)
        error = caught.value
        assert (error.path, error.key) == (str(path), key)
        assert expected in error.expected
        assert error.line == line
        assert error.exit_code == 5
        assert str(path) in str(error)

    def test_no_such_file(self, tmp_path: Path) -> None:
        with pytest.raises(InvalidMapping, match="readable UTF-8 file"):
            load_ward(tmp_path / "none.toml")

    def test_another_encoding(self, tmp_path: Path) -> None:
        path = tmp_path / "ward.toml"
        path.write_bytes(MIDORI.encode("cp932"))
        with pytest.raises(InvalidMapping, match="readable UTF-8 file"):
            load_ward(path)

    def test_all_mistakes_in_the_order_of_the_file(self, write: Write) -> None:
        text = MIDORI.replace("article = 61", "article = true").replace("139999", "13").replace("reason =", "raison =")
        ward, mistakes = check_ward(write(text))
        assert ward is None
        assert [(mistake.line, mistake.key) for mistake in mistakes] == [
            (3, "code"),
            (42, "articles.5.article"),
            (65, "labels.form.raison"),
        ]

    def test_none(self, write: Write) -> None:
        ward, mistakes = check_ward(write("\ufeff" + MIDORI))  # as Windows editors begin a file
        assert (ward.id if ward else None, mistakes) == ("midori", [])


TOML = """\
a.b = 1.5 # [x]
"c" = ["x", # no
 "y", [1,
 2]]
[[t]]
n = \"\"\"
[[t]]
m = 1
\"\"\"
[[t.u]]
k = {a = "}", b = [1]}
[[t]]
[t.v]
w = ['#', "\\"]"]
z = 2000-01-01
"""


class TestLines:
    @pytest.mark.parametrize(
        ("path", "line"),
        [
            (("a", "b"), 1),
            (("c",), 2),
            (("c", 0), 2),
            (("c", 1), 3),
            (("c", 2, 0), 3),
            (("c", 2, 1), 4),
            (("t", 0), 5),
            (("t", 0, "n"), 6),
            (("t", 0, "u", 0), 10),
            (("t", 0, "u", 0, "k", "b"), 11),
            (("t", 0, "u", 0, "missing"), 10),
            (("t", 1), 12),
            (("t", 1, "v"), 13),
            (("t", 1, "v", "w", 1), 14),
            (("t", 1, "v", "z"), 15),
            (("missing",), None),
        ],
    )
    def test_line(self, path: KeyPath, line: int | None) -> None:
        tomllib.loads(TOML)
        assert Origin("w.toml", lines_of(TOML)).line(*path) == line

    def test_of_labels_articles_and_title_words(self, midori: Ward) -> None:
        origin = midori.origin
        assert origin.line(*midori.label_path("form", "２　引受先（予定）") or ()) == 62
        assert midori.label_path("cover", "引受先") is None
        assert places(midori, 14, [], 1, 4) == f"{origin.path}:25"
        assert places(midori, 20, [], None, None) == f"{origin.path}:31 {origin.path}:36"
        assert midori.title_path("古紙回収の委託について") == (1, 0)
        assert origin.place("titles", 1, "words", 0) == f"{origin.path}:52"


class TestCrosswalk:
    def test_rows_by_category_ward_and_article(self, both: list[Ward]) -> None:
        rows = [(row.category, row.ward, row.article, row.since, row.until) for row in article_crosswalk(both).rows]
        day = datetime.date
        assert [row for row in rows if row[1] == "midori"] == [
            ("outsourcing", "midori", "第14条第1項", None, None),
            ("linkage", "midori", "第14条第1項第4号", None, None),
            ("secondary_use", "midori", "第20条", None, day(2015, 3, 31)),
            ("external_provision", "midori", "第20条", day(2015, 4, 1), None),
            ("system_development", "midori", "第61条の8の2", None, None),
            ("other", "midori", "第14条", None, None),
        ]
        assert [row[:2] for row in rows[:4]] == [
            ("outsourcing", "aoba"),
            ("outsourcing", "midori"),
            ("linkage", "aoba"),
            ("linkage", "midori"),
        ]

    def test_an_article_holds_as_long_as_its_ordinance(self, write: Write) -> None:
        text = MIDORI.replace("since = 2010-04-01", "since = 2010-04-01\nuntil = 2022-03-31")
        text = text.replace("until = 2010-03-31", "since = 1999-01-01\nuntil = 2010-03-31")
        rows = {row.article: (row.since, row.until) for row in article_crosswalk([load_ward(write(text))]).rows[:2]}
        day = datetime.date
        assert rows["第14条第1項"] == (day(1999, 1, 1), day(2022, 3, 31))

    def test_what_a_mapping_knows(self, midori: Ward) -> None:
        known = article_crosswalk([midori]).wards[0]
        assert (known.id, known.name, known.code, known.mapping) == ("midori", "みどり区", "139999", midori.origin.path)
        assert (known.articles, known.title_words, known.minutes_words) == (6, 2, 0)
        assert known.labels == {"cover": 1, "outline": 0, "form": 6, "registers": 0}


class TestPartialMapping:
    """世田谷: what is known, and nothing more."""

    @pytest.mark.parametrize(
        ("article", "before", "since"),
        [
            (12, "outsourcing", "other"),
            (13, None, None),
            (14, "other", None),
            (15, "secondary_use", None),
            (16, "external_provision", None),
            (17, None, None),
            (18, "linkage", None),
        ],
    )
    def test_articles(self, article: int, before: Category | None, since: Category | None) -> None:
        """The ordinance was rewritten under its name: without a day nothing says which of the two is meant."""
        ward = next(ward for ward in bundled_wards() if ward.code == "131121")
        assert about(ward, article, [], None, None, datetime.date(2016, 2, 8)) == before
        assert about(ward, article, [], None, None, datetime.date(2024, 5, 1)) == since
        assert about(ward, article, [], None, None) is None

    def test_unknown_is_empty(self) -> None:
        ward = next(ward for ward in bundled_wards() if ward.code == "131121")
        assert (ward.sheet.heading, list(ward.known_labels())) == ([], ["委託の件名"])

    def test_at_work(self, tmp_path: Path) -> None:
        path = tmp_path / "paper.txt"
        rows = "委託の件名\t図書の配送\n頼む先\tすみれ運輸"
        path.write_text(f"図書の配送について\n（世田谷区個人情報保護条例第12条関係）\n{rows}", encoding="utf-8")
        document = extract(path, date=datetime.date(2016, 2, 8))
        assert document.ward == "setagaya"
        [case] = document.cases
        assert [(b.article, b.category, b.ordinance_id) for b in case.bases] == [
            (12, "outsourcing", "setagaya-personal-information")
        ]
        assert [(form.title, [extra.label for extra in form.extra]) for form in case.forms] == [
            ("図書の配送", ["頼む先"])
        ]
        assert [finding.code for finding in document.findings] == ["unmapped_label"]


class TestBundled:
    def test_each_bundled_mapping_loads(self) -> None:
        wards = bundled_wards()
        assert "shinjuku" in [ward.id for ward in wards]
        assert len({ward.id for ward in wards}) == len(wards)
        assert all(ward.name.endswith(("区", "市", "町", "村", "都")) for ward in wards)

    def test_no_label_means_two_things(self) -> None:
        for ward in bundled_wards():
            for part in (ward.labels.cover, ward.labels.outline, ward.labels.form):
                keys = [(label, name) for name, labels in part.model_dump().items() for label in labels]
                assert len({label for label, _ in keys}) == len(keys), ward.id
                for label, name in keys:
                    kind: Literal["cover", "outline", "form"] = (
                        "cover" if part is ward.labels.cover else "outline" if part is ward.labels.outline else "form"
                    )
                    assert ward.field(kind, label) == name

    def test_common_words(self) -> None:
        common = common_words()
        assert {words.kind for words in common.clause_sets} >= {"special_terms", "specification", "statute"}
        assert ("甲", "乙") in [(pair.principal, pair.contractor) for pair in common.parties]

    def test_no_ward_is_named_in_code(self) -> None:
        folder = Path(__file__).parents[1] / "kaigi_extract"
        wards = [ward for ward in bundled_wards() if not ward.name.endswith("都")]  # it stands before any ward's name
        names = {name for ward in wards for name in (ward.id, ward.name)}
        code = {path: path.read_text(encoding="utf-8") for path in folder.rglob("*.py")}
        for path, text in code.items():
            outside = [line for line in text.split("\n") if any(f'"{name}"' in line for name in names)]
            assert [line for line in outside if '""' not in line and "such as" not in line] == [], path
