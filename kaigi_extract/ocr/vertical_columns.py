"""Lines of a page with 縦書き on it: its columns, from the page looked at from the side, and what is set across.

Knows geometry; reads no text. Seen from the side a column is a line, and so columns are found as lines are; the place
of each is then given on the page as it is.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from kaigi_extract.ocr.broken_lines import RuledLine
from kaigi_extract.ocr.line_segmentation import INK_HEIGHT, LineBox, Segments, find_lines
from kaigi_extract.ocr.page_image import Mask, PageImage
from kaigi_extract.ocr.ruled_lines import RuledLines
from kaigi_extract.ocr.settings import DEFAULT_OCR, OcrSettings
from kaigi_extract.ocr.vertical_cells import Ink, cut_column, fitting_em
from kaigi_extract.ocr.vertical_direction import downward_ink
from kaigi_extract.ocr.vertical_settings import VerticalWritingSettings


def find_writing(image: PageImage, ruled: RuledLines, settings: OcrSettings = DEFAULT_OCR) -> Segments:
    """The lines of a page and its columns of 縦書き, from the top down."""
    down = downward_ink(image.ink & ~ruled.mask, image, settings.vertical)
    if down is None:
        return find_lines(image, ruled, settings.segmentation)
    columns, em = _columns(replace(image, ink=image.ink & down), ruled, settings)
    level = find_lines(replace(image, ink=image.ink & ~down), ruled, settings.segmentation)
    boxes = sorted([*level.boxes, *columns], key=lambda box: (box.y0, box.x0))
    return Segments(boxes, em if len(columns) > len(level.boxes) else level.em)


def _columns(image: PageImage, ruled: RuledLines, settings: OcrSettings) -> tuple[list[LineBox], float]:
    """The columns of the ink of an image, and the em that most of them are set in."""
    width = image.ink.shape[1]
    seen = find_lines(_aside(image), _ruled_aside(ruled, width), settings.segmentation)
    text = image.ink & ~ruled.mask
    boxes = [
        LineBox(width - y1, lying.x0, width - y0, lying.x1)
        for lying in seen.boxes
        for y0, y1 in lying.characters or ((lying.y0, lying.y1),)
    ]
    longest = sorted(boxes, key=lambda box: box.y0 - box.y1)[: settings.vertical.em_columns]
    em = fitting_em([_ink(box, text) for box in longest], seen.em, settings.vertical) if longest else seen.em
    columns = [_cut(box, text, seen.em, em, settings.vertical) for box in boxes]
    return [column for column in columns if column.characters], em


def _cut(box: LineBox, text: Mask, usual: float, em: float, settings: VerticalWritingSettings) -> LineBox:
    """A column with its characters; `usual` is the em that the breadth of most columns tells."""
    own = (box.x1 - box.x0) / INK_HEIGHT
    size = own if own > settings.title_size * usual else em
    cells = tuple((box.y0 + top, box.y0 + bottom) for top, bottom in cut_column(_ink(box, text), size, settings))
    return replace(box, characters=cells, em=size)


def _ink(box: LineBox, text: Mask) -> Ink:
    return np.asarray(text[box.y0 : box.y1, box.x0 : box.x1] > 0)


def _aside(image: PageImage) -> PageImage:
    """The image on its side: what runs down runs to the right."""
    return replace(
        image, grey=np.ascontiguousarray(np.rot90(image.grey)), ink=np.ascontiguousarray(np.rot90(image.ink))
    )


def _ruled_aside(ruled: RuledLines, width: int) -> RuledLines:
    lines = [
        RuledLine(line.y0, width - line.x1, line.y1, width - line.x0, line.width, not line.horizontal)
        for line in ruled.lines
    ]
    return RuledLines(lines, np.ascontiguousarray(np.rot90(ruled.mask)))
