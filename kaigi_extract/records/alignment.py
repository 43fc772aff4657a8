"""What changed between two clause sets."""

from __future__ import annotations

from operator import not_
from typing import Literal

from pydantic import Field, model_validator

from kaigi_extract.records.base import Record
from kaigi_extract.records.display import Compared

Change = Literal["number", "heading", "spelling", "references", "wording"]
ItemChange = Literal["number", "moved", "spelling", "references", "wording"]
Direction = Literal["stronger", "weaker", "other"]
DutyAspect = Literal["modality", "consent", "exception", "deadline", "days", "frequency", "number"]


class ItemLink(Record):
    """A 項 or 号 of the old side and the one of the new side that says the same."""

    old: list[str]
    """Labels as printed, from the clause's own down to the item's: 第３条, ２, (1). Empty where it was put in."""
    new: list[str]
    """The same on the new side. Empty where it was taken out."""
    changes: list[ItemChange] = []
    """Of its own words, not of the items below it. `moved`: it stands under another clause or item, or changed places
    with others. Empty where it is the same, put in or taken out."""
    old_places: list[int] = Field(default=[], exclude_if=not_)
    """For each label of `old` the place, from 1, of what bears it among the items beside it that bear the same: of
    bullets (・) the third is 3. In JSON only where a label is borne by more than one."""
    new_places: list[int] = Field(default=[], exclude_if=not_)


class DutyChange(Record):
    """One way in which a sentence asks more or less than it did."""

    aspect: DutyAspect
    """`modality`: must, must_not, may, effort; `consent`: a ban holds without consent only; `exception`: a ただし;
    `deadline`: 直ちに, 速やかに, 遅滞なく; `days`: a number of days."""
    direction: Direction
    old: str
    """What decides it in the old sentence; empty where nothing does."""
    new: str


class StaleReference(Record):
    """A reference whose printed numbers did not follow when clauses were renumbered."""

    text: str
    """As printed in both sets."""
    meant: list[str]
    """Labels, in the new set, of the clauses that it meant."""
    means: list[str]
    """Labels of the clauses that it names now."""


class CellChange(Record):
    """A cell of a table inside of a clause that has other words than before."""

    item: list[str] = []
    """Labels of the item that holds the table, as in `ItemLink.new`; empty for the clause itself."""
    row: int
    """From 1, in the new table; in the old one where the row was taken out."""
    column: int
    """From 1."""
    old: str | None
    """None where the row or column was put in."""
    new: str | None
    """None where it was taken out."""


class Replacement(Record):
    """A word in the place of another throughout: 甲 → 発注者."""

    old: str
    new: str
    count: int
    """Places where it was replaced."""


def _says_the_number(keys: list[str]) -> bool:
    return all(key.isdecimal() for key in keys)


class Link(Record):
    """Clauses of the old set and the clauses of the new one that carry the same duties."""

    old: list[int]
    new: list[int]
    old_keys: list[str] = Field(default=[], exclude_if=_says_the_number)
    """Number and branches of each: 14-2. In JSON only where numbers do not say it."""
    new_keys: list[str] = Field(default=[], exclude_if=_says_the_number)
    old_labels: list[str] = []
    """As printed."""
    new_labels: list[str] = []
    changes: list[Change] = []
    """Empty where they are the same."""
    doubtful: bool = False
    """The difference rests on characters that were read with doubt."""
    similarity: float
    reason: str
    items: list[ItemLink] = []
    """項 and 号, in the order of the new side; one that was taken out behind what was before it."""
    tables: list[CellChange] = []
    """Cells of tables inside of the clauses that changed."""
    duty: Direction | None = None
    """Whether the clauses ask more or less than before; `other` where one thing became stronger and another weaker,
    None where neither is seen."""
    duty_changes: list[DutyChange] = []
    """Why `duty` is what it is."""
    stale_references: list[StaleReference] = []

    @model_validator(mode="after")
    def _keys_of_numbers(self) -> Link:
        """Keys that were not written are the numbers."""
        self.old_keys = self.old_keys or [str(number) for number in self.old]
        self.new_keys = self.new_keys or [str(number) for number in self.new]
        return self


class Alignment(Compared, Record):
    """The links between two clause sets, and what is in one only."""

    old: str
    """Title of the old set."""
    new: str
    links: list[Link]
    added: list[int] = []
    removed: list[int] = []
    added_keys: list[str] = []
    """Number and branches of each: 14-2."""
    removed_keys: list[str] = []
    added_labels: list[str] = []
    """As printed."""
    removed_labels: list[str] = []
    replacements: list[Replacement] = []
    """Words replaced throughout; they are no `wording` of any link."""
