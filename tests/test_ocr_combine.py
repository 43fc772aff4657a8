"""Two readings of a line to one. A reading is written as characters with tenths of sureness: 個9 人3."""

from __future__ import annotations

import pytest

from kaigi_extract.ocr.combine import vote
from kaigi_extract.ocr.protocol import Character


def reading(told: str, shift: float = 0.0) -> list[Character]:
    return [Character(word[0], 10.0 * k + shift, int(word[1:]) / 10) for k, word in enumerate(told.split())]


VOTES: dict[str, tuple[str, str, list[tuple[str, float]]]] = {
    "nothing": ("", "", []),
    "both agree: the surer": ("個9 人3", "個6 人8", [("個", 0.9), ("人", 0.8)]),
    "they differ: the surer stands, less sure": ("個9 入4", "個9 人6", [("個", 0.9), ("人", 0.36)]),
    "the first is surer": ("個9 人6", "個9 入4", [("個", 0.9), ("人", 0.36)]),
    "both equally sure: the first": ("人5", "入5", [("人", 0.25)]),
    "only the first saw a character": ("個9 人8 情9", "個9 情9", [("個", 0.9), ("人", 0.4), ("情", 0.9)]),
    "only the second did": ("個9 情9", "個9 人8 情9", [("個", 0.9), ("人", 0.4), ("情", 0.9)]),
    "only one did, and is not sure": ("個9 人4 情9", "個9 情9", [("個", 0.9), ("情", 0.9)]),
    "two characters for one": ("個9 イ4 ニ4 情9", "個9 仁8 情9", [("個", 0.9), ("仁", 0.4), ("情", 0.9)]),
    "one of them saw nothing": ("個8 人6", "", [("個", 0.4), ("人", 0.3)]),
}


@pytest.mark.parametrize(("first", "second", "wanted"), VOTES.values(), ids=VOTES)
def test_votes(first: str, second: str, wanted: list[tuple[str, float]]) -> None:
    got = vote(reading(first), reading(second), 0.0)
    assert [(character.text, character.sure) for character in got] == [
        (text, pytest.approx(sure)) for text, sure in wanted
    ]


def test_places_are_those_of_the_first_crop() -> None:
    got = vote(reading("個9 情9"), reading("個9 人9 情9", shift=-3.0), 3.0)
    assert [character.at for character in got] == [0.0, 10.0, 10.0]
    assert [character.at for character in vote(reading("個9 人3"), reading("個6 入8", shift=2.0), 0.0)] == [0.0, 10.0]


def test_what_lost_stays_as_an_alternative() -> None:
    [character] = vote(
        [Character("人", 0, 0.6, (("八", 0.1),))], [Character("入", 0, 0.4, (("人", 0.3), ("八", 0.2)))], 0.0
    )
    assert (character.text, character.others) == ("人", (("入", 0.4), ("八", 0.1)))


def test_alternatives_of_both_where_they_agree() -> None:
    [character] = vote([Character("人", 0, 0.6, (("八", 0.1),))], [Character("人", 0, 0.4, (("入", 0.3),))], 0.0)
    assert character.others == (("入", 0.3), ("八", 0.1))
