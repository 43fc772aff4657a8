"""Rows of a table without ruled lines that hold further labels with their values beside the first value.

Knows geometry; what a label looks like is handed in (`KnowsLabel`). Where one row has a known label between two values,
and space on both sides of it down the whole row, others may have one that nobody knows at the same place.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kaigi_extract.layout.gutter import split_line, starts_after_gaps
from kaigi_extract.layout.label_rows import Row
from kaigi_extract.layout.lines import Line
from kaigi_extract.layout.settings import BorderlessTableSettings
from kaigi_extract.layout.table import KnowsLabel
from kaigi_extract.text.late_pattern import late_pattern

_NO_LABEL = late_pattern(r"[。、，,\d]")
MOST_STARTS = 24
"""Places at which something begins in a row, more than which are no pairs but columns of a list, or prose."""
Place = tuple[float, float]
"""x at which the further labels of a table begin, and their values."""


def further_columns(rows: Sequence[Row], knows: KnowsLabel, settings: BorderlessTableSettings) -> list[Place]:
    """Where the rows of a table have further labels and values, from left to right."""
    found: list[Place] = []
    for _, values in rows:
        rest = values
        while (place := _place(rest, found, knows, settings)) is not None:
            beside = [other for other in found if _overlap(place, other)]
            found = [other for other in found if other not in beside]
            found.append((min(x for x, _ in [place, *beside]), min(x for _, x in [place, *beside])))
            rest = _cut(rest, place, settings)[2]
    return sorted(found)


def pairs_of(
    row: Row, places: Sequence[Place], knows: KnowsLabel, settings: BorderlessTableSettings
) -> list[tuple[int, Row]]:
    """The pairs of label and value of a row, each with the number of the place that it is at; 0 for the first."""
    label, rest = row
    at, pairs = 0, list[tuple[int, Row]]()
    for number, place in enumerate(places, 1):
        before, further, after = _cut(rest, place, settings)
        if before and further and after and _may_be_label(further, place, knows, settings):
            pairs.append((at, (label, before)))
            at, label, rest = number, further, after
    return [*pairs, (at, (label, rest))]


def _place(
    values: Sequence[Line], known: Sequence[Place], knows: KnowsLabel, settings: BorderlessTableSettings
) -> Place | None:
    """Where a known label is between two values; None where none is."""
    for place in (*known, *_candidates(values, settings)):
        before, further, after = _cut(values, place, settings)
        if before and further and after and knows(_text(further)) == "label":
            return place
    return None


def _candidates(values: Sequence[Line], settings: BorderlessTableSettings) -> Iterator[Place]:
    """Where a label between two values may be: a strip down the whole row is empty before it, and one behind it."""
    for x in _starts(values, settings)[1:]:
        parts = [split_line(line, x, settings) for line in values]
        left = [part.left for part in parts if part is not None and part.left is not None]
        right = [part.right for part in parts if part is not None and part.right is not None]
        if None not in parts and left and right and _is_strip(left, right, settings):
            yield from ((x, value) for value in _starts(right, settings) if value > x)


def _is_strip(left: Sequence[Line], right: Sequence[Line], settings: BorderlessTableSettings) -> bool:
    """Whether what is empty between words is no space that somebody typed: it is wide, or between several lines."""
    several = len(left) > 1 and len(right) > 1
    empty = min(line.x0 for line in right) - max(line.x1 for line in left)
    return several or empty >= settings.lone_gutter * right[0].size


def _starts(lines: Sequence[Line], settings: BorderlessTableSettings) -> list[float]:
    """The x at which several lines begin or go on after a gap, the least of those that are one; none where they are
    more than those of pairs."""
    starts: list[float] = []
    for x in sorted(x for line in lines if not line.vertical for x in starts_after_gaps(line, settings)):
        if not starts or x - starts[-1] > settings.start_tolerance:
            starts.append(x)
    return starts if len(starts) <= MOST_STARTS else []


def _cut(
    values: Sequence[Line], place: Place, settings: BorderlessTableSettings
) -> tuple[list[Line], list[Line], list[Line]]:
    """What of the lines is before a place, at its label and at its value; nothing where one runs over it."""
    before: list[Line] = []
    further: list[Line] = []
    after: list[Line] = []
    for line in values:
        first = split_line(line, place[0], settings)
        second = split_line(first.right, place[1], settings) if first is not None and first.right is not None else None
        if first is None or (first.right is not None and second is None):
            return [], [], []
        parts = (first.left, second.left if second is not None else None, second.right if second is not None else None)
        for column, part in zip((before, further, after), parts, strict=True):
            column.extend([part] if part is not None else [])
    return before, further, after


def _may_be_label(lines: Sequence[Line], place: Place, knows: KnowsLabel, settings: BorderlessTableSettings) -> bool:
    """Whether what is at the place of further labels is one: it is known, or looks like one and begins as they do."""
    text = _text(lines)
    if knows(text) == "label":
        return True
    begins = min(line.x0 for line in lines)
    return _NO_LABEL.search(text) is None and abs(begins - place[0]) <= settings.start_tolerance


def _overlap(one: Place, other: Place) -> bool:
    """Whether two places are one, at which labels are centred."""
    return one[0] < other[1] and other[0] < one[1]


def _text(lines: Sequence[Line]) -> str:
    return "".join(line.text for line in lines)
