"""Two readings of a column of 縦書き to one: its characters side by side, and the column on its side.

Each sees what the other cannot: side by side 、 and small っ are where a line has them, on its side brackets, ー and
Latin words. What both see is the surer for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import pairwise

import cv2
import numpy as np

from kaigi_extract.ocr.combine import vote
from kaigi_extract.ocr.line_crops import LineCrop
from kaigi_extract.ocr.protocol import Character
from kaigi_extract.ocr.vertical_settings import VerticalWritingSettings
from kaigi_extract.text import fold

SMALL = frozenset("、。，．,.・ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ")
"""Characters that are left out of a column on its side."""
_LARGE = dict(
    zip("ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ", "あいうえおつやゆよわアイウエオツヤユヨワカケ", strict=True)
)
LYING = frozenset("（）()「」『』【】〔〕［］[]〈〉《》｛｝{}ー－―—‐-〜～~…‥：:；;＝=→←")
"""Characters that lie on their side in a column, where they are not upright side by side."""
UPRIGHT = frozenset("1１Iｌl|｜!！")
"""Narrow characters that are upright in a column and look like ー on their side."""


STOPS = frozenset("、。")
INKED = 128
"""Lightness below which a pixel of a crop is ink."""
SPECK, STOP = 0.05, 0.25
"""Sides of the ink of 、 and 。, as shares of the height of a crop, which is twice an em."""


def one_reading(
    upright: Sequence[Character], lying: Sequence[Character], crop: LineCrop, top: float, share: float
) -> list[Character]:
    """The characters of a column, placed as in the crop of its characters side by side.

    `top` is the page's y of the left edge of the crop on its side; `share` the part of its confidence that a character
    keeps which only one reading saw, though both could.
    """
    moved = [replace(p, at=_place(p.at + top, crop)) for p in lying if p.text.strip()]
    kinds = [fold(character.text) for character in upright], [fold(character.text) for character in moved]
    characters: list[Character] = []
    for kind, a, b, c, d in SequenceMatcher(None, *kinds, autojunk=False).get_opcodes():
        one, two = list(upright[a:b]), moved[c:d]
        if kind == "equal":
            characters += vote(one, two, 0.0, share)
        elif not two:
            characters += [p if _is_only_upright(p, crop) else replace(p, sure=p.sure * share) for p in one]
        elif not one:
            characters += [replace(p, sure=p.sure * share) for p in two if p.sure >= share]
        else:
            characters += _either(one, two, crop, share, characters[-1].text if characters else "")
    return _with_long_vowels(characters, crop)


def _with_long_vowels(characters: list[Character], crop: LineCrop) -> list[Character]:
    """The characters with a stroke after カタカナ read as ー: neither reading can tell it from a 1."""
    told = list(characters)
    for k, (before, character) in enumerate(pairwise(characters), 1):
        if character.text in UPRIGHT and _is_katakana(before.text) and _cell(character.at, crop) in crop.turned:
            rest = tuple((char, sure) for char, sure in character.others if char != "ー")
            both = min(character.sure + sum(sure for char, sure in character.others if char == "ー"), 1.0)
            told[k] = replace(character, text="ー", sure=both, others=((character.text, character.sure), *rest))
    return told


def _is_only_upright(character: Character, crop: LineCrop) -> bool:
    """Whether a character may be left out of a column on its side though it is there."""
    return character.text in SMALL or (character.text in LYING and _cell(character.at, crop) in crop.turned)


def may_lie(sample: Iterable[tuple[LineCrop, list[Character]]], settings: VerticalWritingSettings) -> bool:
    """Whether lines may be columns of 縦書き on their side: of these 、 and 。 are left out, or above the middle."""
    sample = list(sample)
    if sum(len(line) for _, line in sample) < settings.text_with_stops:
        return False
    below = [place for crop, line in sample for place in _stops(crop, line)]
    return sum(place > 0 for place in below) <= len(below) / 2


def _stops(crop: LineCrop, line: list[Character]) -> list[float]:
    """How far below the middle of its line the ink of each 、 and 。 is, in pixels."""
    stops = [character.at for character in line if character.text in STOPS]
    if not stops:
        return []
    height = crop.grey.shape[0]
    ink = np.where(crop.grey < INKED, 255, 0).astype(np.uint8)
    boxes = np.asarray(cv2.connectedComponentsWithStats(ink, connectivity=8)[2])[1:, :4]
    side = boxes[:, 2:].max(axis=1)
    small = boxes[(side > SPECK * height) & (side < STOP * height)]
    places: list[float] = []
    for at in stops:
        apart = np.abs(small[:, 0] + small[:, 2] / 2 - at)
        if len(small) and apart.min() < STOP * height:
            nearest = small[int(apart.argmin())]
            places.append(float(nearest[1] + nearest[3] / 2 - height / 2))
    return places


def _either(one: list[Character], two: list[Character], crop: LineCrop, share: float, before: str) -> list[Character]:
    """Of two unlike stretches the one that its shapes or its confidence speak for, and what only one can have."""
    cells = {_cell(p.at, crop) for p in two}
    small = [p for p in one if p.text in SMALL and _cell(p.at, crop) not in cells]
    rest = [p for p in one if p not in small]
    if all(p.text in LYING for p in two) and (
        cells <= crop.turned or len(two) > len(rest) or all(p.text in LYING for p in rest)
    ):
        narrow = len(rest) == 1 and rest[0].text in UPRIGHT and not _is_kana(before)
        return sorted([*(rest if narrow else two), *small], key=_at)
    if [_LARGE.get(p.text, p.text) for p in rest] == [p.text for p in two]:
        return sorted(one, key=_at)
    return sorted([*vote(rest, two, 0.0, share), *small], key=_at)


def _at(character: Character) -> float:
    return character.at


def _place(y: float, crop: LineCrop) -> float:
    """Where in the crop side by side a place of the column is."""
    cells = crop.characters
    k = min(range(len(cells)), key=lambda k: max(cells[k][0] - y, y - cells[k][1], 0.0))
    top, bottom = cells[k]
    within = min(max((y - top) / max(bottom - top, 1), 0.1), 0.9)
    return (k + within) * crop.pitch - crop.x0


def _cell(at: float, crop: LineCrop) -> int:
    return min(max(int((at + crop.x0) // crop.pitch), 0), len(crop.characters) - 1)


def _is_kana(char: str) -> bool:
    return "\u3041" <= char <= "\u30fe"


def _is_katakana(char: str) -> bool:
    return "ァ" <= char <= "ヺ"
