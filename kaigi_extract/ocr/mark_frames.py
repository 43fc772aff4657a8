"""Ruled lines of a picture on their way to its page: those that are the frame of a mark such as 資料1 are apart.

Pure: works on ruled lines in points.
"""

from __future__ import annotations

from dataclasses import replace

from kaigi_extract.ocr.settings import MarkFrameSettings
from kaigi_extract.source.page import Bbox, Frame, Page, Rule


def add_rules(page: Page, rules: list[Rule], settings: MarkFrameSettings) -> None:
    """Adds the ruled lines of the picture to those of the page, and the frames of marks among them to its frames."""
    frames = _mark_frames(rules, page.frame, settings)
    boxes = [box for _, box in frames]
    drawn = {id(rule) for sides, _ in frames for rule in sides}
    page.frames = [*page.frames, *boxes]
    page.rules += [_below(rule, boxes, settings.mark_slack) for rule in rules if id(rule) not in drawn]


def _mark_frames(rules: list[Rule], frame: Frame, settings: MarkFrameSettings) -> list[tuple[list[Rule], Bbox]]:
    """Small boxes near the top of the page, with the ruled lines that they are drawn of: marks such as 資料1 have one.

    Their upright sides are too short to be told from strokes of characters.
    """
    slack, foot = settings.mark_slack, settings.mark_top * frame.height
    flat = [r for r in rules if r.horizontal and r.y1 < foot and r.x1 - r.x0 < settings.mark_width]
    found: list[tuple[list[Rule], Bbox]] = []
    for upper in flat:
        for lower in flat:
            level = max(abs(upper.x0 - lower.x0), abs(upper.x1 - lower.x1)) <= slack
            if level and settings.lowest_mark <= lower.y0 - upper.y0 <= settings.highest_mark:
                x0, x1 = min(upper.x0, lower.x0), max(upper.x1, lower.x1)
                within = (x0 - slack, upper.y0 - slack, x1 + slack, lower.y1 + slack)
                sides = [r for r in rules if _lies_in(r, within)]
                found.append((sides, (x0, upper.y0, x1, lower.y1)))
    return found if len(found) == 1 else []


def _below(rule: Rule, frames: list[Bbox], slack: float) -> Rule:
    """The ruled line; of an upright one that runs into the side of a mark above its table, what is below the mark."""
    for x0, y0, x1, y1 in frames:
        on_side = min(abs(rule.x0 - x0), abs(rule.x0 - x1)) <= slack
        if on_side and not rule.horizontal and y0 - slack <= rule.y0 < y1 < rule.y1:
            return replace(rule, y0=y1)
    return rule


def _lies_in(rule: Rule, box: Bbox) -> bool:
    return box[0] <= rule.x0 and box[1] <= rule.y0 and rule.x1 <= box[2] and rule.y1 <= box[3]
