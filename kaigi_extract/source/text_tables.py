"""Tables of a text file by their syntax: pipes of Markdown, HTML, drawn with characters, commas. Decides nothing else.

Each finder is given all lines and the index of one; where a table begins there, it gives the table and the index of the
line after it. `Cut` makes the lines of a cell of a piece of a line.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from itertools import accumulate, pairwise
from unicodedata import east_asian_width

from kaigi_extract.source.inline import LONGEST_MARKED_LINE
from kaigi_extract.source.table_cells import RawCell, place_cells
from kaigi_extract.source.text_blocks import TextLine, TextTable
from kaigi_extract.text import match_due, match_label
from kaigi_extract.text.late_pattern import late_pattern

Cut = Callable[[int, str, int], Iterator[TextLine]]
"""(number of the line, a piece of it, where that begins) to the lines of a cell."""
Found = tuple[TextTable, int]

_DELIMITER = late_pattern(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?$")
_PIPED = late_pattern(r"^\s*\|.*\|\s*$")
_PIPE = late_pattern(r"(?<!\\)\|")
_CODE = late_pattern(r"(`+)(?!`).+?(?<!`)\1(?!`)")
_GRID_EDGE = late_pattern(r"^\s*\+(?:[-=:]+\+)+\s*$")
_GRID_ROW = late_pattern(r"^\s*[|+].*[|+]\s*$")
_BOX_EDGE = late_pattern(r"^[\s\u3000]*[┌┏╔├┣╠└┗╚┝┠┡╓╒][─━═┄┅┈┉╌\-┬┳╦┼╋╬┴┻╩┯┷┿╂┰┸╤╧╪╥╨╫\s]*[┐┓╗┤┫╣┘┛╝┥┨┩╖╕]\s*$")
_BOX_ROW = late_pattern(r"^[\s\u3000]*[│┃║├┣╠┝┠].*[│┃║┤┫╣┥┨]\s*$")
_SIDES = "│┃║├┣╠┤┫╣┼╋╬┝┠┥┨"
_CORNERS = "┌┏╔└┗╚┐┓╗┘┛╝┬┳╦┴┻╩"
_TABLE_TAG = late_pattern(r"<(/?)(table|tr|td|th)((?:\s[^<>]*)?)/?>", re.I)
_SPAN = {name: late_pattern(rf"{name}\s*=\s*[\"']?\s*(\d{{1,6}})", re.I) for name in ("rowspan", "colspan")}
_FIELD = late_pattern(r'"(?:[^"]|"")*"|[^,"]*')
_COMMA = late_pattern(r"(?<!\d),(?=\S)|,(?![\d\s])|,$")


def pipe_table(lines: list[str], at: int, cut: Cut) -> Found | None:
    """A table of Markdown: rows parted by pipes, a row of dashes below the first; or rows with pipes at either end, or
    with pipes between spaces."""
    head = lines[at]
    if "|" not in head:
        return None
    ruled = at + 1 < len(lines) and "|" in lines[at + 1] and _DELIMITER.match(lines[at + 1].strip()) is not None
    if not ruled and _is_spaced(head):
        return _spaced_table(lines, at, cut)
    if not ruled and not (_PIPED.match(head) and at + 1 < len(lines) and _PIPED.match(lines[at + 1])):
        return None
    rows: list[list[RawCell]] = []
    while at < len(lines) and (_PIPE.search(lines[at]) if ruled else _PIPED.match(lines[at])):
        if not _DELIMITER.match(lines[at].strip()):
            rows.append([RawCell(list(cut(at + 1, text, start))) for start, text in _piped(lines[at])])
        at += 1
    return (place_cells(rows), at) if any(cell.lines for row in rows for cell in row) else None


def _is_spaced(line: str) -> bool:
    """Whether pipes between spaces part the cells of a row, without any at its ends, as exports of tables write them:
    件名 | 花壇の世話について. Articles one behind the other are no row."""
    return _SPACED_PIPE.search(line) is not None and not _PIPED.match(line) and not flattened_cells(line)


def _spaced_table(lines: list[str], at: int, cut: Cut) -> Found | None:
    """Rows whose cells are parted by pipes between spaces; lines without pipes go on with the last cell above them."""
    rows: list[list[RawCell]] = []
    heads: set[str] = set()
    while at < len(lines):
        line = lines[at]
        if _is_spaced(line):
            heads.add(_head(line))
            if len(rows) >= _ROWS_ALIKE and len(heads) == 1:
                return None
            rows.append([RawCell(list(cut(at + 1, text, start))) for start, text in _piped(line)])
        elif rows and line.lstrip().startswith("|"):  # the first cell is empty: more of the row above
            for cell, (start, text) in zip(rows[-1][1:], _piped(line), strict=False):
                cell.lines += cut(at + 1, text, start)
        elif rows and rows[-1][-1].lines and _is_more(lines, at, rows[-1][-1], heads):
            rows[-1][-1].lines += cut(at + 1, line, 0)
        else:
            break
        at += 1
    return (place_cells(rows), at) if len(heads) > 1 else None


def _head(line: str) -> str:
    """The first cell of a row."""
    return line.partition("|")[0].strip()


def _is_more(lines: list[str], at: int, cell: RawCell, heads: set[str]) -> bool:
    """Whether a line goes on with a cell: another row comes before an empty line, of a head that no row above has; or
    it counts on from the list that the cell begins with."""
    below = at
    while below < min(len(lines), at + _CELL_LINES) and lines[below].strip() and "|" not in lines[below]:
        below += 1
    if below == at:
        return False
    if below < len(lines) and _is_spaced(lines[below]):
        return _head(lines[below]) not in heads
    first, due = match_label(cell.lines[0].text), len(cell.lines) + 1
    label = match_due(lines[at], due) if first is not None else None
    return label is not None and first is not None and (label.style, label.ordinal) == (first.style, due)


_ROWS_ALIKE = 10
"""Rows with one and the same first cell from which on there is no table: each is asked whether one begins there."""
_CELL_LINES = 30
"""Lines of a cell, at most."""


def flattened_cells(line: str) -> list[tuple[int, str]]:
    """The cells of tables that an export put on one line with pipes between them, each with where it begins: articles
    count on from one to another of them (第１条（目的） | 甲は、… | 第２条 | …); none where they do not."""
    cells = _piped(line) if line.count("|") > 1 else []
    labels = [label for _, text in cells if (label := match_label(text)) is not None and label.style in _OF_ARTICLES]
    counts = [label.ordinal or 0 for label in labels]
    return cells if len(counts) > 1 and all(b == a + 1 for a, b in pairwise(counts)) else []


_OF_ARTICLES = frozenset({"dai_jo", "dai"})
_SPACED_PIPE = late_pattern(r"\S[ \t\u3000]+\|(?:[ \t\u3000]|$)")


def _piped(line: str) -> list[tuple[int, str]]:
    """The cells of a row with where each begins; a pipe behind a backslash or within code is none."""
    code = [match.span() for match in _CODE.finditer(line)] if len(line) <= LONGEST_MARKED_LINE else []
    pipes = [at for at in (match.start() for match in _PIPE.finditer(line)) if not any(a < at < b for a, b in code)]
    bounds = [-1, *pipes, len(line)]
    cells = [(a + 1, line[a + 1 : b]) for a, b in pairwise(bounds)]
    if len(cells) > 1 and not cells[0][1].strip():
        cells = cells[1:]
    if len(cells) > 1 and not cells[-1][1].strip():
        cells = cells[:-1]
    return cells


_DRAWN = ((_GRID_EDGE, _GRID_ROW, "|+"), (_BOX_EDGE, _BOX_ROW, _SIDES))
"""How an edge and a row look, and what is at the sides of cells."""


def drawn_table(lines: list[str], at: int, cut: Cut) -> Found | None:
    """A table drawn with + - | (pandoc, reStructuredText) or with box-drawing characters."""
    for edge, row, sides in _DRAWN:
        if edge.match(lines[at]):
            end = _drawing_end(lines, at, edge, row)
            rows = _drawn_rows(lines, at, end, sides, cut) if end - at > 2 else []
            if any(cell.lines for row in rows for cell in row):
                return place_cells(rows), end
    return None


def drawing_ends(lines: list[str], at: int) -> int:
    """The line after what is drawn from a line on; that line itself where nothing is."""
    return next((_drawing_end(lines, at, edge, row) for edge, row, _ in _DRAWN if edge.match(lines[at])), at)


def _drawing_end(lines: list[str], at: int, edge: re.Pattern[str], row: re.Pattern[str]) -> int:
    end = at + 1
    while end < len(lines) and (row.match(lines[end]) or edge.match(lines[end])):
        end += 1
    return end


def _drawn_rows(lines: list[str], at: int, end: int, sides: str, cut: Cut) -> list[list[RawCell]]:
    """The rows between two edges: the cells of their lines by the columns at which the sides are, as the tool counts
    them: a full-width character as one column or as two."""
    drawn = sides if sides == "|+" else sides + _CORNERS
    counts = [{column for line in lines[at:end] for _, column in _sides(line, drawn, wide)} for wide in (2, 1)]
    wide = 2 if len(counts[0]) <= len(counts[1]) else 1
    columns = sorted(counts[0] if wide == 2 else counts[1])
    rows: list[list[RawCell]] = []
    open_cells: dict[int, RawCell] = {}
    for number, line in enumerate(lines[at:end], at + 1):
        if not _words_between(line, sides):
            if open_cells:
                rows.append([open_cells[column] for column in sorted(open_cells)])
            open_cells = {}
            continue
        bounds = list(_sides(line, sides, wide))
        for (start, left), (stop, right) in pairwise(bounds):
            if set(line[start + 1 : stop].strip()) <= set("-=─━═"):
                continue
            span = max(bisect_right(columns, right) - bisect_right(columns, left), 1)
            cell = open_cells.setdefault(left, RawCell(column_span=span))
            cell.lines += cut(number, line[start + 1 : stop], start + 1)
    if open_cells:
        rows.append([open_cells[column] for column in sorted(open_cells)])
    return rows


def _words_between(line: str, sides: str) -> bool:
    return bool(set(line) - set(sides) - set(" \u3000-=:+─━═┄┅┈┉╌┬┳╦┴┻╩┯┷┿╂┰┸╤╧╪╥╨╫┌┏╔└┗╚┐┓╗┘┛╝╓╒╖╕┡┩"))


def _sides(line: str, sides: str, wide: int) -> Iterator[tuple[int, int]]:
    """Index and column of each side of cells in a line; a full-width character has `wide` columns."""
    column = 0
    for index, char in enumerate(line):
        if char in sides and not (char == "|" and line[index - 1 : index] == "\\"):
            yield index, column
        column += wide if east_asian_width(char) in "WFA" else 1


def table_ends(lines: list[str]) -> dict[int, int]:
    """The lines in which tables of HTML begin that have their lines to themselves, and the line after each table."""
    ends: dict[int, int] = {}
    open_at: list[int] = []
    for index, line in enumerate(lines):
        tags = _TABLE_TAG.finditer(line) if "<" in line else ()
        for tag in tags:
            if tag[2].lower() != "table":
                continue
            if not tag[1]:
                alone = not line[: tag.start()].strip() or bool(open_at)
                open_at.append(index if alone else -1)
            elif open_at:
                begun = open_at.pop()
                if begun >= 0 and not open_at and not line[tag.end() :].strip():
                    ends[begun] = index + 1
    return ends


def markup_table(lines: list[str], at: int, cut: Cut) -> TextTable | None:
    """The table of HTML that lines are, `at` before the first; of one in a cell the words follow those of the cell."""
    text = "\n".join(lines)
    starts = [0, *accumulate(len(line) + 1 for line in lines)]
    rows: list[list[RawCell]] = []
    depth, last, cell = 0, 0, None
    for tag in _TABLE_TAG.finditer(text):
        if cell is not None:
            cell.lines += _cut_between(text, last, tag.start(), starts, at, cut)
        last = tag.end()
        closing, name = bool(tag[1]), tag[2].lower()
        if name == "table":
            depth += -1 if closing else 1
        elif depth == 1:
            cell = None
            if name == "tr" and not closing:
                rows.append([])
            elif name in ("td", "th") and not closing:
                cell = RawCell([], _span(tag[3], "rowspan"), _span(tag[3], "colspan"))
                rows = rows or [[]]
                rows[-1].append(cell)
    rows = [row for row in rows if row]
    return place_cells(rows) if rows else None


def _cut_between(text: str, start: int, stop: int, starts: list[int], at: int, cut: Cut) -> Iterator[TextLine]:
    for piece in text[start:stop].split("\n"):
        line = bisect_right(starts, start) - 1
        yield from cut(at + 1 + line, piece, start - starts[line])
        start += len(piece) + 1


def _span(attributes: str, name: str) -> int:
    match = _SPAN[name].search(attributes)
    return int(match[1]) if match else 1


def quoted_table(lines: list[str], at: int, cut: Cut) -> Found | None:
    """Rows of fields parted by commas, as many in each. Commas are also written in running text and in lists of
    names: there they follow a particle (受注者は,業務を), or their number changes from line to line."""
    rows: list[list[RawCell]] = []
    begun, width = at, 0
    if begun and _is_uneven(lines[begun - 1]):
        return None
    while at < len(lines):
        fields = comma_fields(lines[at])
        if len(fields) < 2 or (rows and len(fields) != width):
            if rows and '"' not in lines[at - 1] and _is_uneven(lines[at]):
                return None
            break
        if _is_running_text(lines[at], fields):
            return None
        width = len(fields)
        rows.append([RawCell(list(cut(at + 1, text, start))) for start, text in fields])
        at += 1
    return (place_cells(rows), at) if at - begun > 1 else None


def _is_uneven(line: str) -> bool:
    """Whether a line above or below rows of fields has commas, too, and no quotes."""
    return '"' not in line and len(comma_fields(line)) > 1


def _is_running_text(line: str, fields: list[tuple[int, str]]) -> bool:
    """Whether most of a line's commas follow particles, or a sentence ends before one."""
    if '"' in line:
        return False
    followed = [text[-1:] for _, text in fields[:-1]]
    return 2 * sum(char in _PARTICLES for char in followed) > len(followed) or "。" in "".join(
        text for _, text in fields[:-1]
    )


_PARTICLES = frozenset("はがをにでともへてばりしのく")
"""What words end in before a comma in running text: …は, …について, …により."""


def comma_fields(line: str) -> list[tuple[int, str]]:
    """The fields of a line with where each begins; a comma between two digits is one of a number."""
    if "," not in line:
        return []
    fields, at = [], 0
    while at <= len(line):
        if line[at : at + 1] == '"':
            match = _FIELD.match(line, at)
            end = match.end() if match else at
            if end < len(line) and line[end] != ",":
                return []
            fields.append((at + 1, line[at + 1 : max(end - 1, at + 1)]))
            at = end + 1
            continue
        comma = _COMMA.search(line, at)
        end = comma.start() if comma else len(line)
        fields.append((at, line[at:end]))
        at = end + 1
    return fields if all(not text.startswith(" ") for _, text in fields[1:]) else []


Block = TextLine | TextTable


def with_drawn_tables(blocks: list[Block]) -> list[Block]:
    """The blocks of a file, in which lines that draw a table are that table: in `pre` of a web page, in paragraphs of
    a Word file. The same list where none does."""
    edges = (_BOX_EDGE, _GRID_EDGE)
    if not any(isinstance(block, TextLine) and any(edge.match(block.text) for edge in edges) for block in blocks):
        return blocks
    found: list[Block] = []
    lines: list[TextLine] = []
    for block in [*blocks, None]:
        if isinstance(block, TextLine):
            lines.append(block)
            continue
        found += _drawn_among(lines)
        found += [] if block is None else [block]
        lines = []
    return found


def _drawn_among(lines: list[TextLine]) -> Iterator[Block]:
    """Lines that follow each other, with what they draw as tables."""

    def cut(number: int, piece: str, offset: int) -> Iterator[TextLine]:
        line, words = lines[number - 1], piece.strip()
        start = offset + len(piece) - len(piece.lstrip())
        places = line.places[start : start + len(words)] if line.places is not None else None
        if words:
            yield TextLine(line.number, words, line.offset + start, hard=False, places=places, section=line.section)

    texts = [line.text for line in lines]
    at = bare = 0
    while at < len(lines):
        drawn = drawn_table(texts, at, cut) if at >= bare else None
        if drawn is not None:
            yield drawn[0]
            at = drawn[1]
            continue
        bare = max(bare, drawing_ends(texts, at))
        yield lines[at]
        at += 1
