"""What begins the foot of a web page: 関連リンク, このページに関する…. Strings and the words of minutes only."""

from __future__ import annotations

from kaigi_extract.parts.minutes.lines import MinutesVocabulary, lead
from kaigi_extract.text import fold
from kaigi_extract.text.late_pattern import late_pattern


def begins_foot(text: str, words: MinutesVocabulary) -> bool:
    """Whether a line begins the foot of a web page: with a phrase of such feet, or a word that stands by itself."""
    if len(text) > words.settings.longest_title:
        return False
    bare = fold(text[lead(text) :]).split() or [""]
    key = "".join(bare)
    if not key.startswith(words.feet):
        return False
    for word in words.feet:
        if key.startswith(word) and (len(word) > _FOOT_WORD or word in (key, bare[0]) or _APART.match(key, len(word))):
            return True
    return False


_FOOT_WORD = 8
"""Characters up to which what begins a foot may begin a sentence, too: 添付資料."""
_APART = late_pattern(r"[:)\]】〕>＞》(]")
