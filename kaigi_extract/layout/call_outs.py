"""Call-outs: boxes laid over a table that say how to fill it in. Their words are in none of its cells.

Knows geometry only. A call-out is filled, so that it hides what it lies on, and ruled lines run on under it; the
shading of cells ends at their lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kaigi_extract.layout.ruled_tables import joined_rules
from kaigi_extract.layout.settings import CallOutSettings, LayoutSettings
from kaigi_extract.source import Page, Rule, Run, Shape
from kaigi_extract.source.page import Bbox


def take_call_outs(page: Page, settings: LayoutSettings) -> tuple[Page, list[list[Run]]]:
    """The page without its call-outs, and the runs of each."""
    numbers = settings.call_outs
    boxes = list(_call_outs(page, settings))
    if not boxes:
        return page, []
    runs: list[list[Run]] = [[] for _ in boxes]
    left: list[Run] = []
    for run in page.runs:
        at = next((k for k, box in enumerate(boxes) if _holds(box, run)), None)
        (left if at is None else runs[at]).append(run)
    rules = [rule for rule in page.rules if not any(_is_side(rule, box, numbers) for box in boxes)]
    frames = [frame for frame in page.frames if not any(_is_within(frame, box, numbers.border_slack) for box in boxes)]
    return replace(page, runs=left, rules=rules, frames=frames), [found for found in runs if found]


def _call_outs(page: Page, settings: LayoutSettings) -> Iterator[Bbox]:
    """The box of each call-out."""
    numbers = settings.call_outs
    filled = [shape for shape in page.shapes if shape.fill is not None and _has_size(shape.bbox, page, numbers)]
    if not filled or not (page.rules or page.frames):
        return
    rules = joined_rules(page.rules, settings.ruled_tables)
    sides = [(side, frame) for frame in page.frames for side in Rule.frame(frame)]
    for shape in filled:
        near = [rule for rule in rules if _reaches_into(rule, shape.bbox)]
        around = [(side, frame) for side, frame in sides if _reaches_into(side, shape.bbox)]
        near += [side for side, frame in around if not _is_within(frame, shape.bbox, numbers.border_slack)]
        box, bordered = _border(shape, page, near, numbers)
        table = [rule for rule in near if not _is_side(rule, box, numbers)]
        under = [rule for rule in table if _runs_under(rule, box, numbers, bordered=bordered)]
        held = any(_is_held(rule, rules, settings.ruled_tables.rule_touch) for rule in under)
        if not held or _ends_at_rules(box, table, numbers) > (2 if bordered else 1):
            continue
        if bordered or _words_cross(box, page.runs, under):
            yield box


def _words_cross(box: Bbox, runs: Sequence[Run], rules: Sequence[Rule]) -> bool:
    """Whether words in a box are printed over ruled lines."""
    return any(_crosses(run, rule) for run in runs if _holds(box, run) for rule in rules)


def _has_size(box: Bbox, page: Page, settings: CallOutSettings) -> bool:
    width, height = box[2] - box[0], box[3] - box[1]
    return min(width, height) >= settings.smallest_call_out and height <= settings.call_out_height * page.frame.height


def _reaches_into(rule: Rule, box: Bbox) -> bool:
    return rule.x0 <= box[2] and rule.x1 >= box[0] and rule.y0 <= box[3] and rule.y1 >= box[1]


def _border(shape: Shape, page: Page, near: Sequence[Rule], settings: CallOutSettings) -> tuple[Bbox, bool]:
    """The box of a filling without the pointer that it may have, and whether a border is drawn around it."""
    box = shape.bbox
    if any(_alike(frame, box, settings.border_slack) for frame in page.frames):
        return box, True
    inside = [rule for rule in near if _is_within((rule.x0, rule.y0, rule.x1, rule.y1), box, settings.border_slack)]
    drawn = max(_drawn(inside, settings), key=lambda one: (one[2] - one[0]) * (one[3] - one[1]), default=None)
    if drawn is not None:
        return drawn, True
    curves = (other.bbox for other in page.shapes if other.fill is None and other.closed_curve)
    return box, any(_alike(curve, box, settings.border_slack) for curve in curves)


def _drawn(inside: Sequence[Rule], settings: CallOutSettings) -> Iterator[Bbox]:
    """The boxes that two upright lines of one height close with level ones; corners may be round."""
    slack, corner = settings.border_slack, settings.round_corner
    upright = [rule for rule in inside if not rule.horizontal]
    level = [rule for rule in inside if rule.horizontal]
    for left in upright:
        for right in upright:
            ends = max(abs(left.y0 - right.y0), abs(left.y1 - right.y1))
            if right.x0 - left.x0 < settings.smallest_call_out or ends > slack:
                continue
            between = [r for r in level if left.x0 - slack <= r.x0 and r.x1 <= right.x1 + slack]
            over = [r.y0 for r in between if left.y0 - corner <= r.y0 <= left.y0 + slack]
            under = [r.y1 for r in between if left.y1 - slack <= r.y1 <= left.y1 + corner]
            if over and under:
                yield left.x0, max(over), right.x1, min(under)


def _runs_under(rule: Rule, box: Bbox, settings: CallOutSettings, *, bordered: bool) -> bool:
    """Whether a ruled line of the table runs in under a box from outside of it; under one without a border, that it
    also runs out again: an underline of shaded words does not."""
    x0, y0, x1, y1 = box
    slack = settings.border_slack
    if rule.horizontal:
        at, low, high, start, end, first, last = rule.y0, y0, y1, rule.x0, rule.x1, x0, x1
    else:
        at, low, high, start, end, first, last = rule.x0, x0, x1, rule.y0, rule.y1, y0, y1
    into = start < first - slack and end > first + slack
    out = end > last + slack and start < last - slack
    return low + slack < at < high - slack and ((into or out) if bordered else (into and out))


def _is_held(rule: Rule, rules: Sequence[Rule], touch: float) -> bool:
    """Whether a ruled line ends at others across it on both sides, as those of a table do; the lines that join the
    boxes of a chart end under these."""
    ends = ((rule.x0, rule.y0), (rule.x1, rule.y1))
    across = [other for other in rules if other.horizontal != rule.horizontal]
    return all(
        any(o.x0 - touch <= x <= o.x1 + touch and o.y0 - touch <= y <= o.y1 + touch for o in across) for x, y in ends
    )


def _ends_at_rules(box: Bbox, rules: Sequence[Rule], settings: CallOutSettings) -> int:
    """At how many of its sides a filling ends at ruled lines, as the shading of cells does; a call-out does so by
    chance, one as high as a row on two."""
    x0, y0, x1, y1 = box
    level = [rule.y0 for rule in rules if rule.horizontal and min(rule.x1, x1) - max(rule.x0, x0) > (x1 - x0) / 2]
    upright = [rule.x0 for rule in rules if not rule.horizontal and min(rule.y1, y1) - max(rule.y0, y0) > (y1 - y0) / 2]
    slack = settings.border_slack
    ends = [any(abs(at - side) <= slack for at in level) for side in (y0, y1)]
    ends += [any(abs(at - side) <= slack for at in upright) for side in (x0, x1)]
    return sum(ends)


def _is_side(rule: Rule, box: Bbox, settings: CallOutSettings) -> bool:
    """Whether a ruled line is drawn along a side of the box and no further."""
    if not _is_within((rule.x0, rule.y0, rule.x1, rule.y1), box, settings.border_slack):
        return False
    at, sides = (rule.y0, box[1::2]) if rule.horizontal else (rule.x0, box[::2])
    return any(abs(at - side) <= settings.border_slack for side in sides)


def _crosses(run: Run, rule: Rule) -> bool:
    """Whether a ruled line runs through characters."""
    x0, y0, x1, y1 = run.bbox
    inset = run.size / 4
    if rule.horizontal:
        return y0 + inset < rule.y0 < y1 - inset and rule.x0 < x1 and rule.x1 > x0
    return x0 + inset < rule.x0 < x1 - inset and rule.y0 < y1 and rule.y1 > y0


def _holds(box: Bbox, run: Run) -> bool:
    x0, y0, x1, y1 = run.bbox
    across, down = (x0 + x1) / 2, (y0 + y1) / 2
    return box[0] <= across <= box[2] and box[1] <= down <= box[3] and x0 >= box[0] - run.size


def _is_within(piece: Bbox, box: Bbox, slack: float) -> bool:
    return (
        piece[0] >= box[0] - slack
        and piece[1] >= box[1] - slack
        and piece[2] <= box[2] + slack
        and piece[3] <= box[3] + slack
    )


def _alike(one: Bbox, other: Bbox, slack: float) -> bool:
    return all(abs(a - b) <= slack for a, b in zip(one, other, strict=True))
