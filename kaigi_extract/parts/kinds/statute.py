"""Extracts of laws enclosed with a case. Their text is a section; articles below are a clause set, as elsewhere."""

from __future__ import annotations

from kaigi_extract.catalogue import Message
from kaigi_extract.parts.clause_set.extent import extent_at
from kaigi_extract.parts.kind import Kind, Position
from kaigi_extract.parts.part import Part
from kaigi_extract.parts.titles import title_of
from kaigi_extract.text import text_key
from kaigi_extract.text.late_pattern import late_pattern

NOT_WITHIN = ("minutes", "cover")
"""Kinds that name laws, and enclose none."""

_REMARK = late_pattern(r"[【(\[〔]([^【】()\[\]〔〕]*)[】)\]〕]$")


def begins(position: Position) -> Part | None:
    """The name of a law with (抜粋) or the like after it, above anything but articles; the title of a collection of
    laws."""
    line, words = position.line, position.common.enclosures
    if line is None or position.open.kind in NOT_WITHIN:
        return None
    text = text_key(line.text)
    extract = _REMARK.search(text)
    marked = extract is not None and any(word in extract[1] for word in words.extract)
    named = extract is not None and any(word in text[: extract.start()] for word in words.law)
    if text not in words.laws and not (marked and named):
        return None
    extent = extent_at(position) if marked else None
    if extent is not None and extent.known:
        return None
    return Part("statute", title=title_of(line), because=Message("{text} names an extract of laws", text=line.text))


STATUTE = Kind("statute", begins)
