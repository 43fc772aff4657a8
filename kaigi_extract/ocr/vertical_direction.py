"""Which ink of a page is set downwards (縦書き), by its geometry alone: characters that make a line are close together.

Knows pixels only; reads no text. Nothing is decided by single characters, whose parts lie in any direction.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.ocr.page_image import MM, Mask, PageImage
from kaigi_extract.ocr.vertical_settings import VerticalWritingSettings

Boxes = NDArray[np.int32]
"""Rows of left, top, width and height."""
FAINT = 40
"""Lightness, 0 to 255, above which a pixel of what was made smaller is ink: a thin stroke is pale there."""
Chosen = NDArray[np.bool_]


@dataclass(slots=True)
class _Pieces:
    """Pieces of lines and columns, in pixels of the picture that was looked at."""

    labels: NDArray[np.int32]
    """Which piece each pixel is of, from 1; 0 is white."""
    boxes: Boxes
    level: Chosen
    down: Chosen
    em: float

    @property
    def area(self) -> int:
        """Of those that show a direction of writing."""
        telling = self.boxes[self.level | self.down]
        return int((telling[:, 2] * telling[:, 3]).sum())


def downward_ink(text: Mask, image: PageImage, settings: VerticalWritingSettings) -> Mask | None:
    """Where on a page its ink is set downwards; None where it is nowhere. `text` is its ink without ruled lines."""
    dpi = min(settings.writing_dpi, image.dpi)  # a poster is looked at as it is: ten times larger shows no more
    scale = dpi / image.dpi
    small = cv2.resize(text, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    pieces = _find_pieces(np.where(small > FAINT, 255, 0).astype(np.uint8), dpi, settings)
    if pieces is None or not pieces.down.any():
        return None
    areas = pieces.boxes[:, 2] * pieces.boxes[:, 3]
    lines, columns = int(areas[pieces.level].sum()), int(areas[pieces.down].sum())
    chosen = _chosen(
        pieces, _blocks(pieces, settings), columns >= settings.downward_share * (lines + columns), settings
    )
    if not chosen.any():
        return None
    lit = np.concatenate(([False], chosen))[pieces.labels]
    reach = 2 * max(1, round(settings.piece_reach * pieces.em)) + 1
    shown = cv2.dilate(np.where(lit, 255, 0).astype(np.uint8), np.ones((reach, reach), np.uint8))
    height, width = text.shape
    return np.asarray(cv2.resize(shown, (width, height), interpolation=cv2.INTER_NEAREST), np.uint8)


def _find_pieces(ink: Mask, dpi: float, settings: VerticalWritingSettings) -> _Pieces | None:
    """The pieces of lines and of columns that ink makes; None where there are no characters."""
    boxes = _pieces(ink)[1]
    longer = np.maximum(boxes[:, 2], boxes[:, 3])
    least, most = (mm * dpi / MM for mm in (settings.character_least, settings.character_most))
    sized = boxes[(longer >= least) & (longer <= most)]
    if not len(sized):
        return None
    areas = sized[:, 2] * sized[:, 3]
    em = _usual(np.maximum(sized[:, 2], sized[:, 3]), areas)
    for gap in settings.smeared_gaps:
        pieces = _smeared(ink, gap * em, em, settings)
        if pieces.area >= settings.telling_share * areas.sum():
            return pieces
        del pieces  # before the next: their labels take four bytes a pixel
    return None


def _smeared(ink: Mask, gap: float, em: float, settings: VerticalWritingSettings) -> _Pieces:
    """The pieces that ink makes with gaps of so many pixels filled."""
    k = max(1, round(gap))
    padded = cv2.copyMakeBorder(ink, k, k, k, k, cv2.BORDER_CONSTANT, value=0)
    closed = np.asarray(cv2.morphologyEx(padded, cv2.MORPH_CLOSE, np.ones((k + 1, k + 1), np.uint8)), np.uint8)
    labels, boxes = _pieces(np.ascontiguousarray(closed[k:-k, k:-k]))
    across, along = boxes[:, 2] / em, boxes[:, 3] / em
    broad = np.minimum(across, along)
    single = (broad >= settings.piece_narrowest) & (broad <= settings.piece_broadest)
    long = np.maximum(across, along) >= settings.piece_length
    return _Pieces(labels, boxes, single & long & (across > along), single & long & (along > across), em)


def _blocks(pieces: _Pieces, settings: VerticalWritingSettings) -> Mask:
    """The blocks of columns that are long enough together to be a text."""
    drawn = np.zeros(pieces.labels.shape, np.uint8)
    for x, y, width, height in pieces.boxes[pieces.down].tolist():
        drawn[y : y + height, x : x + width] = 255
    side = max(1, round(settings.columns_apart * pieces.em))
    padded = cv2.copyMakeBorder(drawn, side, side, side, side, cv2.BORDER_CONSTANT, value=0)
    closed = cv2.morphologyEx(padded, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8))[side:-side, side:-side]
    labels, boxes = _pieces(np.ascontiguousarray(closed))
    columns = pieces.boxes[pieces.down]
    block = labels[columns[:, 1] + columns[:, 3] // 2, columns[:, 0] + columns[:, 2] // 2]
    length = np.bincount(block, columns[:, 3], len(boxes) + 1) / pieces.em
    length[0] = 0
    return np.where((length >= settings.least_columns)[labels], 255, 0).astype(np.uint8)


def _chosen(pieces: _Pieces, blocks: Mask, is_page: bool, settings: VerticalWritingSettings) -> Chosen:
    """Which pieces are set downwards: those in blocks of columns, and short ones that go with them. On a page of
    縦書き they are all but those that make lines of their own."""
    boxes, em = pieces.boxes, pieces.em
    if not blocks.any():
        return np.zeros(len(boxes), np.bool_)
    inside = np.array([blocks[y : y + h, x : x + w].mean() > 127 for x, y, w, h in boxes.tolist()], np.bool_)
    columns = boxes[inside & (pieces.down | ~pieces.level)]
    goes_on = np.array([_is_near(box, columns, 0, settings.column_break * em) for box in boxes], np.bool_)
    if not is_page:
        return inside | (goes_on & ~pieces.level & ~pieces.down)
    in_line = pieces.level & ~inside
    rest = np.flatnonzero(~inside & ~pieces.level & ~goes_on).tolist()
    while joined := [k for k in rest if _is_near(boxes[k], boxes[in_line], 1, settings.column_break * em)]:
        in_line[joined] = True
        rest = [k for k in rest if k not in joined]
    broad = ~inside & ~goes_on & (boxes[:, 2] > settings.piece_broadest * em)
    return ~(in_line | broad)


def _is_near(box: Boxes, others: Boxes, axis: int, gap: float) -> bool:
    """Whether a box is in the column (axis 0) or line (axis 1) of one of the others, no more than a gap away."""
    if not len(others):
        return False
    low, high = (
        np.maximum(others[:, axis], box[axis]),
        np.minimum(others[:, axis] + others[:, 2 + axis], box[axis] + box[2 + axis]),
    )
    along = 1 - axis
    apart = np.maximum(others[:, along], box[along]) - np.minimum(
        others[:, along] + others[:, 2 + along], box[along] + box[2 + along]
    )
    return bool(((2 * (high - low) >= np.minimum(box[2 + axis], others[:, 2 + axis])) & (apart <= gap)).any())


def _pieces(ink: Mask) -> tuple[NDArray[np.int32], Boxes]:
    """The label of each pixel, from 1, and the box of each piece."""
    _, labels, boxes, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    return np.asarray(labels, np.int32), np.asarray(boxes[1:, :4], np.int32)


def _usual(sizes: NDArray[np.int32], weights: NDArray[np.int32]) -> float:
    """The size at the middle of all ink."""
    order = np.argsort(sizes)
    total = np.cumsum(weights[order])
    return float(sizes[order][np.searchsorted(total, total[-1] / 2)])
