"""What of a comparison is left out as （略）: 条, 項 and 号 that did not change, and runs of them. Sets nothing.

What is printed is every line that changed and the lines above it that it hangs under. Both sides leave out the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field
from itertools import pairwise

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.show.comparison.rows import ComparisonRow, SideClause, SideLine
from kaigi_extract.text import fold


@dataclass(frozen=True, slots=True)
class Gap:
    """Where the other side has an item and this one has none."""

    depth: int


@dataclass(frozen=True, slots=True)
class Kept:
    """A line that is printed."""

    line: SideLine


@dataclass(frozen=True, slots=True)
class LeadOnly:
    """A line that did not change above items that did: 柱書."""

    line: SideLine


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Lines of one depth that are left out, with all below them, by their labels."""

    depth: int
    labels: list[str]
    moved: bool
    """Whether the labels are other ones than those of the other side."""


Stretch = Gap | Kept | LeadOnly | LeftOut


def clause_runs(rows: Sequence[ComparisonRow]) -> Iterator[list[ComparisonRow]]:
    """The rows in runs: clauses that did not change and follow one another on both sides together, others alone."""
    run: list[ComparisonRow] = []
    for row in rows:
        if run and not (is_unchanged(row) and is_unchanged(run[-1]) and _follows(run[-1], row)):
            yield run
            run = []
        run.append(row)
    if run:
        yield run


def is_unchanged(row: ComparisonRow) -> bool:
    """Whether the words of a row are the same on both sides, whatever its number."""
    alone = len(row.old) == len(row.new) == 1
    return alone and not row.doubtful and (row.kind == "same" or row.changes == ["number"])


def _follows(above: ComparisonRow, row: ComparisonRow) -> bool:
    moved = ["number" in one.changes for one in (above, row)]
    return moved[0] == moved[1] and all(
        getattr(above, side)[0].place + 1 == getattr(row, side)[0].place for side in ("old", "new")
    )


def range_words(labels: Sequence[str]) -> str:
    """第３条から第10条まで; of two 第３条・第４条."""
    return (
        labels[0] if len(labels) == 1 else "・".join(labels) if len(labels) == 2 else f"{labels[0]}から{labels[-1]}まで"
    )


@dataclass(slots=True)
class _Side:
    """The lines of one clause of one side, and where the other side has more."""

    lines: Sequence[SideLine]
    gaps: dict[int, list[int]] = field(default_factory=dict)
    """Depths of what the other side has before each line, by its index."""

    def end(self, at: int) -> int:
        """Index of the first line that does not hang under this one."""
        depth = self.lines[at].depth
        return next((k for k in range(at + 1, len(self.lines)) if self.lines[k].depth <= depth), len(self.lines))

    def is_whole(self, at: int) -> bool:
        """Whether nothing changed in a line and below it."""
        end, depth = self.end(at), self.lines[at].depth
        same = all(is_same(line) and (line is self.lines[at] or not line.moved) for line in self.lines[at:end])
        inner = any(k in self.gaps for k in range(at + 1, end)) or any(d > depth for d in self.gaps.get(end, []))
        return same and not inner


def is_same(line: SideLine) -> bool:
    """Whether the words of a line are those of its partner."""
    return line.same


def stretches(part: SideClause, other: SideClause) -> Iterator[Stretch]:
    """A clause of one side, line by line: what is printed, what is left out, what only the other side has."""
    side = _Side(part.lines, _gaps(part.lines, other.lines))
    at = 0
    while at < len(side.lines):
        yield from (Gap(depth) for depth in side.gaps.get(at, []))
        line = side.lines[at]
        if side.is_whole(at):
            run = _run(side, at)
            yield LeftOut(line.depth, [side.lines[k].label for k in run], line.moved)
            at = side.end(run[-1])
        elif is_same(line) and side.end(at) > at + 1:
            first_paragraph = line.depth == 0 and _is_second_paragraph(side.lines, at + 1)
            yield LeftOut(0, [""], line.moved) if first_paragraph else LeadOnly(line)
            at += 1
        else:
            yield LeftOut(line.depth, [line.label], line.moved) if is_same(line) else Kept(line)
            at += 1
    yield from (Gap(depth) for depth in side.gaps.get(len(side.lines), []))


def _run(side: _Side, at: int) -> list[int]:
    """Lines that are left out together, from this one on: they follow one another on both sides."""
    run = [at]
    depth, moved = side.lines[at].depth, side.lines[at].moved
    while depth and (after := side.end(run[-1])) < len(side.lines):
        line, last = side.lines[after], side.lines[run[-1]]
        apart = line.depth != depth or line.moved != moved or after in side.gaps or not side.is_whole(after)
        if apart or (line.partner or 0) < (last.partner or 0):
            break
        run.append(after)
    return run


def _is_second_paragraph(lines: Sequence[SideLine], at: int) -> bool:
    """Whether the words above a line are a paragraph of their own (第１項), rather than those above 号."""
    return at < len(lines) and fold(lines[at].label).strip() == "2"


def _gaps(lines: Sequence[SideLine], other: Sequence[SideLine]) -> dict[int, list[int]]:
    """Where the other side has an item that this one has not, by the index of the line below; of an item with items
    once."""
    found: dict[int, list[int]] = {}
    here, alone_above = 0, [False]
    for above, line in pairwise([None, *other]):
        assert line is not None
        if line.partner is not None:
            here = line.partner + 1
        parents = alone_above[: line.depth]
        alone = line.partner is None
        alone_above = [*parents, *[False] * (line.depth - len(parents)), alone]
        if alone and line.depth and above is not None and not any(parents):
            at = here
            while at < len(lines) and lines[at].depth > line.depth:
                at += 1
            found.setdefault(at, []).append(line.depth)
    return found
