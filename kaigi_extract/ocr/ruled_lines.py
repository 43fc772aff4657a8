"""Ruled lines from pixels: the straight lines of tables and frames, solid, dashed or dotted. Reads no text."""

from __future__ import annotations

from dataclasses import field, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.ocr.bent_sides import add_bent_sides
from kaigi_extract.ocr.broken_lines import RuledLine, Way, join_broken, thin_ink
from kaigi_extract.ocr.bundled_lines import with_bundled_lines
from kaigi_extract.ocr.crossing_strokes import wipe_crossing_strokes
from kaigi_extract.ocr.dotted_lines import dotted_lines
from kaigi_extract.ocr.edge_lines import Box, wipe_edge_lines
from kaigi_extract.ocr.page_image import Mask, PageImage
from kaigi_extract.ocr.pale_lines import pale_lines
from kaigi_extract.ocr.row_lines import row_lines
from kaigi_extract.ocr.scraps import complete_scraps
from kaigi_extract.ocr.settings import (
    DEFAULT_OCR,
    BentSideSettings,
    CrossingStrokeSettings,
    DottedLineSettings,
    EdgeLineSettings,
    RuledLineSettings,
    ScrapSettings,
    TextStrokeSettings,
)
from kaigi_extract.ocr.strokes_at_ends import wipe_strokes_at_ends
from kaigi_extract.ocr.strokes_over_sides import wipe_strokes_over_sides
from kaigi_extract.ocr.strokes_over_text import wipe_strokes_over_text


@dataclass(slots=True)
class RuledLines:
    """All ruled lines of a page, and the pixels that they take."""

    lines: list[RuledLine]
    mask: Mask
    wiped: list[Box] = field(default_factory=list)
    """Where lines were that run off the picture, or that a pen drew over a table or words, and were taken off it."""
    under: list[RuledLine] = field(default_factory=list)
    """The lines under words that were taken off: no line of a table."""


def find_ruled_lines(
    image: PageImage,
    settings: RuledLineSettings = DEFAULT_OCR.ruled_lines,
    edges: EdgeLineSettings = DEFAULT_OCR.edge_lines,
    sides: BentSideSettings = DEFAULT_OCR.bent_sides,
    strokes: CrossingStrokeSettings = DEFAULT_OCR.crossing_strokes,
    scraps: ScrapSettings = DEFAULT_OCR.scraps,
    over_text: TextStrokeSettings = DEFAULT_OCR.text_strokes,
    dots: DottedLineSettings = DEFAULT_OCR.dotted_lines,
) -> RuledLines:
    """The ruled lines of a page. Lines that run off the picture, and strokes of a pen over words and the sides of
    tables, are taken off the page image, in place."""
    lines, mask, under, wiped = _without_strokes(image, settings, edges, over_text)
    lines = complete_scraps(lines, image, mask, settings, scraps)
    lines = add_bent_sides(join_broken(lines, image, mask, settings), image, mask, sides)
    lines, drawn = wipe_crossing_strokes(lines, image, mask, strokes)
    lines, beside = wipe_strokes_at_ends(lines, image, mask, strokes)
    drawn += beside
    rest = _Pieces(image.ink & ~mask)
    mask |= rest.those(rest.touching(mask) & (rest.breadth <= image.px(settings.rough_edge)))
    dotted = dotted_lines(lines, image, mask, dots)
    lines += dotted
    rest = _Pieces(image.ink & ~mask) if dotted else rest
    for horizontal in (True, False):
        dashed, pixels = _dashed(rest, image, horizontal, settings)
        lines += _whole(dashed, pixels, image, horizontal, (settings.dashed_gap, settings.dashed_share), settings)
        mask |= pixels
    for horizontal in (True, False):
        lines += row_lines(lines, image, mask, horizontal, settings)
    drawn += wipe_strokes_over_sides(lines, image, mask, strokes)
    return RuledLines(lines, mask, wiped + drawn, under)


def _without_strokes(
    image: PageImage, settings: RuledLineSettings, edges: EdgeLineSettings, over_text: TextStrokeSettings
) -> tuple[list[RuledLine], Mask, list[RuledLine], list[Box]]:
    """The solid lines of a page and their pixels, with those that run off the picture and strokes over words taken off;
    those of these under words, and where the others were. What such a stroke ran into is looked for once more."""
    under: list[RuledLine] = []
    wiped: list[Box] = []
    for _ in range(over_text.rounds):
        lines, mask = _solid_lines(image, settings)
        lines, leaving = wipe_edge_lines(lines, image, mask, edges)
        lines, below, over = wipe_strokes_over_text(lines, image, mask, over_text)
        under += below
        wiped += leaving + over
        if not (below or over):
            break
    return lines, mask, under, wiped


def _solid_lines(image: PageImage, settings: RuledLineSettings) -> tuple[list[RuledLine], Mask]:
    """The unbroken ruled lines of a page, and the pixels that they take."""
    lines: list[RuledLine] = []
    mask = np.zeros_like(image.ink)
    for horizontal in (True, False):
        solid, pixels = _solid(image, horizontal, settings)
        lines += _whole(solid, pixels, image, horizontal, (settings.solid_gap, settings.solid_share), settings)
        mask |= _widened(pixels, image, horizontal, settings.edge_blur)
    lines = [_reaching(line, lines, image, mask, settings) for line in lines]
    lines = with_bundled_lines(lines, image, mask, settings)
    return lines + pale_lines(lines, image, mask, settings), mask


class _Pieces:
    """The connected pieces of some ink."""

    def __init__(self, ink: Mask) -> None:
        self.count, labels, boxes, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
        self.labels = np.asarray(labels)
        self.width, self.height = np.asarray(boxes)[:, 2], np.asarray(boxes)[:, 3]
        self.breadth = np.minimum(self.width, self.height)

    def touching(self, mask: Mask) -> NDArray[np.bool_]:
        """Which pieces lie against a mask."""
        touching = np.zeros(self.count, np.bool_)
        touching[np.unique(self.labels[cv2.dilate(mask, np.ones((3, 3), np.uint8)) > 0])] = True
        return touching

    def those(self, chosen: NDArray[np.bool_]) -> Mask:
        """The pixels of some pieces."""
        chosen[0] = False  # what is white
        return np.where(chosen[self.labels], 255, 0).astype(np.uint8)


def _kernel(length: int, breadth: int, horizontal: bool) -> Mask:
    size = (length, breadth) if horizontal else (breadth, length)
    return np.asarray(cv2.getStructuringElement(cv2.MORPH_RECT, size), np.uint8)


def _solid(image: PageImage, horizontal: bool, settings: RuledLineSettings) -> tuple[list[RuledLine], Mask]:
    """Unbroken ruled lines: what is left of the ink where it runs straight on for long enough."""
    straight = cv2.morphologyEx(image.ink, cv2.MORPH_OPEN, _kernel(image.px(settings.shortest_line), 1, horizontal))
    joined = cv2.dilate(straight, _kernel(image.px(settings.line_break), 3, horizontal))
    size = (settings.shortest_line, settings.thickest_line)
    return _lines(np.asarray(joined, np.uint8), np.asarray(straight, np.uint8), image, horizontal, size, settings)


def _stands_free(line: RuledLine, image: PageImage, settings: RuledLineSettings) -> bool:
    """Whether there is white along a line, above it or below it, all the way: in a dark copy strokes of characters
    that run into each other are as straight and as long, and have others on both sides."""
    ink, start, end, at = (
        (image.ink, line.x0, line.x1, line.y0) if line.horizontal else (image.ink.T, line.y0, line.y1, line.x0)
    )
    near = line.width / 2 + image.px(settings.beside_line[0])
    far = line.width / 2 + image.px(settings.beside_line[1])
    along = slice(int(start), int(end))
    above = ink[max(int(at - far), 0) : max(int(at - near), 0) + 1, along].any(axis=0)
    below = ink[int(at + near) : int(at + far) + 1, along].any(axis=0)
    return float((above & below).mean()) <= 1 - settings.white_beside_line


def _whole(
    lines: list[RuledLine],
    pixels: Mask,
    image: PageImage,
    horizontal: bool,
    texture: tuple[float, float],
    settings: RuledLineSettings,
) -> list[RuledLine]:
    """The ruled lines with the pieces of a faint or bent one made one; the thin ink in between is added to `pixels`.

    Ink goes on with a ruled line where it lies along it, with white above or below it (text may touch it from one
    side), and with no more white on the way than in the line: `texture` is its longest gap in millimetres, and the
    share of it that is there.
    """
    whole: list[RuledLine] = []
    for line in sorted(lines, key=_length, reverse=True):
        if not any(_holds(longer, line, image.px(settings.line_bend)) for longer in whole):
            whole.append(_followed(line, pixels, image, horizontal, texture, settings))
    return whole


def _length(line: RuledLine) -> float:
    return max(line.x1 - line.x0, line.y1 - line.y0)


def _holds(longer: RuledLine, line: RuledLine, slack: int) -> bool:
    """Whether a ruled line is a part of one that was followed over it, no more than so many pixels aside."""
    inside = longer.x0 - 1 <= line.x0 and line.x1 <= longer.x1 + 1
    upright = longer.y0 - 1 <= line.y0 and line.y1 <= longer.y1 + 1
    if line.horizontal:
        return inside and abs(longer.y0 - line.y0) <= slack
    return upright and abs(longer.x0 - line.x0) <= slack


def _followed(
    line: RuledLine,
    pixels: Mask,
    image: PageImage,
    horizontal: bool,
    texture: tuple[float, float],
    settings: RuledLineSettings,
) -> RuledLine:
    """The ruled line, followed at both ends as far as thin ink goes on along it."""
    ink, mask = (image.ink, pixels) if horizontal else (image.ink.T, pixels.T)
    start, end, at = (line.x0, line.x1, line.y0) if horizontal else (line.y0, line.y1, line.x0)
    slack, fine = image.px(settings.line_bend), image.px(settings.dash_thickness)
    top = max(int(at) - slack - fine, 0)
    band, thin = thin_ink(ink, at, slack, fine)
    wiped = slice(max(int(at - line.width / 2) - 1 - top, 0), int(at + line.width / 2) + 2 - top)
    strokes = _strokes(band, slack + fine, slack, line.width + image.px(settings.rough_edge)) & thin
    parts = ((thin[: int(start)][::-1], strokes[: int(start)][::-1]), (thin[int(end) :], strokes[int(end) :]))
    first, last = (
        _walk(there, across, image.px(texture[0]), texture[1], settings.stroke_share) for there, across in parts
    )
    new_start, new_end = start - first, end + last
    for a, b in ((int(new_start), int(start)), (int(end), int(new_end))):
        inked = band[wiped, a:b] & thin[a:b]
        mask[top + wiped.start : top + wiped.stop, a:b] |= np.where(inked, 255, 0).astype(np.uint8)
    x0, x1, y0, y1 = (new_start, new_end, at, at) if horizontal else (at, at, new_start, new_end)
    return RuledLine(x0, y0, x1, y1, line.width, horizontal)


def _strokes(band: NDArray[np.bool_], middle: int, slack: int, thickest: float) -> NDArray[np.bool_]:
    """In which columns the ink at the height of a line goes on from it: strokes of characters that end there."""
    runs = cv2.morphologyEx(band.astype(np.uint8), cv2.MORPH_OPEN, np.ones((int(thickest) + 1, 1), np.uint8))
    return np.asarray(runs[max(middle - slack, 0) : middle + slack + 1].any(axis=0))


def _walk(thin: NDArray[np.bool_], strokes: NDArray[np.bool_], gap: int, share: float, stroke_share: float) -> int:
    """Pixels that a ruled line goes on for: up to a longer gap, or to where less than a share of it is there. The side
    of a character goes on with a line that ends at it, too, but much of that are strokes that lead away from it."""
    reached = inked = 0
    for k, here in enumerate(thin):
        if here:
            inked += 1
            reached = k + 1
        elif k - reached >= gap or inked < share * (k - gap):
            break
    if inked < share * reached or int(strokes[:reached].sum()) > stroke_share * inked:
        return 0
    return reached


def _reaching(
    line: RuledLine, lines: list[RuledLine], image: PageImage, mask: Mask, settings: RuledLineSettings
) -> RuledLine:
    """The ruled line, drawn on to the next ones across it on either side as far as ink leads there all along.

    Text that rests on a ruled line, and text that hangs from it, hide it on both sides; its way is inked all the same.
    So is that of one too faint to be ink, as where it lies between two pixels.
    """
    at, start, end = line.way
    stops = sorted(_crossings(line, at, lines, image.px(settings.line_break)))
    for place in reversed([place for place in stops if place < start]):
        if not _leads(place, start, at, image, mask, line.horizontal, settings):
            break
        start = place
    for place in [place for place in stops if place > end]:
        if not _leads(end, place, at, image, mask, line.horizontal, settings):
            break
        end = place
    return replace(line, x0=start, x1=end) if line.horizontal else replace(line, y0=start, y1=end)


def _crossings(line: RuledLine, at: float, lines: list[RuledLine], reach: int) -> list[float]:
    """Where the ruled lines across one, no further than so many pixels from its height, meet its way."""
    across = [
        (other.x0, other.y0, other.y1) if line.horizontal else (other.y0, other.x0, other.x1)
        for other in lines
        if other.horizontal != line.horizontal
    ]
    return [place for place, low, high in across if low - reach <= at <= high + reach]


def _leads(
    start: float, end: float, at: float, image: PageImage, mask: Mask, horizontal: bool, settings: RuledLineSettings
) -> bool:
    """Whether ink leads from one place to another along a line; if so, it is added to the mask."""
    grey, taken = (image.grey, mask) if horizontal else (image.grey.T, mask.T)
    box = (slice(max(int(at) - 1, 0), int(at) + 2), slice(int(start), int(end)))
    line = grey[box] < settings.faint_lightness
    if not line.size or float(line.any(axis=0).mean()) < settings.leading_share:
        return False
    taken[box] |= np.where(line, 255, 0).astype(np.uint8)
    return True


def _dashed(
    rest: _Pieces, image: PageImage, horizontal: bool, settings: RuledLineSettings
) -> tuple[list[RuledLine], Mask]:
    """Rows of small pieces at short distances."""
    along, across = (rest.width, rest.height) if horizontal else (rest.height, rest.width)
    pieces = rest.those((across <= image.px(settings.dash_thickness)) & (along <= image.px(settings.longest_dash)))
    joined = cv2.morphologyEx(pieces, cv2.MORPH_CLOSE, _kernel(image.px(settings.dash_space), 1, horizontal))
    size = (settings.shortest_dashed_line, settings.thickest_line)
    found, _ = _lines(np.asarray(joined, np.uint8), pieces, image, horizontal, size)
    lines, mask = [], np.zeros_like(pieces)
    for line in found:
        box = _box(line)
        if len(np.unique(rest.labels[box][pieces[box] > 0])) >= settings.least_dashes:
            lines.append(line)
            mask[box] |= pieces[box]
    return lines, mask


def _box(line: RuledLine) -> tuple[slice, slice]:
    half = line.width / 2 + 1
    across, down = (0.0, half) if line.horizontal else (half, 0.0)
    return (
        slice(max(int(line.y0 - down), 0), int(line.y1 + down) + 1),
        slice(max(int(line.x0 - across), 0), int(line.x1 + across) + 1),
    )


def _lines(
    joined: Mask,
    pixels: Mask,
    image: PageImage,
    horizontal: bool,
    size: tuple[float, float],
    free: RuledLineSettings | None = None,
) -> tuple[list[RuledLine], Mask]:
    """One ruled line for each piece of `joined` that is long and thin enough, as its `pixels` lie. `size` is its least
    length and greatest thickness in millimetres; with `free` it must stand free."""
    lines, mask = [], np.zeros_like(pixels)
    contours, _ = cv2.findContours(joined, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    for x, y, width, height in map(cv2.boundingRect, contours):
        if (width if horizontal else height) < image.px(size[0]):
            continue
        box = (slice(y, y + height), slice(x, x + width))
        ys, xs = np.nonzero(pixels[box])
        if not len(ys):
            continue
        along, across = (xs + x, ys + y) if horizontal else (ys + y, xs + x)
        start, end = float(along.min()), float(along.max() + 1)
        thick = len(along) / (end - start)
        if thick > image.px(size[1]):
            continue
        at = float(np.median(across)) + 0.5
        line = Way(at, start, end).ruled(thick, horizontal)
        if free is not None and not _stands_free(line, image, free):
            continue
        lines.append(line)
        mask[box] |= pixels[box]
    return lines, mask


def _widened(mask: Mask, image: PageImage, horizontal: bool, blur: float) -> Mask:
    """The mask with the grey edges of its ruled lines, so many millimetres wide."""
    return np.asarray(cv2.dilate(mask, _kernel(1, 2 * image.px(blur) + 1, horizontal)), np.uint8)
