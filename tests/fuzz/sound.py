"""The sound files that the fuzzer damages: one of each kind that is read, small, with most of what its reader knows."""

from __future__ import annotations

import functools
import io
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pymupdf
import xlsxwriter
from PIL import Image, ImageDraw, ImageFont

from kaigi_extract.show.plots.figure import font_path
from tests import word_files as word
from tests.annotated import BAN, RETURN, SECRET, terms
from tests.dress import CLAUSES, FORM, HEAD, TITLE, html_table, paper, pipes
from tests.made import box, pages, put

CORPUS = Path(__file__).parents[2] / "corpus"
KEPT = Path(__file__).parents[1] / "kept"
MINUTES = """第３回個人情報保護審議会　会議録

日時　令和４年７月５日（火）午後２時から午後３時まで
場所　区役所　第二会議室
出席者　委員　川辺　一郎、谷口　花子　（欠席　島田　次郎）

【会長】　それでは、開会します。諮問第１号について、事務局の説明を求めます。
【事務局】　資料１を御覧ください。対象者は、約１，２００人です。保存期間は、５年間です。
○谷口委員　条例第１４条第１項の規定による委託ですか。
【事務局】　そのとおりです。契約の期間は、令和４年８月１日から令和５年３月３１日までです。
【会長】　御異議がなければ、承認とします。
"""


def text() -> bytes:
    """A form with labels and values, a set of clauses and minutes."""
    return (paper(pipes) + "\n\n" + terms(SECRET, BAN, RETURN, day="令和２年４月１日") + "\n" + MINUTES).encode()


def web_page() -> bytes:
    """The form as a table of a web page, with what is hidden and what is merged."""
    clauses = "".join(f"<li>{one}" for one in CLAUSES)
    return (
        "<!doctype html><html><head><meta charset=utf-8><style>.a{display:none}</style><title>諮問</title></head><body>"
        f"<h1>{TITLE}</h1><p>{'<br>'.join(HEAD)}</p><table><tr><th colspan=2 rowspan=1>事業の概要</th></tr></table>"
        f"{html_table(FORM)}<p class=a>隠れた文</p><ol start=3>{clauses}</ol><ruby>鍵<rt>かぎ</rt></ruby>"
        "<del>取消し</del><input type=checkbox checked>有<textarea>備考</textarea></body></html>"
    ).encode()


def list_of_fields() -> bytes:
    """The form as a list of fields."""
    rows = [[one] for one in HEAD] + [["".join(label), "\n".join(value)] for label, value in FORM]
    return "\r\n".join(",".join(f'"{field}"' for field in row) for row in rows).encode("cp932", "replace")


def form_pdf() -> bytes:
    """A form with ruled lines, fields to fill in, notes, layers, drawings in drawings, turned pages, a bookmark, a file."""
    document = pages(HEAD[0], "", "三頁目の本文。第１条　乙は、秘密を守る。")
    page = document[0]
    for row, (label, value) in enumerate(FORM[:6]):
        top = 120 + 24 * row
        page.draw_rect(pymupdf.Rect(40, top, 140, top + 24))
        page.draw_rect(pymupdf.Rect(140, top, 360, top + 24))
        put(page, top + 16, "".join(label)[:8], x=44)
        put(page, top + 16, "".join(value)[:16], x=144)
    field = pymupdf.Widget()
    field.field_type, field.field_name, field.rect = (
        pymupdf.PDF_WIDGET_TYPE_CHECKBOX,
        "有",
        pymupdf.Rect(20, 20, 32, 32),
    )
    field.field_value = True
    page.add_widget(field)
    page.add_highlight_annot(pymupdf.Rect(50, 90, 120, 104))
    page.add_freetext_annot(pymupdf.Rect(200, 10, 320, 40), "memo")
    layer = document.add_ocg("図", on=False)
    second = document[1]
    second.insert_text((50, 100), "隠れた層", fontname="japan", fontsize=12, oc=layer)
    second.insert_image(pymupdf.Rect(50, 120, 250, 220), stream=picture("PNG"))
    second.show_pdf_page(pymupdf.Rect(250, 20, 390, 120), pages("図の中の文"), 0)
    second.set_rotation(90)
    box(document[2], 40, 90, 80, 104)
    document[2].insert_text((60, 150), "Turned", fontsize=11, rotate=90)
    document.set_toc([[1, "一", 1], [2, "二", 2]])
    document.embfile_add("note.txt", "添付の本文".encode(), filename="note.txt")
    return bytes(document.tobytes(deflate=True))


def scan_pdf() -> bytes:
    """A page that is a picture, with an invisible layer of text."""
    document = pages("")
    document[0].insert_image(document[0].rect, stream=picture("JPEG"))
    put(document[0], 100, "見えない文", render_mode=3)
    return bytes(document.tobytes(deflate=True))


def picture(kind: str) -> bytes:
    """A drawn form, of two pages where its format has such."""
    image = Image.new("L", (420, 300), "white")
    draw, font = ImageDraw.Draw(image), ImageFont.truetype(str(font_path("fuzzing")), 18)
    for row, words in enumerate(("件　名　窓口業務の委託について", "理　由　業務を委託するため", "対象者　転入した者")):
        draw.rectangle((20, 30 + 40 * row, 400, 70 + 40 * row), outline="black")
        draw.text((28, 38 + 40 * row), words, font=font, fill="black")
    made = io.BytesIO()
    more = {"save_all": True, "append_images": [image.rotate(180)]} if kind in ("TIFF", "GIF", "WEBP") else {}
    packing = {"compression": "tiff_lzw"} if kind == "TIFF" else {}
    image.save(made, kind, dpi=(100, 100), **more, **packing)
    return made.getvalue()


def word_file() -> bytes:
    """Paragraphs, numbered ones, a table with merged cells, fields, controls, notes, a header, a picture, changes."""
    with tempfile.TemporaryDirectory() as folder:
        merged = (
            "<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val='2'/></w:tcPr>" + word.p("事業の概要") + "</w:tc></w:tr>"
            "<w:tr><w:tc><w:tcPr><w:vMerge w:val='restart'/></w:tcPr>" + word.p("理由") + "</w:tc><w:tc>" + word.p("委託")
            + "</w:tc></w:tr><w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr>" + word.p() + "</w:tc><w:tc>" + word.p("保存")
            + "</w:tc></w:tr></w:tbl>"
        )  # fmt: skip
        numbered = "<w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr>"
        drawing = (
            "<w:r><w:drawing><wp:inline><wp:extent cx='5000000' cy='3000000'/><a:graphic><a:graphicData><pic:pic>"
            "<pic:blipFill><a:blip r:embed='media/a.png'/></pic:blipFill></pic:pic></a:graphicData></a:graphic>"
            "</wp:inline></w:drawing></w:r>"
        )
        path = word.word_file(
            Path(folder),
            *(word.p(one) for one in HEAD),
            word.p(word.field(" EQ \\o(○,印) "), word.field(" PAGE ", "1")),
            merged,
            word.table(*(("".join(label), "".join(value)) for label, value in FORM)),
            *(word.p(one, properties=numbered) for one in CLAUSES[:4]),
            word.control("<w:showingPlcHdr/>", word.p("ここに記入")),
            word.p("<w:ins>" + word.run("加えた文") + "</w:ins><w:del><w:r><w:delText>除いた文</w:delText></w:r></w:del>"),
            word.p(drawing, "<w:r><w:footnoteReference w:id='2'/></w:r>"),
            word.p("<m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath>"),
            word.section(("header", "default", "header1"), more="<w:pgSz w:w='11906' w:h='16838'/>"),
            parts={
                "header1": word.p("資料１"),
                "footnotes": "<w:footnote w:id='2'>" + word.p("注の文") + "</w:footnote>",
                "comments": "<w:comment w:id='0'>" + word.p("評") + "</w:comment>",
                "styles": "<w:style w:type='paragraph' w:styleId='a'><w:basedOn w:val='b'/><w:rPr><w:b/></w:rPr></w:style>"
                "<w:style w:type='paragraph' w:styleId='b'><w:basedOn w:val='c'/></w:style>",
                "numbering": "<w:abstractNum w:abstractNumId='0'><w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val="
                "'decimalFullWidth'/><w:lvlText w:val='第%1条'/></w:lvl></w:abstractNum><w:num w:numId='1'>"
                "<w:abstractNumId w:val='0'/></w:num>",
                "media/a.png": picture("PNG"),
            },
        )  # fmt: skip
        return path.read_bytes()


def workbook() -> bytes:
    """Two sheets, one hidden; merged cells, numbers, days, formulas, a note, a text box, a header."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        sheet = book.add_worksheet("様式")
        day = book.add_format({"num_format": '[$-411]ggge"年"m"月"d"日"', "font_strikeout": True})
        for row, one in enumerate(HEAD):
            sheet.merge_range(row, 0, row, 4, one)
        for row, (label, value) in enumerate(FORM, len(HEAD)):
            sheet.write(row, 0, "".join(label))
            sheet.write(row, 1, "\n".join(value))
        sheet.write_number(30, 0, 44652, day)
        sheet.write_formula(31, 0, "=A31*2", None, 89304)
        sheet.write_rich_string(32, 0, "太", book.add_format({"bold": True}), "い", "字")
        sheet.write_comment(33, 0, "評")
        sheet.insert_textbox(34, 0, "枠の中の文")
        sheet.set_header("&L資料１&R&P")
        sheet.set_row(35, None, None, {"hidden": True})
        book.add_worksheet("控").hide()
    return made.getvalue()


def open_document() -> bytes:
    """An OpenDocument text, as LibreOffice reads it."""
    made = io.BytesIO()
    office = "urn:oasis:names:tc:opendocument:xmlns:"
    rows = "".join(f"<text:p>{''.join(label)}　{''.join(value)}</text:p>" for label, value in FORM)
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr(
            "META-INF/manifest.xml",
            f'<manifest:manifest xmlns:manifest="{office}manifest:1.0"><manifest:file-entry manifest:full-path="/" '
            'manifest:media-type="application/vnd.oasis.opendocument.text"/><manifest:file-entry manifest:full-path='
            '"content.xml" manifest:media-type="text/xml"/></manifest:manifest>',
        )
        archive.writestr(
            "content.xml",
            f'<office:document-content xmlns:office="{office}office:1.0" xmlns:text="{office}text:1.0" office:version='
            f'"1.2"><office:body><office:text>{rows}</office:text></office:body></office:document-content>',
        )
    return made.getvalue()


def rich_text() -> bytes:
    """A rich-text file, as LibreOffice reads it."""
    lines = ("".join(label) + "　" + "".join(value) for label, value in FORM)
    return ("{\\rtf1\\ansi " + "".join(f"\\u{ord(char)}?" for char in "\n".join(lines)) + "\\par}").encode()


def old_word_file() -> bytes:
    """The Word file as LibreOffice saves it for Word of before 2007; it writes the day into it, so it is kept."""
    return (KEPT / "form.doc").read_bytes()


def archive() -> bytes:
    """A zip archive of papers, in folders."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("一.txt", MINUTES)
        target.writestr("folder/two.html", web_page())
        target.writestr("folder/three.docx", word_file())
    return made.getvalue()


def mapping() -> bytes:
    """The field mapping of a ward."""
    return (Path(__file__).parents[2] / "kaigi_extract" / "wards" / "nerima.toml").read_bytes()


def corrections() -> bytes:
    """Corrections of one file, as `correct` keeps them."""
    from kaigi_extract.corrections.kept import corrections_as_json
    from kaigi_extract.pipeline import extract

    document = extract(text(), name="a.txt", recogniser="none")
    made = [document.correct("/cases/0/title", "別の件名", by="川辺"), document.confirm("/cases/0/title", by="谷口")]
    return corrections_as_json(made)


def metadata() -> bytes:
    """The list that goes with a migration."""
    return "path,date,url,title,ward,password\n一.txt,2020-04-01,https://example.org/1,題,shinjuku,pw\n".encode()


def corpus(name: str) -> Callable[[], bytes]:
    return (CORPUS / name).read_bytes


SOUND: dict[str, Callable[[], bytes]] = {
    "cards.pdf": corpus("shinjuku-2013-library-cards.pdf"),
    "bicycles.pdf": corpus("shinjuku-2017-bicycle-parking.pdf"),
    "form.pdf": form_pdf,
    "scan.pdf": scan_pdf,
    "paper.docx": word_file,
    "entry.docx": corpus("shinjuku-2015-tax-entry.docx"),
    "book.xlsx": workbook,
    "open.odt": open_document,
    "rich.rtf": rich_text,
    "old.doc": old_word_file,
    "page.html": web_page,
    "list.csv": list_of_fields,
    "paper.txt": text,
    "paper.md": text,
    "picture.png": functools.partial(picture, "PNG"),
    "picture.jpg": functools.partial(picture, "JPEG"),
    "picture.tif": functools.partial(picture, "TIFF"),
    "picture.gif": functools.partial(picture, "GIF"),
    "picture.bmp": functools.partial(picture, "BMP"),
    "picture.webp": functools.partial(picture, "WEBP"),
    "picture.jp2": functools.partial(picture, "JPEG2000"),
    "papers.zip": archive,
    "mapping.toml": mapping,
    "corrections.json": corrections,
    "metadata.csv": metadata,
}
"""By name; its ending is what the file is given as."""


@functools.cache
def sound(name: str) -> bytes:
    """The bytes of a sound file."""
    return SOUND[name]()
