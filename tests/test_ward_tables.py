"""`wards`: what is known of which ward, which law holds on a day, the crosswalk over time, and where it was seen."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
from rich.cells import cell_len

from kaigi_extract import load_ward, plot_articles
from kaigi_extract.cli import main
from kaigi_extract.show.terminal.wards import crosswalk_text
from kaigi_extract.wards import Laws, Ward, article_crosswalk, bundled_wards, known_laws, sourced_facts
from kaigi_extract.wards.coverage import coverage
from kaigi_extract.wards.in_force import in_force

KASUMI = """
id = "kasumi"
name = "かすみ区"
unknown = ["secondary_use", "minutes", "since_2023"]
councils = ["かすみ区文書審議会"]

[[councils]]
name = "かすみ区記録審議会"
since = 2015-04-01

[[ordinances]]
id = "kasumi-first"
name = "かすみ区文書条例"
until = 2015-03-31
successor = "kasumi-second"
source = ["https://kasumi.example/1"]

[[ordinances]]
id = "kasumi-second"
name = "かすみ区記録条例"
number = "平成27年条例第3号"
since = 2015-04-01
until = 2023-03-31
successor = "cloud-act"
source = ["https://kasumi.example/2", "inferred: the end, from the act"]

[[articles]]
ordinance = "kasumi-first"
article = 7
category = "outsourcing"
words = ["委託", "請負"]
source = ["https://kasumi.example/1"]

[[articles]]
ordinance = "kasumi-second"
article = 20
paragraph = 1
category = ["outsourcing", "external_provision"]
words = ["外に出すこと"]

[[articles]]
ordinance = "kasumi-second"
article = 3
branches = [2]
category = "other"
words = ["目録"]

[labels.form]
title = ["件の名"]
"""
LAWS = {
    "laws": [{"id": "cloud-act", "name": "雲に関する法律", "short": ["雲法"], "source": ["e-Gov"]}],
    "articles": [
        {
            "ordinance": "cloud-act", "article": 66, "paragraph": 2, "category": "outsourcing", "words": ["委託"],
            "since": datetime.date(2023, 4, 1),
        },
        {
            "ordinance": "cloud-act", "article": 75, "category": "other", "words": ["ファイル簿"],
            "since": datetime.date(2023, 4, 1),
        },
    ],
}  # fmt: skip
TABLE = [
    # category, ward, until 2015, until 2023, since then
    ["outsourcing", "かすみ区", ["第7条"], ["第20条第1項"], ["第66条第2項"]],
    ["external_provision", "かすみ区", [], ["第20条第1項"], []],
    ["other", "かすみ区", [], ["第3条の2"], []],
    ["other", None, [], [], ["第75条"]],
]
DAYS = [
    # day, laws, councils, articles
    ("2010-05-01", ["かすみ区文書条例"], ["かすみ区文書審議会"], ["第7条"]),
    ("2015-04-01", ["かすみ区記録条例"], ["かすみ区文書審議会", "かすみ区記録審議会"], ["第20条第1項", "第20条第1項", "第3条の2"]),
    ("2024-05-01", ["雲に関する法律"], ["かすみ区文書審議会", "かすみ区記録審議会"], ["第66条第2項", "第75条"]),
]  # fmt: skip


@pytest.fixture
def laws() -> Laws:
    return Laws.model_validate(LAWS)


@pytest.fixture
def kasumi(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, laws: Laws) -> Ward:
    monkeypatch.setattr("kaigi_extract.wards.load.known_laws", lambda: laws)
    text = KASUMI.replace('councils = ["かすみ区文書審議会"]\n', "")
    text = text.replace("[[councils]]\n", '[[councils]]\nname = "かすみ区文書審議会"\n\n[[councils]]\n', 1)
    (tmp_path / "kasumi.toml").write_text(text, encoding="utf-8")
    return load_ward(tmp_path / "kasumi.toml")


class TestCoverage:
    def test_known_sought_and_silent(self, kasumi: Ward) -> None:
        assert coverage(kasumi) == {
            "ordinance": "known",
            "outsourcing": "7,20-1",
            "secondary_use": "not found",
            "external_provision": "20-1",
            "other": "3の2",
            "council": "known",
            "since_2023": "not found",
            "labels": "1",
            "minutes": "not found",
        }

    @pytest.mark.parametrize(
        ("old", "new", "state"),
        [
            ("", "", "not found"),
            (', "since_2023"', "", None),
            (', "inferred: the end, from the act"', "", "known"),
            ("since = 2015-04-01\n\n[[ord", "since = 2023-04-01\n\n[[ord", "known"),
        ],
    )
    def test_what_rules_now(self, kasumi: Ward, tmp_path: Path, old: str, new: str, state: str | None) -> None:
        """A successor that is inferred was not seen; a council or an ordinance that began then was."""
        path = tmp_path / "kasumi.toml"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")
        assert coverage(load_ward(path)).get("since_2023") == state


class TestOverTime:
    def test_lanes_and_periods(self, kasumi: Ward, laws: Laws) -> None:
        known = article_crosswalk([kasumi], laws)
        assert [tuple(map(str, period)) for period in known.periods] == [
            ("None", "2015-03-31"),
            ("2015-04-01", "2023-03-31"),
            ("2023-04-01", "None"),
        ]
        lanes = [
            [lane.category, lane.name, *([row.article for row in cell] for cell in lane.cells)] for lane in known.lanes
        ]
        assert lanes == TABLE

    def test_a_beginning_that_was_seen_does_not_begin_the_others(self, kasumi: Ward, laws: Laws) -> None:
        """Of most ordinances it is not known since when they held: the first period has no first day."""
        since = kasumi.ordinances[0].model_copy(update={"since": datetime.date(1990, 4, 1)})
        other = kasumi.model_copy(update={"ordinances": [since, kasumi.ordinances[1]]})
        known = article_crosswalk([other], laws)
        assert len(known.periods) == 3
        assert known.lanes[0].cells[0][0].since == datetime.date(1990, 4, 1)

    def test_law_and_source_of_each_row(self, kasumi: Ward, laws: Laws) -> None:
        rows = [(row.ward, row.law, row.cited_as, row.source) for row in article_crosswalk([kasumi], laws).rows[:3]]
        assert rows == [
            ("kasumi", "kasumi-first", "かすみ区文書条例", ["https://kasumi.example/1"]),
            ("kasumi", "kasumi-second", "かすみ区記録条例", []),
            (None, "cloud-act", "雲法", []),
        ]

    @pytest.mark.parametrize(("day", "names", "councils", "articles"), DAYS)
    def test_on_a_day(
        self, kasumi: Ward, laws: Laws, day: str, names: list[str], councils: list[str], articles: list[str]
    ) -> None:
        known = article_crosswalk([kasumi], laws, datetime.date.fromisoformat(day))
        [there] = known.in_force
        assert (there.laws, there.councils) == (names, councils)
        assert [row.article for row in known.rows] == articles
        assert [period.since for period in known.periods] == [datetime.date.fromisoformat(day)]

    def test_a_successor_of_itself_ends(self, kasumi: Ward, laws: Laws) -> None:
        first = kasumi.ordinances[0].model_copy(update={"successor": "kasumi-first"})
        other = kasumi.model_copy(update={"ordinances": [first]})
        assert in_force(other, laws, datetime.date(2024, 1, 1)).laws == []

    @pytest.mark.parametrize(
        ("ward", "before", "category"),
        [("shinjuku", "第14条第1項", "outsourcing"), ("nerima", "第16条", "secondary_use")],
    )
    def test_the_change_of_2023(self, ward: str, before: str, category: str) -> None:
        """An article of the ordinance and one of the act stand in one lane."""
        known = article_crosswalk(bundled_wards(), known_laws())
        [lane] = [lane for lane in known.lanes if (lane.ward, lane.category) == (ward, category)]
        assert [row.article for row in lane.cells[0]] == [before]
        assert {row.law for row in lane.cells[-1]} == {"personal-information-act"}


class TestAsText:
    def test_coverage_in_both_languages(self, kasumi: Ward, laws: Laws) -> None:
        known = article_crosswalk([kasumi], laws)
        japanese, english = (crosswalk_text(known, False, lang).split("\n\n") for lang in ("ja", "en"))
        assert [line.split() for line in japanese[0].splitlines()] == [
            ["団体", "条例", "委託", "結合", "目的外", "提供", "他", "審議会", "2023〜", "様式", "会議録", "条項"],
            ["かすみ区", "有", "7,20-1", "-", "20-1", "1", "有", "-", "1", "-"],
        ]
        assert english[0].splitlines()[1].split() == [
            "かすみ区",
            "yes",
            "7,20-1",
            "-",
            "20-1",
            "1",
            "yes",
            "-",
            "1",
            "-",
        ]
        assert [line.split() for line in japanese[2].splitlines()] == [
            ["分類", "団体", "〜2015-03-31", "2015-04-01〜2023-03-31", "2023-04-01〜"],
            ["業務委託", "かすみ区", "第7条", "委託", "第20条第1項", "外に出すこと", "雲法第66条第2項", "委託"],
            ["外部提供", "かすみ区", "-", "第20条第1項", "外に出すこと", "-"],
            ["その他", "かすみ区", "-", "第3条の2", "目録", "-"],
            ["その他", "全団体", "-", "-", "雲法第75条", "ファイル簿"],
        ]

    @pytest.mark.parametrize("lang", ["ja", "en"])
    def test_fits_a_terminal_of_100_columns(self, monkeypatch: pytest.MonkeyPatch, lang: str) -> None:
        monkeypatch.setenv("COLUMNS", "100")
        text = crosswalk_text(article_crosswalk(bundled_wards(), known_laws()), True, lang)  # type: ignore[arg-type]
        lines = text.splitlines()
        assert max(map(cell_len, lines)) <= 100
        rows = lines[1 : 1 + len(bundled_wards())]
        assert [row.split()[0] for row in rows[:3]] == ["千代田区", "中央区", "港区"]
        assert rows[-1].startswith("東京都")

    def test_at_a_day(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["wards", "--at", "2024-05-01", "--lang", "en"]) == 0
        bodies, articles = capsys.readouterr().out.split("\n\n")
        rows = {line.split()[0]: line.split()[1:] for line in bodies.splitlines()}
        assert rows["body"] == ["law", "council"]
        assert rows["新宿区"] == ["個人情報の保護に関する法律", "情報公開・個人情報保護審議会"]
        assert rows["港区"][1].split("、")[0] == "港区情報公開・個人情報保護運営審議会"
        assert rows["墨田区"] == ["-", "-"]
        assert articles.splitlines()[0].split() == ["category", "body", "2024-05-01"]
        assert "第14条第1項 業務委託" not in articles

    def test_a_day_that_is_none(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["wards", "--at", "令和6年"]) == 2
        assert "a day such as 2024-05-01" in capsys.readouterr().err

    def test_at_a_day_as_json(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["wards", "--at", "2020-05-01", "--format", "json"]) == 0
        known = json.loads(capsys.readouterr().out)
        assert known["at"] == "2020-05-01"
        [koto] = [ward for ward in known["in_force"] if ward["ward"] == "koto"]
        assert koto["laws"] == ["江東区個人情報保護条例"]
        assert {row["until"] for row in known["rows"] if row["ward"] == "shinjuku"} == {"2023-03-31"}


class TestSources:
    def test_each_fact_with_its_source(self, kasumi: Ward) -> None:
        facts = [(fact.table, fact.fact, fact.source) for fact in sourced_facts(kasumi)]
        assert facts == [
            ("name", "かすみ区", []),
            ("councils", "かすみ区文書審議会", []),
            ("councils", "かすみ区記録審議会 2015-04-01〜", []),
            ("ordinances", "かすみ区文書条例 〜2015-03-31 → kasumi-second", ["https://kasumi.example/1"]),
            (
                "ordinances",
                "かすみ区記録条例 平成27年条例第3号 2015-04-01〜2023-03-31 → cloud-act",
                ["https://kasumi.example/2", "inferred: the end, from the act"],
            ),
            ("articles", "かすみ区文書条例第7条 委託、請負 outsourcing", ["https://kasumi.example/1"]),
            ("articles", "かすみ区記録条例第20条第1項 外に出すこと outsourcing external_provision", []),
            ("articles", "かすみ区記録条例第3条の2 目録 other", []),
            ("labels.form", "title: 件の名", []),
        ]
        places = {fact.table: fact.place for fact in sourced_facts(kasumi)}
        text = Path(kasumi.origin.path).read_text(encoding="utf-8").splitlines()
        place, line = places["labels.form"].rsplit(":", 1)
        assert (place, text[int(line) - 1]) == (kasumi.origin.path, 'title = ["件の名"]')

    @pytest.mark.parametrize("asked", ["minato", "港区", "131032"])
    def test_of_one_ward(self, capsys: pytest.CaptureFixture[str], asked: str) -> None:
        assert main(["wards", "--sources", asked]) == 0
        lines = capsys.readouterr().out.splitlines()
        assert lines[0] == "minato"
        at = lines.index("  ordinances: 港区個人情報の保護に関する法律施行条例 2023-04-01〜")
        assert lines[at + 1] == "      広報みなと 2023-01-21 (mykoho.jp)"
        assert "koto" not in lines

    def test_of_all_and_of_the_laws(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["wards", "--sources", "--format", "json"]) == 0
        facts = json.loads(capsys.readouterr().out)
        assert {fact["ward"] for fact in facts} == {ward.id for ward in bundled_wards()} | {"laws"}
        assert main(["wards", "--sources", "laws"]) == 0
        assert "個人情報の保護に関する法律" in capsys.readouterr().out

    def test_of_a_ward_that_is_not_known(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["wards", "--sources", "atlantis"]) == 2
        assert "atlantis" in capsys.readouterr().err


class TestPicture:
    def test_a_bar_for_each_article_while_it_holds(
        self, kasumi: Ward, monkeypatch: pytest.MonkeyPatch, laws: Laws
    ) -> None:
        monkeypatch.setattr("kaigi_extract.show.plots.article_periods.known_laws", lambda: laws)
        root = ElementTree.fromstring(plot_articles([kasumi], lang="en").svg)
        space = "{http://www.w3.org/2000/svg}"
        bars = []
        for bar in root.iter(f"{space}g"):
            ground, words = bar.find(f"{space}rect"), bar.find(f"{space}text")
            assert ground is not None
            assert words is not None
            bars.append((float(ground.attrib["x"]), float(ground.attrib["y"]), words.text))
        first, second, third = bars[:3]
        assert [words for _, _, words in bars[:3]] == ["第7条 委託", "第20条第1項 外に出すこと", "雲法第66条第2項 委託"]
        assert first[0] < second[0] < third[0]
        assert first[1] == second[1] == third[1], "one thing is in one line"
        texts = [text.text for text in root.iter(f"{space}text")]
        assert [word for word in texts if word in ("outsourcing", "external provision", "other")] == [
            "outsourcing", "external provision", "other",
        ]  # fmt: skip
        assert "every body" in texts

    def test_a_line_is_cut_within_its_bar(self, kasumi: Ward) -> None:
        space = "{http://www.w3.org/2000/svg}"
        long = kasumi.articles[0].model_copy(update={"words": ["長" * 80]})
        svg = plot_articles([kasumi.model_copy(update={"articles": [long]})]).svg
        texts = [text.text or "" for text in ElementTree.fromstring(svg).iter(f"{space}text")]
        [words] = [text for text in texts if "長" in text]
        assert words.endswith("…")
        assert cell_len(words) < 60
        assert "長" * 80 in svg, "the whole is its tooltip"

    def test_shows_itself_and_is_saved(self, tmp_path: Path) -> None:
        drawn = plot_articles()
        assert drawn._repr_svg_() == drawn.svg
        drawn.save(tmp_path / "articles.svg")
        assert (tmp_path / "articles.svg").read_text(encoding="utf-8") == drawn.svg

    def test_words_are_no_markup(self, kasumi: Ward) -> None:
        hostile = kasumi.model_copy(update={"name": "<script>区 & 市"})
        ElementTree.fromstring(plot_articles([hostile]).svg)
