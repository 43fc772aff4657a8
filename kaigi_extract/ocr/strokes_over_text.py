"""Strokes of a pen or along a ruler under words or through them, where they touch these. Reads no text.

A line of a table ends at one across it, or where others of it end, and keeps away from the words of its cells. A stroke
ends in the open, and characters are at it all along. It is followed along its own edges and taken off as thick as it
is: what stands on it, hangs from it or goes through it stays. Knows lines and pixels.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.ocr.broken_lines import RuledLine, Way
from kaigi_extract.ocr.page_image import Mask, PageImage
from kaigi_extract.ocr.pen_strokes import ink_pieces, wipe_piece
from kaigi_extract.ocr.settings import DEFAULT_OCR, TextStrokeSettings
from kaigi_extract.ocr.stroke_paths import Box, Gauge, Piece, follow

BETWEEN_PIXELS = 2.2
"""Pixels that a line of one pixel is thick, at most, where it lies between two."""

Ink = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class _Stroke:
    """A stroke from column to column: the middle of it in each, and how thick it is, in pixels."""

    first: int
    middle: NDArray[np.float64]
    thick: float

    @property
    def last(self) -> int:
        """The column behind its last one."""
        return self.first + len(self.middle)


def wipe_strokes_over_text(
    lines: Sequence[RuledLine],
    image: PageImage,
    mask: Mask,
    settings: TextStrokeSettings = DEFAULT_OCR.text_strokes,
) -> tuple[list[RuledLine], list[RuledLine], list[Box]]:
    """The ruled lines without such strokes; those of these that are under words; and where the others were. All are
    taken off the page image and the mask, in place."""
    high = _height_of_print(image, settings)
    usual = float(np.median([line.width for line in lines])) if lines else 0.0
    found, under, boxes = list(lines), [], []
    for horizontal in (True, False):
        page = _Direction(image, mask, horizontal, (high, usual), settings)
        for seed in [*(line for line in lines if line.horizontal == horizontal), *page.pieces()]:
            stroke = page.stroke(seed, found)
            if stroke is None:
                continue
            found = [line for line in found if line is not seed and not page.is_on(line, stroke, found)]
            box = page.wipe(stroke)
            if horizontal and not page.is_through_words(stroke):
                under.append(page.line(stroke, found))
            else:
                boxes.append(box)
    return found, under, boxes


def _height_of_print(image: PageImage, settings: TextStrokeSettings) -> float:
    """How high characters of a page are, in pixels."""
    _, boxes = ink_pieces(image.ink)
    heights = boxes[:, 3]
    least, most = (image.px(value) for value in settings.print_height)
    whole = heights[(heights >= least) & (heights <= most) & (boxes[:, 2] <= most)]
    return float(np.percentile(whole, settings.whole_print)) if len(whole) else float(image.px(4.0))


class _Direction:
    """A page as the strokes in one direction see it."""

    def __init__(
        self, image: PageImage, mask: Mask, horizontal: bool, usual: tuple[float, float], settings: TextStrokeSettings
    ) -> None:
        """`usual` is how high characters are and how thick ruled lines, in pixels."""
        self.image, self.mask, self.horizontal, self.settings = image, mask, horizontal, settings
        self.high, self.usual = usual
        self.ink = np.asarray((image.ink if horizontal else image.ink.T) > 0)
        self.taken = mask if horizontal else mask.T
        self.slack = image.px(settings.meets)
        self.rules: list[RuledLine] = []

    def pieces(self) -> Iterator[RuledLine]:
        """The straight ink that is of no ruled line, the longest first. Where such lines run into each other, in pieces
        that are as short as may be."""
        least = max(round(self.settings.straight_ink * self.high), 3)
        rest = np.asarray(self.ink & (self.taken == 0), np.uint8)
        straight = np.asarray(cv2.morphologyEx(rest, cv2.MORPH_OPEN, np.ones((1, least), np.uint8)), np.uint8)
        if not straight.any():
            return
        labels, boxes = ink_pieces(straight)
        most = self.image.px(self.settings.thickest_over)
        merged = boxes[:, 4] > most * boxes[:, 2]
        if merged.any():
            straight[:, ::least] &= ~merged[labels[:, ::least]]
            _, boxes = ink_pieces(straight)
        for x, y, long, thick, area in sorted(boxes.tolist(), key=lambda box: -box[2]):
            if long >= least - 1 and area <= most * long:
                yield Way(y + thick / 2, x, x + long).ruled(area / long, self.horizontal)

    def stroke(self, seed: RuledLine, lines: Sequence[RuledLine]) -> _Stroke | None:
        """The stroke that some straight ink is of; None where it is of something else."""
        own = seed.way
        across = [line.way for line in lines if line.horizontal != self.horizontal]
        beside = [line.way for line in lines if line.horizontal == self.horizontal and line is not seed]
        thick = seed.width >= max(self.settings.thicker_than_rules * self.usual, BETWEEN_PIXELS)
        if not self._is_there(own) or (not thick and self._is_held(own, across, beside)):
            return None
        self.rules = [
            line
            for line in lines
            if line.horizontal == self.horizontal and line is not seed and self._is_rule(line.way, across)
        ]
        stroke = self._followed(own, seed.width)
        if stroke is None:
            return None
        whole = Way(float(np.median(stroke.middle)), stroke.first, stroke.last)
        held = self._is_held(own, across, beside) or self._is_held(whole, across, beside)
        if held:
            return stroke if thick and self._touches_words(stroke) else None
        return stroke if self._is_at_words(stroke) else None

    def _is_there(self, way: Way) -> bool:
        """Whether the ink of a line was not taken off with another stroke before."""
        box = self.ink[max(int(way.at) - self.slack, 0) : int(way.at) + self.slack + 1, int(way.start) : int(way.end)]
        return bool(box.size) and float(box.any(axis=0).mean()) >= self.settings.still_there

    def _is_held(self, way: Way, across: Sequence[Way], beside: Sequence[Way]) -> bool:
        """Whether both ends are where lines of a table end."""
        return all(self._holds(way, tip, across, beside) for tip in (way.start, way.end))

    def _holds(self, way: Way, tip: float, across: Sequence[Way], beside: Sequence[Way]) -> bool:
        slack = self.slack
        if any(abs(one.at - tip) <= slack and one.start - slack <= way.at <= one.end + slack for one in across):
            return True
        return any(
            min(abs(one.start - tip), abs(one.end - tip)) <= slack and abs(one.at - way.at) > self.high
            for one in beside
        )

    def _is_rule(self, way: Way, across: Sequence[Way]) -> bool:
        """Whether a line ends at one across it at one end, at least."""
        return any(self._holds(way, tip, across, []) for tip in (way.start, way.end))

    def _is_of_rule(self, piece: Piece) -> bool:
        """Whether a piece of a stroke lies along a ruled line, or where that goes on."""
        middle = (piece[1] + piece[2] - 1) / 2
        return any(abs(middle + 0.5 - line.way.at) <= line.width / 2 + 1 for line in self.rules)

    def _followed(self, way: Way, width: float) -> _Stroke | None:
        """The stroke along some ink, as far as it goes on at both ends."""
        px, numbers = self.image.px, self.settings
        thickest = min(round(width + px(numbers.rough)), px(numbers.thickest_over))
        gauge = Gauge(max(thickest, 2), px(numbers.waver), px(numbers.hidden), numbers.steady)
        clean = follow(self.ink, way.at, int(way.start), int(way.end), gauge)
        clean = [piece for piece in clean if not self._is_of_rule(piece)]
        clean = _seen(clean, int(way.start), int(way.end), numbers.goes_on)
        length = len(clean)
        if (
            not clean
            or length < numbers.least_clean * (way.end - way.start)
            or length < numbers.shortest_over * self.high
        ):
            return None
        thick = float(np.median([bottom - top for _, top, bottom in clean]))
        first, last = clean[0][0], clean[-1][0]
        columns = np.arange(first, last + 1)
        middles = np.interp(columns, [x for x, _, _ in clean], [(top + bottom - 1) / 2 for _, top, bottom in clean])
        side = 2 * px(numbers.smooth) + 1
        padded = np.pad(middles, side // 2, mode="edge")
        smooth = np.median(np.lib.stride_tricks.sliding_window_view(padded, side), axis=1)
        return _Stroke(first, smooth, thick)

    def _is_at_words(self, stroke: _Stroke) -> bool:
        """Whether characters are at a stroke along much of it."""
        above, below = self._beside(stroke, self.settings.near_words)
        return float((above | below).mean()) >= self.settings.by_words

    def _touches_words(self, stroke: _Stroke) -> bool:
        """Whether characters touch a stroke along most of it."""
        above, below = self._beside(stroke, self.settings.touches_words)
        return float((above | below).mean()) >= self.settings.all_by_words

    def is_through_words(self, stroke: _Stroke) -> bool:
        """Whether characters are on both sides of it."""
        above, below = self._beside(stroke, self.settings.near_words)
        return float((above & below).mean()) >= self.settings.by_words / 2

    def _beside(self, stroke: _Stroke, reach: float) -> tuple[Ink, Ink]:
        """In which columns there is ink close above a stroke, and in which below: so many times the height of print."""
        near = max(round(reach * self.high), 2)
        edge = int(np.ceil(stroke.thick / 2)) + 1
        columns = np.arange(stroke.first, stroke.last)
        rows = np.rint(stroke.middle).astype(np.intp)
        steps = np.arange(edge, edge + near)
        height = self.ink.shape[0]
        others = self.ink & (self.taken == 0)
        above, below = (
            others[np.clip(rows + way * steps[:, None], 0, height - 1), columns].any(axis=0) for way in (-1, 1)
        )
        return above, below

    def is_on(self, line: RuledLine, stroke: _Stroke, lines: Sequence[RuledLine]) -> bool:
        """Whether a ruled line is a part of a stroke, and no line of a table that it crosses at a small angle."""
        own = line.way
        middle = (own.start + own.end) / 2
        if line.horizontal != self.horizontal or not stroke.first <= middle < stroke.last:
            return False
        if abs(float(stroke.middle[int(middle) - stroke.first]) - own.at) > self.slack:
            return False
        ends = [max(int(own.start), stroke.first), min(int(own.end), stroke.last) - 1]
        leaves = any(abs(float(stroke.middle[end - stroke.first]) - own.at) > self.slack for end in ends)
        across = [other.way for other in lines if other.horizontal != self.horizontal]
        return not (leaves and self._is_held(own, across, []))

    def line(self, stroke: _Stroke, lines: Sequence[RuledLine]) -> RuledLine:
        """The line of a stroke under words, clear of the lines that it meets."""
        at, clear = float(np.median(stroke.middle)) + 0.5, 2 * self.slack
        across = [line.way for line in lines if line.horizontal != self.horizontal]
        own = Way(at, stroke.first, stroke.last)
        first, last = (
            tip - way * clear if self._holds(own, tip, across, []) else tip
            for way, tip in ((-1, own.start), (1, own.end))
        )
        return Way(at, first, last).ruled(stroke.thick, self.horizontal)

    def wipe(self, stroke: _Stroke) -> Box:
        """Takes a stroke off where nothing goes through it; where it was."""
        half = stroke.thick / 2
        reach = int(np.ceil(half)) + 3  # as far as what goes through it is looked for
        top, bottom = max(int(stroke.middle.min()) - reach, 0), int(stroke.middle.max()) + reach + 1
        band = self.ink[top:bottom, stroke.first : stroke.last]
        rows = np.arange(top, top + len(band))[:, None]
        own = np.abs(rows - stroke.middle) <= half + 0.5
        for line in self.rules:
            own &= np.abs(rows + 0.5 - line.way.at) > line.width / 2
        edges = [np.abs(rows - stroke.middle - way * (half + 1.5)) <= 0.5 for way in (-1, 1)]
        above, below = ((band & edge).any(axis=0) for edge in edges)
        kept = np.where(rows < stroke.middle, above, below)  # half of it where a character ends in it
        piece = (own & band & ~kept).astype(np.uint8)
        self.taken[top:bottom, stroke.first : stroke.last][own] = 0
        box = (stroke.first, top, stroke.last - stroke.first, len(band))
        if not self.horizontal:
            piece, box = np.ascontiguousarray(piece.T), (top, stroke.first, len(band), stroke.last - stroke.first)
        wipe_piece(self.image, box, piece)
        band &= ~(piece if self.horizontal else piece.T).astype(bool)
        return box


def _seen(pieces: list[Piece], start: int, end: int, share: float) -> list[Piece]:
    """The pieces of a stroke between two columns, and beyond them as far as so much of the way is seen."""
    before = [piece for piece in pieces if piece[0] < start]
    behind = [piece for piece in pieces if piece[0] >= end]
    within = [piece for piece in pieces if start <= piece[0] < end]
    first = max((k for k in range(1, len(before) + 1) if k >= share * (start - before[-k][0])), default=0)
    last = max((k for k in range(1, len(behind) + 1) if k >= share * (behind[k - 1][0] - end + 1)), default=0)
    return before[len(before) - first :] + within + behind[:last]
