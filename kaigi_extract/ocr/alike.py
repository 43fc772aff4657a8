"""Signs that print alike (カ and 力, ー and 一, 。 and .): told apart by the script of their neighbours.

This chooses between readings of one shape; it never changes a shape, and knows no words.
"""

from __future__ import annotations

from dataclasses import replace

from kaigi_extract.ocr.letters import Letter

_KATAKANA = dict(zip("力口二八夕工卜", "カロニハタエト", strict=True))
_KANJI = {katakana: kanji for kanji, katakana in _KATAKANA.items()}
_LONG = frozenset("ー一-")
_PARTICLES = {char: pair for pair in ("へヘ", "べベ", "ぺペ", "りリ") for char in pair}
_AFTER_JAPANESE = {".": "。", ",": "、"}
_AFTER_DIGIT = dict(zip("OoIl|", "00111", strict=True))

SAME_SHAPE = frozenset("力カ口ロ二ニ八ハ夕タ工エ卜ト一ーへヘべベぺペ")
"""Pairs that no one could tell apart by themselves: what the engine gives to either counts for the chosen one."""


def tell_apart(letters: list[Letter]) -> list[Letter]:
    """The letters of a line, look-alikes chosen by what stands beside them."""
    told = list(letters)
    for k, letter in enumerate(letters):
        chosen = _by_script(letter.text, told[k - 1].text if k else "", letters[k + 1].text if k + 1 < len(letters) else "")
        if chosen != letter.text:
            told[k] = _as(letter, chosen)
        elif letter.text in SAME_SHAPE:
            told[k] = _as(letter, letter.text)
    return told


def _by_script(char: str, before: str, after: str) -> str:
    if char in _AFTER_JAPANESE:
        return _AFTER_JAPANESE[char] if _is_japanese(before) else char
    if char in _AFTER_DIGIT and before.isdigit() and (after.isdigit() or not after.isascii()):
        return _AFTER_DIGIT[char]
    if char in _LONG:
        return "ー" if _is_katakana(before) else char
    if char in _PARTICLES:
        return _PARTICLES[char][_is_katakana(after) and not _is_kana(before)]
    if char in _KATAKANA or char in _KANJI:
        return _in_word(char, before, after)
    return char


def _in_word(char: str, before: str, after: str) -> str:
    """A sign that is カタカナ or 漢字 by the word that it stands in; as it was read where words of both meet in it."""
    katakana = _is_katakana(before) or after == "ー" or (_is_katakana(after) and not _is_kanji(before))
    kanji = _is_kanji(before) and not _is_katakana(after)
    if katakana and not kanji:
        return _KATAKANA.get(char, char)
    return _KANJI.get(char, char) if kanji and not katakana else char


def _as(letter: Letter, chosen: str) -> Letter:
    """The letter read as another sign of its shape."""
    both = letter.sure + sum(p for char, p in letter.others if char == chosen or {char, chosen} <= SAME_SHAPE)
    rest = tuple((char, p) for char, p in letter.others if char != chosen)
    return replace(letter, text=chosen, sure=min(both, 1.0), others=rest)


def _is_katakana(char: str) -> bool:
    return ("ァ" <= char <= "ヺ" or char == "ー") and char not in SAME_SHAPE - {"ー"}


def _is_kana(char: str) -> bool:
    return "\u3040" <= char <= "\u309f"


def _is_kanji(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff"


def _is_japanese(char: str) -> bool:
    return "\u3040" <= char <= "\u30ff" or _is_kanji(char) or char in "）)」』】"
