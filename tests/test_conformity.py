"""What clause sets say of the points of a list, on which sentence each verdict rests, and how that is shown."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from kaigi_extract.clauses import Conformity, conformity, load_checklist
from kaigi_extract.clauses.checklist import BUNDLED
from kaigi_extract.clauses.topic_ids import TOPICS
from kaigi_extract.cli import main
from kaigi_extract.errors import InvalidMapping
from kaigi_extract.records import ClauseSet
from kaigi_extract.show.comparison.sheets import sheet_of
from kaigi_extract.show.terminal.sheets import conformity_text
from tests.sets import make

LIST = """
title = "鍵の預かり"
title_en = "Keeping keys"
weak_words = ["協議し"]

[[points]]
id = "lend"
name = "貸出しの禁止"
name_en = "No lending"
topics = ["third_party"]
actor = "contractor"
modality = ["must_not"]
words = [["貸し", "貸与"]]
source = "鍵の手引"

[[points.or_else]]
modality = ["may"]
words = [["貸し", "貸与"], ["承諾"]]

[[points]]
id = "count"
name = "数の報告"
name_en = "Count"
modality = ["must"]
words = [["数え"], ["報告"]]
source = "鍵の手引"
"""
OWN = ("third_party",)


@pytest.fixture(scope="module")
def checklist(tmp_path_factory: pytest.TempPathFactory):
    path = tmp_path_factory.mktemp("list") / "鍵.toml"
    path.write_text(LIST, encoding="utf-8")
    return load_checklist(path)


def said(heading: str, text: str, topics: tuple[str, ...] = OWN, **fields) -> ClauseSet:
    """A set of one clause, annotated, whose topics are given."""
    from kaigi_extract.clauses import annotate

    made = annotate(make("特記", ("第１", heading, text), **fields))
    made.clauses[0].topics = list(topics)
    return made


CASES = {
    # What is said: heading, text, topics; verdict on "lend", doubtful, why.
    "in other words": (("貸出し", "乙は、鍵を他人に使わせてはならない。"), "missing", True, "求められる内容の文がない"),
    "in its words": (("貸出し", "乙は、鍵を他人に貸与してはならない。"), "fulfilled", False, "そう定める"),
    "in other width": (("貸出し", "乙は、鍵を他人に貸 与してはならない。"), "fulfilled", False, "そう定める"),
    "with consent": (("貸出し", "乙は、甲の承諾を得て、鍵を貸与することができる。"), "fulfilled", False, "そう定める"),
    "without condition": (("貸出し", "乙は、鍵を貸与することができる。"), "weaker", True, "許している"),
    "an effort": (("貸出し", "乙は、鍵を貸与しないよう努めなければならない。"), "weaker", False, "努力義務"),
    "left to talks": (("貸出し", "乙は、甲と協議し、鍵を貸与してはならない。"), "weaker", False, "「協議し」"),
    "of the other side": (("貸出し", "甲は、鍵を貸与してはならない。"), "missing", True, "他方の当事者"),
    "another kind": (("貸出し", "乙は、鍵を貸与した相手を帳面に書かなければならない。"), "missing", True, "種類"),
    "under another topic": (
        ("保管", "乙は、鍵を貸与してはならない。", ("safekeeping",)),
        "fulfilled",
        True,
        "主題は別",
    ),
    "by its heading": (("貸与の禁止", "乙は、鍵を他人に渡してはならない。"), "fulfilled", False, "見出しと文とで"),
    "by a later sentence": (
        ("貸与の禁止", "乙は、鍵を数える。乙は、鍵を他人に渡してはならない。"),
        "fulfilled",
        True,
        "文だけでは",
    ),
    "by its topic alone": (("鍵", "乙は、鍵を数えなければならない。"), "missing", True, "求められる内容の文がない"),
}


@pytest.mark.parametrize("name", CASES)
def test_verdicts(checklist, name: str):
    what, verdict, doubtful, why = CASES[name]
    one = conformity([said(*what)], checklist).cell("lend", 0)
    assert (one.verdict, one.doubtful, why in one.reason) == (verdict, doubtful, True), one.reason


def test_one_word_of_each_list_is_needed(checklist):
    sets = [
        said("数", "乙は、鍵を数え、甲に報告しなければならない。", ("reporting",)),
        said("数", "乙は、鍵を数えなければならない。", ("reporting",)),
    ]
    found = conformity(sets, checklist)
    assert [found.cell("count", at).verdict for at in (0, 1)] == ["fulfilled", "missing"]


def test_an_exception_is_part_of_what_a_sentence_says(checklist):
    one = said("数", "乙は、鍵を数えなければならない。ただし、報告は要しない。", ("reporting",))
    assert conformity([one], checklist).cell("count", 0).verdict == "fulfilled"


def test_the_sentence_that_says_most_is_the_evidence(checklist):
    text = "乙は、鍵を貸与しないよう努めなければならない。乙は、合鍵を貸与してはならない。"
    one = conformity([said("貸出し", text)], checklist).cell("lend", 0)
    assert (one.verdict, one.sentence) == ("fulfilled", "乙は、合鍵を貸与してはならない。")
    assert one.pointer == "/clauses/0/sentences/1"
    assert (one.clause.key, one.clause.label, one.clause.heading) == ("1", "第１", "貸出し")


def test_a_clause_that_was_read_with_doubt_is_doubtful(checklist):
    one = said("貸出し", "乙は、鍵を他人に貸与してはならない。", confidence=0.8)
    assert conformity([one], checklist).cell("lend", 0).doubtful is True


def test_what_is_nowhere_has_no_evidence(checklist):
    one = conformity([said("休日", "この施設は、月曜日に休む。", ("general",))], checklist).cell("lend", 0)
    assert (one.verdict, one.doubtful, one.clause, one.sentence, one.pointer) == ("missing", False, None, None, None)
    assert (one.reason, one.reason_en) == ("これを定める条が見当たらない", "no clause was found that says so")


def test_sets_are_columns_by_ward_and_title_and_known_by_their_place(checklist):
    sets = [said("貸出し", "乙は、鍵を他人に貸与してはならない。", ward=ward) for ward in ("nerima", "chuo")]
    found = conformity(sets, checklist)
    assert [(one.place, one.ward) for one in found.sets] == [(1, "chuo"), (0, "nerima")]
    assert [one.set for one in found.cells] == [1, 0, 1, 0]
    assert found.counts(0) == {"fulfilled": 1, "missing": 1}
    with pytest.raises(KeyError):
        found.cell("lend", 2)


class TestBundledList:
    TERMS = make(
        "個人情報の特記",
        ("第１", "秘密", "乙は、知り得た個人情報を他人に漏らしてはならない。"),
        ("第２", "使い道", "乙は、個人情報を委託の目的以外の目的に使ってはならない。"),
        ("第３", "再委託", "乙は、甲の承諾がない限り、業務を再委託してはならない。"),
        ("第４", "写し", "乙は、個人情報を複写し、又は複製してはならない。"),
        ("第５", "管理", "乙は、個人情報の漏えいを防ぐため、安全管理のために必要な措置を講じなければならない。"),
        ("第６", "事故", "乙は、漏えいの事故が起きたときは、直ちに甲に報告しなければならない。"),
        ("第７", "返却", "乙は、業務が終了したときは、個人情報が書かれた書面を甲に返還しなければならない。"),
        ("第８", "解除", "甲は、乙がこの特記に違反したときは、契約を解除することができる。"),
        ("第９", "賠償", "乙は、この特記に違反して甲に損害を与えたときは、これを賠償しなければならない。"),
        ("第10", "報告", "乙は、個人情報の取扱いの状況を毎月甲に報告しなければならない。"),
        ("第11", "検査", "甲は、乙の事業所に立ち入り、個人情報の取扱いを検査することができる。"),
    )

    def test_terms_that_say_all_of_it(self):
        found = conformity([self.TERMS])
        assert {one.point: (one.verdict, one.clause.key) for one in found.cells} == {
            point.id: ("fulfilled", str(number)) for number, point in enumerate(found.checklist.points, 1)
        }

    @pytest.mark.parametrize("number", range(1, 12))
    def test_without_one_clause_its_point_is_missing(self, number: int):
        left = [clause for clause in self.TERMS.clauses if clause.number != number]
        found = conformity([self.TERMS.model_copy(update={"clauses": left})])
        point = found.checklist.points[number - 1].id
        assert found.cell(point, 0).verdict == "missing" or found.cell(point, 0).doubtful
        assert found.counts(0)["fulfilled"] >= 10 - 1

    def test_every_point_has_a_source_two_names_and_topics_that_there_are(self):
        for point in load_checklist().points:
            assert point.source
            assert point.name
            assert point.name_en.isascii()
            assert set(point.topics) <= set(TOPICS)


BROKEN = {
    # What is wrong: what of the list above is replaced by what; the line and key that the error names.
    "no TOML": ('title = "鍵の預かり"', "title = 鍵", 2, "file"),
    "a modality that is none": ('modality = ["must"]', 'modality = ["should"]', 24, "points.1.modality.0"),
    "no words": ('words = [["数え"], ["報告"]]', "words = []", 25, "points.1.words"),
    "an empty word": ('words = [["数え"], ["報告"]]', 'words = [[""]]', 25, "points.1.words"),
    "no name": ('name_en = "Count"\nmodality = ["must"]', 'modality = ["must"]', 20, "points.1.name_en"),
    "a key that is none": ('id = "count"', 'id = "count"\nweight = 3', 22, "points.1.weight"),
    "an id twice": ('id = "count"', 'id = "lend"', None, "points"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_list_with_a_mistake(tmp_path: Path, name: str):
    old, new, line, key = BROKEN[name]
    assert old in LIST
    path = tmp_path / "a.toml"
    path.write_text(LIST.replace(old, new), encoding="utf-8")
    with pytest.raises(InvalidMapping) as caught:
        load_checklist(path)
    assert (caught.value.line, caught.value.key) == (line, key)


def test_a_list_that_is_not_there(tmp_path: Path):
    with pytest.raises(InvalidMapping, match="readable"):
        load_checklist(tmp_path / "none.toml")


@pytest.fixture(scope="module")
def found(checklist) -> Conformity:
    return conformity(
        [
            said("貸出し", "乙は、<b>鍵</b>を貸与しないよう努めなければならない。"),
            said("貸出し", "甲は、鍵を貸与してはならない。"),
        ],
        checklist,
    )


class TestShown:
    def test_as_text(self, found: Conformity):
        text = conformity_text(sheet_of(found), terminal=False)
        assert "△ 弱い  貸出しの禁止  第１（貸出し）は努力義務にとどまる" in text
        assert "乙は、<b>鍵</b>を貸与しないよう" in text
        assert "要確認" in text

    def test_in_english(self, found: Conformity):
        text = conformity_text(sheet_of(found, "en"), terminal=False)
        assert "△ weaker  No lending  第１（貸出し） asks for an effort only" in text
        assert "要確認" not in text

    def test_as_csv(self, found: Conformity, tmp_path: Path):
        text = found.to_csv(tmp_path / "a.csv")
        lines = list(csv.DictReader(io.StringIO(text, newline="")))
        assert [(line["point"], line["verdict"]) for line in lines][:2] == [("lend", "弱い"), ("lend", "なし")]
        assert {line["source"] for line in lines} == {"鍵の手引"}
        assert (tmp_path / "a.csv").read_bytes().startswith(b"\xef\xbb\xbf")

    def test_as_a_page(self, found: Conformity):
        page = found.to_html(lang="en")
        assert '<html lang="en">' in page
        assert "<b>鍵" not in page
        assert "No lending" in page

    def test_as_json(self, found: Conformity):
        assert Conformity.model_validate(json.loads(found.model_dump_json())) == found

    def test_as_a_picture(self, found: Conformity):
        pytest.importorskip("matplotlib")
        from kaigi_extract import plot_conformity

        words = [text.get_text() for text in plot_conformity(found).axes[0].texts]
        assert "△ 第１（貸出し）" in words
        assert "×? 第１（貸出し）" in words
        with pytest.raises(ValueError, match="no clause set"):
            plot_conformity([])


class TestCommands:
    @pytest.fixture
    def file(self, tmp_path: Path) -> Path:
        path = tmp_path / "鍵.txt"
        path.write_text(
            "鍵の預かりに関する特記事項\n（貸出し）\n第１　乙は、鍵を他人に貸与してはならない。\n"
            "（数）\n第２　乙は、鍵を数えなければならない。\n（返却）\n第３　乙は、鍵を甲に返さなければならない。\n",
            encoding="utf-8",
        )
        return path

    def test_conformity(self, file: Path, tmp_path: Path, capsys):
        points = tmp_path / "a.toml"
        points.write_text(LIST, encoding="utf-8")
        picture = tmp_path / "a.svg"
        options = ["--checklist", str(points), "--lang", "ja", "--plot", str(picture)]
        assert main(["conformity", str(file), *options]) == 0
        out = capsys.readouterr().out
        assert "鍵の預かりに関する特記事項 [鍵.txt]" in out
        assert "貸出しの禁止  第１（貸出し）" in out
        assert picture.read_text(encoding="utf-8").startswith("<?xml")

    def test_families(self, file: Path, tmp_path: Path, capsys):
        again = tmp_path / "写.txt"
        again.write_text(file.read_text(encoding="utf-8").replace("乙は", "受託者は"), encoding="utf-8")
        assert main(["families", str(file), f"{again}::鍵", "--format", "csv", "--lang", "en"]) == 0
        lines = list(csv.DictReader(io.StringIO(capsys.readouterr().out, newline="")))
        assert [(line["family"], line["role"]) for line in lines] == [("1", "template"), ("1", "descendant")]

    @pytest.mark.parametrize("format", ["json", "html", "csv", "text"])
    def test_formats(self, file: Path, capsys, format: str):
        assert main(["families", str(file), "--format", format, "--lang", "ja"]) == 0
        assert "鍵の預かりに関する特記事項" in capsys.readouterr().out

    def test_a_list_with_a_mistake_has_its_own_exit_code(self, file: Path, tmp_path: Path, capsys):
        points = tmp_path / "a.toml"
        points.write_text(LIST.replace('["must"]', '["should"]'), encoding="utf-8")
        assert main(["conformity", str(file), "--checklist", str(points)]) == 5
        assert "points.1.modality.0" in capsys.readouterr().err

    @pytest.mark.parametrize(
        ("options", "said"),
        [(["--plot", "a.doc"], ".svg"), (["--plot", "none/a.svg"], "no folder"), ([], "no clause set")],
        ids=["no picture", "no folder", "no set"],
    )
    def test_what_is_wrong_with_the_command(self, tmp_path: Path, capsys, options: list[str], said: str):
        path = tmp_path / "a.txt"
        path.write_text("おしらせ\nきょうは休みです。\n", encoding="utf-8")
        assert main(["families", str(path), *options]) == 2
        assert said in capsys.readouterr().err


def test_the_list_lies_beside_the_code_that_reads_it():
    assert BUNDLED.is_file()
    assert BUNDLED.parent.parent.name == "clauses"
