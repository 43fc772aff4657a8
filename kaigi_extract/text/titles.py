"""Whether two titles are one, a word more or less: one measure for titles in one document and across documents."""

from __future__ import annotations

TITLE_SIMILARITY = 0.85
"""Similarity (difflib's ratio, 0 to 1) from which on two titles are one."""


def same_title(one: str, other: str) -> bool:
    """Whether two titles, both in the form in which they are compared, are one, a word more or less.

    A number that differs weighs no more than any other character, so a title alone identifies nothing.
    """
    from difflib import SequenceMatcher

    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= TITLE_SIMILARITY
