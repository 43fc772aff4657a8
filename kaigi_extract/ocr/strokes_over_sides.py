"""Strokes of a pen over the side of a table that are too short, or too bent, to be taken for ruled lines: the arms of a
brace, the shaft of an arrow.

Print stays within its cell. What touches a side from without, where something touches it from within at the same
height, is one stroke over it, and is followed both ways. Knows lines and pixels; reads no text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from kaigi_extract.ocr.broken_lines import RuledLine
from kaigi_extract.ocr.page_image import Mask, PageImage
from kaigi_extract.ocr.settings import DEFAULT_OCR, CrossingStrokeSettings
from kaigi_extract.ocr.stretches import stretches_of
from kaigi_extract.ocr.stroke_paths import Box, Gauge, Piece, follow_from, wipe_stroke

Ink = NDArray[np.bool_]


def wipe_strokes_over_sides(
    lines: Sequence[RuledLine],
    image: PageImage,
    mask: Mask,
    settings: CrossingStrokeSettings = DEFAULT_OCR.crossing_strokes,
) -> list[Box]:
    """Takes strokes over the outer sides of tables off a page image, in place, and tells where they were."""
    found: list[Box] = []
    levels = [line for line in lines if line.horizontal]
    for side in (line for line in lines if not line.horizontal):
        if not _is_outer(side, levels, image, settings):
            continue
        for pieces in list(_strokes(side, (image.ink & ~mask) > 0, image, settings)):
            box = wipe_stroke(image, mask, pieces, True)
            found += [] if box is None else [box]
    return found


def _is_outer(side: RuledLine, levels: Sequence[RuledLine], image: PageImage, settings: CrossingStrokeSettings) -> bool:
    """Whether level lines end at an upright one on one side of it, and none is on the other."""
    slack = image.px(settings.end_slack)
    met = [line for line in levels if side.y0 - slack <= line.y0 <= side.y1 + slack]
    before = sum(line.x0 < side.x0 - slack and line.x1 >= side.x0 - slack for line in met)
    behind = sum(line.x1 > side.x0 + slack and line.x0 <= side.x0 + slack for line in met)
    return max(before, behind) >= settings.lines_at_side and min(before, behind) == 0


def _strokes(side: RuledLine, ink: Ink, image: PageImage, settings: CrossingStrokeSettings) -> Iterator[list[Piece]]:
    """The strokes that touch a side on both faces."""
    gauge = Gauge(image.px(settings.thickest_stroke), image.px(settings.stroke_waver), image.px(settings.touches_side))
    reach, half = image.px(settings.touches_side), side.width / 2
    left, right = int(side.x0 - half), int(side.x0 + half) + 1
    rows = slice(int(side.y0) + reach, int(side.y1) - reach)
    before = ink[rows, max(left - reach, 0) : left].any(axis=1)
    behind = ink[rows, right : right + reach].any(axis=1)
    near = np.convolve(before, np.ones(2 * reach + 1), "same") > 0
    for start, end in stretches_of(np.asarray(behind & near, np.bool_)):
        at = rows.start + (start + end - 1) / 2
        there = list(follow_from(ink, at, range(right, ink.shape[1]), right + reach, gauge))
        back = list(follow_from(ink, at, range(left - 1, -1, -1), left - reach, gauge))
        if min(len(there), len(back)) >= image.px(settings.beyond_side) / 2:
            yield there + back
