"""Composes the training data of the clause topics from the hand-written material beside it.

A template is one hand-written heading or body. It is dealt to the training or to the held-out part as a whole, so that
no held-out example is a variation of something trained on. Slots are filled, spellings vary, and headings and bodies
are put together as clauses do: alone, with each other, under a heading for several topics. Reads material/*.toml only.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

MATERIAL = Path(__file__).parent / "material"
SEED = 20
HELD_OUT = 6
"""One template of so many is held out."""
TRAINED_ON = 14_000
JUDGED_ON = 1_500
"""Clauses that are composed."""

SEVERAL = 0.15
"""Share of clauses that begin from material for several topics."""
THREE = 0.2
"""Share of clauses with two topics that are given a third."""
DECORATED = 0.2
"""Share of headings that get a common beginning; as many get a common end."""

PARTIES = [
    ("甲", "乙"), ("甲", "乙"), ("委託者", "受託者"), ("発注者", "受注者"), ("区", "受託者"), ("区", "事業者"),
    ("市", "受注者"),
]  # fmt: skip
SLOTS = {
    "情報": [
        "個人情報",
        "個人情報",
        "個人情報",
        "個人情報等",
        "特定個人情報等",
        "個人データ",
        "受託情報",
        "保護情報",
        "データ",
    ],
    "業務": [
        "業務",
        "本業務",
        "委託業務",
        "受託業務",
        "この契約による業務",
        "この契約による事務",
        "当該事務",
        "受託事務",
    ],
    "契約": ["この契約", "この契約", "本契約", "委託契約", "本件契約"],
    "規": ["この特記事項", "本特記事項", "この特約条項", "この遵守事項", "この取扱要領", "前各項の規定"],
    "する": ["しなければならない", "するものとする", "すること", "する"],
    "しない": ["してはならない", "してはならない", "しないものとする", "しないこと", "することができない"],
    "できる": ["することができる", "することができるものとする"],
}
SPELLINGS = [
    ("及び", "および"), ("又は", "または"), ("並びに", "ならびに"), ("当たり", "あたり"), ("当たって", "あたって"),
    ("次に", "つぎに"),
    ("取扱い", "取り扱い"), ("取り扱う", "取扱う"), ("持ち出し", "持出し"), ("受渡し", "受け渡し"),
    ("き損", "毀損"), ("引渡し", "引き渡し"),
    ("立入", "立ち入り"), ("廃棄", "破棄"), ("漏えい", "漏洩"), ("速やかに", "すみやかに"), ("全て", "すべて"),
]  # fmt: skip
TAILS = [
    "ただし、{甲}の承諾があるときは、この限りでない。",
    "ただし、あらかじめ{甲}が認めた場合は、この限りではない。",
    "ただし、法令に定めがある場合を除く。",
    "この場合において、{乙}は、{甲}の指示に従わなければならない。",
    "なお、詳細は{甲}が別に定める。",
    "{契約}が終了し、又は解除された後においても同様とする。",
    "これを変更するときも、同様とする。",
    "なお、この義務は{契約}の終了後も存続する。",
]
"""What clauses of any topic end with."""
FULLER = [
    "{甲}から提供された{情報}", "{甲}より引き渡された{情報}", "{甲}から貸与された資料に記録されている{情報}",
    "{業務}に関して知り得た{情報}",
    "{業務}で取り扱う{情報}", "{業務}を行うために{甲}から受け取った{情報}", "{乙}が収集し、又は作成した{情報}",
]  # fmt: skip
"""What a body may say of the data whatever it is about: where it came from settles no topic."""
TOLD_FULLER = 0.25
"""Share of bodies that do."""
INSERTS = [
    "{甲}の承認なく、", "{甲}の書面による承諾を得ないで、", "{甲}の許可がある場合を除き、",
    "あらかじめ{甲}が認めたときのほか、", "無断で、",
    "{業務}を行うに当たり、", "{業務}の実施に際しては、", "{契約}の履行に関し、", "{契約}の期間中、",
    "{契約}の終了後、",
    "{甲}の指示に従い、", "必要に応じて、", "必要があると認めるときは、", "常に、", "速やかに、", "直ちに、",
    "自己の責任において、",
    "{規}に基づき、", "{情報}について、", "{情報}の取扱いに関し、", "{業務}に従事する者を含め、", "書面により、",
]  # fmt: skip
"""What may stand behind the subject of a clause of any topic."""
SUBJECTS = ("{乙}は、", "{甲}は、")
INSERTED = 0.3
"""Share of bodies that get one."""
LEADS = [
    "{乙}は、次に掲げる事項を守らなければならない。",
    "{乙}は、次の各号に定めるところによらなければならない。",
    "{乙}は、{業務}を行うに当たり、次の事項を実施するものとする。",
    "{甲}は、次のとおり定める。",
    "次のとおりとする。",
    "{乙}は、前項に定める事項を誠実に行うものとする。",
    "{乙}は、{契約}の履行に当たり、必要な事項を行う。",
    "{情報}については、別に定める仕様書によるものとする。",
]
"""Bodies that say nothing of their topic: the heading decides."""
BEFORE = [
    "{情報}の",
    "{業務}の",
    "{業務}に係る",
    "{業務}に関する",
    "{情報}の取扱いに関する",
    "{情報}の取扱いに係る",
    "{契約}における",
]
AFTER = [
    "について",
    "等",
    "に関する事項",
    "に係る措置",
    "に関すること",
    "の義務",
    "（{乙}の義務）",
    "の原則",
    "に関する特則",
]
"""What headings of any topic begin and end with."""
JOINTS = ["及び", "及び", "・", "、", "並びに", "と", "又は"]
KINDS = {
    "heading": 26,
    "body": 22,
    "both": 28,
    "idle_body": 5,
    "aside": 2,
    "one_of_heading": 9,
    "several": 9,
    "other_heading": 5,
}
"""How clauses are put together, and how often: a heading alone, a body alone, both; a body that says nothing of the
topic; a body that touches another topic in passing; one of several clauses under a heading that names two topics; two
or three topics at once; a body that does not keep to its heading."""


@dataclass(slots=True)
class Template:
    """One heading or body, with the topics that it belongs to."""

    topics: frozenset[str]
    text: str


@dataclass(slots=True)
class Part:
    """The templates of the training or of the held-out part, by what they are."""

    headings: list[Template] = field(default_factory=list)
    bodies: list[Template] = field(default_factory=list)


@dataclass(slots=True)
class Groups:
    """The sets of topics that templates of a part are written for."""

    single: list[frozenset[str]]
    several: list[frozenset[str]]

    @classmethod
    def of(cls, part: Part) -> Groups:
        written = sorted({x.topics for x in part.headings}, key=sorted)
        return cls([x for x in written if len(x) == 1], [x for x in written if len(x) > 1])


def parts(seed: int = SEED) -> dict[str, Part]:
    """All templates, dealt to "train" and "held_out"."""
    found = {"train": Part(), "held_out": Part()}
    dice = random.Random(seed)
    for topics, kind, texts in material():
        mixed = dice.sample(texts, len(texts))
        for at, text in enumerate(mixed):
            part = found["held_out" if at % HELD_OUT == HELD_OUT - 1 else "train"]
            getattr(part, kind).append(Template(topics, text))
    return found


def joined(dealt: dict[str, Part]) -> Part:
    """All templates as one part."""
    return Part(
        [x for part in dealt.values() for x in part.headings], [x for part in dealt.values() for x in part.bodies]
    )


def topics() -> list[str]:
    """Every topic id, in alphabetical order."""
    return sorted(path.stem for path in MATERIAL.glob("*.toml") if path.stem != "combined")


def material() -> Iterator[tuple[frozenset[str], str, list[str]]]:
    """What is written by hand: topics, "headings" or "bodies", and the texts."""
    for path in sorted(MATERIAL.glob("*.toml")):
        read = tomllib.loads(path.read_text(encoding="utf-8"))
        for entry in read.get("clauses", [read]):
            labels = frozenset(entry.get("topics", [path.stem]))
            for kind in ("headings", "bodies"):
                yield labels, kind, entry[kind].split()


def examples(part: Part, count: int, seed: int) -> Iterator[tuple[str, frozenset[str]]]:
    """Clauses as the pipeline reads them, heading and body parted by a line break, with their topics."""
    dice = random.Random(seed)
    among = Groups.of(part)
    for _ in range(count):
        kind = dice.choices(list(KINDS), list(KINDS.values()))[0]
        heading, body, labels = _clause(part, kind, among, dice)
        yield filled(heading, body, dice), labels


def _clause(part: Part, kind: str, among: Groups, dice: random.Random) -> tuple[str, str, frozenset[str]]:
    """Heading, body and topics of one clause, put together as `kind` says."""
    labels = dice.choice(among.several if among.several and dice.random() < SEVERAL else among.single)
    other = dice.choice([x for x in among.single if not x & labels])
    if kind == "several" or (kind == "one_of_heading" and len(labels) == 1):
        labels |= other
        if dice.random() < THREE:
            labels |= dice.choice(among.single)
    heading, body = _heading(part, labels, dice), _body(part, labels, dice)
    if kind == "one_of_heading":
        labels = frozenset({dice.choice(sorted(labels))})
        return heading, _body(part, labels, dice), labels
    if kind == "other_heading":
        return heading, _body(part, other, dice), other
    if kind == "aside":
        return heading, body + _body(part, other, dice), labels
    if kind == "several":
        kind = dice.choice(["heading", "body", "both"])
    return {"heading": (heading, "", labels), "body": ("", body, labels), "both": (heading, body, labels)}.get(
        kind, (heading, dice.choice(LEADS), labels)
    )


def _heading(part: Part, labels: frozenset[str], dice: random.Random) -> str:
    """A heading written for these topics, or headings of each of them joined; with a common beginning or end."""
    written = [x.text for x in part.headings if x.topics == labels]
    if written and (len(labels) == 1 or dice.random() < 0.7):
        heading = dice.choice(written)
    else:
        each = [
            dice.choice([x.text for x in part.headings if x.topics == {label}])
            for label in dice.sample(sorted(labels), len(labels))
        ]
        heading = "、".join(each[:-1]) + dice.choice(JOINTS) + each[-1]
    before = dice.choice(BEFORE) if dice.random() < DECORATED and not heading.startswith("{") else ""
    return before + heading + (dice.choice(AFTER) if dice.random() < DECORATED else "")


def _body(part: Part, labels: frozenset[str], dice: random.Random) -> str:
    """A body written for these topics, or one of each of them; of a single topic at times two."""
    written = [x.text for x in part.bodies if x.topics == labels]
    if len(labels) == 1:
        return "".join(dice.sample(written, 2 if dice.random() < 0.2 else 1))
    if written and dice.random() < 0.7:
        return dice.choice(written)
    each = [
        dice.choice([x.text for x in part.bodies if x.topics == {label}])
        for label in dice.sample(sorted(labels), len(labels))
    ]
    return dice.choice(["", "また、", "さらに、"]).join(each)


def filled(heading: str, body: str, dice: random.Random) -> str:
    """Heading and body as text, with slots filled, spellings varied, and now and then a tail of any clause."""
    if body and dice.random() < 0.25:
        body += dice.choice(TAILS)
    if dice.random() < TOLD_FULLER:
        body = body.replace("{情報}", dice.choice(FULLER), 1)
    if body.startswith(SUBJECTS) and dice.random() < INSERTED:
        body = body[: len(SUBJECTS[0])] + dice.choice(INSERTS) + body[len(SUBJECTS[0]) :]
    principal, contractor = dice.choice(PARTIES)
    text = f"{heading}\n{body}".replace("{甲}", principal).replace("{乙}", contractor)
    for slot, words in SLOTS.items():
        text = text.replace("{" + slot + "}", dice.choice(words))
    for one, other in SPELLINGS:
        if one in text and dice.random() < 0.3:
            text = text.replace(one, other)
    return text
