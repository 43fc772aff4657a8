"""The rows of a table without ruled lines: which label lines and which value lines belong together.

Rows are parted by shading behind the labels, by the space between them, or by where the labels are beside the values.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate, pairwise

from kaigi_extract.layout.gutter import SplitLine
from kaigi_extract.layout.lines import Line
from kaigi_extract.layout.settings import BorderlessTableSettings
from kaigi_extract.layout.table import KnowsLabel
from kaigi_extract.source.page import Bbox

Row = tuple[list[Line], list[Line]]
"""The lines of a row's label, and those of its value."""
MOST_TRIED = 2_000_000
"""Ways to cut the lines of one chunk that are tried, some seconds: a page full of labels has a twentieth of that."""


def shaded_rows(parts: list[SplitLine], fills: list[Bbox], settings: BorderlessTableSettings) -> list[Row]:
    """Rows by the shaded boxes behind the labels, one box a row; none unless every label is in a box of its row."""
    bands = sorted({(round(y0, 1), round(y1, 1)) for _, y0, _, y1 in fills})
    if any(b[0] < a[1] - settings.start_tolerance for a, b in pairwise(bands)):
        return []
    rows: dict[int, Row] = {}
    for split in parts:
        band = next((k for k, (y0, y1) in enumerate(bands) if y0 <= split.middle <= y1), None)
        if band is None:
            return []
        labels, values = rows.setdefault(band, ([], []))
        labels += [split.left] if split.left else []
        values += [split.right] if split.right else []
    return [rows[band] for band in sorted(rows)]


def rows_by_space(parts: list[SplitLine], knows: KnowsLabel, settings: BorderlessTableSettings) -> list[Row]:
    """Labels and values, row by row. Rows are parted by the space between them, and where that is even, by labels."""
    rows: list[Row] = []
    for chunk in _chunks(parts, settings):
        labels = [p.left for p in chunk if p.left]
        values = [p.right for p in chunk if p.right]
        if not labels and rows:
            rows[-1][1].extend(values)
        elif rows and not rows[-1][1] and knows(_text(rows[-1][0] + labels)):
            rows[-1][0].extend(labels)
            rows[-1][1].extend(values)
        else:
            rows += _split_labels(labels, values, knows, settings)
    return rows


def _chunks(parts: list[SplitLine], settings: BorderlessTableSettings) -> list[list[SplitLine]]:
    """Lines with no more space between them than between two lines of one value."""
    usual = _line_gap(parts, settings)
    chunks: list[list[SplitLine]] = []
    bottom = 0.0
    for split in parts:
        if chunks and split.y0 - bottom <= usual + settings.row_gap * split.size:
            chunks[-1].append(split)
        else:
            chunks.append([split])
            bottom = split.y1
        bottom = max(bottom, split.y1)
    return chunks


def _line_gap(parts: list[SplitLine], settings: BorderlessTableSettings) -> float:
    """Points of space between two lines of one value: what the closer ones have."""
    gaps = []
    for column in ([p.right for p in parts if p.right], [p.left for p in parts if p.left]):
        gaps += [max(b.y0 - a.y1, 0.0) for a, b in pairwise(column) if b.y0 > a.y0]
        if gaps:
            break
    return min(sorted(gaps)[len(gaps) // 5], settings.value_line_gap * parts[0].size) if gaps else 0.0


def _text(lines: Sequence[Line]) -> str:
    return "".join(line.text for line in lines)


def _split_labels(
    labels: list[Line], values: list[Line], knows: KnowsLabel, settings: BorderlessTableSettings
) -> list[Row]:
    """One row, or one for each label where a chunk holds several set top to top with their values."""
    groups: list[list[Line]] = []
    tops = sorted(value.y0 for value in values)
    for label in labels:
        if groups and _belongs(label, groups[-1], tops, knows, settings):
            groups[-1].append(label)
        else:
            groups.append([label])
    if 2 * sum(knows(_text(group)) == "label" for group in groups) < max(len(groups), 3):
        return [(labels, values)]
    return list(zip(groups, _share_out(groups, values), strict=True))


def _share_out(groups: list[list[Line]], values: list[Line]) -> list[list[Line]]:
    """Which value lines belong to which label where the space between the rows says nothing: labels are at the top of
    their rows or half way down, and the way that fits the whole chunk better is taken. The last row may go on over
    the page; its label is then at the top in either way. Where there are too many ways, labels are taken to be at the
    top."""
    if len(groups) * len(values) ** 2 > MOST_TRIED:
        tops = sorted(one.y0 for one in values)
        above = (bisect_left(tops, group[0].y0 - group[0].size / 2) for group in groups[1:])
        return [values[a:b] for a, b in pairwise([0, *accumulate(above, max), len(values)])]
    ways = [_best_cuts(groups, values, at_top=at_top) for at_top in (True, False)]
    _, cuts = min(ways)
    return [values[a:b] for a, b in pairwise(cuts)]


def _best_cuts(groups: list[list[Line]], values: list[Line], *, at_top: bool) -> tuple[float, list[int]]:
    """Cost and cuts of the best way to part the value lines among the labels, in order, by dynamic programming."""
    best: list[tuple[float, list[int]]] = [(0.0, [0])] + [(math.inf, [])] * len(values)
    for group in groups:
        cut_off = group is groups[-1]
        following: list[tuple[float, list[int]]] = [(math.inf, [])] * (len(values) + 1)
        for start, (cost, cuts) in enumerate(best):
            for end in range(start, len(values) + 1 if cost < math.inf else start):
                total = cost + min(
                    _misfit(group, values[start:end], at_top=way) for way in ({at_top, True} if cut_off else {at_top})
                )
                if total < following[end][0]:
                    following[end] = (total, [*cuts, end])
        best = following
    return best[-1]


def _misfit(label: list[Line], block: list[Line], *, at_top: bool) -> float:
    """Points by which a label misses its place beside a block of value lines."""
    if not block:
        return 2 * label[0].size
    top, bottom = label[0].y0, label[-1].y1
    from_top = abs(top - block[0].y0)
    from_middle = abs(top + bottom - block[0].y0 - block[-1].y1) / 2
    if at_top:
        return from_top
    taller = bottom - top > block[-1].y1 - block[0].y0
    return min(from_top, from_middle) if taller else from_middle


def _belongs(
    label: Line, above: list[Line], tops: list[float], knows: KnowsLabel, settings: BorderlessTableSettings
) -> bool:
    """Whether a line of the label column goes on with the label above it. `tops` are those of all values, in order."""
    if knows(_text([*above, label])):
        return not (knows(_text(above)) == "label" and knows(label.text) == "label")
    at = bisect_left(tops, label.y0)
    beside = any(abs(top - label.y0) < settings.start_tolerance for top in tops[max(at - 1, 0) : at + 1])
    return knows(label.text) is None and not beside
