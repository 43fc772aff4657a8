"""A comparison as a 新旧対照表 in Excel, with the alignment as a plain table on a second sheet. Compares nothing.

Every text from the documents is written as text, never handed to a method that guesses: it is no formula, no link, no
number and no XML. Excel shows no row above 409 points: a longer clause goes on in the next row.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any, Unpack

from kaigi_extract.clauses.clause_diff import Diff
from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.records import Alignment
from kaigi_extract.records.display import TableChoices
from kaigi_extract.regular_file import possible_path
from kaigi_extract.show.comparison.options import TableOptions
from kaigi_extract.show.comparison.table import (
    DOUBT_COLOUR,
    HEAD_COLOUR,
    CellParagraph,
    Contrast,
    Mark,
    TextRun,
    change_words,
    contrast,
)
from kaigi_extract.show.japanese import reason_words
from kaigi_extract.show.sanitise import legible

if TYPE_CHECKING:
    from kaigi_extract.records import ClauseSet

BODY, HEAD = "ＭＳ 明朝", "ＭＳ ゴシック"
"""Fonts by the names that Excel knows them by; elsewhere it takes the Japanese font that is there."""
SIZE, SMALL, TITLE = 10.5, 9, 14
"""Points: of clauses, of remarks and sources, of the title."""
WIDTHS = (56, 56, 12, 26)
"""Of new, old, kind and remarks, in digits of `BODY`: together as wide as landscape A4."""
EXCEL_COLUMN_CHARACTERS = 26
"""Full-width characters of `SIZE` that a column of new or old holds."""
LINE, PADDING = 14.5, 6.0
"""Height of a line of text and what a row has beside its lines, in points: Excel fits no row by itself here."""
MOST_LINES = 27
"""Of a row: with them it stays below the 409 points that Excel shows, and far below the 32,767 characters of a cell."""
DEFAULT_FORMAT = {"default_format_properties": {"font_name": BODY, "font_size": SIZE}}
"""Of cells that nothing is written in; the widths of columns are measured in it."""
PLAIN_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
Properties = dict[str, Any]
"""Of a format, by the names of XlsxWriter."""
MARK_FORMATS: dict[Mark, Properties] = {
    "plain": {},
    "changed": {"underline": 1},
    "doubtful": {"underline": 2, "font_color": f"#{DOUBT_COLOUR}"},
}
CENTRE: Properties = {"align": "center", "indent": 0}
COLUMN_HEAD: Properties = {
    "font_name": HEAD, "font_size": SIZE, "bg_color": f"#{HEAD_COLOUR}", "border": 1, "align": "center",
    "valign": "vcenter", "text_wrap": True,
}  # fmt: skip
LINK_HEADS = ("区分", "変更", "要確認", "類似度", "理由")
LINK_WIDTHS = (16, 16, 14, 36, 10, 10, 70)
LINK_FORMS: tuple[Properties, ...] = (CENTRE, CENTRE, CENTRE, {}, CENTRE, CENTRE | {"num_format": "0.000"}, {})


def to_xlsx(
    compared: Alignment | Diff,
    path: str | os.PathLike[str],
    *,
    old: ClauseSet | None = None,
    new: ClauseSet | None = None,
    **choices: Unpack[TableChoices],
) -> None:
    """Writes the 新旧対照表 of a comparison to `path`, of two wards a 比較表. Of a change, what stays is （略）.

    What differs is underlined; twice and grey is what differs in characters only that were read with doubt. The second
    sheet has a row for each link, to sort and filter. A character that Excel cannot hold becomes �. Errors:
    `ValueError` where the sets are not known, `OSError` where nothing can be written there.
    """
    import xlsxwriter

    found = contrast(compared, old, new, TableOptions(**choices))
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, **PLAIN_TEXT, **DEFAULT_FORMAT}) as workbook:
        workbook.set_properties({"title": found.title[:255], "author": "kaigi-extract"})
        styles = _Styles(workbook)
        _write_table(workbook.add_worksheet("対照表"), found, styles)
        alignment = compared.alignment if isinstance(compared, Diff) else compared
        _write_links(workbook.add_worksheet("対応一覧"), alignment, found, styles)
    possible_path(path).write_bytes(buffer.getvalue())


class _Styles:
    """The formats of a workbook, each made once from its properties."""

    def __init__(self, workbook: Any) -> None:
        self.workbook = workbook
        self.made: dict[tuple[tuple[str, Any], ...], Any] = {}

    def of(self, properties: Properties) -> Any:
        """The format with these properties."""
        key = tuple(sorted(properties.items()))
        if key not in self.made:
            self.made[key] = self.workbook.add_format(properties)
        return self.made[key]


def _cell(*, first: bool = True, last: bool = True, size: float = SIZE, **more: Any) -> Properties:
    """A ruled cell of wrapped text; open above or below where its row goes on."""
    rules = {"left": 1, "right": 1, "top": int(first), "bottom": int(last)}
    return (
        {"font_name": BODY, "font_size": size, "text_wrap": True, "valign": "top", "align": "left", "indent": 1}
        | rules
        | more
    )


def _write_table(sheet: Any, found: Contrast, styles: _Styles) -> None:
    """Title, note, head, rows, sources; the head stays in sight and is printed on each page."""
    heads = ["\n".join(lines) for lines in (*found.columns(*found.heads), ["区分"], ["備考"])]
    last = len(heads) - 1
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    sheet.set_row(0, 24)
    title = {"font_name": HEAD, "font_size": TITLE, "align": "center_across"}
    _put(sheet, 0, 0, [TextRun(found.title)], title, styles)
    for column in range(1, last + 1):
        sheet.write_blank(0, column, None, styles.of(title))
    small = {"font_name": BODY, "font_size": SMALL}
    _put(sheet, 1, last, [TextRun(found.note("二重下線"))], {**small, "align": "right"}, styles)
    sheet.set_row(2, LINE * max(head.count("\n") + 1 for head in heads) + PADDING)
    for column, head in enumerate(heads):
        _put(sheet, 2, column, [TextRun(head)], COLUMN_HEAD, styles)
    at = 2
    for at, row in enumerate(_sheet_rows(found), 3):
        _write_row(sheet, at, row, styles)
    sheet.autofilter(2, 0, at, last)
    for number, source in enumerate(found.sources):
        _put(sheet, at + 1 + number, 0, [TextRun(("出典　" if not number else "　　　") + source)], small, styles)
    sheet.freeze_panes(3, 0)
    sheet.repeat_rows(2)
    _print_on_a4(sheet)


def _print_on_a4(sheet: Any) -> None:
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.set_margins(left=0.6, right=0.6, top=0.7, bottom=0.7)
    sheet.center_horizontally()
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C&P / &N")


@dataclass(frozen=True, slots=True)
class _SheetRow:
    """A row of the sheet: one of the table, or a piece of one that is too high."""

    sides: tuple[list[CellParagraph], list[CellParagraph]]
    word: str
    remarks: list[str]
    first: bool
    last: bool


def _sheet_rows(found: Contrast) -> Iterator[_SheetRow]:
    """Rows that Excel can show. Where one goes on, its kind and remarks are repeated: a filter keeps it whole."""
    for row in found.rows:
        new, old = _pieces(row.new), _pieces(row.old)
        count = max(len(new), len(old))
        for at in range(count):
            sides = found.columns(new[at] if at < len(new) else [], old[at] if at < len(old) else [])
            remarks = ["（上の行の続き）", *row.remarks] if at else row.remarks
            yield _SheetRow(sides, row.word, remarks, at == 0, at == count - 1)


def _pieces(lines: Iterable[CellParagraph]) -> list[list[CellParagraph]]:
    """The lines of a cell in pieces of `MOST_LINES`; a line that goes on in the next piece is cut."""
    pieces: list[list[CellParagraph]] = [[]]
    left = MOST_LINES
    for whole in lines:
        line = whole
        while line.rows(EXCEL_COLUMN_CHARACTERS) > left:
            head, line = _cut(line, left)
            pieces[-1] += [head] if head.runs else []
            pieces.append([])
            left = MOST_LINES
        pieces[-1].append(line)
        left -= line.rows(EXCEL_COLUMN_CHARACTERS)
    return pieces


def _cut(line: CellParagraph, rows: int) -> tuple[CellParagraph, CellParagraph]:
    """What of a line fits in so many rows, were all its characters full-width, and the rest."""
    room = rows * max(1, EXCEL_COLUMN_CHARACTERS - line.indent)
    head: list[TextRun] = []
    tail: list[TextRun] = []
    for run in line.runs:
        head.append(TextRun(run.text[:room], run.mark))
        tail.append(TextRun(run.text[room:], run.mark))
        room = max(0, room - len(run.text))
    first, rest = ([run for run in runs if run.text] for runs in (head, tail))
    return CellParagraph(first, line.indent, line.hangs), CellParagraph(rest, line.indent, line.hangs and not first)


def _write_row(sheet: Any, at: int, row: _SheetRow, styles: _Styles) -> None:
    for column, lines in enumerate(row.sides):
        _put(sheet, at, column, _cell_runs(lines), _cell(first=row.first, last=row.last), styles)
    small = _cell(first=row.first, last=row.last, size=SMALL)
    _put(sheet, at, 2, [TextRun(row.word)], {**small, **CENTRE}, styles)
    _put(sheet, at, 3, [TextRun("\n".join(row.remarks))], small, styles)
    count = max(len(row.remarks), *(sum(line.rows(EXCEL_COLUMN_CHARACTERS) for line in lines) for lines in row.sides))
    sheet.set_row(at, LINE * count + PADDING)


def _cell_runs(lines: Iterable[CellParagraph]) -> list[TextRun]:
    """The lines of a cell as runs: a line break between them, indents as full-width spaces."""
    runs: list[TextRun] = []
    for number, line in enumerate(lines):
        runs.append(TextRun(("\n" if number else "") + "　" * (line.indent - line.hangs)))
        runs += line.runs
    return runs


def _put(sheet: Any, row: int, column: int, runs: Sequence[TextRun], cell: Properties, styles: _Styles) -> None:
    """Text in a cell, marked run by run.

    XlsxWriter takes a text from <r> to </r> for its own XML: it is written in two runs, each of which is escaped.
    """
    runs = [run for run in runs if run.text]
    if len(runs) == 1 and runs[0].text.startswith("<r>"):
        runs = [TextRun("<", runs[0].mark), TextRun(runs[0].text[1:], runs[0].mark)]
    if not runs:
        sheet.write_blank(row, column, None, styles.of(cell))
    elif len(runs) == 1:
        sheet.write_string(row, column, runs[0].text, styles.of(cell | MARK_FORMATS[runs[0].mark]))
    else:
        font = {name: cell[name] for name in ("font_name", "font_size")}
        parts = (part for run in runs for part in (styles.of(font | MARK_FORMATS[run.mark]), run.text))
        sheet.write_rich_string(row, column, *parts, styles.of(cell))


def _write_links(sheet: Any, alignment: Alignment, found: Contrast, styles: _Styles) -> None:
    """A row for each link, then for each clause of one side only; numbers as numbers, to sort by."""
    new, old = found.names
    heads = [f"{old}の番号", f"{new}の番号", *LINK_HEADS]
    for column, (head, width) in enumerate(zip(heads, LINK_WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        _put(sheet, 0, column, [TextRun(head)], COLUMN_HEAD, styles)
    sheet.set_row(0, LINE + PADDING)
    at = 0
    for at, row in enumerate(_link_rows(alignment, found), 1):
        for column, (value, form) in enumerate(zip(row, LINK_FORMS, strict=True)):
            if isinstance(value, str):
                _put(sheet, at, column, [TextRun(value)], _cell(**form), styles)
            else:
                sheet.write_number(at, column, value, styles.of(_cell(**form)))
    sheet.autofilter(0, 0, at, len(heads) - 1)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    _print_on_a4(sheet)


def _link_rows(alignment: Alignment, found: Contrast) -> Iterator[list[str | float]]:
    for link in alignment.links:
        kind = found.kinds["changed" if link.changes or link.doubtful else "same"]
        changes = "、".join(change_words(change) for change in link.changes)
        doubt = "要確認" if link.doubtful else ""
        yield [
            _numbers(link.old),
            _numbers(link.new),
            kind,
            changes,
            doubt,
            link.similarity,
            legible(reason_words(link.reason)),
        ]
    for number in alignment.added:
        yield ["", number, found.kinds["added"], "", "", "", ""]
    for number in alignment.removed:
        yield [number, "", found.kinds["removed"], "", "", "", ""]


def _numbers(numbers: Sequence[int]) -> str | int:
    """One number as a number, several as words."""
    return numbers[0] if len(numbers) == 1 else "、".join(map(str, numbers))
