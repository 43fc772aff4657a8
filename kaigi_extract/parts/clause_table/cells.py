"""Clause sets that are wholly in one cell of a table, beside or below their title: 特記事項 | 第１　…。第２　….

Such a cell is no row of a table of clauses. It counts from the first label on, to three at least, and its sentences say
what must or may be done.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from kaigi_extract.layout.lines import AnyLine
from kaigi_extract.layout.passages import Flow, left_of, measure
from kaigi_extract.layout.table import Cell, Grid
from kaigi_extract.parts.clause_set.node import ClauseNode, succeeds
from kaigi_extract.parts.clause_set.run_together import part_clauses
from kaigi_extract.parts.clause_set.sequence import ClauseReader
from kaigi_extract.parts.clause_set.sets import ReadClauses, clause_set_of
from kaigi_extract.parts.clause_set.signs import article_behind_heading
from kaigi_extract.parts.clause_set.title_words import clause_set_kind
from kaigi_extract.parts.clause_table.rows import is_duty
from kaigi_extract.parts.part import Part
from kaigi_extract.parts.reading import Reading
from kaigi_extract.records import ClauseSet, ClauseSetKind
from kaigi_extract.text import Label, match_label

_STYLES = ("dai_jo", "dai")


def sets_in_cells(part: Part, reading: Reading) -> Iterator[ClauseSet]:
    """The clause sets that cells of the tables of a part are, read one by one: each is to be added before the next."""
    for grid in part.grids():
        for cell in grid.cells:
            if not _begins_set(cell):
                continue
            title = _title(cell, grid)
            kind = clause_set_kind(title, reading.common, reading.settings.titles) if title else None
            nodes = _clauses(cell, reading) if kind is not None else []
            if kind is not None and title is not None and _is_set(nodes, reading):
                yield _read(cell, nodes, title, kind, reading)


def _begins_set(cell: Cell) -> bool:
    """Whether the first line of a cell bears the first label of clauses."""
    first = _label(cell.lines[0]) if cell.lines else None
    return first is not None and first.ordinal == 1 and first.style in _STYLES


def _title(cell: Cell, grid: Grid) -> str | None:
    """The words of the cell to the left of one, or of the first cell of its column."""
    beside = (one for one in grid.cells if one.row == cell.row and one.column + one.column_span == cell.column)
    above = (one for one in grid.cells if one.row + one.row_span == cell.row and one.column == cell.column)
    return next((one.passage.text for one in (*beside, *above) if not one.empty), None)


def _clauses(cell: Cell, reading: Reading) -> list[ClauseNode]:
    """The clauses of a cell that begins with the first of them."""
    lines = cell.lines
    openers: dict[int, Label] = {}
    last: Label | None = None
    for line in lines:
        label = _label(line)
        if label is not None and label.style in _STYLES and (last is None or label.style == last.style):
            last = label
            openers[id(line)] = label
    flow = Flow(cell.right if cell.right is not None else measure(lines), left_of(lines), reading.layout.passages)
    return part_clauses(ClauseReader(lines, flow, reading.settings.clause_sets, openers=openers).read())


def _label(line: AnyLine) -> Label | None:
    """The label that a line begins with, or has behind a heading in brackets."""
    return match_label(line.text) or article_behind_heading(line.text)


def _is_set(nodes: list[ClauseNode], reading: Reading) -> bool:
    """Whether the labels of clauses count on, and most of them oblige or permit."""
    settings = reading.settings.clause_sets
    counts = all(succeeds(a.label, b.label) for a, b in pairwise(nodes))
    duties = sum(is_duty(node.text.text) for node in nodes)
    return counts and len(nodes) >= settings.least_clauses and duties >= settings.tabled_share * len(nodes)


def _read(cell: Cell, nodes: list[ClauseNode], title: str, kind: ClauseSetKind, reading: Reading) -> ClauseSet:
    findings = reading.findings.at(f"/clause_sets/{len(reading.document.clause_sets)}")
    lines: list[AnyLine] = list(cell.lines)
    part = Part("clause_set", [], title)
    return clause_set_of(ReadClauses(nodes, lines), part, kind, reading, findings)
