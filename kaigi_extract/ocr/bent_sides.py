"""Sides of tables that lie too much aslant or bent to be ruled lines, as where a sheet was folded or bound.

The level lines of a table end at its side: where ink leads from the end of one to that of the next, all the way down,
there is a side, however it runs. It is drawn straight, and the level lines up to it. Knows lines and pixels; reads no
text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import cv2
import numpy as np

from kaigi_extract.ocr.broken_lines import RuledLine
from kaigi_extract.ocr.page_image import Mask, PageImage
from kaigi_extract.ocr.settings import DEFAULT_OCR, BentSideSettings


def add_bent_sides(
    lines: Sequence[RuledLine], image: PageImage, mask: Mask, settings: BentSideSettings = DEFAULT_OCR.bent_sides
) -> list[RuledLine]:
    """The ruled lines with the bent sides of tables among them; their ink is added to the mask."""
    found = list(lines)
    for at_end in (True, False):
        levels = sorted((line for line in found if line.horizontal), key=_height)
        uprights = [line for line in found if not line.horizontal]
        for side in list(_sides(levels, at_end, image, settings)):
            if any(_spans(upright, side, at_end, image, settings) for upright in uprights):
                continue
            ends = [_end(line, at_end) for line in side]
            x = max(ends) if at_end else min(ends)
            for one, other in pairwise(side):
                _take(one, other, at_end, image, mask, settings)
            found = [line for line in found if not _is_part(line, side, ends, image, settings)]
            found = [_up_to(line, x, at_end) if any(line is one for one in side) else line for line in found]
            found.append(RuledLine(x, side[0].y0, x, side[-1].y0, float(image.px(settings.side_width)), False))
    return found


def _height(line: RuledLine) -> float:
    return line.y0


def _end(line: RuledLine, at_end: bool) -> float:
    return line.x1 if at_end else line.x0


def _up_to(line: RuledLine, x: float, at_end: bool) -> RuledLine:
    return replace(line, x1=x) if at_end else replace(line, x0=x)


def _sides(
    levels: Sequence[RuledLine], at_end: bool, image: PageImage, settings: BentSideSettings
) -> Iterator[list[RuledLine]]:
    """Level lines, from the top down, from the end of each of which ink leads to that of the next."""
    rest = list(levels)
    while rest:
        side = [rest.pop(0)]
        for line in list(rest):
            if _leads(side[-1], line, at_end, image, settings):
                side.append(line)
                rest = [one for one in rest if one is not line]
        ends = [_end(line, at_end) for line in side]
        bent = image.px(settings.least_side_bend) < max(ends) - min(ends) <= image.px(settings.most_side_bend)
        if len(side) >= settings.least_levels and bent:
            yield side


def _leads(one: RuledLine, other: RuledLine, at_end: bool, image: PageImage, settings: BentSideSettings) -> bool:
    """Whether ink leads from the end of a level line down to that of another."""
    x0, x1 = _end(one, at_end), _end(other, at_end)
    if other.y0 - one.y0 < image.px(settings.least_step) or abs(x1 - x0) > settings.side_steepest * (other.y0 - one.y0):
        return False
    way = _way(one, other, at_end, image, settings)
    inked = (image.grey[way] < settings.side_lightness).any(axis=1)
    return float(inked.mean()) >= settings.side_share


def _way(
    one: RuledLine, other: RuledLine, at_end: bool, image: PageImage, settings: BentSideSettings
) -> tuple[np.ndarray, np.ndarray]:
    """The rows and columns of the pixels on the way between two ends, and a little beside it: one row for each step."""
    ys = np.arange(int(one.y0), int(other.y0) + 1)
    share = (ys - one.y0) / max(other.y0 - one.y0, 1.0)
    xs = _end(one, at_end) + share * (_end(other, at_end) - _end(one, at_end))
    reach = image.px(settings.side_slack)
    columns = np.rint(xs[:, None]).astype(np.intp) + np.arange(-reach, reach + 1)[None, :]
    height, width = image.ink.shape
    return np.clip(ys, 0, height - 1)[:, None], np.clip(columns, 0, width - 1)


def _take(
    one: RuledLine, other: RuledLine, at_end: bool, image: PageImage, mask: Mask, settings: BentSideSettings
) -> None:
    """Adds the ink of the way between two ends to the mask."""
    way = _way(one, other, at_end, image, settings)
    taken = np.zeros_like(mask)
    taken[way] = np.where(image.grey[way] < settings.side_lightness, 255, 0)
    mask |= np.asarray(cv2.dilate(taken, np.ones((1, 3), np.uint8)), np.uint8)


def _spans(
    upright: RuledLine, side: Sequence[RuledLine], at_end: bool, image: PageImage, settings: BentSideSettings
) -> bool:
    """Whether a ruled line goes all the way down a side by itself."""
    reach = image.px(settings.side_slack)
    met = [
        line
        for line in side
        if abs(_end(line, at_end) - upright.x0) <= 2 * reach and upright.y0 - reach <= line.y0 <= upright.y1 + reach
    ]
    return len(met) == len(side)


def _is_part(
    line: RuledLine, side: Sequence[RuledLine], ends: Sequence[float], image: PageImage, settings: BentSideSettings
) -> bool:
    """Whether a ruled line is a piece of a side that was found in another way."""
    reach = image.px(settings.side_slack)
    if line.horizontal or not min(ends) - reach <= line.x0 <= max(ends) + reach:
        return False
    return side[0].y0 - reach <= line.y0 and line.y1 <= side[-1].y0 + reach
