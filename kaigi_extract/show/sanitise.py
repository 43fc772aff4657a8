"""Text as it can be shown: `legible`, and in one line. Knows no records."""

from __future__ import annotations

from kaigi_extract.text.legible import REPLACEMENT, legible

__all__ = ["REPLACEMENT", "in_one_line", "legible"]


def in_one_line(text: str, most: int | None = None) -> str:
    """The text as `legible` gives it, without line breaks; of more than `most` characters the first, and …."""
    line = legible(" ".join(text.splitlines()))
    return line if most is None or len(line) <= most else line[:most] + "…"
