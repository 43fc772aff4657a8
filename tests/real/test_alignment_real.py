"""Alignment and duties on the real papers beside this repository, where they are there. No sentence of them stands here."""

from __future__ import annotations

import json
from collections.abc import Callable
from types import ModuleType

import pytest

from kaigi_extract import ClauseSet, Document
from kaigi_extract.clauses import align, diff, duty_gaps
from kaigi_extract.clauses.select import choose_set
from tests.real.measure import REAL, SCORE, measure

PDF, GOLD = REAL / "pdf", REAL / "gold"

pytestmark = [
    pytest.mark.skipif(not PDF.is_dir(), reason="../shared/real is not here"),
    pytest.mark.skipif(not SCORE.is_file(), reason="../shared/tools/score.py is not here"),
]

Read = Callable[..., Document]
NERIMA, RESIDENTS, CARDS, POST = (
    "nerima-2012-bundle",
    "shinjuku-2013-resident-code",
    "shinjuku-2016-card-system",
    "shinjuku-2020-postal-requests",
)


@pytest.fixture(scope="module")
def score() -> ModuleType:
    return measure()


@pytest.fixture(scope="module")
def sets(extracted: Read) -> Callable[..., ClauseSet]:
    return lambda name, title=None: choose_set(extracted(PDF / f"{name}.pdf"), title)


def test_versions_of_one_ward_are_exact(sets, score):
    gold = json.loads((GOLD / "alignment.shinjuku-2016.shinjuku-2020.json").read_text())
    f1, wrong, _, _ = score.align(json.loads(align(sets(CARDS), sets(POST)).model_dump_json()), gold)
    assert (f1, wrong) == (1.0, [])


def test_two_wards(sets, score):
    gold = json.loads((GOLD / "alignment.nerima-2012.shinjuku-2020.json").read_text())
    found = align(sets(NERIMA, "個人情報の保護"), sets(POST))
    f1, _, missing, extra = score.align(json.loads(found.model_dump_json()), gold)
    assert f1 >= 0.9, (missing, extra)


def test_back_again(sets):
    there, back = align(sets(CARDS), sets(POST)), align(sets(POST), sets(CARDS))
    assert {(tuple(link.old), tuple(link.new)) for link in there.links} == {
        (tuple(link.new), tuple(link.old)) for link in back.links
    }
    assert (there.added, there.removed) == (back.removed, back.added)


def test_one_clause_was_reworded_from_2013_to_2016(sets):
    found = align(sets(RESIDENTS), sets(CARDS))
    assert {link.old[0]: link.changes for link in found.links if link.changes} == {10: ["wording"]}


def test_a_set_beside_itself(sets):
    for name, title in ((CARDS, None), (POST, None), (NERIMA, "情報システム")):
        one = sets(name, title)
        assert all(link.changes == [] and link.old == link.new and not link.doubtful for link in align(one, one).links)


def test_diff_loses_no_character(sets):
    found = diff(sets(CARDS), sets(POST))
    texts = {clause.number: clause.text + "".join(item.text for item in clause.items) for clause in sets(POST).clauses}
    for clause in found.clauses:
        assert "".join(edit.new for edit in clause.text) == "".join(texts[number] for number in clause.link.new)


def test_what_each_ward_asks_alone(sets):
    shinjuku, nerima = sets(POST), sets(NERIMA, "個人情報の保護")
    assert {6, 13, 18} <= {gap.number for gap in duty_gaps(shinjuku, nerima)}
    assert {gap.number for gap in duty_gaps(nerima, shinjuku)} == {9, 14}
