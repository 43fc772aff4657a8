"""Signs that engines drop or mistake: bullets (◇ ※ ●) and boxes to tick (□ ■ ☑), told by their shape.

An engine that has not learned a sign leaves it out of the line. Here ink that no letter stands on is held against the
shapes of the signs that Japanese forms use; what fits none is kept as an unknown character, so that nothing vanishes.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from kaigi_extract.ocr.line_crops import Crop
from kaigi_extract.ocr.protocol import Letter
from kaigi_extract.source import UNKNOWN

Shape: TypeAlias = NDArray[np.uint8]
"""A sign's ink brought to a square, 255 where it is inked."""

SIDE = 32
"""Pixels of that square."""
INK = 100
"""Darkness (0-255) from which on a pixel of a crop is ink."""
GAP = 0.1
"""Ems of empty paper inside of a sign, between the dots of ※."""
REACH = 0.45
"""Ems from its middle within which ink belongs to a letter."""
LEAST, MOST = 0.45, 1.25
"""Ems. What is smaller is a dot, or dust; what is larger is no sign of a line."""
SQUARE = 1.35
"""How much longer one side of a sign may be than the other."""
FITS = 0.55
"""Likeness from which on ink is a sign..."""
SURE = 0.9
"""...and how sure that is."""
TICKED = 0.04
"""Ink inside of a box, as part of its inside, from which on it is ticked..."""
FILLED = 0.7
"""...or filled."""
FRAMED = 0.75
"""Part of each side that must be inked for a square to be a box: 口 has no even lower side, but feet."""
EMPTY, CHECKED, BLACK = "□", "☑", "■"
_LIKE_A_BOX = frozenset("□■☐☑☒口ロ囗")


def find_signs(letters: list[Letter], crop: Crop, em: float) -> list[Letter]:
    """The letters of a line with the signs that the engine dropped, and its boxes told from 口 and as ticked or not."""
    if crop.letters:
        return letters
    ink = np.where(crop.grey < 255 - INK, 255, 0).astype(np.uint8)
    found = [_as_box(letter, ink, em) if letter.text in _LIKE_A_BOX else letter for letter in letters]
    for start, end in _blobs(ink, em):
        middle = (start + end) / 2
        if all(abs(letter.at - middle) > REACH * em for letter in letters):
            sign = _sign(ink[:, start:end], em)
            if sign is not None:
                found.append(replace(sign, at=middle))
    return sorted(found, key=lambda letter: letter.at)


def _blobs(ink: Shape, em: float) -> list[tuple[int, int]]:
    """Stretches of inked columns, gaps inside of a sign closed."""
    columns = np.flatnonzero(ink.any(axis=0))
    if not len(columns):
        return []
    breaks = [k for k, (a, b) in enumerate(pairwise(columns), 1) if b - a > GAP * em]
    return [(int(part[0]), int(part[-1]) + 1) for part in np.split(columns, breaks)]


def _tight(ink: Shape) -> Shape:
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    return ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1] if len(rows) else ink[:0, :0]


def _sign(ink: Shape, em: float) -> Letter | None:
    """The sign that some ink is, unknown where it fits none; None where it is too small or too large for one."""
    ink = _tight(ink)
    height, width = ink.shape
    if not (LEAST * em <= max(height, width) <= MOST * em) or max(height, width) > SQUARE * min(height, width):
        return None
    box = _box(ink)
    if box is not None:
        return Letter(box, 0.0, SURE)
    shape = np.asarray(cv2.resize(ink, (SIDE, SIDE), interpolation=cv2.INTER_AREA), np.uint8)
    sign, likeness = max(((sign, _likeness(shape, drawn)) for sign, drawn in _drawn().items()), key=lambda one: one[1])
    return Letter(sign, 0.0, SURE) if likeness >= FITS else Letter(UNKNOWN, 0.0, 0.0)


def _as_box(letter: Letter, ink: Shape, em: float) -> Letter:
    """A letter that looks like a box, by its shape: as the engine read it where that is none."""
    start = max((a for a, b in _blobs(ink, em) if a <= letter.at), default=0)
    end = next((b for a, b in _blobs(ink, em) if a == start), 0)
    blob = _tight(ink[:, start:end])
    if not blob.size or max(blob.shape) > SQUARE * min(blob.shape):
        return letter
    box = _box(blob)
    if box is None or box == letter.text:
        return letter
    return replace(letter, text=box, sure=max(letter.sure, SURE) if letter.text == EMPTY else SURE, others=())


def _box(ink: Shape) -> str | None:
    """□, ☑ or ■, by what is in it; None where its sides are not inked all along."""
    height, width = ink.shape
    rim = max(2, round(min(height, width) / 8))
    sides = (ink[:rim].any(axis=0), ink[-rim:].any(axis=0), ink[:, :rim].any(axis=1), ink[:, -rim:].any(axis=1))
    if min(float(side.mean()) for side in sides) < FRAMED or not _has_corners(ink, rim):
        return None
    inside = ink[2 * rim : -2 * rim, 2 * rim : -2 * rim]
    if not inside.size:
        return None
    filled = float((inside > 0).mean())
    return BLACK if filled >= FILLED else CHECKED if filled >= TICKED else EMPTY


def _has_corners(ink: Shape, rim: int) -> bool:
    corners = (ink[:rim, :rim], ink[:rim, -rim:], ink[-rim:, :rim], ink[-rim:, -rim:])
    return all(corner.any() for corner in corners)


def _likeness(one: Shape, other: Shape) -> float:
    """How much of the ink of each of two shapes lies on, or next to, ink of the other."""
    near = np.ones((5, 5), np.uint8)
    one = np.where(one > 100, 255, 0).astype(np.uint8)
    covered = [
        float((cv2.dilate(b, near)[a > 0] > 0).mean()) if a.any() else 0.0 for a, b in ((one, other), (other, one))
    ]
    fuller = one.any() and abs(float((one > 0).mean()) - float((other > 0).mean())) > 0.25
    return 0.0 if fuller else min(covered) ** 2


@cache
def _drawn() -> dict[str, Shape]:
    """The shapes of the signs, drawn."""
    full, half = SIDE - 1, SIDE // 2
    diamond = np.array([[half, 0], [full, half], [half, full], [0, half]], np.int32)
    triangle = np.array([[half, 0], [full, full], [0, full]], np.int32)
    drawn: dict[str, Shape] = {}
    for sign, corners in (("◇", diamond), ("△", triangle), ("▽", full - triangle)):
        cv2.polylines(drawn.setdefault(sign, _paper()), [corners], True, 255, 2)
    for sign, corners in (("◆", diamond), ("▲", triangle), ("▼", full - triangle)):
        cv2.fillPoly(drawn.setdefault(sign, _paper()), [corners], 255)
    cv2.circle(drawn.setdefault("○", _paper()), (half, half), half - 1, 255, 2)
    cv2.circle(drawn.setdefault("●", _paper()), (half, half), half - 1, 255, -1)
    for radius in (half - 1, half // 2):
        cv2.circle(drawn.setdefault("◎", _paper()), (half, half), radius, 255, 2)
    cv2.line(drawn.setdefault("／", _paper()), (full, 0), (0, full), 255, 2)
    note = drawn.setdefault("※", _paper())
    cv2.line(note, (2, 2), (full - 2, full - 2), 255, 2)
    cv2.line(note, (full - 2, 2), (2, full - 2), 255, 2)
    for dot in ((half, 3), (half, full - 3), (3, half), (full - 3, half)):
        cv2.circle(note, dot, 2, 255, -1)
    return drawn


def _paper() -> Shape:
    return np.zeros((SIDE, SIDE), np.uint8)
