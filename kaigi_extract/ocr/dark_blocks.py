"""White on black, a page or blocks of it: turned black on white, with the ruled lines redrawn that do not show there.

Knows pixels only. May import OpenCV and numpy; reads no text.
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from kaigi_extract.ocr.settings import DEFAULT_OCR, DarkBlockSettings
from kaigi_extract.ocr.stretches import stretches_of

LOOK_DPI = 100
"""Dots an inch at which blocks are looked for: a stroke of a character is a pixel or more."""
MM = 25.4
"""Millimetres in an inch."""

Grey = NDArray[np.uint8]


def turn_dark_blocks(grey: Grey, even: Grey, dpi: float, settings: DarkBlockSettings = DEFAULT_OCR.dark_blocks) -> None:
    """Writes the dark blocks of a page into its evened picture, in place, as if they were printed black on white."""
    scale = min(LOOK_DPI / dpi, 1.0)
    small = np.asarray(cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
    dark = (small < settings.block_lightness).astype(np.uint8)
    if float(dark.mean()) < settings.least_dark:
        return
    for corners in _blocks(dark, dpi * scale, settings):
        _turn(grey, even, corners / scale, dpi, settings)


def is_negative(grey: Grey, dpi: float, settings: DarkBlockSettings = DEFAULT_OCR.dark_blocks) -> bool:
    """Whether the whole page is white on black, as microfilm and faxes with wrong tags are: no part of it is paper, and
    what is printed is lighter than the ground, which it is not on paper of a dark colour."""
    side = max(1, round(settings.block_window * dpi / MM))
    height, width = (max(1, round(length / side)) for length in grey.shape)
    dark = (grey < settings.block_lightness).astype(np.float32)
    squares = cv2.resize(dark, (width, height), interpolation=cv2.INTER_AREA)
    if float(np.mean(squares >= settings.block_share)) < settings.negative_share:
        return False
    ground, letters = (float(np.percentile(grey, q)) for q in settings.block_percentiles)
    return letters - ground >= settings.block_contrast


def has_black_print(values: Grey, settings: DarkBlockSettings) -> bool:
    """Whether the pixels of a dark area are those of a marker over black characters, and of no white ones on black."""
    darkest, middle = (float(np.percentile(values, q)) for q in settings.print_percentiles)
    return middle - darkest >= settings.print_on_block


def _blocks(dark: Grey, dpi: float, settings: DarkBlockSettings) -> list[NDArray[Any]]:
    """The corners of each block, clockwise, in pixels of the small picture."""

    def square(mm: float) -> Grey:
        side = max(1, round(mm * dpi / MM))
        return np.ones((side, side), np.uint8)

    side = max(3, round(settings.block_window * dpi / MM))
    full = cv2.blur(dark.astype(np.float32), (side, side)) >= settings.block_share
    solid = cv2.morphologyEx(full.astype(np.uint8), cv2.MORPH_CLOSE, square(settings.block_window))
    solid = cv2.morphologyEx(solid, cv2.MORPH_OPEN, square(settings.least_block))
    contours, _ = cv2.findContours(solid, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    found = []
    for contour in contours:
        box = cv2.minAreaRect(contour)
        corners = np.asarray(cv2.boxPoints(box), np.float64)
        full_enough = cv2.contourArea(contour) >= settings.block_fullness * box[1][0] * box[1][1] > 0
        if full_enough and _has_rim(dark, corners, dpi, settings):
            found.append(corners)
    return found


def _has_rim(dark: Grey, corners: NDArray[Any], dpi: float, settings: DarkBlockSettings) -> bool:
    """Whether a block is dark all round along its sides, which the boldest characters by themselves are not."""
    mask = np.zeros_like(dark)
    cv2.fillPoly(mask, [np.rint(corners).astype(np.int32)], 1)
    outer, inner = (
        cv2.erode(mask, np.ones((2 * max(1, round(mm * dpi / MM)) + 1,) * 2, np.uint8)) for mm in settings.block_rim
    )
    rim = outer > inner
    return bool(rim.any()) and float(dark[rim].mean()) >= settings.rim_share


def _turn(grey: Grey, even: Grey, corners: NDArray[Any], dpi: float, settings: DarkBlockSettings) -> None:
    mask = np.zeros_like(grey)
    cv2.fillPoly(mask, [np.rint(corners).astype(np.int32)], 255)
    x, y, across, down = cv2.boundingRect(np.rint(corners).astype(np.int32))
    box = (slice(max(y, 0), y + down), slice(max(x, 0), x + across))
    inside = mask[box] > 0
    values = grey[box][inside]
    if has_black_print(values, settings):
        return
    ground, light = (float(np.percentile(values, q)) for q in settings.block_percentiles)
    share = float((values > (ground + light) / 2).mean())
    if light - ground < settings.block_contrast or share < settings.least_light:
        return
    turned = 255 - np.clip((grey[box].astype(np.float32) - ground) * 255 / (light - ground), 0, 255)
    outside = even.copy()
    even[box][inside] = turned[inside].astype(np.uint8)
    width = max(1, round(settings.redrawn_line * dpi / MM))
    cv2.polylines(even, [np.rint(corners).astype(np.int32)], True, 0, width)
    for start, end in _lines_through(outside, corners, dpi, settings):
        cv2.line(even, start, end, 0, width)


def _lines_through(
    even: Grey, corners: NDArray[Any], dpi: float, settings: DarkBlockSettings
) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """The ruled lines that end at a side of a block, drawn on to its other side."""
    found = []
    for k in range(4):
        a, b = corners[k], corners[(k + 1) % 4]
        opposite = (corners[(k + 3) % 4], corners[(k + 2) % 4])
        length = float(np.hypot(*(b - a)))
        if length < 2:
            continue
        across = (opposite[0] - a) / max(float(np.hypot(*(opposite[0] - a))), 1.0)
        for share in _ends_at(even, a, b, -across, length, dpi, settings):
            start, end = a + share * (b - a), opposite[0] + share * (opposite[1] - opposite[0])
            found.append(((round(start[0]), round(start[1])), (round(end[0]), round(end[1]))))
    return found


def _ends_at(
    even: Grey,
    a: NDArray[Any],
    b: NDArray[Any],
    outward: NDArray[Any],
    length: float,
    dpi: float,
    settings: DarkBlockSettings,
) -> list[float]:
    """Where along a side, 0 to 1, thin lines meet it from outside."""
    count = round(length)
    along = np.linspace(0.0, 1.0, count)
    steps = np.arange(settings.look_outside[0], settings.look_outside[1], 0.1) * dpi / MM
    xs = (a[0] + along * (b[0] - a[0]))[:, None] + steps * outward[0]
    ys = (a[1] + along * (b[1] - a[1]))[:, None] + steps * outward[1]
    strip = cv2.remap(even, xs.astype(np.float32), ys.astype(np.float32), cv2.INTER_LINEAR, borderValue=255)
    lined = (strip < settings.outer_line).mean(axis=1) >= settings.outer_share
    thickest, margin = settings.thickest_outer * dpi / MM, settings.corner_reach * dpi / MM
    return [
        (start + end - 1) / 2 / max(count - 1, 1)
        for start, end in stretches_of(lined)
        if end - start <= thickest and margin < (start + end) / 2 < count - margin
    ]
