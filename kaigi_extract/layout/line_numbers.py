"""Numbers that count the lines of a page, in its left margin or its right one: beside the text, and labels of nothing.

Knows geometry and what a label looks like. A list is numbered, too; what shows that lines are counted is that numbers
also stand before lines that go on with a sentence, and before lines with a label of their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.layout.lines import Line
from kaigi_extract.layout.page import PageLayout
from kaigi_extract.layout.passages import ends_sentence, is_bracketed
from kaigi_extract.layout.settings import LineNumberSettings
from kaigi_extract.text import fold, match_label
from kaigi_extract.text.late_pattern import late_pattern

_LEFT = late_pattern(r"[0-9０-９]{1,4}(?=\s|$)")
_RIGHT = late_pattern(r"(?:(?<=\s)|^)[0-9０-９]{1,4}$")
_LEADER = late_pattern(r"[.．・･…‥·]{3}")


@dataclass(slots=True)
class _Counted:
    """A line with a number beside it; `rest` is None where it holds nothing else."""

    line: Line
    value: int
    number: Line
    rest: Line | None
    before: Line | None
    """The line above it."""


def take_line_numbers(layouts: Sequence[PageLayout], settings: LineNumberSettings) -> list[PageLayout]:
    """The pages without the numbers that count their lines, which are beside them then."""
    found = list(layouts)
    for right in (False, True):
        known: float | None = None
        for k, layout in enumerate(found):
            column = _column(layout, settings, known, right=right)
            if column:
                known = _edge(column[0], right=right)
                found[k] = _without(layout, column)
    return found


def _column(layout: PageLayout, settings: LineNumberSettings, known: float | None, *, right: bool) -> list[_Counted]:
    """The lines of a page that are counted in one margin; `known` is where the page before has such numbers."""
    lines = [item for item in layout.items if isinstance(item, Line) and not (item.vertical or item.boxed)]
    counted = [
        one
        for before, line in zip([None, *lines], lines, strict=False)
        if (one := _counted(line, before, settings, right=right)) is not None
    ]
    counted = _aligned(counted, lines, settings, known, right=right)
    if not counted:
        return []
    step = counted[1].value - counted[0].value if len(counted) > 1 else 1
    if step < 1 or any(b.value - a.value != step for a, b in pairwise(counted)):
        return []
    if known is not None:
        return counted
    if step > 1:
        return counted if len(counted) >= settings.least_steps and _is_every(counted, lines, step) else []
    edge = max(line.x1 for line in lines)
    shown = sum(_shows_count(one, edge, settings, right=right) for one in counted)
    enough = max(settings.least_shown, settings.shown_share * len(counted))
    return counted if len(counted) >= settings.least_counted and shown >= enough else []


def _counted(line: Line, before: Line | None, settings: LineNumberSettings, *, right: bool) -> _Counted | None:
    """The line parted from the number at its end; None where there is none, set apart."""
    found = _RIGHT.search(line.text) if right else _LEFT.match(line.text)
    if found is None or (right and _LEADER.search(line.text)):
        return None
    start, end = found.span()
    value, text = int(fold(found[0])), line.text
    if end - start == len(text):
        return _Counted(line, value, line, None, before)
    at = len(text[:start].rstrip()) if right else len(text) - len(text[end:].lstrip())
    gap = line.start[start] - line.end[at - 1] if right else line.start[at] - line.end[end - 1]
    if gap < settings.number_gap * line.size:
        return None
    rest = line.cut(0, at) if right else line.cut(at, len(text))
    return _Counted(line, value, line.cut(start, end), rest, before)


def _edge(one: _Counted, *, right: bool) -> float:
    """The side of a number that is turned to the text: numbers of one figure and of two end at one x."""
    return one.number.x0 if right else one.number.x1


def _aligned(
    counted: Sequence[_Counted],
    lines: Sequence[Line],
    settings: LineNumberSettings,
    known: float | None,
    *,
    right: bool,
) -> list[_Counted]:
    """Of lines with numbers those whose numbers stand at one x beside everything else."""
    if not counted:
        return []
    numbers = {id(one.line): one for one in counted}
    rests = [numbers[id(line)].rest if id(line) in numbers else line for line in lines]
    bodies = [rest for rest in rests if rest is not None]
    if not bodies:
        return []
    snap = settings.number_snap
    side = max(body.x1 for body in bodies) if right else min(body.x0 for body in bodies)
    edges = sorted((known,) if known is not None else (_edge(one, right=right) for one in counted))
    edge = edges[len(edges) // 2]
    kept = [
        one
        for one in counted
        if abs(_edge(one, right=right) - edge) <= snap or _is_flush(one, counted, snap, right=right)
    ]
    outside = all(_edge(one, right=right) >= side if right else _edge(one, right=right) <= side for one in kept)
    return kept if outside else []


def _is_flush(one: _Counted, counted: Sequence[_Counted], snap: float, *, right: bool) -> bool:
    """Whether a number is flush with the first one at their outer side."""
    first = counted[0].number
    return abs(one.number.x1 - first.x1) <= snap if right else abs(one.number.x0 - first.x0) <= snap


def _is_every(counted: Sequence[_Counted], lines: Sequence[Line], step: int) -> bool:
    """Whether as many lines lie between two numbers as they are apart."""
    at = [next(k for k, line in enumerate(lines) if line is one.line) for one in counted]
    return counted[0].value % step == 0 and all(abs(b - a - step) <= 1 for a, b in pairwise(at))


def _shows_count(one: _Counted, edge: float, settings: LineNumberSettings, *, right: bool) -> bool:
    """Whether a line would have no number in a list: it has a label of its own, or goes on with the line above."""
    if one.rest is None:
        return True
    if not right and (match_label(one.rest.text) or is_bracketed(one.rest)):
        return True
    before = one.before
    return before is not None and not ends_sentence(before) and edge - before.x1 <= settings.full_slack * before.size


def _without(layout: PageLayout, counted: Sequence[_Counted]) -> PageLayout:
    """The page with its numbers beside it."""
    parted = {id(one.line): one for one in counted}
    items = [parted[id(item)].rest if id(item) in parted else item for item in layout.items]
    numbers = [one.number for one in counted]
    return replace(layout, items=[item for item in items if item is not None], asides=[*layout.asides, *numbers])
