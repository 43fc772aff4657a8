"""Tables that were made of the lines of a text file: which are pieces of one form, by the labels that a mapping has
together. Knows the numbers of lines; reads no label itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kaigi_extract.layout.known_texts import KnownTexts
from kaigi_extract.layout.lines import AnyLine, PlainLine
from kaigi_extract.layout.table import Cell, Grid
from kaigi_extract.text import squeeze


def shared_tables(tables: frozenset[tuple[str, str]], own: frozenset[tuple[str, str]]) -> frozenset[tuple[str, str]]:
    """The tables of mappings that have all labels so far, where the next is in `own`; none where a mapping has them
    in different ones."""
    if not tables:
        return own
    both = tables & own
    if both or {ward for ward, _ in tables} & {ward for ward, _ in own}:
        return both
    return tables


def join_tables(items: Iterable[AnyLine | Grid], known: KnownTexts) -> Iterator[AnyLine | Grid]:
    """The flow with tables joined between which the file has no line, which have no label twice, and whose labels no
    mapping has in different tables: one form is found in pieces where only some of its values begin in one column."""
    open_table: Grid | None = None
    for item in items:
        if open_table is not None and isinstance(item, Grid) and _goes_on(open_table, item, known):
            below = 1 + max(cell.row + cell.row_span - 1 for cell in open_table.cells)
            moved = [Cell(c.row + below, c.column, c.row_span, c.column_span, c.lines) for c in item.cells]
            open_table = Grid([*open_table.cells, *moved], ruled=False)
            continue
        if open_table is not None:
            yield open_table
        open_table = item if isinstance(item, Grid) else None
        if not isinstance(item, Grid):
            yield item
    if open_table is not None:
        yield open_table


def _goes_on(above: Grid, below: Grid, known: KnownTexts) -> bool:
    """Whether a table of lines goes on in the next: labels and values, right below, no label again."""
    if above.ruled or below.ruled or any(cell.column > 1 for cell in (*above.cells, *below.cells)):
        return False
    first, second = numbers_of(above), numbers_of(below)
    if not first or not second or min(second) - max(first) != 1:
        return False
    labels = [squeeze(cell.passage.text) for cell in (*above.cells, *below.cells) if not cell.column]
    tables: frozenset[tuple[str, str]] = frozenset()
    for own in (known.tables_of(label) for label in labels):
        shared = shared_tables(tables, own) if own else tables
        if tables and not shared:
            return False
        tables = shared
    return len(set(labels)) == len(labels)


def numbers_of(grid: Grid) -> list[int]:
    """The numbers of the lines that a table is made of; none where one is no line of the file."""
    lines = [line for cell in grid.cells for line in cell.lines]
    return [number_of(line) for line in lines] if all(isinstance(line, PlainLine) for line in lines) else []


def number_of(line: AnyLine) -> int:
    """The number of a line in its file."""
    return line.source.number if isinstance(line, PlainLine) else 0
