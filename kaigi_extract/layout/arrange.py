"""Pages of facts to one flow of lines and tables in reading order, stitched across pages. The entry of this room."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from kaigi_extract.layout.checkboxes import write_boxes
from kaigi_extract.layout.grid import Cell, Grid
from kaigi_extract.layout.line import AnyLine, Line, build_lines
from kaigi_extract.layout.rules import Net, Segment, read_rules
from kaigi_extract.layout.unruled import Carried, KnowsLabel, find_unruled
from kaigi_extract.normalise import fold, squeeze
from kaigi_extract.source import Frame, Page, Rule, Run, Shape
from kaigi_extract.source.page import RULE_WIDTH, WHITE, Bbox

HEAD, FOOT = 0.12, 0.085
"""Parts of the page's longer side, above and below, in which running heads and page numbers stand: margins are as wide
on a page laid crosswise."""
EDGE_LINES = 3
"""Lines from the edge of the page that may be running heads."""
UNDERLINE = 0.35
"""Ems between the bottom of the em box and a rule that underlines it, either way."""
FRAME_SHARE = 0.3
"""Part of the page from which on a frame is the page's own border and holds the text, rather than a mark."""
IN_ORDER = 3
"""Pages in a row on which a line of the margin must count on to be a page number with words around it."""
CENTRED = 0.03
"""Part of the page's width by which the middle of a title may miss that of the page."""
SAME_SIZE = 0.05
"""Ems by which the letters of one title may differ."""
TITLE_WIDTH = 0.7
"""Part of the page's width that it may fill; a line of text fills more."""
LONGEST_LABEL = 40
"""Characters within which a field label at the start of a line must end."""
ROOM = 0.15
"""Part of the page's height, beyond that of the row to come, which must have been left under a table for the next one
not to go on with it. Papers bound together have feet that differ by half as much."""
COLUMN_SNAP = 5.0
"""Points by which the columns of a table may differ from page to page: a scanner stretches pages, and of a double frame
it may show one rule here and the other there."""

WORN = ".,;:'`~_・。、"
"""What an engine makes of a worn dash."""

_PAGE_NUMBER = re.compile(r"^(?:[-－‐–—―─ー]?(?:p\.?|page)?\d{1,4}(?:[/／]\d{1,4})?(?:ページ|頁)?[-－‐–—―─ー]?)$", re.I)
_DIGITS = re.compile(r"\d+")
_FEW_DIGITS = re.compile(r"(?<!\d)\d{1,5}(?!\d)")


@dataclass(slots=True)
class PageLayout:
    """Lines and tables of one page, from the top down."""

    frame: Frame
    items: list[Line | Grid]
    fills: list[Bbox]
    """Shaded boxes."""


@dataclass(slots=True)
class Arrangement:
    """A whole file: what is read, in order, and what stands in its margins."""

    items: list[AnyLine | Grid] = field(default_factory=list)
    furniture: list[AnyLine] = field(default_factory=list)
    """Running heads and page numbers, by page."""
    mended: list[tuple[str, list[AnyLine]]] = field(default_factory=list)
    """What had to be put right in a text export, in words, with the lines concerned."""
    doubts: list[tuple[str, list[AnyLine]]] = field(default_factory=list)
    """What could not be put right."""


def arrange(
    layouts: Sequence[PageLayout],
    knows: KnowsLabel,
    is_mark: Callable[[str], bool],
    is_title: Callable[[AnyLine], bool] = lambda _: False,
) -> Arrangement:
    """Joins the pages. `knows` tells field labels, for tables without rules; `is_mark` marks such as 資料1; `is_title`
    lines that head a sheet of one page, and many such sheets may follow each other: no running heads."""
    arrangement = Arrangement()
    margins = _running(layouts, knows, is_mark, is_title)
    feet = _feet(layouts, margins)
    previous: Grid | None = None
    for layout in layouts:
        body = [item for item in layout.items if id(item) not in margins]
        arrangement.furniture += [item for item in layout.items if isinstance(item, Line) and id(item) in margins]
        body = _with_unruled(body, layout.fills, knows, previous)
        room = feet.get(round(layout.frame.height), 0.0) - (previous.y1 if previous is not None else 0.0)
        room -= ROOM * layout.frame.height
        if previous is not None and body and isinstance(body[0], Grid) and _continues(previous, body[0], room):
            _append(previous, body[0], knows)
            tail = body[1:]
        else:
            tail = body
        arrangement.items += tail
        last = tail[-1] if tail else previous if body else None
        previous = last if isinstance(last, Grid) else None
    return arrangement


def arrange_page(page: Page, is_mark: Callable[[str], bool]) -> PageLayout:
    """Lines and ruled tables of one page. `is_mark` tells marks such as 資料1, whose frame is no part of a table."""
    page = write_boxes(page)
    frame = page.frame
    marks, rest = _take_marks(page, is_mark)
    ruling = read_rules(table_rules(page, rest))
    nets = [net for net in ruling.nets if not _is_border(net, frame)]
    marked = {id(run) for runs in marks for run in runs}
    free, inside = _share_out([run for run in page.runs if id(run) not in marked], nets)
    items: list[Line | Grid] = list(build_lines(free, frame))
    for index, net in enumerate(nets):
        texts = inside.get(index)
        if texts:
            items += [_grid(net, texts, frame)] if len(net.slots) > 1 else _boxed(texts[0], frame)
    for runs in marks:
        items += _boxed(runs, frame)
    _underline(items, ruling.loose)
    items.sort(key=_order)
    return PageLayout(frame, items, [shape.bbox for shape in page.shapes if _is_shading(shape, frame)])


def table_rules(page: Page, frames: Iterable[Bbox]) -> list[Rule]:
    """What tables are made of: rules as drawn, pictures as thin as one, and the sides of `frames`."""
    pictured = [Rule.along(picture.bbox) for picture in page.pictures if _is_bar(picture.bbox)]
    return [*page.rules, *pictured, *(side for box in frames for side in Rule.frame(box))]


def _take_marks(page: Page, is_mark: Callable[[str], bool]) -> tuple[list[list[Run]], list[Bbox]]:
    """The runs of each frame that holds nothing but a mark, and the frames that are left."""
    marks, rest = [], []
    for box in page.frames:
        x0, y0, x1, y1 = box
        inside = []
        if y1 - y0 < HEAD * page.frame.height:
            inside = [r for r in page.runs if x0 <= r.start[0] and r.end[-1] <= x1 and y0 <= (r.low + r.high) / 2 <= y1]
        if inside and is_mark("".join(run.text for run in inside)):
            marks.append(inside)
        else:
            rest.append(box)
    return marks, rest


def _boxed(runs: list[Run], frame: Frame) -> list[Line]:
    lines = build_lines(runs, frame)
    for line in lines:
        line.boxed = True
    return lines


def _is_shading(shape: Shape, frame: Frame) -> bool:
    """Whether a filling lies behind one cell or a column of them."""
    x0, _, x1, _ = shape.bbox
    return shape.fill is not None and shape.fill < WHITE and x1 - x0 < frame.width / 2


def _is_bar(box: Bbox) -> bool:
    """Whether a picture is a piece of a rule: JUST PDF draws dashed ones so."""
    return min(box[2] - box[0], box[3] - box[1]) <= RULE_WIDTH


def _order(item: Line | Grid) -> tuple[float, float]:
    return (item.y0, item.x0 if isinstance(item, Line) else item.xs[0])


def _is_border(net: Net, frame: Frame) -> bool:
    return len(net.slots) == 1 and net.area > FRAME_SHARE * frame.width * frame.height


def _share_out(runs: Sequence[Run], nets: list[Net]) -> tuple[list[Run], dict[int, dict[int, list[Run]]]]:
    """The runs of the open page, and those that stand in nets, by net and slot."""
    free: list[Run] = []
    inside: dict[int, dict[int, list[Run]]] = {}
    for run in runs:
        for part, index, slot in _place(run, nets):
            if index < 0:
                free.append(part)
            else:
                inside.setdefault(index, {}).setdefault(slot, []).append(part)
    return free, inside


def _place(run: Run, nets: list[Net]) -> list[tuple[Run, int, int]]:
    """The run with the net and slot that it stands in; in parts where it crosses a rule."""
    if not nets:
        return [(run, -1, -1)]
    across = (run.low + run.high) / 2
    first = _slot(run, 0, across, nets)
    last = _slot(run, len(run.text) - 1, across, nets)
    if first == last:
        return [(run, *first)]
    places = [_slot(run, k, across, nets) for k in range(len(run.text))]
    parts = []
    at = 0
    for k in range(1, len(places) + 1):
        if k == len(places) or places[k] != places[at]:
            parts.append((run.cut(at, k), *places[at]))
            at = k
    return parts


def _slot(run: Run, k: int, across: float, nets: list[Net]) -> tuple[int, int]:
    along = (run.start[k] + run.end[k]) / 2
    x, y = (across, along) if run.vertical else (along, across)
    for index, net in enumerate(nets):
        slot = net.find(x, y)
        if slot >= 0:
            return index, slot
    return -1, -1


def _grid(net: Net, texts: dict[int, list[Run]], frame: Frame) -> Grid:
    cells = []
    for index, slot in enumerate(net.slots):
        lines: list[AnyLine] = list(build_lines(texts[index], frame)) if index in texts else []
        cells.append(Cell(slot.row, slot.column, slot.row_span, slot.column_span, lines, slot.bbox[2], slot.bbox))
    _set_measures(cells, net)
    return Grid(
        cells,
        xs=net.xs,
        open_top=net.open_top,
        open_bottom=net.open_bottom,
        first_page=frame.number,
        last_page=frame.number,
        y0=net.bbox[1],
        y1=net.bbox[3],
    )


def _set_measures(cells: list[Cell], net: Net) -> None:
    """The x where lines turn: as far from the right rule as the column's text is from the left one."""
    padding: dict[int, float] = {}
    for cell in cells:
        for line in cell.lines:
            if not line.vertical:
                inset = line.x0 - net.xs[cell.column]
                padding[cell.column] = min(padding.get(cell.column, inset), inset)
    for cell in cells:
        if cell.lines and cell.right is not None:
            widest = max(line.x1 for line in cell.lines)
            cell.right = max(widest, cell.right - max(padding.get(cell.column, 0.0), 0.0))
            for line in cell.lines:
                line.left, line.right = net.xs[cell.column], cell.right


def _underline(items: list[Line | Grid], loose: list[Segment]) -> None:
    """Marks text that stands on a rule of its own."""
    if not loose:
        return
    for item in items:
        for line in item.lines() if isinstance(item, Grid) else [item]:
            if not isinstance(line, Line) or line.vertical:
                continue
            for rule in loose:
                reach = UNDERLINE * line.size
                if line.high - reach <= rule.at <= line.high + reach and rule.start < line.x1 and rule.end > line.x0:
                    _mark(line, rule)


def _mark(line: Line, rule: Segment) -> None:
    over = [k for k in range(len(line.text)) if rule.start <= (line.start[k] + line.end[k]) / 2 <= rule.end]
    if over:
        line.bold = _union((*line.bold, (over[0], over[-1] + 1)))


def _union(ranges: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def _running(
    layouts: Sequence[PageLayout],
    knows: KnowsLabel,
    is_mark: Callable[[str], bool],
    is_title: Callable[[AnyLine], bool],
) -> set[int]:
    """Identities of the lines that are running heads, running feet, page numbers or marks.

    A running head stands on the next page, too: the title of a paper that is in the file several times does not.
    """
    edges: list[tuple[str, Line]] = []
    found: set[int] = set()
    for layout in layouts:
        titles = _titles(layout, is_title)
        for line in _edge_lines(layout):
            text = fold(squeeze(line.text))
            if is_mark(text):
                found.add(id(line))
            elif _in_margin(line, layout.frame):
                if _is_page_number(text, line) and not line.boxed:
                    found.add(id(line))
                if id(line) not in titles:
                    edges.append((f"{_DIGITS.sub('#', text)} {round(line.y0 / 4)}", line))
    repeated = _repeated(edges, len(layouts))
    headings = _headings(layouts, found | repeated, knows)
    return found | (repeated - headings) | _counting(edges)


def _is_page_number(text: str, line: Line) -> bool:
    """Whether a line in the margin is nothing but a page's number. On a scan a worn dash beside it reads as a dot."""
    bare = text if line.sure is None else text.strip(WORN)
    return _PAGE_NUMBER.match(bare) is not None and (_is_low(line) or len(text) > 1)


def _is_low(line: Line) -> bool:
    return line.y0 > line.frame.height / 2


def _repeated(edges: list[tuple[str, Line]], count: int) -> set[int]:
    """Lines that stand at the same place on pages that follow each other."""
    counts = Counter(key for key, _ in edges)
    enough = max(2, count - 1) if count <= EDGE_LINES else EDGE_LINES
    there = {(key, line.page) for key, line in edges}
    return {
        id(line)
        for key, line in edges
        if counts[key] >= enough and ((key, line.page - 1) in there or (key, line.page + 1) in there)
    }


def _counting(edges: list[tuple[str, Line]]) -> set[int]:
    """Lines that hold the number of the page, whatever else they say, if they say it on more than one page: heads that
    change from the left page to the right one."""
    counts = Counter(key for key, _ in edges)
    series: dict[tuple[bool, int], dict[int, Line]] = {}
    for key, line in edges:
        for number in _FEW_DIGITS.findall(fold(line.text)) if counts[key] > 1 else ():
            series.setdefault((_is_low(line), int(number) - line.page), {})[line.page] = line
    return {
        id(line)
        for pages in series.values()
        for page, line in pages.items()
        if any(all(first + k in pages for k in range(IN_ORDER)) for first in range(page - IN_ORDER + 1, page + 1))
    }


def _titles(layout: PageLayout, is_title: Callable[[AnyLine], bool]) -> set[int]:
    """Identities of the lines that head a sheet: those that `is_title` knows, and what is set close above them."""
    titles: set[int] = set()
    below: Line | None = None
    for item in reversed(layout.items):
        if not isinstance(item, Line):
            below = None
        elif is_title(item) or (below is not None and below.y0 - item.y1 < below.size):
            titles.add(id(item))
            below = item
        else:
            below = None
    return titles


def _headings(layouts: Sequence[PageLayout], margin: set[int], knows: KnowsLabel) -> set[int]:
    """Of the lines of the margin the titles of sheets of one page that follow each other, with what stands below them:
    set in the middle, or after a label, above what begins the same way on each of these pages."""
    openings: dict[str, set[str | None]] = {}
    found: list[tuple[str, list[Line]]] = []
    for layout in layouts:
        above: list[Line] = []
        for item in layout.items:
            if not isinstance(item, Line) or id(item) not in margin or _is_low(item):
                break
            above.append(item)
        last = next((k for k in reversed(range(len(above))) if _is_heading(above[k], knows)), None)
        below = layout.items[last + 1 : last + 2] if last is not None else []
        if last is not None and below:
            key = fold(squeeze(above[last].text))
            openings.setdefault(key, set()).add(_opening(below[0], knows))
            found.append((key, above[_first_close(above, last) :]))
    kept = [lines for key, lines in found if len(openings[key]) == 1 and None not in openings[key]]
    return {id(line) for lines in kept for line in lines}


def _is_heading(line: Line, knows: KnowsLabel) -> bool:
    """Whether a line is set in the middle, or begins with a label."""
    width = line.frame.width
    centred = abs(line.x0 + line.x1 - width) / 2 <= CENTRED * width and line.x1 - line.x0 <= TITLE_WIDTH * width
    return centred or _leading_label(line, knows) is not None


def _first_close(lines: list[Line], at: int) -> int:
    """The first of the lines that make one title with that at `at`: set close above it, in letters of its size."""
    while at > 0 and lines[at].y0 - lines[at - 1].y1 < lines[at].size and _alike(lines[at - 1], lines[at]):
        at -= 1
    return at


def _alike(one: Line, other: Line) -> bool:
    return abs(one.size - other.size) < SAME_SIZE * other.size


def _opening(item: Line | Grid, knows: KnowsLabel) -> str | None:
    """What the text of a page begins with: a known label, or else the words of a line; None for any other table."""
    if isinstance(item, Grid):
        text = next((cell.passage.text for cell in item.cells if cell.row == cell.column == 0), "")
        return squeeze(text) if knows(text) == "label" else None
    return _leading_label(item, knows) or squeeze(item.text)


def _leading_label(line: Line, knows: KnowsLabel) -> str | None:
    """The field label that a line begins with, before white space."""
    text = line.text
    ends = (k for k in range(1, min(len(text), LONGEST_LABEL)) if text[k].isspace())
    return next((squeeze(text[:k]) for k in ends if knows(text[:k]) == "label"), None)


def _edge_lines(layout: PageLayout) -> list[Line]:
    """The outermost lines of a page."""
    lines = [item for item in layout.items if isinstance(item, Line)]
    return lines if len(lines) <= 2 * EDGE_LINES else lines[:EDGE_LINES] + lines[-EDGE_LINES:]


def _in_margin(line: Line, frame: Frame) -> bool:
    side = max(frame.width, frame.height)
    return line.y1 <= HEAD * side or line.y0 >= frame.height - FOOT * side


def _feet(layouts: Sequence[PageLayout], margins: set[int]) -> dict[int, float]:
    """How far down text and tables reach on pages of each height."""
    feet: dict[int, float] = {}
    for layout in layouts:
        height = round(layout.frame.height)
        for item in layout.items:
            if id(item) not in margins and (isinstance(item, Grid) or item.x1 - item.x0 > layout.frame.width / 2):
                feet[height] = max(feet.get(height, 0.0), item.y1)
    return feet


def _with_unruled(
    body: list[Line | Grid], fills: list[Bbox], knows: KnowsLabel, previous: Grid | None
) -> list[Line | Grid]:
    """The items of a page, with the lines that form tables without rules replaced by these."""
    result: list[Line | Grid] = []
    stretch: list[Line] = []
    carried = _carried(previous) if previous is not None and not previous.ruled else None

    def close(carried: Carried | None) -> None:
        at = 0
        for first, last, grid in find_unruled(stretch, knows, fills, carried):
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


def _carried(grid: Grid) -> Carried:
    label = [cell.passage.text for cell in grid.cells if cell.column == 0][-1]
    return Carried(grid.xs[0], grid.xs[1], label, max(line.size for line in grid.lines()))


def _continues(before: Grid, after: Grid, room: float) -> bool:
    """Whether the table at the top of a page goes on with the one at the foot of the page before: the same columns,
    and no form that begins anew. `room` is the height of a row that would have fitted under the one before."""
    if before.ruled != after.ruled or not before.xs or before.last_page + 1 != after.first_page:
        return False
    if not before.ruled:
        return abs(before.xs[1] - after.xs[1]) <= COLUMN_SNAP
    if not _same_columns(before.xs, after.xs):
        return False
    if before.open_bottom or after.open_top:
        return True
    return _first_row(after) > room and not _begins_anew(before, after)


def _first_row(grid: Grid) -> float:
    """Height of the text of a table's first row."""
    lines = [line for cell in grid.cells if cell.row == 0 for line in cell.lines if isinstance(line, Line)]
    return max((line.y1 for line in lines), default=0.0) - min((line.y0 for line in lines), default=0.0)


def _begins_anew(before: Grid, after: Grid) -> bool:
    """Whether the first label of a table stands in the one before already."""
    first = next((cell.passage.text for cell in after.cells if cell.row == cell.column == 0), "")
    return bool(first) and any(cell.column == 0 and cell.passage.text == first for cell in before.cells)


def _same_columns(before: list[float], after: list[float]) -> bool:
    """Whether the outer rules agree, up to a shift of the page, and every rule of the poorer one is in the richer."""
    shift = after[0] - before[0]
    if abs(after[-1] - before[-1] - shift) > COLUMN_SNAP:
        return False
    few, many = sorted(([x - shift for x in after], before), key=len)
    return all(any(abs(x - y) <= COLUMN_SNAP for y in many) for x in few)


def _append(before: Grid, after: Grid, knows: KnowsLabel) -> None:
    """Adds the rows of `after`; its first row goes on with the last one where the page cut a row."""
    if before.ruled:
        _merge_columns(before, after)
    last_row = max(cell.row + cell.row_span for cell in before.cells) - 1
    cut = _cuts_row(before, after, last_row, knows)
    offset = last_row + (0 if cut else 1)
    for cell in after.cells:
        target = _continued_cell(before, cell, last_row) if cut and cell.row == 0 else None
        if target is None:
            cell.row += offset
            before.cells.append(cell)
        else:
            target.extend(cell.lines)
            target.row_span = max(target.row_span, cell.row_span + last_row - target.row)
    before.open_bottom = after.open_bottom
    before.last_page, before.y1 = after.last_page, after.y1


def _merge_columns(before: Grid, after: Grid) -> None:
    """Numbers the columns of both by the rules of both."""
    shift = after.xs[0] - before.xs[0]
    columns = sorted({round(x, 1) for x in before.xs} | {round(x - shift, 1) for x in after.xs})
    columns = [x for k, x in enumerate(columns) if k == 0 or x - columns[k - 1] > COLUMN_SNAP]
    _renumber(before, columns, before.xs)
    _renumber(after, columns, [x - shift for x in after.xs])
    before.xs = columns


def _renumber(grid: Grid, columns: list[float], xs: list[float]) -> None:
    at = [min(range(len(columns)), key=lambda k: abs(columns[k] - x)) for x in xs]
    for cell in grid.cells:
        first, last = at[cell.column], at[min(cell.column + cell.column_span, len(at) - 1)]
        cell.column, cell.column_span = first, max(last - first, 1)


def _cuts_row(before: Grid, after: Grid, last_row: int, knows: KnowsLabel) -> bool:
    """Whether the page cut a row: no rule closed it, its label is not repeated, or its label goes on."""
    if before.ruled and (before.open_bottom or after.open_top):
        return True
    heads = [cell for cell in after.cells if cell.row == 0]
    first = min(heads, key=lambda cell: cell.column)
    above = _continued_cell(before, first, last_row)
    if above is None or above.empty:
        return False
    if first.empty:
        return any(not cell.empty for cell in heads)
    joined = knows(above.passage.text + first.passage.text)
    if knows(first.passage.text) == "label":
        return joined == "label" and knows(above.passage.text) == "start"
    return joined is not None


def _continued_cell(grid: Grid, cell: Cell, last_row: int) -> Cell | None:
    return next(
        (
            c
            for c in grid.cells
            if c.column <= cell.column < c.column + c.column_span and c.row <= last_row < c.row + c.row_span
        ),
        None,
    )
