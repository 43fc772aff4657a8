"""Clause sets over years and wards: timeline, crosswalk, duty_gaps. pandas is asked for only where tables are made."""

from __future__ import annotations

import datetime
import sys
from pathlib import Path

import pytest

from kaigi_extract.clauses import annotate, crosswalk, duty_gaps, timeline
from kaigi_extract.clauses.lifecycle import life_events
from kaigi_extract.errors import MissingExtra
from kaigi_extract.records import Sentence
from tests.sets import BACK, COPY, KEEP, SAFE, TELL, VERSIONS, version

CORPUS = Path(__file__).parents[1] / "corpus"
LIVES = [
    # life, year, event, number, before
    (1, 2013, "appears", 1, None),
    (2, 2013, "appears", 2, None),
    (3, 2013, "appears", 3, None),
    (1, 2016, "renumbered", 2, 1),
    (1, 2016, "reworded", 2, 1),
    (2, 2016, "renumbered", 3, 2),
    (2, 2016, "retitled", 3, 2),
    (3, 2016, "renumbered", 4, 3),
    (4, 2016, "appears", 1, None),
    (2, 2018, "respelt", 3, 3),
    (3, 2018, "goes", 4, 4),
]


def lives(sets):
    return [(e.life, e.date.year, e.event, e.number, e.before) for e in life_events(sets)]


class TestLives:
    def test_of_each_clause(self):
        assert lives(VERSIONS) == LIVES

    def test_order_is_that_of_the_dates(self):
        assert lives(VERSIONS[::-1]) == LIVES

    def test_wards_live_apart(self):
        other = version("2015-04-01", *reversed([KEEP, COPY, BACK]), ward="kita")
        found = list(life_events([*VERSIONS, other]))
        assert [event.ward for event in found] == ["kita"] * 3 + ["minami"] * len(LIVES)
        assert len({event.life for event in found}) == 3 + 4

    def test_split_and_merged(self):
        both = ("保管と報告", KEEP[1] + TELL[1])
        one, two = version("2013-04-01", KEEP, TELL, COPY, BACK), version("2014-04-01", both, COPY, BACK)
        assert [(e.event, e.life, e.other) for e in life_events([one, two]) if e.event == "merged"] == [
            ("merged", 2, 1)
        ]
        back = version("2015-04-01", KEEP, TELL, COPY, BACK)
        split = [(e.event, e.life, e.other, e.number) for e in life_events([one, two, back]) if e.event == "split"]
        assert split == [("split", 5, 1, 2)]

    def test_a_set_without_a_date(self):
        with pytest.raises(ValueError, match="「特記事項」 has no date"):
            list(life_events([version(None, KEEP)]))

    def test_nothing(self):
        assert lives([]) == []
        assert lives([version("2013-04-01")]) == []


def test_lives_of_papers_that_tell_their_meeting(extracted):
    """A bundle with minutes dates its own sets; nobody has to."""
    old = extracted(CORPUS / "nerima-2014-bundle.pdf").clause_sets
    assert {(event.date, event.event) for event in life_events(old)} == {(datetime.date(2014, 7, 23), "appears")}


class TestTables:
    pandas = None

    @pytest.fixture(autouse=True)
    def _needs_pandas(self):
        pytest.importorskip("pandas")

    def test_timeline(self):
        table = timeline(VERSIONS)
        assert list(table.columns) == [
            "ward", "life", "date", "event", "number", "before", "heading", "other", "doubtful", "set", "key", "label",
        ]  # fmt: skip
        assert len(table) == len(LIVES)
        assert table["date"].dt.year.tolist() == [row[1] for row in LIVES]
        assert table.groupby("event").size()["appears"] == 4

    def test_timeline_of_nothing(self):
        assert timeline([]).empty

    def test_crosswalk(self):
        one = with_topics(version("2013-04-01", KEEP, COPY, BACK), ["safekeeping"], ["copying"], ["return_disposal"])
        two = with_topics(version("2012-04-01", COPY, COPY, ward="kita"), ["copying"], ["copying", "own_topic"])
        table = crosswalk([one, two])
        assert list(table.columns.names) == ["ward", "date", "title"]
        assert [column[0] for column in table.columns] == ["kita", "minami"]
        assert table.to_dict("split")["data"] == [[(), ("1",)], [("1", "2"), ("2",)], [(), ("3",)], [("2",), ()]]
        assert list(table.index) == ["safekeeping", "copying", "return_disposal", "own_topic"]

    def test_crosswalk_of_nothing(self):
        assert crosswalk([]).empty


@pytest.mark.parametrize("verb", [timeline, crosswalk])
def test_without_pandas(verb, monkeypatch):
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(
        MissingExtra, match=rf"^{verb.__name__}: needs pandas; install it with pip install 'kaigi-extract\["
    ):
        verb([])


def with_topics(clause_set, *topics):
    """The set as `annotate` would give it: one sentence a clause, the contractor's duty or prohibition."""
    clauses = [
        clause.model_copy(
            update={
                "topics": named,
                "sentences": [
                    Sentence(
                        text=text,
                        actor="contractor",
                        modality="must_not" if "ならない。" in text and "なければ" not in text else "must",
                    )
                    for text in clause.text.replace("。", "。\n").split()
                ],
            }
        )
        for clause, named in zip(clause_set.clauses, topics, strict=True)
    ]
    return clause_set.model_copy(update={"clauses": clauses})


class TestDutyGaps:
    ONE = with_topics(
        version("2013-04-01", KEEP, COPY, ("返却", BACK[1] + "返却の日を台帳に書き、三年のあいだ残さなければならない。")),
        ["safekeeping"], ["copying"], ["return_disposal"],
    )  # fmt: skip
    OTHER = with_topics(
        version("2013-04-01", ("返還", "受託者は、契約が終わったときは、預かった名簿を区に返さなければならない。"), SAFE, ward="kita"),
        ["return_disposal"], ["safekeeping"],
    )  # fmt: skip

    def test_what_the_other_has_nowhere(self):
        assert [(gap.number, gap.text) for gap in duty_gaps(self.ONE, self.OTHER)] == [
            (2, COPY[1]),
            (3, "返却の日を台帳に書き、三年のあいだ残さなければならない。"),
        ]

    def test_in_words(self):
        gap = duty_gaps(self.ONE, self.OTHER)[0]
        assert str(gap) == f"第2（複写）受託者の禁止：{COPY[1]}"
        assert (gap.topics, gap.actor, gap.modality) == (["copying"], "contractor", "must_not")

    def test_none(self):
        assert duty_gaps(self.OTHER, self.ONE) == []
        assert duty_gaps(self.ONE, self.ONE) == []

    def test_all(self):
        empty = version("2013-04-01").model_copy(update={"clauses": []})
        gaps = duty_gaps(self.ONE, empty)
        assert [(gap.number, gap.nearest, gap.covered) for gap in gaps] == [(n, None, 0.0) for n in (1, 2, 3, 3)]

    @pytest.mark.parametrize("missing", ["topics", "sentences"])
    def test_a_set_that_lacks_either_is_annotated_on_the_way(self, missing):
        """Half of an annotation is none: the sentences and topics of such a set are those that `annotate` gives."""
        first, *rest = self.ONE.clauses
        half = self.ONE.model_copy(update={"clauses": [first.model_copy(update={missing: None}), *rest]})
        gaps = duty_gaps(half, self.OTHER.model_copy(update={"clauses": []}))
        assert [gap.topics for gap in gaps] == [gap.topics for gap in duty_gaps(annotate(half), version("2013-04-01"))]
        assert gaps[0].topics

    def test_a_duty_elsewhere_is_no_gap(self):
        moved = with_topics(version("2013-04-01", ("雑則", COPY[1] + "作業場を清掃しなければならない。")), ["other"])
        alone = with_topics(version("2013-04-01", COPY), ["copying"])
        assert duty_gaps(alone, moved) == []

    @pytest.mark.parametrize(
        ("ours", "theirs", "gaps"),
        [
            (["safekeeping"], ["safekeeping"], []),
            (["copying", "safekeeping"], ["safekeeping", "third_party"], []),
            (["other"], ["safekeeping"], [2]),
            (["safekeeping"], ["other"], [2]),
            (["general"], ["general"], [2]),
            (["other"], ["other"], [2]),
            (["purpose_of_terms"], ["purpose_of_terms"], [2]),
        ],
    )
    def test_fewer_words_of_a_duty_are_enough_in_a_clause_of_its_topic(self, ours, theirs, gaps):
        """45 % of its words are in the other clause, which is linked to another one; some topics say nothing."""
        locked = ("鍵", "乙は、金庫に鍵を掛け、名簿を棚に置かなければならない。")
        one = with_topics(version("2013-04-01", SAFE, locked), ["copying"], ours)
        other = with_topics(version("2013-04-01", SAFE, ward="kita"), theirs)
        assert [gap.number for gap in duty_gaps(one, other)] == gaps
        assert [gap.topics for gap in duty_gaps(one, other)] == [ours] * len(gaps)

    def test_what_is_only_declared_is_no_duty(self):
        [clause] = with_topics(version("2013-04-01", KEEP), ["safekeeping"]).clauses
        clause.sentences[0].modality = "declares"
        one = version("2013-04-01", KEEP).model_copy(update={"clauses": [clause]})
        assert duty_gaps(one, version("2013-04-01")) == []
