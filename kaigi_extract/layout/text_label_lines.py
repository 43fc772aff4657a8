"""Labels and values on lines by themselves, as plain text exports leave a form, to tables.

What a label looks like, and in which table a mapping has it, is handed in. Where labels come first and values after
them, they are paired if there are as many of each; else nothing is paired, and that is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kaigi_extract.layout.known_texts import KnownTexts
from kaigi_extract.layout.lines import AnyLine, PlainLine
from kaigi_extract.layout.settings import TextFileSettings
from kaigi_extract.layout.table import Cell, Grid, KnowsLabel
from kaigi_extract.layout.text_columns import begins_page
from kaigi_extract.text import match_label, squeeze

UNPAIRED = "{labels} labels follow each other and {values} values after them; which belongs to which cannot be told"
_AFTER_LABEL = " \u3000\t:："


@dataclass(slots=True)
class _Row:
    """A label, on one line or more, and what is printed after it."""

    label: list[AnyLine]
    text: str
    values: list[PlainLine] = field(default_factory=list)
    beside: bool = False
    """The value begins on the line of the label."""


@dataclass(slots=True)
class LabelLines:
    """Finds tables whose labels are on lines of their own."""

    knows: KnowsLabel
    known: KnownTexts
    settings: TextFileSettings
    unread: list[tuple[str, list[AnyLine]]] = field(default_factory=list)
    """What could not be paired, in words, with the labels."""

    def find(self, items: Sequence[AnyLine | Grid]) -> Iterator[AnyLine | Grid]:
        """The flow with such lines replaced by tables."""
        at = 0
        while at < len(items):
            end, rows = self._rows(items, at)
            if rows and self._speak(rows):
                yield from self._tables(rows)
                at = end
            else:
                yield items[at]
                at += 1

    def _speak(self, rows: list[_Row]) -> bool:
        """Whether rows are a table: enough of them, each label once."""
        labels = {squeeze(row.text) for row in rows}
        least = self.settings.labels_beside if rows[0].beside else self.settings.labels_above
        return len(labels) == len(rows) >= least and any(row.values for row in rows)

    def _rows(self, items: Sequence[AnyLine | Grid], at: int) -> tuple[int, list[_Row]]:
        """The rows from `at` on, and the index of the item after the last."""
        rows: list[_Row] = []
        tables: frozenset[tuple[str, str]] = frozenset()
        start = at
        while at < len(items):
            found = self._label(items, at)
            if found is not None:
                row, after = found
                shared = self._shared(tables, row.text)
                if rows and (not shared or row.beside != rows[0].beside):
                    break
                tables = shared
                rows.append(row)
                at = after
                continue
            item = items[at]
            if not rows or not isinstance(item, PlainLine) or self._ends_value(item):
                break
            rows[-1].values.append(item)
            at += 1
        return (self._without_tail(rows, at), rows) if rows else (start, rows)

    def _ends_value(self, line: PlainLine) -> bool:
        """Whether a line cannot belong to the value before it: it heads a part, or has a label and value of its own."""
        return self.known.is_title(line.text) or bool(self._beside(line))

    def _shared(self, tables: frozenset[tuple[str, str]], label: str) -> frozenset[tuple[str, str]]:
        """The tables that have all labels so far and this one; none where a mapping has them in different ones."""
        own = self.known.tables_of(label)
        if not tables:
            return own
        both = tables & own
        if both or {ward for ward, _ in tables} & {ward for ward, _ in own}:
            return both
        return tables

    def _without_tail(self, rows: list[_Row], end: int) -> int:
        """Takes what follows an empty line off the last value: nothing says that it belongs to it. Behind several
        labels as many groups of lines are left."""
        row = rows[-1]
        heads = next((k for k, one in enumerate(reversed(rows[:-1]), 1) if one.values), len(rows))
        groups = _by_empty_lines(row.values)
        if row.beside and groups and _number(groups[0][0]) - _number(row.label[-1]) > 1:
            heads = 0
        kept = [line for group in groups[:heads] for line in group]
        end -= len(row.values) - len(kept)
        row.values = kept
        return end

    def _label(self, items: Sequence[AnyLine | Grid], at: int) -> tuple[_Row, int] | None:
        """The label that begins at `at`, with the index of the item after it."""
        first = items[at]
        if not isinstance(first, PlainLine) or match_label(first.text):
            return None
        lines: list[AnyLine] = []
        text, best = "", 0
        for line in items[at : at + self.settings.label_lines]:
            if not isinstance(line, PlainLine) or (lines and line.source.number - first.source.number != len(lines)):
                break
            text += line.text
            known = self.knows(text)
            if known is None:
                break
            lines.append(line)
            if known == "label":
                best = len(lines)
        if best and self._in_table("".join([line.text for line in lines[:best]])):
            return _Row(lines[:best], "".join([line.text for line in lines[:best]])), at + best
        cut = self._beside(first)
        if not cut:
            return None
        start = len(first.text) - len(first.text[cut:].lstrip(_AFTER_LABEL))
        value = first.cut(start, len(first.text))
        return _Row([first.cut(0, cut)], first.text[:cut], [value], beside=True), at + 1

    def _beside(self, line: PlainLine) -> int:
        """Where the label ends that a line begins with, its value behind it; 0 where there is none."""
        longest = min(len(line.text) - 1, self.settings.longest_label_line)
        cut = label_before(line.text, longest, self.knows)
        return cut if cut and self._in_table(line.text[:cut]) else 0

    def _in_table(self, label: str) -> bool:
        return bool(self.known.tables_of(label))

    def _tables(self, rows: list[_Row]) -> Iterator[AnyLine | Grid]:
        """The table; or, where labels and values cannot be paired, the lines as they are."""
        paired: list[_Row] = []
        run: list[_Row] = []
        loose: list[PlainLine] = []
        for row in rows:
            run.append(row)
            if not row.values and row is not rows[-1]:
                continue
            loose += self._pair(run)
            paired += run
            run = []
        cells = []
        for index, row in enumerate(paired):
            cells.append(Cell(index, 0, 1, 1, list(row.label)))
            cells.append(Cell(index, 1, 1, 1, list(row.values)))
        yield Grid(cells, ruled=False)
        yield from loose

    def _pair(self, run: list[_Row]) -> list[PlainLine]:
        """Shares the values behind a run of labels out among them; returns those that cannot be."""
        values = run[-1].values
        if len(run) == 1 or not values:
            return []
        for units in (_by_empty_lines(values), [[line] for line in values]):
            if len(units) == len(run):
                for row, unit in zip(run, units, strict=True):
                    row.values = unit
                return []
        labels = [line for row in run for line in row.label]
        self.unread.append((UNPAIRED.format(labels=len(run), values=len(values)), labels))
        run[-1].values = []
        return values


def label_before(text: str, longest: int, knows: KnowsLabel) -> int:
    """Where the known label ends that a line begins with, its value behind it; 0 where there is none."""
    ends = (k for k in range(min(longest, len(text) - 1), 1, -1) if text[k] in _AFTER_LABEL)
    return next((k for k in ends if knows(text[:k].rstrip()) == "label"), 0)


def _number(line: AnyLine) -> int:
    return line.source.number if isinstance(line, PlainLine) else 0


def _by_empty_lines(lines: Sequence[PlainLine]) -> list[list[PlainLine]]:
    """Lines in groups that empty lines part."""
    groups: list[list[PlainLine]] = []
    for line in lines:
        if groups and line.source.number - groups[-1][-1].source.number == 1 and not begins_page(line):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups
