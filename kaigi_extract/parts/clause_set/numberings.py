"""The numberings of a document from any of its items on: what one label after another is worth there, and the runs that
come of it. Whatever item is asked for, each label is weighed once, and a run is one object."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from kaigi_extract.parts.clause_set.flow import ClauseFlow
from kaigi_extract.parts.clause_set.places import holds
from kaigi_extract.parts.clause_set.runs import (
    Family,
    Mark,
    Run,
    by_family,
    find_runs,
    form_of,
    is_first,
    link,
    same_margin,
)
from kaigi_extract.parts.clause_set.signs import label_of
from kaigi_extract.parts.settings import ClauseSetSettings

ARTICLES = "dai_jo"

NEVER, OVER_RESTART, OVER_PICTURE, OVER_ANNEX = 9.0, 0.9, 0.8, 0.6
"""What a run loses from one label to the next, where the next one is worth 1: over a 附則 or too many lines, where the
same numbering begins anew in between, from text of the file to what was recognised in a picture, over an annex."""


class Numberings:
    """The runs of a document that may number clauses."""

    def __init__(self, flow: ClauseFlow, settings: ClauseSetSettings) -> None:
        self.flow, self.settings = flow, settings
        self._families = by_family(flow.marks)
        self._firsts = [mark for mark in flow.marks if is_first(mark.label)]
        self._first_places = [mark.at for mark in self._firsts]
        self._weights: dict[tuple[int, int], float | None] = {}
        self._found: dict[tuple[Family, int], Sequence[Run]] = {}
        """The runs of a style from one of its labels on, by the index of that label: all that they depend on."""
        self._runs: dict[tuple[int, ...], Run] = {}
        """Every run by the lines of its labels."""

    def runs_from(self, floor: int) -> list[Run]:
        """The runs among the labels from the item `floor` on, in order."""
        runs = [run for family in self._families for run in self._of_family(family, floor)]
        return sorted(runs, key=lambda run: (run.first, -run.last))

    def _of_family(self, family: Family, floor: int) -> Sequence[Run]:
        marks = self._families[family]
        start = bisect_left(marks, floor, key=lambda mark: mark.at)
        if (family, start) not in self._found:
            found = (run for run in find_runs(family, marks[start:], self._weigh) if self._may_number(run))
            self._found[family, start] = [self._runs.setdefault(run.places, run) for run in found]
        return self._found[family, start]

    def _weigh(self, last: Mark, mark: Mark) -> float | None:
        """What it is worth to a run that one label comes after another; weighed once."""
        key = (last.at, mark.at)
        if key not in self._weights:
            worth = link(last, mark, self.settings)
            self._weights[key] = worth if worth is None else worth - self._barred(last.at, mark.at)
        return self._weights[key]

    def _barred(self, one: int, other: int) -> float:
        """What speaks against a run from one line to another: a 附則 between them, an annex, a numbering that begins
        anew, a picture's text."""
        flow = self.flow
        if other - one > self.settings.longest_clause or holds(flow.supplements, one, other):
            return NEVER
        against = OVER_ANNEX if holds(flow.annexes, one, other) else 0.0
        between = self._firsts[bisect_right(self._first_places, one) : bisect_left(self._first_places, other)]
        if any(self._begins_anew(flow.by_index[one], mark) for mark in between):
            against += OVER_RESTART
        return against + (OVER_PICTURE if flow.is_recognised(one) != flow.is_recognised(other) else 0.0)

    def _begins_anew(self, mark: Mark, between: Mark) -> bool:
        """Whether a label is the first of the numbering that another is of: articles, or its margin and form."""
        if mark.label.style != between.label.style or not is_first(between.label) or between.at == mark.at:
            return False
        if mark.label.style in (ARTICLES, "dai"):
            return True
        alike = same_margin(mark.line, between.line)
        return alike and form_of(mark.label) == form_of(between.label)

    def _may_number(self, run: Run) -> bool:
        """Whether a run may number clauses at all: a lone label or digits alone on their lines need company, but where
        each has a list below it."""
        alone = [mark for mark in run.marks if mark.lone and mark.label.style == "digit"]
        lone = 0 if len(alone) > 1 and all(map(self.heads_list, alone)) else len(alone)
        if lone and (len(run.marks) < self.settings.least_clauses or lone < len(run.marks) / 2):
            return False
        return is_first(run.marks[0].label) or run.marks[0].headed or run.family[0] == ARTICLES

    def heads_list(self, mark: Mark) -> bool:
        """Whether a list begins right below a label, or below a heading that is right below the label."""
        flow, below = self.flow, mark.at + 1
        text = flow.texts[below] if below < len(flow.texts) else ""
        heading = mark.lone and label_of(text) is None and 0 < len(text) <= flow.longest_heading and "。" not in text
        first = flow.by_index.get(below + 1 if heading else below)
        return first is not None and is_first(first.label)
