"""Frames that a pen drew around words of a cell, on recognised pages: no lines of the table that the cell is in.

A line of a table goes on at its end, or meets others that do. A frame around words is as high as one line of text, its
side ends at its own level lines, which end there, too; and lines of the table pass over and under it. Knows geometry.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kaigi_extract.layout.lines import Line
from kaigi_extract.layout.ruled_tables import Segment
from kaigi_extract.layout.settings import LayoutSettings
from kaigi_extract.source.page import Bbox


def without_pen_frames(
    across: Sequence[Segment], down: Sequence[Segment], lines_in: Callable[[Bbox], list[Line]], settings: LayoutSettings
) -> tuple[list[Segment], list[Segment]]:
    """The level and upright ruled lines without frames around words within a cell."""
    gone: set[int] = set()
    for side in down:
        upper, lower = (_corner(side, tip, across, settings) for tip in (side.start, side.end))
        if upper is None or lower is None or not _are_alike(upper, lower, settings):
            continue
        box = (min(upper.start, lower.start), upper.at, max(upper.end, lower.end), lower.at)
        if not _is_at_column_line(box, down, settings):
            continue
        if _frames_words(box, lines_in(box), settings) and _is_within(box, (upper, lower), across, settings):
            gone |= {id(upper), id(lower)}
            gone |= {id(one) for one in down if _is_of(one, box, settings)}
    return [one for one in across if id(one) not in gone], [one for one in down if id(one) not in gone]


def _is_at_column_line(box: Bbox, down: Sequence[Segment], settings: LayoutSettings) -> bool:
    """Whether a frame begins or ends at an upright line that goes on beyond it both ways; boxes of charts are free."""
    slack = settings.open_tables.level_end_slack
    longer = [one for one in down if one.start < box[1] - slack and one.end > box[3] + slack]
    return any(min(abs(one.at - box[0]), abs(one.at - box[2])) <= slack for one in longer)


def _corner(side: Segment, tip: float, across: Sequence[Segment], settings: LayoutSettings) -> Segment | None:
    """The level line that ends where an upright one does; None where there is none."""
    reach = settings.open_tables.level_end_slack
    for one in across:
        if abs(one.at - tip) <= reach and min(abs(one.start - side.at), abs(one.end - side.at)) <= reach:
            return one
    return None


def _are_alike(upper: Segment, lower: Segment, settings: LayoutSettings) -> bool:
    """Whether two level lines are of one frame: they begin and end below each other."""
    slack = 2 * settings.open_tables.level_end_slack
    apart = max(abs(upper.start - lower.start), abs(upper.end - lower.end))
    return upper is not lower and upper.at < lower.at and apart <= slack


def _frames_words(box: Bbox, lines: Sequence[Line], settings: LayoutSettings) -> bool:
    """Whether a frame is around one line of text, closely."""
    return len(lines) == 1 and box[3] - box[1] <= settings.page.framed_height * lines[0].size


def _is_within(box: Bbox, own: tuple[Segment, Segment], across: Sequence[Segment], settings: LayoutSettings) -> bool:
    """Whether lines of a table pass over and under a frame, and on beyond its free end."""
    longer = [one for one in across if not any(one is piece for piece in own) and _passes(one, box, settings)]
    return any(one.at < box[1] for one in longer) and any(one.at > box[3] for one in longer)


def _passes(one: Segment, box: Bbox, settings: LayoutSettings) -> bool:
    """Whether a level line goes all along a frame and is longer than it is."""
    slack = settings.open_tables.level_end_slack
    is_over = one.start <= box[0] + slack and one.end >= box[2] - slack
    return is_over and one.end - one.start >= box[2] - box[0] + 2 * slack


def _is_of(one: Segment, box: Bbox, settings: LayoutSettings) -> bool:
    """Whether an upright line lies within a frame, or is a side of it."""
    slack = settings.open_tables.level_end_slack
    high = box[1] - slack <= one.start and one.end <= box[3] + slack
    return high and box[0] - slack <= one.at <= box[2] + slack
