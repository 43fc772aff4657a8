"""What an engine is given of a column of 縦書き, as it reads lines only: its characters side by side, and the column on
its side.

Side by side each character is upright, and where a line has it: 、 and small っ lower and to the left, brackets turned.
On its side a column has brackets, ー and Latin words as a line has them; engines read its other characters, too, but
leave out 、 and っ. The two readings make one (`vertical_reading`). Knows pixels only.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from kaigi_extract.ocr.line_segmentation import LineBox
from kaigi_extract.ocr.page_image import Grey, Mask, PageImage
from kaigi_extract.ocr.vertical_settings import VerticalWritingSettings


class LaidDown(NamedTuple):
    """The characters of a column side by side."""

    grey: Grey
    pad: int
    """Pixels before the first one."""
    pitch: int
    """Pixels from one to the next."""
    turned: frozenset[int]
    """Which are shaped like signs that lie on their side in a column."""


def lay_down(
    image: PageImage, ruled: Mask, box: LineBox, em: float, pad: int, edge: int, settings: VerticalWritingSettings
) -> LaidDown:
    """The characters of a column, each in a square of its own; with so many pixels of grey around their ink."""
    em = box.em or em
    pitch = max(box.x1 - box.x0, *(y1 - y0 for y0, y1 in box.characters), round(em))
    canvas = np.full((pitch + 2 * pad, pitch * len(box.characters) + 2 * pad), 255, np.uint8)
    turned = set()
    for k, (y0, y1) in enumerate(box.characters):
        cell = _Cell(image, ruled, LineBox(box.x0, y0, box.x1, y1), em)
        if cell.is_bracket(settings) or cell.is_stroke(settings):
            turned.add(k)
        picture = cell.picture(edge, cell.is_bracket(settings))
        left, top = cell.place(picture, pitch, settings)
        _paste(canvas, picture, pad + k * pitch + left, pad + top)
    return LaidDown(canvas, pad, pitch, frozenset(turned))


def lie(image: PageImage, ruled: Mask, box: LineBox, pad: int, edge: int) -> Grey:
    """A column on its side, its top at the left, `pad` pixels of white around it."""
    column = _cleared(image, ruled, box, edge)
    return np.pad(np.rot90(column), pad - edge, constant_values=255)


class _Cell:
    """One character of a column."""

    def __init__(self, image: PageImage, ruled: Mask, cell: LineBox, em: float) -> None:
        self.image, self.ruled, self.em = image, ruled, em
        self.middle = (cell.x0 + cell.x1) / 2
        ys, xs = np.nonzero((image.ink & ~ruled)[cell.y0 : cell.y1, cell.x0 : cell.x1])
        self.ink = cell
        if len(xs):
            left, top = cell.x0 + int(xs.min()), cell.y0 + int(ys.min())
            self.ink = LineBox(left, top, cell.x0 + int(xs.max()) + 1, cell.y0 + int(ys.max()) + 1)
        self.whole = len(set(ys.tolist())) == self.ink.y1 - self.ink.y0
        self.wide, self.high = (self.ink.x1 - self.ink.x0) / em, (self.ink.y1 - self.ink.y0) / em

    def is_bracket(self, settings: VerticalWritingSettings) -> bool:
        """Whether it has the shape of a bracket that lies on its side: in one piece, which 二 is not."""
        low = settings.bracket_least <= self.high <= settings.bracket_most
        return low and self.whole and self.wide >= settings.bracket_width

    def is_stroke(self, settings: VerticalWritingSettings) -> bool:
        """Whether it has the shape of ー, … or ～ in a column."""
        return self.wide <= settings.stroke_width and self.high >= settings.stroke_height

    def picture(self, edge: int, turned: bool) -> Grey:
        """Its ink with so many pixels of grey around it, on its side or not."""
        cleared = _cleared(self.image, self.ruled, self.ink, edge)
        return np.rot90(cleared) if turned else cleared

    def place(self, picture: Grey, pitch: int, settings: VerticalWritingSettings) -> tuple[int, int]:
        """Where in its square a line has it: left and top."""
        height, width = picture.shape
        left, top = (pitch - width) // 2, (pitch - height) // 2
        shift = (self.ink.x0 + self.ink.x1) / 2 - self.middle
        if max(self.wide, self.high) > settings.small_character or shift < settings.right_shift * self.em:
            return left, top
        rest = round((pitch - self.em) / 2)
        if max(self.wide, self.high) <= settings.stop_size:
            left = rest
        return left, pitch - rest - height


def _cleared(image: PageImage, ruled: Mask, box: LineBox, edge: int) -> Grey:
    """The page within a box and some pixels around it, without ruled lines; what is off the page is white."""
    height, width = image.grey.shape
    x0, y0, x1, y1 = max(box.x0 - edge, 0), max(box.y0 - edge, 0), min(box.x1 + edge, width), min(box.y1 + edge, height)
    canvas = np.full((box.y1 - box.y0 + 2 * edge, box.x1 - box.x0 + 2 * edge), 255, np.uint8)
    ink = np.where(ruled[y0:y1, x0:x1] > 0, 255, image.grey[y0:y1, x0:x1])
    left, top = x0 - (box.x0 - edge), y0 - (box.y0 - edge)
    canvas[top : top + y1 - y0, left : left + x1 - x0] = ink
    return canvas


def _paste(canvas: Grey, picture: Grey, left: int, top: int) -> None:
    """Puts a picture on a canvas at a place, as far as it is on it."""
    left, top = max(left, 0), max(top, 0)
    part = canvas[top : top + picture.shape[0], left : left + picture.shape[1]]
    part[:] = np.minimum(part, picture[: part.shape[0], : part.shape[1]])
