"""What the readers of files without geometry hand on beside lines and tables: pictures, and what was noticed.

Decides nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from kaigi_extract.source.page import Page, TextLine, TextTable


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
