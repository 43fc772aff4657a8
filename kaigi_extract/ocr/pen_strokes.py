"""Strokes of a pen on a scan: circles around words, lines under them, ticks. Knows pixels; reads no text.

A stroke is long and thin, and its box is nearly empty; characters that touch each other fill theirs. What is wiped here
is no text, and the ink account finds that nothing accounts for it.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from kaigi_extract.ocr.page_image import Mask, PageImage
from kaigi_extract.ocr.settings import DEFAULT_OCR, StraySettings


def wipe_pen_circles(image: PageImage, settings: StraySettings = DEFAULT_OCR.strays) -> None:
    """Takes closed curves off a page image, in place, before their straight parts are taken for ruled lines."""
    labels, width, height, area = _pieces(image.ink)
    shorter, longer = np.minimum(width, height), np.maximum(width, height)
    least, most = image.px(settings.circle_height[0]), image.px(settings.circle_height[1])
    round_ones = (shorter >= least) & (shorter <= most) & (longer <= image.px(settings.circle_length))
    curves = round_ones & _is_stroke(image, width, height, area, settings)
    for label in np.flatnonzero(curves):
        ys, xs = np.nonzero(labels == label)
        box = (slice(ys.min(), ys.max() + 1), slice(xs.min(), xs.max() + 1))
        curves[label] = not _is_straight((labels[box] == label).astype(np.uint8), image, settings)
    _wipe(image, labels, curves, settings)


def wipe_pen_strokes(image: PageImage, ruled: Mask, settings: StraySettings = DEFAULT_OCR.strays) -> None:
    """Takes the other strokes off a page image, in place. `ruled` are the pixels of ruled lines, which are none."""
    labels, width, height, area = _pieces(image.ink & ~ruled)
    longer = np.maximum(width, height)
    strokes = _is_stroke(image, width, height, area, settings)
    strokes |= (longer >= image.px(settings.flat_stroke)) & (area <= settings.pen_width * image.px(1.0) * longer)
    _wipe(image, labels, strokes, settings)


def _pieces(ink: Mask) -> tuple[NDArray[np.int32], NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """The connected pieces of some ink: the label of each pixel; and their widths, heights and areas."""
    _, labels, boxes, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    width, height, area = (boxes[:, k].astype(np.float64) for k in (2, 3, 4))
    return np.asarray(labels, np.int32), width, height, area


def _is_stroke(
    image: PageImage,
    width: NDArray[np.float64],
    height: NDArray[np.float64],
    area: NDArray[np.float64],
    settings: StraySettings,
) -> NDArray[np.bool_]:
    """Which pieces are long, thin, and leave their boxes nearly empty."""
    thin = area <= settings.pen_width * image.px(1.0) * (width + height)
    long = np.maximum(width, height) >= image.px(settings.stroke_length)
    return np.asarray(long & thin & (area <= settings.stroke_density * width * height), np.bool_)


def _is_straight(piece: Mask, image: PageImage, settings: StraySettings) -> bool:
    """Whether a piece is made of straight lines along the axes, as frames and tables are."""
    side = image.px(settings.straight_piece)
    flat = cv2.morphologyEx(piece, cv2.MORPH_OPEN, np.ones((1, side), np.uint8))
    upright = cv2.morphologyEx(piece, cv2.MORPH_OPEN, np.ones((side, 1), np.uint8))
    return float(np.maximum(flat, upright).sum()) >= settings.straight_share * float(piece.sum())


def _wipe(image: PageImage, labels: NDArray[np.int32], chosen: NDArray[np.bool_], settings: StraySettings) -> None:
    chosen[0] = False  # what is white
    if not chosen.any():
        return
    wiped = _without_characters(chosen[labels].astype(np.uint8), image.px(settings.stroke_window), settings)
    image.ink[wiped > 0] = 0
    image.grey[cv2.dilate(wiped, np.ones((3, 3), np.uint8)) & (image.ink == 0) > 0] = 255


def _without_characters(strokes: Mask, side: int, settings: StraySettings) -> Mask:
    """The strokes without the characters that they touch, where ink is dense."""
    window = np.ones((side, side), np.uint8)
    dense = (cv2.blur(strokes.astype(np.float32), (side, side)) >= settings.stroke_crowd).astype(np.uint8)
    return np.asarray(np.where(cv2.dilate(dense, window) > 0, 0, strokes), np.uint8)
