"""The measure of running text: where its lines begin and must end, and how far apart they are set.

Knows geometry and typesetting. What shows a measure are wraps: lines that stop in the middle of a sentence, at an edge
that others share. A page, a table's column or a stretch of a page may each have one of its own; where lines do not
wrap, none is found, and what is known of other pages holds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.layout.lines import Line
from kaigi_extract.layout.passages import ends_sentence, needed
from kaigi_extract.layout.settings import MeasureSettings, PassageSettings
from kaigi_extract.layout.table import Cell
from kaigi_extract.text import match_label
from kaigi_extract.text.late_pattern import late_pattern

_HANGING = "、。，．,."
"""What may hang beyond the edge."""
_MARKS = late_pattern(r"[、。，．]")


@dataclass(frozen=True, slots=True)
class Measure:
    """Of one text, in points: x where its lines begin and must end, and the empty space between two of them."""

    left: float
    right: float
    gap: float
    hanging: bool = False
    """Whether its paragraphs hang under their first line."""

    def tell(self, lines: Iterable[Line]) -> None:
        """Writes it to lines; where they begin is not always known with it."""
        for line in lines:
            line.right, line.spacing, line.hanging = self.right, self.gap, self.hanging


def find_measure(
    blocks: Sequence[Sequence[Line]], least: float, settings: MeasureSettings, passages: PassageSettings
) -> Measure | None:
    """The measure that most of the lines share; None where too few of them show one.

    Each block holds lines that follow each other: a page's, or a cell's. `least` is the x that its edge must
    reach; running text may end before.
    """
    pairs = [(a, b) for block in blocks for a, b in pairwise(block) if _follow(a, b)]
    right = _shared_edge([line for block in blocks for line in block], pairs, settings)
    if right is None:
        return None
    wraps = _wraps(pairs, right, settings, passages)
    if not wraps:
        return None
    if right < least and not _is_running(wraps, settings):
        return None
    left = min(min(a.x0, b.x0) for a, b in wraps)
    gap = median(b.y0 - a.y1 for a, b in wraps)
    hanging = sum(_hangs(a, b, passages) for a, b in wraps)
    return Measure(left, right, gap, hanging >= settings.least_wraps and hanging > _set_in(wraps, passages))


def _wraps(
    pairs: Sequence[tuple[Line, Line]], right: float, settings: MeasureSettings, passages: PassageSettings
) -> list[tuple[Line, Line]]:
    """The lines that stop at an edge in the middle of a sentence, with the next ones; none where they show no edge."""
    wraps: list[tuple[Line, Line]] = []
    breaks: list[tuple[Line, Line]] = []
    for a, b in pairs:
        if not ends_sentence(a) and not match_label(b.text):
            full = right - a.x1 <= needed(a, b, passages) + passages.line_end_slack * a.size
            (wraps if full else breaks).append((a, b))
    if _show_edge(wraps, breaks, settings):
        return wraps
    wraps, breaks = ([(a, b) for a, b in part if _hangs(a, b, passages)] for part in (wraps, breaks))
    return wraps if _show_edge(wraps, breaks, settings) else []


def _show_edge(
    wraps: Sequence[tuple[Line, Line]], breaks: Sequence[tuple[Line, Line]], settings: MeasureSettings
) -> bool:
    """Whether lines stop at an edge in the middle of a sentence more often than they stop short of it."""
    return len(wraps) >= max(settings.least_wraps, settings.wrap_share * (len(wraps) + len(breaks)))


def _is_running(wraps: Sequence[tuple[Line, Line]], settings: MeasureSettings) -> bool:
    """Whether most of the lines that stop at the edge are long, and of sentences."""
    running = [a for a, b in wraps if _MARKS.search(a.text + b.text) and a.x1 - a.x0 >= settings.running_width * a.size]
    return len(running) >= max(settings.least_wraps, settings.wrap_share * len(wraps))


def _hangs(above: Line, below: Line, passages: PassageSettings) -> bool:
    """Whether a line is indented under the one above it: of a list, entries begin at one x, and what hangs wraps."""
    return below.x0 - above.x0 > passages.paragraph_indent * above.size


def _set_in(wraps: Sequence[tuple[Line, Line]], passages: PassageSettings) -> int:
    """How many lines begin right of the one that goes on with them: the first of paragraphs."""
    return sum(a.x0 - b.x0 > passages.paragraph_indent * a.size for a, b in wraps)


def _follow(above: Line, below: Line) -> bool:
    """Whether a line is printed below another and not beside it."""
    return above.page == below.page and below.y0 > above.y0 + above.size / 2 and not (above.vertical or below.vertical)


def _shared_edge(lines: Sequence[Line], pairs: Sequence[tuple[Line, Line]], settings: MeasureSettings) -> float | None:
    """The rightmost x at which several lines end, give or take the character that did not fit; fewer lines run on
    beyond it."""
    ends = [a for a, _ in pairs if a.text[-1] not in _HANGING]
    ends.sort(key=lambda line: -line.x1)
    for k, line in enumerate(ends):
        slack = settings.shared_edge * line.size
        short = next((at for at in range(k, len(ends)) if line.x1 - ends[at].x1 > slack), len(ends))
        if short - k >= settings.least_wraps:
            beyond = sum(other.x1 - line.x1 > slack for other in lines)
            return line.x1 if beyond < short - k else None
    return None


def set_measures(pages: Sequence[Sequence[Line]], settings: MeasureSettings, passages: PassageSettings) -> None:
    """Tells the lines of each page where they begin and must end. `pages` holds its running text, page by page.

    Lines that know it already, in columns, are left as they are.
    """
    pages = [[line for line in lines if line.right is None] for lines in pages]
    found = [
        find_measure([lines], settings.page_share * lines[0].frame.width, settings, passages) if lines else None
        for lines in pages
    ]
    known = [measure for measure in found if measure is not None]
    if not known:
        return
    usual = median(measure.left for measure in known)
    last: tuple[Measure, float] | None = None
    for free, own in zip(pages, found, strict=True):
        for line in free:
            line.left = own.left if own else usual
        if own is not None:
            own.tell(free)
        elif free and last is not None and free[0].size == last[1]:
            for line in free:
                line.spacing = max(last[0].gap, passages.paragraph_gap * line.size - passages.extra_gap * line.size)
        if own is not None and free:
            last = own, free[0].size


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
                measure.tell(lines)
