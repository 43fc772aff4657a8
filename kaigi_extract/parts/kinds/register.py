"""Register sheets (記録票): from a title that ends in one of their names, or the form's number above it, to the end of
the table."""

from __future__ import annotations

from kaigi_extract.catalogue import Message
from kaigi_extract.parts.form_line import is_form_line
from kaigi_extract.parts.kind import Kind, Position
from kaigi_extract.parts.part import Part
from kaigi_extract.parts.reading import Reading
from kaigi_extract.parts.register.known_labels import KnownLabels
from kaigi_extract.parts.register.recognise import TITLED, score_register
from kaigi_extract.parts.register.rows import count_labels, register_length
from kaigi_extract.parts.register.title import begins_register

_LABEL_WEIGHT = 1.0
"""What a known label counts among what the kinds see (`SplitSettings`)."""


def begins(position: Position) -> Part | None:
    """A title of a register sheet, or the number of its form right above one; a table with the labels of one. How far
    it goes is measured here."""
    knows = _labels(position)
    score = score_register(position.items, position.at, knows) if _may_begin(position, knows) else None
    if score is None or score.value < TITLED:
        return None
    line = position.line
    above = line is not None and is_form_line(line) and not begins_register(line, position.common, knows.settings)
    title = position.at + above
    until = title + register_length(position.items[title:], knows)
    labels = _LABEL_WEIGHT * count_labels(position.items[title:until], knows)
    return Part("register", until=until, because=Message.joined("; ", score.reasons), score=score.value + labels)


def _may_begin(position: Position, knows: KnownLabels) -> bool:
    """A test that costs little: a title, the number of a form, a table outside of what may hold one."""
    line = position.line
    if line is None:
        return position.open.kind not in ("minutes", "form", "clause_set") and not _awaits_table(position)
    if is_form_line(line) or knows.is_title(line):
        return True
    return position.open.kind == "unknown" and (knows.begins_own(line) or knows.may_be_title(line))


def _awaits_table(position: Position) -> bool:
    return position.open.kind in ("cover", "outline") and not position.open.grids()


def _labels(position: Position) -> KnownLabels:
    looked_up = position.reading.looked_up
    if "labels of registers" not in looked_up:
        looked_up["labels of registers"] = KnownLabels(position.ward, position.common, position.settings.registers)
    found: KnownLabels = looked_up["labels of registers"]
    return found


def ends(position: Position) -> bool:
    """Right after what was measured when it began."""
    return position.at == position.open.until


def reads(part: Part, reading: Reading) -> None:
    """Adds the sheets to the registers of the open case."""
    from kaigi_extract.parts.register.sheet import read_registers

    for sheet in read_registers(part, reading):
        sheet.case = reading.last_case
        reading.document.registers.append(sheet)


REGISTER = Kind("register", begins, ends, reads)
