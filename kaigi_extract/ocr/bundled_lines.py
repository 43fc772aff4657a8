"""Ruled lines that a stroke of a pen or along a ruler runs into at a small angle: told from the stroke by their course.

Together both are too thick for a ruled line, or a line in the wrong place. But where ink leads all the way from one
line across to the next one at one height, over the whole width of a table, there is a line of it, whatever runs along
it; a stroke at an angle leaves that height. Knows lines and pixels; reads no text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.ocr.broken_lines import RuledLine
from kaigi_extract.ocr.page_image import Mask, PageImage
from kaigi_extract.ocr.settings import DEFAULT_OCR, RuledLineSettings
from kaigi_extract.ocr.stretches import stretches_of

Ink = NDArray[np.bool_]


def with_bundled_lines(
    lines: Sequence[RuledLine],
    image: PageImage,
    mask: Mask,
    settings: RuledLineSettings = DEFAULT_OCR.ruled_lines,
) -> list[RuledLine]:
    """The ruled lines with those that strokes run into, as thick as they are themselves; their pixels on the mask are
    made right, so that the strokes are seen."""
    found = list(lines)
    for horizontal in (True, False):
        ink, taken = (image.ink > 0, mask) if horizontal else (image.ink.T > 0, mask.T)
        own = [one for one in found if one.horizontal == horizontal]
        across = [_across(one) for one in found if one.horizontal != horizontal]
        usual = float(np.median([one.width for one in own])) if own else 1.0
        for band in _joined(_bands(ink, across, image, settings), image.px(settings.bundled_bend)):
            along = [one for one in own if _is_along(one, band)]
            thin = any(one.width < settings.bundle * usual for one in along)
            thick = band.bottom - band.top > max(settings.as_others * usual, 2)
            if thin or thick or not _is_whole(band, across) or _leaves(band, ink, image, settings):
                continue
            for one in along:
                _clear(one, taken, horizontal)
            taken[band.top : band.bottom, band.start : band.end] = 255
            found = [one for one in found if one not in along] + [_line(band, usual, horizontal)]
    return found


def _line(band: _Band, usual: float, horizontal: bool) -> RuledLine:
    """The line of a band, no thicker than others: what is more is the stroke's."""
    at, width = (band.top + band.bottom) / 2, min(float(band.bottom - band.top), usual)
    x0, y0, x1, y1 = (band.start, at, band.end, at) if horizontal else (at, band.start, at, band.end)
    return RuledLine(float(x0), float(y0), float(x1), float(y1), width, horizontal)


@dataclass(frozen=True, slots=True)
class _Across:
    """A line across those that are looked for, as these see it."""

    at: float
    start: float
    end: float
    width: float


@dataclass(frozen=True, slots=True)
class _Band:
    """Rows of pixels that are inked all the way, along from one line across to another."""

    start: int
    end: int
    top: int
    bottom: int


def _across(line: RuledLine) -> _Across:
    return _Across(*line.way, line.width)


def _neighbours(across: Sequence[_Across]) -> Iterator[tuple[_Across, _Across, int, int]]:
    """Lines with the next one beside them, and from where to where it is that."""
    ordered = sorted(across, key=lambda one: one.at)
    for k, one in enumerate(ordered):
        open_ = [(one.start, one.end)]
        for other in ordered[k + 1 :]:
            rest: list[tuple[float, float]] = []
            for low, high in open_:
                first, last = max(low, other.start), min(high, other.end)
                if first >= last:
                    rest.append((low, high))
                    continue
                yield one, other, int(first), int(last) + 1
                rest += [part for part in ((low, first), (last, high)) if part[0] < part[1]]
            open_ = rest


def _bands(ink: Ink, across: Sequence[_Across], image: PageImage, settings: RuledLineSettings) -> Iterator[_Band]:
    """The bands between neighbouring lines across, no thicker than a ruled line."""
    least, most = image.px(settings.shortest_line), image.px(settings.thickest_line)
    for one, other, low, high in _neighbours(across):
        start, end = int(one.at + one.width / 2) + 2, int(other.at - other.width / 2) - 1
        if end - start < least:
            continue
        block = ink[low:high, start:end]
        inked = np.count_nonzero(block[:-1] | block[1:], axis=1) >= settings.bundled_share * (end - start)
        for first, last in stretches_of(inked):
            top, bottom = (first, first + 2) if last == first + 1 else (first + 1, last)
            if bottom - top <= most:
                yield _Band(round(one.at), round(other.at), low + top, low + bottom)


def _joined(bands: Iterator[_Band], slack: int) -> list[_Band]:
    """The bands with those made one of which one goes on in the other, behind a line across."""
    joined: list[_Band] = []
    for band in sorted(bands, key=lambda one: one.start):
        k = next(
            (k for k, one in enumerate(joined) if one.end == band.start and abs(one.top - band.top) <= slack), None
        )
        if k is None:
            joined.append(band)
        else:
            joined[k] = _Band(
                joined[k].start, band.end, min(joined[k].top, band.top), max(joined[k].bottom, band.bottom)
            )
    return joined


def _is_whole(band: _Band, across: Sequence[_Across]) -> bool:
    """Whether a band leads from the first line across at its height to the last: over a single column of a table a
    stroke may be as level."""
    places = [round(one.at) for one in across if one.start - 1 <= band.top and band.bottom <= one.end + 1]
    return band.start == min(places, default=-1) and band.end == max(places, default=-1)


def _leaves(band: _Band, ink: Ink, image: PageImage, settings: RuledLineSettings) -> bool:
    """Whether ink goes on behind an end of a band, as a stroke does."""
    clear, reach = image.px(settings.beside_line[1]), image.px(settings.beyond_table)
    beyond = (slice(max(band.start - reach, 0), max(band.start - clear, 0)), slice(band.end + clear, band.end + reach))
    return any(
        bool(ink[band.top : band.bottom, part].any(axis=0).mean() > 0.5) for part in beyond if part.start < part.stop
    )


def _is_along(line: RuledLine, band: _Band) -> bool:
    """Whether a line runs along a band, or in it."""
    own = _across(line)
    half = (band.bottom - band.top + own.width) / 2 + 1
    return abs(own.at - (band.top + band.bottom) / 2) <= half and own.start < band.end and own.end > band.start


def _clear(line: RuledLine, taken: Mask, horizontal: bool) -> None:
    """Takes the pixels of a line off the mask, with their edges."""
    own = _across(line)
    half = int(own.width) + 2
    taken[max(int(own.at) - half, 0) : int(own.at) + half + 1, int(own.start) : int(own.end)] = 0
