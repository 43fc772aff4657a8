"""Boxes to tick that are drawn and not typed: found among a page's shapes and put into its text as ☑ or □.

Knows geometry. A box is a small square: a stroked rectangle, four short rules, or one filled path that draws box and
tick together (JUST PDF). It is checked where something is drawn or typed in it, or where it is filled.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from kaigi_extract.layout.passages import Passage
from kaigi_extract.records import Choice
from kaigi_extract.source import Page, Rule, Run, Shape
from kaigi_extract.source.page import Bbox
from kaigi_extract.text import fold, read_choices
from kaigi_extract.text.choices import CHECKED, EMPTY_BOXES, FILLED_BOXES, TICKS, UNCHECKED

SMALLEST, LARGEST = 5.0, 14.0
"""Points. Sides of a box."""
SQUARE = 0.2
"""Part of the longer side by which the sides may differ: JUST PDF lets the tick stand out."""
DARK = 0.5
"""Lightness up to which a filling is ink and not shading."""
TRACED = 0.6
"""Part of each side that a path must run along to draw a box."""
HOLLOW = 0.02
"""Part of a box's side that its line is at least thick."""
CORNER = 1.2
"""Points between the ends of two rules that meet."""
MARK = 0.3
"""Part of a box's side that a tick must at least reach over; less is a speck."""
OVER = 0.4
"""Part of a box's side by which a tick may stand out of it."""
NEAR = 2.5
"""Ems between a box and the words that it belongs to."""
INK = 0.12
"""Ems of paper around the square of a typed box in its em box."""

_TICKING = frozenset(TICKS + FILLED_BOXES + "レ×✕✖✗✘xXｘＸvVｖＶ/／●○◯")
_TYPED = frozenset(EMPTY_BOXES + FILLED_BOXES)


@dataclass(slots=True)
class Box:
    """A drawn box, with all that it is drawn of."""

    bbox: Bbox
    parts: list[Rule | Shape | Bbox] = field(default_factory=list)
    filled: bool = False
    """It is inked over as a whole, or its path holds a tick."""
    marks: list[Rule | Shape] = field(default_factory=list)
    ticks: list[tuple[Run, int]] = field(default_factory=list)
    """Typed signs in it."""
    typed: tuple[Run, int] | None = None
    """A typed □ that stands in the same place."""

    @property
    def checked(self) -> bool:
        return bool(self.filled or self.marks or self.ticks)

    @property
    def side(self) -> float:
        return max(self.bbox[2] - self.bbox[0], self.bbox[3] - self.bbox[1])


class Corners:
    """Rules by the place where they begin."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules: dict[tuple[int, int], list[Rule]] = {}
        for rule in rules:
            self.rules.setdefault(self._bucket(rule.x0, rule.y0), []).append(rule)

    @staticmethod
    def _bucket(x: float, y: float) -> tuple[int, int]:
        return int(x // LARGEST), int(y // LARGEST)

    def near(self, x: float, y: float) -> Iterator[Rule]:
        """Those that begin at a point."""
        column, row = self._bucket(x, y)
        for key in ((column + i, row + j) for i in (-1, 0, 1) for j in (-1, 0, 1)):
            yield from (rule for rule in self.rules.get(key, ()) if _meet(rule.x0, rule.y0, x, y))


def choices_of(passage: Passage) -> list[Choice]:
    """The boxes of a text with their words, each with its places."""
    return [
        Choice(
            text=fold(reading.text),
            checked=reading.checked,
            detail=None if reading.detail is None else fold(reading.detail),
            spans=passage.spans(reading.start, reading.end),
        )
        for reading in read_choices(passage.text)
    ]


def write_boxes(page: Page) -> Page:
    """The page with its drawn boxes as characters among its text, and without what they are drawn of."""
    boxes = find_boxes(page)
    if not boxes:
        return page
    drawn = {id(part) for box in boxes for part in (*box.parts, *box.marks)}
    gone: dict[int, set[int]] = {}
    put: dict[int, dict[int, str]] = {}
    added: list[Run] = []
    for box in boxes:
        for run, k in box.ticks:
            gone.setdefault(id(run), set()).add(k)
        if box.typed is None:
            added.append(_as_run(box, page.runs))
        elif box.checked:
            run, k = box.typed
            put.setdefault(id(run), {})[k] = CHECKED
    runs = [part for run in page.runs for part in _rewrite(run, gone.get(id(run), set()), put.get(id(run), {}))]
    return replace(
        page,
        runs=runs + added,
        rules=[rule for rule in page.rules if id(rule) not in drawn],
        frames=[frame for frame in page.frames if id(frame) not in drawn],
        shapes=[shape for shape in page.shapes if id(shape) not in drawn],
    )


def find_boxes(page: Page) -> list[Box]:
    """The boxes drawn on a page, and typed ones that a tick is drawn or typed over."""
    boxes = _merge([*_framed(page), *_ruled(page), *_traced(page), *_filled(page)])
    drawn = {id(part) for box in boxes for part in box.parts}
    inks: list[Rule | Shape] = [shape for shape in page.shapes if id(shape) not in drawn and _is_ink(shape)]
    if boxes:
        inks += [rule for rule in page.rules if id(rule) not in drawn and _extent(rule) <= (1 + 2 * OVER) * LARGEST]
    boxes = [box for box in boxes if _take_text(box, page.runs)]
    if inks or any(_TICKING.intersection(run.text) for run in page.runs):
        boxes += _typed(page, boxes)
    for box in boxes:
        box.marks = [ink for ink in inks if _marks(ink, box)]
    boxes = [box for box in boxes if box.typed is None or box.checked or box.parts]
    sizes = [box.side for box in boxes if box.checked and box.parts]
    return [box for box in boxes if _belongs(box, page.runs, sizes)]


def _framed(page: Page) -> list[Box]:
    """Rectangles drawn in one stroke. Those that touch each other are cells for digits."""
    small = [frame for frame in page.frames if _is_square(frame)]
    if not small:
        return []
    others = [*page.frames, *(_bbox(rule) for rule in page.rules)]
    return [Box(frame, [frame]) for frame in small if not _is_joined(frame, others)]


def _ruled(page: Page) -> list[Box]:
    """Four short rules that meet at their ends, and at which no other rule ends."""
    short = [rule for rule in page.rules if SMALLEST - CORNER <= _extent(rule) <= LARGEST + CORNER]
    level = [rule for rule in short if rule.horizontal]
    upright = [rule for rule in short if not rule.horizontal]
    if len(level) < 2 or len(upright) < 2:
        return []
    found = []
    by_left, by_corner = Corners(level), Corners(upright)
    for top in level:
        for left in by_corner.near(top.x0, top.y0):
            for bottom in by_left.near(left.x1, left.y1):
                for right in by_corner.near(top.x1, top.y1):
                    sides = (top, left, right, bottom)
                    box = (left.x0, top.y0, right.x0, bottom.y0)
                    closed = _meet(bottom.x1, bottom.y1, right.x1, right.y1)
                    if closed and _is_square(box) and not _is_joined(box, _others(page, sides)):
                        found.append(Box(box, list(sides)))
    return found


def _others(page: Page, sides: Sequence[Rule]) -> list[Bbox]:
    """All rules and frames but the sides of one box."""
    own = {id(side) for side in sides}
    return [*(_bbox(rule) for rule in page.rules if id(rule) not in own), *page.frames]


def _traced(page: Page) -> list[Box]:
    """Filled paths that run along all sides of a square. More inside than the inner sides is a tick."""
    found = []
    for shape in page.shapes:
        if shape.outline and _is_ink(shape) and shape.fill is not None and _is_square(shape.bbox):
            x0, y0, x1, y1 = (_along(shape, side) for side in range(4))
            if x0 is None or y0 is None or x1 is None or y1 is None:
                continue
            box = (x0, y0, x1, y1)
            if any(_is_within(piece, box, HOLLOW) for piece in shape.outline):
                found.append(Box(box, [shape], filled=_holds_tick(shape, box)))
    return found


def _along(shape: Shape, side: int) -> float | None:
    """Where the path runs along a side of its box (left, top, right, bottom); None where it does not."""
    axis = side % 2
    edge, length = shape.bbox[side], shape.bbox[3 - axis] - shape.bbox[1 - axis]
    reach = SQUARE * length
    at: dict[float, float] = {}
    for piece in shape.outline:
        a, b = piece[axis], piece[axis + 2]
        if abs(a - b) <= 0.05 * length and abs((a + b) / 2 - edge) <= reach:
            at[round(a, 1)] = at.get(round(a, 1), 0.0) + abs(piece[3 - axis] - piece[1 - axis])
    ruled = [where for where, run in at.items() if run >= TRACED * length]
    return min(ruled, key=lambda where: abs(where - edge)) if ruled else None


def _holds_tick(shape: Shape, box: Bbox) -> bool:
    """Whether something slanting is drawn well inside of the path's square."""
    inside = [piece for piece in shape.outline if _is_within(piece, box, INK)]
    slant = [p for p in inside if min(abs(p[0] - p[2]), abs(p[1] - p[3])) > 0.02 * (box[2] - box[0])]
    if not slant:
        return False
    xs = [x for p in slant for x in (p[0], p[2])]
    return max(xs) - min(xs) >= MARK * (box[2] - box[0])


def _filled(page: Page) -> list[Box]:
    """Dark squares, where empty boxes of their size stand on the same page: a dark one alone may be anything."""
    squares = [s for s in page.shapes if s.fill is not None and s.fill <= DARK and _is_square(s.bbox)]
    squares = [s for s in squares if not s.closed_curve and len(s.outline) in (0, 3, 4)]
    empty = [frame for frame in page.frames if _is_square(frame)]
    sides = [frame[2] - frame[0] for frame in empty]
    return [
        Box(s.bbox, [s], filled=True)
        for s in squares
        if any(abs(side - (s.bbox[2] - s.bbox[0])) <= SQUARE * side for side in sides)
        or any(_share(frame, s.bbox) > 0 for frame in empty)
    ]


def _typed(page: Page, drawn: Sequence[Box]) -> list[Box]:
    """Typed empty boxes, as places where a tick may be drawn over."""
    found = []
    for run in page.runs:
        if run.vertical or not _TYPED.intersection(run.text):
            continue
        for k, char in enumerate(run.text):
            if char in EMPTY_BOXES:
                margin = INK * run.size
                box = (run.start[k] + margin, run.low + margin, run.end[k] - margin, run.high - margin)
                if not any(other.typed is not None and other.typed == (run, k) for other in drawn):
                    found.append(Box(box, typed=(run, k), ticks=_ticks_over(run, k, box, page.runs)))
    return found


def _ticks_over(run: Run, k: int, box: Bbox, runs: Iterable[Run]) -> list[tuple[Run, int]]:
    """Ticks typed in the place of a typed box."""
    return [
        (other, i) for other, i in _chars_in(box, runs) if not (other is run and i == k) and other.text[i] in _TICKING
    ]


def _merge(boxes: list[Box]) -> list[Box]:
    """Boxes drawn in the same place are one: double frames, a frame and its filling."""
    merged: list[Box] = []
    for box in boxes:
        twin = next((other for other in merged if _share(other.bbox, box.bbox) > 0.5), None)
        if twin is None:
            merged.append(box)
        else:
            twin.parts += box.parts
            twin.filled = twin.filled or box.filled
    return merged


def _take_text(box: Box, runs: Iterable[Run]) -> bool:
    """Notes what is typed in a box; a box around anything but a sign is none."""
    for run, k in _chars_in(box.bbox, runs):
        char = run.text[k]
        if char in EMPTY_BOXES:
            box.typed = (run, k)
        elif char in _TICKING:
            box.ticks.append((run, k))
        elif not char.isspace():
            return False
    if box.typed is None and box.ticks and box.ticks[0][0].text[box.ticks[0][1]] in FILLED_BOXES:
        box.typed = box.ticks.pop(0)
        box.filled = True
    return True


def _chars_in(box: Bbox, runs: Iterable[Run]) -> Iterable[tuple[Run, int]]:
    """The characters whose middle lies in a box."""
    x0, y0, x1, y1 = box
    for run in runs:
        if not run.vertical and run.start[0] <= x1 and run.end[-1] >= x0 and y0 <= (run.low + run.high) / 2 <= y1:
            for k, (start, end) in enumerate(zip(run.start, run.end, strict=True)):
                if x0 <= (start + end) / 2 <= x1:
                    yield run, k


def _is_ink(shape: Shape) -> bool:
    x0, y0, x1, y1 = shape.bbox
    return max(x1 - x0, y1 - y0) <= (1 + 2 * OVER) * LARGEST and (shape.fill is None or shape.fill <= DARK)


def _marks(ink: Rule | Shape, box: Box) -> bool:
    """Whether a stroke, curve or filling ticks a box: its middle lies inside, and it is not the box itself."""
    x0, y0, x1, y1 = _bbox(ink) if isinstance(ink, Rule) else ink.bbox
    side = box.side
    reach = OVER * side
    if max(x1 - x0, y1 - y0) < MARK * side or not _is_inside((x0, y0, x1, y1), box.bbox, reach):
        return False
    left, top, right, bottom = box.bbox
    margin = INK * side if isinstance(ink, Rule) else 0.0
    return left + margin < (x0 + x1) / 2 < right - margin and top + margin < (y0 + y1) / 2 < bottom - margin


def _belongs(box: Box, runs: Sequence[Run], sizes: Sequence[float]) -> bool:
    """Whether words stand beside a box, or boxes of its size are ticked elsewhere on the page."""
    if box.typed is not None or any(abs(size - box.side) <= SQUARE * size for size in sizes):
        return True
    run = _beside(box, runs)
    return run is not None and _distance(box, run) <= NEAR * run.size


def _beside(box: Box, runs: Sequence[Run]) -> Run | None:
    """The nearest run of the line that a box stands in."""
    middle = (box.bbox[1] + box.bbox[3]) / 2
    level = [run for run in runs if not run.vertical and run.low <= middle <= run.high and run.text.strip()]
    return min(level, key=lambda run: _distance(box, run), default=None)


def _distance(box: Box, run: Run) -> float:
    inked = [k for k, char in enumerate(run.text) if not char.isspace()]
    first = next((k for k in inked if run.end[k] > box.bbox[2]), None)
    after = run.start[first] - box.bbox[2] if first is not None else float("inf")
    last = next((k for k in reversed(inked) if run.start[k] < box.bbox[0]), None)
    before = box.bbox[0] - run.end[last] if last is not None else float("inf")
    return max(min(after, before), 0.0)


def _as_run(box: Box, runs: Sequence[Run]) -> Run:
    """The box as a character of the line that it stands in."""
    x0, y0, x1, y1 = box.bbox
    text = CHECKED if box.checked else UNCHECKED
    line = _beside(box, runs)
    if line is None or _distance(box, line) > 2 * NEAR * line.size:
        return Run(text, [x0], [x1], y0, y1, y1 - y0)
    return Run(text, [x0], [x1], line.low, line.high, line.size)


def _rewrite(run: Run, gone: set[int], put: dict[int, str]) -> Iterable[Run]:
    """The run without some characters and with others replaced; in parts where characters are gone."""
    if put:
        run = replace(run, text="".join(put.get(k, char) for k, char in enumerate(run.text)))
    at = 0
    for k in sorted(gone):
        if k > at:
            yield run.cut(at, k)
        at = k + 1
    if at == 0:
        yield run
    elif at < len(run.text):
        yield run.cut(at, len(run.text))


def _is_square(box: Bbox) -> bool:
    width, height = box[2] - box[0], box[3] - box[1]
    longer = max(width, height)
    return min(width, height) >= SMALLEST and longer <= LARGEST and abs(width - height) <= SQUARE * longer


def _is_joined(box: Bbox, others: Iterable[Bbox]) -> bool:
    """Whether a line that is no part of a box touches one of its sides from outside: it is a cell of a table."""
    x0, y0, x1, y1 = box
    for ax, ay, bx, by in others:
        touches = ax <= x1 + CORNER and bx >= x0 - CORNER and ay <= y1 + CORNER and by >= y0 - CORNER
        outside = ax < x0 - CORNER or bx > x1 + CORNER or ay < y0 - CORNER or by > y1 + CORNER
        around = ax < x0 - CORNER and bx > x1 + CORNER and ay < y0 - CORNER and by > y1 + CORNER
        if touches and outside and not around:
            return True
    return False


def _is_inside(piece: Bbox, box: Bbox, reach: float) -> bool:
    return (
        min(piece[0], piece[2]) >= box[0] - reach
        and max(piece[0], piece[2]) <= box[2] + reach
        and min(piece[1], piece[3]) >= box[1] - reach
        and max(piece[1], piece[3]) <= box[3] + reach
    )


def _is_within(piece: Bbox, box: Bbox, margin: float) -> bool:
    """Whether both ends of a piece lie inside, with some paper to the sides (in parts of these)."""
    return _is_inside(piece, box, -margin * (box[2] - box[0]))


def _share(a: Bbox, b: Bbox) -> float:
    """Part of the smaller box that lies in the other."""
    across = min(a[2], b[2]) - max(a[0], b[0])
    down = min(a[3], b[3]) - max(a[1], b[1])
    if across <= 0 or down <= 0:
        return 0.0
    return across * down / min((a[2] - a[0]) * (a[3] - a[1]), (b[2] - b[0]) * (b[3] - b[1]))


def _meet(ax: float, ay: float, bx: float, by: float) -> bool:
    return abs(ax - bx) <= CORNER and abs(ay - by) <= CORNER


def _extent(rule: Rule) -> float:
    return max(rule.x1 - rule.x0, rule.y1 - rule.y0)


def _bbox(rule: Rule) -> Bbox:
    return (rule.x0, rule.y0, rule.x1, rule.y1)
