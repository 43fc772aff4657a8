"""Word files through python-docx: paragraphs and tables in document order. Decides nothing.

Merged cells appear once, with their spans. Bold and underline are kept as ranges. Read is what Word prints: with the
numbers that it sets itself and what was put in under tracked changes, without what was taken out and hidden text.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import docx
from docx.oxml.ns import qn
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from kaigi_extract.errors import UnreadableSource
from kaigi_extract.source.page import FileContent, TextCell, TextLine, TextTable
from kaigi_extract.source.word_lists import Lists, whole
from kaigi_extract.text import repair_characters

HIDDEN = "the Word file has {count} characters of hidden text; they are in no value"
MOST_COLUMNS = 63
"""What Word's tables can have."""
_TAKEN_OUT = frozenset(qn(f"w:{name}") for name in ("del", "moveFrom", "rt", "pPr", "rPr", "sdtPr", "sdtEndPr"))
"""Elements of a paragraph whose text is not printed in its line: struck by a tracked change, or set above a word."""
_BOX, _FALLBACK = qn("w:txbxContent"), "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def read_word(path: str, data: bytes, sha256: str, media_type: str) -> FileContent:
    """The blocks of a .docx file. Raises `UnreadableSource`."""
    try:
        document = docx.Document(BytesIO(data))
        body = document.element.body
        if body is None:
            raise UnreadableSource(path, "this Word file has no body; save it again from Word")
        blocks = list(Blocks(Lists.of(document)).read(body, document))
        hidden = sum(len(run.text) for run in body.iter(qn("w:r")) if _is_hidden(run))
    except UnreadableSource:
        raise
    except Exception as error:  # python-docx lets through whatever it, lxml or zipfile stumble over
        words = " ".join(str(error).split()) or type(error).__name__
        raise UnreadableSource(path, f"this Word file cannot be read ({words}); save it again from Word") from error
    remarks = [HIDDEN.format(count=hidden)] if hidden else []
    return FileContent(path, sha256, media_type, 0, blocks=blocks, remarks=remarks)


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
        text, bold = repair_characters(self.lists.label(paragraph._p)), []
        for element in _runs(paragraph._p):
            run = Run(element, paragraph)
            start = len(text)
            text += repair_characters(run.text)
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
            column = _count(element, "w:trPr/w:gridBefore", 0)
            for tc in element.tc_lst:
                span = _count(tc, "w:tcPr/w:gridSpan", 1)
                if _goes_on(tc) and column in above:
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


def _count(element: Any, path: str, default: int) -> int:
    """A number of table columns; what is none counts as not said."""
    said = element.find("/".join(qn(name) for name in path.split("/")))
    value = whole(said.get(qn("w:val"))) if said is not None else None
    return value if value is not None and default <= value <= MOST_COLUMNS else default


def _goes_on(cell: Any) -> bool:
    """Whether a cell is the lower part of a merged one, which Word says with `continue` or without a word."""
    merge = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
    return merge is not None and merge.get(qn("w:val"), "continue") == "continue"


def _is_hidden(run: Any) -> bool:
    return run.find(f"{qn('w:rPr')}/{qn('w:vanish')}") is not None


def _boxes(element: Any) -> Iterator[Any]:
    """The text boxes that hang on a paragraph, each once: older programs find a copy of it beside."""
    for child in element.iterchildren():
        if child.tag == _BOX:
            yield child
        elif child.tag != _FALLBACK:
            yield from _boxes(child)
