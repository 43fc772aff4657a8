"""One mistake of a mapping, in words that say what was expected."""

from __future__ import annotations

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.wards.toml_lines import KeyPath


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake: where, and what should be there."""

    key: KeyPath
    expected: str
