"""What several mappings know, side by side: category by ward by article, with the days from and to which it holds."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from typing import get_args

from pydantic import BaseModel

from kaigi_extract.records import Category
from kaigi_extract.wards.laws import Article
from kaigi_extract.wards.model import LABEL_PARTS, Ward


class WardSummary(BaseModel):
    """One ward, and how much its mapping knows."""

    id: str
    name: str
    code: str | None
    mapping: str
    """The file."""
    councils: list[str]
    ordinances: list[str]
    articles: int
    title_words: int
    labels: dict[str, int]
    """Labels known, part by part: cover, outline, form, registers."""
    minutes_words: int


class ArticleRow(BaseModel):
    """One article of one ward's ordinance."""

    category: Category
    ward: str
    name: str
    article: str
    """As one writes it: 第17条第1項第4号."""
    words: list[str]
    since: datetime.date | None
    until: datetime.date | None


class ArticleCrosswalk(BaseModel):
    """All wards, and their articles by category."""

    wards: list[WardSummary]
    rows: list[ArticleRow]


def article_crosswalk(wards: Sequence[Ward]) -> ArticleCrosswalk:
    """The wards and their articles, sorted by category (in the order of the type `Category`), ward and article."""
    order = {category: at for at, category in enumerate(get_args(Category))}
    rows = [row for ward in wards for row in _rows(ward)]
    rows.sort(key=lambda row: (order[row.category], row.ward))
    return ArticleCrosswalk(wards=[summary(ward) for ward in wards], rows=rows)


def summary(ward: Ward) -> WardSummary:
    """What a mapping knows, counted."""
    labels = ward.labels.model_dump(include=set(LABEL_PARTS))
    return WardSummary(
        id=ward.id,
        name=ward.name,
        code=ward.code,
        mapping=ward.origin.path,
        councils=[council.name for council in ward.councils],
        ordinances=[ordinance.name for ordinance in ward.ordinances],
        articles=len(ward.articles),
        title_words=_count(title.words for title in ward.titles),
        labels={part: _count(fields.values()) for part, fields in labels.items()},
        minutes_words=_count(ward.minutes.model_dump(exclude={"source"}).values()),
    )


def article_text(article: Article) -> str:
    """第61条の8の2第1項第4号."""
    branches = "".join(f"の{branch}" for branch in article.branches)
    paragraph = f"第{article.paragraph}項" if article.paragraph is not None else ""
    item = f"第{article.item}号" if article.item is not None else ""
    return f"第{article.article}条{branches}{paragraph}{item}"


def _rows(ward: Ward) -> Iterable[ArticleRow]:
    since = [ordinance.since for ordinance in ward.ordinances]
    until = [ordinance.until for ordinance in ward.ordinances]
    for article in sorted(ward.articles, key=lambda a: (a.article, a.branches, a.paragraph or 0, a.item or 0)):
        yield ArticleRow(
            category=article.category,
            ward=ward.id,
            name=ward.name,
            article=article_text(article),
            words=article.words,
            since=article.since or _outermost(since, min),
            until=article.until or _outermost(until, max),
        )


def _outermost(
    days: Sequence[datetime.date | None], choose: Callable[[list[datetime.date]], datetime.date]
) -> datetime.date | None:
    """The first or last day that any ordinance of the ward holds; None where one of them is open."""
    known = [day for day in days if day is not None]
    return choose(known) if known and len(known) == len(days) else None


def _count(lists: Iterable[Sequence[str]]) -> int:
    return sum(len(words) for words in lists)
