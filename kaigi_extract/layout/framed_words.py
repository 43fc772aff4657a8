"""Frames that are drawn around words of a line (Word's 囲み線) or of a cell: the words stay in their line, their cell.

Knows geometry only. What a table or a mark is has space around it; words in a line have others close beside them.
"""

from __future__ import annotations

from collections.abc import Sequence

from kaigi_extract.layout.ruled_tables import Net
from kaigi_extract.layout.settings import PageSettings
from kaigi_extract.source import Run
from kaigi_extract.source.page import Bbox


def without_framed_words(nets: Sequence[Net], runs: Sequence[Run], settings: PageSettings) -> list[Net]:
    """What ruled lines enclose, without frames around words of a line, and without those around all words of a cell: a
    frame beside other words of a cell is a note on it."""
    level = [run for run in runs if not run.vertical and run.text.strip()]
    tables = [net for net in nets if len(net.slots) > 1]
    return [
        net
        for net in nets
        if len(net.slots) > 1
        or not (any(_frames_cell(net, table, level) for table in tables) or _frames_words(net, nets, level, settings))
    ]


def _frames_cell(net: Net, table: Net, runs: Sequence[Run]) -> bool:
    """Whether a net lies within one cell of a table, of which no words are outside it."""
    x0, y0, x1, y1 = net.bbox
    cells = {table.find(x, y) for x in (x0, x1) for y in (y0, y1)}
    if len(cells) > 1 or cells == {-1}:
        return False
    middles = (((run.start[0] + run.end[-1]) / 2, (run.low + run.high) / 2) for run in runs)
    return not any(table.find(x, y) in cells and not (x0 <= x <= x1 and y0 <= y <= y1) for x, y in middles)


def _frames_words(net: Net, nets: Sequence[Net], runs: Sequence[Run], settings: PageSettings) -> bool:
    x0, y0, x1, y1 = net.bbox
    around = [run for run in runs if y0 < (run.low + run.high) / 2 < y1]
    inside = [run for run in around if any(x0 <= (a + b) / 2 <= x1 for a, b in zip(run.start, run.end, strict=True))]
    if not inside:
        return False
    size = max(run.size for run in inside)
    middle = (inside[0].low + inside[0].high) / 2
    if y1 - y0 > settings.framed_height * size or any(abs((r.low + r.high) / 2 - middle) > size / 4 for r in inside):
        return False
    reach = settings.framed_gap * size
    inner = [other.bbox for other in nets if other is not net and not _contains(other.bbox, net.bbox)]
    return any(_is_beside(run, net.bbox, middle, reach, inner) for run in around)


def _is_beside(run: Run, box: Bbox, middle: float, reach: float, others: Sequence[Bbox]) -> bool:
    """Whether a character of a run is close beside a box, on its line and in no other box."""
    if abs((run.low + run.high) / 2 - middle) > run.size / 4:
        return False
    near = (
        (start + end) / 2
        for char, start, end in zip(run.text, run.start, run.end, strict=True)
        if not char.isspace() and (0 <= box[0] - end + 1 <= reach or 0 <= start - box[2] + 1 <= reach)
    )
    return any(not any(o[0] <= x <= o[2] and o[1] <= middle <= o[3] for o in others) for x in near)


def _contains(outer: Bbox, inner: Bbox) -> bool:
    return outer[0] <= inner[0] and outer[1] <= inner[1] and inner[2] <= outer[2] and inner[3] <= outer[3]
