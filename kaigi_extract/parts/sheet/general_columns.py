"""Lines that are the rows of a form whose labels and values are two columns without ruled lines, read by the columns.

A label that is wrapped, one half way down its value and a value whose first line is above its label are cut right by
where they are; line by line they are not. That the lines are a form is known before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby, pairwise
from operator import attrgetter

from kaigi_extract.layout.borderless_lists import is_list as has_columns
from kaigi_extract.layout.borderless_rows import rows_of_columns
from kaigi_extract.layout.borderless_tables import carried_on, find_borderless_tables
from kaigi_extract.layout.lines import AnyLine, Line
from kaigi_extract.layout.passages import Passage, join, measure, unwrap_lines
from kaigi_extract.layout.settings import DEFAULT_LAYOUT
from kaigi_extract.layout.table import Grid, KnowsLabel, labels_by
from kaigi_extract.parts.part import Item
from kaigi_extract.parts.sheet.general_kinds import mean_by_kind
from kaigi_extract.parts.sheet.general_row import GeneralRow
from kaigi_extract.wards.words import Words

IsLabel = Callable[[str], bool]


def rows_in_columns(
    lines: Sequence[AnyLine], rows: Sequence[GeneralRow], words: Words, is_label: IsLabel
) -> tuple[int, int, list[GeneralRow]] | None:
    """The rows of a form among lines, cut by its columns: where they begin and end, and what they are. None where the
    labels of `rows`, which were read line by line, are not all in one column, or fewer of them would be known."""

    labels = {id(row.label.pieces[0][1]) for row in rows if row.label.pieces}
    level = [line for line in lines if isinstance(line, Line)]
    if not labels or len(level) < len(lines):
        return None
    found = _form_around(labels, level, words, labels_by(is_label))
    return found if found is not None and _fields(found[2]) >= _fields(rows) else None


def forms_in_columns(
    items: Sequence[Item], words: Words, is_label: IsLabel, least: int
) -> Iterator[tuple[int, int, list[GeneralRow]]]:
    """Forms of a page without ruled lines of which some rows are tables, and lines others: from which item until which,
    and their rows, in which labels of `least` fields are known."""
    until = 0
    for at, item in enumerate(items):
        if at < until or not _is_cut_out(item):
            continue
        start, end = (_reach(items, at, step, until) for step in (-1, 1))
        until = end + 1
        found = _form_in_columns(items[start:until], words, is_label, least)
        if found is not None and found[1] - found[0] > 1:
            until = start + found[1]
            yield start + found[0], until, found[2]


def _is_cut_out(item: Item) -> bool:
    """Whether an item is a table that was cut out of the lines of a page."""
    return isinstance(item, Grid) and item.first_page > 0 and not (item.ruled or has_columns(item))


def _reach(items: Sequence[Item], at: int, step: int, floor: int) -> int:
    """The last item from one on, upwards or down, that is on its page, and a line or such a table."""
    page = _page(items[at])
    while floor <= at + step < len(items):
        item = items[at + step]
        if _page(item) != page or (isinstance(item, Grid) and not _is_cut_out(item)):
            break
        at += step
    return at


def _page(item: Item) -> int:
    return item.first_page if isinstance(item, Grid) else item.page


def _form_in_columns(
    items: Sequence[Item], words: Words, is_label: IsLabel, least: int
) -> tuple[int, int, list[GeneralRow]] | None:
    """The form that all tables among the items of a page are rows of, which were cut out where a ward's labels are
    known; None where by the labels that general words know there is none, with `least` fields."""

    flat = [(line, at) for at, item in enumerate(items) for line in _lines_of(item)]
    level = [line for line, _ in flat if isinstance(line, Line)]
    if len(level) < len(flat):
        return None
    cut = {id(line) for line, at in flat if isinstance(items[at], Grid)}
    found = _form_around(cut, level, words, labels_by(is_label))
    if found is None or _fields(found[2]) < least:
        return None
    first, last, rows = found
    return flat[first][1], flat[last - 1][1] + 1, rows


def _form_around(
    held: set[int], lines: Sequence[Line], words: Words, knows: KnowsLabel
) -> tuple[int, int, list[GeneralRow]] | None:
    """The rows of the tables right below each other that hold some of the lines, by identity, and from which line until
    which these are; None where they do not hold all of those."""
    places = [(first, last, grid) for first, last, grid in _tables(lines, knows) if _holds(lines[first:last], held)]
    if not places or any(a[1] != b[0] for a, b in pairwise(places)):
        return None
    first, last = places[0][0], places[-1][1]
    if not held <= set(map(id, lines[first:last])):
        return None
    rows = list(_rows([grid for *_, grid in places], words, knows))
    mean_by_kind(rows, words)
    _name_whole_lines(rows, lines[first:last])
    return first, last, rows


def _lines_of(item: Item) -> list[AnyLine]:
    """The lines of an item, from the top down."""
    return sorted(item.lines(), key=lambda line: line.y0) if isinstance(item, Grid) else [item]


def _tables(lines: Sequence[Line], knows: KnowsLabel) -> Iterator[tuple[int, int, Grid]]:
    """The tables without ruled lines among lines, page by page."""
    at, before = 0, None
    for _, page in groupby(lines, attrgetter("page")):
        of_page = list(page)
        for first, last, grid in find_borderless_tables(of_page, knows, DEFAULT_LAYOUT, carried=before):
            yield at + first, at + last, grid
            before = carried_on(grid) if last == len(of_page) else None
        at += len(of_page)


def _holds(lines: Sequence[Line], labels: set[int]) -> bool:
    return any(id(line) in labels for line in lines)


def _rows(grids: Sequence[Grid], words: Words, knows: KnowsLabel) -> Iterator[GeneralRow]:
    columns: tuple[list[Line], list[Line]] = ([], [])
    for grid in grids:
        for cell in grid.cells:
            columns[cell.column > 0].extend(line for line in cell.lines if isinstance(line, Line))
    for label, value in rows_of_columns(*columns, knows, DEFAULT_LAYOUT.borderless_tables):
        passage = join([Passage.of(line) for line in label], "")
        yield GeneralRow(passage, unwrap_lines(value, measure(value)), words.meaning(passage.text))


def _name_whole_lines(rows: Sequence[GeneralRow], lines: Sequence[Line]) -> None:
    """Makes the labels and values of rows parts of the lines as they are, which columns had cut: who asks which line a
    value is on is told one of these."""
    places = {(line.page, line.low, x): (line, k) for line in lines for k, x in enumerate(line.start)}
    for passage in (passage for row in rows for passage in (row.label, row.value)):
        for index, (at, part, start, end) in enumerate(passage.pieces):
            if isinstance(part, Line):
                line, k = places[part.page, part.low, part.start[0]]
                passage.pieces[index] = (at, line, start + k, end + k)


def _fields(rows: Sequence[GeneralRow]) -> int:
    """How many different fields the labels of rows mean."""
    return len({row.name for row in rows if row.name})
