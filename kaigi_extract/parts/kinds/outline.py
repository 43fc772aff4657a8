"""事業の概要: a heading or a table that describes the business which a case belongs to."""

from __future__ import annotations

from kaigi_extract.catalogue import Message
from kaigi_extract.parts.kind import Kind, Position
from kaigi_extract.parts.part import Part
from kaigi_extract.parts.reading import Reading
from kaigi_extract.parts.sheet.form import read_outline
from kaigi_extract.parts.sheet.tables import begins_table
from kaigi_extract.parts.titles import compared
from kaigi_extract.records import Case


def begins(position: Position) -> Part | None:
    """A line that is nothing but a heading of the ward's mapping; a table with most labels of an outline."""
    ward, line = position.ward, position.line
    if line is None:
        named = begins_table(position, "outline")
        return Part("outline", because=Message("most labels of its table are those of an outline")) if named else None
    if ward is None or position.open.kind == "outline":
        return None
    known = position.title in map(compared, ward.sheet.outline)
    return Part("outline", title=line.text, because=Message("the heading is {text}", text=line.text)) if known else None


def reads(part: Part, reading: Reading) -> None:
    """Fills the outline of the open case, or of a new one where that one has its own."""
    if reading.ward is None:
        return
    case, findings = reading.open_case(part)
    if case.outline is not None and (case.outline.evidence or case.outline.extra):
        findings = reading.next_case()
        case = Case(title="", meeting_date=reading.date)  # a case without its cover after another one
        reading.add_case(case, part)
    case.outline = read_outline(part, reading.ward, reading, findings.at("/outline"))


OUTLINE = Kind("outline", begins, reads=reads)
