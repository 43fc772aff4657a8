"""Runs of characters to lines. Knows geometry only.

The runs of one container (a cell, a frame, the open page) are put into bands that share a height, each band into one
line; runs that overlap are taken apart, and gaps that are spaces become spaces of the text.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from itertools import pairwise
from operator import sub

from kaigi_extract.layout.lines import Line, Ranges
from kaigi_extract.layout.settings import DEFAULT_LAYOUT, LineSettings
from kaigi_extract.source.page import Frame, Run


def build_lines(runs: Iterable[Run], frame: Frame, settings: LineSettings = DEFAULT_LAYOUT.lines) -> list[Line]:
    """The lines of one container, from the top down; vertical ones from right to left after the horizontal ones."""
    runs = list(runs)
    upright = [run for run in runs if not run.vertical]
    lines = [line for band in _bands(upright, settings) if (line := _line(band, frame, settings)) is not None]
    if len(upright) < len(runs):
        for band in reversed(_bands([run for run in runs if run.vertical], settings)):
            columns = _columns(band, settings)
            lines += [line for column in columns if (line := _line(column, frame, settings)) is not None]
    return lines


def _bands(runs: list[Run], settings: LineSettings) -> list[list[Run]]:
    """Runs of one line, line by line."""
    same_line = settings.same_line
    bands: list[list[Run]] = []
    middle = size = 0.0
    for run in sorted(runs, key=_middle):
        here = (run.low + run.high) / 2
        if bands and here - middle <= same_line * max(size, run.size):
            bands[-1].append(run)
            if run.size > size and run.text.strip():
                middle, size = here, run.size
        else:
            bands.append([run])
            middle, size = here, run.size
    return bands


def _columns(band: list[Run], settings: LineSettings) -> list[list[Run]]:
    """Runs of 縦書き that are printed under one another, parted where there is a gap: labels of several rows."""
    band.sort(key=lambda run: run.start[0])
    columns = [[band[0]]]
    single = all(len(run.text) == 1 for run in band)
    gaps = [below.start[0] - above.end[-1] for above, below in pairwise(band)] if single else []
    even = settings.even_gap_factor * min(gaps, default=0.0)
    for above, below in pairwise(band):
        if below.start[0] - above.end[-1] > max(settings.stacked_label_gap * above.size, even):
            columns.append([below])
        else:
            columns[-1].append(below)
    return columns


def _first(run: Run) -> float:
    return run.start[0]


def _middle(run: Run) -> tuple[float, float]:
    return ((run.low + run.high) / 2, run.start[0])


def _line(band: list[Run], frame: Frame, settings: LineSettings) -> Line | None:
    """The line of the runs of one band, without the white space around it; None where nothing else is in them."""
    if len(band) > 1:
        band = _in_order(band, settings)
    text, start, end = _characters(band)
    first = len(text) - len(text.lstrip())
    last = len(text.rstrip())
    if first >= last:
        return None
    inked = [run for run in band if run.text.strip()]
    sure, others = _doubts(band, first, last)
    line = Line(
        frame,
        text[first:last],
        array("f"),
        array("f"),
        *_extent(inked),
        _bold_ranges(band, first, last) if [run for run in inked if run.bold] else (),
        band[0].vertical,
        sure=sure,
        others=others,
    )
    start, end = start[first:last], end[first:last]
    least = (settings.space_gap if sure is None else settings.recognised_gap) * line.size
    if last - first > 1 and max(map(sub, start[1:], end)) > least:
        start, end = _insert_spaces(line, start, end, least, settings)
    line.start, line.end = array("f", start), array("f", end)
    return line


def _extent(runs: list[Run]) -> tuple[float, float, float]:
    """The least `low`, the greatest `high` and the greatest size of runs."""
    first = runs[0]
    low, high, size = first.low, first.high, first.size
    for run in runs[1:]:
        if run.low != low or run.high != high:
            low, high = min(low, run.low), max(high, run.high)
        size = max(size, run.size)
    return low, high, size


def _in_order(band: list[Run], settings: LineSettings) -> list[Run]:
    """The runs along their line; taken apart into characters where they overlap."""
    overlap = settings.run_overlap
    band.sort(key=_first)
    for a, b in pairwise(band):
        if b.start[0] < a.end[-1] - overlap * a.size:
            return _untangle(band, settings)
    return band


def _insert_spaces(
    line: Line, start: list[float], end: list[float], least: float, settings: LineSettings
) -> tuple[list[float], list[float]]:
    """Puts a space into the line's text for each gap that is one; gives where its characters start and end."""
    at = _spaces(line.text, start, end, least, settings)
    for k in reversed(at):
        line.text = line.text[: k + 1] + " " + line.text[k + 1 :]
        start = [*start[: k + 1], end[k], *start[k + 1 :]]
        end = [*end[: k + 1], start[k + 2], *end[k + 1 :]]
        if line.sure is not None and line.others is not None:
            line.sure.insert(k + 1, 1.0)
            line.others.insert(k + 1, "")
    line.bold = tuple((i + sum(k < i for k in at), j + sum(k < j - 1 for k in at)) for i, j in line.bold)
    return start, end


def _characters(band: list[Run]) -> tuple[str, list[float], list[float]]:
    """Text, starts and ends of a band's characters, one after the other."""
    if len(band) == 1:
        return band[0].text, band[0].start, band[0].end
    text = "".join([run.text for run in band])
    return text, [x for run in band for x in run.start], [x for run in band for x in run.end]


def _doubts(band: list[Run], first: int, last: int) -> tuple[list[float] | None, list[str] | None]:
    """The confidence of the characters `first` to `last` of a band, and what else each may be."""
    if not [run for run in band if run.sure is not None]:
        return None, None
    sure = [p for run in band for p in run.sure or [1.0] * len(run.text)]
    others = [o for run in band for o in run.others or [""] * len(run.text)]
    return sure[first:last], others[first:last]


def _untangle(band: list[Run], settings: LineSettings) -> list[Run]:
    """Overlapping runs as single characters in order: characters printed twice to thicken them are joined, and spaces
    that lie over others are dropped."""
    chars = [run.cut(k, k + 1) for run in band for k in range(len(run.text))]
    chars.sort(key=lambda run: run.start[0])
    kept: list[Run] = []
    inked = [(c.start[0], c.end[0]) for c in chars if not c.text.isspace()]
    for char in chars:
        if char.text.isspace() and _is_covered(char, inked, settings.space_cover):
            continue
        double = next((c for c in kept[-3:] if c.text == char.text and _near(c, char, settings.double_print)), None)
        if double is not None:
            double.bold = True
            continue
        kept.append(char)
    return kept


def _is_covered(space: Run, inked: list[tuple[float, float]], share: float) -> bool:
    """Whether a character, given by its start and end, lies over more than a share of a space."""
    start, end = space.start[0], space.end[0]
    return any(min(b, end) - max(a, start) > share * (end - start) for a, b in inked)


def _near(a: Run, b: Run, ems: float) -> bool:
    return abs(a.start[0] - b.start[0]) <= ems * a.size


def _bold_ranges(band: list[Run], first: int, last: int) -> Ranges:
    ranges: list[tuple[int, int]] = []
    at = 0
    for run in band:
        start, end = max(at, first) - first, min(at + len(run.text), last) - first
        at += len(run.text)
        if run.bold and start < end:
            if ranges and ranges[-1][1] == start:
                ranges[-1] = (ranges[-1][0], end)
            else:
                ranges.append((start, end))
    return tuple(ranges)


def _spaces(text: str, start: list[float], end: list[float], least: float, settings: LineSettings) -> list[int]:
    """The characters that are followed by a gap that is a space: of `least` points, and wide for the line."""
    gaps = [b - a for a, b in zip(end, start[1:], strict=False)]
    usual = min(gaps) if len(gaps) == 2 else sorted(gaps)[len(gaps) // 2]  # 一　目的: of two gaps one is a space
    wide = max(least, settings.space_factor * usual)
    return [k for k, gap in enumerate(gaps) if gap > wide and not text[k].isspace() and not text[k + 1].isspace()]
