"""Which ward a document is of: what it prints of ordinances, councils and labels, put before `wards.identify`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from kaigi_extract.catalogue import Message
from kaigi_extract.findings import Findings
from kaigi_extract.layout.assemble import Arrangement
from kaigi_extract.layout.lines import AnyLine
from kaigi_extract.layout.table import Grid
from kaigi_extract.parts.titles import compared
from kaigi_extract.records import Document, Evidence, MappingReason, MappingUsed, Span
from kaigi_extract.wards import Identified, PrintedText, Ward, WardSettings, contradiction, identify_ward
from kaigi_extract.wards.printed_body import PrintedBody, printed_body, speaks_against, ward_by_body


def identify(
    document: Document,
    arrangement: Arrangement,
    given: Ward | None,
    wards: Sequence[Ward],
    findings: Findings,
    settings: WardSettings,
) -> Ward | None:
    """Fills in the ward; returns the one whose words read the document: the given one, unless it speaks for another."""
    lines = [line for item in arrangement.items for line in (item.lines() if isinstance(item, Grid) else [item])]
    text = "\n".join([line.text for line in [*lines, *arrangement.furniture]])
    labels = [cell.passage.text for item in arrangement.items if isinstance(item, Grid) for cell in item.heads()]
    found = _named(text, labels, wards, settings) if given is None else None
    if given is not None:
        found = contradiction(given, text, labels, wards, settings)
        body = _other_body(given, text, labels, settings) if found is None else None
        if body is not None:
            _read_generally(given, body, lines, findings)
            return None
    if found is None or found.ward is None:
        _keep(document, given, found, findings)
        return given
    spans = _spans(found.words, lines)
    if found.words is not None:
        document.ward = found.ward.id
        document.evidence["ward"] = Evidence(text=found.words, spans=spans)
        because = Message("{reason} {words} is printed", reason=found.reason, words=found.words)
        findings.decided("/ward", found.ward.id, because, mapping=found.place, spans=spans)
    else:
        findings.decided(
            "/ward",
            None,
            Message("the form labels are those of {id}, and no name says whose they are", id=found.ward.id),
        )
    if given is not None:
        findings.warn("ward_conflict", _conflict(given, found.ward, found.words), spans, "/ward")
    return found.ward


def _named(text: str, labels: Sequence[str], wards: Sequence[Ward], settings: WardSettings) -> Identified:
    """The ward that a document names by what its mapping lists; else the one whose name a council or an ordinance bears
    that no mapping lists. A council's name without its ward's is in many: it is nothing where another body is named."""
    printed = PrintedText(text)
    found = identify_ward(printed, labels, wards, settings)
    bare = found.ward is not None and found.words is not None and found.ward.name not in found.words
    body = printed_body(text.split("\n")) if found.ward is None or bare else None
    if body is None:
        return found
    if found.ward is not None and speaks_against(found.ward, body, printed):
        found = Identified(
            None,
            Message(
                "no mapping knows {place}, which the document names by {words}", place=body.place, words=body.words
            ),
        )
    return found if found.ward is not None else ward_by_body(body, printed, wards) or found


def _other_body(ward: Ward, text: str, labels: Sequence[str], settings: WardSettings) -> PrintedBody | None:
    """The body that a document names in place of the ward that was given, though no mapping knows it: once is not
    enough where most labels are the ward's."""
    body = printed_body(text.split("\n"))
    if body is None or not speaks_against(ward, body, PrintedText(text)):
        return None
    known = sum(ward.field("form", label) is not None or ward.field("outline", label) is not None for label in labels)
    mostly = bool(labels) and known >= settings.labels_known * len(labels)
    return body if body.count > 1 or not mostly else None


def _read_generally(given: Ward, body: PrintedBody, lines: Sequence[AnyLine], findings: Findings) -> None:
    """Says that a document is of another body than the one that was given; no words but the general ones read it."""
    spans = _spans(body.words, lines)
    findings.decided(
        "/ward",
        None,
        Message("{words} is printed, and no mapping knows {place}", words=body.words, place=body.place),
        spans=spans,
    )
    message = Message(
        "{id} ({name}) was given, but the document names {place} by {words}, "
        "which no mapping knows; it was read with general words",
        id=given.id,
        name=given.name,
        place=body.place,
        words=body.words,
    )
    findings.warn("ward_conflict", message, spans, "/ward")


def note_mapping(document: Document, own: Ward, origin: Literal["given", "own", "bundled"], findings: Findings) -> None:
    """Notes whose words read a document that is of a known ward, and why."""
    decided = findings.reasons.get("/ward")
    because = decided.because if decided is not None else Message("its words speak for the ward")
    reason = MappingReason(because=because, spans=decided.spans if decided is not None else [])
    document.mapping = MappingUsed(ward=own.id, origin=origin, reasons=[reason])


def _keep(document: Document, given: Ward | None, found: Identified | None, findings: Findings) -> None:
    """The ward that was given, or none where none was and the document does not name one."""
    if given is not None:
        document.ward = given.id
        findings.decided("/ward", given.id, Message("it was asked for"), mapping=given.origin.path or None)
    elif found is not None:
        findings.decided("/ward", None, found.reason)
    if found is not None:
        findings.warn("ward_unknown", found.reason)


def _spans(words: str | None, lines: Sequence[AnyLine]) -> list[Span]:
    """The first line that prints the words."""
    if words is None:
        return []
    line = next((line for line in lines if PrintedText(line.text).has(words)), None)
    line = line or next((line for line in lines if compared(words) in compared(line.text)), None)
    return [line.span(0, len(line.text))] if line is not None else []


def _conflict(given: Ward, own: Ward, words: str | None) -> str:
    says = (
        Message("names {id} ({name}) by {words}", id=own.id, name=own.name, words=words)
        if words
        else Message("has the form labels of {id} ({name})", id=own.id, name=own.name)
    )
    return Message(
        "{id} ({name}) was given, but the document {says}; it was read with the words of {own}",
        id=given.id,
        name=given.name,
        says=says,
        own=own.id,
    )
