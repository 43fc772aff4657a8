"""The crop that a value is checked on: it holds the value's ink and its label's, framed, from the file that was read."""

from __future__ import annotations

import functools
import shutil
from pathlib import Path

import cv2
import docx
import numpy as np
import pymupdf
import pytest
from PIL import Image, ImageColor

from kaigi_extract import Document, EncryptedSource, UnreadableSource, extract
from kaigi_extract.records import Clause, Evidence, Extra, Item, PageSpan, TextSpan
from kaigi_extract.show.pages import crop
from kaigi_extract.show.pages.overlays import PageMark
from kaigi_extract.show.pages.picture import Excerpt, ExcerptLine, Picture
from tests import made

CORPUS = Path(__file__).parents[1] / "corpus"
PAPER = CORPUS / "shinjuku-2013-library-cards.pdf"
BUNDLE = CORPUS / "nerima-2014-bundle.pdf"
TEXT = CORPUS / "shinjuku-2019-evacuation-list.txt"
WORD = CORPUS / "shinjuku-2015-tax-entry.docx"
DPI = 150
SAME = 0.97
"""Likeness of a value's ink on the page and in the crop; other text is below 0.7."""


def ink(image):
    """How dark every pixel is."""
    return 255 - np.asarray(image.convert("L")).astype(np.float32)


@functools.cache
def rendered(path, number, password=None):
    with pymupdf.open(path) as document:
        document.authenticate(password or "")
        pixmap = document[number - 1].get_pixmap(dpi=DPI)
        return Image.frombytes("RGB", (pixmap.width, pixmap.height), pixmap.samples)


def place_in(picture, page, bbox):
    """Where a box of the page, in points, stands in a picture: x, y in pixels; and how alike the two are."""
    x0, y0, x1, y1 = (round(side * DPI / 72) for side in bbox)
    likeness = cv2.matchTemplate(ink(picture.image), ink(page)[y0:y1, x0:x1], cv2.TM_CCOEFF_NORMED)
    _, best, _, (x, y) = cv2.minMaxLoc(likeness)
    return x, y, best


def assert_shows(picture, path, span, password=None, colour=crop.SINGLE_COLOUR):
    """The span's ink is in the picture, and a frame of the colour runs above it."""
    assert isinstance(picture, Picture)
    x, y, best = place_in(picture, rendered(path, span.page, password), span.bbox)
    assert best > SAME
    width = round((span.bbox[2] - span.bbox[0]) * DPI / 72)
    above = np.asarray(picture.image)[max(0, y - 6) : y + 1, x + 2 : x + width - 2]
    assert (above == ImageColor.getrgb(colour)).all(axis=2).any(axis=0).all()


@pytest.fixture
def marks(monkeypatch):
    """Every mark that is drawn, in the order of drawing."""
    seen: list[PageMark] = []
    draw = crop.draw_marks

    def spy(page, marks, dpi):
        seen.extend(marks)
        return draw(page, marks, dpi)

    monkeypatch.setattr(crop, "draw_marks", spy)
    return seen


class TestOneValue:
    @pytest.mark.parametrize("field", ["title", "department", "counterparty", "media", "periods"])
    def test_its_ink_is_framed(self, extracted, field):
        form = extracted(PAPER).cases[0].forms[0]
        span = form.evidence[field].spans[0]
        for picture in (form.evidence[field].show(), form.show(field)):
            assert_shows(picture, PAPER, span)
            assert picture.image.height < rendered(PAPER, 3).height / 8

    @pytest.mark.parametrize(
        ("field", "label"), [("department", "保有課(担当課)"), ("media", "処理させる情報項目の記"), ("title", "件名")]
    )
    def test_its_label_is_beside_it(self, extracted, field, label):
        with pymupdf.open(PAPER) as document:
            [place, *_] = document[2].search_for(label)
        picture = extracted(PAPER).cases[0].forms[0].show(field)
        assert place_in(picture, rendered(PAPER, 3), place)[2] > SAME

    def test_cuts_go_through_no_line(self, extracted):
        picture = extracted(PAPER).clause_sets[0].clauses[3].show()
        rows = ink(picture.image)[2:-2, 2:-2].sum(axis=1)
        assert (rows[0], rows[-1]) == (0, 0)

    def test_the_caption_says_what_it_is(self, extracted):
        document = extracted(PAPER)
        form, clause = document.cases[0].forms[0], document.clause_sets[0].clauses[3]
        assert form.show("media").caption == "shinjuku-2013-library-cards.pdf, page 3: media"
        assert form.evidence["media"].show().caption.endswith("page 3: Evidence 処理させる情報項目の記録媒体")
        assert clause.show().caption.endswith("page 4: Clause 4")

    def test_records_of_every_kind(self, extracted):
        bundle = extracted(BUNDLE)
        meeting, register, case = bundle.meeting, bundle.registers[0], bundle.cases[0]
        records = [
            *(meeting.speeches[7], meeting.agenda[0], case.bases[0], case.decisions[0], register.fields[0]),
            *(register.choices["委託の条件"][3], case.forms[0].data_items.items[2], case.forms[0].ward_safeguards[0]),
            *(bundle.sections[0], bundle.tables[0].cells[1]),
        ]
        for record in records:
            assert_shows(record.show(), BUNDLE, record.spans[0])

    def test_dpi(self, extracted):
        evidence = extracted(PAPER).cases[0].forms[0].evidence["media"]
        assert evidence.show(dpi=300).image.width == pytest.approx(2 * evidence.show().image.width, abs=4)


class TestSeveralPlaces:
    def test_a_clause_with_its_items(self, extracted):
        clause = extracted(PAPER).clause_sets[0].clauses[4]
        assert len(clause.items) == 4
        picture = clause.show()
        for record in (clause, *clause.items):
            assert place_in(picture, rendered(PAPER, 4), record.spans[0].bbox)[2] > SAME

    def test_items_under_items(self, marks):
        boxes = [(50, y, 150, y + 12) for y in (40, 60, 80)]
        spans = [[PageSpan(page=1, bbox=box)] for box in boxes]
        inner = Item(label="ア", number="ア", text="c", spans=spans[2])
        item = Item(label="(1)", number=1, text="b", items=[inner], spans=spans[1])
        Clause(number=1, label="1", text="a", items=[item], spans=spans[0]).show(path=PAPER)
        assert len(marks[0].boxes) == 3

    def test_pages_below_each_other(self, extracted):
        form = extracted(PAPER).cases[0].forms[0]
        outline = extracted(PAPER).cases[0].outline
        both = [outline.evidence["department"].spans[0], form.evidence["media"].spans[0]]
        picture = Evidence(text="", spans=both).show(path=PAPER)
        heights = []
        for span in both:
            _, y, best = place_in(picture, rendered(PAPER, span.page), span.bbox)
            assert best > SAME
            heights.append(y)
        assert heights == sorted(heights)
        assert picture.caption.startswith("shinjuku-2013-library-cards.pdf, pages 2, 3")

    def test_what_stands_between_is_left_out(self, extracted):
        evidence = extracted(PAPER).cases[0].forms[0].evidence
        ends = [evidence["title"].spans[0], evidence["counterparty_safeguards"].spans[-1]]
        picture = Evidence(text="", spans=ends).show(path=PAPER)
        assert picture.image.height < 0.3 * rendered(PAPER, 3).height
        assert place_in(picture, rendered(PAPER, 3), ends[1].bbox)[2] > SAME

    def test_all_fields_of_a_record_with_their_names(self, extracted, marks):
        outline = extracted(PAPER).cases[0].outline
        outline.show()
        assert [mark.name for mark in marks] == ["business_name", "department", "purpose", "subjects", "description"]
        assert [len(mark.boxes) for mark in marks] == [1, 1, 3, 2, 12]
        assert len({mark.colour for mark in marks}) == 5

    def test_what_may_be_misread_is_dashed(self, marks):
        spans = [PageSpan(page=1, bbox=(50, 40, 150, 52))]
        for confidence in (None, 0.81, 0.79):
            Evidence(text="", spans=spans, confidence=confidence).show(path=PAPER)
        assert [mark.dashed for mark in marks] == [False, False, True]


class TestOtherPages:
    @pytest.mark.parametrize("rotation", [90, 180, 270])
    def test_turned_for_display(self, tmp_path, rotation):
        with pymupdf.open(PAPER) as document:
            document[2].set_rotation(rotation)
            document.select([2])
            path = made.save(document, tmp_path / "turned.pdf")
        evidence = extract(path, ward="shinjuku").cases[0].forms[0].evidence["business_name"]
        assert_shows(evidence.show(), path, evidence.spans[0])

    def test_cropped(self, tmp_path):
        with pymupdf.open(PAPER) as document:
            document.select([2])
            document[0].set_cropbox(pymupdf.Rect(40, 60, 560, 700))
            path = made.save(document, tmp_path / "cropped.pdf")
        evidence = extract(path, ward="shinjuku").cases[0].forms[0].evidence["business_name"]
        assert_shows(evidence.show(), path, evidence.spans[0])

    @pytest.mark.scan
    @pytest.mark.slow
    def test_scanned(self, tmp_path):
        pytest.importorskip("rapidocr")
        with pymupdf.open(CORPUS / "scans" / "shinjuku-2013-library-cards.office.pdf") as document:
            document.select([2])
            path = made.save(document, tmp_path / "scan.pdf")
        evidence = extract(path, ward="shinjuku").cases[0].forms[0].evidence["business_name"]
        assert evidence.confidence is not None
        assert_shows(evidence.show(), path, evidence.spans[0])

    def test_encrypted(self, tmp_path):
        options = {"encryption": pymupdf.PDF_ENCRYPT_AES_256, "user_pw": "鍵", "owner_pw": "主"}
        with pymupdf.open(PAPER) as document:
            path = made.save(document, tmp_path / "locked.pdf", **options)
        evidence = extract(path, password="鍵").cases[0].forms[0].evidence["business_name"]
        assert_shows(evidence.show(password="鍵"), path, evidence.spans[0], "鍵")
        with pytest.raises(EncryptedSource):
            evidence.show()


class TestWhereTheFileLies:
    @pytest.fixture
    def copy(self, tmp_path):
        path = tmp_path / "paper.pdf"
        shutil.copy(PAPER, path)
        return path

    def test_moved(self, copy, tmp_path):
        form = extract(copy).cases[0].forms[0]
        moved = copy.rename(tmp_path / "moved.pdf")
        with pytest.raises(UnreadableSource, match=r"paper\.pdf: there is no such file any more; .* path="):
            form.show("media")
        assert_shows(form.show("media", path=moved), moved, form.evidence["media"].spans[0])

    def test_changed(self, copy):
        form = extract(copy).cases[0].forms[0]
        shutil.copy(BUNDLE, copy)
        with pytest.raises(UnreadableSource, match="not the one that was read"):
            form.show("media")
        with pytest.raises(UnreadableSource, match="not the one that was read"):
            form.show("media", path=BUNDLE)
        assert form.show("media", path=PAPER).image.height > 0

    def test_loaded_with_its_document(self, extracted):
        document = Document.model_validate_json(extracted(PAPER).model_dump_json())
        form = document.cases[0].forms[0]
        assert_shows(form.show("media"), PAPER, form.evidence["media"].spans[0])

    def test_composed_by_hand(self, extracted):
        form = extracted(PAPER).cases[0].forms[0]
        loose = Evidence.model_validate(form.evidence["media"].model_dump())
        with pytest.raises(ValueError, match=r"this Evidence does not know its file .* give path="):
            loose.show()
        assert_shows(loose.show(path=PAPER), PAPER, loose.spans[0])


class TestOffThePage:
    @pytest.mark.parametrize(
        "box", [(50, -40, 90, -20), (50, 900, 90, 920), (-60, 100, -20, 110), (700, 100, 800, 110)]
    )
    def test_the_nearest_part_of_the_page(self, box):
        """Of hidden text that is drawn outside of the page."""
        picture = Evidence(text="", spans=[PageSpan(page=1, bbox=box)]).show(path=PAPER)
        assert 0 < picture.image.height < rendered(PAPER, 1).height / 8

    def test_a_value_that_is_half_off(self, marks):
        Evidence(text="", spans=[PageSpan(page=1, bbox=(50, -5, 90, 7))]).show(path=PAPER)
        assert len(marks) == 1


class TestWrongArguments:
    def test_a_field_without_evidence(self, extracted):
        with pytest.raises(ValueError, match=r"'spending' in this Case; fields that have some: title, department$"):
            extracted(PAPER).cases[0].show("spending")

    def test_no_place(self):
        with pytest.raises(ValueError, match="this Extra has no place"):
            Extra(label="備考", text="なし", spans=[]).show(path=PAPER)

    @pytest.mark.parametrize("dpi", [0, -72, float("nan"), float("inf"), 20_000])
    def test_dpi(self, extracted, dpi):
        with pytest.raises(ValueError, match="dpi is"):
            extracted(PAPER).cases[0].show("title", dpi=dpi)


class TestFilesWithoutPages:
    @pytest.mark.parametrize("path", [TEXT, WORD])
    def test_lines_with_what_was_read_marked(self, extracted, path):
        for field, found in extracted(path).cases[0].forms[0].evidence.items():
            excerpt = found.show()
            assert isinstance(excerpt, Excerpt)
            marked = [line.text[start:end] for line in excerpt.lines for start, end in line.marks]
            assert "".join("".join(marked).split()) == "".join(found.text.split()), field

    def test_a_line_around(self, tmp_path):
        path = tmp_path / "a.txt"
        path.write_text("一\n二 三\n四\n五\n", encoding="utf-8")
        evidence = Evidence(text="三", spans=[TextSpan(line=2, start=2, end=3)])
        excerpt = evidence.show(path=path)
        assert excerpt.lines == (ExcerptLine(1, "一", ()), ExcerptLine(2, "二 三", ((2, 3),)), ExcerptLine(3, "四", ()))
        assert str(excerpt) == "1: 一\n2: 二 [三]\n3: 四"
        assert excerpt.caption == "a.txt: Evidence 三"

    def test_cells_stand_where_they_stand_in_the_line(self, tmp_path):
        path = tmp_path / "a.txt"
        path.write_text("件名\t<b>図書館</b>\t備考\n", encoding="utf-8")
        evidence = Evidence(text="図書館", spans=[TextSpan(line=1, start=6, end=9)])
        [line] = evidence.show(path=path).lines
        assert (line.text, line.text[6:9]) == ("件名    図書館     備考", "図書館")

    def test_paragraphs_of_a_word_file(self, tmp_path):
        document = docx.Document()
        for text in ("一", "二\n三"):
            document.add_paragraph(text)
        document.save(tmp_path / "a.docx")
        evidence = Evidence(text="三", spans=[TextSpan(line=2, start=2, end=3)])
        assert str(evidence.show(path=tmp_path / "a.docx")) == "1: 一\n2: 二 [三]"

    def test_changed(self, tmp_path):
        path = tmp_path / "a.txt"
        shutil.copy(TEXT, path)
        form = extract(path).cases[0].forms[0]
        path.write_text("一\n", encoding="utf-8")
        with pytest.raises(UnreadableSource, match="not the one that was read"):
            form.show("title")

    def test_a_file_with_pages_instead(self):
        with pytest.raises(UnreadableSource, match="this file has pages"):
            Evidence(text="", spans=[TextSpan(line=1, start=0, end=1)]).show(path=PAPER)

    def test_no_terminal_obeys_it(self):
        excerpt = Excerpt((ExcerptLine(1, "\x1b[2J名簿\x9b\u202e", ()),), "a\x07.txt")
        assert repr(excerpt) == "<Excerpt a\ufffd.txt>\n1: \ufffd[2J名簿\ufffd\ufffd"
        assert str(excerpt) == "1: \ufffd[2J名簿\ufffd\ufffd"
        assert "\x1b" not in excerpt._repr_html_()
        assert repr(Picture(Image.new("RGB", (1, 1)), "\x1b.pdf")) == "<Picture \ufffd.pdf, 1 x 1 pixels>"

    def test_as_html_everything_is_escaped(self):
        html = Excerpt((ExcerptLine(1, "<i>&<b>", ((3, 4),)),), "<s>")._repr_html_()
        assert "&lt;i&gt;<mark>&amp;</mark>&lt;b&gt;" in html
        assert "&lt;s&gt;" in html
        assert "<i>" not in html


class TestPicture:
    def test_shows_itself_and_is_saved(self, extracted, tmp_path):
        picture = extracted(PAPER).cases[0].show("title")
        assert picture._repr_png_().startswith(b"\x89PNG")
        picture.save(tmp_path / "a.png")
        assert Image.open(tmp_path / "a.png").size == picture.image.size
        assert repr(picture).startswith("<Picture shinjuku-2013-library-cards.pdf, page 1: title, ")
