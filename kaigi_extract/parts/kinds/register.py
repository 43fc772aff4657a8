"""Register sheets (記録票): from a title that ends in one of their names, or the form's number above it, to the end of
the table."""

from __future__ import annotations

from kaigi_extract.layout.table import Grid
from kaigi_extract.parts.kind import Kind, Position
from kaigi_extract.parts.part import Part
from kaigi_extract.parts.reading import Reading
from kaigi_extract.parts.register.rows import KnownLabels, begins_register, is_form_line, register_length
from kaigi_extract.parts.register.sheet import read_register


def begins(position: Position) -> Part | None:
    """A title of a register sheet, or the number of its form right above one. How far it goes is measured here."""
    line = position.line
    if line is None:
        return None
    above = is_form_line(line) and not _is_title(position, 0)
    title = position.at + above
    if not _is_title(position, int(above)):
        return None
    until = title + register_length(position.items[title:], _labels(position))
    return Part("register", until=until, because="a title of register sheets is printed")


def _labels(position: Position) -> KnownLabels:
    return KnownLabels(position.ward, position.common, position.settings.registers)


def _is_title(position: Position, count: int) -> bool:
    """Whether the item `count` items further on is a title."""
    at = position.at + count
    item = position.items[at] if at < len(position.items) else None
    return (
        item is not None
        and not isinstance(item, Grid)
        and begins_register(item, position.common, position.settings.registers)
    )


def ends(position: Position) -> bool:
    """Right after what was measured when it began."""
    return position.at == position.open.until


def reads(part: Part, reading: Reading) -> None:
    """Adds the sheet to the registers of the open case."""
    document = reading.document
    findings = reading.findings.at(f"/registers/{len(document.registers)}")
    sheet = read_register(part, reading, findings)
    sheet.case = reading.last_case
    document.registers.append(sheet)


REGISTER = Kind("register", begins, ends, reads)
