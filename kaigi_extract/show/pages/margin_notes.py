"""Words around pages: names in the margin, legends, what is written between crops. Knows pixels and opens no file.

Names never cover the page: they are written beside its ink, on a strip that is added where the margin is too narrow,
each with a thin line to its box. The line leaves where it crosses the least ink.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any, NamedTuple

import numpy as np
from PIL import Image, ImageChops, ImageColor, ImageDraw, ImageFilter, ImageFont, ImageOps

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.show.sanitise import in_one_line
from kaigi_extract.source.font import japanese_font
from kaigi_extract.source.page import Bbox

GREY = "#8A8A8A"
"""What is no value: furniture, separators, edges."""
PAPER_COLOUR = "#FFFFFF"
STRIP = "#F3F3F3"
"""Behind legends and page numbers."""
NAME_SIZE = 8.0
"""Points of a name."""
SMALLEST = 10
"""Pixels. Smaller characters cannot be read at any resolution."""
PAD = 1.2
"""Points between a line and its frame."""
FRAME = 0.9
"""Points. Thickness of a frame; lines to names are half of it."""
STROKE_AND_GAP = (4.0, 2.5)
"""Points of stroke and gap of a dashed frame."""
QUIET = 2.0
"""Points above and below a cut through a page that should be empty."""
NAME_GAP = 8.0
"""Points between the ink of the page and the names beside it."""
INK_LEVEL = 160
"""Lightness, 0 to 255, below which a pixel is ink."""
SPECKS = 0.002
"""Part of a column of pixels that may be ink in a margin: specks of a scan."""
LIGHT = 140
"""Lightness, 0 to 255, of a colour from which on the characters on it are black."""

Edges = tuple[float, float]
Ink = np.ndarray[Any, np.dtype[np.bool_]]


@dataclass
class MarginNote:
    """The names of all marks that share a box, on one side of the page."""

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
        shape = outline(swatch, True, dpi) if key.dashed else swatch
        strip.paste(key.colour, (round(at), round(y + 0.2 * step)), shape)
        pen.text((at + 2.1 * side, y), key.text, font=font, fill="black")
    return stacked([strip, picture])


def thick(points: float, dpi: float) -> int:
    """Points as whole pixels, one at least."""
    return max(1, round(points * dpi / 72))


def stacked(pictures: Sequence[Image.Image]) -> Image.Image:
    """Pictures below each other, the narrower ones with white beside them."""
    whole = Image.new("RGB", (max(p.width for p in pictures), sum(p.height for p in pictures)), PAPER_COLOUR)
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
    """The picture with a thin grey edge, so that the page differs from the notebook's white."""
    ImageDraw.Draw(picture).rectangle((0, 0, picture.width - 1, picture.height - 1), outline="#C8C8C8")
    return picture


def ink_bounds(page: Image.Image) -> Edges:
    """x in pixels where the ink of a page begins and ends; its edges where there is none."""
    return _edges(np.asarray(page.convert("L")) < INK_LEVEL)


def quiet_row(page: Image.Image, rows: Iterable[int], sides: tuple[int, int], dpi: float) -> int:
    """The first of these rows of pixels with the least ink around it, between the sides: a cut there cuts no line."""
    ink = (np.asarray(page.convert("L"))[:, slice(*sides)] < INK_LEVEL).sum(axis=1)
    reach = thick(QUIET, dpi)
    return min(rows, key=lambda row: int(ink[max(0, row - reach) : row + reach + 1].sum()))


def _edges(ink: Ink) -> Edges:
    filled = np.flatnonzero(ink.mean(axis=0) > SPECKS)
    return (float(filled[0]), float(filled[-1] + 1)) if filled.size else (0.0, float(ink.shape[1]))


def outline(mask: Image.Image, dashed: bool, dpi: float) -> Image.Image:
    """The edge of a mask, within it."""
    width = thick(FRAME, dpi)
    bordered = ImageOps.expand(mask.convert("L"), width)
    edge = ImageChops.subtract(bordered, bordered.filter(ImageFilter.MinFilter(2 * width + 1)))
    edge = ImageOps.crop(edge, width)
    return ImageChops.multiply(edge, _hatching(edge.size, dpi)) if dashed else edge


def _hatching(size: tuple[int, int], dpi: float) -> Image.Image:
    """White where a dashed frame has a stroke."""
    stroke, gap = (max(2, round(part * dpi / 72)) for part in STROKE_AND_GAP)
    y, x = np.indices((size[1], size[0]))
    return Image.fromarray(np.where((x + y) % (stroke + gap) < stroke, 255, 0).astype(np.uint8))


def with_notes(page: Image.Image, ink: Ink, notes: list[MarginNote], dpi: float) -> Image.Image:
    """The page with names left and right of its ink; wider, and where they are many longer, than before."""
    if not notes:
        return page
    font, (left, right) = _font(dpi), _edges(ink)
    height = _height(font, dpi)
    for note in notes:
        note.right, note.at = _way_out(note.box, ink, left, right)
    on_left, on_right = [note for note in notes if not note.right], [note for note in notes if note.right]
    for side in (on_left, on_right):
        _stack(side, height, page.height)
    before = _widening(on_left, left, font, dpi)
    after = _widening(on_right, page.width - right, font, dpi)
    lowest = max(note.y + height for note in notes)
    whole = Image.new("RGB", (before + page.width + after, max(page.height, round(lowest) + 2)), PAPER_COLOUR)
    whole.paste(page, (before, 0))
    pen = ImageDraw.Draw(whole)
    for note in notes:
        _draw_note(pen, note, before, (left, right), dpi)
    return whole


def _widening(notes: Iterable[MarginNote], margin: float, font: ImageFont.FreeTypeFont, dpi: float) -> int:
    """Pixels that a margin lacks for the names in it; 0 where there are none."""
    widths = [_width(note, font, dpi) for note in notes]
    return max(0, round(max(widths) + 2 * NAME_GAP * dpi / 72 - margin)) if widths else 0


def _draw_note(pen: ImageDraw.ImageDraw, note: MarginNote, before: int, edges: Edges, dpi: float) -> None:
    """The names, and the line to them. `before`: pixels by which the page has moved to the right."""
    font, gap = _font(dpi), NAME_GAP * dpi / 72
    edge, start, out = (edges[1], note.box[2], 1) if note.right else (edges[0], note.box[0], -1)
    x, middle = edge + out * gap, note.y + _height(font, dpi) / 2
    turn = max(start, edge + gap / 4) if note.right else min(start, edge - gap / 4)
    way = [(before + start + out * PAD * dpi / 72, note.at), (before + turn, note.at), (before + x, middle)]
    pen.line(way, fill=note.names[0][1], width=thick(FRAME / 2, dpi))
    _write(pen, note, before + x - (0 if note.right else _width(note, font, dpi)), font, dpi)


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


def _stack(notes: list[MarginNote], height: float, room: float) -> None:
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


def _width(note: MarginNote, font: ImageFont.FreeTypeFont, dpi: float) -> float:
    return sum(font.getlength(name) + 6 * dpi / 72 for name, _ in note.names)


def _write(pen: ImageDraw.ImageDraw, note: MarginNote, x: float, font: ImageFont.FreeTypeFont, dpi: float) -> None:
    height = _height(font, dpi)
    for name, colour in note.names:
        width = font.getlength(name) + 4 * dpi / 72
        tag = (x, note.y + 1, x + width, note.y + height - 1)
        pen.rounded_rectangle(tag, radius=2 * dpi / 72, fill=colour)
        baseline = note.y + height / 2 + 0.36 * font.size
        pen.text((x + 2 * dpi / 72, baseline), name, font=font, fill=text_colour_on(colour), anchor="ls")
        x += width + 2 * dpi / 72


def text_colour_on(colour: str) -> str:
    """Black or white, whichever reads better on the colour."""
    red, green, blue = ImageColor.getrgb(colour)[:3]
    return "black" if 0.299 * red + 0.587 * green + 0.114 * blue > LIGHT else "white"


def _height(font: ImageFont.FreeTypeFont, dpi: float) -> int:
    """Pixels from one name to the next."""
    return round(font.size * 1.15 + 3 * dpi / 72)


def _fitted(text: str, font: ImageFont.FreeTypeFont, width: float) -> str:
    """The text in one line, cut where it is too long."""
    text = in_one_line(text)
    if font.getlength(text) <= width:
        return text
    while text and font.getlength(text + "…") > width:
        text = text[:-1]
    return text + "…"


def _font(dpi: float) -> ImageFont.FreeTypeFont:
    return font_of(max(SMALLEST, round(NAME_SIZE * dpi / 72)))


@functools.lru_cache(maxsize=8)
def font_of(pixels: int) -> ImageFont.FreeTypeFont:
    """The font of all names, of this height in pixels: with Latin and Japanese characters, wherever this runs."""
    return ImageFont.truetype(BytesIO(japanese_font()), pixels)
