"""Drawn paths to rules, frames, shapes, and what they hide. Facts of shape only; nothing of a table is decided here.

A path is a dictionary such as PyMuPDF's `get_cdrawings` gives: `type` (f, s, fs), `items` (("l", a, b), ("re", box),
("qu", corners), ("c", a, b, c, d)), `rect`, `fill` and `color` in red, green and blue, `fill_opacity`,
`stroke_opacity`, `width`, `even_odd`, `seqno`; and `limit`, a box outside of which nothing of it shows. The other
reader builds the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kaigi_extract.source.orientation import View
from kaigi_extract.source.page import RULE_LENGTH, RULE_WIDTH, SMALL_SHAPE, WHITE, Bbox, Page, Rule, Shape, lightness
from kaigi_extract.source.visibility import Paint, intersection, rgb, within

OPAQUE = 0.99
"""Opacity from which a filling hides what is under it."""

BORDER_WIDTH = 6.0
"""Points. The thickest border that word processors draw around a table."""
BORDER_LENGTH = 3.0
"""Times its width that a thick border must be long; a shaded cell is not."""

Drawing = dict[str, Any]


def paints(drawing: Drawing, view: View) -> Iterator[Paint]:
    """The rectangles that a drawing fills so that nothing shines through; of nested ones, a frame, none."""
    if "f" not in drawing["type"] or drawing.get("fill_opacity", 1.0) < OPAQUE:
        return
    items = drawing["items"]
    if any(item[0] != "re" for item in items):
        return
    boxes = [view.box(item[1]) for item in items]
    if len(boxes) > 1:
        largest = max(boxes, key=lambda box: (box[2] - box[0]) * (box[3] - box[1]))
        if any(within(box, largest) for box in boxes if box is not largest):
            return
    colour, limit = rgb(drawing.get("fill")), drawing.get("limit")
    for box in boxes:
        x0, y0, x1, y1 = intersection(box, view.box(limit)) if limit else box
        if x1 - x0 > RULE_WIDTH and y1 - y0 > RULE_WIDTH:
            yield Paint(drawing["seqno"], (x0, y0, x1, y1), colour)


def add_drawings(page: Page, drawings: list[Drawing], view: View) -> None:
    """Adds what is drawn to the rules, frames and shapes of a page."""
    for drawing in drawings:
        kind = drawing["type"]
        if "s" in kind and lightness(drawing.get("color")) < WHITE and drawing.get("stroke_opacity", 1.0) > 0:
            _add_stroke(page, drawing, view)
        if "f" in kind:
            _add_fill(page, drawing, view)


def _add_stroke(page: Page, drawing: Drawing, view: View) -> None:
    width = float(drawing.get("width") or 0.0)
    for item in drawing["items"]:
        match item[0]:
            case "l":
                (ax, ay), (bx, by) = view.point(*item[1]), view.point(*item[2])
                _add_rule(page, ax, ay, bx, by, width)
            case "re":
                _add_frame(page, view.box(item[1]))
            case "qu":
                corners = [view.point(*corner) for corner in (item[1][0], item[1][1], item[1][3], item[1][2])]
                for (ax, ay), (bx, by) in zip(corners, corners[1:] + corners[:1], strict=True):
                    _add_rule(page, ax, ay, bx, by, width)
    if any(item[0] == "c" for item in drawing["items"]):
        box = view.box(drawing["rect"])
        page.shapes.append(Shape(box, None, closed_curve=True, outline=_outline(drawing, box, view), free=True))


def _outline(drawing: Drawing, box: Bbox, view: View) -> tuple[Bbox, ...]:
    """The pieces of a small path from corner to corner; nothing of a large one."""
    if max(box[2] - box[0], box[3] - box[1]) > SMALL_SHAPE:
        return ()
    ends = [(item[1], item[-1]) for item in drawing["items"] if item[0] in "lc"]
    return tuple((*view.point(*a), *view.point(*b)) for a, b in ends)


def _add_frame(page: Page, box: Bbox) -> None:
    if _is_bar(box):
        page.rules.append(Rule.along(box))
    else:
        page.frames.append(box)


def _add_rule(page: Page, ax: float, ay: float, bx: float, by: float, width: float) -> None:
    if abs(ax - bx) > RULE_WIDTH and abs(ay - by) > RULE_WIDTH:
        box = (min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))
        small = max(abs(ax - bx), abs(ay - by)) <= SMALL_SHAPE
        page.shapes.append(Shape(box, None, outline=((ax, ay, bx, by),) if small else (), free=True))
        return
    if max(abs(ax - bx), abs(ay - by)) >= RULE_LENGTH:
        page.rules.append(Rule(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by), width))


def _add_fill(page: Page, drawing: Drawing, view: View) -> None:
    light = lightness(drawing.get("fill"))
    box = view.box(drawing["rect"])
    if _is_bar(box):
        if light < WHITE:
            page.rules.append(Rule.along(box))
        return
    items = drawing["items"]
    if len(items) == 2 and drawing.get("even_odd") and all(item[0] == "re" for item in items):
        page.frames.append(box)
        return
    for item in items:
        if item[0] == "re":
            part = view.box(item[1])
            if _is_bar(part) and light < WHITE:
                page.rules.append(Rule.along(part))
            else:
                page.shapes.append(Shape(part, light))
    if any(item[0] != "re" for item in items):
        curved, free = any(item[0] == "c" for item in items), not _is_rectangle(drawing)
        page.shapes.append(Shape(box, light, closed_curve=curved, outline=_outline(drawing, box, view), free=free))


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
