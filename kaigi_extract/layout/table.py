"""Tables as the rest of the library meets them: cells of lines, whole even where they cross pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import field
from operator import attrgetter
from typing import Literal

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.layout.checkboxes import choices_of
from kaigi_extract.layout.lines import AnyLine
from kaigi_extract.layout.passages import Passage, unwrap_lines
from kaigi_extract.layout.settings import DEFAULT_LAYOUT, PassageSettings
from kaigi_extract.records import Choice
from kaigi_extract.source.page import Bbox
from kaigi_extract.text.row_number import is_row_number

KnowsLabel = Callable[[str], Literal["label", "start"] | None]
"""Says whether a text is a field label, begins one, or neither."""


def labels_by(is_label: Callable[[str], object]) -> KnowsLabel:
    """Knows the labels of which something is true, and the beginning of none."""
    return lambda text: "label" if is_label(text) else None


def no_label(_: str) -> None:
    """Knows no label."""


_COLUMN = attrgetter("column")


@dataclass(slots=True, eq=False)
class Cell:
    """One cell. `row` and `column` count from 0."""

    row: int
    column: int
    row_span: int
    column_span: int
    lines: list[AnyLine]
    right: float | None = None
    """x where its lines must end; None in a file without geometry."""
    bbox: Bbox | None = None
    """Between its ruled lines, in upright points of the page where it begins; None without ruled lines."""
    settings: PassageSettings = DEFAULT_LAYOUT.passages
    """How its lines become paragraphs."""
    _passage: Passage | None = None

    @property
    def passage(self) -> Passage:
        """Its text, wraps undone."""
        if self._passage is None:
            self._passage = unwrap_lines(self.lines, self.right, self.settings)
        return self._passage

    @property
    def choices(self) -> list[Choice]:
        """Its checkboxes."""
        return choices_of(self.passage)

    def extend(self, lines: list[AnyLine]) -> None:
        """Adds the lines that are on the next page."""
        self.lines.extend(lines)
        self._passage = None

    def replace(self, lines: list[AnyLine]) -> None:
        """Sets other lines in place of its own."""
        self.lines, self._passage = lines, None

    @property
    def empty(self) -> bool:
        return not self.lines

    @property
    def is_number(self) -> bool:
        """Whether it holds nothing but the number of its row."""
        return self.column == 0 and is_row_number(self.passage.text.strip())


@dataclass(slots=True, eq=False)
class Grid:
    """One table."""

    cells: list[Cell]
    ruled: bool = True
    xs: list[float] = field(default_factory=list)
    """x of its column borders on the page where it ends; empty in a file without geometry."""
    open_bottom: bool = False
    open_top: bool = False
    open_sides: bool = False
    """Whether nothing is drawn at either end of its level lines."""
    first_page: int = 0
    last_page: int = 0
    y0: float = 0.0
    """Top on its first page."""
    y1: float = 0.0
    """Bottom on its last page."""
    head_repeated: bool = False
    """Whether its head is printed again on later pages, and is left out there."""
    paired: bool = False
    """Whether, without ruled lines, rows of it hold further labels and values beside the first."""
    foot: list[Cell] = field(default_factory=list)
    """Its cells that reach down to its last row; known while pages are added to it."""

    def rows(self) -> Iterator[list[Cell]]:
        """Its cells, row by row, from left to right."""
        rows: dict[int, list[Cell]] = {}
        for cell in self.cells:
            rows.setdefault(cell.row, []).append(cell)
        for row in sorted(rows):
            yield sorted(rows[row], key=_COLUMN)

    def heads(self) -> Iterator[Cell]:
        """The cells that head a row, empty ones aside: those of the first column, or beside the number of the row."""
        for row in self.rows():
            cells = [cell for cell in row if not cell.empty]
            if cells and cells[0].column == 0:
                yield cells[1] if len(cells) > 1 and cells[0].is_number else cells[0]

    def lines(self) -> Iterator[AnyLine]:
        """Every line in it, row by row."""
        for row in self.rows():
            for cell in row:
                yield from cell.lines


def stretches(items: Iterable[AnyLine | Grid]) -> Iterator[Grid | list[AnyLine]]:
    """The flow in stretches: each table by itself, and the lines between two of them together."""
    lines: list[AnyLine] = []
    for item in items:
        if isinstance(item, Grid):
            if lines:
                yield lines
                lines = []
            yield item
        else:
            lines.append(item)
    if lines:
        yield lines
