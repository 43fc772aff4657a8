"""The numbers by which clauses decides: with another value of any of them, a composed case comes out otherwise."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from functools import partial
from typing import Any

import pytest

from kaigi_extract.clauses import align, annotate, crosswalk, diff, duty_gaps, timeline
from kaigi_extract.clauses.settings import AlignSettings
from kaigi_extract.clauses.topics import topics_by_set
from kaigi_extract.records import ClauseSet, Item
from kaigi_extract.show.comparison import rows as comparison_rows
from tests import test_clauses_lifecycle as lives
from tests.sets import KEEP, SAFE, VERSIONS, make, version
from tests.test_clauses_alignment import BASE, ELSEWHERE, SUGINAMI, edited
from tests.test_clauses_alignment import VERSIONS as VERSIONS_OF_BASE
from tests.test_clauses_alignment import make as made
from tests.test_clauses_lifecycle import with_topics

Row = tuple[str | None, str]


def linked(old: list[Row], new: list[Row], number: int, settings: AlignSettings) -> str:
    """The link of an old clause, 4 5-4 where two were merged; a question mark where it is doubtful."""
    links = align(made(old), made(new), settings=settings).links
    return "".join(
        f"{' '.join(map(str, link.old))}-{' '.join(map(str, link.new))}{'?' * link.doubtful}"
        for link in links
        if number in link.old
    )


def changes(old: ClauseSet, new: ClauseSet, settings: AlignSettings) -> list[list[str]]:
    return [link.changes for link in align(old, new, settings=settings).links]


def missing(one: ClauseSet, other: ClauseSet, settings: AlignSettings) -> list[int]:
    return [gap.number for gap in duty_gaps(one, other, settings=settings)]


def number_of_topics(clause_set: ClauseSet, settings: AlignSettings) -> list[int]:
    return [len(topics) for topics in topics_by_set([clause_set], settings)[0]]


def first_topics(clause_set: ClauseSet, settings: AlignSettings) -> list[str]:
    return [topics[0] for topics in topics_by_set([clause_set], settings)[0]]


def row(*rows: tuple[str, str]) -> ClauseSet:
    return make("特記事項", *[(f"第{n}", *one) for n, one in enumerate(rows, 1)])


RETURN = "乙は、仕事が済んだときは、名簿を直ちに甲へ返却しなければならない。"
ERASE = "乙は、手元の電子データを、消去には専用の機械を使う、立会人を二人置く"
NEW_DUTY = ("点検", "乙は、毎月、従業員の健康状態を帳面に付け、名簿の置き場を産業医に示さなければならない。")
INSPECTION = (
    "点検",
    "甲は、いつでも乙の事業所に立ち入り、名簿の扱いを点検することができる。乙は、名簿の置き場を甲に示す。",
)
MERGED = VERSIONS_OF_BASE["two clauses merged"][0]
COPY = ("写し", "乙は、名簿を複写してはならない。")
SPELT = ("写し", "乙は名簿を複写してはならない。")
WIDE = make("旧", ("第1", "使い道", "乙は、預かった名簿を使ってはならない。"))
MISREAD = make("新", ("第1", "使い道", "乙は、預かった名薄を使ってはならない。"), confidence=0.8)
LOCKED = ("鍵", "乙は、金庫に鍵を掛け、名簿を棚に納めなければならない。")  # 0.454 of its words are in SAFE
LISTED = row(("その他", "次のとおりとする。"))
LISTED.clauses[0].items = [Item(label="(1)", number=1, text="乙は、名簿を複写し、複製してはならない。", spans=[])]

TWO_WARDS = partial(linked, SUGINAMI, ELSEWHERE)
INSPECTED = partial(linked, edited(c10=[INSPECTION]), edited(c10=[NEW_DUTY]), 10)
SPLIT = partial(linked, BASE, edited(c8=[("返却", RETURN), ("消去", ERASE)]), 8)
ALONE = with_topics(row(SAFE), ["safekeeping"])
Case = tuple[Callable[[AlignSettings], Any], float, Any, Any]
CASES: dict[str, Case] = {
    # Setting: what is done with it, another value, what comes out by default, what with the other value.
    "heading_weight": (partial(TWO_WARDS, 7), 0.8, "7-9?", "7-9"),
    "long_vowel_characters": (
        partial(changes, row(("媒体", "乙は、メモリーを返す。")), row(("媒体", "乙は、メモリを返す。"))),
        9,
        [["spelling"]],
        [["wording"]],
    ),
    "typical_quantile": (INSPECTED, 0.0, "", "10-10"),
    "strictness_exponent": (partial(TWO_WARDS, 8), 0, "8-10", ""),
    "minimum_similarity": (partial(TWO_WARDS, 7), 0.3, "7-9?", ""),
    "version_minimum": (partial(linked, BASE, MERGED, 4), 0.5, "4 6-5", "4 6-5?"),
    "body_minimum": (INSPECTED, 0.1, "", "10-10"),
    "order_bonus": (partial(linked, [BASE[0], COPY], [SPELT, BASE[0], SPELT], 2), 0.0, "2-3?", "2-1?"),
    "doubt_margin": (partial(TWO_WARDS, 7), 0.0, "7-9?", "7-9"),
    "part_minimum": (partial(TWO_WARDS, 4), 0.5, "4 5-4?", "4-4?"),
    "version_part_minimum": (SPLIT, 0.6, "8-8 9?", "8-8"),
    "certain_part": (SPLIT, 0.3, "8-8 9?", "8-8 9"),
    "certain_confidence": (partial(changes, WIDE, MISREAD), 0.7, [[]], [["wording"]]),
    "topic_probability": (partial(number_of_topics, row(COPY)), 0.0, [1], [26]),
    "short_clause_characters": (partial(first_topics, LISTED), 0, ["copying"], ["third_party"]),
    "duty_share": (
        partial(missing, with_topics(row(SAFE, LOCKED), ["safekeeping"], ["other"]), ALONE), 0.45, [2], [],
    ),
    "duty_share_in_topic": (
        partial(missing, with_topics(row(SAFE, LOCKED), ["safekeeping"], ["safekeeping"]), ALONE), 0.5, [], [2],
    ),
    "duty_share_in_link": (partial(missing, lives.TestDutyGaps.ONE, lives.TestDutyGaps.OTHER), 0.1, [2, 3], [2]),
}  # fmt: skip


@pytest.mark.parametrize("setting", [field.name for field in fields(AlignSettings)])
def test_another_value_decides_otherwise(setting):
    run, value, usual, other = CASES[setting]
    assert run(AlignSettings()) == usual
    assert run(AlignSettings(**{setting: value})) == other


class TestVerbsHandThemDown:
    NOTHING_LIKE = AlignSettings(minimum_similarity=1.01)
    """Only equal texts are linked."""

    def test_diff(self):
        assert len(diff(VERSIONS[1], VERSIONS[2]).clauses) == 3
        assert len(diff(VERSIONS[1], VERSIONS[2], settings=self.NOTHING_LIKE).clauses) == 2

    def test_the_report_of_an_alignment(self):
        found = align(VERSIONS[1], VERSIONS[2], settings=self.NOTHING_LIKE)
        kinds = [row.kind for row in comparison_rows.rows(found, (VERSIONS[1], VERSIONS[2]))]
        assert (len(found.links), kinds.count("changed"), kinds.count("added"), kinds.count("removed")) == (2, 3, 1, 0)

    def test_timeline(self):
        pytest.importorskip("pandas")
        assert timeline(VERSIONS[1:3])["event"].tolist().count("goes") == 0
        assert timeline(VERSIONS[1:3], settings=self.NOTHING_LIKE)["event"].tolist().count("goes") == 1

    def test_annotate_and_crosswalk(self):
        pytest.importorskip("pandas")
        every_topic = AlignSettings(topic_probability=0.0)
        bare = version("2013-04-01", KEEP)
        assert len(annotate(bare, settings=every_topic).clauses[0].topics) == 26
        assert len(crosswalk([bare], settings=every_topic)) == 26
        assert len(crosswalk([bare])) == 1
