"""Text without the characters that a terminal, a page or a file obeys rather than shows."""

from __future__ import annotations

from kaigi_extract.text.late_pattern import late_pattern

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_UNSHOWN = late_pattern("[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
"""Control characters; what turns the direction of writing, so that words read otherwise than they are written; halves
of pairs, as in names of files that are not UTF-8. No XML holds the most of them, no UTF-8 the last."""


def legible(text: str) -> str:
    """The text with a � for each such character; line breaks become one kind."""
    return _UNSHOWN.sub(REPLACEMENT, text.replace("\r\n", "\n").replace("\r", "\n"))
