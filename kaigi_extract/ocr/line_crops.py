"""Line crops: what an engine is given. One line black on white, with no ruled line and no neighbour in it."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.ocr.line_segmentation import LineBox
from kaigi_extract.ocr.page_image import Grey, Mask, PageImage
from kaigi_extract.ocr.settings import DEFAULT_OCR, CropSettings
from kaigi_extract.ocr.vertical_crops import lay_down
from kaigi_extract.ocr.vertical_settings import VerticalWritingSettings


@dataclass(slots=True)
class LineCrop:
    """A line's picture, and how a place in it is one on the page."""

    grey: Grey
    x0: float
    """The page's x of its left edge; of a 縦書き line 0."""
    characters: tuple[tuple[int, int], ...] = ()
    """Of a 縦書き line, whose characters are side by side in the crop: where each is on the page."""
    pitch: float = 0.0
    """Of such a line: pixels from character to character in the crop."""
    turned: frozenset[int] = frozenset()
    """Of such a line: which characters are shaped like signs that lie on their side in a column."""


def cut_crop(
    image: PageImage,
    ruled: Mask,
    box: LineBox,
    em: float,
    margin: float,
    settings: CropSettings = DEFAULT_OCR.crops,
    vertical: VerticalWritingSettings = DEFAULT_OCR.vertical,
) -> LineCrop:
    """The crop of a line with `margin` ems of white around it; `em` is the page's, in pixels."""
    edge = settings.ink_edge
    if box.characters:
        pad = max(edge, round(margin * em))
        laid = lay_down(image, ruled, box, em, pad, edge, vertical)
        return LineCrop(laid.grey, -float(pad), box.characters, float(laid.pitch), laid.turned)
    pad = max(edge, round(margin * em))
    lift = max(0, round((em - (box.y1 - box.y0)) / 2))  # a line of ー or 、alone is as high as others
    box = replace(box, x1=_end(image, ruled, box, em, settings))
    canvas = np.full((box.y1 - box.y0 + 2 * (pad + lift), box.x1 - box.x0 + 2 * pad), 255, np.uint8)
    _paste(canvas, image, ruled, box, (pad, pad + lift), edge)
    return LineCrop(canvas, float(box.x0 - pad))


def _end(image: PageImage, ruled: Mask, box: LineBox, em: float, settings: CropSettings) -> int:
    """Where the crop of a line ends: a little after its ink, but before the next ruled line or ink as high as
    characters."""
    ahead = (slice(box.y0, box.y1), slice(box.x1, box.x1 + round(settings.look_after * em)))
    inked = (image.ink[ahead] > 0).sum(axis=0)
    stops = np.flatnonzero(ruled[ahead].any(axis=0) | (inked > settings.mark_height * em))
    return box.x1 + (int(stops[0]) if len(stops) else len(inked))


def _paste(canvas: Grey, image: PageImage, ruled: Mask, box: LineBox, place: tuple[int, int], edge: int) -> None:
    """Puts the ink of a box, with its grey edge, on white: its left upper corner at `place`."""
    height, width = image.grey.shape
    x0, y0, x1, y1 = max(box.x0 - edge, 0), max(box.y0 - edge, 0), min(box.x1 + edge, width), min(box.y1 + edge, height)
    ink = np.where(ruled[y0:y1, x0:x1] > 0, 255, image.grey[y0:y1, x0:x1]).astype(np.uint8)
    left, top = place[0] - (box.x0 - x0), place[1] - (box.y0 - y0)
    canvas[top : top + y1 - y0, left : left + x1 - x0] = ink


def column_darkness(crop: LineCrop) -> Grey:
    """How dark each column of pixels is, 0 (only white) to 255."""
    columns: Grey = np.asarray(cv2.reduce(255 - crop.grey, 0, cv2.REDUCE_MAX), np.uint8)[0]
    return columns
