"""Articles, categories, periods and facts of mappings in words, in Japanese and in English, for table and picture."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from kaigi_extract.records import Category
from kaigi_extract.show.japanese import CATEGORIES
from kaigi_extract.wards import ArticleRow, Fact, Period

Language = Literal["ja", "en"]

EVERY_BODY = {"ja": "全団体", "en": "every body"}
"""Whose lane it is where a law holds for all."""
FACT_HEADS: dict[Fact, tuple[str, str]] = {
    "ordinance": ("条例", "ord."),
    "outsourcing": ("委託", "outs."),
    "linkage": ("結合", "link."),
    "secondary_use": ("目的外", "2nd use"),
    "external_provision": ("提供", "prov."),
    "council": ("審議会", "council"),
    "since_2023": ("2023〜", "2023-"),
    "labels": ("様式", "labels"),
    "minutes": ("会議録", "minutes"),
    "clause_sets": ("条項", "sets"),
}
"""Heads of the columns of the coverage; of the other categories it says how many."""
OTHERS = ("他", "more")


def article_words(row: ArticleRow, before: ArticleRow | None = None) -> str:
    """第14条第1項 業務委託; with the name of the law where it holds for every ward.

    `before` is the article that stands before it: what is of the same law has its name.
    """
    law = row.cited_as or "" if row.ward is None and (before is None or before.law != row.law) else ""
    return " ".join(filter(None, (law + row.article, *row.words[:1])))


def cell_words(rows: Sequence[ArticleRow]) -> list[str]:
    """The articles of one cell, each law named once."""
    return [article_words(row, before) for before, row in zip([None, *rows], rows, strict=False)]


def category_words(category: Category, lang: Language) -> str:
    """業務委託, or outsourcing."""
    return CATEGORIES[category] if lang == "ja" else category.replace("_", " ")


def period_words(period: Period) -> str:
    """〜2023-03-31, 2023-04-01〜; of one day the day."""
    since, until = (day.isoformat() if day is not None else "" for day in period)
    return since if since == until and since else f"{since}〜{until}"


def head_words(heads: tuple[str, str], lang: Language) -> str:
    """The one of two heads that is of the language."""
    return heads[0] if lang == "ja" else heads[1]
