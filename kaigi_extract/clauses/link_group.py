"""A link of clauses in the making, by index."""

from __future__ import annotations

from dataclasses import field
from typing import Literal

from kaigi_extract.late_dataclass import dataclass

SideName = Literal["old", "new"]
OTHER_SIDE: dict[SideName, SideName] = {"old": "new", "new": "old"}
Unlinked = tuple[SideName, int]
"""A clause without a link: its side and index."""


@dataclass(slots=True)
class Group:
    """The clauses that are linked, of either side one, or of one of them several."""

    old: list[int]
    new: list[int]
    similarity: float = 1.0
    doubtful: bool = False
    shared: list[str] = field(default_factory=list)
    """Terms of both bodies; empty where the texts are equal."""

    def sides(self, side: SideName) -> tuple[list[int], list[int]]:
        """The clauses of this side, and those of the other one."""
        return (self.old, self.new) if side == "old" else (self.new, self.old)
