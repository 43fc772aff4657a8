"""The runs of labels that were found to number clauses, above the one that is asked about.

Whether a later run is one of items under their clauses is asked of each that is near. Of those far above, between
which and the run lies all that may hold its title, it is asked once a kind: for all that are set alike the answer is
that for the last.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator

from kaigi_extract.layout.lines import Line
from kaigi_extract.parts.clause_set.runs import Run


class Taken:
    """Runs in the order of their first labels."""

    def __init__(self) -> None:
        self._runs: list[Run] = []
        self._reached: list[int] = []
        """The last label of the first so many of them."""
        self._alike: dict[Hashable, list[tuple[int, Run]]] = defaultdict(list)
        """Those of one style, margin and size, with their numbers; each with the last label of all up to it."""

    @property
    def last(self) -> Run | None:
        """The one that was added last."""
        return self._runs[-1] if self._runs else None

    def add(self, run: Run) -> None:
        """Adds a run that begins behind those that are there, or with the last of them."""
        alike = self._alike[_setting(run)]
        alike.append((len(self._runs), max(run, alike[-1][1], key=lambda one: one.last) if alike else run))
        self._reached.append(max([run.last, *self._reached[-1:]]))
        self._runs.append(run)

    def asked_of(self, reach: int) -> Iterator[Run]:
        """Those that answer for all: each that has a label at the line `reach` or below, and of all others of a kind
        the one that ends last."""
        near = len(self._runs)
        while near and self._reached[near - 1] >= reach:
            near -= 1
            yield self._runs[near]
        for alike in self._alike.values():
            far = next((run for number, run in reversed(alike) if number < near), None)
            if far is not None:
                yield far


def _setting(run: Run) -> Hashable:
    """What of a run speaks for it or against it where a title between it and another is weighed."""
    line = run.marks[0].line
    if not isinstance(line, Line):
        return run.family
    return run.family, line.vertical, line.x0, line.left, line.size
