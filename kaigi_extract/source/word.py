"""Word files through python-docx: paragraphs and tables in document order. Decides nothing.

Merged cells appear once, with their spans. Bold and underline are kept as ranges. Read is what Word prints: with the
numbers that it sets itself and what was put in under tracked changes, without what was taken out and hidden text.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any
from zipfile import BadZipFile

import docx
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from kaigi_extract.errors import UnreadableSource
from kaigi_extract.normalise import mend
from kaigi_extract.source.page import Reading, TextCell, TextLine, TextTable
from kaigi_extract.source.word_lists import Lists

HIDDEN = "the Word file has {count} characters of hidden text; they are in no value"
_TAKEN_OUT = frozenset(qn(f"w:{name}") for name in ("del", "moveFrom", "rt", "pPr", "rPr", "sdtPr", "sdtEndPr"))
"""Elements of a paragraph whose text is not printed in its line: struck by a tracked change, or set above a word."""
_BOX, _FALLBACK = qn("w:txbxContent"), "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def read_word(path: str, data: bytes, sha256: str, media_type: str) -> Reading:
    """The blocks of a .docx file. Raises `UnreadableSource`."""
    try:
        document = docx.Document(BytesIO(data))
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError) as error:
        raise UnreadableSource(path, f"this Word file cannot be opened ({error}); save it again from Word") from error
    blocks = list(Blocks(Lists.of(document)).read(document.element.body, document))
    hidden = sum(len(run.text) for run in document.element.body.iter(qn("w:r")) if _is_hidden(run))
    remarks = [HIDDEN.format(count=hidden)] if hidden else []
    return Reading(path, sha256, media_type, 0, blocks=blocks, remarks=remarks)


class Blocks:
    """Numbers paragraphs in document order, cells included."""

    def __init__(self, lists: Lists) -> None:
        self.number = 0
        self.lists = lists

    def read(self, element: Any, parent: Any) -> Iterator[TextLine | TextTable]:
        """Blocks of a body, or of a content control in it."""
        for child in element.iterchildren():
            if child.tag == qn("w:p"):
                for box in _boxes(child):
                    yield from self.read(box, parent)
                yield from self._paragraph(Paragraph(child, parent))
            elif child.tag == qn("w:tbl"):
                yield self._table(Table(child, parent))
            elif child.tag == qn("w:sdt"):
                content = child.find(qn("w:sdtContent"))
                if content is not None:
                    yield from self.read(content, parent)

    def _paragraph(self, paragraph: Paragraph) -> list[TextLine]:
        """The lines of a paragraph: one, or more where it has line breaks in it."""
        self.number += 1
        text, bold = mend(self.lists.label(paragraph._p)), []
        for element in _runs(paragraph._p):
            run = Run(element, paragraph)
            start = len(text)
            text += mend(run.text)
            if run.text.strip() and (run.bold or run.underline):
                bold.append((start, len(text)))
        lines, at = [], 0
        for piece in text.split("\n"):
            end = at + len(piece)
            ranges = [(max(i, at) - at, min(j, end) - at) for i, j in bold if i < end and j > at]
            lines.append(TextLine(self.number, piece, at, ranges))
            at = end + 1
        return lines

    def _table(self, table: Table) -> TextTable:
        cells: list[TextCell] = []
        above: dict[int, TextCell] = {}
        for row, element in enumerate(table._tbl.tr_lst):
            column = element.grid_before
            for tc in element.tc_lst:
                span = tc.grid_span
                if tc.vMerge == "continue" and column in above:
                    above[column].row_span = row - above[column].row + 1
                    self.number += len(tc.p_lst)
                else:
                    cell = TextCell(self._lines(_Cell(tc, table)), row, column, 1, span)
                    cells.append(cell)
                    above[column] = cell
                column += span
        return TextTable(cells)

    def _lines(self, cell: _Cell) -> list[TextLine]:
        """Every line of a cell; those of a table inside it follow in their order."""
        lines: list[TextLine] = []
        for block in self.read(cell._tc, cell):
            if isinstance(block, TextLine):
                lines.append(block)
            else:
                lines += [line for inner in block.cells for line in inner.lines]
        return lines


def _runs(element: Any) -> Iterator[Any]:
    """The runs of a paragraph that are printed in its line, whatever they are wrapped in."""
    for child in element.iterchildren():
        if child.tag in _TAKEN_OUT:
            continue
        if child.tag != qn("w:r"):
            yield from _runs(child) if child.tag not in (_BOX, _FALLBACK) else ()
        elif not _is_hidden(child):
            ruby = child.find(qn("w:ruby"))
            yield from _runs(ruby) if ruby is not None else [child]


def _is_hidden(run: Any) -> bool:
    return run.find(f"{qn('w:rPr')}/{qn('w:vanish')}") is not None


def _boxes(element: Any) -> Iterator[Any]:
    """The text boxes that hang on a paragraph, each once: older programs find a copy of it beside."""
    for child in element.iterchildren():
        if child.tag == _BOX:
            yield child
        elif child.tag != _FALLBACK:
            yield from _boxes(child)
