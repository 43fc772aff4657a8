"""A comparison as a 新旧対照表 in Word: landscape A4, the head on each page, changes underlined. Compares nothing."""

from __future__ import annotations

import os
from io import BytesIO
from typing import TYPE_CHECKING, Any, Unpack

from kaigi_extract.records.display import TableChoices
from kaigi_extract.regular_file import possible_path
from kaigi_extract.show.comparison.options import TableOptions
from kaigi_extract.show.comparison.table import DOUBT_COLOUR, HEAD_COLOUR, CellParagraph, Contrast, contrast

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.table import Table, _Cell
    from docx.text.paragraph import Paragraph

    from kaigi_extract.clauses.clause_diff import Diff
    from kaigi_extract.records import Alignment, ClauseSet

BODY, HEAD = "ＭＳ 明朝", "ＭＳ ゴシック"
"""Fonts by the names that Word knows them by; elsewhere it takes the Japanese font that is there."""
SIZE, SMALL, TITLE = 10.5, 9.0, 14.0
"""Points: of clauses (the size of Japanese office documents), of remarks and sources, of the title."""
PAPER_SIZE = (297.0, 210.0)
"""Width and height in millimetres: A4, landscape."""
PAGE_MARGIN = 20.0
"""On all sides, in millimetres."""
COLUMN_WIDTHS = (107.0, 107.0, 43.0)
"""Widths of new, old and remarks in millimetres: what the margins leave."""
WORD_COLUMN_CHARACTERS = 27
"""Full-width characters of `SIZE` that a column of new or old holds."""
PADDING = 1.0
"""Between the ruled lines of a row and its words, in millimetres."""
WHOLE_ROW_LINES = 12
"""Lines of text up to which a row is kept on one page. A longer clause breaks, as it does in the terms themselves."""
LEAD = 1.15
"""Line height in heights of the font: wavy lines need room below."""


def to_docx(
    compared: Alignment | Diff,
    path: str | os.PathLike[str],
    *,
    old: ClauseSet | None = None,
    new: ClauseSet | None = None,
    template: str | os.PathLike[str] | None = None,
    **choices: Unpack[TableChoices],
) -> None:
    """Writes the 新旧対照表 of a comparison to `path`, of two wards a 比較表. Of a change, what stays is （略）.

    What is new is underlined on the left, what is gone on the right; wavy and grey is what differs in characters only
    that were read with doubt. A character that Word cannot hold becomes �. Errors: `ValueError` where the sets are not
    known, `OSError` where nothing can be written there.
    """
    found = contrast(compared, old, new, TableOptions(**choices))
    if template is not None:
        from kaigi_extract.show.comparison.template import fill

        fill(found, template, path)
        return
    buffer = BytesIO()
    _document(found).save(buffer)
    possible_path(path).write_bytes(buffer.getvalue())


def _document(found: Contrast) -> WordDocument:
    import docx

    document = docx.Document()
    _set_up(document, found.title)
    title = document.add_paragraph()
    _write(title, found.title, TITLE, font=HEAD)
    _align(title, "center")
    note = document.add_paragraph()
    _write(note, found.note("波線"), SMALL)
    _align(note, "right")
    _table(document, found)
    for number, source in enumerate(found.sources):
        line = document.add_paragraph()
        _write(line, f"{'出典' if number == 0 else '　　'}　{source}", SMALL)
        if number == 0:
            line.paragraph_format.space_before = _points(6)
    return document


def _set_up(document: WordDocument, title: str) -> None:
    """Paper size, fonts, language, what the file says of itself, page numbers."""
    import datetime

    section = document.sections[0]
    _landscape(section)
    normal = document.styles["Normal"]
    _fonts(normal.element.get_or_add_rPr(), BODY)
    for defaults in document.styles.element.xpath("w:docDefaults/w:rPrDefault/w:rPr"):
        _fonts(defaults, BODY)
        for language in defaults.xpath("w:lang"):
            language.set(_tag("w:eastAsia"), "ja-JP")
    normal.font.size = _points(SIZE)
    normal.paragraph_format.space_after = _points(0)
    normal.paragraph_format.line_spacing = LEAD
    about = document.core_properties
    about.title, about.author, about.language, about.comments = title[:255], "kaigi-extract", "ja-JP", ""
    about.created = about.modified = datetime.datetime.now(datetime.UTC).replace(tzinfo=None)
    footer = section.footer.paragraphs[0]
    _align(footer, "center")
    for word in ("PAGE", " / ", "NUMPAGES"):
        if word.isupper():
            _field(footer, word)
        else:
            _write(footer, word, SMALL)


def _landscape(section: Any) -> None:
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm

    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = map(Mm, PAPER_SIZE)
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, Mm(PAGE_MARGIN))
    section.footer_distance = Mm(PAGE_MARGIN / 2)


def _fonts(properties: Any, font: str) -> None:
    """One font for Latin and Japanese characters. The names of a theme would come before it: they go."""
    fonts = properties.get_or_add_rFonts()
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for name in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(_tag(name), font)


def _table(document: WordDocument, found: Contrast) -> None:
    table = document.add_table(rows=1, cols=3)
    table.style = document.styles["Table Grid"]
    table.autofit = False
    _measure(table)
    head = table.rows[0]
    for cell, lines in zip(head.cells, (*found.columns(*found.heads), ["備考"]), strict=True):
        _shade(cell)
        for paragraph, text in zip(_paragraphs(cell, len(lines)), lines, strict=True):
            _write(paragraph, text, SIZE, font=HEAD)
            _align(paragraph, "center")
    _flag(head, "w:cantSplit")
    _flag(head, "w:tblHeader")
    for row in found.rows:
        added = table.add_row()
        cells = added.cells
        if (
            max(sum(line.rows(WORD_COLUMN_CHARACTERS) for line in side) for side in (row.new, row.old))
            <= WHOLE_ROW_LINES
        ):
            _flag(added, "w:cantSplit")
        for cell, side in zip(cells, found.columns(row.new, row.old), strict=False):
            _fill(cell, side)
        for paragraph, remark in zip(_paragraphs(cells[2], len(row.remarks)), row.remarks, strict=False):
            _write(paragraph, remark, SMALL)
    for cells in (row.cells for row in table.rows):
        for cell, width in zip(cells, COLUMN_WIDTHS, strict=True):
            cell.width = _millimetres(width)


def _measure(table: Table) -> None:
    """Widths of the columns, room above and below the words."""
    from docx.oxml import OxmlElement

    for column, width in zip(table.columns, COLUMN_WIDTHS, strict=True):
        column.width = _millimetres(width)
    margins = OxmlElement("w:tblCellMar")
    for name in ("w:top", "w:bottom"):
        margin = OxmlElement(name)
        margin.set(_tag("w:w"), str(_millimetres(PADDING).twips))
        margin.set(_tag("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.insert_element_before(margins, "w:tblLook")


def _fill(cell: _Cell, lines: list[CellParagraph]) -> None:
    for paragraph, line in zip(_paragraphs(cell, len(lines)), lines, strict=True):
        form = paragraph.paragraph_format
        form.left_indent = _points(SIZE * line.indent)
        form.first_line_indent = _points(-SIZE if line.hangs else 0)
        for run in line.runs:
            _write(paragraph, run.text, SIZE, mark=run.mark)


def _paragraphs(cell: _Cell, count: int) -> list[Paragraph]:
    """So many empty paragraphs: the one that a cell always has, and more."""
    return [cell.paragraphs[0], *(cell.add_paragraph() for _ in range(count - 1))]


def _write(paragraph: Paragraph, text: str, size: float, *, font: str | None = None, mark: str = "plain") -> None:
    from docx.enum.text import WD_UNDERLINE
    from docx.shared import RGBColor

    run = paragraph.add_run(text)
    run.font.size = _points(size)
    if font is not None:
        _fonts(run._r.get_or_add_rPr(), font)
    if mark == "changed":
        run.font.underline = WD_UNDERLINE.SINGLE
    elif mark == "doubtful":
        run.font.underline = WD_UNDERLINE.WAVY
        run.font.color.rgb = RGBColor.from_string(DOUBT_COLOUR)


def _field(paragraph: Paragraph, code: str) -> None:
    """A number that Word reckons: PAGE, NUMPAGES."""
    from docx.oxml import OxmlElement

    field = OxmlElement("w:fldSimple")
    field.set(_tag("w:instr"), code)
    _write(paragraph, "1", SMALL)
    field.append(paragraph.runs[-1]._r)
    paragraph._p.append(field)


def _shade(cell: _Cell) -> None:
    from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
    from docx.oxml import OxmlElement

    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    shade = OxmlElement("w:shd")
    for name, value in (("w:val", "clear"), ("w:color", "auto"), ("w:fill", HEAD_COLOUR)):
        shade.set(_tag(name), value)
    properties = cell._tc.get_or_add_tcPr()
    properties.insert_element_before(shade, "w:noWrap", "w:tcMar", "w:textDirection", "w:tcFitText", "w:vAlign")


def _flag(row: Any, name: str) -> None:
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _align(paragraph: Paragraph, where: str) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    paragraph.alignment = {"center": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT}[where]


def _points(size: float) -> Any:
    from docx.shared import Pt

    return Pt(size)


def _millimetres(length: float) -> Any:
    from docx.shared import Mm

    return Mm(length)


def _tag(name: str) -> str:
    from docx.oxml.ns import qn

    return qn(name)
