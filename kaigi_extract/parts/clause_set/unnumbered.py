"""Titles of clause sets above text that obliges somebody and bears no numbers: no set is read there, which is told."""

from __future__ import annotations

from kaigi_extract.catalogue import Message
from kaigi_extract.parts.clause_set.extent import flow_of
from kaigi_extract.parts.clause_set.flow import ClauseFlow
from kaigi_extract.parts.clause_set.title_words import clause_set_kind
from kaigi_extract.parts.part import Part
from kaigi_extract.parts.reading import Reading
from kaigi_extract.text import match_label
from kaigi_extract.text.late_pattern import late_pattern

_OBLIGES = late_pattern(r"(?:なければならない|[てで]はならない|ものとする|させること|ないこと|すること)。")
_KINDS = frozenset({"special_terms", "agreement"})
"""Kinds of clause sets whose titles hardly any other text has."""
_LEAST = 2
"""Lines that oblige."""


def report_unnumbered(part: Part, reading: Reading) -> None:
    """Notes the titles of clause sets in a part in which none was read, where lines below them oblige somebody."""
    flow = flow_of(reading.items, reading)
    within = {id(item) for item in part.items}
    for at, item in enumerate(flow.items):
        line = flow.lines[at]
        if line is None or id(item) not in within or not flow.is_title(flow.texts[at]) or not flow.ended(at):
            continue
        kind = clause_set_kind(flow.texts[at], reading.common, reading.settings.titles)
        if kind in _KINDS and _duties_below(flow, at, within) >= _LEAST:
            message = Message(
                "clauses are announced by {title}, and what is below it bears no numbers: no clause set was read",
                title=flow.texts[at],
            )
            reading.findings.warn("unread_part", message, [line.span(0, len(line.text))])
            return


def _duties_below(flow: ClauseFlow, at: int, within: set[int]) -> int:
    """The lines below a title that end a sentence that obliges, up to the next label or table."""
    count = 0
    for item, text in zip(flow.items[at + 1 :], flow.texts[at + 1 :], strict=True):
        label = match_label(text)
        if id(item) not in within or not text or (label is not None and label.style != "bullet"):
            break
        count += _OBLIGES.search(text) is not None
    return count
