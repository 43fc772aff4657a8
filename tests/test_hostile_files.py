"""Files whose parts hold themselves, have absurd sizes, or are not what they are called: a record, or a typed error."""

from __future__ import annotations

import contextlib
import io
import zipfile
from collections.abc import Sequence

import pytest

from kaigi_extract import EncryptedSource, KaigiError, UnreadableSource, extract

WORDS = "BT /F1 12 Tf 72 700 Td (Report) Tj ET"
PAGE = "<</Type/Page/Parent 2 0 R/MediaBox{box}/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>{more}>>"


def stream(content: str) -> str:
    return f"<</Length {len(content)}>>stream\n{content}\nendstream"


def objects(listed: Sequence[str], trailer: str = "") -> bytes:
    """A PDF of these objects, numbered from 1; the first is its catalogue."""
    out, places = b"%PDF-1.7\n", []
    for number, one in enumerate(listed, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{one}\nendobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    head = f"xref\n0 {len(listed) + 1}\n0000000000 65535 f \n{table}"
    tail = f"trailer\n<</Size {len(listed) + 1}/Root 1 0 R{trailer}>>\nstartxref\n{len(out)}\n%%EOF"
    return out + (head + tail).encode()


def pdf(
    catalogue: str = "",
    *more: str,
    page: str = "",
    box: str = "[0 0 595 842]",
    content: str = WORDS,
    font: str = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
) -> bytes:
    """One page with a word; `more` are objects from 6 on."""
    first = f"<</Type/Catalog/Pages 2 0 R{catalogue}>>"
    pages = "<</Type/Pages/Count 1/Kids[3 0 R]>>"
    return objects([first, pages, PAGE.format(box=box, more=page), stream(content), font, *more])


def deep(pages: int) -> bytes:
    """A page under so many nodes."""
    nodes = [f"<</Type/Pages/Count 1/Kids[{k + 3} 0 R]/Parent {max(k + 1, 2)} 0 R>>" for k in range(pages)]
    return objects(["<</Type/Catalog/Pages 2 0 R>>", *nodes, f"<</Type/Page/Parent {pages + 1} 0 R>>"])


WIDE_FONT = "<</Type/Font/Subtype/TrueType/BaseFont/Helvetica/FirstChar -5/LastChar 999999999/Widths[1e30 -1e30 9 0]>>"
CID_FONT = (
    "<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType2"
    "/BaseFont/A/CIDSystemInfo<</Registry(Adobe)/Ordering(Japan1)/Supplement 0>>/DW 1e20/W[1 [1e30 nan] 0 9 500]>>]>>"
)
FIELD = "<</Type/Annot/Subtype/Widget/FT/Tx/T(a)/V(b)/Rect[10 10 100 30]/Kids[6 0 R]/Parent 6 0 R>>"
BROKEN_TABLE = b"\nxref\n0 1\n9999999999 00000 n \ntrailer\n<</Root 99 0 R/Prev 123456789>>\nstartxref\n99999\n%%EOF"
ENDLESS = "1e30 0 0 1e30 0 0 cm 0 0 1e38 1e38 re S BT /F1 1e38 Tf 1e308 -1e308 Td (x) Tj ET"
PDFS = {
    "pages under 900 nodes": deep(900),
    "an outline in itself": pdf(
        "/Outlines 6 0 R", "<</First 7 0 R/Last 7 0 R>>", "<</Title(a)/Next 7 0 R/First 6 0 R>>"
    ),
    "a field in itself": pdf("/AcroForm<</Fields[6 0 R]>>", FIELD, page="/Annots[6 0 R]"),
    "names and numbers in themselves": pdf(
        "/Names<</EmbeddedFiles 6 0 R/Dests 6 0 R>>/PageLabels 6 0 R", "<</Kids[6 0 R]/Names[(a) 6 0 R]/Nums[0 6 0 R]>>"
    ),
    "tags in themselves": pdf("/StructTreeRoot 6 0 R", "<</Type/StructTreeRoot/K 6 0 R/ParentTree 6 0 R>>"),
    "a form of another make (XFA)": pdf(
        "/AcroForm<</XFA 6 0 R/Fields[]>>", stream("<template><!DOCTYPE x></template>")
    ),
    "a page of no size": pdf(box="[0 0 0 0]"),
    "a page of words": pdf(box="[0 0 nan inf]"),
    "a page of a billion points": pdf(box="[0 0 1000000000 1000000000]"),
    "a page whose size is no number of a machine": pdf(box="[0 0 99999999999999999999 10]"),
    "coordinates without end": pdf(content=f"{WORDS} {ENDLESS}"),
    "widths beyond all measure": pdf(font=WIDE_FONT),
    "widths of codes beyond all measure": pdf(font=CID_FONT),
    "a table of objects behind another": pdf() + BROKEN_TABLE,
}


@pytest.mark.parametrize("reader", ["pymupdf", "pdfplumber"])
@pytest.mark.parametrize("data", PDFS.values(), ids=PDFS)
def test_a_pdf(data, reader, tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(data)
    with contextlib.suppress(KaigiError):  # any other error is a fault
        found = extract(path, reader=reader, recogniser="none")
        assert found.source.page_count is not None


@pytest.mark.parametrize("reader", ["pymupdf", "pdfplumber"])
def test_a_pdf_that_nobody_knows_how_to_open(reader, tmp_path):
    path = tmp_path / "a.pdf"
    locked = "<</Filter/Own.Handler/V 9/R 9/Length 99999/O(a)/U(b)/P -1>>"
    page = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Count 1/Kids[3 0 R]>>",
        "<</Type/Page/Parent 2 0 R>>",
        locked,
    ]
    path.write_bytes(objects(page, "/Encrypt 4 0 R/ID[(a)(b)]"))
    with pytest.raises((EncryptedSource, UnreadableSource)):
        extract(path, reader=reader)


NAMES = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def word(body: str, **parts: str) -> bytes:
    """A Word file of this body, with further parts of its folder."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        kinds = {"document": "document.main", **{name: name for name in parts}}
        overrides = "".join(
            f'<Override PartName="/word/{name}.xml" ContentType="{TYPES}.{kind}+xml"/>' for name, kind in kinds.items()
        )
        xml = '<Default Extension="{}" ContentType="application/{}"/>'
        defaults = xml.format("rels", "vnd.openxmlformats-package.relationships+xml") + xml.format("xml", "xml")
        space = "http://schemas.openxmlformats.org/package/2006"
        file.writestr("[Content_Types].xml", f'<Types xmlns="{space}/content-types">{defaults}{overrides}</Types>')
        for place, targets in (
            ("_rels/.rels", {"officeDocument": "word/document.xml"}),
            ("word/_rels/document.xml.rels", {name: f"{name}.xml" for name in parts}),
        ):
            links = "".join(
                f'<Relationship Id="r{k}" Type="{OFFICE}/{kind}" Target="{target}"/>'
                for k, (kind, target) in enumerate(targets.items())
            )
            file.writestr(place, f'<Relationships xmlns="{space}/relationships">{links}</Relationships>')
        file.writestr("word/document.xml", f"<w:document {NAMES}><w:body>{body}</w:body></w:document>")
        for name, text in parts.items():
            file.writestr(f"word/{name}.xml", f"<w:{name} {NAMES}>{text}</w:{name}>")
    return packed.getvalue()


NUMBERED = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
STYLE = '<w:style w:type="paragraph" w:styleId="{}"><w:basedOn w:val="{}"/><w:link w:val="A"/></w:style>'
WORD_FILES = {
    "styles, lists and notes in themselves": word(
        f'<w:p><w:pPr><w:pStyle w:val="A"/>{NUMBERED}</w:pPr><w:r><w:t>施設予約の件</w:t><w:footnoteReference w:id="2"/></w:r></w:p>',
        styles=STYLE.format("A", "B") + STYLE.format("B", "A"),
        numbering='<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="A"/></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
        footnotes='<w:footnote w:id="2"><w:p><w:r><w:footnoteReference w:id="2"/><w:t>注</w:t></w:r></w:p></w:footnote>',
    ),
    "cells over 100,000 columns": word(
        "<w:tbl>"
        + '<w:tr><w:tc><w:tcPr><w:gridSpan w:val="100000"/></w:tcPr><w:p><w:r><w:t>施設予約の件</w:t></w:r></w:p></w:tc></w:tr>'
        * 9
        + "</w:tbl>"
    ),
}


@pytest.mark.parametrize("data", WORD_FILES.values(), ids=WORD_FILES)
def test_a_word_file(data, tmp_path):
    path = tmp_path / "a.docx"
    path.write_bytes(data)
    assert "施設予約の件" in "".join(section.text for section in extract(path).sections)


@pytest.mark.parametrize(
    "data",
    [
        b"From: a@example.jp\r\nSubject: b\r\nMIME-Version: 1.0\r\n\r\nc\r\n",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096),
    ],
    ids=["an e-mail", "an old Word file"],
)
def test_what_is_no_word_file(data, tmp_path):
    path = tmp_path / "a.docx"
    path.write_bytes(data)
    with pytest.raises(UnreadableSource):
        extract(path)


def test_a_table_of_a_web_page_over_more_rows_than_there_are(tmp_path):
    path = tmp_path / "a.html"
    rows = "".join(f"<tr><td rowspan=65534 colspan=1000>施設{k}</td></tr>" for k in range(40))
    path.write_text(f"<meta charset=utf-8><table>{rows}</table>", encoding="utf-8")
    text = "".join(section.text for section in extract(path).sections)
    assert "施設0" in text
    assert "施設39" in text


def test_links_that_lead_to_each_other(tmp_path):
    (tmp_path / "a.pdf").symlink_to("b.pdf")
    (tmp_path / "b.pdf").symlink_to("a.pdf")
    for name in ("a.pdf", "x" * 4000 + ".pdf", "x\0y.pdf"):
        with pytest.raises(KaigiError):
            extract(tmp_path / name)
