"""Rows of label and value of tables whose labels no mapping knows.

General words say what a label means. What they do not know is a label where it is the first of its row, or where most
of its column is known.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import field

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.layout.lines import AnyLine, Line
from kaigi_extract.layout.passages import Passage, join, measure, unwrap_lines
from kaigi_extract.layout.table import Cell, Grid
from kaigi_extract.parts.sheet.general_kinds import mean_by_kind
from kaigi_extract.parts.sheet.general_row import GeneralRow
from kaigi_extract.parts.sheet.groups import rows_without_groups
from kaigi_extract.text import text_key
from kaigi_extract.text.late_pattern import late_pattern
from kaigi_extract.wards.general import Meaning
from kaigi_extract.wards.words import Words

SAFEGUARDS = ("ward_safeguards", "counterparty_safeguards")
_HEAD_LABEL = frozenset({"項目", "項目名", "事項", "区分", "記載事項", "記載項目", "項"})
_HEAD_VALUE = frozenset({"内容", "説明", "記載内容", "記載", "摘要", "記入欄", "内容等", "具体的内容"})
"""What heads a column of labels, and a column of their values."""
_BEFORE = late_pattern(r"(?:現行|現在|現状|旧|従前|従来|前回|(?:変更|改正|見直し?|更新)前)(?:の?内容)?")
_AFTER = late_pattern(r"(?:新|今回|(?:変更|改正|見直し?|更新)(?:後|案))(?:の?内容)?")
"""What heads the columns of a form that is changed."""
_PAIR = 2
"""Columns of one label and its value."""
_MOST_PAIRS = 20
"""Labels of a further column of them."""
_LONGEST_LABEL = 24
"""Characters."""
_STACKED = 0.6
"""Share of the cells of a table that hold a known label above a value, where all are taken for such."""
_LAYERS = 4
"""Rows, at least, of a table whose labels are in every second: a list has one row of heads."""
_NO_LABEL = late_pattern(r"[\d。、,，]")
_COLON = late_pattern(r"\s*(?P<label>[^:：\s](?:[^:：]{0,22}[^:：\s])?)\s*[:：]\s*")
_NOTE = late_pattern(r"※(?![\d０-９]*[)）]?$)\s*(.+)$", re.S)


def unruled_rows(grid: Grid, words: Words) -> list[GeneralRow]:
    """Label and value of a table without ruled lines, whose rows were cut where labels are known: each line at its left
    is a label, or goes on with the one above; what is beside it is its value."""
    left = [line for cell in grid.cells if cell.column == 0 for line in cell.lines]
    right = [line for cell in grid.cells if cell.column > 0 for line in cell.lines]
    if not all(isinstance(line, Line) for line in (*left, *right)):
        return grid_rows(grid, words)
    rows: list[GeneralRow] = []
    labels = _whole_labels(sorted(left, key=down), words)
    for label, after in zip(labels, [*labels[1:], []][: len(labels)], strict=True):
        passage, value = join([Passage.of(line) for line in label], ""), beside(label, after, right)
        rows.append(GeneralRow(passage, unwrap_lines(value, measure(value)), words.meaning(passage.text)))
    mean_by_kind(rows, words)
    return rows


def _whole_labels(lines: Sequence[AnyLine], words: Words) -> list[list[AnyLine]]:
    """The lines at the left of a table by label: two are one that are known only together."""
    labels: list[list[AnyLine]] = []
    for line in lines:
        above = "".join(one.text for one in labels[-1]) if labels else ""
        unknown = bool(above) and words.meaning(above) is None and words.meaning(line.text) is None
        if unknown and words.meaning(above + line.text) is not None:
            labels[-1].append(line)
        else:
            labels.append([line])
    return labels


def beside(label: Sequence[AnyLine], after: Sequence[AnyLine], lines: Sequence[AnyLine]) -> list[AnyLine]:
    """The lines beside a label, down to the one `after` it."""
    (page, top), size = down(label[0]), label[0].size / 2
    last, bottom = down(after[0]) if after else (page + 1000, 0.0)
    return [line for line in lines if (page, top - size) <= down(line) < (last, bottom - size)]


def down(line: AnyLine) -> tuple[int, float]:
    """Where a line is on its way down the pages."""
    return (line.page, line.y0) if isinstance(line, Line) else (0, float(line.source.number))


def meaning_of(label: str, words: Words) -> Meaning | None:
    """What a label means, its ※ note aside."""
    return words.meaning(_NOTE.sub("", label).strip())


def grid_rows(grid: Grid, words: Words) -> list[GeneralRow]:
    """Label and value of each row of a table; a row may hold several pairs. The first cell is a label; another is one
    where general words know it, or know most of its column."""
    if _is_stacked(grid, words):
        return _stacked_rows(grid, words)
    if _is_layered(grid, words):
        return _layered_rows(grid, words)
    if _is_mirrored(grid, words):
        return _mirrored_rows(grid, words)
    if _is_inline(grid, words):
        return _inline_rows(grid, words)
    changed = _change_columns(grid)
    if changed is not None:
        return _changed_rows(grid, *changed, words)
    reader = _RowReader(words, _label_columns(grid, words))
    for start, row in rows_without_groups(grid, lambda cell: meaning_of(cell.passage.text, words) is not None):
        cells = [cell for cell in row if not cell.empty or cell.column == start]
        if len(cells) > 1 and cells[0].is_number:
            cells = cells[1:]
        if cells and not _is_head_row(cells):
            reader.add(cells)
    reader.close()
    mean_by_kind(reader.rows, words)
    return reader.rows


@dataclass(slots=True)
class _RowReader:
    """The rows of a table while its cells are gone through."""

    words: Words
    columns: set[int]
    """Those that hold labels, the first aside."""
    rows: list[GeneralRow] = field(default_factory=list)
    label: Passage = field(default_factory=Passage)
    """The one that is open."""
    found: list[Passage] = field(default_factory=list)
    """Its values so far."""
    until: int = -1
    """The last row that it reaches over."""
    over: Passage | None = None
    """The same, where it is beside several rows."""

    def add(self, cells: Sequence[Cell]) -> None:
        """Takes the cells of the next row."""
        if cells[0].row > self.until:
            self._open(cells[0])
            self.until = cells[0].row + cells[0].row_span - 1
            self.over = cells[0].passage if cells[0].row_span > 1 else None
            cells = cells[1:]
        if self.over is not None and len(cells) == _PAIR and self._add_under(self.over, *cells):
            return
        for cell in cells:
            if self._is_label(cell) and (self.found or not self.label.text or _has_value(cell, cells)):
                self._open(cell)
                self.until = max(self.until, cell.row + cell.row_span - 1)
            else:
                self.found.append(cell.passage)

    def close(self) -> None:
        """Ends the row that is open."""
        if self.label.text or self.found:
            meaning = meaning_of(self.label.text, self.words)
            self.rows.append(GeneralRow(self.label, join(self.found), meaning))
        self.label, self.found = Passage(), []

    def _open(self, cell: Cell) -> None:
        self.close()
        self.label = cell.passage

    def _is_label(self, cell: Cell) -> bool:
        """Whether a cell is a label; what means the same as the label before it that has no value yet is its value:
        所管課 and 防災課."""
        text = cell.passage.text
        if cell.choices or not text:
            return False
        meaning = meaning_of(text, self.words)
        if meaning is None:
            return cell.column in self.columns
        before = meaning_of(self.label.text, self.words) if self.label.text and not self.found else None
        return before is None or before.name != meaning.name

    def _add_under(self, over: Passage, part: Cell, value: Cell) -> bool:
        """Takes a part of what a label is about, with its value, where the label is beside several: whose data these
        are, or whose safeguards; whether it is one."""
        name = getattr(meaning_of(over.text, self.words), "name", None)
        if name == "data_items" and meaning_of(part.passage.text, self.words) is None:
            self.found.append(join([part.passage, value.passage], "\t"))
            return True
        both = meaning_of(part.passage.text + over.text, self.words) if name in SAFEGUARDS else None
        if both is None or both.name not in SAFEGUARDS or value.choices:
            return False
        if self.found:
            self.close()
        self.rows.append(GeneralRow(join([over, part.passage], "・"), value.passage, both))
        self.label = Passage()
        return True


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
    found = _COLON.match(line.text)
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


def _is_layered(grid: Grid, words: Words) -> bool:
    """Whether each second row of a table holds the labels of the values below them, of several layers at
    least. Some values may read like labels: 公園課."""
    rows = list(grid.rows())
    if len(rows) < _LAYERS or len(rows) % 2 or max(map(len, rows)) < _PAIR:
        return False
    values = [meaning_of(cell.passage.text, words) is None for row in rows[1::2] for cell in row]
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


def _is_head_row(cells: Sequence[Cell]) -> bool:
    """Whether a row names the columns of labels and values: 項目 and 内容."""
    texts = [text_key(cell.passage.text) for cell in cells]
    pairs = list(zip(texts[::2], texts[1::2], strict=False))
    return cells[0].row == 0 and len(texts) % 2 == 0 and all(a in _HEAD_LABEL and b in _HEAD_VALUE for a, b in pairs)


def _has_value(cell: Cell, row: Sequence[Cell]) -> bool:
    """Whether another cell comes after this one in its row."""
    return any(other.column > cell.column for other in row)


def _label_columns(grid: Grid, words: Words) -> set[int]:
    """Columns but the first that hold labels: most of their cells are known; or all look like labels, as those of the
    first column do, and most are of a kind that labels are."""
    columns: dict[int, list[Cell]] = {}
    for cell in grid.cells:
        if not cell.empty:
            columns.setdefault(cell.column, []).append(cell)
    last = max((cell.column + cell.column_span for cell in grid.cells), default=0) - 1
    found: set[int] = set()
    for column in sorted(set(columns) - {0}):
        cells = columns[column]
        known = sum(meaning_of(cell.passage.text, words) is not None for cell in cells)
        pairs = _PAIR <= column < last and column - 1 not in found and len(cells) > 1
        if (column < last and known > 1 and 2 * known >= len(cells)) or (
            pairs and _are_labels(cells, words) and _are_labels(columns.get(0, []), words)
        ):
            found.add(column)
    return found


def _are_labels(cells: Sequence[Cell], words: Words) -> bool:
    """Whether cells look like labels and most are of a kind that labels are, though few are known."""
    if len(cells) > _MOST_PAIRS or any(cell.choices for cell in cells):
        return False
    texts = [text_key(cell.passage.text) for cell in cells]
    if any(len(text) > _LONGEST_LABEL or _NO_LABEL.search(text) for text in texts):
        return False
    return 2 * sum(bool(words.meaning(text) or words.general.may_mean(text)) for text in texts) > len(texts)


def is_list(grid: Grid, words: Words) -> bool:
    """Whether a table is a list of many things: its first row holds three labels or more that head columns, and what
    follows begins with no label."""
    rows = list(grid.rows())
    if len(rows) < 2 or _is_layered(grid, words):
        return False
    head = [cell for cell in rows[0] if not cell.empty]
    known = sum(meaning_of(cell.passage.text, words) is not None for cell in head)
    if len(head) < 3 or (
        4 * known < 3 * len(head) and (pairs := _label_columns(grid, words)) and 1 not in pairs
    ):  # where a row holds several pairs, half of it are values
        return False
    below = [row[0] for row in rows[1:] if row[0].column == 0 and not row[0].empty]
    labels = sum(meaning_of(cell.passage.text, words) is not None for cell in below)
    return known * 2 >= len(head) and labels * 2 < max(len(below), 1)
