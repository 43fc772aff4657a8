"""The cover of a case: a heading such as 諮問・報告事項 or a table that begins with 件名. Makes the case."""

from __future__ import annotations

from kaigi_extract.catalogue import Message
from kaigi_extract.parts.category import all_categories, decide_category
from kaigi_extract.parts.kind import Kind, Position
from kaigi_extract.parts.kinds.letter import add_letter, begins_letter
from kaigi_extract.parts.part import Part
from kaigi_extract.parts.reading import Reading
from kaigi_extract.parts.sheet import values
from kaigi_extract.parts.sheet.letter_lines import LetterPart
from kaigi_extract.parts.sheet.tables import form_is_near, table_kind
from kaigi_extract.parts.titles import compared
from kaigi_extract.records import Case
from kaigi_extract.text import match_label
from kaigi_extract.wards import Ward
from kaigi_extract.wards.words import Words


def begins(position: Position) -> Part | None:
    """A letter to a council or from it; a heading that the ward's mapping knows; a table with the cover's labels where
    nothing is known to be open."""
    letter = begins_letter(position)
    if letter is not None:
        return letter
    ward, line = position.ward, position.line
    if ward is None:
        return None
    if line is not None:
        if _is_item(position):
            return None
        heading = next((word for word in ward.sheet.heading if compared(word) in position.title), None)
        return (
            Part("cover", title=line.text, because=Message("the heading says {heading}", heading=heading))
            if heading is not None
            else None
        )
    if position.open.kind != "unknown" or form_is_near(position):
        return None
    named = table_kind(position.grid, position) == "cover"
    return Part("cover", because=Message("its table has the label of a cover's title")) if named else None


def _is_item(position: Position) -> bool:
    """Whether a line is an item of clauses that go on: (1) 審議会諮問書 among the papers that a rule lists."""
    extent, line = position.open.extent, position.line
    within = extent is not None and position.at < extent.ends
    return within and line is not None and match_label(line.text) is not None


def reads(part: Part, reading: Reading) -> None:
    """Adds the case that a cover opens."""
    from kaigi_extract.parts.sheet.cover import read_cover

    if isinstance(part, LetterPart):
        add_letter(part, reading)
        return
    ward, document = reading.ward, reading.document
    if ward is None:
        return
    findings = reading.next_case()
    cover = read_cover(part, ward, reading, findings)
    document.council = document.council or _council(part, ward)
    title = values.normalised(cover.title.text) if cover.title else ""
    category = decide_category(cover.bases, title, cover.evidence.get("title"), ward, findings)
    case = Case(
        title=title,
        bases=cover.bases,
        category=category,
        categories=all_categories(category, cover.cited.categories(), title, Words(ward)),
        department=values.normalised(cover.department.text) if cover.department else None,
        material=reading.material_of(part.lines()),
        meeting_date=reading.date,
        evidence=cover.evidence,
    )
    reading.add_case(case, part)


def _council(part: Part, ward: Ward) -> str | None:
    """The name of the ward's council in the first line that prints one."""
    texts = [compared(line.text) for line in part.lines()]
    return next((council.name for text in texts for council in ward.councils if compared(council.name) in text), None)


COVER = Kind("cover", begins, reads=reads)
