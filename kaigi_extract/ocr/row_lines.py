"""Ruled lines as long as a row is high, or a column wide: from one ruled line to the next one and no further.

By themselves these are as short as strokes of characters, or have as few dashes as a row of dots; but no character
reaches from one ruled line to the next. Knows lines and pixels; reads no text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

import cv2
import numpy as np
from numpy.typing import NDArray

from kaigi_extract.ocr.broken_lines import RuledLine
from kaigi_extract.ocr.page_image import Mask, PageImage
from kaigi_extract.ocr.settings import DEFAULT_OCR, RuledLineSettings
from kaigi_extract.ocr.stretches import stretches_of

Ink = NDArray[np.bool_]


def row_lines(
    lines: Sequence[RuledLine],
    image: PageImage,
    mask: Mask,
    horizontal: bool,
    settings: RuledLineSettings = DEFAULT_OCR.ruled_lines,
) -> list[RuledLine]:
    """The ruled lines in one direction that lead from one of `lines` across them to the next one; their ink is added to
    the mask."""
    ink, taken = (image.ink.T, mask.T) if horizontal else (image.ink, mask)
    across = sorted((_turned(line) if horizontal else line for line in lines if line.horizontal != horizontal), key=_at)
    along = [_turned(line) if horizontal else line for line in lines if line.horizontal == horizontal]
    found = []
    for upper, lower in _neighbours(across, image, settings):
        x0, x1 = int(max(upper.x0, lower.x0)), int(min(upper.x1, lower.x1))
        y0, y1 = int(upper.y0 + upper.width / 2) + 1, int(lower.y0 - lower.width / 2)
        band = ink[y0:y1, x0:x1] > 0
        for start, end in _uprights(band, image, settings):
            x = x0 + (start + end) / 2
            if any(
                abs(one.x0 - x) <= image.px(settings.line_bend) + (end - start) / 2 for one in _there(along, y0, y1)
            ):
                continue
            place = (slice(y0, y1), slice(x0 + start, x0 + end))
            taken[place] |= np.where(ink[place] > 0, 255, 0).astype(np.uint8)
            line = RuledLine(x, upper.y0, x, lower.y0, float(end - start), False)
            found.append(_turned(line) if horizontal else line)
    return found


def _at(line: RuledLine) -> float:
    return line.y0


def _turned(line: RuledLine) -> RuledLine:
    """The line with x for y."""
    return RuledLine(line.y0, line.x0, line.y1, line.x1, line.width, not line.horizontal)


def _there(along: Sequence[RuledLine], y0: int, y1: int) -> Iterator[RuledLine]:
    """The lines down the page that pass between two heights."""
    return (one for one in along if one.y0 <= (y0 + y1) / 2 <= one.y1)


def _neighbours(
    across: Sequence[RuledLine], image: PageImage, settings: RuledLineSettings
) -> Iterator[tuple[RuledLine, RuledLine]]:
    """Level lines with the next one below them that is over or under the same stretch, a row apart."""
    least, most = image.px(settings.lowest_row), image.px(settings.highest_row)
    for k, upper in enumerate(across):
        for lower in across[k + 1 :]:
            if min(upper.x1, lower.x1) - max(upper.x0, lower.x0) < least:
                continue
            if least <= lower.y0 - upper.y0 <= most:
                yield upper, lower
            if lower.y0 - upper.y0 >= least:
                break


def _uprights(band: Ink, image: PageImage, settings: RuledLineSettings) -> Iterator[tuple[int, int]]:
    """Where in a row thin ink leads from its upper line to its lower one."""
    if not band.size:
        return
    bent = cv2.dilate(band.astype(np.uint8), np.ones((1, 3), np.uint8)) > 0
    inked = np.flatnonzero(bent.mean(axis=0) >= settings.dashed_share)
    leads = [int(x) for x in inked if _is_solid(bent[:, x], image, settings) or _is_dashed(bent[:, x], image, settings)]
    for group in np.split(np.array(leads, np.intp), np.flatnonzero(np.diff(leads) > 1) + 1) if leads else []:
        start, end = int(group[0]), int(group[-1]) + 1
        is_solid = any(_is_solid(bent[:, x], image, settings) for x in group)
        white = sum(_is_white(side, settings) for side in _sides(band, start, end, image, settings))
        if end - start <= image.px(settings.thickest_line) and white >= (1 if is_solid else 2):
            yield start, end


def _is_solid(column: Ink, image: PageImage, settings: RuledLineSettings) -> bool:
    """Whether ink leads all the way, in a row that is lower than a line that needs no other to be one."""
    return len(column) <= image.px(settings.shortest_line) and max(_gaps(column)) <= image.px(settings.row_gap)


def _is_dashed(column: Ink, image: PageImage, settings: RuledLineSettings) -> bool:
    """Whether dashes lead all the way, evenly: strokes of characters in the lines of a cell do not."""
    gaps = _gaps(column)
    inner = [gap for gap in gaps[1:-1] if gap]
    if max(gaps) > image.px(settings.dash_space) or len(inner) < settings.row_dashes - 1:
        return False
    dashes = [end - start for start, end in stretches_of(column)]
    return _are_even(gaps, inner, settings) and _are_even(dashes, dashes, settings)


def _are_even(lengths: Sequence[int], usual: Sequence[int], settings: RuledLineSettings) -> bool:
    """Whether no length is far above the middle one of the usual ones; a pixel is lost or won at each end."""
    return max(lengths) <= settings.row_evenness * median(usual) + 1


def _gaps(column: Ink) -> list[int]:
    """Pixels of the white before, between and after those of a column that are inked."""
    there = np.concatenate(([-1], np.flatnonzero(column), [len(column)]))
    return [int(b - a) - 1 for a, b in pairwise(there)]


def _sides(band: Ink, start: int, end: int, image: PageImage, settings: RuledLineSettings) -> tuple[Ink, Ink]:
    """What is left and right of a line from one column to another, a little beside it."""
    near, far = image.px(settings.beside_line[0]), image.px(settings.beside_line[1])
    return band[:, max(start - far, 0) : max(start - near, 0)], band[:, end + near : end + far]


def _is_white(side: Ink, settings: RuledLineSettings) -> bool:
    return float(side.any(axis=1).mean()) <= 1 - settings.white_beside_line
