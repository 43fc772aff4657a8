"""Text files (.txt, .md) as exported from PDFs: decoded, tags taken off, tab-bordered rows as tables. Decides nothing.

Every piece of text keeps its place in the line of the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kaigi_extract.errors import UnreadableSource
from kaigi_extract.source.encoding import guess
from kaigi_extract.source.page import UNKNOWN, FileContent, TextCell, TextLine, TextTable
from kaigi_extract.text import repair_characters

_TAG = re.compile(
    r"</?(?:p|div|span|ol|ul|li|b|u|i|strong|em|table|thead|tbody|tr|td|th)(?:\s[^<>]*)?/?>|<br\s*/?>", re.I
)
_SEPARATOR = re.compile(r"^[\s\t|:+\-=_─━]*-{3,}[\s\t|:+\-=_─━]*$")
_DASH = re.compile(r"^\s*[-*+]\s+(?=\S)")
_MARKDOWN_HEAD = re.compile(r"^\s*#{1,6}\s+(?=\S)")


def read_text(path: str, data: bytes, sha256: str) -> FileContent:
    """The blocks of a text file. Raises `UnreadableSource` where it is no text in any known encoding."""
    text, encoding = decode(path, data)
    reading = FileContent(path, sha256, "text/plain", 0, blocks=list(_blocks(text)), encoding=encoding)
    if UNKNOWN in text:
        reading.remarks.append(
            f"{text.count(UNKNOWN)} characters are not {encoding} as the rest is; they read {UNKNOWN}"
        )
    return reading


def decode(path: str, data: bytes) -> tuple[str, str]:
    """The text and the name of its encoding. Bytes that do not belong to it become U+FFFD."""
    encoding = guess(data)
    if encoding is None:
        raise UnreadableSource(path, "this text is in no encoding that can be told; save it as UTF-8")
    return data.decode(encoding, errors="replace"), encoding


def _blocks(text: str) -> Iterator[TextLine | TextTable]:
    rows: list[list[list[TextLine]]] = []
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        if "\t" in line.strip(" \u3000") and not _SEPARATOR.match(line):
            _add_row(rows, number, line)
            continue
        if _SEPARATOR.match(line):
            continue
        if rows:
            yield _table(rows)
            rows = []
        yield from _pieces(number, line, 0)
    if rows:
        yield _table(rows)


def _add_row(rows: list[list[list[TextLine]]], number: int, line: str) -> None:
    """A row of cells; one without a label goes on with the row above."""
    cells, at = [], 0
    for cell in line.split("\t"):
        cells.append(list(_pieces(number, cell, at)))
        at += len(cell) + 1
    while cells and not cells[-1]:
        cells.pop()
    if rows and cells and not cells[0] and len(cells) <= max(len(rows[-1]), 2):
        rows[-1] += [[] for _ in range(len(cells) - len(rows[-1]))]
        for column, lines in enumerate(cells):
            rows[-1][column] += lines
    elif cells:
        rows.append(cells)


def _table(rows: list[list[list[TextLine]]]) -> TextTable:
    return TextTable(
        [TextCell(lines, row, column) for row, cells in enumerate(rows) for column, lines in enumerate(cells)]
    )


def _pieces(number: int, text: str, offset: int) -> Iterator[TextLine]:
    """The text between tags, piece by piece, without list dashes."""
    at = 0
    for start, end in [*(tag.span() for tag in _TAG.finditer(text)), (len(text), len(text))]:
        piece = text[at:start]
        if piece.strip():
            dash = _DASH.match(piece) or _MARKDOWN_HEAD.match(piece)
            skipped = dash.end() if dash else 0
            yield TextLine(number, repair_characters(piece[skipped:]), offset + at + skipped, hard=False)
        at = end
