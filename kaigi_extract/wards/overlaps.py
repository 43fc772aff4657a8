"""What a mapping says twice, or of something that is over. Pure; works on the model.

`same_articles` and `same_names` keep a mapping from being used; what `oversights` finds can be read with, and is what
`wards check` says beside.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from kaigi_extract.catalogue import Message
from kaigi_extract.text import fold, squeeze
from kaigi_extract.wards.laws import Article, Ordinance, article_text
from kaigi_extract.wards.mapping_file import Validity
from kaigi_extract.wards.mistake import Mistake
from kaigi_extract.wards.model import Ward


def same_articles(ward: Ward) -> Iterator[Mistake]:
    """Articles that are listed twice for one day: what they are about belongs in one entry."""
    for index, article in enumerate(ward.articles):
        for before in ward.articles[:index]:
            if _cited_alike(article, before) and _ordinance(ward, article) == _ordinance(ward, before):
                if not _overlap(article, before):
                    continue
                other = "、".join(before.categories)
                expected = Message(
                    "one entry for {article_text} on a day: another has it as {other}; "
                    'write category = ["…", "…"] in one, or since and until that part them',
                    article_text=article_text(article),
                    other=other,
                )
                yield Mistake(("articles", index, "article"), expected)
                break


def same_names(ward: Ward) -> Iterator[Mistake]:
    """Ordinances of one name that no days part."""
    for index, one in enumerate(ward.ordinances):
        for before in ward.ordinances[:index]:
            if _names(one) & _names(before) and _overlap(one, before):
                expected = Message(
                    "a name of its own, or since and until that part it from {id}: both are {name}",
                    id=before.id,
                    name=one.name,
                )
                yield Mistake(("ordinances", index, "name"), expected)
                break


def oversights(ward: Ward) -> list[Mistake]:
    """What a mapping can be read with, and hardly means: articles that outlive their ordinance, words of titles that
    another word takes before them."""
    return [*_outlived(ward), *_unreachable(ward)]


def _outlived(ward: Ward) -> Iterator[Mistake]:
    """Articles that go on after their ordinance: the one that they name, else the first that holds on their days."""
    for index, article in enumerate(ward.articles):
        own = [one for one in ward.ordinances if article.ordinance in (None, one.id) and _overlap(article, one)]
        last = own[0].until if own else None
        if last is not None and (article.until is None or article.until > last):
            expected = Message(
                "an until of {last} at the latest for {article_text}: {name} ended on that day",
                last=last,
                article_text=article_text(article),
                name=own[0].name,
            )
            yield Mistake(("articles", index, "article" if article.until is None else "until"), expected)


def _unreachable(ward: Ward) -> Iterator[Mistake]:
    """Words of titles that hold an earlier word of another category, which decides before them."""
    earlier: list[tuple[str, str, int]] = []
    for index, titles in enumerate(ward.titles):
        for at, word in enumerate(titles.words):
            key = squeeze(fold(word))
            other = next((one for one in earlier if one[0] in key), None)
            if other is not None:
                where = (
                    Message("the same") if ward.titles[other[2]].categories == titles.categories else Message("another")
                )
                expected = Message(
                    "a word that decides: {other} comes before {word}, which holds it ({where} category)",
                    other=other[1],
                    word=word,
                    where=where,
                )
                yield Mistake(("titles", index, "words", at), expected)
            else:
                earlier.append((key, word, index))


def _cited_alike(one: Article, other: Article) -> bool:
    return (one.article, one.branches, one.paragraph, one.item) == (
        other.article,
        other.branches,
        other.paragraph,
        other.item,
    )


def _ordinance(ward: Ward, article: Article) -> str | None:
    """Whose an article is, as far as it is said: the only ordinance goes without saying."""
    if article.ordinance is None and len(ward.ordinances) == 1:
        return ward.ordinances[0].id
    return article.ordinance


def _names(ordinance: Ordinance) -> set[str]:
    return {squeeze(fold(name)) for name in (ordinance.name, *ordinance.names)}


def _overlap(one: Validity, other: Validity) -> bool:
    first, last = datetime.date.min, datetime.date.max
    starts = max(one.since or first, other.since or first)
    return starts <= min(one.until or last, other.until or last)
