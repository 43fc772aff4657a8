"""Which sentence became which: few are compared all with all, many by the rare characters that they share."""

from __future__ import annotations

import pytest

from kaigi_extract.clauses.sentence_pairs import ALL_WITH_ALL, sentence_pairs

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
