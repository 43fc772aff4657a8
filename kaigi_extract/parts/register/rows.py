"""Register sheets as lines and tables: where one begins and ends, and its rows of label and value.

A sheet begins at a title that ends in 記録票 or the like. With a table the table is the sheet; without rules, and in a
text export, the labels that the mapping knows make the rows, spaced ones (業 務 の 名 称) where it knows none.
`split` asks here where to cut; `sheet` makes the record.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kaigi_extract.layout.lines import AnyLine, Line, PlainLine
from kaigi_extract.layout.passages import Passage, join, measure, unwrap_lines
from kaigi_extract.layout.table import Cell, Grid
from kaigi_extract.parts.part import Item, Part
from kaigi_extract.parts.settings import RegisterSettings
from kaigi_extract.parts.sheet.general_rows import beside, down
from kaigi_extract.text import fold, read_choices, squeeze
from kaigi_extract.wards import Common, Ward
from kaigi_extract.wards.model import label_keys

DRAFT = re.compile(r"[(〔【\[]案[)〕】\]]")
_TITLE = re.compile(r"^(?!・)[\u3005\u3040-\u309f\u30a0-\u30ff\u3400-\u9fff]+$")
_AROUND_TITLE = re.compile(r"^(?!・)[○●◎◇◆■□※]+|[(〔【\[](?:単票|一覧|様式|別紙\d*|記入例|第?\d+号様式)[)〕】\]]$")
_COUNT = r"[\d一二三四五六七八九十]+"
_OF_ARTICLE = rf"\(.*第{_COUNT}条.*関係\)"
_FORM = re.compile(
    rf"^[(【〔]?(?:(?:別記|別表)?(?:第{_COUNT}号(?:の{_COUNT})?様式|様式第?{_COUNT}号?)(?:の{_COUNT})?(?:その{_COUNT})?"
    rf"(?:{_OF_ARTICLE})?|(?:別記)?(?:様式|書式|別記){_OF_ARTICLE}|別記様式)[)】〕]?$"
)
"""A form's number (第５号様式), with the article it is for; without a number only with that article, or as 別記様式."""
_NO_LABEL = re.compile(r"\d|[。、]")
"""What a value has and a label has not."""
_SPACED_LABEL = re.compile(r"^[^\W\d_A-Za-z](?:[^\S\n][^\W\d_A-Za-z])+(?=[^\S\n]|$)")


class KnownLabels:
    """The labels of register sheets, the ward's and those of all wards, and the settings by which they are found."""

    def __init__(self, ward: Ward | None, common: Common, settings: RegisterSettings) -> None:
        self.ward, self.common, self.settings = ward, common, settings
        labels = common.registers.labels.model_dump()
        self._everywhere = {key for names in labels.values() for name in names for key in label_keys(name)}
        self._own = {key for name in common.registers.own for key in label_keys(name)}

    def __call__(self, text: str) -> bool:
        """Whether a text is a label."""
        if len(squeeze(text)) > self.settings.longest_label:
            return False
        by_ward = self.ward is not None and self.ward.field("register", text) is not None
        return by_ward or any(key in self._everywhere for key in label_keys(text))

    def is_of_registers(self, text: str) -> bool:
        """Whether a text is a label that registers have and forms of cases have not."""
        return any(key in self._own for key in label_keys(text))

    def begins_own(self, line: AnyLine) -> bool:
        """Whether a line begins with a label that only registers have."""
        head = _known_head([line], 0, self) if len(line.text) <= 2 * self.settings.longest_label else None
        return head is not None and self.is_of_registers(line.text[: head.cut])

    def is_title(self, line: AnyLine) -> bool:
        """Whether a line is the title of a sheet."""
        return begins_register(line, self.common, self.settings)


@dataclass(slots=True)
class LabelledRow:
    """One label with its value."""

    label: Passage
    value: Passage
    group: Passage | None = None
    """The label of several rows that this one is under."""


def begins_register(line: AnyLine, common: Common, settings: RegisterSettings) -> bool:
    """Whether a line is the title of a register sheet: 外部委託記録票（案）, its characters spaced as they may be.

    Not a mention of one: in a sentence, in a list of attachments (・電算結合記録票).
    """
    return register_title(line, common, settings) is not None


def register_title(line: AnyLine, common: Common, settings: RegisterSettings) -> str | None:
    """The title in a line, without white space and （案）; None where it is none."""
    text = squeeze(fold(line.text))
    bare = _AROUND_TITLE.sub("", DRAFT.sub("", text)).strip("「」『』【】〔〕<>《》")
    if len(text) > settings.longest_title + 4 or not _TITLE.match(bare):
        return None
    return bare if any(bare.endswith(fold(name)) and bare != name for name in common.registers.names) else None


def is_form_line(line: AnyLine) -> bool:
    """Whether a line is nothing but a form's number: 第５号様式（第１１条関係）. It is often above the title, and
    where several sheets begin with it, among the running heads."""
    return _FORM.match(squeeze(fold(line.text))) is not None


def register_length(items: Sequence[Item], knows: KnownLabels) -> int:
    """How many items belong to the sheet that begins with the first of them: its title, and its table or, in a text
    export, the lines down to the value of its last label."""
    reach = next((k for k, item in enumerate(items[: knows.settings.table_within + 1]) if isinstance(item, Grid)), None)
    if reach is not None:
        end, seen = reach, set[str]()
        while end < len(items) and isinstance(grid := items[end], Grid) and not (seen and _is_next(grid, seen, knows)):
            seen |= _labels_of(grid, knows)
            end += 1
        return end if _is_ruled(items[end - 1]) else _unruled_end(items, end, knows)
    lines: list[AnyLine] = []
    for item in items:
        if isinstance(item, Grid) or (len(lines) > 1 and knows.is_title(item)):
            break
        lines.append(item)
    return _last_line(lines, knows)


def _is_next(grid: Grid, seen: set[str], knows: KnownLabels) -> bool:
    """Whether a table is the next sheet and no more of the one with the labels `seen`: it begins with a title, or most
    of its labels are printed again."""
    first = next(iter(grid.rows()), [])
    if any(knows.is_title(line) for cell in first for line in cell.lines):
        return True
    labels = _labels_of(grid, knows)
    return len(labels) > 1 and 2 * len(labels & seen) > len(labels)


def _labels_of(grid: Grid, knows: KnownLabels) -> set[str]:
    texts = (cell.passage.text for cell in grid.cells if not cell.empty)
    return {squeeze(fold(text)) for text in texts if knows(text)}


def _is_ruled(item: Item) -> bool:
    return isinstance(item, Grid) and item.ruled


def _unruled_end(items: Sequence[Item], end: int, knows: KnownLabels) -> int:
    """Where a sheet without ruled lines ends, whose rows are tables and lines by turns: after the last label."""
    while end < len(items):
        item = items[end]
        if not (isinstance(item, Grid) and not item.ruled) and not (
            not isinstance(item, Grid) and _known_head([item], 0, knows) is not None
        ):
            break
        end += 1
    return end


def register_rows(part: Part, lines: Sequence[AnyLine], knows: KnownLabels) -> Iterator[LabelledRow]:
    """The rows of the tables, or of the lines where there is no table."""
    grids = part.grids()
    if grids:
        if not all(grid.ruled for grid in grids):
            yield from _mixed_rows(grids, lines, knows)
            return
        for grid in grids:
            yield from _grid_rows(grid, knows)
    else:
        yield from _line_rows(lines, knows)


def _mixed_rows(grids: Sequence[Grid], lines: Sequence[AnyLine], knows: KnownLabels) -> list[LabelledRow]:
    """The rows of a sheet of which some are tables without ruled lines and some are lines, in the order printed."""
    rows = list(_line_rows(_unless_titles(lines, knows), knows, cut=False))
    for grid in grids:
        rows += _grid_rows(grid, knows) if grid.ruled else unruled_rows(grid, knows)
    return sorted(rows, key=lambda row: down(row.label.pieces[0][1]) if row.label.pieces else (0, 0.0))


def _unless_titles(lines: Sequence[AnyLine], knows: KnownLabels) -> list[AnyLine]:
    return [line for line in lines if not is_form_line(line) and not knows.is_title(line)]


def unruled_rows(grid: Grid, knows: KnownLabels) -> Iterator[LabelledRow]:
    """The rows of a table without ruled lines. It was cut where a ward's labels are known, which may be nowhere: each
    line at its left is a label, several where they are one that is known; what is beside it is its value."""
    left = sorted((line for cell in grid.cells if cell.column == 0 for line in cell.lines), key=down)
    right = [line for cell in grid.cells if cell.column > 0 for line in cell.lines]
    if not all(isinstance(line, Line) for line in (*left, *right)):
        yield from _grid_rows(grid, knows)
        return
    labels: list[list[AnyLine]] = []
    while left:
        counts = range(min(knows.settings.label_lines + 1, len(left)), 1, -1)
        count = next((n for n in counts if knows("".join(line.text for line in left[:n]))), 1)
        labels.append(left[:count])
        left = left[count:]
    for label, after in zip(labels, [*labels[1:], []][: len(labels)], strict=True):
        name, value = join([Passage.of(line) for line in label], ""), beside(label, after, right)
        yield LabelledRow(name, unwrap_lines(value, measure(value), grid.cells[0].settings))


def _grid_rows(grid: Grid, knows: KnownLabels) -> Iterator[LabelledRow]:
    """Label and value of each row. A label over several rows has the values of all of them, unless each of these has a
    label of its own."""
    columns = _label_columns(grid, knows)
    for block in _blocks(grid):
        head, *rest = block[0]
        if head.column != 0 and not knows(head.passage.text):
            head, rest = Cell(head.row, 0, 1, 1, []), block[0]
        if not rest and len(block) == 1:
            if head.column_span > 1 or not grid.xs:
                yield from _spanning(head, knows)
            else:
                yield LabelledRow(head.passage, Passage())
            continue
        rows = [rest, *block[1:]]
        yield from _nested(head, rows) if _is_nested(rows, knows.settings) else _pairs(head, rows, knows, columns)


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
        and all(knows(cell.passage.text) or _looks_like_label(cell, knows.settings) for cell in cells)
    }


def _looks_like_label(cell: Cell, settings: RegisterSettings) -> bool:
    text = squeeze(fold(cell.passage.text))
    return not cell.choices and len(text) <= settings.longest_label and not _NO_LABEL.search(text)


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


def _is_nested(rows: Sequence[Sequence[Cell]], settings: RegisterSettings) -> bool:
    """Whether each of several rows under one label begins with a label of its own: a cell without a box, no
    sentence, before another."""
    return len(rows) > 1 and all(
        len(row) > 1 and not row[0].choices and 0 < len(squeeze(row[0].passage.text)) <= settings.longest_label
        for row in rows
    )


def _nested(group: Cell, rows: Sequence[Sequence[Cell]]) -> Iterator[LabelledRow]:
    for head, *rest in rows:
        yield LabelledRow(head.passage, join([cell.passage for cell in rest]), group.passage)


def _pairs(head: Cell, rows: Sequence[Sequence[Cell]], knows: KnownLabels, columns: set[int]) -> Iterator[LabelledRow]:
    """The value of a label, and of labels among its cells: those that are known, or in columns of labels."""
    label, found = head.passage, list[Passage]()
    for cell in (cell for row in rows for cell in row):
        if knows(cell.passage.text) or cell.column in columns:
            yield LabelledRow(label, join(found))
            label, found = cell.passage, []
        else:
            found.append(cell.passage)
    yield LabelledRow(label, join(found))


def _line_rows(lines: Sequence[AnyLine], knows: KnownLabels, *, cut: bool = True) -> Iterator[LabelledRow]:
    """Labels and values of lines: a label before its value, or on one to three lines above it."""
    lines = lines[: _last_line(lines, knows)] if cut else lines
    heads = _heads(lines, knows)
    for k, head in enumerate(heads):
        end = heads[k + 1].line if k + 1 < len(heads) else len(lines)
        label = Passage()
        for line in lines[head.line : head.line + head.count]:
            label.add(line, 0, head.cut)
        value = [(line, 0) for line in lines[head.line + head.count : end]]
        if head.cut is not None:
            value.insert(0, (lines[head.line], head.cut))
        yield LabelledRow(label.part(0, len(label.text)), _value(value))


@dataclass(frozen=True, slots=True)
class Head:
    """Where a label is among lines."""

    line: int
    count: int
    """Lines that it takes."""
    cut: int | None = None
    """Where its value begins on its line; None where it has the line for itself."""


def _heads(lines: Sequence[AnyLine], knows: KnownLabels) -> list[Head]:
    """The labels among lines: those that are known; where none is, those with spaced characters (業 務 の 名 称)."""
    known = _collect(lines, knows, lambda at: _known_head(lines, at, knows))
    return known or _collect(lines, knows, lambda at: _spaced_head(lines[at], at))


def has_labelled_lines(items: Sequence[Item], knows: KnownLabels) -> bool:
    """Whether a label is among the lines of a sheet without a table."""
    return bool(_heads(_lines_below(items, knows), knows))


def own_labels(items: Sequence[Item], knows: KnownLabels, *, with_values: bool) -> set[str]:
    """The labels among the lines of a sheet without a table that only registers have; all, or those with a value on
    their line: a law lists what a register holds."""
    lines = _lines_below(items, knows)
    heads = _collect(lines, knows, lambda at: _known_head(lines, at, knows))
    texts = {_label_text(lines, head) for head in heads if head.cut is not None or not with_values}
    return {text for text in texts if knows.is_of_registers(text)}


def count_labels(items: Sequence[Item], knows: KnownLabels) -> int:
    """How many known labels the tables and lines of a sheet have."""
    lines = [item for item in items if not isinstance(item, Grid)]
    cells = [cell for item in items if isinstance(item, Grid) for cell in item.cells if not cell.empty]
    return len(_heads(lines, knows)) + sum(knows(cell.passage.text) for cell in cells)


def _lines_below(items: Sequence[Item], knows: KnownLabels) -> list[AnyLine]:
    """The lines from the beginning of a sheet, to a table or the next sheet."""
    lines: list[AnyLine] = []
    for item in items[: knows.settings.lines]:
        if isinstance(item, Grid) or (len(lines) > 1 and (knows.is_title(item) or is_form_line(item))):
            break
        lines.append(item)
    return lines


def _collect(lines: Sequence[AnyLine], knows: KnownLabels, find: Callable[[int], Head | None]) -> list[Head]:
    heads: list[Head] = []
    at = 0
    while at < len(lines):
        head = None if is_form_line(lines[at]) or knows.is_title(lines[at]) else find(at)
        if head is not None:
            heads.append(head)
        at += head.count if head is not None else 1
    return heads


def _known_head(lines: Sequence[AnyLine], at: int, knows: KnownLabels) -> Head | None:
    for count in range(min(knows.settings.label_lines, len(lines) - at), 0, -1):
        if knows("".join(line.text for line in lines[at : at + count])):
            return Head(at, count)
    line = lines[at]
    for k in range(min(len(line.text) - 1, 2 * knows.settings.longest_label), 0, -1):
        parted = line.text[k].isspace() or line.text[k] in ":：" or line.gap(k) >= knows.settings.label_gap
        if parted and knows(line.text[:k]):
            return Head(at, 1, k)
    return None


def _spaced_head(line: AnyLine, at: int) -> Head | None:
    spaced = _SPACED_LABEL.match(line.text)
    if spaced is None:
        return None
    return Head(at, 1, spaced.end() if spaced.end() < len(line.text) else None)


def _value(pieces: Sequence[tuple[AnyLine, int]]) -> Passage:
    """The lines of a value; one that begins with a box begins a paragraph, and so does one after a full stop."""
    passage = Passage()
    for line, start in pieces:
        text = line.text[start:].lstrip(" \t\u3000:：") if start else line.text.lstrip()
        begins = passage.text.endswith("。") or any(choice.start == 0 for choice in read_choices(text)[:1])
        passage.add(line, len(line.text) - len(text), glue="\n" if passage.text and begins else "")
    return passage


def _last_line(lines: Sequence[AnyLine], knows: KnownLabels) -> int:
    """Where the sheet ends: at the first end of a page after which no label follows that it does not have yet."""
    heads = _heads(lines, knows)
    if not heads:
        return len(lines)
    step = _usual_step(lines)
    breaks = [k for k in range(1, len(lines)) if _page_ends(lines[k - 1], lines[k], step + knows.settings.page_break)]
    seen: set[str] = set()
    for k, following in pairwise([*breaks, len(lines)]):
        seen |= {_label_text(lines, head) for head in heads if head.line < k}
        new = {_label_text(lines, head) for head in heads if k <= head.line < following} - seen
        if seen and not new:
            return k
    return len(lines)


def _label_text(lines: Sequence[AnyLine], head: Head) -> str:
    return squeeze(fold("".join(line.text[: head.cut] for line in lines[head.line : head.line + head.count])))


def _usual_step(lines: Sequence[AnyLine]) -> int:
    """Lines of a text export from one printed line to the next."""
    steps = sorted(
        b.source.number - a.source.number
        for a, b in pairwise(lines)
        if isinstance(a, PlainLine) and isinstance(b, PlainLine)
    )
    return steps[len(steps) // 2] if steps else 1


def _page_ends(above: AnyLine, below: AnyLine, least: int) -> bool:
    if isinstance(above, PlainLine) and isinstance(below, PlainLine):
        return below.source.number - above.source.number >= least
    return above.page != below.page
