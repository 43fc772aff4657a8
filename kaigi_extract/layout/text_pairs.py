"""Rows of a table of lines that hold several pairs: 件名　…　　　担当課　…. What a label looks like is handed in."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.layout.known_texts import KnownTexts
from kaigi_extract.layout.lines import PlainLine
from kaigi_extract.layout.settings import TextFileSettings
from kaigi_extract.layout.table import Cell, Grid, KnowsLabel
from kaigi_extract.layout.text_label_lines import NO_LABEL, behind_label, label_before
from kaigi_extract.text.late_pattern import late_pattern

_WIDE = late_pattern(r"(?<=\S)[ \t\u3000]{2,}(?=\S)")


@dataclass(frozen=True, slots=True)
class LinePairs:
    """Parts the lines of values that go on with a label and its value."""

    knows: KnowsLabel
    known: KnownTexts
    settings: TextFileSettings

    def part(self, grid: Grid) -> Grid:
        """A table of lines, those rows parted that hold more pairs: behind a value, wide space, a known label and its
        value."""
        rows: list[list[Cell]] = []
        whole = list(grid.rows())
        for row in whole:
            cell = row[-1]
            line = cell.lines[0] if len(row) == 2 and cell.column == 1 and len(cell.lines) == 1 else None
            value, pairs = self._pairs(line) if isinstance(line, PlainLine) else (None, [])
            rows.append([row[0], _cell(1, value)] if value is not None and pairs else row)
            rows += [[_cell(0, label), _cell(1, beside)] for label, beside in pairs]
        if len(rows) == len(whole):
            return grid
        return Grid([replace(cell, row=at) for at, row in enumerate(rows) for cell in row], ruled=False)

    def _pairs(self, line: PlainLine) -> tuple[PlainLine, list[tuple[PlainLine, PlainLine]]]:
        """The value that a line begins with, and the pairs of label and value behind it."""
        for gap in _WIDE.finditer(line.text):
            rest = line.cut(gap.end(), len(line.text))
            longest = min(len(rest.text) - 1, self.settings.longest_unknown_label)
            cut = label_before(rest.text, longest, self._knows)
            if cut:
                value, more = self._pairs(behind_label(rest, cut))
                return line.cut(0, gap.start()), [(rest.cut(0, cut), value), *more]
        return line, []

    def _knows(self, text: str) -> Literal["label", "start"] | None:
        """A label of a mapping, or of a field in general."""
        known = self.knows(text)
        return "label" if known is None and not NO_LABEL.search(text) and self.known.names_field(text) else known


def _cell(column: int, line: PlainLine) -> Cell:
    return Cell(0, column, 1, 1, [line])
