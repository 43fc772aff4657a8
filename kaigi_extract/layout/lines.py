"""Lines: what every later step reads. Knows geometry only; `line_building` makes lines of runs of characters.

A `Line` is one printed line of one container (a cell, a frame, the open page), a `PlainLine` one of a file without
geometry. Every character keeps its place, so that any part of a value can be shown where it is printed.
"""

from __future__ import annotations

from array import array
from dataclasses import replace
from itertools import pairwise
from math import prod
from typing import Literal
from unicodedata import east_asian_width

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.records import PageSpan, Span, TextSpan
from kaigi_extract.source.page import Bbox, Frame
from kaigi_extract.source.text_blocks import TextLine

Ranges = tuple[tuple[int, int], ...]


@dataclass(slots=True, eq=False)
class Line:
    """One printed line. `start` and `end` hold one number a character, along the direction of writing."""

    frame: Frame
    text: str
    start: array[float]
    end: array[float]
    low: float
    high: float
    size: float
    bold: Ranges = ()
    """Ranges of `text` in bold or underlined."""
    vertical: bool = False
    boxed: bool = False
    """Whether it is alone in a frame."""
    sure: list[float] | None = None
    """How likely each character is right (its confidence), 0 to 1; None where the text is embedded."""
    others: list[str] | None = None
    """What else each character may be, the likeliest first; None where the text is embedded."""
    left: float = 0.0
    """x at which its container begins, where that differs from page to page."""
    right: float | None = None
    """x where it had to end; None where only its neighbours show it."""
    spacing: float | None = None
    """Points of empty space between two lines of its text; None where nothing shows it."""
    begins: Literal["row", "cell"] | None = None
    """Whether it begins a row, or the next cell of a row, of a table within a cell."""
    hanging: bool = False
    """Whether paragraphs of its text hang under their first line."""
    _whole: Span | None = None

    @property
    def page(self) -> int:
        return self.frame.number

    @property
    def margins_of(self) -> int:
        """The page under whose headers it is."""
        return self.frame.number

    @property
    def beside(self) -> bool:
        """Whether it begins the next cell of a row of a table within a cell."""
        return self.begins == "cell"

    @property
    def apart(self) -> bool:
        """Whether it begins a row of a table within a cell, or what follows on that."""
        return self.begins == "row"

    @property
    def hard(self) -> bool:
        """Whether its end is a paragraph's by itself; on a page the geometry says so."""
        return False

    @property
    def x0(self) -> float:
        return self.low if self.vertical else self.start[0]

    @property
    def x1(self) -> float:
        return self.high if self.vertical else self.end[-1]

    @property
    def y0(self) -> float:
        return self.start[0] if self.vertical else self.low

    @property
    def y1(self) -> float:
        return self.end[-1] if self.vertical else self.high

    def at(self, k: int) -> float:
        """Where character `k` begins, along the line."""
        return self.start[k]

    def gap(self, k: int) -> float:
        """Ems of empty space before character `k`."""
        return (self.start[k] - self.end[k - 1]) / self.size if k else 0.0

    def box(self, start: int, end: int) -> Bbox:
        """The box of characters `start` to `end` on the page as displayed."""
        first, last = self.start[start], self.end[end - 1]
        if start and self.start[start - 1] < first < self.end[start - 1] - self.size / 20:
            # brackets set tight begin within the box of what is before them
            first = min(self.end[start - 1], (first + self.end[start]) / 2)
        if end < len(self.start) and self.start[end] > self.start[end - 1]:
            last = min(last, self.start[end])
        upright = (self.low, first, self.high, last) if self.vertical else (first, self.low, last, self.high)
        return _rounded(self.frame.display(upright))

    def cut(self, start: int, end: int) -> Line:
        """The part of the line from character `start` to `end`."""
        # lines are cut wherever a table may have a gutter, and `dataclasses.replace` takes ten times as long
        return Line(
            self.frame,
            self.text[start:end],
            self.start[start:end],
            self.end[start:end],
            self.low,
            self.high,
            self.size,
            _cut_ranges(self.bold, start, end) if self.bold else (),
            self.vertical,
            self.boxed,
            self.sure and self.sure[start:end],
            self.others and self.others[start:end],
            self.left,
            self.right,
            self.spacing,
            self.begins,
            self.hanging,
        )

    def confidence(self, start: int, end: int) -> float | None:
        """How likely characters `start` to `end` are all right; None where they are embedded."""
        return None if self.sure is None else prod(self.sure[start:end])

    def span(self, start: int, end: int) -> Span:
        """The place of characters `start` to `end`."""
        if start or end < len(self.text):
            return PageSpan(page=self._page_at(start), bbox=self.box(start, end))
        if self._whole is None:
            self._whole = PageSpan(page=self._page_at(start), bbox=self.box(start, end))
        return self._whole

    def spans(self, start: int, end: int) -> list[Span]:
        """The places of characters `start` to `end`: one, or one on each page of a sheet that is wider than a page."""
        if not self.frame.is_sheet:
            return [self.span(start, end)]
        pages = [self._page_at(k) for k in range(start, end)]
        cuts = [k for k in range(1, len(pages)) if pages[k] != pages[k - 1]]
        return [self.span(start + a, start + b) for a, b in pairwise((0, *cuts, end - start))]

    def _page_at(self, k: int) -> int:
        return self.frame.page_at(self.low if self.vertical else (self.start[k] + self.end[k]) / 2)


@dataclass(slots=True, eq=False)
class PlainLine:
    """One line of a file without geometry."""

    source: TextLine
    text: str
    offset: int
    """Where `text` starts in the line of the file."""
    bold: Ranges = ()
    vertical: bool = False
    boxed: bool = False
    left: float = 0.0
    right: float | None = None
    spacing: float | None = None
    hanging: bool = False

    @property
    def page(self) -> int:
        return 0

    @property
    def margins_of(self) -> int:
        """The section of a Word file under whose headers it is."""
        return self.source.section

    @property
    def apart(self) -> bool:
        """Whether it begins a paragraph whatever is above it: markup of the file says so."""
        return self.source.begins

    @property
    def beside(self) -> bool:
        """Whether it begins the next cell of a row of a table within a cell."""
        return self.source.beside

    @property
    def hard(self) -> bool:
        """Whether its end is a paragraph's by itself."""
        return self.source.hard

    @property
    def size(self) -> float:
        """Columns of a full-width character."""
        return 2.0

    @property
    def x0(self) -> float:
        """Columns by which it is indented."""
        return float(columns(self.source.text[: self.offset - self.source.offset]))

    @property
    def x1(self) -> float:
        return self.x0 + columns(self.text)

    @property
    def y0(self) -> float:
        return float(self.source.number)

    @property
    def y1(self) -> float:
        return float(self.source.number)

    def at(self, k: int) -> float:
        """The column at which character `k` begins."""
        return self.x0 + columns(self.text[:k])

    def gap(self, k: int) -> float:
        """Without geometry there is no empty space but typed spaces."""
        return 0.0

    def spans(self, start: int, end: int) -> list[Span]:
        """The places of characters `start` to `end`, of which there is one."""
        return [self.span(start, end)]

    def confidence(self, start: int, end: int) -> float | None:
        """How likely characters `start` to `end` are all right, where they were recognised in a picture."""
        at, sure = self.offset - self.source.offset, self.source.sure
        return prod(sure[at + start : at + end]) if sure is not None else None

    def cut(self, start: int, end: int) -> PlainLine:
        """The part of the line from character `start` to `end`."""
        bold = _cut_ranges(self.bold, start, end)
        return replace(self, text=self.text[start:end], offset=self.offset + start, bold=bold)

    def span(self, start: int, end: int) -> Span:
        """The place of characters `start` to `end`."""
        places = self.source.places
        if places is not None and start < end:
            first = self.offset - self.source.offset
            return TextSpan.model_construct(
                line=self.source.number, start=places[first + start], end=places[first + end - 1] + 1
            )
        return TextSpan.model_construct(line=self.source.number, start=self.offset + start, end=self.offset + end)


AnyLine = Line | PlainLine


def place_of(frame: Frame, box: Bbox) -> Span:
    """The place of a box of the upright page."""
    return PageSpan(page=frame.number, bbox=_rounded(frame.display(box)))


def _rounded(box: Bbox) -> Bbox:
    x0, y0, x1, y1 = box
    return (round(x0, 2), round(y0, 2), round(x1, 2), round(y1, 2))


def _cut_ranges(ranges: Ranges, start: int, end: int) -> Ranges:
    return tuple((max(i, start) - start, min(j, end) - start) for i, j in ranges if i < end and j > start)


def columns(text: str) -> int:
    """Columns that the text takes in a fixed-width setting: two for a full-width character."""
    return sum(2 if east_asian_width(char) in "WFA" else 1 for char in text)


def plain_line(source: TextLine) -> PlainLine | None:
    """The line without white space around it; None where nothing is left."""
    first = len(source.text) - len(source.text.lstrip())
    text = source.text.strip()
    if not text:
        return None
    return PlainLine(source, text, source.offset + first, _cut_ranges(tuple(source.bold), first, first + len(text)))
