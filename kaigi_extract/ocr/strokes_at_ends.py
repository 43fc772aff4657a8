"""Strokes of a pen along the ends of level lines: braces beside the rows of a table without sides. Reads no text.

The side of a table is drawn from one level line of it to another, and the line between its columns shows how far. What
is upright at the ends of the level lines and fills none of their rows is no side: all that hangs together with it was
drawn by a pen. Knows lines and pixels.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from kaigi_extract.ocr.broken_lines import RuledLine
from kaigi_extract.ocr.page_image import Mask, PageImage
from kaigi_extract.ocr.pen_strokes import ink_pieces, wipe_piece
from kaigi_extract.ocr.settings import DEFAULT_OCR, CrossingStrokeSettings
from kaigi_extract.ocr.stroke_paths import Box


def wipe_strokes_at_ends(
    lines: Sequence[RuledLine],
    image: PageImage,
    mask: Mask,
    settings: CrossingStrokeSettings = DEFAULT_OCR.crossing_strokes,
) -> tuple[list[RuledLine], list[Box]]:
    """The ruled lines without upright ones that a pen drew along the ends of level ones, and where that was. It is
    taken off the page image and the mask, in place."""
    level = [line for line in lines if line.horizontal]
    upright = [line for line in lines if not line.horizontal]
    drawn: list[RuledLine] = []
    for column in upright:
        rows = _rows_parted(column, level, image, settings)
        beside = [one for one in upright if one is not column and rows and _is_at_ends(one, rows, image, settings)]
        if beside and not any(_fills_a_row(beside, rows, way, settings) for way in (True, False)):
            drawn += [one for one in beside if not any(one is other for other in drawn)]
    boxes = _wipe(drawn, level, image, mask, settings) if drawn else []
    return [line for line in lines if not any(line is one for one in drawn)], boxes


def _rows_parted(
    column: RuledLine, level: Sequence[RuledLine], image: PageImage, settings: CrossingStrokeSettings
) -> list[RuledLine]:
    """The level lines that an upright one meets well within their ends, from the top down; none where it meets no
    two."""
    near, slack = image.px(settings.beside_table), image.px(settings.end_slack)
    met = [
        one
        for one in level
        if one.x0 + near < column.x0 < one.x1 - near and column.y0 - slack <= one.y0 <= column.y1 + slack
    ]
    return sorted(met, key=_height) if len(met) > 1 else []


def _height(line: RuledLine) -> float:
    return line.y0


def _is_at_ends(one: RuledLine, rows: Sequence[RuledLine], image: PageImage, settings: CrossingStrokeSettings) -> bool:
    """Whether an upright line is beside rows, at the ends of the level lines above and below it."""
    near = image.px(settings.beside_table)
    if not rows[0].y0 - near <= one.y0 or not one.y1 <= rows[-1].y0 + near:
        return False
    return all(min(abs(row.x0 - one.x0), abs(row.x1 - one.x0)) <= near for row in rows)


def _fills_a_row(
    beside: Sequence[RuledLine], rows: Sequence[RuledLine], left: bool, settings: CrossingStrokeSettings
) -> bool:
    """Whether upright lines at one end of level lines lead from one of these to the next, nearly all the way."""
    middle = (rows[0].x0 + rows[0].x1) / 2
    side = [one for one in beside if (one.x0 < middle) == left]
    return any(
        sum(max(0.0, min(one.y1, below.y0) - max(one.y0, above.y0)) for one in side)
        >= settings.filled_row * (below.y0 - above.y0)
        for above, below in pairwise(rows)
    )


def _wipe(
    drawn: Sequence[RuledLine],
    level: Sequence[RuledLine],
    image: PageImage,
    mask: Mask,
    settings: CrossingStrokeSettings,
) -> list[Box]:
    """Takes off what hangs together with strokes, up to the level lines, where it is no wider than a brace."""
    ink = (image.ink | mask).copy()
    for line in level:
        half = line.width / 2 + 1
        ink[max(int(line.y0 - half), 0) : int(line.y0 + half) + 1, int(line.x0) : int(line.x1)] = 0
    labels, boxes = ink_pieces(np.ascontiguousarray(ink))
    found: list[Box] = []
    for label in np.unique(np.concatenate([_labels_along(one, labels) for one in drawn])):
        x, y, width, height = (int(value) for value in boxes[label][:4])
        if label == 0 or width > image.px(settings.beside_table):
            continue
        piece = np.asarray(labels[y : y + height, x : x + width] == label, np.uint8)
        mask[y : y + height, x : x + width][piece > 0] = 0
        wipe_piece(image, boxes[label], piece)
        found.append((x, y, width, height))
    return found


def _labels_along(one: RuledLine, labels: np.ndarray) -> np.ndarray:
    half = one.width / 2 + 1
    there = labels[int(one.y0) : int(one.y1) + 1, max(int(one.x0 - half), 0) : int(one.x0 + half) + 1]
    return np.unique(there)
