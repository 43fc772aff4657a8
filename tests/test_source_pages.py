"""Where both readers find things on turned, cropped and sideways pages, and how they cope with odd fonts."""

from __future__ import annotations

import re

import pymupdf
import pytest

from kaigi_extract import extract
from kaigi_extract.source import UNKNOWN, read
from kaigi_extract.source import pdf_pymupdf as pdf
from kaigi_extract.text import fold
from tests.made import append, browser, page, pages, picture, printed, put, save

READERS = ["pymupdf", "pdfplumber"]
needs_browser = pytest.mark.skipif(browser() is None, reason="no browser to print with")


def one_page(path, reader):
    [found] = read(path, reader=reader).pages()
    return found


def places(found):
    """Each run with its box on the page as displayed, in whole points."""
    result = []
    for run in found.runs:
        upright = (run.start[0], run.low, run.end[-1], run.high)
        sideways = (run.low, run.start[0], run.high, run.end[-1])
        bbox = found.frame.display(sideways if run.vertical else upright)
        result.append((run.text, tuple(round(number) for number in bbox)))
    return result


def drawn(target):
    put(target, 150, "件名", x=100)
    target.insert_image(pymupdf.Rect(100, 200, 140, 220), pixmap=picture())
    target.draw_rect(pymupdf.Rect(100, 240, 180, 260))


class TestTurnedAndCropped:
    # A page of 400 by 300 points; the text stands at 100-124 by 139-151, the picture at 100-140 by 200-220.
    @pytest.mark.parametrize("reader", READERS)
    @pytest.mark.parametrize(
        ("rotation", "text", "image"),
        [
            (0, (50, 79, 74, 91), (50, 140, 90, 160)),
            (90, (129, 50, 141, 74), (60, 50, 80, 90)),
            (180, (226, 129, 250, 141), (210, 60, 250, 80)),
            (270, (79, 226, 91, 250), (140, 210, 160, 250)),
        ],
    )
    def test_places_are_those_of_the_page_as_displayed(self, tmp_path, rotation, text, image, reader):
        document = page(drawn)
        document[0].set_cropbox(pymupdf.Rect(50, 60, 350, 280))
        document[0].set_rotation(rotation)
        found = one_page(save(document, tmp_path / "a.pdf"), reader)
        assert found.rotation == rotation
        assert places(found) == [("件名", text)]
        assert [round(n) for n in found.frame.display(found.pictures[0].bbox)] == list(image)
        size = (found.frame.width, found.frame.height)
        assert size == (300, 220), "the text stands upright on every page, so each is 300 wide when read"

    @pytest.mark.parametrize("reader", READERS)
    @pytest.mark.parametrize("box", ["[-20 -30 400 300]", "[400 300 -20 -30]", "[-20 300 400 -30]"])
    def test_media_box_that_does_not_begin_at_zero_or_is_given_from_another_corner(self, tmp_path, box, reader):
        document = page(drawn)
        document.xref_set_key(document[0].xref, "MediaBox", box)
        found = one_page(save(document, tmp_path / "a.pdf"), reader)
        assert places(found) == [("件名", (120, 139, 144, 151))]
        assert (found.frame.width, found.frame.height) == (420, 330)

    @pytest.mark.parametrize("reader", READERS)
    @pytest.mark.parametrize(
        ("rotate", "box"),
        [(90, (139, 76, 151, 100)), (180, (76, 149, 100, 161)), (270, (149, 100, 161, 124))],
    )
    def test_text_set_sideways(self, tmp_path, rotate, box, reader):
        # pymupdf turns text counterclockwise about its origin, here (150 or 100, 100 or 150).
        origin = (100, 150) if rotate == 180 else (150, 100)
        document = page(lambda target: target.insert_text(origin, "件名", fontname="japan", fontsize=12, rotate=rotate))
        assert places(one_page(save(document, tmp_path / "a.pdf"), reader)) == [("件名", box)]

    @pytest.mark.parametrize("reader", READERS)
    def test_a_sideways_stamp_does_not_turn_the_page(self, tmp_path, reader):
        def draw(target):
            put(target, 100, "この頁の本文はまっすぐに立つ")
            target.insert_text((300, 200), "写", fontname="japan", fontsize=12, rotate=90)

        assert one_page(save(page(draw), tmp_path / "a.pdf"), reader).frame.turn == 0


class TestUprightText:
    @pytest.mark.parametrize("reader", READERS)
    def test_font_for_tategaki(self, tmp_path, reader):
        document = page(lambda target: put(target, 100, "縦書きの本文"))
        font = document[0].get_fonts()[0][0]
        document.xref_set_key(font, "Encoding", "/UniJIS-UTF16-V")
        found = one_page(save(document, tmp_path / "a.pdf"), reader)
        assert places(found) == [("縦書きの本文", (44, 100, 56, 172))]
        assert found.runs[0].vertical

    @pytest.mark.browser
    @needs_browser
    @pytest.mark.parametrize("reader", READERS)
    def test_tategaki_as_a_browser_prints_it(self, tmp_path, reader):
        style = "@page{size:200pt 300pt;margin:20pt} body{writing-mode:vertical-rl;margin:0;font:12pt/2 IPAexGothic}"
        path = printed(f"<style>{style}</style><p style='margin:0'>乙は、「個人」のWord文書を<br>返す。", tmp_path)
        found = one_page(path, reader)
        lines = [(fold(run.text), run.vertical, round(run.low), round(run.start[0])) for run in found.runs]
        assert [line[:2] for line in lines] == [
            ("乙は、「個人」の", True),
            ("Word", True),
            ("文書を", True),
            ("返す。", True),
        ]
        first, word, rest, second = lines
        assert first[2] == word[2] == rest[2] == second[2] + 24, "lines stand 24 points apart, from right to left"
        assert first[3] == second[3]
        assert abs(first[3] - 20) <= 1, "they begin at the margin"

    @pytest.mark.parametrize("reader", READERS)
    def test_short_lines_set_solid_are_no_tategaki(self, tmp_path, reader):
        def draw(target):
            for number, text in enumerate(("入", "注")):
                put(target, 100 + 12 * number, text)

        assert [run.vertical for run in one_page(save(page(draw), tmp_path / "a.pdf"), reader).runs] == [False, False]


class TestFonts:
    @pytest.mark.parametrize("reader", READERS)
    def test_filled_and_stroked_letters_come_once_and_are_bold(self, tmp_path, reader):
        def draw(target):
            put(target, 100, "太い文字", render_mode=2, fill=(0, 0, 0), color=(0, 0, 0))
            put(target, 130, "細い文字")

        found = one_page(save(page(draw), tmp_path / "a.pdf"), reader)
        assert [(run.text, run.bold) for run in found.runs] == [("太い文字", True), ("細い文字", False)]

    @pytest.mark.parametrize("reader", READERS)
    def test_letters_printed_twice_come_once(self, tmp_path, reader):
        def draw(target):
            put(target, 100, "二度打ち")
            put(target, 100, "二度打ち", x=50.3)

        [section] = extract(save(page(draw), tmp_path / "a.pdf"), reader=reader).sections
        assert section.text == "二度打ち"

    @pytest.mark.parametrize("reader", READERS)
    def test_bullets_of_word_become_what_they_draw(self, tmp_path, reader):
        document = self.with_map(tmp_path, {"●": "F06C"}, "●項目", reader)
        assert [run.text for run in document.runs] == ["●項目"]
        assert document.repaired == 1

    @pytest.mark.parametrize("reader", READERS)
    @pytest.mark.parametrize("code", ["D800", "FFFD"])
    def test_a_code_that_is_no_character_is_unknown(self, tmp_path, code, reader):
        assert [run.text for run in self.with_map(tmp_path, {"項": code}, "●項目", reader).runs] == [f"●{UNKNOWN}目"]

    @staticmethod
    def with_map(tmp_path, changes, text, reader):
        """The text in a font whose Unicode map takes some characters for others."""
        document = page(lambda target: put(target, 100, text))
        font = document[0].get_fonts()[0][0]
        lines = [f"<{ord(char):04X}> <{changes.get(char, f'{ord(char):04X}')}>" for char in text]
        number = document.get_new_xref()
        document.update_object(number, "<<>>")
        cmap = "\n".join(
            [
                "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def",
                "1 begincodespacerange <0000> <FFFF> endcodespacerange",
                f"{len(lines)} beginbfchar",
                *lines,
                "endbfchar endcmap CMapName currentdict /CMap defineresource pop end end",
            ]
        )
        document.update_stream(number, cmap.encode(), new=True)
        document.xref_set_key(font, "ToUnicode", f"{number} 0 R")
        document.xref_set_key(font, "Encoding", "/Identity-H")
        return one_page(save(document, tmp_path / "a.pdf"), reader)

    @pytest.mark.browser
    @needs_browser
    def test_font_without_unicode_map(self, tmp_path):
        # pdfminer finds the characters in the embedded font program itself; MuPDF does not look there.
        source = pymupdf.open(printed("<p style='font:12pt IPAexGothic'>個人情報の保護", tmp_path))
        for font in source[0].get_fonts():
            source.xref_set_key(font[0], "ToUnicode", "null")
        path = save(source, tmp_path / "b.pdf", garbage=3)
        texts = ["".join(run.text for run in one_page(path, reader).runs) for reader in READERS]
        assert texts == [7 * UNKNOWN, "個人情報の保護"]

    @pytest.mark.browser
    @needs_browser
    def test_type_3_fonts_are_called_as_their_descriptor_calls_them(self, tmp_path):
        # A browser prints a synthesised bold as Type 3, which MuPDF calls by the number of the object.
        path = printed("<p style='font:12pt IPAexGothic'>細字<b>太字</b>", tmp_path)
        assert "Type3" in {font[2] for font in pymupdf.open(path)[0].get_fonts()}
        fonts = [{run.font for run in one_page(path, reader).runs} for reader in READERS]
        assert fonts == [{"IPAexGothic"}, {"IPAexGothic"}]


class TestOneSpanManyLines:
    @pytest.mark.parametrize("reader", READERS)
    def test_lines_of_one_text_operator_block_stay_apart(self, tmp_path, reader):
        document = pages("一行目")
        content = document.xref_stream(document[0].get_contents()[-1])
        codes = "".join(f"{ord(char):04X}" for char in "二行目").encode()
        shown = re.sub(rb"ET", b"0 -20 Td <" + codes + b"> Tj ET", content)
        document.update_stream(document[0].get_contents()[-1], shown)
        found = one_page(save(document, tmp_path / "a.pdf"), reader)
        assert places(found) == [("一行目", (50, 89, 86, 101)), ("二行目", (50, 109, 86, 121))]


@pytest.mark.parametrize("reader", READERS)
def test_rules_of_both_kinds(tmp_path, reader):
    def draw(target):
        target.draw_line((20, 50), (200, 50), width=0.5)
        append(target, b"0 g 20 200 180 0.75 re f")

    found = one_page(save(page(draw), tmp_path / "a.pdf"), reader)
    assert sorted((round(r.x0), round(r.y0, 1), round(r.x1)) for r in found.rules) == [(20, 50.0, 200), (20, 99.6, 200)]


@pytest.mark.parametrize("reader", READERS)
def test_a_line_that_is_transparent_is_no_rule(tmp_path, reader):
    document = page(lambda target: target.draw_line((20, 50), (200, 50), stroke_opacity=0))
    assert one_page(save(document, tmp_path / "a.pdf"), reader).rules == []


def test_a_long_file_is_opened_anew_and_no_page_is_lost(tmp_path, monkeypatch):
    monkeypatch.setattr(pdf, "AT_ONCE", 2)
    path = save(pages("一", "二", "三", "四", "五"), tmp_path / "a.pdf")
    found = [(page.frame.number, page.runs[0].text) for page in read(path).pages()]
    assert found == [(1, "一"), (2, "二"), (3, "三"), (4, "四"), (5, "五")]
