"""What several mappings know, side by side: category by ward by article, with the law and the days of each.

Reads mappings and the laws that hold for every ward; opens no file.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple, get_args

from pydantic import BaseModel

from kaigi_extract.records import Category
from kaigi_extract.wards.coverage import Coverage, coverage
from kaigi_extract.wards.in_force import InForce, in_force
from kaigi_extract.wards.laws import Article, Laws, Ordinance, article_text
from kaigi_extract.wards.mapping_file import Validity
from kaigi_extract.wards.model import LABEL_PARTS, Ward

_ORDER = {category: at for at, category in enumerate(get_args(Category))}
_NO_LAWS = Laws(laws=[], articles=[])


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
    coverage: Coverage
    """Which facts it has, which were looked for and not found, and of which it says nothing."""


class ArticleRow(BaseModel):
    """One article of a ward's ordinance, or of a law that holds for every ward, as one of its categories."""

    category: Category
    ward: str | None
    """None for a law that holds for every ward."""
    name: str | None
    article: str
    """As one writes it: 第17条第1項第4号."""
    words: list[str]
    since: datetime.date | None
    until: datetime.date | None
    law: str | None
    """The id of the law or ordinance whose it is; None where the ward has several and the mapping does not say."""
    law_name: str | None
    cited_as: str | None
    """What documents call the law, where they do not print its name in full: 個人情報保護法."""
    source: list[str]


class Period(NamedTuple):
    """Days between which nothing changes in the crosswalk; both are in it."""

    since: datetime.date | None
    until: datetime.date | None


class Lane(NamedTuple):
    """What is about one category in one ward: the articles that hold, period by period."""

    category: Category
    ward: str | None
    name: str | None
    cells: list[list[ArticleRow]]


class ArticleCrosswalk(BaseModel):
    """All wards, and their articles by category."""

    at: datetime.date | None = None
    """The day that was asked for; None for all days."""
    wards: list[WardSummary]
    in_force: list[InForce] = []
    """What holds in each ward on the day that was asked for; empty where none was."""
    rows: list[ArticleRow]

    @property
    def periods(self) -> list[Period]:
        """The periods from one change to the next, the first without a beginning and the last without an end.

        The first change is the first end of something: of most laws it was not seen when they began. With a day that
        was asked for, it is the only period.
        """
        if self.at is not None:
            return [Period(self.at, self.at)]
        ended = {_next(row.until) for row in self.rows if row.until is not None}
        begun = {row.since for row in self.rows if row.since is not None}
        first = min(ended or begun, default=None)
        days = [None, *sorted(day for day in ended | begun if first is not None and day >= first)]
        return [
            Period(since, _before(until) if until is not None else None)
            for since, until in zip(days, [*days[1:], None], strict=True)
        ]

    @property
    def lanes(self) -> list[Lane]:
        """Category by ward: which articles are about it in each of `periods`.

        What holds for every ward stands in the lane of each ward that has an article about the category, since it takes
        the place of that; in a lane of its own where no ward has one, and under `other`, which is no one thing.
        """
        return [
            lane for _, rows in groupby(self.rows, key=lambda row: row.category) for lane in self._lanes(list(rows))
        ]

    def _lanes(self, rows: Sequence[ArticleRow]) -> Iterator[Lane]:
        """The lanes of one category."""
        category = rows[0].category
        of_all = [row for row in rows if row.ward is None]
        wards = dict.fromkeys((row.ward, row.name) for row in rows if row.ward is not None)
        beside = of_all if category != "other" else []
        for ward, name in wards:
            yield self._lane(category, ward, name, [*(row for row in rows if row.ward == ward), *beside])
        if of_all and not (wards and beside):
            yield self._lane(category, None, None, of_all)

    def _lane(self, category: Category, ward: str | None, name: str | None, rows: Sequence[ArticleRow]) -> Lane:
        return Lane(category, ward, name, [[row for row in rows if _holds_in(row, each)] for each in self.periods])


def article_crosswalk(
    wards: Sequence[Ward], laws: Laws | None = None, at: datetime.date | None = None
) -> ArticleCrosswalk:
    """The wards and their articles, sorted by category (in the order of the type `Category`), ward and article.

    `laws` are those that hold for every ward; theirs come after those of the wards. With `at`, only what holds on that
    day is there.
    """
    laws = laws or _NO_LAWS
    rows = [row for ward in wards for row in _rows(ward, laws)] + list(_law_rows(laws))
    rows.sort(key=lambda row: (_ORDER[row.category], row.ward is None, row.ward or ""))
    summaries = [summary(ward) for ward in wards]
    if at is None:
        return ArticleCrosswalk(wards=summaries, rows=rows)
    rows = [row for row in rows if _holds_in(row, Period(at, at))]
    return ArticleCrosswalk(at=at, wards=summaries, in_force=[in_force(ward, laws, at) for ward in wards], rows=rows)


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
        coverage=coverage(ward),
    )


def _rows(ward: Ward, laws: Laws) -> Iterator[ArticleRow]:
    by_id = {one.id: one for one in (*laws.laws, *ward.ordinances)}
    for article in _in_order(ward.articles):
        owners = [by_id[article.ordinance]] if article.ordinance in by_id else _owners(ward, article)
        yield from _rows_of(article, owners, ward)


def _law_rows(laws: Laws) -> Iterator[ArticleRow]:
    by_id = {law.id: law for law in laws.laws}
    for article in _in_order(laws.articles):
        yield from _rows_of(article, [by_id[article.ordinance]] if article.ordinance in by_id else [], None)


def _rows_of(article: Article, owners: Sequence[Ordinance], ward: Ward | None) -> Iterator[ArticleRow]:
    """A row for each category of an article."""
    law = owners[0] if len(owners) == 1 else None
    for category in article.categories:
        yield ArticleRow(
            category=category,
            ward=ward.id if ward is not None else None,
            name=ward.name if ward is not None else None,
            article=article_text(article),
            words=article.words,
            since=article.since or _outermost([one.since for one in owners], min),
            until=article.until or _outermost([one.until for one in owners], max),
            law=law.id if law is not None else None,
            law_name=law.name if law is not None else None,
            cited_as=next(iter(law.short), law.name) if law is not None else None,
            source=article.source,
        )


def _owners(ward: Ward, article: Article) -> list[Ordinance]:
    """The ordinances that an article without one may be of: those that hold while it does."""
    return [one for one in ward.ordinances if _overlap(one, article)] or list(ward.ordinances)


def _overlap(one: Validity, other: Validity) -> bool:
    first = max((day for day in (one.since, other.since) if day is not None), default=None)
    last = min((day for day in (one.until, other.until) if day is not None), default=None)
    return first is None or last is None or first <= last


def _in_order(articles: Iterable[Article]) -> list[Article]:
    return sorted(articles, key=lambda a: (a.article, a.branches, a.paragraph or 0, a.item or 0))


def _holds_in(row: ArticleRow, period: Period) -> bool:
    """Whether it holds in a period; none ends within one, and in the first alone one may begin."""
    from_then = period.since or period.until
    begun = row.since is None or from_then is None or row.since <= from_then
    return begun and (row.until is None or (period.until is not None and period.until <= row.until))


def _outermost(
    days: Sequence[datetime.date | None], choose: Callable[[list[datetime.date]], datetime.date]
) -> datetime.date | None:
    """The first or last day that any ordinance of the ward holds; None where one of them is open."""
    known = [day for day in days if day is not None]
    return choose(known) if known and len(known) == len(days) else None


def _next(day: datetime.date) -> datetime.date:
    return day + datetime.timedelta(days=1)


def _before(day: datetime.date) -> datetime.date:
    return day - datetime.timedelta(days=1)


def _count(lists: Iterable[Sequence[str]]) -> int:
    return sum(len(words) for words in lists)
