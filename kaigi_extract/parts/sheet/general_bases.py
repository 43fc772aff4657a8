"""Whether a case is put before its council or reported to it, and all that it is about: by its articles, its rows, its
title.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kaigi_extract.catalogue import Message
from kaigi_extract.findings import Findings
from kaigi_extract.layout.passages import Passage
from kaigi_extract.parts.sheet.bases import Bases, CaseKind
from kaigi_extract.records import Case, Category
from kaigi_extract.text import find_citations, fold, read_choices, squeeze
from kaigi_extract.wards.words import Words


def kind_of(text: str, words: Words) -> CaseKind | None:
    """諮問 or 報告 in a heading, a sentence or a ticked choice; None where neither or both are printed."""
    choices = read_choices(text)
    if choices:
        text = "".join(one.text for one in choices if one.checked)
    text = squeeze(fold(text))
    sheet = words.general.sheet
    asks = any(word in text for word in sheet.consultation if word != "審議" or "審議事項" in text)
    reports = any(word in text for word in sheet.report)
    if asks == reports:
        return None
    return "consultation" if asks else "report"


def with_kinds(value: Passage, kind: CaseKind | None, words: Words) -> Iterator[tuple[Passage, CaseKind | None]]:
    """The paragraphs of a row that names articles, each with the 諮問 or 報告 that is before its first article, or in
    the paragraphs above; with `kind` where neither is."""
    for start, end in value.paragraphs():
        cited = find_citations(value.text[start:end])
        said = value.text[start : start + cited[0].start if cited else end]
        kind = kind_of(said, words) or kind
        yield value.part(start, end), kind


def add_categories(
    case: Case,
    bases: Bases,
    printed: str,
    words: Words,
    findings: Findings,
    otherwise: Mapping[Category, tuple[str, str]] | None = None,
) -> None:
    """All that a case is about: by its articles, by the row that says so, by the words of its title; where none of
    these says it, `otherwise`: what its labels say, each with the reason and its file:line."""
    found: dict[Category, tuple[str, str | None]] = {}
    for index, category in bases.categories():
        found.setdefault(category, (Message("its basis {index} is about that", index=index + 1), None))
    for text, what in ((printed, "its row"), (case.title, "the title")):
        for category, word, place in words.categories(text):
            found.setdefault(category, (Message("{what} says {word}", what=what, word=word), place))
    if not found and otherwise:
        found.update(otherwise)
    case.categories = list(found)
    if case.categories:
        case.category = case.categories[0]
        because, where = found[case.category]
        evidence = case.evidence.get("title")
        findings.decided("/category", case.category, because, mapping=where, spans=evidence.spans if evidence else [])
    else:
        findings.decided("/category", None, Message("no article and no word that says what it is about is known"))
