"""A standard of approval (別表 … 審査基準) above its table. No record is made of it but those of section and table."""

from __future__ import annotations

from kaigi_extract.catalogue import Message
from kaigi_extract.layout.table import Grid
from kaigi_extract.parts.kind import Kind, Position
from kaigi_extract.parts.kinds.form import follows_table
from kaigi_extract.parts.kinds.statute import NOT_WITHIN
from kaigi_extract.parts.part import Part
from kaigi_extract.parts.titles import title_of
from kaigi_extract.text import text_key


def begins(position: Position) -> Part | None:
    """A title that begins as those of annexes do and ends as those of standards do, right above a table."""
    line, words = position.line, position.common.enclosures
    if line is None or position.open.kind in NOT_WITHIN:
        return None
    text = text_key(line.text)
    titled = text.startswith(tuple(words.annex)) and text.endswith(tuple(words.standard))
    if not titled or not isinstance(position.after, Grid):
        return None
    return Part(
        "standard",
        title=title_of(line),
        because=Message("{text} is the title of a standard above its table", text=line.text),
    )


STANDARD = Kind("standard", begins, ends=follows_table)
