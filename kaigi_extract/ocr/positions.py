"""Characters of a crop to runs: where each begins and ends, and how large the print is. Knows geometry only."""

from __future__ import annotations

from itertools import pairwise
from math import inf
from statistics import mean, median
from unicodedata import east_asian_width

import numpy as np
from numpy.typing import NDArray

from kaigi_extract.ocr.confidence import likely
from kaigi_extract.ocr.line_crops import LineCrop, column_darkness
from kaigi_extract.ocr.line_segmentation import INK_HEIGHT, LineBox
from kaigi_extract.ocr.protocol import Character
from kaigi_extract.ocr.settings import DEFAULT_OCR, OcrSettings, PositionSettings
from kaigi_extract.ocr.stretches import stretches_of
from kaigi_extract.source import Run

HALF_POINT = 2
"""Sizes are rounded to halves of a point: type comes in such sizes, and lines of one size should agree."""
LEFT_HALF = frozenset("、。，．,.）」』】〕］〉》)]｝")
"""Symbols whose ink is in the left of their square."""
STOPS = frozenset("、。，．")
"""Symbols whose ink is in the upper part of their square in a column."""
NARROW_TOO = frozenset("０１２３４５６７８９")
"""Characters for which engines say a full-width one where a narrow one is printed: the number of an item."""
RIGHT_HALF = frozenset("（「『【〔［〈《([｛")
"""Symbols whose ink is in the right of it."""


def place_run(
    characters: list[Character],
    crop: LineCrop,
    box: LineBox,
    em: float,
    scale: float,
    settings: OcrSettings = DEFAULT_OCR,
    power: float = 1.0,
) -> Run:
    """The run of a line. `em` is the page's, in pixels; `scale` is pixels a point; `power` that of its doubts."""
    text = "".join(character.text for character in characters)
    sure = [likely(character, power) for character in characters]
    others = ["".join(char for char, _ in character.others) for character in characters]
    if crop.characters:
        return _vertical(text, characters, crop, box, scale, sure, others)
    size = _size(characters, box, em, settings.positions)
    starts, ends = _extents(characters, crop, size, settings.positions)
    middle = (box.y0 + box.y1) / 2
    return Run(
        text,
        [x / scale for x in starts],
        [x / scale for x in ends],
        (middle - size / 2) / scale,
        (middle + size / 2) / scale,
        max(round(size / scale * HALF_POINT), 1) / HALF_POINT,
        sure=sure,
        others=others,
    )


def usual_em(lines: list[list[Character]], em: float, settings: PositionSettings = DEFAULT_OCR.positions) -> float:
    """The em that most lines of a page are set in, in pixels: the pitch of their full-width characters, if it goes with
    `em`, which the height of their ink tells; characters may be spaced out, but no closer than an em."""
    pitches = [b.at - a.at for line in lines for a, b in pairwise(line) if _is_wide(a) and _is_wide(b)]
    near = _telling(pitches, em, settings)
    if len(near) > len(pitches) / 2:
        return mean(near)  # no median: engines tell places in steps
    return min(median(pitches), em) if len(pitches) >= settings.enough_pitches else em


def _vertical(
    text: str,
    characters: list[Character],
    crop: LineCrop,
    box: LineBox,
    scale: float,
    sure: list[float],
    others: list[str],
) -> Run:
    last = len(crop.characters) - 1
    cells = [
        crop.characters[min(max(int((character.at + crop.x0) // crop.pitch), 0), last)] for character in characters
    ]
    size = round((box.em or crop.pitch) / scale * HALF_POINT) / HALF_POINT
    middle = (box.x0 + box.x1) / 2 / scale
    squares = _squares_down(text, cells, box.em) if box.em else cells
    return Run(
        text,
        [y0 / scale for y0, _ in squares],
        [y1 / scale for _, y1 in squares],
        middle - size / 2,
        middle + size / 2,
        size,
        vertical=True,
        sure=sure,
        others=others,
    )


def _squares_down(text: str, cells: list[tuple[int, int]], em: float) -> list[tuple[float, float]]:
    """The squares of the characters of a column by their ink: an em high where their neighbours leave room."""
    squares: list[tuple[float, float]] = []
    for k, (char, (top, bottom)) in enumerate(zip(text, cells, strict=True)):
        bare = max(em - (bottom - top), 0.0)
        above = 0.0 if char in STOPS else bare / 2
        before = max((one[1] for one in cells[:k] if one[1] <= top), default=-inf)
        after = min((one[0] for one in cells[k + 1 :] if one[0] >= bottom), default=inf)
        start = max(top - above, (before + top) / 2, before if char in STOPS else -inf)
        squares.append((start, min(bottom + bare - above, after)))
    return [
        (start, min(end, after[0]) if after[0] > start else end)
        for (start, end), after in zip(squares, [*squares[1:], (inf, inf)], strict=True)
    ]


def _telling(pitches: list[float], em: float, settings: PositionSettings) -> list[float]:
    """The pitches that are near enough to an em to tell the size of characters."""
    return [pitch for pitch in pitches if settings.least_pitch * em <= pitch <= settings.greatest_pitch * em]


def _is_wide(character: Character) -> bool:
    return east_asian_width(character.text) in "WF"


def _size(characters: list[Character], box: LineBox, em: float, settings: PositionSettings) -> float:
    """The em of a line in pixels: the page's where its height is like that, else the pitch of full-width characters.

    A line of less than half the height may be one of dashes or of flat characters; where its characters would have no
    room side by side they are small.
    """
    height = box.y1 - box.y0
    factor = settings.same_size_factor
    if 1 / factor <= height / INK_HEIGHT / em <= factor:
        return em
    if height < em / 2:
        room = (box.x1 - box.x0) / (len(characters) - settings.bare_ends)
        words = all(_is_wide(character) and character.text.isalpha() for character in characters)
        return room if words and room < settings.least_pitch * em else em
    pitches = [b.at - a.at for a, b in pairwise(characters) if _is_wide(a) and _is_wide(b)]
    near = _telling(pitches, height, settings)
    return mean(near) if len(near) > 1 and len(near) > len(pitches) / 2 else height / INK_HEIGHT


def _extents(
    characters: list[Character], crop: LineCrop, size: float, settings: PositionSettings
) -> tuple[list[float], list[float]]:
    """Left and right edge of each character on the page, in pixels: its ink, and for full-width ones its square."""
    dark = column_darkness(crop) > settings.column_ink
    bounds = [0, *(parting(dark, a.at, b.at) for a, b in pairwise(characters)), len(dark)]
    reach = settings.ink_reach * size
    inks: list[tuple[float, float]] = []
    for character, left, right in zip(characters, bounds, bounds[1:], strict=False):
        first, last = max(left, int(character.at - reach)), min(right, int(character.at + reach) + 1)
        inked = [x for x in range(first, last) if dark[x]]
        inks.append((float(inked[0]), float(inked[-1] + 1)) if inked else (float(first), float(last)))
    starts: list[float] = []
    ends: list[float] = []
    squares = _in_squares(characters, inks, size, settings)
    for character, ink, square in zip(characters, inks, squares, strict=True):
        start, end = _squared(character.text, *ink, size) if square else ink
        if square and not starts and character.text in NARROW_TOO:
            start = max(start, ink[0] - settings.narrow_bearing * size)
        starts.append(crop.x0 + start)
        ends.append(crop.x0 + end)
    for k in range(len(characters) - 1):
        if ends[k] > starts[k + 1]:
            ends[k] = starts[k + 1] = (ends[k] + starts[k + 1]) / 2
    return starts, ends


def _in_squares(
    characters: list[Character], inks: list[tuple[float, float]], size: float, settings: PositionSettings
) -> list[bool]:
    """Which characters have a square: full-width ones, and digits and letters in a row beside one of these that are
    printed as far apart, whatever width was read (第１１ as 第11)."""
    squares = [_is_wide(character) for character in characters]
    middles = [(start + end) / 2 for start, end in inks]
    steps = [(b - a) / size for a, b in pairwise(middles)]
    narrow = [not wide and character.text.isalnum() for wide, character in zip(squares, characters, strict=True)]
    for start, end in stretches_of(np.array(narrow, np.bool_)):
        inner = steps[start : end - 1]
        beside = [steps[k] for k in (start - 1, end - 1) if 0 <= k < len(steps)]
        near = [step for step in beside if step <= settings.greatest_pitch]
        apart = all(settings.square_pitch <= step <= settings.greatest_pitch for step in (*inner, *near))
        if inner and near and apart:
            squares[start:end] = [True] * (end - start)
    return squares


def _squared(text: str, start: float, end: float, size: float) -> tuple[float, float]:
    """The left and right edge of a full-width character's square, by those of its ink."""
    if text in LEFT_HALF:
        return start, start + size
    if text in RIGHT_HALF:
        return end - size, end
    bare = max(size - (end - start), 0.0) / 2
    return start - bare, end + bare


def parting(dark: NDArray[np.bool_], left: float, right: float) -> int:
    """The palest column between two middles, the one nearest to half way."""
    half = (left + right) / 2
    columns = range(int(left) + 1, max(int(right), int(left) + 2))
    return min((x for x in columns if x < len(dark)), key=lambda x: (dark[x], abs(x - half)), default=int(half))
