"""The tree of a clause set to its record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field
from itertools import pairwise
from math import prod

from kaigi_extract.catalogue import Message
from kaigi_extract.findings import Findings
from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.layout.lines import AnyLine, PlainLine
from kaigi_extract.layout.passages import Flow, left_of, measure
from kaigi_extract.layout.table import Grid
from kaigi_extract.parts.clause_set.days import read_day
from kaigi_extract.parts.clause_set.headings import take_headings
from kaigi_extract.parts.clause_set.listed_within import take_listed_items
from kaigi_extract.parts.clause_set.node import ClauseNode, passes_over
from kaigi_extract.parts.clause_set.preamble import definitions_of, parties_of, preamble_of
from kaigi_extract.parts.clause_set.run_together import part_clauses
from kaigi_extract.parts.clause_set.sequence import ClauseReader
from kaigi_extract.parts.clause_set.signs import is_extract, is_page_mark, level
from kaigi_extract.parts.extent import Chapter as Structure
from kaigi_extract.parts.part import Part
from kaigi_extract.parts.reading import Reading
from kaigi_extract.records import Chapter, Clause, ClauseSet, ClauseSetKind, Item


@dataclass(slots=True)
class ReadClauses:
    """The clauses of one set as they were read, with what is printed around them."""

    nodes: Sequence[ClauseNode]
    lines: Sequence[AnyLine]
    """All lines of the set."""
    preamble: Sequence[AnyLine] = ()
    """Those between the title and the first clause."""
    chapters: Sequence[tuple[Structure, int]] = ()
    """Structure, with the number of clauses before it."""
    left_out: set[int] = field(default_factory=set)
    """Numbers of articles that are said to be repealed or left out together."""
    with_gaps: bool = False
    """Whether items may be missing."""


def read_clause_set(part: Part, kind: ClauseSetKind, reading: Reading, findings: Findings) -> ClauseSet | None:
    """The clause set of a part; None where no clause begins in it. `findings` are those of the set."""
    lines, extent = part.lines(), part.extent
    body = _below_title(part)
    reader = ClauseReader(
        body,
        Flow(measure(body), left_of(body), reading.layout.passages),
        reading.settings.clause_sets,
        openers=extent.openers if extent is not None else {},
        structure=extent.chapters if extent is not None else {},
        grids=_grids(part),
        with_gaps=extent is not None and extent.with_gaps,
    )
    nodes = reader.read()
    if not nodes:
        return None
    nodes = part_clauses(nodes)
    take_headings(nodes, reading.settings.clause_sets, on_lines=reader.heads_own_line)
    take_listed_items(nodes)
    read = ReadClauses(nodes, lines, reader.preamble, reader.chapters, reader.left_out, reader.with_gaps)
    return clause_set_of(read, part, kind, reading, findings)


def clause_set_of(
    read: ReadClauses, part: Part, kind: ClauseSetKind, reading: Reading, findings: Findings
) -> ClauseSet:
    """The record of clauses that were read in a part."""
    nodes = read.nodes
    iroha = nodes[0].label.ordinal != 1 and nodes[0].label.iroha_ordinal == 1
    clauses = [_clause(node, iroha=iroha) for node in nodes]
    _report_gaps(clauses, findings, read.left_out, extract=is_extract(part.title or "") or read.with_gaps)
    _report_item_gaps(nodes, findings)
    above = preamble_of(read.preamble, reading)
    found = ClauseSet(
        title=part.title or "",
        kind=kind,
        ward=reading.document.ward,
        case=reading.last_case,
        parties=parties_of(above, clauses, reading.common),
        preamble=above.text or None,
        definitions=definitions_of(above),
        chapters=_chapters(read.chapters, clauses),
        clauses=clauses,
        spans=[line.span(0, len(line.text)) for line in read.lines],
    )
    read_day(found, read.preamble)
    return found


def _below_title(part: Part) -> list[AnyLine]:
    """The lines of a part below its title, without a table of contents and what was recognised in a picture beside
    text that is not."""
    lines, extent = part.lines(), part.extent
    if extent is None:
        above = next((k for k, line in enumerate(lines[:2]) if part.title is not None and part.title in line.text), -1)
        return lines[above + 1 :]
    printed = any(id(line) in extent.openers and not is_recognised(line) for line in lines)
    apart = extent.contents | extent.headline
    body = [line for line in lines if id(line) not in apart and not is_page_mark(line.text)]
    return [line for line in body if not (printed and is_recognised(line))]


def is_recognised(line: AnyLine) -> bool:
    """Whether a line was recognised in a picture."""
    return not isinstance(line, PlainLine) and line.sure is not None


def _grids(part: Part) -> dict[int, list[Grid]]:
    """The ruled tables of a part, by the line above each."""
    found: dict[int, list[Grid]] = {}
    above: AnyLine | None = None
    for item in part.items:
        if not isinstance(item, Grid):
            above = item
        elif above is not None and item.ruled:
            found.setdefault(id(above), []).append(item)
    return found


def _chapters(read: Sequence[tuple[Structure, int]], clauses: Sequence[Clause]) -> list[Chapter]:
    """Structure with the clauses below each line of it: those up to the next line of its own level or a higher one."""
    chapters = []
    for at, (structure, start) in enumerate(read):
        higher = (begin for each, begin in read[at + 1 :] if level(each.label) <= level(structure.label))
        below = clauses[start : next(higher, len(clauses))]
        first, last = (below[0].number, below[-1].number) if below else (None, None)
        chapters.append(Chapter(label=structure.label, title=structure.title, first=first, last=last))
    return chapters


def _clause(node: ClauseNode, *, iroha: bool) -> Clause:
    number = (node.label.iroha_ordinal if iroha else node.label.ordinal) or 0
    if node.label.style == "decimal_2" and isinstance(node.label.number, int):
        number = node.label.number  # the ordinal counts 1-1, 1-2 and 2-1 on
    return Clause(
        number=number,
        branches=list(node.label.branches),
        key="-".join(map(str, (number, *node.label.branches))),
        label=node.label.label,
        heading=node.heading.text if node.heading else None,
        text=node.text.text,
        items=[_item(child) for child in node.children],
        rows=_rows(node),
        spans=node.text.spans(),
        confidence=_confidence(node),
    )


def _confidence(node: ClauseNode) -> float | None:
    """How likely the clause is read right, heading and items included; None where it is embedded."""
    own = [part.confidence for part in (node.heading, node.text) if part is not None]
    known = [p for p in [*own, *map(_confidence, node.children)] if p is not None]
    return round(prod(known), 4) if known else None


def _item(node: ClauseNode) -> Item:
    return Item(
        label=node.label.label,
        number=node.number,
        text=node.text.text,
        items=[_item(child) for child in node.children],
        rows=_rows(node),
        spans=node.text.spans(),
    )


def _rows(node: ClauseNode) -> list[list[str]]:
    """The rows of the tables that are printed within a clause or an item."""
    return [[cell.passage.text for cell in row] for grid in node.grids for row in grid.rows()]


def _report_item_gaps(nodes: Sequence[ClauseNode], findings: Findings) -> None:
    """Reports items whose number is not the one after that of the item before them."""
    for index, clause in enumerate(nodes):
        for before, after in _neighbours(clause):
            if before.label.style != "bullet" and passes_over(before.label, after.label):
                message = Message(
                    "item {label} follows item {before} in clause {clause}",
                    label=after.label.label,
                    before=before.label.label,
                    clause=clause.label.label,
                )
                findings.warn("numbering_gap", message, after.text.spans()[:1], f"/clauses/{index}")


def _neighbours(node: ClauseNode) -> Iterator[tuple[ClauseNode, ClauseNode]]:
    """The items below a clause or an item, to any depth, each with the next of its list."""
    yield from pairwise(node.children)
    for child in node.children:
        yield from _neighbours(child)


def _report_gaps(clauses: list[Clause], findings: Findings, left_out: set[int], *, extract: bool) -> None:
    """Reports numbers that are missing and not said to be `left_out`; an extract may begin anywhere."""
    if (clauses[0].number > 1 or clauses[0].branches not in ([], [1])) and not extract:
        findings.warn(
            "numbering_gap",
            Message("clause {label} is the first", label=clauses[0].label),
            clauses[0].spans[:1],
            "/clauses/0",
        )
    for index, (before, after) in enumerate(pairwise(clauses), 1):
        missing = set(range(before.number + 1, after.number))
        if after.number not in (before.number + 1, before.number) and not (missing and missing <= left_out):
            findings.warn(
                "numbering_gap",
                Message("clause {label} follows clause {before}", label=after.label, before=before.label),
                after.spans[:1],
                f"/clauses/{index}",
            )
