"""Printed lines split at a gutter, the empty space between the label and the value of a table without ruled lines."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.layout.lines import Line
from kaigi_extract.layout.settings import BorderlessTableSettings


@dataclass(slots=True)
class SplitLine:
    """A printed line, split at the gutter; at least one part is there."""

    left: Line | None
    right: Line | None

    @property
    def y0(self) -> float:
        return min(part.y0 for part in (self.left, self.right) if part)

    @property
    def y1(self) -> float:
        return max(part.y1 for part in (self.left, self.right) if part)

    @property
    def size(self) -> float:
        return max(part.size for part in (self.left, self.right) if part)

    @property
    def middle(self) -> float:
        return (self.y0 + self.y1) / 2


def split_line(line: Line, x: float, settings: BorderlessTableSettings) -> SplitLine | None:
    """The line split at `x`; None where its text crosses the gutter before it."""
    gutter = settings.gutter * line.size
    if line.vertical:
        return SplitLine(line, None) if line.x1 <= x else None
    if line.x0 >= x - settings.start_tolerance:
        return SplitLine(None, line)
    if line.x1 <= x - gutter:
        return SplitLine(line, None)
    k = bisect_left(line.start, x - settings.start_tolerance)
    left = len(line.text[:k].rstrip())
    if not 0 < left <= k < len(line.text) or line.start[k] - line.end[left - 1] < gutter:
        return None
    inked = len(line.text) - len(line.text[k:].lstrip())
    return SplitLine(line.cut(0, left), line.cut(inked, len(line.text)) if inked < len(line.text) else None)


def starts_after_gaps(line: Line, settings: BorderlessTableSettings) -> Iterator[float]:
    """The x at which a line begins, or goes on after a gap."""
    yield line.x0
    last = 0
    for k, char in enumerate(line.text):
        if char.isspace():
            continue
        if k and line.start[k] - line.end[last] >= settings.gutter * line.size:
            yield line.start[k]
        last = k
