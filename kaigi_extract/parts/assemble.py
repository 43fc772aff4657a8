"""The parts of one file put together into its document: cut into parts, each read by its kind, joined at the end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from kaigi_extract.catalogue import Message
from kaigi_extract.layout.lines import AnyLine
from kaigi_extract.parts.document_day import DocumentDay, find_day
from kaigi_extract.parts.kind import Kind
from kaigi_extract.parts.kinds import KINDS
from kaigi_extract.parts.part import Item, Part
from kaigi_extract.parts.reading import Reading
from kaigi_extract.parts.split import split
from kaigi_extract.records import SCHEMA_VERSION, DateSource, Document, Evidence, Section, Source

ABOVE_A_TITLE = 3
"""Lines among which the mark above a title is, in a file without pages that begins with one: in another a mark may be
that of the pages before it, whose tool wrote it last."""


def read_parts(items: Sequence[Item], reading: Reading, kinds: Sequence[Kind] = KINDS) -> Document:
    """Fills and returns the document of `reading` from the lines and tables of one file in reading order."""
    document, readers = reading.document, {kind.name: kind.reads for kind in kinds}
    reading.items = items
    reading.day = _day(items, reading)
    parts = split(items, reading, kinds)
    reading.looked_ahead.clear()
    for part in parts:
        readers[part.kind](part, reading)
        _note_kind(reading, part)
        part.case = reading.last_case
        _note_mark(reading, part)
        document.sections.append(part.section(reading.layout.passages))
        document.tables += part.tables()
    _read_marks(reading)
    for kind in kinds:
        kind.finishes(reading)
    _note_day(reading)
    if reading.notes:
        document.sections.append(_apart("prose", reading.notes))
    if reading.margins:
        document.sections.append(_apart("furniture", reading.margins))
    reading.forget()
    return document


def empty_document(source: Source) -> Document:
    """A document of which nothing is read yet."""
    return Document.model_construct(
        schema_version=SCHEMA_VERSION,
        source=source,
        ward=None,
        council=None,
        meeting=None,
        meetings=[],
        cases=[],
        registers=[],
        clause_sets=[],
        sections=[],
        tables=[],
        findings=[],
        evidence={},
    )


def _day(items: Sequence[Item], reading: Reading) -> DocumentDay | None:
    if reading.date is not None:
        return DocumentDay(reading.date, reading.date, "given")
    return find_day(items, reading.margins, reading.common, reading.settings.days)


def _note_day(reading: Reading) -> None:
    """Sets the day of the document; a printed one that is its letter's is of the letter."""
    document, found = reading.document, reading.day
    found = found if found is not None and found.day is not None else None
    if found is None and document.meeting is not None and document.meeting.date is not None:
        found = DocumentDay(document.meeting.date, document.meeting.date, "meeting")
    if found is None or found.day is None:
        return
    letters = [case.letter for case in document.cases if case.letter is not None]
    of_letter = found.source == "printed" and any(one.date == found.day for one in letters)
    document.date, document.date_source = found.day, "letter" if of_letter else found.source
    if found.text is not None:
        document.evidence["date"] = Evidence(text=found.text, spans=list(found.spans))
    because = _DAYS[document.date_source]
    reading.findings.decided("/date", document.date.isoformat(), because, spans=found.spans)


_DAYS: dict[DateSource, str] = {
    "given": "it was given with date= or --date",
    "printed": "it is printed",
    "letter": "its letter is of that day",
    "meeting": "its meeting is of that day",
    "metadata": "the file says so of itself",
}


def _note_mark(reading: Reading, part: Part) -> None:
    """Notes the last mark that is a line of its own in a part; one at its end is that of the part that follows."""
    lines = part.lines()
    marked = [line for line in lines[::-1] if line.margins_of]
    if not marked and (reading.last_mark or _is_at_top(reading)):
        marked = lines[: -ABOVE_A_TITLE - 1 : -1] if reading.last_mark else lines[:ABOVE_A_TITLE]
    reading.last_mark = reading.material_of(marked) or reading.last_mark


def _is_at_top(reading: Reading) -> bool:
    """Whether no more than a few lines are above the next part."""
    lines = 0
    for section in reading.document.sections:
        lines += section.text.count("\n") + 1
        if lines >= ABOVE_A_TITLE:
            return False
    return True


def _note_kind(reading: Reading, part: Part) -> None:
    pointer = f"/sections/{len(reading.document.sections)}/kind"
    because = part.because or "nothing that begins a kind of part is printed"
    second = (
        Message("{kind}: {because}", kind=part.second.kind, because=part.second.because)
        if part.second is not None
        else None
    )
    reading.findings.decided(pointer, part.kind, because, second=second, spans=part.first_spans())


def _read_marks(reading: Reading) -> None:
    """Gives each case the mark on its first page; a mark that is on all pages belongs to all cases."""
    marks = _marks_of_pages(reading)
    same = set(marks.values())
    for case, page in zip(reading.document.cases, reading.first_pages, strict=True):
        case.material = marks.get(page) or case.material or (next(iter(same)) if len(same) == 1 else None)


def _marks_of_pages(reading: Reading) -> dict[int, str]:
    """The number of the mark in the margins of each page: of several the first that is not on all pages (資料１－３ at
    the foot is a page number)."""
    numbers: dict[int, list[str]] = {}
    for line in reading.margins:
        if (number := reading.material_in_margin(line)) is not None:
            numbers.setdefault(line.margins_of, []).append(number)
    through = set.intersection(*map(set, numbers.values())) if numbers else set()
    return {page: next((n for n in found if n not in through), found[0]) for page, found in numbers.items()}


def _apart(kind: Literal["furniture", "prose"], lines: Sequence[AnyLine]) -> Section:
    """What is no part of the flow as a section: headers and footers ("furniture", as docling calls them), or notes."""
    return Section(
        kind=kind,
        text="\n".join(line.text for line in lines),
        spans=[line.span(0, len(line.text)) for line in lines],
    )
