"""The picture of a page made ready to be read: grey, evenly lit, straight, with its ink told from what is white.

Knows pixels only. May import OpenCV and numpy; reads no text.
"""

from __future__ import annotations

from functools import partial
from typing import Any, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.ocr.coloured_stamps import lift_coloured_stamps
from kaigi_extract.ocr.dark_blocks import has_black_print, is_negative, turn_dark_blocks
from kaigi_extract.ocr.dots import wipe_dots
from kaigi_extract.ocr.faint_ink import strengthen_faint_ink
from kaigi_extract.ocr.highlights import with_highlights
from kaigi_extract.ocr.settings import DEFAULT_OCR, DarkBlockSettings, OcrSettings, PageImageSettings
from kaigi_extract.ocr.sheet_marks import wipe_sheet_marks
from kaigi_extract.ocr.streaks import lift_streaks
from kaigi_extract.source import Pixels

Grey: TypeAlias = NDArray[np.uint8]
"""Rows of pixels, 0 black to 255 white."""
Mask: TypeAlias = NDArray[np.uint8]
"""Rows of pixels, 255 where something is, else 0."""

MM = 25.4
"""Millimetres in an inch."""
BACKGROUND_DPI = 50
"""Dots an inch at which the light on the page is measured."""
SKEW_STEPS = (0.2, 0.1, 0.02)
"""Degrees. 0.02 is a tenth of a millimetre over the width of a page; a quarter of a degree beside the page's own angle,
long lines part no more sharply than on the other side of none."""
SKEW_DPI = 100
"""Dots an inch at which the angle is measured."""
SKEW_POINTS = 60_000
"""Dark pixels that the angle is measured on."""
ONE_LINE = 4
"""Rows of pixels above and below the sharpest one that are of the same line."""
ONE_LINE_SHARE = 0.4
"""Share of the sharpness from which on a single line has decided on the angle, which may be drawn by hand: of forms and
of text it has 0.3 at most."""
SHARPER = 1.5
"""Times as sharply that all rows but those must part at another angle for that to be the page's."""


@dataclass(slots=True)
class PageImage:
    """One page ready to be read, upright and straight."""

    grey: Grey
    ink: Mask
    dpi: float
    turn: int
    """Degrees clockwise that the page as displayed was turned by."""
    skew: float
    """Degrees clockwise that it lay askew by."""

    def px(self, mm: float) -> int:
        """Pixels of a length; at least one."""
        return pixels(mm, self.dpi)


def pixels(mm: float, dpi: float) -> int:
    """Pixels of a length in millimetres; at least one."""
    return max(1, round(mm * dpi / MM))


def even_grey(picture: Pixels, dpi: float, settings: OcrSettings = DEFAULT_OCR, *, bilevel: bool = False) -> Grey:
    """The picture in grey, its ground made white, white on black turned; coloured stamps, punch holes and what lay
    beside the sheet are taken off. `bilevel` says that its file knows only black and white."""
    numbers = settings.page_image
    colour = np.frombuffer(picture.data, np.uint8).reshape(picture.height, picture.width, 3)
    grey = np.asarray(cv2.cvtColor(colour, cv2.COLOR_RGB2GRAY), np.uint8)
    if is_negative(grey, dpi, settings.dark_blocks):
        colour, grey = 255 - colour, 255 - grey
    lift_coloured_stamps(colour, grey, dpi, settings.coloured_stamps)
    wipe_sheet_marks(grey, dpi, settings.sheet_marks)
    lift_streaks(grey, dpi, settings.streaks)
    soft = grey
    if wipe_dots(grey, dpi, settings.dots, bilevel=bilevel or _is_bilevel(grey, numbers.grey_share)):
        soft = np.asarray(cv2.GaussianBlur(grey, (0, 0), numbers.halftone_blur * dpi / MM), np.uint8)
    ground = _ground(soft, dpi, numbers.ground_detail)
    even = np.asarray(cv2.divide(soft, with_highlights(soft, ground, dpi, settings.highlights), scale=255), np.uint8)
    dark = _without_print(ground < numbers.dark_ground, soft, settings.dark_blocks)
    if dark.any():
        light = cv2.divide(cv2.subtract(soft, ground), cv2.subtract(np.full_like(ground, 255), ground), scale=255)
        even[dark] = 255 - np.asarray(light)[dark]
    turn_dark_blocks(soft, even, dpi, settings.dark_blocks)
    return strengthen_faint_ink(even, dpi, settings.faint_ink)


def _without_print(dark: NDArray[np.bool_], grey: Grey, settings: DarkBlockSettings) -> NDArray[np.bool_]:
    """Dark ground except where it has black print on it, as under a marker: that is read as it is."""
    if not dark.any():
        return dark
    count, labels, boxes, _ = cv2.connectedComponentsWithStats(dark.astype(np.uint8), connectivity=8)
    white_on_black = np.zeros(count, np.bool_)
    for label in range(1, count):
        x, y, width, height, _area = (int(value) for value in boxes[label])
        place = (slice(y, y + height), slice(x, x + width))
        white_on_black[label] = not has_black_print(grey[place][labels[place] == label], settings)
    return np.asarray(white_on_black[labels], np.bool_)


def make_page_image(
    even: Grey,
    dpi: float,
    turn: int,
    settings: PageImageSettings = DEFAULT_OCR.page_image,
    skew: float | None = None,
) -> PageImage:
    """The image of an evened page, turned clockwise by a multiple of 90 degrees and set straight: by its lines, or by
    `skew` where that is known otherwise."""
    grey = np.ascontiguousarray(np.rot90(even, -turn // 90)) if turn else even
    level = ink_level(grey, settings)
    if skew is None:
        skew = find_skew(grey < level, dpi, settings.largest_skew)
    if abs(skew) > settings.least_skew:
        height, width = grey.shape
        matrix = cv2.getRotationMatrix2D((width / 2, height / 2), skew, 1.0)
        bent = cv2.warpAffine(grey, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=255)
        grey = np.asarray(bent, np.uint8)
    else:
        skew = 0.0
    ink = np.where(grey < level, 255, 0).astype(np.uint8)
    return PageImage(grey, ink, dpi, turn, skew)


def ink_level(even: Grey, settings: PageImageSettings = DEFAULT_OCR.page_image) -> int:
    """The lightness below which a pixel is ink."""
    counts = np.cumsum(cv2.calcHist([even], [0], None, [256], [0, 256]).ravel())
    darkest = int(np.searchsorted(counts, even.size * settings.darkest_share))
    return min(max((255 + darkest) // 2, settings.least_ink_level), settings.greatest_ink_level)


def find_skew(ink: NDArray[np.bool_], dpi: float, largest: float = DEFAULT_OCR.page_image.largest_skew) -> float:
    """Degrees clockwise, `largest` at most, of skew: the angle at which rows of ink part most sharply."""
    k = max(1, round(dpi / SKEW_DPI))
    ys, xs = np.nonzero(ink[::k, ::k])
    if len(ys) > SKEW_POINTS:
        some = np.linspace(0, len(ys) - 1, SKEW_POINTS).astype(np.intp)
        ys, xs = ys[some], xs[some]
    if not len(ys):
        return 0.0
    best = _sharpest(ys, xs, largest)
    rows = _rows(ys, xs, best)
    parts = np.diff(np.bincount(rows).astype(np.float64)) ** 2
    at = int(parts.argmax()) if len(parts) else 0
    if parts[max(at - ONE_LINE, 0) : at + ONE_LINE + 1].sum() > ONE_LINE_SHARE * parts.sum():
        others = np.abs(rows - at) > ONE_LINE
        ys, xs = ys[others], xs[others]
        rest = _sharpest(ys, xs, largest) if len(ys) else best
        if _sharpness(ys, xs, rest) > SHARPER * _sharpness(ys, xs, best):
            best = rest
    return round(best, 2)


def _sharpest(ys: NDArray[Any], xs: NDArray[Any], largest: float) -> float:
    """The angle at which rows part most sharply."""
    best, reach = 0.0, largest
    for step in SKEW_STEPS:
        best = float(max(np.arange(best - reach, best + reach + step / 2, step), key=partial(_sharpness, ys, xs)))
        reach = step
    return best


def _sharpness(ys: NDArray[Any], xs: NDArray[Any], angle: float) -> float:
    """How sharply rows part at an angle."""
    return float((np.diff(np.bincount(_rows(ys, xs, angle)).astype(np.float64)) ** 2).sum())


def _rows(ys: NDArray[Any], xs: NDArray[Any], angle: float) -> NDArray[np.intp]:
    """The row of each pixel at an angle, the first of them 0."""
    rows = np.rint(ys - xs * np.tan(np.radians(angle))).astype(np.intp)
    return np.asarray(rows - rows.min() if len(rows) else rows, np.intp)


def _is_bilevel(grey: Grey, share: float) -> bool:
    """Whether there is hardly a pixel between black and white, as from a fax or a scanner set to text."""
    counts = np.bincount(grey.ravel(), minlength=256)
    return float(counts[32:224].sum()) < share * grey.size


def _ground(grey: Grey, dpi: float, detail: float) -> Grey:
    """The lightness of the ground, white or shaded, at every pixel."""
    scale = min(1.0, BACKGROUND_DPI / dpi)
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    side = pixels(detail, dpi * scale)
    kernel = cv2.getStructuringElement(cv2.MORPH_RECT, (side, side))
    small = cv2.morphologyEx(small, cv2.MORPH_CLOSE, kernel, borderType=cv2.BORDER_REPLICATE)
    small = cv2.medianBlur(small, 5)
    height, width = grey.shape
    return np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)
