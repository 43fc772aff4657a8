"""Rules from pixels: the straight lines of tables and frames on a sheet, solid, dashed or dotted. Reads no text."""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from kaigi_extract.ocr.page_image import Mask, Sheet

SHORTEST = 7.0
"""Millimetres. Strokes of letters are shorter; so are the sides of boxes to tick, which are letters here."""
THICKEST = 1.2
"""Millimetres. What is thicker is shading or a bar."""
BREAK = 1.0
"""Millimetres that a rule may be broken for by a faint copy or bent by a curled page."""
ASIDE = 0.5
"""Millimetres that a rule may stray from its line where the page curled under the glass."""
FRINGE = 0.4
"""Millimetres that the edge of a rule stands out where it is rough."""
LEADS = 0.85
"""Part of the way between two rules that must be inked for a third to lead from one to the other; a line of text has
more gaps at any height."""
FAINT = 215
"""Lightness (0-255) that a faint rule may have here."""
SOLID = (BREAK, 0.6)
"""Millimetres of the longest gap in a faint rule, and the part of it that is there: text is less evenly inked..."""
BROKEN = (1.8, 0.3)
"""...and of a dashed one, which loses a dash where another rule crosses it."""
BLUR = 0.12
"""Millimetres of grey along a rule that are wiped off with it."""
DASH = 6.0
"""Millimetres. The longest dash of a dashed rule."""
FINE = 0.7
"""Millimetres. The greatest thickness of a dash or dot."""
DASH_GAP = 1.3
"""Millimetres between dashes."""
DASHES = 6
"""The least number of dashes that make a rule; ……… in a table of contents has as many, but is no longer than..."""
DASHED = 15.0
"""...millimetres; a dashed rule is longer."""


@dataclass(slots=True)
class Stroke:
    """A rule in pixels of its sheet."""

    x0: float
    y0: float
    x1: float
    y1: float
    width: float
    horizontal: bool


@dataclass(slots=True)
class Ruling:
    """All rules of a sheet, and the pixels that they take."""

    strokes: list[Stroke]
    mask: Mask


def find_rules(sheet: Sheet) -> Ruling:
    """The rules of a sheet."""
    strokes: list[Stroke] = []
    mask = np.zeros_like(sheet.ink)
    for horizontal in (True, False):
        solid, pixels = _solid(sheet, horizontal)
        strokes += _whole(solid, pixels, sheet, horizontal, SOLID)
        mask |= _widened(pixels, sheet, horizontal)
    strokes = [_reaching(stroke, strokes, sheet, mask) for stroke in strokes]
    rest = _Pieces(sheet.ink & ~mask)
    mask |= rest.those(rest.touching(mask) & (rest.breadth <= sheet.px(FRINGE)))
    for horizontal in (True, False):
        dashed, pixels = _dashed(rest, sheet, horizontal)
        strokes += _whole(dashed, pixels, sheet, horizontal, BROKEN)
        mask |= pixels
    return Ruling(strokes, mask)


class _Pieces:
    """The connected pieces of some ink."""

    def __init__(self, ink: Mask) -> None:
        self.count, labels, boxes, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
        self.labels = np.asarray(labels)
        self.width, self.height = np.asarray(boxes)[:, 2], np.asarray(boxes)[:, 3]
        self.breadth = np.minimum(self.width, self.height)

    def touching(self, mask: Mask) -> NDArray[np.bool_]:
        """Which pieces lie against a mask."""
        touching = np.zeros(self.count, np.bool_)
        touching[np.unique(self.labels[cv2.dilate(mask, np.ones((3, 3), np.uint8)) > 0])] = True
        return touching

    def those(self, chosen: NDArray[np.bool_]) -> Mask:
        """The pixels of some pieces."""
        chosen[0] = False  # the paper
        return np.where(chosen[self.labels], 255, 0).astype(np.uint8)


def _kernel(length: int, breadth: int, horizontal: bool) -> Mask:
    size = (length, breadth) if horizontal else (breadth, length)
    return np.asarray(cv2.getStructuringElement(cv2.MORPH_RECT, size), np.uint8)


def _solid(sheet: Sheet, horizontal: bool) -> tuple[list[Stroke], Mask]:
    """Unbroken rules: what is left of the ink where it runs straight on for long enough."""
    straight = cv2.morphologyEx(sheet.ink, cv2.MORPH_OPEN, _kernel(sheet.px(SHORTEST), 1, horizontal))
    joined = cv2.dilate(straight, _kernel(sheet.px(BREAK), 3, horizontal))
    return _strokes(np.asarray(joined, np.uint8), np.asarray(straight, np.uint8), sheet, horizontal, SHORTEST)


def _whole(
    strokes: list[Stroke], pixels: Mask, sheet: Sheet, horizontal: bool, texture: tuple[float, float]
) -> list[Stroke]:
    """The strokes with the pieces of a faint or bent rule made one; the thin ink in between is added to `pixels`.

    Ink goes on with a rule where it lies on its line, with paper above or below it (text may touch it from one side),
    and with no more empty paper on the way than in the rule.
    """
    whole: list[Stroke] = []
    for stroke in sorted(strokes, key=_length, reverse=True):
        if not any(_holds(longer, stroke, sheet) for longer in whole):
            whole.append(_followed(stroke, pixels, sheet, horizontal, texture))
    return whole


def _length(stroke: Stroke) -> float:
    return max(stroke.x1 - stroke.x0, stroke.y1 - stroke.y0)


def _holds(longer: Stroke, stroke: Stroke, sheet: Sheet) -> bool:
    """Whether a stroke is a part of one that was followed over it."""
    slack = sheet.px(ASIDE)
    inside = longer.x0 - 1 <= stroke.x0 and stroke.x1 <= longer.x1 + 1
    upright = longer.y0 - 1 <= stroke.y0 and stroke.y1 <= longer.y1 + 1
    if stroke.horizontal:
        return inside and abs(longer.y0 - stroke.y0) <= slack
    return upright and abs(longer.x0 - stroke.x0) <= slack


def _followed(stroke: Stroke, pixels: Mask, sheet: Sheet, horizontal: bool, texture: tuple[float, float]) -> Stroke:
    """The stroke, followed at both ends as far as thin ink goes on along it."""
    ink, mask = (sheet.ink, pixels) if horizontal else (sheet.ink.T, pixels.T)
    start, end, at = (stroke.x0, stroke.x1, stroke.y0) if horizontal else (stroke.y0, stroke.y1, stroke.x0)
    slack, fine = sheet.px(ASIDE), sheet.px(FINE)
    top = max(int(at) - slack - fine, 0)
    band = ink[top : int(at) + slack + fine + 1] > 0
    near = slice(max(int(at) - slack, 0) - top, int(at) + slack + 1 - top)
    clear = np.asarray(~band[: near.start].any(axis=0) | ~band[near.stop :].any(axis=0))
    thin = np.asarray(band[near].any(axis=0) & clear)
    wiped = slice(max(int(at - stroke.width / 2) - 1 - top, 0), int(at + stroke.width / 2) + 2 - top)
    first = _walk(thin[: int(start)][::-1], sheet.px(texture[0]), texture[1])
    last = _walk(thin[int(end) :], sheet.px(texture[0]), texture[1])
    new_start, new_end = start - first, end + last
    for a, b in ((int(new_start), int(start)), (int(end), int(new_end))):
        inked = band[wiped, a:b] & thin[a:b]
        mask[top + wiped.start : top + wiped.stop, a:b] |= np.where(inked, 255, 0).astype(np.uint8)
    x0, x1, y0, y1 = (new_start, new_end, at, at) if horizontal else (at, at, new_start, new_end)
    return Stroke(x0, y0, x1, y1, stroke.width, horizontal)


def _walk(thin: NDArray[np.bool_], gap: int, filled: float) -> int:
    """Pixels that a rule goes on for: up to a longer gap, or to where less than the part `filled` of it is there."""
    reached = inked = 0
    for k, here in enumerate(thin):
        if here:
            inked += 1
            reached = k + 1
        elif k - reached >= gap or inked < filled * (k - gap):
            break
    return reached if inked >= filled * reached else 0


def _reaching(stroke: Stroke, strokes: list[Stroke], sheet: Sheet, mask: Mask) -> Stroke:
    """The stroke, drawn on to the next rule across it on either side where ink leads there all along.

    Text that stands on a rule, and text that hangs from it, hide it on both sides; its own line is inked all the same.
    """
    at, start, end = (stroke.y0, stroke.x0, stroke.x1) if stroke.horizontal else (stroke.x0, stroke.y0, stroke.y1)
    across = [
        (other.x0, other.y0, other.y1) if stroke.horizontal else (other.y0, other.x0, other.x1)
        for other in strokes
        if other.horizontal != stroke.horizontal
    ]
    stops = [place for place, low, high in across if low - sheet.px(BREAK) <= at <= high + sheet.px(BREAK)]
    before = max((place for place in stops if place < start), default=start)
    after = min((place for place in stops if place > end), default=end)
    start = before if _leads(before, start, at, sheet, mask, stroke.horizontal) else start
    end = after if _leads(end, after, at, sheet, mask, stroke.horizontal) else end
    return replace(stroke, x0=start, x1=end) if stroke.horizontal else replace(stroke, y0=start, y1=end)


def _leads(start: float, end: float, at: float, sheet: Sheet, mask: Mask, horizontal: bool) -> bool:
    """Whether ink leads from one place to another along a line; if so, it is added to the mask."""
    grey, taken = (sheet.grey, mask) if horizontal else (sheet.grey.T, mask.T)
    box = (slice(max(int(at) - 1, 0), int(at) + 2), slice(int(start), int(end)))
    line = grey[box] < FAINT
    if not line.size or float(line.any(axis=0).mean()) < LEADS:
        return False
    taken[box] |= np.where(line, 255, 0).astype(np.uint8)
    return True


def _dashed(rest: _Pieces, sheet: Sheet, horizontal: bool) -> tuple[list[Stroke], Mask]:
    """Rows of small pieces at short distances."""
    along, across = (rest.width, rest.height) if horizontal else (rest.height, rest.width)
    pieces = rest.those((across <= sheet.px(FINE)) & (along <= sheet.px(DASH)))
    joined = cv2.morphologyEx(pieces, cv2.MORPH_CLOSE, _kernel(sheet.px(DASH_GAP), 1, horizontal))
    found, _ = _strokes(np.asarray(joined, np.uint8), pieces, sheet, horizontal, DASHED)
    strokes, mask = [], np.zeros_like(pieces)
    for stroke in found:
        box = _box(stroke)
        if len(np.unique(rest.labels[box][pieces[box] > 0])) >= DASHES:
            strokes.append(stroke)
            mask[box] |= pieces[box]
    return strokes, mask


def _box(stroke: Stroke) -> tuple[slice, slice]:
    half = stroke.width / 2 + 1
    across, down = (0.0, half) if stroke.horizontal else (half, 0.0)
    return (
        slice(max(int(stroke.y0 - down), 0), int(stroke.y1 + down) + 1),
        slice(max(int(stroke.x0 - across), 0), int(stroke.x1 + across) + 1),
    )


def _strokes(joined: Mask, pixels: Mask, sheet: Sheet, horizontal: bool, least: float) -> tuple[list[Stroke], Mask]:
    """One stroke for each piece of `joined` that is `least` millimetres long and not too thick, as its `pixels` lie."""
    strokes, mask = [], np.zeros_like(pixels)
    contours, _ = cv2.findContours(joined, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    for x, y, width, height in map(cv2.boundingRect, contours):
        if (width if horizontal else height) < sheet.px(least):
            continue
        box = (slice(y, y + height), slice(x, x + width))
        ys, xs = np.nonzero(pixels[box])
        if not len(ys):
            continue
        along, across = (xs + x, ys + y) if horizontal else (ys + y, xs + x)
        start, end = float(along.min()), float(along.max() + 1)
        thick = len(along) / (end - start)
        if thick > sheet.px(THICKEST):
            continue
        at = float(np.median(across)) + 0.5
        x0, y0, x1, y1 = (start, at, end, at) if horizontal else (at, start, at, end)
        strokes.append(Stroke(x0, y0, x1, y1, thick, horizontal))
        mask[box] |= pixels[box]
    return strokes, mask


def _widened(mask: Mask, sheet: Sheet, horizontal: bool) -> Mask:
    """The mask with the grey edges of its rules."""
    return np.asarray(cv2.dilate(mask, _kernel(1, 2 * sheet.px(BLUR) + 1, horizontal)), np.uint8)
