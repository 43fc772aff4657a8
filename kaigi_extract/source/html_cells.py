"""Cells and lines of a web page before they are those of a table: white space as a browser shows it.

Decides nothing but which tables only lay out a page.
"""

from __future__ import annotations

import re
from dataclasses import field

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.source.table_cells import RawCell
from kaigi_extract.source.text_blocks import TextLine, TextTable
from kaigi_extract.text.late_pattern import late_pattern

_WHITE = late_pattern(r"[ \t\r\n\f]+")
_WIDE_WRAP = late_pattern(r"(?<=[\u3000-\u9fff\uff00-\uffef])[ \t\r\f]*\n\s*(?=[\u3000-\u9fff\uff00-\uffef])")


@dataclass(slots=True)
class PageCell:
    """A cell with all that is in it."""

    raw: RawCell
    blocks: list[TextLine | TextTable] = field(default_factory=list)
    headings: bool = False


@dataclass(slots=True)
class PageTable:
    """A table, or a list of names and descriptions, by rows."""

    rows: list[list[PageCell]] = field(default_factory=list)
    layout: bool = False
    """It is said to be for the layout of the page only."""
    named: bool = False
    """It is a list of names and descriptions (dl)."""


def is_layout(table: PageTable, rows: list[list[PageCell]]) -> bool:
    """Whether a table only sets parts of the page beside or below each other: it is said so, has one cell a row, or
    headings in cells with tables."""
    if table.layout or all(len(row) == 1 for row in rows):
        return not table.named
    cells = [cell for row in rows for cell in row]
    return any(cell.headings for cell in cells) and any(
        isinstance(block, TextTable) for cell in cells for block in cell.blocks
    )


def collapsed(pieces: list[tuple[str, bool]], *, literal: bool) -> tuple[str, list[tuple[int, int]]]:
    """The words of a line with white space as a browser shows it, and what of them is bold."""
    text, ranges = [], []
    length, ends_white = 0, True
    for piece, bold in pieces:
        words = piece if literal else _WHITE.sub(" ", _WIDE_WRAP.sub("", piece))
        if not literal and ends_white and words[:1] == " ":
            words = words[1:]
        if not words:
            continue
        ends_white = words[-1] == " "
        if bold and words.strip():
            ranges.append((length, length + len(words)))
        text.append(words)
        length += len(words)
    return "".join(text), ranges


def whole(said: str | None) -> int:
    """A number of rows or columns; 1 where none is said."""
    digits = re.match(r"\s*(\d{1,6})", said or "")
    return int(digits[1]) if digits else 1
