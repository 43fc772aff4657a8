"""Readings set small beside the words that they are of (ruby): above a line, below it, or right of a column.

Knows geometry and kana. A reading is no line of its own and no part of the line it belongs to; taken out here it is
kept, with its place, among what stands beside the text.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from kaigi_extract.layout.settings import RubySettings
from kaigi_extract.source import Run
from kaigi_extract.text.late_pattern import late_pattern

_READING = late_pattern(r"[ぁ-ゖァ-ヶー・･ｦ-ﾟA-Za-z\s　]+")
"""What a reading is written in."""
_READ = late_pattern(r"[々〇一-鿿㐀-䶿豈-﫿⺀-⿟A-Za-z0-9０-９]")
"""What has a reading: kanji, words in Latin characters and numbers. The radicals are what some files write kanji as."""


def take_readings(runs: list[Run], settings: RubySettings) -> tuple[list[Run], list[Run]]:
    """The runs of lines, and the readings beside them."""
    small = min((run.size for run in runs), default=0.0)
    if not runs or small > settings.base_size * max(run.size for run in runs):
        return runs, []
    found: set[int] = set()
    for vertical in (False, True):
        same = [run for run in runs if run.vertical == vertical and run.text.strip()]
        same.sort(key=lambda run: run.low)
        lows = [run.low for run in same]
        found |= {id(run) for run in same if _READING.fullmatch(run.text) and _has_base(run, same, lows, settings)}
    if not found:
        return runs, []
    return [run for run in runs if id(run) not in found], [run for run in runs if id(run) in found]


def _has_base(reading: Run, runs: Sequence[Run], lows: Sequence[float], settings: RubySettings) -> bool:
    """Whether a word twice as large stands close below a run or above it, and the run over it alone."""
    reach = max(run.size for run in runs)
    first = bisect_left(lows, reading.low - 2 * reach)
    for base in runs[first:]:
        if base.low > reading.high + reach:
            return False
        if reading.size <= settings.base_size * base.size and _is_beside(reading, base, settings):
            over = _over(reading, base, settings)
            if over and _READ.search(over):
                return True
    return False


def _is_beside(reading: Run, base: Run, settings: RubySettings) -> bool:
    """Whether a run's nearer edge is at the edge of the base, on either side of it."""
    near, lap = settings.base_distance * base.size, -settings.base_overlap * base.size
    return lap <= base.low - reading.high <= near or lap <= reading.low - base.high <= near


def _over(reading: Run, base: Run, settings: RubySettings) -> str:
    """The characters of the base that a reading stands over; nothing where it reaches far beyond the base's end."""
    start, end = reading.start[0], reading.end[-1]
    hang = settings.overhang * base.size
    if start < min(base.start[0], base.start[-1]) - hang - base.size or end <= start:
        return ""
    return "".join(char for char, a, b in zip(base.text, base.start, base.end, strict=True) if a < end and b > start)
