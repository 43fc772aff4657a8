"""What is drawn on pages: boxes, their names in the margin, a legend. Knows pixels, no record, and opens no file.

Names never cover the page: they stand beside its ink, on a strip that is added where the margin is too narrow, each
with a thin line to its box. The line leaves where it crosses the least ink.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from math import ceil, floor
from typing import Any, NamedTuple

import numpy as np
from PIL import Image, ImageChops, ImageColor, ImageDraw, ImageFilter, ImageFont, ImageOps

from kaigi_extract.source.page import Bbox

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
"""Okabe and Ito's, which colour-blind people tell apart; without the yellow, which cannot be seen on paper."""
GREY = "#8A8A8A"
"""What is no value: furniture, separators, edges."""
PAPER = "#FFFFFF"
STRIP = "#F3F3F3"
"""Behind legends and page numbers."""
NAME_SIZE = 8.0
"""Points of a name."""
TAG_SIZE = 6.5
"""Points of a number at a line or a cell."""
LITTLE = 0.2
"""Part of a number beside a line that may cover ink, such as a rule, before another place is looked for."""
SMALLEST = 10
"""Pixels. Smaller letters cannot be read at any resolution."""
TINT = 0.16
"""Part of a box's colour that is laid over its lines: the ink stays as black as it was."""
PAD = 1.2
"""Points between a line and its frame."""
SOLID = 0.45
"""The same for what has no frame."""
STRANGE = 4.0
"""Square points of ink beside a line of a value, and not its own, from which on the frame leaves it out."""
FRAME = 0.9
"""Points. Thickness of a frame; lines to names are half of it."""
DASH = (4.0, 2.5)
"""Points of stroke and gap of a dashed frame."""
REACH = 1.4
"""Times the height of a line across which the next one belongs to the same box."""
QUIET = 2.0
"""Points above and below a cut through a page that should be empty."""
GAP = 8.0
"""Points between the ink of the page and the names beside it."""
INK = 160
"""Lightness, 0 to 255, below which a pixel is ink."""
SPECKS = 0.002
"""Part of a column of pixels that may be ink in a margin: dust of a scan."""
LIGHT = 140
"""Lightness, 0 to 255, of a colour from which on the letters on it are black."""

Edges = tuple[float, float]
Ink = np.ndarray[Any, np.dtype[np.bool_]]


@dataclass(frozen=True)
class Mark:
    """One value on a page. `boxes` one a line, in pixels."""

    boxes: Sequence[Bbox]
    colour: str
    name: str = ""
    """Stands in the margin; empty: nowhere."""
    dashed: bool = False
    solid: bool = False
    """No frame, but more of its colour: something about a value that another mark frames."""


class Tag(NamedTuple):
    """A number at a box, in pixels: beside it, or `inside` at one of its corners."""

    box: Bbox
    text: str
    colour: str
    inside: bool = False


@dataclass
class _Note:
    """The names of all marks that share a box, at the side where they stand."""

    box: Bbox
    names: list[tuple[str, str]]
    """Name and colour."""
    right: bool = True
    at: float = 0.0
    """y where its line leaves the box."""
    y: float = 0.0
    """Top of the names."""


class Key(NamedTuple):
    """One entry of a legend."""

    text: str
    colour: str
    dashed: bool = False


def draw_marks(page: Image.Image, marks: Sequence[Mark], dpi: float) -> Image.Image:
    """The page with every mark, and their names beside its ink; wider than before where the margin is narrow."""
    ink = np.asarray(page.convert("L")) < INK
    drawn = _tinted(page, marks)
    framed = [(mark, blocks(mark.boxes)) for mark in marks if not mark.solid]
    seen: list[Bbox] = []
    for mark, found in framed:
        for lines in found:
            whole = union(lines)
            around = PAD + 1.5 * FRAME * min(seen.count(whole), 3)
            _frame(drawn, ink, lines, mark, around, dpi)
            seen.append(whole)
    return _with_notes(drawn, ink, _notes(framed), dpi)


def blocks(boxes: Iterable[Bbox]) -> list[list[Bbox]]:
    """The lines of one value in groups: neighbouring ones go into one frame. From the top down."""
    joined: list[list[Bbox]] = []
    for box in sorted(set(boxes), key=lambda box: (box[1], box[0])):
        near = [block for block in joined if any(_near(box, line) for line in block)]
        joined = [block for block in joined if block not in near]
        joined.append([line for block in near for line in block] + [box])
    return sorted(joined, key=lambda block: union(block)[1])


def union(boxes: Iterable[Bbox]) -> Bbox:
    """The least box around all of them."""
    x0, y0, x1, y1 = zip(*boxes, strict=True)
    return (min(x0), min(y0), max(x1), max(y1))


def scaled(boxes: Iterable[Bbox], dpi: float, x: float = 0.0, y: float = 0.0) -> list[Bbox]:
    """Boxes in points as boxes in pixels of a picture whose top left corner is at pixel x, y of the page."""
    k = dpi / 72
    return [(x0 * k - x, y0 * k - y, x1 * k - x, y1 * k - y) for x0, y0, x1, y1 in boxes]


def draw_tags(drawn: Image.Image, page: Image.Image, tags: Iterable[Tag], dpi: float) -> Image.Image:
    """The picture with small tags at boxes, each where it covers little ink of the page and no other tag."""
    free = np.asarray(page.convert("L")) >= INK
    font = font_of(max(SMALLEST - 1, round(TAG_SIZE * dpi / 72)))
    pen = ImageDraw.Draw(drawn)
    for tag in tags:
        width, height = round(font.getlength(tag.text)) + 4, round(font.size * 1.1) + 1
        places = [(round(x), round(y)) for x, y in _tag_places(tag, width, height)]
        ink = {place: _covered(free, *place, width, height) for place in places}
        little = 0 if tag.inside else round(LITTLE * width * height)
        x, y = min(places, key=lambda place: max(ink[place], little))
        free[max(0, y) : y + height, max(0, x) : x + width] = False
        pen.rounded_rectangle((x, y, x + width - 1, y + height - 1), radius=2, fill=tag.colour)
        baseline = y + height / 2 + 0.36 * font.size
        pen.text((x + 2, baseline), tag.text, font=font, fill=letters_on(tag.colour), anchor="ls")
    return drawn


def _tag_places(tag: Tag, width: int, height: int) -> Iterator[tuple[float, float]]:
    """Top left corners that a tag may have, the best first."""
    x0, y0, x1, y1 = tag.box
    middle = (y0 + y1 - height) / 2
    if tag.inside:
        yield from ((x, y) for y in (y0 + 3, y1 - height - 2, middle) for x in (x1 - width - 2, x0 + 3))
    else:
        yield from ((x, middle) for x in (x0 - width - 3, x1 + 3))


def _covered(free: Ink, x: int, y: int, width: int, height: int) -> int:
    """Pixels of a rectangle that are not free; what is off the page is not."""
    part = free[max(0, y) : max(0, y + height), max(0, x) : max(0, x + width)]
    return width * height - int(part.sum())


def with_legend(picture: Image.Image, title: str, keys: Iterable[Key], dpi: float) -> Image.Image:
    """The picture under a strip that says what it is and what the colours mean."""
    font, scale = _font(dpi), dpi / 72
    side, step = round(6 * scale), _height(font, dpi) + round(3 * scale)
    widest = picture.width - 2 * side
    places: list[tuple[Key, float, int]] = []
    x, row = 0.0, 1
    for key in (Key(_fitted(key.text, font, widest - 4 * side), key.colour, key.dashed) for key in keys):
        width = font.getlength(key.text) + 4 * side
        if x and x + width > widest:
            x, row = 0.0, row + 1
        places.append((key, side + x, row))
        x += width
    rows = places[-1][2] + 1 if places else 1
    strip = Image.new("RGB", (picture.width, rows * step + side), STRIP)
    pen = ImageDraw.Draw(strip)
    pen.text((side, side / 2), _fitted(title, font, widest), font=font, fill=GREY)
    for key, at, row in places:
        y = side / 2 + row * step
        swatch = Image.new("1", (round(1.6 * side), round(step / 2)), 1)
        shape = _outline(swatch, True, dpi) if key.dashed else swatch
        strip.paste(key.colour, (round(at), round(y + 0.2 * step)), shape)
        pen.text((at + 2.1 * side, y), key.text, font=font, fill="black")
    return stacked([strip, picture])


def thick(points: float, dpi: float) -> int:
    """Points as whole pixels, one at least."""
    return max(1, round(points * dpi / 72))


def stacked(pictures: Sequence[Image.Image]) -> Image.Image:
    """Pictures below each other, the narrower ones with white beside them."""
    whole = Image.new("RGB", (max(p.width for p in pictures), sum(p.height for p in pictures)), PAPER)
    y = 0
    for picture in pictures:
        whole.paste(picture, (0, y))
        y += picture.height
    return whole


def separator(width: int, text: str, dpi: float) -> Image.Image:
    """A strip with a thin line and a few words."""
    font = _font(dpi)
    strip = Image.new("RGB", (width, _height(font, dpi) + round(4 * dpi / 72)), STRIP)
    pen = ImageDraw.Draw(strip)
    pen.line((0, 0, width, 0), fill=GREY)
    pen.text((round(6 * dpi / 72), strip.height / 2), text, font=font, fill="#505050", anchor="lm")
    return strip


def edged(picture: Image.Image) -> Image.Image:
    """The picture with a thin grey edge, so that paper is told from the notebook's white."""
    ImageDraw.Draw(picture).rectangle((0, 0, picture.width - 1, picture.height - 1), outline="#C8C8C8")
    return picture


def ink_columns(page: Image.Image) -> Edges:
    """x in pixels where the ink of a page begins and ends; its edges where there is none."""
    return _edges(np.asarray(page.convert("L")) < INK)


def quiet_row(page: Image.Image, rows: Iterable[int], sides: tuple[int, int], dpi: float) -> int:
    """The first of these rows of pixels with the least ink around it, between the sides: a cut there cuts no line."""
    ink = (np.asarray(page.convert("L"))[:, slice(*sides)] < INK).sum(axis=1)
    reach = thick(QUIET, dpi)
    return min(rows, key=lambda row: int(ink[max(0, row - reach) : row + reach + 1].sum()))


def _edges(ink: Ink) -> Edges:
    filled = np.flatnonzero(ink.mean(axis=0) > SPECKS)
    return (float(filled[0]), float(filled[-1] + 1)) if filled.size else (0.0, float(ink.shape[1]))


def _near(a: Bbox, b: Bbox) -> bool:
    """Whether two lines follow each other, or stand beside each other on one line."""
    reach = REACH * min(a[2] - a[0], a[3] - a[1], b[2] - b[0], b[3] - b[1])
    return a[0] - reach < b[2] and b[0] - reach < a[2] and a[1] - reach < b[3] and b[1] - reach < a[3]


def _moved(box: Bbox, x: float, y: float) -> Bbox:
    return (box[0] - x, box[1] - y, box[2] - x, box[3] - y)


def _grown(box: Bbox, by: float) -> Bbox:
    return (box[0] - by, box[1] - by, box[2] + by, box[3] + by)


def _tinted(page: Image.Image, marks: Iterable[Mark]) -> Image.Image:
    """The page with light colour over the lines of the marks, as a highlighter lays it."""
    layer = Image.new("RGB", page.size, PAPER)
    pen = ImageDraw.Draw(layer)
    for mark in marks:
        for box in mark.boxes:
            pen.rectangle(box, fill=pale(mark.colour, SOLID if mark.solid else TINT))
    return ImageChops.multiply(page, layer)


def pale(colour: str, share: float) -> str:
    """So much of a colour on white."""
    parts = (round(255 - share * (255 - part)) for part in ImageColor.getrgb(colour)[:3])
    return "#{:02X}{:02X}{:02X}".format(*parts)


def _frame(drawn: Image.Image, ink: Ink, lines: Sequence[Bbox], mark: Mark, around: float, dpi: float) -> None:
    """A frame around the lines: a rectangle, drawn in where something else stands beside a line."""
    grown = [_grown(line, around * dpi / 72) for line in lines]
    x0, y0, x1, y1 = union(grown)
    left, top = floor(x0), floor(y0)
    mask = Image.new("1", (ceil(x1) - left + 1, ceil(y1) - top + 1))
    pen = ImageDraw.Draw(mask)
    for box in _bridged(_widened(grown, ink, dpi)):
        pen.rectangle(_moved(box, left, top), fill=1)
    drawn.paste(mark.colour, (left, top), _outline(mask, mark.dashed, dpi))


def _outline(mask: Image.Image, dashed: bool, dpi: float) -> Image.Image:
    """The edge of a mask, within it."""
    width = thick(FRAME, dpi)
    bordered = ImageOps.expand(mask.convert("L"), width)
    edge = ImageChops.subtract(bordered, bordered.filter(ImageFilter.MinFilter(2 * width + 1)))
    edge = ImageOps.crop(edge, width)
    return ImageChops.multiply(edge, _hatching(edge.size, dpi)) if dashed else edge


def _widened(lines: Sequence[Bbox], ink: Ink, dpi: float) -> list[Bbox]:
    """The lines, each as wide as all together on the sides where nothing else stands beside it."""
    left, _, right, _ = union(lines)
    strange = ink.copy()
    for line in lines:
        strange[_pixels(line)] = False

    def is_empty(*box: float) -> bool:
        return bool(strange[_pixels(box)].sum() <= STRANGE * (dpi / 72) ** 2)

    return [
        (left if is_empty(left, y0, x0, y1) else x0, y0, right if is_empty(x1, y0, right, y1) else x1, y1)
        for x0, y0, x1, y1 in lines
    ]


def _pixels(box: Sequence[float]) -> tuple[slice, slice]:
    """Where a box stands in an array of pixels."""
    x0, y0, x1, y1 = (max(0, round(side)) for side in box)
    return slice(y0, y1), slice(x0, x1)


def _bridged(lines: Sequence[Bbox]) -> Iterator[Bbox]:
    """The lines, and what lies between each and the next."""
    lines = sorted(lines, key=lambda line: (line[1], line[0]))
    yield from lines
    for above, below in pairwise(lines):
        x0, x1 = max(above[0], below[0]), min(above[2], below[2])
        if x0 < x1 and above[3] < below[1]:
            yield (x0, above[3], x1, below[1])


def _hatching(size: tuple[int, int], dpi: float) -> Image.Image:
    """White where a dashed frame has a stroke."""
    stroke, gap = (max(2, round(part * dpi / 72)) for part in DASH)
    y, x = np.indices((size[1], size[0]))
    return Image.fromarray(np.where((x + y) % (stroke + gap) < stroke, 255, 0).astype(np.uint8))


def _notes(framed: Iterable[tuple[Mark, list[list[Bbox]]]]) -> list[_Note]:
    """One note for each named box: a value's first one; values in the same box share it."""
    notes: dict[tuple[int, ...], _Note] = {}
    for mark, found in framed:
        if mark.name and found:
            box = union(found[0])
            note = notes.setdefault(tuple(round(side) for side in box), _Note(box, []))
            if (mark.name, mark.colour) not in note.names:
                note.names.append((mark.name, mark.colour))
    return list(notes.values())


def _with_notes(page: Image.Image, ink: Ink, notes: list[_Note], dpi: float) -> Image.Image:
    if not notes:
        return page
    font, gap = _font(dpi), GAP * dpi / 72
    left, right = _edges(ink)
    height = _height(font, dpi)
    for note in notes:
        note.right, note.at = _way_out(note.box, ink, left, right)
    sides = {side: [note for note in notes if note.right is side] for side in (False, True)}
    widths = {side: max((_width(note, font, dpi) for note in sides[side]), default=0.0) for side in sides}
    for each in sides.values():
        _stack(each, height, page.height)
    before = max(0, round(widths[False] + 2 * gap - left)) if sides[False] else 0
    after = max(0, round(right + widths[True] + 2 * gap - page.width)) if sides[True] else 0
    lowest = max(note.y + height for note in notes)
    whole = Image.new("RGB", (before + page.width + after, max(page.height, round(lowest) + 2)), PAPER)
    whole.paste(page, (before, 0))
    pen = ImageDraw.Draw(whole)
    for note in notes:
        edge = right if note.right else left
        start = note.box[2] if note.right else note.box[0]
        out = 1 if note.right else -1
        x = edge + out * gap
        middle = note.y + height / 2
        turn = max(start, edge + gap / 4) if note.right else min(start, edge - gap / 4)
        way = [(before + start + out * PAD * dpi / 72, note.at), (before + turn, note.at), (before + x, middle)]
        pen.line(way, fill=note.names[0][1], width=thick(FRAME / 2, dpi))
        _write(pen, note, before + x - (0 if note.right else _width(note, font, dpi)), font, dpi)
    return whole


def _way_out(box: Bbox, ink: Ink, left: float, right: float) -> tuple[bool, float]:
    """To which side, and at which height, the line to a name crosses the least ink; to the right where it is equal."""
    x0, y0, x1, y1 = box
    heights = (y0, (y0 + y1) / 2, y1)

    def crossed(to_the_right: bool, y: float) -> int:
        row = min(max(round(y), 1), ink.shape[0] - 2)
        start, end = (x1 + 2, right) if to_the_right else (left, x0 - 2)
        return int(ink[row - 1 : row + 2, max(0, round(start)) : max(0, round(end))].sum())

    ways = [(crossed(side, y), not side, k, y) for side in (True, False) for k, y in enumerate(heights)]
    _, leftwards, _, y = min(ways)
    return not leftwards, y


def _stack(notes: list[_Note], height: float, room: float) -> None:
    """Sets the names of one side below each other, each as near to its line as the others let it."""
    notes.sort(key=lambda note: note.at)
    lowest = 0.0
    for note in notes:
        note.y = lowest = max(note.at - height / 2, lowest)
        lowest += height
    limit = max(room, height * len(notes))
    for note in reversed(notes):
        note.y = min(note.y, limit - height)
        limit = note.y


def _width(note: _Note, font: ImageFont.FreeTypeFont, dpi: float) -> float:
    return sum(font.getlength(name) + 6 * dpi / 72 for name, _ in note.names)


def _write(pen: ImageDraw.ImageDraw, note: _Note, x: float, font: ImageFont.FreeTypeFont, dpi: float) -> None:
    height = _height(font, dpi)
    for name, colour in note.names:
        width = font.getlength(name) + 4 * dpi / 72
        tag = (x, note.y + 1, x + width, note.y + height - 1)
        pen.rounded_rectangle(tag, radius=2 * dpi / 72, fill=colour)
        baseline = note.y + height / 2 + 0.36 * font.size
        pen.text((x + 2 * dpi / 72, baseline), name, font=font, fill=letters_on(colour), anchor="ls")
        x += width + 2 * dpi / 72


def letters_on(colour: str) -> str:
    """Black or white, whichever reads better on the colour."""
    red, green, blue = ImageColor.getrgb(colour)[:3]
    return "black" if 0.299 * red + 0.587 * green + 0.114 * blue > LIGHT else "white"


def _height(font: ImageFont.FreeTypeFont, dpi: float) -> int:
    """Pixels from one name to the next."""
    return round(font.size * 1.15 + 3 * dpi / 72)


def _fitted(text: str, font: ImageFont.FreeTypeFont, width: float) -> str:
    """The text, cut where it is too long."""
    if font.getlength(text) <= width:
        return text
    while text and font.getlength(text + "…") > width:
        text = text[:-1]
    return text + "…"


def _font(dpi: float) -> ImageFont.FreeTypeFont:
    return font_of(max(SMALLEST, round(NAME_SIZE * dpi / 72)))


@functools.lru_cache(maxsize=8)
def font_of(pixels: int) -> ImageFont.FreeTypeFont:
    """A font with Latin and Japanese letters, wherever this runs: the one that PyMuPDF brings."""
    import pymupdf

    return ImageFont.truetype(BytesIO(pymupdf.Font("japan").buffer), pixels)
