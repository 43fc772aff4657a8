"""Files without geometry to the same flow of lines and tables; repairs what text exports do to forms.

What a label looks like is handed in as a function. Damage seen in exports of ward documents: 件 and 名 on lines of
their own; list items run together in one cell; a label cut over two rows; a label that slipped out of its table into
the middle of its value. Whatever is repaired is reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

from kaigi_extract.catalogue import Message
from kaigi_extract.layout.assemble import Arrangement
from kaigi_extract.layout.known_texts import NOTHING_KNOWN, IsMark, KnownTexts
from kaigi_extract.layout.lines import AnyLine, PlainLine, plain_line
from kaigi_extract.layout.settings import DEFAULT_LAYOUT, LayoutSettings
from kaigi_extract.layout.table import Cell, Grid, KnowsLabel
from kaigi_extract.layout.text_columns import find_columns
from kaigi_extract.layout.text_label_lines import LabelLines
from kaigi_extract.layout.text_pages import page_furniture
from kaigi_extract.layout.text_pairs import LinePairs
from kaigi_extract.layout.text_rows import join_row_lines
from kaigi_extract.layout.text_table_joins import join_tables
from kaigi_extract.source import TextLine, TextTable
from kaigi_extract.text import match_label, squeeze
from kaigi_extract.text.late_pattern import late_pattern

_LISTED = late_pattern(r"^(?:【.*】|※.*)$")


def arrange_text(
    blocks: Iterable[TextLine | TextTable],
    knows: KnowsLabel,
    settings: LayoutSettings = DEFAULT_LAYOUT,
    known: KnownTexts = NOTHING_KNOWN,
) -> Arrangement:
    """The flow of a file without geometry. `knows` detects field labels, `known` what else is known of its texts."""
    arrangement = Arrangement(settings=settings)
    items: list[AnyLine | Grid] = []
    for block in blocks:
        if isinstance(block, TextTable) and (mark := _framed_mark(block, known.is_mark)) is not None:
            items.append(mark)
        elif isinstance(block, TextTable):
            items.append(_grid(block, knows, arrangement))
        elif (line := plain_line(block)) is not None:
            items.append(line)
    items, arrangement.furniture = page_furniture(items, known.is_title, settings.text_files.repeats)
    items = list(_join_characters(items, knows, arrangement))
    items = join_row_lines(items, knows, known.is_title, settings.text_files.longest_label_line)
    items = find_columns(items, knows, known, settings)
    label_lines = LabelLines(knows, known, settings.text_files)
    items = list(join_tables(label_lines.find(items), known))
    pairs = LinePairs(knows, known, settings.text_files)
    items = [pairs.part(item) if isinstance(item, Grid) and not item.ruled else item for item in items]
    arrangement.unread = label_lines.unread
    arrangement.items = _take_back(items, knows, arrangement)
    return arrangement


def plain_lines(sources: Iterable[TextLine]) -> list[AnyLine]:
    """The lines that are not empty, of what is no part of the flow: headers and footers, notes."""
    return [line for source in sources if (line := plain_line(source)) is not None]


def _framed_mark(table: TextTable, is_mark: IsMark) -> PlainLine | None:
    """The line of a table that is nothing but the frame around a mark; None for any other."""
    lines = [line for cell in table.cells for source in cell.lines if (line := plain_line(source)) is not None]
    return replace(lines[0], boxed=True) if len(lines) == 1 and is_mark(lines[0].text) else None


def _grid(table: TextTable, knows: KnowsLabel, arrangement: Arrangement) -> Grid:
    cells = []
    for cell in table.cells:
        lines = [line for source in cell.lines if (line := plain_line(source)) is not None]
        if cell.column:
            lines = [part for line in lines for part in _split_items(line, arrangement)]
        cells.append(Cell(cell.row, cell.column, cell.row_span, cell.column_span, list(lines)))
    grid = Grid(cells)
    _repair_labels(grid, knows, arrangement)
    return grid


def _split_items(line: PlainLine, arrangement: Arrangement) -> list[PlainLine]:
    """List items that an export ran together in one line: numbers in sequence, each after a space or a full stop."""
    if line.source.hard:
        return [line]
    cuts = sorted({cut for cut in _item_starts(line.text) if cut < len(line.text)})
    if len(cuts) == 1:
        return [line]
    parts = [_cut(line, a, b) for a, b in zip(cuts, [*cuts[1:], len(line.text)], strict=True)]
    arrangement.repairs.append(("list items that ran together were parted", [line]))
    return [part for part in parts if part.text]


def _item_starts(text: str) -> list[int]:
    """Where list items begin in a text, 0 included: at the number that is due in its style, at a caption in 【】 and
    after it, and at a remark (※) of an item."""
    starts, due = [0], {"": 0}
    first = match_label(text)
    if first is not None and first.ordinal == 1:
        due[first.style] = 2
    for match in re.finditer(r"(?<=[\s。】])(?=\S)|(?=【)", text):
        at = match.start()
        label = match_label(text[at:])
        ordinal = label.ordinal if label is not None else None
        if text[at] == "【" or text[at - 1 : at] == "】":
            starts.append(at)
            if label is not None and ordinal == 1:
                due = {label.style: 2}
        elif label is not None and ordinal is not None and ordinal == due.get(label.style):
            starts.append(at)
            due[label.style] = ordinal + 1
        elif text[at] == "※" and len(starts) > 1:
            starts.append(at)
    return starts


def _cut(line: PlainLine, start: int, end: int) -> PlainLine:
    """A part of a line, without white space around, as a paragraph by itself."""
    text = line.text[start:end]
    start += len(text) - len(text.lstrip())
    part = line.cut(start, start + len(text.strip()))
    return replace(part, source=replace(line.source, hard=True))


def _repair_labels(grid: Grid, knows: KnowsLabel, arrangement: Arrangement) -> None:
    """Joins labels cut over two rows: the start of one is at the end of the label above, the rest before the next.

    A label that loses its own row that way gets one back; its value is in the row above and cannot be told apart.
    """
    _join_cut_labels(grid, knows, arrangement)
    rows: list[list[Cell]] = []
    start: list[AnyLine] = []
    for row in grid.rows():
        head = row[0]
        text = _squeezed(head) if head.column == 0 else ""
        if start and (rest := _rest(_text(start), text, knows)):
            label = [*start, *_drop_front(head, len(rest))]
            rows.append([Cell(head.row, 0, 1, 1, label), Cell(head.row, 1, 1, 1, [])])
            message = Message(
                "the label {text} was cut over two rows; its value stands in the row above", text=_text(label)
            )
            arrangement.doubts.append((message, label))
            text = text[len(rest) :]
        start = []
        if text and knows(text) is None:
            whole = next((n for n in range(len(text) - 1, 1, -1) if knows(text[:n]) == "label"), 0)
            if whole and knows(text[whole:]) is not None:
                start = _drop_back(head, len(text) - whole)
        rows.append(row)
    for number, row in enumerate(rows):
        for cell in row:
            cell.row = number
    grid.cells = [cell for row in rows for cell in row]


def _text(lines: list[AnyLine]) -> str:
    return "".join(squeeze(line.text) for line in lines)


def _join_cut_labels(grid: Grid, knows: KnowsLabel, arrangement: Arrangement) -> None:
    """Two rows whose labels together are one label, while neither is one by itself, are one row."""
    rows, joined = list(grid.rows()), set[int]()
    for above, below in pairwise(rows):
        head, rest = above[0], below[0]
        text, more = _squeezed(head), _squeezed(rest)
        if head.column or rest.column or not more or knows(text) != "start" or knows(text + more) != "label":
            continue
        arrangement.repairs.append(
            (Message("the label {text}{more} was cut over two rows", text=text, more=more), [*head.lines, *rest.lines])
        )
        for cell in below:
            target = next((c for c in above if c.column == cell.column), None)
            if target is not None:
                target.lines = target.lines + cell.lines
                joined.add(id(cell))
    if joined:
        grid.cells = [cell for cell in grid.cells if id(cell) not in joined]


def _squeezed(cell: Cell) -> str:
    return _text(cell.lines)


def _rest(carried: str, text: str, knows: KnowsLabel) -> str:
    """The beginning of `text` that completes the carried start of a label."""
    return next((text[:n] for n in range(len(text), 0, -1) if knows(carried + text[:n]) == "label"), "")


def _drop_front(cell: Cell, count: int) -> list[AnyLine]:
    """Takes `count` characters, white space aside, from the start of a cell; returns them."""
    dropped: list[AnyLine] = []
    while count and cell.lines:
        line = cell.lines.pop(0)
        at, count = _advance(line.text, count)
        if at < len(line.text) and isinstance(line, PlainLine):
            dropped.append(_cut(line, 0, at))
            cell.lines.insert(0, _cut(line, at, len(line.text)))
        else:
            dropped.append(line)
    return dropped


def _drop_back(cell: Cell, count: int) -> list[AnyLine]:
    """Takes `count` characters, white space aside, from the end of a cell; returns them."""
    dropped: list[AnyLine] = []
    while count and cell.lines:
        line = cell.lines.pop()
        size = len(squeeze(line.text))
        if size > count and isinstance(line, PlainLine):
            at, _ = _advance(line.text, size - count)
            cell.lines.append(_cut(line, 0, at))
            dropped.insert(0, _cut(line, at, len(line.text)))
        else:
            dropped.insert(0, line)
        count -= size
        if count < 0:
            break
    return dropped


def _advance(text: str, count: int) -> tuple[int, int]:
    """The offset after `count` characters that are no white space, and how many were missing."""
    for at, char in enumerate(text):
        if not count:
            return at, 0
        count -= not char.isspace()
    return len(text), count


def _join_characters(
    items: list[AnyLine | Grid], knows: KnowsLabel, arrangement: Arrangement
) -> Iterator[AnyLine | Grid]:
    """Makes a row of each letter-spaced label whose characters are on lines of their own (件, 名) with its value."""
    at, longest = 0, arrangement.settings.text_files.longest_label_line
    while at < len(items):
        count = _single_characters(items[at : at + longest], knows)
        value = items[at + count] if count and at + count < len(items) else None
        if count and value is not None and not isinstance(value, Grid):
            characters = [item for item in items[at : at + count] if not isinstance(item, Grid)]
            arrangement.repairs.append(("a label whose letters stood on lines of their own was joined", characters))
            yield Grid([Cell(0, 0, 1, 1, list(characters)), Cell(0, 1, 1, 1, [value])])
            at += count + 1
        else:
            yield items[at]
            at += 1


def _single_characters(items: list[AnyLine | Grid], knows: KnowsLabel) -> int:
    """How many lines of one character each, from the first on, make a label."""
    text = ""
    for count, item in enumerate(items, 1):
        if isinstance(item, Grid) or len(item.text) > 1:
            return 0
        text += item.text
        if knows(text) == "label":
            return count if count > 1 else 0
    return 0


def _take_back(items: list[AnyLine | Grid], knows: KnowsLabel, arrangement: Arrangement) -> list[AnyLine | Grid]:
    """A label that slipped out of its table, with the list around it, becomes the table's last row again."""
    result: list[AnyLine | Grid] = []
    at = 0
    while at < len(items):
        item = items[at]
        result.append(item)
        at += 1
        if not isinstance(item, Grid):
            continue
        taken, label = _slipped(items, at, knows, arrangement.settings.text_files.longest_label_line)
        if label is None or len(taken) == 1:
            continue
        row = max(cell.row for cell in item.cells) + 1
        item.cells += [Cell(row, 0, 1, 1, [label]), Cell(row, 1, 1, 1, [line for line in taken if line is not label])]
        arrangement.repairs.append(("a label and its list stood after their table", list(taken)))
        at += len(taken)
    return result


def _slipped(
    items: list[AnyLine | Grid], at: int, knows: KnowsLabel, longest: int
) -> tuple[list[AnyLine], AnyLine | None]:
    """The lines from `at` on that are a list with a label in it, and the label, which has `longest` characters
    at most."""
    taken: list[AnyLine] = []
    label: AnyLine | None = None
    for index in range(at, len(items)):
        item = items[index]
        if isinstance(item, Grid):
            break
        if knows(item.text) == "label" and label is None and len(item.text) <= longest:
            label = item
        elif not (match_label(item.text) or _LISTED.match(item.text)):
            break
        taken.append(item)
    return taken, label
