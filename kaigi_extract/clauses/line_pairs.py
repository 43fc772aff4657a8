"""Which line of a clause became which: its own words, its 項 and 号, one by one. Reads printed lines, makes no record.

Two lines are one where their words are the same, or the most alike of those on one depth. An item that was put in is
then no change of the item in whose place it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from rapidfuzz import fuzz

from kaigi_extract.clauses.edits import Edit, edit_script
from kaigi_extract.clauses.settings import DEFAULT_ALIGN, AlignSettings
from kaigi_extract.clauses.similarity import text_key
from kaigi_extract.clauses.tokens import words


class PrintedLine(NamedTuple):
    """A line of a clause as it is printed."""

    depth: int
    """0 for the clause's own words."""
    label: str
    text: str


LinePair = tuple[int | None, int | None]
"""Indices of an old and a new line; None where the other side has none."""


def pair_lines(
    old: Sequence[PrintedLine], new: Sequence[PrintedLine], settings: AlignSettings = DEFAULT_ALIGN
) -> list[LinePair]:
    """The lines of one clause on both sides in pairs: those with a partner in the order of the new side, then those of
    the old side only."""
    keys = [[text_key(line.text) for line in side] for side in (old, new)]
    partner = _equal(old, new, keys)
    for candidates in (partial(_by_likeness, settings.minimum_line_similarity), _by_label):
        taken = set(partner.values())
        left = {i: line for i, line in enumerate(old) if i not in taken}
        still = {j: line for j, line in enumerate(new) if j not in partner}
        for i, j in candidates(left, still):
            if j not in partner and i not in taken:
                partner[j] = i
                taken.add(i)
    found = set(partner.values())
    pairs: list[LinePair] = [(partner.get(j), j) for j in range(len(new))]
    return pairs + [(i, None) for i in range(len(old)) if i not in found]


Lines = Mapping[int, PrintedLine]
"""Lines of one side by their index."""


def _by_likeness(least: float, old: Lines, new: Lines) -> Iterator[tuple[int, int]]:
    """Lines of one depth that are alike, by index, the most alike first; of equals those that are nearest."""
    keys = [{at: text_key(line.text) for at, line in side.items()} for side in (old, new)]
    scored = (
        (_alike(keys[0][i], keys[1][j], line.depth), -abs(i - j), i, j)
        for i, line in old.items()
        for j, other in new.items()
        if line.depth == other.depth
    )
    for score, _, i, j in sorted(scored, key=lambda found: (-found[0], -found[1])):
        if score >= least:
            yield i, j


def _by_label(old: Lines, new: Lines) -> Iterator[tuple[int, int]]:
    """Lines of one label, by index: other words under it are beside each other, as they are printed."""
    for j, other in new.items():
        yield from ((i, j) for i, line in old.items() if _same_place(line, other))


def _equal(old: Sequence[PrintedLine], new: Sequence[PrintedLine], keys: Sequence[Sequence[str]]) -> dict[int, int]:
    """Lines of the same words, by their new index: of several such, those with the same label first, then in order."""
    partner: dict[int, int] = {}
    taken: set[int] = set()
    for with_label in (True, False):
        waiting: dict[tuple[int, str, str], list[int]] = {}
        for i in reversed(range(len(old))):
            if i not in taken:
                waiting.setdefault((old[i].depth, keys[0][i], _label(old[i]) if with_label else ""), []).append(i)
        for j, line in enumerate(new):
            same = waiting.get((line.depth, keys[1][j], _label(line) if with_label else ""), [])
            if j not in partner and same:
                partner[j] = same.pop()
                taken.add(partner[j])
    return partner


def _same_place(old: PrintedLine, new: PrintedLine) -> bool:
    return old.depth == new.depth and _label(old) == _label(new)


def _label(line: PrintedLine) -> str:
    return text_key(line.label)


def _alike(old: str, new: str, depth: int) -> float:
    """How alike two texts are, in per cent; the clause's own words are always those of the other side."""
    return 100.0 if depth == 0 else fuzz.ratio(old, new)


def in_place(pairs: Sequence[LinePair]) -> bool:
    """Whether every line is still where it was, and none was put in or taken out."""
    return all(i == j for i, j in pairs)


def line_edits(old: str, new: str) -> list[Edit]:
    """What changed between two lines word by word; all of a line that has nothing beside it."""
    if text_key(old) == text_key(new):
        return [Edit(kind="equal", old=old, new=new)]
    if not old or not new:
        return [Edit(kind="wording", old=old, new=new)]
    return edit_script(words(old), words(new), lambda one, other: one == other, unsure=False)
