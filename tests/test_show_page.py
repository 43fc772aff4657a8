"""A page with the box of every value: which values, in which colour, where, and that their names cover no text."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pymupdf
import pytest
from PIL import Image, ImageColor, ImageDraw

from kaigi_extract import UnreadableSource, extract
from kaigi_extract.records import Evidence, Extra, PageSpan
from kaigi_extract.show.pages import values as page_module
from kaigi_extract.show.pages.overlays import COLOURS, PageMark, blocks, draw_marks
from kaigi_extract.show.pages.values import PREFERRED, values_of

CORPUS = Path(__file__).parents[1] / "corpus"
PAPER = CORPUS / "shinjuku-2013-library-cards.pdf"
BUNDLE = CORPUS / "nerima-2014-bundle.pdf"
TEXT = CORPUS / "shinjuku-2019-evacuation-list.txt"
DPI = 100

FORM = [
    *("title", "department", "business_name", "counterparty", "data_items", "media", "reason", "content", "periods"),
    *("ward_safeguards", "counterparty_safeguards"),
]
REGISTER = [
    *("title", "form", "registration_number", "department", "business_name", "council_dates", "委託先業種"),
    *("委託内容", "委託期間", "審議会事項", "預託する管理個人情報の記録の種別", "委託の条件"),
    *("預託する管理個人情報の授受の形態", "個人情報保護管理責任者"),
]
VALUES = [
    (PAPER, 1, {"case": ["title", "department", "basis"]}),
    (PAPER, 2, {"outline": ["business_name", "department", "purpose", "subjects", "description"]}),
    (PAPER, 3, {"form": FORM}),
    (PAPER, 4, {"clauses": [f"clause {number}" for number in range(1, 12)]}),
    (PAPER, 5, {"document": ["ward"], "clauses": [f"clause {number}" for number in range(12, 17)]}),
    (BUNDLE, 5, {"register": REGISTER}),
]


def rendered(path, number, dpi=DPI):
    with pymupdf.open(path) as document:
        pixmap = document[number - 1].get_pixmap(dpi=dpi)
        return Image.frombytes("RGB", (pixmap.width, pixmap.height), pixmap.samples)


def test_names_of_papers_are_one_line_and_no_longer_than_a_picture_holds(extracted, tmp_path):
    paper = extracted(PAPER)
    label = "保有課\n" + "長" * 400 + "\x1b"
    extra = Extra(label=label, text="一", spans=[PageSpan(page=3, bbox=(100, 100, 200, 112))])
    form = paper.cases[0].forms[0].model_copy(update={"extra": [extra], "title": f"件名\n{label}"})
    case = paper.cases[0].model_copy(update={"forms": [form]})
    path = tmp_path / "改\n行.pdf"
    path.write_bytes(PAPER.read_bytes())
    moved = paper.source.model_copy(update={"path": str(path)})
    shown = paper.model_copy(update={"cases": [case], "source": moved}).show_page(3)
    assert shown.image.width < 1.6 * paper.show_page(3).image.width


@pytest.fixture
def drawn(monkeypatch):
    """Every mark that is drawn, and every entry of the legend."""
    marks, keys = [], []
    draw, legend = page_module.draw_marks, page_module.with_legend

    def spy_marks(page, found, dpi):
        marks.extend(found)
        return draw(page, found, dpi)

    def spy_legend(picture, title, found, dpi):
        keys.extend(found)
        return legend(picture, title, found, dpi)

    monkeypatch.setattr(page_module, "draw_marks", spy_marks)
    monkeypatch.setattr(page_module, "with_legend", spy_legend)
    return marks, keys


class TestValues:
    @pytest.mark.parametrize(("path", "number", "expected"), VALUES)
    def test_what_stands_on_a_page(self, extracted, path, number, expected):
        here = [values.on(number) for values in values_of(extracted(path))]
        assert {v.kind: [place.name for place in v.places] for v in here if v.places} == expected

    def test_every_place_of_the_record_is_shown_once(self, extracted):
        document = extracted(BUNDLE)
        shown = [values.on(2) for values in values_of(document)]
        names = [(values.kind, place.name) for values in shown for place in values.places]
        decisions = ["approved", "approved", "approved", "conditional"]
        assert names == [
            *(("meeting", f"speech {order}") for order in range(8, 30)),
            *(("case", f"decision: {result}") for result in decisions),
        ]

    def test_ticked_boxes(self, extracted):
        [values] = [found for values in values_of(extracted(BUNDLE)) if (found := values.on(5)).places]
        choices = [choice for found in extracted(BUNDLE).registers[0].choices.values() for choice in found]
        ticked = [choice.spans for choice in choices if choice.checked]
        assert [list(tick.spans) for tick in values.ticks] == ticked
        assert 0 < len(ticked) < len(choices)


class TestColours:
    def test_one_a_record_and_the_legend_says_which(self, extracted, drawn):
        extracted(BUNDLE).show_page(4)
        marks, keys = drawn
        title = "公園の維持管理に関する業務に係る個人情報の取扱いの委託について"
        assert [(key.text, key.colour) for key in keys] == [
            ("document", PREFERRED["document"]),
            (f"case {title}", PREFERRED["case"]),
            ("form 公園花壇づくり団体の登録受付および公園巡回業務の委託", PREFERRED["form"]),
        ]
        assert {mark.colour for mark in marks} == {key.colour for key in keys}

    def test_four_cases_on_one_page(self, extracted, drawn):
        extracted(BUNDLE).show_page(2)
        assert len({key.colour for key in drawn[1]}) == len(drawn[1]) == 5

    def test_every_kind_has_one_that_colour_blind_people_tell_apart(self):
        assert set(PREFERRED.values()) == set(COLOURS)

    def test_the_frame_is_where_the_value_is(self, extracted):
        picture = np.asarray(extracted(PAPER).show_page(3).image)
        strip = picture.shape[0] - rendered(PAPER, 3).height
        for field, evidence in extracted(PAPER).cases[0].forms[0].evidence.items():
            x0, y0, x1, _ = (round(side * DPI / 72) for side in evidence.spans[0].bbox)
            above = picture[strip + y0 - 4 : strip + y0 + 1, x0 + 2 : x1 - 2]
            assert (above == ImageColor.getrgb(PREFERRED["form"])).all(axis=2).any(axis=0).all(), field


class TestDoubts:
    def test_dashed_and_in_the_legend(self, extracted, drawn):
        document = extracted(PAPER).model_copy(deep=True)
        for field, confidence in (("media", 0.79), ("reason", 0.81)):
            document.cases[0].forms[0].evidence[field].confidence = confidence
        document.show_page(3)
        marks, keys = drawn
        assert [mark.name for mark in marks if mark.dashed] == ["media"]
        assert [key.text for key in keys][1:] == ["may be misread (confidence below 0.8)"]

    def test_a_dashed_frame_has_gaps(self):
        page = Image.new("RGB", (200, 100), "white")
        kept = []
        for dashed in (False, True):
            found = np.asarray(draw_marks(page, [PageMark([(20, 20, 180, 40)], "#0072B2", dashed=dashed)], DPI))
            kept.append((found == ImageColor.getrgb("#0072B2")).all(axis=2).sum())
        assert 0.4 * kept[0] < kept[1] < 0.8 * kept[0]


class TestNames:
    """Names stand beside the ink of the page, at the height of their boxes."""

    @pytest.fixture
    def page(self):
        page = Image.new("RGB", (300, 200), "white")
        pen = ImageDraw.Draw(page)
        for y in range(20, 180, 20):
            pen.rectangle((30, y, 280, y + 8), fill="black")
        return page

    def test_no_letter_is_covered(self, extracted):
        """Of the page's black, only what frames and the lines to names cross is lost."""
        for path, number in ((PAPER, 3), (BUNDLE, 5), (BUNDLE, 2)):
            page = np.asarray(rendered(path, number).convert("L"))
            picture = np.asarray(extracted(path).show_page(number).image.convert("L"))
            ink = (page < 60).astype(np.float32)
            found = cv2.matchTemplate((picture < 60).astype(np.float32), ink, cv2.TM_CCORR)
            assert cv2.minMaxLoc(found)[1] > 0.98 * ink.sum()

    def test_the_page_grows_for_them(self, page):
        named = draw_marks(page, [PageMark([(30, 20, 280, 28)], "#D55E00", "counterparty_safeguards")], DPI)
        assert named.width > page.width + 50
        tag = (np.asarray(named) == ImageColor.getrgb("#D55E00")).all(axis=2)[:, 285:]
        assert tag.sum() > 500
        assert np.flatnonzero(tag.any(axis=1)).max() < 45

    def test_below_each_other_where_boxes_are_near(self, page):
        boxes = [(30, y, 280, y + 8) for y in (20, 22, 24, 26)]
        named = draw_marks(page, [PageMark([box], "#D55E00", "a" * k) for k, box in enumerate(boxes, 1)], DPI)
        tag = (np.asarray(named) == ImageColor.getrgb("#D55E00")).all(axis=2)[:, 295:].any(axis=1)
        tops, bottoms = (np.flatnonzero(np.diff(tag.astype(int)) == way) for way in (1, -1))
        assert (len(tops), len(bottoms)) == (4, 4)
        assert (bottoms - tops).min() >= 12

    def test_on_the_side_with_less_ink_between(self, page):
        named = draw_marks(
            page,
            [PageMark([(30, 20, 60, 28)], "#D55E00", "left"), PageMark([(250, 60, 280, 68)], "#009E73", "right")],
            DPI,
        )
        for colour, left in (("#D55E00", True), ("#009E73", False)):
            columns = np.flatnonzero((np.asarray(named) == ImageColor.getrgb(colour)).all(axis=2).sum(axis=0) > 5)
            assert bool(columns.min() < 20) is left

    def test_values_in_one_box_share_it(self, page):
        box = (30, 20, 280, 28)
        marks = [PageMark([box], "#D55E00", "term"), PageMark([box], "#009E73", "session")]
        named = np.asarray(draw_marks(page, marks, DPI))
        rows = [np.flatnonzero((named == ImageColor.getrgb(m.colour)).all(axis=2)[:, 296:].any(axis=1)) for m in marks]
        assert (rows[0].min(), rows[0].max()) == (rows[1].min(), rows[1].max())


class TestFrames:
    def test_neighbouring_lines_are_one_box(self):
        lines = [(30, 20, 280, 30), (30, 38, 200, 48), (30, 120, 280, 130)]
        assert blocks(lines) == [lines[:2], lines[2:]]

    def test_a_frame_goes_around_what_is_not_the_value(self):
        """A speech that begins behind its speaker: the frame does not cut the speaker's name."""
        page = Image.new("RGB", (300, 100), "white")
        ImageDraw.Draw(page).rectangle((30, 20, 70, 30), fill="black")
        lines = [(80, 20, 280, 30), (30, 38, 280, 48)]
        marked = np.asarray(draw_marks(page, [PageMark(lines, "#0072B2")], DPI))
        colour = (marked == ImageColor.getrgb("#0072B2")).all(axis=2)
        assert not colour[16:34, 28:74].any()
        plain = np.asarray(draw_marks(Image.new("RGB", (300, 100), "white"), [PageMark(lines, "#0072B2")], DPI))
        assert (plain == ImageColor.getrgb("#0072B2")).all(axis=2)[16:34, 26:30].any()


class TestPictureFiles:
    @pytest.mark.parametrize("name", ["a.png", "a.tif", "a.jpg"])
    def test_page_of_a_picture(self, tmp_path, name):
        page = rendered(PAPER, 3, 144)
        page.save(tmp_path / name, dpi=(144, 144))
        document = extract(tmp_path / name, recogniser="none")
        x0, y0, x1, y1 = bbox = (70.0, 90.0, 200.0, 110.0)
        document.evidence["ward"] = Evidence(text="新宿区", spans=[PageSpan(page=1, bbox=bbox)])
        shown = np.asarray(document.show_page(1, dpi=72).image)
        strip = shown.shape[0] - 842
        colour = (shown == ImageColor.getrgb(PREFERRED["document"])).all(axis=2)[strip:]
        assert colour[round(y0) - 3 : round(y0) + 1, round(x0) : round(x1)].any(axis=0).all()
        assert colour[round(y1) : round(y1) + 4, round(x0) : round(x1)].any(axis=0).all()

    def test_each_picture_of_a_tiff(self, tmp_path):
        first, second = Image.new("RGB", (100, 50), "white"), Image.new("RGB", (50, 100), "white")
        first.save(tmp_path / "a.tif", save_all=True, append_images=[second])
        document = extract(tmp_path / "a.tif", recogniser="none")
        widths = [document.show_page(number, dpi=72).image.width for number in (1, 2)]
        assert widths == [100, 50]
        with pytest.raises(ValueError, match="there is no page 3; it has 2"):
            document.show_page(3)


class TestErrors:
    @pytest.mark.parametrize("number", [0, -1, 6])
    def test_no_such_page(self, extracted, number):
        with pytest.raises(
            ValueError, match=rf"library-cards\.pdf: there is no page {number}; it has 5, counted from 1"
        ):
            extracted(PAPER).show_page(number)

    def test_no_pages(self, extracted):
        with pytest.raises(ValueError, match=r"evacuation-list\.txt has no pages; show one of its values instead"):
            extracted(TEXT).show_page(1)

    def test_another_file(self, extracted):
        with pytest.raises(UnreadableSource, match="not the one that was read"):
            extracted(PAPER).show_page(1, path=BUNDLE)
