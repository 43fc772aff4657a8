"""Strokes of a pen that look like ruled lines: over the sides of tables, and beside them. Reads no text.

The level lines of a table end where others of them end, whether a line is drawn there or not, or at a line across
them. A stroke of a pen ends in nothing: where it goes on with a ruled line beyond the side of its table, that is cut
at the side; where it only crosses a line, it is none; and so is one beside a table that no line of it reaches. All
holds for lines down the page as well. Knows lines and pixels.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.ocr.broken_lines import RuledLine
from kaigi_extract.ocr.page_image import Mask, PageImage
from kaigi_extract.ocr.settings import DEFAULT_OCR, CrossingStrokeSettings
from kaigi_extract.ocr.stroke_paths import Box, Gauge, follow, wipe_stroke

WAYS = (-1, 1)
"""Towards the beginning of a line, and towards its end."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A ruled line as one along it sees it."""

    line: RuledLine
    at: float
    start: float
    end: float

    def tip(self, way: int) -> float:
        """Where it ends that way."""
        return self.end if way > 0 else self.start


@dataclass(frozen=True, slots=True)
class _Side:
    """Where lines of a table end, one under the other."""

    low: float
    high: float
    """Between which places they end."""
    first: float
    last: float
    """Where the first and the last of these lines are."""
    others: tuple[float, float]
    """Where these lines end on the other side: between which places."""

    def outermost(self, way: int) -> float:
        """Where the longest of them ends."""
        return self.high if way > 0 else self.low

    def outer_end(self, way: int) -> float:
        """Where the longest of them ends on the other side, which is that way."""
        return self.others[1] if way > 0 else self.others[0]


def wipe_crossing_strokes(
    lines: Sequence[RuledLine],
    image: PageImage,
    mask: Mask,
    settings: CrossingStrokeSettings = DEFAULT_OCR.crossing_strokes,
) -> tuple[list[RuledLine], list[Box]]:
    """The ruled lines without what a pen drew over the sides of tables or beside them, and where that was. It is taken
    off the page image and the mask, in place."""
    found, boxes = list(lines), []
    gauge = Gauge(image.px(settings.thickest_stroke), image.px(settings.stroke_waver), image.px(settings.stroke_gap))
    for horizontal in (True, False):
        along = [_along(line) for line in found if line.horizontal == horizontal]
        across = [_along(line) for line in found if line.horizontal != horizontal]
        table = _Table(along, across, image, settings)
        for one in along:
            rest, strokes = table.parted(one)
            if not strokes:
                continue
            found = [line for line in found if line is not one.line] + ([] if rest is None else [rest])
            ink, taken = (image.ink, mask) if horizontal else (image.ink.T, mask.T)
            for start, end in strokes:
                pieces = follow((ink > 0) | (taken > 0), one.at, int(start), int(end), gauge)
                drawn = [piece for piece in pieces if rest is None or _is_beyond(piece, rest)]
                box = wipe_stroke(image, mask, drawn, horizontal)
                boxes += [] if box is None else [box]
    return found, boxes


def _along(line: RuledLine) -> _Line:
    if line.horizontal:
        return _Line(line, line.y0, line.x0, line.x1)
    return _Line(line, line.x0, line.y0, line.y1)


def _is_beyond(piece: tuple[int, int, int], rest: RuledLine) -> bool:
    """Whether a piece of a stroke is before or behind what stays of a ruled line."""
    whole = _along(rest)
    return not whole.start <= piece[0] <= whole.end


class _Table:
    """The lines of a page in one direction, and where their tables have sides."""

    def __init__(
        self, along: Sequence[_Line], across: Sequence[_Line], image: PageImage, settings: CrossingStrokeSettings
    ) -> None:
        self.along, self.across = along, across
        self.count = settings.lines_at_side
        self.slack, self.out = image.px(settings.end_slack), image.px(settings.beyond_side)
        self.near = image.px(settings.beside_table)
        self.sides = {way: list(self._sides(along, way)) for way in WAYS}
        self.sides_across = {way: list(self._sides(across, way)) for way in WAYS}

    def _sides(self, lines: Sequence[_Line], way: int) -> Iterator[_Side]:
        """Where enough of some lines end within a little of the next one."""
        ordered = sorted(lines, key=lambda one: one.tip(way))
        group: list[_Line] = []
        for k, one in enumerate(ordered):
            group.append(one)
            if k + 1 == len(ordered) or ordered[k + 1].tip(way) - one.tip(way) > self.slack:
                if len(group) >= self.count:
                    ats = [member.at for member in group]
                    others = [member.tip(-way) for member in group]
                    ends = (min(others), max(others))
                    yield _Side(group[0].tip(way), one.tip(way), min(ats), max(ats), ends)
                group = []

    def parted(self, one: _Line) -> tuple[RuledLine | None, list[tuple[float, float]]]:
        """What of a line is ruled, and from where to where a pen drew it."""
        if self._is_stroke(one):
            return None, [(one.start, one.end)]
        start, end = (self._side_passed(one, way) if self._ends_in_nothing(one, way) else None for way in WAYS)
        strokes = [] if start is None else [(one.start, start)]
        strokes += [] if end is None else [(end, one.end)]
        first, last = (one.start if start is None else start), (one.end if end is None else end)
        rest = replace(one.line, x0=first, x1=last) if one.line.horizontal else replace(one.line, y0=first, y1=last)
        return rest, strokes

    def _is_stroke(self, one: _Line) -> bool:
        """Whether all of a line was drawn by a pen."""
        if self._is_beside(one):
            return True
        if any(self._is_held(one, way) for way in WAYS):
            return False
        loose = [self._ends_in_nothing(one, way) for way in WAYS]
        if any(self._side_passed(one, way) is not None for way in WAYS):
            return any(loose)
        return all(loose) and not self._is_level_with_any(one) and any(self._crosses(one, wall) for wall in self.across)

    def _side_passed(self, one: _Line, way: int) -> float | None:
        """The side of its table that a line goes beyond; None where it ends at one."""
        if self._is_held(one, way):
            return None
        for side in self.sides[way]:
            place = side.outermost(way)
            over = way * (one.tip(way) - place) >= self.out and way * (place - one.tip(-way)) >= self.out
            if over and side.first <= one.at <= side.last and self._is_outer(side, one, way):
                return None if self._holds_lines_within(side, one, way) else place
        return None

    def _holds_lines_within(self, side: _Side, one: _Line, way: int) -> bool:
        """Whether the lines that end at a side are within a table that a line goes all over: another one ends where it
        does, and both go as far as those on the other side, or farther. Underlines of a paragraph end below each other,
        and so do the lines of a stamp."""
        return any(
            abs(other.tip(way) - one.tip(way)) <= self.slack
            and all(-way * (longer.tip(-way) - side.outer_end(-way)) >= -self.slack for longer in (one, other))
            for other in self.along
            if other is not one
        )

    def _is_outer(self, side: _Side, one: _Line, way: int) -> bool:
        """Whether no other line of the table goes on beyond a side."""
        return not any(
            side.first <= other.at <= side.last
            and way * (other.tip(way) - side.outermost(way)) > self.slack
            and way * (side.outermost(way) - other.tip(-way)) > self.slack
            and self._is_held(other, way)
            for other in self.along
            if other is not one
        )

    def _is_held(self, one: _Line, way: int) -> bool:
        """Whether a line ends where others of its table do, or at a line across it that others meet."""
        tip = one.tip(way)
        for side in self.sides[way]:
            if side.low - self.slack <= tip <= side.high + self.slack and side.first <= one.at <= side.last:
                return True
        return any(self._is_at(one, tip, wall) and self._is_wall(wall, one) for wall in self.across)

    def _ends_in_nothing(self, one: _Line, way: int) -> bool:
        return not any(self._is_at(one, one.tip(way), wall) for wall in self.across)

    def _is_at(self, one: _Line, place: float, wall: _Line) -> bool:
        """Whether a line across another is at some place of it."""
        return abs(wall.at - place) <= self.slack and wall.start - self.slack <= one.at <= wall.end + self.slack

    def _is_wall(self, wall: _Line, one: _Line) -> bool:
        """Whether so many other lines meet a line across them that it is no back of a bracket."""
        met = (other for other in self.along if other is not one and self._meet(other, wall))
        return sum(1 for _ in met) >= self.count - 1

    def _meet(self, one: _Line, wall: _Line) -> bool:
        over = one.start - self.slack <= wall.at <= one.end + self.slack
        return over and wall.start - self.slack <= one.at <= wall.end + self.slack

    def _crosses(self, one: _Line, wall: _Line) -> bool:
        """Whether a line goes over one across it, on both sides."""
        over = one.start + self.out <= wall.at <= one.end - self.out
        return over and wall.start <= one.at <= wall.end and self._is_wall(wall, one)

    def _is_level_with_any(self, one: _Line) -> bool:
        """Whether another line begins or ends where a line does: in a table of two lines they do."""
        return any(
            abs(other.tip(way) - one.tip(way)) <= self.slack for other in self.along if other is not one for way in WAYS
        )

    def _is_beside(self, one: _Line) -> bool:
        """Whether an upright line runs along a side of a table, whose lines end before they reach it. Level ones are
        printed over and under tables."""
        if one.line.horizontal or any(self._meet(one, wall) for wall in self.across):
            return False
        return any(
            side.first < one.end
            and one.start < side.last
            and self.slack < way * (one.at - side.outermost(way)) <= self.near
            for way in WAYS
            for side in self.sides_across[way]
        )
