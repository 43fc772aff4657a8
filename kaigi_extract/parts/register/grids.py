"""Rows of label and value of a register sheet's table: the labels that are known, and those in columns of labels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.layout.passages import Passage, join, unwrap_lines
from kaigi_extract.layout.table import Cell, Grid
from kaigi_extract.parts.paired_rows import looks_like_label, paired_column
from kaigi_extract.parts.register.known_labels import KnownLabels
from kaigi_extract.parts.register.marked_cells import MarkedColumns, chosen_below, chosen_beside, marked_columns
from kaigi_extract.parts.settings import RegisterSettings
from kaigi_extract.parts.versions import Versions, versions_of
from kaigi_extract.records import Choice
from kaigi_extract.text import parse_number, squeeze
from kaigi_extract.text.ditto import is_ditto


@dataclass(slots=True)
class LabelledRow:
    """One label with its value."""

    label: Passage
    value: Passage
    group: Passage | None = None
    """The label of several rows that this one is under."""
    choices: list[Choice] = field(default_factory=list)
    """What marks in cells of their own choose."""
    version: Passage | None = None
    """What heads the column of the value, where one holds what was and one what is: 変更前."""
    past: bool = False
    """The value is what was."""


def grid_rows(grid: Grid, knows: KnownLabels) -> Iterator[LabelledRow]:
    """Label and value of each row. A label over several rows has the values of all of them, unless each of these has a
    label of its own."""
    columns = _label_columns(grid, knows)
    beside = {cell.row for cell in grid.cells if cell.column}
    marked, versions = marked_columns(grid), versions_of(grid, knows.common)
    whole = {row[0].row: row for row in grid.rows()}
    label = Passage()
    for block in _blocks(grid):
        if versions is not None and (both := _both_versions(block, whole, versions)):
            yield from both
            continue
        if marked.heads and block[0][0].row >= marked.first:
            yield from _marked(block, whole, marked)
            continue
        head, *rest = block[0]
        if marked.is_head(block):
            yield LabelledRow(head.passage, Passage())
            continue
        if head.column != 0 and not knows(head.passage.text):
            head, rest = Cell(head.row, 0, 1, 1, []), block[0]
        if not rest and len(block) == 1:
            if head.column_span > 1 or (not grid.xs and head.row not in beside):
                yield from _spanning(head, knows)
            else:
                yield LabelledRow(head.passage, Passage())
            continue
        rows = [rest, *block[1:]]
        if chosen := _chosen_beside(head, rows, whole, marked):
            value = join([join([cell.passage for cell in row], "\t") for row in rows])
            label = label if head.empty else head.passage
            yield LabelledRow(label, value, choices=chosen)
            continue
        label = head.passage
        if _is_beside_labels(rows, knows):
            yield LabelledRow(label, rows[0][0].passage)
            for first, *values in (rows[0][1:], *rows[1:]):
                yield from _pairs(first, [values], knows, columns)
            continue
        if all(map(_is_ticked, rows)):
            yield LabelledRow(head.passage, join([join([cell.passage for cell in row], "\t") for row in rows]))
            continue
        yield from _nested(head, rows) if _is_nested(rows, knows.settings) else _pairs(head, rows, knows, columns)


def _both_versions(
    block: Sequence[Sequence[Cell]], whole: dict[int, list[Cell]], versions: Versions
) -> list[LabelledRow]:
    """What was and what is, of each row of a block; none where a row has not both."""
    found: list[LabelledRow] = []
    for cells in block:
        row = whole[cells[0].row]
        values, label = versions.of(row), versions.label(row) or block[0][0]
        if values is None:
            return []
        for head, cell, past in zip((versions.old, versions.new), values, (True, False), strict=True):
            found.append(LabelledRow(label.passage, cell.passage, version=head.passage, past=past))
    return found


def _marked(
    block: Sequence[Sequence[Cell]], whole: dict[int, list[Cell]], marked: MarkedColumns
) -> Iterator[LabelledRow]:
    """The rows of a block whose words are above the marks: what is right before the marks is the label, and what is
    left of that is the label of several rows."""
    group: Passage | None = None
    for cells in block:
        row = whole[cells[0].row]
        marks = marked.above(row)
        first = min(marks, default=0)
        labels = [cell for cell in row if cell.column < first and not cell.empty]
        others = [cell.passage for cell in row if cell.column > first and cell.column not in marks and not cell.empty]
        if not labels:
            yield LabelledRow(Passage(), join([cell.passage for cell in cells]))
            continue
        group = labels[0].passage if len(labels) > 1 else group
        value = join([join([cell.passage for cell in marks.values()], "\t"), *others])
        yield LabelledRow(labels[-1].passage, value, group, choices=chosen_below(marked, marks))


def _chosen_beside(
    head: Cell, rows: Sequence[Sequence[Cell]], whole: dict[int, list[Cell]], marked: MarkedColumns
) -> list[Choice]:
    """The choices of rows under one label where marks are in cells beside the words."""
    cells = [[cell for cell in whole[row[0].row] if cell.column > head.column] for row in rows if row]
    return chosen_beside(cells, marked.marks)


def _label_columns(grid: Grid, knows: KnownLabels) -> set[int]:
    """The columns but the first that hold labels, known or not: one of them is known, the others look like labels, and
    a value is beside each."""
    columns: dict[int, list[Cell]] = {}
    for cell in grid.cells:
        if cell.column and not cell.empty:
            columns.setdefault(cell.column, []).append(cell)
    last = max((cell.column + cell.column_span for cell in grid.cells), default=0) - 1
    return {
        column
        for column, cells in columns.items()
        if 1 < column < last
        and any(knows(cell.passage.text) for cell in cells)
        and all(knows(cell.passage.text) or looks_like_label(cell, knows.settings.longest_label) for cell in cells)
    } | paired_column(grid, knows.settings.longest_label)


def _blocks(grid: Grid) -> Iterator[list[list[Cell]]]:
    """The table's rows, with those that one label is before together."""
    block: list[list[Cell]] = []
    open_until = -1
    for row in grid.rows():
        cells = [cell for cell in row if not cell.empty or cell.column == 0]
        if not cells or all(cell.empty for cell in cells):
            continue
        if cells[0].row > open_until:
            if block:
                yield block
            block = []
            open_until = cells[0].row + cells[0].row_span - 1 if cells[0].column == 0 else cells[0].row
        block.append(cells)
    if block:
        yield block


def _spanning(cell: Cell, knows: KnownLabels) -> Iterator[LabelledRow]:
    """A cell across the table: a heading or a remark without a label, or a label with its value below it."""
    label, rest = cell.lines[:1], cell.lines[1:]
    if knows.is_title(cell.lines[0]) and not rest:
        return
    if rest and knows(label[0].text):
        yield LabelledRow(Passage.of(label[0]), unwrap_lines(rest, cell.right, cell.settings))
    else:
        yield LabelledRow(Passage(), cell.passage)


def _is_ticked(row: Sequence[Cell]) -> bool:
    """Whether a row has boxes in cells of their own beside the words that they choose."""
    boxes = [cell for cell in row if len(squeeze(cell.passage.text)) == 1 and cell.choices]
    return bool(boxes) and len(row) > len(boxes) and not any(cell.choices for cell in row if cell not in boxes)


def _is_nested(rows: Sequence[Sequence[Cell]], settings: RegisterSettings) -> bool:
    """Whether each of several rows under one label begins with a label of its own: a cell without a box, no
    sentence, before another."""
    return len(rows) > 1 and all(
        len(row) > 1 and not row[0].choices and 0 < len(squeeze(row[0].passage.text)) <= settings.longest_label
        for row in rows
    )


def _is_beside_labels(rows: Sequence[Sequence[Cell]], knows: KnownLabels) -> bool:
    """Whether the first of the cells beside a label over several rows is its value, as high as the label, and each row
    has another label behind it, one of them known: 登録番号 | 総-015 | 登録年月日 over 変更年月日."""
    if len(rows) < 2 or not rows[0]:
        return False
    value, *others = rows[0]
    if value.row_span < len(rows) or knows(value.passage.text):
        return False
    firsts = [row[0] for row in (others, *rows[1:]) if row]
    longest = knows.settings.longest_label
    alike = all(knows(cell.passage.text) or looks_like_label(cell, longest) for cell in firsts)
    return len(firsts) == len(rows) and alike and any(knows(cell.passage.text) for cell in firsts)


def _nested(group: Cell, rows: Sequence[Sequence[Cell]]) -> Iterator[LabelledRow]:
    for head, *rest in rows:
        yield LabelledRow(head.passage, join([cell.passage for cell in rest]), group.passage)


def _pairs(head: Cell, rows: Sequence[Sequence[Cell]], knows: KnownLabels, columns: set[int]) -> Iterator[LabelledRow]:
    """The value of a label, and of labels among its cells: those that are known, in columns of labels, or between boxes
    to tick."""
    label, found = head.passage, list[Passage]()
    boxed = {id(cell) for row in rows for cell in _between_boxes(row, knows.settings.longest_label)}
    for cell in (cell for row in rows for cell in row):
        if knows(cell.passage.text) or cell.column in columns or id(cell) in boxed:
            yield LabelledRow(label, join(found))
            label, found = cell.passage, []
        else:
            found.append(cell.passage)
    yield LabelledRow(label, join(found))


def _between_boxes(row: Sequence[Cell], longest_label: int) -> Iterator[Cell]:
    """The cells of a row that look like labels and have one with boxes to tick on either side, as values are."""
    for before, cell, after in zip(row, row[1:], row[2:], strict=False):
        if before.choices and after.choices and looks_like_label(cell, longest_label):
            yield cell


def begins_with_title(grid: Grid, knows: KnownLabels) -> bool:
    """Whether the first row of a table is nothing but a title of register sheets."""
    lines = [line for cell in next(iter(grid.rows()), []) for line in cell.lines]
    return len(lines) == 1 and knows.is_title(lines[0])


def counts_rows(grid: Grid) -> bool:
    """Whether the first cells below the first row count the rows: 1, 2, 3."""
    firsts = [row[0] for row in list(grid.rows())[1:] if row[0].column == 0 and not row[0].empty]
    numbers = [parse_number(squeeze(cell.passage.text)) for cell in firsts]
    return len(numbers) > 1 and numbers == list(range(1, len(numbers) + 1))


def lists_entries(grid: Grid, knows: KnownLabels) -> bool:
    """Whether a table has one sheet in each row below its first, which holds the labels: most are known, or several
    where the rows are counted, and one is of registers alone."""
    head = [cell for cell in next(iter(grid.rows()), []) if not cell.empty]
    known = [cell for cell in head if knows(cell.passage.text)]
    most_are_known = 2 * len(known) >= len(head)
    if len(known) > 1 and most_are_known and any(knows.is_of_registers(cell.passage.text) for cell in known):
        return True
    return len(known) > 1 and counts_rows(grid)


def entries(grid: Grid, knows: KnownLabels) -> Iterator[list[LabelledRow]]:
    """The rows of label and value of each sheet, where a table has one in each row; 〃 is the value above it."""
    head, *below = grid.rows()
    labels = {cell.column: cell.passage for cell in head if not cell.empty}
    above: dict[int, Passage] = {}
    for row in below:
        cells = [cell for cell in row if cell.column in labels]
        values = [above.get(c.column, c.passage) if is_ditto(c.passage.text) else c.passage for c in cells]
        above |= {cell.column: value for cell, value in zip(cells, values, strict=True)}
        rows = [LabelledRow(labels[c.column], value) for c, value in zip(cells, values, strict=True)]
        if sum(bool(one.value.text) and knows(one.label.text) for one in rows) > 1:
            yield rows
