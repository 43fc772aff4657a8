"""What a file is, by its bytes; what it is called; which encoding its text is in."""

from __future__ import annotations

import io
import os
import zipfile

import pymupdf
import pytest
from PIL import Image

from kaigi_extract.errors import UnreadableSource
from kaigi_extract.source import read
from kaigi_extract.source.kinds import media_type
from tests.made import pages

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def zipped(*names):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return data.getvalue()


def image(kind, size=(30, 20), frames=1, **options):
    data = io.BytesIO()
    first, *rest = [Image.new("L", size, 200 - 40 * k) for k in range(frames)]
    if rest:
        options |= {"save_all": True, "append_images": rest}
    first.save(data, kind, **options)
    return data.getvalue()


KINDS = [
    (b"%PDF-1.4\n", "application/pdf"),
    (b"HTTP/1.1 200 OK\r\n\r\n%PDF-1.4\n", "application/pdf"),
    (image("PNG"), "image/png"),
    (image("JPEG"), "image/jpeg"),
    (image("TIFF"), "image/tiff"),
    (image("GIF"), "image/gif"),
    (image("BMP"), "image/bmp"),
    (image("WEBP"), "image/webp"),
    (image("JPEG2000"), "image/jp2"),
    (b"\x00\x00\x00\x18ftypheic\x00", "image/heic"),
    (OLE + "WordDocument".encode("utf-16-le"), "application/msword"),
    (OLE + "Workbook".encode("utf-16-le"), "application/vnd.ms-excel"),
    (OLE + "EncryptedPackage".encode("utf-16-le"), "application/encrypted"),
    (OLE + "JSRV_SegmentInformation".encode("utf-16-le"), "application/x-ole-storage"),
    (zipped("a.pdf", "b.pdf"), "application/zip"),
    (b"PK\x03\x04 and no more", "application/zip"),
    (zipped("xl/workbook.xml"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    (zipped("mimetype", "content.xml"), "application/vnd.oasis.opendocument"),
    (b"{\\rtf1\\ansi", "application/rtf"),
    (
        b'<?xml version="1.0"?>\r\n<?mso-application progid="Word.Document"?><pkg:package>',
        "application/vnd.ms-word+xml",
    ),
    (b'\xef\xbb\xbf<?xml version="1.0"?><w:wordDocument xmlns:w="x">', "application/vnd.ms-word+xml"),
    (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook>', "application/vnd.ms-excel+xml"),
    (b'<?xml version="1.0"?><minutes>', "text/plain"),
    (b"\xef\xbb\xbf\r\n<!DOCTYPE html><p>404", "text/html"),
    (b"BMI\xe5\x80\xa4", "text/plain"),
    ("件名".encode("utf-16-le"), "text/plain"),
    (b"\x00\x01\x02\x03" * 40, "application/octet-stream"),
]


@pytest.mark.parametrize(("data", "kind"), KINDS, ids=[kind.rpartition("/")[2] for _, kind in KINDS])
def test_kind_by_signature(data, kind):
    assert media_type(data) == kind


REFUSED = [
    ("a.doc", OLE + "WordDocument".encode("utf-16-le"), "this is a Word file of before 2007 (.doc); install LibreOffice, or save it as .docx or PDF"),
    ("a.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "the file is named .docx but is an Office file locked with a password; take the password off in Office and save it"),
    ("a.zip", zipped("a.pdf"), "this is a zip archive; unpack it and give the files in it"),
    ("a.heic", b"\x00\x00\x00\x18ftypheic\x00", "this is a HEIC picture of a telephone; save it as PNG or JPEG"),
    ("a.pdf", b"<html><title>404</title>", "the file is named .pdf but is a web page; save the document that it links to, or print it to PDF"),
    ("a.pdf", "件名".encode(), "the file is named .pdf but is a text file; give it the ending .txt"),
    ("a.pdf", zipped("word/document.xml"), "the file is named .pdf but is a Word file; give it the ending .docx"),
    ("a.pdf", bytes(range(256)) * 8, "the file is named .pdf but has nothing of one in it; get a whole copy of it"),
    ("a.pdf", b"", "the file is empty; get a whole copy of it"),
    ("a.txt", b"\r\n \x00\r\n", "the file is empty; get a whole copy of it"),
    ("a.bin", b"\x00\x01\x02\x03" * 40, "this is no kind of file that can be read; give a .pdf, .docx, .xlsx, .html, .csv, .txt, .md, .png, .jpg or .tif"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "data", "problem"), REFUSED)
def test_refused_with_what_it_is_and_what_to_do(tmp_path, monkeypatch, name, data, problem):
    monkeypatch.setenv("PATH", "")  # LibreOffice would read some of them
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(UnreadableSource) as caught:
        read(path)
    assert str(caught.value) == f"{path}: {problem}"


def test_not_there_and_a_folder(tmp_path):
    with pytest.raises(UnreadableSource, match="there is no such file; check the path"):
        read(tmp_path / "none.pdf")
    with pytest.raises(UnreadableSource, match="this is a folder; give its files"):
        read(tmp_path)


@pytest.mark.parametrize(
    ("name", "data", "kind", "remark"),
    [
        ("a.pdf", image("JPEG"), "image/jpeg", "the file is named .pdf but is a JPEG picture; it was read as that"),
        ("a.png", image("WEBP"), "image/webp", "the file is named .png but is a WebP picture; it was read as that"),
        ("a.jpg", image("PNG"), "image/png", "the file is named .jpg but is a PNG picture; it was read as that"),
        (
            "a.docx",
            pages("件名").tobytes(),
            "application/pdf",
            "the file is named .docx but is a PDF; it was read as that",
        ),
    ],
)
def test_misnamed_but_readable(tmp_path, name, data, kind, remark):
    path = tmp_path / name
    path.write_bytes(data)
    reading = read(path)
    assert (reading.media_type, reading.remarks) == (kind, [remark])


@pytest.mark.parametrize("name", ["a.PDF", "文書", "a.pdf.bak"])
def test_a_right_or_unknown_ending_is_not_remarked(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(pages("件名").tobytes())
    assert read(path).remarks == []


def test_a_name_that_is_not_utf_8_can_be_written_down(tmp_path):
    path = bytes(tmp_path) + b"/\x8e\x91\x97\xbf.txt"  # 資料.txt in Shift_JIS, as old zip archives leave it
    try:
        with open(path, "wb") as file:
            file.write("件名".encode())
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    reading = read(os.fsdecode(path))
    reading.path.encode()
    assert reading.path.endswith("����.txt")


TEXTS = [
    "件名",
    "個人情報",
    "特記事項",
    "件名　住民票コードの変更請求について\n担当課　戸籍住民課\n",
    "１　乙は、個人情報を適正に管理しなければならない。\r\n",
    "第１条（目的）",
    "委託先\tりらいあ（株）",
    "x" * 30_000 + "件名",
]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp932", "euc_jp", "iso2022_jp", "utf-16", "utf-16-le", "utf-16-be"]
)
@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_encodings(tmp_path, text, encoding):
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode(encoding))
    reading = read(path)
    lines = [block.text for block in reading.blocks if hasattr(block, "text")]
    cells = [
        line.text for block in reading.blocks if hasattr(block, "cells") for cell in block.cells for line in cell.lines
    ]
    assert [*lines, *cells] == text.split() if "\t" in text else lines == text.splitlines()
    assert reading.encoding == encoding


def test_signs_of_windows_that_shift_jis_has_not(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes("①㈱髙橋".encode("cp932"))
    assert [block.text for block in read(path).blocks] == ["①㈱髙橋"]


def test_a_broken_byte_does_not_lose_the_text(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes("件名　住民票コードの変更請求について\n".encode("cp932") + b"\x81\n" + "担当課".encode("cp932"))
    reading = read(path)
    assert reading.encoding == "cp932"
    assert [block.text for block in reading.blocks] == ["件名　住民票コードの変更請求について", "�", "担当課"]
    assert reading.remarks == ["1 characters are not cp932 as the rest is; they read �"]


class TestPictures:
    def test_one_page_a_frame_with_its_size_in_points(self, tmp_path):
        path = tmp_path / "a.tif"
        path.write_bytes(image("TIFF", (600, 900), frames=3, dpi=(300, 300)))
        reading = read(path)
        found = list(reading.pages())
        assert reading.page_count == 3
        assert [(page.frame.number, page.frame.width, page.frame.height) for page in found] == [
            (k, 144, 216) for k in (1, 2, 3)
        ]
        [shown] = found[0].pictures
        assert (shown.bbox, shown.width, shown.height) == ((0, 0, 144, 216), 600, 900)

    @pytest.mark.parametrize("dpi", [None, (1, 1)])
    def test_a_point_is_a_pixel_where_no_resolution_is_told(self, tmp_path, dpi):
        path = tmp_path / "a.png"
        path.write_bytes(image("PNG", (600, 900), **({"dpi": dpi} if dpi else {})))
        [page] = read(path).pages()
        assert (page.frame.width, page.frame.height) == (600, 900)

    def test_a_picture_taken_sideways_is_turned(self, tmp_path):
        path = tmp_path / "a.jpg"
        exif = Image.Exif()
        exif[274] = 6
        path.write_bytes(image("JPEG", (600, 900), exif=exif))
        [page] = read(path).pages()
        assert (page.frame.width, page.frame.height, page.rotation) == (900, 600, 90)

    def test_a_broken_frame_is_a_lost_page(self, tmp_path):
        path = tmp_path / "a.jpg"
        whole = image("JPEG", (600, 900))
        path.write_bytes(whole[: len(whole) // 2])
        [page] = read(path).pages()
        assert (page.number, page.reason.startswith("its picture is damaged")) == (1, True)

    def test_only_a_signature(self, tmp_path):
        path = tmp_path / "a.png"
        path.write_bytes(b"\x89PNG\r\n\x1a\n")
        with pytest.raises(
            UnreadableSource, match=r"this picture cannot be opened .*; scan it again, or save it as PNG"
        ):
            read(path)


def test_a_pdf_may_have_a_letter_before_it(tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(b"From: ward\r\n\r\n" + pages("件名").tobytes())
    assert [run.text for run in next(read(path).pages()).runs] == ["件名"]
    assert pymupdf.open(path).page_count == 1
