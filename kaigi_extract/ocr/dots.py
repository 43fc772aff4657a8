"""The dots by which black and white pictures show grey (dithering): taken off where they are many, so that shading is
white. Knows pixels only; reads no text.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from kaigi_extract.ocr.settings import DEFAULT_OCR, DotSettings

MM = 25.4
"""Millimetres in an inch."""

Grey = NDArray[np.uint8]


def wipe_dots(grey: Grey, dpi: float, settings: DotSettings = DEFAULT_OCR.dots, *, bilevel: bool) -> bool:
    """Makes the dots of shaded areas white, in place; whether `grey` is a page of black and white.

    It is one where `bilevel` says so, and where it is full of dots, which a scan in greys of a dithered print keeps,
    and so does a JPEG of a dithered scan, with greys around them.
    """
    black = (grey < settings.dot_lightness).astype(np.uint8)
    _, labels, boxes, _ = cv2.connectedComponentsWithStats(black, connectivity=8)
    small = boxes[:, 4] <= max(1.0, settings.dot_area * (dpi / MM) ** 2)
    small[0] = False
    if not bilevel and int(small.sum()) < settings.dotted_page * grey.size / (dpi / MM) ** 2:
        return False
    dots = small[labels]
    if not dots.any():
        return True
    ink = (black > 0) & ~dots
    near = cv2.dilate(ink.astype(np.uint8), _square(2 * settings.dot_apart, dpi))
    side = _square(settings.dot_window, dpi).shape
    free = cv2.blur((near == 0).astype(np.float32), side)
    centres = np.zeros(grey.shape, np.float32)
    places = boxes[small]
    centres[places[:, 1] + places[:, 3] // 2, places[:, 0] + places[:, 2] // 2] = 1.0
    centres[near > 0] = 0.0
    dense = cv2.blur(centres, side) * (dpi / MM) ** 2 >= settings.dot_density * np.maximum(free, settings.dot_room)
    touching = cv2.dilate(ink.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    grey[dots & dense & ~touching] = 255
    return True


def _square(mm: float, dpi: float) -> Grey:
    side = max(3, round(mm * dpi / MM) | 1)
    return np.ones((side, side), np.uint8)
