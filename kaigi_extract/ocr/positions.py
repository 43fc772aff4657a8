"""Letters of a crop to runs: where each character begins and ends, and how large the print is. Knows geometry only."""

from __future__ import annotations

from itertools import pairwise
from statistics import mean, median
from unicodedata import east_asian_width

from kaigi_extract.ocr.confidence import likely
from kaigi_extract.ocr.line_crops import Crop, ink_columns
from kaigi_extract.ocr.line_segmentation import INK_HEIGHT, Box
from kaigi_extract.ocr.page_image import Grey
from kaigi_extract.ocr.protocol import Letter
from kaigi_extract.source import Run

INK = 60
"""Darkness (0-255) from which on a column of pixels is no paper."""
LIKE = 1.2
"""Times by which a line may be higher or lower than most and still be set in their size."""
EVEN = (0.8, 1.2)
"""The pitch of letters, as part of an em measured by the height of ink, between which it tells their size."""
FEW = 20
"""Pitches that tell what is usual on a page."""
HALF_POINT = 2
"""Sizes are rounded to halves of a point: type comes in such sizes, and lines of one size should be alike."""
AROUND = 0.75
"""Ems from the middle of a letter within which its ink is looked for; beyond, there may be dust. Engines tell middles
to a quarter of an em."""
LEFT_HALF = frozenset("、。，．,.）」』】〕］〉》)]｝")
"""Signs whose ink stands in the left of their square..."""
RIGHT_HALF = frozenset("（「『【〔［〈《([｛")
"""...and in the right."""


def place_run(letters: list[Letter], crop: Crop, box: Box, em: float, scale: float) -> Run:
    """The run of a line. `em` is the page's, in pixels; `scale` is pixels a point."""
    text = "".join(letter.text for letter in letters)
    sure = [likely(letter) for letter in letters]
    others = ["".join(char for char, _ in letter.others) for letter in letters]
    if crop.letters:
        return _vertical(text, letters, crop, box, scale, sure, others)
    size = _size(letters, box, em)
    starts, ends = _extents(letters, crop, size)
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


def usual_em(lines: list[list[Letter]], em: float) -> float:
    """The em that most lines of a page are set in, in pixels: the pitch of their full-width letters, if it goes with
    `em`, which the height of their ink tells; letters may be spaced out, but no closer than an em."""
    pitches = [b.at - a.at for line in lines for a, b in pairwise(line) if _is_wide(a) and _is_wide(b)]
    near = [pitch for pitch in pitches if EVEN[0] * em <= pitch <= EVEN[1] * em]
    if len(near) > len(pitches) / 2:
        return mean(near)  # no median: engines tell places in steps
    return min(median(pitches), em) if len(pitches) >= FEW else em


def _vertical(
    text: str, letters: list[Letter], crop: Crop, box: Box, scale: float, sure: list[float], others: list[str]
) -> Run:
    last = len(crop.letters) - 1
    cells = [crop.letters[min(max(int((letter.at + crop.x0) // crop.pitch), 0), last)] for letter in letters]
    size = round(crop.pitch / scale * HALF_POINT) / HALF_POINT
    middle = (box.x0 + box.x1) / 2 / scale
    return Run(
        text,
        [y0 / scale for y0, _ in cells],
        [y1 / scale for _, y1 in cells],
        middle - size / 2,
        middle + size / 2,
        size,
        vertical=True,
        sure=sure,
        others=others,
    )


def _is_wide(letter: Letter) -> bool:
    return east_asian_width(letter.text) in "WF"


def _size(letters: list[Letter], box: Box, em: float) -> float:
    """The em of a line in pixels: the page's where its height is like that, else the pitch of full-width letters."""
    height = box.y1 - box.y0
    if 1 / LIKE <= height / INK_HEIGHT / em <= LIKE or height < em / 2:
        return em
    pitches = [b.at - a.at for a, b in pairwise(letters) if _is_wide(a) and _is_wide(b)]
    near = [pitch for pitch in pitches if EVEN[0] * height <= pitch <= EVEN[1] * height]
    return mean(near) if len(near) > 1 and len(near) > len(pitches) / 2 else height / INK_HEIGHT


def _extents(letters: list[Letter], crop: Crop, size: float) -> tuple[list[float], list[float]]:
    """Left and right edge of each letter on the sheet, in pixels: its ink, and for full-width ones its square."""
    dark = ink_columns(crop)
    bounds = [0, *(_parting(dark, a.at, b.at) for a, b in pairwise(letters)), len(dark)]
    starts: list[float] = []
    ends: list[float] = []
    for letter, left, right in zip(letters, bounds, bounds[1:], strict=False):
        first, last = max(left, int(letter.at - AROUND * size)), min(right, int(letter.at + AROUND * size) + 1)
        inked = [x for x in range(first, last) if dark[x] > INK]
        start, end = map(float, (inked[0], inked[-1] + 1) if inked else (first, last))
        if not _is_wide(letter):
            pass
        elif letter.text in LEFT_HALF:
            end = start + size
        elif letter.text in RIGHT_HALF:
            start = end - size
        else:
            bare = max(size - (end - start), 0.0) / 2
            start, end = start - bare, end + bare
        starts.append(crop.x0 + start)
        ends.append(crop.x0 + end)
    for k in range(len(letters) - 1):
        if ends[k] > starts[k + 1]:
            ends[k] = starts[k + 1] = (ends[k] + starts[k + 1]) / 2
    return starts, ends


def _parting(dark: Grey, left: float, right: float) -> int:
    """The palest column between two middles, the one nearest to half way."""
    half = (left + right) / 2
    columns = range(int(left) + 1, max(int(right), int(left) + 2))
    return min((x for x in columns if x < len(dark)), key=lambda x: (dark[x] > INK, abs(x - half)), default=int(half))
