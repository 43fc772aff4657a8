"""Strokes of a pen on a scan: circles around words, lines under them, ticks. Knows pixels; reads no text.

A stroke is long and thin, and its box is nearly empty; characters that touch each other fill theirs. What is wiped here
is no text, and the ink account finds that nothing accounts for it.
"""

from __future__ import annotations

import cv2
import numpy as np

from kaigi_extract.ocr.page_image import Mask, PageImage
from kaigi_extract.ocr.settings import DEFAULT_OCR, StraySettings


def wipe_pen_strokes(image: PageImage, ruled: Mask, settings: StraySettings = DEFAULT_OCR.strays) -> None:
    """Takes the strokes off a page image, in place. `ruled` are the pixels of ruled lines, which are none."""
    free = image.ink & ~ruled
    _, labels, boxes, _ = cv2.connectedComponentsWithStats(free, connectivity=8)
    width, height, area = (boxes[:, k].astype(np.float64) for k in (2, 3, 4))
    longer = np.maximum(width, height)
    thin = area <= settings.stroke_width * image.px(1.0) * (width + height)
    strokes = (longer >= image.px(settings.stroke_length)) & thin & (area <= settings.stroke_density * width * height)
    strokes |= (longer >= image.px(settings.flat_stroke)) & (area <= settings.stroke_width * image.px(1.0) * longer)
    strokes[0] = False
    if not strokes.any():
        return
    wiped = strokes[labels].astype(np.uint8)
    image.ink[wiped > 0] = 0
    image.grey[cv2.dilate(wiped, np.ones((3, 3), np.uint8)) & (image.ink == 0) > 0] = 255
