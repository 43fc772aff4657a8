"""Ruled lines to grids: joins the pieces a line is drawn in, finds the lines that cross, and cuts them into cells.

Knows geometry only. The ruled lines of a page fall into *nets* (lines that touch). A net of one cell is a frame; of
more, a table. Ruled lines that touch nothing are left over: underlines, mostly.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import field

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.layout.ruled_cells import CountsInk, Raster, Side, Slot, cut_cells, no_ink
from kaigi_extract.layout.settings import DEFAULT_LAYOUT, RuledTableSettings
from kaigi_extract.source.page import Bbox, Rule


@dataclass(slots=True)
class Segment:
    """A ruled line with its pieces joined: at `at` across, from `start` to `end` along."""

    at: float
    start: float
    end: float


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
    open_sides: bool = False
    """Whether no upright line is drawn at either end of the level ones."""

    def find(self, x: float, y: float) -> int:
        """Index of the slot at a point; -1 where there is none."""
        row, column = bisect_right(self.ys, y) - 1, bisect_right(self.xs, x) - 1
        if 0 <= row < len(self.lookup) and 0 <= column < len(self.lookup[row]):
            return self.lookup[row][column]
        return -1

    def holds(self, other: Net) -> bool:
        """Whether all of another net is within it."""
        x0, y0, x1, y1 = other.bbox
        return self.bbox[0] <= x0 and self.bbox[1] <= y0 and x1 <= self.bbox[2] and y1 <= self.bbox[3]

    @property
    def area(self) -> float:
        return (self.bbox[2] - self.bbox[0]) * (self.bbox[3] - self.bbox[1])


@dataclass(slots=True)
class PageRules:
    """All ruled lines of a page: tables and frames as nets, and the horizontal lines that are left over."""

    nets: list[Net] = field(default_factory=list)
    loose: list[Segment] = field(default_factory=list)


def read_rules(
    rules: Sequence[Rule],
    settings: RuledTableSettings = DEFAULT_LAYOUT.ruled_tables,
    counts_ink: CountsInk = no_ink,
) -> PageRules:
    """Sorts the ruled lines of one page. `counts_ink` shows where in a cell that is no rectangle its words are."""
    return read_segments(*join_rules(rules, settings), settings, counts_ink)


def join_rules(rules: Sequence[Rule], settings: RuledTableSettings) -> tuple[list[Segment], list[Segment]]:
    """The level and the upright ruled lines of one page, the pieces of each joined."""
    dots = [rule for rule in rules if max(rule.x1 - rule.x0, rule.y1 - rule.y0) <= settings.dot_length]
    level = [((r.y0 + r.y1) / 2, r.x0, r.x1) for r in rules if r.horizontal] + _sideways(dots, across=True)
    upright = [((r.x0 + r.x1) / 2, r.y0, r.y1) for r in rules if not r.horizontal] + _sideways(dots, across=False)
    return _join(level, settings), _join(upright, settings)


def read_segments(
    across: list[Segment],
    down: list[Segment],
    settings: RuledTableSettings = DEFAULT_LAYOUT.ruled_tables,
    counts_ink: CountsInk = no_ink,
) -> PageRules:
    """Sorts level and upright ruled lines into tables, frames, and those that are left over."""
    groups, loose = _touching(across, down, settings)
    found = (build_net(horizontal, vertical, settings, counts_ink) for horizontal, vertical in groups)
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


def build_net(
    horizontal: Sequence[Segment],
    vertical: Sequence[Segment],
    settings: RuledTableSettings,
    counts_ink: CountsInk = no_ink,
) -> Net | None:
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
    open_left, open_right = xs[0] - left > settings.open_side, right - xs[-1] > settings.open_side
    if open_left:
        xs.insert(0, left)
        vertical.append(Segment(left, ys[0], ys[-1]))
    if open_right:
        xs.append(right)
        vertical.append(Segment(right, ys[0], ys[-1]))
    if len(xs) < 2 or len(ys) < 2:
        return None
    ruled_y = _sides(ys, xs, horizontal, settings)
    sides: list[tuple[Side, bool]] = [("top", open_top), ("bottom", open_bottom)]
    cut = {side for side, is_open in sides if is_open}
    raster = Raster(xs, ys, _sides(xs, ys, vertical, settings), ruled_y, cut)
    slots, lookup = cut_cells(raster, counts_ink)
    if not slots:
        return None
    box = (xs[0], ys[0], xs[-1], ys[-1])
    return Net(box, xs, ys, slots, lookup, open_top, open_bottom, open_left and open_right)


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
