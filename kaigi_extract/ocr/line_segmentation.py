"""Lines of text from pixels: the ink between the rules, cut into rows and stretches. Knows geometry; reads no text.

Rules are walls: no line reaches across one, so that a crop never holds the text of two cells. Between walls the ink is
cut where there is empty paper, across and along in turn (an XY cut), down to single lines.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import cv2
import numpy as np
from numpy.typing import ArrayLike, NDArray

from kaigi_extract.ocr.page_image import Mask, Sheet
from kaigi_extract.ocr.ruled_lines import Ruling

Ink = NDArray[np.bool_]
Interval = tuple[int, int]

DUST = 0.3
"""Millimetres. Nothing printed is so small: a full stop in 6 point measures more."""
SMALL = 1.0
"""Millimetres. Ink no larger is a dot or a comma where letters are near, else dust..."""
NEAR = (4.0, 2.0)
"""...within so many millimetres along and across the line."""
MEET = 1.0
"""Millimetres between the end of a rule and one that it meets."""
LEAST_REGION = 1.5
"""Millimetres. What the walls enclose must have room for a letter."""
USUAL = 4.0
"""Millimetres. An em where a page has too few lines to tell."""
INK_HEIGHT = 0.95
"""Ems. Height of the ink of a line of 漢字."""
FLAT = 0.55
"""Ems. A row of ink no higher is a part of a line: the dots of い, the upper stroke of 二, a ー by itself."""
APART = 0.4
"""Ems of empty paper across which such a part still belongs to its line."""
WHOLE = 1.2
"""Ems that a line joined from parts may be high."""
TALL = 1.6
"""Ems. Ink that is higher is more than one line."""
COLUMN_GAP = 0.8
"""Ems of empty paper between the lines of two columns."""
VALLEY = 0.35
"""Ink in the emptiest row between two lines that touch, as part of a full row's."""
LEVEL = 0.2
"""Ems by which the paper between two lines may stand higher or lower on one side of a gap than on the other."""
STRETCH = 2.2
"""Ems of empty paper at which a line is read in two."""
STACKED = 3
"""Letters under one another from which on they are 縦書き in a narrow cell."""
STACKED_ALONE = 2
"""The same where nothing else stands in the cell."""
STACK_WIDTH, STACK_GAP = 1.3, 1.0
"""Ems: the greatest width of such a letter, and distance between two."""


@dataclass(slots=True)
class Box:
    """A line, or a stretch of one, in pixels. `letters` are the boxes of its letters where it is set in 縦書き."""

    x0: int
    y0: int
    x1: int
    y1: int
    letters: tuple[Interval, ...] = ()


@dataclass(slots=True)
class Segments:
    """The lines of a sheet, from the top down, and the em in pixels that most of them are set in."""

    boxes: list[Box]
    em: float


def find_lines(sheet: Sheet, ruling: Ruling) -> Segments:
    """The lines of a sheet."""
    text = _without_dust(sheet.ink & ~ruling.mask, sheet)
    regions = list(_regions(text, _walls(sheet, ruling), sheet))
    rough = [row for ink, _, _ in regions for row in _Cutter(ink, 0.0).rows()]
    heights = [box.y1 - box.y0 for box in rough if box.x1 - box.x0 > 4 * (box.y1 - box.y0) > 4 * sheet.px(SMALL)]
    em = float(np.median(heights)) / INK_HEIGHT if heights else float(sheet.px(USUAL))
    boxes: list[Box] = []
    for ink, x, y in regions:
        rows = _stack(list(_Cutter(ink, em).rows()), em)
        boxes += [
            Box(b.x0 + x, b.y0 + y, b.x1 + x, b.y1 + y, tuple((i + y, j + y) for i, j in b.letters)) for b in rows
        ]
    boxes.sort(key=lambda box: (box.y0, box.x0))
    return Segments(boxes, em)


def _without_dust(ink: Mask, sheet: Sheet) -> Mask:
    """The ink without specks: the smallest pieces, and small ones with no letter near."""
    whole = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))  # a 。 in a poor copy is in pieces
    _, labels, boxes, _ = cv2.connectedComponentsWithStats(whole, connectivity=8)
    side = np.maximum(boxes[:, 2], boxes[:, 3])
    tiny = (side <= sheet.px(DUST)) | (boxes[:, 4] <= 2)
    small = side < sheet.px(SMALL)
    large = ~small
    large[0] = False
    reach = np.ones((2 * sheet.px(NEAR[1]) + 1, 2 * sheet.px(NEAR[0]) + 1), np.uint8)
    near = cv2.dilate(large[labels].astype(np.uint8), reach)
    xs, ys = boxes[:, 0] + boxes[:, 2] // 2, boxes[:, 1] + boxes[:, 3] // 2
    drop = tiny | (small & (near[ys, xs] == 0))
    drop[0] = False
    cleaned = ink.copy()
    cleaned[drop[labels]] = 0
    return cleaned


def _walls(sheet: Sheet, ruling: Ruling) -> Mask:
    """The rules drawn out in full, over gaps between dashes and up to the rules that they meet."""
    walls = ruling.mask.copy()
    reach = sheet.px(MEET)
    for stroke in ruling.strokes:
        across, down = (reach, 0) if stroke.horizontal else (0, reach)
        start = (round(stroke.x0) - across, round(stroke.y0) - down)
        cv2.line(walls, start, (round(stroke.x1) + across, round(stroke.y1) + down), 255)
    return walls


def _regions(text: Mask, walls: Mask, sheet: Sheet) -> Iterator[tuple[Ink, int, int]]:
    """The ink of each stretch of paper that rules enclose, with the place of its box; the open page is one, too."""
    count, labels, boxes, _ = cv2.connectedComponentsWithStats((walls == 0).astype(np.uint8), connectivity=4)
    least = sheet.px(LEAST_REGION)
    for label in range(1, count):
        x, y, width, height, _ = (int(value) for value in boxes[label])
        if min(width, height) < least:
            continue
        box = (slice(y, y + height), slice(x, x + width))
        ink = (text[box] > 0) & (labels[box] == label)
        if ink.any():
            yield ink, x, y


class _Cutter:
    """Cuts the ink of one region. `em` is 0 where it is still to be found: then rows are taken as they come."""

    def __init__(self, ink: Ink, em: float) -> None:
        self.ink, self.em = ink, em

    def rows(self) -> Iterator[Box]:
        """Its lines and stretches of lines."""
        height, width = self.ink.shape
        yield from self._cut(0, 0, width, height)

    def _cut(self, x0: int, y0: int, x1: int, y1: int) -> Iterator[Box]:
        ink = self.ink[y0:y1, x0:x1]
        for top, bottom in self._joined(_runs(ink.any(axis=1))):
            row = ink[top:bottom]
            parts = self._parts(row) if self.em and bottom - top > TALL * self.em else []
            if parts:
                for left, upper, right, lower in parts:
                    yield from self._cut(x0 + left, y0 + top + upper, x0 + right, y0 + top + lower)
            else:
                yield from self._stretches(row, x0, y0 + top)

    def _joined(self, rows: list[Interval]) -> list[Interval]:
        """Rows of ink with those that are only parts of a line joined to their neighbours."""
        rows = list(rows)
        k = 0
        while self.em and k < len(rows):
            near = [j for j in (k - 1, k + 1) if 0 <= j < len(rows) and self._belong(rows[k], rows[j])]
            if rows[k][1] - rows[k][0] < FLAT * self.em and near:
                j = min(near, key=lambda j: _between(rows[k], rows[j]))
                first = min(j, k)
                rows[first : first + 2] = [(rows[first][0], rows[first + 1][1])]
                k = max(first - 1, 0)
            else:
                k += 1
        return rows

    def _belong(self, one: Interval, other: Interval) -> bool:
        whole = max(one[1], other[1]) - min(one[0], other[0])
        return _between(one, other) <= APART * self.em and whole <= WHOLE * self.em

    def _parts(self, row: Ink) -> list[tuple[int, int, int, int]]:
        """Two halves of a row that is more than one line: lines that touch, or columns side by side. Else nothing."""
        height, width = row.shape
        columns = _runs(row.any(axis=0))
        gaps = [(b[0] - a[1], a[1], b[0]) for a, b in pairwise(columns)]
        gap, left, right = max(gaps, default=(0, 0, 0))
        at = self._valley(row)
        if at and (gap < COLUMN_GAP * self.em or self._parts_both(row[:, :left], row[:, right:], at)):
            return [(0, 0, width, at), (0, at, width, height)]
        return [(0, 0, left, height), (right, 0, width, height)] if gap >= COLUMN_GAP * self.em else []

    def _parts_both(self, left: Ink, right: Ink, at: int) -> bool:
        """Whether a row parts the lines on either side of a gap: lines that touch, not columns of their own."""
        for side in (left, right):
            profile = _smooth(side.sum(axis=1), max(1, round(0.15 * self.em)))
            slack = round(LEVEL * self.em)
            if profile[max(at - slack, 0) : at + slack + 1].min() > VALLEY * float(
                np.percentile(profile[profile > 0], 70)
            ):
                return False
        return True

    def _valley(self, row: Ink) -> int:
        """The emptiest row of pixels between two lines that touch; 0 where there is none."""
        profile = _smooth(row.sum(axis=1), max(1, round(0.15 * self.em)))
        margin = round(FLAT * self.em)
        middle = profile[margin : len(profile) - margin]
        if not len(middle):
            return 0
        at = int(np.argmin(middle))
        return margin + at if middle[at] < VALLEY * float(np.percentile(profile, 70)) else 0

    def _stretches(self, row: Ink, x: int, y: int) -> Iterator[Box]:
        em = self.em or row.shape[0]
        joined: list[Interval] = []
        for start, end in _runs(row.any(axis=0)):
            if joined and start - joined[-1][1] <= STRETCH * em:
                joined[-1] = (joined[-1][0], end)
            else:
                joined.append((start, end))
        for start, end in joined:
            inked = _runs(row[:, start:end].any(axis=1))
            yield Box(x + start, y + inked[0][0], x + end, y + inked[-1][1])


def _stack(rows: list[Box], em: float) -> list[Box]:
    """The rows of a region, with single letters that stand under one another made one column of 縦書き."""
    columns: list[list[Box]] = []
    for letter in (letter for row in rows for letter in _letters(row, em)):
        if columns and _is_under(columns[-1][-1], letter, em):
            columns[-1].append(letter)
        else:
            columns.append([letter])
    alone = sum(column[-1].y1 - column[0].y0 >= FLAT * em for column in columns) == 1
    least = STACKED_ALONE if alone else STACKED
    return [box for column in columns for box in _column(column, least)]


def _letters(row: Box, em: float) -> list[Box]:
    """The letters of a pile whose letters touch, cut evenly; anything else as it is."""
    width, height = row.x1 - row.x0, row.y1 - row.y0
    count = round(height / em)
    if width > STACK_WIDTH * em or width < FLAT * em or height < TALL * em:
        return [row]
    cuts = [row.y0 + round(k * height / count) for k in range(count + 1)]
    return [Box(row.x0, top, row.x1, bottom) for top, bottom in pairwise(cuts)]


def _is_under(above: Box, below: Box, em: float) -> bool:
    narrow = all(box.x1 - box.x0 <= STACK_WIDTH * em for box in (above, below))
    aligned = abs(above.x0 + above.x1 - below.x0 - below.x1) <= 0.5 * em
    return narrow and aligned and -0.2 * em <= below.y0 - above.y1 <= STACK_GAP * em


def _column(rows: list[Box], least: int) -> list[Box]:
    if len(rows) < least:
        return rows
    letters = tuple((row.y0, row.y1) for row in rows)
    return [Box(min(r.x0 for r in rows), rows[0].y0, max(r.x1 for r in rows), rows[-1].y1, letters)]


def _runs(marked: ArrayLike) -> list[Interval]:
    """Where a row of flags is set: start and end of each stretch."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], np.asarray(marked, np.int8), [0]))))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def _between(one: Interval, other: Interval) -> int:
    """Empty paper between two stretches; negative where they overlap."""
    return max(one[0], other[0]) - min(one[1], other[1])


def _smooth(profile: NDArray[Any], side: int) -> NDArray[np.float64]:
    return np.convolve(profile.astype(np.float64), np.ones(side) / side, "same")
