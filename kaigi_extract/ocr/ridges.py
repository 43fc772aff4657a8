"""How much darker a page is along a line than on both sides of it, where the line itself is hardly ink.

Pixel by pixel a hairline is as pale as the grain of the paper, or missing. But the mean over a millimetre along it is
darker than what is beside it, at most places of its way; at those of print strokes and white follow each other.
Knows pixels and ways; reads no text.
"""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from kaigi_extract.ocr.broken_lines import Way
from kaigi_extract.ocr.page_image import MM, Mask, PageImage
from kaigi_extract.ocr.settings import DEFAULT_OCR, ThinLineSettings
from kaigi_extract.ocr.stretches import stretches_of

Means = NDArray[np.float32]


class Gap(NamedTuple):
    """A place between two neighbouring lines across, from one to the other and as far along them as both go."""

    start: float
    end: float
    low: float
    high: float


class Seen(NamedTuple):
    """What is seen of a line in a gap: its way there, and whether that alone tells it from strokes of characters."""

    way: Way
    sure: bool


def beside_a_line(image: PageImage, settings: ThinLineSettings = DEFAULT_OCR.thin_lines) -> float:
    """Millimetres from the middle of a thin line to what is beside it: as far as edges are wide, on a page that is out
    of focus."""
    width = _edge_width(image.grey, settings)
    out_of_focus = settings.edges_beside * width * MM / image.dpi if width >= settings.widest_edge else 0.0
    return max(settings.beside_thin, out_of_focus)


def _edge_width(grey: Mask, settings: ThinLineSettings) -> float:
    """Pixels from white to black at an edge of print, as most are on a page; 0 of one without print."""
    around = np.ones((settings.around_edge, settings.around_edge), np.uint8)
    steep = cv2.morphologyEx(grey, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
    steepest = cv2.dilate(steep, around)
    contrast = cv2.morphologyEx(grey, cv2.MORPH_GRADIENT, around)
    edges = (contrast >= settings.edge_contrast) & (steep == steepest)
    return float(np.median(2.0 * contrast[edges] / steepest[edges])) if edges.any() else 0.0


class Ridges:
    """A page as lines in one direction see it: rows of pixels, in blocks along them."""

    def __init__(
        self,
        image: PageImage,
        horizontal: bool,
        beside_line: float,
        settings: ThinLineSettings = DEFAULT_OCR.thin_lines,
    ) -> None:
        self.image, self.horizontal, self.settings = image, horizontal, settings
        self.side = image.px(settings.along_block)
        self._seen: dict[tuple[Gap, float, float], list[Seen]] = {}
        self.grey = np.ascontiguousarray(image.grey if horizontal else image.grey.T)
        dark = np.minimum(np.asarray(cv2.bitwise_not(self.grey), np.uint8), np.uint8(settings.most_darkness))
        count = dark.shape[1] // self.side
        whole = dark[:, : count * self.side]
        self.mean = np.asarray(cv2.resize(whole, (count, len(dark)), interpolation=cv2.INTER_AREA), np.uint8)
        middle = np.asarray(cv2.dilate(self.mean, np.ones((3, 1), np.uint8)), np.float32)
        beside = _beside(self.mean, image.px(beside_line))
        white = settings.white_beside_thin + float(np.median(self.mean[::4, ::2]))
        beyond = np.minimum(*_sides(self.mean, image.px(settings.beyond_thin + beside_line - settings.beside_thin)))
        self.free = np.asarray((beside <= white) & (beyond <= white))
        darker = middle - beside
        blank = darker[::4, ::2][self.free[::4, ::2]]
        usual = float(np.median(blank)) if blank.size else 0.0
        self.grain = float(np.median(np.abs(blank - usual))) if blank.size else 0.0
        self.darker: Means = np.clip(darker - usual, -settings.most_contrast, settings.most_contrast)

    def rows(self) -> list[Way]:
        """What may be lines wherever it is: long, and darker at most places."""
        settings = self.settings
        over = round(settings.shortest_open / settings.along_block)
        darker = (self.free & (self.darker >= max(settings.least_contrast, self.grain))).astype(np.float32)
        long = cv2.boxFilter(darker, -1, (over, 1), borderType=cv2.BORDER_CONSTANT) >= settings.least_open
        inside = cv2.dilate(long.astype(np.uint8), np.ones((1, over), np.uint8)) > 0
        near = cv2.boxFilter(darker, -1, (5, 1), borderType=cv2.BORDER_CONSTANT) > 0.5
        joined = cv2.morphologyEx((inside & near).astype(np.uint8), cv2.MORPH_CLOSE, np.ones((3, 5), np.uint8))
        _, labels, boxes, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
        rows = []
        fits = (boxes[:, 2] >= over / 2) & (boxes[:, 3] <= self.image.px(settings.thin_height))
        for label in np.flatnonzero(fits[1:]) + 1:
            x, y, width, height, _ = (int(value) for value in boxes[label])
            place = (slice(y, y + height), slice(x, x + width))
            weight = np.where(labels[place] == label, self.darker[place], 0).clip(0).sum(axis=1)
            at = float(np.average(np.arange(y, y + height) + 0.5, weights=weight + 1e-6))
            rows.append(Way(at, float(x * self.side), float((x + width) * self.side)))
        return rows

    def is_leader(self, row: Way) -> bool:
        """Whether words stand at both ends of a row, as high as it: dots lead from one to the other."""
        settings, high = self.settings, self.image.px(self.settings.leader_word)
        reach = round(settings.beside_leader / settings.along_block)
        first, last = int(row.start // self.side), int(row.end // self.side)
        near = self.mean[max(int(row.at) - high, 0) : int(row.at) + high + 1]
        ends = (near[:, max(first - reach, 0) : first], near[:, last : last + reach])
        return all(end.size > 0 and float(end.mean(axis=1).max()) >= settings.word_darkness for end in ends)

    def lines_in(self, gap: Gap, share: float = 1.0, seen: float = 1.0) -> list[Seen]:
        """The lines from one side of a gap to the other, with no more than a share of the contrast that they have by
        right; with less than the share of the way that is seen by right, anything that may be one."""
        if (gap, share, seen) not in self._seen:
            self._seen[gap, share, seen] = self._lines_in(gap, share, seen)
        return self._seen[gap, share, seen]

    def _lines_in(self, gap: Gap, share: float, seen: float) -> list[Seen]:
        settings, reach = self.settings, self.image.px(self.settings.thin_meets)
        first, last = int(gap.start // self.side) + 1, int(gap.end // self.side)
        low, high = max(int(gap.low) - reach, 0), int(gap.high) + reach
        place = (slice(low, high), slice(first, last))
        part = np.where(self.free[place], self.darker[place], np.nan)
        if part.shape[1] < settings.least_blocks:
            return []
        count = np.isfinite(part).sum(axis=1)
        clear = count >= settings.least_clear * part.shape[1]
        if not clear.any():
            return []
        level = np.full(len(part), -1.0)
        level[clear] = np.nanmedian(part[clear], axis=1)
        least = share * self._least(level[clear], int(count.max()))
        rows = [a + int(np.argmax(level[a:b])) for a, b in stretches_of(level >= least)]
        rows = self._apart([at for at in rows if self._is_even(part, at, float(level[at]), seen)], level)
        return [
            Seen(
                Way(low + at + 0.5, gap.start, gap.end),
                bool(level[at] >= settings.sure * least) and self._is_whole(part, at, float(level[at])),
            )
            for at in rows
            if seen < 1 or self._is_printed(low + at, first, last)
        ]

    def _is_printed(self, at: int, first: int, last: int) -> bool:
        """Whether the darkest pixels of a row are no paler than those of print may be: what is on the back of a sheet
        is."""
        near = self.grey[max(at - 1, 0) : at + 2, first * self.side : last * self.side].min(axis=0)
        darkest = near.reshape(-1, self.side).min(axis=1)
        return float(np.median(darkest)) <= self.settings.thin_ink

    def _least(self, level: NDArray[np.float64], count: int) -> float:
        """The contrast of a line in a gap: more than the paper's grain leaves in the mean of so many blocks, and than
        the other rows of the gap have."""
        usual = float(np.median(level))
        grain = 1.48 * float(np.median(np.abs(level - usual)))
        over = self.settings.over_grain
        return float(max(self.settings.least_contrast, over * self.grain / count**0.5, usual + over * grain))

    def _apart(self, rows: list[int], level: NDArray[np.float64]) -> list[int]:
        """The rows that are no blur of another one, and not of a shade."""
        near, own = self.image.px(self.settings.shade_rows), 2 * self.image.px(self.settings.bend)
        clear = [
            at
            for at in rows
            if not any(
                level[one] > level[at] * (1 if abs(at - one) <= own else 2) for one in rows if abs(at - one) < near
            )
        ]
        return [at for at in clear if sum(abs(at - one) < near for one in clear) < self.settings.shade_count]

    def _is_even(self, part: NDArray[np.float32], at: int, level: float, share: float) -> bool:
        """Whether a row is as dark in nearly all sections of its way, or a share of these: strokes of print are blacker
        by turns."""
        settings, bend = self.settings, self.image.px(self.settings.bend)
        near = part[max(at - bend, 0) : at + bend + 1]
        least = settings.even * min(level, settings.most_contrast / 2)
        count = round(part.shape[1] / settings.section)
        if count < 3:
            return bool((np.nan_to_num(near, nan=-1.0).max(axis=0) >= least).mean() >= settings.least_seen)
        seen = []
        for own in np.array_split(near, count, axis=1):
            clear = own[np.isfinite(own).sum(axis=1) >= settings.section // 3]
            contrast = float(np.nanmedian(clear, axis=1).max()) if len(clear) else 0.0
            seen.append(least <= contrast <= max(settings.uneven * level, least + settings.least_contrast))
        tips = np.nan_to_num(near, nan=-1.0).max(axis=0)[[*range(settings.tip), *range(-settings.tip, 0)]] >= least
        ends = bool(share < 1 or (tips[: settings.tip].any() and tips[settings.tip :].any()))
        return ends and float(np.mean(seen)) >= settings.least_seen * share

    def _is_whole(self, part: NDArray[np.float32], at: int, level: float) -> bool:
        """Whether a row is seen at both ends, and nearly all the way."""
        seen = np.nan_to_num(part[max(at - 1, 0) : at + 2], nan=-1.0).max(axis=0) >= level / 2
        return bool(seen[0] and seen[-1] and seen.mean() >= self.settings.least_seen)

    def darkness(self, way: Way) -> float:
        """How dark most blocks of a way are, each where it is darkest."""
        bend, row = self.image.px(self.settings.bend), int(way.at)
        along = slice(int(way.start // self.side) + 1, int(way.end // self.side))
        near = self.mean[max(row - bend, 0) : row + bend + 1, along]
        return float(np.median(near.max(axis=0))) if near.size else 0.0

    def take(self, way: Way, mask: Mask) -> None:
        """Adds the pixels of a line to the mask, but for those of print that goes through it."""
        taken, ink = (mask, self.image.ink) if self.horizontal else (mask.T, self.image.ink.T)
        half, bend = self.image.px(self.settings.wiped_edge), self.image.px(self.settings.bend)
        top = max(int(way.at) - bend, 0)
        for block in range(int(way.start // self.side), int(way.end // self.side) + 1):
            near = self.darker[top : int(way.at) + bend + 1, max(block - 2, 0) : block + 3]
            at = top + int(np.argmax(near.sum(axis=1))) if near.size else int(way.at)
            low, high = max(at - half, 0), at + half + 1
            along = slice(max(block * self.side, int(way.start)), min((block + 1) * self.side, int(way.end) + 1))
            through = (ink[max(low - 1, 0), along] > 0) & (ink[min(high, len(ink) - 1), along] > 0)
            taken[low:high, along][:, ~through] = 255


def _beside(mean: Mask, reach: int) -> Means:
    """The whitest of what is up to so many rows above each row, or the whitest below it, whichever is darker; the rows
    next to it are its own blur."""
    above, below = zip(*(_sides(mean, step) for step in range(min(2, reach), reach + 1)), strict=True)
    return np.asarray(np.maximum(np.min(above, axis=0), np.min(below, axis=0)), np.float32)


def _sides(mean: Mask, reach: int) -> tuple[Mask, Mask]:
    """What is so many rows above each row, and below it."""
    padded = np.asarray(cv2.copyMakeBorder(mean, reach, reach, 0, 0, cv2.BORDER_REPLICATE), np.uint8)
    return padded[: len(mean)], padded[2 * reach :]
