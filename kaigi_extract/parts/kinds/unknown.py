"""What begins no other kind. A mark on a line of its own begins it anew; numbered clauses under no known title are read
from it all the same."""

from __future__ import annotations

from kaigi_extract.findings import Findings
from kaigi_extract.parts.clause_set import first_clause, is_unbroken, read_clause_set, read_day
from kaigi_extract.parts.kind import Kind, Position
from kaigi_extract.parts.kinds.clause_set import add_clause_set, clause_set_kind
from kaigi_extract.parts.part import Part
from kaigi_extract.parts.reading import Reading
from kaigi_extract.parts.titles import largest_title, title_of
from kaigi_extract.text import fold, squeeze
from kaigi_extract.wards import material_number


def begins(position: Position) -> Part | None:
    """A mark such as 資料５ on a line of its own: something else begins below it."""
    line, ward = position.line, position.ward
    if line is None or ward is None or not position.open.items:
        return None
    marked = any(material_number(line.text, squeeze(fold(word))) is not None for word in ward.sheet.material)
    return Part("unknown", because=f"the mark {line.text} is a line of its own") if marked else None


def reads(part: Part, reading: Reading) -> None:
    """Reads numbered clauses under no title that is known: an ordinance, the conditions of a tender."""
    common, lines = reading.common, part.lines()
    start = first_clause(lines)
    if start is None:
        return
    above = lines[:start]
    named = next((k for k in range(start - 1, -1, -1) if clause_set_kind(above[k].text, common) is not None), None)
    title = largest_title(above if named is None else above[named:])
    kind = (clause_set_kind(title.text, common) if title is not None else None) or "other"
    body = Part("clause_set", [*lines[start:]])
    found = read_clause_set(body, kind, reading, Findings())
    if found is None or not is_unbroken(found):
        return
    if title is not None:
        found.title = title_of(title)
        read_day(found, above[above.index(title) :])
    add_clause_set(found, part, reading)


UNKNOWN = Kind("unknown", begins, reads=reads)
