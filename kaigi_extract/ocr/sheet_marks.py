"""What a sheet bears that was never printed on it: the dark around it in a copier, and punch holes.

Knows pixels only, before the page is evened or turned. May import OpenCV and numpy; reads no text.
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from kaigi_extract.ocr.settings import DEFAULT_OCR, SheetMarkSettings

LOOK_DPI = 50
"""Dots an inch at which these are looked for: a hole is some ten pixels across."""
MM = 25.4
"""Millimetres in an inch."""

Grey = NDArray[np.uint8]


def wipe_sheet_marks(grey: Grey, dpi: float, settings: SheetMarkSettings = DEFAULT_OCR.sheet_marks) -> None:
    """Makes borders and holes as light as the paper, in place. `grey` is a page as it was scanned, 0 to 255."""
    scale = min(LOOK_DPI / dpi, 1.0)
    small = np.asarray(cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
    paper = int(np.percentile(small, settings.paper_percentile))
    per_mm = dpi * scale / MM
    marks = _borders(small, paper, per_mm, settings) | _holes(small, grey, paper, per_mm, settings)
    if not marks.any():
        return
    side = 2 * max(1, round(settings.mark_rim * per_mm)) + 1
    marks = np.asarray(cv2.dilate(marks, np.ones((side, side), np.uint8)), np.uint8)
    height, width = grey.shape
    whole = cv2.resize(marks, (width, height), interpolation=cv2.INTER_NEAREST)
    grey[whole > 0] = paper


def _borders(small: Grey, paper: int, per_mm: float, settings: SheetMarkSettings) -> Grey:
    """Dark areas that reach over the edge of the picture and hold nothing light: what lay beside the sheet."""
    side = max(2, round(settings.border_width * per_mm))
    dark = (small < settings.border_share * paper).astype(np.uint8)
    framed = cv2.copyMakeBorder(dark, side, side, side, side, cv2.BORDER_REPLICATE)
    solid = cv2.morphologyEx(framed, cv2.MORPH_OPEN, np.ones((side, side), np.uint8))[side:-side, side:-side]
    count, labels, boxes, _ = cv2.connectedComponentsWithStats(np.ascontiguousarray(solid), connectivity=8)
    height, width = small.shape
    found = np.zeros_like(solid)
    printed = _printed(small, per_mm, settings) if count > 1 else np.zeros_like(small)
    for label in range(1, count):
        x, y, across, down, area = (int(value) for value in boxes[label])
        at_edge = x == 0 or y == 0 or x + across == width or y + down == height
        if not at_edge or area > settings.largest_border * small.size or _is_printed_on(labels == label, side):
            continue
        if _share_within(printed, labels == label, settings.widest_in_shadow * per_mm) < settings.share_in_shadow:
            found[labels == label] = 1
    return np.asarray(found, np.uint8)


def _printed(small: Grey, per_mm: float, settings: SheetMarkSettings) -> Grey:
    """Where anything narrow is darker than what is around it: print in a shadow, which is on the sheet. There is none
    beside it."""
    side = max(3, round(settings.widest_in_shadow * per_mm))
    ground = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8))
    darker = cv2.subtract(ground, small) > settings.darkness_in_shadow * ground
    return np.asarray(darker & (ground > settings.darkest_shadow), np.uint8)


def _share_within(printed: Grey, area: NDArray[np.bool_], rim: float) -> float:
    """Share of an area that is printed on, its rim of so many pixels aside, which is narrow and darker than the paper
    itself; 0 of what is all rim."""
    side = 2 * max(1, round(rim)) + 1
    framed = cv2.copyMakeBorder(area.astype(np.uint8), side, side, side, side, cv2.BORDER_REPLICATE)
    inner = cv2.erode(framed, np.ones((side, side), np.uint8))[side:-side, side:-side] > 0
    return float(printed[inner].mean()) if inner.any() else 0.0


def _is_printed_on(area: NDArray[np.bool_], side: int) -> bool:
    """Whether a dark area has light characters in it: holes in it that are smaller than it is wide."""
    contours, tree = cv2.findContours(area.astype(np.uint8), cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    holes = [cv2.contourArea(one) for one, (_, _, _, parent) in zip(contours, tree[0], strict=True) if parent >= 0]
    return sum(hole <= (4 * side) ** 2 for hole in holes) >= 3


def _holes(small: Grey, grey: Grey, paper: int, per_mm: float, settings: SheetMarkSettings) -> Grey:
    """Discs of the size of punch holes near the edge of the sheet, darker than it or ringed by a shadow."""
    found = np.zeros_like(small)
    height, width = small.shape
    least, most = (settings.hole_width[k] * per_mm for k in (0, 1))
    dark = (small < paper - settings.hole_contrast).astype(np.uint8)
    contours, _ = cv2.findContours(dark, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    reach = settings.hole_reach * per_mm
    for contour in contours:
        x, y, across, down = cv2.boundingRect(contour)
        if not (least <= across <= most and least <= down <= most):
            continue
        middle = (x + across / 2, y + down / 2)
        if min(middle[0], middle[1], width - middle[0], height - middle[1]) > reach:
            continue
        if not _is_disc(np.asarray(contour), dark, (x, y, across, down), settings):
            continue
        if max(across, down) < settings.least_in_print * per_mm and not _stands_alone(dark, x, y, across, down):
            continue
        if _is_even(grey, middle, min(across, down), width, settings):
            cv2.drawContours(found, [contour], -1, 1, cv2.FILLED)
    return np.asarray(found, np.uint8)


def _stands_alone(dark: Grey, x: int, y: int, across: int, down: int) -> bool:
    """Whether it is white around a mark as far as the mark is wide: a character that ran full of ink has others beside
    it."""
    around = dark[max(y - down, 0) : y + 2 * down, max(x - across, 0) : x + 2 * across]
    return int(around.sum()) == int(dark[y : y + down, x : x + across].sum())


def _is_disc(contour: NDArray[Any], dark: Grey, box: tuple[int, int, int, int], settings: SheetMarkSettings) -> bool:
    """Whether an outline is round and what it encloses is dark: all of it, or nothing but its rim."""
    x, y, across, down = box
    area = cv2.contourArea(contour) + len(contour) / 2  # contours run through the middles of the pixels
    round_area = np.pi / 4 * across * down
    if max(across, down) > settings.hole_length * min(across, down):
        return False
    if abs(area / round_area - 1) > settings.hole_roundness:
        return False
    share = float(dark[y : y + down, x : x + across].sum()) / round_area
    return share >= settings.hole_filled


def _is_even(grey: Grey, middle: tuple[float, float], across: int, width: int, settings: SheetMarkSettings) -> bool:
    """Whether what shows through a hole is one shade; a full character is as dark on average, and has white in it.

    `middle` and `across` are in pixels of the small picture, which is `width` wide.
    """
    scale = grey.shape[1] / width
    x, y = (round(value * scale) for value in middle)
    half = max(1, round(across * scale * settings.hole_inside / 2))
    inside = grey[max(y - half, 0) : y + half, max(x - half, 0) : x + half]
    return inside.size > 0 and float(inside.std()) <= settings.hole_unevenness
