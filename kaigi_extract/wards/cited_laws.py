"""Which law a citation means, on which day, and what its article is about: by the ward's mapping and the laws of all.

Pure: works on names and days, opens nothing. Nothing is guessed: a name that is neither listed nor defined in the text
means no law that is known, and an article is only looked up among those of its own law.
"""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from kaigi_extract.catalogue import Message
from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.records import Category
from kaigi_extract.text import Citation
from kaigi_extract.text.late_pattern import late_pattern
from kaigi_extract.wards.laws import Article, Laws, Ordinance
from kaigi_extract.wards.model import Ward
from kaigi_extract.wards.printed_names import name_key, name_pattern

_OWN = late_pattern(r"(?:この|本|当|当該)?(?:条例)|(?:本|当)?[区市町村都]条例")
"""How a document calls the ordinance of its own ward."""
_SAME = late_pattern(r"同(?:条例|法律?|規則|令|要綱)")
_DERIVED = late_pattern(r"施行(?:条例|規則|細則|令|規程)$")
_OF_A_BODY = late_pattern(r"(?:審議会|審査会|協議会|委員会|運営会|議会)")
"""Ordinances of councils and assemblies are not those by which cases come before a council."""
_SHORTEST_WITHOUT_PLACE = 5
"""Characters of a name without its ward's: 文書条例 could be anybody's."""
_GAP = r"[^\S\n]?"
"""What a document may print between two characters of a name."""
_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class KnownLaw:
    """A law or ordinance that the ward's mapping lists, or the laws of all."""

    law: Ordinance
    own: bool
    """The ward's mapping lists it."""
    national: Ordinance | None
    """What it is among the laws of all; None where it is an ordinance of the ward."""
    listed: bool
    """Articles of it are listed: it may bring cases before a council."""
    place: str
    """file:line of it."""

    def nearest(self, day: datetime.date | None) -> datetime.date | None:
        """The day of those on which it holds that is next to one: what is cited after its end is what it was then."""
        if day is None:
            return None
        if self.law.until is not None and day > self.law.until:
            return self.law.until
        return max(day, self.law.since) if self.law.since is not None else day


@dataclass(frozen=True, slots=True)
class CitedLaw:
    """What the name before an article means."""

    laws: tuple[KnownLaw, ...]
    """One; several where only the day could tell which of one name is meant; none where it is not known."""
    because: str

    @property
    def id(self) -> str | None:
        """The id of the law; None where it is none that brings cases before a council, or not known which."""
        return self.laws[0].law.id if len(self.laws) == 1 and self.laws[0].listed else None

    @property
    def ids(self) -> str:
        """The ids of all that may be meant, in words."""
        return " or ".join(one.law.id for one in self.laws)

    @property
    def places(self) -> str | None:
        """file:line of what may be meant."""
        return " ".join(one.place for one in self.laws) or None

    @property
    def is_own(self) -> bool:
        """Whether it is an ordinance of the ward, and no law of all."""
        return bool(self.laws) and all(one.own and one.national is None for one in self.laws)


@dataclass(frozen=True, slots=True)
class About:
    """What an article is about."""

    categories: tuple[Category, ...]
    """In the order of the mapping; none where it is not listed, or listed in two ways."""
    because: str
    places: str | None = None
    """file:line of the entries that decided."""


class CitedLaws:
    """The laws that one document may cite. `defined` gives the short names that its text defines, when it is asked
    for: 以下「条例」という。"""

    def __init__(self, ward: Ward | None, laws: Laws, defined: Callable[[], Mapping[str, str]] | None = None) -> None:
        self._ward, self._laws, self._definitions = ward, laws, defined or dict
        national = {name_key(name): law for law in laws.laws for name in (law.name, *law.names)}
        self._known = list(_of_ward(ward, national)) if ward is not None else []
        listed = {one.national.id for one in self._known if one.national is not None}
        with_articles = {
            article.ordinance for article in (*laws.articles, *(ward.articles if ward is not None else ()))
        }
        self._known += [
            KnownLaw(law, False, law, law.id in with_articles, laws.origin.place("laws", index))
            for index, law in enumerate(laws.laws)
            if law.id not in listed
        ]
        self._by_name: dict[str, list[KnownLaw]] = {}
        for one in self._known:
            for name in self._names_of(one):
                same = self._by_name.setdefault(name_key(name), [])
                if one not in same:
                    same.append(one)
        self._own = list(_mains([one for one in self._known if one.own]))

    @functools.cached_property
    def names(self) -> re.Pattern[str]:
        """Matches a name of a known law that ends where it is searched to, white space and spelling aside."""
        names = sorted((name for name in self._by_name if len(name) > 1), key=len, reverse=True)
        return re.compile(f"(?:{'|'.join(name_pattern(name, _GAP) for name in names)})$")

    def cited(self, name: str | None, day: datetime.date | None, before: Sequence[str] = ()) -> CitedLaw:
        """What a printed name means on a day, None what an article without one; `before` are the names read before it
        in the same text."""
        if name is None:
            return self._own_on(day, "no name stands before the article")
        key = name_key(name)
        if key in (found := self._defined) and (full := name_key(found[key])) != key:
            return self._named(
                full, found[key], day, Message("the text says that 「{name}」 is {found}", name=name, found=found[key])
            )
        if _SAME.fullmatch(key):
            kind = ("法", "法律") if key[1] == "法" else key[1:]
            last = next((one for one in reversed(before) if one.endswith(kind) and not one.startswith("同")), None)
            return (
                self.cited(last, day)
                if last is not None
                else CitedLaw((), Message("「{name}」 follows no such name", name=name))
            )
        if key not in self._by_name and key.startswith("旧"):
            return self._former(key.removeprefix("旧"), name, day)
        if key not in self._by_name and _OWN.fullmatch(key):
            return self._own_on(day, Message("「{name}」 is the ward's own", name=name))
        return self._named(key, name, day, Message("「{name}」 is listed", name=name))

    def _former(self, key: str, name: str, day: datetime.date | None) -> CitedLaw:
        """What 旧条例 or an older law of a name means: the last that ended."""
        same = [one for one in self._own if one.national is None] if _OWN.fullmatch(key) else self._by_name.get(key, [])
        ended = [one for one in same if one.law.until is not None and (day is None or one.law.until < day)]
        return CitedLaw(
            tuple(ended[-1:]),
            Message("「{name}」 is the last that ended", name=name)
            if ended
            else Message("「{name}」 is not known", name=name),
        )

    def _named(self, key: str, name: str, day: datetime.date | None, because: str) -> CitedLaw:
        same = self._by_name.get(key, [])
        if len(key) == 1:
            same = [one for one in same if day is not None and self._rules_on(one, day)]
        if not same:
            return CitedLaw((), Message("no mapping lists 「{name}」", name=name))
        if not any(one.listed for one in same):
            because = Message("{because}, and brings no case before a council", because=because)
        return CitedLaw(tuple(_that_holds(same, day)), because)

    def _own_on(self, day: datetime.date | None, because: str) -> CitedLaw:
        """The ward's own ordinance of a day; those of all times where none is known."""
        found = tuple(one for one in self._own if one.national is None and one.law.holds_on(day))
        if self._ward is None:
            return CitedLaw((), Message("{because}, and the ward is not known", because=because))
        if day is not None and not found:
            return CitedLaw(
                (), Message("{because}, and the ward has no ordinance that holds on that day", because=because)
            )
        names = "、".join(one.law.name for one in found) or "none that the mapping lists"
        return CitedLaw(
            found[:1] if day is not None else found, Message("{because}: {names}", because=because, names=names)
        )

    def _rules_on(self, one: KnownLaw, day: datetime.date) -> bool:
        id_ = one.national.id if one.national is not None else one.law.id
        return any(article.ordinance == id_ and article.holds_on(day) for article in self._laws.articles)

    @functools.cached_property
    def _defined(self) -> dict[str, str]:
        return {name_key(short): name for short, name in self._definitions().items()}

    def about(self, cited: CitedLaw, citation: Citation, day: datetime.date | None) -> About:
        """What an article of a cited law is about on a day."""
        numbers = "-".join(map(str, (citation.article, *citation.branches)))
        printed = Message("article {numbers}", numbers=numbers)
        if not any(one.listed for one in cited.laws):
            return About((), cited.because)
        entries = [entry for one in cited.laws for entry in self._best(one, citation, day)]
        answers = {tuple(article.categories) for article, _ in entries}
        if not entries:
            return About((), Message("{printed} is not in the mapping; add it under [[articles]]", printed=printed))
        doubt = "" if len(answers) == 1 and self._in_all(cited, citation, day) else _DOUBT
        names = "、".join(dict.fromkeys(one.law.name for one in cited.laws))
        when = Message(" on {day}", day=day) if day is not None else ""
        because = Message(
            "the document cites {printed} of {names}, which the mapping knows{when}{doubt}",
            printed=printed,
            names=names,
            when=when,
            doubt=doubt,
        )
        categories = () if doubt else next(iter(answers))
        return About(categories, because, " ".join(dict.fromkeys(place for _, place in entries)))

    def _in_all(self, cited: CitedLaw, citation: Citation, day: datetime.date | None) -> bool:
        """Whether each of the laws that may be meant has an answer."""
        return all(self._best(one, citation, day) for one in cited.laws)

    def _best(self, one: KnownLaw, citation: Citation, day: datetime.date | None) -> list[tuple[Article, str]]:
        """The entries for an article that fit its citation best: the ward's own, else those of the laws of all."""
        when = one.nearest(day)
        own, laws = self._ward.articles if self._ward is not None else [], self._laws
        place = self._ward.origin.place if self._ward is not None else laws.origin.place
        mine = [(a, place("articles", k)) for k, a in enumerate(own) if self._is_of(a, one) and _valid(a, one, when)]
        found = _fitting(mine, citation)
        if found or one.national is None:
            return found
        listed = [
            (a, laws.origin.place("articles", k))
            for k, a in enumerate(laws.articles)
            if a.ordinance == one.national.id and _valid(a, one, day)
        ]
        return _fitting(listed, citation, exact=True)

    def _is_of(self, article: Article, one: KnownLaw) -> bool:
        """Whether an entry of the ward's mapping is about an article of a law: the one that it names, else the ward's
        own of its days. A law of all has an entry that names none only from the days on that it holds."""
        if article.ordinance is not None:
            return article.ordinance in (one.law.id, one.national.id if one.national is not None else None)
        if one not in self._own:
            return False
        if one.national is None:
            return True
        return article.since is not None and (one.law.since is None or article.since >= one.law.since)

    def _names_of(self, one: KnownLaw) -> Iterator[str]:
        """What a law is called; an ordinance of the ward also with 東京都 before it, and without the ward's name."""
        national = one.national
        yield from (one.law.name, *one.law.names, *one.law.short)
        if national is not None:
            yield from (national.name, *national.names, *national.short)
        if national is not None or self._ward is None:
            return
        for name in (one.law.name, *one.law.names):
            bare = name.removeprefix("東京都")
            for place in (self._ward.name, *self._ward.names):
                if bare.startswith(place.removeprefix("東京都")):
                    yield from (bare, f"東京都{bare}")
                    rest = bare.removeprefix(place.removeprefix("東京都"))
                    if len(rest) >= _SHORTEST_WITHOUT_PLACE:
                        yield from (rest, f"{place[-1]}{rest}", f"本{place[-1]}{rest}", f"当{place[-1]}{rest}")


_DOUBT = " in two ways; give the day of the meeting with date= or --date"


def _of_ward(ward: Ward, national: Mapping[str, Ordinance]) -> Iterator[KnownLaw]:
    for index, one in enumerate(ward.ordinances):
        place = ward.origin.place("ordinances", index)
        yield KnownLaw(one, True, national.get(name_key(one.name)), True, place)


def _mains(known: Sequence[KnownLaw]) -> Iterator[KnownLaw]:
    """The ward's main ordinances one after the other: the first that is listed, and what took its place each time."""
    mains = [one for one in known if not _DERIVED.search(one.law.name) and not _OF_A_BODY.search(one.law.name)]
    last = mains[0] if mains else None
    seen: list[KnownLaw] = []
    while last is not None and last not in seen:
        seen.append(last)
        yield last
        last = _after(last, mains)


def _after(one: KnownLaw, mains: Sequence[KnownLaw]) -> KnownLaw | None:
    """What took the place of a main ordinance: the one it says, else the first that holds from the day after."""
    if one.law.until is None:
        return None
    named = next((other for other in mains if other.law.id == one.law.successor), None)
    return named or next((other for other in mains if other.law.since == one.law.until + _DAY), None)


def _that_holds(same: Sequence[KnownLaw], day: datetime.date | None) -> list[KnownLaw]:
    """Of laws of one name the one that holds on a day; the last that ended, or the first to come, where none does."""
    if len(same) == 1 or day is None:
        return list(same)
    holding = [one for one in same if one.law.holds_on(day)]
    if holding:
        return holding
    ended = [one for one in same if one.law.until is not None and one.law.until < day]
    if ended:
        return [max(ended, key=lambda one: one.law.until or day)]
    return [min(same, key=lambda one: one.law.since or day)]


def _valid(article: Article, one: KnownLaw, day: datetime.date | None) -> bool:
    """Whether an entry holds on a day; where none is known, whether it does while its law does."""
    if day is not None:
        return article.holds_on(day)
    since = [each for each in (article.since, one.law.since) if each is not None]
    until = [each for each in (article.until, one.law.until) if each is not None]
    return not since or not until or max(since) <= min(until)


def _fitting(
    entries: Iterable[tuple[Article, str]], citation: Citation, *, exact: bool = False
) -> list[tuple[Article, str]]:
    """The entries that fit a citation best; `exact` ones say no more than it."""
    branches = list(citation.branches)
    fits = [
        (fit, entry)
        for entry in entries
        if (fit := entry[0].fits(citation.article, branches, citation.paragraph, citation.item)) is not None
        and not (exact and fit[1])
    ]
    best = max((fit for fit, _ in fits), default=None)
    return [entry for fit, entry in fits if fit == best]
