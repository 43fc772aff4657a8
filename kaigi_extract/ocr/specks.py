"""Small signs (。、・. and their like) told from dust, by the ink that stands where an engine saw them.

A sign of print has its size and its place in the em box: 。 is a ring at the lower left, ・ a dot in the middle. Dust
is smaller or stands anywhere. Where no ink tells, as a sign touches its neighbour or is too pale, the engine decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from kaigi_extract.ocr.line_crops import Crop
from kaigi_extract.ocr.page_image import Grey
from kaigi_extract.ocr.protocol import Letter

LEVELS = (40, 80, 120)
"""Darknesses (0-255) from which on a pixel is ink: a sign may be pale, or touch its neighbour in the grey between."""
LARGE = 0.45
"""Ems. Ink that is longer is a letter, or a part of one, and tells where the line runs; what is not is a mark."""
REACH = (0.45, 0.15)
"""Ems before and after where an engine saw a sign within which its ink stands: it is told to a quarter of an em, and
the ink is in the left of its square."""
SLACK = 0.1
"""Ems by which a mark that stands too high or too low for a sign may still be what an engine took for it."""
CLEAR = 0.18
"""Ems. What is longer is no dust..."""
SEEN = 0.8
"""...and what is not is a sign only if the engine is so sure, as it is of nearly all that are printed. So is what has
no ink by itself."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A small piece of ink by itself."""

    at: float
    """Pixels from the crop's left edge to its middle."""
    below: float
    """Ems from the middle of the line down to its own."""
    side: float
    """Ems of its longer side."""
    room: float
    """Ems of paper between its middle and the next letter; 0 where it may be a piece of one."""


@dataclass(frozen=True, slots=True)
class Form:
    """What a sign looks like, in ems."""

    least: float
    """Its longer side: what is printed less a pixel of a coarse scan (0.05)."""
    high: float
    low: float
    """How far below the middle of the line its own may be."""
    room: float = 0.0
    """How much paper is on either side of its middle, at least."""

    def stands(self, mark: Mark, slack: float = 0.0) -> bool:
        """Whether a mark is at its height, or so many ems off it."""
        return self.high - slack <= mark.below <= self.low + slack

    def fits(self, marks: Sequence[Mark], sure: float) -> bool:
        """Whether one of the marks where it was seen is the sign, or none tells and the engine is sure enough."""
        like = [mark for mark in marks if self.stands(mark) and mark.side >= self.least and mark.room >= self.room]
        if any(mark.side >= CLEAR for mark in like):
            return True
        telling = self.telling(marks)
        return sure >= SEEN and (not telling or any(mark in like for mark in telling))

    def telling(self, marks: Sequence[Mark]) -> list[Mark]:
        """The marks that are no pieces of a letter, which the sign may touch: if none is the sign, it was dust."""
        return [mark for mark in marks if mark.room > 0 or self.room > 0]


_LOW, _HIGH, _STROKE = Form(0.12, 0.0, 0.8), Form(0.1, -0.6, -0.1), Form(0.12, -0.25, 0.25)
FORMS = {
    **dict.fromkeys("。、，,．.", _LOW),
    **dict.fromkeys("・·", Form(0.08, -0.08, 0.08, room=0.4)),
    **dict.fromkeys(":;", Form(0.1, -0.3, 0.45)),
    **dict.fromkeys("-~", _STROKE),
    **dict.fromkeys("'\"`^", _HIGH),
    "_": Form(CLEAR, 0.3, 0.8),
}
POINTS = frozenset("．.")
RING = Form(CLEAR, 0.0, 0.8, room=0.05)
"""What a point must look like after Japanese words, which only 。 follows."""


def without_dust(letters: Sequence[Letter], crop: Crop, em: float) -> list[Letter]:
    """The letters of a line without the signs that are dust. `em` is the page's, in pixels.

    Where a sign is left out though no ink tells, the letter before it is less sure.
    """
    if crop.letters or not any(letter.text in FORMS for letter in letters):
        return list(letters)
    marks = _marks(crop, em, [letter.at for letter in letters if letter.text in FORMS])
    kept: list[Letter] = []
    for letter in letters:
        form = _form(letter.text, kept[-1].text if kept else "")
        there = [mark for mark in marks if form and form.stands(mark, SLACK) and _is_near(mark.at, letter.at, em)]
        if form is None or form.fits(there, letter.sure):
            kept.append(letter)
        elif kept and not form.telling(there):
            kept[-1] = replace(kept[-1], sure=min(kept[-1].sure, 1 - letter.sure))
    return kept


def _form(sign: str, before: str) -> Form | None:
    counted = before.isdigit() or (before.isascii() and before.isalpha())
    return RING if sign in POINTS and not counted else FORMS.get(sign)


def _is_near(mark: float, sign: float, em: float) -> bool:
    return -REACH[0] * em <= mark - sign <= REACH[1] * em


def _marks(crop: Crop, em: float, signs: Sequence[float]) -> list[Mark]:
    """The marks near where signs were seen."""
    dark: Grey = 255 - crop.grey
    pieces = [_pieces(dark, level) for level in LEVELS]
    boxes = pieces[0][1]
    large = boxes[boxes[:, 2:4].max(axis=1) > LARGE * em]
    middle = float(np.median(large[:, 1] + large[:, 3] / 2)) if len(large) else dark.shape[0] / 2
    marks: list[Mark] = []
    for level, (labels, boxes) in zip(LEVELS, pieces, strict=True):
        for x, y, width, height, label in boxes:
            if max(width, height) > LARGE * em or not any(_is_near(x + width / 2, sign, em) for sign in signs):
                continue
            box = (slice(y, y + height), slice(x, x + width))
            left, right, top, bottom = _core(np.where(labels[box] == label, dark[box], 0), level)
            at = x + (left + right) / 2
            room = float(np.maximum(large[:, 0] - at, at - large[:, 0] - large[:, 2]).min(initial=em))
            side = max(right - left, bottom - top)
            marks.append(Mark(at, (y + (top + bottom) / 2 - middle) / em, side / em, max(room, 0.0) / em))
    return marks


def _pieces(dark: Grey, level: int) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """The pieces of ink: the label of each pixel, and of each piece left, top, width, height and label."""
    inked = cv2.morphologyEx((dark >= level).astype(np.uint8), cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    count, labels, boxes, _ = cv2.connectedComponentsWithStats(inked, connectivity=8)
    boxes[:, 4] = np.arange(count)
    return np.asarray(labels, np.int32), np.asarray(boxes[1:], np.int32)


def _core(dark: Grey, level: int) -> tuple[int, int, int, int]:
    """What of a mark is at least half as dark as its darkest (around a speck the paper is grey): columns, then rows."""
    rows, columns = np.nonzero(dark >= max(dark.max() / 2, level))
    return columns.min(), columns.max() + 1, rows.min(), rows.max() + 1
