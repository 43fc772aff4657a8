"""Ruled lines to grids: joins the pieces a line is drawn in, finds the lines that cross, and cuts them into cells.

Knows geometry only. The ruled lines of a page fall into *nets* (lines that touch). A net of one cell is a frame; of
more, a table. Ruled lines that touch nothing are left over: underlines, mostly.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from kaigi_extract.layout.settings import DEFAULT_LAYOUT, RuledTableSettings
from kaigi_extract.source.page import Bbox, Rule


@dataclass(slots=True)
class Segment:
    """A ruled line with its pieces joined: at `at` across, from `start` to `end` along."""

    at: float
    start: float
    end: float


@dataclass(slots=True)
class Slot:
    """One cell of a grid, as geometry: `row`, `column` and spans count elementary rows and columns."""

    row: int
    column: int
    row_span: int
    column_span: int
    bbox: Bbox


@dataclass(slots=True)
class Net:
    """Ruled lines that touch, cut into cells."""

    bbox: Bbox
    xs: list[float]
    ys: list[float]
    slots: list[Slot]
    lookup: list[list[int]]
    """Index into `slots` of each elementary row and column; -1 where there is no cell."""
    open_top: bool = False
    """Whether the sides run on upwards without a line that closes them: the page cut the table here."""
    open_bottom: bool = False

    def find(self, x: float, y: float) -> int:
        """Index of the slot at a point; -1 where there is none."""
        row, column = bisect_right(self.ys, y) - 1, bisect_right(self.xs, x) - 1
        if 0 <= row < len(self.lookup) and 0 <= column < len(self.lookup[row]):
            return self.lookup[row][column]
        return -1

    @property
    def area(self) -> float:
        return (self.bbox[2] - self.bbox[0]) * (self.bbox[3] - self.bbox[1])


@dataclass(slots=True)
class PageRules:
    """All ruled lines of a page: tables and frames as nets, and the horizontal lines that are left over."""

    nets: list[Net] = field(default_factory=list)
    loose: list[Segment] = field(default_factory=list)


def read_rules(rules: Sequence[Rule], settings: RuledTableSettings = DEFAULT_LAYOUT.ruled_tables) -> PageRules:
    """Sorts the ruled lines of one page."""
    dots = [rule for rule in rules if max(rule.x1 - rule.x0, rule.y1 - rule.y0) <= settings.dot_length]
    level = [((r.y0 + r.y1) / 2, r.x0, r.x1) for r in rules if r.horizontal] + _sideways(dots, across=True)
    upright = [((r.x0 + r.x1) / 2, r.y0, r.y1) for r in rules if not r.horizontal] + _sideways(dots, across=False)
    groups, loose = _touching(_join(level, settings), _join(upright, settings), settings)
    found = (_net(horizontal, vertical, settings) for horizontal, vertical in groups)
    nets = [net for net in found if net is not None]
    nets.sort(key=lambda net: net.area)
    return PageRules(nets, loose)


def joined_rules(rules: Sequence[Rule], settings: RuledTableSettings) -> list[Rule]:
    """The ruled lines with their pieces joined; Word draws a piece for each cell."""
    level = [((r.y0 + r.y1) / 2, r.x0, r.x1) for r in rules if r.horizontal]
    upright = [((r.x0 + r.x1) / 2, r.y0, r.y1) for r in rules if not r.horizontal]
    across = [Rule(s.start, s.at, s.end, s.at, 0.0) for s in _join(level, settings)]
    return across + [Rule(s.at, s.start, s.at, s.end, 0.0) for s in _join(upright, settings)]


Piece = tuple[float, float, float]


def _sideways(dots: list[Rule], *, across: bool) -> list[Piece]:
    """Dots as pieces of the axis that their shape does not speak for: only their row shows which way they run."""
    if across:
        return [((r.y0 + r.y1) / 2, r.x0 - r.width / 2, r.x1 + r.width / 2) for r in dots if not r.horizontal]
    return [((r.x0 + r.x1) / 2, r.y0 - r.width / 2, r.y1 + r.width / 2) for r in dots if r.horizontal]


def _join(pieces: list[Piece], settings: RuledTableSettings) -> list[Segment]:
    """Pieces (across, start, end) along one axis to whole ruled lines; double lines become one."""
    snap = settings.rule_snap
    clusters: list[list[Piece]] = []
    for piece in sorted(pieces):
        if clusters and piece[0] - clusters[-1][0][0] <= snap:
            clusters[-1].append(piece)
        else:
            clusters.append([piece])
    joined = []
    for cluster in clusters:
        weight = sum(end - start for _, start, end in cluster) or 1.0
        at = sum(at * (end - start) for at, start, end in cluster) / weight
        stretches = _intervals([(a, b) for _, a, b in cluster], settings.dash_distance)
        joined += [Segment(at, a, b) for a, b in stretches if b - a >= settings.shortest_rule]
    return joined


def _intervals(pieces: list[tuple[float, float]], gap: float) -> list[tuple[float, float]]:
    """The pieces (start, end), those joined that are no further apart than the gap."""
    first, *others = sorted(pieces)
    merged = [first]
    for start, end in others:
        if start - merged[-1][1] <= gap:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _touching(
    across: list[Segment], down: list[Segment], settings: RuledTableSettings
) -> tuple[list[tuple[list[Segment], list[Segment]]], list[Segment]]:
    """Groups of ruled lines that touch, and the horizontal ones that touch nothing."""
    touch = settings.rule_touch
    roots, touched = _link(across, down, touch)
    groups: dict[int, tuple[list[Segment], list[Segment]]] = defaultdict(lambda: ([], []))
    for i in sorted(touched):
        groups[roots[i]][0].append(across[i])
    for v, root in zip(down, roots[len(across) :], strict=True):
        if root in groups:
            groups[root][1].append(v)
    loose = [h for i, h in enumerate(across) if i not in touched]
    for horizontal, vertical in groups.values():
        loose += _take_dangling(horizontal, vertical, touch)
    found = [group for group in groups.values() if all(group)]
    alone = [v for v, root in zip(down, roots[len(across) :], strict=True) if root not in groups]
    return found + [([], sides) for sides in _open_sides(alone, settings)], loose


def _link(across: list[Segment], down: list[Segment], touch: float) -> tuple[list[int], set[int]]:
    """For each ruled line, `across` before `down`, the one that all it is joined to share; and which horizontal ones
    touch anything."""
    parent = list(range(len(across) + len(down)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    touched = set()
    for i, h in enumerate(across):
        left, right = h.start - touch, h.end + touch
        for j, v in enumerate(down):
            if left <= v.at <= right and v.start - touch <= h.at <= v.end + touch:
                parent[root(i)] = root(len(across) + j)
                touched.add(i)
    return [root(i) for i in range(len(parent))], touched


def _open_sides(down: list[Segment], settings: RuledTableSettings) -> list[list[Segment]]:
    """Upright ruled lines that run side by side with none across: a cell cut by the page above and below."""
    touch = settings.rule_touch
    sides: list[list[Segment]] = []
    for v in sorted((v for v in down if v.end - v.start >= settings.least_side), key=lambda v: (v.start, v.at)):
        beside = next((s for s in sides if abs(s[0].start - v.start) <= touch and abs(s[0].end - v.end) <= touch), None)
        if beside is not None:
            beside.append(v)
        else:
            sides.append([v])
    return [side for side in sides if len(side) > 1]


def _take_dangling(horizontal: list[Segment], vertical: list[Segment], touch: float) -> list[Segment]:
    """Takes the lines that end in the middle of a cell out of a group: underlines that happen to touch a side."""
    ends = [min(h.start for h in horizontal), max(h.end for h in horizontal)]

    def held(h: Segment, x: float) -> bool:
        crossing = (v.at for v in vertical if v.start - touch <= h.at <= v.end + touch)
        return any(abs(x - end) <= touch for end in (*ends, *crossing))

    dangling = [h for h in horizontal if not (held(h, h.start) and held(h, h.end))]
    horizontal[:] = [h for h in horizontal if h not in dangling]
    return dangling


def _positions(segments: list[Segment], snap: float) -> list[float]:
    positions: list[float] = []
    for at in sorted(segment.at for segment in segments):
        if not positions or at - positions[-1] > snap:
            positions.append(at)
    return positions


def _net(horizontal: list[Segment], vertical: list[Segment], settings: RuledTableSettings) -> Net | None:
    """Cuts one group of touching ruled lines into cells; None where they enclose nothing."""
    horizontal, vertical = [*horizontal], [*vertical]
    xs, ys = _positions(vertical, settings.rule_snap), _positions(horizontal, settings.rule_snap)
    left = min((h.start for h in horizontal), default=xs[0])
    right = max((h.end for h in horizontal), default=xs[-1])
    top, bottom = min(v.start for v in vertical), max(v.end for v in vertical)
    open_top = not ys or ys[0] - top > settings.open_side
    open_bottom = not ys or bottom - ys[-1] > settings.open_side
    if open_top:
        ys.insert(0, top)
        horizontal.append(Segment(top, left, right))
    if open_bottom:
        ys.append(bottom)
        horizontal.append(Segment(bottom, left, right))
    if xs[0] - left > settings.open_side:
        xs.insert(0, left)
        vertical.append(Segment(left, ys[0], ys[-1]))
    if right - xs[-1] > settings.open_side:
        xs.append(right)
        vertical.append(Segment(right, ys[0], ys[-1]))
    if len(xs) < 2 or len(ys) < 2:
        return None
    ruled_y = _sides(ys, xs, horizontal, settings)
    slots, lookup = _slots(xs, ys, ruled_y, _sides(xs, ys, vertical, settings))
    if not slots:
        return None
    return Net((xs[0], ys[0], xs[-1], ys[-1]), xs, ys, slots, lookup, open_top, open_bottom)


def _sides(
    positions: list[float], stops: list[float], segments: list[Segment], settings: RuledTableSettings
) -> list[list[bool]]:
    """For each position across, which stretches between two stops are ruled."""
    sides = [[0.0] * (len(stops) - 1) for _ in positions]
    for segment in segments:
        k = min(range(len(positions)), key=lambda k: abs(positions[k] - segment.at))
        if abs(positions[k] - segment.at) > settings.rule_snap:
            continue
        first = max(bisect_right(stops, segment.start) - 1, 0)
        for i in range(first, len(stops) - 1):
            if stops[i] >= segment.end:
                break
            sides[k][i] += max(0.0, min(segment.end, stops[i + 1]) - max(segment.start, stops[i]))
    cover = settings.side_cover
    return [[got >= cover * (stops[i + 1] - stops[i]) for i, got in enumerate(side)] for side in sides]


def _slots(
    xs: list[float], ys: list[float], ruled_y: list[list[bool]], ruled_x: list[list[bool]]
) -> tuple[list[Slot], list[list[int]]]:
    """Elementary rectangles with no line between them are one cell; one that is open to the outside is none. Where they
    are no rectangle together, they are several cells, none over another."""
    rows, columns = len(ys) - 1, len(xs) - 1
    lookup = [[-2] * columns for _ in range(rows)]
    slots: list[Slot] = []
    for r in range(rows):
        for c in range(columns):
            if lookup[r][c] != -2:
                continue
            members, leaks = _flood(r, c, lookup, ruled_x, ruled_y)
            if _is_outside(leaks):
                for i, j in members:
                    lookup[i][j] = -1
                continue
            for r0, c0, r1, c1 in _rectangles(members, xs, ys):
                for i in range(r0, r1 + 1):
                    lookup[i][c0 : c1 + 1] = [len(slots)] * (c1 - c0 + 1)
                slots.append(Slot(r0, c0, r1 - r0 + 1, c1 - c0 + 1, (xs[c0], ys[r0], xs[c1 + 1], ys[r1 + 1])))
    return slots, lookup


Side = Literal["left", "right", "top", "bottom"]


def _is_outside(leaks: set[Side]) -> bool:
    """Whether a region that is open on these sides lies outside of the table. One whose lines run to the edge of the
    table on both sides of the opening is a cell whose outer side was not drawn; open to two sides of a corner, it is the
    place that a smaller table leaves free."""
    return bool(leaks & {"left", "right"}) and bool(leaks & {"top", "bottom"})


def _rectangles(
    members: list[tuple[int, int]], xs: list[float], ys: list[float]
) -> Iterator[tuple[int, int, int, int]]:
    """A region as rectangles (first row, first column, last row, last column), the largest on the page first: the words
    of an L-shaped heading are in its wide part."""
    left = set(members)
    while left:
        r0, c0 = (min(values) for values in zip(*left, strict=True))
        r1, c1 = (max(values) for values in zip(*left, strict=True))
        if len(left) < (r1 - r0 + 1) * (c1 - c0 + 1):
            r0, c0, r1, c1 = _largest(left, xs, ys)
        left -= {(i, j) for i in range(r0, r1 + 1) for j in range(c0, c1 + 1)}
        yield r0, c0, r1, c1


def _largest(members: set[tuple[int, int]], xs: list[float], ys: list[float]) -> tuple[int, int, int, int]:
    """The rectangle of the greatest area on the page that lies within a region."""
    best, greatest = (0, 0, 0, 0), -1.0
    for r0, c0 in sorted(members):
        end = max(j for _, j in members) + 1
        r1 = r0
        while (r1, c0) in members:
            end = next(j for j in range(c0, end + 1) if j == end or (r1, j) not in members)
            area = (xs[end] - xs[c0]) * (ys[r1 + 1] - ys[r0])
            if area > greatest:
                best, greatest = (r0, c0, r1, end - 1), area
            r1 += 1
    return best


def _flood(
    row: int, column: int, lookup: list[list[int]], ruled_x: list[list[bool]], ruled_y: list[list[bool]]
) -> tuple[list[tuple[int, int]], set[Side]]:
    """The rectangles reached from one without crossing a line, and the sides of the net at which they leak out of it."""
    rows, columns = len(lookup), len(lookup[0])
    members, stack = [], [(row, column)]
    leaks: set[Side] = set()
    lookup[row][column] = -3
    while stack:
        r, c = stack.pop()
        members.append((r, c))
        ways: tuple[tuple[bool, int, int, Side], ...] = (
            (ruled_x[c][r], r, c - 1, "left"),
            (ruled_x[c + 1][r], r, c + 1, "right"),
            (ruled_y[r][c], r - 1, c, "top"),
            (ruled_y[r + 1][c], r + 1, c, "bottom"),
        )
        for ruled, i, j, side in ways:
            if ruled:
                continue
            if not (0 <= i < rows and 0 <= j < columns):
                leaks.add(side)
            elif lookup[i][j] == -2:
                lookup[i][j] = -3
                stack.append((i, j))
    return members, leaks
