"""Symbols that engines drop or mistake: bullets (◇ ※ ●) and checkboxes (□ ■ ☑), recognised by their shape.

An engine that has not learned a symbol leaves it out of the line. Here ink without a character is compared with the
shapes of the symbols that Japanese forms use; what fits none is kept as an unknown character, so that nothing vanishes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from kaigi_extract.ocr.line_crops import LineCrop
from kaigi_extract.ocr.ngrams import ORDER, as_read, known_ngrams
from kaigi_extract.ocr.positions import parting
from kaigi_extract.ocr.protocol import Character
from kaigi_extract.ocr.settings import DEFAULT_OCR, SymbolSettings
from kaigi_extract.ocr.stretches import stretches_of
from kaigi_extract.source import UNKNOWN

Shape: TypeAlias = NDArray[np.uint8]
"""A symbol's ink brought to a square, 255 where it is inked."""

SIDE = 32
"""Pixels of that square."""
SHRUNKEN_INK = 100
"""Lightness (0 to 255) of a pixel of that square above which it is inked."""
RING_SECTORS = 16
"""Directions from the middle of a ring in which ink is looked for."""
EMPTY, CHECKED, BLACK = "□", "☑", "■"
_LIKE_A_BOX = frozenset("□■☐☑☒口ロ囗")
MOUTH = "口"
_MOUTH = frozenset("口ロ")
RING = "○"
_LIKE_A_RING = frozenset("○〇◯⚪OＯoｏ0０QＱCＣcつっの□口ロ囗回(（〔Uu")
"""What engines read a ring as that begins a line, whole or with gaps."""
_ENDS_A_RING = frozenset(")）〕")
"""What they read its right half as, where its left half is a character of its own."""
_AFTER_ZERO = frozenset("○〇一二三四五六七八九十百千歳才年月日時分秒")
"""What follows a ring that is a numeral, or stands for a name that is left out: 〇歳児."""


def find_symbols(
    characters: list[Character], crop: LineCrop, em: float, settings: SymbolSettings = DEFAULT_OCR.symbols
) -> list[Character]:
    """The characters of a line with the symbols that the engine dropped, its checkboxes told from 口, ticked or not.

    `em` is the page's, in pixels.
    """
    ink = np.where(crop.grey < 255 - settings.symbol_ink, 255, 0).astype(np.uint8)
    blobs = _squares(crop) if crop.characters else _blobs(ink, settings.symbol_gap * em)
    found = [
        _as_box(character, ink, blobs, settings)
        if character.text in _LIKE_A_BOX and not _is_mouth(characters, k, settings)
        else character
        for k, character in enumerate(characters)
    ]
    if found and (not crop.characters or found[0].text in _LIKE_A_RING):
        found = _with_ring(found, np.where(crop.grey < 255 - settings.ring_ink, 255, 0).astype(np.uint8), em, settings)
    for start, end in blobs:
        middle = (start + end) / 2
        if all(abs(character.at - middle) > settings.character_reach * em for character in found):
            symbol = _symbol(ink[:, start:end], em, settings)
            if symbol is not None:
                found.append(replace(symbol, at=middle))
    return sorted(found, key=lambda character: character.at)


def _is_mouth(characters: Sequence[Character], k: int, settings: SymbolSettings) -> bool:
    """Whether a character that was read as 口 is one in the words around it: 窓口, 口座. In square fonts it has the
    shape of an empty checkbox."""
    if _is_katakana(characters, k):
        return True
    ngrams = known_ngrams()
    if characters[k].text not in _MOUTH or ngrams is None:
        return False
    before = as_read("".join(one.text for one in characters[max(k - ORDER, 0) : k]))
    after = as_read(characters[k + 1].text) if k + 1 < len(characters) else ""
    chances = [ngrams.chance(before, MOUTH)] + [ngrams.chance(before + MOUTH, char) for char in after[:1]]
    return max(chances) >= settings.word_chance


def _is_katakana(characters: Sequence[Character], k: int) -> bool:
    """Whether a character that was read as ロ or 口 is one: it stands within a word, before katakana, and nothing else
    on its line looks like a checkbox (案内ロボット; □紙　□データ has several)."""
    if characters[k].text not in _MOUTH or not 0 < k < len(characters) - 1:
        return False
    alone = sum(one.text in _LIKE_A_BOX for one in characters) == 1
    return alone and characters[k - 1].text.isalpha() and "ァ" <= characters[k + 1].text <= "ー"


def _squares(crop: LineCrop) -> list[tuple[int, int]]:
    """Where the characters of a column are, side by side."""
    edges = [round(k * crop.pitch - crop.x0) for k in range(len(crop.characters) + 1)]
    return list(pairwise(edges))


def _blobs(ink: Shape, gap: float) -> list[tuple[int, int]]:
    """Stretches of inked columns, gaps up to so many pixels closed."""
    columns = np.flatnonzero(ink.any(axis=0))
    if not len(columns):
        return []
    breaks = [k for k, (a, b) in enumerate(pairwise(columns), 1) if b - a > gap]
    return [(int(part[0]), int(part[-1]) + 1) for part in np.split(columns, breaks)]


def _tight(ink: Shape) -> Shape:
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    return ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1] if len(rows) else ink[:0, :0]


def _symbol(ink: Shape, em: float, settings: SymbolSettings) -> Character | None:
    """The symbol that some ink is, unknown where it fits none; None where it is too small or too large for one."""
    ink = _tight(ink)
    height, width = ink.shape
    longer = max(height, width)
    if not settings.smallest_symbol * em <= longer <= settings.largest_symbol * em:
        return None
    if longer > settings.longer_side * min(height, width):
        return None
    box = _box(ink, settings)
    if box is not None:
        return Character(box, 0.0, settings.symbol_confidence)
    shape = np.asarray(cv2.resize(ink, (SIDE, SIDE), interpolation=cv2.INTER_AREA), np.uint8)
    similar = {symbol: _similarity(shape, drawn, settings.fuller_share) for symbol, drawn in _drawn().items()}
    best = max(similar, key=lambda symbol: similar[symbol])
    if similar[best] < settings.least_similarity:
        return Character(UNKNOWN, 0.0, 0.0)
    return Character(best, 0.0, settings.symbol_confidence)


def _as_box(character: Character, ink: Shape, blobs: list[tuple[int, int]], settings: SymbolSettings) -> Character:
    """A character that looks like a checkbox, by its shape: as the engine read it where that is none. What its shape
    tells is not to be weighed again by the words around it, which know 口 and no □."""
    start = max((a for a, _ in blobs if a <= character.at), default=0)
    end = next((b for a, b in blobs if a == start), 0)
    blob = _tight(ink[:, start:end])
    if not blob.size or max(blob.shape) > settings.longer_side * min(blob.shape):
        return character
    box = _box(blob, settings)
    if box is None:
        return character
    keeps = character.text in (EMPTY, box)
    sure = max(character.sure, settings.symbol_confidence) if keeps else settings.symbol_confidence
    return replace(character, text=box, sure=sure, others=())


def _with_ring(characters: list[Character], ink: Shape, em: float, settings: SymbolSettings) -> list[Character]:
    """The characters of a line, the first one as the ring that it is by its shape, before a name or words; a letter is
    lower. Of a thin ring engines may see nothing."""
    inked = np.flatnonzero(ink.any(axis=0))
    unseen = len(inked) > 0 and characters[0].at - int(inked[0]) >= settings.behind_ring * em
    read = 0 if unseen else 1 + (len(characters) > 1 and characters[1].text in _ENDS_A_RING)
    ring, after = characters[:read], characters[read:]
    if not after or not after[0].text.isalpha() or after[0].text.isascii() or after[0].text in _AFTER_ZERO:
        return characters
    if ring and ring[0].text not in _LIKE_A_RING:
        return characters
    start = ring[-1].at if ring else float(inked[0]) + settings.least_ring * em / 2
    part = ink[:, : _white_between(ink, start, after[0].at, settings.symbol_gap * em / 2)]
    blob = _tight(part)
    if not blob.size or not (_is_ring(blob, em, settings) or _is_broken_ring(blob, em, settings)):
        return characters
    middle = float(np.flatnonzero(part.any(axis=0))[[0, -1]].mean())
    sure = max([settings.symbol_confidence, *(one.sure for one in ring[:1])])
    return [Character(RING, middle, sure), *after]


def _white_between(ink: Shape, left: float, right: float, least: float) -> int:
    """Where the white of so many pixels is between two middles, the one nearest to half way; the palest column where
    there is none."""
    inked = np.asarray(ink.any(axis=0))
    half = (left + right) / 2
    gaps = [gap for gap in stretches_of(~inked[int(left) : int(right) + 1]) if gap[1] - gap[0] > least]
    middles = [int(left) + (start + end) // 2 for start, end in gaps]
    return min(middles, key=lambda x: abs(x - half)) if middles else parting(inked, left, right)


def _is_ring(blob: Shape, em: float, settings: SymbolSettings) -> bool:
    """Whether some ink has the shape of a ring and leaves its middle white, which の does not."""
    if min(blob.shape) < settings.least_ring * em:
        return False
    symbol = _symbol(blob, em, settings)
    height, width = blob.shape
    rows, columns = np.nonzero(blob)
    far = np.hypot((2 * rows + 1 - height) / height, (2 * columns + 1 - width) / width)
    return symbol is not None and symbol.text == RING and float((far < settings.within_ring).mean()) <= settings.in_ring


def _is_broken_ring(blob: Shape, em: float, settings: SymbolSettings) -> bool:
    """Whether some ink lies on one ring, left and right of its middle, though with gaps, as a light copy has it."""
    height, width = blob.shape
    longer = max(height, width)
    if not settings.least_ring * em <= longer <= settings.largest_symbol * em:
        return False
    rows, columns = np.nonzero(blob)
    down, along = (2 * rows + 1 - height) / longer, (2 * columns + 1 - width) / longer
    far = np.hypot(down, along)
    on_it = (far >= settings.ring_from) & (far <= settings.ring_to)
    sectors = np.floor((np.arctan2(along, down) + np.pi) / (2 * np.pi) * RING_SECTORS).astype(np.intp)
    there = np.bincount(sectors[on_it] % RING_SECTORS, minlength=RING_SECTORS) > 0
    left, right = there[: RING_SECTORS // 2], there[RING_SECTORS // 2 :]
    return bool(on_it.mean() >= settings.on_ring and min(left.mean(), right.mean()) >= settings.around_ring)


def _box(ink: Shape, settings: SymbolSettings) -> str | None:
    """□, ☑ or ■, by what is in it; None where its sides are not inked all along."""
    height, width = ink.shape
    rim = max(2, round(min(height, width) / 8))
    sides = (ink[:rim].any(axis=0), ink[-rim:].any(axis=0), ink[:, :rim].any(axis=1), ink[:, -rim:].any(axis=1))
    if min(float(side.mean()) for side in sides) < settings.framed_share or not _has_corners(ink, rim):
        return None
    inside = ink[2 * rim : -2 * rim, 2 * rim : -2 * rim]
    if not inside.size:
        return None
    filled = float((inside > 0).mean())
    return BLACK if filled >= settings.filled_share else CHECKED if filled >= settings.ticked_share else EMPTY


def _has_corners(ink: Shape, rim: int) -> bool:
    corners = (ink[:rim, :rim], ink[:rim, -rim:], ink[-rim:, :rim], ink[-rim:, -rim:])
    return all(corner.any() for corner in corners)


def _similarity(one: Shape, other: Shape, fuller: float) -> float:
    """How much of the ink of each of two shapes lies on, or next to, ink of the other, 0 to 1; 0 where a greater share
    of the square than `fuller` is inked in one only."""
    near = np.ones((5, 5), np.uint8)
    one = np.where(one > SHRUNKEN_INK, 255, 0).astype(np.uint8)
    covered = [
        float((cv2.dilate(b, near)[a > 0] > 0).mean()) if a.any() else 0.0 for a, b in ((one, other), (other, one))
    ]
    differ = one.any() and abs(float((one > 0).mean()) - float((other > 0).mean())) > fuller
    return 0.0 if differ else min(covered) ** 2


@cache
def _drawn() -> dict[str, Shape]:
    """The shapes of the symbols, drawn."""
    full, half = SIDE - 1, SIDE // 2
    diamond = np.array([[half, 0], [full, half], [half, full], [0, half]], np.int32)
    triangle = np.array([[half, 0], [full, full], [0, full]], np.int32)
    drawn: dict[str, Shape] = {}
    for symbol, corners in (("◇", diamond), ("△", triangle), ("▽", full - triangle)):
        cv2.polylines(drawn.setdefault(symbol, _blank_square()), [corners], True, 255, 2)
    for symbol, corners in (("◆", diamond), ("▲", triangle), ("▼", full - triangle)):
        cv2.fillPoly(drawn.setdefault(symbol, _blank_square()), [corners], 255)
    cv2.circle(drawn.setdefault("○", _blank_square()), (half, half), half - 1, 255, 2)
    cv2.circle(drawn.setdefault("●", _blank_square()), (half, half), half - 1, 255, -1)
    for radius in (half - 1, half // 2):
        cv2.circle(drawn.setdefault("◎", _blank_square()), (half, half), radius, 255, 2)
    cv2.line(drawn.setdefault("／", _blank_square()), (full, 0), (0, full), 255, 2)
    note = drawn.setdefault("※", _blank_square())
    cv2.line(note, (2, 2), (full - 2, full - 2), 255, 2)
    cv2.line(note, (full - 2, 2), (2, full - 2), 255, 2)
    for dot in ((half, 3), (half, full - 3), (3, half), (full - 3, half)):
        cv2.circle(note, dot, 2, 255, -1)
    return drawn


def _blank_square() -> Shape:
    return np.zeros((SIDE, SIDE), np.uint8)
