"""Laws and ordinances and what their articles are about, as mappings list them: those of one ward, and those of all.

Knows no law: those that hold for every ward are in `laws.toml`.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field

from kaigi_extract.records import Category
from kaigi_extract.wards.mapping_file import MappingFile, Sourced, Validity

ID_PATTERN = r"^[a-z][a-z0-9_-]*$"
"""Small letters, digits, - and _ after a first small letter."""


def _listed(value: object) -> object:
    """One word as a list of it."""
    return [value] if isinstance(value, str) else value


Categories = Annotated[list[Category], BeforeValidator(_listed), Field(alias="category", min_length=1)]
"""One category, or several in their order; a mapping writes both under `category`."""


class Ordinance(Sourced, Validity):
    """A law or an ordinance by which cases come before a council."""

    id: str
    name: str
    """In full, as it is promulgated."""
    names: list[str] = []
    """Other full names, also earlier ones."""
    short: list[str] = []
    """What documents call it: 個人情報保護法. 法 and the like are its own only where nothing nearer is defined."""
    number: str | None = None
    """平成15年法律第57号."""
    successor: str | None = None
    """The id of the law or ordinance that took its place."""


class Article(Sourced, Validity):
    """What an article is about."""

    ordinance: str | None = None
    """The id of the law or ordinance whose it is; by default the ward's own."""
    article: int
    branches: list[int] = []
    paragraph: int | None = None
    item: int | None = None
    categories: Categories
    words: list[str] = []
    """What it is called, in the order of use."""

    @property
    def category(self) -> Category:
        """The first of `categories`."""
        return self.categories[0]

    def fits(
        self, article: int, branches: list[int], paragraph: int | None, item: int | None
    ) -> tuple[int, int] | None:
        """How many parts of a citation it names, and (negative) how many more than the citation; None where it is
        about another."""
        if (self.article, self.branches) != (article, branches):
            return None
        pairs = ((self.paragraph, paragraph), (self.item, item))
        if any(mine is not None and given is not None and mine != given for mine, given in pairs):
            return None
        matched = sum(mine is not None and mine == given for mine, given in pairs)
        return matched, -sum(mine is not None and given is None for mine, given in pairs)


class Laws(MappingFile):
    """The laws that hold for every ward, and what their articles are about."""

    laws: list[Ordinance]
    articles: list[Article]


def article_text(article: Article) -> str:
    """第61条の8の2第1項第4号."""
    branches = "".join(f"の{branch}" for branch in article.branches)
    paragraph = f"第{article.paragraph}項" if article.paragraph is not None else ""
    item = f"第{article.item}号" if article.item is not None else ""
    return f"第{article.article}条{branches}{paragraph}{item}"
