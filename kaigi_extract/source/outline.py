"""Free shapes: whether a point lies inside of a drawn path. Geometry only; curves become short straight pieces."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import Any

from kaigi_extract.source.page import Bbox, Point

CURVE_STEPS = 6
"""Straight pieces that stand for a curve: a quarter circle of 100 points is missed by less than a point."""
JOINED = 0.01
"""Points by which the end of one piece may miss the begin of the next."""

Item = tuple[Any, ...]


class Outline:
    """The outline of a drawn path. Its polygons are made when they are asked for: few are."""

    def __init__(self, items: Iterable[Item], even_odd: bool, turned: Callable[[float, float], Point]) -> None:
        """`items` are a drawing's, `turned` leads from their coordinates to those of the upright page."""
        self.items, self.even_odd, self.turned = items, even_odd, turned
        self._polygons: list[list[Point]] | None = None

    def holds(self, x: float, y: float, reach: float) -> bool:
        """Whether a point and those left, right, above and below of it, so far away, lie inside."""
        around = ((x, y), (x - reach, y), (x + reach, y), (x, y - reach), (x, y + reach))
        return all(self._inside(*point) for point in around)

    def _inside(self, x: float, y: float) -> bool:
        if self._polygons is None:
            self._polygons = [[self.turned(*point) for point in polygon] for polygon in _polygons(self.items)]
        crossings = winding = 0
        for polygon in self._polygons:
            for (ax, ay), (bx, by) in pairwise([*polygon, polygon[0]]):
                if (ay > y) != (by > y) and x < ax + (y - ay) * (bx - ax) / (by - ay):
                    crossings += 1
                    winding += 1 if by > ay else -1
        return bool(crossings % 2 if self.even_odd else winding)


def _polygons(items: Iterable[Item]) -> list[list[Point]]:
    polygons: list[list[Point]] = []
    for item in items:
        match item[0]:
            case "re":
                x0, y0, x1, y1 = item[1][:4]
                polygons.append([(x0, y0), (x1, y0), (x1, y1), (x0, y1)])
            case "qu":
                upper_left, upper_right, lower_left, lower_right = item[1]
                polygons.append([upper_left, upper_right, lower_right, lower_left])
            case _:
                points = [item[1], item[2]] if item[0] == "l" else _curve(*item[1:5])
                if not polygons or _apart(polygons[-1][-1], points[0]):
                    polygons.append([points[0]])
                polygons[-1] += points[1:]
    return polygons


def _curve(a: Point, b: Point, c: Point, d: Point) -> list[Point]:
    """Points of a curve from `a` to `d`, both among them."""
    points = []
    for step in range(CURVE_STEPS + 1):
        t = step / CURVE_STEPS
        s = 1 - t
        p, q, r, u = s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t
        points.append((p * a[0] + q * b[0] + r * c[0] + u * d[0], p * a[1] + q * b[1] + r * c[1] + u * d[1]))
    return points


def _apart(one: Point, other: Point) -> bool:
    return abs(one[0] - other[0]) > JOINED or abs(one[1] - other[1]) > JOINED


def pieces(items: Iterable[Item]) -> list[list[Item]]:
    """The lines and curves of a path by the stretches that it is drawn in; rectangles are left out."""
    stretches: list[list[Item]] = []
    for item in items:
        if item[0] in ("l", "c"):
            if not stretches or _apart(stretches[-1][-1][-1], item[1]):
                stretches.append([])
            stretches[-1].append(item)
    return stretches


def bounds(items: Iterable[Item]) -> Bbox:
    """The least box around the corners of a path, its curves' controls among them."""
    points: list[Point] = []
    for item in items:
        if item[0] == "re":
            points += [item[1][:2], item[1][2:4]]
        elif item[0] == "qu":
            points += list(item[1])
        else:
            points += list(item[1:])
    xs, ys = [point[0] for point in points], [point[1] for point in points]
    return min(xs), min(ys), max(xs), max(ys)
