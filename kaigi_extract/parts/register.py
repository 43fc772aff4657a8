"""Register sheets (記録票): a title, a table of labels and values, boxes to tick. Seen in Nerima's bundle; Nakano's has
other labels. Without rules and in text exports the labels that the mapping knows make the table.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from kaigi_extract.layout.checkboxes import choices_of
from kaigi_extract.layout.grid import Cell, Grid
from kaigi_extract.layout.line import AnyLine, PlainLine
from kaigi_extract.layout.passage import Passage, join, mend_lines
from kaigi_extract.normalise import find_dates, fold, parse_number, read_choices, squeeze
from kaigi_extract.parts import values
from kaigi_extract.parts.form import label_of, note_of
from kaigi_extract.parts.part import Findings, Item, Part
from kaigi_extract.records import Category, CouncilDate, Extra, RegisterSheet
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

_DRAFT = re.compile(r"[(〔【\[]案[)〕】\]]")
_TITLE = re.compile(r"^[\u3005\u3040-\u309f\u30a0-\u30fa\u30fc-\u30ff\u3400-\u9fff]+$")
_COUNT = r"[\d一二三四五六七八九十]+"
_FORM = re.compile(
    rf"^[(【〔]?(?:別記|別表)?(?:第{_COUNT}号(?:の{_COUNT})?様式|様式第{_COUNT}号?)(?:の{_COUNT})?(?:その{_COUNT})?"
    rf"(?:\(.*第{_COUNT}条.*関係\))?[)】〕]?$"
)
_DASHES = re.compile(r"[‐‑‒–—―−ー─ｰ－-]")
_NUMBER = re.compile(r"[0-9A-Za-z]+(?:-[0-9A-Za-z]+)*")
_SPACED_LABEL = re.compile(r"^[^\W\d_A-Za-z](?:[ 　][^\W\d_A-Za-z])+(?=[ 　]|$)")

KnowsLabel = Callable[[str], bool]


@dataclass(slots=True)
class Row:
    """One label with its value."""

    label: Passage
    value: Passage
    group: Passage | None = None
    """The label of several rows that this one stands under."""


@dataclass(slots=True)
class Title:
    """What stands above the table."""

    text: str
    passage: Passage
    draft: Passage | None = None


@dataclass(slots=True)
class Hearings:
    """Hearings as they are found, each once, and where."""

    dates: list[CouncilDate] = field(default_factory=list)
    places: list[Passage] = field(default_factory=list)

    def add(self, hearing: CouncilDate, place: Passage) -> None:
        if hearing not in self.dates:
            self.dates.append(hearing)
            self.places.append(place)


def begins_register(line: AnyLine, common: Common | None = None) -> bool:
    """Whether a line is the title of a register sheet: 外部委託記録票（案）, letter-spaced as it may be.

    Not a mention of one: in a sentence, in a list of attachments (・電算結合記録票).
    """
    return title_of(line, common or common_words()) is not None


def title_of(line: AnyLine, common: Common) -> str | None:
    """The title in a line, without white space and （案）; None where it is none."""
    text = squeeze(fold(line.text))
    bare = _DRAFT.sub("", text).strip("「」『』【】〔〕<>《》")
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
        if isinstance(item, Grid) or (lines and begins_register(item, common) and len(lines) > 1):
            break
        lines.append(item)
    return _last_line(lines, _known(ward, common or common_words()))


def read_register(
    part: Part,
    ward: Ward | None,
    common: Common,
    findings: Findings,
    record: str,
    margins: Iterable[AnyLine] = (),
) -> RegisterSheet:
    """The register sheet of a part. `record` is its JSON Pointer; `margins` are the document's running heads, among
    which its form's number may stand."""
    knows = _known(ward, common)
    lines = part.lines()
    title = _find_title(part, lines, common)
    rows = list(_rows(part, lines, knows))
    sheet = RegisterSheet(kind=_category(title.text, ward, common), title=title.text, draft=title.draft is not None)
    sheet.evidence["title"] = title.passage.evidence()
    _add_form(sheet, lines, [line for line in margins if part.items and line.page == part.first_page()])
    _add_fields(sheet, rows)
    for row in rows:
        _add_value(sheet, row, ward, common)
    _add_standing_approval(sheet, rows, common)
    _add_hearings(sheet, rows, common)
    _report_misprints(rows, sheet, common, findings, record)
    _report_unmapped(rows, ward, knows, findings, record)
    return sheet


def _known(ward: Ward | None, common: Common) -> KnowsLabel:
    """Tells labels of register sheets, the ward's and those of all wards."""
    labels = common.registers.labels.model_dump()
    everywhere = {key for names in labels.values() for name in names for key in label_keys(name)}

    def knows(text: str) -> bool:
        if len(squeeze(text)) > LONGEST_LABEL:
            return False
        by_ward = ward is not None and ward.field("register", text) is not None
        return by_ward or any(key in everywhere for key in label_keys(text))

    return knows


def _canonical(label: str, ward: Ward | None, common: Common) -> str | None:
    """The record's field for a label; the ward's mapping first."""
    name = ward.field("register", label) if ward is not None else None
    if name is not None:
        return name if name != "other" else None
    keys = label_keys(label)
    for name, labels in common.registers.labels.model_dump().items():
        if name != "other" and any(key in keys for text in labels for key in label_keys(text)):
            return str(name)
    return None


def _find_title(part: Part, lines: Sequence[AnyLine], common: Common) -> Title:
    """The title above the table, or in its first row."""
    first = [line for grid in part.grids()[:1] for row in list(grid.rows())[:1] for cell in row for line in cell.lines]
    for index, line in enumerate([*lines, *first]):
        text = title_of(line, common)
        if text is not None:
            passage = _whole(line)
            draft = passage if _DRAFT.search(squeeze(fold(line.text))) else _draft_beside(lines, index)
            return Title(text, passage, draft)
    passage = _whole(lines[0]) if lines else Passage()
    text = squeeze(fold(passage.text))
    return Title(_DRAFT.sub("", text), passage, passage if _DRAFT.search(text) else None)


def _draft_beside(lines: Sequence[AnyLine], index: int) -> Passage | None:
    """（案） on a line of its own next to the title."""
    for line in [*lines[max(index - 1, 0) : index], *lines[index + 1 : index + 2]]:
        if _DRAFT.fullmatch(squeeze(fold(line.text))):
            return _whole(line)
    return None


def _whole(line: AnyLine) -> Passage:
    passage = Passage()
    passage.add(line)
    return passage


def _category(title: str, ward: Ward | None, common: Common) -> Category:
    """What the sheet is about, by the words of its title."""
    found = ward.category_of_title(title) if ward is not None else None
    if found is not None:
        return found
    text = squeeze(fold(title))
    words = common.registers.titles
    return next((one.category for one in words if any(squeeze(fold(word)) in text for word in one.words)), "other")


def _add_form(sheet: RegisterSheet, lines: Sequence[AnyLine], margins: Sequence[AnyLine]) -> None:
    line = next((line for line in [*lines, *margins] if is_form_line(line)), None)
    if line is not None:
        sheet.form = squeeze(fold(line.text))
        sheet.evidence["form"] = _whole(line).evidence()


def _add_fields(sheet: RegisterSheet, rows: Sequence[Row]) -> None:
    """Every label with its value; a label that comes twice is told by the one that it stands under."""
    for row in rows:
        label = label_of(row.label)
        if row.group is not None and any(one.label == label for one in sheet.fields):
            label = f"{label_of(row.group)}・{label}"
        sheet.fields.append(Extra(label=label, text=row.value.text, spans=row.value.spans()))
        choices = choices_of(row.value)
        if choices:
            sheet.choices.setdefault(label, []).extend(choices)


def _add_value(sheet: RegisterSheet, row: Row, ward: Ward | None, common: Common) -> None:
    name = _canonical(row.label.text, ward, common)
    if name is None or name in sheet.evidence or not row.value.text:
        return
    evidence = row.value.evidence(label_of(row.label), note_of(row.label))
    match name:
        case "registration_number":
            sheet.registration_number = registration_number(row.value.text)
        case "department":
            sheet.department = _one_space(row.value.text)
        case "business_name":
            sheet.business_name = _one_space(row.value.text)
    sheet.evidence[name] = evidence


def _one_space(text: str) -> str:
    """A name as a value: its parts are set apart by as much space as the cell has."""
    return re.sub(r"[^\S\n]+", " ", values.plain(text))


def registration_number(text: str) -> str | None:
    """０ ６ ０ ８ ― １ ４ is "0608-14"; a row of empty places is none."""
    match = _NUMBER.search(_DASHES.sub("-", squeeze(fold(text))))
    return match[0] if match else None


def _add_standing_approval(sheet: RegisterSheet, rows: Sequence[Row], common: Common) -> None:
    """事前一括承認基準(３―９), where its box is checked or no box is printed."""
    words = "|".join(map(re.escape, sorted(common.registers.standing_approval, key=len, reverse=True)))
    pattern = re.compile(rf"(?:{words})\s*[(（〔]?\s*第?\s*(?P<number>[\d０-９][\d０-９\s‐‑‒–—―−ー─－-]*)")
    for row in rows:
        for start, end in _stated(row.value.text):
            match = pattern.search(row.value.text, start, end)
            if match is not None:
                sheet.standing_approval = registration_number(match["number"])
                place = row.value.part(match.start(), match.end())
                sheet.evidence["standing_approval"] = place.evidence(label_of(row.label))
                return


def _stated(text: str) -> list[tuple[int, int]]:
    """The parts of a value that hold: the checked choices where there are boxes, else all of it."""
    choices = read_choices(text)
    if not choices:
        return [(0, len(text))]
    return [(choice.start, choice.end) for choice in choices if choice.checked]


def _add_hearings(sheet: RegisterSheet, rows: Sequence[Row], common: Common) -> None:
    """審議会 平成15年5月13日 諮問第4号, wherever it stands. Any other date is none of the council's."""
    found = Hearings()
    for row in rows:
        for start, end in _stated(row.value.text):
            _find_hearings(row, start, end, common, found)
    sheet.council_dates = found.dates
    if found.places:
        sheet.evidence["council_dates"] = join(found.places).evidence()


def _find_hearings(row: Row, start: int, end: int, common: Common, found: Hearings) -> None:
    """Adds the days between `start` and `end` that a council's name stands before, or a number of 諮問 after."""
    text = row.value.text
    council = re.compile(rf"(?:{_any(common.registers.hearing)})[\s()（）：:、の]*$")
    consulted = _any([*common.registers.consultation, *_misprinted(common)])
    number = re.compile(rf"[\s()（）・、,]*(?:{consulted})\s*第?\s*(?P<number>[\d０-９\s]*)号")
    for reading in find_dates(text[start:end]):
        at, last = start + reading.start, start + reading.end
        match = number.match(text, last, end)
        named = council.search(text[start:at]) or council.search(label_of(row.label))
        if reading.precision != "day" or not (match or named):
            continue
        digits = squeeze(match["number"]) if match else ""
        place = row.value.part(at, match.end() if match else last)
        found.add(CouncilDate(date=reading.first, number=parse_number(digits) if digits else None), place)


def _misprinted(common: Common) -> list[str]:
    """What is printed for 諮問 by mistake."""
    return [one.printed for one in common.misprints if one.meant in common.registers.consultation]


def _any(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, words))


def _report_misprints(
    rows: Sequence[Row], sheet: RegisterSheet, common: Common, findings: Findings, record: str
) -> None:
    for index, row in enumerate(rows):
        for one in common.misprints:
            for match in re.finditer(re.escape(one.printed), row.value.text):
                findings.warn(
                    "misprint",
                    f"{one.printed} is printed where {one.meant} is meant, under {sheet.fields[index].label}",
                    row.value.spans(match.start(), match.end()),
                    f"{record}/fields/{index}",
                )


def _report_unmapped(
    rows: Sequence[Row], ward: Ward | None, knows: KnowsLabel, findings: Findings, record: str
) -> None:
    """Labels that a mapping with labels of register sheets does not know; the rows are read all the same."""
    if ward is None or not any(ward.labels.registers.model_dump().values()):
        return
    for index, row in enumerate(rows):
        if row.label.text and not knows(row.label.text):
            findings.warn(
                "unmapped_label",
                f"the mapping knows no label {label_of(row.label)}; add it under [labels.registers]",
                row.label.spans(),
                f"{record}/fields/{index}",
            )


def _rows(part: Part, lines: Sequence[AnyLine], knows: KnowsLabel) -> Iterator[Row]:
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
        yield Row(_whole(label[0]), mend_lines(rest, cell.right))
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
    breaks = [k for k in range(1, len(lines)) if _page_ends(lines[k - 1], lines[k], _usual_step(lines))]
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
