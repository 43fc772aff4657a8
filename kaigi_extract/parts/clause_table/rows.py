"""Clauses that are printed as the rows of a table, 条｜内容 or 番号｜項目｜内容: what each row is. Makes no record.

A clause begins with each row that holds the next label in its column; the cell with the sentences is its text, what is
between the two its heading. The text may itself begin with the label, below its heading or not. A row over all columns
is structure, as is what stands left of the labels; a row without a label goes on with the row above. A column of
remarks is no text of a clause.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import field, replace

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.layout.lines import AnyLine
from kaigi_extract.layout.passages import Passage
from kaigi_extract.layout.table import Cell, Grid
from kaigi_extract.parts.clause_set.runs import family_of, follows, is_first
from kaigi_extract.parts.clause_set.signs import chapter_of, is_tail_mark, label_of
from kaigi_extract.parts.extent import Chapter
from kaigi_extract.parts.settings import ClauseSetSettings
from kaigi_extract.text import Label, clause_heading, text_key
from kaigi_extract.text.late_pattern import late_pattern

TABLED_STYLES = frozenset({"digit", "kanji", "dai", "dai_jo"})
"""Styles of label that open clauses in a table."""
_DUTY = late_pattern(
    r"(?:な(?:ければ|くては)(?:ならない|なりません)|[てで]は(?:ならない|なりません)|(?:もの|こと)と(?:する|します)|(?:する|ない|う|く|ぐ|す|つ|ぬ|ぶ|む|る)こと"
    r"|でき(?:る|ない|ます|ません)|負う|負担する|努める|てください)\s*(?:[。（(]|$)",
)
"""How a sentence of a contract or a specification ends: a duty, a permission, a prohibition."""
_BOUND = late_pattern(r"な(?:ければ|くては)(?:ならない|なりません)|[てで]は(?:ならない|なりません)")
"""What says in full that somebody must, or must not."""
_SENTENCE = late_pattern(r"。|こと$")
_BRACKETS = late_pattern(r"^[（(【〔［\[]\s*(.+?)\s*[】〕］\]）)]$")


@dataclass(slots=True)
class ClauseRow:
    """One clause, as its row prints it."""

    label: Label
    opener: AnyLine
    """The line of its label."""
    heading: Passage | None
    cells: list[Cell]
    """What is not its heading, nor a cell of its label: its text, from left to right and from top to bottom."""

    @property
    def lines(self) -> list[AnyLine]:
        """The lines of its text."""
        return [line for cell in self.cells for line in cell.lines]

    @property
    def text(self) -> str:
        """Its text, a cell a paragraph."""
        return "\n".join(cell.passage.text for cell in self.cells)


@dataclass(slots=True)
class ClauseTable:
    """The rows of a table that counts as clauses do."""

    rows: list[ClauseRow] = field(default_factory=list)
    above: list[AnyLine] = field(default_factory=list)
    """Lines of rows over all columns, above the first clause."""
    chapters: list[tuple[Chapter, int]] = field(default_factory=list)
    """Structure, with the number of clauses before it."""
    heads: int = 0
    """Rows with heads of columns."""
    is_plain: bool = True
    """Whether every row and column is what those of clauses are."""
    has_gaps: bool = False
    """Whether numbers of articles are missing."""
    is_explained: bool = False
    """Whether the clauses are printed whole, with nothing beside them but remarks."""

    @property
    def sentences(self) -> int:
        """How many of the rows have a sentence."""
        return sum(_SENTENCE.search(row.text.rstrip()) is not None for row in self.rows)

    @property
    def duties(self) -> int:
        """How many of the rows have a sentence that says what must, may or must not be done."""
        return sum(is_duty(row.text) for row in self.rows)

    @property
    def bound(self) -> int:
        """How many of the rows say in full that somebody must, or must not."""
        return sum(_BOUND.search(row.text) is not None for row in self.rows)


def is_duty(text: str) -> bool:
    """Whether a paragraph of a text has a sentence that says what must, may or must not be done."""
    return any(map(_DUTY.search, text.split("\n")))


def clause_table(
    grids: Sequence[Grid], settings: ClauseSetSettings, remarks: Collection[str] = ()
) -> ClauseTable | None:
    """A table, with those right below that go on with it, as clauses; None where its rows do not count. `remarks` are
    the heads of columns that hold none of the text, as compared."""
    reader = TableReader.of(grids[0], settings, remarks)
    if reader is None:
        return None
    for grid in grids:
        reader.take_table(grid)
    return reader.read()


def _remark_columns(grid: Grid, remarks: Collection[str]) -> set[int]:
    """The columns whose first words head remarks."""
    first: dict[int, Cell] = {}
    for row in grid.rows():
        for cell in row:
            if not cell.empty:
                first.setdefault(cell.column, cell)
    return {column for column, cell in first.items() if text_key(cell.passage.text) in remarks}


def _text_column(grid: Grid, aside: Collection[int]) -> int | None:
    """The column behind the first that has most sentences, those `aside` left out; of several the last."""
    counts: dict[int, int] = {}
    for cell in grid.cells:
        if cell.column > 0 and not cell.empty and cell.column not in aside:
            last = cell.column + cell.column_span - 1
            counts[last] = counts.get(last, 0) + bool(_SENTENCE.search(cell.passage.text.rstrip()))
    return max(counts, key=lambda column: (counts[column], column)) if any(counts.values()) else None


def _label_column(grid: Grid, before: int) -> int:
    """The column left of the text that has most labels of clauses; of several the first."""
    return max(range(before), key=lambda column: (_labels_in(grid, column), -column))


def _labels_in(grid: Grid, column: int) -> int:
    """How many cells of a column begin with labels of clauses."""
    found = (label_of(cell.passage.text) for cell in grid.cells if cell.column == column and not cell.empty)
    return sum(label is not None and label.style in TABLED_STYLES for label in found)


def _has_texts(grid: Grid, settings: ClauseSetSettings) -> bool:
    """Whether the first column alone holds whole clauses: labels, below headings or not, with sentences."""
    if any(_begins_clause(cell) for cell in grid.cells if cell.column):
        return False
    cells = [cell for cell in grid.cells if cell.column == 0 and _begins_clause(cell)]
    return sum(_SENTENCE.search(cell.passage.text.rstrip()) is not None for cell in cells) >= settings.least_clauses


def _begins_clause(cell: Cell) -> bool:
    """Whether a cell begins with the label of a clause, or has one below a heading in brackets."""
    opener = _opener(cell) if not cell.empty else None
    return opener is not None and opener[1].style in TABLED_STYLES


def _behind_first(grid: Grid) -> set[int]:
    """The columns behind the first."""
    return {cell.column for cell in grid.cells if cell.column}


def _opener(cell: Cell) -> tuple[AnyLine, Label] | None:
    """The line with the label that a cell begins with, or has below a heading in brackets."""
    first, *rest = cell.lines
    label = label_of(cell.passage.text)
    if label is not None:
        return first, label
    below = label_of(rest[0].text) if rest and clause_heading(first.text) is not None else None
    return (rest[0], below) if below is not None else None


@dataclass(slots=True)
class TableReader:
    """Takes the rows of a table one after the other."""

    labels: int
    """The column of the labels; that of the text where this begins with them."""
    column: int
    """That of the text."""
    settings: ClauseSetSettings
    aside: Collection[int] = ()
    """The columns that hold none of the text."""
    table: ClauseTable = field(default_factory=ClauseTable)

    @classmethod
    def of(cls, grid: Grid, settings: ClauseSetSettings, remarks: Collection[str]) -> TableReader | None:
        """The reader of a table by its columns; None where none of them has a sentence. Where the first one holds
        whole clauses, what is beside them is none of the text."""
        aside = _remark_columns(grid, remarks)
        if _has_texts(grid, settings):
            return cls(0, 0, settings, _behind_first(grid), ClauseTable(is_explained=bool(aside)))
        column = _text_column(grid, aside)
        if column is None:
            return None
        labels = _label_column(grid, column)
        within = not _labels_in(grid, labels) and _labels_in(grid, column) >= settings.least_clauses
        return cls(column if within else labels, column, settings, aside)

    def read(self) -> ClauseTable | None:
        """What was read; None where that does not count as clauses do."""
        enough = len(self.table.rows) >= self.settings.least_clauses and self.table.heads <= 1
        return self.table if enough else None

    def goes_on(self, grid: Grid) -> bool:
        """Whether the rows of a table below count on, and are of the same kind."""
        last = [replace(row, cells=[*row.cells]) for row in self.table.rows[-1:]]
        probe = replace(self, table=ClauseTable(last, is_plain=self.table.is_plain))
        probe.take_table(grid)
        return bool(last) and len(probe.table.rows) > 1 and probe.table.is_plain == self.table.is_plain

    def take_table(self, grid: Grid) -> None:
        """Adds the rows of a table."""
        for row in grid.rows():
            cells = [cell for cell in row if not cell.empty]
            if cells:
                self.take(cells)

    def take(self, cells: list[Cell]) -> None:
        """Adds one row without its empty cells."""
        if self.labels == self.column and self._take_beside_heading(cells):
            return
        table, first = self.table, cells[0]
        labelled = next((at for at, cell in enumerate(cells) if cell.column == self.labels), None)
        label = label_of(cells[labelled].passage.text) if labelled is not None else None
        if labelled is not None and label is not None and len(cells) > labelled + 1 and self._is_due(label):
            for cell in cells[:labelled]:
                text = cell.passage.text.strip()
                table.chapters.append((chapter_of(text) or Chapter("", text), len(table.rows)))
            self._open(label, cells[labelled:])
        elif len(cells) == 1 and first.column <= self.labels and (label is None or label.style == "dai_sho"):
            self._take_structure(first)
        elif not table.rows:
            table.heads += 1
        elif first.column <= self.labels:
            table.is_plain = False
        else:
            table.rows[-1].cells += [cell for cell in cells if cell.column not in self.aside]

    def _take_beside_heading(self, cells: list[Cell]) -> bool:
        """Adds a row whose text begins with its label, beside the heading; whether it is one."""
        cell = next((cell for cell in cells if cell.column == self.column), None)
        opener = _opener(cell) if cell is not None else None
        if cell is None or opener is None or not self._is_due(opener[1]):
            return False
        heads = [one for one in cells if one.column < self.column]
        named = [heading for one in heads if (heading := self._heading(one.passage)) is not None]
        if len(named) > 1 or len(heads) + 1 < len([one for one in cells if one.column not in self.aside]):
            self.table.is_plain = False
        line, label = opener
        self.table.rows.append(ClauseRow(label, line, named[0] if named else None, [cell]))
        return True

    def _is_due(self, label: Label) -> bool:
        """Whether a label is the next one; of articles it may be a later one."""
        if not self.table.rows:
            return label.style in TABLED_STYLES and (is_first(label) or label.style == "dai_jo")
        last = self.table.rows[-1].label
        if family_of(last) != family_of(label):
            return False
        if follows(last, label):
            return True
        is_later = label.style == "dai_jo" and (label.ordinal or 0) > (last.ordinal or 0)
        self.table.has_gaps |= is_later
        return is_later

    def _open(self, label: Label, cells: list[Cell]) -> None:
        cells = [cells[0], *(cell for cell in cells[1:] if cell.column not in self.aside)]
        heads = [cell for cell in cells[1:] if cell.column + cell.column_span <= self.column]
        text = [cell for cell in cells[1:] if cell.column <= self.column < cell.column + cell.column_span]
        named = [self._heading(Passage.part(cells[0].passage, label.end, len(cells[0].passage.text)))]
        named += [self._heading(cell.passage) for cell in heads]
        found = [heading for heading in named if heading is not None]
        if len(found) > 1 or len(heads) + len(text) + 1 < len(cells):
            self.table.is_plain = False
        self.table.rows.append(ClauseRow(label, cells[0].lines[0], found[0] if found else None, text))

    def _heading(self, passage: Passage) -> Passage | None:
        """What names a clause, without brackets; a sentence makes the table another one."""
        text = passage.text.strip()
        if not text:
            return None
        if len(text) > self.settings.longest_heading or "。" in text:
            self.table.is_plain = False
        bracketed = _BRACKETS.match(text)
        bare = clause_heading(text) or (bracketed[1] if bracketed is not None else text)
        start = passage.text.index(bare)
        found, heading = passage.part(start, start + len(bare)), Passage()
        for first, end in found.paragraphs():  # its lines, in a narrow column
            heading.join(found.part(first, end))
        return heading

    def _take_structure(self, cell: Cell) -> None:
        """A row with one cell: a chapter, a remark above the first clause, what closes the table."""
        table, text = self.table, cell.passage.text.strip()
        chapter = chapter_of(text)
        if chapter is not None:
            table.chapters.append((chapter, len(table.rows)))
        elif not table.rows:
            table.above += cell.lines
        elif "。" in text:
            table.is_plain = False
        elif not is_tail_mark(text):
            table.chapters.append((Chapter("", text), len(table.rows)))
