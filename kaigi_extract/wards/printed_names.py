"""Names of laws, councils and wards as documents print them: spelled with および or 及び, with white space in them,
and as words of their own (北区 is no part of 江北区民, nor is a city's ward Tokyo's).

Pure: works on text, opens nothing.
"""

from __future__ import annotations

import functools
import re

from kaigi_extract.text import fold, squeeze
from kaigi_extract.text.late_pattern import late_pattern

_SPELLINGS = (("および", "及び"), ("ならびに", "並びに"), ("または", "又は"), ("もしくは", "若しくは"))
_PLAIN = (("·", "・"), ("･", "・"), *_SPELLINGS)
_IDEOGRAPH = late_pattern(r"[々一-鿿ァ-ヶー]")
_AFTER_WORD = "年月日号条項回度期次様殿旧現前当本同各対第"
"""Ideographs after which another word begins."""
_CITY = late_pattern(r"市[^\S\n]{0,2}$")
_LEADS_UP = late_pattern(r"東\s*京\s*都\s*$|特\s*別\s*区\s*$|[本当同][区市町村]\s*$")
_OTHER_WORD = {
    "区": "[画分域間別割切]",
    "市": "[場街販況価]",
    "町": "[並]",
    "都": r"\s*[一-鿿ぁ-んァ-ヶ]{1,7}[区市町村]|[心会度合]",
}
"""What after the last character of a body's name makes it another word: 区画, 市場, 都心; of 東京都 also a body in it.
"""


@functools.lru_cache(maxsize=1024)
def name_key(name: str) -> str:
    """A name as it is compared."""
    return _compared(fold(name))


def _compared(folded: str) -> str:
    key = squeeze(folded)
    for spelling, plain in _PLAIN:
        key = key.replace(spelling, plain)
    return key


@functools.lru_cache(maxsize=1024)
def name_pattern(key: str, gap: str) -> str:
    """A pattern of a compared name as documents print it, with what may be between two of its characters."""
    spellings = {plain: (plain, spelling) for spelling, plain in _SPELLINGS}
    parts = re.split(f"({'|'.join(spellings)})", key)
    return gap.join(
        f"(?:{'|'.join(gap.join(one) for one in spellings[part])})" if part in spellings else _spaced(part, gap)
        for part in parts
        if part
    )


def _spaced(text: str, gap: str) -> str:
    return gap.join("[・･·]" if char == "・" else re.escape(char) for char in text)


@functools.lru_cache(maxsize=1024)
def _anywhere(key: str) -> re.Pattern[str]:
    return re.compile(name_pattern(key, r"\s*"))


class PrintedText:
    """The text of a document, its lines as lines, asked for names."""

    def __init__(self, text: str) -> None:
        self._text = "\n".join(map(fold, text.split("\n")))  # what lines are folded to is kept
        self._key = _compared(self._text)

    def has(self, name: str, *, body: bool = False) -> bool:
        """Whether a name is printed as a word of its own; `body` is one of a body alone (北区), after which another
        word may go on."""
        key = name_key(name)
        if not key or key not in self._key:
            return False
        return any(self._is_word(match, body=body) for match in _anywhere(key).finditer(self._text))

    def has_anywhere(self, name: str) -> bool:
        """Whether a name is printed, be it as a part of a longer one."""
        return name_key(name) in self._key

    def _is_word(self, match: re.Match[str], *, body: bool) -> bool:
        spaced = any(char.isspace() for char in match[0])
        before = self._text[max(match.start() - 24, 0) : match.start()]
        after = self._text[match.end() : match.end() + 24]
        if spaced:
            before, after = squeeze(before), squeeze(after)
        last = match[0][-1]
        if body and last in _OTHER_WORD and re.match(_OTHER_WORD[last], after):
            return False
        return begins_word(before, match[0])


def begins_word(before: str, name: str) -> bool:
    """Whether a name begins after a text: not inside of a word, and not behind the city that it is a ward of."""
    if _LEADS_UP.search(before):
        return True
    if _CITY.search(before):
        return False
    last = before[-1:]
    return not _IDEOGRAPH.match(last) or not _IDEOGRAPH.match(name[0]) or last in _AFTER_WORD
