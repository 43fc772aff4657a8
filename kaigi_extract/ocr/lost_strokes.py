"""一, 二 and 三 in 明朝 whose level strokes a light copy lost: only the triangles at their right ends are left.

Such strokes are as thin as a pixel. Engines read ・ or ：, or nothing. A dot that is printed is in the middle of its
em, or at its left; here it is alone at the right end of one, close to the next character. Knows pixels of one line.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from unicodedata import east_asian_width

import cv2
import numpy as np
from numpy.typing import NDArray

from kaigi_extract.ocr.character_settings import LostStrokeSettings
from kaigi_extract.ocr.line_crops import LineCrop
from kaigi_extract.ocr.protocol import Character
from kaigi_extract.ocr.settings import DEFAULT_OCR

_REMAINS = frozenset("・·•：:;；∶‥…．.")
"""What engines read such triangles as."""
_NUMERALS = {1: "一", 2: "二", 3: "三"}
_NEVER = frozenset({"一十"})
"""What is not written: of 十 the left end of its level stroke may be left, too."""

Boxes = NDArray[np.int32]


def with_lost_strokes(
    characters: list[Character], crop: LineCrop, em: float, settings: LostStrokeSettings = DEFAULT_OCR.lost_strokes
) -> list[Character]:
    """The characters of a line with the numerals that are told by the ends of their strokes alone. `em` is the page's,
    in pixels."""
    if crop.characters:
        return characters
    others = [character for character in characters if character.text not in _REMAINS]
    gaps = [(a, b) for a, b in pairwise(others) if settings.numeral_room[0] <= (b.at - a.at) / em]
    gaps = [(a, b) for a, b in gaps if (b.at - a.at) / em <= settings.numeral_room[1] and _is_wide(a) and _is_wide(b)]
    if not gaps:
        return characters
    inked = (255 - crop.grey >= settings.end_ink).astype(np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(inked, connectivity=8)
    boxes = np.asarray(stats[1:, :4], np.int32)
    found = list(characters)
    for a, b in gaps:
        numeral = _numeral(boxes, (a.at, b.at), em, settings)
        if numeral is not None and numeral.text + b.text not in _NEVER:
            found = [one for one in found if one.text not in _REMAINS or not a.at < one.at < b.at]
            found.append(numeral)
    return sorted(found, key=lambda character: character.at)


def _numeral(boxes: Boxes, ends: tuple[float, float], em: float, settings: LostStrokeSettings) -> Character | None:
    """The numeral between two characters, by the dots that are all that is between their ink; None for anything
    else."""
    small = (boxes[:, 2:] <= settings.largest_end * em).all(axis=1)
    middles = boxes[:, 0] + boxes[:, 2] / 2
    within = (middles > ends[0] + settings.own_reach * em) & (middles < ends[1] - settings.own_reach * em)
    dots = boxes[small & within]
    if not len(dots) or (within & ~small).any():
        return None
    first, last = int(dots[:, 0].min()), int((dots[:, 0] + dots[:, 2]).max())
    rights, lefts = boxes[:, 0] + boxes[:, 2], boxes[:, 0]
    before = rights[(middles <= ends[0] + settings.own_reach * em)].max(initial=0)
    behind = lefts[(middles >= ends[1] - settings.own_reach * em)].min(initial=10**6)
    if first - before < settings.lost_stroke * em or not 0 <= behind - last <= settings.before_next * em:
        return None
    large = boxes[boxes[:, 3] > settings.largest_end * em]
    middle = float(np.median(large[:, 1] + large[:, 3] / 2)) if len(large) else 0.0
    levels = _levels((dots[:, 1] + dots[:, 3] / 2 - middle) / em, settings)
    if not _are_strokes(levels, settings):
        return None
    return Character(_NUMERALS[len(levels)], last - 0.45 * em, settings.lost_confidence)


def _levels(heights: NDArray[np.float64], settings: LostStrokeSettings) -> list[float]:
    """The heights at which dots are, from the top down, each taken once."""
    levels: list[float] = []
    for height in sorted(heights.tolist()):
        if not levels or height - levels[-1] > settings.one_level:
            levels.append(height)
    return levels


def _are_strokes(levels: Sequence[float], settings: LostStrokeSettings) -> bool:
    """Whether dots at these ems below the middle of a line end the strokes of a numeral: one is in the middle of it,
    others are above and below."""
    if len(levels) == 1:
        return abs(levels[0]) <= settings.middle_end
    return len(levels) <= len(_NUMERALS) and levels[0] < -settings.one_level and levels[-1] > settings.one_level


def _is_wide(character: Character) -> bool:
    return east_asian_width(character.text[:1] or "a") in "WFA"
