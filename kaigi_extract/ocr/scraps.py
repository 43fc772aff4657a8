"""Ruled lines of which a copier of copies left scraps, drawn whole again. Knows lines and pixels; reads no text.

Where several level lines end in the open, at no line across them and where no others end, and dots of thin ink go on
beside them, the sheet is a copy of copies: of each line as much is there as of the others, between the same two ends.
So are lines down the page then, from one level line to another.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.ocr.broken_lines import RuledLine, Way, thin_ink
from kaigi_extract.ocr.page_image import Mask, PageImage
from kaigi_extract.ocr.settings import DEFAULT_OCR, RuledLineSettings, ScrapSettings
from kaigi_extract.ocr.stretches import stretches_of


@dataclass(slots=True)
class _Piece:
    """A ruled line as it was found: where it is across, and from where to where along."""

    line: RuledLine
    at: float
    start: float
    end: float


@dataclass(slots=True)
class _Row:
    """The pieces at one height, and where there is thin ink along it."""

    at: float
    pieces: list[_Piece]
    thin: NDArray[np.bool_]

    def share(self, start: int, end: int) -> float:
        """How much of a way has ink."""
        return float(self.thin[start:end].mean()) if end > start else 0.0

    def rest(self, start: int, end: int) -> float:
        """The same of what is beside the pieces; of what is all pieces, all."""
        beside = np.zeros(len(self.thin), np.bool_)
        beside[start:end] = True
        for piece in self.pieces:
            beside[int(piece.start) : int(piece.end)] = False
        return float(self.thin[beside].mean()) if beside.any() else 1.0


class _Direction:
    """A page as the ruled lines in one direction see it."""

    def __init__(self, image: PageImage, mask: Mask, horizontal: bool, settings: RuledLineSettings) -> None:
        self.ink, self.mask = (image.ink, mask) if horizontal else (image.ink.T, mask.T)
        self.horizontal = horizontal
        self.slack, self.fine = image.px(settings.line_bend), image.px(settings.dash_thickness)

    def rows(self, lines: Sequence[RuledLine]) -> list[_Row]:
        """The lines in this direction by height."""
        rows: list[_Row] = []
        pieces = [_piece(line) for line in lines if line.horizontal == self.horizontal]
        for piece in sorted(pieces, key=lambda piece: piece.at):
            if rows and piece.at - rows[-1].pieces[0].at <= self.slack:
                rows[-1].pieces.append(piece)
            else:
                rows.append(_Row(piece.at, [piece], self.thin(piece.at)))
        return rows

    def thin(self, at: float) -> NDArray[np.bool_]:
        """Where along a height there is thin ink."""
        return thin_ink(self.ink, at, self.slack, self.fine)[1]

    def alike(
        self, rows: Sequence[_Row], torn: Sequence[_Row], way: tuple[int, int], numbers: ScrapSettings, apart: int
    ) -> list[_Row]:
        """The torn rows with those of which as much is there, whether a piece of them was found or not."""
        usual = float(np.median([row.share(*way) for row in torn]))
        found = [
            row
            for row in rows
            if row in torn
            or (row.share(*way) >= numbers.least_of_usual * usual and row.rest(*way) >= numbers.scrap_share)
        ]
        alone = self._shares_alone(way)
        least = numbers.least_of_usual * float(
            np.median([alone[int(row.at) - 1 : int(row.at) + 2].max() for row in torn])
        )
        for at in np.argsort(alone)[::-1]:
            if alone[at] < least:
                break
            if all(abs(at - row.at) > apart for row in (*rows, *found)):
                found.append(_Row(float(at) + 0.5, [], self.thin(float(at))))
        return found

    def _shares_alone(self, way: tuple[int, int]) -> NDArray[np.float64]:
        """For each height how much of a way has ink that is alone there, with white above it and below."""
        ink = self.ink[:, way[0] : way[1]] > 0
        near = cv2.dilate(ink.astype(np.uint8), np.ones((3, 1), np.uint8)) > 0
        reach = np.zeros((2 * self.fine + 3, 1), np.uint8)
        reach[: self.fine] = 1
        above = cv2.dilate(ink.astype(np.uint8), reach[::-1].copy()) > 0
        below = cv2.dilate(ink.astype(np.uint8), reach) > 0
        return np.asarray((near & ~above & ~below).mean(axis=1))

    def drawn(self, row: _Row, start: float, end: float) -> RuledLine:
        """A line along a row; its ink is added to the mask."""
        way = (slice(max(int(row.at) - self.slack, 0), int(row.at) + self.slack + 1), slice(int(start), int(end)))
        self.mask[way] |= np.where((self.ink[way] > 0) & row.thin[way[1]], 255, 0).astype(np.uint8)
        width = max((piece.line.width for piece in row.pieces), default=1.0)
        return Way(row.at, start, end).ruled(width, self.horizontal)


def _piece(line: RuledLine) -> _Piece:
    if line.horizontal:
        return _Piece(line, line.y0, line.x0, line.x1)
    return _Piece(line, line.x0, line.y0, line.y1)


def complete_scraps(
    lines: list[RuledLine],
    image: PageImage,
    mask: Mask,
    settings: RuledLineSettings = DEFAULT_OCR.ruled_lines,
    numbers: ScrapSettings = DEFAULT_OCR.scraps,
) -> list[RuledLine]:
    """The ruled lines, those of which scraps are left drawn whole where the page is a copy of copies. Their ink is
    added to the mask."""
    level, upright = (_Direction(image, mask, way, settings) for way in (True, False))
    rows, across = level.rows(lines), [_piece(line) for line in lines if not line.horizontal]
    slack = image.px(settings.line_break)
    open_rows = [row for row in rows if _ends_in_the_open(row, rows, across, slack)]
    start, end = _extent(open_rows, image.px(numbers.gap_along)) if open_rows else (0, 0)
    torn = [row for row in open_rows if _is_torn(row, start, end, numbers)]
    if len(torn) < max(numbers.least_scraps, numbers.torn_rows * len(rows)):
        return lines
    torn = level.alike(rows, torn, (start, end), numbers, image.px(numbers.row_height))
    taken = {id(piece.line) for row in torn for piece in row.pieces}
    kept = [line for line in lines if id(line) not in taken]
    return _with_sides(kept + [level.drawn(row, start, end) for row in torn], upright, slack, numbers)


def _is_torn(row: _Row, start: int, end: int, numbers: ScrapSettings) -> bool:
    """Whether pieces are a part only of a row, and there is ink beside them."""
    found = sum(min(piece.end, end) - max(piece.start, start) for piece in row.pieces)
    if found >= numbers.whole_share * (end - start):
        return False
    return min(row.share(start, end), row.rest(start, end)) >= numbers.scrap_share


def _with_sides(lines: list[RuledLine], upright: _Direction, slack: int, numbers: ScrapSettings) -> list[RuledLine]:
    """The ruled lines, the upright ones that end in the open drawn from level line to level line."""
    level = [_piece(line) for line in lines if line.horizontal]
    heights = sorted(piece.at for piece in level)
    rows, kept = upright.rows(lines), list(lines)
    for row in rows:
        spans = list(_bands(row, heights, numbers.scrap_share)) if _ends_in_the_open(row, rows, level, slack) else []
        if spans:
            gone = {id(piece.line) for piece in row.pieces}
            kept = [line for line in kept if id(line) not in gone]
            kept += [upright.drawn(row, low, high) for low, high in spans]
    return kept


def _ends_in_the_open(row: _Row, rows: Sequence[_Row], across: Sequence[_Piece], slack: int) -> bool:
    """Whether a piece of a row ends at no line across it, and where none of other rows ends."""
    others = [piece for other in rows if other is not row for piece in other.pieces]
    for piece in row.pieces:
        for way, tip in ((0, piece.start), (1, piece.end)):
            meets = any(abs(one.at - tip) <= slack and one.start - slack <= row.at <= one.end + slack for one in across)
            if not meets and not any(abs((one.end if way else one.start) - tip) <= slack for one in others):
                return True
    return False


def _extent(rows: Sequence[_Row], gap: int) -> tuple[int, int]:
    """From where to where rows have ink: the longest stretch along which all together leave no long gap."""
    inked = np.asarray([row.thin for row in rows]).sum(axis=0) > 1
    padded = np.convolve(inked, np.ones(2 * gap + 1), "same") > 0
    first, last = max(stretches_of(np.asarray(padded, np.bool_)), key=lambda one: one[1] - one[0], default=(0, 0))
    there = np.flatnonzero(inked[first:last])
    return (first + int(there[0]), first + int(there[-1]) + 1) if len(there) else (first, last)


def _bands(row: _Row, heights: Sequence[float], share: float) -> Iterator[tuple[float, float]]:
    """The stretches of a row across level lines, from one of these to another, that are inked enough."""
    low = None
    for above, below in pairwise(heights):
        if row.share(int(above), int(below)) >= share:
            low = above if low is None else low
        elif low is not None:
            yield low, above
            low = None
    if low is not None:
        yield low, heights[-1]
