"""The measure of running text: where its lines begin and must end, and how far apart they are set.

Knows geometry and typesetting. What shows a measure are wraps: lines that stop in the middle of a sentence, at an edge
that others share. A page, a table's column or a stretch of a page may each have one of its own; where lines do not
wrap, none is found, and what is known of other pages holds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from kaigi_extract.layout.lines import Line
from kaigi_extract.layout.passages import ends_sentence, needed
from kaigi_extract.layout.settings import MeasureSettings, PassageSettings
from kaigi_extract.layout.table import Cell
from kaigi_extract.text import match_label


@dataclass(frozen=True, slots=True)
class Measure:
    """Of one text, in points: x where its lines begin and must end, and the empty space between two of them."""

    left: float
    right: float
    gap: float


def find_measure(
    blocks: Sequence[Sequence[Line]], least: float, settings: MeasureSettings, passages: PassageSettings
) -> Measure | None:
    """The measure that most of the lines share; None where too few of them show one.

    Each block holds lines that follow each other: a page's, or a cell's. `least` is the x that its edge must reach.
    """
    pairs = [(a, b) for block in blocks for a, b in pairwise(block) if _follow(a, b)]
    right = _shared_edge(pairs, settings)
    if right is None or right < least:
        return None
    wraps: list[tuple[Line, Line]] = []
    breaks: list[tuple[Line, Line]] = []
    for a, b in pairs:
        if not ends_sentence(a) and not match_label(b.text):
            full = right - a.x1 <= needed(a, b, passages) + passages.line_end_slack * a.size
            (wraps if full else breaks).append((a, b))
    if not _show_edge(wraps, breaks, settings):
        wraps, breaks = ([(a, b) for a, b in part if _hangs(a, b, passages)] for part in (wraps, breaks))
        if not _show_edge(wraps, breaks, settings):
            return None
    left = min(min(a.x0, b.x0) for a, b in wraps)
    return Measure(left, right, median((b.y0 - a.y1) for a, b in wraps if a.page == b.page))


def _show_edge(
    wraps: Sequence[tuple[Line, Line]], breaks: Sequence[tuple[Line, Line]], settings: MeasureSettings
) -> bool:
    """Whether lines stop at an edge in the middle of a sentence more often than they stop short of it."""
    return len(wraps) >= max(settings.least_wraps, settings.wrap_share * (len(wraps) + len(breaks)))


def _hangs(above: Line, below: Line, passages: PassageSettings) -> bool:
    """Whether a line is indented under the one above it: of a list, entries begin at one x, and what hangs wraps."""
    return below.x0 - above.x0 > passages.paragraph_indent * above.size


def _follow(above: Line, below: Line) -> bool:
    """Whether a line is printed below another and not beside it."""
    return above.page == below.page and below.y0 > above.y0 + above.size / 2 and not (above.vertical or below.vertical)


def _shared_edge(pairs: Sequence[tuple[Line, Line]], settings: MeasureSettings) -> float | None:
    """The rightmost x at which several lines end, give or take the character that did not fit."""
    ends = sorted((a for a, _ in pairs), key=lambda line: -line.x1)
    for k, line in enumerate(ends):
        others = [other for other in ends[k:] if line.x1 - other.x1 <= settings.shared_edge * line.size]
        if len(others) >= settings.least_wraps:
            return line.x1
    return None


def set_measures(pages: Sequence[Sequence[Line]], settings: MeasureSettings, passages: PassageSettings) -> None:
    """Tells the lines of each page where they begin and must end. `pages` holds its running text, page by page.

    Lines that know it already, in columns, are left as they are.
    """
    found = [
        find_measure([lines], settings.page_share * lines[0].frame.width, settings, passages) if lines else None
        for lines in pages
    ]
    known = [measure for measure in found if measure is not None]
    if not known:
        return
    usual = median(measure.left for measure in known)
    for lines, own in zip(pages, found, strict=True):
        for line in lines:
            if line.right is None:
                line.left = own.left if own else usual
                if own is not None:
                    line.right, line.spacing = own.right, own.gap


def set_cell_measures(cells: Sequence[Cell], settings: MeasureSettings, passages: PassageSettings) -> None:
    """Tells the lines of each column of cells where they must end, where that is short of the ruled line, and how far
    apart they are set."""
    columns: dict[tuple[int, int], list[Cell]] = defaultdict(list)
    for cell in cells:
        if len(cell.lines) > 1:
            columns[cell.column, cell.column_span].append(cell)
    for column in columns.values():
        blocks = [[line for line in cell.lines if isinstance(line, Line)] for cell in column]
        box = column[0].bbox
        if box is None or not any("、" in line.text or "。" in line.text for block in blocks for line in block):
            continue
        measure = find_measure(blocks, box[0] + settings.cell_share * (box[2] - box[0]), settings, passages)
        if measure is None:
            continue
        for cell, lines in zip(column, blocks, strict=True):
            if cell.right is not None and measure.right >= max(line.x1 for line in lines):
                cell.right = measure.right
                for line in lines:
                    line.right, line.spacing = measure.right, measure.gap
