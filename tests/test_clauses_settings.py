"""The numbers by which clauses decides: with another value of any of them, a composed case comes out otherwise."""

from __future__ import annotations

import datetime
import random
from collections.abc import Callable
from dataclasses import fields
from functools import partial
from typing import Any

import pytest

from kaigi_extract.clauses import align, annotate, crosswalk, diff, duty_gaps, families, timeline
from kaigi_extract.clauses.amending_draft import draft_amendment
from kaigi_extract.clauses.annotation import answers_to, with_sentence_topics
from kaigi_extract.clauses.answers import questions_of
from kaigi_extract.clauses.from_text import clause_set as of_texts
from kaigi_extract.clauses.line_pairs import LinePair, PrintedLine, pair_lines
from kaigi_extract.clauses.settings import AlignSettings
from kaigi_extract.clauses.topics import topics_by_set
from kaigi_extract.records import ClauseSet, Item
from kaigi_extract.show.comparison import rows as comparison_rows
from tests import test_clauses_lifecycle as lives
from tests.set_families import clause_set, rows
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


def lines_beside(settings: AlignSettings) -> list[LinePair]:
    """Two items of which one was reworded, under other labels."""
    old = PrintedLine(1, "ア", "図書の収集に関すること。"), PrintedLine(1, "イ", "園芸")
    new = PrintedLine(1, "イ", "図書の収集及び保存に関すること。"), PrintedLine(1, "ウ", "園芸")
    return pair_lines(old, new, settings)


def drafted(old: str, new: str, settings: AlignSettings) -> bool:
    """Whether a clause is written anew rather than quoted."""
    rest = "第２　乙は、窓を閉める。"
    return "次のように" in draft_amendment(of_texts([old, rest]), of_texts([new, rest]), settings=settings).text


def counted_down(settings: AlignSettings) -> list[str]:
    """What a draft says of three articles behind one that is put in."""
    things = ("窓", "扉", "床")
    one, other = (
        of_texts([f"第{n}条　乙は、{thing}を{thing}拭きで磨く。" for n, thing in enumerate(side, 1)])
        for side in (things, ("札", *things))
    )
    text = draft_amendment(one, other, settings=settings).text
    return [line for line in text.splitlines() if "第3条を" in line or "繰り下げ" in line]


def grouped(
    template: list[tuple[str, str]], *others: list[tuple[str, str]], settings: AlignSettings
) -> list[list[str]]:
    """The families of a template of 2001 and others of the years after it, by their titles."""
    sets = [clause_set("元", template, day=datetime.date(2001, 4, 1))]
    sets += [clause_set("写", said, day=datetime.date(2001 + at, 4, 1)) for at, said in enumerate(others, 1)]
    found = families(sets, settings=settings).families
    return [[family.template.title, *(one.title for one in family.members)] for family in found]


def loosely(said: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The same clauses, each with words put in."""
    return [
        (heading, text.replace("乙は、", "乙は、あらかじめ", 1).replace("、", "、なるべく", 3))
        for heading, text in said
    ]


TEMPLATE, OTHER = (rows(random.Random(seed), 6) for seed in (5, 6))
HALF = [*TEMPLATE[1:5], *OTHER[1:4]]
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
LOCKED = ("鍵", "乙は、金庫に鍵を掛け、名簿を棚に置かなければならない。")  # 0.454 of its words are in SAFE
LISTED = row(("その他", "次のとおりとする。"))
LISTED.clauses[0].items = [Item(label="(1)", number=1, text="乙は、名簿を複写し、複製してはならない。", spans=[])]

TOOLS: list[Row] = [
    ("置き場", "乙は、道具を小屋に並べなければならない。"),
    ("報告", "乙は、刈った草の量を毎月甲に報告しなければならない。"),
]
OVERSEEN = partial(
    linked,
    [TOOLS[0], ("指図", "乙は、草刈りに従事する者を名簿に書いて甲に届け、必要な指図をしなければならない。"), TOOLS[1]],
    [TOOLS[0], ("監督", "乙は、従業者の氏名を一覧にして甲に提出し、従業者を監督しなければならない。"), TOOLS[1]],
    2,
)
LENDS = "甲は、草刈りに要る道具を乙に貸し与える。乙は、草刈りが済んだときは、道具を洗い、甲に返却しなければならない。"
LENT = partial(
    linked,
    [TOOLS[0], ("道具の貸出し及び返却", LENDS), TOOLS[1]],
    [
        TOOLS[0],
        ("道具の貸出し", "甲は、乙が求めたときは、草刈りに要る道具を無償で乙に貸し与える。"),
        ("道具の始末", "乙は、作業の終わりに、借り受けた道具を水で洗い、油を差したうえで甲に返却しなければならない。"),
        TOOLS[1],
    ],
    2,
)
PARAGRAPH = row(COPY)
PARAGRAPH.clauses[0].items = [
    Item(
        label="２",
        number=2,
        text="乙は、作業に加わる者に対し、名簿の扱い方を周知し、年に一回以上研修を行うこと。",
        spans=[],
    )
]
BAN = ("撮影", "乙は、名簿の中身を写真機で撮影してはならない。")
TWO_BANS = with_topics(row(("写し", "乙は、名簿を複写し、又は撮影してはならない。"), BAN), ["copying"], ["copying"])
ONE_BAN = with_topics(row(("写し", "乙は、名簿を複写し、又は撮影してはならない。")), ["copying"])


def washed(settings: AlignSettings) -> list[list[str]]:
    """What changed in the items of a clause, one of which was reworded."""
    sets = [row(("筆", "次のことを守ること。")) for _ in range(2)]
    for one, water in zip(sets, ("水", "湯"), strict=True):
        one.clauses[0].items = [Item(label="(1)", number=1, text=f"筆を{water}で洗うこと。", spans=[])]
    return [item.changes for item in align(*sets, settings=settings).links[0].items]


def replaced(word: str, kept: int, settings: AlignSettings) -> list[str]:
    """The words told as replaced where one is in five clauses, but for `kept` of them."""
    texts = [f"{word}は、{thing}を箱に納めなければならない。" for thing in ("鉛筆", "絵筆", "画用紙", "水入れ", "粘土")]
    changed = [text.replace(word, "受注者") if n >= kept else text for n, text in enumerate(texts)]
    sets = (row(*[(f"其の{n}", text) for n, text in enumerate(side)]) for side in (texts, changed))
    return [one.old for one in align(*sets, settings=settings).replacements]


def sentence_topics(settings: AlignSettings) -> list[list[str]]:
    """What the sentences of a clause with two topics are about."""
    said = "乙は、配達を他の者に再委託することができる。乙は、配達先の一覧を複写してはならない。"
    questions = questions_of(row(("再委託及び複写", said)))
    [answer] = with_sentence_topics(answers_to(questions), settings).values()
    return [[topic for topic, _ in sentence.topics] for sentence in answer.sentences]


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
    "strictness_exponent": (partial(TWO_WARDS, 7), 0, "7-9?", ""),
    "minimum_similarity": (partial(TWO_WARDS, 8), 0.35, "8-10", ""),
    "version_minimum": (partial(linked, BASE, MERGED, 4), 0.5, "4 6-5", "4 6-5?"),
    "body_minimum": (INSPECTED, 0.1, "", "10-10"),
    "distinct_body": (OVERSEEN, 0.9, "2-2?", ""),
    "distinct_terms": (OVERSEEN, 9, "2-2?", ""),
    "distinct_ratio": (OVERSEEN, 50.0, "2-2?", ""),
    "sentence_share": (LENT, 0.9, "2-2 3?", "2-2"),
    "sentence_margin": (LENT, 0.9, "2-2 3?", "2-2"),
    "minimum_item_similarity": (washed, 0.9, [["wording"]], [[], []]),
    "replacement_clauses": (partial(replaced, "乙", 0), 9, ["乙"], []),
    "replacement_share": (partial(replaced, "乙", 1), 0.9, ["乙"], []),
    "paragraph_probability": (partial(number_of_topics, PARAGRAPH), 1.01, [2], [1]),
    "sentence_probability": (sentence_topics, 0.0, [["subcontracting"], ["copying"]], [["subcontracting", "copying"], ["copying", "subcontracting"]]),
    "ban_share_in_topic": (partial(missing, TWO_BANS, ONE_BAN), 0.9, [], [2]),
    "order_bonus": (partial(linked, [BASE[0], COPY], [SPELT, BASE[0], SPELT], 2), 0.0, "2-3?", "2-1?"),
    "doubt_margin": (partial(TWO_WARDS, 7), 0.0, "7-9?", "7-9"),
    "part_minimum": (SPLIT, 0.5, "8-8 9?", "8-8"),
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
    "shared_clause": (partial(grouped, TEMPLATE, loosely(TEMPLATE)), 0.95, [["元", "写"]], []),
    "family_share": (partial(grouped, TEMPLATE, HALF), 0.9, [["元", "写"]], []),
    "family_clauses": (partial(grouped, TEMPLATE, HALF), 5, [["元", "写"]], []),
    "descendant_share": (partial(grouped, TEMPLATE, HALF), 0.9, [["元", "写"]], []),
    "oldest_share": (
        partial(grouped, TEMPLATE[:5], *[[*TEMPLATE[:7], OTHER[k]] for k in (1, 2, 3)]), 1.0,
        [["元", "写", "写", "写"]], [["写", "元", "写", "写"]],
    ),
    "minimum_line_similarity": (lines_beside, 90.0, [(0, 0), (1, 1)], [(None, 0), (1, 1), (0, None)]),
    "most_swaps": (partial(drafted, "第１　乙は、赤い鍵と青い箱を持つ。", "第１　乙は、白い鍵と黒い箱を持つ。"), 1, False, True),
    "longest_quote": (partial(drafted, "第１　乙は、赤い鍵と赤い箱を持つ。", "第１　乙は、赤い鍵と青い箱を持つ。"), 1, False, True),
    "listed_moves": (
        counted_down, 2,
        ["第3条を第4条とし、第2条を第3条とし、第1条を第2条とする。"], ["第1条から第3条までを一条ずつ繰り下げる。"],
    ),
    "duty_share_in_link": (partial(missing, lives.TestDutyGaps.ONE, lives.TestDutyGaps.OTHER), 0.1, [2, 3], [2]),
}  # fmt: skip


@pytest.mark.parametrize("setting", [field.name for field in fields(AlignSettings)])
def test_another_value_decides_otherwise(setting):
    run, value, usual, other = CASES[setting]
    assert run(settings=AlignSettings()) == usual
    assert run(settings=AlignSettings(**{setting: value})) == other


class TestVerbsHandThemDown:
    NOTHING_LIKE = AlignSettings(minimum_similarity=1.01, distinct_body=1.01)
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
