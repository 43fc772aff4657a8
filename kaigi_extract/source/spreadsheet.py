"""Excel files (.xlsx, .xlsm): the shown sheets one after the other, each cell as Excel shows it. Decides nothing.

Lines are numbered as those of a Word file: cells with words in them, in the order of sheets and rows. Hidden sheets,
rows and columns are in no value; what lies over the cells is read, or told.

openpyxl (3.1) was tried: it makes a cell of every place of a merged range, so that one of the whole sheet never ends,
and drops text boxes and controls. python-calamine (0.4) does not know what is hidden, nor how a number is shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import field
from typing import Any

from kaigi_extract.catalogue import Message
from kaigi_extract.errors import UnreadableSource
from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.source.file_content import FileContent
from kaigi_extract.source.number_formats import shown
from kaigi_extract.source.sheet_blocks import SheetCell, blocks_of
from kaigi_extract.source.sheet_package import (
    RichText,
    SheetPackage,
    Style,
    attribute,
    local,
    rich_text,
    shared_strings,
    styles,
)
from kaigi_extract.source.sheet_shapes import COMMENTS, comment_count, shapes_of
from kaigi_extract.source.text_blocks import Notice, TextLine, TextTable, cited
from kaigi_extract.text import repair_characters
from kaigi_extract.text.choices import CHECKED, UNCHECKED
from kaigi_extract.text.late_pattern import late_pattern

HIDDEN_SHEET = "the sheet {sheet} is hidden; its {count} cells are in no value"
HIDDEN_CELLS = "{count} cells of {sheet} are in hidden rows or columns; they are in no value"
STRUCK = "struck-out words are in no value: {words}"
NO_RESULT = "the formula in {place} has no stored result; open the file in Excel and save it again"
TOO_MANY = "the sheet {sheet} has more than {count} cells; what follows {place} was not read"
MOST_CELLS = 300_000
"""Cells with words in one file that are read: a form has hundreds, the longest lists of councils some ten thousand."""
TOO_LONG = "the cells of the file have more than {count} characters; what follows {place} of {sheet} was not read"
MOST_CHARACTERS = 10_000_000
"""Characters of all cells of one file that are read: 30 for each of so many cells. One string of a megabyte may be in
each of thousands."""
MOST_COVERED = 1_000_000
"""Places under merged cells of a sheet that are known to be covered."""
MOST_COLUMNS, MOST_ROWS = 16_384, 1_048_576
_PLACE = late_pattern(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_NAMELESS = late_pattern(r"(?:sheet|シート|worksheet)\s*\d*", re.I)
_HEADER_CODE = late_pattern(r'&(?:"[^"]*"|K[0-9A-F]{6}|\d{1,3}|[A-Z])', re.I)


def read_spreadsheet(path: str, data: bytes, sha256: str, media_type: str) -> FileContent:
    """The blocks of an Excel file. Raises `UnreadableSource`."""
    blocks: list[TextLine | TextTable] = []
    content = FileContent(path, sha256, media_type, 0, blocks=blocks)
    try:
        _Workbook(SheetPackage(data), content, blocks).read()
    except UnreadableSource:
        raise
    except Exception as error:  # whatever lxml and zipfile stumble over in a damaged file
        words = " ".join(str(error).split()) or type(error).__name__
        raise UnreadableSource(
            path, Message("this Excel file cannot be read ({words}); save it again from Excel", words=words)
        ) from error
    return content


@dataclass(slots=True)
class _Sheet:
    """What of one sheet is known before its cells are lines."""

    name: str
    title: str
    cells: list[SheetCell] = field(default_factory=list)
    hidden: int = 0
    hidden_columns: bytearray = field(default_factory=lambda: bytearray(MOST_COLUMNS))
    hidden_rows: set[int] = field(default_factory=set)
    merged: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    margins: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Workbook:
    package: SheetPackage
    content: FileContent
    blocks: list[TextLine | TextTable]
    number: int = 0
    characters: int = 0
    strings: list[RichText] = field(default_factory=list)
    styles: list[Style] = field(default_factory=list)
    from_1904: bool = False
    struck: list[str] = field(default_factory=list)

    def read(self) -> None:
        """Fills in the content."""
        book = next((name for name in self.package.related("", "officeDocument")), "xl/workbook.xml")
        root = self.package.xml(book)
        for name in self.package.related(book, "sharedStrings")[:1]:
            self.strings = shared_strings(self.package, name)
        for name in self.package.related(book, "styles")[:1]:
            self.styles = styles(self.package, name)
        properties = root.find("{*}workbookPr")
        self.from_1904 = properties is not None and properties.get("date1904") in ("1", "true")
        relations, read = self.package.relations(book), set[str]()
        for one in root.iter("{*}sheet"):
            kind, part = relations.get(attribute(one, "id") or "", ("", ""))
            if not self.package.has(part):
                self._unread(Message("the sheet {get} is missing from the file", get=one.get("name")))
            elif kind != "worksheet":
                self._unread(Message("the sheet {get} is a chart or a macro and was not read", get=one.get("name")))
            elif part in read:
                self._unread(Message("the sheet {sheet} has the cells of one before it", sheet=one.get("name")))
            else:
                read.add(part)
                self._sheet(_Sheet(part, one.get("name", "")), hidden=one.get("state", "visible") != "visible")
        if words := "".join(self.struck).strip():
            self._unread(Message(STRUCK, words=f"「{cited(words)}」"))

    def _unread(self, message: str) -> None:
        self.content.notices.append(Notice("unread_part", "warning", message))

    def _sheet(self, sheet: _Sheet, *, hidden: bool) -> None:
        values = list(self._values(sheet))
        if hidden:
            if values:
                message = Message(HIDDEN_SHEET, sheet=sheet.title, count=len(values))
                self.content.notices.append(Notice("hidden_text", "warning", message))
            return
        covered = _covered(sheet.merged)
        found: dict[tuple[int, int], SheetCell] = {}
        for row, column, text in values:
            if (row, column) in covered:
                continue
            if row in sheet.hidden_rows or sheet.hidden_columns[column]:
                sheet.hidden += bool(text.text.strip())
                continue
            found[row, column] = self._cell(sheet, row, column, text)
        self._empty_merged(sheet, found)
        self._shapes(sheet, found, covered)
        cells = [found[place] for place in sorted(found)]
        for cell in cells:
            self._number(cell)
        for margin in (*sheet.margins, *([] if _NAMELESS.fullmatch(sheet.title.strip()) else [sheet.title])):
            self.number += 1
            self.content.margins.append(TextLine(self.number, repair_characters(margin)))
        self.blocks += blocks_of(cells)
        if sheet.hidden:
            message = Message(HIDDEN_CELLS, sheet=sheet.title, count=sheet.hidden)
            self.content.notices.append(Notice("hidden_text", "warning", message))
        if count := comment_count(self.package, sheet.name):
            self._unread(Message(COMMENTS, count=count, sheet=sheet.title))

    def _cell(self, sheet: _Sheet, row: int, column: int, text: RichText) -> SheetCell:
        rows, columns = sheet.merged.get((row, column), (1, 1))
        lines, at = [], 0
        for piece in repair_characters(text.text).split("\n"):
            bold = [
                (max(a, at) - at, min(b, at + len(piece)) - at) for a, b in text.bold if a < at + len(piece) and b > at
            ]
            if piece.strip():
                lines.append(TextLine(0, piece, at, bold))
            at += len(piece) + 1
        return SheetCell(row, column, rows, columns, lines)

    def _number(self, cell: SheetCell) -> None:
        self.number += bool(cell.lines)
        for line in cell.lines:
            line.number = self.number

    def _empty_merged(self, sheet: _Sheet, found: dict[tuple[int, int], SheetCell]) -> None:
        """Merged cells without words are cells, too, in rows that have some."""
        rows = {row for row, _ in found}
        for (row, column), (rows_taken, columns_taken) in sheet.merged.items():
            shown_there = row not in sheet.hidden_rows and not sheet.hidden_columns[column]
            if row in rows and (row, column) not in found and shown_there:
                found[row, column] = SheetCell(row, column, rows_taken, columns_taken, [])

    def _shapes(
        self, sheet: _Sheet, found: dict[tuple[int, int], SheetCell], covered: dict[tuple[int, int], tuple[int, int]]
    ) -> None:
        """Puts what lies over a cell into it; what is over none is a cell of its own."""
        for shape in shapes_of(self.package, sheet.name):
            place = covered.get((shape.row, shape.column), (shape.row, shape.column))
            if shape.unread is not None:
                kind = {"kind": shape.what} if shape.what else {}
                self._unread(Message(shape.unread, place=f"{sheet.title}!{_place_name(*place)}", **kind))
                continue
            cell = found.setdefault(place, SheetCell(*place, *sheet.merged.get(place, (1, 1)), []))
            at = sum(len(line.text) + 1 for line in cell.lines)
            for piece in repair_characters(shape.text).split("\n"):
                cell.lines.append(TextLine(0, piece, at))
                at += len(piece) + 1

    def _values(self, sheet: _Sheet) -> Iterator[tuple[int, int, RichText]]:
        """Row, column and words of every cell that has some, in the order of the file; what else the sheet says of
        itself is filled in meanwhile."""
        row, count = -1, 0
        tags = ["row", "col", "mergeCell", "oddHeader", "oddFooter", "firstHeader", "firstFooter"]
        for element in self.package.elements(sheet.name, tags):
            kind = local(element)
            if kind == "col" and _is_true(element.get("hidden")):
                first, last = (int(element.get(name, "1")) for name in ("min", "max"))
                for column in range(max(first, 1) - 1, min(last, MOST_COLUMNS)):
                    sheet.hidden_columns[column] = 1
            elif kind == "mergeCell":
                _merge(sheet, element.get("ref", ""))
            elif kind == "row":
                said = element.get("r", "")
                row = int(said) - 1 if said.isdigit() and 0 < int(said) <= MOST_ROWS else row + 1
                if _is_true(element.get("hidden")) or element.get("ht") == "0":
                    sheet.hidden_rows.add(row)
                for column, text in self._row(sheet, row, element):
                    count += 1
                    self.characters += len(text.text)
                    if count > MOST_CELLS or self.characters > MOST_CHARACTERS:
                        self._beyond(sheet.title, _place_name(row, 0))
                        return
                    yield row, column, text
            elif kind.endswith(("Header", "Footer")):
                sheet.margins += _margin_texts(element.text or "")

    def _beyond(self, sheet: str, place: str) -> None:
        """Says that the rest of a sheet is not read, and why."""
        if self.characters > MOST_CHARACTERS:
            self._unread(Message(TOO_LONG, count=MOST_CHARACTERS, place=place, sheet=sheet))
        else:
            self._unread(Message(TOO_MANY, sheet=sheet, count=MOST_CELLS, place=place))

    def _row(self, sheet: _Sheet, row: int, element: Any) -> Iterator[tuple[int, RichText]]:
        column = -1
        for cell in element.iterchildren("{*}c"):
            place = _PLACE.fullmatch(cell.get("r", ""))
            column = _column(place[1]) if place else column + 1
            if column >= MOST_COLUMNS:
                continue
            text = self._text(cell, f"{sheet.title}!{_place_name(row, column)}")
            if text.text.strip():
                yield column, text

    def _text(self, cell: Any, place: str) -> RichText:
        """The words of a cell as Excel shows them."""
        style = self._style(cell.get("s", ""))
        value, kind = cell.findtext("{*}v"), cell.get("t", "n")
        inline = cell.find("{*}is")
        if kind == "s" and value is not None and value.strip().isdigit():
            number = int(value)
            found = self.strings[number] if number < len(self.strings) else RichText()
        elif inline is not None:
            found = rich_text(inline)
        elif value is None:
            if cell.find("{*}f") is not None:
                self.content.notices.append(Notice("value_unread", "warning", Message(NO_RESULT, place=place)))
            return RichText()
        elif kind == "b":
            found = RichText(
                ((UNCHECKED, CHECKED) if style.checkbox else ("FALSE", "TRUE"))[value.strip() in ("1", "true")]
            )
        else:
            text = value if kind in ("str", "e", "d") else shown(value, style.number_format, from_1904=self.from_1904)
            found = RichText(text)
            if not text and value.strip():
                self.content.notices.append(
                    Notice("hidden_text", "warning", Message("the format of {place} hides its value", place=place))
                )
        if found.struck:
            self.struck.append(found.struck)
        if style.struck:
            self.struck.append(found.text)
            return RichText()
        return RichText(found.text, bold=[(0, len(found.text))] if style.bold else found.bold)

    def _style(self, said: str) -> Style:
        return self.styles[int(said)] if said.isdigit() and int(said) < len(self.styles) else Style()


def _merge(sheet: _Sheet, ref: str) -> None:
    first, _, last = ref.partition(":")
    start, end = _PLACE.fullmatch(first), _PLACE.fullmatch(last)
    if start is None or end is None:
        return
    row, column = int(start[2]) - 1, _column(start[1])
    rows, columns = int(end[2]) - row, _column(end[1]) + 1 - column
    if rows > 0 and columns > 0 and 0 <= row < MOST_ROWS and column < MOST_COLUMNS:
        sheet.merged[row, column] = (min(rows, MOST_ROWS), min(columns, MOST_COLUMNS))


def _covered(merged: dict[tuple[int, int], tuple[int, int]]) -> dict[tuple[int, int], tuple[int, int]]:
    """The places under merged cells, with the place of each merged cell; of the smaller ones as many as are kept."""
    covered: dict[tuple[int, int], tuple[int, int]] = {}
    room = MOST_COVERED
    for place, (rows, columns) in sorted(merged.items(), key=lambda one: one[1][0] * one[1][1]):
        room -= rows * columns
        if room < 0:
            break
        for row in range(place[0], place[0] + rows):
            for column in range(place[1], place[1] + columns):
                if (row, column) != place:
                    covered[row, column] = place
    return covered


def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def _place_name(row: int, column: int) -> str:
    letters, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def _is_true(said: str | None) -> bool:
    return said in ("1", "true")


def _margin_texts(code: str) -> list[str]:
    """The words of a header, which codes part into left, middle and right."""
    parts = re.split(r"&[LCR]", code)
    texts = (_HEADER_CODE.sub("", part.replace("&&", "\0")).replace("\0", "&").strip() for part in parts)
    return [text for text in texts if re.search(r"[^\W\d_]", text)]
