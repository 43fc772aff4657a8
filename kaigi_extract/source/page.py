"""What every reader hands on: facts about a page, and nothing decided yet.

Coordinates are PDF points of the *upright* page, origin top left: the page as displayed, turned further by `Frame.turn`
where its text is sideways. `Frame.display` leads back to the page as displayed, which is what evidence uses.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from math import cos, inf, isfinite, isnan, radians, sin
from operator import ne
from typing import TYPE_CHECKING, Literal

from kaigi_extract.text import repair_characters

if TYPE_CHECKING:
    from kaigi_extract.source.notes import Note

Point = tuple[float, float]
Bbox = tuple[float, float, float, float]

ASCENT = 0.88
"""Height of the em box above the baseline, in ems. Japanese fonts share it; the boxes that fonts declare differ widely
and would overlap the neighbouring lines."""
DESCENT = 0.12
"""Depth of the em box below the baseline, in ems."""

RULE_WIDTH = 3.0
"""Points. A drawn rectangle no thicker than this is a line; double frames of Word are at most 2.25."""
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

_HALF_PAIR = re.compile("[\ud800-\udfff]")

Hidden = Literal["invisible", "faded", "covered", "off_page", "unsized"]
"""Why text cannot be seen: drawn invisibly, in the colour of what is behind it, under something painted later, outside
of the page, or scaled to nothing or beyond all measure."""


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
        if x1 - x0 >= y1 - y0:
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


@dataclass(slots=True)
class PlacedImage:
    """An image on the page."""

    bbox: Bbox
    width: int
    """Pixels."""
    height: int


@dataclass(frozen=True, slots=True)
class Pixels:
    """The picture of a page: rows of red, green and blue bytes from the top left."""

    width: int
    height: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Frame:
    """Size and orientation of a page: all that is needed of it once its text has become lines."""

    number: int
    """Counted from 1."""
    width: float
    """Points, upright."""
    height: float
    turn: int = 0
    """Degrees clockwise by which the displayed page was turned further to make its text upright."""
    skew: float = 0.0
    """Degrees clockwise by which a scan lay askew; coordinates are those of the page set straight about its middle."""

    def display(self, bbox: Bbox) -> Bbox:
        """The box on the page as displayed. Its sides may be given in any order."""
        x0, y0, x1, y1 = bbox
        if x0 > x1:
            x0, x1 = x1, x0
        if y0 > y1:
            y0, y1 = y1, y0
        if self.skew:
            x0, y0, x1, y1 = self._askew(x0, y0, x1, y1)
        match self.turn:
            case 90:
                return (y0, self.width - x1, y1, self.width - x0)
            case 180:
                return (self.width - x1, self.height - y1, self.width - x0, self.height - y0)
            case 270:
                return (self.height - y1, x0, self.height - y0, x1)
            case _:
                return (x0, y0, x1, y1)

    def upright(self, x: float, y: float) -> Point:
        """The point of the upright page that is shown at a point of the page as displayed."""
        match self.turn:
            case 90:
                x, y = self.width - y, x
            case 180:
                x, y = self.width - x, self.height - y
            case 270:
                x, y = y, self.height - x
        if not self.skew:
            return x, y
        sine, cosine = sin(radians(self.skew)), cos(radians(self.skew))
        across, down = x - self.width / 2, y - self.height / 2
        return self.width / 2 + across * cosine + down * sine, self.height / 2 - across * sine + down * cosine

    def _askew(self, x0: float, y0: float, x1: float, y1: float) -> Bbox:
        """The least box around one that lies askew."""
        sine, cosine = sin(radians(self.skew)), cos(radians(self.skew))
        across, down = self.width / 2, self.height / 2
        x, y = (x0 + x1) / 2 - across, (y0 + y1) / 2 - down
        x, y = across + x * cosine - y * sine, down + x * sine + y * cosine
        w, h = (x1 - x0) / 2, (y1 - y0) / 2
        w, h = w * cosine + h * abs(sine), w * abs(sine) + h * cosine
        return (x - w, y - h, x + w, y + h)


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
    rules: list[Rule] = field(default_factory=list)
    frames: list[Bbox] = field(default_factory=list)
    """Rectangles drawn in one stroke; their sides are not among `rules`."""
    shapes: list[Shape] = field(default_factory=list)
    pictures: list[PlacedImage] = field(default_factory=list)
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


def is_sized(size: float, *numbers: float) -> bool:
    """Whether text of this size can be seen, and all that says where it is are numbers."""
    return LEAST_SIZE <= size < inf and isfinite(sum(numbers))


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


def repair_runs(runs: list[Run]) -> int:
    """Repairs the text of runs in place; how many characters were replaced."""
    whole = "".join([run.text for run in runs])
    if not whole.isascii() and _HALF_PAIR.search(whole):  # from a wrong Unicode map; no file can hold one
        for run in runs:
            run.text = _HALF_PAIR.sub(UNKNOWN, run.text)
    if repair_characters(whole) is whole:
        return 0
    changed = 0
    for run in runs:
        new = repair_characters(run.text)
        if new is not run.text:
            changed += sum(map(ne, run.text, new))
            run.text = new
    return changed


@dataclass(slots=True)
class TextLine:
    """One line of a text file or one paragraph of a Word file."""

    number: int
    """Counted from 1."""
    text: str
    offset: int = 0
    """Where `text` starts in the line of the file."""
    bold: list[tuple[int, int]] = field(default_factory=list)
    """Ranges of `text` in bold or underline."""
    hard: bool = True
    """It is a paragraph, as in a Word file; else a line of an export, whose breaks may fall anywhere."""


@dataclass(slots=True)
class TextCell:
    """One cell of a table in a file without geometry."""

    lines: list[TextLine]
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1


@dataclass(slots=True)
class TextTable:
    """One table of a file without geometry."""

    cells: list[TextCell]


@dataclass(slots=True)
class FileContent:
    """One opened file. Pages are made one at a time, so that a long file needs no more memory than a short one."""

    path: str
    sha256: str
    media_type: str
    page_count: int
    pages: Callable[[], Iterator[Page | LostPage]] | None = None
    """For files with pages."""
    blocks: list[TextLine | TextTable] | None = None
    """For files without."""
    encoding: str | None = None
    remarks: list[str] = field(default_factory=list)
    """What was repaired before anything could be read, in words: a wrong file name, a rebuilt PDF."""
