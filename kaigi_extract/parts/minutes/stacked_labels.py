"""Labels one below the other with their values, as many, one below the other under them or in the cell beside them.

So print web pages whose two columns are two cells of several lines each, and exports of them. Knows the labels of a
head, days and times; changes the order of rows and nothing in them.
"""

from __future__ import annotations

from collections.abc import Sequence

from kaigi_extract.parts.minutes.lines import MinutesRow, MinutesVocabulary
from kaigi_extract.parts.minutes.times import first_day, times
from kaigi_extract.text import fold, squeeze
from kaigi_extract.text.late_pattern import late_pattern

_LEAST = 3
"""Labels that are a stack: two may be a heading over a label."""
_MOST = 12
_LONGEST = 10
"""Characters of a label among them that nobody knows."""
_NO_LABEL = late_pattern(r"[0-9０-９。、，,:：()（）]")


def unstacked(rows: Sequence[MinutesRow], words: MinutesVocabulary) -> list[MinutesRow]:
    """The rows of a head with each label of a stack before its own value; days and times behind the others, and a label
    that nobody knows last, so that it is no more of a place or of a list of people."""
    found: list[MinutesRow] = []
    at = 0
    while at < len(rows):
        count = _stacked(rows, at, words)
        for k in sorted(range(at, at + count), key=lambda k: _order(_name(rows[k], words))):
            found += [rows[k], rows[k + count]]
        found += rows[at : at + 1] if not count else []
        at += 2 * count or 1
    return found


def _stacked(rows: Sequence[MinutesRow], at: int, words: MinutesVocabulary) -> int:
    """How many labels are stacked from a row on, with values below that fit them; 0 where that is not so."""
    names: list[str | None] = []
    for row in rows[at : at + _MOST]:
        names.append(_name(row, words))
        if names[-1] is None and not _may_be_label(row):
            names.pop()
            break
    while names and names[-1] is None:
        names.pop()
    values = rows[at + len(names) : at + 2 * len(names)]
    known = [name for name in names if name is not None]
    if len(known) < _LEAST or names[0] is None or len(values) < len(names) or any(_name(row, words) for row in values):
        return 0
    told = [(name, row) for name, row in zip(names, values, strict=True) if name in _TOLD]
    return len(names) if told and all(_fits(name, row) for name, row in told) else 0


def _order(name: str | None) -> int:
    return 2 if name is None else int(name in _TOLD)


def _name(row: MinutesRow, words: MinutesVocabulary) -> str | None:
    """What a row of the head is that says nothing but its label."""
    return words.labels.get(squeeze(fold(row.line.text)))


def _may_be_label(row: MinutesRow) -> bool:
    text = squeeze(row.line.text)
    return 1 < len(text) <= _LONGEST and _NO_LABEL.search(text) is None


_TOLD = ("date", "start", "end")
"""Rows whose values are told by what they say."""


def _fits(name: str | None, row: MinutesRow) -> bool:
    text = row.line.text
    return first_day(text) is not None if name == "date" else bool(times(text))
