"""Words printed worn in one place of a page and better in another: a name in the list, and before what is said.

Names are in no n-grams, and of a 口 without its level strokes no engine says what it was. Where a word ends as one does
that is read elsewhere on the page (会長), is as long, and has no ink that the other one has not, it is the same one: a
worn print never has more than a whole one. Where two could be it, none is taken. Knows lines and their pictures.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import fmean

import cv2
import numpy as np
from numpy.typing import NDArray

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.ocr.character_settings import WornWordSettings
from kaigi_extract.ocr.line_crops import LineCrop
from kaigi_extract.ocr.protocol import Character
from kaigi_extract.ocr.settings import DEFAULT_OCR

_MARKS = frozenset("○〇◯●◎◆◇■□▲△")
"""What is printed before a word and is none of it."""

Ink = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of a line: its characters from one to before another."""

    first: int
    last: int
    characters: list[Character]
    crop: LineCrop
    begin: float
    """Where it begins at most, in pixels of the crop: behind what is before it."""

    @property
    def text(self) -> str:
        return "".join(character.text for character in self.characters)

    @property
    def sure(self) -> float:
        return fmean(character.sure for character in self.characters)

    @property
    def length(self) -> float:
        """From its first character to its last."""
        return self.characters[-1].at - self.characters[0].at


def with_worn_words(
    lines: Sequence[list[Character]],
    crops: Sequence[LineCrop],
    em: float,
    settings: WornWordSettings = DEFAULT_OCR.worn_words,
) -> list[list[Character]]:
    """The lines of a page with each worn word read as its better print. `em` is the page's, in pixels."""
    level = [not crop.characters for crop in crops]
    found = [
        list(_words(line, crop, em, settings)) if is_level else []
        for line, crop, is_level in zip(lines, crops, level, strict=True)
    ]
    better = [word for words in found for word in words if _is_whole(word, settings)]
    read: list[list[Character]] = []
    for line, words in zip(lines, found, strict=True):
        whole = list(line)
        for word in reversed(words):
            other = _better(word, better, em, settings) if _is_worn(word, settings) else None
            if other is not None:
                there = _as_there(word, other, settings)
                whole[_beginning(whole, word.first, there, em, settings) : word.last] = there
        read.append(whole)
    return read


def _words(line: list[Character], crop: LineCrop, em: float, settings: WornWordSettings) -> Iterator[_Word]:
    """The words of a line, between marks, punctuation and spaces."""
    start = 0
    for k in range(len(line) + 1):
        ends = k == len(line) or _parts(line[k].text)
        spaced = 0 < k < len(line) and line[k].at - line[k - 1].at >= settings.word_gap * em
        if (ends or spaced) and start < k:
            if k - start <= settings.longest_word:
                begin = line[start - 1].at + settings.own_half * em if start else 0.0
                yield _Word(start, k, line[start:k], crop, begin)
            start = k
        if ends:
            start = k + 1


def _parts(char: str) -> bool:
    """Whether a character parts words."""
    return char in _MARKS or unicodedata.category(char[:1] or " ")[0] in "PZ"


def _ends_surely(word: _Word, settings: WornWordSettings) -> bool:
    end = word.characters[-settings.same_end :]
    return len(word.characters) > settings.same_end and all(one.sure >= settings.end_confidence for one in end)


def _is_worn(word: _Word, settings: WornWordSettings) -> bool:
    doubted = any(character.sure < settings.worn_doubt for character in word.characters)
    return doubted and _ends_surely(word, settings)


def _is_whole(word: _Word, settings: WornWordSettings) -> bool:
    seen = all(character.sure >= settings.better_print for character in word.characters)
    return seen and _ends_surely(word, settings)


def _better(word: _Word, others: Sequence[_Word], em: float, settings: WornWordSettings) -> _Word | None:
    """The better print of a worn word; None where there is none, or more than one may be it."""
    end = word.text[-settings.same_end :]
    covered: dict[str, tuple[float, _Word]] = {}
    for other in others:
        same = other.text.endswith(end) and abs(other.length - word.length) <= settings.same_length * em
        if other.crop is word.crop or not same or (other.text != word.text and other.sure <= word.sure):
            continue
        share = _covered(word, other, em, settings)
        if share > covered.get(other.text, (0.0, other))[0]:
            covered[other.text] = (share, other)
    ranked = sorted(covered.values(), key=lambda one: -one[0])
    if not ranked or ranked[0][0] < settings.covered:
        return None
    if len(ranked) > 1 and ranked[0][0] - ranked[1][0] < settings.covered_more:
        return None
    return ranked[0][1]


def _covered(word: _Word, other: _Word, em: float, settings: WornWordSettings) -> float:
    """The share of a worn word's ink that lies on another one's where both lie best on each other, what they end in
    aside; 0 where too much of the other one's is missing from it."""
    worn, whole = (_ink(one, max(word.length, other.length), em, settings) for one in (word, other))
    edge, shift = 2 * round(settings.word_edge * em) + 1, round(settings.word_shift * em)
    high, wide = (max(a, b) + 2 * shift for a, b in zip(worn.shape, whole.shape, strict=True))
    field, laid = np.zeros((high, wide), np.float32), np.zeros((high, wide), np.float32)
    top, left = (high - whole.shape[0]) // 2, (wide - whole.shape[1]) // 2
    field[top : top + whole.shape[0], left : left + whole.shape[1]] = whole
    _, _, _, (x, y) = cv2.minMaxLoc(cv2.matchTemplate(_thicker(field, edge), worn, cv2.TM_CCORR))
    laid[y : y + worn.shape[0], x : x + worn.shape[1]] = worn
    end = word.characters[-1].at - word.characters[-settings.same_end].at + 2 * settings.own_half * em
    name = (slice(None), slice(0, max(x + worn.shape[1] - round(end), 1)))
    if _share(field[name], _thicker(laid, edge)[name]) < settings.worn_left:
        return 0.0
    return _share(laid[name], _thicker(field, edge)[name])


def _share(ink: Ink, other: Ink) -> float:
    """The share of some ink where there is other ink."""
    return float((ink * other).sum()) / max(float(ink.sum()), 1.0)


def _thicker(ink: Ink, edge: int) -> Ink:
    return np.asarray(cv2.dilate(ink, np.ones((edge, edge), np.uint8)), np.float32)


def _ink(word: _Word, length: float, em: float, settings: WornWordSettings) -> Ink:
    """The ink of a word that is so long, 0 or 1: of a worn one, the first character may not have been read."""
    half = settings.own_half * em
    last = word.characters[-1].at
    part = word.crop.grey[:, round(max(last - length - half, word.begin, 0.0)) : round(last + half)]
    return np.asarray(255 - part >= settings.word_ink, np.float32)


def _beginning(
    line: Sequence[Character], first: int, there: Sequence[Character], em: float, settings: WornWordSettings
) -> int:
    """The first character of a line that is in the place of a word: what is left of 三 may have been read as a mark."""
    while first and line[first - 1].at > there[0].at - settings.own_half * em:
        first -= 1
    return first


def _as_there(word: _Word, other: _Word, settings: WornWordSettings) -> list[Character]:
    """The characters of another word in the place of a worn one; those that are read alike stay."""
    if word.text == other.text:
        return word.characters
    moved = word.characters[-1].at - other.characters[-1].at
    sure = settings.worn_confidence
    return [
        replace(character, at=character.at + moved, sure=min(character.sure, sure), others=())
        for character in other.characters
    ]
