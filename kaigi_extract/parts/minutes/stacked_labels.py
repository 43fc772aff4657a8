"""Labels one below the other with their values, as many, one below the other under them or in the cell beside them; and
several labels with their values on one line.

So print web pages whose two columns are two cells of several lines each, and exports of them. Knows the labels of a
head, days and times; changes the order of rows and nothing in them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

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
    names = [words.labels.get(squeeze(fold(row.line.text))) for row in rows]
    found: list[MinutesRow] = []
    at = 0
    while at < len(rows):
        count = _stacked(rows, names, at) if names[at] is not None else 0
        for k in sorted(range(at, at + count), key=lambda k: _order(names[k])):
            found += [rows[k], rows[k + count]]
        found += rows[at : at + 1] if not count else []
        at += 2 * count or 1
    return found


def parted(rows: Sequence[MinutesRow]) -> Iterator[MinutesRow]:
    """The rows of a head, those that hold several rows of people cut before each: 出席：甲、乙　　欠席：丙."""
    for row in rows:
        if row.cell is not None or "欠席" not in row.line.text:
            yield row
            continue
        cuts = [match.start() for match in _ABSENT_BEHIND.finditer(row.line.text)]
        for start, end in pairwise([0, *cuts, len(row.line.text)]):
            if (piece := row.cut(start, end)) is not None:
                yield piece


_ABSENT_BEHIND = late_pattern(r"(?<=\s)欠席(?:者|委員)?\s*[:：](?=\s*\S)")
"""What begins the list of those who did not come, behind those who did."""


def _stacked(rows: Sequence[MinutesRow], names: Sequence[str | None], at: int) -> int:
    """How many labels are stacked from a row on, with values below that fit them; 0 where that is not so. `names` are
    the rows of the head that say nothing but their label."""
    end = at
    for k in range(at, min(at + _MOST, len(rows))):
        if names[k] is not None:
            end = k + 1
        elif not _may_be_label(rows[k]):
            break
    count = end - at
    values = range(end, end + count)
    known = [name for name in names[at:end] if name is not None]
    if len(known) < _LEAST or end + count > len(rows) or any(names[k] is not None for k in values):
        return 0
    told = [(name, rows[k]) for name, k in zip(names[at:end], values, strict=True) if name in _TOLD]
    return count if told and all(_fits(name, row) for name, row in told) else 0


def _order(name: str | None) -> int:
    return 2 if name is None else int(name in _TOLD)


def _may_be_label(row: MinutesRow) -> bool:
    text = squeeze(row.line.text)
    return 1 < len(text) <= _LONGEST and _NO_LABEL.search(text) is None


_TOLD = ("date", "start", "end")
"""Rows whose values are told by what they say."""


def _fits(name: str | None, row: MinutesRow) -> bool:
    text = row.line.text
    return first_day(text) is not None if name == "date" else bool(times(text))
