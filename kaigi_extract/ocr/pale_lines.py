"""Solid ruled lines paler than ink: one of a pixel that lies between two is half as dark as others. Reads no text.

They are taken only where they lead from one ruled line across to another, stand free, and are no thicker than that.
Knows lines and pixels.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from kaigi_extract.ocr.broken_lines import RuledLine, Way
from kaigi_extract.ocr.page_image import Mask, PageImage
from kaigi_extract.ocr.settings import DEFAULT_OCR, RuledLineSettings


def pale_lines(
    lines: Sequence[RuledLine],
    image: PageImage,
    mask: Mask,
    settings: RuledLineSettings = DEFAULT_OCR.ruled_lines,
) -> list[RuledLine]:
    """The pale lines between those of a page; their pixels are added to the mask."""
    found = []
    for horizontal in (True, False):
        across = [one for one in lines if one.horizontal != horizontal]
        if len(across) < 2:
            continue
        taken = mask if horizontal else mask.T
        pale = ((image.grey if horizontal else image.grey.T) < settings.faint_lightness).astype(np.uint8)
        straight = cv2.morphologyEx(pale, cv2.MORPH_OPEN, np.ones((1, image.px(settings.shortest_pale)), np.uint8))
        _, _, stats, _ = cv2.connectedComponentsWithStats(np.asarray(straight, np.uint8), connectivity=8)
        for x, y, length, thick, _ in stats[1:].tolist():
            if thick > settings.pale_pixels or taken[y : y + thick, x : x + length].any(axis=0).mean() > 0.5:
                continue
            line = _up_to_lines((x, x + length, y + thick / 2), across, horizontal, image, settings)
            if line is not None and _is_free(pale, x, y, length, thick, image, settings):
                found.append(line)
                _, start, end = line.way
                taken[max(y - 1, 0) : y + thick + 1, int(start) : int(end)] = 255
    return found


def _up_to_lines(
    way: tuple[float, float, float],
    across: Sequence[RuledLine],
    horizontal: bool,
    image: PageImage,
    settings: RuledLineSettings,
) -> RuledLine | None:
    """The line from one across it to another that it ends at; None where it ends in the open."""
    start, end, at = way
    slack = image.px(settings.line_break)
    places = []
    for one in across:
        place, low, high = one.way
        if low - slack <= at <= high + slack:
            places.append(place)
    first = min(places, key=lambda place: abs(place - start), default=None)
    last = min(places, key=lambda place: abs(place - end), default=None)
    if first is None or last is None or abs(first - start) > slack or abs(last - end) > slack or last <= first:
        return None
    return Way(at, first, last).ruled(1.0, horizontal)


def _is_free(
    pale: Mask, x: int, y: int, length: int, thick: int, image: PageImage, settings: RuledLineSettings
) -> bool:
    """Whether it is white along a line, above it or below it."""
    near, far = (image.px(value) for value in settings.beside_line)
    sides = (
        pale[max(y - far, 0) : max(y - near, 0), x : x + length],
        pale[y + thick + near : y + thick + far, x : x + length],
    )
    return min(float(side.any(axis=0).mean()) if side.size else 0.0 for side in sides) <= 1 - settings.white_beside_line
