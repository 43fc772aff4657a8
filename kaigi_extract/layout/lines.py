"""Glyph runs to lines. Knows geometry only.

A `Line` is one printed line of one container (a cell, a frame, the open page). Every character keeps its place, so that
any part of a value can be shown on the page.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise
from math import prod
from operator import sub
from typing import Literal
from unicodedata import east_asian_width

from kaigi_extract.layout.settings import DEFAULT_LAYOUT, LineSettings
from kaigi_extract.records import PageSpan, Span, TextSpan
from kaigi_extract.source.page import Bbox, Frame, Run, TextLine

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
        """Whether it begins a row of a table within a cell; its end says so."""
        return False

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


def build_lines(runs: Iterable[Run], frame: Frame, settings: LineSettings = DEFAULT_LAYOUT.lines) -> list[Line]:
    """The lines of one container, from the top down; vertical ones from right to left after the horizontal ones."""
    runs = list(runs)
    upright = [run for run in runs if not run.vertical]
    lines = [line for band in _bands(upright, settings) if (line := _line(band, frame, settings)) is not None]
    if len(upright) < len(runs):
        for band in reversed(_bands([run for run in runs if run.vertical], settings)):
            columns = _columns(band, settings)
            lines += [line for column in columns if (line := _line(column, frame, settings)) is not None]
    return lines


def _bands(runs: list[Run], settings: LineSettings) -> list[list[Run]]:
    """Runs of one line, line by line."""
    same_line = settings.same_line
    bands: list[list[Run]] = []
    middle = size = 0.0
    for run in sorted(runs, key=_middle):
        here = (run.low + run.high) / 2
        if bands and here - middle <= same_line * max(size, run.size):
            bands[-1].append(run)
            if run.size > size and run.text.strip():
                middle, size = here, run.size
        else:
            bands.append([run])
            middle, size = here, run.size
    return bands


def _columns(band: list[Run], settings: LineSettings) -> list[list[Run]]:
    """Runs of 縦書き that are printed under one another, parted where there is a gap: labels of several rows."""
    band.sort(key=lambda run: run.start[0])
    columns = [[band[0]]]
    single = all(len(run.text) == 1 for run in band)
    gaps = [below.start[0] - above.end[-1] for above, below in pairwise(band)] if single else []
    even = settings.even_gap_factor * min(gaps, default=0.0)
    for above, below in pairwise(band):
        if below.start[0] - above.end[-1] > max(settings.stacked_label_gap * above.size, even):
            columns.append([below])
        else:
            columns[-1].append(below)
    return columns


def _middle(run: Run) -> tuple[float, float]:
    return ((run.low + run.high) / 2, run.start[0])


def _line(band: list[Run], frame: Frame, settings: LineSettings) -> Line | None:
    """The line of the runs of one band, without the white space around it; None where nothing else is in them."""
    if len(band) > 1:
        band = _in_order(band, settings)
    text, start, end = _characters(band)
    first = len(text) - len(text.lstrip())
    last = len(text.rstrip())
    if first >= last:
        return None
    inked = [run for run in band if run.text.strip()]
    sure, others = _doubts(band, first, last)
    line = Line(
        frame,
        text[first:last],
        array("f"),
        array("f"),
        min([run.low for run in inked]),
        max([run.high for run in inked]),
        max([run.size for run in inked]),
        _bold_ranges(band, first, last) if any(run.bold for run in inked) else (),
        band[0].vertical,
        sure=sure,
        others=others,
    )
    start, end = start[first:last], end[first:last]
    if last - first > 1 and max(map(sub, start[1:], end)) > settings.space_gap * line.size:
        start, end = _insert_spaces(line, start, end, settings)
    line.start, line.end = array("f", start), array("f", end)
    return line


def _in_order(band: list[Run], settings: LineSettings) -> list[Run]:
    """The runs along their line; taken apart into characters where they overlap."""
    band.sort(key=lambda run: run.start[0])
    overlap = settings.run_overlap
    if any(b.start[0] < a.end[-1] - overlap * a.size for a, b in pairwise(band)):
        return _untangle(band, settings)
    return band


def _insert_spaces(
    line: Line, start: list[float], end: list[float], settings: LineSettings
) -> tuple[list[float], list[float]]:
    """Puts a space into the line's text for each gap that is one; gives where its characters start and end."""
    at = _spaces(line.text, start, end, line.size, settings)
    for k in reversed(at):
        line.text = line.text[: k + 1] + " " + line.text[k + 1 :]
        start = [*start[: k + 1], end[k], *start[k + 1 :]]
        end = [*end[: k + 1], start[k + 2], *end[k + 1 :]]
        if line.sure is not None and line.others is not None:
            line.sure.insert(k + 1, 1.0)
            line.others.insert(k + 1, "")
    line.bold = tuple((i + sum(k < i for k in at), j + sum(k < j - 1 for k in at)) for i, j in line.bold)
    return start, end


def _characters(band: list[Run]) -> tuple[str, list[float], list[float]]:
    """Text, starts and ends of a band's characters, one after the other."""
    if len(band) == 1:
        return band[0].text, band[0].start, band[0].end
    text = "".join([run.text for run in band])
    return text, [x for run in band for x in run.start], [x for run in band for x in run.end]


def _doubts(band: list[Run], first: int, last: int) -> tuple[list[float] | None, list[str] | None]:
    """The confidence of the characters `first` to `last` of a band, and what else each may be."""
    if all(run.sure is None for run in band):
        return None, None
    sure = [p for run in band for p in run.sure or [1.0] * len(run.text)]
    others = [o for run in band for o in run.others or [""] * len(run.text)]
    return sure[first:last], others[first:last]


def _untangle(band: list[Run], settings: LineSettings) -> list[Run]:
    """Overlapping runs as single characters in order: characters printed twice to thicken them are joined, and spaces
    that lie over others are dropped."""
    chars = [run.cut(k, k + 1) for run in band for k in range(len(run.text))]
    chars.sort(key=lambda run: run.start[0])
    kept: list[Run] = []
    inked = [(c.start[0], c.end[0]) for c in chars if not c.text.isspace()]
    for char in chars:
        if char.text.isspace() and _is_covered(char, inked, settings.space_cover):
            continue
        double = next((c for c in kept[-3:] if c.text == char.text and _near(c, char, settings.double_print)), None)
        if double is not None:
            double.bold = True
            continue
        kept.append(char)
    return kept


def _is_covered(space: Run, inked: list[tuple[float, float]], share: float) -> bool:
    """Whether a character, given by its start and end, lies over more than a share of a space."""
    start, end = space.start[0], space.end[0]
    return any(min(b, end) - max(a, start) > share * (end - start) for a, b in inked)


def _near(a: Run, b: Run, ems: float) -> bool:
    return abs(a.start[0] - b.start[0]) <= ems * a.size


def _bold_ranges(band: list[Run], first: int, last: int) -> Ranges:
    ranges: list[tuple[int, int]] = []
    at = 0
    for run in band:
        start, end = max(at, first) - first, min(at + len(run.text), last) - first
        at += len(run.text)
        if run.bold and start < end:
            if ranges and ranges[-1][1] == start:
                ranges[-1] = (ranges[-1][0], end)
            else:
                ranges.append((start, end))
    return tuple(ranges)


def _spaces(text: str, start: list[float], end: list[float], size: float, settings: LineSettings) -> list[int]:
    """The characters that are followed by a gap that is a space."""
    gaps = [b - a for a, b in zip(end, start[1:], strict=False)]
    usual = sorted(gaps)[len(gaps) // 2]
    wide = max(settings.space_gap * size, settings.space_factor * usual)
    return [k for k, gap in enumerate(gaps) if gap > wide and not text[k].isspace() and not text[k + 1].isspace()]


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
