"""What of a page's text can be seen. Facts of drawing only: order, colour, place.

Text is hidden where something opaque is painted over it, where it has the colour of what is behind it, where it is
off the page, or where it is drawn invisibly. A run is cut where only a part of it is hidden.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.source.outline import Outline
from kaigi_extract.source.page import Bbox, Hidden, Page, Run

CONTRAST = 0.1
"""Difference in the most different of red, green and blue (0 to 1) below which text and ground look the same."""

MIDST = 0.25
"""Ems from the middle of a character to the points around it that must lie in a free shape, too, for the character to
lie on it or under it: strokes of characters that are drawn as outlines are narrower."""
OPAQUE = 0.99
"""Opacity from which a filling hides what is under it."""
REDRAWN = 0.25
"""Ems by which a character that is drawn twice may miss its place."""
BAND = 24.0
"""Points of the height of the bands of a page by which its painted areas are looked up."""
MOST_BANDS = 2_000
"""Bands of a page at most: a broken unit makes pages as large as it likes."""

Rgb = tuple[float, float, float]
PAPER_COLOUR: Rgb = (1.0, 1.0, 1.0)


@dataclass(slots=True)
class Paint:
    """A painted area. Later ones lie over earlier ones."""

    order: int
    """Its place in the order of drawing, which text shares."""
    bbox: Bbox
    colour: Rgb | None
    """None for a picture, for shades and patterns, and for what is blended with its ground."""
    opacity: float = 1.0
    """0 to 1; what is not quite opaque hides nothing, but letters may stand out against it."""
    outlines: tuple[Outline, ...] = ()
    """What it lies inside of all, where that is no rectangle: a round-cornered shape, or a clip of such a form."""

    def holds(self, x: float, y: float, size: float) -> bool:
        """Whether a character of this size, its middle at a point, lies in the area."""
        x0, y0, x1, y1 = self.bbox
        if not (x0 <= x <= x1 and y0 <= y <= y1):
            return False
        return not self.outlines or all(outline.holds(x, y, size * MIDST) for outline in self.outlines)


class Canvas:
    """A page of the given size in points with all that is painted on it, in drawing order, upright."""

    def __init__(self, width: float, height: float, paints: list[Paint]) -> None:
        self.width, self.height = width, height
        self._last = max((paint.order for paint in paints), default=-1)
        mixed = (_over(paint, PAPER_COLOUR) for paint in paints)
        self._grounds = {PAPER_COLOUR, *(colour for colour in mixed if colour is not None)}
        self._suspect: dict[Rgb | None, bool] = {}
        self._paints = paints
        self._bands: dict[int, list[Paint]] | None = None

    def shows(self, run: Run, order: int, colour: Rgb | None) -> bool:
        """Whether a run is seen for certain: nothing is painted after it, or has its colour, and it is on the page."""
        if order < self._last or self._may_fade(colour):
            return False
        along, across = (self.height, self.width) if run.vertical else (self.width, self.height)
        start, end = run.start[0], run.end[-1]
        return 0 <= start <= along and 0 <= end <= along and run.low >= 0 and run.high <= across

    def split(self, run: Run, order: int, colour: Rgb | None) -> list[tuple[Hidden | None, Run]]:
        """The run in parts that can be seen (None) or not, with why not. `colour` is None where it cannot be told."""
        if self.shows(run, order, colour):
            return [(None, run)]
        reasons = [self._why_hidden(x, y, run.size, order, colour) for x, y in centres(run)]
        parts: list[tuple[Hidden | None, Run]] = []
        at = 0
        for k in range(1, len(reasons) + 1):
            if k == len(reasons) or reasons[k] != reasons[at]:
                parts.append((reasons[at], run if k - at == len(reasons) else run.cut(at, k)))
                at = k
        return parts

    def _may_fade(self, colour: Rgb | None) -> bool:
        """Whether anything on the page has this colour."""
        may = self._suspect.get(colour)
        if may is None:
            may = colour is not None and any(same_colour(colour, ground) for ground in self._grounds)
            self._suspect[colour] = may
        return may

    def _why_hidden(self, x: float, y: float, size: float, order: int, colour: Rgb | None) -> Hidden | None:
        if not (0 < x < self.width and 0 < y < self.height):
            return "off_page"
        ground: Rgb | None = PAPER_COLOUR
        for paint in self._around(y):
            if paint.holds(x, y, size):
                if paint.order < order:
                    ground = _over(paint, ground)
                elif paint.opacity >= OPAQUE:
                    return "covered"
        return "faded" if colour is not None and ground is not None and same_colour(colour, ground) else None

    def _around(self, y: float) -> Sequence[Paint]:
        """The areas at a height of the page, in drawing order."""
        if self._bands is None:
            self._bands = defaultdict(list)
            for paint in sorted(self._paints, key=lambda paint: paint.order):
                for band in _bands(paint.bbox, self.height):
                    self._bands[band].append(paint)
        return self._bands.get(int(y // _band_height(self.height)), ())


def _over(paint: Paint, ground: Rgb | None) -> Rgb | None:
    """The colour of a painted area over a ground."""
    if paint.colour is None or (ground is None and paint.opacity < OPAQUE):
        return None
    if paint.opacity >= OPAQUE or ground is None:
        return paint.colour
    red, green, blue = (a * paint.opacity + b * (1 - paint.opacity) for a, b in zip(paint.colour, ground, strict=True))
    return red, green, blue


def _bands(bbox: Bbox, height: float) -> Iterator[int]:
    """The bands of a page of some height that a box reaches into."""
    top, foot, band = max(bbox[1], 0.0), min(bbox[3], height), _band_height(height)
    yield from range(int(top // band), int(foot // band) + 1) if top <= foot else ()


def _band_height(height: float) -> float:
    """Points of the bands of a page of some height: a page of a million metres has no more than a large one."""
    return max(BAND, height / MOST_BANDS)


def centres(run: Run) -> list[tuple[float, float]]:
    """The middle of each character."""
    across = (run.low + run.high) / 2
    along = [(start + end) / 2 for start, end in zip(run.start, run.end, strict=True)]
    return [(across, at) for at in along] if run.vertical else [(at, across) for at in along]


def drop_redrawn(page: Page) -> None:
    """Forgets hidden text that is drawn again in its place, where it can be seen."""
    if not any(why in ("covered", "faded") for why, _ in page.hidden):
        return
    seen: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for run in page.runs:
        for char, centre in zip(run.text, centres(run), strict=True):
            seen[char].append(centre)
    page.hidden = [
        (why, run) for why, run in page.hidden if why not in ("covered", "faded") or not _is_redrawn(run, seen)
    ]


def _is_redrawn(run: Run, seen: dict[str, list[tuple[float, float]]]) -> bool:
    """Whether each character of a run is among those seen, in its place."""
    near = REDRAWN * run.size
    return all(
        not char.strip()
        or any(abs(x - across) <= near and abs(y - down) <= near for across, down in seen.get(char, ()))
        for char, (x, y) in zip(run.text, centres(run), strict=True)
    )


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
