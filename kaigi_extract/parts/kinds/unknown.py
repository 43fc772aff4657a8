"""What begins no other kind. A mark on a line of its own begins it anew; numbered clauses under no known title are read
from it all the same."""

from __future__ import annotations

from kaigi_extract.findings import Findings
from kaigi_extract.parts.clause_set.days import read_day
from kaigi_extract.parts.clause_set.sets import first_clause, is_unbroken, read_clause_set
from kaigi_extract.parts.kind import Kind, Position
from kaigi_extract.parts.kinds.clause_set import add_clause_set, clause_set_kind
from kaigi_extract.parts.part import Part
from kaigi_extract.parts.reading import Reading
from kaigi_extract.parts.titles import largest_title, title_of


def begins(position: Position) -> Part | None:
    """A mark such as 資料５ on a line of its own: something else begins below it."""
    line = position.line
    if line is None or not position.open.items or position.reading.material_of([line]) is None:
        return None
    return Part("unknown", because=f"the mark {line.text} is a line of its own")


def reads(part: Part, reading: Reading) -> None:
    """Reads numbered clauses under no title that is known: an ordinance, the conditions of a tender."""
    lines = part.lines()
    start = first_clause(lines)
    if start is None:
        return
    above = lines[:start]
    kinds = [clause_set_kind(line.text, reading.common, reading.settings.titles) for line in above]
    named = next((k for k in range(start - 1, -1, -1) if kinds[k] is not None), 0)
    title = largest_title(above[named:], reading.settings.titles)
    kind = (kinds[above.index(title)] if title is not None else None) or "other"
    body = Part("clause_set", [*lines[start:]])
    found = read_clause_set(body, kind, reading, Findings())
    if found is None or not is_unbroken(found, reading.settings.clause_sets):
        return
    if title is not None:
        found.title = title_of(title)
        read_day(found, above[above.index(title) :])
    add_clause_set(found, part, reading)


UNNAMED = Kind("unknown", begins, reads=reads)
