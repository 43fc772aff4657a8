"""Words laid over a page, as 写 or 取扱注意 set aslant, large or pale: they belong to no line of it.

Knows geometry and how pale runs look. Nothing is lost: what is taken out here comes back as lines of its own.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from statistics import median

from kaigi_extract.layout.lines import Line
from kaigi_extract.layout.settings import WatermarkSettings
from kaigi_extract.source import Frame, Run
from kaigi_extract.source.page import WHITE


def take_watermarks(runs: list[Run], frame: Frame, settings: WatermarkSettings) -> tuple[list[Run], list[Line]]:
    """The runs of the page's own lines, and the words laid over them, each stretch as one line."""
    aslant = {id(run) for run in runs if abs(run.slant) > settings.words_slant}
    over = aslant | _laid_over([run for run in runs if id(run) not in aslant], settings)
    if not over:
        return runs, []
    kept = [run for run in runs if id(run) not in over]
    stretches = _stretches([run for run in runs if id(run) in over], settings)
    return kept, [line for stretch in stretches if (line := _line(stretch, frame)) is not None]


def _laid_over(runs: Sequence[Run], settings: WatermarkSettings) -> set[int]:
    """Identities of upright runs that are pale or large, with other words printed across them; or pale and huge."""
    sizes = [run.size for run in runs]
    pale = [run for run in runs if settings.least_pale <= run.lightness < WHITE]  # white words have a dark ground
    if not sizes or (not pale and max(sizes) < settings.large * min(sizes)):
        return set()
    usual = median(sizes)
    are_pale = {id(run) for run in pale}
    dark = [run for run in runs if id(run) not in are_pale]
    found = {id(run) for run in pale if run.size >= settings.huge * usual or _is_crossed(run, dark)}
    for run in dark:
        if run.size >= settings.large * usual and _is_crossed(
            run, [other for other in dark if other.size * settings.large <= run.size]
        ):
            found.add(id(run))
    return found


def _is_crossed(run: Run, others: Iterable[Run]) -> bool:
    """Whether a character of other words is printed where a run is, and not in line with it."""
    x0, y0, x1, y1 = _box(run)
    for other in others:
        a0, b0, a1, b1 = _box(other)
        if other is run or a1 < x0 or a0 > x1 or b1 < y0 or b0 > y1 or not other.text.strip():
            continue
        across = (other.low + other.high) / 2
        for char, start, end in zip(other.text, other.start, other.end, strict=True):
            x, y = (across, (start + end) / 2) if other.vertical else ((start + end) / 2, across)
            if x0 < x < x1 and y0 < y < y1 and not char.isspace():
                return True
    return False


def _box(run: Run) -> tuple[float, float, float, float]:
    """The run's box with its sides in order, whichever way it is written."""
    x0, y0, x1, y1 = run.bbox
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _stretches(runs: Sequence[Run], settings: WatermarkSettings) -> list[list[Run]]:
    """The runs drawn one after the other that are as large, as much aslant, and close together."""
    stretches: list[list[Run]] = []
    for run in runs:
        if stretches and _goes_on(stretches[-1][-1], run, settings):
            stretches[-1].append(run)
        else:
            stretches.append([run])
    return stretches


def _goes_on(before: Run, run: Run, settings: WatermarkSettings) -> bool:
    size = max(before.size, run.size)
    (ax0, ay0, ax1, ay1), (bx0, by0, bx1, by1) = _box(before), _box(run)
    apart = max(bx0 - ax1, ax0 - bx1, by0 - ay1, ay0 - by1)
    alike = abs(before.slant - run.slant) <= settings.same_slant and min(before.size, run.size) > size / settings.large
    return alike and apart <= settings.stretch_gap * size


def _line(runs: Sequence[Run], frame: Frame) -> Line | None:
    """The words of one stretch as they are read, in the box around them."""
    chars = [
        (
            char,
            min(run.bbox[0], run.bbox[2]) if run.vertical else min(start, end),
            max(run.bbox[0], run.bbox[2]) if run.vertical else max(start, end),
        )
        for run in runs
        for char, start, end in zip(run.text, run.start, run.end, strict=True)
    ]
    text = "".join(char for char, _, _ in chars)
    first, last = len(text) - len(text.lstrip()), len(text.rstrip())
    if first >= last:
        return None
    boxes = [_box(run) for run in runs]
    line = Line(
        frame,
        text[first:last],
        array("f", [start for _, start, _ in chars[first:last]]),
        array("f", [end for _, _, end in chars[first:last]]),
        min(box[1] for box in boxes),
        max(box[3] for box in boxes),
        max(run.size for run in runs),
    )
    # a line's ends are its first and last character's; words that turn back reach beyond them
    line.start[0] = min(box[0] for box in boxes)
    line.end[-1] = max(box[2] for box in boxes)
    return line
