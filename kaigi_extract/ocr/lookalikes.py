"""Characters that look the same (カ and 力, ー and 一, 。 and .): told apart by the script of their neighbours.

This chooses between readings of one shape; it never changes a shape, and knows no words.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from statistics import median

from kaigi_extract.ocr.protocol import Character
from kaigi_extract.ocr.settings import DEFAULT_OCR

_KATAKANA = dict(zip("力口二八夕工卜", "カロニハタエト", strict=True))
_KANJI = {katakana: kanji for kanji, katakana in _KATAKANA.items()}
_LONG = frozenset("ー一-－―─–—_＿")
_PARTICLES = {char: pair for pair in ("へヘ", "べベ", "ぺペ") for char in pair}
_RI = "りリ"
_COUNTED = frozenset("所月国条年")
"""What カ counts: 3カ所."""
_ITEMS = dict(zip("了工力", "アエカ", strict=True))
"""What characters that number items print like."""
_AFTER_JAPANESE = {".": "。", ",": "、"}
_AFTER_DIGIT = dict(zip("OoIl|Ⅰ", "001111", strict=True))

_PAIRS = ("力カ", "口ロ", "二ニ", "八ハ", "夕タ", "工エ", "卜ト", "一ー", "へヘ", "べベ", "ぺペ")
SAME_SHAPE = frozenset("".join(_PAIRS))
"""Pairs that no one could tell apart by themselves: what the engine gives to either counts for the chosen one."""


_PARTNERS = {pair[k]: pair[1 - k] for pair in _PAIRS for k in (0, 1)}


def partner(char: str) -> str:
    """The other character of a shape that is in `SAME_SHAPE`."""
    return _PARTNERS[char]


def tell_apart(
    characters: list[Character],
    item_gap: float = DEFAULT_OCR.recognition.item_gap,
    before: str = "",
    after: str = "",
) -> list[Character]:
    """The characters of a line, look-alikes chosen by their neighbours: long vowels first, which make words.

    `item_gap` is the number of usual distances between characters from which on the first one of a line numbers it.
    `before` ends the line that goes on in this one, `after` begins the one that this one goes on in.
    """
    first, rest = item_label(characters, item_gap)
    before = first[-1].text if first else before
    return first + _told(_told(rest, _long_vowel, before, after), _by_script, before, after)


def item_label(characters: list[Character], gap: float) -> tuple[list[Character], list[Character]]:
    """The character that numbers an item, where a line begins with one (ア or (ア)), and the rest of the line."""
    text = "".join(character.text for character in characters[:3])
    if len(text) == 3 and text[0] in "(（" and text[2] in ")）":
        return [characters[0], _as(characters[1], _ITEMS.get(text[1], text[1])), characters[2]], characters[3:]
    gaps = [b.at - a.at for a, b in pairwise(characters)]
    if len(gaps) < 3 or gaps[0] < gap * median(gaps) or characters[0].text not in _ITEMS.keys() | _ITEMS.values():
        return [], characters
    return [_as(characters[0], _ITEMS.get(characters[0].text, characters[0].text))], characters[1:]


def _told(
    characters: list[Character], choose: Callable[[str, str, str], str], first: str, last: str
) -> list[Character]:
    """The characters as chosen between their neighbours; `first` and `last` are those of the whole."""
    told = list(characters)
    for k, character in enumerate(characters):
        before = told[k - 1].text if k else first
        after = characters[k + 1].text if k + 1 < len(characters) else last
        chosen = choose(character.text, before, after)
        if chosen != character.text or character.text in SAME_SHAPE:
            told[k] = _as(character, chosen)
    return told


def _long_vowel(char: str, before: str, after: str) -> str:
    if char not in _LONG:
        return char
    if _is_katakana(before) or (before in _KATAKANA.keys() | _KANJI.keys() and _is_katakana(after)):
        return "ー"
    return "－" if before.isdigit() and after.isdigit() else char


def _by_script(char: str, before: str, after: str) -> str:
    if char in _AFTER_JAPANESE:
        return _AFTER_JAPANESE[char] if _is_japanese(before) else char
    if char in _AFTER_DIGIT and (before.isdigit() or before == "第") and (after.isdigit() or not after.isascii()):
        return _AFTER_DIGIT[char]
    if char in _RI:
        return char if _is_kanji(before) and _is_katakana(after) else _RI[_is_katakana(before) or _is_katakana(after)]
    if char in _PARTICLES:
        return _particle(char, before, after)
    if char in _KATAKANA or char in _KANJI:
        return _in_word(char, before, after)
    return char


def _particle(char: str, before: str, after: str) -> str:
    """へ, べ or ぺ, which end words of both scripts; as it was read where a word may end or go on."""
    if after != "ー" and _is_katakana(before) and _is_katakana(after):
        return char
    return _PARTICLES[char][_is_katakana(after)]


def _in_word(char: str, before: str, after: str) -> str:
    """A character that is カタカナ or 漢字 by the word that it is in; as it was read where words of both meet in it."""
    if char in "カ力" and after in _COUNTED and not _is_kanji(before):
        return "カ"
    katakana = (_is_katakana(before) and not _is_kanji(after)) or (_is_katakana(after) and not _is_kanji(before))
    kanji = (_is_kanji(before) and not _is_katakana(after)) or (_is_kanji(after) and not _is_katakana(before))
    if katakana or after == "ー":
        return _KATAKANA.get(char, char)
    return _KANJI.get(char, char) if kanji else char


def _as(character: Character, chosen: str) -> Character:
    """The character read as another one of its shape."""
    both = character.sure + sum(p for char, p in character.others if char == chosen or {char, chosen} <= SAME_SHAPE)
    rest = tuple((char, p) for char, p in character.others if not (char == chosen or {char, chosen} <= SAME_SHAPE))
    return replace(character, text=chosen, sure=min(both, 1.0), others=rest)


def _is_katakana(char: str) -> bool:
    return ("ァ" <= char <= "ヺ" or char == "ー") and char not in SAME_SHAPE - {"ー"}


def _is_kanji(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff"


def _is_japanese(char: str) -> bool:
    return "\u3040" <= char <= "\u30ff" or _is_kanji(char) or char in "）)」』】"
