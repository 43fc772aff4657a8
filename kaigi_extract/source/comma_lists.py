"""Lists of fields (.csv, .tsv) as rows of cells, quotes and line breaks within fields understood. Decides nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kaigi_extract.source.encoding import undecoded
from kaigi_extract.source.file_content import FileContent
from kaigi_extract.source.kinds import TSV
from kaigi_extract.source.sheet_blocks import SheetCell, blocks_of
from kaigi_extract.source.text import decode
from kaigi_extract.source.text_blocks import TextLine
from kaigi_extract.text import repair_characters
from kaigi_extract.text.late_pattern import late_pattern

SAMPLE = 20_000
"""Characters from which the separator of the fields is told."""
_SIGNS = ",\t;"
_QUOTED = late_pattern(r'"((?:[^"]|"")*)"?')


def read_list(path: str, data: bytes, sha256: str, media_type: str) -> FileContent:
    """The blocks of a list. Raises `UnreadableSource` where it is no text in any known encoding."""
    text, encoding = decode(path, data)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    sign = "\t" if media_type == TSV else max(_SIGNS, key=lambda one: _outside_quotes(text[:SAMPLE]).count(one))
    content = FileContent(path, sha256, media_type, 0, blocks=list(blocks_of(_cells(text, sign))), encoding=encoding)
    content.remarks += undecoded(text, encoding)
    return content


def _outside_quotes(text: str) -> str:
    return _QUOTED.sub("", text)


def _cells(text: str, sign: str) -> Iterator[SheetCell]:
    """The fields that have words, by row and column, each with its place in the lines of the file."""
    field = re.compile(rf"[^{sign}\n]*")
    at = row = column = 0
    number, start = 1, 0
    while at <= len(text):
        if text[at : at + 1] == '"' and (quoted := _QUOTED.match(text, at)):
            lines = list(_lines(quoted[1], number, at + 1 - start))
            breaks = quoted[1].count("\n")
            if breaks:
                number += breaks
                start = quoted.start(1) + quoted[1].rindex("\n") + 1
            at = quoted.end()
        else:
            lines = []
        rest = field.match(text, at)
        if rest is not None:
            lines += _lines(rest[0], number, at - start)
            at = rest.end()
        if lines:
            yield SheetCell(row, column, 1, 1, lines)
        if text[at : at + 1] == sign:
            column += 1
        else:
            row, column = row + 1, 0
            number, start = number + 1, at + 1
        at += 1


def _lines(text: str, number: int, offset: int) -> Iterator[TextLine]:
    """The lines of a field; a doubled quote is one."""
    for at, line in enumerate(text.split("\n")):
        words = repair_characters(line.replace('""', '"'))
        if words.strip():
            yield TextLine(number + at, words, offset if at == 0 else 0)
