"""What two texts have in common is what difflib says, however long they are."""

from __future__ import annotations

import random
from difflib import SequenceMatcher

import pytest

from kaigi_extract.clauses import matching
from kaigi_extract.clauses.matching import opcodes


@pytest.fixture(autouse=True)
def _as_of_long_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matching, "SHORT", 0)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("", "", []),
        ("帳簿", "", [("delete", 0, 2, 0, 0)]),
        ("", "帳簿", [("insert", 0, 0, 0, 2)]),
        ("帳簿", "台紙", [("replace", 0, 2, 0, 2)]),
        ("帳簿を返す", "帳簿を返す", [("equal", 0, 5, 0, 5)]),
        # The longest run, not the first: ab is in acab as a whole.
        ("ab", "acab", [("insert", 0, 0, 0, 2), ("equal", 0, 2, 2, 4)]),
        # Of two runs as long as each other the first, in the old text and then in the new one.
        ("xya", "xybxy", [("equal", 0, 2, 0, 2), ("replace", 2, 3, 2, 5)]),
        ("xyaxy", "xy", [("equal", 0, 2, 0, 2), ("delete", 2, 5, 2, 2)]),
    ],
)
def test_what_is_put_in_and_taken_out(old: str, new: str, expected: list[tuple[str, int, int, int, int]]) -> None:
    assert opcodes(old, new) == expected


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("words", [1, 2, 5, 30])
def test_as_difflib_has_it(words: int, seed: int) -> None:
    chance = random.Random(seed)
    old = [chance.randrange(words) for _ in range(200)]
    new = [word for word in old if chance.random() > 0.1] + [chance.randrange(words) for _ in range(20)]
    assert opcodes(old, new) == SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
