"""Tables whose rows are parted by level lines alone: without sides, and without lines between label and value.

Level lines that begin and end below each other part the rows of one table where the words between them are labels and
values. Its sides are where the lines end, and its columns are parted where the values begin. An upright line in it is
a line of its own only where it reaches from one level line to another and parts words; all else that crosses them is
none of the table: strokes of a pen, a fold, the frame of a stamp. What a label looks like is handed in (`KnowsLabel`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.layout.gutter import SplitLine, split_line, starts_after_gaps
from kaigi_extract.layout.level_lines import Ladder, Level, level_ladders
from kaigi_extract.layout.lines import Line
from kaigi_extract.layout.ruled_tables import Net, Segment, build_net
from kaigi_extract.layout.settings import LayoutSettings
from kaigi_extract.layout.table import KnowsLabel
from kaigi_extract.source.page import Bbox

LinesIn = Callable[[Bbox], list[Line]]
"""The lines of text of those characters that have their middle in a box."""


@dataclass(slots=True)
class OpenTables:
    """What level lines alone part into rows, and the ruled lines of the page that are left."""

    nets: list[Net]
    across: list[Segment]
    down: list[Segment]

    def replace(self, across: Sequence[Segment], by: Sequence[Segment], down: Sequence[Segment]) -> None:
        """Puts level lines in place of some, and takes upright ones away."""
        taken = {id(one) for one in (*across, *down)}
        self.across = [*(one for one in self.across if id(one) not in taken), *by]
        self.down = [one for one in self.down if id(one) not in taken]


def take_open_tables(
    across: Sequence[Segment], down: Sequence[Segment], lines_in: LinesIn, knows: KnowsLabel, settings: LayoutSettings
) -> OpenTables:
    """Takes the tables of level lines out of the ruled lines of a page, with what crosses them."""
    found = OpenTables([], list(across), list(down))
    for ladder in level_ladders(across, settings, settings.open_tables.least_levels):
        if next(_uprights(ladder.box, down, lines_in, settings), None) is not None:
            continue
        rows = [_Row(box, lines_in(box)) for box in ladder.rows()]
        gutter = _gutter(rows, knows, settings)
        for some in _stretches(rows, gutter, settings) if gutter is not None else ():
            _take(some, ladder, found, lines_in, settings)
    return found


def clean_open_tables(
    across: Sequence[Segment], down: Sequence[Segment], lines_in: LinesIn, settings: LayoutSettings
) -> tuple[list[Segment], list[Segment]]:
    """The level and upright lines of a recognised page, those of tables that have lines between their columns and no
    sides as they were before a copier and a pen came over them."""
    found = OpenTables([], list(across), list(down))
    for ladder in level_ladders(across, settings, settings.open_tables.parted_levels):
        uprights, reach = list(_uprights(ladder.box, down, lines_in, settings)), settings.open_tables.side_reach
        inner = [at for at in uprights if ladder.start + reach < at < ladder.end - reach]
        if inner and not any(_is_side(at, inner, ladder, down, settings) for at in uprights if at not in inner):
            _clean(ladder, inner, found, lines_in, settings)
    return found.across, found.down


@dataclass(slots=True)
class _Row:
    """What is between two level lines."""

    box: Bbox
    lines: list[Line]
    column: float = 0.0
    """x at which its value begins."""


def _uprights(box: Bbox, down: Sequence[Segment], lines_in: LinesIn, settings: LayoutSettings) -> Iterator[float]:
    """x of the upright lines that go down a table for the most part: its sides, and the lines between its columns,
    which part words."""
    x0, y0, x1, y1 = box
    reach = settings.open_tables.side_reach
    beside = [one for one in down if x0 - reach <= one.at <= x1 + reach]
    for first in beside:
        same = [one for one in beside if abs(one.at - first.at) <= settings.ruled_tables.rule_snap]
        covered = sum(max(0.0, min(one.end, y1) - max(one.start, y0)) for one in same)
        if covered < settings.open_tables.upright_cover * (y1 - y0):
            continue
        is_inner = x0 + reach < first.at < x1 - reach
        if not is_inner or _parts(first.at, lines_in((x0, max(first.start, y0), x1, min(first.end, y1))), settings):
            yield first.at


def _is_side(
    at: float, inner: Sequence[float], ladder: Ladder, down: Sequence[Segment], settings: LayoutSettings
) -> bool:
    """Whether an upright line at the ends of level lines reaches as far up and down as those between the columns do: a
    table that the page cut has no side that ends before them, while a pen draws beside some of its rows."""
    slack = settings.ruled_tables.open_side
    first, last = _reach(at, ladder, down, settings)
    within = [_reach(one, ladder, down, settings) for one in inner]
    return first <= min(start for start, _ in within) + slack and last >= max(end for _, end in within) - slack


def _reach(at: float, ladder: Ladder, down: Sequence[Segment], settings: LayoutSettings) -> tuple[float, float]:
    """From where to where the pieces of an upright line reach that are beside rows of a table."""
    _, y0, _, y1 = ladder.box
    same = [one for one in down if abs(one.at - at) <= settings.ruled_tables.rule_snap]
    beside = [one for one in same if one.start < y1 and one.end > y0]
    return min(one.start for one in beside), max(one.end for one in beside)


def _clean(
    ladder: Ladder, uprights: Sequence[float], found: OpenTables, lines_in: LinesIn, settings: LayoutSettings
) -> None:
    """Draws the level lines of a table without sides from end to end, and takes away what crosses them and is no line
    between its columns."""
    snap = settings.ruled_tables.rule_snap
    ladder = Ladder(
        ladder.start, ladder.end, [one for one in ladder.levels if not _underlines(one, uprights, settings)]
    )
    levels = ladder.drawn([(at - snap, at + snap) for at in uprights])
    heights = [level.at for level in levels]
    others = [one for one in found.down if all(abs(one.at - at) > snap for at in uprights)]
    crossing = [
        one
        for one in _crossing(ladder.box, heights, others, settings)
        if not _parts_words(one, heights, (ladder.start, ladder.end), lines_in, settings)
    ]
    crossing += [one for one in others if one not in crossing and _is_beside(one, ladder, settings)]
    found.replace([piece for level in ladder.levels for piece in level.pieces], levels, crossing)


def _underlines(level: Level, uprights: Sequence[float], settings: LayoutSettings) -> bool:
    """Whether a level line begins behind a line between columns, where words do, and does not meet it."""
    start, _ = level.hull
    near, far = settings.ruled_tables.rule_snap, settings.ruled_tables.open_side
    return any(at + near < start <= at + far for at in uprights)


def _is_beside(one: Segment, ladder: Ladder, settings: LayoutSettings) -> bool:
    """Whether an upright line is along the ends of level lines."""
    x0, y0, x1, y1 = ladder.box
    return (
        one.start < y1 and one.end > y0 and min(abs(one.at - x0), abs(one.at - x1)) <= settings.open_tables.side_reach
    )


def _crossing(box: Bbox, heights: Sequence[float], down: Sequence[Segment], settings: LayoutSettings) -> list[Segment]:
    """The upright lines that meet level lines at some heights, or cross them."""
    touch, reach = settings.ruled_tables.rule_touch, settings.open_tables.side_reach
    return [
        one
        for one in down
        if box[0] - reach <= one.at <= box[2] + reach
        and any(one.start - touch <= at <= one.end + touch for at in heights)
    ]


def _gutter(rows: Sequence[_Row], knows: KnowsLabel, settings: LayoutSettings) -> float | None:
    """x at which the values of most rows begin, beside a label that is known; None where they do not."""
    filled = [row for row in rows if row.lines]
    starts = {
        round(x, 1) for row in filled for line in row.lines for x in starts_after_gaps(line, settings.borderless_tables)
    }
    best: tuple[int, float] | None = None
    for x in sorted(starts):
        splits = [_split(row, x, settings) for row in filled]
        labels = [_text(split) for split in splits if split is not None and _is_full(split)]
        known = sum(knows(label) == "label" for label in labels)
        enough = known >= max(settings.open_tables.least_rows, settings.open_tables.known_labels * len(labels))
        if enough and 2 * len(labels) >= len(filled) and (best is None or known > best[0]):
            best = (known, x)
    return best[1] if best else None


def _split(row: _Row, x: float, settings: LayoutSettings) -> list[SplitLine] | None:
    """The lines of a row, split where values begin; None where most of them run over that: they are running text. A
    line or so may be crossed by a mark that is read with it."""
    parts = [split_line(line, x, settings.borderless_tables) for line in row.lines]
    kept = [part for part in parts if part is not None]
    return kept if 2 * len(kept) >= len(parts) else None


def _is_full(split: Sequence[SplitLine]) -> bool:
    """Whether a row has a label and a value."""
    return any(part.left for part in split) and any(part.right for part in split)


def _text(split: Sequence[SplitLine]) -> str:
    return "".join(part.left.text for part in split if part.left)


def _stretches(rows: Sequence[_Row], gutter: float, settings: LayoutSettings) -> Iterator[list[_Row]]:
    """The rows that follow each other: running text between two tables parts them, and what is above the first full row
    or below the last is none."""
    some: list[_Row] = []
    last = 0
    for row in (*rows, None):
        split = None if row is None else _split(row, gutter, settings)
        if row is not None and split is not None:
            if _is_full(split):
                some.append(row)
                last = len(some)
            elif some:
                some.append(row)
            continue
        if last >= settings.open_tables.least_rows:
            for one in some[:last]:
                one.column = gutter
            yield some[:last]
        some, last = [], 0


def _take(rows: Sequence[_Row], ladder: Ladder, found: OpenTables, lines_in: LinesIn, settings: LayoutSettings) -> None:
    """Makes a net of rows, and takes the level lines around them and what crosses these out of the lines left."""
    x0, y0, x1, _ = rows[0].box
    y1 = rows[-1].box[3]
    some = Ladder(x0, x1, [level for level in ladder.levels if y0 <= level.at <= y1])
    heights = [level.at for level in some.levels]
    crossing = _crossing(some.box, heights, found.down, settings)
    own = [one for one in crossing if _parts_words(one, heights, (x0, x1), lines_in, settings)]
    border = _border(rows, settings)
    slack = settings.open_tables.level_end_slack
    levels = some.drawn([(border - slack, rows[0].column + slack)])
    uprights = [Segment(x, y0, y1) for x in (x0, border, x1)]
    net = build_net(levels, [*uprights, *own], settings.ruled_tables)
    if net is not None:
        found.nets.append(net)
        found.replace([piece for level in some.levels for piece in level.pieces], [], crossing)


def _border(rows: Sequence[_Row], settings: LayoutSettings) -> float:
    """x between labels and values: half way from the longest label, and within reach of the values."""
    x = rows[0].column
    splits = [part for row in rows for part in _split(row, x, settings) or ()]
    ends = [part.left.x1 for part in splits if part.left]
    begins = min((part.right.x0 for part in splits if part.right), default=x)
    size = max((part.size for part in splits), default=0.0)
    return max((begins + max(ends, default=begins)) / 2, begins - size / 2)


def _parts_words(
    one: Segment, levels: Sequence[float], ends: tuple[float, float], lines_in: LinesIn, settings: LayoutSettings
) -> bool:
    """Whether an upright line reaches from one level line to another, and parts the words there."""
    touch = settings.ruled_tables.rule_touch
    if not all(any(abs(at - tip) <= touch for at in levels) for tip in (one.start, one.end)):
        return False
    return _parts(one.at, lines_in((ends[0], one.start, ends[1], one.end)), settings)


def _parts(x: float, lines: Sequence[Line], settings: LayoutSettings) -> bool:
    """Whether words are on both sides of an upright line, and most lines of text have none at it: a pen draws over
    some."""
    behind = [next((k for k, start in enumerate(line.start) if start > x - 1), len(line.text)) for line in lines]
    gutter = settings.borderless_tables.gutter
    free = sum(
        k in (0, len(line.text)) or line.start[k] - line.end[len(line.text[:k].rstrip()) - 1] >= gutter * line.size
        for k, line in zip(behind, lines, strict=True)
    )
    both = any(behind) and any(k < len(line.text) for k, line in zip(behind, lines, strict=True))
    return both and free >= settings.open_tables.free_lines * len(lines)
