"""Values that were recognised and may be misread, as findings: what a reader should look at on the page first."""

from __future__ import annotations

from kaigi_extract.catalogue import Message
from kaigi_extract.findings import Findings
from kaigi_extract.records import Case, CaseForm, Clause, Document, Evidence, Outline, RegisterSheet
from kaigi_extract.records.walk import walk

DOUBTFUL = 0.8
"""Confidence below which a value is reported: one in five such values, or more, has a character wrong."""

WATCHED = (Case, Outline, CaseForm, RegisterSheet)
"""Records whose evidence is compared with the threshold, field by field; a clause carries a confidence of its own."""


def report_doubts(document: Document, findings: Findings) -> None:
    """One finding for each value that may be misread. Only what was recognised has a confidence, or was read by general
    words, which says so itself."""
    recognised = any(page.text_origin == "ocr" for page in document.source.pages)
    if document.source.pages and not recognised:
        return
    general = {one.record for one in findings.all if one.code == "mapping_general"} if not recognised else set()
    for node in walk(document):
        if isinstance(node.record, WATCHED):
            for value in node.read_values():
                if value.evidence is not None and value.pointer not in general:
                    _report(findings, value.pointer, value.evidence.label or value.field, value.evidence)
        elif isinstance(node.record, Clause):
            _report(findings, node.pointer, Message("clause {number}", number=node.record.number), node.record)


def _report(findings: Findings, pointer: str, what: str, read: Evidence | Clause) -> None:
    if read.confidence is not None and read.confidence < DOUBTFUL:
        message = Message(
            "{what} may be misread (confidence {confidence:.2f}); compare it with the page",
            what=what,
            confidence=read.confidence,
        )
        findings.warn("low_confidence", message, read.spans, pointer)
