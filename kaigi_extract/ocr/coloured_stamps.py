"""Stamps in colour (公印, 認印, 受付印) on a scan in colour: their ink is told from black print under it by its colour.

Inks darken what they lie on by shares that multiply. So the darkness of a pixel, as a logarithm for each of the three
channels, is so much of the stamp's colour and so much of black: the black is what is printed, and is kept. Only what is
framed as a stamp is, all round, is taken for one, and what is red and hangs together as a worn seal does; characters
and ruled lines that are printed in colour stay. Knows pixels only; reads no text.
"""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.ocr.settings import DEFAULT_OCR, ColouredStampSettings

MM = 25.4
"""Millimetres in an inch."""
LOOK_DPI = 100.0
"""Dots an inch at which stamps are looked for: their lines are more than a pixel wide."""
LEAST_BLACK = 4
"""Levels (0 to 255) of a ground and of ink at least: the logarithm of zero is none."""

Grey = NDArray[np.uint8]
Curve = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class _Look:
    """A page as small as stamps are looked for in: what is coloured, what is red, and more, 0 or 1."""

    coloured: Grey
    red: Grey
    near: Grey
    """What is coloured or beside it."""
    near_ink: Grey
    """What is ink or beside it."""

    def px(self, mm: float) -> int:
        """Pixels of a length; at least one."""
        return max(1, round(mm * LOOK_DPI / MM))


def lift_coloured_stamps(
    colour: NDArray[np.uint8], grey: Grey, dpi: float, settings: ColouredStampSettings = DEFAULT_OCR.coloured_stamps
) -> None:
    """Makes coloured stamps as light as their ground, in place, in the grey picture of a page in colour."""
    red, green, blue = cv2.split(colour)
    spread = np.asarray(cv2.subtract(cv2.max(cv2.max(red, green), blue), cv2.min(cv2.min(red, green), blue)), np.uint8)
    strong = (spread > settings.stamp_colour).view(np.uint8)
    if not strong.any():
        return
    is_red = (cv2.subtract(red, cv2.max(green, blue)) > settings.stamp_colour).view(np.uint8)
    scale = min(1.0, LOOK_DPI / dpi)
    seen, redder = (_small(mask, scale, settings.coloured_share) for mask in (strong, is_red))
    pale = _small((spread > settings.stamp_pale_colour).view(np.uint8), scale, settings.coloured_share)
    reach = 2 * max(1, round(settings.stamp_patch * LOOK_DPI / MM)) + 1
    near = np.asarray(cv2.dilate(seen, np.ones((reach, reach), np.uint8)), np.uint8)
    coloured, ink = pale & near, _dark(grey, scale, settings)
    side = 2 * max(1, round(settings.stamp_line * LOOK_DPI / MM)) + 1
    beside = [np.asarray(cv2.dilate(mask, np.ones((side, side), np.uint8)), np.uint8) for mask in (coloured, ink)]
    look = _Look(coloured, redder, *beside)
    for outline in _outlines(look, settings):
        _lift(colour, grey, strong, np.rint(outline / scale).astype(np.int32), dpi, settings)


def _small(mask: Grey, scale: float, share: float) -> Grey:
    """A picture of 0 and 1 made smaller: 1 where so much of a pixel is."""
    small = cv2.resize(mask * 255, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return (np.asarray(small) >= share * 255).astype(np.uint8)


def _dark(grey: Grey, scale: float, settings: ColouredStampSettings) -> Grey:
    """What is ink of any colour, 0 or 1."""
    small = np.asarray(cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
    return (small < settings.over_ink * float(np.median(small))).astype(np.uint8)


def _outlines(look: _Look, settings: ColouredStampSettings) -> Iterator[Curve]:
    """The convex outlines of what may be stamps: print that a stamp lies over parts it into pieces."""
    least, most = look.px(settings.coloured_stamp[0]), look.px(settings.coloured_stamp[1])
    taken = np.zeros_like(look.coloured)
    for gap in settings.stamp_gaps:
        side = look.px(gap)
        kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
        joined = cv2.morphologyEx(look.coloured & (1 - taken), cv2.MORPH_CLOSE, kernel)
        contours, _ = cv2.findContours(joined, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
        for contour in contours:
            breadth, length = sorted(cv2.minAreaRect(contour)[1])
            if breadth < least or length > most or length > settings.longest_stamp * breadth:
                continue
            outline = np.asarray(cv2.convexHull(contour), np.int32)
            worn = gap == settings.stamp_gaps[-1] and length < settings.longest_worn * breadth
            if _is_framed(outline, look, settings, worn=worn):
                cv2.drawContours(taken, [outline], -1, 1, look.px(settings.stamp_edge))
                cv2.drawContours(taken, [outline], -1, 1, -1)
                yield outline


def _is_framed(outline: Curve, look: _Look, settings: ColouredStampSettings, *, worn: bool) -> bool:
    """Whether a line runs all along an outline, coloured but where print hides it, and what is within is not filled; a
    `worn` one that is red needs no whole line."""
    drawn = np.zeros_like(look.coloured)
    cv2.drawContours(drawn, [outline], -1, 1, 1)
    within = np.zeros_like(look.coloured)
    cv2.drawContours(within, [outline], -1, 1, -1)
    if float(look.coloured[within > 0].mean()) > settings.stamp_filled:
        return False
    if worn and float(look.red[within > 0].sum()) >= settings.all_red * float(look.coloured[within > 0].sum()):
        return True
    coloured = look.near[drawn > 0] > 0
    whole = coloured | (look.near_ink[drawn > 0] > 0)
    return float(coloured.mean()) >= settings.coloured_frame and float(whole.mean()) >= settings.whole_frame


def _lift(
    colour: NDArray[np.uint8], grey: Grey, strong: Grey, outline: Curve, dpi: float, settings: ColouredStampSettings
) -> None:
    """Takes the colour of a stamp off the grey picture within its outline and a little around it."""
    rim = max(1, round(settings.stamp_edge * dpi / MM))
    x, y, width, height = cv2.boundingRect(outline)
    left, top = max(x - rim, 0), max(y - rim, 0)
    place = (slice(top, y + height + rim), slice(left, x + width + rim))
    pixels = colour[place].reshape(-1, 3).astype(np.float32)
    inked = strong[place].ravel() > 0
    if not inked.any():
        return
    ground = np.maximum(np.percentile(pixels[~inked], settings.stamp_ground, axis=0), LEAST_BLACK)
    darkness = np.log(ground) - np.log(np.maximum(pixels, LEAST_BLACK))
    own = np.median(darkness[inked], axis=0)
    mixed = np.stack([own, np.ones(3)], axis=1).astype(np.float32)
    shares = np.maximum(darkness @ np.linalg.pinv(mixed).T, 0.0)
    black = (np.exp(-shares[:, 1]) * float(np.median(ground))).reshape(grey[place].shape)
    region = np.zeros(grey[place].shape, np.uint8)
    cv2.drawContours(region, [outline - np.array([left, top])], -1, 1, -1)
    cv2.drawContours(region, [outline - np.array([left, top])], -1, 1, 2 * rim)
    lifted = np.minimum(np.maximum(grey[place], black), 255).astype(np.uint8)
    grey[place] = np.where(region > 0, lifted, grey[place])
