"""`searchable`: recognised text lies invisibly where it is printed, and nothing else of the scan changes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pdfplumber
import pikepdf
import pymupdf
import pytest
from pdfminer.high_level import extract_text

from kaigi_extract import EncryptedSource, MissingExtra, UnreadableSource, extract, searchable
from kaigi_extract.cli import main
from kaigi_extract.invisible_text import font as fonts
from kaigi_extract.ocr.engines import NoEngine
from kaigi_extract.ocr.guard import Guarded
from kaigi_extract.ocr.positions import place_run
from kaigi_extract.source import Run
from tests.printed import BlockReader, Draw, askew, blocks, printed

SAYS = {12: "学校図書館の貸出の再委託", 9: "次のとおり報告する", 5: "再委託あり", 7: "郵送書類の封入"}
LINES = {12: (60.0, 60.0), 9: (60.0, 84.0), 5: (60.0, 108.0), 7: (150.0, 132.0)}
PAGE: list[Draw] = [blocks(x, y, count) for count, (x, y) in LINES.items()]
WORD = "図書館"
AT = (60 + 2 * 10.5, 60.0, 60 + 5 * 10.5, 60 + 0.8 * 10.5)
"""Where its three blocks of ink are."""


@pytest.fixture(autouse=True)
def _reads_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kaigi_extract.ocr.pages.find_engine", lambda _: Guarded(BlockReader(SAYS)))


def scanned(
    path: Path, *, turned: int = 0, skew: float = 0.0, also: Callable[[pymupdf.Page], None] | None = None
) -> Path:
    """A page that is a picture, kept in the file as it was put into the scanner, with a /Rotate that sets it upright."""
    grey = askew(printed(*PAGE), skew) if skew else printed(*PAGE)
    with pymupdf.open() as document:
        page = document.new_page(width=400, height=300)
        pixmap = pymupdf.Pixmap(pymupdf.csGRAY, grey.shape[1], grey.shape[0], grey.tobytes(), 0)
        if turned in (90, 270):
            page.set_mediabox(pymupdf.Rect(0, 0, 300, 400))
        page.insert_image(page.rect, stream=pixmap.tobytes("png"), rotate=turned)
        page.set_rotation(turned)
        if also is not None:
            also(page)
        document.save(path)
    return path


def place(path: Path, word: str = WORD) -> tuple[float, ...]:
    """Where pdfplumber finds a word, in points of the page as displayed."""
    with pdfplumber.open(path) as document:
        found = document.pages[0].search(word)
    assert len(found) == 1
    return tuple(found[0][side] for side in ("x0", "top", "x1", "bottom"))


def pictures(path: Path) -> list[bytes]:
    with pikepdf.open(path) as pdf:
        return [image.read_raw_bytes() for page in pdf.pages for _, image in page.Resources.XObject.items()]


@pytest.mark.parametrize("skew", [0.0, 2.0])
@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_words_are_found_where_they_are_printed(turned: int, skew: float, tmp_path: Path) -> None:
    source, out = scanned(tmp_path / "in.pdf", turned=turned, skew=skew), tmp_path / "out.pdf"
    done = searchable(source, out)
    assert [(page.number, page.characters, page.replaced) for page in done.pages] == [(1, 33, False)]
    assert place(out) == pytest.approx(AT, abs=3 if not skew else 9)
    with pymupdf.open(out) as document:
        page = document[0]
        assert len(page.search_for("再委託")) == 2
        found = page.search_for(WORD)[0] * page.rotation_matrix
        assert tuple(found) == pytest.approx(place(out), abs=2.5)
        assert SAYS[9] in page.get_text()
    assert SAYS[9] in extract_text(out)
    assert pictures(out) == pictures(source)


@pytest.mark.parametrize("unit", [1.0, 2.0])
def test_crop_boxes_and_resources_from_above(unit: float, tmp_path: Path) -> None:
    source, out = scanned(tmp_path / "in.pdf"), tmp_path / "out.pdf"
    with pikepdf.open(source, allow_overwriting_input=True) as pdf:
        page = pdf.pages[0].obj
        page.Parent.Resources = page.Resources
        del page.Resources
        page.CropBox = pikepdf.Array([40, 20, 390, 290])
        page.UserUnit = unit
        pdf.save(source)
    searchable(source, out)
    with pymupdf.open(out) as document:
        found = document[0].search_for(WORD)[0]
    wanted = [value * unit for value in (AT[0] - 40, AT[1] - 10, AT[2] - 40, AT[3] - 10)]
    assert tuple(found) == pytest.approx(tuple(wanted), abs=3 * unit)


def test_columns_of_vertical_print(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, out = scanned(tmp_path / "in.pdf"), tmp_path / "out.pdf"
    tops = [60 + 14.0 * k for k in range(4)]
    column = Run("縦書の頁", tops, [top + 12 for top in tops], 300.0, 312.0, 12.0, vertical=True, sure=[0.9] * 4)
    given = iter([column])
    monkeypatch.setattr("kaigi_extract.ocr.recognise.place_run", lambda *how: next(given, None) or place_run(*how))
    searchable(source, out)
    with pymupdf.open(out) as document:
        assert tuple(document[0].search_for("縦書の頁")[0]) == pytest.approx((300, 60, 312, 114), abs=3)
    with pdfplumber.open(out) as document:
        first = document.pages[0].chars[:4]
    assert [char["text"] for char in first] == list("縦書の頁")
    assert [char["top"] for char in first] == pytest.approx(tops, abs=1)


def test_the_result_reads_as_the_scan_does(tmp_path: Path) -> None:
    source, out, again = scanned(tmp_path / "in.pdf"), tmp_path / "out.pdf", tmp_path / "again.pdf"
    searchable(source, out)
    one, other = (
        json.loads(extract(path).model_dump_json(exclude={"source": {"path", "sha256"}})) for path in (source, out)
    )
    assert "再委託" in json.dumps(one, ensure_ascii=False)
    assert one == other
    searchable(out, again)
    assert place(again) == place(out)


def test_the_same_bytes(tmp_path: Path) -> None:
    source = scanned(tmp_path / "in.pdf")
    for name in ("a.pdf", "b.pdf"):
        searchable(source, tmp_path / name)
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


def layer(*words: str, form: bool = False) -> Callable[[pymupdf.Page], None]:
    """Invisible text that another program put over the page."""

    def write(page: pymupdf.Page) -> None:
        for y, text in enumerate(words):
            page.insert_text((60, 68 + 24 * y), text, fontname="japan", fontsize=10, render_mode=3)
        if form:
            with pymupdf.open() as other:
                inner = other.new_page(width=400, height=300)
                inner.insert_text((60, 250), words[0], fontname="japan", fontsize=10, render_mode=3)
                page.show_pdf_page(page.rect, other)

    return write


@pytest.mark.parametrize("form", [False, True])
def test_a_layer_that_reads_badly_is_replaced(form: bool, tmp_path: Path) -> None:
    source = scanned(tmp_path / "in.pdf", also=layer("学枚図言館の貸出業努", "次のとあり報吉", form=form))
    done = searchable(source, tmp_path / "out.pdf")
    assert done.pages[0].replaced
    with pymupdf.open(tmp_path / "out.pdf") as document:
        text = document[0].get_text()
    assert "学枚図言館" not in text
    assert WORD in text
    assert done.archival  # the font of what is gone, which was not embedded, is gone with it


def test_a_layer_that_reads_well_stays(tmp_path: Path) -> None:
    words = [SAYS[count][:count] for count in (12, 9, 5)]

    def write(page: pymupdf.Page) -> None:
        layer(*words)(page)
        page.insert_text((150, 140), SAYS[7][:7], fontname="japan", fontsize=10, render_mode=3)

    source = scanned(tmp_path / "in.pdf", also=write)
    done = searchable(source, tmp_path / "out.pdf")
    assert [(page.characters, page.replaced) for page in done.pages] == [(0, False)]
    with pymupdf.open(source) as one, pymupdf.open(tmp_path / "out.pdf") as other:
        assert one[0].get_text() == other[0].get_text()


def test_pages_with_text_of_their_own_are_left_alone(tmp_path: Path) -> None:
    source = tmp_path / "in.pdf"
    with pymupdf.open(scanned(tmp_path / "scan.pdf")) as document:
        document.new_page(0, width=400, height=300).insert_text((50, 50), "電子文書の頁である。", fontname="japan")
        document.save(source)
    done = searchable(source, tmp_path / "out.pdf")
    assert [page.characters > 0 for page in done.pages] == [False, True]
    with pymupdf.open(source) as one, pymupdf.open(tmp_path / "out.pdf") as other:
        assert one[0].read_contents() == other[0].read_contents()
    with pikepdf.open(tmp_path / "out.pdf") as other:
        assert "/KaigiInvisible" not in other.pages[0].resources.get("/Font", {})
    assert done.hindrances == ["a font is not embedded"]


def test_archival(tmp_path: Path) -> None:
    source, out = scanned(tmp_path / "in.pdf"), tmp_path / "out.pdf"
    with pikepdf.open(source, allow_overwriting_input=True) as pdf:
        pdf.docinfo["/Title"] = "審議会資料"
        pdf.docinfo["/CreationDate"] = "D:20200401090000+09'00'"
        next(image for _, image in pdf.pages[0].Resources.XObject.items())["/Interpolate"] = True
        pdf.save(source)
    assert searchable(source, out).archival
    with pikepdf.open(out) as pdf:
        with pdf.open_metadata() as metadata:
            assert metadata.pdfa_status == "2B"
            assert metadata["dc:title"] == "審議会資料"
            assert metadata["xmp:CreateDate"].startswith("2020-04-01T09:00:00")
        assert str(pdf.docinfo["/Title"]) == "審議会資料"
        assert pdf.Root.OutputIntents[0].DestOutputProfile.read_bytes()[36:40] == b"acsp"
        assert "/Interpolate" not in next(image for _, image in pdf.pages[0].Resources.XObject.items())
    assert not searchable(source, out, pdfa=False).archival
    with pikepdf.open(out) as pdf:
        assert "/OutputIntents" not in pdf.Root
        assert str(pdf.docinfo["/Title"]) == "審議会資料"


def with_script(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def with_attachment(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["a.txt"] = b"text"


def with_cmyk(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].contents_add(b"0 0 0 1 k 0 0 5 5 re f")


def with_note(pdf: pikepdf.Pdf) -> None:
    note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Square, Rect=pikepdf.Array([0, 0, 9, 9]))
    pdf.pages[0].obj.Annots = pikepdf.Array([pdf.make_indirect(note)])


@pytest.mark.parametrize(
    ("change", "why"),
    [(with_script, "programs"), (with_attachment, "attached"), (with_cmyk, "CMYK"), (with_note, "annotations")],
)
def test_what_stands_in_the_way_of_pdfa(change: Callable[[pikepdf.Pdf], None], why: str, tmp_path: Path) -> None:
    source, out = scanned(tmp_path / "in.pdf"), tmp_path / "out.pdf"
    with pikepdf.open(source, allow_overwriting_input=True) as pdf:
        change(pdf)
        pdf.save(source)
    done = searchable(source, out)
    assert (done.archival, len(done.hindrances), why in done.hindrances[0]) == (False, 1, True)
    assert WORD in extract_text(out)


def test_a_list_of_annotations_with_none_in_it(tmp_path: Path) -> None:
    source, out = scanned(tmp_path / "in.pdf"), tmp_path / "out.pdf"
    with pikepdf.open(source, allow_overwriting_input=True) as pdf:
        pdf.pages[0].obj.Annots = pikepdf.Array([None])
        pdf.save(source)
    assert searchable(source, out).archival


def test_an_encrypted_file_stays_encrypted(tmp_path: Path) -> None:
    plain, source, out = scanned(tmp_path / "a.pdf"), tmp_path / "in.pdf", tmp_path / "out.pdf"
    with pikepdf.open(plain) as pdf:
        pdf.save(source, encryption=pikepdf.Encryption(owner="o", user="u"))
    with pytest.raises(EncryptedSource):
        searchable(source, out)
    assert searchable(source, out, password="u").hindrances == ["it is encrypted"]
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(out)
    assert WORD in extract_text(out, password="u")


def test_what_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, out = scanned(tmp_path / "in.pdf"), tmp_path / "out.pdf"
    with pytest.raises(ValueError, match="is the scan itself"):
        searchable(source, tmp_path / "." / "in.pdf")
    with pytest.raises(ValueError, match="no recogniser 'nobody'"):
        searchable(source, out, recogniser="nobody")
    with pytest.raises(UnreadableSource, match=r"damaged|cut off|whole copy"):
        searchable(source.read_bytes()[:200], out)
    with pytest.raises(UnreadableSource, match="no PDF"):
        searchable("件名　図書館".encode(), out)
    with pikepdf.open(source) as pdf:
        pdf.Root.AcroForm = pikepdf.Dictionary(SigFlags=3, Fields=pikepdf.Array([]))
        pdf.save(tmp_path / "signed.pdf")
    with pytest.raises(UnreadableSource, match="signed"):
        searchable(tmp_path / "signed.pdf", out)
    monkeypatch.setitem(__import__("sys").modules, "pikepdf", None)
    with pytest.raises(MissingExtra, match=r"kaigi-extract\[searchable\]"):
        searchable(source, out)
    assert not out.exists()


def test_without_an_engine_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(_: str) -> None:
        raise NoEngine("RapidOCR cannot be loaded")

    monkeypatch.setattr("kaigi_extract.ocr.pages.find_engine", none)
    done = searchable(scanned(tmp_path / "in.pdf"), tmp_path / "out.pdf")
    assert [finding.code for finding in done.findings] == ["no_recogniser"]
    assert done.pages[0].characters == 0


class TestCommand:
    def test_a_folder_gives_a_folder(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (tmp_path / "in" / "deep").mkdir(parents=True)
        scanned(tmp_path / "in" / "a.pdf")
        scanned(tmp_path / "in" / "deep" / "b.PDF")
        (tmp_path / "in" / "broken.pdf").write_bytes(b"%PDF-1.4 nothing")
        assert main(["searchable", str(tmp_path / "in"), str(tmp_path / "out")]) == 6
        written = sorted(str(path.relative_to(tmp_path / "out")) for path in (tmp_path / "out").rglob("*.*"))
        assert written == ["a.pdf", "deep/b.PDF"]
        said = capsys.readouterr()
        assert said.out == ""
        assert "characters written over 1 of 1 pages" in said.err
        assert "broken.pdf" in said.err

    def test_one_file(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        source = scanned(tmp_path / "in.pdf")
        assert main(["searchable", str(source), str(tmp_path / "out.pdf"), "--plain"]) == 0
        assert main(["searchable", str(source), str(source)]) == 2
        assert main(["searchable", str(source), str(tmp_path / "x.pdf"), "--recogniser", "nobody"]) == 2
        (tmp_path / "empty").mkdir()
        assert main(["searchable", str(tmp_path / "empty"), str(tmp_path / "y")]) == 2
        assert "OUT is IN itself" in capsys.readouterr().err


def test_characters_beyond_the_first_plane() -> None:
    font = fonts.InvisibleFont()
    codes = [font.code(char, width) for char, width in (("𠮷", 1.0), ("𠮷", 0.98), ("1", 0.5), ("1", 1.0))]
    assert codes == [1, 1, 2, 3]
    with pikepdf.new() as pdf:
        made = font.made(pdf)
        assert b"<0001> <D842DFB7>" in made.ToUnicode.read_bytes()
        assert list(made.DescendantFonts[0].W[1]) == [1000, 500, 1000]
