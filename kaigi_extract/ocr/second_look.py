"""The second look at what an engine doubts: the characters in doubt and a few around them, larger than at first.

The parts of a line are cut where there is white between two characters, out of the crop that was read first. Knows
crops and what was read in them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import numpy as np

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.ocr.combine import vote
from kaigi_extract.ocr.line_crops import LineCrop, column_darkness
from kaigi_extract.ocr.page_image import Grey
from kaigi_extract.ocr.positions import parting
from kaigi_extract.ocr.protocol import Character, Recogniser
from kaigi_extract.ocr.settings import DEFAULT_OCR, OcrSettings, RecognitionSettings


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a line that is looked at again: its characters from one to before another, and their crop."""

    first: int
    last: int
    grey: Grey
    x0: float
    """The line crop's x of its left edge."""


def has_doubts(characters: Iterable[Character], settings: RecognitionSettings = DEFAULT_OCR.recognition) -> bool:
    """Whether a line is looked at a second time."""
    return any(character.sure < settings.second_look for character in characters)


def look_again(
    read: dict[int, tuple[LineCrop, list[Character]]],
    lines: Iterable[int],
    em: float,
    engine: Recogniser,
    settings: OcrSettings = DEFAULT_OCR,
) -> None:
    """Makes one reading of two where a line of `read` is in doubt, in place. `em` is the page's, in pixels."""
    parts = [(k, part) for k in lines for part in parts_in_doubt(*read[k], em, settings)]
    seen = engine.read([part.grey for _, part in parts]) if parts else []
    for (k, part), characters in reversed(list(zip(parts, seen, strict=True))):
        crop, line = read[k]
        both = vote(line[part.first : part.last], characters, part.x0, settings.recognition.one_look)
        read[k] = (crop, line[: part.first] + both + line[part.last :])


def parts_in_doubt(
    crop: LineCrop, characters: Sequence[Character], em: float, settings: OcrSettings = DEFAULT_OCR
) -> Iterator[Part]:
    """The parts of a line that are in doubt, from left to right, with less white around them than the line has."""
    pad = max(settings.crops.ink_edge, round(settings.crops.close_margin * em))
    spare = max(round(settings.crops.wide_margin * em) - pad, 0)
    dark = column_darkness(crop) > settings.positions.column_ink
    cuts = [parting(dark, one.at, other.at) for one, other in pairwise(characters)]
    white = [k + 1 for k, x in enumerate(cuts) if x >= len(dark) or not dark[x]]
    bounds = [spare, *cuts, crop.grey.shape[1] - spare]
    for first, last in _stretches(characters, [0, *white, len(characters)], settings.recognition):
        start, end = bounds[first], bounds[last]
        inside = crop.grey[spare : crop.grey.shape[0] - spare, start:end]
        left, right = (0 if first == 0 else pad), (0 if last == len(characters) else pad)
        grey = np.pad(inside, ((0, 0), (left, right)), constant_values=255)
        yield Part(first, last, np.asarray(grey, np.uint8), float(start - left))


def _stretches(
    characters: Sequence[Character], cuts: Sequence[int], settings: RecognitionSettings
) -> Iterator[tuple[int, int]]:
    """From where to where characters are in doubt, with some around them on either side, as far as the next cut."""
    around = settings.looked_around
    begun: tuple[int, int] | None = None
    for k, character in enumerate(characters):
        if character.sure >= settings.second_look:
            continue
        first = max(cut for cut in cuts if cut <= max(k - around, 0))
        last = min(cut for cut in cuts if cut >= min(k + 1 + around, len(characters)))
        if begun is not None and first <= begun[1]:
            begun = (begun[0], last)
            continue
        if begun is not None:
            yield begun
        begun = (first, last)
    if begun is not None:
        yield begun
