"""Which clause sets of an archive are of one family, and which are versions of one text of one ward.

A lineage is what one ward called by one title, or by one title after another, within one family of sets; its versions
are its distinct texts in the order of their first days. 附則 are in no family. Pure, beside the comparison of clauses.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import field
from typing import Any

from kaigi_extract.clauses.family_groups import Descendant, families
from kaigi_extract.clauses.settings import DEFAULT_ALIGN, AlignSettings
from kaigi_extract.clauses.similarity import body_text, text_key
from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.records import Clause, ClauseSet


@dataclass(frozen=True, slots=True)
class NamedSet:
    """A clause set by the id of its row, with no more of its clauses than families are found by."""

    id: str
    clause_set: ClauseSet
    digest: str
    """The same for sets with the same clauses under the same numbers and headings."""


class SetCollection:
    """Sets for `related_sets`, in little room: clauses of sets that say the same are held once."""

    def __init__(self) -> None:
        self.sets: list[NamedSet] = []
        self._clauses: dict[str, list[Clause]] = {}

    def add(self, set_id: str, clause_set: ClauseSet) -> None:
        """Takes one in; a 附則, and a set without clauses, is left out."""
        if clause_set.supplement_of is not None or not clause_set.clauses:
            return
        said = [(one.key, one.label, one.heading, text_key(body_text(one))) for one in clause_set.clauses]
        digest = hashlib.blake2b(repr(said).encode("utf-8", "replace"), digest_size=16).hexdigest()
        if digest not in self._clauses:
            self._clauses[digest] = [_bare(clause) for clause in clause_set.clauses]
        held: dict[str, Any] = {"clauses": self._clauses[digest], "spans": [], "evidence": {}, "preamble": None}
        self.sets.append(NamedSet(set_id, clause_set.model_copy(update=held), digest))


def _bare(clause: Clause) -> Clause:
    return Clause(
        number=clause.number, key=clause.key, label=clause.label, heading=clause.heading, text=body_text(clause)
    )


def related_sets(held: Sequence[NamedSet], settings: AlignSettings = DEFAULT_ALIGN) -> dict[str, Any]:
    """The families of sets and the lineages within them, as plain data.

    `families`: for each its template, how it was chosen and why, and of each member what became of the template.
    `alone`: the sets without one. `lineages`: the ids of the versions of each, the first first. `of`: for each set that
    has a ward and a day, the place of its lineage in that list.
    """
    found = families([one.clause_set for one in held], settings=settings)
    groups = [[family.template.place, *(one.place for one in family.members)] for family in found.families]
    groups += [[one.place] for one in found.alone]
    lineages = [lineage for group in groups for lineage in _lineages([held[place] for place in group])]
    return {
        "families": [
            {
                "template": held[family.template.place].id,
                "chosen": family.chosen,
                "reason": family.reason_en,
                "reason_ja": family.reason,
                "members": [[held[one.place].id, *_became(one)] for one in family.members],
            }
            for family in found.families
        ],
        "alone": [held[one.place].id for one in found.alone],
        "lineages": [lineage.versions for lineage in lineages],
        "of": {one: at for at, lineage in enumerate(lineages) for one in lineage.members},
    }


def _became(one: Descendant) -> tuple[float, list[str], list[str], list[str]]:
    added, dropped, reworded = ([each.key for each in names] for names in (one.added, one.dropped, one.reworded))
    return one.share, added, dropped, reworded


@dataclass(slots=True)
class _Lineage:
    title: str
    """Of the last version, as titles are compared."""
    versions: list[str] = field(default_factory=list)
    members: list[str] = field(default_factory=list)
    digests: set[str] = field(default_factory=set)


def _lineages(family: Iterable[NamedSet]) -> list[_Lineage]:
    """The lineages of one family."""
    by_ward: dict[str, list[NamedSet]] = defaultdict(list)
    for one in family:
        if one.clause_set.ward is not None and one.clause_set.date is not None:
            by_ward[one.clause_set.ward].append(one)
    return [lineage for ward in sorted(by_ward) for lineage in _of_ward(by_ward[ward])]


def _of_ward(sets: Iterable[NamedSet]) -> list[_Lineage]:
    """A set goes on with what bears its title; or else with what bears a title that nothing bears from its day on."""
    ordered = sorted(sets, key=lambda one: (str(one.clause_set.date), one.id))
    last_day = {text_key(one.clause_set.title): str(one.clause_set.date) for one in ordered}
    found: list[_Lineage] = []
    for one in ordered:
        title, day = text_key(one.clause_set.title), str(one.clause_set.date)
        lineage = next((each for each in found if each.title == title), None)
        if lineage is None:
            lineage = next((each for each in reversed(found) if last_day[each.title] < day), None)
        if lineage is None:
            lineage = _Lineage(title)
            found.append(lineage)
        lineage.title = title
        lineage.members.append(one.id)
        if one.digest not in lineage.digests:
            lineage.digests.add(one.digest)
            lineage.versions.append(one.id)
    return found
