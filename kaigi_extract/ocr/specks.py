"""Small symbols (。、・. and their like) told from specks, by the ink that is where an engine saw them.

A printed symbol has its size and its place in the em box: 。 is a ring at the lower left, ・ a dot in the middle. A
speck is smaller or is anywhere. Where no ink tells, as a symbol touches its neighbour or is too pale, the engine
decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.ocr.line_crops import LineCrop
from kaigi_extract.ocr.page_image import Grey
from kaigi_extract.ocr.protocol import Character
from kaigi_extract.ocr.settings import DEFAULT_OCR, SpeckSettings


@dataclass(frozen=True, slots=True)
class Blob:
    """A small piece of ink by itself: a symbol or a speck."""

    at: float
    """Pixels from the crop's left edge to its middle."""
    below: float
    """Ems from the middle of the line down to its own."""
    side: float
    """Ems of its longer side."""
    room: float
    """Ems of white between its middle and the next character; 0 where it may be a piece of one."""


@dataclass(frozen=True, slots=True)
class Form:
    """What a symbol looks like, in ems."""

    least: float
    """Its longer side: what is printed less a pixel of a coarse scan (0.05)."""
    high: float
    low: float
    """How far below the middle of the line its own may be."""
    room: float = 0.0
    """How much white is on either side of its middle, at least."""

    def stands(self, blob: Blob, slack: float = 0.0) -> bool:
        """Whether a blob is at its height, or so many ems off it."""
        return self.high - slack <= blob.below <= self.low + slack

    def fits(self, blobs: Sequence[Blob], sure: float, settings: SpeckSettings) -> bool:
        """Whether a blob where it was seen is the symbol, or none tells and the engine is confident enough."""
        like = [blob for blob in blobs if self.stands(blob) and blob.side >= self.least and blob.room >= self.room]
        if any(blob.side >= settings.certain_size for blob in like):
            return True
        telling = self.telling(blobs)
        return sure >= settings.least_confidence and (not telling or any(blob in like for blob in telling))

    def telling(self, blobs: Sequence[Blob]) -> list[Blob]:
        """The blobs that are no pieces of a character, which the symbol may touch: if none is it, it was a speck."""
        return [blob for blob in blobs if blob.room > 0 or self.room > 0]


_LOW, _HIGH, _STROKE = Form(0.12, 0.0, 0.8), Form(0.1, -0.6, -0.1), Form(0.12, -0.25, 0.25)
FORMS = {
    **dict.fromkeys("。、，,．.", _LOW),
    **dict.fromkeys("・·", Form(0.08, -0.08, 0.08, room=0.4)),
    **dict.fromkeys(":;", Form(0.1, -0.3, 0.45)),
    **dict.fromkeys("-~", _STROKE),
    **dict.fromkeys("'\"`^", _HIGH),
    "_": Form(0.18, 0.3, 0.8),
}
FULL_STOPS = frozenset("．.")
"""Symbols that only end a sentence after Japanese words, and there are 。."""
RING = Form(0.18, 0.0, 0.8, room=0.05)
"""What a full stop must look like after Japanese words, which only 。 follows."""


def without_specks(
    characters: Sequence[Character], crop: LineCrop, em: float, settings: SpeckSettings = DEFAULT_OCR.specks
) -> list[Character]:
    """The characters of a line without the symbols that are specks. `em` is the page's, in pixels.

    Where a symbol is left out though no ink tells, the character before it has less confidence.
    """
    if crop.characters or not any(character.text in FORMS for character in characters):
        return list(characters)
    seen = [character.at for character in characters if character.text in FORMS]
    blobs = _blobs(crop, em, seen, settings)
    kept: list[Character] = []
    for character in characters:
        form = _form(character.text, kept[-1].text if kept else "")
        if form is None:
            kept.append(character)
            continue
        near = [blob for blob in blobs if _is_near(blob.at, character.at, em, settings)]
        there = [blob for blob in near if form.stands(blob, settings.height_slack)]
        if form is not _STROKE:
            there = [blob for blob in there if blob.side <= settings.largest_blob]
        if form.fits(there, character.sure, settings):
            kept.append(character)
        elif kept and not form.telling(there):
            kept[-1] = replace(kept[-1], sure=min(kept[-1].sure, 1 - character.sure))
    return kept


def _form(symbol: str, before: str) -> Form | None:
    """What a symbol must look like after a character; None where any ink may be it."""
    counted = before.isdigit() or (before.isascii() and before.isalpha())
    return RING if symbol in FULL_STOPS and not counted else FORMS.get(symbol)


def _is_near(blob: float, symbol: float, em: float, settings: SpeckSettings) -> bool:
    return -settings.reach_before * em <= blob - symbol <= settings.reach_after * em


def _blobs(crop: LineCrop, em: float, seen: Sequence[float], settings: SpeckSettings) -> list[Blob]:
    """The blobs near where symbols were seen."""
    dark: Grey = 255 - crop.grey
    pieces = [_pieces(dark, level) for level in settings.ink_levels]
    boxes, largest = pieces[0][1], settings.largest_blob * em
    large = boxes[boxes[:, 2:4].max(axis=1) > largest]
    middle = float(np.median(large[:, 1] + large[:, 3] / 2)) if len(large) else dark.shape[0] / 2
    blobs: list[Blob] = []
    for level, (labels, boxes) in zip(settings.ink_levels, pieces, strict=True):
        for x, y, width, height, label in boxes:
            stroke = width <= em and height <= settings.flat_blob * em
            if (max(width, height) > largest and not stroke) or not any(
                _is_near(x + width / 2, at, em, settings) for at in seen
            ):
                continue
            box = (slice(y, y + height), slice(x, x + width))
            left, right, top, bottom = _core(np.where(labels[box] == label, dark[box], 0), level)
            at = x + (left + right) / 2
            room = float(np.maximum(large[:, 0] - at, at - large[:, 0] - large[:, 2]).min(initial=em))
            side = max(right - left, bottom - top)
            blobs.append(Blob(at, (y + (top + bottom) / 2 - middle) / em, side / em, max(room, 0.0) / em))
    return blobs


def _pieces(dark: Grey, level: int) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """The pieces of ink: the label of each pixel, and of each piece left, top, width, height and label."""
    inked = cv2.morphologyEx((dark >= level).astype(np.uint8), cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    count, labels, boxes, _ = cv2.connectedComponentsWithStats(inked, connectivity=8)
    boxes[:, 4] = np.arange(count)
    return np.asarray(labels, np.int32), np.asarray(boxes[1:], np.int32)


def _core(dark: Grey, level: int) -> tuple[int, int, int, int]:
    """What of a blob is at least half as dark as its darkest (around a speck the page is grey): columns, then rows."""
    rows, columns = np.nonzero(dark >= max(dark.max() / 2, level))
    return columns.min(), columns.max() + 1, rows.min(), rows.max() + 1
