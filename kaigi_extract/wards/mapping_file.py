"""What every TOML file of this room is made of: closed tables that remember their file, and where a fact was seen.

Knows no words: opens nothing, reads nothing.
"""

from __future__ import annotations

import datetime
import functools
from typing import Any, Self

from pydantic import BaseModel, ConfigDict

from kaigi_extract.wards.toml_lines import Origin


class Closed(BaseModel):
    """A table that has the keys it has and no others. Nothing in it changes, so that it is its own copy."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, strict=True, populate_by_name=True, ignored_types=(functools.cached_property,)
    )

    def __deepcopy__(self, memo: dict[int, Any] | None = None) -> Self:
        """Itself: of a table that a file does not write, pydantic would copy every list for every file."""
        return self


class MappingFile(Closed):
    """What one TOML file holds; it remembers which file, and in which lines."""

    @functools.cached_property
    def origin(self) -> Origin:
        """The file that it was read from."""
        return Origin("", {})

    def read_from(self, origin: Origin) -> None:
        """Notes where it was read."""
        vars(self)["origin"] = origin  # beside the fields, for it is asked for with every label


class Sourced(Closed):
    """A fact, and where it was seen."""

    source: list[str] = []
    """Addresses, documents with their page, "computed", or "inferred: " and why."""


class Validity(Closed):
    """From which day to which; open where not given."""

    since: datetime.date | None = None
    until: datetime.date | None = None

    def holds_on(self, day: datetime.date | None) -> bool:
        """Whether it holds on the day; an unknown day rules nothing out."""
        return day is None or ((self.since is None or self.since <= day) and (self.until is None or day <= self.until))
