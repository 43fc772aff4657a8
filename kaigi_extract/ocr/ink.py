"""The ink account: what is drawn on a page against what was read from it.

The page is rendered small, and whatever text, ruled lines, frames and the sides of filled boxes account for is taken
off. What is left is a mark: a picture nobody read, a drawing, or ink of which nothing is known. Only pages on which
something may be left are looked at; OpenCV and numpy are loaded for these. Decides nothing about content.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median
from typing import TYPE_CHECKING

from kaigi_extract.ocr.guard import draw
from kaigi_extract.ocr.settings import DEFAULT_OCR, InkSettings
from kaigi_extract.source import Page, Rule
from kaigi_extract.source.page import POINTS, RULE_WIDTH, Bbox, Mark, Pixels, touch

if TYPE_CHECKING:
    from kaigi_extract.ocr.page_image import Mask


def find_marks(page: Page, *, recognised: bool = False, settings: InkSettings = DEFAULT_OCR.ink) -> list[Mark]:
    """What is seen on a page and was not read, from the top down; nothing of a page that leaves no room for doubt.

    Of a page that was `recognised`, pictures must be accounted for by what was read in them. Boxes are in points of
    the upright page. Raises `EngineFailed` where the page cannot be drawn.
    """
    if not (recognised or settings.every_page or may_hold_marks(page, settings)):
        return []
    dpi = max(settings.ink_dpi, settings.least_pixels * POINTS / max(page.frame.width, page.frame.height, 1.0))
    pixels = draw(page, dpi)
    scale = dpi / POINTS
    ink = _edges(pixels, settings.scan_contrast if recognised else settings.contrast)
    for box, reach in _accounted(page, settings.edge_reach / scale, settings):
        _take_off(ink, page.frame.display(box), reach, scale)
    marks = [] if recognised else list(_pictures(page, ink, scale, settings))
    size = settings.largest_speck if recognised else 0.0
    for box, density in _pieces(ink, scale, size, settings):
        upright = _upright(page, box)
        drawn = any(shape.free and touch(shape.bbox, upright) for shape in page.shapes)
        marks.append(Mark("drawing" if drawn else "ink", upright, density))
    return sorted(marks, key=lambda mark: (mark.bbox[1], mark.bbox[0]))


def may_hold_marks(page: Page, settings: InkSettings = DEFAULT_OCR.ink) -> bool:
    """Whether anything on a page may be more than text, ruled lines and filled boxes. From its facts alone."""
    if not page.runs or any(shape.free for shape in page.shapes) or any(map(_is_picture, _picture_boxes(page))):
        return True
    return _is_stroked(page, settings)


def _is_stroked(page: Page, settings: InkSettings) -> bool:
    """Whether so many short lines are drawn all over the page that they may be characters: dashes are in few rows."""
    short = [rule for rule in page.rules if _is_short(rule, settings)]
    return len({(rule.horizontal, round(rule.y0 if rule.horizontal else rule.x0)) for rule in short}) > settings.strokes


def _is_short(rule: Rule, settings: InkSettings) -> bool:
    return max(rule.x1 - rule.x0, rule.y1 - rule.y0) < settings.shortest_rule


def look_like_text(marks: Sequence[Mark], page: Page, settings: InkSettings = DEFAULT_OCR.ink) -> bool:
    """Whether marks are worth being read: several of them are as high as a line of text, and long.

    A page without any text of its own is read for whatever is on it.
    """
    seen = [mark for mark in marks if mark.kind != "picture"]
    if not page.runs:
        return bool(seen)
    em = median(run.size for run in page.runs)
    return sum(_is_like_line(mark, em, settings) for mark in seen) >= settings.lines_to_read


def _is_like_line(mark: Mark, em: float, settings: InkSettings) -> bool:
    x0, y0, x1, y1 = mark.bbox
    high = settings.lowest_line * em <= y1 - y0 <= settings.highest_line * em
    return high and x1 - x0 >= settings.long * (y1 - y0) and mark.density >= settings.least_density


def _accounted(page: Page, reach: float, settings: InkSettings) -> Iterator[tuple[Bbox, float]]:
    """What accounts for ink, each with by how many points it may reach out of its box."""
    for run in page.runs:
        yield run.bbox, reach + settings.overhang * run.size
    for _, run in page.hidden:
        yield run.bbox, reach + settings.overhang * run.size
    stroked = _is_stroked(page, settings)
    for rule in page.rules:
        if stroked and _is_short(rule, settings):
            continue
        yield (rule.x0, rule.y0, rule.x1, rule.y1), reach + rule.width / 2
    for box in (*page.frames, *(shape.bbox for shape in page.shapes if not shape.free)):
        for side in Rule.frame(box):
            yield (side.x0, side.y0, side.x1, side.y1), reach


def _edges(pixels: Pixels, contrast: float) -> Mask:
    """Where anything ends on the picture, in whatever colours: 1, else 0."""
    import cv2
    import numpy as np

    colour = np.frombuffer(pixels.data, np.uint8).reshape(pixels.height, pixels.width, 3)
    steps = cv2.morphologyEx(colour, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
    return np.asarray(steps.max(axis=2) > contrast, np.uint8)


def _take_off(ink: Mask, box: Bbox, reach: float, scale: float) -> None:
    x0, y0, x1, y1 = _pixels(box, reach, scale)
    ink[y0:y1, x0:x1] = 0


def _pixels(box: Bbox, reach: float, scale: float) -> tuple[int, int, int, int]:
    x0, y0, x1, y1 = box
    left, top = (max(int((value - reach) * scale), 0) for value in (min(x0, x1), min(y0, y1)))
    right, bottom = (max(int((value + reach) * scale) + 1, 0) for value in (max(x0, x1), max(y0, y1)))
    return left, top, right, bottom


def _pictures(page: Page, ink: Mask, scale: float, settings: InkSettings) -> Iterator[Mark]:
    """The pictures that show something; their ink is taken off."""
    boxes = list(_picture_boxes(page))
    for box in boxes:
        x0, y0, x1, y1 = _pixels(page.frame.display(box), 0.0, scale)
        if _is_picture(box) and int(ink[y0:y1, x0:x1].sum()) >= settings.least_pixels_of_ink:
            yield Mark("picture", box)
    for box in boxes:
        _take_off(ink, page.frame.display(box), settings.edge_reach / scale, scale)


def _picture_boxes(page: Page) -> Iterator[Bbox]:
    """Where its pictures are seen."""
    width, height = page.frame.width, page.frame.height
    for picture in page.pictures:
        x0, y0, x1, y1 = picture.bbox
        yield max(x0, 0.0), max(y0, 0.0), min(x1, width), min(y1, height)


def _is_picture(box: Bbox) -> bool:
    """Whether a picture is more than a piece of a ruled line."""
    return min(box[2] - box[0], box[3] - box[1]) > RULE_WIDTH


def _pieces(ink: Mask, scale: float, largest_speck: float, settings: InkSettings) -> Iterator[tuple[Bbox, float]]:
    """Boxes of what is left, in points as displayed, with their density; what is close together is one."""
    import cv2
    import numpy as np

    side = max(3, round(settings.joined * scale))
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8))
    _count, _labels, boxes, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    for x, y, width, height, _area in boxes[1:].tolist():
        seen = int(ink[y : y + height, x : x + width].sum())
        if seen >= settings.least_pixels_of_ink and max(width, height) / scale > largest_speck:
            box = (x / scale, y / scale, (x + width) / scale, (y + height) / scale)
            yield box, seen / (width * height)


def _upright(page: Page, box: Bbox) -> Bbox:
    """The box on the upright page of one on the page as displayed."""
    (ax, ay), (bx, by) = page.frame.upright(box[0], box[1]), page.frame.upright(box[2], box[3])
    return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)
