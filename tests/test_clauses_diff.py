"""What changed word by word: as data, as text, and by the command line."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from kaigi_extract import extract
from kaigi_extract.clauses import align, diff
from kaigi_extract.clauses.select import choose_set
from kaigi_extract.cli import main
from kaigi_extract.records import Alignment, ClauseSet
from kaigi_extract.show.terminal.comparison import diff_text
from tests.sets import NEW, OLD, make

CORPUS = Path(__file__).parents[1] / "corpus"
OLD_PAPER, NEW_PAPER = CORPUS / "shinjuku-2016-sports-booking.pdf", CORPUS / "shinjuku-2020-bulky-waste.pdf"


TEXT = """\
旧 → 新
第１ → 第２ 保管  number, spelling, wording
    乙は、名簿を[-棚-]{+耐火金庫+}に納め、[-及び-]{+および+}鍵を掛ける。
第２ → 第３ 返却  number, references
    乙は、[-第1項-]{+第2項+}の名簿を返却する。
+ 第１ 心得
    甲と乙は、互いに誠実に協議する。
- 第３ 掲示
    甲は、<区報> & 広報に掲示する。
"""


TWO_SETS = """\
個人情報の取扱いに関する特記事項

（基本的事項）
１　乙は、名簿を大切に扱わなければならない。
（返却）
２　乙は、名簿を甲に返却しなければならない。
（報告）
３　乙は、月ごとに報告しなければならない。

情報システムに関する特記事項

（基本的事項）
１　乙は、機器を大切に扱わなければならない。
（修理）
２　乙は、機器を修理しなければならない。
（報告）
３　乙は、故障を報告しなければならない。
"""


@pytest.fixture
def two_sets(tmp_path):
    """A file with two clause sets."""
    path = tmp_path / "two.txt"
    path.write_text(TWO_SETS, encoding="utf-8")
    return path


def run(capsys, *arguments):
    code = main([str(argument) for argument in arguments])
    out, err = capsys.readouterr()
    return code, out, err


class TestData:
    def test_spelling_and_references_are_told_apart_from_meaning(self):
        found = diff(OLD, NEW)
        told = [[(e.kind, e.old, e.new) for e in c.text if e.kind != "equal"] for c in found.clauses]
        assert told == [
            [("wording", "棚", "耐火金庫"), ("spelling", "及び", "および")],
            [("references", "第1項", "第2項")],
        ]
        assert [clause.label for clause in (*found.added, *found.removed)] == ["第１", "第３"]

    def test_both_texts_can_be_put_together_again(self):
        for old, new in ((OLD, NEW), (NEW, OLD)):
            for clause in diff(old, new).clauses:
                for side, of in (("old", old), ("new", new)):
                    text = "".join(c.text for c in of.clauses if c.number in getattr(clause.link, side))
                    assert "".join(getattr(edit, side) for edit in clause.text) == text

    def test_rests_on_the_alignment(self):
        assert diff(OLD, NEW).alignment == align(OLD, NEW)

    def test_equal_clauses_are_one_run(self):
        [clause, *_] = diff(OLD, OLD).clauses
        assert [edit.kind for edit in (*clause.heading, *clause.text)] == ["equal", "equal"]

    @pytest.mark.parametrize(
        ("old", "new", "kinds"),
        [
            ("名簿を返す。", "名簿を返す", ["spelling"]),
            ("名簿を返し、棚を拭く。", "名簿を返して棚を拭く。", ["wording"]),
            ("メモリーを消す。", "メモリを消す。", ["spelling"]),
            ("名簿の持出しは控える。", "名簿の持ち出しは控える。", ["spelling"]),
            ("名簿は三回数える。", "名簿は四回数える。", ["wording"]),
            ("名簿は三回数える。", "名簿は３回数える。", ["spelling"]),
            ("乙は返す。", "乙は、必ず返す。", ["wording"]),
            # beside a changed word, punctuation and endings belong to the change; spelling does not
            ("乙は、名簿を返す。", "乙は名簿を必ず返す。", ["wording", "wording"]),
            ("名簿を返す。", "名簿は返せ。", ["wording", "wording"]),
            ("メモリーを消す。", "メモリを直ちに消す。", ["spelling", "wording"]),
            ("名簿の持出しは控える。", "名簿の持ち出しは固く控える。", ["spelling", "wording"]),
        ],
    )
    def test_kinds(self, old, new, kinds):
        [clause] = diff(make("a", ("1", "見出し", old)), make("b", ("1", "見出し", new))).clauses
        assert [edit.kind for edit in clause.text if edit.kind != "equal"] == kinds


class TestText:
    def test_plain(self):
        assert diff_text(diff(OLD, NEW), terminal=False) == TEXT

    def test_colours_on_a_terminal(self, monkeypatch):
        monkeypatch.setenv("FORCE_COLOR", "1")
        monkeypatch.setenv("TERM", "xterm-256color")
        shown = diff_text(diff(OLD, NEW), terminal=True)
        assert "\x1b[" in shown
        assert "[-" not in shown
        assert "耐火金庫" in re.sub(r"\x1b\[[0-9;]*m", "", shown)

    def test_doubt_is_told(self):
        new = make("新", ("1", "保管", "乙は、名薄を棚に納め、及び鍵を掛ける。"), confidence=0.5)
        shown = diff_text(
            diff(make("旧", ("1", "保管", "乙は、名簿を棚に納め、及び鍵を掛ける。")), new), terminal=False
        )
        assert "1 保管  same ? (heading 「保管」; both tell of " in shown
        assert "differs in characters read with doubt" in shown


class TestCommand:
    def test_text(self, capsys):
        code, out, err = run(capsys, "diff", OLD_PAPER, NEW_PAPER)
        assert (code, err) == (0, "")
        assert out == diff_text(diff(*(extract(p).clause_sets[0] for p in (OLD_PAPER, NEW_PAPER))), terminal=False)

    def test_json_is_the_alignment(self, capsys):
        _, out, _ = run(capsys, "diff", OLD_PAPER, NEW_PAPER, "--format", "json")
        sets = [extract(paper).clause_sets[0] for paper in (OLD_PAPER, NEW_PAPER)]
        assert Alignment.model_validate_json(out) == align(*sets)

    def test_html(self, capsys):
        _, out, _ = run(capsys, "diff", OLD_PAPER, NEW_PAPER, "--format", "html")
        assert out.startswith("<!DOCTYPE html>")

    def test_several_sets_and_none_named(self, two_sets, capsys):
        code, out, err = run(capsys, "diff", two_sets, NEW_PAPER)
        assert (code, out) == (2, "")
        assert f"{two_sets} holds 2 clause sets; name one with --set TITLE or {two_sets}::TITLE:\n" in err
        assert "\n  個人情報の取扱いに関する特記事項 (3 clauses)\n  情報システムに関する特記事項 (3 clauses)\n" in err

    def test_named_by_either_way(self, two_sets, capsys):
        one = run(capsys, "diff", two_sets, NEW_PAPER, "--set", "情報システム", "--format", "json")
        other = run(capsys, "diff", f"{two_sets}::情報システム", NEW_PAPER, "--format", "json")
        assert one == other
        assert (one[0], json.loads(one[1])["old"]) == (0, "情報システムに関する特記事項")

    def test_two_sets_of_one_file(self, two_sets, capsys):
        code, out, _ = run(capsys, "diff", f"{two_sets}::個人", f"{two_sets}::情報システム")
        assert code == 0
        assert out.startswith("個人情報の取扱いに関する特記事項 → 情報システムに関する特記事項\n")

    def test_no_set_of_that_title(self, capsys):
        code, _, err = run(capsys, "diff", f"{NEW_PAPER}::約款", OLD_PAPER)
        assert code == 2
        assert "no clause set begins with 「約款」; name one of:\n  特記事項 (" in err

    def test_no_set_at_all(self, tmp_path, capsys):
        (tmp_path / "a.txt").write_text("件名　名簿", encoding="utf-8")
        code, _, err = run(capsys, "diff", tmp_path / "a.txt", NEW_PAPER)
        assert (code, "no clause set was found in it" in err) == (2, True)

    def test_a_file_that_is_not_there(self, capsys):
        code, _, err = run(capsys, "diff", "nowhere.pdf::特記事項", NEW_PAPER)
        assert code == 3
        assert err.startswith("kaigi-extract: nowhere.pdf: ")


class TestChoosing:
    DOCUMENT = extract(NEW_PAPER).model_copy(
        update={"clause_sets": [make("特記事項"), make("特記事項（情報）"), make("仕様書")]}
    )

    @pytest.mark.parametrize(
        ("title", "found"),
        [("特記事項", "特記事項"), ("特記事項(情", "特記事項（情報）"), ("仕 様", "仕様書")],
    )
    def test_the_whole_title_before_its_start(self, title, found):
        assert choose_set(self.DOCUMENT, title).title == found
        assert choose_set(self.DOCUMENT, None, title).title == found

    @pytest.mark.parametrize(("title", "place"), [("特記事項#2", 1), ("#3", 2), ("仕様書#1", 2), ("特記事項#1", 0)])
    def test_by_its_place_among_those_of_one_title(self, title, place):
        sets = [make("特記事項"), make("特記事項"), make("仕様書")]
        document = self.DOCUMENT.model_copy(update={"clause_sets": sets})
        assert choose_set(document, title) is sets[place]

    @pytest.mark.parametrize("title", ["特記事項#3", "#0", "#", "特記事項#-1"])
    def test_a_place_that_none_has(self, title):
        with pytest.raises(ValueError, match="no clause set begins"):
            choose_set(self.DOCUMENT, title)

    def test_the_problem_tells_the_places(self):
        document = self.DOCUMENT.model_copy(update={"clause_sets": [make("特記事項"), make("特記事項")]})
        with pytest.raises(ValueError, match=r"特記事項#1 \(\d+ clauses\)\n  特記事項#2"):
            choose_set(document)

    def test_two_that_begin_so(self):
        with pytest.raises(ValueError, match="2 clause sets begin with 「特」"):
            choose_set(self.DOCUMENT, "特")


class TestClausesCommand:
    def test_json_is_the_annotated_sets(self, capsys):
        code, out, _ = run(capsys, "clauses", OLD_PAPER, "--format", "json")
        assert code == 0
        [found] = [ClauseSet.model_validate(one) for one in json.loads(out)]
        assert all(clause.topics and clause.sentences for clause in found.clauses)

    def test_text(self, capsys):
        code, out, _ = run(capsys, "clauses", OLD_PAPER)
        assert code == 0
        assert out.startswith("特記事項 (")
        assert re.search(r"^│   └── contractor must", out, re.MULTILINE)
