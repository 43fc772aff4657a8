"""The templates that clause sets descend from, and what each set added to its own or dropped. Rests on shared clauses.

Sets that may have something in common are found by signatures of their shingles, what they have in common is then
asked clause by clause. Sets of equal words are compared once. The result is the same in whatever order sets are given.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePath
from typing import Any, Literal

import numpy as np

from kaigi_extract.clauses.family_evidence import Evidence, SetTexts
from kaigi_extract.clauses.linking import link_groups
from kaigi_extract.clauses.settings import DEFAULT_ALIGN, AlignSettings
from kaigi_extract.clauses.shingles import Signatures, centrality
from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.records import Clause, ClauseSet, Record
from kaigi_extract.records.display import Tabled
from kaigi_extract.records.provenance import source_of


class SetName(Record):
    """Which of the sets that were given."""

    place: int
    """Its index among them, from 0."""
    title: str
    ward: str | None = None
    date: datetime.date | None = None
    file: str | None = None
    """The name of the file that it was read from, where it knows one."""


class ClauseName(Record):
    """One clause, as its own set names it."""

    key: str
    label: str
    heading: str | None = None


class Descendant(SetName):
    """A set, and what became of the template in it."""

    share: float
    """The share of both texts that stands in clauses of both, in the same order; 0 to 1."""
    added: list[ClauseName]
    """Clauses of its own that carry no duty of the template."""
    dropped: list[ClauseName]
    """Clauses of the template that it does not have."""
    reworded: list[ClauseName]
    """Clauses of its own that say otherwise what the template says, more than what the sides are called."""


class Family(Record):
    """A template with the sets that descend from it."""

    template: SetName
    chosen: Literal["oldest", "medoid"]
    """Why it is the template: the oldest of them, or the one that has most in common with all of them."""
    reason: str
    """The same in Japanese."""
    reason_en: str
    """The same in English."""
    members: list[Descendant]
    """All but the template, by date, ward and title."""


class Families(Tabled, Record):
    """Clause sets by the templates that they descend from."""

    families: list[Family]
    """The largest first."""
    alone: list[SetName]
    """Sets that descend from none of the others, and none from them."""


def families(clause_sets: Iterable[ClauseSet], *, settings: AlignSettings = DEFAULT_ALIGN) -> Families:
    """The sets in families: each a template and those that descend from it; what has no family stands alone.

    Sets are of one family where whole clauses of both stand in the same order, whatever the sides are called and
    however clauses are numbered. The template is the oldest set of a family where that is as near to all the others as
    any, else the one that is nearest (the medoid). `settings` are the numbers by which that is decided. No model is
    loaded but Sudachi, for the clauses that were added, dropped and reworded.
    """
    sets = list(clause_sets)
    groups = _Groups(sets, settings)
    found = [_family(sets, groups, group, settings) for group in groups.find()]
    of_one = {member.place for family in found for member in (family.template, *family.members)}
    alone = [set_name(sets, place) for place in _in_order(sets, set(range(len(sets))) - of_one)]
    found.sort(key=lambda family: (-len(family.members), _by_name(family.template)))
    return Families(families=found, alone=alone)


@dataclass(frozen=True, slots=True)
class _Group:
    """A family in the making: nodes of `_Groups`."""

    template: int
    chosen: Literal["oldest", "medoid"]
    nodes: list[int]


class _Groups:
    """The sets by what they say: a node for each distinct text, and which nodes belong together."""

    def __init__(self, sets: Sequence[ClauseSet], settings: AlignSettings) -> None:
        self.sets, self.settings = sets, settings
        distinct: dict[str, SetTexts] = {}
        places: dict[str, list[int]] = defaultdict(list)
        for place, one in enumerate(map(SetTexts.of, sets)):
            distinct.setdefault(one.digest, one)  # what a thousand sets say is held once
            places[one.digest].append(place)
        self.places = [_in_order(sets, places[digest]) for digest in sorted(places)]
        self.texts = [distinct[digest] for digest in sorted(places)]
        self.evidence = Evidence(self.texts, settings)
        self.signatures: Signatures = self.evidence.of_sets()
        self.counts = np.array([len(held) for held in self.places], dtype=np.int64)

    def find(self) -> Iterator[_Group]:
        """The families. What hangs together only by way of others is asked again without them."""
        waiting = [[node for node, one in enumerate(self.texts) if one.clauses]]
        while waiting:
            for nodes in self._joined(waiting.pop()):
                template, chosen = self._template(nodes)
                near = [node for node in nodes if node == template or self._descends(template, node)]
                if len(near) > 1 or self.counts[template] > 1:
                    yield _Group(template, chosen, near)
                if rest := sorted(set(nodes) - {template, *near}):
                    waiting.append(rest)

    def _joined(self, nodes: Sequence[int]) -> list[list[int]]:
        """The nodes in groups within which each has enough in common with one other."""
        head = {node: node for node in nodes}

        def first(node: int) -> int:
            while head[node] != node:
                head[node] = head[head[node]]
                node = head[node]
            return node

        for one, other in self.evidence.near(nodes):
            left, right = first(one), first(other)
            if left != right and self.evidence.related(one, other, self.settings.family_share):
                head[max(left, right)] = min(left, right)
        groups: dict[int, list[int]] = defaultdict(list)
        for node in nodes:
            groups[first(node)].append(node)
        return list(groups.values())

    def _descends(self, template: int, node: int) -> bool:
        return self.evidence.related(template, node, self.settings.descendant_share)

    def _template(self, nodes: Sequence[int]) -> tuple[int, Literal["oldest", "medoid"]]:
        """The oldest node where it has nearly as much in common with all as the one that has most; else that one."""
        held = list(nodes)
        central = centrality(self.signatures[held], self.counts[held])
        medoid = min(range(len(held)), key=lambda at: (-round(float(central[at]), 9), self._age(held[at])))
        dated = sorted(node for node in held if self._day(node) is not None)
        days = sorted(day for node in dated if (day := self._day(node)) is not None)
        if days and days.count(days[0]) == 1:
            oldest = next(at for at, node in enumerate(held) if self._day(node) == days[0])
            if central[oldest] >= self.settings.oldest_share * central[medoid]:
                return held[oldest], "oldest"
        return held[medoid], "medoid"

    def _day(self, node: int) -> datetime.date | None:
        return self.sets[self.places[node][0]].date

    def _age(self, node: int) -> tuple[str, int]:
        return str(self._day(node) or "9999"), node


def _family(sets: Sequence[ClauseSet], groups: _Groups, group: _Group, settings: AlignSettings) -> Family:
    template = groups.places[group.template][0]
    places = {place: node for node in group.nodes for place in groups.places[node] if place != template}
    changes = {node: _changes(groups, group.template, node, settings) for node in group.nodes}
    members = [Descendant(**dict(set_name(sets, place)), **changes[places[place]]) for place in _in_order(sets, places)]
    reason, reason_en = _reasons(sets[template], group.chosen, len(members))
    return Family(
        template=set_name(sets, template), chosen=group.chosen, reason=reason, reason_en=reason_en, members=members
    )


def _changes(groups: _Groups, template: int, node: int, settings: AlignSettings) -> dict[str, Any]:
    """What a descendant shares with the template, added, dropped and reworded."""
    old, new = groups.texts[template].clauses, groups.texts[node].clauses
    links = link_groups(old, new, settings)
    linked = {index for link in links for index in link.old}, {index for link in links for index in link.new}
    reworded = [new[link.new[0]] for link in links if _said(old, link.old) != _said(new, link.new)]
    return {
        "share": round(groups.evidence.share(template, node)[0], 3),
        "added": [clause_name(clause) for at, clause in enumerate(new) if at not in linked[1]],
        "dropped": [clause_name(clause) for at, clause in enumerate(old) if at not in linked[0]],
        "reworded": [clause_name(clause) for clause in reworded],
    }


def _said(clauses: Sequence[Clause], places: Iterable[int]) -> str:
    return "".join(clauses[place].text for place in places)


def clause_name(clause: Clause) -> ClauseName:
    """What a clause is called."""
    key = clause.key or "-".join(map(str, (clause.number, *clause.branches)))
    return ClauseName(key=key, label=clause.label, heading=clause.heading)


def set_name(sets: Sequence[ClauseSet], place: int) -> SetName:
    """What the set at a place is called."""
    one, source = sets[place], source_of(sets[place])
    file = None if source is None else PurePath(source.path).name
    return SetName(place=place, title=one.title, ward=one.ward, date=one.date, file=file)


def _by_name(one: SetName) -> tuple[str, str, str, int]:
    return str(one.date or "9999"), one.ward or "", one.title, one.place


def _in_order(sets: Sequence[ClauseSet], places: Iterable[int]) -> list[int]:
    """Places by date, ward and title; those without a date last."""
    return sorted(places, key=lambda place: _by_name(set_name(sets, place)))


def _reasons(template: ClauseSet, chosen: Literal["oldest", "medoid"], count: int) -> tuple[str, str]:
    """Why a set is the template, in Japanese and English."""
    if chosen == "oldest":
        day = template.date
        return (
            f"日付のあるもののうち最も古く（{day}）、ほかの{count}件との共通部分も最多に近い",
            f"the oldest of those with a date ({day}), and about as near to the other {count} as any",
        )
    return (
        f"ほかの{count}件との共通部分が最も多い（最古のものは日付で定まらないか、共通部分が少ない）",
        f"nearest to the other {count} (no single oldest one, or that one has less in common with them)",
    )
