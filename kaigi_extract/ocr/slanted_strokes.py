"""Straight strokes of a pen that run aslant, over words or beside them: ticks, crosses, arrows, lines to a note.

They are longer than any stroke of a character, and neither level nor upright. Where other ink lies by them they are
left, since that may be a character's; what sticks out of the words is taken off, so that it neither makes their line
higher nor is a line of its own. Knows pixels; reads no text.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from kaigi_extract.ocr.page_image import MM, Mask, PageImage
from kaigi_extract.ocr.pen_strokes import wipe_piece
from kaigi_extract.ocr.settings import DEFAULT_OCR, SlantedStrokeSettings

LOOK_DPI = 100.0
"""Dots an inch at which such strokes are looked for: a pen is two pixels wide."""

Ink = NDArray[np.bool_]
Box = tuple[int, int, int, int]
"""Left, top, width and height in pixels."""


def wipe_slanted_strokes(
    image: PageImage, ruled: Mask, settings: SlantedStrokeSettings = DEFAULT_OCR.slanted_strokes
) -> list[Box]:
    """Takes slanted strokes off a page image, in place, and tells where they were. `ruled` are the pixels of ruled
    lines."""
    scale = LOOK_DPI / image.dpi
    if scale > 1.0:
        return []
    rest = np.asarray(image.ink & ~ruled, np.uint8)
    small = np.asarray(cv2.resize(rest, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
    inked = _thin(small >= settings.inked_share * 255, settings)
    length = round(settings.least_slanted * LOOK_DPI / MM)
    angles = np.arange(settings.slant_step, 180.0, settings.slant_step)
    steep = [angle for angle in angles if min(angle % 90, 90 - angle % 90) >= settings.least_slant]
    strokes = np.zeros_like(inked)
    for angle in steep:
        strokes |= _straight(inked, float(angle), length)
    if not strokes.any():
        return []
    height, width = rest.shape
    near = cv2.dilate(strokes.astype(np.uint8), np.ones((3, 3), np.uint8))
    whole = cv2.resize(near, (width, height), interpolation=cv2.INTER_NEAREST) > 0
    return _wipe(image, rest > 0, whole, settings)


def _thin(ink: Ink, settings: SlantedStrokeSettings) -> Ink:
    """The ink that is as thin as a pen draws: what is filled runs on at every angle."""
    side = round(settings.thickest_slanted * LOOK_DPI / MM)
    thick = cv2.morphologyEx(ink.astype(np.uint8), cv2.MORPH_OPEN, np.ones((side, side), np.uint8))
    return np.asarray(ink & (thick == 0))


def _straight(ink: Ink, angle: float, length: int) -> Ink:
    """The ink that runs straight on for so many pixels at an angle."""
    turn = np.radians(angle)
    ways = [(round(k * float(np.sin(turn))), round(k * float(np.cos(turn)))) for k in range(length)]
    kept = ink.copy()
    for down, along in ways[1:]:
        kept &= _moved(ink, down, along)
        if not kept.any():
            return kept
    found = np.zeros_like(ink)
    for down, along in ways:
        found |= _moved(kept, -down, -along)
    return found


def _moved(ink: Ink, down: int, along: int) -> Ink:
    """The ink moved up and to the left by so many pixels."""
    height, width = ink.shape
    moved = np.zeros_like(ink)
    to_y, to_x = max(-down, 0), max(-along, 0)
    from_y, from_x = max(down, 0), max(along, 0)
    rows, columns = height - abs(down), width - abs(along)
    moved[to_y : to_y + rows, to_x : to_x + columns] = ink[from_y : from_y + rows, from_x : from_x + columns]
    return moved


def _wipe(image: PageImage, ink: Ink, strokes: Ink, settings: SlantedStrokeSettings) -> list[Box]:
    """Takes strokes off where no other ink is by them, and what hangs on them there and is as thin: the other leg of a
    tick, the head of an arrow."""
    others = (ink & ~strokes).astype(np.uint8)
    tails = _tails(others, strokes, image, settings)
    free = ((ink & strokes | (tails > 0)) & ~_near(others & ~tails, image, settings)).astype(np.uint8)
    count, labels, boxes, _ = cv2.connectedComponentsWithStats(free, connectivity=8)
    found: list[Box] = []
    for label in range(1, count):
        x, y, width, height, _ = (int(value) for value in boxes[label])
        if max(width, height) >= image.px(settings.least_free):
            piece = (labels[y : y + height, x : x + width] == label).astype(np.uint8)
            wipe_piece(image, (x, y, width, height), piece)
            found.append((x, y, width, height))
    return found


def _near(others: Mask, image: PageImage, settings: SlantedStrokeSettings) -> Ink:
    """Where other ink is near."""
    side = 2 * image.px(settings.by_print) + 1
    return np.asarray(cv2.dilate(others, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))) > 0)


def _tails(others: Mask, strokes: Ink, image: PageImage, settings: SlantedStrokeSettings) -> Mask:
    """The pieces of other ink that touch a stroke, and are thin strokes themselves, 0 or 1."""
    _, labels, boxes, _ = cv2.connectedComponentsWithStats(others, connectivity=8)
    touching = np.zeros(len(boxes), np.bool_)
    touching[np.unique(labels[cv2.dilate(strokes.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0])] = True
    longer = np.maximum(boxes[:, 2], boxes[:, 3])
    touching &= (boxes[:, 4] <= image.px(settings.tail_pen) * longer) & (longer <= image.px(settings.longest_tail))
    for label in np.flatnonzero(touching):  # strokes of a character have others of it beside them
        x, y, width, height = (int(value) for value in boxes[label][:4])
        reach = image.px(settings.by_print)
        place = (slice(max(y - reach, 0), y + height + reach), slice(max(x - reach, 0), x + width + reach))
        beside = np.unique(labels[place])
        touching[label] = not (beside[beside > 0] != label).any()
    touching[0] = False
    return np.asarray(touching[labels], np.uint8)
