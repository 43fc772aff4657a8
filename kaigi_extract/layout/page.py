"""One page of facts to its lines and tables, in reading order. What is in its margins is not decided here."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import field, replace
from functools import partial
from operator import itemgetter

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.layout.broken_tables import close_broken_tables
from kaigi_extract.layout.call_outs import take_call_outs
from kaigi_extract.layout.checkboxes import write_boxes
from kaigi_extract.layout.columns import order_columns
from kaigi_extract.layout.framed_words import without_framed_words
from kaigi_extract.layout.level_rules import clean_open_tables, take_open_tables
from kaigi_extract.layout.line_building import build_lines
from kaigi_extract.layout.lines import AnyLine, Line
from kaigi_extract.layout.measures import set_cell_measures
from kaigi_extract.layout.nested_tables import put_into_cells
from kaigi_extract.layout.pen_frames import without_pen_frames
from kaigi_extract.layout.ringed_words import tick_ringed_words
from kaigi_extract.layout.ruby import take_readings
from kaigi_extract.layout.ruled_tables import Net, Segment, join_rules, read_segments
from kaigi_extract.layout.settings import DEFAULT_LAYOUT, LayoutSettings, LineSettings, PageSettings
from kaigi_extract.layout.sideways import take_sideways
from kaigi_extract.layout.struck import take_struck
from kaigi_extract.layout.table import Cell, Grid, KnowsLabel, no_label
from kaigi_extract.layout.vertical import turn_vertical
from kaigi_extract.layout.watermarks import take_watermarks
from kaigi_extract.source import Frame, Page, Rule, Run, Shape
from kaigi_extract.source.notes import TYPED, Note
from kaigi_extract.source.page import FIRST_HALF, RULE_WIDTH, WHITE, Bbox, touch


@dataclass(slots=True)
class PageLayout:
    """Lines and tables of one page, from the top down."""

    frame: Frame
    items: list[Line | Grid]
    fills: list[Bbox]
    """Shaded boxes."""
    asides: list[Line] = field(default_factory=list)
    """Words beside the page's own lines: readings (ruby), watermarks, boxes laid over a table."""
    struck: list[Line] = field(default_factory=list)
    """Words with a line drawn through them."""
    nets: list[Net] = field(default_factory=list)
    """What its ruled lines enclose, cells without text included."""
    notes: list[Note] = field(default_factory=list)
    """Marks that a reviewer put on the page, which are no part of it."""


def arrange_page(
    page: Page,
    is_mark: Callable[[str], bool],
    settings: LayoutSettings = DEFAULT_LAYOUT,
    knows: KnowsLabel = no_label,
) -> PageLayout:
    """Lines and ruled tables of one page. `is_mark` detects marks such as 資料1, whose frame is no part of a table;
    `knows` detects field labels, for tables that level lines alone part into rows."""
    upright = page.frame
    page, across = turn_vertical(page, settings.vertical)
    page, asides, struck = _take_asides(page, is_mark, settings)
    page, over = take_call_outs(
        write_boxes(tick_ringed_words(page, settings.checkboxes), settings.checkboxes), settings
    )
    frame = page.frame
    marks, rest = _take_marks(page, is_mark, settings.page)
    nets, loose = _read_nets(page, table_rules(page, rest), knows, settings)
    nets = without_framed_words(nets, page.runs, settings.page)
    page, notes = _fill_in(page, nets)
    marked = {id(run) for runs in marks for run in runs}
    free, inside = _share_out([run for run in page.runs if id(run) not in marked], nets)
    items: list[Line | Grid] = list(build_lines(free, frame, settings.lines))
    tables: list[tuple[Net, Grid]] = []
    for index, net in enumerate(nets):
        texts = inside.get(index)
        if texts and len(net.slots) > 1:
            tables.append((net, _grid(net, texts, frame, settings)))
        elif texts:
            items += _boxed(texts[0], frame, settings.lines)
    items += put_into_cells(tables)
    for runs in marks:
        items += _boxed(runs, frame, settings.lines)
    _underline(items, loose, settings.page)
    items.sort(key=_order)
    items = order_columns(items, settings.columns)
    if across:
        items = _with_level(items, build_lines(across, upright, settings.lines), page)
    asides += [line for runs in over for line in _boxed(runs, frame, settings.lines)]
    fills = [s.bbox for s in page.shapes if _is_shading(s, frame, settings.page)]
    enclosed = [net for net in nets if len(net.slots) > 1]
    return PageLayout(frame, items, fills, asides, struck, enclosed, notes)


def _read_nets(
    page: Page, rules: list[Rule], knows: KnowsLabel, settings: LayoutSettings
) -> tuple[list[Net], list[Segment]]:
    """What the ruled lines of a page enclose, the smallest first, its own border aside; and the level lines that are
    left over."""
    across, down = join_rules(rules, settings.ruled_tables)
    lines_in = partial(_lines_in, page, settings)
    if any(run.sure is not None for run in page.runs):
        across, down = without_pen_frames(across, down, lines_in, settings)
        across, down = clean_open_tables(across, down, lines_in, settings)
        across, down = close_broken_tables(across, down, settings)
    opened = take_open_tables(across, down, lines_in, knows, settings)
    counts_ink = partial(_characters_in, page.runs)
    found = read_segments(opened.across, opened.down, settings.ruled_tables, counts_ink)
    nets = [net for net in found.nets if not _is_border(net, page.frame, settings.page)]
    nets = [net for net in nets if not (len(net.slots) == 1 and any(one.holds(net) for one in opened.nets))]
    return sorted([*nets, *opened.nets], key=lambda net: net.area), found.loose


def _fill_in(page: Page, nets: list[Net]) -> tuple[Page, list[Note]]:
    """The page with the words that were typed over it to fill it in: by a typewriter, or into a cell that is empty
    otherwise. And the marks that are no part of it."""
    if not page.notes:
        return page, []
    filled = {place[1:] for run in page.runs if run.text.strip() for place in _place(run, nets)}
    typed: list[Run] = []
    rest = []
    for note in page.notes:
        runs = note.runs() if note.kind == TYPED else []
        slots = {place[1:] for run in runs for place in _place(run, nets)}
        if runs and (note.typewriter or not slots & {(-1, -1), *filled}):
            typed += runs
        else:
            rest.append(note)
    return replace(page, runs=[*page.runs, *typed]), rest


def _with_level(items: list[Line | Grid], level: list[Line], page: Page) -> list[Line | Grid]:
    """The items of a page of 縦書き with the lines that run across it: those above its columns before them."""
    top = min((run.start[0] for run in page.runs), default=0.0)
    above = [line for line in level if line.y1 <= top + line.size / 2]
    return [*above, *items, *(line for line in level if line not in above)]


def _take_asides(
    page: Page, is_mark: Callable[[str], bool], settings: LayoutSettings
) -> tuple[Page, list[Line], list[Line]]:
    """The page without what belongs to none of its lines, and that: words beside them, and words struck out."""
    runs, sideways = take_sideways(page, is_mark, settings.watermarks)
    runs, watermarks = take_watermarks(runs, page.frame, settings.watermarks)
    runs, rules, struck = take_struck(runs, page.rules, settings.struck)
    runs, readings = take_readings(runs, settings.ruby)
    if runs is page.runs:
        return page, [], []
    beside = [*build_lines([*readings, *sideways], page.frame, settings.lines), *watermarks]
    return replace(page, runs=runs, rules=rules), beside, build_lines(struck, page.frame, settings.lines)


def table_rules(page: Page, frames: Iterable[Bbox]) -> list[Rule]:
    """What tables are made of: ruled lines as drawn, pictures as thin as one, and the sides of `frames`."""
    pictured = [Rule.along(picture.bbox) for picture in page.pictures if _is_bar(picture.bbox)]
    return [*page.rules, *pictured, *(side for box in frames for side in Rule.frame(box))]


def _characters_in(runs: Sequence[Run], box: Bbox) -> int:
    """How many characters have their middle in a box."""
    x0, y0, x1, y1 = box
    count = 0
    for run in runs:
        low, high, first, last = (x0, x1, y0, y1) if run.vertical else (y0, y1, x0, x1)
        if low <= (run.low + run.high) / 2 <= high:
            count += sum(first <= (a + b) / 2 <= last for a, b in zip(run.start, run.end, strict=True))
    return count


def _lines_in(page: Page, settings: LayoutSettings, box: Bbox) -> list[Line]:
    """The lines of the level characters that have their middle in a box."""
    x0, y0, x1, y1 = box
    runs = []
    for run in page.runs:
        if not run.vertical and y0 <= (run.low + run.high) / 2 <= y1:
            inside = [k for k in range(len(run.text)) if x0 <= (run.start[k] + run.end[k]) / 2 <= x1]
            runs += [run.cut(inside[0], inside[-1] + 1)] if inside else []
    return build_lines(runs, page.frame, settings.lines)


def _take_marks(
    page: Page, is_mark: Callable[[str], bool], settings: PageSettings
) -> tuple[list[list[Run]], list[Bbox]]:
    """The runs of each frame that holds nothing but a mark, and the frames that are left. One beside another is a cell
    of a table, whatever it holds."""
    marks, rest = [], []
    frames, least = list(dict.fromkeys(page.frames)), settings.mark_frame_height * page.frame.height
    by_height = sorted(enumerate(page.runs), key=lambda each: _middle(each[1])) if frames else []
    middles = [_middle(run) for _, run in by_height]
    sides = Counter(side for box in frames for side in _sides(box))
    for box in frames:
        x0, y0, x1, y1 = box
        inside = []
        if y1 - y0 < least and all(sides[side] == 1 for side in _sides(box)):
            near = sorted(by_height[bisect_left(middles, y0) : bisect_right(middles, y1)], key=itemgetter(0))
            inside = [run for _, run in near if x0 <= run.start[0] and run.end[-1] <= x1]
        if inside and is_mark("".join(run.text for run in inside)):
            marks.append(inside)
        else:
            rest.append(box)
    return marks, rest


def _sides(box: Bbox) -> Iterator[tuple[int, int, int]]:
    """The upright sides of a frame, to the point."""
    x0, y0, x1, y1 = map(round, box)
    yield from ((x0, y0, y1), (x1, y0, y1))


def _middle(run: Run) -> float:
    return (run.low + run.high) / 2


def _boxed(runs: list[Run], frame: Frame, settings: LineSettings) -> list[Line]:
    lines = build_lines(runs, frame, settings)
    for line in lines:
        line.boxed = True
    return lines


def _is_shading(shape: Shape, frame: Frame, settings: PageSettings) -> bool:
    """Whether a filling lies behind one cell or a column of them."""
    x0, _, x1, _ = shape.bbox
    narrow = x1 - x0 < settings.shading_width * frame.width
    return shape.fill is not None and shape.fill < WHITE and narrow


def _is_bar(box: Bbox) -> bool:
    """Whether a picture is a piece of a ruled line: JUST PDF draws dashed ones so."""
    return min(box[2] - box[0], box[3] - box[1]) <= RULE_WIDTH


def _order(item: Line | Grid) -> tuple[float, float]:
    return (item.y0, item.x0 if isinstance(item, Line) else item.xs[0])


def _is_border(net: Net, frame: Frame, settings: PageSettings) -> bool:
    return len(net.slots) == 1 and net.area > settings.border_share * frame.width * frame.height


def _share_out(runs: Sequence[Run], nets: list[Net]) -> tuple[list[Run], dict[int, dict[int, list[Run]]]]:
    """The runs of the open page, and those in nets, by net and slot."""
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
    """The run with the net and slot that it is in; in parts where it crosses a ruled line."""
    if not nets:
        return [(run, -1, -1)]
    across = (run.low + run.high) / 2
    first = _slot(run, 0, across, nets)
    last = _slot(run, len(run.text) - 1, across, nets)
    if first == last and (first[0] >= 0 or not any(touch(net.bbox, run.bbox) for net in nets)):
        return [(run, *first)]
    places = [_slot(run, k, across, nets) for k in range(len(run.text))]
    for k in range(1, len(places)):
        if run.text[k] in FIRST_HALF and run.start[k] - run.end[k - 1] < run.size / 2:
            places[k] = places[k - 1]  # it begins no line, wherever it hangs
    parts = []
    at = 0
    for k in range(1, len(places) + 1):
        if k == len(places) or places[k] != places[at]:
            parts.append((run.cut(at, k), *places[at]))
            at = k
    return parts


def _slot(run: Run, k: int, across: float, nets: list[Net]) -> tuple[int, int]:
    along = run.inked(k)
    x, y = (across, along) if run.vertical else (along, across)
    for index, net in enumerate(nets):
        slot = net.find(x, y)
        if slot >= 0:
            return index, slot
    return -1, -1


def _grid(net: Net, texts: dict[int, list[Run]], frame: Frame, settings: LayoutSettings) -> Grid:
    cells = []
    for index, slot in enumerate(net.slots):
        lines: list[AnyLine] = list(build_lines(texts[index], frame, settings.lines)) if index in texts else []
        place = (slot.row, slot.column, slot.row_span, slot.column_span)
        cells.append(Cell(*place, lines, slot.bbox[2], slot.bbox, settings.passages))
    _set_measures(cells, net)
    set_cell_measures(cells, settings.measures, settings.passages)
    return Grid(
        cells,
        xs=net.xs,
        open_top=net.open_top,
        open_bottom=net.open_bottom,
        open_sides=net.open_sides,
        first_page=frame.number,
        last_page=frame.last_number,
        y0=net.bbox[1],
        y1=net.bbox[3],
    )


def _set_measures(cells: list[Cell], net: Net) -> None:
    """Sets the x where lines end: as far from the column's right border as its text is from the left one."""
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


def _underline(items: list[Line | Grid], loose: list[Segment], settings: PageSettings) -> None:
    """Marks the text that is underlined by a ruled line of its own."""
    if not loose:
        return
    lines = (line for item in items for line in (item.lines() if isinstance(item, Grid) else [item]))
    for line in lines:
        if isinstance(line, Line) and not line.vertical:
            reach = settings.underline_reach * line.size
            for rule in loose:
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
