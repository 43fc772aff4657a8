"""Characters in one of their forms (葛 with a variation selector) and kana with sound marks of their own, as tools set
them: no gap after them, in both readers, and found and compared as the plain character."""

from __future__ import annotations

import re

import pytest

from kaigi_extract.layout.line_building import build_lines
from kaigi_extract.source import read
from kaigi_extract.source.marks import settle_marks
from kaigi_extract.text import fold, label_key
from tests.made import page, put, save
from tests.typeset import FRAME, run

READERS = ["pymupdf", "pdfplumber"]
VS17 = "\U000e0100"
KATSU = f"葛{VS17}"


def with_map(document, codes):
    """The document with a font whose Unicode map gives each code the characters of `codes`, else its own."""
    font = document[0].get_fonts()[0][0]
    shown = document.xref_stream(document[0].get_contents()[-1])
    plain = [
        found[at : at + 4].decode()
        for found in re.findall(rb"<([0-9a-fA-F]+)>", shown)
        for at in range(0, len(found), 4)
    ]
    named = {code.upper(): code.upper() for code in plain} | {
        f"{ord(char):04X}": text.encode("utf-16-be").hex().upper() for char, text in codes.items()
    }
    lines = [f"<{code}> <{text}>" for code, text in sorted(named.items())]
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
    return document


PRINTED = [
    # how it is set, what is drawn, the characters that codes stand for, what is read
    ("one glyph for both", "髙橋葛城", {"葛": KATSU}, f"髙橋{KATSU}城"),
    ("at the beginning", "葛城", {"葛": KATSU}, f"{KATSU}城"),
    ("at the end", "高葛", {"葛": KATSU}, f"高{KATSU}"),
    ("two of them", "葛葛", {"葛": KATSU}, KATSU * 2),
    ("the selector as a glyph", "葛乃城", {"乃": VS17}, f"{KATSU}城"),
    ("the selector before its character", "葛城", {"葛": f"{VS17}葛"}, f"{KATSU}城"),
    ("a sound mark of its own", "かの", {"か": "か\u3099"}, "か\u3099の"),
    ("a sound mark as a glyph", "か乃の", {"乃": "\u309a"}, "か\u309aの"),
    ("a form of the basic plane", "齋藤", {"齋": "齋\ufe00"}, "齋\ufe00藤"),
]


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(("drawn", "codes", "text"), [case[1:] for case in PRINTED], ids=[case[0] for case in PRINTED])
def test_no_gap_follows_the_mark(tmp_path, reader, drawn, codes, text):
    document = with_map(page(lambda target: put(target, 100, drawn)), codes)
    [found] = read(save(document, tmp_path / "a.pdf"), reader=reader).pages()
    assert [line.text for line in build_lines(found.runs, found.frame)] == [text]


def test_a_mark_takes_no_room_of_its_own():
    mark = run(VS17, 70, 50)
    mark.start, mark.end = [60.0], [60.0]  # where the character begins, not where it ends
    word = run("葛城", 60, 50)
    [settled] = settle_marks([word, mark])
    assert settled.text == f"{KATSU}城"
    assert list(zip(settled.start, settled.end, strict=True)) == [(60, 70), (70, 70), (70, 80)]


SET_APART = [
    # the run of the selector: where it is, what comes of 葛城 from 60 to 80
    (70.0, 70.0, f"{KATSU}城"),  # behind its character
    (70.0, 75.0, f"{KATSU}城"),  # with a width of its own, over the next
    (60.0, 60.0, f"{KATSU}城"),  # where its character begins
    (80.0, 80.0, f"葛城{VS17}"),
]


@pytest.mark.parametrize(("start", "end", "text"), SET_APART)
@pytest.mark.parametrize("first", [True, False])
def test_a_mark_in_a_font_of_its_own(start, end, text, first):
    mark = run(VS17, start, 50)
    mark.end = [end]
    runs = [mark, run("葛城", 60, 50)] if first else [run("葛城", 60, 50), mark]
    [line] = build_lines(settle_marks(runs), FRAME)
    assert line.text == text


def test_a_mark_without_a_character_stays():
    assert [one.text for one in settle_marks([run("城", 60, 50), run(VS17, 300, 400)])] == ["城", VS17]


def test_runs_without_marks_are_the_same_objects():
    runs = [run("葛城", 60, 50)]
    assert settle_marks(runs) is runs


SAME = [
    (f"{KATSU}城", "葛城"),
    ("齋\ufe00藤", "齋藤"),
    ("委\u200b託\ufeff先", "委託先"),
    ("みどり\u2060園芸\u200e", "みどり園芸"),
    ("連\u00ad絡", "連絡"),
    ("か\u3099くせい", "がくせい"),
    ("か゛くせい", "がくせい"),
    ("ﾊ゜ﾝ", "パン"),
    ("ﾊﾟﾝ", "パン"),
    ("神社", "神社"),
    ("ア゛", "ア\u3099"),
    ("※゛", "※ \u3099"),
]


@pytest.mark.parametrize(("written", "plain"), SAME)
def test_compared_as_the_plain_character(written, plain):
    assert fold(written) == plain


def test_a_label_is_known_with_and_without():
    assert label_key(f"所{VS17}管\u200b課") == label_key("所管課")
