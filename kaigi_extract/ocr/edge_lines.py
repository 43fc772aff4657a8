"""Lines that run off the picture: the edge of the sheet and of those beneath it, streaks of dirty glass.

No line of a form reaches the edge of its sheet. Where many do, or where others end at one, the picture is a part of a
page that was cut out, and they stay. Knows lines and pixels; reads no text.
"""

from __future__ import annotations

import numpy as np

from kaigi_extract.ocr.broken_lines import RuledLine
from kaigi_extract.ocr.page_image import Mask, PageImage
from kaigi_extract.ocr.pen_strokes import wipe_piece
from kaigi_extract.ocr.settings import DEFAULT_OCR, EdgeLineSettings

Box = tuple[int, int, int, int]
"""Left, top, width and height in pixels."""


def wipe_edge_lines(
    lines: list[RuledLine], image: PageImage, mask: Mask, settings: EdgeLineSettings = DEFAULT_OCR.edge_lines
) -> tuple[list[RuledLine], list[Box]]:
    """The ruled lines without those that run off the picture, and where these were. They are taken off the page image
    and the mask, in place."""
    leaving = [line for line in lines if _leaves(line, image, settings)]
    if not leaving or len(leaving) > settings.most_leaving:
        return lines, []
    inner = [line for line in lines if all(line is not one for one in leaving)]
    ends = [sum(_ends_at(one, line, image, settings) for one in inner) for line in leaving]
    wiped = [line for line, count in zip(leaving, ends, strict=True) if count < settings.ends_at_side]
    boxes = [_box(line, image, settings) for line in wiped]
    for line, box in zip(wiped, boxes, strict=True):
        x, y, width, height = box
        mask[y : y + height, x : x + width] = 0
        wipe_piece(image, box, _own_ink(image, box, line.horizontal))
    return [line for line in lines if all(line is not one for one in wiped)], boxes


def _leaves(line: RuledLine, image: PageImage, settings: EdgeLineSettings) -> bool:
    """Whether a line is long and reaches the edge of the picture."""
    height, width = image.grey.shape
    start, end, side = (line.x0, line.x1, width) if line.horizontal else (line.y0, line.y1, height)
    reach = image.px(settings.off_edge)
    return end - start >= settings.leaving_share * side and (start <= reach or end >= side - reach)


def _ends_at(one: RuledLine, line: RuledLine, image: PageImage, settings: EdgeLineSettings) -> bool:
    """Whether a line across another ends at it."""
    if one.horizontal == line.horizontal:
        return False
    at, low, high = line.way
    place, start, end = one.way
    return low <= place <= high and min(abs(start - at), abs(end - at)) <= image.px(settings.end_meets)


def _box(line: RuledLine, image: PageImage, settings: EdgeLineSettings) -> Box:
    """The box of a line with its edges."""
    half = line.width / 2 + image.px(settings.streak_rim)
    across, down = (0.0, half) if line.horizontal else (half, 0.0)
    x, y = max(int(line.x0 - across), 0), max(int(line.y0 - down), 0)
    return x, y, int(line.x1 + across) + 1 - x, int(line.y1 + down) + 1 - y


def _own_ink(image: PageImage, box: Box, horizontal: bool) -> Mask:
    """The ink in the box of a line, except where that of something else goes through it."""
    x, y, width, height = (box[k] for k in ((1, 0, 3, 2) if horizontal else (0, 1, 2, 3)))
    ink = (image.ink.T if horizontal else image.ink)[y : y + height]
    beside = ink[:, [max(x - 1, 0), min(x + width, ink.shape[1] - 1)]].any(axis=1)
    crossed = np.convolve(beside, np.ones(3), "same") > 0
    own = (ink[:, x : x + width] > 0) & ~crossed[:, None]
    return np.ascontiguousarray(own.T if horizontal else own).astype(np.uint8)
