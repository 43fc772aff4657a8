"""What the articles of laws that a clause cites are about, as the mappings of the wards say.

When the national act took the place of the ordinances on 1 April 2023, 条例第14条 became 法第66条第2項: other words for
the same matter. Reads the mappings that come with the library; knows no law.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator

from kaigi_extract.records import Category, Reference
from kaigi_extract.text import fold, squeeze
from kaigi_extract.text.citations import Citation, find_citations
from kaigi_extract.wards import Article, Laws, Ordinance, Ward, bundled_wards, known_laws

NO_MATTER: Category = "other"
"""The category of articles that have nothing in common but that they have no other."""


def matters_of(reference: Reference, ward: str | None) -> frozenset[Category]:
    """The categories of the article that a reference to another text cites; none where no mapping knows it.

    The text is known by its name; by a short one only where it is that of the national act, or of the ward (its id).
    """
    citation = next(iter(find_citations(reference.text)), None)
    if reference.kind != "law" or reference.law is None or citation is None:
        return frozenset()
    named = _key(reference.law)
    for ordinance, articles in _laws(ward):
        if named in _names(ordinance):
            return _about(citation, [one for one in articles if one.ordinance in (None, ordinance.id)], ordinance)
    return frozenset()


def _laws(ward: str | None) -> Iterator[tuple[Ordinance, list[Article]]]:
    """The laws of all, then the ordinances of the ward, then those of the others, each with the articles beside it."""
    laws: Laws = known_laws()
    wards: list[Ward] = sorted(bundled_wards(), key=lambda one: one.id != ward)
    yield from ((law, laws.articles) for law in laws.laws)
    for one in wards:
        for ordinance in one.ordinances:
            short = ordinance.short if one.id == ward else []
            yield ordinance.model_copy(update={"short": short}), one.articles


def _about(citation: Citation, articles: Iterable[Article], ordinance: Ordinance) -> frozenset[Category]:
    """The categories of the articles that fit a citation best, while the ordinance held."""
    fits = [
        (fit, article)
        for article in articles
        if (fit := article.fits(citation.article, list(citation.branches), citation.paragraph, citation.item))
        and (ordinance.until is None or article.since is None or article.since <= ordinance.until)
    ]
    best = max((fit for fit, _ in fits), default=None)
    found = {category for fit, article in fits if fit == best for category in article.categories}
    return frozenset(found - {NO_MATTER})


def _names(ordinance: Ordinance) -> set[str]:
    return set(map(_key, (ordinance.name, *ordinance.names, *ordinance.short)))


@functools.lru_cache(maxsize=1024)
def _key(name: str) -> str:
    return squeeze(fold(name))
