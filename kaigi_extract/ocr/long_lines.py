"""The ink of straight lines that are longer than a stamp is wide: those of tables, which stay where stamps lie over
them. Knows pixels; reads no text."""

from __future__ import annotations

import cv2
import numpy as np

from kaigi_extract.ocr.page_image import Mask, PageImage

STRAIGHT = 7.0
"""Millimetres that ink runs straight on for to be of a line: strokes of characters are shorter."""
THIN = 0.6
"""Millimetres that such a line is thick, at most; frames of stamps are thicker."""
PARTED = 1.0
"""Millimetres between two pieces of a line, at most."""


def long_lines(ink: Mask, image: PageImage, length: float) -> Mask:
    """Which pixels of some ink of a page image are of level or upright lines of so many millimetres and more, 0 or 1.
    They may be aslant or bent by a pixel here and there."""
    inked = (ink > 0).astype(np.uint8)
    found = np.zeros_like(inked)
    for level in (True, False):
        turned = inked if level else np.ascontiguousarray(inked.T)
        thick = cv2.morphologyEx(turned, cv2.MORPH_OPEN, np.ones((image.px(THIN) + 1, 1), np.uint8))
        lines = _level_lines(turned, image.px(STRAIGHT), image.px(PARTED), image.px(length))
        lines[np.asarray(thick) > 0] = 0
        found |= lines if level else lines.T
    return found & inked


def _level_lines(ink: Mask, straight: int, parted: int, length: int) -> Mask:
    """The level lines of so many pixels and more, and a pixel above and below them."""
    thick = cv2.dilate(ink, np.ones((3, 1), np.uint8))
    runs = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((1, straight), np.uint8))
    joined = cv2.dilate(runs, np.ones((1, parted), np.uint8))
    count, labels, boxes, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    long = boxes[:, 2] >= length
    long[0] = False
    return np.asarray(runs & long[labels], np.uint8) if count > 1 else np.zeros_like(ink)
