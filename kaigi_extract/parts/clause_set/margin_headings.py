"""Clauses whose headings stand in the margin, without brackets, on the lines of their labels: 管理　第３　乙は、…."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from kaigi_extract.text import Label, match_label
from kaigi_extract.text.late_pattern import late_pattern

_BEFORE = late_pattern(r"[^\s。、，．「」（）()：:]{2,15}[^\S\n]+(?=第[0-9０-９一二三四五六七八九十]{1,3}条?[^\S\n])")
_LEAST = 3
"""Labels that count on, at least."""
_STYLES = ("dai", "dai_jo")


def labels_behind_headings(texts: Sequence[str], apart: Collection[int]) -> Mapping[int, Label]:
    """The labels behind headings in the margin that count on from 第１, by the index of their lines; none where a line
    between them begins with one of their style. Lines that are `apart` are none of either."""
    found: dict[int, Label] = {}
    for at, text in enumerate(texts):
        if at in apart:
            continue
        before = _BEFORE.match(text)
        label = match_label(text[before.end() :] if before is not None else text)
        if label is None or label.style not in _STYLES or label.branches:
            continue
        last = next(reversed(found.values()), None)
        counts_on = label.ordinal == len(found) + 1 and (last is None or label.style == last.style)
        if before is None or not counts_on:
            if found and last is not None and label.style == last.style:
                return {}
            continue
        found[at] = replace(label, start=label.start + before.end(), end=label.end + before.end())
    return found if len(found) >= _LEAST else {}
