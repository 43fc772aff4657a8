"""Ink that no character explains: (what is printed, what the engine gave of it, what is read)."""

from __future__ import annotations

import pytest

from kaigi_extract.ocr.missed_marks import with_missed_marks, without_ghosts
from kaigi_extract.ocr.protocol import Character
from tests.test_ocr_specks import EM, SCALE, Speck, X, crop, says

MARKS = {
    "a comma within": ("条例、規則", "条例　規則", "条例、規則"),
    "a full stop within": ("定める。次に", "定める　次に", "定める。次に"),
    "a full stop at the end": ("定める。", "定める　", "定める。"),
    "a dot in the middle": ("区・都", "区　都", "区・都"),
    "two": ("区、都、国", "区　都　国", "区、都、国"),
    "none": ("条例　規則", "条例　規則", "条例規則"),
}


def given(text: str, start: float) -> list[Character]:
    """The characters of a line as an engine has them; a space is what it dropped."""
    return [Character(c, start + (k + 0.5) * EM, 0.99) for k, c in enumerate(text) if not c.isspace()]


@pytest.mark.parametrize(("printed", "seen", "reads"), MARKS.values(), ids=MARKS)
def test_marks_that_were_dropped(printed: str, seen: str, reads: str) -> None:
    read = crop(printed)
    assert says(with_missed_marks(given(seen, X * SCALE - read.x0), read, EM)) == reads


def test_a_mark_that_only_its_ink_tells_is_doubtful() -> None:
    read = crop("条例、規則")
    [mark] = [c for c in with_missed_marks(given("条例　規則", X * SCALE - read.x0), read, EM) if c.text == "、"]
    assert mark.sure < 0.9
    assert [other for other, _ in mark.others] == ["。"]


SPECKS: list[Speck] = [(2.2, 0.8, 0.07), (2.2, 0.25, 0.2)]


@pytest.mark.parametrize("speck", SPECKS)
def test_specks_are_no_marks(speck: Speck) -> None:
    """Neither what is too small nor what is where no mark is."""
    read = crop("条例　規則", speck)
    assert says(with_missed_marks(given("条例　規則", X * SCALE - read.x0), read, EM)) == "条例規則"


def test_no_mark_where_the_pitch_leaves_no_room() -> None:
    read = crop("条例規則")
    characters = given("条例規則", X * SCALE - read.x0)
    assert with_missed_marks(characters, read, EM) == characters


def test_a_character_beside_unread_ink_is_doubtful() -> None:
    read = crop("条例鬱規則")
    doubtful = with_missed_marks(given("条例　規則", X * SCALE - read.x0), read, EM)
    assert says(doubtful) == "条例規則"
    assert [character.sure < 0.9 for character in doubtful].count(True) >= 1
    assert doubtful[0].sure == doubtful[3].sure == 0.99


GHOSTS = {
    "with ink of its own": ("条例鬱規則", 0.1, "条例鬱規則"),
    "without": ("条例　規則", 0.1, "条例規則"),
    "doubted, with ink": ("条例鬱規則", 0.6, "条例鬱規則"),
    "doubted, in white": ("条例　規則", 0.6, "条例規則"),
    "not doubted": ("条例　規則", 0.9, "条例鬱規則"),
}


@pytest.mark.parametrize(("printed", "sure", "reads"), GHOSTS.values(), ids=GHOSTS)
def test_what_an_engine_hardly_saw(printed: str, sure: float, reads: str) -> None:
    read = crop(printed)
    characters = given("条例鬱規則", X * SCALE - read.x0)
    characters[2].sure = sure
    assert says(without_ghosts(characters, read, EM)) == reads


@pytest.mark.parametrize(
    ("printed", "reads"), [("一般社団", "一般社団"), ("般社団", "般社団"), ("般社団　一覧", "般社団一覧")]
)
def test_what_an_engine_hardly_saw_stays_where_the_line_is_as_long_as_all_it_read(printed: str, reads: str) -> None:
    read = crop(printed)
    start = X * SCALE - read.x0
    text = printed if printed[0] == "一" else f"一{printed}"
    places = [0.5, *(k + 1.1 - (printed[0] != "一") for k in range(len(text)))]
    characters = [
        Character(c, start + at * EM, 0.99 if k else 0.28)
        for k, (c, at) in enumerate(zip(text, places, strict=False))
        if c != "　"
    ]
    assert says(without_ghosts(characters, read, EM)) == reads


@pytest.mark.parametrize(("printed", "sure"), [("川", 0.99), ("川 川", 0.6)])
def test_a_character_alone_has_no_ink_but_its_own(printed: str, sure: float) -> None:
    """Wherever the engine places it."""
    read = crop(printed)
    late = Character("川", X * SCALE - read.x0 + 1.0 * EM, 0.99)
    assert [one.sure for one in with_missed_marks([late], read, EM)] == [sure]
