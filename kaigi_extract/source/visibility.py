"""What of a page's text can be seen. Facts of drawing only: order, colour, place.

Text is hidden where something opaque is painted over it, where it has the colour of what is behind it, where it is
off the page, or where it is drawn invisibly. A run is cut where only a part of it is hidden.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kaigi_extract.source.page import Bbox, Hidden, Run

CONTRAST = 0.1
"""Difference in the most different of red, green and blue (0 to 1) below which text and ground look the same."""

Rgb = tuple[float, float, float]
PAPER_COLOUR: Rgb = (1.0, 1.0, 1.0)


@dataclass(slots=True)
class Paint:
    """An opaque area. Later ones lie over earlier ones."""

    order: int
    """Its place in the order of drawing, which text shares."""
    bbox: Bbox
    colour: Rgb | None
    """None for a picture."""


class Canvas:
    """A page of the given size in points with all that is painted on it, in drawing order, upright."""

    def __init__(self, width: float, height: float, paints: list[Paint]) -> None:
        self.width, self.height, self.paints = width, height, paints
        self._last = max((paint.order for paint in paints), default=-1)
        self._grounds = {PAPER_COLOUR, *(paint.colour for paint in paints if paint.colour is not None)}
        self._suspect: dict[Rgb | None, bool] = {}

    def split(self, run: Run, order: int, colour: Rgb | None) -> list[tuple[Hidden | None, Run]]:
        """The run in parts that can be seen (None) or not, with why not. `colour` is None where it cannot be told."""
        if order >= self._last and not self._may_fade(colour) and self._inside(run):
            return [(None, run)]
        reasons = [self._why_hidden(x, y, order, colour) for x, y in centres(run)]
        parts: list[tuple[Hidden | None, Run]] = []
        at = 0
        for k in range(1, len(reasons) + 1):
            if k == len(reasons) or reasons[k] != reasons[at]:
                parts.append((reasons[at], run if k - at == len(reasons) else run.cut(at, k)))
                at = k
        return parts

    def _may_fade(self, colour: Rgb | None) -> bool:
        """Whether anything on the page has this colour."""
        if colour not in self._suspect:
            self._suspect[colour] = colour is not None and any(same_colour(colour, ground) for ground in self._grounds)
        return self._suspect[colour]

    def _inside(self, run: Run) -> bool:
        along = self.height if run.vertical else self.width
        across = self.width if run.vertical else self.height
        return (
            min(run.start[0], run.end[-1]) >= 0
            and max(run.start[0], run.end[-1]) <= along
            and (run.low >= 0 and run.high <= across)
        )

    def _why_hidden(self, x: float, y: float, order: int, colour: Rgb | None) -> Hidden | None:
        if not (0 < x < self.width and 0 < y < self.height):
            return "off_page"
        ground: Rgb | None = PAPER_COLOUR
        for paint in self.paints:
            x0, y0, x1, y1 = paint.bbox
            if x0 <= x <= x1 and y0 <= y <= y1:
                if paint.order > order:
                    return "covered"
                ground = paint.colour
        return "faded" if colour is not None and ground is not None and same_colour(colour, ground) else None


def centres(run: Run) -> list[tuple[float, float]]:
    """The middle of each character."""
    across = (run.low + run.high) / 2
    along = [(start + end) / 2 for start, end in zip(run.start, run.end, strict=True)]
    return [(across, at) for at in along] if run.vertical else [(at, across) for at in along]


def same_colour(one: Rgb, other: Rgb) -> bool:
    """Whether two colours cannot be told apart on paper or on a screen."""
    return max(abs(a - b) for a, b in zip(one, other, strict=True)) < CONTRAST


def rgb(colour: Sequence[float] | float | None) -> Rgb | None:
    """Red, green and blue, 0 to 1, of a colour of one (grey), three (RGB) or four (CMYK) components; else None."""
    if isinstance(colour, int | float):
        return (float(colour),) * 3
    match colour:
        case [grey]:
            return (float(grey),) * 3
        case [red, green, blue]:
            return (float(red), float(green), float(blue))
        case [cyan, magenta, yellow, black]:
            return ((1 - cyan) * (1 - black), (1 - magenta) * (1 - black), (1 - yellow) * (1 - black))
        case _:
            return None


def intersection(one: Bbox, other: Bbox) -> Bbox:
    """What two boxes share; turned inside out where that is nothing."""
    return max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])


def within(one: Bbox, other: Bbox) -> bool:
    """Whether the first box lies inside the second."""
    return other[0] <= one[0] and other[1] <= one[1] and one[2] <= other[2] and one[3] <= other[3]
