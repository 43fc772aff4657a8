"""Drawn paths to rules, frames, shapes, and what they hide. Facts of shape only; nothing of a table is decided here.

A path is a dictionary such as PyMuPDF's `get_cdrawings` gives: `type` (f, s, fs), `items` (("l", a, b), ("re", box),
("qu", corners), ("c", a, b, c, d)), `rect`, `fill` and `color` in red, green and blue, `fill_opacity`,
`stroke_opacity`, `width`, `even_odd`, `seqno`; and what its clips leave of it: `limit`, a box outside of which nothing
of it shows, `clips`, the free shapes (items, even_odd) among its clips, and `clear` where things below shine through.
The other reader builds the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from kaigi_extract.source.orientation import View
from kaigi_extract.source.outline import Outline, bounds, pieces
from kaigi_extract.source.page import RULE_LENGTH, RULE_WIDTH, SMALL_SHAPE, WHITE, Bbox, Page, Rule, Shape, lightness
from kaigi_extract.source.visibility import Paint, intersection, rgb, within

BORDER_WIDTH = 6.0
"""Points. The thickest border that word processors draw around a table."""
BORDER_LENGTH = 3.0
"""Times its width that a thick border must be long; a shaded cell is not."""
CLEAR = 0.5
"""Stands for the opacity of what is mixed with its ground in another way."""
EDGE = 0.5
"""Points by which the middle of a line may lie outside of a clip and still show along its edge."""
EVEN_PEN = 0.25
"""Points by which a line that a pen draws around something may differ in width from side to side."""
CHARACTER = (1.0, 60.0)
"""Points. Sides of a filled piece that may be a character, or a part of one, drawn as an outline."""

Drawing = dict[str, Any]


def paints(drawing: Drawing, view: View) -> Iterator[Paint]:
    """The areas that a drawing fills."""
    opacity = drawing.get("fill_opacity", 1.0)
    if "f" not in drawing["type"] or not opacity:
        return
    items, even_odd = drawing["items"], bool(drawing.get("even_odd"))
    outlines = [Outline(items, even_odd, view.point) for items, even_odd in drawing.get("clips", ())]
    if any(item[0] != "re" for item in items):
        boxes = [view.box(drawing["rect"])]
        outlines.append(Outline(items, even_odd, view.point))
    else:
        boxes = [view.box(item[1][:4]) for item in items]
        largest = max(boxes, key=lambda box: (box[2] - box[0]) * (box[3] - box[1]))
        if any(within(box, largest) for box in boxes if box is not largest):  # a frame
            boxes = [largest]
            outlines.append(Outline(items, True, view.point))
    colour, limit = rgb(drawing.get("fill")), _limit(drawing, view)
    if drawing.get("clear"):
        colour, opacity = None, min(opacity, CLEAR)
    for box in boxes:
        x0, y0, x1, y1 = intersection(box, limit) if limit else box
        if x1 - x0 > RULE_WIDTH and y1 - y0 > RULE_WIDTH:
            yield Paint(drawing["seqno"], (x0, y0, x1, y1), colour, opacity, tuple(outlines))


def _limit(drawing: Drawing, view: View) -> Bbox | None:
    """The box that its clips leave of a drawing; None where they cut nothing off."""
    limit = drawing.get("limit")
    return None if limit is None or within(drawing["rect"], limit) else view.box(limit)


def add_drawings(page: Page, drawings: list[Drawing], view: View) -> None:
    """Adds what is drawn to the rules, frames and shapes of a page."""
    for drawing in drawings:
        kind = drawing["type"]
        limit = _limit(drawing, view)
        if limit and (limit[0] > limit[2] or limit[1] > limit[3]):
            continue
        if "s" in kind and lightness(drawing.get("color")) < WHITE and drawing.get("stroke_opacity", 1.0) > 0:
            _add_stroke(page, drawing, view, limit)
        if "f" in kind:
            _add_fill(page, drawing, view, limit)


def _add_stroke(page: Page, drawing: Drawing, view: View, limit: Bbox | None) -> None:
    width = float(drawing.get("width") or 0.0)
    for item in drawing["items"]:
        match item[0]:
            case "l":
                (ax, ay), (bx, by) = view.point(*item[1]), view.point(*item[2])
                _add_rule(page, ax, ay, bx, by, width, limit)
            case "re":
                _add_frame(page, view.box(item[1]), limit)
            case "qu":
                corners = [view.point(*corner) for corner in (item[1][0], item[1][1], item[1][3], item[1][2])]
                for (ax, ay), (bx, by) in zip(corners, corners[1:] + corners[:1], strict=True):
                    _add_rule(page, ax, ay, bx, by, width, limit)
    if any(item[0] == "c" for item in drawing["items"]):
        box = view.box(drawing["rect"])
        shown = intersection(box, limit) if limit else box
        page.shapes.append(Shape(shown, None, closed_curve=True, outline=_outline(drawing, box, view), free=True))


def _outline(drawing: Drawing, box: Bbox, view: View) -> tuple[Bbox, ...]:
    """The pieces of a small path from corner to corner; nothing of a large one."""
    if max(box[2] - box[0], box[3] - box[1]) > SMALL_SHAPE:
        return ()
    ends = [(item[1], item[-1]) for item in drawing["items"] if item[0] in "lc"]
    return tuple((*view.point(*a), *view.point(*b)) for a, b in ends)


def _add_frame(page: Page, box: Bbox, limit: Bbox | None) -> None:
    if _is_bar(box):
        _keep_rule(page, Rule.along(box), limit)
    elif limit is None or within(box, (limit[0] - EDGE, limit[1] - EDGE, limit[2] + EDGE, limit[3] + EDGE)):
        page.frames.append(box)
    else:
        for side in Rule.frame(box):
            _keep_rule(page, side, limit)


def _add_rule(page: Page, ax: float, ay: float, bx: float, by: float, width: float, limit: Bbox | None) -> None:
    if abs(ax - bx) > RULE_WIDTH and abs(ay - by) > RULE_WIDTH:
        box = (min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))
        small = max(abs(ax - bx), abs(ay - by)) <= SMALL_SHAPE
        page.shapes.append(Shape(box, None, outline=((ax, ay, bx, by),) if small else (), free=True))
        return
    if max(abs(ax - bx), abs(ay - by)) >= RULE_LENGTH:
        _keep_rule(page, Rule(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by), width), limit)


def _keep_rule(page: Page, rule: Rule, limit: Bbox | None) -> None:
    """Adds what a clip leaves of a ruled line."""
    if limit is None:
        page.rules.append(rule)
        return
    x0, y0, x1, y1 = limit
    edge = EDGE + rule.width / 2
    if rule.horizontal:
        left, right = max(rule.x0, x0), min(rule.x1, x1)
        if y0 - edge <= (rule.y0 + rule.y1) / 2 <= y1 + edge and right - left >= RULE_LENGTH:
            page.rules.append(replace(rule, x0=left, x1=right))
    else:
        top, foot = max(rule.y0, y0), min(rule.y1, y1)
        if x0 - edge <= (rule.x0 + rule.x1) / 2 <= x1 + edge and foot - top >= RULE_LENGTH:
            page.rules.append(replace(rule, y0=top, y1=foot))


def _add_fill(page: Page, drawing: Drawing, view: View, limit: Bbox | None) -> None:
    light = lightness(drawing.get("fill"))
    whole = view.box(drawing["rect"])
    box = intersection(whole, limit) if limit else whole
    if _is_bar(box):
        if light < WHITE and _is_seen(box):
            page.rules.append(Rule.along(box))
        return
    items = drawing["items"]
    if len(items) == 2 and drawing.get("even_odd") and all(item[0] == "re" for item in items):
        page.frames.append(box)
        return
    for item in items:
        if item[0] == "re":
            part = view.box(item[1])
            _add_box(page, intersection(part, limit) if limit else part, light)
    if any(item[0] != "re" for item in items):
        curved, free = any(item[0] == "c" for item in items), not _is_rectangle(drawing)
        fill = None if light < WHITE and _is_ring(drawing) else light
        page.shapes.append(Shape(box, fill, closed_curve=curved, outline=_outline(drawing, whole, view), free=free))
        page.outlines += [view.box(box) for box in _characters(items)]


def _is_ring(drawing: Drawing) -> bool:
    """Whether a filled path is what a pen draws around something: two curves, the one within the other and as far
    from it on each side."""
    parts = list(pieces(drawing["items"])) if drawing.get("even_odd") else []
    if len(parts) != 2 or not all(any(item[0] == "c" for item in part) for part in parts):
        return False
    outer, inner = map(bounds, parts)
    widths = [abs(a - b) for a, b in zip(outer, inner, strict=True)]
    return min(widths) > 0 and max(widths) <= RULE_WIDTH and max(widths) - min(widths) <= EVEN_PEN


def _add_box(page: Page, box: Bbox, light: float) -> None:
    """Adds what is seen of a filled rectangle: a line where it is thin and can be told from paper."""
    if not _is_seen(box):
        return
    if _is_bar(box) and light < WHITE:
        page.rules.append(Rule.along(box))
    else:
        page.shapes.append(Shape(box, light))


def _characters(items: list[Any]) -> Iterator[Bbox]:
    """The boxes of the pieces of a filled path that may be parts of characters: small, and of more than four lines."""
    least, most = CHARACTER
    for piece in pieces(items):
        if len(piece) > 4 or any(item[0] == "c" for item in piece):
            box = bounds(piece)
            if least <= max(box[2] - box[0], box[3] - box[1]) <= most:
                yield box


def _is_seen(box: Bbox) -> bool:
    """Whether a clip has left anything of a box."""
    return box[0] <= box[2] and box[1] <= box[3]


def _is_rectangle(drawing: Drawing) -> bool:
    """Whether a path goes along the sides of its box, by whatever means it is drawn."""
    x0, y0, x1, y1 = drawing["rect"]
    for kind, *points in drawing["items"]:
        if kind == "c":
            return False
        for x, y in points[0] if kind == "qu" else points if kind == "l" else ():
            if min(abs(x - x0), abs(x - x1)) > RULE_LENGTH or min(abs(y - y0), abs(y - y1)) > RULE_LENGTH:
                return False
    return True


def _is_bar(box: Bbox) -> bool:
    """Whether a rectangle is a line: thin, or a thick border far longer than wide."""
    short, long = sorted((box[2] - box[0], box[3] - box[1]))
    return short <= RULE_WIDTH or (short <= BORDER_WIDTH and long >= BORDER_LENGTH * short)
