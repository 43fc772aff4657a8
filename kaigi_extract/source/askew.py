"""A page whose text is drawn askew, set straight: facts of the page as stored go in, the same facts upright come out.

Pure geometry in points of one page, origin top left, y downwards; imports no reader. A page lies askew where most of
its text is written at one small angle to an axis; a few words aslant (a watermark) turn no page.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import atan2, cos, degrees, radians, sin
from typing import Any

from kaigi_extract.source.page import Bbox, Point

LEAST, MOST = 0.03, 10.0
"""Degrees. Less is rounding; more is a slant that somebody meant."""
SAME_ANGLE = 0.25
"""Degrees by which the lines of one page may differ: what was placed by a matrix of few digits."""
SNAP = 0.02
"""Degrees up to which a direction is that of an axis once its page is set straight."""
CORNER = 0.5
"""Points by which the corners of a rectangle may miss it once its page is set straight."""


def slant(x: float, y: float) -> float:
    """Degrees clockwise by which a direction of writing (y downwards) misses the axis nearest to it, -45 to 45."""
    if not (x and y):
        return 0.0
    angle = degrees(atan2(y, x))
    return angle - 90 * round(angle / 90)


def page_skew(texts: Iterable[tuple[Point, int]]) -> float:
    """Degrees clockwise by which a page lies askew; 0 where it does not.

    `texts` are directions of writing with the number of characters written so.
    """
    angles = sorted((slant(*direction), count) for direction, count in texts)
    total = sum(count for _, count in angles)
    seen, middle = 0, 0.0
    for angle, count in angles:
        seen += count
        if 2 * seen >= total:
            middle = angle
            break
    same = sum(count for angle, count in angles if abs(angle - middle) <= SAME_ANGLE)
    return round(middle, 3) if 2 * same > total and LEAST < abs(middle) <= MOST else 0.0


class Straight:
    """From a page that lies askew to the page set straight about its middle."""

    def __init__(self, width: float, height: float, skew: float) -> None:
        """`width` and `height` are in points, `skew` in degrees clockwise."""
        self.x, self.y, self.skew = width / 2, height / 2, skew
        self.sine, self.cosine = sin(radians(skew)), cos(radians(skew))

    def point(self, x: float, y: float) -> Point:
        across, down = x - self.x, y - self.y
        return (
            self.x + across * self.cosine + down * self.sine,
            self.y - across * self.sine + down * self.cosine,
        )

    def direction(self, x: float, y: float) -> Point:
        """A direction of writing; that of an axis itself where it is as good as that."""
        x, y = x * self.cosine + y * self.sine, y * self.cosine - x * self.sine
        if abs(slant(x, y)) > SNAP:
            return x, y
        return (1.0 if x > 0 else -1.0, 0.0) if abs(x) > abs(y) else (0.0, 1.0 if y > 0 else -1.0)

    def around(self, bbox: Bbox) -> Bbox:
        """The least box around a box of the page as it was."""
        x0, y0, x1, y1 = bbox
        corners = [self.point(x, y) for x in (x0, x1) for y in (y0, y1)]
        return _around(corners)

    def inside(self, bbox: Bbox) -> Bbox:
        """The box of what lay askew in the least box around it."""
        sine, cosine = abs(self.sine), self.cosine
        wide, high = bbox[2] - bbox[0], bbox[3] - bbox[1]
        x, y = self.point((bbox[0] + bbox[2]) / 2, (bbox[1] + bbox[3]) / 2)
        across, down = (
            max((long * cosine - short * sine) / (cosine**2 - sine**2), 0.0) / 2
            for long, short in ((wide, high), (high, wide))
        )
        return x - across, y - down, x + across, y + down

    def drawing(self, drawing: dict[str, Any]) -> dict[str, Any]:
        """A path such as `source.drawing` takes; four lines that have become a rectangle are one."""
        items = [self._item(item) for item in drawing["items"]]
        points = [point for item in items for point in _points(item)]
        limit = drawing.get("limit")
        straight = {**drawing, "items": items, "rect": _around(points) if points else self.around(drawing["rect"])}
        if limit is not None:
            straight["limit"] = self.around(limit)
        if all(item[0] == "l" for item in items) and _is_rectangle(points, straight["rect"]):
            straight["items"] = [("re", straight["rect"])]
        return straight

    def _item(self, item: tuple[Any, ...]) -> tuple[Any, ...]:
        """One piece of a path. A rectangle drawn upright on a page askew becomes the least box around it."""
        if item[0] == "re":
            return ("re", self.around(item[1]), *item[2:])
        if item[0] == "qu":
            corners = [self.point(*corner) for corner in item[1]]
            box = _around(corners)
            return ("re", box) if _is_rectangle(corners, box) else ("qu", corners)
        return (item[0], *(self.point(*point) for point in item[1:]))


def _points(item: tuple[Any, ...]) -> list[Point]:
    if item[0] == "re":
        x0, y0, x1, y1 = item[1]
        return [(x0, y0), (x1, y1)]
    return list(item[1]) if item[0] == "qu" else list(item[1:])


def _around(points: list[Point]) -> Bbox:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def _is_rectangle(points: list[Point], box: Bbox) -> bool:
    """Whether points are at the corners of a box, and at all four of them."""
    x0, y0, x1, y1 = box
    corners = set()
    for x, y in points:
        near = [
            (left, top)
            for left, at_x in ((True, x0), (False, x1))
            for top, at_y in ((True, y0), (False, y1))
            if abs(x - at_x) <= CORNER and abs(y - at_y) <= CORNER
        ]
        if not near:
            return False
        corners.update(near)
    return len(corners) == 4 and len(points) >= 4
