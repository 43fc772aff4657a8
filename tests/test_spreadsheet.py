"""Excel files and lists of fields: what Excel shows is read, what it hides is told."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
import xlsxwriter

from kaigi_extract import UnreadableSource, extract
from kaigi_extract.source import TextLine, TextTable, read
from kaigi_extract.source.number_formats import shown
from tests import dress
from tests.dress import FACTS, FORM, HEAD, OUTLINE, TITLE, facts


def workbook(fill, **options):
    """The bytes of a workbook that `fill` writes to."""
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True, **options}) as book:
        fill(book)
    return data.getvalue()


def sheet(*rows):
    """A workbook of one sheet, its cells from A1 on."""

    def fill(book):
        page = book.add_worksheet()
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)

    return workbook(fill)


def edited(data, name, change):
    """The workbook with one part changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for one in old.namelist():
            part = old.read(one)
            new.writestr(one, change(part.decode()).encode() if one == name else part)
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def laid_out(data, name="a.xlsx"):
    """Lines as they are, tables as rows of words."""
    found = []
    for block in read(data, name=name).blocks:
        if isinstance(block, TextLine):
            found.append(block.text)
            continue
        assert isinstance(block, TextTable)
        rows = {}
        for cell in block.cells:
            rows.setdefault(cell.row, []).append("/".join(line.text for line in cell.lines))
        found.append([rows[row] for row in sorted(rows)])
    return found


def notices(data, name="a.xlsx"):
    return [(notice.code, notice.message) for notice in read(data, name=name).notices]


def rows_of(table):
    return [["".join(label), "\n".join(value)] for label, value in table]


def form_in_cells(book):
    """The form in two columns, a row each."""
    page = book.add_worksheet()
    lines = [[one] for one in HEAD] + [["事業の概要"]] + rows_of(OUTLINE) + [[], [TITLE]] + rows_of(FORM) + [[]]
    for number, row in enumerate(lines + [[one] for one in dress.CLAUSES]):
        page.write_row(number, 0, row)


def form_on_a_grid(book):
    """The form on narrow columns, every cell merged over many: labels over ten, values over thirty; rows of three."""
    page = book.add_worksheet()
    page.set_column(0, 60, 1.5)
    at = 0

    def merged(first, last, text):
        page.merge_range(at, first, at + 2, last, text)

    for words in [*HEAD, "事業の概要", *rows_of(OUTLINE), TITLE, *rows_of(FORM), *dress.CLAUSES]:
        if isinstance(words, str):
            page.write(at, 2, words)
            at += 4
        else:
            merged(2, 11, words[0])
            merged(12, 41, words[1])
            at += 3
            if words in (rows_of(OUTLINE)[-1], rows_of(FORM)[-1]):
                at += 1


def form_on_two_sheets(book):
    form_in_cells(book)
    book.add_worksheet("Sheet2")


@pytest.mark.parametrize("fill", [form_in_cells, form_on_a_grid, form_on_two_sheets])
def test_a_form_is_read_as_from_a_pdf(fill):
    assert facts(extract(workbook(fill), name="a.xlsx", ward="shinjuku")) == FACTS


@pytest.mark.parametrize(("sign", "name"), [(",", "a.csv"), ("\t", "a.tsv"), (";", "a.csv")])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp932", "utf-16"])
def test_a_form_in_a_list_of_fields(sign, name, encoding):
    lines = [[one] for one in HEAD] + [["事業の概要"]] + rows_of(OUTLINE) + [[TITLE]] + rows_of(FORM)
    text = "\r\n".join(sign.join(f'"{cell}"' for cell in row) for row in [*lines, *([one] for one in dress.CLAUSES)])
    document = extract(text.encode(encoding), name=name, ward="shinjuku")
    assert facts(document) == FACTS
    assert document.source.media_type == {"a.csv": "text/csv", "a.tsv": "text/tab-separated-values"}[name]


DATE = 43556.0  # 1 April 2019
FORMATS = [
    (DATE, '[$-411]ggge"年"m"月"d"日"', "平成31年4月1日"),
    (DATE + 30, '[$-ja-JP-x-gannen]ggge"年"m"月"d"日";@', "令和1年5月1日"),
    (DATE, "[$-411]ge.m.d;@", "H31.4.1"),
    (DATE, "[$-F800]dddd\\, mmmm dd\\, yyyy", "月曜日, 4月 01, 2019"),
    (DATE, "yyyy/mm/dd(aaa)", "2019/04/01(月)"),
    (DATE + 0.5625, "m/d h:mm", "4/1 13:30"),
    (DATE + 0.5625, 'h"時"mm"分"', "13時30分"),
    (0.5625, "h:mm AM/PM", "1:30 PM"),
    (1.5, "[h]:mm", "36:00"),
    (1234567, "#,##0", "1,234,567"),
    (1234567, '#,##0"円"', "1,234,567円"),
    (-1234, '#,##0;"△"#,##0', "△1,234"),
    (0.125, "0.0%", "12.5%"),
    (5, "000", "005"),
    (5, '"第"0"回"', "第5回"),
    (0, '0;-0;"なし"', "なし"),
    (0.1 + 0.2, "General", "0.3"),
    (12, "@", "12"),
    (3, ";;;", ""),
    (1e20, "yyyy", "1e+20"),
]


@pytest.mark.parametrize(("value", "number_format", "text"), FORMATS)
def test_numbers_as_their_format_shows_them(value, number_format, text):
    assert shown(repr(value), number_format) == text


def test_a_date_counts_from_1904_where_the_file_says_so():
    assert shown("1", "yyyy/m/d", from_1904=True) == "1904/1/2"


def dated(book):
    era = book.add_format({"num_format": '[$-411]ggge"年"m"月"d"日"'})
    page = book.add_worksheet()
    page.write(0, 0, "開始日")
    page.write(0, 1, DATE, era)
    page.write(1, 0, "合計")
    page.write_formula(1, 1, "=1+1", None, 2)


def test_dates_and_results_of_formulas():
    assert laid_out(workbook(dated)) == [[["開始日", "平成31年4月1日"], ["合計", "2"]]]


def test_a_formula_without_a_stored_result_is_told():
    data = edited(workbook(dated), SHEET, lambda xml: xml.replace("<f>1+1</f><v>2</v>", "<f>1+1</f>"))
    assert notices(data) == [
        ("value_unread", "the formula in Sheet1!B2 has no stored result; open the file in Excel and save it again")
    ]


def hiding(book):
    page = book.add_worksheet()
    page.write_row(0, 0, ["名称", "内容", "秘密"])
    page.write_row(1, 0, ["見える", "値", "秘密"])
    page.write_row(2, 0, ["隠し", "行"])
    page.set_row(2, None, None, {"hidden": True})
    page.set_column(2, 2, None, None, {"hidden": True})
    other = book.add_worksheet("下書き")
    other.write(0, 0, "見せない")
    other.hide()


def test_what_is_hidden_is_told_and_in_no_value():
    data = workbook(hiding)
    assert laid_out(data) == [[["名称", "内容"], ["見える", "値"]]]
    assert notices(data) == [
        ("hidden_text", "4 cells of Sheet1 are in hidden rows or columns; they are in no value"),
        ("hidden_text", "the sheet 下書き is hidden; its 1 cells are in no value"),
    ]


def struck(book):
    page = book.add_worksheet()
    line, bold = book.add_format({"font_strikeout": True}), book.add_format({"bold": True})
    page.write(0, 0, "委託先")
    page.write_rich_string(0, 1, "甲社", line, "乙社", bold, "丙社")
    page.write(1, 0, "旧項目", line)
    page.write(1, 1, "残り")


def test_struck_out_words_are_kept_apart_and_bold_is_kept():
    data = workbook(struck)
    assert laid_out(data) == [[["委託先", "甲社丙社/残り"]]]
    [table, *_] = read(data, name="a.xlsx").blocks
    assert table.cells[1].lines[0].bold == [(2, 4)]
    assert notices(data) == [("unread_part", "struck-out words are in no value: 「乙社旧項目」")]


def test_readings_above_words_are_no_part_of_them():
    reading = '<si><t>件名</t><rPh sb="0" eb="2"><t>ケンメイ</t></rPh></si>'
    data = edited(
        sheet(["件名", "x"]), "xl/sharedStrings.xml", lambda xml: xml.replace("<si><t>件名</t></si>", reading)
    )
    assert laid_out(data) == [[["件名", "x"]]]


def over_cells(book):
    page = book.add_worksheet()
    page.write_row(0, 0, ["媒体", "紙"])
    page.insert_textbox(4, 1, "注　三者で確かめる。")
    page.write_comment(0, 1, "内々の話")
    page.set_header('&L&"MS 明朝"資料5&R&P')


def test_what_lies_over_the_cells():
    data = workbook(over_cells)
    content = read(data, name="a.xlsx")
    assert laid_out(data)[-1] == "注　三者で確かめる。"
    assert [line.text for line in content.margins] == ["資料5"]
    assert ("unread_part", "1 comments on cells of Sheet1 were not read") in notices(data)


VML = """<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:x="urn:schemas-microsoft-com:office:excel">
<v:shape id="a"><v:textbox><div>紙</div></v:textbox><x:ClientData ObjectType="Checkbox">
<x:Anchor>1, 5, 0, 2, 2, 5, 1, 2</x:Anchor><x:Checked>1</x:Checked></x:ClientData></v:shape>
<v:shape id="b"><v:textbox><div>電磁的<br/>媒体</div></v:textbox><x:ClientData ObjectType="Checkbox">
<x:Anchor>1, 5, 0, 2, 2, 5, 1, 2</x:Anchor></x:ClientData></v:shape></xml>"""


def test_boxes_to_tick_belong_to_their_cell():
    data = edited(workbook(over_cells), "xl/drawings/vmlDrawing1.vml", lambda _: VML)
    [table, *_] = extract(data, name="a.xlsx").tables
    assert [(choice.text, choice.checked) for choice in table.cells[1].choices] == [("紙", True), ("電磁的媒体", False)]


def test_numbered_sentences_are_lines():
    data = sheet(
        ["特記事項"],
        [],
        ["1", "乙は、秘密を守らなければならない。"],
        ["2", "乙は、次の名簿を戻さなければならない。\n紙の名簿"],
    )
    assert laid_out(data) == [
        "特記事項",
        "1　乙は、秘密を守らなければならない。",
        "2　乙は、次の名簿を戻さなければならない。",
        "紙の名簿",
    ]


def test_a_value_goes_on_in_the_rows_below_it():
    assert laid_out(sheet(["委託の内容", "封筒の印刷"], ["", "封筒の発送"], ["委託先", "甲社"])) == [
        [["委託の内容", "封筒の印刷/封筒の発送"], ["委託先", "甲社"]]
    ]


def test_places_are_cells_in_their_order():
    document = extract(sheet(["あ", "い\nう"], ["え", "お"]), name="a.xlsx")
    spans = [(span.line, span.start, span.end) for cell in document.tables[0].cells for span in cell.spans]
    assert spans == [(1, 0, 1), (2, 0, 1), (2, 2, 3), (3, 0, 1), (4, 0, 1)]


FEW = sheet(["あ", "い"], ["う", "え"])
HUGE = "A1:XFD1048576"


def many_merged(xml):
    refs = "".join(f'<mergeCell ref="A{row}:XFD{row + 90000}"/>' for row in range(1, 90_000))
    return xml.replace("</sheetData>", f"</sheetData><mergeCells>{refs}</mergeCells>")


@pytest.mark.parametrize(
    "change",
    [
        lambda xml: re.sub('<dimension ref="[^"]*"', f'<dimension ref="{HUGE}"', xml),
        lambda xml: xml.replace("<sheetData>", '<cols><col min="1" max="999999999" width="2"/></cols><sheetData>'),
        lambda xml: xml.replace("</sheetData>", f'</sheetData><mergeCells><mergeCell ref="{HUGE}"/></mergeCells>'),
        many_merged,
        lambda xml: xml.replace('r="B2"', 'r="XFD2"').replace('<row r="2"', '<row r="1048576"'),
        lambda xml: xml.replace('r="B2"', 'r="B2" s="99"'),
    ],
)
def test_huge_claims_of_a_small_sheet(change):
    content = read(edited(FEW, SHEET, change), name="a.xlsx")
    words = {
        line.text for block in content.blocks for line in (block.cells[0].lines if hasattr(block, "cells") else [block])
    }
    assert "あ" in words


LAUGHS = '<!DOCTYPE a [<!ENTITY a "ははは"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">' + "".join(
    f'<!ENTITY {chr(98 + k + 1)} "{f"&{chr(98 + k)};" * 10}">' for k in range(9)
)


@pytest.mark.parametrize(
    "data",
    [
        FEW[: len(FEW) // 2],
        FEW[:300],
        edited(FEW, SHEET, lambda xml: xml[:200]),
        edited(FEW, SHEET, lambda _: "no XML"),
        edited(FEW, "xl/workbook.xml", lambda _: ""),
        edited(FEW, SHEET, lambda xml: f'<?xml version="1.0"?>{LAUGHS}]><worksheet>&k;</worksheet>'),
    ],
    ids=["half", "head", "cut part", "no XML", "empty", "entities"],
)
def test_damaged_and_hostile_files(data):
    with pytest.raises(
        UnreadableSource, match=r"^a\.xlsx: (?:this Excel file cannot be read|.* is cut off or damaged)"
    ):
        read(data, name="a.xlsx")


def test_a_part_that_several_sheets_name_is_read_once():
    again = "".join(f"<sheet name='写し{n}' sheetId='{n + 9}' r:id='rId1'/>" for n in range(3))
    data = edited(sheet(["件名", "温室"]), "xl/workbook.xml", lambda xml: xml.replace("</sheets>", again + "</sheets>"))
    content = read(data, name="a.xlsx")
    assert len(content.blocks) == 1
    assert [str(one.message) for one in content.notices] == [
        f"the sheet 写し{n} has the cells of one before it" for n in range(3)
    ]


def test_an_entity_reads_no_file(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("合言葉", encoding="utf-8")
    entity = f'<!DOCTYPE a [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    data = edited(FEW, "xl/sharedStrings.xml", lambda xml: xml.replace("<sst", f"{entity}<sst", 1).replace("あ", "&x;"))
    assert "合言葉" not in str(laid_out(data))


def test_a_bomb_is_not_unpacked(monkeypatch):
    monkeypatch.setattr("kaigi_extract.source.sheet_package.MOST_BYTES", 100_000)
    data = edited(FEW, SHEET, lambda xml: xml.replace("</sheetData>", " " * 200_000 + "</sheetData>"))
    with pytest.raises(UnreadableSource, match=r"its part xl/worksheets/sheet1\.xml is larger than any document"):
        read(data, name="a.xlsx")


def test_more_cells_than_any_document_are_told(monkeypatch):
    monkeypatch.setattr("kaigi_extract.source.spreadsheet.MOST_CELLS", 3)
    assert notices(FEW) == [("unread_part", "the sheet Sheet1 has more than 3 cells; what follows A2 was not read")]


def test_one_string_in_any_number_of_cells_is_read_as_often_as_a_document_has_words(monkeypatch):
    monkeypatch.setattr("kaigi_extract.source.spreadsheet.MOST_CHARACTERS", 3)
    told = "the cells of the file have more than 3 characters; what follows A2 of Sheet1 was not read"
    assert notices(FEW) == [("unread_part", told)]


def test_a_field_of_several_lines_keeps_its_places():
    content = read('名称,"あ""い\nう",え\nか,き\n'.encode(), name="a.csv")
    [table] = content.blocks
    assert [(line.number, line.offset, line.text) for cell in table.cells for line in cell.lines] == [
        (1, 0, "名称"), (1, 4, 'あ"い'), (2, 0, "う"), (2, 3, "え"), (3, 0, "か"), (3, 2, "き"),
    ]  # fmt: skip


@pytest.mark.parametrize("text", ['"' * 50_001, '"あ' + "\n" * 50_000, "," * 100_000 + "あ", "あ\r" * 30_000])
def test_a_broken_list_is_read_all_the_same(text):
    assert read(text.encode(), name="a.csv").blocks is not None
