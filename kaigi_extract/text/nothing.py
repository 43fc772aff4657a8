"""What a form prints where it has no value: －, なし, 該当なし."""

from __future__ import annotations

from kaigi_extract.text.late_pattern import late_pattern
from kaigi_extract.text.width import text_key

_NOTHING = late_pattern(
    r"(?:[-‐‑‒–—―−ー─ｰ/／]+|\((?:[-‐‑‒–—―−ー─ｰ]+)\)|(?:特に|該当(?:は|者は|する者は)?)?(?:なし|無し|無)|該当しない)。?"
)


def is_nothing(text: str) -> bool:
    """Whether a value says that there is none, and nothing else."""
    return _NOTHING.fullmatch(text_key(text)) is not None
