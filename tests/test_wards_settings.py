"""The numbers of `WardSettings`, a case on either side of each; and whose guesses come first in a draft."""

from __future__ import annotations

import pytest

from kaigi_extract import extract
from kaigi_extract.wards import Vocabulary, Ward, WardSettings, draft_mapping, identify_ward
from kaigi_extract.wards.guesses import Guesses

MIDORI = Ward.model_validate(
    {
        "id": "midori",
        "name": "みどり区",
        "titles": [{"category": "linkage", "words": ["結合"]}],
        "labels": {"form": {"counterparty": ["委託先"], "reason": ["委託理由"]}},
    }
)
OWN = MIDORI.model_copy(update={"id": "own", "name": "わが区"})


@pytest.mark.parametrize(("labels_known", "ward"), [(0.5, "midori"), (0.51, None)])
def test_labels_known(labels_known, ward):
    found = identify_ward("みどり区", ["委託先", "備考"], [MIDORI], WardSettings(labels_known=labels_known))
    assert (found.ward.id if found.ward else None) == ward


@pytest.mark.parametrize(("longest_label", "known"), [(3, "label"), (2, None)])
def test_longest_label(longest_label, known):
    assert Vocabulary([MIDORI], WardSettings(longest_label=longest_label)).knows("委託先") == known


@pytest.mark.parametrize(
    ("label", "settings", "guessed", "on_open_page"),
    [
        # 委託先名 has three of its four characters of 委託先: 6/7 = 0.857. 委託先の名 has 6/8.
        ("委託先名", WardSettings(), ("counterparty", "委託先"), True),
        ("委託先の名", WardSettings(), ("counterparty", "委託先"), False),
        ("頼む先", WardSettings(), None, False),
        ("委託先名", WardSettings(label_similarity=0.86), None, False),
        ("委託先名", WardSettings(line_label_similarity=0.86), ("counterparty", "委託先"), False),
        ("委託先の名", WardSettings(line_label_similarity=0.75), ("counterparty", "委託先"), True),
        ("頼む先", WardSettings(label_similarity=0.3), ("counterparty", "委託先"), False),
    ],
)
def test_similarity(label, settings, guessed, on_open_page):
    guesses = Guesses([MIDORI], settings)
    guess = guesses.field("form", label)
    assert (guess and (guess.name, guess.label)) == guessed
    assert guesses.on_open_page(label) == on_open_page


@pytest.fixture(scope="module")
def document(tmp_path_factory):
    """A title of nine characters, a line, and an article."""
    path = tmp_path_factory.mktemp("draft") / "a.txt"
    path.write_text("本文", encoding="utf-8")
    read = extract(path)
    text = "電算の結合について\n令和元年七月\nもみじ区保護条例第14条第2項による。"
    return read.model_copy(update={"sections": [read.sections[0].model_copy(update={"text": text})]})


@pytest.mark.parametrize(
    ("settings", "category"),
    [
        (WardSettings(), '\ncategory = "linkage" # guess: 電算の結合について holds 結合 (みどり区)\n'),
        (WardSettings(lines_above=1), '\n# category = "other" # no guess'),
        (WardSettings(longest_line=9), '\ncategory = "linkage" # guess'),
        (WardSettings(longest_line=8), '\n# category = "other" # no guess'),
    ],
)
def test_lines_above_an_article(document, settings, category):
    draft = draft_mapping([document], [MIDORI], settings)
    assert "# 第14条第2項, cited once\n" in draft
    assert category in draft


def test_of_equal_guesses_the_first_known_ward_has_it(document):
    assert "holds 結合 (わが区)" in draft_mapping([document], [OWN, MIDORI])
    for known, ward in (([OWN, MIDORI], "わが区"), ([MIDORI, OWN], "みどり区")):
        guess = Guesses(known, WardSettings()).field("form", "委託先名")
        assert (guess.ward, guess.remark()) == (ward, f"guess, 86% like 委託先 ({ward})")
