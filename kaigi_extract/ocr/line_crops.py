"""Line crops: what an engine is given. One line black on white, with nothing of its neighbours and no rule in it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np

from kaigi_extract.ocr.line_segmentation import Box
from kaigi_extract.ocr.page_image import Grey, Mask, Sheet

EDGE = 2
"""Pixels of grey around the ink that belong to it."""
AFTER = 0.8
"""Ems after the ink of a line that are looked at, too: in a poor copy a 。 there may be too pale to be ink."""
MARK = 0.45
"""Ems that a 。 or 」 may be high in one column of pixels."""
WIDE, CLOSE = 0.4, 0.15
"""Ems of white paper around the line. The engine brings every crop to one height: with much paper letters come out
smaller, which is a third faster and as good on most lines; with little they come out larger, for a second look."""


@dataclass(slots=True)
class Crop:
    """A line's picture, and how a place in it is one on the sheet."""

    grey: Grey
    x0: float
    """The sheet's x of its left edge; of a 縦書き line 0."""
    letters: tuple[tuple[int, int], ...] = ()
    """Of a 縦書き line, whose letters stand side by side in the crop: where each stands on the sheet."""
    pitch: float = 0.0
    """Of such a line: pixels from letter to letter in the crop."""


def cut_crop(sheet: Sheet, rules: Mask, box: Box, em: float, margin: float) -> Crop:
    """The crop of a line with `margin` ems of paper around it."""
    if box.letters:
        return _laid_down(sheet, rules, box, em, margin)
    pad = max(EDGE, round(margin * em))
    lift = max(0, round((em - (box.y1 - box.y0)) / 2))  # a line of ー or 、alone is as high as others
    box = replace(box, x1=_end(sheet, rules, box, em))
    canvas = np.full((box.y1 - box.y0 + 2 * (pad + lift), box.x1 - box.x0 + 2 * pad), 255, np.uint8)
    _paste(canvas, sheet, rules, box, pad, pad + lift)
    return Crop(canvas, float(box.x0 - pad))


def _end(sheet: Sheet, rules: Mask, box: Box, em: float) -> int:
    """Where the crop of a line ends: a little after its ink, but before the next rule or ink as high as letters."""
    ahead = (slice(box.y0, box.y1), slice(box.x1, box.x1 + round(AFTER * em)))
    inked = (sheet.ink[ahead] > 0).sum(axis=0)
    stops = np.flatnonzero(rules[ahead].any(axis=0) | (inked > MARK * em))
    return box.x1 + (int(stops[0]) if len(stops) else len(inked))


def _paste(canvas: Grey, sheet: Sheet, rules: Mask, box: Box, left: int, top: int) -> None:
    """Puts the ink of a box, with its grey edge, on white paper."""
    height, width = sheet.grey.shape
    x0, y0, x1, y1 = max(box.x0 - EDGE, 0), max(box.y0 - EDGE, 0), min(box.x1 + EDGE, width), min(box.y1 + EDGE, height)
    ink = np.where(rules[y0:y1, x0:x1] > 0, 255, sheet.grey[y0:y1, x0:x1]).astype(np.uint8)
    left, top = left - (box.x0 - x0), top - (box.y0 - y0)
    canvas[top : top + y1 - y0, left : left + x1 - x0] = ink


def _laid_down(sheet: Sheet, rules: Mask, box: Box, em: float, margin: float) -> Crop:
    """The letters of a 縦書き line side by side."""
    pad = max(EDGE, round(margin * em))
    side = max(box.x1 - box.x0, *(y1 - y0 for y0, y1 in box.letters), round(em))
    canvas = np.full((side + 2 * pad, side * len(box.letters) + 2 * pad), 255, np.uint8)
    for k, (y0, y1) in enumerate(box.letters):
        letter = Box(box.x0, y0, box.x1, y1)
        across = pad + k * side + (side - (box.x1 - box.x0)) // 2
        _paste(canvas, sheet, rules, letter, across, pad + (side - (y1 - y0)) // 2)
    return Crop(canvas, -float(pad), box.letters, float(side))


def ink_columns(crop: Crop) -> Grey:
    """How dark each column of pixels is: 0 where there is only paper."""
    columns: Grey = np.asarray(cv2.reduce(255 - crop.grey, 0, cv2.REDUCE_MAX), np.uint8)[0]
    return columns
