"""Values that were recognised and may be misread, as findings: what a reader should look at on the page first."""

from __future__ import annotations

from collections.abc import Iterator

from kaigi_extract.findings import Findings
from kaigi_extract.records import Document, Evidence, Span

DOUBTFUL = 0.8
"""Confidence below which a value is reported: one in five such values, or more, has a character wrong."""

Doubt = tuple[str, str, float, list[Span]]
"""JSON Pointer, what it is in words, confidence, places."""


def report_doubts(document: Document, findings: Findings) -> None:
    """One finding a value that may not be read right."""
    for pointer, what, confidence, spans in _values(document):
        if confidence < DOUBTFUL:
            message = f"{what} may be misread (confidence {confidence:.2f}); compare it with the page"
            findings.warn("low_confidence", message, spans, pointer)


def _values(document: Document) -> Iterator[Doubt]:
    for k, case in enumerate(document.cases):
        yield from _evidence(f"/cases/{k}", case.evidence)
        if case.outline is not None:
            yield from _evidence(f"/cases/{k}/outline", case.outline.evidence)
        for j, form in enumerate(case.forms):
            yield from _evidence(f"/cases/{k}/forms/{j}", form.evidence)
    for k, register in enumerate(document.registers):
        yield from _evidence(f"/registers/{k}", register.evidence)
    for k, clause_set in enumerate(document.clause_sets):
        for j, clause in enumerate(clause_set.clauses):
            if clause.confidence is not None:
                yield f"/clause_sets/{k}/clauses/{j}", f"clause {clause.number}", clause.confidence, list(clause.spans)


def _evidence(pointer: str, evidence: dict[str, Evidence]) -> Iterator[Doubt]:
    for field, found in evidence.items():
        if found.confidence is not None:
            yield f"{pointer}/{field}", f"{found.label or field}", found.confidence, list(found.spans)
