"""Why a file came out as it did: this ward, this category, this field, each with the line of the mapping behind it.

Prints the reasons that were noted where each value was decided (`findings.Reason`); decides nothing again.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from typing import Any

from pydantic import BaseModel

from kaigi_extract.findings import Reason
from kaigi_extract.pipeline import ReadingOptions, extract_with_reasons
from kaigi_extract.records import PageSpan, Span

LONGEST_VALUE = 40
"""Characters of a printed value that a line of the explanation repeats."""
ORDER = ("ward", "cases", "registers")
"""Members of a document whose reasons are given first, in this order; those of the others follow by name."""


class Explanation(BaseModel):
    """The reasons behind one document, in its order."""

    path: str
    reasons: list[Reason]


def explain(path: str | os.PathLike[str], **options: Any) -> Explanation:
    """The reasons behind what `extract` makes of a file. Takes the options of `extract`, and raises what it raises."""
    document, reasons = extract_with_reasons(path, ReadingOptions(**options))
    return Explanation(path=document.source.path, reasons=by_record(reasons))


def by_record(reasons: Iterable[Reason]) -> list[Reason]:
    """Reasons record by record: of one record as they were noted, before those of the records within it."""
    return sorted(reasons, key=lambda reason: _place_in_document(reason.record))


def _place_in_document(pointer: str) -> tuple[int, str, list[tuple[int, str]]]:
    """What orders pointers by the record that they belong to; indices by number."""
    first, *inner = pointer.split("/")[1:]
    steps = inner[:-1] if inner else []
    rank = ORDER.index(first) if first in ORDER else len(ORDER)
    return rank, first, [(int(step), "") if step.isdecimal() else (0, step) for step in steps]


def explanation_text(explanation: Explanation) -> str:
    """One value a paragraph: what it is, why, by which line of the mapping, and where it is printed."""
    return f"file {explanation.path}\n" + "".join(_lines(reason) for reason in explanation.reasons)


def _lines(reason: Reason) -> str:
    said = [
        f"{reason.record} = {_short(reason.value)}",
        f"    why      {reason.because}",
        f"    second   {reason.second}" if reason.second else "",
        f"    mapping  {reason.mapping}" if reason.mapping else "",
        f"    label    {reason.label}" if reason.label else "",
        f"    printed  {_place(reason.spans)}" if reason.spans else "",
    ]
    return "".join(line + "\n" for line in said if line)


def _short(value: str | None) -> str:
    text = "null" if value is None else value.replace("\n", " ")
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 1] + "…"


def _place(spans: Sequence[Span]) -> str:
    first, more = spans[0], len(spans) - 1
    if isinstance(first, PageSpan):
        place = f"page {first.page}, box " + " ".join(f"{edge:g}" for edge in first.bbox)
    else:
        place = f"line {first.line}, characters {first.start} to {first.end}"
    return place + (f", and {more} more line{'s' if more > 1 else ''}" if more else "")
