"""Register sheets as lines and tables: where one begins and ends, and its rows of label and value.

A sheet begins at a title that ends in 記録票 or the like. With a table the table is the sheet; without rules, and in a
text export, the labels that the mapping knows make the rows, letter-spaced ones (業 務 の 名 称) where it knows none.
`split` asks here where to cut; `sheet` makes the record.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kaigi_extract.layout.lines import AnyLine, PlainLine
from kaigi_extract.layout.passages import Passage, join, unwrap_lines
from kaigi_extract.layout.table import Cell, Grid
from kaigi_extract.parts.part import Item, Part
from kaigi_extract.text import fold, read_choices, squeeze
from kaigi_extract.wards import Common, Ward, common_words
from kaigi_extract.wards.model import label_keys

LONGEST_TITLE = 24
"""Characters of a title without white space."""
LONGEST_LABEL = 30
"""Characters of a label without white space."""
LABEL_LINES = 3
"""Lines that a label may take."""
TITLE_REACH = 6
"""Lines between a title and its table."""
PAGE_BREAK = 2
"""Empty lines of a text export, over those that it has between any two lines, where a page ends."""
GAP = 0.3
"""Ems of empty paper that part a label from its value on one line."""

DRAFT = re.compile(r"[(〔【\[]案[)〕】\]]")
_TITLE = re.compile(r"^[\u3005\u3040-\u309f\u30a0-\u30fa\u30fc-\u30ff\u3400-\u9fff]+$")
_COUNT = r"[\d一二三四五六七八九十]+"
_FORM = re.compile(
    rf"^[(【〔]?(?:別記|別表)?(?:第{_COUNT}号(?:の{_COUNT})?様式|様式第{_COUNT}号?)(?:の{_COUNT})?(?:その{_COUNT})?"
    rf"(?:\(.*第{_COUNT}条.*関係\))?[)】〕]?$"
)
_SPACED_LABEL = re.compile(r"^[^\W\d_A-Za-z](?:[^\S\n][^\W\d_A-Za-z])+(?=[^\S\n]|$)")

KnowsLabel = Callable[[str], bool]


@dataclass(slots=True)
class Row:
    """One label with its value."""

    label: Passage
    value: Passage
    group: Passage | None = None
    """The label of several rows that this one stands under."""


def begins_register(line: AnyLine, common: Common | None = None) -> bool:
    """Whether a line is the title of a register sheet: 外部委託記録票（案）, letter-spaced as it may be.

    Not a mention of one: in a sentence, in a list of attachments (・電算結合記録票).
    """
    return title_of(line, common or common_words()) is not None


def title_of(line: AnyLine, common: Common) -> str | None:
    """The title in a line, without white space and （案）; None where it is none."""
    text = squeeze(fold(line.text))
    bare = DRAFT.sub("", text).strip("「」『』【】〔〕<>《》")
    if len(text) > LONGEST_TITLE + 4 or not _TITLE.match(bare):
        return None
    return bare if any(bare.endswith(fold(name)) and bare != name for name in common.registers.names) else None


def is_form_line(line: AnyLine) -> bool:
    """Whether a line is nothing but a form's number: 第５号様式（第１１条関係）. It often stands above the title, and
    where several sheets begin with it, among the running heads."""
    return _FORM.match(squeeze(fold(line.text))) is not None


def register_length(items: Sequence[Item], ward: Ward | None, common: Common | None = None) -> int:
    """How many items belong to the sheet that begins with the first of them: its title, and its table or, in a text
    export, the lines down to the value of its last label."""
    reach = next((k for k, item in enumerate(items[: TITLE_REACH + 1]) if isinstance(item, Grid)), None)
    if reach is not None:
        end = reach
        while end < len(items) and isinstance(items[end], Grid):
            end += 1
        return end
    lines: list[AnyLine] = []
    for item in items:
        if isinstance(item, Grid) or (len(lines) > 1 and begins_register(item, common)):
            break
        lines.append(item)
    return _last_line(lines, known_labels(ward, common or common_words()))


def known_labels(ward: Ward | None, common: Common) -> KnowsLabel:
    """Tells labels of register sheets, the ward's and those of all wards."""
    labels = common.registers.labels.model_dump()
    everywhere = {key for names in labels.values() for name in names for key in label_keys(name)}

    def knows(text: str) -> bool:
        if len(squeeze(text)) > LONGEST_LABEL:
            return False
        by_ward = ward is not None and ward.field("register", text) is not None
        return by_ward or any(key in everywhere for key in label_keys(text))

    return knows


def register_rows(part: Part, lines: Sequence[AnyLine], knows: KnowsLabel) -> Iterator[Row]:
    """The rows of the tables, or of the lines where there is no table."""
    grids = part.grids()
    if grids:
        for grid in grids:
            yield from _grid_rows(grid, knows)
    else:
        yield from _line_rows(lines, knows)


def _grid_rows(grid: Grid, knows: KnowsLabel) -> Iterator[Row]:
    """Label and value of each row. A label over several rows has the values of all of them, unless each of these has a
    label of its own."""
    for block in _blocks(grid):
        head, *rest = block[0]
        if head.column != 0 and not knows(head.passage.text):
            head, rest = Cell(head.row, 0, 1, 1, []), block[0]
        if not rest and len(block) == 1:
            if head.column_span > 1 or not grid.xs:
                yield from _spanning(head, knows)
            else:
                yield Row(head.passage, Passage())
            continue
        rows = [rest, *block[1:]]
        yield from _nested(head, rows) if _is_nested(rows) else _pairs(head, rows, knows)


def _blocks(grid: Grid) -> Iterator[list[list[Cell]]]:
    """The table's rows, with those that one label stands before together."""
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


def _spanning(cell: Cell, knows: KnowsLabel) -> Iterator[Row]:
    """A cell across the table: a heading or a remark without a label, or a label with its value below it."""
    label, rest = cell.lines[:1], cell.lines[1:]
    if title_of(cell.lines[0], common_words()) is not None and not rest:
        return
    if rest and knows(label[0].text):
        yield Row(Passage.of(label[0]), unwrap_lines(rest, cell.right))
    else:
        yield Row(Passage(), cell.passage)


def _is_nested(rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether each of several rows under one label begins with a label of its own: a cell without a box, no
    sentence, before another."""
    return len(rows) > 1 and all(
        len(row) > 1 and not row[0].choices and 0 < len(squeeze(row[0].passage.text)) <= LONGEST_LABEL for row in rows
    )


def _nested(group: Cell, rows: Sequence[Sequence[Cell]]) -> Iterator[Row]:
    for head, *rest in rows:
        yield Row(head.passage, join([cell.passage for cell in rest]), group.passage)


def _pairs(head: Cell, rows: Sequence[Sequence[Cell]], knows: KnowsLabel) -> Iterator[Row]:
    """The value of a label, and of known labels that stand among its cells."""
    label, found = head.passage, list[Passage]()
    for cell in (cell for row in rows for cell in row):
        if knows(cell.passage.text):
            yield Row(label, join(found))
            label, found = cell.passage, []
        else:
            found.append(cell.passage)
    yield Row(label, join(found))


def _line_rows(lines: Sequence[AnyLine], knows: KnowsLabel) -> Iterator[Row]:
    """Labels and values of lines: a label before its value, or on one to three lines above it."""
    lines = lines[: _last_line(lines, knows)]
    heads = _heads(lines, knows)
    ends = [head.line for head in heads[1:]] + [len(lines)]
    for head, end in zip(heads, ends, strict=True):
        label = Passage()
        for line in lines[head.line : head.line + head.count]:
            label.add(line, 0, head.cut)
        value = [(line, 0) for line in lines[head.line + head.count : end]]
        if head.cut is not None:
            value.insert(0, (lines[head.line], head.cut))
        yield Row(label.part(0, len(label.text)), _value(value))


@dataclass(frozen=True, slots=True)
class Head:
    """Where a label stands among lines."""

    line: int
    count: int
    """Lines that it takes."""
    cut: int | None = None
    """Where its value begins on its line; None where it has the line for itself."""


def _heads(lines: Sequence[AnyLine], knows: KnowsLabel) -> list[Head]:
    """The labels among lines: those that are known; where none is, those that are letter-spaced (業 務 の 名 称)."""
    known = _collect(lines, lambda at: _known_head(lines, at, knows))
    return known or _collect(lines, lambda at: _spaced_head(lines[at], at))


def _collect(lines: Sequence[AnyLine], find: Callable[[int], Head | None]) -> list[Head]:
    heads: list[Head] = []
    at = 0
    while at < len(lines):
        head = None if is_form_line(lines[at]) or begins_register(lines[at]) else find(at)
        if head is not None:
            heads.append(head)
        at += head.count if head is not None else 1
    return heads


def _known_head(lines: Sequence[AnyLine], at: int, knows: KnowsLabel) -> Head | None:
    for count in range(min(LABEL_LINES, len(lines) - at), 0, -1):
        if knows("".join(line.text for line in lines[at : at + count])):
            return Head(at, count)
    line = lines[at]
    for k in range(min(len(line.text) - 1, 2 * LONGEST_LABEL), 0, -1):
        if (line.text[k].isspace() or line.gap(k) >= GAP) and knows(line.text[:k]):
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
        text = line.text[start:].lstrip()
        begins = passage.text.endswith("。") or any(choice.start == 0 for choice in read_choices(text)[:1])
        passage.add(line, len(line.text) - len(text), glue="\n" if passage.text and begins else "")
    return passage


def _last_line(lines: Sequence[AnyLine], knows: KnowsLabel) -> int:
    """Where the sheet ends: at the first end of a page after which no label follows that it does not have yet."""
    heads = _heads(lines, knows)
    if not heads:
        return len(lines)
    step = _usual_step(lines)
    breaks = [k for k in range(1, len(lines)) if _page_ends(lines[k - 1], lines[k], step)]
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


def _page_ends(above: AnyLine, below: AnyLine, step: int) -> bool:
    if isinstance(above, PlainLine) and isinstance(below, PlainLine):
        return below.source.number - above.source.number >= step + PAGE_BREAK
    return above.page != below.page
