"""Tables of labels and values in other arrangements than a label with its value beside it: labels above their values,
in one cell or in rows of their own; right of them; before a colon; values before and after a change.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kaigi_extract.layout.lines import AnyLine
from kaigi_extract.layout.passages import Passage, join, measure, unwrap_lines
from kaigi_extract.layout.table import Cell, Grid
from kaigi_extract.parts.sheet.general_kinds import mean_by_kind
from kaigi_extract.parts.sheet.general_row import GeneralRow, meaning_of
from kaigi_extract.text import text_key
from kaigi_extract.text.late_pattern import late_pattern
from kaigi_extract.wards.words import Words

_BEFORE = late_pattern(r"(?:現行|現在|現状|旧|従前|従来|前回|(?:変更|改正|見直し?|更新)前)(?:の?内容)?")
_AFTER = late_pattern(r"(?:新|今回|(?:変更|改正|見直し?|更新)(?:後|案))(?:の?内容)?")
"""What heads the columns of a form that is changed."""
_COLON = late_pattern(r"\s*(?P<label>[^:：\s](?:[^:：]{0,22}[^:：\s])?)\s*[:：]\s*")
_OF_VALUES = late_pattern(r"\d|[。、]")
"""What values have and labels have not."""
_PAIR = 2
"""Columns of one label and its value."""
_LONGEST_LABEL = 24
"""Characters."""
_STACKED = 0.6
"""Share of the cells of a table that hold a known label where all are taken for labels, or for labels with values."""
_LAYERS = 4
"""Rows, at least, of a table whose labels are in every second, or in its last column: a list has one row of heads."""


def rows_in_other_shape(grid: Grid, words: Words) -> list[GeneralRow] | None:
    """Label and value of a table in one of these arrangements; None where it is in none of them."""
    if _is_stacked(grid, words):
        return _stacked_rows(grid, words)
    if is_layered(grid, words):
        return _layered_rows(grid, words)
    if _is_mirrored(grid, words):
        return _mirrored_rows(grid, words)
    if _is_inline(grid, words):
        return _inline_rows(grid, words)
    changed = _change_columns(grid)
    return _changed_rows(grid, *changed, words) if changed is not None else None


def _is_stacked(grid: Grid, words: Words) -> bool:
    """Whether each cell of a table has its label on its first line and its value below: most begin with a known one."""
    cells = [cell for cell in grid.cells if not cell.empty]
    stacked = [cell for cell in cells if len(cell.lines) > 1 and _is_label_line(cell.lines[0], words)]
    return len(stacked) > 1 and len(stacked) >= _STACKED * len(cells)


def _is_label_line(line: AnyLine, words: Words) -> bool:
    return len(text_key(line.text)) <= _LONGEST_LABEL and meaning_of(line.text, words) is not None


def _stacked_rows(grid: Grid, words: Words) -> list[GeneralRow]:
    """Label and value of each cell: its first line, and what is below that."""
    rows: list[GeneralRow] = []
    for row in grid.rows():
        for cell in row:
            if cell.empty:
                continue
            label, below = Passage.of(cell.lines[0]), cell.lines[1:]
            value = unwrap_lines(below, measure(below)) if below else Passage()
            rows.append(GeneralRow(label, value, meaning_of(label.text, words)))
    mean_by_kind(rows, words)
    return rows


def _is_mirrored(grid: Grid, words: Words) -> bool:
    """Whether the labels of a table of two columns are to the right of their values."""
    rows = [row for row in grid.rows() if len(row) == _PAIR]
    if len(rows) < _LAYERS or any(cell.column > 1 for cell in grid.cells):
        return False
    left, right = (sum(meaning_of(row[k].passage.text, words) is not None for row in rows) for k in (0, 1))
    return right >= _STACKED * len(rows) and 2 * left < right


def _mirrored_rows(grid: Grid, words: Words) -> list[GeneralRow]:
    """Each label with the value to its left."""
    rows = [GeneralRow(row[-1].passage, row[0].passage, meaning_of(row[-1].passage.text, words)) for row in grid.rows()]
    mean_by_kind(rows, words)
    return rows


def _label_before_colon(line: AnyLine, words: Words) -> re.Match[str] | None:
    """The known label that a line begins with, before a colon."""
    found = _COLON.match(line.text) if ":" in line.text or "：" in line.text else None
    return found if found is not None and meaning_of(found["label"], words) is not None else None


def _is_inline(grid: Grid, words: Words) -> bool:
    """Whether the cells of a table hold label and value, a colon between: most begin with a known label."""
    cells = [cell for cell in grid.cells if not cell.empty]
    labels = [line for cell in cells for line in cell.lines if _label_before_colon(line, words) is not None]
    begun = sum(_label_before_colon(cell.lines[0], words) is not None for cell in cells)
    return len(labels) > 1 and begun >= _STACKED * len(cells)


def _inline_rows(grid: Grid, words: Words) -> list[GeneralRow]:
    """Label and value of each line that begins with a known label, with the lines below it in its cell."""
    rows: list[GeneralRow] = []
    for cell in (cell for row in grid.rows() for cell in row if not cell.empty):
        open_row: list[tuple[AnyLine, int]] = []
        for line in [*cell.lines, None]:
            found = _label_before_colon(line, words) if line is not None else None
            if open_row and (line is None or found is not None):
                rows.append(_inline_row(open_row, words))
                open_row = []
            if line is not None:
                open_row.append((line, found.end() if found is not None else 0))
    mean_by_kind(rows, words)
    return rows


def _inline_row(lines: Sequence[tuple[AnyLine, int]], words: Words) -> GeneralRow:
    (first, cut), *more = lines
    found = _label_before_colon(first, words)
    label = Passage.of(first, found.start("label"), found.end("label")) if found is not None else Passage()
    value = [Passage.of(first, cut)] if cut < len(first.text) else []
    value += [Passage.of(line) for line, _ in more]
    return GeneralRow(label, join(value), meaning_of(label.text, words) if label.text else None)


def is_layered(grid: Grid, words: Words) -> bool:
    """Whether each second row of a table holds the labels of the values below them, of several layers at
    least, or of one with two labels: three may head a list. Some values may read like labels: 公園課."""
    rows = list(grid.rows())
    one_layer = [len(row) for row in rows] == [_PAIR, _PAIR]
    if (len(rows) < _LAYERS and not one_layer) or len(rows) % 2:
        return False
    texts = [cell.passage.text for row in rows[1::2] for cell in row]
    values = [_OF_VALUES.search(text) is not None or meaning_of(text, words) is None for text in texts]
    return 2 * sum(values) > len(values) and all(
        [cell.column for cell in above] == [cell.column for cell in below]
        and all(cell.row_span == 1 and meaning_of(cell.passage.text, words) is not None for cell in above)
        for above, below in zip(rows[::2], rows[1::2], strict=True)
    )


def _layered_rows(grid: Grid, words: Words) -> list[GeneralRow]:
    """Each label with the value in the row below it."""
    rows = list(grid.rows())
    found = [
        GeneralRow(label.passage, value.passage, meaning_of(label.passage.text, words))
        for above, below in zip(rows[::2], rows[1::2], strict=True)
        for label, value in zip(above, below, strict=True)
    ]
    mean_by_kind(found, words)
    return found


def _change_columns(grid: Grid) -> tuple[Cell, Cell] | None:
    """The heads of the columns that say what a form had before a change, and what it has after it; None where a table
    has no such columns."""
    head = [cell for cell in next(iter(grid.rows()), []) if not cell.empty]
    before = next((cell for cell in head if cell.column and _BEFORE.fullmatch(text_key(cell.passage.text))), None)
    after = next((cell for cell in head if cell.column and _AFTER.fullmatch(text_key(cell.passage.text))), None)
    return (before, after) if before is not None and after is not None else None


def _changed_rows(grid: Grid, before: Cell, after: Cell, words: Words) -> list[GeneralRow]:
    """Each label with what it has after the change, or had where that stays; what was before it is no field's value."""
    rows, former = list[GeneralRow](), list[GeneralRow]()
    for row in list(grid.rows())[1:]:
        label = next((cell.passage for cell in row if not cell.column), Passage())
        old, new = (_in_column(row, head.column) for head in (before, after))
        rows.append(GeneralRow(label, new if new.text else old, meaning_of(label.text, words)))
        if old.text and new.text and text_key(old.text) != text_key(new.text):
            former.append(GeneralRow(join([label, before.passage], "・"), old, None))
    mean_by_kind(rows, words)
    return [*rows, *former]


def _in_column(row: Sequence[Cell], column: int) -> Passage:
    """What a row has in a column, also in a cell over several."""
    cells = (cell.passage for cell in row if cell.column <= column < cell.column + cell.column_span)
    return next(cells, Passage())
