"""Lines that are the rows of a form whose labels and values are two columns without ruled lines, read by the columns.

A label that is wrapped, one half way down its value and a value whose first line is above its label are cut right by
where they are; line by line they are not. That the lines are a form is known before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby, pairwise
from operator import attrgetter
from typing import Literal

from kaigi_extract.layout.borderless_rows import rows_of_columns
from kaigi_extract.layout.borderless_tables import carried_on, find_borderless_tables
from kaigi_extract.layout.lines import AnyLine, Line
from kaigi_extract.layout.passages import Passage, join, measure, unwrap_lines
from kaigi_extract.layout.settings import DEFAULT_LAYOUT
from kaigi_extract.layout.table import Grid, KnowsLabel
from kaigi_extract.parts.sheet.general_kinds import mean_by_kind
from kaigi_extract.parts.sheet.general_row import GeneralRow
from kaigi_extract.wards.words import Words

IsLabel = Callable[[str], bool]


def rows_in_columns(
    lines: Sequence[AnyLine], rows: Sequence[GeneralRow], words: Words, is_label: IsLabel
) -> tuple[int, int, list[GeneralRow]] | None:
    """The rows of a form among lines, cut by its columns: where they begin and end, and what they are. None where the
    labels of `rows`, which were read line by line, are not all in one column, or fewer of them would be known."""

    def knows(text: str) -> Literal["label"] | None:
        return "label" if is_label(text) else None

    labels = {id(row.label.pieces[0][1]) for row in rows if row.label.pieces}
    level = [line for line in lines if isinstance(line, Line)]
    if not labels or len(level) < len(lines):
        return None
    places = [(first, last, grid) for first, last, grid in _tables(level, knows) if _holds(level[first:last], labels)]
    if not places or any(a[1] != b[0] for a, b in pairwise(places)):
        return None
    first, last = places[0][0], places[-1][1]
    if len(labels & set(map(id, level[first:last]))) < len(labels):
        return None
    found = list(_rows([grid for *_, grid in places], words, knows))
    mean_by_kind(found, words)
    return (first, last, found) if _fields(found) >= _fields(rows) else None


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


def _fields(rows: Sequence[GeneralRow]) -> int:
    """How many different fields the labels of rows mean."""
    return len({row.name for row in rows if row.name})
