"""Tables with sides of which a copier or a scanner left lines out, made whole. Knows ruled lines only.

Level lines that begin and end below each other tell where the sides of their table are; an upright line tells which
rows are of the table. So a level line that ends in the open goes on to the end of the others, and a row that is open
at one end is closed there. Tables without any side stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from kaigi_extract.layout.level_lines import Ladder, Level, level_ladders
from kaigi_extract.layout.ruled_tables import Segment
from kaigi_extract.layout.settings import LayoutSettings


def close_broken_tables(
    across: Sequence[Segment], down: Sequence[Segment], settings: LayoutSettings
) -> tuple[list[Segment], list[Segment]]:
    """The level and upright lines of a recognised page, those of tables with sides made whole."""
    level, upright = list(across), list(down)
    for ladder in level_ladders(across, settings, settings.open_tables.least_levels):
        rows = [
            (above, below)
            for above, below in pairwise(ladder.levels)
            if _is_parted(above, below, ladder, down, settings)
        ]
        ends = [[row for row in rows if _has_side(at, row, down, settings)] for at in (ladder.start, ladder.end)]
        if not any(ends) or any(_is_passed(at, ladder, across, settings) for at in (ladder.start, ladder.end)):
            continue
        for at, closed in zip((ladder.start, ladder.end), ends, strict=True):
            upright += [Segment(at, row[0].at, row[1].at) for row in rows if row not in closed]
        for one in ladder.levels:
            pieces = list(_whole(one, ladder, down, settings))
            if len(pieces) < len(one.pieces) or _length(pieces) > _length(one.pieces) + settings.ruled_tables.open_side:
                level = [piece for piece in level if not any(piece is own for own in one.pieces)] + pieces
    return level, upright


def _is_passed(at: float, ladder: Ladder, across: Sequence[Segment], settings: LayoutSettings) -> bool:
    """Whether other level lines, between those of a ladder or both above and below, go on beyond its ends: these are
    no sides then, as where lines under words of a cell end below each other."""
    slack, (_, y0, _, y1) = settings.open_tables.level_end_slack, ladder.box
    own = {id(piece) for level in ladder.levels for piece in level.pieces}
    passing = [one.at for one in across if id(one) not in own and one.start < at - slack and one.end > at + slack]
    return any(y0 < y < y1 for y in passing) or (any(y < y0 for y in passing) and any(y > y1 for y in passing))


def _length(pieces: Sequence[Segment]) -> float:
    return sum(piece.end - piece.start for piece in pieces)


def _is_parted(above: Level, below: Level, ladder: Ladder, down: Sequence[Segment], settings: LayoutSettings) -> bool:
    """Whether an upright line leads from one level line to the next, nearly all the way: they are of one table."""
    reach, least = settings.open_tables.side_reach, settings.open_tables.row_cover * (below.at - above.at)
    return any(
        ladder.start - reach <= one.at <= ladder.end + reach and _cover(one, above.at, below.at) >= least
        for one in down
    )


def _cover(one: Segment, start: float, end: float) -> float:
    return max(0.0, min(one.end, end) - max(one.start, start))


def _has_side(at: float, row: tuple[Level, Level], down: Sequence[Segment], settings: LayoutSettings) -> bool:
    """Whether a row is closed at one end of its level lines."""
    above, below = row[0].at, row[1].at
    side = (one for one in down if abs(one.at - at) <= settings.open_tables.side_reach)
    covered = sum(_cover(one, above, below) for one in side)
    return covered >= settings.ruled_tables.side_cover * (below - above)


def _whole(one: Level, ladder: Ladder, down: Sequence[Segment], settings: LayoutSettings) -> Iterator[Segment]:
    """The pieces of a level line, joined where it is interrupted in the open, and drawn on from there to the ends of
    the others."""
    at, slack = one.at, settings.open_tables.level_end_slack
    pieces = sorted(one.pieces, key=lambda piece: piece.start)
    start, end = pieces[0].start, pieces[0].end
    if start > ladder.start + slack and not _meets(at, start, down, settings):
        start = ladder.start
    for piece in pieces[1:]:
        if _meets(at, end, down, settings) and _meets(at, piece.start, down, settings):
            yield Segment(at, start, end)
            start = piece.start
        end = max(end, piece.end)
    if end < ladder.end - slack and not _meets(at, end, down, settings):
        end = ladder.end
    yield Segment(at, start, end)


def _meets(at: float, end: float, down: Sequence[Segment], settings: LayoutSettings) -> bool:
    """Whether a level line that ends somewhere meets an upright one there."""
    slack, touch = settings.open_tables.level_end_slack, settings.ruled_tables.rule_touch
    return any(abs(one.at - end) <= slack and one.start - touch <= at <= one.end + touch for one in down)
