"""Rows of label and value of tables whose labels no mapping knows.

General words say what a label means. What they do not know is a label where it is the first of its row, or where most
of its column is known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.layout.borderless_rows import label_and_value_lines, rows_of_columns
from kaigi_extract.layout.lines import AnyLine, Line
from kaigi_extract.layout.passages import Passage, join, measure, unwrap_lines
from kaigi_extract.layout.settings import DEFAULT_LAYOUT
from kaigi_extract.layout.table import Cell, Grid, labels_by
from kaigi_extract.parts.paired_rows import looks_like_label, paired_column
from kaigi_extract.parts.sheet.captioned import SAFEGUARDS, behind_captions, captions_before
from kaigi_extract.parts.sheet.general_kinds import mean_by_kind
from kaigi_extract.parts.sheet.general_row import GeneralRow, meaning_of
from kaigi_extract.parts.sheet.general_shapes import is_layered, rows_in_other_shape
from kaigi_extract.parts.sheet.groups import rows_without_groups
from kaigi_extract.parts.sheet.head_rows import names_columns
from kaigi_extract.parts.sheet.letter_matters import is_numbered, matters_of_table
from kaigi_extract.parts.versions import Versions, versions_of
from kaigi_extract.text import text_key
from kaigi_extract.text.late_pattern import late_pattern
from kaigi_extract.wards import common_words
from kaigi_extract.wards.words import Words

_PAIR = 2
"""Columns of one label and its value."""
_MOST_PAIRS = 20
"""Labels of a further column of them."""
_ABOUT_SOMEBODY = ("counterparty", "department")
"""Fields that are called by a name, and of which a form may ask more than that."""
_OF_DATA = ("subjects", "data_items")
"""Fields whose labels say, beside one of personal data over several rows, a part of it: 対象者 and 項目."""
_LONGEST_LABEL = 24
"""Characters."""
_NO_LABEL = late_pattern(r"[\d。、,，]")
_HEADED = late_pattern(r"【(?P<label>[^【】]{1,14})】\s*(?=\S)")


def unruled_rows(grid: Grid, words: Words) -> list[GeneralRow]:
    """Label and value of a table without ruled lines, whose rows were cut where labels are known: each line at its left
    is a label, or goes on with the one above; what is beside it is its value."""
    columns = label_and_value_lines(grid)
    if columns is None:
        return grid_rows(grid, words)

    knows = labels_by(lambda text: words.meaning(text) is not None or words.general.means_none(text))

    rows: list[GeneralRow] = []
    for label, value in rows_of_columns(*columns, knows, DEFAULT_LAYOUT.borderless_tables):
        passage = join([Passage.of(line) for line in label], "")
        rows.append(GeneralRow(passage, unwrap_lines(value, measure(value)), words.meaning(passage.text)))
    mean_by_kind(rows, words)
    return rows


def down(line: AnyLine) -> tuple[int, float]:
    """Where a line is on its way down the pages."""
    return (line.page, line.y0) if isinstance(line, Line) else (0, float(line.source.number))


def grid_rows(grid: Grid, words: Words) -> list[GeneralRow]:
    """Label and value of each row of a table; a row may hold several pairs. The first cell is a label; another is one
    where general words know it, or know most of its column."""
    other = rows_in_other_shape(grid, words)
    if other is not None:
        return other
    reader = _RowReader(grid, words, _label_columns(grid, words) | paired_column(grid, _LONGEST_LABEL))
    versions, whole = versions_of(grid, common_words()), {row[0].row: row for row in grid.rows()}
    for start, row in rows_without_groups(grid, lambda cell: meaning_of(cell.passage.text, words) is not None):
        cells = [cell for cell in row if not cell.empty or cell.column == start]
        if len(cells) > 1 and cells[0].is_number:
            cells = cells[1:]
        both = versions.of(whole[row[0].row]) if versions is not None and row[0].row in whole else None
        if versions is not None and both is not None and cells:
            reader.add_versions(versions.label(whole[row[0].row]) or cells[0], both, versions)
        elif cells and not names_columns(cells) and not (versions is not None and row[0].row == versions.old.row):
            reader.add(cells)
    reader.close()
    mean_by_kind(reader.rows, words)
    return reader.rows


@dataclass(slots=True)
class _RowReader:
    """The rows of a table while its cells are gone through."""

    grid: Grid
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
    parts: int | None = None
    """The column of labels beside it that say parts of what it means (名称 and 所在地 under 提供先)."""
    over: Cell | None = None
    """The cell of the label, where it is beside several rows, or has captions beside it."""
    under: Cell | None = None
    """The caption that the last row is under, where it says whose safeguards these are."""

    def add(self, cells: Sequence[Cell]) -> None:
        """Takes the cells of the next row; one without a label has more of the value above."""
        if cells[0].empty and self.found and not any(meaning_of(c.passage.text, self.words) for c in cells[1:]):
            self.found += [cell.passage for cell in cells[1:]]
            return
        if cells[0].row > self.until:
            self._open(cells[0])
            self.until = cells[0].row + cells[0].row_span - 1
            self.over = cells[0] if cells[0].row_span > 1 or len(cells) > _PAIR else None
            self.parts = self._parts_of(cells[0])
            cells = cells[1:]
        if self.over is not None and len(cells) > 1 and self._add_under(self.over, cells):
            return
        for cell in cells:
            if self._is_label(cell) and (self.found or not self.label.text or _has_value(cell, cells)):
                self._open_beside(cell)
                self.until = max(self.until, cell.row + cell.row_span - 1)
            elif not (self.found and self._add_headed(cell)):
                self.found.append(cell.passage)

    def add_versions(self, label: Cell, both: tuple[Cell, Cell], versions: Versions) -> None:
        """Takes a row with what was and what is: only this is a value of the case, and that is kept beside it."""
        self.close()
        old, new = both
        value = old.passage if new.empty else new.passage
        self.rows.append(GeneralRow(label.passage, value, meaning_of(label.passage.text, self.words)))
        if not (old.empty or new.empty) and text_key(old.passage.text) != text_key(new.passage.text):
            was = join([label.passage, versions.old.passage], "・")
            self.rows.append(GeneralRow(was, old.passage, None, past=True))
        self.until = label.row + label.row_span - 1

    def close(self) -> None:
        """Ends the row that is open."""
        if self.label.text or self.found:
            meaning = meaning_of(self.label.text, self.words)
            self.rows.append(GeneralRow(self.label, join(self.found), meaning))
        self.label, self.found = Passage(), []

    def _open(self, cell: Cell) -> None:
        self.close()
        self.label = cell.passage

    def _open_beside(self, cell: Cell) -> None:
        """Opens a label behind the first cell of its row. Beside a label over several rows, which has no value of its
        own then, one that nobody knows by itself may say of it what both mean: 名称 under 提供先."""
        over = self.over
        if over is None or over.row_span < 2 or cell.column != over.column + over.column_span:
            self._open(cell)
            return
        if not self.found and self.label.text == over.passage.text:
            self.label = Passage()
        self._open(cell)
        if self._says_the_same(over, cell):
            self.label = join([over.passage, cell.passage], "・")

    def _says_the_same(self, over: Cell, cell: Cell) -> bool:
        """Whether a label that nobody knows by itself means, with the one that it is beside, what that means alone."""
        text = over.passage.text
        means, both = meaning_of(text, self.words), meaning_of(f"{text}・{cell.passage.text}", self.words)
        same = means is not None and both is not None and means.name == both.name
        return same and meaning_of(cell.passage.text, self.words) is None

    def _parts_of(self, over: Cell) -> int | None:
        """The column of labels beside one over several rows that is about somebody: each has a value beside it, and one
        says how he is called."""
        column, until = over.column + over.column_span, over.row + over.row_span
        meaning = meaning_of(over.passage.text, self.words)
        if over.row_span < 2 or meaning is None or meaning.name not in _ABOUT_SOMEBODY:
            return None
        inner = [c for c in self.grid.cells if c.column == column and over.row <= c.row < until]
        valued = {c.row for c in self.grid.cells if c.column > column and not c.empty}
        alike = all(not c.empty and looks_like_label(c, _LONGEST_LABEL) and c.row in valued for c in inner)
        named = alike and len(inner) > 1 and any(self._says_the_same(over, c) for c in inner)
        return column if named else None

    def _is_label(self, cell: Cell) -> bool:
        """Whether a cell is a label; what means the same as the label before it that has no value yet is its value:
        所管課 and 防災課."""
        text = cell.passage.text
        if cell.choices or not text:
            return False
        meaning = meaning_of(text, self.words)
        if meaning is None:
            return cell.column in self.columns or cell.column == self.parts
        before = meaning_of(self.label.text, self.words) if self.label.text and not self.found else None
        return before is None or before.name != meaning.name

    def _add_headed(self, cell: Cell) -> bool:
        """Takes a cell behind a value that has its own label in brackets (【意見】 承認); whether it is one. Groups of
        safeguards are set so, too."""
        text = cell.passage.text
        headed = _HEADED.match(text)
        if headed is None or getattr(meaning_of(self.label.text, self.words), "name", None) in SAFEGUARDS:
            return False
        self.close()
        label = cell.passage.part(headed.start("label"), headed.end("label"))
        value = cell.passage.part(headed.end(), len(text))
        self.rows.append(GeneralRow(label, value, meaning_of(label.text, self.words)))
        return True

    def _add_under(self, over: Cell, cells: Sequence[Cell]) -> bool:
        """Takes a part of what a label is about, with its value, where the label is beside several: whose data these
        are, or whose safeguards, and of what kind; whether it is one."""
        value = cells[-1]
        name = getattr(meaning_of(over.passage.text, self.words), "name", None)
        if name == "data_items" and over.row_span > 1 and len(cells) == _PAIR:
            part = meaning_of(cells[0].passage.text, self.words)
            if part is None or part.name in _OF_DATA:
                captioned = part is not None or cells[0].passage.text.rstrip().endswith("項目")
                self.found.append(join([cells[0].passage, value.passage], "\n" if captioned else "\t"))
                return True
            return False
        captions = captions_before(self.grid, value, over.column + over.column_span) if name in SAFEGUARDS else []
        if not captions or value.choices or meaning_of(value.passage.text, self.words) is not None:
            return False
        both = meaning_of(captions[0].passage.text + over.passage.text, self.words)
        if both is None or both.name not in SAFEGUARDS:
            return False
        if both.name == name:
            self.found.append(behind_captions(captions, value.passage))
            return True
        if self.found:
            self.close()
        passage = behind_captions(captions[1:], value.passage)
        if self.under is captions[0] and self.rows:
            self.rows[-1].value = join([self.rows[-1].value, passage])
        else:
            self.rows.append(GeneralRow(join([over.passage, captions[0].passage], "・"), passage, both))
        self.label, self.under = Passage(), captions[0]
        return True


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
    if len(rows) < 2 or is_layered(grid, words):
        return False
    matters = matters_of_table(grid, words)
    if matters and len(rows[0]) > _PAIR and all(is_numbered(one) for one in matters):
        return True
    head = [cell for cell in rows[0] if not cell.empty]
    known = sum(meaning_of(cell.passage.text, words) is not None for cell in head)
    if len(head) < 3 or (
        4 * known < 3 * len(head) and (pairs := _label_columns(grid, words)) and 1 not in pairs
    ):  # where a row holds several pairs, half of it are values
        return False
    below = [row[0] for row in rows[1:] if row[0].column == 0 and not row[0].empty]
    labels = sum(meaning_of(cell.passage.text, words) is not None for cell in below)
    return known * 2 >= len(head) and labels * 2 < max(len(below), 1)
