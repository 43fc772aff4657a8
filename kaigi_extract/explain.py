"""Why a file came out as it did: this ward, this category, this field, each with the line of the mapping behind it.

Prints the reasons that were noted where each value was decided (`findings.Reason`); decides nothing again.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from pydantic import BaseModel

from kaigi_extract.catalogue import Language, in_language
from kaigi_extract.findings import Reason
from kaigi_extract.pipeline import ReadingOptions, extract_with_reasons
from kaigi_extract.records import Document, PageSpan, Span

LONGEST_VALUE = 40
"""Characters of a printed value that a line of the explanation repeats."""
ORDER = ("ward", "sections", "cases", "registers")
"""Members of a document whose reasons are given first, in this order; those of the others follow by name."""

INDENT, LABEL_WIDTH = "    ", 9
"""Columns of a terminal: an East Asian character takes two of them."""
LABELS: dict[Language, dict[str, str]] = {
    "en": {name: name for name in ("file", "begins", "why", "second", "mapping", "label", "printed")},
    "ja": {
        "file": "ファイル",
        "begins": "始まり",
        "why": "理由",
        "second": "次点",
        "mapping": "対応表",
        "label": "項目名",
        "printed": "位置",
    },
}


class Explanation(BaseModel):
    """The reasons behind one document, in its order."""

    path: str
    reasons: list[Reason]


def explain(path: str | os.PathLike[str], **options: Any) -> Explanation:
    """The reasons behind what `extract` makes of a file. Takes the options of `extract`, and raises what it raises."""
    document, reasons = extract_with_reasons(path, ReadingOptions(**options))
    return Explanation(path=document.source.path, reasons=by_record(_with_first_lines(document, reasons)))


def _with_first_lines(document: Document, reasons: Iterable[Reason]) -> Iterator[Reason]:
    """The reasons, those for the kind of a part with the words that it begins with as its label."""
    begins = {
        f"/sections/{index}/kind": section.text.lstrip().partition("\n")[0]
        for index, section in enumerate(document.sections)
    }
    for reason in reasons:
        first = begins.get(reason.record)
        yield reason.model_copy(update={"label": _short(first.replace("\t", " "))}) if first else reason


def by_record(reasons: Iterable[Reason]) -> list[Reason]:
    """Reasons record by record: of one record as they were noted, before those of the records within it."""
    return sorted(reasons, key=lambda reason: _place_in_document(reason.record))


def _place_in_document(pointer: str) -> tuple[int, str, list[tuple[int, str]]]:
    """What orders pointers by the record that they belong to; indices by number."""
    first, *inner = pointer.split("/")[1:]
    steps = inner[:-1] if inner else []
    rank = ORDER.index(first) if first in ORDER else len(ORDER)
    return rank, first, [(int(step), "") if step.isdecimal() else (0, step) for step in steps]


def explanation_text(explanation: Explanation, language: Language = "en") -> str:
    """One value a paragraph: what it is, why, what came second, by which line of the mapping, where it is printed."""
    head = f"{LABELS[language]['file']} {explanation.path}\n"
    return head + "".join(_paragraph(reason, language) for reason in explanation.reasons)


def _paragraph(reason: Reason, language: Language) -> str:
    said = {
        "begins" if reason.record.startswith("/sections/") else "label": reason.label,
        "why": in_language(reason.because, language),
        "second": in_language(reason.second, language) if reason.second else None,
        "mapping": reason.mapping,
        "printed": _place(reason.spans, language) if reason.spans else None,
    }
    lines = [f"{reason.record} = {_short(reason.value)}"]
    lines += [f"{INDENT}{_padded(LABELS[language][name])}{said[name]}" for name in LABELS[language] if said.get(name)]
    return "".join(f"{line}\n" for line in lines)


def _padded(label: str) -> str:
    return label + " " * (LABEL_WIDTH - len(label) * (1 if label.isascii() else 2))


def _short(value: str | None) -> str:
    text = "null" if value is None else value.replace("\n", " ")
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 1] + "…"


def _place(spans: Sequence[Span], language: Language) -> str:
    first, more = spans[0], len(spans) - 1
    japanese = language == "ja"
    if isinstance(first, PageSpan):
        box = " ".join(f"{edge:g}" for edge in first.bbox)
        place = f"{first.page}頁、枠 {box}" if japanese else f"page {first.page}, box {box}"
    elif japanese:
        place = f"{first.line}行目の{first.start + 1}字目から{first.end}字目まで"
    else:
        place = f"line {first.line}, characters {first.start} to {first.end}"
    if not more:
        return place
    return f"{place}、ほか{more}行" if japanese else f"{place}, and {more} more line{'s' if more > 1 else ''}"
