"""Which sentence or item became which: few are compared all with all, many by the rare characters that they share."""

from __future__ import annotations

import random

import pytest

from kaigi_extract.clauses import sentence_pairs as module
from kaigi_extract.clauses.item_pairs import pair_parts, parts_of
from kaigi_extract.clauses.sentence_pairs import ALL_WITH_ALL, sentence_pairs
from kaigi_extract.records import Clause, Item

PLACES = "温室噴水花壇倉庫門扉窓枠水路広場小屋畑道橋池丘林"
COUNT = 144


def sentence(number: int, who: str = "乙") -> str:
    first, second = divmod(number, 12)
    return f"{who}は、{PLACES[first]}の{PLACES[second + 8]}に{PLACES[first + 1]}{PLACES[second]}の札を掛ける。"


@pytest.mark.parametrize("count", [20, COUNT])
def test_each_finds_the_one_that_it_was_though_they_moved(count: int) -> None:
    assert (count * count > ALL_WITH_ALL) == (count == COUNT)
    old = [sentence(k) for k in range(count)]
    order = [(7 * k) % count for k in range(count)] if count == 20 else [(k + 50) % count for k in range(count)]
    new = [sentence(k, "受託者") for k in order]
    assert sentence_pairs(old, new, 0.4) == sorted((k, at) for at, k in enumerate(order))


@pytest.mark.parametrize("count", [5, COUNT])
def test_what_is_unlike_all_has_no_partner(count: int) -> None:
    old = [sentence(k) for k in range(count)]
    new = [*(sentence(k, "受託者") for k in range(count)), "甲と丙とが協議する。"]
    assert sentence_pairs(old, new, 0.4) == [(k, k) for k in range(count)]


def common(chance: random.Random, who: str = "乙") -> str:
    """A sentence of which every pair of characters is in many others."""
    places = ["".join(chance.sample(PLACES, count)) for count in (3, 2, 2)]
    return f"{who}は、{places[0]}の{places[1]}に{places[2]}の札を掛ける。"


def listed(texts: list[str]) -> list[Clause]:
    items = [Item(label=f"({number})", number=number, text=text) for number, text in enumerate(texts, 1)]
    return [Clause(number=1, label="第１", text="次のとおりとする。", items=items)]


def test_many_items_made_of_common_words() -> None:
    count, ahead = 1500, 500
    olds, news = ([common(random.Random(k), who) for k in range(count)] for who in ("乙", "受託者"))
    old, new = parts_of(listed(olds)), parts_of(listed(news[ahead:] + news[:ahead]))
    assert pair_parts(old, new) == {0: 0} | {1 + k: 1 + (k - ahead) % count for k in range(count)}


@pytest.mark.parametrize("seed", range(40))
def test_few_are_paired_as_all_with_all(monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    chance = random.Random(seed)
    old = [common(chance) for _ in range(chance.randrange(1, 14))]
    new = [
        text.replace("掛け", chance.choice(["掛け", "速やかに掛け", "付け"])) for text in old if chance.random() < 0.8
    ]
    new += [common(chance, "丙") for _ in range(chance.randrange(3))]
    chance.shuffle(new)
    every = sentence_pairs(old, new, 0.5)
    monkeypatch.setattr(module, "ALL_WITH_ALL", 0)
    assert sentence_pairs(old, new, 0.5) == every
