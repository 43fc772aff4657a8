"""Clause sets with known descent, composed: templates, what offices make of them, and sets that nobody copied.

All templates are on one subject and use the same words, as the terms of many offices do: what they have of each other
is words, and a clause or two of boilerplate.
"""

from __future__ import annotations

import datetime
import random
from collections.abc import Sequence
from dataclasses import dataclass

from kaigi_extract.records import Clause, ClauseSet, Parties

HEADINGS = [
    "鍵",
    "名簿",
    "写し",
    "持出し",
    "委託",
    "点検",
    "訓練",
    "紛失",
    "返却",
    "賠償",
    "掲示",
    "帳簿",
    "当番",
    "巡回",
]
THINGS = ["住所録", "申込書", "出欠簿", "貸出票", "受付簿", "作業日誌", "連絡網", "写真台帳", "健康票", "入館証"]
PLACES = ["施錠できる棚", "耐火金庫", "窓口の引出し", "別館の書庫", "受付の端末", "守衛室の箱", "二階の保管室"]
ACTS = [
    "毎朝数え",
    "番号順に並べ",
    "封筒に入れて封をし",
    "台帳と突き合わせ",
    "責任者に見せ",
    "布袋に移し",
    "目録に書き加え",
]
WHEN = ["業務を始める前に", "週の終わりに", "月の初めに", "契約が終わるときに", "求めがあったときに", "引き継ぐときに"]
ENDS = [
    "甲に届け出なければならない",
    "甲の承諾なく他人に渡してはならない",
    "三年のあいだ残すものとする",
    "甲の立会いを受けるものとする",
    "乙の費用で直さなければならない",
    "甲が指定する様式に書かなければならない",
]
BOILERPLATE = [
    ("法令", "乙は、業務を行うに当たり、法令及びこの特記事項を守らなければならない。"),
    ("協議", "この特記事項に定めのないことは、甲と乙とが協議して定める。"),
]
PARTIES = [("甲", "乙"), ("発注者", "受託者"), ("委託者", "受託者"), ("発注者", "受注者"), ("市", "事業者")]

Row = tuple[str, str]


@dataclass(frozen=True)
class Gold:
    """Sets in no order, and which template each is of; None for those of none."""

    sets: list[ClauseSet]
    template: list[int | None]

    def same(self) -> set[tuple[int, int]]:
        """Pairs of one template, by place."""
        held = list(enumerate(self.template))
        return {(i, j) for i, a in held for j, b in held if i < j and a is not None and a == b}


def sentence(chance: random.Random) -> str:
    """One invented duty of the contractor."""
    first, second = chance.sample(ACTS, 2)
    return (
        f"乙は、{chance.choice(WHEN)}、{chance.choice(THINGS)}を{chance.choice(PLACES)}において{first}、{second}、"
        f"{chance.choice(ENDS)}。"
    )


def row(chance: random.Random, heading: str) -> Row:
    """A clause of two sentences."""
    return heading, sentence(chance) + sentence(chance)


def rows(chance: random.Random, count: int = 12) -> list[Row]:
    """What a template says: its own clauses between boilerplate that all have."""
    own = [row(chance, heading) for heading in chance.sample(HEADINGS, count)]
    return [BOILERPLATE[0], *own, BOILERPLATE[1]]


def descendant(chance: random.Random, template: Sequence[Row], change: float = 1.0) -> list[Row]:
    """The clauses of a template as an office adopts them: some dropped, some reworded, some put in."""
    kept = [list(each) for each in template]
    for _ in range(round(chance.randint(1, 3) * change)):
        kept.pop(chance.randrange(len(kept)))
    for _ in range(round(chance.randint(1, 4) * change)):
        at = chance.randrange(len(kept))
        thing = chance.choice(THINGS)
        kept[at][1] = kept[at][1].replace("を", f"及び{thing}を", 1).replace("乙は、", "乙は、あらかじめ", 1)
    for _ in range(round(chance.randint(0, 3) * change)):
        kept.insert(chance.randrange(len(kept) + 1), list(row(chance, chance.choice(HEADINGS))))
    return [(heading, text) for heading, text in kept]


def clause_set(
    title: str, said: Sequence[Row], parties: tuple[str, str] = ("甲", "乙"), day: datetime.date | None = None
) -> ClauseSet:
    """A set that says so, with its own names of the two sides."""
    principal, contractor = parties

    def named(text: str) -> str:
        return text.replace("甲", "\0").replace("乙", contractor).replace("\0", principal)

    clauses = [
        Clause(number=n, label=f"第{n}", heading=heading, text=named(text), spans=[])
        for n, (heading, text) in enumerate(said, 1)
    ]
    return ClauseSet(
        title=title,
        kind="special_terms",
        date=day,
        parties=Parties(principal=principal, contractor=contractor),
        clauses=clauses,
        spans=[],
    )


def gold(seed: int, templates: int = 4, each: int = 12, unrelated: int = 10, change: float = 1.0) -> Gold:
    """Templates with their descendants, and sets of none; every set under another title, in no order."""
    chance = random.Random(seed)
    made: list[tuple[ClauseSet, int | None]] = []
    for number in range(templates):
        template = rows(chance)
        made.append(
            (
                clause_set(f"ひな型{number}", template, day=datetime.date(2001, 4, 1) + datetime.timedelta(number)),
                number,
            )
        )
        for at in range(each):
            said = descendant(chance, template, change)
            day = datetime.date(chance.randint(2003, 2024), 4, 1)
            made.append((clause_set(f"特記{number}-{at}", said, chance.choice(PARTIES), day), number))
    made += [(clause_set(f"別{at}", rows(chance)), None) for at in range(unrelated)]
    chance.shuffle(made)
    return Gold([one for one, _ in made], [template for _, template in made])
