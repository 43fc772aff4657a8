"""The characters of one text among those of another, however they are ordered. Pure."""

from __future__ import annotations

from collections import Counter
from operator import le


def has_characters(text: str, wanted: str) -> bool:
    """Whether a text has each of some characters, as many times as it is wanted.

    The same as ``Counter(wanted) <= Counter(text)``, which walks over both in Python.
    """
    if wanted == text:
        return True
    needed, there = Counter(wanted), Counter(text)
    return all(map(le, needed.values(), map(there.__getitem__, needed)))
