"""The articles that a case rests on and what it is about, wherever a paper or a letter prints them: in a row, in
brackets, in a sentence.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from kaigi_extract.findings import Findings
from kaigi_extract.layout.passages import Passage
from kaigi_extract.parts.category import category_of_article
from kaigi_extract.records import Case, Category, LegalBasis, Span
from kaigi_extract.text import Citation, find_citations, fold, read_choices, squeeze
from kaigi_extract.wards.words import Words

CaseKind = Literal["consultation", "report"]

_AFTER_CITATION = re.compile(r"\s*[(（]([^()（）]{1,40})[)）]")
_RELATED = re.compile(r"^(?:関係|抜粋|以下|同)")
_CARRIED = re.compile(
    r"\s*(?:[(（][^()（）]*[)）])?\s*(?:及び|並びに|又は|若しくは|および|ならびに|または|、|・|,|，)\s*$"
)


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


def read_general_bases(
    cited: Iterable[tuple[Passage, CaseKind | None]], words: Words, day: datetime.date | None, findings: Findings
) -> Iterator[LegalBasis]:
    """Every article that paragraphs name, each once. The law's name goes on over 及び and 、 to the next article.
    `findings` are those of the case."""
    seen: set[tuple[object, ...]] = set()
    for passage, kind in cited:
        name, end = None, 0
        for citation in find_citations(passage.text):
            if citation.ordinance is not None:
                name = citation.ordinance
            elif name is not None and not _CARRIED.search(passage.text[end : citation.start] or "、"):
                name = None
            end = citation.end
            key = (name, citation.article, citation.branches, citation.paragraph, citation.item)
            if key not in seen:
                at = findings.at(f"/bases/{len(seen)}")
                seen.add(key)
                yield _basis(passage, citation, name, kind, words, day, at)


def _basis(
    passage: Passage,
    citation: Citation,
    name: str | None,
    kind: CaseKind | None,
    words: Words,
    day: datetime.date | None,
    findings: Findings,
) -> LegalBasis:
    after = _AFTER_CITATION.match(passage.text, citation.end)
    label = after[1].strip() if after is not None and not _RELATED.match(after[1]) else None
    spans = passage.spans(citation.start, after.end() if after is not None and label else citation.end)
    return LegalBasis(
        kind=kind,
        ordinance=name,
        ordinance_id=words.ordinance_id(name, day),
        article=citation.article,
        branches=list(citation.branches),
        paragraph=citation.paragraph,
        item=citation.item,
        label=label,
        category=_category(citation, name, label, words, day, spans, findings),
        spans=spans,
    )


def _category(
    citation: Citation,
    name: str | None,
    label: str | None,
    words: Words,
    day: datetime.date | None,
    spans: list[Span],
    findings: Findings,
) -> Category | None:
    """What an article is about: by the ward's mapping where it is of its ordinance, else by the words beside it."""
    if words.ward is not None and (name is None or words.ward.ordinance(name) is not None):
        found = category_of_article(citation, words.ward, day, spans, findings)
        if found is not None:
            return found
    about = words.general.categories(label) if label else []
    if about:
        category, word, place = about[0]
        findings.decided("/category", category, f"the article is called {word}", mapping=place, spans=spans)
        return category
    return None


def add_categories(
    case: Case,
    printed: str,
    words: Words,
    findings: Findings,
    otherwise: Mapping[Category, tuple[str, str]] | None = None,
) -> None:
    """All that a case is about: by its articles, by the row that says so, by the words of its title; where none of
    these says it, `otherwise`: what its labels say, each with the reason and its file:line."""
    found: dict[Category, tuple[str, str | None]] = {}
    for index, basis in enumerate(case.bases):
        if basis.category is not None:
            found.setdefault(basis.category, (f"its basis {index + 1} is about that", None))
    for text, what in ((printed, "its row"), (case.title, "the title")):
        for category, word, place in words.categories(text):
            found.setdefault(category, (f"{what} says {word}", place))
    if not found and otherwise:
        found.update(otherwise)
    case.categories = list(found)
    if case.categories:
        case.category = case.categories[0]
        because, where = found[case.category]
        evidence = case.evidence.get("title")
        findings.decided("/category", case.category, because, mapping=where, spans=evidence.spans if evidence else [])
    else:
        findings.decided("/category", None, "no article and no word that says what it is about is known")
