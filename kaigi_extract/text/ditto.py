"""What a list prints instead of a value that is the same as the one above: 〃, 同上."""

from __future__ import annotations

from kaigi_extract.text.late_pattern import late_pattern
from kaigi_extract.text.width import text_key

_DITTO = late_pattern(r"(?:同\s*上|同じ|上に?同じ|[〃々″\"”]+)")


def is_ditto(text: str) -> bool:
    """Whether a text stands for the value above it and says nothing else."""
    return _DITTO.fullmatch(text_key(text)) is not None
