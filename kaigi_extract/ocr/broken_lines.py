"""Ruled lines that a copier left gaps in, made whole. Knows lines and pixels; reads no text.

A line of a table that ends in the open goes on to the next piece of it, or to the line across it where it should end,
if little is missing on the way. Tables side by side stay apart, since each is closed by a line across at the gap; lines
to write on stay as they are, since they meet none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.ocr.page_image import Mask, PageImage
from kaigi_extract.ocr.settings import RuledLineSettings


class Way(NamedTuple):
    """Where a ruled line is, across it and along it."""

    at: float
    start: float
    end: float

    def ruled(self, width: float, horizontal: bool) -> RuledLine:
        """The line that goes it, level or upright."""
        at, start, end = self
        x0, y0, x1, y1 = (start, at, end, at) if horizontal else (at, start, at, end)
        return RuledLine(x0, y0, x1, y1, width, horizontal)


@dataclass(slots=True)
class RuledLine:
    """A ruled line in pixels of its page image."""

    x0: float
    y0: float
    x1: float
    y1: float
    width: float
    horizontal: bool

    @property
    def way(self) -> Way:
        """Where it is, whichever way it leads."""
        return Way(self.y0, self.x0, self.x1) if self.horizontal else Way(self.x0, self.y0, self.y1)


class _Ink:
    """The ink of a page as ruled lines in one direction see it."""

    def __init__(self, image: PageImage, mask: Mask, horizontal: bool, settings: RuledLineSettings) -> None:
        self.ink, self.mask = (image.ink, mask) if horizontal else (image.ink.T, mask.T)
        self.gap, self.slack = image.px(settings.copied_gap), image.px(settings.line_bend)
        self.reach = image.px(settings.copied_reach)
        self.fine = image.px(settings.dash_thickness)

    def leads(self, at: float, start: float, end: float) -> bool:
        """Whether no more is missing of a line on some way than a copier leaves out; what is there is added to the
        mask."""
        if end - start > self.reach:
            return False
        _, thin = thin_ink(self.ink, at, self.slack, self.fine)
        there = np.flatnonzero(thin[int(start) : int(end)])
        missing = np.diff(np.concatenate(([-1], there, [int(end) - int(start)])))
        if missing.max() > self.gap:
            return False
        top = max(int(at) - self.slack, 0)
        way = (slice(top, int(at) + self.slack + 1), slice(int(start), int(end)))
        self.mask[way] |= np.where((self.ink[way] > 0) & thin[way[1]], 255, 0).astype(np.uint8)
        return True


def thin_ink(ink: Mask, at: float, slack: int, fine: int) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """The ink around a level line, and in which columns there is some at its height with white above or below it. The
    band around it begins `slack + fine` pixels above it."""
    top = max(int(at) - slack - fine, 0)
    band = ink[top : int(at) + slack + fine + 1] > 0
    near = slice(max(int(at) - slack, 0) - top, int(at) + slack + 1 - top)
    clear = ~band[: near.start].any(axis=0) | ~band[near.stop :].any(axis=0)
    return band, np.asarray(band[near].any(axis=0) & clear)


def join_broken(
    lines: Sequence[RuledLine], image: PageImage, mask: Mask, settings: RuledLineSettings
) -> list[RuledLine]:
    """The ruled lines with those that a copier broke made whole; the ink on the way is added to the mask."""
    found: dict[bool, list[RuledLine]] = {way: [one for one in lines if one.horizontal == way] for way in (True, False)}
    for horizontal in (True, False, True):  # of a missing corner, one side leads to the other
        ink = _Ink(image, mask, horizontal, settings)
        across = [line.way for line in found[not horizontal]]
        whole = _with_pieces(sorted(found[horizontal], key=lambda one: one.way.start), across, ink)
        found[horizontal] = [_drawn_on(line, across, ink) for line in whole]
    return found[True] + found[False]


def _between(line: RuledLine, start: float, end: float) -> RuledLine:
    """The ruled line from one place to another."""
    return replace(line, x0=start, x1=end) if line.horizontal else replace(line, y0=start, y1=end)


def _with_pieces(pieces: Sequence[RuledLine], across: Sequence[Way], ink: _Ink) -> list[RuledLine]:
    """Ruled lines in one direction, in the order of their beginnings, with the pieces of one made one."""
    whole: list[RuledLine] = []
    for piece in pieces:
        k = next((k for k, line in enumerate(whole) if _goes_on(line.way, piece.way, across, ink)), None)
        if k is None:
            whole.append(piece)
        else:
            whole[k] = _between(whole[k], whole[k].way.start, max(whole[k].way.end, piece.way.end))
    return whole


def _goes_on(before: Way, after: Way, across: Sequence[Way], ink: _Ink) -> bool:
    """Whether two pieces are of one line."""
    missing = after.start - before.end
    if abs(after.at - before.at) > ink.slack:
        return False
    if missing <= 0:
        return True
    if not (_met(before, across, ink) or _met(after, across, ink)):
        return False
    parted = all(_meets(before.at, end, across, ink.slack) for end in (before.end, after.start))
    return not parted and ink.leads(before.at, before.end, after.start)


def _met(line: Way, across: Sequence[Way], ink: _Ink) -> bool:
    """Whether a ruled line meets or crosses one across it."""
    slack = ink.slack
    return any(
        line.start - slack <= one.at <= line.end + slack and one.start - slack <= line.at <= one.end + slack
        for one in across
    )


def _meets(at: float, end: float, across: Sequence[Way], slack: float) -> bool:
    """Whether a line that ends somewhere meets one across it there."""
    return any(abs(one.at - end) <= slack and one.start - slack <= at <= one.end + slack for one in across)


def _drawn_on(line: RuledLine, across: Sequence[Way], ink: _Ink) -> RuledLine:
    """The ruled line of a table, drawn on to those across it that it ends in front of in the open. Of a corner that is
    missing, these may begin further on."""
    way = line.way
    if not _met(way, across, ink):
        return line
    places = [one.at for one in across if one.start - ink.gap <= way.at <= one.end + ink.gap]
    start, end = way.start, way.end
    if not _meets(way.at, start, across, ink.slack):
        place = max((place for place in places if place < start), default=start)
        start = place if ink.leads(way.at, place, start) else start
    if not _meets(way.at, end, across, ink.slack):
        place = min((place for place in places if place > end), default=end)
        end = place if ink.leads(way.at, end, place) else end
    return _between(line, start, end)
