"""Dotted lines whose dots are in part too pale or too small to be ink, as a scan leaves them. Reads no text.

Dots are as wide as a pixel or two: as they lie on the grid of the scanner, one is black and the next one grey, or, in
black and white, missing. A dotted line is known by that these are small, of one distance, and have white along them.
Knows lines and pixels.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from kaigi_extract.ocr.broken_lines import RuledLine, Way
from kaigi_extract.ocr.page_image import Mask, PageImage
from kaigi_extract.ocr.settings import DEFAULT_OCR, DottedLineSettings

Boxes = NDArray[np.int32]


def dotted_lines(
    lines: Sequence[RuledLine],
    image: PageImage,
    mask: Mask,
    settings: DottedLineSettings = DEFAULT_OCR.dotted_lines,
) -> list[RuledLine]:
    """The dotted lines of a page, up to those of `lines` that they end at; their dots are added to the mask. None of a
    coarse picture, on which strokes of characters are as small as dots."""
    if image.dpi < settings.coarse:
        return []
    pale = np.where(mask > 0, 0, image.grey < settings.dot_ink).astype(np.uint8)
    found = []
    _, labels, stats, _ = cv2.connectedComponentsWithStats(pale, connectivity=8)
    boxes = np.asarray(stats, np.int32)
    small = np.asarray((boxes[:, 2:4] <= image.px(settings.largest_dot)).all(axis=1))
    small[0] = False
    dots = small[labels].astype(np.uint8)
    for horizontal in (True, False):
        own = _turned(boxes, horizontal)
        for row in _rows(own, np.flatnonzero(small), image, settings):
            line = _line(own[row], horizontal)
            if _is_even(own[row], image, settings) and _stands_free(line, pale, dots, image, settings):
                found.append(_up_to_next(line, _step(own[row]), lines, image, settings))
                for x, y, width, height in boxes[row, :4]:
                    mask[max(y - 1, 0) : y + height + 1, max(x - 1, 0) : x + width + 1] = 255
                small[row] = False
    return found


def _turned(boxes: Boxes, horizontal: bool) -> Boxes:
    """Boxes as lines in one direction see them: along, across, length along and across."""
    return boxes[:, :4] if horizontal else boxes[:, [1, 0, 3, 2]]


def _rows(
    boxes: Boxes, small: NDArray[np.intp], image: PageImage, settings: DottedLineSettings
) -> Iterator[NDArray[np.intp]]:
    """The dots that follow each other at one height, long enough to be a line."""
    if not len(small):
        return
    gap, bend = image.px(settings.dot_gap) | 1, image.px(settings.dot_bend)
    shape = tuple(int(v) + 1 for v in (boxes[small, :2] + boxes[small, 2:4]).max(axis=0)[::-1])
    marks = np.zeros(shape, np.uint8)
    for x, y, width, height in boxes[small]:
        marks[y + height // 2, x : x + width] = 1
    high = cv2.dilate(marks, np.ones((2 * bend + 1, 1), np.uint8))
    joined = cv2.morphologyEx(high, cv2.MORPH_CLOSE, np.ones((1, gap), np.uint8))
    _, labels, stretches, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    long = stretches[:, 2] >= image.px(settings.shortest_dotted)
    long[0] = False
    row_of = labels[boxes[small, 1] + boxes[small, 3] // 2, boxes[small, 0]]
    for label in np.flatnonzero(long):
        row = small[row_of == label]
        if len(row) >= settings.least_dots:
            yield row[np.argsort(boxes[row, 0])]


def _line(dots: Boxes, horizontal: bool) -> RuledLine:
    """The line that some dots are, from the first to the last."""
    start, end = float(dots[0, 0]), float((dots[:, 0] + dots[:, 2]).max())
    at = float(np.median(dots[:, 1] + dots[:, 3] / 2))
    return Way(at, start, end).ruled(float(np.median(dots[:, 3])), horizontal)


def _step(dots: Boxes) -> float:
    """Pixels from dot to dot."""
    return float(np.median(np.diff(dots[:, 0] + dots[:, 2] / 2)))


def _up_to_next(
    line: RuledLine, step: float, lines: Sequence[RuledLine], image: PageImage, settings: DottedLineSettings
) -> RuledLine:
    """The line up to those across it that its first and last dots run into: these dots are seen as a part of them."""
    at, start, end = line.way
    reach, slack = settings.dots_to_side * step, image.px(settings.dot_bend)
    for one in lines:
        if one.horizontal == line.horizontal:
            continue
        place, low, high = one.way
        if low - slack <= at <= high + slack:
            start = place if 0 < start - place <= reach + one.width / 2 else start
            end = place if 0 < place - end <= reach + one.width / 2 else end
    return replace(line, x0=start, x1=end) if line.horizontal else replace(line, y0=start, y1=end)


def _is_even(dots: Boxes, image: PageImage, settings: DottedLineSettings) -> bool:
    """Whether dots are of one distance, and of a height."""
    steps, usual = np.diff(dots[:, 0] + dots[:, 2] / 2), _step(dots)
    even = np.abs(steps - usual) <= settings.uneven_step * usual + 1
    middles = dots[:, 1] + dots[:, 3] / 2
    level = np.abs(middles - np.median(middles)) <= image.px(settings.dot_bend)
    there = usual * len(dots) / max(float(dots[-1, 0] - dots[0, 0]), 1.0)
    least = settings.even_dots
    return bool(even.mean() >= least and level.mean() >= least and there >= settings.dots_there)


def _stands_free(line: RuledLine, ink: Mask, dots: Mask, image: PageImage, settings: DottedLineSettings) -> bool:
    """Whether there is white above a line or below, nearly all along, and no dots on either side: there is none around
    those of a shade."""
    at, start, end = line.way
    near, far = (line.width / 2 + image.px(value) for value in settings.white_by_dots)
    along = slice(int(start), int(end))
    sides = (slice(max(int(at - far), 0), max(int(at - near), 0)), slice(int(at + near) + 1, int(at + far) + 1))
    inked, dotted = (
        [float((one if line.horizontal else one.T)[side, along].any(axis=0).mean()) for side in sides]
        for one in (ink, dots)
    )
    return min(inked) <= settings.inked_by_dots and max(dotted) <= settings.inked_by_dots
