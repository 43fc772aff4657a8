"""What begins no other kind. A mark on a line of its own begins it anew. Clause sets whose first line is too long to be
asked for a beginning are read from it all the same."""

from __future__ import annotations

from kaigi_extract.catalogue import Message
from kaigi_extract.parts.clause_set.extent import extents_within
from kaigi_extract.parts.clause_set.unnumbered import report_unnumbered
from kaigi_extract.parts.clause_table.extents import report_unread_tables
from kaigi_extract.parts.kind import Kind, Position
from kaigi_extract.parts.kinds.clause_set import add_clause_set, note_extent
from kaigi_extract.parts.part import Part
from kaigi_extract.parts.reading import Reading


def begins(position: Position) -> Part | None:
    """A mark such as 資料５ on a line of its own: something else begins below it."""
    line = position.line
    if line is None or not position.open.items or position.reading.material_of([line]) is None:
        return None
    return Part("unknown", because=Message("the mark {text} is a line of its own", text=line.text))


def reads(part: Part, reading: Reading) -> None:
    """Reads the clauses that begin in it, where all of a set is within it."""
    from kaigi_extract.parts.clause_set.sets import read_clause_set
    from kaigi_extract.parts.clause_table.cells import sets_in_cells

    report_unread_tables(part, reading)
    for one in sets_in_cells(part, reading):
        add_clause_set(one, part, reading)
    extents = extents_within(part, reading)
    if not extents:
        report_unnumbered(part, reading)
    for extent in extents:
        at = next(k for k, item in enumerate(part.items) if id(item) in extent.openers)
        lead = extent.first - extent.begins
        inner = Part("clause_set", part.items[max(0, at - lead) :][: extent.ends - extent.begins], extent.title)
        inner.extent = extent
        findings = reading.findings.at(f"/clause_sets/{len(reading.document.clause_sets)}")
        found = read_clause_set(inner, "other", reading, findings)
        if found is not None:
            note_extent(found, extent, inner, reading, findings)
            add_clause_set(found, part, reading)


UNNAMED = Kind("unknown", begins, reads=reads)
