"""Text as a search compares it: folded, and as pairs of neighbouring characters, which are what the index holds.

Japanese has no spaces to find words by: a word is a row of pairs. Pure: works on text.
"""

from __future__ import annotations

import unicodedata
from itertools import pairwise

from kaigi_extract.text import fold

END = "\ue0ff"
"""Beside the last character of a section, so that it begins a pair, too."""
_SIGNS = {code: 0xE000 + code for code in range(0x80) if not chr(code).isalnum()}
"""Signs of ASCII part words for SQLite: in the index they are characters that no text has."""


class Folding(dict[int, str]):
    """What each character is compared as, worked out when it is first met: marks apart from what they are on, since
    half-width kana and names of other systems have them apart."""

    def __missing__(self, code: int) -> str:
        plain = fold(chr(code)).strip().casefold()
        self[code] = plain if _is_hangul(code) else unicodedata.normalize("NFD", plain)
        return self[code]


def _is_hangul(code: int) -> bool:
    """Syllables of Hangul fall into parts that are no marks on one of them."""
    return 0xAC00 <= code <= 0xD7A3


def folded(text: str) -> str:
    """Text as it is searched."""
    return text.translate(Folding())


def pairs_of(plain: str) -> str:
    """The pairs of neighbouring characters of a folded text, as the index has them: as many as it has characters."""
    text = plain.translate(_SIGNS) + END
    return " ".join(map("".join, pairwise(text)))


def match_of(plain: str) -> str:
    """A folded word as FTS5 looks for it: its pairs one after the other; of a single character every pair with it."""
    text = plain.translate(_SIGNS)
    if len(text) == 1:
        return f'"{text}"*'
    return '"' + " ".join(map("".join, pairwise(text))) + '"'
