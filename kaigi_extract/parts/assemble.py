"""The parts of one file put together: which ward, which cases, which clause sets. Calls the part modules in order."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from kaigi_extract.findings import Findings
from kaigi_extract.layout.assemble import Arrangement
from kaigi_extract.layout.lines import AnyLine
from kaigi_extract.layout.passages import Passage
from kaigi_extract.layout.table import Grid
from kaigi_extract.parts.clause_set import first_clause, is_unbroken, read_clause_set, read_day
from kaigi_extract.parts.minutes.head import read_minutes
from kaigi_extract.parts.minutes.link_cases import join_cases
from kaigi_extract.parts.part import Part
from kaigi_extract.parts.register.sheet import read_register
from kaigi_extract.parts.sheet import values
from kaigi_extract.parts.sheet.cover import read_bases, read_cover
from kaigi_extract.parts.sheet.form import header_of, read_form, read_outline
from kaigi_extract.parts.sheet.titles import compared
from kaigi_extract.parts.split import Splitter, largest_title, title_of
from kaigi_extract.records import Case, ClauseSet, Document, Evidence, Section, Source, Span, Table, TableCell
from kaigi_extract.references.resolve import resolve
from kaigi_extract.text import fold, squeeze
from kaigi_extract.wards import Ward, common_words, contradiction, identify_ward, material_number


def read_parts(
    source: Source,
    arrangement: Arrangement,
    chosen: Ward | None,
    wards: Sequence[Ward],
    date: datetime.date | None,
    findings: Findings,
) -> Document:
    """The document of one arranged file."""
    document = Document.model_construct(
        schema_version="1",
        source=source,
        ward=None,
        council=None,
        meeting=None,
        cases=[],
        registers=[],
        clause_sets=[],
        sections=[],
        tables=[],
        findings=[],
        evidence={},
    )
    ward = _identify(document, arrangement, chosen, wards, findings)
    reader = DocumentReader(document, ward, date, findings)
    reader.read(arrangement)
    return document


def _identify(
    document: Document, arrangement: Arrangement, given: Ward | None, wards: Sequence[Ward], findings: Findings
) -> Ward | None:
    """Fills in the ward; returns the one whose words read the document: the given one, unless it speaks for another."""
    lines = [line for item in arrangement.items for line in (item.lines() if isinstance(item, Grid) else [item])]
    text = compared("".join([line.text for line in [*lines, *arrangement.furniture]]))
    labels = [cell.passage.text for item in arrangement.items if isinstance(item, Grid) for cell in item.heads()]
    found = identify_ward(text, labels, wards) if given is None else contradiction(given, text, labels, wards)
    if found is None or found.ward is None:
        document.ward = given.id if given is not None else None
        if found is not None:
            findings.warn("ward_unknown", found.reason)
        return given
    spans: list[Span] = []
    if found.words is not None:
        words = compared(found.words)
        line = next((line for line in lines if words in compared(line.text)), None)
        spans = [line.span(0, len(line.text))] if line else []
        document.ward = found.ward.id
        document.evidence["ward"] = Evidence(text=found.words, spans=spans)
    if given is not None:
        findings.warn("ward_conflict", _conflict(given, found.ward, found.words), spans, "/ward")
    return found.ward


def _conflict(given: Ward, own: Ward, words: str | None) -> str:
    says = f"names {own.id} ({own.name}) by {words}" if words else f"has the form labels of {own.id} ({own.name})"
    return f"{given.id} ({given.name}) was given, but the document {says}; it was read with the words of {own.id}"


class DocumentReader:
    """Reads part after part into the document."""

    def __init__(self, document: Document, ward: Ward | None, date: datetime.date | None, findings: Findings) -> None:
        self.document, self.ward, self.date, self.findings = document, ward, date, findings
        self.common = common_words()
        self.first_pages: list[int] = []
        """The page that each case begins on."""
        self.margins: list[AnyLine] = []
        """Running heads, page numbers and marks."""
        self.marks: dict[int, str] = {}
        """The number of the mark on each page that has one."""
        self.sittings = 0
        """Minutes in the file; the first are read."""
        self.last_mark: str | None = None
        """The number of the last mark read that stands on a line of its own among the text."""

    def read(self, arrangement: Arrangement) -> None:
        """Everything in reading order; running heads come last."""
        splitter = Splitter(arrangement.items, self.ward, self.common)
        self.margins = arrangement.furniture
        self.marks = self._marks_of_pages()
        for part in splitter.parts():
            self._read_part(part, splitter)
            self.last_mark = self._material([line for line in part.lines()[::-1] if line.page]) or self.last_mark
            self.document.sections.append(part.section())
            self._add_tables(part)
        self._compare_titles()
        self._read_marks()
        if self.document.meeting is not None:
            join_cases(self.document.meeting, self.document.cases)
        self._date_clause_sets()
        if self.margins:
            self.document.sections.append(_furniture(self.margins))

    def _read_part(self, part: Part, splitter: Splitter) -> None:
        if self.ward is not None:
            match part.kind:
                case "cover":
                    self._read_cover(part, self.ward)
                case "outline":
                    self._read_outline(part, self.ward)
                case "form":
                    self._read_form(part, self.ward)
        match part.kind:
            case "clause_set":
                self._read_clause_set(part, splitter)
            case "unknown":
                self._read_unnamed(part, splitter)
            case "minutes":
                self._read_minutes(part)
            case "register":
                self._read_register(part)
        part.case = self._last_case()

    def _last_case(self) -> int | None:
        """Index of the case that is open."""
        return len(self.document.cases) - 1 if self.document.cases else None

    def _read_minutes(self, part: Part) -> None:
        self.sittings += 1
        if self.document.meeting is None:
            self.document.meeting = read_minutes(part, self.ward, self.findings)
            self.document.council = self.document.council or self.document.meeting.council

    def _read_register(self, part: Part) -> None:
        record = f"/registers/{len(self.document.registers)}"
        sheet = read_register(part, self.ward, self.common, self.findings, record, self.margins)
        sheet.case = self._last_case()
        self.document.registers.append(sheet)

    def _read_cover(self, part: Part, ward: Ward) -> None:
        cover = read_cover(part, ward, self.date)
        heading = next((line for line in part.lines() if _council(line, ward)), None)
        if heading is not None and self.document.council is None:
            self.document.council = _council(heading, ward)
        case = Case(
            title=values.plain(cover.title.text) if cover.title else "",
            bases=cover.bases,
            category=cover.bases[0].category if cover.bases else None,
            department=values.plain(cover.department.text) if cover.department else None,
            material=self._material(part.lines()),
            meeting_date=self.date,
            evidence=cover.evidence,
        )
        if case.category is None and case.title:
            case.category = ward.category_of_title(case.title)
        self._add_case(case, part)

    def _add_case(self, case: Case, part: Part) -> None:
        case.material = case.material or self.last_mark
        self.document.cases.append(case)
        self.first_pages.append(part.first_page())

    def _open_case(self, part: Part) -> Case:
        """The case that a part belongs to; a file may hold a form without its cover."""
        if not self.document.cases:
            self._add_case(Case(title="", meeting_date=self.date), part)
        return self.document.cases[-1]

    def _add_headed_case(self, part: Part, ward: Ward, title: Passage, basis: Passage | None) -> None:
        """A form with a title, and mostly an article, of its own is a case by itself."""
        bases = read_bases(basis, None, ward, self.date) if basis is not None else []
        text = values.plain(title.text)
        case = Case(
            title=text,
            bases=bases,
            category=(bases[0].category if bases else None) or ward.category_of_title(text),
            material=self._material(part.lines()),
            meeting_date=self.date,
            evidence={"title": title.evidence()},
        )
        self._add_case(case, part)

    def _read_outline(self, part: Part, ward: Ward) -> None:
        case = self._open_case(part)
        if case.outline is not None and (case.outline.evidence or case.outline.extra):
            case = Case(title="", meeting_date=self.date)  # a paper without its cover after another one
            self._add_case(case, part)
        record = f"/cases/{len(self.document.cases) - 1}/outline"
        case.outline = read_outline(part, ward, self.findings, record)

    def _read_form(self, part: Part, ward: Ward) -> None:
        header = header_of(part, ward)
        if header is not None:
            self._add_headed_case(part, ward, *header)
        case = self._open_case(part)
        record = f"/cases/{len(self.document.cases) - 1}/forms/{len(case.forms)}"
        form = read_form(part, ward, case.category, self.findings, record)
        case.forms.append(form)
        if not case.title and form.title:
            case.title = form.title
            case.evidence["title"] = form.evidence["title"]
            case.category = case.category or form.category

    def _compare_titles(self) -> None:
        """Reports a cover and its only form that bear different titles."""
        for index, case in enumerate(self.document.cases):
            if len(case.forms) != 1 or case.outline is None or not (case.title and case.forms[0].title):
                continue
            form = case.forms[0]
            if compared(case.title) != compared(form.title or ""):
                message = f"the cover says {case.title}, the form {form.title}"
                spans = form.evidence["title"].spans
                self.findings.warn("title_mismatch", message, spans, f"/cases/{index}/forms/0/title")

    def _read_clause_set(self, part: Part, splitter: Splitter) -> None:
        kind = (splitter.clause_set_kind(part.title) if part.title else None) or "other"
        record = f"/clause_sets/{len(self.document.clause_sets)}"
        found = read_clause_set(part, kind, self.document.ward, self._last_case(), self.common, self.findings, record)
        if found is None:
            part.kind = "unknown"
        else:
            self._add_clause_set(found, part)

    def _read_unnamed(self, part: Part, splitter: Splitter) -> None:
        """Numbered clauses under no title that is known: an ordinance, the conditions of a tender."""
        start = first_clause(part.lines())
        if start is None:
            return
        above = part.lines()[:start]
        named = next((k for k in range(start - 1, -1, -1) if splitter.clause_set_kind(above[k].text) is not None), None)
        title = largest_title(above if named is None else above[named:])
        kind = (splitter.clause_set_kind(title.text) if title is not None else None) or "other"
        body = Part("clause_set", list(part.lines()[start:]))
        found = read_clause_set(body, kind, self.document.ward, self._last_case(), self.common, Findings(), "")
        if found is None or not is_unbroken(found):
            return
        if title is not None:
            found.title = title_of(title)
            read_day(found, above[above.index(title) :])
        self._add_clause_set(found, part)

    def _add_clause_set(self, found: ClauseSet, part: Part) -> None:
        if found.date is None and self.date is not None:
            found.date, found.date_source = self.date, "metadata"
        self._resolve(found)
        self.document.clause_sets.append(found)
        part.kind = found.kind if found.kind in ("specification", "statute") else "clause_set"

    def _date_clause_sets(self) -> None:
        """A set that prints no day is of the day of the meeting that its case came before."""
        for found in self.document.clause_sets:
            if found.date is None and (day := self._meeting_day(found)) is not None:
                found.date, found.date_source = day, "meeting"

    def _meeting_day(self, found: ClauseSet) -> datetime.date | None:
        """None where the case is on no agenda here: minutes in a file may be those of the sitting before. A set outside
        of any case is of the only sitting, if the papers around it are."""
        if found.case is not None:
            return self.document.cases[found.case].meeting_date
        meeting, cases = self.document.meeting, self.document.cases
        if meeting is None or self.sittings > 1:
            return None
        return meeting.date if not cases or any(case.meeting_date == meeting.date for case in cases) else None

    def _resolve(self, found: ClauseSet) -> None:
        """Fills the references of a set and reports those that lead nowhere."""
        for lost in resolve(found.clauses):
            law = lost.reference.law
            why = "leads nowhere" if law is None else f"is of a text that the set does not name: {law}"
            message = f"{squeeze(lost.reference.text)} in clause {found.clauses[lost.clause].label} {why}"
            record = f"/clause_sets/{len(self.document.clause_sets)}/clauses/{lost.clause}/references/{lost.index}"
            self.findings.warn("unresolved_reference", message, lost.spans, record)

    def _marks_of_pages(self) -> dict[int, str]:
        """The number of the mark on each page: of several the first that does not run through all pages (資料１－３ at
        the foot is a page number)."""
        numbers: dict[int, list[str]] = {}
        for line in self.margins:
            if (number := self._material([line])) is not None:
                numbers.setdefault(line.page, []).append(number)
        through = set.intersection(*map(set, numbers.values())) if numbers else set()
        return {page: next((n for n in found if n not in through), found[0]) for page, found in numbers.items()}

    def _read_marks(self) -> None:
        """資料 marks belong to the case on whose first page they stand; one that runs through belongs to all."""
        same = set(self.marks.values())
        for case, page in zip(self.document.cases, self.first_pages, strict=True):
            case.material = self.marks.get(page) or case.material or (next(iter(same)) if len(same) == 1 else None)

    def _material(self, lines: Sequence[AnyLine]) -> str | None:
        words = self.ward.sheet.material if self.ward else []
        numbers = (material_number(line.text, squeeze(fold(word))) for line in lines for word in words)
        return next((number for number in numbers if number is not None), None)

    def _add_tables(self, part: Part) -> None:
        for grid in part.grids():
            cells = [
                TableCell(
                    row=cell.row,
                    column=cell.column,
                    row_span=cell.row_span,
                    column_span=cell.column_span,
                    text=cell.passage.text,
                    choices=cell.choices,
                    spans=cell.passage.spans(),
                )
                for row in grid.rows()
                for cell in row
            ]
            self.document.tables.append(Table(cells=cells, ruled=grid.ruled, case=part.case))


def _council(line: AnyLine, ward: Ward) -> str | None:
    """The council's name as it stands in a line."""
    text = compared(line.text)
    return next((council for council in ward.councils if compared(council) in text), None)


def _furniture(lines: Sequence[AnyLine]) -> Section:
    return Section(
        kind="furniture",
        text="\n".join(line.text for line in lines),
        spans=[line.span(0, len(line.text)) for line in lines],
    )
