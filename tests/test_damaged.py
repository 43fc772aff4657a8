"""Inputs at which other people's libraries, or arithmetic, stumble: a record that can be read back, or a typed error."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import docx
import pytest
from PIL import Image

from kaigi_extract import Document, UnreadableSource, extract
from tests.made import append, pages, save

READERS = ["pymupdf", "pdfplumber", "both"]
CORPUS = Path(__file__).parents[1] / "corpus"


def read_back(path, **options):
    """The record as it comes back from what is stored of it."""
    return Document.model_validate_json(extract(path, recogniser="none", **options).model_dump_json())


def texts(document):
    return [section.text for section in document.sections]


def codes(document):
    return {finding.code for finding in document.findings} - {"ward_unknown"}


UNSIZED = {
    "of size 0": b"BT /japan 0 Tf 50 60 Td <30423044> Tj ET",
    "scaled to nothing": b"BT /japan 12 Tf 0 0 0 0 50 60 Tm <30423044> Tj ET",
    "narrowed to nothing": b"BT /japan 12 Tf 0 Tz 50 60 Td <30423044> Tj ET",
    "on a page scaled to nothing": b"0 0 0 0 50 50 cm BT /japan 12 Tf <30423044> Tj ET 0 0 m 5 0 l S 0 0 9 9 re S",
    "less than a dot high": b"BT /japan 12 Tf .001 0 0 .001 50 60 Tm <30423044> Tj ET",
}
BEYOND = {
    "scaled beyond the page": b"BT /japan 12 Tf 1%b 0 0 1%b 50 60 Tm <30423044> Tj ET" % (b"0" * 37, b"0" * 37),
    "scaled beyond all numbers": b"1%b 0 0 1%b 0 0 cm " % (b"0" * 30, b"0" * 30) * 3
    + b"BT /japan 12 Tf 5 6 Td <30423044> Tj ET 0 0 m 5 5 l S 0 0 30 40 re S 0 0 m 3 4 5 6 7 8 c S",
    "spaced beyond the page": b"BT /japan 12 Tf 1%b Tc -50 60 Td <30423044> Tj ET" % (b"0" * 38),
}


class TestNumbers:
    """Sizes and places that are no numbers, or none that a page can have."""

    @pytest.mark.parametrize("reader", READERS)
    @pytest.mark.parametrize("name", [*UNSIZED, *BEYOND])
    def test_text_that_nobody_sees_is_in_no_value_and_is_said(self, tmp_path, name, reader):
        document = pages("本文")
        append(document[0], b"q " + (UNSIZED | BEYOND)[name] + b" Q")
        read = read_back(save(document, tmp_path / "a.pdf"), reader=reader)
        assert texts(read) == ["本文"]
        [finding] = [finding for finding in read.findings if finding.code == "hidden_text"]
        where = "scaled to nothing, or beyond all measure" if name in UNSIZED else ""
        assert finding.message.startswith(f"page 1 has 2 characters {where}")
        assert [span.page for span in finding.spans][:1] == [1]

    def test_no_record_holds_a_number_that_json_has_not(self):
        with pytest.raises(ValueError, match="finite number"):
            Document.model_validate_json(
                '{"source": {"path": "", "sha256": "", "media_type": "", "page_count": 1, '
                '"pages": [{"number": 1, "text_origin": "ocr", "reason": "", "skew_deg": NaN}]}}'
            )

    @pytest.mark.parametrize("dpi", [0, 1, 10**6])
    def test_a_picture_that_claims_any_resolution(self, tmp_path, dpi):
        path = tmp_path / "a.tif"
        Image.new("L", (300, 400), 255).save(path, dpi=(dpi, dpi))
        assert [page.text_origin for page in read_back(path).source.pages] == ["blank"]


TERMS = (
    "個人情報取扱特記事項\n（責務）\n第１条　乙は、次の条を守る。\n{item}\n（協議）\n第２条　甲と乙が協議する。\n{end}"
)


class TestWords:
    @pytest.mark.parametrize(
        ("item", "end", "found"),
        [
            ("(1) 第１条", "", [("(1)", "第１条")]),
            ("(1) 第１条\n(2) 第２条第２項", "", [("(1)", "第１条"), ("(2)", "第２条第２項")]),
            ("ア　前項", "", [("ア", "前項")]),
            ("(1) 第１", "第９条", [("(1)", "第１")]),
        ],
    )
    def test_an_item_that_is_only_a_place(self, tmp_path, item, end, found):
        path = tmp_path / "a.txt"
        path.write_text(TERMS.format(item=item, end=end), encoding="utf-8")
        [terms] = read_back(path).clause_sets
        assert [(item.label, item.text) for item in terms.clauses[0].items] == found

    def test_an_item_that_is_only_an_article_refers_to_it(self, tmp_path):
        path = tmp_path / "a.txt"
        path.write_text(TERMS.format(item="(1) 第２条", end=""), encoding="utf-8")
        [terms] = read_back(path).clause_sets
        [reference] = [one for one in terms.clauses[0].references if one.text == "第２条"]
        assert (reference.kind, reference.targets, reference.resolved) == ("clause", [2], True)

    @pytest.mark.parametrize("digits", [17, 5000])
    @pytest.mark.parametrize(
        "words",
        ["第{}項", "第{}条", "前{}項", "第１条から第{}条まで", "平成{}年４月１日", "{}件", "(1) {}", "{}　目的"],
    )
    def test_a_row_of_digits_is_no_number(self, tmp_path, words, digits):
        path = tmp_path / "a.txt"
        words = words.format("９" * digits)
        path.write_text(TERMS.format(item=f"乙は、{words}による。\n{words}", end=words), encoding="utf-8")
        read = read_back(path)
        assert "９" * digits in "".join(texts(read))
        numbers = [
            target for each in read.clause_sets for c in each.clauses for r in c.references for target in r.targets
        ]
        assert max(numbers, default=0) < 10**16

    def test_digits_at_the_edge_of_pages(self, tmp_path):
        document = pages(*("本文" for _ in range(4)))
        for page in document:
            page.insert_text((20, 290), "7" * 5000, fontsize=0.2)
        assert len(texts(read_back(save(document, tmp_path / "a.pdf")))) > 0


def word(path, member, change):
    """A Word file with a list and a table of merged cells, one member of it changed."""
    document = docx.Document()
    document.add_paragraph("資料の一覧", style="List Number")
    document.add_paragraph("その続き")
    table = document.add_table(rows=2, cols=2)
    for row, cells in enumerate((("件名", "名簿の作成"), ("理由", "更新のため"))):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    made = io.BytesIO()
    document.save(made)
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name == member:
                data = change(data)
            if data is not None:
                target.writestr(name, data)
    return path


def in_place_of(old, new):
    def change(data):
        assert old in data
        return data.replace(old, new)

    return change


BODY = "word/document.xml"
READ_ALL_THE_SAME = {
    "a list that begins at nothing": (
        "word/numbering.xml",
        in_place_of(b'<w:start w:val="1"/>', b'<w:start w:val=""/>'),
    ),
    "a list that begins at a word": (
        "word/numbering.xml",
        in_place_of(b'<w:start w:val="1"/>', b'<w:start w:val="x"/>'),
    ),
    "a level that is none": ("word/numbering.xml", in_place_of(b'w:ilvl="0"', b'w:ilvl="x"')),
    "a span that is no number": (BODY, in_place_of(b"<w:tcPr>", b'<w:tcPr><w:gridSpan w:val="x"/>')),
    "a span below nothing": (BODY, in_place_of(b"<w:tcPr>", b'<w:tcPr><w:gridSpan w:val="-4"/>')),
    "a span beyond all tables": (BODY, in_place_of(b"<w:tcPr>", b'<w:tcPr><w:gridSpan w:val="99999999999"/>')),
    "an indent that is no number": (BODY, in_place_of(b"<w:pPr>", b'<w:pPr><w:ind w:left="x"/>')),
    "merged in a way of its own": (BODY, in_place_of(b"<w:tcPr>", b'<w:tcPr><w:vMerge w:val="x"/>')),
}
NOT_READ = {
    "XML cut off": (BODY, lambda data: data[: len(data) // 2], "this Word file cannot be read"),
    "no XML": (BODY, lambda data: b"\x00\x01\x02", "this Word file cannot be read"),
    "an empty member": (BODY, lambda data: b"", "this Word file cannot be read"),
    "no body": (BODY, lambda data: data[: data.index(b"<w:body>")] + b"</w:document>", "this Word file has no body"),
    "no document": (BODY, lambda data: None, "the file is named .docx but is a zip archive"),
    "no list of parts": ("[Content_Types].xml", lambda data: None, "this Word file cannot be read"),
    "no relations": ("_rels/.rels", in_place_of(b"Relationship ", b"Relation "), "this Word file cannot be read"),
    "styles cut off": ("word/styles.xml", lambda data: data[:900], "this Word file cannot be read"),
}


class TestWord:
    @pytest.mark.parametrize("name", READ_ALL_THE_SAME)
    def test_a_value_that_is_none_counts_as_not_said(self, tmp_path, name):
        read = read_back(word(tmp_path / "a.docx", *READ_ALL_THE_SAME[name]))
        text = "\n".join(texts(read))
        assert all(words in text for words in ("資料の一覧", "その続き", "件名", "更新のため"))

    @pytest.mark.parametrize("name", NOT_READ)
    def test_damage_is_a_typed_error(self, tmp_path, name):
        member, change, words = NOT_READ[name]
        path = word(tmp_path / "a.docx", member, change)
        with pytest.raises(UnreadableSource, match=re.escape(f"{path}: {words}")):
            extract(path)

    def test_a_member_whose_bytes_are_wrong(self, tmp_path):
        path = word(tmp_path / "a.docx", "", None)
        data = bytearray(path.read_bytes())
        at = data.index(b"word/document.xml") + 200
        data[at : at + 40] = bytes(40)
        path.write_bytes(data)
        with pytest.raises(UnreadableSource, match="this Word file cannot be read"):
            extract(path)


def tiff(path, drop=None, cut=None):
    """A TIFF picture, one entry of its directory taken out, or its end cut off."""
    made = io.BytesIO()
    Image.new("L", (60, 40), 200).save(made, "TIFF")
    data = bytearray(made.getvalue())
    at = int.from_bytes(data[4:8], "little")
    for entry in range(at + 2, at + 2 + 12 * int.from_bytes(data[at : at + 2], "little"), 12):
        if int.from_bytes(data[entry : entry + 2], "little") == drop:
            data[entry : entry + 2] = (65000).to_bytes(2, "little")
    path.write_bytes(data[:cut])
    return path


DIMENSIONS, STRIPS = (256, 257), 273


class TestPictures:
    @pytest.mark.parametrize("tag", [*DIMENSIONS, STRIPS])
    def test_a_tiff_without_what_it_takes(self, tmp_path, tag):
        path = tiff(tmp_path / "a.tif", drop=tag)
        with pytest.raises(UnreadableSource, match=re.escape(f"{path}: this picture cannot be opened (")):
            extract(path)

    @pytest.mark.parametrize("tag", [258, 262, 278, 279])
    def test_a_tiff_without_what_can_be_guessed(self, tmp_path, tag):
        assert [page.number for page in read_back(tiff(tmp_path / "a.tif", drop=tag)).source.pages] == [1]

    @pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
    def test_a_tiff_cut_off(self, tmp_path):
        with pytest.raises(UnreadableSource, match="this picture cannot be opened"):
            extract(tiff(tmp_path / "a.tif", cut=40))
        read = read_back(tiff(tmp_path / "a.tif", cut=120))
        assert [page.text_origin for page in read.source.pages] == ["blank"]
        assert codes(read) == {"page_lost"}


class TestPdfplumber:
    @staticmethod
    def cut_off(path):
        """Its index is gone, which MuPDF builds anew and pdfminer does not."""
        data = pages("第一頁の本文", "第二頁の本文").tobytes()
        path.write_bytes(data[: data.rindex(b"xref") - 20])
        return path

    def test_its_own_errors_are_ours(self, tmp_path):
        with pytest.raises(UnreadableSource, match="pdfplumber cannot open this PDF"):
            extract(self.cut_off(tmp_path / "a.pdf"), reader="pdfplumber")

    def test_with_both_the_good_reading_stays(self, tmp_path):
        path = self.cut_off(tmp_path / "a.pdf")
        one, both = extract(path, recogniser="none"), extract(path, reader="both", recogniser="none")
        assert texts(both) == texts(one) != []
        assert codes(both) - codes(one) == {"readers_disagree"}
        [finding] = [finding for finding in both.findings if finding.code == "readers_disagree"]
        assert finding.message.startswith("PyMuPDF reads the file, the other does not: ")
