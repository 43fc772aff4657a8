"""Clauses that are printed as the rows of a table, 条｜内容 or 番号｜項目｜内容: what each row is. Makes no record.

A clause begins with each row whose first cell holds the next label; the cell with the sentences is its text, what is
between the two its heading. A row over all columns is structure, and one without a label goes on with the row above.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.layout.lines import AnyLine
from kaigi_extract.layout.passages import Passage
from kaigi_extract.layout.table import Cell, Grid
from kaigi_extract.parts.clause_set.runs import family_of, follows, is_first
from kaigi_extract.parts.clause_set.signs import chapter_of, is_tail_mark, label_of
from kaigi_extract.parts.extent import Chapter
from kaigi_extract.parts.settings import ClauseSetSettings
from kaigi_extract.text import Label, clause_heading
from kaigi_extract.text.late_pattern import late_pattern

TABLED_STYLES = frozenset({"digit", "kanji", "dai", "dai_jo"})
"""Styles of label that open clauses in a table."""
_DUTY = late_pattern(
    r"(?:な(?:ければ|くては)(?:ならない|なりません)|ては(?:ならない|なりません)|(?:もの|こと)と(?:する|します)|(?:する|ない|う|く|ぐ|す|つ|ぬ|ぶ|む|る)こと"
    r"|でき(?:る|ない|ます|ません)|負う|負担する|努める|てください)\s*(?:[。（(]|$)",
)
"""How a sentence of a contract or a specification ends: a duty, a permission, a prohibition."""
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
    """What is not its label nor its heading: its text, from left to right and from top to bottom."""

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

    @property
    def sentences(self) -> int:
        """How many of the rows have a sentence."""
        return sum(_SENTENCE.search(row.text.rstrip()) is not None for row in self.rows)

    @property
    def duties(self) -> int:
        """How many of the rows have a sentence that says what must, may or must not be done."""
        return sum(any(map(_DUTY.search, row.text.split("\n"))) for row in self.rows)


def clause_table(grids: Sequence[Grid], settings: ClauseSetSettings) -> ClauseTable | None:
    """A table, with those right below that go on with it, as clauses; None where its rows do not count."""
    column = _text_column(grids)
    if column is None:
        return None
    reader = _Reader(column, settings)
    for grid in grids:
        for row in grid.rows():
            cells = [cell for cell in row if not cell.empty]
            if cells:
                reader.take(cells)
    table = reader.table
    if len(table.rows) < settings.least_clauses or table.heads > 1:
        return None
    return table


def _text_column(grids: Sequence[Grid]) -> int | None:
    """The column behind the first that has most sentences; of several the last."""
    counts: dict[int, int] = {}
    for cell in _cells(grids):
        if cell.column > 0:
            last = cell.column + cell.column_span - 1
            counts[last] = counts.get(last, 0) + bool(_SENTENCE.search(cell.passage.text.rstrip()))
    return max(counts, key=lambda column: (counts[column], column)) if any(counts.values()) else None


def _cells(grids: Sequence[Grid]) -> Iterator[Cell]:
    for grid in grids:
        yield from (cell for cell in grid.cells if not cell.empty)


@dataclass(slots=True)
class _Reader:
    """Takes the rows of a table one after the other; `column` is that of the text."""

    column: int
    settings: ClauseSetSettings
    table: ClauseTable = field(default_factory=ClauseTable)

    def take(self, cells: list[Cell]) -> None:
        """Adds one row without its empty cells."""
        table, first = self.table, cells[0]
        label = label_of(first.passage.text) if first.column == 0 else None
        if len(cells) > 1 and label is not None and self._is_due(label):
            self._open(label, cells)
        elif len(cells) == 1 and first.column == 0 and (label is None or label.style == "dai_sho"):
            self._take_structure(first)
        elif not table.rows:
            table.heads += 1
        elif first.column == 0:
            table.is_plain = False
        else:
            table.rows[-1].cells += cells

    def _is_due(self, label: Label) -> bool:
        """Whether a label is the next one."""
        if self.table.rows:
            last = self.table.rows[-1].label
            return family_of(last) == family_of(label) and follows(last, label)
        return label.style in TABLED_STYLES and (is_first(label) or label.style == "dai_jo")

    def _open(self, label: Label, cells: list[Cell]) -> None:
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
        return passage.part(start, start + len(bare))

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
