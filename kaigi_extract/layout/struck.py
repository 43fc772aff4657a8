"""Characters with a ruled line drawn through their middle (見え消し): they are no longer part of what a page says.

Knows geometry only. Such a line ends where its characters end; a ruled line of a table runs on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from kaigi_extract.layout.nearby import RunsByHeight
from kaigi_extract.layout.settings import StruckSettings
from kaigi_extract.source import Rule, Run


def take_struck(
    runs: list[Run], rules: list[Rule], settings: StruckSettings
) -> tuple[list[Run], list[Rule], list[Run]]:
    """The runs that stand, the ruled lines that strike nothing out, and the runs struck out."""
    strokes = _strokes(rules, settings)
    if not strokes:
        return runs, rules, []
    struck: dict[int, set[int]] = defaultdict(set)
    used: set[int] = set()
    level = RunsByHeight(runs)
    for stroke in strokes:
        through = _characters_at(stroke, level.near(stroke[0].y0, stroke[0].y0), settings)
        if through and _ends_with(stroke, through, settings):
            used.update(id(rule) for rule in stroke)
            for run, k in through:
                struck[id(run)].add(k)
    if not struck:
        return runs, rules, []
    kept: list[Run] = []
    taken: list[Run] = []
    for run in runs:
        for part, out in _parts(run, struck.get(id(run), set())):
            (taken if out else kept).append(part)
    _close_up(kept, taken, settings)
    return kept, [rule for rule in rules if id(rule) not in used], taken


def _close_up(kept: list[Run], taken: Sequence[Run], settings: StruckSettings) -> None:
    """Lets what is before struck characters reach up to what is behind them: no space was printed there."""
    for out in taken:
        level = [run for run in kept if run.low < (out.low + out.high) / 2 < run.high]
        slack = settings.end_slack * out.size
        behind = any(abs(run.start[0] - out.end[-1]) < slack for run in level)
        for at, run in enumerate(kept if behind else ()):
            if any(run is one for one in level) and abs(run.end[-1] - out.start[0]) < slack:
                kept[at] = replace(run, end=[*run.end[:-1], out.end[-1]])


def _strokes(rules: Sequence[Rule], settings: StruckSettings) -> list[list[Rule]]:
    """Horizontal ruled lines, those that go on with each other together."""
    level = [rule for rule in rules if rule.horizontal and rule.x1 - rule.x0 >= settings.shortest_stroke]
    level.sort(key=lambda rule: (round(rule.y0), rule.x0))
    strokes: list[list[Rule]] = []
    for rule in level:
        last = strokes[-1][-1] if strokes else None
        if last and abs(rule.y0 - last.y0) < settings.stroke_gap and abs(rule.x0 - last.x1) < settings.stroke_gap:
            strokes[-1].append(rule)
        else:
            strokes.append([rule])
    return strokes


def _characters_at(stroke: Sequence[Rule], runs: Sequence[Run], settings: StruckSettings) -> list[tuple[Run, int]]:
    """The characters whose middle a stroke runs through, from left to right."""
    x0, x1, y = stroke[0].x0, stroke[-1].x1, stroke[0].y0
    found = []
    for run in runs:
        height = run.high - run.low
        if not settings.stroke_top * height <= y - run.low <= settings.stroke_bottom * height:
            continue
        if run.start[0] < x1 and run.end[-1] > x0:
            found += [(run, k) for k in range(len(run.text)) if x0 <= (run.start[k] + run.end[k]) / 2 <= x1]
    return sorted(found, key=lambda char: char[0].start[char[1]])


def _ends_with(stroke: Sequence[Rule], through: Sequence[tuple[Run, int]], settings: StruckSettings) -> bool:
    """Whether a stroke begins and ends with the characters that it runs through, and leaves no gap between them."""
    (first, i), (last, j) = through[0], through[-1]
    slack = settings.end_slack * first.size
    if abs(stroke[0].x0 - first.start[i]) > slack or abs(stroke[-1].x1 - last.end[j]) > slack:
        return False
    inked = sum(run.end[k] - run.start[k] for run, k in through)
    return any(run.text[k].strip() for run, k in through) and inked >= settings.stroke_cover * (
        stroke[-1].x1 - stroke[0].x0
    )


def _parts(run: Run, struck: set[int]) -> list[tuple[Run, bool]]:
    """The run in parts that are struck out or not."""
    if not struck:
        return [(run, False)]
    parts, at = [], 0
    for k in range(1, len(run.text) + 1):
        if k == len(run.text) or (k in struck) != (at in struck):
            parts.append((run.cut(at, k), at in struck))
            at = k
    return parts
