"""Strokes of a pen on a scan: circles around words, lines under them. Knows pixels; reads no text.

A circle lies on its own convex outline, all the way round; a line is one thin stroke wherever it is cut across.
Characters that touch each other or a ruled line, of thin type too, do neither. What is wiped here is no text, and the
ink account finds that nothing accounts for it.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from kaigi_extract.ocr.page_image import Mask, PageImage
from kaigi_extract.ocr.settings import DEFAULT_OCR, PenSettings


def wipe_pen_circles(image: PageImage, settings: PenSettings = DEFAULT_OCR.pen) -> None:
    """Takes closed curves off a page image, in place, before their straight parts are taken for ruled lines."""
    labels, boxes = ink_pieces(image.ink)
    width, height, area = (boxes[:, k].astype(np.float64) for k in (2, 3, 4))
    shorter, longer = np.minimum(width, height), np.maximum(width, height)
    least, most = image.px(settings.circle_height[0]), image.px(settings.circle_height[1])
    may_be = (shorter >= least) & (shorter <= most) & (longer <= image.px(settings.circle_length))
    may_be &= (longer >= image.px(settings.least_circle)) & (area <= settings.circle_density * width * height)
    reach = max(1.0, settings.circle_reach * image.px(1.0))
    for label in np.flatnonzero(may_be):
        curve = _curve(_piece(labels, boxes, int(label)), reach, settings)
        if curve is not None:
            wipe_piece(image, boxes[label], curve)


def wipe_pen_lines(image: PageImage, ruled: Mask, settings: PenSettings = DEFAULT_OCR.pen) -> None:
    """Takes lines that a pen drew under words, or down a column, off a page image, in place. `ruled` are the pixels of
    ruled lines."""
    labels, boxes = ink_pieces(image.ink & ~ruled)
    thickest = settings.pen_width * image.px(1.0)
    for along, across in ((2, 3), (3, 2)):
        length, breadth, area = (boxes[:, k].astype(np.float64) for k in (along, across, 4))
        may_be = (length >= image.px(settings.least_line)) & (breadth <= settings.steepest * length)
        for label in np.flatnonzero(may_be & (area <= thickest * length)):
            piece = _piece(labels, boxes, int(label))
            if _is_line(piece if along == 2 else np.ascontiguousarray(piece.T), thickest, settings):
                wipe_piece(image, boxes[label], piece)


def ink_pieces(ink: Mask) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """The connected pieces of some ink: the label of each pixel; and their boxes and areas, none of what is white."""
    _, labels, boxes, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    boxes[0] = 0
    return np.asarray(labels, np.int32), np.asarray(boxes, np.int32)


def _piece(labels: NDArray[np.int32], boxes: NDArray[np.int32], label: int) -> Mask:
    x, y, width, height = (int(value) for value in boxes[label][:4])
    return np.asarray(labels[y : y + height, x : x + width] == label, np.uint8)


def _curve(piece: Mask, reach: float, settings: PenSettings) -> Mask | None:
    """What of a piece is a circle: it lies on its convex outline, all the way round, and that is no frame's. None where
    it is none. `reach` is in pixels."""
    points = cv2.findNonZero(piece)
    hull = np.asarray(cv2.convexHull(points), np.int32)
    if cv2.contourArea(hull) > settings.roundest * piece.size:
        return None
    outline = np.full(piece.shape, 1, np.uint8)
    cv2.polylines(outline, [hull], True, 0, 1)
    on_it = cv2.distanceTransform(outline, cv2.DIST_L2, 5)[piece > 0] <= reach
    to_ink = cv2.distanceTransform(1 - piece, cv2.DIST_L2, 5)[outline == 0] <= reach
    if float(on_it.mean()) < settings.on_outline or float(to_ink.mean()) < settings.all_round:
        return None
    return _outermost(piece, hull, reach, settings)


def _outermost(piece: Mask, hull: NDArray[np.int32], reach: float, settings: PenSettings) -> Mask:
    """The outermost ink of a piece all the way round its convex outline, as thick as a pen: characters that a circle
    goes through keep the rest of theirs. `reach` is in pixels."""
    outline = np.zeros(piece.shape, np.uint8)
    cv2.polylines(outline, [hull], True, 1, 1)
    inside = cv2.distanceTransform(np.pad(piece, 1), cv2.DIST_L2, 5)[1:-1, 1:-1]
    side = 2 * round(reach) + 1
    thick = 2 * float(np.median(cv2.dilate(inside, np.ones((side, side), np.uint8))[outline > 0]))
    start = np.argwhere(outline).astype(np.float64)
    inward = np.array(piece.shape) / 2 - start
    inward /= np.maximum(np.hypot(inward[:, 0], inward[:, 1]), 1.0)[:, None]
    steps = np.arange(0.0, reach + 2 * thick, 0.5)
    ways = np.rint(start[:, None] + inward[:, None] * steps[None, :, None]).astype(np.intp)
    ways = np.clip(ways, 0, np.array(piece.shape) - 1)  # thick strokes around little lead out on the other side
    inked = piece[ways[..., 0], ways[..., 1]] > 0
    first = np.where(inked.any(axis=1), steps[inked.argmax(axis=1)], np.inf)[:, None]
    taken = ways[(steps[None] >= first) & (steps[None] <= first + settings.aslant * thick) & (first <= reach)]
    stroke = np.zeros_like(piece)
    stroke[taken[:, 0], taken[:, 1]] = 1
    whole = np.asarray(cv2.morphologyEx(stroke, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8)), np.uint8)
    return np.asarray(whole & piece, np.uint8)


def _is_line(piece: Mask, thickest: float, settings: PenSettings) -> bool:
    """Whether nearly every column of a piece is inked once, and thinly. `thickest` is in pixels."""
    starts = np.diff(piece.astype(np.int8), axis=0, prepend=0) == 1
    once = (starts.sum(axis=0) == 1) & (piece.sum(axis=0) <= thickest)
    return float(once.mean()) >= settings.inked_once


def wipe_piece(image: PageImage, box: Sequence[int] | NDArray[np.int32], piece: Mask) -> None:
    """Takes a piece of ink off a page image, in place, with its grey edge. `box` begins with its left, top, width and
    height."""
    x, y, width, height = (int(value) for value in box[:4])
    place = (slice(max(y - 1, 0), y + height + 1), slice(max(x - 1, 0), x + width + 1))
    top, left = y - place[0].start, x - place[1].start
    ink, grey = image.ink[place], image.grey[place]
    wiped = np.zeros(ink.shape, np.uint8)
    wiped[top : top + height, left : left + width] = piece
    ink[wiped > 0] = 0
    grey[(cv2.dilate(wiped, np.ones((3, 3), np.uint8)) > 0) & (ink == 0)] = 255
