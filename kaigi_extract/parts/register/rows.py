"""Register sheets as lines and tables: where one begins and ends, and its rows of label and value.

A sheet begins at a title that ends in 記録票 or the like. With a table the table is the sheet; without rules, and in a
text export, the labels that the mapping knows make the rows, spaced ones (業 務 の 名 称) where it knows none.
`split` asks here where to cut; `sheet` makes the record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from kaigi_extract.layout.borderless_rows import label_and_value_lines, rows_of_columns
from kaigi_extract.layout.lines import AnyLine, PlainLine
from kaigi_extract.layout.passages import Passage, join, measure, unwrap_lines
from kaigi_extract.layout.settings import DEFAULT_LAYOUT
from kaigi_extract.layout.table import Grid, labels_by
from kaigi_extract.parts.form_line import is_form_line
from kaigi_extract.parts.part import Item, Part
from kaigi_extract.parts.register.grids import LabelledRow, grid_rows
from kaigi_extract.parts.register.known_labels import Head, KnownLabels, known_head
from kaigi_extract.parts.register.line_labels import (
    BRACKETED,
    COLONS,
    NO_LABEL,
    WIDE_GAP,
    begin_alike,
    begins_with_box,
    numbered_on,
    with_bracketed,
    with_numbered,
)
from kaigi_extract.parts.sheet.general_rows import down
from kaigi_extract.text import fold, squeeze
from kaigi_extract.text.late_pattern import late_pattern

_SPACED_LABEL = late_pattern(r"^[^\W\d_A-Za-z](?:[^\S\n][^\W\d_A-Za-z])+(?=[^\S\n]|$)")

_GAP = late_pattern(r"(?<=\S)\s+(?=\S)")
_WRAPPED = 3
"""Lines between two rows of a sheet without ruled lines that a value may be wrapped to."""
_COLON_LABEL = late_pattern(
    r"^[^\W\d_](?:[^\s:：。、,，「」『』□■☐☑☒]|[ \u3000](?=[^\s:：]))*(?=[ \t\u3000]*[:：]\s*\S)"
)


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
        if isinstance(item, Grid) or (len(lines) > 1 and (knows.is_title(item) or is_form_line(item))):
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
    """Where a sheet without ruled lines ends, whose rows are tables and lines by turns: after the last label. Lines
    that a value is wrapped to may be between two."""
    at = end
    while at < len(items) and at - end <= _WRAPPED:
        item = items[at]
        if isinstance(item, Grid) and item.ruled:
            break
        if not isinstance(item, Grid) and (knows.is_title(item) or is_form_line(item)):
            break
        right_below = at == end
        at += 1
        if isinstance(item, Grid):
            goes_on = right_below or bool(_labels_of(item, knows))
        else:
            goes_on = known_head([item], 0, knows) is not None
        end = at if goes_on else end
    return end


def register_rows(part: Part, lines: Sequence[AnyLine], knows: KnownLabels) -> Iterator[LabelledRow]:
    """The rows of the tables, or of the lines where there is no table."""
    grids = part.grids()
    if grids:
        if not all(grid.ruled for grid in grids):
            yield from _mixed_rows(grids, lines, knows)
            return
        yield from rows_above(lines, knows)
        for grid in grids:
            yield from grid_rows(grid, knows)
    else:
        yield from _line_rows(lines, knows)


def rows_above(lines: Sequence[AnyLine], knows: KnownLabels) -> Iterator[LabelledRow]:
    """The known labels with values on lines above the tables of a sheet (登録番号　4-12, 所管課　…); what is on lines
    by itself there is none's value."""
    for line in _unless_titles(lines, knows):
        for piece in _pairs(line, knows):
            head = known_head([piece], 0, knows)
            if head is not None and head.cut is not None:
                yield LabelledRow(Passage.of(piece, 0, head.cut).part(0, head.cut), _value([(piece, head.cut)]))


def _mixed_rows(grids: Sequence[Grid], lines: Sequence[AnyLine], knows: KnownLabels) -> list[LabelledRow]:
    """The rows of a sheet of which some are tables without ruled lines and some are lines, in the order printed."""
    rows = list(_line_rows(_unless_titles(lines, knows), knows, cut=False))
    for grid in grids:
        for row in grid_rows(grid, knows) if grid.ruled else unruled_rows(grid, knows):
            rows += [row] if grid.ruled else _parted(row, knows)
    return sorted(rows, key=lambda row: down(row.label.pieces[0][1]) if row.label.pieces else (0, 0.0))


def _parted(row: LabelledRow, knows: KnownLabels) -> Iterator[LabelledRow]:
    """A row, in two where behind its value on the same line are wide space, a known label and the value of that."""
    text = row.value.text
    for gap in WIDE_GAP.finditer(text) if "\n" not in text else ():
        ends = (gap.end() + space.start() for space in _GAP.finditer(text[gap.end() :]))
        end = next((end for end in ends if knows(text[gap.end() : end])), None)
        if end is not None:
            yield LabelledRow(row.label, row.value.part(0, gap.start()), row.group)
            rest = LabelledRow(row.value.part(gap.end(), end), row.value.part(end, len(text)))
            yield from _parted(rest, knows)
            return
    yield row


def _unless_titles(lines: Sequence[AnyLine], knows: KnownLabels) -> list[AnyLine]:
    return [line for line in lines if not is_form_line(line) and not knows.is_title(line)]


def unruled_rows(grid: Grid, knows: KnownLabels) -> Iterator[LabelledRow]:
    """The rows of a table without ruled lines. It was cut where a ward's labels are known, which may be nowhere: it is
    cut anew by those of registers."""
    columns = label_and_value_lines(grid)
    if columns is None:
        yield from grid_rows(grid, knows)
        return

    for label, value in rows_of_columns(*columns, labels_by(knows), DEFAULT_LAYOUT.borderless_tables):
        name = join([Passage.of(line) for line in label], "")
        yield LabelledRow(name, unwrap_lines(value, measure(value), grid.cells[0].settings))


def _line_rows(lines: Sequence[AnyLine], knows: KnownLabels, *, cut: bool = True) -> Iterator[LabelledRow]:
    """Labels and values of lines: a label before its value, or on one to three lines above it."""
    lines = lines[: _last_line(lines, knows)] if cut else lines
    lines = [piece for line in lines for piece in _pairs(line, knows)]
    heads = _heads(lines, knows)
    for k, head in enumerate(heads):
        end = heads[k + 1].line if k + 1 < len(heads) else len(lines)
        label = Passage()
        for line in lines[head.line : head.line + head.count]:
            label.add(line, 0, head.cut)
        value = [(line, 0) for line in lines[head.line + head.count : end]]
        if head.cut is not None:
            value.insert(0, (lines[head.line], head.cut))
        yield LabelledRow(_named(label), _value(value))


def _named(label: Passage) -> Passage:
    """A label without the brackets that it is in."""
    match = BRACKETED.fullmatch(label.text.strip())
    if match is None:
        return label.part(0, len(label.text))
    start = label.text.index(match[0]) + 1
    return label.part(start, start + len(match[0]) - 2)


def _pairs(line: AnyLine, knows: KnownLabels) -> list[AnyLine]:
    """The pairs of label and value on one line, set apart by white space: 業務の名称　…　　登録年月日　…."""
    first = known_head([line], 0, knows)
    if first is None or first.cut is None:
        return [line]
    cuts = [0]
    for gap in WIDE_GAP.finditer(line.text, first.cut):
        head = known_head([line.cut(gap.end(), len(line.text))], 0, knows) if gap.start() > first.cut else None
        cuts += [gap.end()] if head is not None and head.cut is not None else []
    ends = [*cuts[1:], len(line.text)]
    return [line.cut(start, len(line.text[:end].rstrip())) for start, end in zip(cuts, ends, strict=True)]


def _heads(lines: Sequence[AnyLine], knows: KnownLabels) -> list[Head]:
    """The labels among lines: those that are known, and others that begin where these do and are parted from their
    values as they are, by a colon, or by space up to one column; where none is known, those with spaced characters
    (業 務 の 名 称)."""
    known = _collect(lines, knows, lambda at: known_head(lines, at, knows))
    parted = [lines[head.line] for head in known if _is_before_colon(lines[head.line], head.cut)]
    spaced = [] if parted else [(lines[head.line], head.cut) for head in known if head.cut is not None]
    if parted:
        known = _collect(
            lines, knows, lambda at: known_head(lines, at, knows) or _colon_head(lines[at], at, parted, knows)
        )
    elif len(spaced) > 1:
        begun = [line for line, _ in spaced]
        known = _collect(
            lines,
            knows,
            lambda at: (
                known_head(lines, at, knows)
                or _aligned_head(lines[at], at, spaced, knows)
                or _boxes_head(lines[at], at, begun, knows)
                or _spaced_among(lines[at], at, begun)
            ),
        )
    known = with_bracketed(lines, numbered_on(lines, with_numbered(lines, known), knows))
    return known or _collect(lines, knows, lambda at: _spaced_head(lines[at], at))


def has_labelled_lines(items: Sequence[Item], knows: KnownLabels) -> bool:
    """Whether a label is among the lines of a sheet without a table."""
    return bool(_heads(_lines_below(items, knows), knows))


def own_labels(items: Sequence[Item], knows: KnownLabels, *, with_values: bool) -> set[str]:
    """The labels among the lines of a sheet without a table that only registers have; all, or those with a value on
    their line: a law lists what a register holds."""
    lines = _lines_below(items, knows)
    heads = _collect(lines, knows, lambda at: known_head(lines, at, knows))
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


def _is_before_colon(line: AnyLine, cut: int | None) -> bool:
    """Whether a label is parted from the value behind it by a colon."""
    return cut is not None and (
        line.text[:cut].rstrip().endswith(COLONS) or line.text[cut:].lstrip().startswith(COLONS)
    )


def _colon_head(line: AnyLine, at: int, parted: Sequence[AnyLine], knows: KnownLabels) -> Head | None:
    """A label before a colon on a line that begins where others do that have one."""
    found = _COLON_LABEL.match(line.text)
    if found is None or len(found[0]) > knows.settings.longest_label:
        return None
    return Head(at, 1, found.end()) if any(begin_alike(line, one) for one in parted) else None


def _aligned_head(line: AnyLine, at: int, spaced: Sequence[tuple[AnyLine, int]], knows: KnownLabels) -> Head | None:
    """A label before space on a line that begins where others do, and whose value begins in the column where theirs
    do."""
    for gap in _GAP.finditer(line.text):
        if gap.start() > knows.settings.longest_label or NO_LABEL.search(line.text[: gap.start()]):
            return None
        alike = [
            one
            for one, cut in spaced
            if begin_alike(line, one) and abs(one.at(_value_start(one, cut)) - line.at(gap.end())) < line.size / 2
        ]
        if len(alike) > 1:
            return Head(at, 1, gap.start())
    return None


def _boxes_head(line: AnyLine, at: int, begun: Sequence[AnyLine], knows: KnownLabels) -> Head | None:
    """A label before wide space and boxes to tick, on a line that begins where those of others do."""
    gap = WIDE_GAP.search(line.text)
    if gap is None or gap.start() > knows.settings.longest_label or NO_LABEL.search(line.text[: gap.start()]):
        return None
    boxed = begins_with_box(line.text[gap.end() :])
    return Head(at, 1, gap.start()) if boxed and any(begin_alike(line, one) for one in begun) else None


def _value_start(line: AnyLine, cut: int) -> int:
    return len(line.text) - len(line.text[cut:].lstrip(" \t\u3000:："))


def _spaced_head(line: AnyLine, at: int) -> Head | None:
    spaced = _SPACED_LABEL.match(line.text)
    if spaced is None:
        return None
    return Head(at, 1, spaced.end() if spaced.end() < len(line.text) else None)


def _spaced_among(line: AnyLine, at: int, begun: Sequence[AnyLine]) -> Head | None:
    """A label whose characters are set apart, before wider space, on a line that begins where those of others do."""
    head = _spaced_head(line, at)
    if head is None or head.cut is None or WIDE_GAP.match(line.text, head.cut) is None:
        return None
    return head if any(begin_alike(line, one) for one in begun) else None


def _value(pieces: Sequence[tuple[AnyLine, int]]) -> Passage:
    """The lines of a value; one that begins with a box begins a paragraph, and so does one after a full stop."""
    passage, above = Passage(), ""
    for line, start in pieces:
        text = line.text[start:].lstrip(" \t\u3000:：") if start else line.text.lstrip()
        begins = above.endswith("。") or begins_with_box(text)
        passage.add(line, len(line.text) - len(text), glue="\n" if passage.pieces and begins else "")
        above = text or above
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
