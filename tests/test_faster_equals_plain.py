"""What reads faster than the plain way of saying it, against that plain way."""

from __future__ import annotations

import random
import re
import unicodedata
from array import array
from collections import Counter
from dataclasses import fields, replace
from itertools import pairwise
from typing import Any

import pymupdf
import pytest

from kaigi_extract import extract
from kaigi_extract.layout.borderless_tables import _gaps
from kaigi_extract.layout.columns import _begins
from kaigi_extract.layout.lines import Line
from kaigi_extract.layout.page import _place
from kaigi_extract.layout.ruled_tables import read_rules
from kaigi_extract.layout.settings import DEFAULT_LAYOUT
from kaigi_extract.parts.settings import GeneralSettings, PartSettings
from kaigi_extract.parts.sheet import blocks
from kaigi_extract.settings import Settings
from kaigi_extract.source.frame import Frame
from kaigi_extract.source.page import JOINED, LAPPED, Rule, Run, add_run
from kaigi_extract.source.pdf_bombs import _TELLING_NAMES
from kaigi_extract.source.pymupdf_painting import INLINE_IMAGE, _has_inline_image, may_have_pictures
from kaigi_extract.source.repairs import repair_runs
from kaigi_extract.source.visibility import Canvas, Paint
from kaigi_extract.text import fold, repair_characters, squeeze, text_key
from kaigi_extract.text.characters import has_characters
from kaigi_extract.wards.known import known_wards

EVERY_CHARACTER = [
    chr(code) for codes in (range(0xD800), range(0xE000, 0x10000), range(0xE0000, 0xE0200)) for code in codes
]
UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff"
    "\U000e0100-\U000e01ef]"
)
SPACED_MARK = re.compile("(?<=[ぁ-ゖゝァ-ヺヽヾｦ-ﾝ])[゛゜]")
FRAME = Frame(1, 595.0, 842.0)


def plain_fold(text: str) -> str:
    text = SPACED_MARK.sub(lambda mark: {"゛": "\u3099", "゜": "\u309a"}[mark[0]], UNSEEN.sub("", text))
    folded = unicodedata.normalize("NFKC", repair_characters(text))
    return folded.translate({ord("〜"): "～", ord("~"): "～"})


def test_white_space_goes_whichever_it_is() -> None:
    between = [f"字{char}字" for char in EVERY_CHARACTER]
    assert list(map(squeeze, between)) == [re.sub(r"\s+", "", text) for text in between]


def test_a_key_is_what_is_folded_without_white_space() -> None:
    texts = [*(f"第{char}条 の\u3000２" for char in EVERY_CHARACTER), "件　　名" * 40, "", " "]
    assert list(map(text_key, texts)) == [squeeze(fold(text)) for text in texts]


def test_every_character_is_folded_as_it_is_said() -> None:
    behind_kana = [f"か{char}゛" for char in EVERY_CHARACTER]
    assert list(map(fold, behind_kana)) == list(map(plain_fold, behind_kana))
    assert fold("⼾籍～か゛~") == "戸籍～が～" == plain_fold("⼾籍～か゛~")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("あいう", "うあ"), ("あいう", "ああ"), ("ああ", "あ"), ("", "あ"), ("あ", ""), ("", ""), ("市長", "市長")],
)
def test_characters_are_counted(text: str, wanted: str) -> None:
    assert has_characters(text, wanted) == (Counter(wanted) <= Counter(text))


def line(text: str, gaps: dict[int, float]) -> Line:
    """A line of characters of ten points, with so many points of empty space before some."""
    at, start = 50.0, []
    for k in range(len(text)):
        at += gaps.get(k, 0.0)
        start.append(at)
        at += 10.0
    return Line(FRAME, text, array("f", start), array("f", [x + 10.0 for x in start]), 100.0, 110.0, 10.0)


def plain_begins(one: Line) -> list[float]:
    """Where a line begins, and each character that is a gutter away from the inked one before it."""
    found, last = [one.x0], 0
    for k in range(1, len(one.text)):
        if not one.text[k].isspace():
            if one.start[k] - one.end[last] >= DEFAULT_LAYOUT.columns.column_gutter * one.size:
                found.append(one.start[k])
            last = k
    return found


def test_columns_begin_after_every_gutter() -> None:
    chance = random.Random(7)
    lines = [line("議会　　　議長", {}), line("議会議長", {2: 60.0}), line("議", {}), line("一 二　　三", {5: 90.0})]
    for _ in range(400):
        text = "字" + "".join(chance.choice("字字字 　") for _ in range(chance.randrange(12))) + "字"
        lines.append(line(text, {chance.randrange(14): chance.choice([2.0, 9.0, 15.0, 40.0]) for _ in range(3)}))
    found = [list(_begins(one, DEFAULT_LAYOUT.columns)) for one in lines]
    assert found == list(map(plain_begins, lines))
    assert max(map(len, found)) > 2


def plain_gaps(one: Line) -> list[int]:
    """The characters that are a gutter away from the inked one before them."""
    wide, inked = DEFAULT_LAYOUT.borderless_tables.gutter * one.size, [0]
    inked += [k for k in range(1, len(one.text)) if not one.text[k].isspace()]
    return [k for last, k in pairwise(inked) if one.start[k] - one.end[last] >= wide]


def test_a_gutter_is_found_with_white_space_and_without() -> None:
    lines = [
        line(text, gaps)
        for text in ("件名", "件名植木の管理", "件名　植木", "件名 　 植木　　管理", "字", "　植木")
        for gaps in ({}, {1: 2.0}, {1: 30.0}, {2: 9.0}, {2: 40.0, 4: 40.0})
    ]
    found = [_gaps(one, DEFAULT_LAYOUT.borderless_tables) for one in lines]
    assert found == list(map(plain_gaps, lines))
    assert sorted({len(one) for one in found}) == [0, 1, 2, 3]


@pytest.mark.parametrize(
    ("look", "space", "one"),
    [
        ({}, 0.0, True),
        ({}, JOINED - 0.01, True),
        ({}, JOINED + 0.01, False),
        ({}, 0.01 - LAPPED, True),
        ({}, -LAPPED - 0.01, False),
        ({"font": "Mincho"}, 0.0, False),
        ({"bold": True}, 0.0, False),
        ({"size": 9.0}, 0.0, False),
        ({"low": 101.0}, 0.0, False),
        ({"lightness": 0.5}, 0.0, False),
        ({"slant": 3.0}, 0.0, False),
        ({"vertical": True}, 0.0, False),
        ({"sure": [0.5]}, 0.0, False),
    ],
)
def test_what_goes_on_with_a_run_is_one_with_it(look: dict[str, Any], space: float, one: bool) -> None:
    runs = [Run("植木", [50.0, 60.0], [60.0, 70.0], 100.0, 110.0, 10.0, font="Gothic")]
    at = 70.0 + 10.0 * space
    add_run(runs, replace(Run("の", [at], [at + 10.0], 100.0, 110.0, 10.0, font="Gothic"), **look))
    assert [run.text for run in runs] == (["植木の"] if one else ["植木", "の"])
    assert [x for run in runs for x in run.start] == [50.0, 60.0, at]
    assert [x for run in runs for x in run.end] == [60.0, 70.0, at + 10.0]


def test_a_run_through_a_frame_is_in_it_where_it_is() -> None:
    places = [50.0 + 10 * k for k in range(9)]
    run = Run("苗木は三十本を配る", places, [x + 10 for x in places], 100.0, 110.0, 10.0)
    (net,) = read_rules(Rule.frame((79.0, 98.0, 111.0, 112.0))).nets
    assert [(part.text, index) for part, index, _ in _place(run, [net])] == [
        ("苗木は", -1),
        ("三十本", 0),
        ("を配る", -1),
    ]


def test_a_page_that_draws_no_object_has_no_picture_to_look_for() -> None:
    page = pymupdf.open().new_page()
    page.insert_image(pymupdf.Rect(50, 50, 90, 90), pixmap=pymupdf.Pixmap(pymupdf.csGRAY, (0, 0, 9, 9)))
    assert b"Do" in page.read_contents()
    assert may_have_pictures(page, page.read_contents())
    assert not may_have_pictures(page, b"q 1 0 0 1 50 50 cm Q")


@pytest.mark.parametrize(
    ("data", "is_picture"),
    [
        (b"<</Subtype/Image/Width 9>>", True),
        (b"<</Subtype /Image>>", True),
        (b"/ProcSet [/PDF /Text /ImageB /ImageC /ImageI]", False),
        (b"<</ImageMask true>>", False),
    ],
)
def test_what_says_that_there_may_be_pictures_is_none(data: bytes, is_picture: bool) -> None:
    assert (_TELLING_NAMES.search(data) is not None) == is_picture


def test_a_part_of_a_line_keeps_all_that_is_known_of_it() -> None:
    whole = line("議題一覧表", {})
    told = {
        "bold": ((1, 4),), "vertical": True, "boxed": True, "sure": [0.1, 0.2, 0.3, 0.4, 0.5], "others": list("あいうえお"),
        "left": 3.0, "right": 400.0, "spacing": 8.0, "begins": "cell", "hanging": True,
    }  # fmt: skip
    plain = {"frame", "text", "start", "end", "low", "high", "size", "_whole"}
    assert {one.name for one in fields(Line)} == plain | set(told)
    for name, value in told.items():
        setattr(whole, name, value)
    whole.span(0, 5)
    part = whole.cut(2, 4)
    cuts = {"text": "一覧", "start": whole.start[2:4], "end": whole.end[2:4], "bold": ((0, 2),), "_whole": None}
    expected = replace(whole, **cuts, sure=[0.3, 0.4], others=["う", "え"])
    assert {one.name: getattr(part, one.name) for one in fields(Line)} == {
        one.name: getattr(expected, one.name) for one in fields(Line)
    }


@pytest.mark.parametrize("content", [b"q BI /W 8 ID", b"q BI\n/W 8 ID", b"q BIG /W", b"q XBI /W", b"q 1 0 0 1 cm", b""])
def test_an_inline_image_is_found(content: bytes) -> None:
    assert _has_inline_image(content) == (INLINE_IMAGE.search(content) is not None)


def test_what_shows_for_certain_is_not_hidden_in_any_part() -> None:
    black, white = (0.0, 0.0, 0.0), (1.0, 1.0, 1.0)
    canvas = Canvas(200.0, 100.0, [Paint(5, (0.0, 0.0, 50.0, 100.0), black)])
    runs = [
        Run("議長", [x, x + 10], [x + 10, x + 20], y, y + 10, 10.0, vertical=down)
        for x in (-15.0, 0.0, 20.0, 90.0, 185.0)
        for y in (-5.0, 10.0, 95.0)
        for down in (False, True)
    ]
    sure = 0
    for run in runs:
        for order in (1, 6, 9):
            for colour in (black, white, (1.0, 0.0, 0.0), None):
                if canvas.shows(run, order, colour):
                    sure += 1
                    centres = [((a + b) / 2, (run.low + run.high) / 2) for a, b in zip(run.start, run.end, strict=True)]
                    places = [(y, x) for x, y in centres] if run.vertical else centres
                    assert {canvas._why_hidden(x, y, run.size, order, colour) for x, y in places} == {None}
    assert sure


def test_runs_are_repaired_as_each_is_by_itself() -> None:
    texts = ["⼾籍", "", "の附票", "\ud840\uf06e⼈", "区", "⺟子\uf0a8"]
    runs = [Run(text, [0.0] * len(text), [1.0] * len(text), 0.0, 1.0, 1.0) for text in texts]
    plain = [repair_characters(text.replace("\ud840", "\ufffd")) for text in texts]
    changed = repair_runs(runs)
    assert [run.text for run in runs] == plain == ["戸籍", "", "の附票", "\ufffd■人", "区", "母子□"]
    assert changed == 5


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The first cells of the tables that are looked through for the rows of a paper, as they are."""
    seen: list[str] = []
    inner = blocks.grid_rows
    monkeypatch.setattr(
        blocks, "grid_rows", lambda grid, words: (seen.append(grid.cells[0].passage.text), inner(grid, words))[1]
    )
    return seen


@pytest.mark.parametrize(("known", "looked_for"), [(8, []), (7, ["項目", "あとの表"])])
def test_papers_are_looked_for_where_the_mapping_is_not_known_to_read_them(
    known: int, looked_for: list[str], looked_at: list[str]
) -> None:
    (ward,) = (one for one in known_wards().wards if one.id == "shinjuku")
    labels = {name: own[0] for name, own in ward.labels.form.model_dump().items() if own}
    rows = "\n".join(f"| {label} | 花壇の水やり |" for label in list(labels.values())[:known])
    above = "新宿区情報公開・個人情報保護審議会\n\n諮問事項\n\n"
    text = f"{above}| 項目 | 内容 |\n|--|--|\n{rows}\n\n水は朝にやる。\n\n| あとの表 | 花 |\n|--|--|\n| 花 | 赤 |\n"
    read = extract(text.encode(), name="a.md")
    assert (read.ward, len(labels) >= known) == ("shinjuku", True)
    assert looked_at == looked_for
    looks_always = Settings(parts=PartSettings(general=GeneralSettings(own_fields=10**6)))
    assert extract(text.encode(), name="a.md", settings=looks_always) == read
    assert looked_at == [*looked_for, "項目", "あとの表"]
