"""Tables whose lines a copier of copies lost, drawn again from the dots that it left where they crossed. Reads no text.

Two hairlines that cross or meet leave more ink there than along their ways. What is left of a table then are dots, some
beside each other at the height of a line, and some below each other at the place of one: specks of dirt do not lie so.
Knows lines and pixels.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from kaigi_extract.ocr.broken_lines import RuledLine, Way, thin_ink
from kaigi_extract.ocr.page_image import Mask, PageImage
from kaigi_extract.ocr.settings import DEFAULT_OCR, LostLineSettings

Places = NDArray[np.float64]
"""Of some dots: how far along the page, how far down, and how many pixels they have."""


def lost_lines(
    lines: Sequence[RuledLine],
    image: PageImage,
    mask: Mask,
    settings: LostLineSettings = DEFAULT_OCR.lost_lines,
) -> list[RuledLine]:
    """The lines of a page with those of a table of which only dots are left; what is left along them is added to the
    mask. A page that has an upright line has not lost them."""
    if any(not line.horizontal for line in lines):
        return list(lines)
    dots = _dots(image, mask, settings)
    if not settings.least_rows * 2 <= len(dots) <= settings.most_dots:
        return list(lines)
    grid = _Grid(dots, image, settings)
    levels, uprights = grid.levels(), grid.uprights()
    if not uprights:
        return list(lines)
    found = [way.ruled(1.0, True) for way in levels] + [way.ruled(1.0, False) for way in uprights]
    for line in found:
        _take(line, image, mask, grid.slack)
    top, bottom = (levels[at].at for at in (0, -1))
    return [line for line in lines if not top - grid.slack <= line.y0 <= bottom + grid.slack] + found


def _dots(image: PageImage, mask: Mask, settings: LostLineSettings) -> Places:
    """The small pieces of ink of a page."""
    ink = np.where(mask > 0, 0, image.ink).astype(np.uint8)
    _, _, boxes, middles = cv2.connectedComponentsWithStats(ink, connectivity=8)
    found = np.column_stack([np.asarray(middles, np.float64), np.asarray(boxes, np.float64)[:, 2:]])[1:]
    width, height = found[:, 2], found[:, 3]
    places = found[np.maximum(width, height) <= image.px(settings.largest_node)][:, [0, 1, 4]]
    return np.asarray(places[np.argsort(places[:, 1], kind="stable")])


class _Grid:
    """A table by the dots that are left of it: the places of its uprights, and the heights of its level lines."""

    def __init__(self, dots: Places, image: PageImage, settings: LostLineSettings) -> None:
        self.dots, self.image, self.settings = dots, image, settings
        self.slack, self.far = image.px(settings.node_slack), image.px(settings.least_column)
        self.ink = image.ink > 0
        self.columns: list[float] = []
        self.rows: list[float] = []
        self.lone: list[float] = []
        """Those of them that but one upright has a dot at."""
        left, right, heights = self._best_pair()
        if len(heights) < settings.least_rows:
            return
        self.rows = heights
        self.columns = sorted([left, right, *self._more_columns(left, right, heights)])
        self.columns = [at for at in self.columns if at in self._ends() or self._parts(at)]
        self.rows = self._rows()
        if len(self.rows) >= settings.least_rows:
            self._add_lone_rows()

    def levels(self) -> list[Way]:
        """The level lines, over the whole table."""
        return [Way(row, self.columns[0], self.columns[-1]) for row in self.rows]

    def uprights(self) -> list[Way]:
        """The uprights, each from the row where it begins to the one where it ends; none where the table is too
        small."""
        if len(self.rows) < self.settings.least_rows:
            return []
        sides = [Way(column, self.rows[0], self.rows[-1]) for column in self._ends()]
        return sides + [way for column in self.columns[1:-1] for way in self._parts(column)]

    def _ends(self) -> tuple[float, float]:
        """The places of the left side of the table and of its right side."""
        return self.columns[0], self.columns[-1]

    def _pairs(self) -> Iterator[tuple[int, int]]:
        """Which dots are at one height, a column or more apart; the left one first."""
        ends = np.searchsorted(self.dots[:, 1], self.dots[:, 1] + self.slack, side="right")
        for one, end in enumerate(ends):
            for other in range(one + 1, int(end)):
                apart = self.dots[other, 0] - self.dots[one, 0]
                if abs(apart) >= self.far:
                    yield (one, other) if apart > 0 else (other, one)

    def _best_pair(self) -> tuple[float, float, list[float]]:
        """The two places along the page at which most rows have dots, and the heights of these."""
        pairs = np.array(list(self._pairs()), np.intp).reshape(-1, 2)
        if not len(pairs):
            return 0.0, 0.0, []
        ends = self.dots[pairs, 0]
        cells = np.round(ends / self.slack).astype(np.int64)
        counts = Counter((int(a), int(b)) for a, b in cells)
        near = [(a, b) for a in (-1, 0, 1) for b in (-1, 0, 1)]
        best = max(counts, key=lambda cell: (sum(counts[cell[0] + a, cell[1] + b] for a, b in near), cell))
        own = (np.abs(cells - best) <= 1).all(axis=1)
        left, right = np.median(ends[own], axis=0)
        return float(left), float(right), self._apart(self.dots[pairs[own, 0], 1])

    def _more_columns(self, left: float, right: float, heights: Sequence[float]) -> list[float]:
        """The other places at which dots of these rows are below each other."""
        apart = np.abs(self.dots[:, 1][:, None] - np.array(heights)[None, :]).min(axis=1)
        places = self.dots[apart <= self.slack, 0]
        found = [left, right]
        while True:
            places = places[np.abs(places[:, None] - np.array(found)[None, :]).min(axis=1) >= self.far]
            near = [places[np.abs(places - place) <= self.slack] for place in places]
            most = max(near, key=len, default=places)
            if len(most) < self.settings.least_nodes:
                return found[2:]
            found.append(float(np.median(most)))

    def _apart(self, heights: NDArray[np.float64]) -> list[float]:
        """Heights, those of one row taken together."""
        found: list[list[float]] = []
        for height in sorted(heights.tolist()):
            if found and height - found[-1][0] <= 2 * self.slack:
                found[-1].append(height)
            else:
                found.append([height])
        return [float(np.median(row)) for row in found]

    def _nodes(self, column: float) -> Places:
        """The dots at the place of an upright."""
        return np.asarray(self.dots[np.abs(self.dots[:, 0] - column) <= self.slack])

    def _has_node(self, column: float, row: float) -> bool:
        return bool((np.abs(self._nodes(column)[:, 1] - row) <= self.slack).any())

    def _rows(self) -> list[float]:
        """The heights at which two uprights or more have a dot, and nothing is printed across."""
        heights = self._apart(np.concatenate([self._nodes(column)[:, 1] for column in self.columns]))
        several = [row for row in heights if sum(self._has_node(column, row) for column in self.columns) > 1]
        return [row for row in several if self._is_free(row)]

    def _add_lone_rows(self) -> None:
        """Adds the heights at which but one upright has a dot, as large as others of it, where words stand in the first
        column and beside it, above and below: as between two rows, and beyond the first one and the last."""
        tallest = max(np.diff(self.rows))
        may_be = []
        for column in self.columns:
            nodes = self._nodes(column)
            usual = np.median([size for _, y, size in nodes if min(abs(y - row) for row in self.rows) <= self.slack])
            may_be += [float(y) for _, y, size in nodes if size >= self.settings.least_node * usual]
        middle, least = float(np.median(self.rows)), self.image.px(self.settings.least_row)
        for row in sorted(may_be, key=lambda height: abs(height - middle)):
            if min(abs(row - one) for one in self.rows) < least or not self._is_free(row):
                continue
            above = max((y for y in self.rows if y < row), default=row)
            below = min((y for y in self.rows if y > row), default=row)
            bands = [(a, b) for a, b in ((above, row), (row, below)) if b > a]
            if all(b - a <= 2 * tallest and self._is_row(a, b) for a, b in bands):
                self.rows = sorted([*self.rows, row])
                self.lone.append(row)

    def _is_row(self, top: float, bottom: float) -> bool:
        """Whether words stand in the first column and beside it."""
        first, second, last = self.columns[0], self.columns[1], self.columns[-1]
        return self._has_words(first, second, top, bottom) and self._has_words(second, last, top, bottom)

    def _has_words(self, left: float, right: float, top: float, bottom: float) -> bool:
        """Whether something is printed in a part of the page that is larger than a dot."""
        margin = self.slack
        part = self.ink[int(top) + margin : int(bottom) - margin, int(left) + margin : int(right) - margin]
        if not part.size:
            return False
        _, _, boxes, _ = cv2.connectedComponentsWithStats(part.astype(np.uint8), connectivity=8)
        return bool(np.asarray(boxes)[1:, 2:4].max(initial=0) > self.image.px(self.settings.largest_node))

    def _is_free(self, row: float) -> bool:
        """Whether hardly anything is printed across a level line."""
        return self._printed(self.ink, row, self.columns[0], self.columns[-1]) <= self.settings.most_printed

    def _printed(self, ink: NDArray[np.bool_], at: float, start: float, end: float) -> float:
        """The share of a way with ink on it that goes on beside it, as print does; what is left of a line does not."""
        row, near, far = int(at), self.slack, 3 * self.slack
        band = ink[max(row - far, 0) : row + far + 1, int(start) + far : int(end) - far]
        middle = min(row, far)
        own = band[max(middle - near, 0) : middle + near + 1].any(axis=0)
        beside = band[: max(middle - near, 0)].any(axis=0) | band[middle + near + 1 :].any(axis=0)
        return float((own & beside).mean()) if band.size else 1.0

    def _parts(self, column: float) -> list[Way]:
        """The parts of an upright within a table: from row to row with dots at both ends, and what goes on from these
        with a dot at one; where words stand on both sides and none across."""
        bands = list(pairwise(self.rows))
        ends = [self._has_node(column, row) for row in self.rows]
        for at, row in enumerate(self.rows[1:-1], 1):
            ends[at] = ends[at] or (row in self.lone and ends[at - 1] and ends[at + 1])
        may_be = [self._may_be_part(column, *band) for band in bands]
        taken = [here and all(two) for here, two in zip(may_be, pairwise(ends), strict=True)]
        for order in (range(1, len(bands)), range(len(bands) - 2, -1, -1)):
            for at in order:
                goes_on = taken[at - 1 if order.step > 0 else at + 1]
                taken[at] = taken[at] or (goes_on and may_be[at] and any(ends[at : at + 2]))
        return [Way(column, *band) for here, band in zip(taken, bands, strict=True) if here]

    def _may_be_part(self, column: float, top: float, bottom: float) -> bool:
        """Whether words stand on both sides of a part of an upright, and none across it."""
        at = self.columns.index(column)
        words = (
            self._has_words(left, right, top, bottom)
            for left, right in ((self.columns[at - 1], column), (column, self.columns[at + 1]))
        )
        return all(words) and self._printed(self.ink.T, column, top, bottom) <= self.settings.most_printed


def _take(line: RuledLine, image: PageImage, mask: Mask, slack: int) -> None:
    """Adds the thin ink along a line to the mask."""
    ink, taken = (image.ink, mask) if line.horizontal else (image.ink.T, mask.T)
    at, start, end = (int(value) for value in line.way)
    _, thin = thin_ink(ink, at, slack, slack)
    along, across = slice(start, end + 1), slice(max(at - slack, 0), at + slack + 1)
    taken[across, along] |= np.where(thin[along], ink[across, along], 0).astype(np.uint8)
