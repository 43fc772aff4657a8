"""What the layout found, drawn: each number stands at the line or the cell that it counts."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pymupdf
import pytest
from PIL import Image, ImageColor

from kaigi_extract import EncryptedSource, Settings, UnreadableSource, extract
from kaigi_extract.layout.settings import LayoutSettings, LineSettings
from kaigi_extract.ocr.pages import PageRecognition
from kaigi_extract.pipeline import layout_of_page
from kaigi_extract.show.pages import debug
from tests import made

CORPUS = Path(__file__).parents[1] / "corpus"
PAPER = CORPUS / "shinjuku-2013-library-cards.pdf"
BUNDLE = CORPUS / "nerima-2014-bundle.pdf"
TEXT = CORPUS / "shinjuku-2019-evacuation-list.txt"
DPI = 100

LINES = [
    "件名　区立図書館利用者カードの一斉更新に伴う案内状の作成及び発送の委託について",
    "保有課(担当課)",
    "中央図書館",
    "登録業務の名称",
    "図書館利用者の登録及び貸出管理に関する事務",
    "委託先",
    "現時点では未定（指名競争入札により選ばれた事業者に委託す",
    "る。）",
]
CELLS = {
    "0,0": "保有課(担当課)",
    "0,1": "中央図書館",
    "2,0": "委託先",
    "2,1": "現時点では未定（指名競争入札により選ばれた事業者に委託する。）",
    "4,1": "紙及び電磁的媒体",
}


@pytest.fixture
def tags(monkeypatch):
    """Every number that is drawn, with its box."""
    seen = []
    draw = debug.draw_tags

    def spy(drawn, page, tags, dpi):
        seen.extend(tags)
        return draw(drawn, page, seen, dpi)

    monkeypatch.setattr(debug, "draw_tags", spy)
    return seen


def squeeze(text):
    return "".join(text.split())


def texts(path, number, tags):
    """What pymupdf reads in the box of each number."""
    found = []
    with pymupdf.open(path) as document:
        page = document[number - 1]
        for tag in tags:
            box = pymupdf.Rect([side * 72 / DPI for side in tag.box]) * page.derotation_matrix
            box.normalize()
            words = page.get_text("rawdict", clip=page.rect * page.derotation_matrix)["blocks"]
            chars = [c for b in words for line in b.get("lines", ()) for s in line["spans"] for c in s["chars"]]
            found.append("".join(c["c"] for c in chars if _middle(c["bbox"]) in box))
    return [squeeze(text) for text in found]


def _middle(box):
    return pymupdf.Point((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)


class TestLines:
    def test_numbered_in_reading_order(self, extracted, tags):
        extracted(PAPER).debug_lines(3)
        assert [tag.text for tag in tags] == [str(number) for number in range(1, 42)]
        assert texts(PAPER, 3, tags)[: len(LINES)] == [squeeze(line) for line in LINES]

    def test_colours_say_where_a_line_stands(self, extracted, tags):
        picture = extracted(BUNDLE).debug_lines(4)
        assert [tag.colour for tag in tags] == [debug.OPEN] * 2 + [debug.IN_TABLE] * 26
        assert "資料１" not in texts(BUNDLE, 4, tags)
        assert picture.caption == "nerima-2014-bundle.pdf, page 4: lines: 28"

    @pytest.mark.parametrize("rotation", [90, 180, 270])
    def test_turned_for_display(self, tmp_path, tags, rotation):
        with pymupdf.open(PAPER) as document:
            document.select([2])
            document[0].set_rotation(rotation)
            path = made.save(document, tmp_path / "turned.pdf")
        extract(path).debug_lines(1)
        assert texts(path, 1, tags)[: len(LINES)] == [squeeze(line) for line in LINES]


class TestTables:
    def test_cells_by_row_and_column(self, extracted, tags):
        extracted(PAPER).debug_tables(3)
        found = dict(zip((tag.text for tag in tags), texts(PAPER, 3, tags), strict=True))
        assert len(found) == 20
        assert {key: found[key] for key in CELLS} == {key: squeeze(text) for key, text in CELLS.items()}

    def test_cells_reach_from_rule_to_rule(self, extracted, tags):
        extracted(PAPER).debug_tables(3)
        boxes = {tag.text: tag.box for tag in tags}
        assert boxes["0,0"][2] == pytest.approx(boxes["0,1"][0])
        assert boxes["0,0"][3] == pytest.approx(boxes["1,0"][1])
        assert boxes["0,1"][2] - boxes["0,1"][0] > 400

    def test_settings_are_used_and_printed(self, extracted):
        moved = Settings(layout=LayoutSettings(lines=LineSettings(same_line=40.0)))
        document = extracted(PAPER)
        default, other = document.debug_lines(3), document.debug_lines(3, settings=moved)
        count, fewer = (int(picture.caption.rsplit(" ", 1)[1]) for picture in (default, other))
        assert fewer < count
        assert str(default).splitlines()[0] == repr(default)
        assert "layout.lines.same_line = 0.4" in str(default).splitlines()
        assert "layout.lines.same_line = 40.0 (default 0.4)" in str(other).splitlines()

    def test_rules_are_red_where_they_are(self, extracted):
        picture = np.asarray(extracted(PAPER).debug_tables(3).image)
        with pymupdf.open(PAPER) as document:
            pixmap = document[2].get_pixmap(dpi=DPI)
        page = np.asarray(Image.frombytes("RGB", (pixmap.width, pixmap.height), pixmap.samples).convert("L"))
        red = (picture[picture.shape[0] - pixmap.height :] == ImageColor.getrgb(debug.RULE)).all(axis=2)
        rows = np.flatnonzero((page < 128).mean(axis=1) > 0.5)
        assert len(rows) >= 11
        for row in rows:
            assert red[max(0, row - 1) : row + 2].any(axis=0).mean() > 0.5

    def test_without_rules(self, tmp_path, tags):
        rows = [
            ("事業名", "図書館の利用"),
            ("担当課", "中央図書館"),
            ("目的", "待ち時間を短くする"),
            ("対象者", "区民"),
        ]

        def draw(page):
            for k, (label, value) in enumerate(rows):
                made.put(page, 60 + 40 * k, label, 50)
                made.put(page, 60 + 40 * k, value, 180)

        path = made.save(made.page(draw), tmp_path / "a.pdf")
        extract(path, ward="shinjuku").debug_tables(1, ward="shinjuku")
        assert {tag.colour for tag in tags} == {debug.UNRULED}
        cells = [cell for row in rows for cell in row]
        assert [squeeze(text) for text in texts(path, 1, tags)] == cells
        assert [tag.text for tag in tags] == [f"{row},{column}" for row in range(4) for column in range(2)]

    def test_drawn_boxes_to_tick_are_no_rules(self, tmp_path):
        def draw(page):
            for x0, x1 in ((50, 150), (150, 350)):
                page.draw_rect(pymupdf.Rect(x0, 100, x1, 140), color=made.BLACK)
            page.draw_rect(pymupdf.Rect(160, 112, 170, 122), color=made.BLACK)
            made.put(page, 122, "委託期間", 60)
            made.put(page, 122, "以降継続", 176)

        path = made.save(made.page(draw), tmp_path / "a.pdf")
        picture = np.asarray(extract(path).debug_tables(1, dpi=72).image)
        red = (picture[picture.shape[0] - 300 :] == ImageColor.getrgb(debug.RULE)).all(axis=2)
        assert red[105:135, 148:153].any(axis=1).all()
        assert not red[105:135, 155:345].any()

    @pytest.mark.scan
    @pytest.mark.slow
    def test_a_scan_that_lies_askew(self, tmp_path):
        """Recognised anew; its red rules lie on the ink of its own, which no straight line would."""
        pytest.importorskip("rapidocr")
        with pymupdf.open(CORPUS / "scans" / "shinjuku-2013-library-cards.office.pdf") as document:
            document.select([2])
            path = made.save(document, tmp_path / "scan.pdf")
            pixmap = document[0].get_pixmap(dpi=DPI)
        page = np.asarray(Image.frombytes("RGB", (pixmap.width, pixmap.height), pixmap.samples).convert("L"))
        picture = np.asarray(extract(path, recogniser="none").debug_tables(1).image)
        red = (picture[picture.shape[0] - pixmap.height :] == ImageColor.getrgb(debug.RULE)).all(axis=2)
        ink = page < 170
        near = ink.copy()
        for axis in (0, 1):
            for step in (-2, -1, 1, 2):
                near |= np.roll(ink, step, axis)
        assert red.sum() > 4000
        assert (red & near).sum() > 0.95 * red.sum()


class TestOnePage:
    def test_only_the_page_asked_for_is_recognised(self, monkeypatch):
        asked = []
        of = PageRecognition.of

        def spy(self, page, findings):
            asked.append(page.frame.number)
            return of(self, page, findings)

        monkeypatch.setattr(PageRecognition, "of", spy)
        page, arrangement = layout_of_page(BUNDLE, 4)
        assert (asked, page.frame.number, len(arrangement.items)) == ([4], 4, 3)

    def test_options_reach_the_reader(self, extracted):
        with pytest.raises(ValueError, match="no ward 'ｘ'"):
            extracted(PAPER).debug_lines(1, ward="ｘ")

    def test_encrypted(self, tmp_path, tags):
        options = {"encryption": pymupdf.PDF_ENCRYPT_AES_256, "user_pw": "鍵", "owner_pw": "主"}
        with pymupdf.open(PAPER) as document:
            path = made.save(document, tmp_path / "locked.pdf", **options)
        document = extract(path, password="鍵")
        with pytest.raises(EncryptedSource):
            document.debug_lines(3)
        document.debug_lines(3, password="鍵")
        assert len(tags) == 41

    def test_moved_and_changed(self, extracted, tmp_path):
        document = extracted(PAPER).model_copy(deep=True)
        document.source.path = str(tmp_path / "gone.pdf")
        with pytest.raises(UnreadableSource, match="no such file any more"):
            document.debug_tables(1)
        with pytest.raises(UnreadableSource, match="not the one that was read"):
            document.debug_tables(1, path=BUNDLE)
        assert document.debug_tables(1, path=PAPER).image.height > 0

    def test_no_such_page(self, extracted):
        with pytest.raises(ValueError, match="there is no page 6; it has 5"):
            extracted(PAPER).debug_lines(6)
        with pytest.raises(ValueError, match="has no pages"):
            extracted(TEXT).debug_tables(1)
        with pytest.raises(UnreadableSource, match="there is no page 6; it has 5"):
            layout_of_page(PAPER, 6)
        with pytest.raises(UnreadableSource, match="there is no page 1; it has 0"):
            layout_of_page(TEXT, 1)
