"""Round stamps on a scan: a date in their middle (受付印, 収受印), or a name (認印). Knows pixels; reads no text.

Such a stamp is a ring of one to three centimetres, often with two lines across it. Its lines are taken off where they
do not lie on print, so that none is taken for a ruled line or for a stroke of a character. What is within goes with
them where it is paler than the print, where the stamp stands alone, or where it is a line of the stamp's own words. A
ring that is as dark as the print and has no lines across it is a drawing, and stays.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.ocr.long_lines import long_lines
from kaigi_extract.ocr.page_image import MM, Mask, PageImage
from kaigi_extract.ocr.pen_strokes import wipe_piece
from kaigi_extract.ocr.settings import DEFAULT_OCR, SealSettings

LOOK_DPI = 75.0
"""Dots an inch at which rings are looked for: the line of one is more than a pixel wide."""
RAYS = 720
"""Directions from the middle of a ring in which it is looked at: on one of 30 mm they are an eighth of one apart."""
CENTRES_APART = 6
"""Pixels of that picture between the middles of two rings: a ring that is seen in text hides the true one within these.
"""
EDGE_CONTRAST = 80.0
"""Upper threshold of the Canny filter that `cv2.HoughCircles` looks for edges with."""

Box = tuple[int, int, int, int]
"""Left, top, width and height in pixels."""
Curve = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Ring:
    """A ring in pixels of the page image."""

    x: float
    y: float
    radius: float
    thick: float = 0.0
    lightness: float = 0.0
    """Of its ink, 0 to 255."""


class _Across(NamedTuple):
    """The two lines across a ring: degrees clockwise by which they are aslant, and how far each is from the middle of
    the ring in what is turned back by these, in pixels."""

    angle: float
    upper: int
    lower: int


def wipe_seals(image: PageImage, settings: SealSettings = DEFAULT_OCR.seals) -> list[Box]:
    """Takes round stamps off a page image, in place, and tells where they were."""
    rings = list(_rings(image, settings))
    if not rings:
        return []
    printed = float(np.percentile(image.grey[image.ink > 0], settings.print_percentile))
    found: list[Box] = []
    for ring in rings:
        is_pale = ring.lightness >= printed + settings.paler
        if not is_pale and 2 * ring.radius < image.px(settings.least_dark_seal):
            continue
        across = _lines_across(image, ring, settings)
        if is_pale or across is not None:
            box = _box(ring, image)
            lines = np.zeros((box[3], box[2]), np.uint8) if across is None else _ink_of(across, image, ring, settings)
            if not is_pale and _is_alone(image, ring, settings):
                wiped = _disc(box, ring)
            else:
                wiped = _of_one_stroke(image, box, ring, settings) | lines
            if is_pale:
                wiped &= _is_lighter(image, box, (printed + ring.lightness) / 2)
                wiped |= _pale_ink(image, box, ring, settings)
            kept = _lines_through(image, box, ring, lines, settings)
            wipe_piece(image, box, wiped & (1 - kept))
            if across is not None and not is_pale:
                wipe_piece(image, box, _own_words(image, ring, across, kept, settings))
            found.append(box)
    return found


def _rings(image: PageImage, settings: SealSettings) -> Iterator[_Ring]:
    """The rings on a page, none within another."""
    scale = LOOK_DPI / image.dpi
    if scale >= 1.0 or settings.most_rings == 0:
        return  # a page that is only looked at for the direction of its lines
    small = np.asarray(cv2.resize(image.grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
    edges = np.asarray(cv2.Canny(small, EDGE_CONTRAST / 2, EDGE_CONTRAST))
    if float((edges > 0).mean()) > settings.most_edges:
        return  # noise, in which circles without number are found
    per_mm = LOOK_DPI / MM
    least, most = (round(width / 2 * per_mm) for width in settings.seal_width)
    circles = cv2.HoughCircles(
        small, cv2.HOUGH_GRADIENT, 1, CENTRES_APART, None, EDGE_CONTRAST, settings.ring_votes, least, most
    )
    kept: list[_Ring] = []
    inked = [] if circles is None else _inked_circles(small, circles[0], settings)
    for x, y, radius in inked[: settings.most_rings]:
        ring = _fitted(image, _Ring(x / scale, y / scale, radius / scale), settings)
        if ring is not None and all(np.hypot(one.x - ring.x, one.y - ring.y) > one.radius for one in kept):
            kept.append(ring)
            yield ring


def _inked_circles(small: NDArray[np.uint8], circles: NDArray[np.float32], settings: SealSettings) -> list[list[float]]:
    """The circles of a small picture that have ink nearly all the way round, those with the most votes first: text has
    thousands of others."""
    near = cv2.dilate((small < settings.ring_lightness).astype(np.uint8), np.ones((3, 3), np.uint8))
    turns = np.linspace(0.0, 2 * np.pi, RAYS // 6, endpoint=False)
    x, y, radius = (circles[:, k, None] for k in range(3))
    columns = np.clip(np.rint(x + radius * np.cos(turns)), 0, small.shape[1] - 1).astype(np.intp)
    rows = np.clip(np.rint(y + radius * np.sin(turns)), 0, small.shape[0] - 1).astype(np.intp)
    share = near[rows, columns].mean(axis=1)
    kept: list[list[float]] = circles[share >= settings.ring_share - settings.rough_ring].tolist()
    return kept


def _fitted(image: PageImage, ring: _Ring, settings: SealSettings) -> _Ring | None:
    """The ring as its ink lies; None where there is none all the way round, or what is there is no line."""
    if _inked_share(image, ring, settings.ring_reach, settings) < settings.ring_share:
        return None
    if _inked_beside(image, ring, settings) > settings.inked_beside_roughly:
        return None
    usual = np.median(_darkest(image, ring, image.px(settings.ring_reach)))
    for step in (image.px(settings.ring_reach) / 3, 1.0):  # print that a ring crosses is darker: that does not count
        ring = min(_near(ring, step), key=lambda one: float(np.maximum(_along(image, one), usual).mean()))
    light = _darkest(image, ring, image.px(settings.ring_line))
    on_it = light < settings.ring_lightness
    if _inked_beside(image, ring, settings) > settings.inked_beside:
        return None
    if float(on_it.mean()) < settings.ring_share:
        return None
    inked = _polar(image, ring, image.px(settings.ring_reach)) < (255 + np.median(light[on_it])) / 2
    return replace(ring, thick=float(np.median(inked.sum(axis=1)[on_it])), lightness=float(np.median(light[on_it])))


def _polar(image: PageImage, ring: _Ring, reach: int, rays: int = RAYS) -> NDArray[np.uint8]:
    """The lightness along each ray, from `reach` pixels within the ring to as many beyond it."""
    turns = np.linspace(0.0, 2 * np.pi, rays, endpoint=False)[:, None]
    radii = ring.radius + np.arange(-reach, reach + 1)[None, :]
    xs, ys = ring.x + radii * np.cos(turns), ring.y + radii * np.sin(turns)
    return np.asarray(
        cv2.remap(image.grey, xs.astype(np.float32), ys.astype(np.float32), cv2.INTER_LINEAR, borderValue=255),
        np.uint8,
    )


def _darkest(image: PageImage, ring: _Ring, reach: int) -> NDArray[np.uint8]:
    """How light the darkest point of each ray within so many pixels of the ring is."""
    return np.asarray(_polar(image, ring, reach).min(axis=1), np.uint8)


def _along(image: PageImage, ring: _Ring) -> NDArray[np.uint8]:
    """The lightness along a ring."""
    return _polar(image, ring, 0)[:, 0]


def _inked_share(image: PageImage, ring: _Ring, reach: float, settings: SealSettings) -> float:
    """Share of the directions, of every sixth, in which there is ink within so many millimetres of a ring."""
    rays = _polar(image, ring, image.px(reach), RAYS // 6)
    return float((rays.min(axis=1) < settings.ring_lightness).mean())


def _inked_beside(image: PageImage, ring: _Ring, settings: SealSettings) -> float:
    """Share of the circles within and beyond a ring that is inked."""
    beyond = image.px(settings.beside_ring)
    beside = [_along(image, replace(ring, radius=ring.radius + side * beyond)) for side in (-1, 1)]
    return float((np.concatenate(beside) < settings.ring_lightness).mean())


def _near(ring: _Ring, step: float) -> Iterator[_Ring]:
    """The ring, and those around it by up to two steps of so many pixels."""
    for x, y, radius in product(np.arange(-2, 3) * step, repeat=3):
        yield replace(ring, x=ring.x + x, y=ring.y + y, radius=ring.radius + radius)


def _box(ring: _Ring, image: PageImage) -> Box:
    """The box of a ring on its page."""
    height, width = image.grey.shape
    out = ring.radius + 2 * ring.thick
    left, top = max(int(ring.x - out), 0), max(int(ring.y - out), 0)
    return left, top, min(int(ring.x + out) + 1, width) - left, min(int(ring.y + out) + 1, height) - top


def _place(box: Box) -> tuple[slice, slice]:
    left, top, width, height = box
    return slice(top, top + height), slice(left, left + width)


def _distance(box: Box, ring: _Ring) -> Curve:
    """How far each pixel of a box is from the middle of a ring."""
    left, top, width, height = box
    x, y = np.arange(width)[None, :] + left - ring.x, np.arange(height)[:, None] + top - ring.y
    return np.asarray(np.hypot(x, y), np.float64)


def _disc(box: Box, ring: _Ring) -> Mask:
    """The pixels of a ring and of what is within it."""
    return (_distance(box, ring) <= ring.radius + 1.5 * ring.thick).astype(np.uint8)


def _of_one_stroke(image: PageImage, box: Box, ring: _Ring, settings: SealSettings) -> Mask:
    """The ink of the ring, except where that of print goes through it: there it is thicker across."""
    ink = image.grey[_place(box)] < settings.ring_lightness
    on_it = np.abs(_distance(box, ring) - ring.radius) <= settings.stroke_slack * ring.thick
    return _unless_crossed(ink & on_it, ink, ring.thick, settings)


def _unless_crossed(line: NDArray[np.bool_], ink: NDArray[np.bool_], thick: float, settings: SealSettings) -> Mask:
    """The pixels of a line, except those of strokes that go on beyond it on either side."""
    side = 2 * max(1, round(settings.stroke_slack * thick)) + 1
    beyond = ink & ~(cv2.dilate(line.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0)
    crossing = cv2.dilate(beyond.astype(np.uint8), np.ones((side, side), np.uint8)) > 0
    return (line & ~crossing).astype(np.uint8)


def _lines_across(image: PageImage, ring: _Ring, settings: SealSettings) -> _Across | None:
    """The two level lines between which the date stands; None where there are none.

    The ruled lines of a table run on beyond the ring, these do not.
    """
    ends = (image.px(settings.date_line_ends[0]), image.px(settings.date_line_ends[1]))
    best, found = settings.date_line_share, None
    for angle in np.arange(0.0, 180.0, settings.date_line_step):
        pair = _level_pair(_turned(image, ring, angle, ends[1], settings), ring.radius, ends, settings)
        if pair is not None and pair[0] > best:
            best, found = pair[0], _Across(float(angle), *pair[1:])
    return found


def _ink_of(across: _Across, image: PageImage, ring: _Ring, settings: SealSettings) -> Mask:
    """The ink of the lines across a ring, in its box."""
    box = _box(ring, image)
    ink = image.grey[_place(box)] < settings.ring_lightness
    down = _aslant(box, ring, across.angle)[1]
    lines = np.minimum(np.abs(down - across.upper), np.abs(down - across.lower)) <= settings.stroke_slack * ring.thick
    return _unless_crossed(ink & lines & (_disc(box, ring) > 0), ink, ring.thick, settings)


def _aslant(box: Box, ring: _Ring, degrees: float) -> tuple[Curve, Curve]:
    """How far along and how far down each pixel of a box is from the middle of a ring, in what is turned so."""
    angle = np.radians(degrees)
    x, y = np.arange(box[2])[None, :] + box[0] - ring.x, np.arange(box[3])[:, None] + box[1] - ring.y
    return np.asarray(x * np.cos(angle) + y * np.sin(angle)), np.asarray(y * np.cos(angle) - x * np.sin(angle))


def _own_words(image: PageImage, ring: _Ring, across: _Across, table: Mask, settings: SealSettings) -> Mask:
    """The ink of the words of a stamp that no print lies over, in its box: they are in the middle of their part of the
    ring, on one line, and nothing goes out of that. `table` are the lines of a table that it lies over."""
    box = _box(ring, image)
    ink = (image.grey[_place(box)] < settings.ring_lightness) & (table == 0)
    along, down = _aslant(box, ring, across.angle)
    turned = across.angle > settings.steepest_date  # looked at the other way round
    along, down = (-along, -down) if turned else (along, down)
    bounds = sorted((-across.upper, -across.lower) if turned else (across.upper, across.lower))
    rim = ring.radius - 2 * ring.thick
    own = np.zeros(ink.shape, np.bool_)
    for top, bottom in ((-rim, bounds[0]), (bounds[0], bounds[1]), (bounds[1], rim)):
        part = (np.hypot(along, down) < rim) & (down > top + ring.thick) & (down < bottom - ring.thick)
        words = _within(ink, part, ring.radius, settings)
        is_line = words.any() and _is_one_line(along[words], down[words], ring.radius, settings)
        if is_line and not _goes_on_beside(words, image, box, settings):
            own |= words
    return own.astype(np.uint8)


def _goes_on_beside(words: NDArray[np.bool_], image: PageImage, box: Box, settings: SealSettings) -> bool:
    """Whether there is ink left or right of some words in a box, as of a line of print that begins or ends there."""
    rows, columns = np.flatnonzero(words.any(axis=1)), np.flatnonzero(words.any(axis=0))
    reach, edge = image.px(settings.words_beside), image.px(settings.ring_line)
    heights = slice(box[1] + int(rows[0]), box[1] + int(rows[-1]) + 1)
    left, right = box[0] + int(columns[0]), box[0] + int(columns[-1]) + 1
    beside = (slice(max(left - reach, 0), max(left - edge, 0)), slice(right + edge, right + reach))
    return any(bool(image.ink[heights, place].any()) for place in beside)


def _within(ink: NDArray[np.bool_], part: NDArray[np.bool_], half: float, settings: SealSettings) -> NDArray[np.bool_]:
    """The ink in a part of a stamp, what is left of the stamp's own lines aside; nothing where other ink leads out.
    `half` is half the width of the stamp in pixels."""
    edge = part & ~(cv2.erode(part.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0)
    count, labels, boxes, _ = cv2.connectedComponentsWithStats((ink & part).astype(np.uint8), connectivity=8)
    out = np.zeros(count, np.bool_)
    out[np.unique(labels[ink & edge])] = True
    out[0] = False
    large = np.maximum(boxes[:, 2], boxes[:, 3]) >= settings.words_height[0] * half
    large[0] = False
    if (out & large).any():
        return np.zeros_like(part)
    return np.asarray((~out & (np.arange(count) > 0))[labels], np.bool_)


def _is_one_line(along: Curve, down: Curve, half: float, settings: SealSettings) -> bool:
    """Whether the ink at these places in a stamp is one line of characters in the middle. `half` is half its width."""
    left, right, top, bottom = along.min(), along.max(), down.min(), down.max()
    filled = np.histogram(down, bins=max(int(bottom - top), 1))[0] > 0
    lowest, highest = (share * half for share in settings.words_height)
    is_centred = abs(left + right) <= 2 * settings.words_aside * half
    return bool(is_centred and lowest <= bottom - top <= highest and filled.mean() >= settings.words_filled)


def _turned(image: PageImage, ring: _Ring, angle: float, around: int, settings: SealSettings) -> NDArray[np.float32]:
    """What is dark in a ring and around it, 0 or 1, turned back by some degrees clockwise about its middle."""
    half = int(ring.radius) + around
    side = np.arange(-half, half + 1, dtype=np.float64)
    cos, sin = np.cos(np.radians(angle)), np.sin(np.radians(angle))
    xs = ring.x + side[None, :] * cos - side[:, None] * sin
    ys = ring.y + side[None, :] * sin + side[:, None] * cos
    grey = cv2.remap(image.grey, xs.astype(np.float32), ys.astype(np.float32), cv2.INTER_LINEAR, borderValue=255)
    return (np.asarray(grey) < settings.ring_lightness).astype(np.float32)


def _level_pair(
    turned: NDArray[np.float32], radius: float, ends: tuple[int, int], settings: SealSettings
) -> tuple[float, int, int] | None:
    """Of a ring in its box, how much of the fainter of the two level lines that part it is inked, and how far these
    are from its middle, in pixels."""
    half = len(turned) // 2
    rows = np.arange(-half, half + 1)
    chord = np.sqrt(np.maximum(radius**2 - rows**2, 0.0))[:, None]
    out = np.abs(rows)[None, :]
    inside = out <= settings.date_line_reach * chord
    beyond = (out > chord + ends[0]) & (out <= chord + ends[1])
    share = (turned * inside).sum(axis=1) / np.maximum(inside.sum(axis=1), 1)
    share[(turned * beyond).sum(axis=1) > beyond.sum(axis=1) / 4] = 0.0
    low, high = (round(settings.date_line_height[k] * radius) for k in (0, 1))
    upper, lower = share[half - high : half - low + 1], share[half + low : half + high + 1]
    one, other = int(upper.argmax()), int(lower.argmax())
    return float(min(upper[one], lower[other])), one - high, other + low


def _is_alone(image: PageImage, ring: _Ring, settings: SealSettings) -> bool:
    """Whether no ink goes out of a ring, all the way round."""
    rays = _polar(image, replace(ring, radius=ring.radius + image.px(settings.white_around)), 1)
    return float((rays.min(axis=1) < settings.ring_lightness).mean()) <= settings.white_share


def _lines_through(image: PageImage, box: Box, ring: _Ring, own: Mask, settings: SealSettings) -> Mask:
    """The pixels of a box that are of lines which go on beyond the ring: those of the table that it lies over. `own`
    are those of its own lines."""
    left, top, width, height = box
    beyond = image.px(settings.table_line_ends)
    ys, xs = (slice(max(start - beyond, 0), start + size + beyond) for start, size in ((top, height), (left, width)))
    dark = (image.grey[ys, xs] < settings.ring_lightness).astype(np.uint8)
    lines = long_lines(dark, image, (2 * ring.radius + beyond) / image.px(1.0))
    crossed = 2 * image.px(settings.white_around) + 1  # where print goes through its own lines, these have gaps
    inside = lines[top - ys.start :, left - xs.start :][:height, :width].copy()
    inside[cv2.dilate(own, np.ones((3, crossed), np.uint8)) > 0] = 0
    return np.asarray(cv2.dilate(inside, np.ones((3, 3), np.uint8)), np.uint8)


def _is_lighter(image: PageImage, box: Box, level: float) -> Mask:
    """The pixels of a box that are lighter than that."""
    return (image.grey[_place(box)] > level).astype(np.uint8)


def _pale_ink(image: PageImage, box: Box, ring: _Ring, settings: SealSettings) -> Mask:
    """What is on a ring or within it and lies by nothing darker: print keeps its edges and the ends of its strokes."""
    dark = (image.grey[_place(box)] < ring.lightness - settings.paler_than_ring).astype(np.uint8)
    side = 2 * image.px(settings.print_edge) + 1
    near = np.asarray(cv2.dilate(dark, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))), np.uint8)
    return np.asarray(_disc(box, ring) & (1 - near), np.uint8)
