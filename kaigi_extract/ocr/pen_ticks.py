"""Ticks of a pen beside or before the words of a scan (✓). Knows pixels; reads no text.

A tick is one thin stroke that goes down to the right and then up, further than it came from: レ, V and し begin at
their top. With nothing above it in its angle it is no part of シ or 氵; and where the same is on the page again, it was
printed. One with nothing beside it in its cell is an answer, and stays.
"""

from __future__ import annotations

from itertools import product

import cv2
import numpy as np
from numpy.typing import NDArray

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.ocr.page_image import Mask, PageImage
from kaigi_extract.ocr.pen_strokes import ink_pieces, wipe_piece
from kaigi_extract.ocr.settings import DEFAULT_OCR, TickSettings

Box = tuple[int, int, int, int]
"""Left, top, width and height in pixels."""


@dataclass(frozen=True, slots=True)
class _Tick:
    """A stroke that may be a tick."""

    box: Box
    piece: Mask
    """Its ink in its box, 0 or 1."""
    at_rule: bool
    """Whether it goes up to a ruled line or over it, as nothing printed does."""


def wipe_pen_ticks(image: PageImage, ruled: Mask, settings: TickSettings = DEFAULT_OCR.ticks) -> list[Box]:
    """Takes ticks off a page image, in place, and tells where they were. `ruled` are the pixels of ruled lines."""
    rest = np.asarray(image.ink & ~ruled, np.uint8)
    whole = _over_rules(rest, ruled, image.px(settings.rule_gap))
    found = _ticks(whole, ruled, image, settings)
    wiped: list[Box] = []
    for k, tick in enumerate(found):
        twins = (_are_twins(tick.piece, other.piece, settings) for j, other in enumerate(found) if j != k)
        if (tick.at_rule or not any(twins)) and _stands_beside_words(tick, whole, ruled, settings):
            wipe_piece(image, tick.box, tick.piece)
            wiped.append(tick.box)
    return wiped


def _over_rules(rest: Mask, ruled: Mask, gap: int) -> Mask:
    """The ink beside ruled lines, with what leads over them from one side to the other."""
    near = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * gap + 1, 2 * gap + 1))
    closed = np.asarray(cv2.morphologyEx(rest, cv2.MORPH_CLOSE, near), np.uint8)
    return np.asarray(rest | (closed & ruled), np.uint8)


def _ticks(whole: Mask, ruled: Mask, image: PageImage, settings: TickSettings) -> list[_Tick]:
    """The strokes in some ink that have the shape of a tick and are no part of a character."""
    labels, boxes = ink_pieces(whole)
    sides = np.sort(boxes[:, 2:4], axis=1)
    may_be = (sides[:, 0] >= image.px(settings.least_tick)) & (sides[:, 1] <= image.px(settings.largest_tick))
    may_be &= boxes[:, 4] <= image.px(settings.tick_pen) * (boxes[:, 2] + boxes[:, 3])
    found: list[_Tick] = []
    for label in np.flatnonzero(may_be):
        x, y, width, height = (int(value) for value in boxes[label][:4])
        place = (slice(y, y + height), slice(x, x + width))
        piece = np.asarray(labels[place] == label, np.uint8)
        if not _is_tick(piece, settings) or not _is_alone(piece, whole[place], image.px(settings.broken_gap), settings):
            continue
        if not _is_in_character((x, y, width, height), boxes, int(label), settings):
            box = (x, y, width, height)
            found.append(_Tick(box, piece, _reaches(box, piece, ruled)))
    return found


def _is_tick(piece: Mask, settings: TickSettings) -> bool:
    """Whether a piece is one stroke that goes down and then further up."""
    height, width = piece.shape
    inked = piece.sum(axis=0)
    if not inked.all() or inked.max() > settings.longest_run * height:
        return False
    if float((_runs(piece, axis=0) == 1).mean()) < settings.tick_once:
        return False
    middle = (np.arange(height)[:, None] * piece).sum(axis=0) / inked
    low = height - 1 - np.argmax(piece[::-1] > 0, axis=0)  # the lower edge: at the turn the middle is in both legs
    turn = int(np.argmax(low))
    if not settings.tick_turn[0] * width <= turn <= settings.tick_turn[1] * width:
        return False
    down, up = low[turn] - middle[0], low[turn] - middle[-1]
    if down < settings.least_leg * height or up - down < settings.higher_end * height:
        return False
    return _is_bent_once(middle, turn, settings) and _has_two_legs(piece, int(middle[0]), settings)


def _runs(piece: Mask, axis: int) -> NDArray[np.int64]:
    """How often each column (axis 0) or row (axis 1) of a piece is inked anew."""
    return np.asarray((np.diff(piece.astype(np.int8), axis=axis, prepend=0) == 1).sum(axis=axis), np.int64)


def _is_bent_once(middle: NDArray[np.float64], turn: int, settings: TickSettings) -> bool:
    """Whether a stroke falls up to its turn and rises after it. `middle` is its height in each column."""
    falls, rises = np.diff(middle[: turn + 1]) >= -settings.tick_waver, np.diff(middle[turn:]) <= settings.tick_waver
    return min(float(falls.mean()), float(rises.mean())) >= settings.tick_steady


def _has_two_legs(piece: Mask, start: int, settings: TickSettings) -> bool:
    """Whether nothing branches off: above its start (a row) there is one leg in each row, below it are two at most."""
    runs = _runs(piece, axis=1)
    above, below = runs[:start] == 1, runs[start:] <= 2
    return all(not len(rows) or float(rows.mean()) >= settings.tick_unbranched for rows in (above, below))


def _is_alone(piece: Mask, whole: Mask, gap: int, settings: TickSettings) -> bool:
    """Whether there is no other ink in the angle of a tick, and none so many pixels from its stroke: a light scan
    breaks characters in pieces."""
    top = np.argmax(piece > 0, axis=0)
    above = np.arange(piece.shape[0])[:, None] < top[None, :]
    others = (whole > 0) & (piece == 0)
    near = cv2.dilate(piece, np.ones((2 * gap + 1, 2 * gap + 1), np.uint8)) > 0
    return not (others & near).any() and float((others & above).sum()) <= settings.in_angle * float(above.sum())


def _is_in_character(box: Box, boxes: NDArray[np.int32], label: int, settings: TickSettings) -> bool:
    """Whether something much higher stands so near to a stroke that both are one character, or a narrow piece stands
    under it: of 者 whose level strokes a light scan lost, such a stroke is left and a side of 日."""
    x, y, width, height = box
    near = settings.near_part * width
    beside = (boxes[:, 0] < x + width + near) & (boxes[:, 0] + boxes[:, 2] > x - near)
    level = (boxes[:, 1] < y + height) & (boxes[:, 1] + boxes[:, 3] > y)
    higher = (boxes[:, 3] > settings.higher_part * height) & (boxes[:, 3] < settings.highest_part * height)
    inside = (boxes[:, 0] >= x) & (boxes[:, 0] < x + width) & (boxes[:, 1] > y) & (boxes[:, 1] < y + height)
    inside &= (boxes[:, 2] <= settings.narrow_part * width) & (boxes[:, 3] <= height)
    inside &= boxes[:, 3] >= settings.narrow_part * height
    higher[label] = inside[label] = False
    return bool((beside & level & higher | inside).any())


def _reaches(box: Box, piece: Mask, ruled: Mask) -> bool:
    """Whether a stroke goes up to a ruled line or over it."""
    x, y, width, height = box
    top, left = max(y - 1, 0), max(x - 1, 0)
    near = ruled[top : y + height + 1, left : x + width + 1] > 0
    own = np.zeros(near.shape, np.uint8)
    own[y - top : y - top + height, x - left : x - left + width] = piece
    return bool((near & (cv2.dilate(own, np.ones((3, 3), np.uint8)) > 0)).any())


def _are_twins(one: Mask, other: Mask, settings: TickSettings) -> bool:
    """Whether two strokes are the same print: all but the edges of both lie on each other, where they do so best."""
    if max(abs(a - b) for a, b in zip(one.shape, other.shape, strict=True)) > 1:
        return False
    height, width = (max(a, b) for a, b in zip(one.shape, other.shape, strict=True))
    field = np.zeros((height + 2, width + 2), np.bool_)
    field[1 : one.shape[0] + 1, 1 : one.shape[1] + 1] = one > 0
    best = 0.0
    for dy, dx in product(range(height + 3 - other.shape[0]), range(width + 3 - other.shape[1])):
        laid = np.zeros_like(field)
        laid[dy : dy + other.shape[0], dx : dx + other.shape[1]] = other > 0
        best = max(best, float((field & laid).sum() / (field | laid).sum()))
    return best >= settings.same_print


def _stands_beside_words(tick: _Tick, whole: Mask, ruled: Mask, settings: TickSettings) -> bool:
    """Whether there is ink left or right of a tick, in its cell where it keeps to one."""
    x, y, width, height = tick.box
    reach = round(settings.beside_words * width)
    right = (slice(y, y + height), slice(x + width, x + width + reach))
    left = (slice(y, y + height), slice(max(x - reach, 0), x))
    for words, walls in ((whole[right], ruled[right]), (whole[left][:, ::-1], ruled[left][:, ::-1])):
        wall = np.flatnonzero((walls > 0).mean(axis=0) > settings.wall_share)
        end = words.shape[1] if tick.at_rule or not len(wall) else int(wall[0])
        if words[:, :end].any():
            return True
    return False
