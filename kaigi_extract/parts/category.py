"""What a case is about (委託, 外部提供 …): by the article that it cites, else by the words of its title."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kaigi_extract.catalogue import Message
from kaigi_extract.findings import Findings
from kaigi_extract.records import Category, Evidence, LegalBasis
from kaigi_extract.wards import Ward
from kaigi_extract.wards.words import Words


def decide_category(
    bases: Sequence[LegalBasis], title: str, evidence: Evidence | None, ward: Ward, findings: Findings
) -> Category | None:
    """The category of a case: of the first article that it cites, else of its title; None where neither is known."""
    if bases and bases[0].category is not None:
        findings.decided_as("/category", "/bases/0/category")
        return bases[0].category
    found = category_of_title(title, evidence, ward, findings) if title else None
    if found is None:
        because = Message("no article that the mapping knows is printed, and no word of the title is among [[titles]]")
        findings.decided("/category", None, because)
    return found


def all_categories(
    first: Category | None, of_bases: Iterable[tuple[int, Category]], title: str, words: Words
) -> list[Category]:
    """All that a case is about: its category, those of its bases, those that the words of its title name."""
    named = [category for category, _, _ in words.own_categories(title)]
    found = [first, *(category for _, category in of_bases), *named]
    return list(dict.fromkeys(category for category in found if category is not None))


def category_of_title(title: str, evidence: Evidence | None, ward: Ward, findings: Findings) -> Category | None:
    """The category by the first known word of a title; None where there is none."""
    path = ward.title_path(title)
    if path is None:
        return None
    index, at = path
    category = ward.titles[index].category
    findings.decided(
        "/category",
        category,
        Message("the title says {words}", words=ward.titles[index].words[at]),
        mapping=ward.origin.place("titles", index, "words", at),
        label=evidence.label if evidence else None,
        spans=evidence.spans if evidence else [],
    )
    return category
