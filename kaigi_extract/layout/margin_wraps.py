"""Values that go on at the margin of the labels: written with a tab behind each label, and no hanging indent.

Knows geometry; what a label looks like is handed in (`KnowsLabel`). Such lines are those of one value where it breaks
off in a sentence at the edge of the text, each but the last fills its line, and another known label follows with its
value in the column.
"""

from __future__ import annotations

from collections.abc import Sequence

from kaigi_extract.layout.gutter import split_line, starts_after_gaps
from kaigi_extract.layout.lines import Line
from kaigi_extract.layout.passages import ends_sentence
from kaigi_extract.layout.settings import BorderlessTableSettings
from kaigi_extract.layout.table import KnowsLabel

MOST_LINES = 40
"""Lines of one value that go on so, far more than which are prose."""


def lines_at_margin(
    lines: Sequence[Line],
    index: int,
    margin: float,
    column: float,
    knows: KnowsLabel,
    settings: BorderlessTableSettings,
) -> int:
    """How many lines, from one that runs over the gutter on, go on with the value above it at the margin of the labels;
    0 where they are something else."""
    if not 0 < index < len(lines) or ends_sentence(lines[index - 1]) or lines[index - 1].x0 > column:
        return 0
    edge = max(line.x1 for line in lines[index - 1 : index + settings.lines_below])
    end = index
    while end < min(len(lines), index + MOST_LINES) and _goes_on(lines[end - 1], lines[end], margin, edge, settings):
        split = split_line(lines[end], column, settings)
        if (split is not None and split.right is not None) or _is_parted(lines[end], settings):
            break
        end += 1
    if end == index or end == len(lines):
        return 0
    split = split_line(lines[end], column, settings)
    follows = split is not None and split.left is not None and split.right is not None
    known = follows and split is not None and split.left is not None and knows(split.left.text) == "label"
    return end - index if known else 0


def _is_parted(line: Line, settings: BorderlessTableSettings) -> bool:
    """Whether wide space parts a line, as it does a label and its value: behind the number of an item it is narrow."""
    return any(x - line.x0 > settings.value_indent * line.size for x in starts_after_gaps(line, settings))


def _goes_on(above: Line, line: Line, margin: float, edge: float, settings: BorderlessTableSettings) -> bool:
    """Whether a line at the margin follows closely on one that fills its line."""
    full = edge - above.x1 <= settings.wrap_end_slack * above.size
    return (
        full
        and abs(line.x0 - margin) <= settings.value_indent * line.size
        and line.y0 - above.y1 < (settings.close_gap * above.size)
    )
