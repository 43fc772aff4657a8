"""Two readings of a column of 縦書き to one: its characters side by side, and the column on its side.

Each sees what the other cannot: side by side 、 and small っ are where a line has them, on its side brackets, ー and
Latin words. What both see is the surer for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from kaigi_extract.ocr.combine import vote
from kaigi_extract.ocr.line_crops import LineCrop
from kaigi_extract.ocr.protocol import Character
from kaigi_extract.text import fold

SMALL = frozenset("、。，．,.・ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ")
"""Characters that are left out of a column on its side."""
LYING = frozenset("（）()「」『』【】〔〕［］[]〈〉《》｛｝{}ー－―—‐-〜～~…‥：:；;＝=→←")
"""Characters that lie on their side in a column, where they are not upright side by side."""
UPRIGHT = frozenset("1１Iｌl|｜!！")
"""Narrow characters that are upright in a column and look like ー on their side."""


def one_reading(
    upright: Sequence[Character], lying: Sequence[Character], crop: LineCrop, top: float, share: float
) -> list[Character]:
    """The characters of a column, placed as in the crop of its characters side by side.

    `top` is the page's y of the left edge of the crop on its side; `share` the part of its confidence that a character
    keeps which only one reading saw, though both could.
    """
    moved = [replace(character, at=_place(character.at + top, crop)) for character in lying]
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
    return characters


def _is_only_upright(character: Character, crop: LineCrop) -> bool:
    """Whether a character may be left out of a column on its side though it is there."""
    return character.text in SMALL or (character.text in LYING and _cell(character.at, crop) in crop.turned)


def _either(
    one: list[Character], two: list[Character], crop: LineCrop, share: float, before: str
) -> list[Character]:
    """Of two unlike stretches the one that its shapes or its confidence speak for."""
    cells = {_cell(p.at, crop) for p in two}
    if all(p.text in LYING for p in two) and (cells <= crop.turned or len(two) > len(one)):
        narrow = len(one) == 1 and one[0].text in UPRIGHT and not _is_kana(before)
        return one if narrow else two
    if len(one) != len(two) and any(p.text in SMALL for p in one):
        return _with_small(one, two, share)
    return vote(one, two, 0.0, share)


def _with_small(one: list[Character], two: list[Character], share: float) -> list[Character]:
    """A stretch with small characters that only one reading can see: the rest as both have it."""
    rest = [p for p in one if p.text not in SMALL]
    small = [p for p in one if p.text in SMALL]
    return sorted([*(vote(rest, two, 0.0, share) if rest else []), *small], key=lambda p: p.at) if rest else one


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
