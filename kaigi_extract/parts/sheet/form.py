"""Label/value tables: the form of a case and 事業の概要. The ward's mapping says what a label means."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import field

from kaigi_extract.catalogue import Message
from kaigi_extract.findings import Findings
from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.layout.lines import AnyLine, PlainLine
from kaigi_extract.layout.passages import Flow, Passage, join, measure
from kaigi_extract.layout.table import Cell, Grid
from kaigi_extract.parts.category import category_of_title
from kaigi_extract.parts.part import Part, passage_of
from kaigi_extract.parts.reading import Reading
from kaigi_extract.parts.settings import FormSettings
from kaigi_extract.parts.sheet import values
from kaigi_extract.parts.sheet.captioned import SAFEGUARDS, captioned_values
from kaigi_extract.parts.sheet.general_lines import line_rows
from kaigi_extract.parts.sheet.groups import rows_without_groups
from kaigi_extract.parts.sheet.head_rows import is_heading, names_columns
from kaigi_extract.parts.sheet.numbered_rows import NumberedRow, numbered_rows
from kaigi_extract.parts.sheet.title_lines import title_after_label, wrapped_basis
from kaigi_extract.records import CaseForm, Category, Evidence, Extra, Outline
from kaigi_extract.text import match_label, squeeze
from kaigi_extract.text.late_pattern import late_pattern
from kaigi_extract.text.row_number import without_row_number
from kaigi_extract.text.width import without_run_at_end
from kaigi_extract.wards import NO_FIELD, MappingPart, Ward
from kaigi_extract.wards.words import Words

_NOTE = late_pattern(r"※(?![\d０-９]*[)）]?$)\s*(.+)$", re.S)
_MARKS = late_pattern(r"(?:[※*＊][\d０-９]*|[(（][※*＊]?\s*+[\d０-９]++[)）]|[:：])++")
_LEADERS = late_pattern(r"[…‥]+|[.．・･·⋯]{2,}")
_ADDITIONS_NOTE = late_pattern(r"(?:下線|太字|ゴシック|網掛け).*(?:追加|変更|今回|新た|新規)")
_TITLE_END = "について"
_NO_TITLE = ("※", "【", "〔", "＊", "*", "◇", "(", "（")


@dataclass(slots=True)
class Fields:
    """The rows of one form, by canonical field, in the order printed."""

    values: dict[str, Passage] = field(default_factory=dict)
    labels: dict[str, Passage] = field(default_factory=dict)
    places: dict[str, str | None] = field(default_factory=dict)
    """Where the mapping has the label of each field."""
    extra: list[tuple[Passage, Passage]] = field(default_factory=list)
    without_field: dict[int, str | None] = field(default_factory=dict)
    """Which of `extra` have a label that the mapping knows to have no field, and where it says so."""
    marked: bool = False
    """The page says that bold or underlined text is what is new."""

    def add(self, part: MappingPart, ward: Ward, label: Passage, value: Passage) -> None:
        """Adds a row to the field that its label means; to `extra` where the mapping does not know the label."""
        known = _NOTE.sub("", label.text)
        name = ward.field(part, known) or ("bases" if label_of(label) in ward.sheet.bases else None)
        if name in (None, NO_FIELD):
            if name is not None:
                self.without_field[len(self.extra)] = ward.label_place(part, known)
            self.extra.append((label, value))
        elif name in self.values:
            self.values[name] = join([self.values[name], value])
        else:
            self.values[name], self.labels[name] = value, label
            self.places[name] = ward.label_place(part, known)

    def add_title(self, ward: Ward, label: Passage, value: Passage) -> None:
        """Adds a title that is printed after its label above the table."""
        self.values["title"], self.labels["title"] = value, label
        self.places["title"] = ward.title_label_place(label_of(label))

    def take(self, name: str) -> tuple[Passage, Passage] | None:
        """Label and value of a field that is no field of the record; None where it is not printed."""
        value, label = self.values.pop(name, None), self.labels.pop(name, None)
        return (label, value) if label is not None and value is not None else None

    def evidence(self) -> dict[str, Evidence]:
        """What is printed behind each field."""
        return {
            name: value.evidence(label_of(self.labels[name]), note_of(self.labels[name]), additions=self.marked)
            for name, value in self.values.items()
        }

    def note(self, evidence: dict[str, Evidence], findings: Findings) -> None:
        """Notes why each field has its value, and which labels no mapping knows."""
        for name, found in evidence.items():
            note_field(name, found, self.places[name], findings)
        for index, (label, value) in enumerate(self.extra):
            if index in self.without_field:
                because, place = Message("the mapping says that the label has no field"), self.without_field[index]
                spans = value.spans()
                findings.decided(
                    f"/extra/{index}", value.text, because, mapping=place, label=label_of(label), spans=spans
                )
                continue
            if label.text:
                unknown = Message(
                    "the mapping knows no label {label}; add it under [labels.form] or [labels.outline]",
                    label=label_of(label),
                )
                findings.warn("unmapped_label", unknown, label.spans(), f"/extra/{index}")
            because = Message("no mapping knows the label; add it under [labels.form] or [labels.outline]")
            findings.decided(f"/extra/{index}", value.text, because, label=label_of(label), spans=value.spans())

    def extras(self) -> list[Extra]:
        """Rows whose label the mapping does not know."""
        return [Extra(label=label_of(label), text=value.text, spans=value.spans()) for label, value in self.extra]

    def text(self, name: str) -> str | None:
        """The normalised text of a field; None where it is not printed or left empty."""
        value = self.values.get(name)
        return values.normalised(value.text) if value is not None and value.text else None


def label_of(label: Passage) -> str:
    """A printed label without white space, row number, footnote marks, note, and leaders up to its value."""
    text = squeeze(_NOTE.sub("", label.text))
    return without_run_at_end(without_run_at_end(without_row_number(text), _LEADERS), _MARKS)


def note_of(label: Passage) -> str | None:
    """The ※ note in a label's cell."""
    match = _NOTE.search(label.text)
    return match.group(1).strip() if match else None


def note_field(name: str, evidence: Evidence, place: str | None, findings: Findings) -> None:
    """Notes why a field has its value: by the label that the mapping has at `place`, None where none decided."""
    because = (
        Message("the label means {name}", name=name)
        if place
        else Message("its place in the document decides; no label of the mapping does")
    )
    findings.decided(f"/{name}", evidence.text, because, mapping=place, label=evidence.label, spans=evidence.spans)


def table_rows(grid: Grid, ward: Ward, part: MappingPart) -> Iterator[tuple[Passage, Passage]]:
    """Label and value of each row. A label over several rows has the values of all of them; a row may hold several
    pairs, parted by the labels that the mapping knows. The label of a group of rows is none of theirs, and rows that
    head columns or other rows have none."""

    def is_label(cell: Cell) -> bool:
        return _is_label(cell, ward, part)

    width = max((cell.column + cell.column_span for cell in grid.cells), default=0)
    last = max((cell.row for cell in grid.cells), default=0)
    open_until, label, found = -1, Passage(), []  # type: int, Passage, list[Passage]
    head: Cell | None = None
    for start, row in rows_without_groups(grid, is_label):
        cells = [cell for cell in row if not cell.empty or cell.column == start]
        if len(cells) > 1 and cells[0].is_number:
            cells = cells[1:]
        if not cells or names_columns(cells) or (cells[0].row < last and is_heading(cells, width, is_label)):
            continue
        if cells[0].row > open_until:
            if label.text or found:
                yield label, join(found)
            head, label, found = cells[0], cells[0].passage, []
            open_until = cells[0].row + cells[0].row_span - 1
            cells = cells[1:]
        of_safeguards = ward.field(part, _NOTE.sub("", label.text)) in SAFEGUARDS
        captioned = captioned_values(grid, head, cells, is_label) if of_safeguards else None
        if captioned is not None:
            found.append(captioned)
            continue
        for cell in cells:
            if is_label(cell):
                yield label, join(found)
                head, label, found = cell, cell.passage, []
                open_until = max(open_until, cell.row + cell.row_span - 1)
            else:
                found.append(cell.passage)
    if label.text or found:
        yield label, join(found)


def paragraph_rows(lines: Sequence[AnyLine], ward: Ward, reading: Reading) -> Iterator[tuple[Passage, Passage]]:
    """Label and value of numbered paragraphs: １ 適用日 on a line of its own, its value below (Nerima's 報告事項); or
    label and value on one line, as text exports leave a table."""
    rows = numbered_rows(lines, ward, reading.settings.forms)
    right = measure(lines)
    ends = [next(k for k in range(max(row.line - 1, 0), len(lines)) if _heads(lines[k], row)) for row in rows[1:]]
    for row, end in zip(rows, [*ends, len(lines)][: len(rows)], strict=True):
        flow, value = Flow(right, settings=reading.layout.passages), Passage()
        for at in range(row.line, end):
            line = lines[at]
            start = row.start if at == row.line else 0
            start += len(line.text[start:]) - len(line.text[start:].lstrip())
            if start < len(line.text):
                value.add(line, start, glue=flow.glue(line) if value.pieces else "")
                flow.last = line
        yield row.label, value


def _rows_on_lines(lines: Sequence[AnyLine], ward: Ward, reading: Reading) -> Iterator[tuple[Passage, Passage]]:
    """Label and value of lines that no table and no number parts: 所管課名：公園課, 委託先　…."""
    for run in line_rows(lines, Words(ward), reading.settings.general, reading.layout.passages):
        yield from ((row.label, row.value) for row in run.rows)


def _heads(line: AnyLine, row: NumberedRow) -> bool:
    return line is row.label.pieces[0][1]


def header_of(part: Part) -> tuple[Passage, Passage | None] | None:
    """Title and basis line above a form that is a document by itself; None where the form follows a cover.

    Seen on Nerima's 諮問 papers: the title, below it （練馬区個人情報保護条例第13条関係）; on reports the title alone.
    """
    above: list[AnyLine] = []
    for item in part.items:
        if isinstance(item, Grid) or ((label := match_label(item.text)) is not None and label.ordinal == 1):
            break
        above.append(item)
    basis = next((k for k in range(len(above)) if wrapped_basis(above[k : k + 2]) is not None), None)
    if basis is None and (part.grids() or not above):
        return None
    title = join([Passage.of(line) for line in above[:basis]], "")
    return title, wrapped_basis(above[basis : basis + 2]) if basis is not None else None


def _is_label(cell: Cell, ward: Ward, part: MappingPart) -> bool:
    return ward.field(part, _NOTE.sub("", cell.passage.text)) is not None


def read_fields(part: Part, ward: Ward, kind: MappingPart, reading: Reading) -> Fields:
    """Title line and table rows of a part."""
    settings = reading.settings.forms
    fields = Fields()
    lines = part.lines()
    if not part.grids():
        numbered = list(paragraph_rows(lines, ward, reading))
        for label, value in numbered or _rows_on_lines(lines, ward, reading):
            fields.add(kind, ward, label, value)
        return fields
    for index, line in enumerate(lines):
        place = title_after_label(line, ward, settings)
        if place is not None and "title" not in fields.values:
            label = Passage.of(line, 0, place[0])
            fields.add_title(ward, label.part(0, place[0]), title_passage(lines, index, place[0], settings))
    whole = passage_of(lines, reading.layout.passages)
    before = [whole.part(start, end) for start, end in whole.paragraphs()]
    fields.marked = any(_ADDITIONS_NOTE.search(passage.text) for passage in before if passage.text.startswith("※"))
    for grid in part.grids():
        for label, value in table_rows(grid, ward, kind):
            note = note_of(label)
            fields.marked = fields.marked or bool(note and _ADDITIONS_NOTE.search(note))
            fields.add(kind, ward, label, value)
    return fields


def title_passage(lines: Sequence[AnyLine], index: int, start: int, settings: FormSettings) -> Passage:
    """A title that begins in a line at `start`, with the lines that it wraps to: set close, to its own margin or to
    that of its label."""
    line = lines[index]
    title = Passage.of(line, start)
    margin = line.at(start)
    for more in lines[index + 1 :]:
        if isinstance(line, PlainLine) and line.text.endswith(_TITLE_END):
            break  # without geometry nothing else says that it does not wrap
        close = more.y0 - line.y1 < settings.title_leading * line.size
        set_back = min(abs(more.x0 - margin), abs(more.x0 - lines[index].x0)) <= line.size
        if more.page != line.page or more.text.startswith(_NO_TITLE) or not (close and set_back):
            break
        title.add(more)
        line = more
    return title


def read_outline(part: Part, ward: Ward, reading: Reading, findings: Findings) -> Outline:
    """事業の概要. `findings` are those of the outline."""
    fields = read_fields(part, ward, "outline", reading)
    outline = Outline(
        business_name=fields.text("business_name"),
        department=fields.text("department"),
        purpose=fields.text("purpose"),
        subjects=fields.text("subjects"),
        description=fields.text("description"),
        extra=fields.extras(),
        evidence=fields.evidence(),
    )
    fields.note(outline.evidence, findings)
    return outline


def read_form(part: Part, ward: Ward, reading: Reading, category: Category | None, findings: Findings) -> CaseForm:
    """The form of a case. Its own title decides the category, `category` of the case where it does not. `findings` are
    those of the form."""
    return form_of(read_fields(part, ward, "form", reading), ward, category, findings)


def form_of(fields: Fields, ward: Ward, category: Category | None, findings: Findings) -> CaseForm:
    """The form of a case from its rows, as `read_form` gives it."""
    evidence, title, get, empty = fields.evidence(), fields.text("title"), fields.values.get, Passage()
    form = CaseForm(
        category=_category(title, evidence, ward, category, findings),
        title=title,
        department=fields.text("department"),
        business_name=fields.text("business_name"),
        counterparty=values.counterparty(get("counterparty")),
        data_items=values.data_items(get("data_items")),
        media=fields.text("media"),
        reason=fields.text("reason"),
        content=fields.text("content"),
        current_handling=fields.text("current_handling"),
        periods=values.periods(get("periods", empty), findings),
        ward_safeguards=values.measures(get("ward_safeguards", empty)),
        counterparty_safeguards=values.measures(get("counterparty_safeguards", empty)),
        attachments=values.listed(get("attachments", empty)),
        extra=fields.extras(),
        evidence=evidence,
    )
    fields.note(form.evidence, findings)
    return form


def _category(
    title: str | None, evidence: dict[str, Evidence], ward: Ward, of_case: Category | None, findings: Findings
) -> Category | None:
    """The category by the form's own title, else that of its case."""
    own = category_of_title(title, evidence.get("title"), ward, findings) if title else None
    if own is None:
        because = Message(
            "no word of the form's title is known"
            if of_case is None
            else "no word of the form's title is known: as the case"
        )
        findings.decided("/category", of_case, because)
    return own or of_case
