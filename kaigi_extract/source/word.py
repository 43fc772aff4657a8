"""Word files: what Word prints, as paragraphs and tables in document order. Decides nothing.

Merged cells appear once, with their spans. Bold and underline are kept as ranges. Read is what is printed: with the
numbers that Word sets itself and what was put in under tracked changes, without what was taken out, hidden or struck
out; what is kept out is noticed, as are pictures, objects and comments.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from kaigi_extract.catalogue import Message
from kaigi_extract.errors import UnreadableSource
from kaigi_extract.source.file_content import FileContent
from kaigi_extract.source.image import picture_page
from kaigi_extract.source.page import Page
from kaigi_extract.source.text_blocks import TextCell, TextLine, TextPicture, TextTable, flat_lines
from kaigi_extract.source.text_tables import with_drawn_tables
from kaigi_extract.source.word_drawings import Drawings, Picture
from kaigi_extract.source.word_lists import Lists, whole
from kaigi_extract.source.word_notes import Notes, note_marks, section_margins
from kaigi_extract.source.word_notices import Notices
from kaigi_extract.source.word_package import WordPackage, WordPart, qn
from kaigi_extract.source.word_runs import ParagraphText, RunReader, is_prompt
from kaigi_extract.source.word_styles import Styles, is_on

TWIPS, A4_AREA = 20, 595.28 * 841.89
"""Units of Word's pages in a point; square points of the usual one."""
MOST_COLUMNS = 63
"""What Word's tables can have."""
_WRAPPERS = frozenset(qn(f"w:{name}") for name in ("customXml", "smartTag", "ins", "moveTo", "sdtContent"))
"""What may stand around paragraphs, rows and cells."""


def read_word(path: str, data: bytes, sha256: str, media_type: str) -> FileContent:
    """The blocks of a Word file. Raises `UnreadableSource`."""
    content = FileContent(path, sha256, media_type, 0)
    try:
        package = WordPackage(data)
        body = package.main.root.find(qn("w:body"))
        if body is None:
            raise UnreadableSource(path, Message("this Word file has no body; save it again from Word"))
        _WordFile(package).read(body, content)
    except UnreadableSource:
        raise
    except Exception as error:  # lxml and zipfile let through whatever they stumble over
        words = " ".join(str(error).split()) or type(error).__name__
        raise UnreadableSource(
            path, Message("this Word file cannot be read ({words}); save it again from Word", words=words)
        ) from error
    return content


class _WordFile:
    """One file while it is read. Paragraphs are numbered in document order, cells included; then notes and margins."""

    def __init__(self, package: WordPackage) -> None:
        self.package = package
        self.styles = Styles(_root(package.related(package.main, "styles")))
        self.lists = Lists.of(_root(package.related(package.main, "numbering")), self.styles)
        self.notices = Notices()
        self.pictures: list[TextPicture] = []
        self._area = _page_area(package.main.root)
        self.number = 0
        self.section = 1

    def read(self, body: Any, content: FileContent) -> None:
        """The body, then the notes in the order of their marks, then headers and footers."""
        content.blocks = with_drawn_tables(list(self._story(self.package.main).read(body)))
        for kind in ("footnote", "endnote"):
            content.notes += self._notes(kind)
        self._comments()
        pictures, self.pictures = self.pictures, []
        content.margins = self._margins()
        for one in self.pictures:  # of headers and footers: emblems
            self.notices.unread(f"a picture ({one.name})", one.line)
        content.pictures = pictures
        content.notices = self.notices.all()

    def show(self, picture: Picture, line: TextLine) -> None:
        """Notes a picture that hangs on a line."""
        width, height, data = picture.width, picture.height, picture.data
        share = width * height / self._area if data is not None else 0.0
        self.pictures.append(TextPicture(line, picture.name, share, partial(_as_page, data, width, height)))

    def _story(self, part: WordPart, mark: str = "") -> _Blocks:
        return _Blocks(self, RunReader(self.styles, Drawings(self.package, part), mark))

    def _notes(self, kind: str) -> Iterator[TextLine]:
        notes = Notes.of(self.package, kind)
        marks = note_marks(self.package, kind)
        for name in self.notices.noted(kind):
            note, mark = notes.by_id.pop(name, None), next(marks)
            if note is None or notes.part is None:
                self.notices.unread(Message("a {kind} is not in the file ({kind} {mark})", kind=kind, mark=mark), None)
                continue
            yield from flat_lines(self._story(notes.part, mark).read(note))

    def _comments(self) -> None:
        notes = Notes.of(self.package, "comment")
        for name in self.notices.noted("comment"):
            comment = notes.by_id.get(name)
            words = "".join(text.text or "" for text in comment.iter(qn("w:t"))) if comment is not None else ""
            self.notices.commented(name, words)

    def _margins(self) -> list[TextLine]:
        """Each header and footer is numbered once; its lines stand again for each section that has it."""
        read: dict[str, list[TextLine]] = {}
        found: list[TextLine] = []
        for section, parts in enumerate(section_margins(self.package), 1):
            for part in parts:
                if part.name not in read:
                    read[part.name] = list(flat_lines(self._story(part).read(part.root)))
                for one in read[part.name]:
                    found += _columns(replace(one, section=section))
        return found


class _Blocks:
    """Paragraphs and tables of one story."""

    def __init__(self, file: _WordFile, runs: RunReader) -> None:
        self.file, self.runs = file, runs

    def read(self, element: Any, prompt: bool = False) -> Iterator[TextLine | TextTable]:
        """Blocks of a body, a cell or a text box. `prompt` says that they are the prompt of an empty control."""
        before: ParagraphText | None = None
        count = 0
        for child, prompts in _unwrapped(element, prompt):
            if child.tag == qn("w:p"):
                text = self._paragraph(child, prompts)
                text = before.joined(text) if before is not None else text
                before, count = (text if _goes_on(child) else None), count + 1
                if before is None:
                    yield from self._printed(text, count)
                    count = 0
                    self.file.section += child.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None
                continue
            if before is not None:
                yield from self._printed(before, count)
                before, count = None, 0
            if child.tag == qn("w:tbl"):
                yield from self._table(child, prompts)
            elif child.tag in (qn("w:altChunk"), qn("w:subDoc")):
                self.file.notices.unread("another file that is put in here", None)
        if before is not None:
            yield from self._printed(before, count)

    def _paragraph(self, paragraph: Any, prompt: bool) -> ParagraphText:
        """What a paragraph prints, its number in a list before it."""
        self.runs.prompting = prompt
        text = self.runs.read(paragraph)
        text.column = self.file.lists.column(paragraph)
        label = "" if prompt else self.file.lists.label(paragraph)
        if label:
            text.pieces.insert(0, (label, False))
        return text

    def _printed(self, text: ParagraphText, count: int) -> Iterator[TextLine | TextTable]:
        """The lines of what `count` paragraphs print as one, after the text boxes on them.

        It is one line, or more where there are line breaks in it.
        """
        for box in text.boxes:
            yield from self.read(box)
        self.file.number += count
        lines = _split(text, self.file.number, self.file.section)
        self.file.notices.about(text, lines[0])
        for picture in text.pictures:
            self.file.show(picture, lines[0])
        yield from lines

    def _table(self, table: Any, prompt: bool) -> Iterator[TextLine | TextTable]:
        """A table; where its one cell is but a frame around others, what is in it."""
        rows = [row for row in _unwrapped(table, prompt) if row[0].tag == qn("w:tr")]
        if len(rows) == 1 and next(table.iter(qn("w:tbl"))) is table:
            cells = [cell for cell in _unwrapped(*rows[0]) if cell[0].tag == qn("w:tc")]
            if len(cells) == 1 and any(child.tag == qn("w:tbl") for child, _ in _unwrapped(cells[0][0], prompt)):
                yield from self.read(*cells[0])
                return
        yield TextTable(list(self._cells(rows)))

    def _cells(self, rows: list[tuple[Any, bool]]) -> list[TextCell]:
        found: list[TextCell] = []
        above: dict[int, TextCell] = {}
        at = 0
        for row, prompt in rows:
            if self._left_out(row):
                continue
            column = _count(row, "w:trPr/w:gridBefore", 0)
            last: TextCell | None = None
            for cell, prompts in _unwrapped(row, prompt):
                if cell.tag != qn("w:tc"):
                    continue
                span = _count(cell, "w:tcPr/w:gridSpan", 1)
                if _merged(cell, "hMerge") and last is not None:
                    last.column_span += span
                    last.lines += self._lines_of(cell, prompts)
                elif _merged(cell, "vMerge") and column in above:
                    above[column].row_span = at - above[column].row + 1
                    self._skip(cell)
                else:
                    last = TextCell(self._lines_of(cell, prompts), at, column, 1, span)
                    found.append(last)
                    above[column] = last
                column += span
            at += 1
        return found

    def _left_out(self, row: Any) -> bool:
        """Whether a row is not printed: a tracked change took it out, or it is hidden."""
        properties = row.find(qn("w:trPr"))
        if properties is None:
            return False
        hidden, deleted = properties.find(qn("w:hidden")), properties.find(qn("w:del"))
        if deleted is not None:
            self.file.notices.taken_out(_words(row), None)
        elif hidden is not None and is_on(hidden):
            self.file.notices.hidden(_words(row), None)
        else:
            return False
        self.file.number += sum(1 for _ in row.iter(qn("w:p")))
        return True

    def _skip(self, cell: Any) -> None:
        """The lower part of a merged cell: nothing of it is printed."""
        self.file.notices.hidden(_words(cell), None)
        self.file.number += sum(1 for _ in cell.iter(qn("w:p")))

    def _lines_of(self, cell: Any, prompt: bool) -> list[TextLine]:
        """Every line of a cell; those of a table inside it follow in their order."""
        return list(flat_lines(self.read(cell, prompt)))


def _page_area(root: Any) -> float:
    """Square points of the pages of a document: of its last section, or of A4."""
    sizes = [size for section in root.iter(qn("w:sectPr")) for size in section.findall(qn("w:pgSz"))]
    sides = [whole(sizes[-1].get(qn(f"w:{side}"))) for side in ("w", "h")] if sizes else []
    width, height = (side / TWIPS if side else 0.0 for side in sides) if sides else (0.0, 0.0)
    return width * height or A4_AREA


def _as_page(data: Callable[[], bytes] | None, width: float, height: float) -> Page | None:
    return picture_page(data(), width, height) if data is not None else None


def _unwrapped(element: Any, prompt: bool = False) -> Iterator[tuple[Any, bool]]:
    """Paragraphs and tables, rows, or cells, whatever stands around them; whether each is an empty control's prompt."""
    for child in element.iterchildren():
        if child.tag == qn("w:sdt"):
            content = child.find(qn("w:sdtContent"))
            if content is not None:
                yield from _unwrapped(content, prompt or is_prompt(child.find(qn("w:sdtPr")), content))
        elif child.tag in _WRAPPERS:
            yield from _unwrapped(child, prompt)
        else:
            yield child, prompt


def _split(text: ParagraphText, number: int, section: int) -> list[TextLine]:
    """The lines of a paragraph."""
    whole_text = "".join(piece for piece, _ in text.pieces)
    bold, at = [], 0
    for piece, marked in text.pieces:
        if marked:
            bold.append((at, at + len(piece)))
        at += len(piece)
    lines, at = [], 0
    for piece in whole_text.split("\n"):
        end = at + len(piece)
        ranges = [(max(i, at) - at, min(j, end) - at) for i, j in bold if i < end and j > at]
        lines.append(TextLine(number, piece, at, ranges, section=section, indent=text.column))
        at = end + 1
    return lines


def _columns(line: TextLine) -> Iterator[TextLine]:
    """The parts of a line of a header, which tabs set to the left, into the middle and to the right."""
    at = 0
    for part in line.text.split("\t"):
        bold = [(max(i, at) - at, min(j, at + len(part)) - at) for i, j in line.bold if i < at + len(part) and j > at]
        yield replace(line, text=part, offset=line.offset + at, bold=bold)
        at += len(part) + 1


def _count(element: Any, path: str, default: int) -> int:
    """A number of table columns; what is none counts as not said."""
    said = element.find("/".join(qn(name) for name in path.split("/")))
    value = whole(said.get(qn("w:val"))) if said is not None else None
    return value if value is not None and default <= value <= MOST_COLUMNS else default


def _merged(cell: Any, how: str) -> bool:
    """Whether a cell is a further part of a merged one, which Word says with `continue` or without a word."""
    merge = cell.find(f"{qn('w:tcPr')}/{qn(f'w:{how}')}")
    return merge is not None and merge.get(qn("w:val"), "continue") == "continue"


def _goes_on(paragraph: Any) -> bool:
    """Whether a paragraph and the next are printed as one: its mark is hidden, or was taken out."""
    mark = paragraph.find(f"{qn('w:pPr')}/{qn('w:rPr')}")
    if mark is None:
        return False
    hidden = [mark.find(qn(f"w:{name}")) for name in ("vanish", "specVanish")]
    return mark.find(qn("w:del")) is not None or any(one is not None and is_on(one) for one in hidden)


def _words(element: Any) -> str:
    return "".join(text.text or "" for text in element.iter(qn("w:t")))


def _root(part: WordPart | None) -> Any:
    return part.root if part is not None else None
