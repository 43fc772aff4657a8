"""Content and a layout as a Word file: real tables, merged cells, bold and underlined runs."""

from pathlib import Path
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT as VERTICAL
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from .content import ADDITION, Clause, Form, Item, Paper
from .html import COVER_TITLE, SHORT_LABEL, by_kind, kind_of, spaced
from .layout import Layout

PAGES = {"A4": (210, 297), "Letter": (215.9, 279.4)}  # millimetres
BORDERS = {"solid": "single", "dashed": "dashed", "dotted": "dotted", "double": "double", "none": "nil"}
UPRIGHT_WIDTH = 9.0  # per cent of the table


class WordFile:
    """One document being written; python-docx's own objects are untyped, hence Any."""

    def __init__(self, paper: Paper, layout: Layout) -> None:
        self.paper = paper
        self.layout = layout
        self.document: Any = docx.Document()
        self._page()
        self._styles()

    def write(self, path: Path) -> None:
        """Compose every part and save."""
        self._cover()
        self._outline()
        for form in self.paper.forms:
            self._form(form)
        self._clauses()
        self.document.save(str(path))

    def _page(self) -> None:
        section, layout = self.document.sections[0], self.layout
        width, height = PAGES[layout.page]
        if layout.landscape:
            width, height = height, width
            section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(width), Mm(height)
        top, right, bottom, left = layout.margins
        section.top_margin, section.right_margin, section.bottom_margin, section.left_margin = map(
            Mm, (top, right, bottom, left)
        )
        self.width = width - left - right
        if layout.running_head != "none" and self.paper.material:
            self._head(section)
        if layout.page_number:
            self._foot(section)

    def _head(self, section: Any) -> None:
        paragraph = section.header.paragraphs[0]
        paragraph.alignment = ALIGN.RIGHT
        run = paragraph.add_run(self.paper.material)
        run._r.get_or_add_rPr().append(_element("w:bdr", val="single", sz="6", space="0"))

    def _foot(self, section: Any) -> None:
        paragraph = section.footer.paragraphs[0]
        paragraph.alignment = ALIGN.CENTER
        before, after = self.layout.page_number.split("{}")
        paragraph.add_run(before)
        field = _element("w:fldSimple", instr="PAGE")
        paragraph._p.append(field)
        paragraph.add_run(after)

    def _styles(self) -> None:
        style = self.document.styles["Normal"]
        style.font.name, style.font.size = self.layout.font, Pt(self.layout.font_size)
        _east_asian(style.element.get_or_add_rPr(), self.layout.font)
        style.paragraph_format.space_after = Pt(0)
        style.paragraph_format.line_spacing = self.layout.line_height / 1.25  # Word counts from the face's own height

    def _heading(self, text: str, size: float = 1.2) -> None:
        paragraph = self.document.add_paragraph()
        paragraph.alignment = ALIGN.CENTER
        paragraph.add_run(text).font.size = Pt(round(self.layout.font_size * size * 2) / 2)
        paragraph.paragraph_format.space_after = Pt(6)

    def _break(self) -> None:
        if self.layout.page_breaks:
            self.document.add_page_break()
        else:
            self.document.add_paragraph()

    def _cover(self) -> None:
        self._heading(COVER_TITLE, 1.4)
        table = self._table(1, 2, self.layout.cover_label_width)
        self._label(table.cell(0, 0), "件名", spread=True)
        self._fill(table.cell(0, 1), [self.paper.title], indent=False)
        self.document.add_paragraph()
        self.document.add_paragraph(self.paper.cover_line)
        self._heading("条例の根拠")
        for head, bases in by_kind(self.paper):
            self.document.add_paragraph(head)
            for basis in bases:
                self.document.add_paragraph("　" + basis)
        department = self.document.add_paragraph(self.paper.department_line.format(self.paper.department))
        department.alignment = ALIGN.RIGHT

    def _outline(self) -> None:
        self._break()
        self._heading("事業の概要")
        upright = self.layout.upright != "none"
        columns = 3 if self.layout.nested_table else 2
        width = UPRIGHT_WIDTH if upright else self.layout.label_width
        table = self._table(len(self.paper.outline), columns, width)
        for row, (label, texts) in enumerate(self.paper.outline.items()):
            value = table.cell(row, 1)
            if columns == 3:
                value = value.merge(table.cell(row, 2))
            self._label(table.cell(row, 0), label, spread=True, upright=upright)
            self._fill(value, texts)

    def _form(self, form: Form) -> None:
        self._break()
        self.document.add_paragraph(f"件名　{form.title}")
        if form.note:
            self.document.add_paragraph(form.note)
        merged = self.layout.merged_field
        rows = sum(len(texts) if label == merged else 1 for label, texts in form.fields.items())
        table = self._table(rows, 2, self.layout.label_width)
        row = 0
        for label, texts in form.fields.items():
            groups = [[x] for x in texts] if label == merged else [texts]
            first = table.cell(row, 0)
            for group in groups:
                self._fill(table.cell(row, 1), group)
                row += 1
            self._label(first.merge(table.cell(row - 1, 0)) if len(groups) > 1 else first, label)

    def _table(self, rows: int, columns: int, label_width: float) -> Any:
        table = self.document.add_table(rows, columns)
        table.autofit = False
        _borders(table, self.layout)
        _margins(table, self.layout)
        first = self.width * label_width / 100
        widths = [first] + [(self.width - first) / (columns - 1)] * (columns - 1)
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(width)
            for cell in column.cells:
                cell.width = Mm(width)
        return table

    def _label(self, cell: Any, label: str, spread: bool = False, upright: bool = False) -> None:
        layout = self.layout
        cell.vertical_alignment = VERTICAL.CENTER if layout.label_valign == "middle" else VERTICAL.TOP
        if layout.shading:
            colour = layout.shading.removeprefix("#")
            cell._tc.get_or_add_tcPr().append(_element("w:shd", val="clear", color="auto", fill=colour))
        paragraph = cell.paragraphs[0]
        if upright:
            self._upright(cell, paragraph, label)
            return
        short = spread and len(label) < SHORT_LABEL
        if short and layout.label_spacing == "justify":
            paragraph.alignment = ALIGN.DISTRIBUTE
        run = paragraph.add_run(spaced(label) if short and layout.label_spacing == "space" else label)
        if layout.label_font:
            run.font.name = layout.label_font
            _east_asian(run._r.get_or_add_rPr(), layout.label_font)

    def _upright(self, cell: Any, paragraph: Any, label: str) -> None:
        paragraph.alignment = ALIGN.CENTER
        if self.layout.upright == "vertical":
            cell._tc.get_or_add_tcPr().append(_element("w:textDirection", val="tbRlV"))
            paragraph.add_run(label)
            return
        for position, character in enumerate(label):
            if position:
                paragraph.add_run().add_break()
            paragraph.add_run(character)

    def _fill(self, cell: Any, texts: list[str], indent: bool = True) -> None:
        cell.vertical_alignment = VERTICAL.CENTER if self.layout.value_valign == "middle" else VERTICAL.TOP
        for position, text in enumerate(texts):
            paragraph = cell.paragraphs[0] if position == 0 else cell.add_paragraph()
            self._value(paragraph, text, indent)

    def _value(self, paragraph: Any, text: str, indent: bool) -> None:
        kind, size = kind_of(text), self.layout.font_size
        paragraph.alignment = ALIGN.JUSTIFY if self.layout.justify else ALIGN.LEFT
        if kind == "item" and self.layout.hanging:
            paragraph.paragraph_format.left_indent = Pt(size * 1.5)
            paragraph.paragraph_format.first_line_indent = Pt(-size * 1.5)
        if kind == "prose" and indent and self.layout.first_line_indent == "style":
            paragraph.paragraph_format.first_line_indent = Pt(size)
        if kind == "prose" and indent and self.layout.first_line_indent == "space":
            paragraph.add_run("　")
        for position, part in enumerate(ADDITION.split(text)):
            if part:
                self._run(paragraph, part, new=position % 2 == 1)

    def _run(self, paragraph: Any, text: str, new: bool) -> None:
        run = paragraph.add_run(text)
        if new:
            run.bold, run.underline = True, True
            run.font.name = "IPAexGothic"
            _east_asian(run._r.get_or_add_rPr(), "IPAexGothic")

    def _clauses(self) -> None:
        self._break()
        self._heading(self.paper.clause_title)
        heading = ""
        for clause in self.paper.clauses:
            if clause.heading != heading:
                paragraph = self.document.add_paragraph(f"（{clause.heading}）")
                paragraph.paragraph_format.space_before = Pt(self.layout.heading_gap)
            heading = clause.heading
            self._numbered(clause, 0)

    def _numbered(self, part: Clause | Item, depth: int) -> None:
        size = self.layout.font_size
        paragraph = self.document.add_paragraph(f"{part.label}{self.layout.label_gap}{part.text}")
        paragraph.alignment = ALIGN.JUSTIFY if self.layout.justify else ALIGN.LEFT
        paragraph.paragraph_format.left_indent = Pt(size * (2 + depth * 1.5))
        paragraph.paragraph_format.first_line_indent = Pt(-size * 1.5)
        for item in part.items:
            self._numbered(item, depth + 1)


def _element(tag: str, **attributes: str) -> Any:
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    return element


def _east_asian(properties: Any, font: str) -> None:
    fonts = properties.get_or_add_rFonts()
    for script in ("eastAsia", "ascii", "hAnsi"):
        fonts.set(qn(f"w:{script}"), font)


def _borders(table: Any, layout: Layout) -> None:
    """Rules inside and around, from the layout's two settings."""
    inner, width = BORDERS[layout.border], str(round(layout.rule_width * 8))
    frame = {"same": inner, "thick": "single", "double": "double", "open": inner}[layout.outer]
    sides = "nil" if layout.outer == "open" else frame
    heavy = str(round(layout.rule_width * 20)) if layout.outer == "thick" else width
    borders = _element("w:tblBorders")
    for side, kind in (("top", frame), ("left", sides), ("bottom", frame), ("right", sides)):
        borders.append(_element(f"w:{side}", val=kind, sz=heavy, space="0", color="000000"))
    for side in ("insideH", "insideV"):
        borders.append(_element(f"w:{side}", val=inner, sz=width, space="0", color="000000"))
    table._tbl.tblPr.append(borders)


def _margins(table: Any, layout: Layout) -> None:
    vertical, horizontal = (str(round(x * 20)) for x in layout.cell_padding)
    margins = _element("w:tblCellMar")
    for side, width in (("top", vertical), ("left", horizontal), ("bottom", vertical), ("right", horizontal)):
        margins.append(_element(f"w:{side}", w=width, type="dxa"))
    table._tbl.tblPr.append(margins)


def write(paper: Paper, layout: Layout, path: Path) -> None:
    """Write the paper as a .docx."""
    WordFile(paper, layout).write(path)
