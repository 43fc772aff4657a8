"""Text that cannot be seen, as both readers see it: a page is drawn, and what can be read of it is compared."""

from __future__ import annotations

import pymupdf
import pytest

from kaigi_extract.ocr.guard import draw
from kaigi_extract.source import read
from tests.made import BLACK, WHITE, append, box, page, picture, put, resource, save

READERS = ["pymupdf", "pdfplumber"]


def covered_by(order: int):
    def draw(target):
        steps = [lambda: put(target, 100, "氏名は山田太郎である"), lambda: box(target, 86, 88, 134, 104)]
        for step in steps[::order]:
            step()

    return draw


def white(target):
    put(target, 100, "見える文字")
    put(target, 130, "白い文字", color=WHITE)


def white_on_dark(target):
    box(target, 40, 80, 300, 110, (0.0, 0.0, 0.4))
    put(target, 100, "白い見出し", color=WHITE)


def grey_on_grey(target):
    put(target, 100, "見える文字")
    box(target, 40, 120, 300, 140, (0.5, 0.5, 0.5))
    put(target, 135, "同じ色", color=(0.5, 0.5, 0.5))


def red_on_green(target):
    box(target, 40, 80, 300, 110, (0.0, 1.0, 0.0))
    put(target, 100, "同じ明るさ", color=(1.0, 0.0, 0.0))


def outside(target):
    put(target, 100, "見える文字")
    put(target, -20, "上の外")
    put(target, 200, "端を越える文字", x=370)


def cropped(target):
    put(target, 100, "見える文字")
    put(target, 250, "裁ち落とし")
    target.set_cropbox(pymupdf.Rect(0, 0, 400, 200))


def invisible(target):
    put(target, 100, "見える文字")
    put(target, 130, "不可視", render_mode=3)


def as_a_clip(target):
    put(target, 100, "見える文字")
    put(target, 130, "切り抜き", render_mode=7)


def transparent(target):
    put(target, 100, "見える文字")
    put(target, 130, "透明", fill_opacity=0)


def under_picture(target):
    put(target, 100, "写真の下")
    put(target, 200, "見える文字")
    target.insert_image(pymupdf.Rect(40, 80, 300, 110), pixmap=picture(), keep_proportion=False)


def under_annotation(target):
    put(target, 100, "氏名は山田太郎")
    annotation = target.add_rect_annot(pymupdf.Rect(86, 88, 200, 104))
    annotation.set_colors(fill=BLACK)
    annotation.update()


def over_shading(target):
    box(target, 40, 80, 300, 110, (0.9, 0.9, 0.9))
    put(target, 100, "網掛けの上")


def under_glass(target):
    put(target, 100, "半透明の下")
    target.draw_rect(pymupdf.Rect(40, 88, 300, 104), color=None, fill=(1, 1, 0), fill_opacity=0.4)


def highlighted(target):
    put(target, 100, "強調された文字")
    target.add_highlight_annot(pymupdf.Rect(40, 88, 300, 104))


def multiplied(target):
    put(target, 100, "乗算の下")
    resource(target, "ExtGState", "<</GM<</BM/Multiply>>>>")
    append(target, b"q /GM gs 1 1 0 rg 20 190 300 30 re f Q")


def clipped_filling(target):
    put(target, 100, "切り抜きの外")
    append(target, b"q 300 0 50 50 re W n 1 g 0 0 400 300 re f Q")


def between_fillings(target):
    put(target, 100, "二つの間")
    append(target, b"0.8 g 20 280 300 10 re 20 100 300 10 re f")


def in_frame(target):
    put(target, 100, "枠の中")
    append(target, b"0 g 20 100 300 150 re 21 101 298 148 re f*")


def outlined(target):
    put(target, 100, "白抜き文字", render_mode=2, fill=WHITE, color=BLACK)


def typed_over(ground=WHITE, opacity=1.0, looks=True):
    """Words typed over some of a line, on a ground of their own or on none."""

    def draw(target):
        put(target, 100, "氏名は山田太郎である")
        annotation = target.add_freetext_annot(pymupdf.Rect(86, 86, 134, 106), "", fontsize=8, fill_color=ground)
        if opacity < 1:
            annotation.set_opacity(opacity)
            annotation.update(fill_color=ground)
        if not looks:
            target.parent.xref_set_key(annotation.xref, "AP", "null")

    return draw


def stamped(target):
    put(target, 100, "氏名は山田太郎である")
    target.add_stamp_annot(pymupdf.Rect(86, 80, 134, 110), stamp=picture())


def stamped_with_a_frame(target):
    """A stamp of words in a frame, without a ground."""
    put(target, 100, "氏名は山田太郎である")
    annotation = target.add_stamp_annot(pymupdf.Rect(80, 80, 140, 110), stamp=0)
    _, looks = target.parent.xref_get_key(annotation.xref, "AP/N")
    target.parent.update_stream(int(looks.split()[0]), b"1 0 0 RG 2 w 5 5 180 40 re S")


def noted(target):
    put(target, 100, "氏名は山田太郎である")
    target.add_text_annot((86, 88), "要確認")


def noted_beside_typed_words(target):
    """A note's own symbol, drawn opaque over a character, hides nothing; nor does a highlight."""
    noted(target)
    target.add_highlight_annot(pymupdf.Rect(50, 88, 122, 104))
    target.add_freetext_annot(pymupdf.Rect(200, 86, 300, 106), "要確認", fontsize=8, fill_color=WHITE)


def typed_over_a_turned_page(target):
    typed_over()(target)
    target.set_rotation(90)


COVERED, WHOLE = ("氏名はである", {"covered": "山田太郎"}), ("氏名は山田太郎である", {})
SEEN = [
    (typed_over(), *COVERED),
    (typed_over(BLACK), *COVERED),
    (typed_over((1.0, 1.0, 0.6)), *COVERED),
    (typed_over(looks=False), *COVERED),
    (stamped, *COVERED),
    (typed_over(None), *WHOLE),
    (typed_over(None, looks=False), *WHOLE),
    (typed_over((1.0, 1.0, 0.0), 0.4), *WHOLE),
    (stamped_with_a_frame, *WHOLE),
    (noted, *WHOLE),
    (noted_beside_typed_words, *WHOLE),
    (typed_over_a_turned_page, *COVERED),
    (covered_by(1), "氏名はである", {"covered": "山田太郎"}),
    (covered_by(-1), "氏名はである", {"faded": "山田太郎"}),
    (white, "見える文字", {"faded": "白い文字"}),
    (white_on_dark, "白い見出し", {}),
    (grey_on_grey, "見える文字", {"faded": "同じ色"}),
    (red_on_green, "同じ明るさ", {}),
    (outside, "見える文字端を", {"off_page": "上の外越える文字"}),
    (cropped, "見える文字", {"off_page": "裁ち落とし"}),
    (invisible, "見える文字", {"invisible": "不可視"}),
    (as_a_clip, "見える文字", {"invisible": "切り抜き"}),
    (transparent, "見える文字", {"invisible": "透明"}),
    (under_picture, "見える文字", {"covered": "写真の下"}),
    (under_annotation, "氏名は", {"covered": "山田太郎"}),
    (over_shading, "網掛けの上", {}),
    (under_glass, "半透明の下", {}),
    (highlighted, "強調された文字", {}),
    (multiplied, "乗算の下", {}),
    (clipped_filling, "切り抜きの外", {}),
    (between_fillings, "二つの間", {}),
    (in_frame, "枠の中", {}),
    (outlined, "白抜き文字", {}),
]


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(("draw", "seen", "hidden"), SEEN)
def test_what_can_be_seen(tmp_path, draw, seen, hidden, reader):
    path = save(page(draw), tmp_path / "a.pdf")
    [read_page] = read(path, reader=reader).pages()
    assert "".join(run.text for run in read_page.runs) == seen
    found = {}
    for why, run in read_page.hidden:
        found[why] = found.get(why, "") + run.text
    assert found == hidden


@pytest.mark.parametrize("reader", READERS)
def test_a_part_that_is_hidden_leaves_the_rest_in_its_place(tmp_path, reader):
    path = save(page(covered_by(1)), tmp_path / "a.pdf")
    [read_page] = read(path, reader=reader).pages()
    assert [(run.text, round(run.start[0]), round(run.end[-1])) for run in read_page.runs] == [
        ("氏名は", 50, 86),
        ("である", 134, 170),
    ]


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("rotation", [0, 90])
def test_what_is_covered_on_a_picture_of_a_page_is_white(tmp_path, reader, rotation):
    def scanned(target):
        target.insert_image(target.rect, pixmap=picture(400, 300))
        target.set_rotation(rotation)
        target.add_freetext_annot(pymupdf.Rect(86, 86, 134, 106), "", fontsize=8, fill_color=BLACK)

    path = save(page(scanned), tmp_path / "a.pdf")
    for read_page in read(path, reader=reader).pages():
        [(x0, y0, x1, y1)] = read_page.covered
        assert ((x1 - x0) * (y1 - y0)) == pytest.approx(48 * 20, rel=0.2)
        pixels = draw(read_page, 72)
        white = pixels.data.count(b"\xff\xff\xff")
        assert white == pytest.approx(48 * 20, rel=0.25)
        middle = 3 * (int((y0 + y1) / 2) * pixels.width + int((x0 + x1) / 2))
        assert pixels.data[middle : middle + 3] == b"\xff\xff\xff"
