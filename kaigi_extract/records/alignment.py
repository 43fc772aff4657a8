"""What changed between two clause sets."""

from __future__ import annotations

from typing import Literal

from kaigi_extract.records.base import Record
from kaigi_extract.records.display import Compared

Change = Literal["number", "heading", "spelling", "references", "wording"]


class Link(Record):
    """Clauses of the old set and the clauses of the new one that carry the same duties."""

    old: list[int]
    new: list[int]
    changes: list[Change] = []
    """Empty where they are the same."""
    doubtful: bool = False
    """The difference rests on characters that were read with doubt."""
    similarity: float
    reason: str


class Alignment(Compared, Record):
    """The links between two clause sets, and what is in one only."""

    old: str
    """Title of the old set."""
    new: str
    links: list[Link]
    added: list[int] = []
    removed: list[int] = []
