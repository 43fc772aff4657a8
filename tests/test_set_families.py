"""Which clause sets descend from one template, what each changed, and how they are shown. Sets are composed."""

from __future__ import annotations

import csv
import datetime
import io
import json
import random

import numpy as np
import pytest

from kaigi_extract.clauses import Families, families
from kaigi_extract.clauses.shingles import NUMBERS, SMALL, near_pairs, signatures
from kaigi_extract.records import ClauseSet
from kaigi_extract.show.comparison.sheets import sheet_of
from kaigi_extract.show.terminal.sheets import families_text
from tests.set_families import BOILERPLATE, Gold, Row, clause_set, descendant, gold, rows

TEMPLATE: list[Row] = rows(random.Random(5), 6)
OTHER: list[Row] = rows(random.Random(6), 6)


def pairs(found: Families) -> set[tuple[int, int]]:
    """Pairs of one family, by place."""
    held = [sorted([family.template.place, *(one.place for one in family.members)]) for family in found.families]
    return {(i, j) for places in held for i in places for j in places if i < j}


def f1(composed: Gold) -> float:
    found, right = pairs(families(composed.sets)), composed.same()
    return 2 * len(found & right) / (len(found) + len(right))


def day(year: int) -> datetime.date:
    return datetime.date(year, 4, 1)


class TestGroups:
    @pytest.mark.parametrize("seed", range(3))
    def test_descendants_of_four_templates_among_sets_of_none(self, seed: int):
        assert f1(gold(seed)) == 1.0

    def test_offices_that_changed_twice_as_much(self):
        assert f1(gold(9, change=2.0)) >= 0.95

    def test_templates_that_nobody_has_any_more(self):
        composed = gold(4)
        kept = [at for at, one in enumerate(composed.sets) if not one.title.startswith("ひな型")]
        assert f1(Gold([composed.sets[at] for at in kept], [composed.template[at] for at in kept])) >= 0.95

    def test_the_order_in_which_sets_are_given_does_not_matter(self):
        sets = gold(1, templates=2, each=6, unrelated=3).sets
        seen = []
        for seed in range(3):
            mixed = random.Random(seed).sample(sets, len(sets))
            found = families(mixed)
            names = [
                (family.template.title, [(one.title, one.share, one.dropped) for one in family.members])
                for family in found.families
            ]
            seen.append((names, sorted(one.title for one in found.alone)))
        assert seen[0] == seen[1] == seen[2]

    def test_the_same_words_in_clauses_of_ones_own_make_no_family(self):
        found = families([clause_set("一", TEMPLATE), clause_set("二", OTHER)])
        assert found.families == []
        assert [one.title for one in found.alone] == ["一", "二"]

    def test_boilerplate_makes_no_family(self):
        one, other = ([BOILERPLATE[0], *said[1:-1], BOILERPLATE[1]] for said in (TEMPLATE, OTHER))
        assert families([clause_set("一", one), clause_set("二", other)]).families == []

    def test_what_the_sides_are_called_is_no_difference(self):
        sets = [clause_set("一", TEMPLATE), clause_set("二", TEMPLATE, ("発注者", "受託者"))]
        [family] = families(sets).families
        assert (family.members[0].share, family.members[0].reworded) == (1.0, [])

    def test_sides_that_a_set_names_in_its_own_way(self):
        sets = [clause_set("一", TEMPLATE), clause_set("二", TEMPLATE, ("みどり園", "清掃会社"))]
        [family] = families(sets).families
        assert family.members[0].share == 1.0

    def test_sets_that_say_the_same_are_a_family_and_each_is_there(self):
        found = families([clause_set(title, TEMPLATE) for title in "一二三"])
        [family] = found.families
        assert [family.template.title, *(one.title for one in family.members)] == ["一", "三", "二"]
        assert found.alone == []

    def test_sets_without_clauses_stand_alone(self):
        empty = ClauseSet(title="空", kind="other", clauses=[], spans=[])
        assert [one.title for one in families([empty, empty]).alone] == ["空", "空"]

    def test_nothing_at_all(self):
        assert families([]) == Families(families=[], alone=[])


class TestTemplate:
    def versions(self, *days: int | None) -> list[ClauseSet]:
        chance = random.Random(3)
        said = [TEMPLATE, *(descendant(chance, TEMPLATE, 0.5) for _ in days[1:])]
        return [
            clause_set(f"版{at}", each, day=day(year) if year else None)
            for at, (each, year) in enumerate(zip(said, days, strict=True))
        ]

    def test_the_oldest_where_all_are_near_to_it(self):
        [family] = families(self.versions(2001, 2005, 2006, 2007)).families
        assert (family.template.title, family.chosen) == ("版0", "oldest")
        assert "2001-04-01" in family.reason
        assert "2001-04-01" in family.reason_en

    def test_the_nearest_where_nothing_has_a_day(self):
        [family] = families(self.versions(None, None, None, None)).families
        assert (family.template.title, family.chosen) == ("版0", "medoid")

    def test_the_nearest_where_two_are_the_oldest(self):
        [family] = families(self.versions(2001, 2001, 2006, 2007)).families
        assert (family.template.title, family.chosen) == ("版0", "medoid")

    def test_the_nearest_where_the_oldest_is_far_from_all(self):
        sets = self.versions(2005, 2006, 2007, 2008)
        sets.append(clause_set("抜粋", [*TEMPLATE[1:3], *OTHER[1:5]], day=day(1999)))
        [family] = families(sets).families
        assert (family.template.title, family.chosen) == ("版0", "medoid")


def test_what_a_descendant_added_dropped_and_reworded():
    said = [*TEMPLATE[:2], *TEMPLATE[3:]]
    said[3] = (said[3][0], said[3][1].replace("乙は、", "乙は、あらかじめ", 1))
    said.insert(5, OTHER[3])
    [family] = families([clause_set("元", TEMPLATE, day=day(2001)), clause_set("写", said, day=day(2009))]).families
    [one] = family.members
    assert [name.label for name in one.added] == ["第6"]
    assert [(name.label, name.heading) for name in one.dropped] == [("第3", TEMPLATE[2][0])]
    assert [name.key for name in one.reworded] == ["4"]
    assert 0.5 < one.share < 0.9


SIGNATURE = [236083320, 273344244, 448741923]
"""As it was when it was first computed: what is kept of it elsewhere holds."""


class TestSignatures:
    def test_a_text_has_one_signature_for_ever(self):
        assert signatures(["乙は、名簿を棚に納める。"])[0, :3].tolist() == SIGNATURE

    def test_short_and_empty_texts_have_one(self):
        assert signatures(["", "甲", "\ud800"]).shape == (3, NUMBERS)

    def test_many_sets_of_one_clause_are_held_together_by_few_pairs(self):
        count = 10 * SMALL
        found = near_pairs(signatures(["乙は、名簿を棚に納め、棚に鍵を掛ける。"]), [np.array([0])] * count)
        assert {at for pair in found for at in pair} == set(range(count))
        assert len(found) < 2 * count


class TestShown:
    found = families(
        [
            clause_set("=元", TEMPLATE, day=day(2001)),
            clause_set("写", TEMPLATE[:-2], day=day(2009)),
            clause_set("<b>別</b>", OTHER),
        ]
    )

    def test_as_text(self):
        text = families_text(sheet_of(self.found), terminal=False)
        assert "ひな型 1 2001-04-01 =元" in text
        assert f"除いた条: 第7（{TEMPLATE[-2][0]}）、第8（協議）" in text
        assert "系統なし <b>別</b>" in text

    def test_in_english_only_the_words_of_the_documents_are_japanese(self):
        text = families_text(sheet_of(self.found, "en"), terminal=False)
        assert "dropped: 第7" in text
        assert "of no family" in text
        assert "除いた条" not in text

    def test_as_csv(self):
        lines = list(csv.DictReader(io.StringIO(self.found.to_csv(), newline="")))
        assert [line["title"] for line in lines] == ["'=元", "写", "<b>別</b>"]
        assert [line["role"] for line in lines] == ["ひな型", "派生", "系統なし"]

    def test_as_a_page(self, tmp_path):
        page = self.found.to_html(tmp_path / "a.html")
        assert (tmp_path / "a.html").read_text(encoding="utf-8") == page
        assert page.startswith('<!DOCTYPE html>\n<html lang="ja">')
        assert "&lt;b&gt;別&lt;/b&gt;" in page
        assert "<b>別" not in page

    def test_in_a_notebook(self):
        assert "ひな型の系統" in self.found._repr_html_()

    def test_as_json(self):
        assert Families.model_validate(json.loads(self.found.model_dump_json())) == self.found

    def test_as_a_picture(self):
        pytest.importorskip("matplotlib")
        from kaigi_extract import plot_families

        words = [text.get_text() for text in plot_families(self.found).axes[0].texts]
        assert any(word.startswith("2001-04-01 =元") for word in words)
        assert any("削除 2" in word for word in words)
        assert "1 more" in [text.get_text() for text in plot_families(self.found, most=2, lang="en").axes[0].texts]

    def test_no_picture_of_nothing(self):
        pytest.importorskip("matplotlib")
        from kaigi_extract import plot_families

        with pytest.raises(ValueError, match="no clause set"):
            plot_families([])
