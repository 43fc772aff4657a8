"""What the readers of files without geometry hand on: lines and tables, pictures, and what was noticed.

Facts as `page` has them of pages: nothing is decided here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import field
from typing import Literal

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.source.page import Page

MOST_CITED = 80
"""Characters of a text that a message cites."""


@dataclass(slots=True)
class TextLine:
    """One line of a text file or one paragraph of a Word file."""

    number: int
    """Counted from 1."""
    text: str
    offset: int = 0
    """Where `text` starts in the line of the file."""
    bold: list[tuple[int, int]] = field(default_factory=list)
    """Ranges of `text` in bold or underline."""
    hard: bool = True
    """It is a paragraph, as in a Word file; else a line of an export, whose breaks may fall anywhere."""
    begins: bool = False
    """Markup says that a paragraph begins here: an entry of a list, a heading."""
    places: tuple[int, ...] | None = None
    """Where each character of `text` is in the line of the file, where markup between them was taken off; None where
    they follow each other from `offset` on."""
    beside: bool = False
    """It begins a cell of a table within a cell, and the line before it is in the cell to its left."""
    section: int = 0
    """The section of a Word file, from 1, under whose headers it is; 0 in a file without sections."""
    sure: list[float] | None = None
    """How likely each character is right (its confidence), of text recognised in a picture; else None."""
    mark: str = ""
    """The bullet that is shown before it as an entry of a list, where it is none of its characters."""
    indent: int = 0
    """Columns by which its paragraph or list is set in, where no white space of its text shows it."""


@dataclass(slots=True)
class TextCell:
    """One cell of a table in a file without geometry."""

    lines: list[TextLine]
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1


@dataclass(slots=True)
class TextTable:
    """One table of a file without geometry."""

    cells: list[TextCell]


@dataclass(slots=True)
class Notice:
    """Something in a file that its blocks or pages do not say: what is hidden, struck out, or no text."""

    code: Literal["hidden_text", "unread_part", "value_unread", "mended"]
    severity: Literal["info", "warning"]
    message: str
    places: list[TextLine] = field(default_factory=list)
    """The lines that it is about, or hangs on."""


@dataclass(slots=True)
class TextPicture:
    """A picture in a file without pages."""

    line: TextLine
    """What it hangs on."""
    name: str
    share: float
    """Of its page."""
    page: Callable[[], Page | None]
    """It as a page of its own; None where it is of no kind that can be shown."""


def flat_lines(blocks: Iterable[TextLine | TextTable]) -> Iterator[TextLine]:
    """The lines of blocks; of a table row by row, where a line that begins a cell says whether another is beside it."""
    for block in blocks:
        if isinstance(block, TextLine):
            yield block
            continue
        row = -1
        for cell in sorted(block.cells, key=lambda cell: (cell.row, cell.column)):
            lines = [line for line in cell.lines if line.text.strip()]
            if not lines:
                continue
            lines[0].beside = cell.row == row
            row = cell.row
            yield from lines


def cited(words: str) -> str:
    """Words as a message cites them: on one line, and not too many."""
    words = " ".join(words.split())
    return words if len(words) <= MOST_CITED else f"{words[:MOST_CITED]}…"
