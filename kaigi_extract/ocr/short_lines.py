"""Lines of a character or two that end a paragraph, which engines doubt or do not read: a look at them behind the end
of the line that goes on in them.

Engines know characters among others. One alone on its line (況) is read as if it stood behind those that it follows; of
that reading only what is behind them is taken.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import cv2
import numpy as np

from kaigi_extract.ocr.character_settings import ReweighSettings, ShortLineSettings
from kaigi_extract.ocr.line_crops import LineCrop
from kaigi_extract.ocr.line_segmentation import LineBox
from kaigi_extract.ocr.page_image import Grey, Mask
from kaigi_extract.ocr.protocol import Character
from kaigi_extract.ocr.settings import DEFAULT_OCR
from kaigi_extract.ocr.wraps import chains

Engine = Callable[[Sequence[Grey]], list[list[Character]]]


def read_short(
    boxes: Sequence[LineBox],
    lines: Sequence[tuple[LineCrop, list[Character]]],
    ruled: Mask,
    em: float,
    read: Engine,
    wraps: ReweighSettings = DEFAULT_OCR.reweigh,
    settings: ShortLineSettings = DEFAULT_OCR.short_lines,
) -> list[list[Character]]:
    """The characters of all lines of a page, each with its box and crop, the short doubtful ones read behind the line
    above them where that is surer. `ruled` are the pixels of ruled lines: what these part from the line above is not
    its text. `em` is the page's, in pixels."""
    found = [characters for _, characters in lines]
    pairs = [
        (above, k)
        for above, k in _short(boxes, lines, em, wraps, settings)
        if not _is_parted(boxes[above], boxes[k], ruled, em)
    ]
    drawn = [_behind(lines[above][0], lines[k][0], boxes[above], em, settings) for above, k in pairs]
    readings = read([grey for grey, _ in drawn]) if drawn else []
    for (_, k), (_, start), characters in zip(pairs, drawn, readings, strict=True):
        left = _ink_start(lines[k][0], settings)
        own = [replace(one, at=one.at - start + left) for one in characters if one.at >= start]
        if own and _least(own) > _least(found[k]):
            found[k] = own
    return found


def _short(
    boxes: Sequence[LineBox],
    lines: Sequence[tuple[LineCrop, list[Character]]],
    em: float,
    wraps: ReweighSettings,
    settings: ShortLineSettings,
) -> Iterator[tuple[int, int]]:
    """The short doubtful lines by their numbers, each behind that of the line that goes on in it."""
    for above, k in (pair for chain in chains(boxes, em, wraps) for pair in pairwise(chain)):
        width, height = boxes[k].x1 - boxes[k].x0, boxes[k].y1 - boxes[k].y0
        is_short = settings.short_height * em <= height and width <= settings.short_line * em
        is_long = boxes[above].x1 - boxes[above].x0 >= settings.short_above * em
        if is_short and is_long and _least(lines[k][1]) < settings.short_doubt:
            yield above, k


def _is_parted(above: LineBox, short: LineBox, ruled: Mask, em: float) -> bool:
    """Whether a ruled line is on the way from a short line to the beginning of the one above it."""
    start = ((short.x0 + short.x1) / 2, (short.y0 + short.y1) / 2)
    end = (above.x0 + em / 2, (above.y0 + above.y1) / 2)
    steps = np.linspace(0.0, 1.0, round(abs(end[0] - start[0]) + abs(end[1] - start[1])) + 2)
    xs, ys = (np.rint(start[k] + steps * (end[k] - start[k])).astype(np.intp) for k in (0, 1))
    return bool(ruled[np.clip(ys, 0, ruled.shape[0] - 1), np.clip(xs, 0, ruled.shape[1] - 1)].any())


def _least(characters: Sequence[Character]) -> float:
    """The confidence of the most doubtful of some characters; 0 where there is none."""
    return min((character.sure for character in characters), default=0.0)


def _behind(
    above: LineCrop, short: LineCrop, box: LineBox, em: float, settings: ShortLineSettings
) -> tuple[Grey, float]:
    """The picture of a short line behind the last ems of the one above it, and where its own ink begins."""
    end = min(round(box.x1 - above.x0), above.grey.shape[1])
    tail = above.grey[:, max(0, end - round(settings.short_tail * em)) : end]
    own = short.grey[:, _ink_start(short, settings) :]
    height, gap = max(tail.shape[0], short.grey.shape[0]), round(settings.short_gap * em)
    parts = [_as_high(tail, height), np.full((height, gap), 255, np.uint8), _as_high(own, height)]
    pad = round(settings.short_margin * em)
    whole = cv2.copyMakeBorder(np.hstack(parts), 0, 0, pad, pad, cv2.BORDER_CONSTANT, value=255)
    return np.asarray(whole, np.uint8), float(pad + tail.shape[1] + gap)


def _ink_start(crop: LineCrop, settings: ShortLineSettings) -> int:
    """Where in a crop its ink begins."""
    inked = (crop.grey < settings.short_ink).any(axis=0)
    return int(inked.argmax())


def _as_high(grey: Grey, height: int) -> Grey:
    above = (height - grey.shape[0]) // 2
    below = height - grey.shape[0] - above
    return np.asarray(cv2.copyMakeBorder(grey, above, below, 0, 0, cv2.BORDER_CONSTANT, value=255), np.uint8)
