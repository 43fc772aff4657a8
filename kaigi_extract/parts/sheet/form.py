"""Label/value tables: the form of a case and 事業の概要. The ward's mapping says what a label means."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kaigi_extract.findings import Findings
from kaigi_extract.layout.lines import AnyLine
from kaigi_extract.layout.passages import Flow, Passage, join, measure
from kaigi_extract.layout.table import Cell, Grid
from kaigi_extract.parts.part import Part, passage_of
from kaigi_extract.parts.sheet import values
from kaigi_extract.parts.sheet.titles import NumberedRow, is_basis, numbered_rows, title_after_label
from kaigi_extract.records import CaseForm, Category, Evidence, Extra, Outline
from kaigi_extract.text import match_label, squeeze
from kaigi_extract.wards import Part as MappingPart
from kaigi_extract.wards import Ward

TITLE_LEADING = 1.0
"""Ems of paper between two lines of one title."""

_NOTE = re.compile(r"※(?![\d０-９]*$)\s*(.+)$", re.S)
_ROW_NUMBER = re.compile(r"^(?:[(（]?[\d０-９]{1,2}[)）]?[.．、]?|[①-⑳])(?=\D)")
_MARKS = re.compile(r"(?:[※*＊][\d０-９]*|[(（][※*＊]?\s*[\d０-９]+[)）]|[:：])+$")
_ADDITIONS_NOTE = re.compile(r"(?:下線|太字|ゴシック|網掛け).*(?:追加|変更|今回|新た|新規)")
_NO_TITLE = ("※", "【", "〔", "＊", "*", "◇", "(", "（")


@dataclass(slots=True)
class Fields:
    """The rows of one form, by canonical field, in the order printed."""

    values: dict[str, Passage] = field(default_factory=dict)
    labels: dict[str, Passage] = field(default_factory=dict)
    extra: list[tuple[Passage, Passage]] = field(default_factory=list)
    marked: bool = False
    """The sheet says that bold or underlined text is what is new."""

    def add(self, name: str | None, label: Passage, value: Passage) -> None:
        if name is None:
            self.extra.append((label, value))
        elif name in self.values:
            self.values[name] = join([self.values[name], value])
        else:
            self.values[name], self.labels[name] = value, label

    def evidence(self) -> dict[str, Evidence]:
        """What is printed behind each field."""
        return {
            name: value.evidence(label_of(self.labels[name]), note_of(self.labels[name]), additions=self.marked)
            for name, value in self.values.items()
        }

    def extras(self) -> list[Extra]:
        """Rows whose label the mapping does not know."""
        return [Extra(label=label_of(label), text=value.text, spans=value.spans()) for label, value in self.extra]

    def text(self, name: str) -> str | None:
        """The normalised text of a field; None where it is not printed or left empty."""
        value = self.values.get(name)
        return values.plain(value.text) if value is not None and value.text else None


def label_of(label: Passage) -> str:
    """A printed label without white space, row number, footnote marks and note."""
    text = squeeze(_NOTE.sub("", label.text))
    return _MARKS.sub("", _ROW_NUMBER.sub("", text))


def note_of(label: Passage) -> str | None:
    """The ※ note in a label's cell."""
    match = _NOTE.search(label.text)
    return match.group(1).strip() if match else None


def rows_of(grid: Grid, ward: Ward, part: MappingPart) -> Iterator[tuple[Passage, Passage]]:
    """Label and value of each row. A label over several rows has the values of all of them; a row may hold several
    pairs, told apart by the labels that the mapping knows."""
    open_until, label, found = -1, Passage(), []  # type: int, Passage, list[Passage]
    for row in grid.rows():
        cells = [cell for cell in row if not cell.empty or cell.column == 0]
        if len(cells) > 1 and cells[0].is_number:
            cells = cells[1:]
        if not cells:
            continue
        if cells[0].row > open_until:
            if label.text or found:
                yield label, join(found)
            label, found = cells[0].passage, []
            open_until = cells[0].row + cells[0].row_span - 1
            cells = cells[1:]
        for cell in cells:
            if _is_label(cell, ward, part):
                yield label, join(found)
                label, found = cell.passage, []
                open_until = max(open_until, cell.row + cell.row_span - 1)
            else:
                found.append(cell.passage)
    if label.text or found:
        yield label, join(found)


def paragraph_rows(lines: Sequence[AnyLine], ward: Ward) -> Iterator[tuple[Passage, Passage]]:
    """Label and value of numbered paragraphs: １ 適用日 on a line of its own, its value below (Nerima's 報告事項); or
    label and value on one line, as text exports leave a table."""
    rows = numbered_rows(lines, ward)
    right = measure(lines)
    ends = [next(k for k in range(len(lines)) if k >= row.line - 1 and _heads(lines[k], row)) for row in rows[1:]]
    for row, end in zip(rows, [*ends, len(lines)][: len(rows)], strict=True):
        flow, value = Flow(right), Passage()
        for at in range(row.line, end):
            line = lines[at]
            start = row.start if at == row.line else 0
            start += len(line.text[start:]) - len(line.text[start:].lstrip())
            if start < len(line.text):
                value.add(line, start, glue=flow.glue(line) if value.text else "")
                flow.last = line
        yield row.label, value


def _heads(line: AnyLine, row: NumberedRow) -> bool:
    return line is row.label.pieces[0][1]


def header_of(part: Part, ward: Ward) -> tuple[Passage, Passage | None] | None:
    """Title and basis line above a form that is a paper by itself; None where the form follows a cover.

    Seen on Nerima's case papers: the title, below it （練馬区個人情報保護条例第13条関係）; on reports the title alone.
    """
    above: list[AnyLine] = []
    for item in part.items:
        if isinstance(item, Grid) or ((label := match_label(item.text)) is not None and label.ordinal == 1):
            break
        above.append(item)
    basis = next((k for k, line in enumerate(above) if is_basis(line.text)), None)
    if basis is None and (part.grids() or not above):
        return None
    title = join([Passage.of(line) for line in above[:basis]], "")
    return title, Passage.of(above[basis]) if basis is not None else None


def _is_label(cell: Cell, ward: Ward, part: MappingPart) -> bool:
    return ward.field(part, _NOTE.sub("", cell.passage.text)) is not None


def read_fields(part: Part, ward: Ward, kind: MappingPart) -> Fields:
    """Title line and table rows of a part."""
    fields = Fields()
    lines = part.lines()
    if not part.grids():
        for label, value in paragraph_rows(lines, ward):
            fields.add(ward.field(kind, label.text), label, value)
        return fields
    for index, line in enumerate(lines):
        place = title_after_label(line, ward)
        if place is not None and "title" not in fields.values:
            _add_title(fields, lines, index, place[0])
    whole = passage_of(lines)
    before = [whole.part(start, end) for start, end in whole.paragraphs()]
    fields.marked = any(_ADDITIONS_NOTE.search(passage.text) for passage in before if passage.text.startswith("※"))
    for grid in part.grids():
        for label, value in rows_of(grid, ward, kind):
            note = note_of(label)
            fields.marked = fields.marked or bool(note and _ADDITIONS_NOTE.search(note))
            fields.add(ward.field(kind, _NOTE.sub("", label.text)), label, value)
    return fields


def _add_title(fields: Fields, lines: Sequence[AnyLine], index: int, start: int) -> None:
    label = Passage.of(lines[index], 0, start)
    fields.add("title", label.part(0, start), title_passage(lines, index, start))


def title_passage(lines: Sequence[AnyLine], index: int, start: int) -> Passage:
    """A title that begins in a line at `start`, with the lines that it wraps to: set close, to its own margin or to
    that of its label."""
    line = lines[index]
    title = Passage.of(line, start)
    margin = line.at(start)
    for more in lines[index + 1 :]:
        close = more.y0 - line.y1 < TITLE_LEADING * line.size
        set_back = min(abs(more.x0 - margin), abs(more.x0 - lines[index].x0)) <= line.size
        if more.page != line.page or more.text.startswith(_NO_TITLE) or not (close and set_back):
            break
        title.add(more)
        line = more
    return title


def read_outline(part: Part, ward: Ward, findings: Findings, record: str) -> Outline:
    """事業の概要. `record` is its JSON Pointer."""
    fields = read_fields(part, ward, "outline")
    _report_unmapped(fields, findings, record)
    return Outline(
        business_name=fields.text("business_name"),
        department=fields.text("department"),
        purpose=fields.text("purpose"),
        subjects=fields.text("subjects"),
        description=fields.text("description"),
        extra=fields.extras(),
        evidence=fields.evidence(),
    )


def read_form(part: Part, ward: Ward, category: Category | None, findings: Findings, record: str) -> CaseForm:
    """The form of a case. Its own title tells the category, `category` of the case where it does not."""
    fields = read_fields(part, ward, "form")
    _report_unmapped(fields, findings, record)
    title = fields.text("title")
    empty = Passage()
    get = fields.values.get
    return CaseForm(
        category=(ward.category_of_title(title) if title else None) or category,
        title=title,
        department=fields.text("department"),
        business_name=fields.text("business_name"),
        counterparty=values.counterparty(get("counterparty")),
        data_items=values.data_items(get("data_items")),
        media=fields.text("media"),
        reason=fields.text("reason"),
        content=fields.text("content"),
        current_handling=fields.text("current_handling"),
        periods=values.periods(get("periods", empty)),
        ward_safeguards=values.measures(get("ward_safeguards", empty)),
        counterparty_safeguards=values.measures(get("counterparty_safeguards", empty)),
        attachments=values.listed(get("attachments", empty)),
        extra=fields.extras(),
        evidence=fields.evidence(),
    )


def _report_unmapped(fields: Fields, findings: Findings, record: str) -> None:
    for index, (label, _) in enumerate(fields.extra):
        if label.text:
            findings.warn(
                "unmapped_label",
                f"the mapping knows no label {label_of(label)}; add it under [labels.form] or [labels.outline]",
                label.spans(),
                f"{record}/extra/{index}",
            )
