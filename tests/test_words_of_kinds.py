"""Every kind that a record may be of has a word for people: a set of clauses of a contract was shown with none."""

from __future__ import annotations

from typing import get_args

import pytest

from kaigi_extract.records.base import Category
from kaigi_extract.records.clause import ClauseSetKind
from kaigi_extract.records.document import SectionKind
from kaigi_extract.show import japanese

KINDS = {
    "clause sets": (ClauseSetKind, japanese.SET_KINDS),
    "sections": (SectionKind, japanese.SECTION_KINDS),
    "categories": (Category, japanese.CATEGORIES),
}


@pytest.mark.parametrize(("kinds", "words"), KINDS.values(), ids=KINDS)
def test_each_has_a_word(kinds: object, words: dict[str, str]) -> None:
    assert set(get_args(kinds)) <= set(words)
