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
        "labels": {"form": {"counterparty": ["委託先", "みつばち番"], "reason": ["委託理由"]}},
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
        # みつばちの番 has the five characters of みつばち番: 10/11 = 0.909. みつ番 has 6/8 = 0.75, つ番 4/7 = 0.571.
        ("みつばちの番", WardSettings(), ("counterparty", "みつばち番"), True),
        ("みつ番", WardSettings(), ("counterparty", "みつばち番"), False),
        ("つ番", WardSettings(), None, False),
        ("みつばち役", WardSettings(), None, False),  # the last word says what a thing is
        ("みつ番", WardSettings(label_similarity=0.76), None, False),
        ("みつばちの番", WardSettings(line_label_similarity=0.91), ("counterparty", "みつばち番"), False),
        ("みつ番", WardSettings(line_label_similarity=0.75), ("counterparty", "みつばち番"), True),
        ("つ番", WardSettings(label_similarity=0.5), ("counterparty", "みつばち番"), False),
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
        guess = Guesses(known, WardSettings()).field("form", "みつばちの番")
        assert (guess.ward, guess.because) == (ward, f"91% like みつばち番 ({ward})")


@pytest.mark.parametrize(("least", "guessed"), [(0.78, "content"), (0.79, None)])
def test_general_label(least, guessed):
    """業務の概要 means content in general, with a confidence of 0.78."""
    guess = Guesses([MIDORI], WardSettings(general_label=least)).field("form", "業務の概要")
    assert (guess and guess.name) == guessed


@pytest.mark.parametrize(("least", "known"), [(0.78, True), (0.79, False)])
def test_surest_label(least, known):
    assert Guesses([MIDORI], WardSettings(surest_label=least)).is_known("業務の概要") == known


@pytest.mark.parametrize(
    ("part", "label", "name", "because"),
    [
        ("form", "委託先", "counterparty", "100% like 委託先 (みどり区)"),
        ("form", "頼む先", "counterparty", "by general words (0.95)"),
        ("outline", "事業の目的", "purpose", "by general words (0.78)"),
        ("form", "委託料", None, None),  # general words know that it means none, though it is like 委託先
    ],
)
def test_whose_guess_comes_first(part, label, name, because):
    guess = Guesses([MIDORI], WardSettings(label_similarity=0.3)).field(part, label)
    assert (guess and guess.name, guess and guess.because) == (name, because)
