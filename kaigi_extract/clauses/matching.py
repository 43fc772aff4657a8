"""What two sequences have in common, as `difflib.SequenceMatcher` tells it, in a time that grows with their length.

difflib looks for the longest run that two stretches share by holding each element against all equal ones: of two long
texts in few words that is the square of their length. Here the runs of one stretch are put into a suffix automaton
(Blumer et al., The smallest automaton recognizing the subwords of a text, 1985), and the other is read along it once.
Touches nothing but what it is given.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from difflib import Match, SequenceMatcher

SHORT = 10_000
"""Pairs of elements up to which difflib's own way is as fast."""


def opcodes(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[tuple[str, int, int, int, int]]:
    """How one sequence becomes the other: what `SequenceMatcher.get_opcodes` gives without junk."""
    is_short = len(old) * len(new) <= SHORT
    matcher = (SequenceMatcher if is_short else _LongMatcher)(None, old, new, autojunk=False)
    return list(matcher.get_opcodes())


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
