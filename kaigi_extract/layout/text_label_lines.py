"""Labels and values on lines by themselves, as plain text exports leave a form, to tables.

What a label looks like, and in which table a mapping has it, is handed in. Where labels come first and values after
them, they are paired if there are as many of each; else nothing is paired, and that is told.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import field, replace

from kaigi_extract.catalogue import Message
from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.layout.known_texts import KnownTexts
from kaigi_extract.layout.lines import AnyLine, PlainLine, columns
from kaigi_extract.layout.settings import TextFileSettings
from kaigi_extract.layout.table import Cell, Grid, KnowsLabel, labels_by
from kaigi_extract.layout.text_columns import begins_page
from kaigi_extract.layout.text_table_joins import number_of, numbers_of, shared_tables
from kaigi_extract.text import match_label, squeeze
from kaigi_extract.text.late_pattern import late_pattern

UNPAIRED = "{labels} labels follow each other and {values} values after them; which belongs to which cannot be told"
_AFTER_LABEL = " \u3000\t:：|｜"
_COUNTED = late_pattern(
    r"[^:：]*[^\s:：]\s+[(（〔【]?(?:第?[0-9０-９]{1,3}号?|[一二三四五六七八九十]{1,3}|[①-⑳])[)）〕】]?"
)
_PARTED = late_pattern(
    r"(?P<label>[一-鿿](?:[ \u3000]{2,3}[一-鿿]){1,3}(?=[ \u3000]*[:：]|[ \u3000]{2,}\S\S)"  # 備　　考
    r"|[^\s:：](?:[^\s:：]|[ \u3000](?=[^\s:：]))*)"
    r"(?P<parting>[ \u3000]*(?:[:：]|\t+|(?<=[ \u3000]{2}))\s*)(?=\S)"
)
_WIDE = late_pattern(r"\t|[ \u3000]{2}")
NO_LABEL = late_pattern(r"^[^\w(（]|[。、，,「」『』?？!！□■☐☑☒\d０-９]|です$|ます$|した$|する$|ある$")
_HEADING = late_pattern(r"[【〔［][^】〕］]{1,30}[】〕］]\s*+")
"""A heading in brackets, by itself on its line."""


@dataclass(slots=True)
class _Row:
    """A label, on one line or more, and what is printed after it."""

    label: list[AnyLine]
    text: str
    values: list[PlainLine] = field(default_factory=list)
    beside: bool = False
    """The value begins on the line of the label."""
    parting: str = ""
    """What parts the label from the value on one line; empty where it is a single space, as it is between words too."""
    general: bool = False
    """No mapping has the label in a table; it is what bodies in general call a field."""


@dataclass(slots=True)
class LabelLines:
    """Finds tables whose labels are on lines of their own."""

    knows: KnowsLabel
    known: KnownTexts
    settings: TextFileSettings
    unread: list[tuple[str, list[AnyLine]]] = field(default_factory=list)
    """What could not be paired, in words, with the labels."""

    def find(self, items: Sequence[AnyLine | Grid]) -> Iterator[AnyLine | Grid]:
        """The flow with such lines replaced by tables."""
        at = passed = 0
        while at < len(items):
            end, rows, is_last = self._rows(items, at)
            if rows and self._speak(rows, self._touches(rows, [*items[max(at - 1, 0) : at], *items[end : end + 1]])):
                above = self._unknown_above(items[passed:at], rows)
                count = len(above)
                if not rows[0].beside:
                    above = self._general_above(items[passed:at], rows)
                    count = sum(len(row.label) + len(row.values) for row in above)
                yield from items[passed : at - count]
                yield from self._tables([*above, *rows])
                at = passed = end
            else:
                at = end if is_last and rows and not any(row.values for row in rows) else at + 1
        yield from items[passed:]

    def _speak(self, rows: Sequence[_Row], touches: bool) -> bool:
        """Whether rows are a table: enough of them; beside a table that they belong to any number of them are more of
        it."""
        least = self.settings.labels_beside if rows[0].beside else self.settings.labels_above
        least = 1 if touches and rows[0].beside else least
        known = sum(not row.general for row in rows)
        valued = sum(row.general and bool(row.values and row.parting) for row in rows)
        return known + min(known - 1, valued) >= least and any(row.values for row in rows)

    def _touches(self, rows: list[_Row], beside: Sequence[AnyLine | Grid]) -> bool:
        """Whether a table of lines is right above or below rows, the file having no line between, whose labels one
        table of a mapping has together with theirs."""
        lines = [number_of(line) for row in rows for line in (*row.label, *row.values)]
        for grid in beside:
            numbers = numbers_of(grid) if isinstance(grid, Grid) and not grid.ruled else []
            if numbers and (min(numbers) == max(lines) + 1 or max(numbers) == min(lines) - 1):
                assert isinstance(grid, Grid)
                labels = [row.text for row in rows] + [cell.passage.text for cell in grid.cells if not cell.column]
                known = [tables for label in labels if (tables := self.known.tables_of(label))]
                if known and frozenset.intersection(*known):
                    return True
        return False

    def _rows(self, items: Sequence[AnyLine | Grid], at: int) -> tuple[int, list[_Row], bool]:
        """The rows from `at` on, and the index of the item after the last; and whether rows that begin later go no
        further: what is behind the last one is none of any."""
        rows: list[_Row] = []
        tables: frozenset[tuple[str, str]] = frozenset()
        seen: set[str] = set()
        start, is_last = at, True
        while at < len(items):
            found = self._label(items, at, rows)
            if found is not None:
                row, after = found
                row.beside = row.beside or self._is_blank(row, rows, items[after : after + 1])
                shared = shared_tables(tables, self.known.tables_of(row.text))
                unlike = bool(rows) and (not shared or not self._set_alike(row, rows, items[after : after + 1]))
                if unlike or squeeze(row.text) in seen:
                    is_last = False
                    break
                tables = shared
                _append(row, rows)
                seen.add(squeeze(row.text))
                at = after
                continue
            item = items[at]
            if not rows or not isinstance(item, PlainLine):
                break
            if self._ends_value(item) and not self._is_only_value(items, at, rows):
                break
            if rows[0].beside and _HEADING.fullmatch(item.text) and _indent(item) <= _indent(rows[0].label[0]):
                break  # 【安全管理】 heads what follows
            unknown = self._unknown_row(item, rows) or self._general_row(item, rows)
            if self._is_other_row(item, rows) if unknown is None else squeeze(unknown.text) in seen:
                is_last = False
                break
            if unknown is not None:
                _append(unknown, rows)
                seen.add(squeeze(unknown.text))
            else:
                rows[-1].values.append(item)
            at += 1
        return (self._without_tail(rows, at), rows, is_last) if rows else (start, rows, is_last)

    def _is_blank(self, row: _Row, rows: list[_Row], after: Sequence[AnyLine | Grid]) -> bool:
        """Whether a label that is alone on its line has no value: among rows with theirs beside them it begins where
        they do, and the line below it is another such row, or none."""
        if not rows or not rows[0].beside or row.values or _indent(row.label[0]) != _indent(rows[0].label[0]):
            return False
        below = next(iter(after), None)
        if not isinstance(below, PlainLine):
            return True
        return _indent(below) == _indent(row.label[0]) and self._begins_row(below, rows)

    def _begins_row(self, line: PlainLine, rows: list[_Row]) -> bool:
        """Whether a line is a label with its value beside it, known or set as those of the rows before it."""
        known = bool(self._beside(line)) or self._general_row(line, rows) is not None
        return known or self._unknown_row(line, rows) is not None

    def _set_alike(self, row: _Row, rows: list[_Row], after: Sequence[AnyLine | Grid]) -> bool:
        """Whether the value of a row is where those of the rows before it are, beside the label or below; where it is
        not, the label begins where theirs do, and a value below is counted or set in from there."""
        if row.beside == rows[0].beside:
            return True
        indent, value = _indent(row.label[0]), after[0] if after else None
        if indent != _indent(rows[0].label[0]):
            return False
        return row.beside or (
            isinstance(value, PlainLine) and (_indent(value) > indent or match_label(value.text) is not None)
        )

    def _unknown_above(self, items: Sequence[AnyLine | Grid], rows: list[_Row]) -> list[_Row]:
        """The rows right above a table whose labels no mapping knows, set as its own are: those of its first row."""
        found: list[_Row] = []
        for line in reversed(items):
            below = found[-1] if found else rows[0]
            row = self._unknown_row(line, [below]) if isinstance(line, PlainLine) else None
            if row is None or not _follows(row.values[0], below) or self._heads(row, [*found, *rows]):
                break
            found.append(row)
        return found[::-1]

    def _general_above(self, items: Sequence[AnyLine | Grid], rows: list[_Row]) -> list[_Row]:
        """The rows right above a table of labels over their values whose labels are in no table of a mapping and mean a
        field in general: each is set off by an empty line, its value too or not."""
        lines = list(itertools.takewhile(lambda item: isinstance(item, PlainLine), reversed(items)))[::-1]
        found: list[_Row] = []
        apart: list[PlainLine] = []
        groups = _by_empty_lines([line for line in lines if isinstance(line, PlainLine)])
        for label, *below in reversed([piece for group in groups for piece in self._by_labels(group, rows)]):
            if not below and not apart:
                apart = [label]
                continue
            set_alike = _indent(label) == _indent(rows[0].label[0])
            row = _Row([label], label.text, below or apart, general=True)
            if not set_alike or not self._names_field(label.text, rows) or self._heads(row, [*found, *rows]):
                break
            found.append(row)
            apart = []
        return found[::-1]

    def _by_labels(self, lines: list[PlainLine], rows: list[_Row]) -> list[list[PlainLine]]:
        """Lines that nothing parts, two by two where every second one from the first on means a field."""
        pairs = [lines[k : k + 2] for k in range(0, len(lines), 2)]
        if len(lines) % 2 or not all(self._names_field(label.text, rows) for label, _ in pairs):
            return [lines]
        return pairs

    def _heads(self, row: _Row, rows: list[_Row]) -> bool:
        """Whether words that are parted as a row is are none: a mark, a title, a label that is there already."""
        text = row.text + row.values[0].text
        return (
            self.known.is_mark(text)
            or self.known.is_title(text)
            or squeeze(row.text) in {squeeze(one.text) for one in rows}
        )

    def _unknown_row(self, line: PlainLine, rows: list[_Row]) -> _Row | None:
        """The row whose label no mapping knows, on a line that is set as those of its rows before: it begins where
        their labels do, and its first words are parted from the others as theirs are. Space alone makes no row of a
        label that is known of register sheets, as this may be one, unless the values share a column, nor of a line
        that is not right below the last."""
        known = next((row for row in reversed(rows) if row.beside and row.parting), None)
        first = known.label[0] if known is not None else None
        if (
            known is None
            or not isinstance(first, PlainLine)
            or match_label(line.text)
            or _indent(line) != _indent(first)
        ):
            return None
        found = _PARTED.match(line.text)
        end, start = (found.end("label"), found.end()) if found is not None else (0, 0)
        if found is None or _parting(found["parting"]) != known.parting:
            end, start = _cut_at_column(line, known.values[0]) if known.parting == "space" else (0, 0)
        if not start or NO_LABEL.search(line.text[:end]) or end > self.settings.longest_unknown_label:
            return None
        value = line.cut(start, len(line.text))
        of_register = self.knows(line.text[:end]) == "label" and not _share_column(value, known.values[0])
        if known.parting == "space" and (of_register or not _follows(line, rows[-1])):
            return None
        return _Row([line.cut(0, end)], line.text[:end], [value], beside=True, parting=known.parting)

    def _general_row(self, line: PlainLine, rows: list[_Row]) -> _Row | None:
        """The row whose label is in no table of a mapping and means a field in general, on a line that begins where the
        labels of its rows do."""
        row = _row_at_margin(line, rows, self.settings, lambda text: self._names_field(text, rows))
        return replace(row, general=True) if row is not None else None

    def _is_other_row(self, line: PlainLine, rows: Sequence[_Row]) -> bool:
        """Whether a line that is no row of a table is one of another, and no value: right below the last, it begins
        where the labels do, with what means a field in general, and more than a space behind it."""
        row = _row_at_margin(line, rows, self.settings, self.known.names_field) if _follows(line, rows[-1]) else None
        return row is not None and bool(row.parting or not rows[-1].parting)

    def _names_field(self, text: str, rows: Sequence[_Row], *, blank: bool = False) -> bool:
        """Whether words are a label in general, and look like one. What is a label of register sheets too is one where
        the rows before it are a table by themselves, or where it is `blank` among them."""
        if re.search("[:：]", text) or NO_LABEL.search(text) or not self.known.names_field(text):
            return False
        return blank or self.knows(text) != "label" or self._speak(rows, False) or self._are_of_form(rows)

    def _are_of_form(self, rows: Sequence[_Row]) -> bool:
        """Whether rows are several of the forms of a mapping, and of no register."""
        known = [self.known.tables_of(row.text) for row in rows if not row.general]
        both = frozenset.intersection(*known) if known else frozenset()
        return len(known) > 1 and bool(both) and all(part != "register" for _, part in both)

    def _ends_value(self, line: PlainLine) -> bool:
        """Whether a line cannot belong to the value before it: it heads a part, or has a label and value of its own."""
        return self.known.is_title(line.text) or bool(self._beside(line))

    def _is_only_value(self, items: Sequence[AnyLine | Grid], at: int, rows: Sequence[_Row]) -> bool:
        """Whether a title is the value of the label above it (添付資料, 仕様書): another label follows, or nothing."""
        if rows[0].beside or rows[-1].values or not rows[:-1] or not rows[-2].values:
            return False
        return at + 1 == len(items) or self._label(items, at + 1, rows) is not None

    def _without_tail(self, rows: list[_Row], end: int) -> int:
        """Takes what follows an empty line off the last value: nothing says that it belongs to it. Behind several
        labels as many groups of lines are left."""
        row = rows[-1]
        heads = next((k for k, one in enumerate(reversed(rows[:-1]), 1) if one.values or one.beside), len(rows))
        groups = _by_empty_lines(row.values)
        if row.beside and groups and number_of(groups[0][0]) - number_of(row.label[-1]) > 1:
            heads = 0
        kept = [line for group in groups[:heads] for line in group]
        end -= len(row.values) - len(kept)
        row.values = kept
        return end

    def _label(self, items: Sequence[AnyLine | Grid], at: int, rows: Sequence[_Row] = ()) -> tuple[_Row, int] | None:
        """The label that begins at `at`, with the index of the item after it; behind rows also one that is in no table
        of a mapping, alone on a line behind a value that begins where their labels do."""
        first = items[at]
        if not isinstance(first, PlainLine) or match_label(first.text):
            return None
        lines: list[AnyLine] = []
        text, best = "", 0
        for line in items[at : at + self.settings.label_lines]:
            if not isinstance(line, PlainLine) or (lines and line.source.number - first.source.number != len(lines)):
                break
            text += line.text
            known = self.knows(text)
            if known is None:
                break
            lines.append(line)
            if known == "label":
                best = len(lines)
        if best and self._in_table("".join([line.text for line in lines[:best]])):
            return _Row(lines[:best], "".join([line.text for line in lines[:best]])), at + best
        cut = self._beside(first)
        if cut:
            return _beside_row(first, cut), at + 1
        valued = 2 * sum(bool(row.values) for row in rows) > len(
            rows
        )  # else labels stand first, and their values after them
        begins = valued and bool(rows[-1].values) and _indent(first) == _indent(rows[0].label[0])
        if not begins or _is_parted(first.text):
            return None
        blank = rows[0].beside and self._is_right_above_row(first, items[at + 1 : at + 2])
        if not (self._names_field(first.text, rows, blank=blank) or (blank and self._is_label(first.text))):
            return None
        return _Row([first], first.text, general=True), at + 1

    def _is_right_above_row(self, line: PlainLine, below: Sequence[AnyLine | Grid]) -> bool:
        """Whether the next line of the file is a label with its value, or nothing follows."""
        return all(
            isinstance(one, PlainLine) and number_of(one) == number_of(line) + 1 and bool(self._beside(one))
            for one in below
        )

    def _is_label(self, text: str) -> bool:
        """Whether words are a label of some table, or one that no field has."""
        return self.knows(text) == "label" or self.known.means_none(text)

    def _beside(self, line: PlainLine) -> int:
        """Where the label ends that a line begins with, its value behind it; 0 where there is none."""
        longest = min(len(line.text) - 1, self.settings.longest_label_line)
        cut = label_before(line.text, longest, self.knows)
        return cut if cut and self._in_table(line.text[:cut]) else 0

    def _in_table(self, label: str) -> bool:
        return bool(self.known.tables_of(label))

    def _tables(self, rows: list[_Row]) -> Iterator[AnyLine | Grid]:
        """The table; or, where labels and values cannot be paired, the lines as they are."""
        paired: list[_Row] = []
        run: list[_Row] = []
        loose: list[PlainLine] = []
        for row in rows:
            run.append(row)
            if not row.values and not row.beside and row is not rows[-1]:
                continue
            loose += self._pair(run)
            paired += run
            run = []
        cells = []
        for index, row in enumerate(paired):
            cells.append(Cell(index, 0, 1, 1, list(row.label)))
            cells.append(Cell(index, 1, 1, 1, list(row.values)))
        yield Grid(cells, ruled=False)
        yield from loose

    def _pair(self, run: list[_Row]) -> list[PlainLine]:
        """Shares the values behind a run of labels out among them; returns those that cannot be."""
        values = run[-1].values
        if len(run) == 1 or not values:
            return []
        for units in (_by_empty_lines(values), [[line] for line in values]):
            if len(units) == len(run):
                for row, unit in zip(run, units, strict=True):
                    row.values = unit
                return []
        labels = [line for row in run for line in row.label]
        self.unread.append((Message(UNPAIRED, labels=len(run), values=len(values)), labels))
        run[-1].values = []
        return values


def _row_at_margin(
    line: PlainLine, rows: Sequence[_Row], settings: TextFileSettings, is_label: Callable[[str], bool]
) -> _Row | None:
    """The row of a line that begins where the labels of others do, with a label and its value. A number behind white
    space counts papers (諮問事項　２) and is no value."""
    if _indent(line) != _indent(rows[0].label[0]) or match_label(line.text) or _COUNTED.fullmatch(line.text):
        return None
    longest = min(len(line.text) - 1, settings.longest_label_line)
    cut = label_before(line.text, longest, labels_by(is_label))
    return _beside_row(line, cut) if cut else None


def _append(row: _Row, rows: list[_Row]) -> None:
    """Adds a row. Labels without a value above one whose value is beside it, and set as it is, are blank."""
    for above in rows if row.beside else ():
        above.beside = above.beside or (not above.values and _indent(above.label[0]) == _indent(row.label[0]))
    rows.append(row)


def _is_parted(text: str) -> bool:
    """Whether wide space is between words of a line: a label and its value, where they are no single characters."""
    pieces = [piece.strip() for piece in _WIDE.split(text.strip())]
    return len(pieces) > 1 and any(len(piece) > 1 for piece in pieces)


def _beside_row(line: PlainLine, cut: int) -> _Row:
    """The row of a line whose label ends at `cut`, its value behind it."""
    value = behind_label(line, cut)
    parting = _parting(line.text[len(line.text[:cut].rstrip(_AFTER_LABEL)) : len(line.text) - len(value.text)])
    return _Row([line.cut(0, cut)], line.text[:cut], [value] if value.text else [], beside=True, parting=parting)


def behind_label(line: PlainLine, cut: int) -> PlainLine:
    """What is behind a label that ends at `cut`."""
    return line.cut(len(line.text) - len(line.text[cut:].lstrip(_AFTER_LABEL)), len(line.text))


def _indent(line: AnyLine) -> int:
    """Characters by which a line is indented."""
    return line.offset - line.source.offset if isinstance(line, PlainLine) else 0


def _is_soft(line: AnyLine) -> bool:
    return isinstance(line, PlainLine) and not line.source.hard


def _parting(text: str) -> str:
    """How a label is parted from its value: by a colon, a tabulator or wide space."""
    bare = text.strip(" \u3000")
    if bare[:1] in (":", "："):
        return "colon"
    if "\t" in bare:
        return "tab"
    return "space" if len(text) > 1 else ""


def label_before(text: str, longest: int, knows: KnowsLabel) -> int:
    """Where the known label ends that a line begins with, its value behind it; 0 where there is none."""
    ends = (k for k in range(min(longest, len(text) - 1), 1, -1) if text[k] in _AFTER_LABEL)
    return next((k for k in ends if knows(text[:k].rstrip()) == "label"), 0)


def _follows(line: PlainLine, row: _Row) -> bool:
    """Whether a line is the next of the file after those of a row, or the one before them."""
    numbers = [number_of(one) for one in (*row.label, *row.values)]
    return number_of(line) in (min(numbers) - 1, max(numbers) + 1)


def _share_column(one: PlainLine, other: PlainLine) -> bool:
    """Whether two pieces of lines begin in one column, wide characters counted as one or as two."""
    texts = [piece.source.text[: piece.offset - piece.source.offset] for piece in (one, other)]
    return len({*map(len, texts)}) == 1 or len({*map(columns, texts)}) == 1


def _cut_at_column(line: PlainLine, value: PlainLine) -> tuple[int, int]:
    """Where a label ends that fills its column but for one full-width space, and where its value begins: in the column
    of another one. (0, 0) where none does."""
    spaces = (k + 1 for k, char in enumerate(line.text) if char == "\u3000")
    start = next((k for k in spaces if k < len(line.text) and _share_column(line.cut(k, len(line.text)), value)), 0)
    return (len(line.text[:start].rstrip()), start) if start and not line.text[start].isspace() else (0, 0)


def _by_empty_lines(lines: Sequence[PlainLine]) -> list[list[PlainLine]]:
    """Lines in groups that empty lines part."""
    groups: list[list[PlainLine]] = []
    for line in lines:
        if groups and line.source.number - groups[-1][-1].source.number == 1 and not begins_page(line):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups
