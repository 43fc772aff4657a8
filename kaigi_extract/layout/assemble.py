"""Pages of facts to one flow of lines and tables in reading order, stitched across pages. The entry of this room."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import field
from itertools import groupby
from operator import attrgetter

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.layout.borderless_lists import find_lists, is_list
from kaigi_extract.layout.borderless_lists import go_on as go_on_list
from kaigi_extract.layout.borderless_tables import OpenTable, carried_on, find_borderless_tables
from kaigi_extract.layout.known_texts import NO_HEADS, Heads, HeadsList
from kaigi_extract.layout.label_columns import split_label_column
from kaigi_extract.layout.line_numbers import take_line_numbers
from kaigi_extract.layout.lines import AnyLine, Line
from kaigi_extract.layout.margins import margin_lines
from kaigi_extract.layout.measures import set_measures
from kaigi_extract.layout.page import PageLayout
from kaigi_extract.layout.page_comparisons import find_page_comparisons
from kaigi_extract.layout.recognised_edges import recognised_edges
from kaigi_extract.layout.repeated_heads import captions_again, goes_on_below, repeated_head, take_head, take_label
from kaigi_extract.layout.settings import DEFAULT_LAYOUT, LayoutSettings, StitchingSettings
from kaigi_extract.layout.stitching import append_table, beside_tables, follows, goes_on, is_rest, last_lines
from kaigi_extract.layout.table import Grid, KnowsLabel, stretches
from kaigi_extract.source.page import Bbox


@dataclass(slots=True)
class Arrangement:
    """A whole file: what is read, in order, and what is in its margins."""

    items: list[AnyLine | Grid] = field(default_factory=list)
    furniture: list[AnyLine] = field(default_factory=list)
    """Headers, footers, page numbers and what is beside the text, by page. Furniture is docling's word for them."""
    notes: list[AnyLine] = field(default_factory=list)
    """Footnotes and endnotes that the file keeps apart from the text."""
    repairs: list[tuple[str, list[AnyLine]]] = field(default_factory=list)
    """What had to be repaired in a text export, in words, with the lines concerned."""
    doubts: list[tuple[str, list[AnyLine]]] = field(default_factory=list)
    """What could not be repaired."""
    unread: list[tuple[str, list[AnyLine]]] = field(default_factory=list)
    """Labels of a text export whose values could not be told apart."""
    settings: LayoutSettings = DEFAULT_LAYOUT
    """The settings it was arranged with; lines that become paragraphs later take `settings.passages`."""

    def lines(self) -> Iterator[AnyLine]:
        """Every line of it, those of tables and what is apart from the flow included."""
        for item in self.items:
            yield from item.lines() if isinstance(item, Grid) else [item]
        yield from self.notes
        yield from self.furniture


def arrange(
    layouts: Sequence[PageLayout],
    knows: KnowsLabel,
    is_mark: Callable[[str], bool],
    is_title: Callable[[AnyLine], bool] = lambda _: False,
    settings: LayoutSettings = DEFAULT_LAYOUT,
    heads_comparison: Heads = NO_HEADS,
    heads_list: HeadsList = lambda _: False,
) -> Arrangement:
    """Joins the pages.

    `knows` detects field labels, for tables without ruled lines; `is_mark` marks such as 資料1; `is_title` lines that
    head a document of one page, many of which may follow each other: no headers; `heads_comparison` texts beside each
    other that head the columns of a 新旧対照表, `heads_list` such as head those of a list.
    """
    arrangement = Arrangement(settings=settings)
    layouts = take_line_numbers(layouts, settings.line_numbers)
    margins = margin_lines(layouts, knows, is_mark, is_title, settings.margins)

    def means(line: AnyLine) -> bool:
        return is_title(line) or is_mark(line.text) or knows(line.text) is not None

    margins |= recognised_edges(layouts, means, settings.recognised_edges)
    comparisons = find_page_comparisons(layouts, margins, heads_comparison, settings)
    beside = (margins - comparisons.lines) | comparisons.repeated
    feet = last_lines(layouts, margins, settings.stitching)
    open_table: _OpenRuled | None = None
    for layout in layouts:
        body = comparisons.put_in(layout.items, margins)
        arrangement.furniture += [item for item in layout.items if isinstance(item, Line) and id(item) in beside]
        arrangement.furniture += [*layout.asides, *layout.struck]
        previous = open_table.grid if open_table is not None and not open_table.noted else None
        for item in body:
            if isinstance(item, Grid):
                split_label_column(item, knows, settings, previous if item is body[0] else None)
        is_blank = not body
        if open_table is not None and previous is not None and is_list(previous):
            body = _without_rows(open_table, body, arrangement)
            previous = None
        body = _with_borderless(_with_lists(body, heads_list, settings), layout.fills, knows, previous, settings)
        tail, aside = body, beside_tables(body, settings.stitching)
        if open_table is not None and (previous is not None or open_table.noted):
            room = feet.get(round(layout.frame.height), 0.0) - open_table.grid.y1
            room -= settings.stitching.room_below * layout.frame.height
            tail = _go_on(open_table, body, aside, room, knows, arrangement)
        tail = _without_notice(tail, arrangement)
        arrangement.items += tail
        flow = [item for item in tail if id(item) not in aside] if aside else tail
        open_table = _open_below(flow, None if is_blank else open_table, settings.stitching)
    _put_captions_back(arrangement, is_mark)
    running = [item for item in arrangement.items if isinstance(item, Line) and not (item.boxed or item.vertical)]
    by_page = [list(lines) for _, lines in groupby(running, key=attrgetter("page"))]
    set_measures(by_page, settings.measures, settings.passages)
    return arrangement


@dataclass(slots=True)
class _OpenRuled:
    """The table that a page ends with, which the next one may go on with."""

    grid: Grid
    captions: list[AnyLine]
    """The lines above it, from the last table or the top of its page on."""
    noted: bool = False
    """Whether lines are below it, such as a note: then only what can be nothing else is the rest of it."""


def _open_below(items: list[Line | Grid], before: _OpenRuled | None, settings: StitchingSettings) -> _OpenRuled | None:
    """The table that a page ends with, but for a few lines: `before`, where nothing but that is on the page."""
    if not items:
        return before
    tables = [k for k, item in enumerate(items) if isinstance(item, Grid)]
    below = len(items) - 1 - tables[-1] if tables else len(items)
    if below > settings.caption_lines or not tables:
        return None
    last = items[tables[-1]]
    assert isinstance(last, Grid)
    above = tables[-2] + 1 if len(tables) > 1 else 0
    captions: list[AnyLine] = [item for item in items[above : tables[-1]] if not isinstance(item, Grid)]
    return _OpenRuled(last, captions, noted=below > 0) if last.ruled or not below else None


def _go_on(
    before: _OpenRuled,
    body: list[Line | Grid],
    aside: set[int],
    room: float,
    knows: KnowsLabel,
    arrangement: Arrangement,
) -> list[Line | Grid]:
    """Adds the first table of a page to the one that the page before ended with, where it goes on with it; returns what
    is left of the page. A head printed again and captions that say no more go to the headers and footers; what is
    `aside`, left or right of a table, is no caption."""
    first = next((k for k, item in enumerate(body) if isinstance(item, Grid)), None)
    if first is None:
        return body
    settings, grid = arrangement.settings.stitching, body[first]
    captions = [item for item in body[:first] if isinstance(item, Line) and id(item) not in aside]
    assert isinstance(grid, Grid)
    if before.noted and not is_rest(before.grid, grid, settings):
        return body
    if captions and not captions_again(captions, grid, before.captions, settings):
        return body
    repeated = 0
    if follows(before.grid, grid):
        repeated = repeated_head(before.grid, grid, knows, settings)
    if not repeated and not goes_on(before.grid, grid, room, settings):
        return body
    arrangement.furniture += captions
    if repeated:
        before.grid.head_repeated = True
        arrangement.furniture += take_head(grid, repeated)
    if grid.cells:
        arrangement.furniture += take_label(before.grid, grid)
        append_table(before.grid, grid, knows, settings)
    else:
        before.grid.last_page, before.grid.y1 = grid.last_page, grid.y1
    return [item for item in body[:first] if id(item) in aside] + body[first + 1 :]


def _without_notice(items: list[Line | Grid], arrangement: Arrangement) -> list[Line | Grid]:
    """The items without a last line that only says that the table above it goes on."""
    if len(items) > 1 and isinstance(items[-2], Grid):
        last = items[-1]
        if isinstance(last, Line) and goes_on_below(last):
            arrangement.furniture.append(last)
            return items[:-1]
    return items


def _put_captions_back(arrangement: Arrangement, is_mark: Callable[[str], bool]) -> None:
    """A caption that is printed again on each page above the head of its table is read once, above the table."""
    again = [grid for grid in arrangement.items if isinstance(grid, Grid) and grid.head_repeated]
    for grid in again:
        top = grid.y0
        for line in sorted(arrangement.furniture, key=lambda line: -line.y1):
            if not isinstance(line, Line) or line.page != grid.first_page or line.y1 > top or line.boxed:
                continue
            if top - line.y1 > arrangement.settings.stitching.caption_gap * line.size or is_mark(line.text):
                break
            arrangement.furniture.remove(line)
            arrangement.items.insert(arrangement.items.index(grid), line)
            top = line.y0


def _without_rows(before: _OpenRuled, body: list[Line | Grid], arrangement: Arrangement) -> list[Line | Grid]:
    """The items of a page without the rows of the list that the page before ended with, which these are added to; its
    head and captions, where they are printed again, go to the headers and footers."""
    first = next((k for k, item in enumerate(body) if isinstance(item, Grid)), len(body))
    lines = [line for line in body[:first] if isinstance(line, Line)]
    again, taken = go_on_list(before.grid, lines, before.captions, arrangement.settings)
    arrangement.furniture += lines[:again]
    return body[taken:]


def _with_lists(body: list[Line | Grid], heads: HeadsList, settings: LayoutSettings) -> list[Line | Grid]:
    """The items of a page, with the lines that form lists without ruled lines replaced by these."""
    result: list[Line | Grid] = []
    for stretch in stretches(body):
        lines = [line for line in stretch if isinstance(line, Line)] if not isinstance(stretch, Grid) else []
        at = 0
        for first, last, grid in find_lists(lines, heads, settings):
            result += [*lines[at:first], grid]
            at = last
        result += [stretch] if isinstance(stretch, Grid) else lines[at:]
    return result


def _with_borderless(
    body: list[Line | Grid], fills: list[Bbox], knows: KnowsLabel, previous: Grid | None, settings: LayoutSettings
) -> list[Line | Grid]:
    """The items of a page, with the lines that form tables without ruled lines replaced by these."""
    result: list[Line | Grid] = []
    stretch: list[Line] = []
    carried = carried_on(previous) if previous is not None and not previous.ruled else None

    def close(carried: OpenTable | None) -> None:
        at = 0
        for first, last, grid in find_borderless_tables(stretch, knows, settings, fills, carried):
            result.extend(stretch[at:first])
            result.append(grid)
            at = last
        result.extend(stretch[at:])
        stretch.clear()

    for item in body:
        if isinstance(item, Grid) or (stretch and stretch[-1].boxed != item.boxed):
            close(carried if not result else None)
        if isinstance(item, Line):
            stretch.append(item)
        else:
            result.append(item)
    close(carried if not result else None)
    return result
