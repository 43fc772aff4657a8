"""The life of each clause over the versions of a set: when it appears, is renumbered, reworded, and goes."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, fields
from itertools import chain, count, pairwise
from typing import TYPE_CHECKING, Literal

from kaigi_extract.catalogue import Message
from kaigi_extract.clauses.alignment import align_groups
from kaigi_extract.clauses.changes import Side
from kaigi_extract.clauses.settings import DEFAULT_ALIGN, AlignSettings
from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.optional import load_pandas
from kaigi_extract.records import Change, Clause, ClauseSet

if TYPE_CHECKING:
    from pandas import DataFrame  # type: ignore[import-untyped, import-not-found, unused-ignore]

Event = Literal["appears", "renumbered", "retitled", "respelt", "rereferenced", "reworded", "split", "merged", "goes"]
EVENT_OF_CHANGE: dict[Change, Event] = {
    "number": "renumbered",
    "heading": "retitled",
    "spelling": "respelt",
    "references": "rereferenced",
    "wording": "reworded",
}
"""What happens to a clause that changed so."""


@dataclass(frozen=True, slots=True)
class LifeEvent:
    """One thing that happened to one clause; a row of the table."""

    ward: str | None
    life: int
    """Number of the life, one for a clause through all its versions."""
    date: datetime.date
    event: Event
    number: int
    """The clause's number in the set of that date; of a clause that goes, its last number."""
    before: int | None
    """Its number in the set before; None for one that appears."""
    heading: str | None
    other: int | None
    """The life that it was split from, or merged into."""
    doubtful: bool
    set: str
    """Title of the set."""
    key: str = ""
    """Its number and branches: 14-2."""
    label: str = ""
    """As printed."""


def timeline(clause_sets: Iterable[ClauseSet], *, settings: AlignSettings = DEFAULT_ALIGN) -> DataFrame:
    """A row for every event in the life of every clause, by ward, then by date; columns as in `LifeEvent`.

    Each set is aligned with the one before it of the same ward, by `settings`, so time grows with the number of sets.
    Sets of one day keep the order in which they were given. Raises `ValueError` where a set has no date, and
    `MissingExtra` without pandas.
    """
    pandas = load_pandas("timeline")
    rows = [astuple(event) for event in life_events(clause_sets, settings)]
    table: DataFrame = pandas.DataFrame(rows, columns=[field.name for field in fields(LifeEvent)])
    table["date"] = pandas.to_datetime(table["date"])
    return table.astype({"before": "Int64", "other": "Int64"})


def life_events(clause_sets: Iterable[ClauseSet], settings: AlignSettings = DEFAULT_ALIGN) -> Iterator[LifeEvent]:
    """The events of `timeline` as plain records, in the same order; pandas is not needed.

    Raises `ValueError` where a set has no date.
    """
    wards: dict[str | None, list[ClauseSet]] = defaultdict(list)
    for clause_set in clause_sets:
        wards[clause_set.ward].append(clause_set)
    lives = count(1)
    for ward in sorted(wards, key=lambda ward: ward or ""):
        yield from _ward_events(sorted(wards[ward], key=_date), lives, settings)


def _date(clause_set: ClauseSet) -> datetime.date:
    if clause_set.date is None:
        raise ValueError(
            Message(
                "timeline: the set 「{title}」 has no date; give it one: set.model_copy(update={{'date': …}})",
                title=clause_set.title,
            )
        )
    return clause_set.date


@dataclass(frozen=True, slots=True)
class LinkedClauses:
    """Clauses of two versions that carry the same duties, by index, and what changed between them."""

    old: Sequence[int]
    new: Sequence[int]
    changes: Sequence[Change]
    doubtful: bool


def events_of_versions(
    versions: Sequence[ClauseSet], steps: Iterable[Sequence[LinkedClauses]], lives: Iterator[int]
) -> Iterator[list[LifeEvent]]:
    """The events of one set through its versions, which are given in their order: a list for each version.

    `steps` are the links from each version to the next, `lives` the numbers that are given to lives. Raises
    `ValueError` where a version has no date.
    """
    first = versions[0]
    current = [next(lives) for _ in first.clauses]
    yield [_event(first, life, "appears", clause) for life, clause in zip(current, first.clauses, strict=True)]
    for (old, new), links in zip(pairwise(versions), steps, strict=True):
        step = _Step(old, new, current, lives)
        yield list(step.events(links))
        current = step.lives


def _ward_events(versions: Sequence[ClauseSet], numbers: Iterator[int], settings: AlignSettings) -> Iterator[LifeEvent]:
    return chain.from_iterable(events_of_versions(versions, _aligned(versions, settings), numbers))


def _aligned(versions: Sequence[ClauseSet], settings: AlignSettings) -> Iterator[list[LinkedClauses]]:
    """The links from each version to the next."""
    before = Side.of(versions[0])
    for old, new in pairwise(versions):
        after = Side.of(new)
        alignment, groups, _ = align_groups(old, new, before, after, settings)
        yield [
            LinkedClauses(group.old, group.new, link.changes, link.doubtful)
            for link, group in zip(alignment.links, groups, strict=True)
        ]
        before = after


class _Step:
    """From one version to the next. `lives` are those of the new version's clauses, once `events` has run."""

    def __init__(self, old: ClauseSet, new: ClauseSet, lives: Sequence[int], numbers: Iterator[int]) -> None:
        self.old, self.new, self.before, self.numbers = old, new, lives, numbers
        self.lives = [0] * len(new.clauses)

    def events(self, links: Sequence[LinkedClauses]) -> Iterator[LifeEvent]:
        """Links in order, then what appears, then what goes."""
        for link in links:
            yield from self._linked(link)
        for index, clause in enumerate(self.new.clauses):
            if not self.lives[index]:
                self.lives[index] = next(self.numbers)
                yield _event(self.new, self.lives[index], "appears", clause)
        gone = set(range(len(self.old.clauses))).difference(index for link in links for index in link.old)
        for index in sorted(gone):
            clause = self.old.clauses[index]
            yield _event(self.new, self.before[index], "goes", clause, before=clause.number)

    def _linked(self, link: LinkedClauses) -> Iterator[LifeEvent]:
        """The first clauses of both sides are one life; the others were split from it or merged into it."""
        first, last, doubtful = self.old.clauses[link.old[0]], self.new.clauses[link.new[0]], link.doubtful
        life = self.lives[link.new[0]] = self.before[link.old[0]]
        for change in link.changes:
            if change != "number" or first.key != last.key:
                yield _event(self.new, life, EVENT_OF_CHANGE[change], last, before=first.number, doubtful=doubtful)
        for index in link.new[1:]:
            self.lives[index] = next(self.numbers)
            clause = self.new.clauses[index]
            yield _event(self.new, self.lives[index], "split", clause, other=life, doubtful=doubtful)
        for index in link.old[1:]:
            clause = self.old.clauses[index]
            yield _event(
                self.new, self.before[index], "merged", last, before=clause.number, other=life, doubtful=doubtful
            )


def _event(
    clause_set: ClauseSet,
    life: int,
    event: Event,
    clause: Clause,
    *,
    before: int | None = None,
    other: int | None = None,
    doubtful: bool = False,
) -> LifeEvent:
    return LifeEvent(
        ward=clause_set.ward,
        life=life,
        date=_date(clause_set),
        event=event,
        number=clause.number,
        before=before,
        heading=clause.heading,
        other=other,
        doubtful=doubtful,
        set=clause_set.title,
        key=clause.key,
        label=clause.label,
    )
