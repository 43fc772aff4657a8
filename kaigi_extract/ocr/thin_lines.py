"""Ruled lines that are hardly ink: hairlines, pale ones, dashes and dots of a pixel, and what a fax left of them.

Such a line is looked for where it divides a table: from one line across to the next. Lines across may be thin
themselves, so what may be one wherever it is stands in for them at first. A grid is taken whole or not at all: where
something else leads over the table and is not seen well enough, none of it is, since a table without lines is read by
what stands in it, and one with half of them is not. Nor is a lone line, in a table of others, unless it is long and as
dark as they are. Knows lines and ways; reads no text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise
from statistics import median

from kaigi_extract.ocr.broken_lines import RuledLine, Way
from kaigi_extract.ocr.page_image import Mask, PageImage
from kaigi_extract.ocr.ridges import Gap, Ridges, beside_a_line
from kaigi_extract.ocr.settings import DEFAULT_OCR, ThinLineSettings


def thin_lines(
    lines: Sequence[RuledLine],
    image: PageImage,
    mask: Mask,
    settings: ThinLineSettings = DEFAULT_OCR.thin_lines,
) -> list[RuledLine]:
    """The lines of a page with the thin ones, and with what was seen of these as long as they are; their pixels are
    added to the mask."""
    is_small = min(image.grey.shape) < image.px(settings.shortest_open)
    if image.dpi < settings.coarsest_thin or is_small or len(lines) > settings.most_lines:
        return list(lines)
    beside = beside_a_line(image, settings)
    levels, uprights = (_Direction(lines, image, horizontal, beside, settings) for horizontal in (True, False))
    sides = _open_sides(levels.rows, uprights.known + uprights.rows, image, settings)
    across = uprights.known + uprights.rough()
    for _ in range(settings.thin_rounds):
        before = (levels.found, uprights.found)
        levels.look(uprights.known + sides, across + sides)
        uprights.look(levels.known, levels.known + levels.found)
        across = uprights.known + uprights.found
        if (levels.found, uprights.found) == before:
            break
    if levels.sides + uprights.sides < settings.least_sides:
        usual = median([*levels.darkness(levels.known), *uprights.darkness(uprights.known)] or [float("inf")])
        levels.keep_dark(usual)
        uprights.keep_dark(usual)
    if not (levels.found or uprights.found) or levels.is_shade() or uprights.is_shade():
        return list(lines)
    levels.take_borne_out(across + sides)
    if levels.doubtful(across + sides):
        return list(lines)
    return [*levels.lines(mask), *uprights.lines(mask)]


class _Direction:
    """The lines of a page in one direction: those known before, and those found."""

    def __init__(
        self,
        lines: Sequence[RuledLine],
        image: PageImage,
        horizontal: bool,
        beside_line: float,
        settings: ThinLineSettings,
    ) -> None:
        self.image, self.horizontal, self.settings = image, horizontal, settings
        self.ruled = [line for line in lines if line.horizontal == horizontal]
        self.known = [line.way for line in self.ruled]
        slack = image.px(settings.known_break)
        self.longer = [Way(one.at, one.start - slack, one.end + slack) for one in self.known]
        """These with the breaks that a whole line may have."""
        self.found: list[Way] = []
        self.sides = 0
        """Sides of cells that these are."""
        self.ridges = Ridges(image, horizontal, beside_line, settings)
        rows = self.ridges.rows()
        self.rows = [row for row in rows if not self.ridges.is_leader(row)] if horizontal else rows
        """What may be lines wherever it is."""

    def rough(self) -> list[Way]:
        """These rows, but for those of lines known before, as long as they may be."""
        reach, near = self.image.px(self.settings.open_reach), self.image.px(self.settings.thin_bend)
        new = (row for row in self.rows if _covered(row, self.known, near) <= 0.5)
        return [Way(row.at, row.start - reach, row.end + reach) for row in new]

    def look(self, *across: Sequence[Way]) -> None:
        """Finds the lines from one line across to the next, of each of some sets of these, but for those known."""
        least = self.settings.least_blocks * self.ridges.side
        gaps = list({gap: None for lines in across for gap in _gaps(lines, least)})
        seen = [one for gap in gaps for one in self.ridges.lines_in(gap) if self._is_new(one.way)]
        whole = self._joined([one.way for one in seen] + self.known)
        found = [one.way for one in seen if one.sure or self._is_long(one.way, whole)]
        weak = [one.way for gap in gaps for one in self.ridges.lines_in(gap, self.settings.doubt)]
        weak = [way for way in weak if way not in found and self._is_new(way)]
        while more := [way for way in weak if self._goes_on(way, found)]:
            found += more
            weak = [way for way in weak if way not in more]
        self.found, self.sides = self._joined(found), len(found)

    def doubtful(self, across: Sequence[Way]) -> list[Way]:
        """What leads over most of a table and may be a line, and is not seen well enough."""
        near, slack = self.image.px(self.settings.shade_rows), self.image.px(self.settings.thin_meets)
        gaps = _gaps(across, self.settings.least_blocks * self.ridges.side)
        seen = [
            one.way for gap in gaps for one in self.ridges.lines_in(gap, self.settings.doubt, self.settings.doubt_seen)
        ]
        found = []
        for way in self._joined([one for one in seen if _covered(one, self.known + self.found, near) <= 0.5]):
            places = [one.at for one in across if one.start - slack <= way.at <= one.end + slack]
            if places and way.end - way.start >= self.settings.whole_width * (max(places) - min(places)):
                found.append(way)
        return found

    def take_borne_out(self, across: Sequence[Way]) -> None:
        """Finds what is not seen well enough, too, where pieces of it were known before."""
        near = self.image.px(self.settings.thin_bend)
        borne_out = [
            way for way in self.doubtful(across) if _covered(way, self.known, near) >= self.settings.least_borne_out
        ]
        self.found = self._joined(self.found + borne_out)

    def darkness(self, ways: Sequence[Way]) -> list[float]:
        """How dark each of some lines is."""
        return [self.ridges.darkness(way) for way in ways]

    def keep_dark(self, usual: float) -> None:
        """Keeps those found that are long, and about as dark as lines that are usual on the page."""
        whole, least = self._joined(self.found + self.known), self.settings.lone_darkness * usual
        self.found = [way for way in self.found if self._is_long(way, whole) and self.ridges.darkness(way) >= least]

    def is_shade(self) -> bool:
        """Whether lines that were found go closer beside each other than those of a table."""
        near = self.image.px(self.settings.shade_rows)
        return any(_shared(one, other, near) > 0 for one, other in combinations(self.found, 2))

    def lines(self, mask: Mask) -> list[RuledLine]:
        """The lines known and those found; what is a piece of one of these is as long as that, and is there once."""
        whole, left, near = [], self.ruled, self.image.px(self.settings.thin_bend)
        for way in self.found:
            self.ridges.take(way, mask)
            pieces = [one for one in left if _shared(one.way, way, near) > 0]
            left = [one for one in left if one not in pieces]
            longest = max(pieces, key=lambda one: _shared(one.way, way, near), default=way.ruled(1.0, self.horizontal))
            ways = [way, *(piece.way for piece in pieces)]
            reach = Way(longest.way.at, min(one.start for one in ways), max(one.end for one in ways))
            whole.append(reach.ruled(longest.width, self.horizontal))
        return left + whole

    def _is_new(self, way: Way) -> bool:
        """Whether a way is not that of a line known before, and not closely beside one that it is no piece of."""
        near, far = self.image.px(self.settings.thin_bend), self.image.px(self.settings.shade_rows)
        others = [one for one in self.known if abs(one.at - way.at) > near]
        return _covered(way, self.longer, near) < self.settings.least_known and _covered(way, others, far) <= 0.5

    def _is_long(self, way: Way, whole: Sequence[Way]) -> bool:
        """Whether a way, or one that it is a part of, is longer than strokes of characters below each other."""
        alone, together = (self.image.px(value) for value in (self.settings.short_alone, self.settings.short_way))
        length, near = way.end - way.start, self.image.px(self.settings.thin_bend)
        return length >= alone or any(
            one.end - one.start >= max(together, 1.3 * length) and _shared(one, way, near) >= length for one in whole
        )

    def _goes_on(self, way: Way, ways: Sequence[Way]) -> bool:
        """Whether a way begins where another one ends, or ends where it begins."""
        bend, slack = self.image.px(self.settings.bend), self.image.px(self.settings.thin_meets)
        return any(
            abs(one.at - way.at) <= bend and min(abs(one.end - way.start), abs(way.end - one.start)) <= slack
            for one in ways
        )

    def _joined(self, ways: Sequence[Way]) -> list[Way]:
        """Ways with those that go on from each other made one."""
        slack, bend = self.image.px(self.settings.thin_meets), self.image.px(self.settings.thin_bend)
        whole: list[Way] = []
        for way in sorted(ways, key=lambda way: way.start):
            near = (k for k, one in enumerate(whole) if abs(one.at - way.at) <= bend and way.start - one.end <= slack)
            if (k := next(near, None)) is None:
                whole.append(way)
            else:
                longer = max(whole[k], way, key=lambda one: one.end - one.start)
                whole[k] = Way(longer.at, whole[k].start, max(whole[k].end, way.end))
        return whole


def _shared(one: Way, other: Way, near: float) -> float:
    """How far two ways go along each other."""
    return min(one.end, other.end) - max(one.start, other.start) if abs(one.at - other.at) <= near else 0.0


def _covered(way: Way, ways: Sequence[Way], near: float) -> float:
    """The share of a way that others go along."""
    end = total = way.start
    for one in sorted((one for one in ways if abs(one.at - way.at) <= near), key=lambda one: one.start):
        reach = min(one.end, way.end)
        if reach > end:
            total += reach - max(one.start, end)
            end = reach
    return (total - way.start) / max(way.end - way.start, 1.0)


def _gaps(across: Sequence[Way], least: float) -> Iterator[Gap]:
    """The places between neighbouring lines across that are so many pixels apart."""
    last: dict[tuple[float, float], tuple[float, float]] = {}
    for low, high in pairwise(sorted({end for way in across for end in (way.start, way.end)})):
        there = sorted(way.at for way in across if way.start <= low and high <= way.end)
        for pair in pairwise(there):
            if pair[1] - pair[0] < least:
                continue
            begins, ends = last.get(pair, (low, low))
            if ends < low - 1:
                yield Gap(*pair, begins, ends)
                begins = low
            last[pair] = (begins, high)
    for pair, (low, high) in last.items():
        yield Gap(*pair, low, high)


def _open_sides(
    levels: Sequence[Way], uprights: Sequence[Way], image: PageImage, settings: ThinLineSettings
) -> list[Way]:
    """The sides of tables that have none: where level lines begin and end, if enough do below each other."""
    slack = image.px(settings.ends_alike)
    left, sides = sorted(levels), []
    while left:
        first = left[0]
        alike = [one for one in left if max(abs(one.start - first.start), abs(one.end - first.end)) <= slack]
        left = [one for one in left if one not in alike]
        if len(alike) < settings.least_alike:
            continue
        top, bottom = alike[0].at - slack, alike[-1].at + slack
        beside = [one for one in levels if top <= one.at <= bottom]
        for end in (median(one.start for one in alike), median(one.end for one in alike)):
            closed = any(abs(one.at - end) <= slack and one.start < bottom and one.end > top for one in uprights)
            if not closed and not any(one.start < end - slack and end + slack < one.end for one in beside):
                sides.append(Way(end, top, bottom))
    return sides
