"""Which facts a mapping has of its ward, which were looked for and not found, and of which it says nothing.

Works on mappings; opens no file.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from typing import Literal, get_args

from kaigi_extract.records import Category
from kaigi_extract.wards.laws import Article
from kaigi_extract.wards.mapping_file import Closed, Sourced, Validity
from kaigi_extract.wards.model import Ward

Fact = Literal["ordinance", Category, "council", "since_2023", "labels", "minutes", "clause_sets"]
"""What a mapping may know, and may say under `unknown` that it does not: an article about a category goes by it."""
Coverage = dict[Fact, str]
"""Of each fact what is there of it: numbers of articles, or how many words; `UNKNOWN` where it was looked for in vain.
What the mapping says nothing of is not in it."""

FACTS: tuple[Fact, ...] = (
    "ordinance", *get_args(Category), "council", "since_2023", "labels", "minutes", "clause_sets",
)  # fmt: skip
KNOWN, UNKNOWN = "known", "not found"
INFERRED = "inferred"
"""What a source begins with that is a conclusion."""
ACT = datetime.date(2023, 4, 1)
"""The day on which 個人情報の保護に関する法律 took the place of the ordinances."""
_LAST_DAY = ACT - datetime.timedelta(days=1)


def coverage(ward: Ward) -> Coverage:
    """Which facts the mapping has, in the order of `FACTS`."""
    known = dict(_known(ward))
    known |= {fact: UNKNOWN for fact in FACTS if fact in ward.unknown and fact not in known}
    return {fact: known[fact] for fact in FACTS if fact in known}


def article_number(article: Article) -> str:
    """34の3, 17-1-4: an article with its paragraph and item, as tables have it."""
    number = "の".join(map(str, (article.article, *article.branches)))
    return "-".join([number, *(str(part) for part in (article.paragraph, article.item) if part is not None)])


def _known(ward: Ward) -> Iterator[tuple[Fact, str]]:
    before = [one for one in ward.ordinances if one.since is None or one.since < ACT]
    if before:
        yield "ordinance", KNOWN
    for category in get_args(Category):
        about = [article for article in ward.articles if category in article.categories]
        if about:
            yield category, ",".join(dict.fromkeys(map(article_number, about)))
    if ward.councils:
        yield "council", KNOWN
    if _since_the_act(ward):
        yield "since_2023", KNOWN
    counts: dict[Fact, int] = {
        "labels": _words(part.model_dump() for part in _label_parts(ward)),
        "minutes": _words([ward.minutes.model_dump(exclude={"source"})]),
        "clause_sets": len(ward.clause_sets),
    }
    yield from ((fact, str(count)) for fact, count in counts.items() if count)


def _since_the_act(ward: Ward) -> bool:
    """Whether it was seen what holds now: what began then, or what took the place of what ended."""
    dated: Iterable[Validity] = (*ward.ordinances, *ward.articles, *ward.councils)
    if any(one.since is not None and one.since >= ACT for one in dated):
        return True
    gave_way = [one for one in ward.ordinances if one.until is not None and one.until >= _LAST_DAY]
    return any(one.successor is not None and not _inferred(one) for one in gave_way)


def _inferred(fact: Sourced) -> bool:
    return any(source.startswith(INFERRED) for source in fact.source)


def _label_parts(ward: Ward) -> Iterable[Closed]:
    labels = ward.labels
    return (labels.cover, labels.outline, labels.form, labels.registers)


def _words(tables: Iterable[dict[str, list[str]]]) -> int:
    return sum(len(words) for table in tables for words in table.values())
