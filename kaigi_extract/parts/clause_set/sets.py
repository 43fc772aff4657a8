"""The tree of a clause set to its record; where clauses begin in a part of unknown kind, and whether they are some."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import prod

from kaigi_extract.findings import Findings
from kaigi_extract.layout.lines import AnyLine
from kaigi_extract.layout.passages import Flow, left_of, measure
from kaigi_extract.parts.clause_set.days import read_day
from kaigi_extract.parts.clause_set.headings import take_headings
from kaigi_extract.parts.clause_set.sequence import ClauseNode, ClauseReader
from kaigi_extract.parts.part import Part
from kaigi_extract.parts.reading import Reading
from kaigi_extract.parts.settings import ClauseSetSettings
from kaigi_extract.records import Clause, ClauseSet, ClauseSetKind, Item, Parties
from kaigi_extract.text import clause_heading, match_label
from kaigi_extract.wards import Common

CLAUSE_STYLES = frozenset({"digit", "dai", "dai_jo"})
"""Styles of label that open clauses where no title says that there are any."""


def read_clause_set(part: Part, kind: ClauseSetKind, reading: Reading, findings: Findings) -> ClauseSet | None:
    """The clause set of a part; None where no clause begins in it. `findings` are those of the set."""
    lines = part.lines()
    above = next((k for k, line in enumerate(lines[:2]) if part.title is not None and part.title in line.text), -1)
    body = lines[above + 1 :]
    reader = ClauseReader(
        body, Flow(measure(body), left_of(body), reading.layout.passages), reading.settings.clause_sets
    )
    nodes = reader.read()
    if not nodes:
        return None
    take_headings(nodes, reading.settings.clause_sets)
    iroha = nodes[0].label.ordinal != 1
    clauses = [_clause(node, iroha=iroha) for node in nodes]
    _report_gaps(clauses, findings)
    found = ClauseSet(
        title=part.title or "",
        kind=kind,
        ward=reading.document.ward,
        case=reading.last_case,
        parties=_parties(clauses, reading.common),
        clauses=clauses,
        spans=[line.span(0, len(line.text)) for line in lines],
    )
    read_day(found, reader.preamble)
    return found


def first_clause(lines: Sequence[AnyLine]) -> int | None:
    """The line with which clauses begin among lines of unknown kind: the first heading or label that opens a run."""
    for at, line in enumerate(lines):
        label = match_label(line.text)
        if label is not None and label.ordinal == 1 and label.style in CLAUSE_STYLES:
            headed = at > 0 and clause_heading(lines[at - 1].text) is not None
            return at - 1 if headed else at
    return None


def is_unbroken(found: ClauseSet, settings: ClauseSetSettings) -> bool:
    """Whether it is a run of clauses beyond doubt: several, numbered without a gap, of sentences. The list of an agenda
    (１　開会, ２　議題, …) has none."""
    numbers = [clause.number for clause in found.clauses]
    sentences = sum("。" in clause.text or _has_sentence(clause.items) for clause in found.clauses)
    unbroken = len(numbers) >= settings.least_clauses and numbers == list(range(1, len(numbers) + 1))
    return unbroken and 2 * sentences >= len(numbers)


def _has_sentence(items: Sequence[Item]) -> bool:
    return any("。" in item.text or _has_sentence(item.items) for item in items)


def _clause(node: ClauseNode, *, iroha: bool) -> Clause:
    number = (node.label.iroha_ordinal if iroha else node.label.ordinal) or 0
    return Clause(
        number=number,
        label=node.label.label,
        heading=node.heading.text if node.heading else None,
        text=node.text.text,
        items=[_item(child) for child in node.children],
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
        spans=node.text.spans(),
    )


def _report_gaps(clauses: list[Clause], findings: Findings) -> None:
    for index, (before, after) in enumerate(pairwise(clauses), 1):
        if after.number not in (before.number + 1, before.number):
            findings.warn(
                "numbering_gap",
                f"clause {after.label} follows clause {before.label}",
                after.spans[:1],
                f"/clauses/{index}",
            )


def _parties(clauses: list[Clause], common: Common) -> Parties:
    """The pair of words that the clauses use for their two sides."""
    text = "".join(clause.text for clause in clauses)
    best, most = Parties(), 0
    for pair in common.parties:
        both = (text.count(pair.principal), text.count(f"{pair.contractor}は"))
        if all(both) and both[1] > most:
            best, most = Parties(principal=pair.principal, contractor=pair.contractor), both[1]
    return best
