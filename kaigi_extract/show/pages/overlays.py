"""What is drawn on pages: boxes in the colours of their values, numbers at boxes. Knows pixels and opens no file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from math import ceil, floor
from typing import NamedTuple

import numpy as np
from PIL import Image, ImageChops, ImageColor, ImageDraw

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.show.pages.margin_notes import (
    FRAME,
    INK_LEVEL,
    PAD,
    PAPER_COLOUR,
    SMALLEST,
    Ink,
    MarginNote,
    font_of,
    outline,
    text_colour_on,
    with_notes,
)
from kaigi_extract.show.sanitise import in_one_line
from kaigi_extract.source.page import Bbox

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
"""Okabe and Ito's, which colour-blind people can distinguish; without the yellow, which cannot be seen on paper."""
TAG_SIZE = 6.5
"""Points of a number at a line or a cell."""
LITTLE = 0.2
"""Part of a number beside a line that may cover ink, such as a ruled line, before another place is looked for."""
TINT = 0.16
"""Part of a box's colour that is laid over its lines: the ink stays as black as it was."""
SOLID_TINT = 0.45
"""Part of the colour that is laid over what has no frame."""
LONGEST_SHOWN_NAME = 30
"""Characters of a value's or a record's name that are shown: labels of documents may be whole sentences."""
STRANGE = 1.5
"""Square points of ink beside a line of a value, and not its own, from which on the frame leaves it out."""
JOIN_REACH = 1.4
"""Times the height of a line across which the next one belongs to the same box."""


@dataclass(frozen=True)
class PageMark:
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


def draw_marks(page: Image.Image, marks: Sequence[PageMark], dpi: float) -> Image.Image:
    """The page with every mark, and their names beside its ink; wider than before where the margin is narrow."""
    ink = np.asarray(page.convert("L")) < INK_LEVEL
    drawn = _tinted(page, marks)
    framed = [(mark, blocks(mark.boxes)) for mark in marks if not mark.solid]
    seen: list[Bbox] = []
    for mark, found in framed:
        for lines in found:
            whole = union(lines)
            around = PAD + 1.5 * FRAME * min(seen.count(whole), 3)
            _frame(drawn, ink, lines, mark, around, dpi)
            seen.append(whole)
    return with_notes(drawn, ink, _notes(framed), dpi)


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


def scaled(boxes: Iterable[Bbox], dpi: float) -> list[Bbox]:
    """Boxes in points as boxes in pixels."""
    k = dpi / 72
    return [(x0 * k, y0 * k, x1 * k, y1 * k) for x0, y0, x1, y1 in boxes]


def draw_tags(drawn: Image.Image, page: Image.Image, tags: Iterable[Tag], dpi: float) -> Image.Image:
    """The picture with small tags at boxes, each where it covers little ink of the page and no other tag."""
    free = np.asarray(page.convert("L")) >= INK_LEVEL
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
        pen.text((x + 2, baseline), tag.text, font=font, fill=text_colour_on(tag.colour), anchor="ls")
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


def _near(a: Bbox, b: Bbox) -> bool:
    """Whether two lines follow each other, or are beside each other on one line."""
    reach = JOIN_REACH * min(a[2] - a[0], a[3] - a[1], b[2] - b[0], b[3] - b[1])
    return a[0] - reach < b[2] and b[0] - reach < a[2] and a[1] - reach < b[3] and b[1] - reach < a[3]


def moved(box: Bbox, x: float, y: float) -> Bbox:
    """The box in a picture whose top left corner is at x, y of this one."""
    return (box[0] - x, box[1] - y, box[2] - x, box[3] - y)


def _grown(box: Bbox, by: float) -> Bbox:
    return (box[0] - by, box[1] - by, box[2] + by, box[3] + by)


def _tinted(page: Image.Image, marks: Iterable[PageMark]) -> Image.Image:
    """The page with light colour over the lines of the marks, as a highlighter lays it."""
    layer = Image.new("RGB", page.size, PAPER_COLOUR)
    pen = ImageDraw.Draw(layer)
    for mark in marks:
        for box in mark.boxes:
            pen.rectangle(box, fill=pale(mark.colour, SOLID_TINT if mark.solid else TINT))
    return ImageChops.multiply(page, layer)


def pale(colour: str, share: float) -> str:
    """So much of a colour on white."""
    parts = (round(255 - share * (255 - part)) for part in ImageColor.getrgb(colour)[:3])
    return "#{:02X}{:02X}{:02X}".format(*parts)


def _frame(drawn: Image.Image, ink: Ink, lines: Sequence[Bbox], mark: PageMark, around: float, dpi: float) -> None:
    """A frame around the lines: a rectangle, drawn in where something else is beside a line."""
    grown = [_grown(line, around * dpi / 72) for line in lines]
    x0, y0, x1, y1 = union(grown)
    left, top = floor(x0), floor(y0)
    mask = Image.new("1", (ceil(x1) - left + 1, ceil(y1) - top + 1))
    pen = ImageDraw.Draw(mask)
    for box in _bridged(_widened(grown, ink, dpi)):
        pen.rectangle(moved(box, left, top), fill=1)
    drawn.paste(mark.colour, (left, top), outline(mask, mark.dashed, dpi))


def _widened(lines: Sequence[Bbox], ink: Ink, dpi: float) -> list[Bbox]:
    """The lines, each as wide as all together on the sides where nothing else is beside it."""
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
    """Where a box is in an array of pixels."""
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


def _notes(framed: Iterable[tuple[PageMark, list[list[Bbox]]]]) -> list[MarginNote]:
    """One note for each named box: a value's first one; values in the same box share it."""
    notes: dict[tuple[int, ...], MarginNote] = {}
    for mark, found in framed:
        if mark.name and found:
            box = union(found[0])
            note = notes.setdefault(tuple(round(side) for side in box), MarginNote(box, []))
            name = in_one_line(mark.name, LONGEST_SHOWN_NAME), mark.colour
            if name not in note.names:
                note.names.append(name)
    return list(notes.values())
