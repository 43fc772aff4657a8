"""A thin stroke followed along its ink, whichever way it wavers. Knows pixels; reads no text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.ocr.page_image import Mask, PageImage
from kaigi_extract.ocr.pen_strokes import wipe_piece

Ink = NDArray[np.bool_]
Box = tuple[int, int, int, int]
"""Left, top, width and height in pixels."""
Piece = tuple[int, int, int]
"""Where along its way a piece of a stroke is, and from where to where it is inked across."""


@dataclass(frozen=True, slots=True)
class Gauge:
    """How a stroke may run, in pixels."""

    thickest: int
    """What is thicker across is something that the stroke goes through."""
    waver: int
    """How far it may stray from one column to the next."""
    gap: int
    """How much of it may be missing, or be under something thicker, where it goes on."""
    steady: float = 0.0
    """How much of what it strays in a column it goes on straying for: 0 where its direction is not to be kept."""


def follow(ink: Ink, at: float, start: int, end: int, gauge: Gauge) -> list[Piece]:
    """The pieces of a level stroke from one column of some ink to another, and as far as it goes on at both ends. It is
    looked for at the height `at`."""
    middle = (start + end) // 2
    before = list(follow_from(ink, at, range(middle - 1, -1, -1), start, gauge))
    return before[::-1] + list(follow_from(ink, at, range(middle, ink.shape[1]), end - 1, gauge))


def follow_from(ink: Ink, at: float, columns: Iterable[int], last: int, gauge: Gauge) -> Iterator[Piece]:
    """The pieces of a stroke from column to column, up to where it ends after the one in which it must be."""
    height, slope, missing, reached = at, 0.0, 0, False
    for x in columns:
        height += slope
        reached = reached or x == last
        piece = _run(ink[:, x], height, gauge.waver)
        if piece is None or piece[1] - piece[0] > gauge.thickest:
            missing += 1
            if reached and missing > gauge.gap:
                return
            continue
        missing = 0
        strayed = (piece[0] + piece[1] - 1) / 2 - height
        height, slope = height + strayed / 2, slope + gauge.steady * strayed
        yield x, piece[0], piece[1]


def _run(column: Ink, height: float, waver: int) -> tuple[int, int] | None:
    """The stretch of ink nearest to a height, from its first pixel to that behind its last one."""
    top = max(int(height) - waver, 0)
    near = np.flatnonzero(column[top : int(height) + waver + 1])
    if not len(near):
        return None
    first = last = top + int(near[np.abs(near + top - height).argmin()])
    while first > 0 and column[first - 1]:
        first -= 1
    while last + 1 < len(column) and column[last + 1]:
        last += 1
    return first, last + 1


def wipe_stroke(image: PageImage, mask: Mask, pieces: list[Piece], horizontal: bool) -> Box | None:
    """Takes the pieces of a stroke off a page image and a mask, in place; where they were, None where there are none.
    Of one down the page, the pieces are those of the page with x for y."""
    if not pieces:
        return None
    first, last = min(x for x, _, _ in pieces), max(x for x, _, _ in pieces)
    top, bottom = min(y for _, y, _ in pieces), max(y for _, _, y in pieces)
    piece = np.zeros((bottom - top, last + 1 - first), np.uint8)
    for x, y0, y1 in pieces:
        piece[y0 - top : y1 - top, x - first] = 1
    box = (first, top, last + 1 - first, bottom - top)
    if not horizontal:
        piece, box = np.ascontiguousarray(piece.T), (top, first, bottom - top, last + 1 - first)
    x, y, width, height = box
    mask[y : y + height, x : x + width][piece > 0] = 0
    wipe_piece(image, box, piece)
    return box
