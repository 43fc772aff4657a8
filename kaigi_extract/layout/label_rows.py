"""Which lines of the label column of a table without ruled lines are one label, and which lines are beside it.

Knows geometry; what a label looks like is handed in (`KnowsLabel`), and rows are cut where nobody knows it, too. The
ways to cut both columns into rows are weighed against each other, in ems: a label is at the top of its row or half way
down, as it is in the whole table; a line that is wrapped fills its column, and what it goes on with is no other row.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import field
from heapq import nsmallest
from itertools import accumulate

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.layout.lines import Line
from kaigi_extract.layout.passages import ends_sentence
from kaigi_extract.layout.settings import BorderlessTableSettings
from kaigi_extract.layout.table import KnowsLabel
from kaigi_extract.text import match_label

Row = tuple[list[Line], list[Line]]
"""The lines of a row's label, and those of its value."""
Chunk = tuple[list[Line], list[Line]]
"""Lines of labels and of values, in order, that no space parts from each other."""
MOST_KEPT = 40
"""Ways to cut the lines down to one label that are gone on with: those that fit best."""


def cut_rows(
    chunks: Sequence[Chunk], knows: KnowsLabel, settings: BorderlessTableSettings, *, goes_on: bool = False
) -> list[list[Row]]:
    """The rows of each chunk of a table. `goes_on` says that the label of the first row may be on the page before."""
    edges = [max((line.x1 for chunk in chunks for line in chunk[k]), default=0.0) for k in (0, 1)]
    ways: list[tuple[float, list[list[Row]]]] = []
    for at_top in (True, False):
        cuts = [_Cuts(*chunk, edges[0], edges[1], knows, settings, at_top) for chunk in chunks]
        cuts[0].goes_on, cuts[-1].cut_off = goes_on, True
        found = [one.best() for one in cuts]
        ways.append((sum(cost for cost, _ in found), [rows for _, rows in found]))
    return min(ways, key=lambda way: way[0])[1]


@dataclass(slots=True)
class _Way:
    """The best way to cut the lines down to some label and some value."""

    cost: float
    first: int
    """The label line, and the value line, that its last row begins with."""
    start: int
    before: _Way | None = None


@dataclass(slots=True)
class _Cuts:
    """The ways to cut one chunk into rows."""

    labels: list[Line]
    values: list[Line]
    label_edge: float
    """x at which the longest label of the table ends; a line that ends there is wrapped."""
    value_edge: float
    knows: KnowsLabel
    settings: BorderlessTableSettings
    at_top: bool
    """Whether labels are at the top of their rows, not half way down."""
    cut_off: bool = False
    """Whether its last row may go on over the page: its label is then at the top in either way."""
    goes_on: bool = False
    """Whether its first row may be without a label."""
    breaks: list[float] = field(default_factory=list)
    """What the line ends above each value line speak against its going on with them, summed up."""

    def best(self) -> tuple[float, list[Row]]:
        """The cost of the best way, and its rows."""
        if not self.labels:
            return 0.0, [(self.labels, self.values)]
        self.breaks = list(accumulate(map(self._break, range(len(self.values))), initial=0.0))
        ways: list[dict[int, _Way]] = [{} for _ in range(len(self.labels) + 1)]
        ways[0][0] = _Way(0.0, 0, 0)
        for end in range(1, self._above(0) + 1 if self.goes_on else 0):
            ways[0][end] = _Way(self._cut(end), 0, 0, ways[0][0])
        for first, here in enumerate(ways[:-1]):
            kept = nsmallest(MOST_KEPT, here.items(), key=lambda one: one[1].cost)
            for last, words in self._labels_from(first):
                for start, way in kept:
                    for end in self._ends(last, start):
                        cost = way.cost + words + self._row(first, last, start, end)
                        if end not in ways[last] or cost < ways[last][end].cost:
                            ways[last][end] = _Way(cost, first, start, way)
        return self._rows(ways[-1][len(self.values)])

    def _rows(self, way: _Way) -> tuple[float, list[Row]]:
        """The rows of a way that leads to the end."""
        cost, last, end = way.cost, len(self.labels), len(self.values)
        rows: list[Row] = []
        while way.before is not None:
            rows.append((self.labels[way.first : last], self.values[way.start : end]))
            last, end, way = way.first, way.start, way.before
        return cost, rows[::-1]

    def _labels_from(self, first: int) -> Iterator[tuple[int, float]]:
        """Where a label that begins with a line may end, and what its words speak against it."""
        for last in range(first + 1, min(first + self.settings.lines_of_label, len(self.labels)) + 1):
            if last - first > 1:
                above, line = self.labels[last - 2], self.labels[last - 1]
                if line.y0 - above.y1 > self.settings.value_line_gap * above.size:
                    break
            yield last, self._words(self.labels[first:last])

    def _ends(self, last: int, start: int) -> range:
        """Where a row may end, `last` being the label line after its own: above the middle of that, and not above what
        is beside its own label."""
        if last == len(self.labels):
            return range(len(self.values), len(self.values) + 1)
        above = self.labels[last - 1]
        least = bisect_left(self.values, (above.y0 + above.y1 + above.size) / 2, key=_middle)
        most = max(self._above(last), start)
        return range(max(start, min(least, most)), most + 1)

    def _above(self, label: int) -> int:
        """How many value lines are above the middle of a label line."""
        return bisect_left(self.values, _middle(self.labels[label]), key=_middle)

    def _row(self, first: int, last: int, start: int, end: int) -> float:
        """Ems that where things are speaks against a label and a block of value lines being one row."""
        if start == end:
            return self.settings.no_value
        ended = self._cut(end)
        return ended + self._misfit(first, last, start, end) + self.breaks[end] - self.breaks[start + 1]

    def _misfit(self, first: int, last: int, start: int, end: int) -> float:
        """Ems by which a label misses its place beside a block of value lines."""
        top, bottom, size = self.labels[first].y0, self.labels[last - 1].y1, self.labels[first].size
        high, low = self.values[start].y0, self.values[end - 1].y1
        from_top, from_middle = abs(top - high) / size, abs(top + bottom - high - low) / 2 / size
        if self.at_top:
            return from_top
        either = bottom - top > low - high or (self.cut_off and last == len(self.labels))
        return min(from_top, from_middle) if either else from_middle

    def _words(self, label: Sequence[Line]) -> float:
        """Ems that the words of a label, and where its lines end, speak against its being one."""
        settings = self.settings
        tails = [self._is_known(label[k:]) for k in range(len(label))]
        if tails[0]:
            cost = 0.0 if any(tails[1:]) or len(label) == 1 else -settings.known_together
        else:
            known = sum(self._is_known([line]) for line in label) if len(label) > 1 else 0
            cost = settings.unknown_label + known * settings.label_in_label
        for line in label[:-1]:
            full = self._is_full(line, self.label_edge, settings.full_label)
            cost += settings.wrapped_label if full else settings.broken_label
        return cost

    def _is_known(self, label: Sequence[Line]) -> bool:
        return self.knows("".join(line.text for line in label)) == "label"

    def _break(self, at: int) -> float:
        """Ems that the end of the line above a value line speaks against both being of one value."""
        if at == 0 or self._goes_on(at) or match_label(self.values[at].text) is not None:
            return 0.0
        ended = ends_sentence(self.values[at - 1])
        return self.settings.next_paragraph if ended else self.settings.broken_value

    def _cut(self, at: int) -> float:
        """Ems that the line above a value line speaks against a row's end between them."""
        return self.settings.cut_value if self._goes_on(at) and not ends_sentence(self.values[at - 1]) else 0.0

    def _goes_on(self, at: int) -> bool:
        """Whether the line above a value line fills its column."""
        above = self.values[at - 1]
        return 0 < at < len(self.values) and self._is_full(above, self.value_edge, self.settings.full_value)

    def _is_full(self, line: Line, edge: float, least: float) -> bool:
        if line.vertical or line.x1 - line.x0 < least * line.size:
            return False
        return edge - line.x1 <= self.settings.wrap_end_slack * line.size


def _middle(line: Line) -> float:
    return (line.y0 + line.y1) / 2
