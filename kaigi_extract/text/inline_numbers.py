"""Items that are numbered within one line: ① 施錠　② 暗号化, (1) 仕様書　(2) 計画書. Pure."""

from __future__ import annotations

from kaigi_extract.text.enclosed import ENCLOSED_RANGE
from kaigi_extract.text.labels import match_label
from kaigi_extract.text.late_pattern import late_pattern

_BEGINS = late_pattern(rf"(?:^|(?<=\s))(?=[(（][0-9０-９]{{1,2}}[)）]|[{ENCLOSED_RANGE}])")
"""Where a number in brackets or in a circle may begin an item: at the start, or behind white space."""
_STYLES = ("paren_digit", "circled")


def items_begin(line: str) -> list[int]:
    """Where the items of a line after its first begin: their numbers, all of one style, count on from that at its
    start."""
    first = _BEGINS.match(line, len(line) - len(line.lstrip()))
    label = match_label(line[first.end() :]) if first is not None else None
    if first is None or label is None or label.style not in _STYLES or label.ordinal is None:
        return []
    found, due = list[int](), label.ordinal + 1
    for place in _BEGINS.finditer(line, first.end() + label.end):
        other = match_label(line[place.end() :])
        if other is not None and (other.style, other.ordinal) == (label.style, due):
            found.append(place.end())
            due += 1
    return found
