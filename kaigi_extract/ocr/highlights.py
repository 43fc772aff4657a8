"""Bars of a highlighter over words: in a grey picture they are as dark as faint print, and narrower than any shading.

Knows pixels only. A bar is told by what is left of it where strokes of characters are closed: it is of one shade for
more than a character, as no print is. Its shade becomes the ground that the words stand on.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from kaigi_extract.ocr.settings import DEFAULT_OCR, HighlightSettings

MM = 25.4
"""Millimetres in an inch."""

Grey = NDArray[np.uint8]


def with_highlights(grey: Grey, ground: Grey, dpi: float, settings: HighlightSettings = DEFAULT_OCR.highlights) -> Grey:
    """The lightness of the ground at every pixel, that of bars of a highlighter among it. `grey` is the page as it was
    scanned, `ground` that of its paper and its shading, both 0 to 255."""
    side = _px(settings.closed_strokes, dpi)
    shade = np.asarray(cv2.morphologyEx(grey, cv2.MORPH_CLOSE, _rect(side, side)), np.uint8)
    least, most = (cv2.convertScaleAbs(ground, alpha=share) for share in settings.bar_shade)
    strokes = grey[(grey < settings.thin_print[0] * ground) & (shade > settings.thin_print[1] * ground)]
    if len(strokes) > settings.least_strokes:
        least = np.maximum(least, np.percentile(strokes, settings.print_share) * settings.over_print).astype(np.uint8)
    of_one_shade = cv2.bitwise_and(cv2.compare(shade, least, cv2.CMP_GT), cv2.compare(shade, most, cv2.CMP_LT))
    bars = cv2.morphologyEx(
        of_one_shade,
        cv2.MORPH_OPEN,
        _rect(_px(settings.least_bar[0], dpi), _px(settings.least_bar[1], dpi)),
    )
    if not bars.any():
        return ground
    edge = 2 * _px(settings.bar_edge, dpi) + 1
    within = cv2.dilate(bars, _rect(edge, edge)) > 0
    return np.where(within, np.minimum(ground, cv2.erode(shade, _rect(edge, edge))), ground).astype(np.uint8)


def _px(mm: float, dpi: float) -> int:
    return max(1, round(mm * dpi / MM))


def _rect(width: int, height: int) -> Grey:
    return np.ones((height, width), np.uint8)
