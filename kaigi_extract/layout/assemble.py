"""Pages of facts to one flow of lines and tables in reading order, stitched across pages. The entry of this room."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter

from kaigi_extract.layout.borderless_tables import OpenTable, find_borderless_tables
from kaigi_extract.layout.line_numbers import take_line_numbers
from kaigi_extract.layout.lines import AnyLine, Line
from kaigi_extract.layout.margins import margin_lines
from kaigi_extract.layout.measures import set_measures
from kaigi_extract.layout.page import PageLayout
from kaigi_extract.layout.settings import DEFAULT_LAYOUT, LayoutSettings
from kaigi_extract.layout.stitching import append_table, goes_on, last_lines
from kaigi_extract.layout.table import Grid, KnowsLabel
from kaigi_extract.source.page import Bbox


@dataclass(slots=True)
class Arrangement:
    """A whole file: what is read, in order, and what is in its margins."""

    items: list[AnyLine | Grid] = field(default_factory=list)
    furniture: list[AnyLine] = field(default_factory=list)
    """Headers, footers, page numbers and what stands beside the text, by page. Furniture is docling's word for them."""
    repairs: list[tuple[str, list[AnyLine]]] = field(default_factory=list)
    """What had to be repaired in a text export, in words, with the lines concerned."""
    doubts: list[tuple[str, list[AnyLine]]] = field(default_factory=list)
    """What could not be repaired."""
    settings: LayoutSettings = DEFAULT_LAYOUT
    """The settings it was arranged with; lines that become paragraphs later take `settings.passages`."""


def arrange(
    layouts: Sequence[PageLayout],
    knows: KnowsLabel,
    is_mark: Callable[[str], bool],
    is_title: Callable[[AnyLine], bool] = lambda _: False,
    settings: LayoutSettings = DEFAULT_LAYOUT,
) -> Arrangement:
    """Joins the pages.

    `knows` detects field labels, for tables without ruled lines; `is_mark` marks such as 資料1; `is_title` lines that
    head a document of one page, many of which may follow each other: no headers.
    """
    arrangement = Arrangement(settings=settings)
    layouts = take_line_numbers(layouts, settings.line_numbers)
    margins = margin_lines(layouts, knows, is_mark, is_title, settings.margins)
    feet = last_lines(layouts, margins, settings.stitching)
    previous: Grid | None = None
    for layout in layouts:
        body = [item for item in layout.items if id(item) not in margins]
        arrangement.furniture += [item for item in layout.items if isinstance(item, Line) and id(item) in margins]
        arrangement.furniture += [*layout.asides, *layout.struck]
        body = _with_borderless(body, layout.fills, knows, previous, settings)
        tail = body
        if previous is not None and body and isinstance(body[0], Grid):
            room = feet.get(round(layout.frame.height), 0.0) - previous.y1
            room -= settings.stitching.room_below * layout.frame.height
            if goes_on(previous, body[0], room, settings.stitching):
                append_table(previous, body[0], knows, settings.stitching)
                tail = body[1:]
        arrangement.items += tail
        last = tail[-1] if tail else previous if body else None
        previous = last if isinstance(last, Grid) else None
    running = [item for item in arrangement.items if isinstance(item, Line) and not (item.boxed or item.vertical)]
    by_page = [list(lines) for _, lines in groupby(running, key=attrgetter("page"))]
    set_measures(by_page, settings.measures, settings.passages)
    return arrangement


def _with_borderless(
    body: list[Line | Grid], fills: list[Bbox], knows: KnowsLabel, previous: Grid | None, settings: LayoutSettings
) -> list[Line | Grid]:
    """The items of a page, with the lines that form tables without ruled lines replaced by these."""
    result: list[Line | Grid] = []
    stretch: list[Line] = []
    carried = _carried(previous) if previous is not None and not previous.ruled else None

    def close(carried: OpenTable | None) -> None:
        at = 0
        for first, last, grid in find_borderless_tables(stretch, knows, settings, fills, carried):
            result.extend(stretch[at:first])
            result.append(grid)
            at = last
        result.extend(stretch[at:])
        stretch.clear()

    for item in body:
        if isinstance(item, Line) and not item.boxed:
            stretch.append(item)
        else:
            close(carried if not result else None)
            result.append(item)
    close(carried if not result else None)
    return result


def _carried(grid: Grid) -> OpenTable:
    label = [cell.passage.text for cell in grid.cells if cell.column == 0][-1]
    return OpenTable(grid.xs[0], grid.xs[1], label, max(line.size for line in grid.lines()))
