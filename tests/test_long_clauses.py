"""Long clauses and many sets: what is found is right, and the same as for short ones, by whatever way it is found."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest

from kaigi_extract.clauses import annotate, diff, matching
from kaigi_extract.clauses.annotation import annotate_all
from kaigi_extract.clauses.duties import PARSE_BATCH
from kaigi_extract.clauses.edits import PART_ENDS
from kaigi_extract.clauses.matching import opcodes, text_opcodes
from kaigi_extract.clauses.tokens import words
from tests.sets import make

SENTENCES = ["乙は、鍵を数える。", "乙は、名簿を、棚に納める。", "甲は、封筒を開け、中を見る。", "乙は、帳面に書く。"]


def text(count: int, seed: int = 1) -> str:
    chance = random.Random(seed)
    return "".join(chance.choice(SENTENCES) for _ in range(count))


class TestTextsBySentence:
    """Every text is long here."""

    @pytest.fixture(autouse=True)
    def _long(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(matching, "LONG", 0)

    @pytest.mark.parametrize(
        ("old", "new", "expected"),
        [
            ("", "", []),
            ("鍵。", "", [("delete", 0, 2, 0, 0)]),
            ("", "鍵。", [("insert", 0, 0, 0, 2)]),
            ("鍵。箱。", "鍵。箱。", [("equal", 0, 4, 0, 4)]),
            ("鍵。箱。棚。", "鍵。函。棚。", [("equal", 0, 2, 0, 2), ("replace", 2, 3, 2, 3), ("equal", 3, 6, 3, 6)]),
            # What only a phrase of a sentence has in common is found as well, and within a phrase a word.
            ("鍵、箱を。", "札、箱を。", [("replace", 0, 1, 0, 1), ("equal", 1, 5, 1, 5)]),
            ("鍵箱棚。", "鍵函棚。", [("equal", 0, 1, 0, 1), ("replace", 1, 2, 1, 2), ("equal", 2, 4, 2, 4)]),
            ("鍵。棚", "鍵。台。棚", [("equal", 0, 2, 0, 2), ("insert", 2, 2, 2, 4), ("equal", 2, 3, 4, 5)]),
        ],
    )
    def test_what_is_put_in_and_taken_out(self, old: str, new: str, expected: list) -> None:
        assert text_opcodes(old, new, PART_ENDS) == expected

    @pytest.mark.parametrize("seed", range(40))
    def test_the_codes_turn_one_text_into_the_other(self, seed: int) -> None:
        chance = random.Random(seed)
        old = [chance.choice("甲乙丙。、") for _ in range(chance.randrange(80))]
        new = list(old) if seed % 2 else [chance.choice("甲乙丙。、") for _ in range(chance.randrange(80))]
        for _ in range(4):
            new.insert(chance.randrange(len(new) + 1), "丁")
        codes = text_opcodes(old, new, PART_ENDS)
        assert [one for tag, _, _, j0, j1 in codes for one in new[j0:j1]] == new
        assert [one for tag, i0, i1, _, _ in codes for one in old[i0:i1]] == old
        assert all(old[i0:i1] == new[j0:j1] for tag, i0, i1, j0, j1 in codes if tag == "equal")
        assert all(a[0] != b[0] or a[0] != "equal" for a, b in pairwise(codes))

    def test_a_word_put_into_every_sentence(self) -> None:
        old = text(60)
        found = diff(make("旧", ("1", "細目", old)), make("新", ("1", "細目", old.replace("は、", "は、必ず", 999))))
        edits = found.clauses[0].text
        assert "".join(edit.old for edit in edits) == old
        assert {(edit.old, edit.new) for edit in edits if edit.kind != "equal"} == {("", "必ず")}
        assert sum(edit.kind != "equal" for edit in edits) == 60


def test_short_texts_are_compared_as_before() -> None:
    one, other = text(30), text(30, 2)
    assert text_opcodes(one, other, PART_ENDS) == opcodes(one, other)


def test_a_clause_of_thirty_thousand_characters_in_which_every_sentence_changed() -> None:
    old = text(2500)
    new = old.replace("乙は、", "受託者は、")
    edits = diff(make("旧", ("1", "細目", old)), make("新", ("1", "細目", new))).clauses[0].text
    assert "".join(edit.new for edit in edits) == new
    assert {(edit.old, edit.new) for edit in edits if edit.kind != "equal"} == {("乙", "受託者")}


def test_a_word_that_comes_again_is_the_same_word() -> None:
    found = words("鍵を数え、鍵を掛ける。")
    assert found[0] is found[4]


class TestAnnotatedTogether:
    TEXTS = (
        "乙は、甲が指定する棚に名簿を納めなければならない。",
        "甲が求めたときは、乙は、帳面を見せるものとする。",
        "鍵は、乙が掛ける。甲は、乙の事業所に立ち入り、棚を見ることができる。同様とする。",
    )

    def test_as_each_by_itself(self) -> None:
        sets = [make(f"特記{at}", ("1", "鍵", said)) for at, said in enumerate(self.TEXTS * 2)]
        assert annotate_all(sets) == [annotate(one) for one in sets]

    def test_one_sentence_read_with_the_names_of_two_sets(self) -> None:
        said = ("1", "鍵", "会社が鍵を掛けたときは、園は、棚を見なければならない。")
        ours = make("一", said, parties={"principal": "園", "contractor": "会社"})
        theirs = make("二", said, parties={"principal": "会社", "contractor": "園"})
        found = annotate_all([ours, theirs])
        assert [one.clauses[0].actor for one in found] == ["principal", "contractor"]
        assert found == [annotate(ours), annotate(theirs)]

    def test_no_parse_is_kept(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """More sentences than a batch: those of the first are gone when the last is read."""
        import gc

        from spacy.tokens import Doc

        from kaigi_extract.clauses import duties

        most, seen = 0, duties._answer

        def counted(*given):
            nonlocal most
            if len(answered) % PARSE_BATCH == 0:
                most = max(most, sum(isinstance(one, Doc) for one in gc.get_objects()))
            answered.append(given[0])
            return seen(*given)

        answered: list[str] = []
        monkeypatch.setattr(duties, "_answer", counted)
        annotate(
            make("多い", *[("1", "鍵", f"甲が求めたときは、乙は、棚{n}を見せる。") for n in range(3 * PARSE_BATCH)])
        )
        assert len(answered) == 3 * PARSE_BATCH
        assert most <= 2 * PARSE_BATCH + 8


def test_a_crosswalk_asks_only_what_clauses_are_about(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pandas")
    from kaigi_extract.clauses import crosswalk, duties

    def never() -> None:
        raise AssertionError("a crosswalk needs no parse")

    monkeypatch.setattr(duties, "_parser", never)
    bare = make("特記", ("1", "写し", "甲が認めたときを除き、乙は、名簿を複写してはならない。"))
    assert crosswalk([bare]).loc["copying"].tolist() == [("1",)]
