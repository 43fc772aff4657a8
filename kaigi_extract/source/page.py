"""What every reader hands on: facts about a page, and nothing decided yet.

Coordinates are PDF points of the *upright* page, origin top left: the page as displayed, turned further by `Frame.turn`
where its text is sideways. `Frame.display` leads back to the page as displayed, which is what evidence uses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import field, replace
from math import inf, isfinite, isnan
from typing import TYPE_CHECKING, Literal

from kaigi_extract.catalogue import Message
from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.source import frame as geometry
from kaigi_extract.source.limits import MOST_RENDERED

if TYPE_CHECKING:
    from kaigi_extract.source.notes import Note

Point = geometry.Point
Bbox = geometry.Bbox
Frame = geometry.Frame

ASCENT = 0.88
"""Height of the em box above the baseline, in ems. Japanese fonts share it; the boxes that fonts declare differ widely
and would overlap the neighbouring lines."""
DESCENT = 0.12
"""Depth of the em box below the baseline, in ems."""

RULE_WIDTH = 3.0
"""Points. A drawn rectangle no thicker than this is a line; double frames of Word are at most 2.25."""
SQUARE = 0.01
"""Points by which the sides of a square may differ: readers round them in their own ways."""
RULE_LENGTH = 0.4
"""Points. The shortest stroke worth keeping: a dot of a dotted line."""
SMALL_SHAPE = 20.0
"""Points. A shape no larger may be a box to tick or a tick: its outline is kept."""
WHITE = 0.95
"""Lightness from which on text cannot be told from white on a screen."""

LEAST_SIZE = 0.1
"""Points. Text set smaller is less than a dot of an office printer high: nobody sees it."""

POINTS = 72
"""Points in an inch."""
NO_SUCH_PAGE = "there is no page {number}; it has {count}, counted from 1"

UNKNOWN = "\ufffd"
"""Stands for a character whose font does not tell which one it is."""

FIRST_HALF = frozenset("、。，．」』）】〕〉》］｝")
"""What fills the first half of its em only; it may hang over the end of a line (ぶら下げ), and begins none."""

Hidden = Literal["invisible", "faded", "covered", "off_page", "unsized", "layer"]
"""Why text cannot be seen: drawn invisibly, in the colour of what is behind it, under something painted later, outside
of the page, scaled to nothing or beyond all measure, or on a layer that is off."""

LAPPED, JOINED = 0.01, 0.05
"""Ems by which a run may begin before the end of the one that it goes on with, and after it: what rounding makes of
characters that follow each other. The narrowest space is a fifth of an em."""


@dataclass(slots=True)
class Run:
    """Characters of one font set in one go. `start` and `end` hold one number a character, along the line."""

    text: str
    start: list[float]
    """x of each character's left edge; y of its top edge where `vertical`. Text written leftwards or upwards begins at
    the other edge."""
    end: list[float]
    low: float
    """y of the em box's top edge; x of its left edge where `vertical`."""
    high: float
    size: float
    """Points."""
    font: str = ""
    bold: bool = False
    vertical: bool = False
    """Set in 縦書き: characters follow each other downwards."""
    sure: list[float] | None = None
    """How likely each character is right (its confidence), 0 to 1; None where the text is embedded."""
    others: list[str] | None = None
    """What else each character may be, the likeliest first; None where the text is embedded."""
    slant: float = 0.0
    """Degrees clockwise by which it is written aslant, from the axis nearest to it."""
    lightness: float = 0.0
    """0 black to 1 white, as it looks on white paper where it shines through."""

    @property
    def bbox(self) -> Bbox:
        """Its em boxes together, in upright points; sides are in the order of writing."""
        start, end = self.start[0], self.end[-1]
        return (self.low, start, self.high, end) if self.vertical else (start, self.low, end, self.high)

    def inked(self, index: int) -> float:
        """Where along the line the ink of a character is: its middle, or that of the half of its em that it fills."""
        start, end = self.start[index], self.end[index]
        fills_half = self.text[index] in FIRST_HALF and abs(end - start) > self.size / 2
        return start + (end - start) / (4 if fills_half else 2)

    def takes_up(self, after: Run) -> bool:
        """Whether another run goes on with this one along a line, as if both were set in one go: of one font and look,
        on one baseline, with no space between. In 縦書き the space between two is told by runs."""
        return (
            self.low == after.low
            and self.size == after.size
            and self.font == after.font
            and self.bold == after.bold
            and self.lightness == after.lightness
            and self.slant == after.slant
            and not (self.vertical or after.vertical)
            and self.sure is None
            and after.sure is None
            and -LAPPED * self.size <= after.start[0] - self.end[-1] <= JOINED * self.size
        )

    def cut(self, start: int, end: int) -> Run:
        """The part from character `start` to `end`."""
        return replace(
            self,
            text=self.text[start:end],
            start=self.start[start:end],
            end=self.end[start:end],
            sure=self.sure and self.sure[start:end],
            others=self.others and self.others[start:end],
        )


def add_run(runs: list[Run], run: Run) -> None:
    """Adds a run to others; one that goes on with the last becomes a part of it: what writes a PDF sets four or five
    characters in one go, as it falls, and every later step looks at each run."""
    if not runs or not runs[-1].takes_up(run):
        runs.append(run)
        return
    last = runs[-1]
    last.text += run.text
    last.start, last.end = last.start + run.start, last.end + run.end


@dataclass(slots=True)
class Rule:
    """A straight line along an axis, drawn in whatever way. x0 <= x1 and y0 <= y1 run along its middle."""

    x0: float
    y0: float
    x1: float
    y1: float
    width: float
    """Points."""

    @property
    def horizontal(self) -> bool:
        """Whether it runs along x."""
        return self.y1 - self.y0 <= self.x1 - self.x0

    @classmethod
    def along(cls, box: Bbox) -> Rule:
        """A thin filled rectangle is the rule along its middle."""
        x0, y0, x1, y1 = box
        if x1 - x0 >= y1 - y0 - SQUARE:
            return cls(x0, (y0 + y1) / 2, x1, (y0 + y1) / 2, y1 - y0)
        return cls((x0 + x1) / 2, y0, (x0 + x1) / 2, y1, x1 - x0)

    @classmethod
    def frame(cls, box: Bbox) -> list[Rule]:
        """The four sides of a box."""
        x0, y0, x1, y1 = box
        sides = ((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1))
        return [cls(*side, 0.0) for side in sides]


@dataclass(slots=True)
class Shape:
    """A drawn thing that is no rule: shading, a frame's filling, a tick."""

    bbox: Bbox
    fill: float | None
    """Lightness of the filling, 0 black to 1 white; None where it is not filled."""
    closed_curve: bool = False
    """Whether it has curves (a circle, a tick drawn by hand)."""
    outline: tuple[Bbox, ...] = ()
    """Of a small shape: the ends (x, y, x, y) of its straight pieces and of the chords of its curves."""
    free: bool = False
    """Whether it is no rectangle along the axes, so that its box does not say where it is seen."""


@dataclass(slots=True)
class PlacedImage:
    """An image on the page, inline or not, also one that is stamped out of a colour (an image mask)."""

    bbox: Bbox
    """What of it shows: a clip may cut it."""
    width: int
    """Pixels of the whole image."""
    height: int
    whole: Bbox | None = None
    """The box of the whole image, where a clip cuts it."""
    opaque: bool = True
    """Whether it hides what is under it: it has no mask, and nothing of it is mixed with its ground."""
    bits: int = 8
    """Bits of a component of a pixel; 1 for black and white."""

    @property
    def dpi(self) -> float:
        """Pixels an inch, along the finer side."""
        x0, y0, x1, y1 = self.whole or self.bbox
        return max(self.width * POINTS / max(x1 - x0, 1.0), self.height * POINTS / max(y1 - y0, 1.0))


@dataclass(slots=True)
class ButtonField:
    """A checkbox or a radio button of a PDF form, whatever it looks like."""

    bbox: Bbox
    ticked: bool
    """Whether it is on, by the state that its appearance is in."""


MarkKind = Literal["picture", "drawing", "ink"]
"""What a mark is: an image that was not read, a free shape, or ink of which nothing is known."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that is seen on a page and that neither text nor ruled lines account for."""

    kind: MarkKind
    bbox: Bbox
    density: float = 0.0
    """Share of its box in which there are edges of ink: most of it in a line of text, little in the box of an arrow."""


@dataclass(frozen=True, slots=True)
class Pixels:
    """The picture of a page: rows of red, green and blue bytes from the top left."""

    width: int
    height: int
    data: bytes

    @staticmethod
    def size(width: float, height: float, dpi: float) -> tuple[int, int]:
        """Pixels of a page of so many points, at so many dots an inch; at least one.

        Raises `ValueError` where these are more than are drawn.
        """
        across, down = max(1, round(width * dpi / POINTS)), max(1, round(height * dpi / POINTS))
        if across * down > MOST_RENDERED:
            raise ValueError(
                Message(
                    "it would have {width} by {height} pixels; ask for fewer dots an inch", width=across, height=down
                )
            )
        return across, down

    def blanked(self, boxes: Iterable[Bbox], dpi: float) -> Pixels:
        """The picture with these boxes of the page as displayed, in points, as white as paper."""
        data, scale = bytearray(self.data), dpi / POINTS
        for x0, y0, x1, y1 in boxes:
            left, right = (min(max(round(x * scale), 0), self.width) for x in (x0, x1))
            top, foot = (min(max(round(y * scale), 0), self.height) for y in (y0, y1))
            for row in range(top, foot):
                at = 3 * (row * self.width + left)
                data[at : at + 3 * (right - left)] = b"\xff" * (3 * (right - left))
        return Pixels(self.width, self.height, bytes(data))


@dataclass(slots=True)
class Page:
    """Facts about one page."""

    frame: Frame
    rotation: int = 0
    """/Rotate: degrees clockwise by which the page is turned for display."""
    runs: list[Run] = field(default_factory=list)
    hidden: list[tuple[Hidden, Run]] = field(default_factory=list)
    """Text that cannot be seen, with why."""
    notes: list[Note] = field(default_factory=list)
    """Marks that somebody put on the page after it was made; they are among nothing else here."""
    covered: list[Bbox] = field(default_factory=list)
    """What such marks lay over the page, in points of the page as displayed: nothing of it is seen there."""
    rules: list[Rule] = field(default_factory=list)
    frames: list[Bbox] = field(default_factory=list)
    """Rectangles drawn in one stroke; their sides are not among `rules`."""
    shapes: list[Shape] = field(default_factory=list)
    pictures: list[PlacedImage] = field(default_factory=list)
    """All images that show, in drawing order: stripes, inline images and image masks, too."""
    outlines: list[Bbox] = field(default_factory=list)
    """Filled free pieces of the size of characters and their parts: text drawn as outlines has many."""
    buttons: list[ButtonField] = field(default_factory=list)
    """Boxes to tick of a form that is filled in on a screen; what they look like is among the rest, too."""
    off_layers: list[str] = field(default_factory=list)
    """Names of the layers that are off and have text on the page: it is among what is hidden."""
    marks: list[Mark] = field(default_factory=list)
    """What is seen and was not read, as far as the page was looked at for that."""
    repaired: int = 0
    """Characters replaced by `text.repair_characters`."""
    damage: str | None = None
    """Why a part of the page may be missing."""
    render: Callable[[float], Pixels] | None = None
    """The page as displayed, at so many dots an inch. Good until the next page is asked for."""

    def hide_unsized(self, text: str, x: float, y: float) -> None:
        """Notes text that has no size to be seen in, at a point that may lie anywhere, or nowhere."""
        if text.strip():
            x, y = _between(x, self.frame.width), _between(y, self.frame.height)
            self.hidden.append(("unsized", Run(text, [x] * len(text), [x] * len(text), y, y, 0.0)))

    def drop_endless(self) -> None:
        """Drops what is drawn at no place: coordinates that overflowed are infinite, or no numbers."""
        self.rules = [rule for rule in self.rules if isfinite(rule.x0 + rule.y0 + rule.x1 + rule.y1 + rule.width)]
        self.frames = [box for box in self.frames if isfinite(sum(box))]
        self.shapes = [
            shape for shape in self.shapes if isfinite(sum(shape.bbox)) and all(isfinite(sum(p)) for p in shape.outline)
        ]
        self.pictures = [picture for picture in self.pictures if isfinite(sum(picture.bbox))]


@dataclass(slots=True)
class LostPage:
    """A page that could not be read, and why."""

    number: int
    reason: str


def is_sized(size: float, *places: Sequence[float]) -> bool:
    """Whether text of this size can be seen, and all that says where it is are numbers."""
    return LEAST_SIZE <= size < inf and isfinite(sum(map(sum, places)))


def touch(one: Bbox, other: Bbox) -> bool:
    """Whether two boxes share a point."""
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def _between(value: float, most: float) -> float:
    """The number brought between 0 and `most`; 0 for what is none."""
    return 0.0 if isnan(value) else min(max(value, 0.0), most)


def lightness(colour: Sequence[float] | float | None) -> float:
    """0 black to 1 white, of a colour of one (grey), three (RGB) or four (CMYK) components; a missing one is black."""
    if colour is None:
        return 0.0
    if isinstance(colour, int | float):
        return float(colour)
    if len(colour) == 4:
        return (1 - colour[3]) * (1 - sum(colour[:3]) / 3)
    return sum(colour) / len(colour) if colour else 0.0
