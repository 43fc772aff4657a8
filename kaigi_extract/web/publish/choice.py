"""What of an archive is published: which documents, and what of them. Pure."""

from __future__ import annotations

import datetime
import fnmatch
from collections.abc import Sequence
from typing import Any, Literal, get_args

from kaigi_extract.catalogue import Message
from kaigi_extract.late_dataclass import dataclass

Part = Literal["findings", "pictures", "crops", "data", "downloads"]
"""What can be left out of every document: what was noted while reading; pictures of its pages; pictures of what values
were read from; CSV and JSON beside each page; the tables as files."""
PARTS: tuple[Part, ...] = get_args(Part)
NO_WARD = "-"
"""Asks for documents of no known ward."""


@dataclass(frozen=True)
class Choice:
    """Which documents, and what of them. Where nothing is said, all of it."""

    wards: Sequence[str] = ()
    kinds: Sequence[str] = ()
    """Kinds of sections: a document must have one of them."""
    categories: Sequence[str] = ()
    """Categories of cases: a document must have one of them."""
    since: datetime.date | None = None
    until: datetime.date | None = None
    """Both included. Where either is given, documents without a day are left out: nobody knows whether they are of
    that time."""
    leave_out: Sequence[str] = ()
    """Patterns of names, as `archive remove` has them: as a whole, or from any folder on."""
    without: Sequence[Part] = ()

    def check(self) -> Choice:
        """Itself.

        Raises:
            ValueError: It leaves out a part that is none.
        """
        for part in self.without:
            if part not in PARTS:
                known = ", ".join(PARTS)
                raise ValueError(
                    Message("nothing called {part!r} can be left out; known are {known}", part=part, known=known)
                )
        return self

    def takes(self, names: Sequence[str], record: dict[str, Any]) -> bool:
        """Whether a document is chosen, by its names and its record as plain data."""
        return (
            self._is_of_ward(record.get("ward"))
            and self._is_of_time(record.get("date"))
            and self._has(self.kinds, (one.get("kind") for one in record.get("sections") or ()))
            and self._has(self.categories, _categories(record))
            and not any(_matches(name, pattern) for name in names for pattern in self.leave_out)
        )

    def change(self, record: dict[str, Any]) -> None:
        """Takes out of a record what is left out of every document."""
        if "findings" in self.without:
            record["findings"] = []

    def _is_of_ward(self, ward: str | None) -> bool:
        return not self.wards or (ward or NO_WARD) in self.wards

    def _is_of_time(self, day: str | None) -> bool:
        if self.since is None and self.until is None:
            return True
        if day is None:
            return False
        first, last = self.since or datetime.date.min, self.until or datetime.date.max
        return first.isoformat() <= day <= last.isoformat()

    @staticmethod
    def _has(wanted: Sequence[str], there: Any) -> bool:
        return not wanted or not set(wanted).isdisjoint(there)


def _categories(record: dict[str, Any]) -> set[str]:
    cases = record.get("cases") or ()
    return {found for case in cases for found in (case.get("category"), *(case.get("categories") or ())) if found}


def _matches(name: str, pattern: str) -> bool:
    return fnmatch.fnmatchcase(name, pattern) or fnmatch.fnmatchcase(name, f"*/{pattern}")
