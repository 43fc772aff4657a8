"""What a view gives: the data of one page, before it is HTML, CSV or JSON. Pure."""

from __future__ import annotations

from dataclasses import field
from math import ceil
from typing import Any

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.web.browse.address import Address

Row = dict[str, Any]
Words = tuple[str, str]
"""Japanese and English."""


@dataclass(frozen=True, slots=True)
class Leaves:
    """Which part of a long list is on a page."""

    leaf: int
    """From 1."""
    size: int
    """Rows on one."""
    total: int
    """Rows of the whole list."""

    @property
    def count(self) -> int:
        """How many leaves there are; an empty list has one."""
        return max(1, ceil(self.total / self.size))

    @property
    def start(self) -> int:
        """The first row of this one, from 0."""
        return (self.leaf - 1) * self.size

    def check(self) -> Leaves:
        """Itself.

        Raises:
            KeyError: There is no such leaf.
        """
        if self.leaf > self.count:
            raise KeyError(self.leaf)
        return self


@dataclass(frozen=True, slots=True)
class PageData:
    """One page."""

    template: str
    title: Words
    data: Row
    """What is on it, by name: texts, numbers, days, lists and mappings of such, and addresses of other pages."""
    rows: list[Row] = field(default_factory=list)
    """Its table: what CSV has, under the names of the first row."""
    leaves: Leaves | None = None
    crumbs: tuple[tuple[Words, Address], ...] = ()
    """The pages above it, the topmost first."""
