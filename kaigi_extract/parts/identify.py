"""Which ward a document is of: what it prints of ordinances, councils and labels, put before `wards.identify`."""

from __future__ import annotations

from collections.abc import Sequence

from kaigi_extract.findings import Findings
from kaigi_extract.layout.assemble import Arrangement
from kaigi_extract.layout.lines import AnyLine
from kaigi_extract.layout.table import Grid
from kaigi_extract.parts.titles import compared
from kaigi_extract.records import Document, Evidence, Span
from kaigi_extract.wards import Identified, PrintedText, Ward, WardSettings, contradiction, identify_ward


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
    found = (
        identify_ward(text, labels, wards, settings)
        if given is None
        else contradiction(given, text, labels, wards, settings)
    )
    if found is None or found.ward is None:
        _keep(document, given, found, findings)
        return given
    spans = _spans(found.words, lines)
    if found.words is not None:
        document.ward = found.ward.id
        document.evidence["ward"] = Evidence(text=found.words, spans=spans)
        because = f"{found.reason} {found.words} is printed"
        findings.decided("/ward", found.ward.id, because, mapping=found.place, spans=spans)
    else:
        findings.decided(
            "/ward", None, f"the form labels are those of {found.ward.id}, and no name says whose they are"
        )
    if given is not None:
        findings.warn("ward_conflict", _conflict(given, found.ward, found.words), spans, "/ward")
    return found.ward


def _keep(document: Document, given: Ward | None, found: Identified | None, findings: Findings) -> None:
    """The ward that was given, or none where none was and the document does not name one."""
    if given is not None:
        document.ward = given.id
        findings.decided("/ward", given.id, "it was asked for", mapping=given.origin.path or None)
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
    says = f"names {own.id} ({own.name}) by {words}" if words else f"has the form labels of {own.id} ({own.name})"
    return f"{given.id} ({given.name}) was given, but the document {says}; it was read with the words of {own.id}"
