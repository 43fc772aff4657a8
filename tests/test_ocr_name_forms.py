"""Names in a font that the forms were not trained on: (what is printed, what the engine takes it for, what is read)."""

from __future__ import annotations

import numpy as np
import pytest

from kaigi_extract.ocr.glyph_forms import GlyphForms, features, known_forms
from kaigi_extract.ocr.name_forms import with_forms
from kaigi_extract.ocr.ngrams import known_ngrams
from kaigi_extract.ocr.protocol import Character
from tests.test_ocr_missed_marks import given
from tests.test_ocr_specks import SCALE, X, crop, says

NAMES = {
    "another form": ("髙木", "高木", "髙木"),
    "the usual form": ("高木", "高木", "高木"),
    "one that engines do not know": ("宮﨑", "宮崎", "宮﨑"),
    "the usual form of it": ("宮崎", "宮崎", "宮崎"),
    "three forms": ("濵中、濱中、浜中", "濱中、濱中、浜中", "濵中、濱中、浜中"),
    "several in a line": ("髙﨑、高崎", "高崎、高崎", "髙﨑、高崎"),
    "a usual word": ("最高の額", "最高の額", "最高の額"),
}


@pytest.fixture(scope="module")
def forms() -> GlyphForms:
    known = known_forms()
    assert known is not None
    return known


def read(printed: str, seen: str, forms: GlyphForms, sure: float = 0.99) -> list[Character]:
    picture = crop(printed)
    characters = given(seen, X * SCALE - picture.x0)
    for character in characters:
        character.sure = sure
    return with_forms(characters, picture, forms, known_ngrams())


@pytest.mark.parametrize(("printed", "seen", "reads"), NAMES.values(), ids=NAMES)
def test_names(forms: GlyphForms, printed: str, seen: str, reads: str) -> None:
    assert says(read(printed, seen, forms)) == reads


def test_no_character_without_forms_changes(forms: GlyphForms) -> None:
    characters = read("図書の貸出", "図書の貸出", forms)
    assert [character.sure for character in characters] == [0.99] * 5


def test_what_the_ink_does_not_tell_is_doubtful(forms: GlyphForms) -> None:
    """Of a name whose ink is half gone the engine's reading stays, and nobody may trust it."""
    picture = crop("髙木")
    picture.grey[: picture.grey.shape[0] // 2 + 2] = 255
    characters = with_forms(given("高木", X * SCALE - picture.x0), picture, forms, known_ngrams())
    assert characters[0].text in "高髙"
    assert characters[0].sure < 0.97


def test_a_form_that_the_engine_did_not_know_is_doubtful(forms: GlyphForms) -> None:
    picture = crop("中濵")
    characters = given("中演", X * SCALE - picture.x0)
    characters[1] = Character("演", characters[1].at, 0.1, (("濱", 0.05),))
    found = with_forms(characters, picture, forms, known_ngrams())
    assert says(found) == "中濵"
    assert found[1].sure <= 0.6


def test_no_ink_no_features() -> None:
    assert features(np.full((30, 30), 255, np.uint8)) is None
