"""Checkboxes as they are drawn: small squares among a page's frames, ruled lines and filled paths.

Knows geometry only. A checkbox is a stroked rectangle, its corners round or not, four short ruled lines, or one filled
path that draws box and tick together (JUST PDF). What is written in it or beside it is read in `checkboxes`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.layout.nearby import ROUNDING, Nearby
from kaigi_extract.layout.settings import CheckboxSettings
from kaigi_extract.source import Page, Rule, Run, Shape
from kaigi_extract.source.page import Bbox


@dataclass(slots=True)
class Checkbox:
    """A checkbox, with all that it is drawn of."""

    bbox: Bbox
    parts: list[Rule | Shape | Bbox] = field(default_factory=list)
    filled: bool = False
    """Whether it is inked over as a whole, or its path holds a tick."""
    marks: list[Rule | Shape] = field(default_factory=list)
    """What is drawn in it."""
    ticks: list[tuple[Run, int]] = field(default_factory=list)
    """The characters that are typed in it, each as a run and an index."""
    typed: tuple[Run, int] | None = None
    """A typed □ in the same place."""
    stated: bool | None = None
    """Of a form field: whether it is on, whatever it looks like."""

    @property
    def checked(self) -> bool:
        """Whether it is ticked."""
        if self.stated is not None:
            return self.stated
        return bool(self.filled or self.marks or self.ticks)

    @property
    def side(self) -> float:
        """Points of its longer side."""
        return max(self.bbox[2] - self.bbox[0], self.bbox[3] - self.bbox[1])


def drawn_boxes(page: Page, settings: CheckboxSettings) -> list[Checkbox]:
    """The squares drawn on a page that have the size of a checkbox and are no cell of a table, each once."""
    found = [*_framed(page, settings), *_ruled(page, settings), *_traced(page, settings), *_filled(page, settings)]
    return _merge([*found, *_rounded(page, settings)], settings)


def is_ink(shape: Shape, settings: CheckboxSettings) -> bool:
    """Whether a shape is dark and small enough to be a part of a checkbox, or a tick in one."""
    x0, y0, x1, y1 = shape.bbox
    return max(x1 - x0, y1 - y0) <= largest_tick(settings) and (
        shape.fill is None or shape.fill <= settings.ink_lightness
    )


def largest_tick(settings: CheckboxSettings) -> float:
    """Points of the longer side of a tick, at most."""
    return (1 + 2 * settings.tick_overhang) * settings.largest_box


def is_inside(piece: Bbox, box: Bbox, reach: float) -> bool:
    """Whether a piece, whose ends may be given in any order, runs over a box by no more than so many points."""
    return (
        min(piece[0], piece[2]) >= box[0] - reach
        and max(piece[0], piece[2]) <= box[2] + reach
        and min(piece[1], piece[3]) >= box[1] - reach
        and max(piece[1], piece[3]) <= box[3] + reach
    )


def length(rule: Rule) -> float:
    """Points of a ruled line from end to end."""
    return max(rule.x1 - rule.x0, rule.y1 - rule.y0)


def box_of(rule: Rule) -> Bbox:
    """A ruled line as a box without width."""
    return (rule.x0, rule.y0, rule.x1, rule.y1)


class _Corners:
    """Ruled lines by the place where they begin."""

    def __init__(self, rules: Iterable[Rule], settings: CheckboxSettings) -> None:
        self.gap, self.step = settings.corner_gap, settings.largest_box
        self.rules: dict[tuple[int, int], list[Rule]] = {}
        for rule in rules:
            self.rules.setdefault(self._bucket(rule.x0, rule.y0), []).append(rule)

    def _bucket(self, x: float, y: float) -> tuple[int, int]:
        return int(x // self.step), int(y // self.step)

    def near(self, x: float, y: float) -> Iterator[Rule]:
        """Those that begin at a point."""
        column, row = self._bucket(x, y)
        for key in ((column + i, row + j) for i in (-1, 0, 1) for j in (-1, 0, 1)):
            yield from (rule for rule in self.rules.get(key, ()) if _meet(rule.x0, rule.y0, x, y, self.gap))


def _framed(page: Page, settings: CheckboxSettings) -> list[Checkbox]:
    """Rectangles drawn in one stroke. Those that touch each other side by side are cells for digits; one over the other
    they are checkboxes, and a ruled line that runs past one is that of the table it is in."""
    small = [frame for frame in page.frames if _is_square(frame, settings)]
    if not small:
        return []
    frames = Nearby((frame, frame) for frame in page.frames)
    rules = Nearby((box, box) for box in map(box_of, page.rules))
    found = []
    for frame in small:
        beside = [one for one in frames.near(frame, settings.corner_gap) if not _is_stacked(frame, one, settings)]
        ending = [rule for rule in rules.near(frame, settings.corner_gap) if not _runs_past(frame, rule)]
        if not _is_joined(frame, [*beside, *ending], settings):
            found.append(Checkbox(frame, [frame]))
    return found


def _is_stacked(box: Bbox, other: Bbox, settings: CheckboxSettings) -> bool:
    """Whether another square of the same size is right above a box, or right below."""
    side = settings.side_difference * (box[2] - box[0])
    return (
        max(abs(other[0] - box[0]), abs(other[2] - box[2])) <= side
        and abs((other[3] - other[1]) - (box[3] - box[1])) <= side
        and abs(other[1] - box[1]) > box[3] - box[1] - side
    )


def _runs_past(box: Bbox, rule: Bbox) -> bool:
    """Whether a ruled line begins before a box and ends behind it."""
    return (rule[0] < box[0] and rule[2] > box[2]) or (rule[1] < box[1] and rule[3] > box[3])


def _ruled(page: Page, settings: CheckboxSettings) -> list[Checkbox]:
    """Four short ruled lines that meet at their ends, and at which no other one ends."""
    closed = list(_closed(page.rules, settings))
    if not closed:
        return []
    drawn: Nearby[tuple[Bbox, Rule | None]] = Nearby((box_of(rule), (box_of(rule), rule)) for rule in page.rules)
    for frame in page.frames:
        drawn.add(frame, (frame, None))
    found = []
    for sides in closed:
        top, left, right, bottom = sides
        box = (left.x0, top.y0, right.x0, bottom.y0)
        if not _is_square(box, settings):
            continue
        own = {id(side) for side in sides}
        others = [one for one, rule in drawn.near(box, settings.corner_gap) if rule is None or id(rule) not in own]
        if not _is_joined(box, others, settings):
            found.append(Checkbox(box, list(sides)))
    return found


def _closed(rules: Sequence[Rule], settings: CheckboxSettings) -> Iterator[tuple[Rule, Rule, Rule, Rule]]:
    """Every four short ruled lines that close a rectangle: top, left, right and bottom."""
    gap = settings.corner_gap
    short = [rule for rule in rules if settings.smallest_box - gap <= length(rule) <= settings.largest_box + gap]
    level = [rule for rule in short if rule.horizontal]
    upright = [rule for rule in short if not rule.horizontal]
    if len(level) < 2 or len(upright) < 2:
        return
    by_left, by_corner = _Corners(level, settings), _Corners(upright, settings)
    for top in level:
        for left in by_corner.near(top.x0, top.y0):
            for bottom in by_left.near(left.x1, left.y1):
                for right in by_corner.near(top.x1, top.y1):
                    if _meet(bottom.x1, bottom.y1, right.x1, right.y1, gap):
                        yield top, left, right, bottom


def _traced(page: Page, settings: CheckboxSettings) -> list[Checkbox]:
    """Filled paths that run along all sides of a square. More inside than the inner sides is a tick."""
    found = []
    for shape in page.shapes:
        if shape.outline and shape.fill is not None and is_ink(shape, settings) and _is_square(shape.bbox, settings):
            x0, y0, x1, y1 = (_along(shape, side, settings) for side in range(4))
            if x0 is None or y0 is None or x1 is None or y1 is None:
                continue
            box = (x0, y0, x1, y1)
            if any(_is_within(piece, box, settings.line_thickness) for piece in shape.outline):
                found.append(Checkbox(box, [shape], filled=_holds_tick(shape, box, settings)))
    return found


def _rounded(page: Page, settings: CheckboxSettings) -> list[Checkbox]:
    """Squares drawn in one stroke with round corners, as browsers print them: most of each side is straight."""
    found = []
    for shape in page.shapes:
        if shape.fill is None and shape.closed_curve and shape.outline and _is_square(shape.bbox, settings):
            if any(_along(shape, side, settings) is None for side in range(4)):
                continue
            pieces = {tuple(round(number, 1) for number in _ordered(piece)) for piece in shape.outline}
            sides = [rule for rule in page.rules if tuple(round(number, 1) for number in box_of(rule)) in pieces]
            found.append(Checkbox(shape.bbox, [shape, *sides]))
    return found


def _ordered(piece: Bbox) -> Bbox:
    return min(piece[0], piece[2]), min(piece[1], piece[3]), max(piece[0], piece[2]), max(piece[1], piece[3])


def _along(shape: Shape, side: int, settings: CheckboxSettings) -> float | None:
    """Where the path runs along a side of its box (left, top, right, bottom); None where it does not."""
    axis = side % 2
    edge, whole = shape.bbox[side], shape.bbox[3 - axis] - shape.bbox[1 - axis]
    reach = settings.side_difference * whole
    at: dict[float, float] = {}
    for piece in shape.outline:
        a, b = piece[axis], piece[axis + 2]
        if abs(a - b) <= settings.traced_slope * whole and abs((a + b) / 2 - edge) <= reach:
            at[round(a, 1)] = at.get(round(a, 1), 0.0) + abs(piece[3 - axis] - piece[1 - axis])
    ruled = [where for where, run in at.items() if run >= settings.traced_side * whole]
    return min(ruled, key=lambda where: abs(where - edge)) if ruled else None


def _holds_tick(shape: Shape, box: Bbox, settings: CheckboxSettings) -> bool:
    """Whether something slanting is drawn well inside of the path's square."""
    side = box[2] - box[0]
    inside = [piece for piece in shape.outline if _is_within(piece, box, settings.drawn_margin)]
    slant = [p for p in inside if min(abs(p[0] - p[2]), abs(p[1] - p[3])) > settings.least_slant * side]
    if not slant:
        return False
    xs = [x for p in slant for x in (p[0], p[2])]
    return max(xs) - min(xs) >= settings.least_tick * side


def _filled(page: Page, settings: CheckboxSettings) -> list[Checkbox]:
    """Dark squares, where empty checkboxes of their size are on the same page: a dark one alone may be anything."""
    squares = [shape for shape in page.shapes if _is_dark_square(shape, settings)]
    if not squares:
        return []
    empty = [frame for frame in page.frames if _is_square(frame, settings)]
    sides, places = sorted(frame[2] - frame[0] for frame in empty), Nearby((frame, frame) for frame in empty)
    return [
        Checkbox(square.bbox, [square], filled=True)
        for square in squares
        if _has_side(square, sides, settings)
        or any(_share(frame, square.bbox) > 0 for frame in places.near(square.bbox))
    ]


def _is_dark_square(shape: Shape, settings: CheckboxSettings) -> bool:
    if shape.fill is None or shape.fill > settings.ink_lightness or not _is_square(shape.bbox, settings):
        return False
    return not shape.closed_curve and len(shape.outline) in (0, 3, 4)


def _has_side(square: Shape, sides: Sequence[float], settings: CheckboxSettings) -> bool:
    """Whether an empty square, of whose sides these are the lengths in order, has the size of a dark one."""
    width, most = square.bbox[2] - square.bbox[0], settings.side_difference
    first = bisect_left(sides, width / (1 + most) - ROUNDING)
    last = bisect_right(sides, width / max(1 - most, ROUNDING) + ROUNDING)
    return any(abs(side - width) <= most * side for side in sides[first:last])


def _merge(boxes: list[Checkbox], settings: CheckboxSettings) -> list[Checkbox]:
    """Checkboxes drawn in the same place are one: double frames, a frame and its filling."""
    merged: list[Checkbox] = []
    places = Nearby[Checkbox]()
    for box in boxes:
        near = places.near(box.bbox)
        twin = next((other for other in near if _share(other.bbox, box.bbox) > settings.same_place), None)
        if twin is None:
            merged.append(box)
            places.add(box.bbox, box)
        else:
            twin.parts += box.parts
            twin.filled = twin.filled or box.filled
    return merged


def _is_square(box: Bbox, settings: CheckboxSettings) -> bool:
    width, height = box[2] - box[0], box[3] - box[1]
    longer = max(width, height)
    if min(width, height) < settings.smallest_box or longer > settings.largest_box:
        return False
    return abs(width - height) <= settings.side_difference * longer


def _is_joined(box: Bbox, others: Iterable[Bbox], settings: CheckboxSettings) -> bool:
    """Whether a line that is no part of a checkbox touches one of its sides from outside: it is a cell of a table, or
    one of a row of cells for digits."""
    gap = settings.corner_gap
    x0, y0, x1, y1 = box[0] - gap, box[1] - gap, box[2] + gap, box[3] + gap
    for other in others:
        ax, ay, bx, by = other
        if ax <= x1 and bx >= x0 and ay <= y1 and by >= y0:
            beyond = (ax < x0, bx > x1, ay < y0, by > y1)
            if any(beyond) and not all(beyond) and not _is_clear(box, other, settings):
                return True
    return False


def _is_clear(box: Bbox, other: Bbox, settings: CheckboxSettings) -> bool:
    """Whether there is paper between a box and another line; a square at its side is always close."""
    if _is_square(other, settings) and min(box[3], other[3]) > max(box[1], other[1]):
        return False
    apart = max(other[0] - box[2], box[0] - other[2], other[1] - box[3], box[1] - other[3])
    return apart > settings.joined_gap


def _is_within(piece: Bbox, box: Bbox, margin: float) -> bool:
    """Whether both ends of a piece lie inside, with some space to the sides (as a share of the box's width)."""
    return is_inside(piece, box, -margin * (box[2] - box[0]))


def _share(a: Bbox, b: Bbox) -> float:
    """Share of the smaller box that lies in the other."""
    across = min(a[2], b[2]) - max(a[0], b[0])
    down = min(a[3], b[3]) - max(a[1], b[1])
    if across <= 0 or down <= 0:
        return 0.0
    return across * down / min((a[2] - a[0]) * (a[3] - a[1]), (b[2] - b[0]) * (b[3] - b[1]))


def _meet(ax: float, ay: float, bx: float, by: float, gap: float) -> bool:
    return abs(ax - bx) <= gap and abs(ay - by) <= gap
