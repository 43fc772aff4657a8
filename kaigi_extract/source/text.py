"""Text files (.txt, .md) as tools write them: decoded, markup taken off, tables by their syntax. Decides nothing.

Every piece of text keeps its place in the line of the file. Columns of spaces stay as they are, for `layout`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import field

from kaigi_extract.catalogue import Message
from kaigi_extract.errors import UnreadableSource
from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.source.encoding import guess, undecoded
from kaigi_extract.source.file_content import FileContent
from kaigi_extract.source.inline import BLOCK_TAG, Inline
from kaigi_extract.source.markdown_lists import numbers_shown, renumber
from kaigi_extract.source.table_cells import RawCell, place_cells
from kaigi_extract.source.text_blocks import Notice, TextLine, TextTable
from kaigi_extract.source.text_tables import (
    Cut,
    drawing_ends,
    drawn_table,
    flattened_cells,
    markup_table,
    pipe_table,
    quoted_table,
    table_ends,
)
from kaigi_extract.text import match_label
from kaigi_extract.text.late_pattern import late_pattern

STRUCK = "{count} characters are struck out; they are in no value"
PICTURES = "{count} pictures that the text links to were not read"
_SEPARATOR = frozenset(" \t\u3000\f|:+-=_─━")
_MARKDOWN_RULE = late_pattern(r"^\s*(?:={3,}|(?:\*\s*){3,}|(?:_\s*){3,}|`{3,}\w*|~{3,}\w*|:{3,}.*)\s*$")
_DASH = late_pattern(r"^\s*[-*+]\s+(?=\S)")
_MARKDOWN_HEAD = late_pattern(r"^\s*#{1,6}\s+(?=\S)")
_MARKED = late_pattern(r"^\s*(?:>\s?)*(?:[-*+]|#{1,6})\s+\S")
"""An entry of a list or a heading of Markdown."""
_ENTRY = late_pattern(r"^([ \t]*)([-*+])\s+\S")
"""An entry of a list of Markdown: the white space before its mark, and the mark."""
_TAB = 4
"""Columns of a tab."""
_QUOTE = late_pattern(r"^\s*(?:>\s?)+")
_SHOWS_MARKDOWN = late_pattern(
    r"^ {0,3}(?:#{1,6} +\S|`{3,}|\|?[ \t]{0,9}:?-{3,}:?[ \t]{0,9}\|[ \t:|-]*$)|\*\*\S[^*\n]*\*\*|\]\(https?://", re.M
)
MARKDOWN_ENDINGS = (".md", ".markdown", ".mkd", ".qmd", ".rmd")


def read_text(path: str, data: bytes, sha256: str) -> FileContent:
    """The blocks of a text file. Raises `UnreadableSource` where it is no text in any known encoding."""
    text, encoding = decode(path, data)
    markdown = path.lower().endswith(MARKDOWN_ENDINGS) or _SHOWS_MARKDOWN.search(text) is not None
    reader = TextBlocks(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), Inline(markdown))
    reading = FileContent(path, sha256, "text/plain", 0, blocks=list(reader.blocks()), encoding=encoding)
    reading.remarks += undecoded(text, encoding)
    if reader.inline.struck:
        reading.notices.append(Notice("hidden_text", "warning", Message(STRUCK, count=reader.inline.struck)))
    if reader.inline.pictures:
        reading.notices.append(Notice("unread_part", "warning", Message(PICTURES, count=reader.inline.pictures)))
    return reading


def decode(path: str, data: bytes) -> tuple[str, str]:
    """The text and the name of its encoding. Bytes that do not belong to it become U+FFFD."""
    encoding = guess(data)
    if encoding is None:
        raise UnreadableSource(path, Message("this text is in no encoding that can be told; save it as UTF-8"))
    return data.decode(encoding, errors="replace"), encoding


@dataclass(slots=True)
class TextBlocks:
    """The lines of a file, and how their markup is taken off."""

    lines: list[str]
    inline: Inline
    table_ends: dict[int, int] = field(default_factory=dict)
    """Where tables of HTML begin, and the index of the line after each."""
    bare: int = 0
    """The line up to which what is drawn has no words, and is no table from wherever one begins."""

    def blocks(self) -> Iterator[TextLine | TextTable]:
        """Lines and tables in the order of the file."""
        finders: tuple[Callable[[list[str], int, Cut], tuple[TextTable, int] | None], ...]
        finders = (self._marked_up, self._drawn, pipe_table, self._tabbed, quoted_table)
        self.table_ends = table_ends(self.lines)
        shown = numbers_shown(self.lines) if self.inline.markdown else {}
        at = 0
        while at < len(self.lines):
            line = self.lines[at]
            found = next((made for find in finders if (made := find(self.lines, at, self.pieces)) is not None), None)
            if found is not None:
                yield found[0]
                at = found[1]
                continue
            at += 1
            flattened = flattened_cells(line) if "|" in line else []
            for start, cell in flattened:
                yield from self.pieces(at, cell, start)
            if flattened:
                continue
            if not (_is_separator(line) or (self.inline.markdown and _MARKDOWN_RULE.match(line))):
                for k, piece in enumerate(self.pieces(at, line, 0)):
                    if k == 0 and at - 1 in shown:
                        renumber(piece, *shown[at - 1])
                    yield piece

    def _drawn(self, lines: list[str], at: int, cut: Cut) -> tuple[TextTable, int] | None:
        found = drawn_table(lines, at, cut) if at >= self.bare else None
        if found is None and at >= self.bare:
            self.bare = drawing_ends(lines, at)
        return found

    def pieces(self, number: int, text: str, offset: int) -> Iterator[TextLine]:
        """The text between tags that end a line, piece by piece, without list dashes."""
        at = 0
        for start, end in [*(tag.span() for tag in BLOCK_TAG.finditer(text)), (len(text), len(text))]:
            piece = text[at:start]
            if piece.strip():
                skipped = self._marks_before(piece)
                line = self.inline.line(number, piece[skipped:], offset + at + skipped)
                if line.text.strip():
                    line.begins = self.inline.markdown and _MARKED.match(piece) is not None
                    if line.begins and (entry := _ENTRY.match(piece)) is not None:
                        line.mark, line.indent = entry[2], len(entry[1].expandtabs(_TAB))
                    yield line
            at = end

    def _marks_before(self, piece: str) -> int:
        """Characters of list dashes, heads and quotes before the words of a line. In a plain text a dash before words
        is printed as it is, and kept; before a label (- 1 …) it is what an export puts before every item."""
        quote = _QUOTE.match(piece) if self.inline.markdown else None
        start = quote.end() if quote else 0
        dash = _DASH.match(piece[start:])
        if dash is not None and not (self.inline.markdown or _is_labelled(piece[start + dash.end() :])):
            return start
        mark = dash or _MARKDOWN_HEAD.match(piece[start:])
        return start + (mark.end() if mark else 0)

    def _marked_up(self, lines: list[str], at: int, cut: Cut) -> tuple[TextTable, int] | None:
        end = self.table_ends.get(at)
        table = markup_table(lines[at:end], at, cut) if end is not None else None
        return (table, end) if table is not None and end is not None else None

    def _tabbed(self, lines: list[str], at: int, cut: Cut) -> tuple[TextTable, int] | None:
        """Rows whose cells are parted by tabs; one without a label goes on with the row above."""
        rows: list[list[RawCell]] = []
        while _is_tabbed(lines, at) or (rows and at < len(lines) and _is_separator(lines[at])):
            if not _is_separator(lines[at]):
                _add_row(rows, at + 1, lines[at], cut)
            at += 1
        return (place_cells(rows), at) if rows else None


def _is_labelled(text: str) -> bool:
    """Whether a text begins with a label of its own."""
    label = match_label(text)
    return label is not None and label.number is not None


def _is_separator(line: str) -> bool:
    """Whether a line is nothing but a drawn one."""
    return "---" in line and _SEPARATOR.issuperset(line)


def _is_tabbed(lines: list[str], at: int) -> bool:
    return at < len(lines) and "\t" in lines[at].strip(" \u3000") and not _is_separator(lines[at])


def _add_row(rows: list[list[RawCell]], number: int, line: str, cut: Cut) -> None:
    cells, at = [], 0
    for piece in line.split("\t"):
        cells.append(RawCell(list(cut(number, piece, at))))
        at += len(piece) + 1
    while cells and not cells[-1].lines:
        cells.pop()
    if rows and cells and not cells[0].lines and len(cells) <= max(len(rows[-1]), 2):
        rows[-1] += [RawCell() for _ in range(len(cells) - len(rows[-1]))]
        for column, cell in enumerate(cells):
            rows[-1][column].lines += cell.lines
    elif cells:
        rows.append(cells)
