"""Square stamps (公印, 回覧済) over print on a grey scan: paler than the print, in a frame that nothing goes on from.

Left as they are, their frames are ruled lines that split the rows they lie over. What is paler than print is taken off
within a frame that lies over some. A frame around print of one's own, and a cell of a table with grey lines, hold print
and nothing pale. Knows pixels; reads no text.
"""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.ocr.long_lines import long_lines
from kaigi_extract.ocr.page_image import MM, Mask, PageImage
from kaigi_extract.ocr.pen_strokes import wipe_piece
from kaigi_extract.ocr.settings import DEFAULT_OCR, FramedStampSettings

LOOK_DPI = 100.0
"""Dots an inch at which frames are looked for: their lines are more than a pixel wide."""

Box = tuple[int, int, int, int]
"""Left, top, width and height in pixels."""
Corners = NDArray[np.float64]
"""Four corners in order, x and y in pixels of the page image."""


@dataclass(frozen=True, slots=True)
class _Ink:
    """The dark ink of a page and the pale ink that is no edge of it, 0 or 1."""

    dark: Mask
    pale: Mask


def wipe_framed_stamps(image: PageImage, settings: FramedStampSettings = DEFAULT_OCR.framed_stamps) -> list[Box]:
    """Takes pale square stamps off a page image, in place, and tells where they were."""
    if image.dpi < LOOK_DPI:
        return []
    return [box for paler in settings.stamp_paler for box in _wipe_paler(image, paler, settings)]


def _wipe_paler(image: PageImage, paler: float, settings: FramedStampSettings) -> list[Box]:
    """Takes off the stamps that are so many levels lighter than print."""
    ink = _inks(image, paler, settings)
    if int(ink.pale.sum()) < settings.least_pale * image.px(1.0) ** 2:
        return []
    found = []
    both = ink.pale | ink.dark
    lines = long_lines(both, image, settings.beyond_stamps * settings.stamp_side[1])
    free = 1 - np.asarray(cv2.dilate(lines, np.ones((3, 3), np.uint8)), np.uint8)
    for corners in _frames(ink.pale & free, image, settings):
        if _is_stamp(corners, ink, image, settings):
            mask, box = _filled(corners, image, settings.stamp_rim)
            x, y, width, height = box
            wipe_piece(image, box, mask & ink.pale[y : y + height, x : x + width])
            found.append(box)
    return found


def _inks(image: PageImage, paler: float, settings: FramedStampSettings) -> _Ink:
    inked = image.grey[image.ink > 0]
    printed = float(np.percentile(inked, settings.stamped_percentile)) if inked.size else 0.0
    dark = (image.grey < printed + paler).astype(np.uint8)
    side = 2 * image.px(settings.stamped_edge) + 1
    near = cv2.dilate(dark, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side)))
    pale = ((image.grey < settings.stamp_lightness) & (near == 0)).astype(np.uint8)
    return _Ink(dark, pale)


def _frames(pale: Mask, image: PageImage, settings: FramedStampSettings) -> Iterator[Corners]:
    """The boxes of the pieces of pale ink that are as large as stamps, aslant as they are."""
    scale = LOOK_DPI / image.dpi
    small = cv2.resize(pale * 255, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) >= settings.pale_share * 255
    count, labels, boxes, _ = cv2.connectedComponentsWithStats(small.astype(np.uint8), connectivity=8)
    stroke = np.maximum(boxes[:, 2], boxes[:, 3]) >= settings.pale_stroke * LOOK_DPI / MM
    stroke[0] = False
    strokes = stroke[labels].astype(np.uint8) if count > 1 else np.zeros_like(pale)
    side = max(1, round(settings.stamp_crossing * LOOK_DPI / MM))
    joined = cv2.morphologyEx(strokes, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8))
    contours, _ = cv2.findContours(joined, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    least, most = (length * LOOK_DPI / MM for length in settings.stamp_side)
    for contour in contours:
        box = cv2.minAreaRect(contour)
        if least <= min(box[1]) and max(box[1]) <= most:
            yield (np.asarray(cv2.boxPoints(box), np.float64) + 0.5) / scale


def _is_stamp(corners: Corners, ink: _Ink, image: PageImage, settings: FramedStampSettings) -> bool:
    """Whether a box is framed by pale lines that end at its corners, and holds pale characters."""
    whole, box = _filled(corners, image, 0.0)
    x, y, width, height = box
    place = (slice(y, y + height), slice(x, x + width))
    edge = 4 * image.px(settings.frame_line) + 1
    inside = cv2.erode(whole, np.ones((edge, edge), np.uint8), borderValue=0) > 0
    if not inside.any() or float(ink.pale[place][inside].mean()) < settings.pale_inside:
        return False
    if int(ink.dark[place][whole > 0].sum()) < settings.least_print * image.px(1.0) ** 2:
        return False  # over nothing, it hides nothing, and is read as what is printed is
    sides = [(corners[k], corners[(k + 1) % 4]) for k in range(4)]
    if any(_inked(a, b, ink, image, settings) < settings.frame_share for a, b in sides):
        return False
    return not any(_goes_on(a, b, ink, image, settings) for a, b in [*sides, *((b, a) for a, b in sides)])


def _inked(a: Corners, b: Corners, ink: _Ink, image: PageImage, settings: FramedStampSettings) -> float:
    """Share of the way from one corner to the next that has ink, pale or that of print that it lies under; a little
    within the box, where an edge of print beside the frame made that larger."""
    way = (b - a) / max(float(np.hypot(*(b - a))), 1.0)
    inward = np.array([-way[1], way[0]]) * image.px(settings.frame_line)
    both = ink.pale | ink.dark
    return max(float(_beside_way(both, a + k * inward, b + k * inward, image, settings).mean()) for k in (0, 1, 2))


def _goes_on(a: Corners, b: Corners, ink: _Ink, image: PageImage, settings: FramedStampSettings) -> bool:
    """Whether a side goes on beyond its second corner."""
    way = (b - a) / max(float(np.hypot(*(b - a))), 1.0)
    near, far = (b + way * image.px(reach) for reach in settings.beyond_corner)
    return float(_beside_way(ink.pale, near, far, image, settings).mean()) > settings.goes_on_share


def _beside_way(
    ink: Mask, a: Corners, b: Corners, image: PageImage, settings: FramedStampSettings
) -> NDArray[np.bool_]:
    """Whether there is ink at each step from one point to another, or a little beside it."""
    count = max(2, round(float(np.hypot(*(b - a)))))
    way = (b - a) / max(float(np.hypot(*(b - a))), 1.0)
    aside = np.array([-way[1], way[0]])
    reach = image.px(settings.frame_line)
    steps = np.linspace(0.0, 1.0, count)[:, None, None] * (b - a) + a
    points = np.rint(steps + np.arange(-reach, reach + 1)[None, :, None] * aside).astype(np.intp)
    height, width = ink.shape
    xs, ys = np.clip(points[..., 0], 0, width - 1), np.clip(points[..., 1], 0, height - 1)
    return np.asarray(ink[ys, xs].any(axis=1), np.bool_)


def _filled(corners: Corners, image: PageImage, rim: float) -> tuple[Mask, Box]:
    """The pixels of a box and so many millimetres around it, and their own upright box on the page."""
    height, width = image.grey.shape
    grown = corners + np.sign(corners - corners.mean(axis=0)) * (image.px(rim) if rim else 0)
    left, top = np.maximum(np.floor(grown.min(axis=0)), 0).astype(int).tolist()
    right, bottom = (np.ceil(grown.max(axis=0)) + 1).astype(int).tolist()
    box = (left, top, min(right, width) - left, min(bottom, height) - top)
    mask = np.zeros((box[3], box[2]), np.uint8)
    cv2.fillPoly(mask, [np.rint(grown - (left, top)).astype(np.int32)], 1)
    return mask, box
