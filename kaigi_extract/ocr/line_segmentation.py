"""Lines of text from pixels: the ink between ruled lines, cut into rows and stretches. Knows geometry; reads no text.

Ruled lines are walls: no line reaches across one, so that a crop never holds the text of two cells. Between walls the
ink is cut where there is white, across and along in turn (an XY cut), down to single lines.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.ocr.page_image import Mask, PageImage
from kaigi_extract.ocr.ruled_lines import RuledLines
from kaigi_extract.ocr.settings import DEFAULT_OCR, SegmentationSettings
from kaigi_extract.ocr.stretches import stretches_of

Ink = NDArray[np.bool_]
Interval = tuple[int, int]

INK_HEIGHT = 0.95
"""Ems. Height of the ink of a line of 漢字."""


@dataclass(slots=True)
class LineBox:
    """A line, or a stretch of one, in pixels. `characters` are the boxes of these where it is set in 縦書き."""

    x0: int
    y0: int
    x1: int
    y1: int
    characters: tuple[Interval, ...] = ()
    em: float = 0.0
    """Pixels, of a column of 縦書き whose size is known."""


@dataclass(slots=True)
class Segments:
    """The lines of a image, from the top down, and the em in pixels that most of them are set in."""

    boxes: list[LineBox]
    em: float


def find_lines(
    image: PageImage, ruled: RuledLines, settings: SegmentationSettings = DEFAULT_OCR.segmentation
) -> Segments:
    """The lines of a page."""
    text = _without_specks(image.ink & ~ruled.mask, image, settings)
    regions = list(_regions(text, _walls(image, ruled, settings), image.px(settings.least_region)))
    rough = [row for ink, _, _ in regions for row in _Cutter(ink, 0.0, settings).rows()]
    em = _usual_em(rough, image, settings)
    boxes: list[LineBox] = []
    for ink, x, y in regions:
        rows = _stack(list(_Cutter(ink, em, settings).rows()), em, settings)
        boxes += [
            LineBox(b.x0 + x, b.y0 + y, b.x1 + x, b.y1 + y, tuple((i + y, j + y) for i, j in b.characters))
            for b in rows
        ]
    boxes.sort(key=lambda box: (box.y0, box.x0))
    return Segments(boxes, em)


def _usual_em(rows: list[LineBox], image: PageImage, settings: SegmentationSettings) -> float:
    """The em in pixels that most lines are set in, by the height of the long ones."""
    least = image.px(settings.small_ink)
    heights = [
        high for row in rows if row.x1 - row.x0 > settings.long_line * (high := row.y1 - row.y0) and high > least
    ]
    return float(np.median(heights)) / INK_HEIGHT if heights else float(image.px(settings.default_em))


def _without_specks(ink: Mask, image: PageImage, settings: SegmentationSettings) -> Mask:
    """The ink without specks: the smallest pieces, and small ones with no character near."""
    whole = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))  # a 。 in a poor copy is in pieces
    _, labels, boxes, _ = cv2.connectedComponentsWithStats(whole, connectivity=8)
    side = np.maximum(boxes[:, 2], boxes[:, 3])
    tiny = (side <= image.px(settings.speck_size)) | (boxes[:, 4] <= 2)
    small = side < image.px(settings.small_ink)
    large = ~small
    large[0] = False
    reach = np.ones((2 * image.px(settings.near_across) + 1, 2 * image.px(settings.near_along) + 1), np.uint8)
    near = cv2.dilate(large[labels].astype(np.uint8), reach)
    xs, ys = boxes[:, 0] + boxes[:, 2] // 2, boxes[:, 1] + boxes[:, 3] // 2
    drop = tiny | (small & (near[ys, xs] == 0))
    drop[0] = False
    cleaned = ink.copy()
    cleaned[drop[labels]] = 0
    return cleaned


def _walls(image: PageImage, ruled: RuledLines, settings: SegmentationSettings) -> Mask:
    """The ruled lines drawn out in full, over gaps between dashes and up to those that they meet."""
    walls = ruled.mask.copy()
    reach = image.px(settings.wall_reach)
    for line in ruled.lines:
        across, down = (reach, 0) if line.horizontal else (0, reach)
        start = (round(line.x0) - across, round(line.y0) - down)
        cv2.line(walls, start, (round(line.x1) + across, round(line.y1) + down), 255)
    return walls


def _regions(text: Mask, walls: Mask, least: int) -> Iterator[tuple[Ink, int, int]]:
    """The ink of each region that ruled lines enclose, with the place of its box; the open page is one, too. No side of
    one is shorter than so many pixels."""
    count, labels, boxes, _ = cv2.connectedComponentsWithStats((walls == 0).astype(np.uint8), connectivity=4)
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

    def __init__(self, ink: Ink, em: float, settings: SegmentationSettings) -> None:
        self.ink, self.em, self.settings = ink, em, settings

    def rows(self) -> Iterator[LineBox]:
        """Its lines and stretches of lines."""
        height, width = self.ink.shape
        yield from self._cut(0, 0, width, height)

    def _cut(self, x0: int, y0: int, x1: int, y1: int) -> Iterator[LineBox]:
        ink = self.ink[y0:y1, x0:x1]
        for top, bottom in self._joined(stretches_of(ink.any(axis=1))):
            row = ink[top:bottom]
            parts = self._parts(row) if self.em and bottom - top > self.settings.tall_ink * self.em else []
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
            if rows[k][1] - rows[k][0] < self.settings.flat_ink * self.em and near:
                j = min(near, key=lambda j: _between(rows[k], rows[j]))
                first = min(j, k)
                rows[first : first + 2] = [(rows[first][0], rows[first + 1][1])]
                k = max(first - 1, 0)
            else:
                k += 1
        return rows

    def _belong(self, one: Interval, other: Interval) -> bool:
        """Whether two rows of ink are one line: not if one has whole characters, since then the other is beside it."""
        if max(one[1] - one[0], other[1] - other[0]) >= self.settings.full_line * self.em:
            return False
        whole = max(one[1], other[1]) - min(one[0], other[0])
        gap, high = self.settings.part_gap * self.em, self.settings.whole_line * self.em
        return _between(one, other) <= gap and whole <= high

    def _parts(self, row: Ink) -> list[tuple[int, int, int, int]]:
        """Two halves of a row that is more than one line: lines that touch, or columns side by side. Else nothing."""
        height, width = row.shape
        stretches = stretches_of(row.any(axis=0))
        gaps = [(b[0] - a[1], a[1], b[0]) for a, b in pairwise(stretches)]
        wide = [(left, right) for gap, left, right in gaps if gap >= self.settings.column_gap * self.em]
        at = self._valley(row)
        sides = zip([0, *(right for _, right in wide)], [*(left for left, _ in wide), width], strict=True)
        if at and (not wide or all(self._is_parted(row[:, left:right], at) for left, right in sides)):
            return [(0, 0, width, at), (0, at, width, height)]
        _, left, right = max(gaps, default=(0, 0, 0))
        return [(0, 0, left, height), (right, 0, width, height)] if wide else []

    def _is_parted(self, column: Ink, at: int) -> bool:
        """Whether a row parts the lines between two gaps, too: lines that touch, not columns of their own. A short line
        has less ink than the space between long ones may have: its own tells."""
        profile = self._profile(column)
        slack = round(self.settings.valley_shift * self.em)
        above, below = profile[:at].max(), profile[at:].max()
        most = self._emptiest(profile[profile > 0])
        if above and below:
            most = min(most, self.settings.valley_share * min(above, below))
        return bool(profile[max(at - slack, 0) : at + slack + 1].min() <= most)

    def _valley(self, row: Ink) -> int:
        """The emptiest row of pixels between two lines that touch; 0 where there is none."""
        profile = self._profile(row)
        margin = round(self.settings.flat_ink * self.em)
        middle = profile[margin : len(profile) - margin]
        if not len(middle):
            return 0
        at = int(np.argmin(middle))
        return margin + at if middle[at] < self._emptiest(profile) else 0

    def _profile(self, ink: Ink) -> NDArray[np.float64]:
        """The ink of each row of pixels, averaged over some of them."""
        side = max(1, round(self.settings.smoothing * self.em))
        return np.convolve(ink.sum(axis=1).astype(np.float64), np.ones(side) / side, "same")

    def _emptiest(self, profile: NDArray[np.float64]) -> float:
        """How much ink a row of pixels between two lines that touch may have."""
        return self.settings.valley_share * float(np.percentile(profile, self.settings.full_row))

    def _stretches(self, row: Ink, x: int, y: int) -> Iterator[LineBox]:
        em = self.em or row.shape[0]
        joined: list[Interval] = []
        for start, end in stretches_of(row.any(axis=0)):
            if joined and start - joined[-1][1] <= self.settings.stretch_gap * em:
                joined[-1] = (joined[-1][0], end)
            else:
                joined.append((start, end))
        for start, end in joined:
            inked = stretches_of(row[:, start:end].any(axis=1))
            yield LineBox(x + start, y + inked[0][0], x + end, y + inked[-1][1])


def _stack(rows: list[LineBox], em: float, settings: SegmentationSettings) -> list[LineBox]:
    """The rows of a region, with single characters that are under one another made one column of 縦書き."""
    columns: list[list[LineBox]] = []
    for box in (box for row in rows for box in _in_pile(row, em, settings)):
        if columns and _is_under(columns[-1][-1], box, em, settings):
            columns[-1].append(box)
        else:
            columns.append([box])
    alone = sum(column[-1].y1 - column[0].y0 >= settings.flat_ink * em for column in columns) == 1
    least = settings.stacked_alone if alone else settings.stacked
    return [box for column in columns for box in _column(column, least)]


def _in_pile(row: LineBox, em: float, settings: SegmentationSettings) -> list[LineBox]:
    """The characters of a pile whose characters touch, cut evenly; anything else as it is."""
    width, height = row.x1 - row.x0, row.y1 - row.y0
    count = round(height / em)
    narrow = settings.flat_ink * em <= width <= settings.stack_width * em
    if not narrow or height < settings.tall_ink * em:
        return [row]
    cuts = [row.y0 + round(k * height / count) for k in range(count + 1)]
    return [LineBox(row.x0, top, row.x1, bottom) for top, bottom in pairwise(cuts)]


def _is_under(above: LineBox, below: LineBox, em: float, settings: SegmentationSettings) -> bool:
    narrow = all(box.x1 - box.x0 <= settings.stack_width * em for box in (above, below))
    aligned = abs(above.x0 + above.x1 - below.x0 - below.x1) <= settings.stack_shift * em
    return narrow and aligned and -settings.stack_overlap * em <= below.y0 - above.y1 <= settings.stack_gap * em


def _column(rows: list[LineBox], least: int) -> list[LineBox]:
    if len(rows) < least:
        return rows
    characters = tuple((row.y0, row.y1) for row in rows)
    return [LineBox(min(r.x0 for r in rows), rows[0].y0, max(r.x1 for r in rows), rows[-1].y1, characters)]


def _between(one: Interval, other: Interval) -> int:
    """White between two stretches; negative where they overlap."""
    return max(one[0], other[0]) - min(one[1], other[1])
