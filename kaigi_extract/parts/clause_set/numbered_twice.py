"""Clauses whose labels are two numbers, the first of which no line bears alone: 1-1, 1-2, 2-1, 第3-1."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from kaigi_extract.text import Label, match_decimal, match_label
from kaigi_extract.text.late_pattern import late_pattern

_ORDINAL = late_pattern(r"第\s?(?=[0-9０-９]{1,2}\s?[-－‐‑‒–―−.．])")
_LEAST = 3
"""Labels that count on, at least, under two first numbers."""


def numbered_twice(texts: Sequence[str], heads: Collection[int], apart: Collection[int]) -> Mapping[int, Label]:
    """The labels of two numbers that count on from 1-1, by the index of their lines: to 1-2 or 2-1, each of them one
    style. None where clauses are numbered by the first number: `heads` are the lines with a label of one number by
    which they may be; lines that are `apart` are none of either."""
    found: dict[int, Label] = {}
    last = (0, 0)
    for at, text in enumerate(texts):
        if at in apart:
            continue
        read = _read(text)
        if read is None:
            if at in heads and (label := match_label(text)) is not None and label.ordinal == last[0] + 1:
                return {}
            continue
        label, numbers = read
        if numbers not in ((last[0], last[1] + 1), (last[0] + 1, 1)):
            continue
        found[at] = replace(label, style="decimal_2", number=numbers[0], ordinal=len(found) + 1, branches=numbers[1:])
        last = (numbers[0], numbers[1])
    return found if len(found) >= _LEAST and last[0] > 1 else {}


def _read(text: str) -> tuple[Label, tuple[int, int]] | None:
    """The label of a line that consists of two numbers, with or without 第."""
    before = _ORDINAL.match(text)
    shift = before.end() if before is not None else 0
    found = match_decimal(text[shift:]) if text[:1] == "第" or text[:1].isdecimal() else None
    if found is None or len(found[1]) != 2:
        return None
    label, (first, second) = found
    return replace(label, label=text[:shift] + label.label, start=0, end=label.end + shift), (first, second)
