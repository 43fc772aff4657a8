"""Records in English words, where their own words are Japanese and not those of the document: counts, how pages were
read. Reads records, sets nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sized

from kaigi_extract.records import Document, Source
from kaigi_extract.show.japanese import GRAVE, by_origin, sittings

ORIGINS = {"embedded": "embedded", "ocr": "recognised", "text": "text", "blank": "without text"}
"""How the text of a page came to be known."""


def counted(count: int, noun: str) -> str:
    """1 case, 2 cases."""
    return f"{count:,} {noun}" + ("" if count == 1 else "s")


def counts_words(document: Document) -> str:
    """5 cases, 1 clause set: how many of what a document holds; nothing where it holds nothing."""
    held: dict[str, Sized] = {
        "meeting": sittings(document)[1:] and sittings(document),
        "case": document.cases,
        "register sheet": document.registers,
        "clause set": document.clause_sets,
        "part": document.sections,
        "table": document.tables,
    }
    return ", ".join(counted(len(each), name) for name, each in held.items() if each) or "nothing"


def findings_words(document: Document) -> str:
    """1 error, 5 warnings: how many of what is missing or doubtful."""
    counts: Counter[str] = Counter(found.severity for found in document.findings)
    return ", ".join(counted(counts[severity], severity) for severity in GRAVE if counts[severity])


def origin_words(source: Source) -> str:
    """12 pages: 10 embedded, 2 recognised (0.98)."""
    parts = [
        f"{count} {ORIGINS[origin]}" + (f" ({confidence:.2f})" if confidence is not None else "")
        for origin, count, confidence in by_origin(source)
    ]
    pages = counted(source.page_count, "page") if source.page_count else ""
    return ": ".join(filter(None, (pages, ", ".join(parts))))
