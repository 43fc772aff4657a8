"""Bytes and open files beside paths; what a PDF carries beside its pages."""

from __future__ import annotations

import io
import json

import pikepdf
import pymupdf
import pytest

from kaigi_extract import EncryptedSource, UnreadableSource, attachments, extract
from kaigi_extract.cli import main
from kaigi_extract.pipeline import layout_of_page
from tests.made import pages, save

TEXT = "件名　鍵の郵送について\n".encode()


def without_path(document):
    found = json.loads(document.model_dump_json())
    found["source"].pop("path")
    return found


class TestBytes:
    @pytest.mark.parametrize("data", [TEXT, pages("本文").tobytes()], ids=["text", "pdf"])
    def test_the_same_record_however_it_is_given(self, tmp_path, data):
        path = tmp_path / "a.bin"
        path.write_bytes(data)
        by_path = without_path(extract(path))
        with path.open("rb") as file:
            given = [data, bytearray(data), memoryview(data), io.BytesIO(data), file]
            assert [without_path(extract(one)) for one in given] == [by_path] * 5

    def test_what_it_is_called(self, tmp_path):
        path = tmp_path / "a.txt"
        path.write_bytes(TEXT)
        with path.open("rb") as file:
            assert extract(file).source.path == str(path)
        assert extract(TEXT).source.path == "bytes"
        assert extract(TEXT, name="資料1.txt").source.path == "資料1.txt"
        assert extract(io.BytesIO(TEXT), name="b").source.path == "b"
        assert extract(path, name="c").source.path == "c"

    def test_both_readers_read_an_open_file_once(self):
        document = extract(io.BytesIO(pages("本文").tobytes()), reader="both")
        assert [section.text for section in document.sections] == ["本文"]
        assert "readers_disagree" not in [finding.code for finding in document.findings]

    def test_a_page_of_bytes(self):
        page, _ = layout_of_page(pages("本文").tobytes(), 1)
        assert [run.text for run in page.runs] == ["本文"]

    def test_errors_name_it(self):
        with pytest.raises(UnreadableSource, match=r"^x\.pdf: the file is empty"):
            extract(b"", name="x.pdf")
        with pytest.raises(UnreadableSource, match=r"^bytes: this is a zip archive"):
            extract(b"PK\x03\x04 and no more")

    @pytest.mark.parametrize("source", [5, None, io.StringIO("件名")])
    def test_what_is_no_file(self, source):
        with pytest.raises(TypeError):
            extract(source)


def carrying(**options):
    """A PDF of one page with two attached files and one on a page."""
    document = pages("添付のとおり")
    document.embfile_add("1", pages("件名　添付の文書").tobytes(), filename="諮問書.pdf", ufilename="諮問書.pdf")
    document.embfile_add("2", b"\x00\x01\x02" * 100, filename="x.bin", desc="data")
    document[0].add_file_annot((100, 300), TEXT, "注記.txt", ufilename="注記.txt")
    return document.tobytes(**options)


def unread(data, **how):
    return [one.message for one in extract(data, name="a.pdf", **how).findings if one.code == "unread_part"]


def test_a_file_that_only_the_catalogue_associates():
    data = io.BytesIO()
    with pikepdf.open(io.BytesIO(pages("添付のとおり").tobytes())) as pdf:
        stream = pdf.make_stream(TEXT)
        stream.Type, stream.Params = pikepdf.Name.EmbeddedFile, pikepdf.Dictionary(Size=len(TEXT))
        file = pikepdf.Dictionary(Type=pikepdf.Name.Filespec, F="a.txt", UF="注記.txt", EF=pikepdf.Dictionary(F=stream))
        pdf.Root.AF = pikepdf.Array([pdf.make_indirect(file)])
        pdf.save(data)
    assert unread(data.getvalue()) == [TOLD.format(f"注記.txt ({len(TEXT)} bytes)")]
    assert [(one.name, one.data) for one in attachments(data.getvalue())] == [("注記.txt", TEXT)]


def test_files_in_a_tree_of_names():
    """Acrobat writes such a list where there are many. One of its branches leads back."""
    with pikepdf.open(io.BytesIO(pages("添付のとおり").tobytes())) as pdf:
        branches = []
        for names in (("a.txt", "b.txt"), ("鍵.txt",)):
            files = [pikepdf.Dictionary(UF=name, EF=pikepdf.Dictionary(F=pdf.make_stream(TEXT))) for name in names]
            listed = [each for name, file in zip(names, files, strict=True) for each in (name, file)]
            branches.append(pdf.make_indirect(pikepdf.Dictionary(Names=pikepdf.Array(listed))))
        top = pdf.make_indirect(pikepdf.Dictionary(Kids=pikepdf.Array(branches)))
        branches[0].Kids = pikepdf.Array([top])
        pdf.Root.Names, data = pikepdf.Dictionary(EmbeddedFiles=top), io.BytesIO()
        pdf.save(data)
    assert [(one.name, one.data) for one in attachments(data.getvalue())] == [
        ("a.txt", TEXT), ("b.txt", TEXT), ("鍵.txt", TEXT)
    ]  # fmt: skip
    assert len(unread(data.getvalue())) == 3


TOLD = "attached file {} was not read; kaigi_extract.attachments or --attachments reads it"


@pytest.mark.parametrize("reader", ["pymupdf", "pdfplumber"])
def test_attached_files_are_told_by_name_and_size(reader):
    size = len(pages("件名　添付の文書").tobytes())
    told = unread(carrying(), reader=reader)
    assert [message.rpartition(" (")[0] for message in told] == [
        "attached file 諮問書.pdf",
        "attached file x.bin",
        "attached file 注記.txt",
    ]
    assert told[1:] == [TOLD.format("x.bin (300 bytes)"), TOLD.format(f"注記.txt ({len(TEXT)} bytes)")]
    assert abs(int(told[0].partition("(")[2].partition(" ")[0]) - size) < 200


def test_they_are_handed_out_and_read():
    found = attachments(carrying())
    assert [(one.name, one.media_type) for one in found] == [
        ("諮問書.pdf", "application/pdf"),
        ("x.bin", "application/octet-stream"),
        ("注記.txt", "text/plain"),
    ]
    [section] = extract(found[0].data, name=found[0].name).sections
    assert section.text == "件名　添付の文書"
    assert found[2].data == TEXT


def test_a_file_without_any():
    assert attachments(pages("本文").tobytes()) == attachments(TEXT) == []


def test_a_locked_pdf():
    data = carrying(encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="secret", owner_pw="owner")
    with pytest.raises(EncryptedSource):
        attachments(data)
    assert [one.name for one in attachments(data, password="secret")] == ["諮問書.pdf", "x.bin", "注記.txt"]


def keyed(key, value):
    document = pages("お待ちください")
    document.xref_set_key(document.pdf_catalog(), key, value)
    return document


def test_a_portfolio():
    assert unread(keyed("Collection", "<</View/D>>").tobytes()) == [
        "the PDF is a portfolio: what it is about is in its attached files, not on its pages"
    ]


@pytest.mark.parametrize("apart", [True, False])
def test_an_xfa_form(apart):
    document = keyed("AcroForm", "<</Fields[]/XFA[(template) 99 0 R]>>")
    if apart:
        number = document.get_new_xref()
        document.update_object(number, "<</Fields[]/XFA[(template) 99 0 R]>>")
        document.xref_set_key(document.pdf_catalog(), "AcroForm", f"{number} 0 R")
    assert unread(document.tobytes()) == ["the PDF has an XFA form; it was read as its pages show it without that form"]
    document.xref_set_key(document.pdf_catalog(), "NeedsRendering", "true")
    [message] = unread(document.tobytes())
    assert message.startswith("the PDF is a dynamic XFA form, which only Adobe's programs show")


def test_a_form_without_xfa():
    assert unread(keyed("AcroForm", "<</Fields[]>>").tobytes()) == []


def run(capsys, *arguments):
    code = main([str(argument) for argument in arguments])
    out, err = capsys.readouterr()
    return code, out, err


def only_readable(path):
    document = pages("添付のとおり")
    document.embfile_add("1", pages("件名　添付の文書").tobytes(), filename="諮問書.pdf", ufilename="諮問書.pdf")
    document.embfile_add("2", TEXT, filename="../注記.txt", ufilename="../注記.txt")
    return save(document, path)


def test_the_command_line_prints_them_behind_their_file(tmp_path, capsys):
    path = only_readable(tmp_path / "a.pdf")
    code, out, _ = run(capsys, "extract", "--attachments", path)
    assert code == 0
    assert [json.loads(line)["source"]["path"] for line in out.splitlines()] == [
        str(path), f"{path}!/諮問書.pdf", f"{path}!/../注記.txt",
    ]  # fmt: skip


def test_the_command_line_writes_them_beside_it(tmp_path, capsys):
    path = only_readable(tmp_path / "a.pdf")
    code, out, _ = run(capsys, "extract", "--attachments", "--out", tmp_path / "out", path)
    assert (code, out) == (0, "")
    assert sorted(one.name for one in (tmp_path / "out").iterdir()) == [
        "a.1-諮問書.pdf.json", "a.2-.._注記.txt.json", "a.json",
    ]  # fmt: skip


def test_one_that_cannot_be_read_is_told(tmp_path, capsys):
    path = tmp_path / "a.pdf"
    path.write_bytes(carrying())
    code, out, err = run(capsys, "extract", "--attachments", path)
    assert (code, len(out.splitlines())) == (6, 3)
    assert f"{path}!/x.bin: this is no kind of file that can be read" in err


def test_a_damaged_list_of_files_keeps_the_pages(tmp_path):
    document = pages("本文")
    document.xref_set_key(document.pdf_catalog(), "Names", "<</EmbeddedFiles<</Names[(a) 77 0 R (b) (c)]>>>>")
    assert [section.text for section in extract(document.tobytes()).sections] == ["本文"]
