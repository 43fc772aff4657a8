"""Half-width katakana (ｶﾌﾞｼｷｶﾞｲｼｬ), which engines misread: where it may be on a line, and a look at it as wide as others.

Engines know characters as wide as they are high. Where characters stand half as far apart and one was read as katakana,
the stretch is drawn twice as wide and read again; of that reading only what is nothing but katakana is taken.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

import cv2
import numpy as np

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.ocr.character_settings import NarrowKanaSettings
from kaigi_extract.ocr.line_crops import LineCrop, column_darkness
from kaigi_extract.ocr.page_image import Grey
from kaigi_extract.ocr.positions import parting
from kaigi_extract.ocr.protocol import Character
from kaigi_extract.ocr.settings import DEFAULT_OCR

WIDER = 2.0
"""Half-width characters are as high as others and half as wide."""
_VOICED, _HALF_VOICED = "\u3099", "\u309a"
_SIGNS = dict.fromkeys('゛ﾞ"”`´', _VOICED) | dict.fromkeys("゜ﾟ°", _HALF_VOICED)
_ALIKE = dict(zip("へべぺり-－−一", "ヘベペリーーーー", strict=True))
"""What engines take katakana for that stands behind katakana."""

Engine = Callable[[Sequence[Grey]], list[list[Character]]]


@dataclass(slots=True)
class _Stretch:
    """Characters of a line that may be half-width katakana, and where in its crop they are."""

    line: int
    x0: int
    x1: int


def read_narrow(
    lines: Sequence[tuple[LineCrop, list[Character]]],
    em: float,
    engine: Engine,
    settings: NarrowKanaSettings = DEFAULT_OCR.narrow_kana,
) -> list[list[Character]]:
    """The characters of each line, those that are half-width katakana from a look at them as wide as others. `em` is
    the page's, in pixels."""
    found = [characters for _, characters in lines]
    stretches = [stretch for k in range(len(lines)) for stretch in _stretches(k, *lines[k], em, settings)]
    pad = round(settings.white_beside * em)
    wide = [_widened(lines[one.line][0].grey[:, one.x0 : one.x1], pad) for one in stretches]
    for one, read in zip(stretches, engine(wide) if wide else [], strict=True):
        places = [replace(each, at=one.x0 + (each.at - pad) / WIDER) for each in read]
        for kana in _katakana(places, settings):
            found[one.line] = _with_kana(found[one.line], kana, settings.same_place * em)
    return found


def _stretches(
    line: int, crop: LineCrop, characters: list[Character], em: float, settings: NarrowKanaSettings
) -> Iterator[_Stretch]:
    if crop.characters or not any(_is_katakana(one.text) for one in characters):
        return
    dark = column_darkness(crop) > settings.kana_ink
    start = 0
    for k in range(1, len(characters) + 1):
        if k < len(characters) and characters[k].at - characters[k - 1].at <= settings.narrow_gap * em:
            continue
        stretch = characters[start:k]
        if _is_narrow(stretch, em, settings):
            x0 = parting(dark, characters[start - 1].at, stretch[0].at) if start else 0
            x1 = parting(dark, stretch[-1].at, characters[k].at) if k < len(characters) else len(dark)
            if x0 < x1:  # two characters at one place, as broken ink is read, have no stretch between them
                yield _Stretch(line, x0, x1)
        start = k


def _is_narrow(stretch: Sequence[Character], em: float, settings: NarrowKanaSettings) -> bool:
    """Whether characters may be half-width: one of them is katakana, and from it to the next it is half an em."""
    beside = [b.at - a.at for a, b in pairwise(stretch) if _is_katakana(a.text) or _is_katakana(b.text)]
    return bool(beside) and median(beside) <= settings.narrow_pitch * em


def _widened(grey: Grey, pad: int) -> Grey:
    wide = cv2.resize(grey, None, fx=WIDER, fy=1.0, interpolation=cv2.INTER_CUBIC)
    return np.asarray(cv2.copyMakeBorder(wide, 0, 0, pad, pad, cv2.BORDER_CONSTANT, value=255), np.uint8)


def _katakana(read: Sequence[Character], settings: NarrowKanaSettings) -> Iterator[list[Character]]:
    """What of a reading is katakana and sure enough, its voicing signs put together with their characters."""
    kana: list[Character] = []
    for one in [*read, Character("", 0.0, 0.0)]:
        sign = _SIGNS.get(one.text)
        if kana and sign is not None:
            kana[-1] = _voiced(kana[-1], sign)
        elif _is_katakana(text := _ALIKE.get(one.text, one.text) if kana else one.text):
            kana.append(replace(one, text=text))
        elif kana:
            if len(kana) > 1 and sum(each.sure for each in kana) / len(kana) >= settings.kana_confidence:
                yield kana
            kana = []


def _voiced(one: Character, sign: str) -> Character:
    """The character with its sign, where it takes one and has none yet: engines read ピ as ピ゜, too."""
    together = unicodedata.normalize("NFC", one.text + sign)
    return replace(one, text=together) if len(together) == 1 else one


def _with_kana(characters: list[Character], kana: list[Character], near: float) -> list[Character]:
    """The line with katakana in place of what was read there."""
    first, last = kana[0].at - near, kana[-1].at + near
    before = [one for one in characters if one.at < first]
    after = [one for one in characters if one.at > last]
    if after and after[0].text in _SIGNS and after[0].at <= last + near:
        del after[0]
    there = [one for one in characters if first <= one.at <= last]
    return [*before, *(_beside(one, there, near) for one in kana), *after]


def _beside(one: Character, there: Sequence[Character], near: float) -> Character:
    """A character with what was read at its place before among what it may be."""
    other = min(there, key=lambda each: abs(each.at - one.at), default=one)
    if abs(other.at - one.at) > near or other.text == one.text:
        return one
    others = dict(one.others) | {other.text: min(other.sure, 1.0 - one.sure)}
    return replace(one, others=tuple(sorted(others.items(), key=lambda reading: -reading[1])))


def _is_katakana(text: str) -> bool:
    return len(text) == 1 and ("ァ" <= text <= "ヺ" or text == "ー" or "ｦ" <= text <= "ﾝ")
