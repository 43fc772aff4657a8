"""The clause set that a table prints, a clause a row."""

from __future__ import annotations

from kaigi_extract.findings import Findings
from kaigi_extract.layout.lines import AnyLine
from kaigi_extract.layout.passages import Flow, Passage, left_of, measure
from kaigi_extract.parts.clause_set.headings import take_headings
from kaigi_extract.parts.clause_set.node import ClauseNode
from kaigi_extract.parts.clause_set.sequence import ClauseReader
from kaigi_extract.parts.clause_set.sets import ReadClauses, clause_set_of
from kaigi_extract.parts.clause_table.rows import ClauseRow, clause_table
from kaigi_extract.parts.part import Part
from kaigi_extract.parts.reading import Reading
from kaigi_extract.records import ClauseSet, ClauseSetKind


def is_tabled(part: Part) -> bool:
    """Whether the clauses of a part were measured to be the rows of its tables."""
    extent = part.extent
    return extent is not None and any(id(line) in extent.openers for grid in part.grids() for line in grid.lines())


def read_tabled_set(part: Part, kind: ClauseSetKind, reading: Reading, findings: Findings) -> ClauseSet | None:
    """The clause set of a part whose clauses are the rows of its tables."""
    table = clause_table(part.grids(), reading.settings.clause_sets, reading.common.remark_heads)
    if table is None or part.extent is None:
        return None
    nodes = [_read(row, reading) for row in table.rows]
    take_headings(nodes, reading.settings.clause_sets)
    above = [line for line in (*part.lines(), *table.above) if id(line) not in part.extent.headline]
    lines: list[AnyLine] = [*part.lines(), *(line for grid in part.grids() for line in grid.lines())]
    return clause_set_of(ReadClauses(nodes, lines, above, table.chapters), part, kind, reading, findings)


def _read(row: ClauseRow, reading: Reading) -> ClauseNode:
    """One clause: the lines of its text are read as those below a label are."""
    lines = row.lines
    node = ClauseNode(row.label, Passage(), lines[0].x0 if lines else row.opener.x0, row.heading)
    rights = [cell.right for cell in row.cells if cell.right is not None]
    flow = Flow(max(rights) if rights else measure(lines), left_of(lines), reading.layout.passages) if lines else None
    openers = {id(row.opener): row.label}
    if flow is not None and any(line is row.opener for line in lines):
        (node, *_) = ClauseReader(lines, flow, reading.settings.clause_sets, openers=openers).read()
        node.heading = row.heading or node.heading
    elif flow is not None:
        reader = ClauseReader(lines, flow, reading.settings.clause_sets, [node], path=[node], openers=openers)
        reader.heads_above = False
        reader.read()
    return node
