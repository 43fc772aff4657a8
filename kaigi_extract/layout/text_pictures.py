"""What was recognised in a picture of a file without pages, as lines and tables of that file.

The picture was arranged as a page; here it loses its geometry: wraps are undone, and its text hangs on the line of the
file that the picture stands on, one character after the other.
"""

from __future__ import annotations

from collections.abc import Iterator

from kaigi_extract.layout.lines import Line
from kaigi_extract.layout.page import PageLayout
from kaigi_extract.layout.passages import Passage, measure, unwrap_lines
from kaigi_extract.layout.settings import PassageSettings
from kaigi_extract.layout.table import Grid, stretches
from kaigi_extract.source import TextCell, TextLine, TextTable, flat_lines


def text_of_picture(layout: PageLayout, line: TextLine, settings: PassageSettings) -> list[TextLine | TextTable]:
    """The blocks of a picture that hangs on a line of the file."""
    found: list[TextLine | TextTable] = []
    at = len(line.text)
    for stretch in stretches(layout.items):
        if isinstance(stretch, Grid):
            cells = []
            for cell in stretch.cells:
                lines = list(_paragraphs(cell.passage, line, at))
                at += sum(len(one.text) for one in lines)
                cells.append(TextCell(lines, cell.row, cell.column, cell.row_span, cell.column_span))
            found.append(TextTable(cells))
        else:
            lines = list(_paragraphs(unwrap_lines(stretch, measure(stretch), settings), line, at))
            at += sum(len(one.text) for one in lines)
            found += lines
    return found


def _paragraphs(passage: Passage, line: TextLine, at: int) -> Iterator[TextLine]:
    sure = [1.0] * len(passage.text)
    for start, piece, first, last in passage.pieces:
        if isinstance(piece, Line) and piece.sure is not None:
            sure[start : start + last - first] = piece.sure[first:last]
    for start, end in passage.paragraphs():
        yield TextLine(line.number, passage.text[start:end], at, section=line.section, sure=sure[start:end])
        at += end - start


def put_in(blocks: list[TextLine | TextTable], line: TextLine, found: list[TextLine | TextTable]) -> bool:
    """Puts the blocks of a picture behind the line that it hangs on, in a cell as lines; whether that line is there."""
    for at, block in enumerate(blocks):
        if block is line:
            blocks[at + 1 : at + 1] = found
            return True
        for cell in block.cells if isinstance(block, TextTable) else ():
            place = next((k for k, one in enumerate(cell.lines) if one is line), None)
            if place is not None:
                cell.lines[place + 1 : place + 1] = flat_lines(found)
                return True
    return False
