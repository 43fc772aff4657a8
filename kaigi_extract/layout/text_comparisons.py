"""A 新旧対照表 in a text file whose two texts are parted by spaces, as ``pdftotext -layout`` and editors leave it.

Which words head its columns the vocabulary knows; here are only the columns of a fixed pitch: the one at which most
lines below the heads begin anew is where the second text is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate

from kaigi_extract.layout.known_texts import Heads
from kaigi_extract.layout.lines import PlainLine
from kaigi_extract.layout.table import Cell, Grid
from kaigi_extract.text.late_pattern import late_pattern

Width = Callable[[str], int]
_GAP = late_pattern(r"[ \u3000\xa0]{2,}")
_DRAWN = late_pattern(r"[─━―－—\-=＝_＿┬┼┴│|+＋ \u3000]+")
_HEAD_GAPS = tuple(late_pattern(rf"[ \u3000\xa0]{{{count},}}") for count in (2, 3, 4, 6))
"""How wide gaps between the heads may at least be, in characters."""
_LEAST_LINES = 2
"""Lines that begin anew at a column, from which on a text is there."""
_NARROWEST = 12
"""Columns of the narrowest text."""


def find_comparisons(lines: Sequence[PlainLine], width: Width, heads: Heads) -> Iterator[tuple[int, int, Grid]]:
    """The tables of two texts: the index of their first line and of the one after the last, and the table."""
    at = 0
    while at < len(lines):
        over = _heads_of(lines[at], heads)
        found = _table_below(lines, at, over, width) if over else None
        if found is not None:
            yield at, found[0], found[1]
        at = found[0] if found is not None else at + 1


def _heads_of(line: PlainLine, heads: Heads) -> list[PlainLine]:
    """The heads of the columns that a line prints; their own characters may be set apart (改　正　案)."""
    if not heads.may_be_in([line.text]):
        return []
    for gap in _HEAD_GAPS:
        pieces = _parted(line, gap)
        if len(pieces) > 1 and heads.are_heads([piece.text for piece in pieces]):
            return pieces
    return []


def _table_below(
    lines: Sequence[PlainLine], head: int, heads: Sequence[PlainLine], width: Width
) -> tuple[int, Grid] | None:
    """The table below a line with the heads of its columns, and the index of the line after it."""
    gutters = _gutters(lines[head + 1 :], len(heads) - 1, width)
    if not gutters:
        return None
    gutters += [_ends(one, width)[0] for one in heads[len(gutters) + 1 :]]  # a column with a remark or two
    cut: list[list[PlainLine | None]] = []
    for line in lines[head + 1 :]:
        pieces = _cut(line, gutters, width)
        if pieces is None:
            break
        cut.append(pieces)
    end = 1 + max((k for k, pieces in enumerate(cut) if any(pieces[1:])), default=-1)
    while 0 < end < len(cut) and _adjoins(lines[head + end], lines[head + end + 1]):
        end += 1
    columns = [[piece for pieces in cut[:end] if (piece := pieces[k]) is not None] for k in range(len(gutters) + 1)]
    if not all(columns[:2]):
        return None
    cells = [Cell(0, k, 1, 1, [piece]) for k, piece in enumerate(heads[: len(columns)])]
    cells += [Cell(1, k, 1, 1, list(column)) for k, column in enumerate(columns)]
    return head + 1 + end, Grid(cells, ruled=False)


def _adjoins(above: PlainLine, line: PlainLine) -> bool:
    """Whether there is no empty line between two lines."""
    return line.source.number - above.source.number <= 1


def _gutters(lines: Sequence[PlainLine], count: int, width: Width) -> list[int]:
    """The columns at which the texts beside the first begin: those at which most pieces begin behind a gap."""
    starts: Counter[int] = Counter()
    for line in lines:
        ends = _ends(line, width)
        starts.update(ends[gap.end()] for gap in _GAP.finditer(line.text) if ends[gap.end()] >= _NARROWEST)
        starts[ends[0]] += ends[0] >= _NARROWEST
    kept: list[int] = []
    for start, often in starts.most_common():
        if often >= _LEAST_LINES and all(abs(start - other) >= _NARROWEST // 2 for other in kept):
            kept.append(start)
        if len(kept) == count:
            break
    return sorted(kept)


def _ends(line: PlainLine, width: Width) -> list[int]:
    """The column at which each character of a line begins, and that of its end."""
    indent = line.source.text[: line.offset - line.source.offset].replace("\f", "")
    return list(accumulate(map(width, line.text), initial=width(indent)))


def _parted(line: PlainLine, gap: re.Pattern[str]) -> list[PlainLine]:
    """The pieces of a line between gaps."""
    cuts = [0, *(at for match in gap.finditer(line.text) for at in match.span()), len(line.text)]
    pairs = zip(cuts[::2], cuts[1::2], strict=True)
    return [line.cut(start, end) for start, end in pairs if line.text[start:end].strip()]


def _cut(line: PlainLine, gutters: Sequence[int], width: Width) -> list[PlainLine | None] | None:
    """What of a line is in each column; None where it runs over a gutter."""
    if _DRAWN.fullmatch(line.text):
        return [None] * (len(gutters) + 1)
    starts = _ends(line, width)
    cuts = [0]
    for gutter in gutters:
        at = next((k for k in range(len(line.text)) if starts[k] >= gutter), len(line.text))
        inside = at > 0 and starts[at] > gutter and not line.text[at - 1].isspace()
        if inside or (0 < at < len(line.text) and not line.text[at - 1].isspace()):
            return None
        cuts.append(at)
    pieces: list[PlainLine | None] = []
    for start, end in zip(cuts, [*cuts[1:], len(line.text)], strict=True):
        text = line.text[start:end]
        first = start + len(text) - len(text.lstrip())
        pieces.append(line.cut(first, first + len(text.strip())) if text.strip() else None)
    return pieces
