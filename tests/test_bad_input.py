"""Every row of the table of bad input, with a real file each: what comes out, what is found, the exit code."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import sys
from pathlib import Path

import pymupdf
import pytest
from PIL import Image

from kaigi_extract import EncryptedSource, InvalidMapping, UnreadableSource, extract
from kaigi_extract.cli import main
from kaigi_extract.ocr.engines import find_engine
from tests.made import append, box, page, pages, picture, put, save, stream_of

CORPUS = Path(__file__).parents[1] / "corpus"
PAPER = CORPUS / "shinjuku-2013-library-cards.pdf"
READERS = ["pymupdf", "pdfplumber"]
THREE = ("第一頁の本文", "第二頁の本文", "第三頁の本文")


def run(capsys, *arguments):
    """The exit code, what was printed, and what was said on standard error."""
    code = main([str(argument) for argument in arguments])
    out, err = capsys.readouterr()
    return code, out, err


def found(document, code):
    return [(finding.severity, finding.message) for finding in document.findings if finding.code == code]


def texts(document):
    return [section.text for section in document.sections]


class TestUnreadable:
    @pytest.mark.parametrize(
        ("name", "data", "words"),
        [
            ("none.pdf", None, "there is no such file"),
            ("empty.pdf", b"", "the file is empty"),
            (
                "a.doc",
                b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
                "this is an office file of before 2007 (一太郎?), and nothing but its header is left",
            ),
            ("a.pdf", b"<html>404 Not Found</html>", "the file is named .pdf but is a web page"),
            ("a.pdf", b"%PDF-1.7\n%%EOF", "this PDF cannot be opened"),
        ],
    )
    def test_says_which_file_and_what_it_is(self, tmp_path, capsys, name, data, words):
        path = tmp_path / name
        if data is not None:
            path.write_bytes(data)
        code, out, err = run(capsys, "extract", path)
        assert (code, out) == (3, "")
        assert err.startswith(f"kaigi-extract: {path}: {words}")
        assert err.count("\n") == 1
        with pytest.raises(UnreadableSource):
            extract(path)

    def test_a_jpeg_named_pdf_is_read_as_the_image_that_it_is(self, tmp_path):
        path = tmp_path / "a.pdf"
        Image.new("RGB", (600, 900), "white").save(path, "JPEG", dpi=(144, 144))
        document = extract(path)
        assert found(document, "mended") == [
            ("warning", "the file is named .pdf but is a JPEG picture; it was read as that")
        ]
        assert document.source.media_type == "image/jpeg"
        assert [(p.number, p.text_origin) for p in document.source.pages] == [(1, "blank")]


class TestEncrypted:
    @staticmethod
    def locked(path, **passwords):
        document = pages("鍵のかかった本文")
        return save(document, path, encryption=pymupdf.PDF_ENCRYPT_AES_256, **passwords)

    @pytest.mark.parametrize("reader", READERS)
    def test_opens_silently_where_only_changing_is_forbidden(self, tmp_path, reader):
        path = self.locked(tmp_path / "a.pdf", owner_pw="owner", permissions=0)
        document = extract(path, reader=reader)
        assert texts(document) == ["鍵のかかった本文"]
        assert {finding.code for finding in document.findings} == {"ward_unknown"}

    @pytest.mark.parametrize("reader", READERS)
    def test_the_password_opens_it(self, tmp_path, reader):
        path = self.locked(tmp_path / "a.pdf", user_pw="secret", owner_pw="owner")
        assert texts(extract(path, password="secret", reader=reader)) == ["鍵のかかった本文"]

    @pytest.mark.parametrize(
        ("given", "words"),
        [([], "encrypted; give its password"), (["--password", "no"], "encrypted, and the given password does not")],
    )
    def test_without_or_with_the_wrong_one(self, tmp_path, capsys, given, words):
        path = self.locked(tmp_path / "a.pdf", user_pw="secret", owner_pw="owner")
        code, out, err = run(capsys, "extract", *given, path)
        assert (code, out) == (4, "")
        assert err.startswith(f"kaigi-extract: {path}: {words}")
        with pytest.raises(EncryptedSource):
            extract(path, reader="pdfplumber")

    def test_a_password_for_an_open_file_does_no_harm(self, tmp_path):
        assert texts(extract(save(pages("開いた本文"), tmp_path / "a.pdf"), password="x")) == ["開いた本文"]


@pytest.mark.parametrize(
    ("encoding", "recorded"),
    [("cp932", "cp932"), ("euc_jp", "euc_jp"), ("utf-16", "utf-16"), ("utf-16-le", "utf-16-le"), ("utf-8", "utf-8")],
)
def test_text_in_other_encodings(tmp_path, encoding, recorded):
    paper = (CORPUS / "shinjuku-2019-evacuation-list.txt").read_text(encoding="utf-8-sig")
    path = tmp_path / "a.txt"
    path.write_bytes(paper.encode(encoding, errors="replace"))
    document = extract(path)
    assert document.source.encoding == recorded
    assert document.ward == "shinjuku"
    assert [case.title for case in document.cases] == [
        case.title for case in extract(CORPUS / "shinjuku-2019-evacuation-list.txt").cases
    ]


def broken_stream(path):
    """Three pages, the packed content of the second overwritten."""
    document = pages(*THREE)
    number = document[1].get_contents()[0]
    data = document.tobytes(deflate=True)
    start, length = stream_of(data, number)
    path.write_bytes(data[:start] + b"\xff" * length + data[start + length :])
    return path


def missing_stream(path):
    document = pages(*THREE)
    document.xref_set_key(document[1].xref, "Contents", "999 0 R")
    return save(document, path)


def missing_page(path):
    """Three pages, the object of the second overwritten."""
    document = pages(*THREE)
    number = document[1].xref
    data = re.sub(rb"(?<=\n)%d 0 obj" % number, lambda match: b"x" * len(match[0]), document.tobytes())
    path.write_bytes(data)
    return path


class TestDamaged:
    @pytest.mark.parametrize("reader", READERS)
    @pytest.mark.parametrize("damage", [broken_stream, missing_stream, missing_page])
    def test_the_other_pages_come_out(self, tmp_path, damage, reader):
        document = extract(damage(tmp_path / "a.pdf"), reader=reader)
        assert "".join(texts(document)).replace("\n", "") == THREE[0] + THREE[2]
        [(severity, message)] = found(document, "page_lost")
        assert severity == "error"
        assert message.startswith("page 2 could not be read: ")
        pages_read = [(p.number, p.text_origin) for p in document.source.pages]
        assert pages_read == [(1, "embedded"), (2, "blank"), (3, "embedded")]
        assert {span.page for section in document.sections for span in section.spans} == {1, 3}

    def test_a_warning_on_standard_error_and_exit_code_0(self, tmp_path, capsys):
        path = broken_stream(tmp_path / "a.pdf")
        code, out, err = run(capsys, "extract", path)
        assert code == 0
        assert json.loads(out)["source"]["page_count"] == 3
        assert err.startswith(f"kaigi-extract: {path}: warning: page 2 could not be read: its content is damaged")
        assert err.endswith("[page_lost]\n")

    def test_a_page_read_in_part(self, tmp_path):
        document = pages(*THREE)
        append(document[1], b"<<<< ) ) [ garbage BT (x) Tj")
        read = extract(save(document, tmp_path / "a.pdf"))
        assert "第二頁の本文" in "".join(texts(read))
        [(severity, message)] = found(read, "page_lost")
        assert severity == "error"
        assert message.startswith("page 2 could be read in part only: its content is damaged")

    def test_a_file_cut_off(self, tmp_path):
        path = tmp_path / "a.pdf"
        whole = pages(*THREE).tobytes()
        path.write_bytes(whole[: int(len(whole) * 0.6)])
        document = extract(path)
        assert texts(document) == [THREE[0]]
        assert [message.split(":")[0] for _, message in found(document, "page_lost")] == [
            "page 2 could not be read",
            "page 3 could not be read",
        ]
        assert found(document, "mended")[0] == (
            "warning",
            "the PDF is damaged and its index was rebuilt; pages at its end may be missing",
        )

    def test_fonts_cut_off_with_the_end_of_the_file(self, tmp_path):
        # Without its font MuPDF would read two wrong letters for each character, and say nothing.
        document = pages("本文")
        resources = int(document.xref_get_key(document[0].xref, "Resources")[1].split()[0])
        document.xref_set_key(resources, "Font", "<</japan 99 0 R>>")
        read = extract(save(document, tmp_path / "a.pdf"))
        assert texts(read) == []
        assert [message.split(":")[0] for _, message in found(read, "page_lost")] == ["page 1 could not be read"]

    @pytest.mark.parametrize("path", sorted(CORPUS.glob("*.pdf")), ids=lambda path: path.stem)
    def test_good_files_lose_nothing(self, path, extracted):
        codes = {finding.code for finding in extracted(path).findings}
        assert codes.isdisjoint({"page_lost", "hidden_text", "no_recogniser", "low_confidence"})

    @pytest.mark.parametrize("reader", READERS)
    def test_an_empty_page_is_not_lost(self, tmp_path, reader):
        document = extract(save(pages("本文", "", "本文の続き"), tmp_path / "a.pdf"), reader=reader)
        assert found(document, "page_lost") == []
        assert [(p.text_origin, p.reason) for p in document.source.pages][1] == ("blank", "the page is empty")


def scanned(path, count=3):
    """Pages that are pictures, the second with text of its own."""
    document = pages(*[""] * count)
    for number, target in enumerate(document):
        target.insert_image(target.rect, pixmap=picture())
        if number == 1:
            put(target, 100, "活字の頁")
    return save(document, path)


@pytest.fixture
def no_engine(monkeypatch):
    """Neither RapidOCR nor Tesseract can be had."""
    for module in ("rapid", "recognition_model"):
        monkeypatch.delitem(sys.modules, f"kaigi_extract.ocr.{module}", raising=False)
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    monkeypatch.setenv("PATH", "")
    find_engine.cache_clear()
    yield
    find_engine.cache_clear()


class TestWithoutEngine:
    message = (
        "pages 1-4 cannot be read without recognising text, and no engine for that is there: RapidOCR cannot be loaded "
        "(import of onnxruntime halted; None in sys.modules); pip install rapidocr onnxruntime"
    )

    @pytest.mark.parametrize("reader", READERS)
    def test_pages_stay_blank_and_the_finding_names_what_is_missing(self, tmp_path, reader, no_engine):
        document = extract(scanned(tmp_path / "a.pdf", 4), reader=reader)
        assert [p.text_origin for p in document.source.pages] == ["blank", "embedded", "blank", "blank"]
        assert [p.reason for p in document.source.pages] == [
            "the page is a picture",
            "a picture takes 67% of the page; its own 4 characters are kept",
            "the page is a picture",
            "the page is a picture",
        ]
        assert found(document, "no_recogniser") == [("error", self.message)]
        assert texts(document) == ["活字の頁"]

    def test_exit_code_0_and_said_aloud(self, tmp_path, capsys, no_engine):
        path = scanned(tmp_path / "a.pdf", 4)
        code, _, err = run(capsys, "extract", path)
        assert (code, err) == (0, f"kaigi-extract: {path}: warning: {self.message} [no_recogniser]\n")

    def test_no_finding_where_none_was_wanted(self, tmp_path):
        document = extract(scanned(tmp_path / "a.pdf"), recogniser="none")
        assert [p.text_origin for p in document.source.pages] == ["blank", "embedded", "blank"]
        assert found(document, "no_recogniser") == []

    @pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF"])
    def test_a_picture_file(self, tmp_path, kind, no_engine):
        document = extract(blank_picture(tmp_path, kind))
        assert [finding.severity for finding in document.findings if finding.code == "no_recogniser"] == ["error"]
        assert (document.sections, document.tables, document.cases) == ([], [], [])

    def test_an_invisible_layer_over_a_picture(self, tmp_path, no_engine):
        document = extract(layered(tmp_path / "a.pdf"))
        assert document.source.pages[0].reason == "the page is a picture with an invisible layer of text"
        assert texts(document) == []
        assert len(found(document, "no_recogniser")) == len(found(document, "hidden_text")) == 1


def blank_picture(folder, kind):
    """A picture file of grey paper, of two pages where its format has such."""
    path = folder / f"a.{kind.lower()}"
    frames = [Image.new("L", (300, 400), shade) for shade in (250, 200)]
    options = {"save_all": True, "append_images": frames[1:]} if kind == "TIFF" else {}
    frames[0].save(path, kind, dpi=(200, 200), **options)
    return path


def layered(path):
    """A grey picture with invisible text over it, of which it shows nothing."""

    def draw(target):
        target.insert_image(target.rect, pixmap=picture())
        put(target, 100, "読み取った文字", render_mode=3)

    return save(page(draw), path)


class TestWithEngine:
    @pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF"])
    def test_a_picture_file_without_text(self, tmp_path, kind):
        document = extract(blank_picture(tmp_path, kind))
        count = 2 if kind == "TIFF" else 1
        assert document.source.page_count == count
        assert [(p.number, p.text_origin) for p in document.source.pages] == [(k + 1, "blank") for k in range(count)]
        assert found(document, "no_recogniser") == []
        assert (document.sections, document.tables, document.cases) == ([], [], [])

    def test_text_that_the_picture_does_not_show_is_not_taken(self, tmp_path):
        document = extract(layered(tmp_path / "a.pdf"))
        [read] = document.source.pages
        assert read.reason.startswith("the page is a picture with an invisible layer of text, which agrees with 0%")
        assert read.text_origin == "blank"
        assert texts(document) == []
        assert len(found(document, "hidden_text")) == 1


class TestHidden:
    @pytest.mark.parametrize("reader", READERS)
    def test_under_a_black_box_in_no_value_and_no_section(self, tmp_path, reader):
        document = pymupdf.open(PAPER)
        [name] = document[2].search_for("中央図書館")[:1] or document[0].search_for("中央図書館")[:1]
        target = next(p for p in document if p.search_for("中央図書館") and p.search_for("保有課"))
        for rect in target.search_for("中央図書館"):
            box(target, *rect)
        before, after = extract(PAPER, reader=reader), extract(save(document, tmp_path / "a.pdf"), reader=reader)
        assert name is not None
        assert before.cases[0].forms[0].department == "中央図書館"
        assert after.cases[0].forms[0].department is None
        hidden = [finding for finding in after.findings if finding.code == "hidden_text"]
        assert [finding.severity for finding in hidden] == ["warning"]
        [span] = hidden[0].spans
        assert span.page == target.number + 1
        assert hidden[0].message == (
            f"page {span.page} has 5 characters under something painted over them; they are in no value"
        )

    def test_white_on_white_and_off_the_page(self, tmp_path):
        def draw(target):
            put(target, 100, "見える本文")
            put(target, 130, "白い文字", color=(1, 1, 1))
            put(target, 200, "外の文字", x=500)

        document = extract(save(page(draw), tmp_path / "a.pdf"))
        assert texts(document) == ["見える本文"]
        assert [(finding.message, [span.bbox for span in finding.spans]) for finding in document.findings[:2]] == [
            (
                "page 1 has 4 characters in the colour of what is behind them; they are in no value",
                [(50.0, 119.44, 98.0, 131.44)],
            ),
            ("page 1 has 4 characters off the page; they are in no value", [(500.0, 189.44, 548.0, 201.44)]),
        ]


def test_not_a_council_document(tmp_path):
    document = extract(save(pages("献立表", "月曜日　カレーライス"), tmp_path / "a.pdf"))
    assert (document.ward, document.council, document.cases) == (None, None, [])
    assert "".join(texts(document)).replace("\n", "") == "献立表月曜日　カレーライス"
    assert [severity for severity, _ in found(document, "ward_unknown")] == ["warning"]


def test_mapping_with_a_mistake(tmp_path, capsys):
    mapping = tmp_path / "ward.toml"
    mapping.write_text('id = "chiyoda"\nname = 5\n', encoding="utf-8")
    code, out, err = run(capsys, "extract", "--mapping", mapping, PAPER)
    assert (code, out) == (5, "")
    assert err.startswith(f"kaigi-extract: {mapping}: name, line 2: expected ")
    with pytest.raises(InvalidMapping):
        extract(PAPER, mapping=mapping)


def test_several_files_some_failed(tmp_path, capsys):
    shutil.copy(CORPUS / "shinjuku-2019-evacuation-list.txt", tmp_path / "good.txt")
    save(pages("本文"), tmp_path / "good.pdf")
    code, out, err = run(capsys, "extract", tmp_path / "good.txt", tmp_path / "none.pdf", tmp_path / "good.pdf")
    assert code == 6
    assert [json.loads(line)["source"]["media_type"] for line in io.StringIO(out)] == ["text/plain", "application/pdf"]
    assert f"kaigi-extract: {tmp_path / 'none.pdf'}: there is no such file; check the path\n" in err


LONG = "x" * 5000
"""No file has such a name, and asking for one is an error of the system itself."""


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["export", LONG, "--to", "law-xml", "-o", f"{LONG}.xml"], 3, "cannot be read"),
        (["report", LONG, LONG, "-o", f"{LONG}.html"], 3, "cannot be read"),
        (["export", "three.pdf", "--to", "popolo", "-o", ""], 2, "cannot be written"),
        (["migrate", "three.pdf", LONG, "--dry-run"], 0, "1 files to read"),
        (["archive", "check", LONG], 3, "is no archive"),
        (["families", LONG, "--plot", f"{LONG}/a.png"], 2, "there is no folder"),
        (["correct", LONG, "--list"], 3, "cannot be read"),
        (["searchable", LONG, "out.pdf"], 3, "cannot be read"),
        (["searchable", "three.pdf", "/dev/null/out.pdf"], 2, "cannot be written"),
        (["publish", "loop", "site"], 3, "loop"),
        (["wards", "check", "pipe"], 5, "this is a pipe, a socket or a device"),
        (["wards", "check", "/dev/zero"], 5, "this is a pipe, a socket or a device"),
        (["conformity", "three.pdf", "--checklist", "/dev/zero"], 5, "this is a pipe, a socket or a device"),
        (["migrate", "three.pdf", "archive", "--metadata", "/dev/zero"], 3, "this is a pipe, a socket or a device"),
        (["serve", "archive", "--port", "70000"], 1, "ports go from 0 to 65535"),
    ],
)
def test_names_that_no_file_has_and_files_that_never_end(tmp_path, monkeypatch, capsys, arguments, code, words):
    monkeypatch.chdir(tmp_path)
    save(pages("本文"), tmp_path / "three.pdf")
    os.mkfifo("pipe")
    os.symlink("loop", "loop")
    found, _, err = run(capsys, *arguments)
    assert (found, words in err) == (code, True), err
    assert {path.name for path in tmp_path.iterdir()} == {"three.pdf", "pipe", "loop"}


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["extract"],
        ["nonsense"],
        ["extract", "--reader", "mine", "a.pdf"],
        ["extract", "--date", "5月", "a.pdf"],
        ["extract", "--ward", "atlantis", str(PAPER)],
    ],
)
def test_wrong_command_line(capsys, arguments):
    code, out, err = run(capsys, *arguments)
    assert (code, out) == (2, "")
    assert err.startswith("usage: kaigi-extract")


@pytest.mark.parametrize("reader", READERS)
def test_characters_without_a_unicode_map(tmp_path, reader, no_engine):
    # Of one page all characters are unknown, so that it must be recognised; of the other only one.
    document = pages("個人情報の保護", "個人情報の保護")
    font = document[0].get_fonts()[0][0]
    number = document.get_new_xref()
    document.update_object(number, "<<>>")
    known = "".join(f"<{ord(char):04X}> <{ord(char):04X}>\n" for char in "人情報の保護")
    cmap = f"begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange 6 beginbfchar {known} endbfchar endcmap"
    document.update_stream(number, cmap.encode(), new=True)
    document.xref_set_key(font, "Encoding", "/Identity-H")
    document.xref_set_key(font, "ToUnicode", f"{number} 0 R")
    descendant = int(document.xref_get_key(font, "DescendantFonts")[1].strip("[]").split()[0])
    document.xref_set_key(descendant, "CIDSystemInfo", "<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>")
    content = document[1].get_contents()[0]
    shown = re.sub(rb"<[0-9a-fA-F]{28}>", b"<" + b"4E00" * 7 + b">", document.xref_stream(content))
    document.update_stream(content, shown)
    read = extract(save(document, tmp_path / "a.pdf"), reader=reader)
    assert texts(read) == ["�人情報の保護"]
    assert found(read, "low_confidence") == [
        ("warning", "page 1 has 1 characters whose font does not tell what they are; they read �")
    ]
    assert read.source.pages[1].reason == (
        "its own text is garbage: 7 of 7 characters have fonts that do not tell what they are"
    )
    assert len(found(read, "no_recogniser")) == 1
