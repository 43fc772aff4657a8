"""What two sequences have in common, as `difflib.SequenceMatcher` tells it, in a time that grows with their length.

difflib looks for the longest run that two stretches share by holding each element against all equal ones: of two long
texts in few words that is the square of their length. Here the runs of one stretch are put into a suffix automaton
(Blumer et al., The smallest automaton recognizing the subwords of a text, 1985), and the other is read along it once.
That is still the square of their length where each run found is the first of many that are as long: the words of texts
longer than that are compared only within the sentences, then the phrases, that are not found on the other side as they
stand. Touches nothing but what it is given.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator, Sequence
from difflib import Match, SequenceMatcher
from itertools import accumulate, pairwise

from rapidfuzz.distance import Indel

SHORT = 10_000
"""Pairs of elements up to which difflib's own way is as fast."""
LONG = 20_000_000
"""Pairs of elements from which on texts are compared by sentence first: two of 4,500 words, some 8,000 characters."""

Opcode = tuple[str, int, int, int, int]
Block = tuple[int, int, int]
"""Where a common run begins in the old and the new sequence, and its length."""


def opcodes(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Opcode]:
    """How one sequence becomes the other: what `SequenceMatcher.get_opcodes` gives without junk."""
    return list(_matcher(old, new).get_opcodes())


def text_opcodes(
    old: Sequence[Hashable], new: Sequence[Hashable], ends: Sequence[Collection[Hashable]]
) -> list[Opcode]:
    """How the words of one text become those of another: as `opcodes`, for long texts by their larger parts first.

    `ends` are the words that end such a part, the largest part first: those of sentences, then those of phrases.
    """
    if len(old) * len(new) <= LONG:
        return opcodes(old, new)
    blocks = _joined(_blocks(old, new, ends))
    return list(_Matched(old, new, [*blocks, (len(old), len(new), 0)]).get_opcodes())


def _matcher(old: Sequence[Hashable], new: Sequence[Hashable]) -> SequenceMatcher[Hashable]:
    is_short = len(old) * len(new) <= SHORT
    return (SequenceMatcher if is_short else _LongMatcher)(None, old, new, autojunk=False)


def _blocks(old: Sequence[Hashable], new: Sequence[Hashable], ends: Sequence[Collection[Hashable]]) -> Iterator[Block]:
    """The common runs in order: parts that are the same, and the runs within what stands between them."""
    if not ends or len(old) * len(new) <= LONG:
        yield from ((run.a, run.b, run.size) for run in _matcher(old, new).get_matching_blocks() if run.size)
        return
    i = j = 0
    for at, to, size in [*_same_parts(old, new, ends[0]), (len(old), len(new), 0)]:
        if i < at and j < to:
            yield from ((i + k, j + m, length) for k, m, length in _blocks(old[i:at], new[j:to], ends[1:]))
        if size:
            yield at, to, size
        i, j = at + size, to + size


def _same_parts(old: Sequence[Hashable], new: Sequence[Hashable], ends: Collection[Hashable]) -> Iterator[Block]:
    """The parts that both have in the same order, as many as there can be."""
    one, other = _parts(old, ends), _parts(new, ends)
    numbers: dict[tuple[Hashable, ...], int] = {}
    sides = [[numbers.setdefault(part, len(numbers)) for part in parts] for parts in (one, other)]
    starts = [list(accumulate(map(len, parts), initial=0)) for parts in (one, other)]
    for block in Indel.opcodes(*sides).as_matching_blocks():
        i, j = starts[0][block.a], starts[1][block.b]
        yield i, j, starts[0][block.a + block.size] - i


def _parts(sequence: Sequence[Hashable], ends: Collection[Hashable]) -> list[tuple[Hashable, ...]]:
    """The sequence cut behind each of `ends`."""
    cuts = [0, *(at for at, element in enumerate(sequence, 1) if element in ends), len(sequence)]
    return [tuple(sequence[start:end]) for start, end in pairwise(cuts) if start < end]


def _joined(blocks: Iterable[Block]) -> list[Block]:
    """The runs, those that go on in one another as one."""
    found: list[Block] = []
    for i, j, size in blocks:
        if found and (found[-1][0] + found[-1][2], found[-1][1] + found[-1][2]) == (i, j):
            found[-1] = (*found[-1][:2], found[-1][2] + size)
        else:
            found.append((i, j, size))
    return found


class _Matched(SequenceMatcher[Hashable]):
    """Takes the common runs as they are given."""

    def __init__(self, old: Sequence[Hashable], new: Sequence[Hashable], blocks: Iterable[Block]) -> None:
        super().__init__(None, (), (), autojunk=False)
        self.a, self.b = old, new
        self.blocks = [Match(*block) for block in blocks]

    def get_matching_blocks(self) -> list[Match]:
        """The runs, and an empty one at the end of both."""
        return self.blocks


class _LongMatcher(SequenceMatcher[Hashable]):
    """Finds the longest runs by an automaton."""

    a: Sequence[Hashable]
    b: Sequence[Hashable]

    def find_longest_match(self, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None) -> Match:
        """The longest run that a[alo:ahi] and b[blo:bhi] share; of several the first in a, of these the first in b."""
        ahi, bhi = len(self.a) if ahi is None else ahi, len(self.b) if bhi is None else bhi
        automaton = _Automaton(self.b[blo:bhi])
        last, end, length = automaton.longest(self.a[alo:ahi])
        if not length:
            return Match(alo, blo, 0)
        return Match(alo + last - length, blo + end - length, length)


class _Automaton:
    """Every run of a sequence: a state for those that end at the same places, 0 for the empty one."""

    def __init__(self, sequence: Sequence[Hashable]) -> None:
        self.steps: list[dict[Hashable, int]] = [{}]
        """Of each state, where an element leads."""
        self.links = [-1]
        """The state of the longest end of its runs that also ends elsewhere."""
        self.lengths = [0]
        """The length of its longest run."""
        self.ends = [0]
        """Where its runs end first: elements up to there."""
        last = 0
        for element in sequence:
            last = self._add(element, last)

    def _add(self, element: Hashable, last: int) -> int:
        steps, links, lengths = self.steps, self.links, self.lengths
        new = self._state({}, lengths[last] + 1, lengths[last] + 1)
        at = last
        while at >= 0 and element not in steps[at]:
            steps[at][element] = new
            at = links[at]
        if at < 0:
            links[new] = 0
            return new
        there = steps[at][element]
        if lengths[there] == lengths[at] + 1:
            links[new] = there
            return new
        part = self._state(dict(steps[there]), lengths[at] + 1, self.ends[there])
        links[part] = links[there]
        links[there] = links[new] = part
        while at >= 0 and steps[at].get(element) == there:
            steps[at][element] = part
            at = links[at]
        return new

    def _state(self, steps: dict[Hashable, int], length: int, end: int) -> int:
        self.steps.append(steps)
        self.links.append(0)
        self.lengths.append(length)
        self.ends.append(end)
        return len(self.steps) - 1

    def longest(self, sequence: Sequence[Hashable]) -> tuple[int, int, int]:
        """The longest run of it in another sequence: elements of that up to its end, of this one, and its length; the
        first where there are several."""
        steps, links, lengths = self.steps, self.links, self.lengths
        best = (0, 0, 0)
        at = length = 0
        for count, element in enumerate(sequence, 1):
            while at and element not in steps[at]:
                at = links[at]
                length = lengths[at]
            if element in steps[at]:
                at = steps[at][element]
                length += 1
                if length > best[2]:
                    best = (count, self.ends[at], length)
        return best
