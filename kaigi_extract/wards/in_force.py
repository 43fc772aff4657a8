"""Which law is in force in a ward on a day, and which councils sit. Works on mappings; opens no file."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from pydantic import BaseModel

from kaigi_extract.wards.laws import Laws, Ordinance
from kaigi_extract.wards.model import Ward


class InForce(BaseModel):
    """One ward on one day, as far as its mapping says."""

    ward: str
    name: str
    laws: list[str]
    """The names of the ordinances that hold, and of the law that took the place of one that does not any more."""
    councils: list[str]


def in_force(ward: Ward, laws: Laws, day: datetime.date) -> InForce:
    """What holds in a ward on a day."""
    known = {one.id: one for one in (*laws.laws, *ward.ordinances)}
    names = [one.name for ordinance in ward.ordinances for one in _at(ordinance, known, day)]
    councils = [council.name for council in ward.councils if council.holds_on(day)]
    return InForce(ward=ward.id, name=ward.name, laws=list(dict.fromkeys(names)), councils=councils)


def _at(ordinance: Ordinance, known: dict[str, Ordinance], day: datetime.date) -> Iterator[Ordinance]:
    """The ordinance; where it has ended, what took its place, and the place of that, until one holds."""
    seen: set[str] = set()
    one: Ordinance | None = ordinance
    while one is not None and one.until is not None and one.until < day and one.id not in seen:
        seen.add(one.id)
        one = known.get(one.successor or "")
    if one is not None and one.holds_on(day):
        yield one
