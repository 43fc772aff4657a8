"""Drawing as it is drawn: clips cut, free shapes are ground and cover, what is mixed hides nothing; in both readers."""

from __future__ import annotations

from pathlib import Path

import pymupdf
import pytest

from kaigi_extract.source.open import Reader
from kaigi_extract.source.pymupdf_painting import may_have_drawings
from tests.made import resource
from tests.operators import READERS, ROUNDED, drawn, found, hidden, stream, text, words

CUT: dict[str, tuple[str, list[tuple[int, int, int, int]]]] = {
    # operators, and the ruled lines that are left (x0, y0, x1, y1), from the top
    "a line longer than its clip": ("q 100 100 200 100 re W n 1 w 50 150 m 350 150 l S Q", [(100, 150, 300, 150)]),
    "an upright one": ("q 100 100 200 100 re W* n 1 w 150 50 m 150 250 l S Q", [(150, 100, 150, 200)]),
    "a clip drawn as four lines": (
        "q 100 100 m 300 100 l 300 200 l 100 200 l h W n 1 w 50 150 m 350 150 l S Q",
        [(100, 150, 300, 150)],
    ),
    "a line outside of its clip": ("q 100 100 200 100 re W n 1 w 50 50 m 350 50 l S Q", []),
    "a line along the edge of its clip": (
        "q 100 100 200 100 re W n 1 w 50 200 m 350 200 l S Q",
        [(100, 100, 300, 100)],
    ),
    "a filling cut to a line": ("q 100 100 200 .5 re W n 50 50 300 200 re f Q", [(100, 200, 300, 200)]),
    "a frame that its clip cuts open": (
        "q 100 100 200 100 re W n 1 w 50 120 300 50 re S Q",
        [(100, 130, 300, 130), (100, 180, 300, 180)],
    ),
    "a clip within a clip": (
        "q 100 100 200 100 re W n q 120 110 50 50 re W n 50 150 m 350 150 l S Q 50 180 m 350 180 l S Q",
        [(100, 120, 300, 120), (120, 150, 170, 150)],
    ),
    "a clip in other units": (
        "q .5 0 0 .5 0 0 cm 200 200 400 200 re W n 4 w 100 300 m 700 300 l S Q",
        [(100, 150, 300, 150)],
    ),
    "a clip that is over": ("q 100 100 200 100 re W n Q 50 150 m 350 150 l S", [(50, 150, 350, 150)]),
    "clips around text only": (
        f"q 60 60 50 50 re W n {words('字', 70, 70)} Q 50 150 m 350 150 l S",
        [(50, 150, 350, 150)],
    ),
}


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("name", CUT)
def test_clips_cut_ruled_lines(name: str, reader: Reader, tmp_path: Path) -> None:
    operators, left = CUT[name]
    page = found(drawn(operators), tmp_path, reader)
    assert sorted(tuple(round(v) for v in (r.x0, r.y0, r.x1, r.y1)) for r in page.rules) == left
    assert page.frames == []


LINE = "1 w 50 150 m 350 150 l"
AROUND_TEXT: dict[str, str] = {
    "before the text": f"{LINE} S {words('字')}",
    "behind the last text": f"{words('字')} {LINE} S",
    "at the very end": f"{words('字')} {LINE} s%",
    "in an object behind it": f"{words('字')} /F Do",
    "in the pattern that text is set in": f"{words('字', colour='/Pattern cs /P scn')}",
    "in a glyph behind it": f"{words('字')} BT /T 12 Tf (a) Tj ET",
}


@pytest.mark.parametrize("name", AROUND_TEXT)
def test_what_is_drawn_around_text_is_seen(name: str) -> None:
    document = drawn(AROUND_TEXT[name])
    box = "/BBox[0 0 400 300]"
    form = stream(document, f"/Type/XObject/Subtype/Form{box}", f"{LINE} S".encode())
    tile = "/PatternType 1/PaintType 1/TilingType 1/XStep 400/YStep 300/Resources<<>>"
    pattern = stream(document, f"/Type/Pattern{tile}{box}", f"{LINE} S".encode())
    glyph = stream(document, "", b"1000 0 d0 1 w 50 150 m 350 150 l S")
    font = document.get_new_xref()
    shape = (
        f"/FontBBox[0 0 1000 1000]/FontMatrix[1 0 0 1 0 0]/CharProcs<</a {glyph} 0 R>>/Encoding<</Differences[97/a]>>"
    )
    document.update_object(
        font, f"<</Type/Font/Subtype/Type3/FirstChar 97/LastChar 97/Widths[9]{shape}/Resources<<>>>>"
    )
    for key, number in (("XObject/F", form), ("Pattern/P", pattern), ("Font/T", font)):
        if f"/{key[-1]}" in AROUND_TEXT[name]:
            resource(document[0], key, f"{number} 0 R")
    page = pymupdf.open(stream=document.tobytes())[0]
    assert may_have_drawings(page, page.read_contents())


def test_where_there_is_only_text_nothing_is_drawn() -> None:
    page = drawn(f"q 100 100 200 100 re W n {words('字')} Q")[0]
    assert not may_have_drawings(page, page.read_contents())
    page.add_rect_annot(pymupdf.Rect(60, 60, 120, 120))
    assert may_have_drawings(page, page.read_contents())


def test_a_frame_inside_of_its_clip_stays_a_frame(tmp_path: Path) -> None:
    for reader in READERS:
        page = found(drawn("q 100 100 200 100 re W n 120 120 100 50 re S Q"), tmp_path, reader)
        assert [tuple(map(round, frame)) for frame in page.frames] == [(120, 130, 220, 180)]


@pytest.mark.parametrize("reader", READERS)
def test_the_box_of_a_form_cuts_what_is_drawn_in_it(reader: Reader, tmp_path: Path) -> None:
    document = drawn("q 100 0 150 300 re W n /F Do Q", prepare=lambda page: None)
    form = stream(document, "/Type/XObject/Subtype/Form/BBox[0 100 200 200]", b"0 150 m 400 150 l S")
    _, resources = document.xref_get_key(document[0].xref, "Resources")
    document.xref_set_key(int(resources.split()[0]), "XObject", f"<</F {form} 0 R>>")
    rules = found(document, tmp_path, reader).rules
    assert [(round(rule.x0), round(rule.x1)) for rule in rules] == [(100, 200)]


GRADIENT = (
    "<</ShadingType 2/ColorSpace/DeviceRGB/Coords[0 0 400 0]/Extend[true true]"
    "/Function<</FunctionType 2/Domain[0 1]/C0[0 0 .4]/C1[0 0 1]/N 1>>>>"
)
MIXED = {"ExtGState": "<</M<</BM/Multiply>>/H<</ca .5>>>>"}
WHITE = "1 g"

SEEN: dict[str, tuple[str, dict[str, str], str, dict[str, str]]] = {
    # operators, resources, what can be read, what is hidden
    "white on a rounded shape": (f"0 0 .5 rg {ROUNDED} f{words('白い題', colour=WHITE)}", {}, "白い題", {}),
    "white on a box that is clipped round": (
        f"q {ROUNDED} W n 0 0 .5 rg 0 0 400 300 re f Q{words('白い題', colour=WHITE)}",
        {},
        "白い題",
        {},
    ),
    "white outside of the round clip": (
        f"q {ROUNDED} W n 0 0 .5 rg 0 0 400 300 re f Q{words('白い題', 250, colour=WHITE)}",
        {},
        "",
        {"faded": "白い題"},
    ),
    "white on an arrow": (
        f"0 g 60 180 m 200 180 l 240 210 l 200 240 l 60 240 l h f{words('白い題', colour=WHITE)}",
        {},
        "白い題",
        {},
    ),
    "white at the tip of an arrow": (
        f"0 g 60 180 m 200 180 l 240 210 l 200 240 l 60 240 l h f{words('題', 228, 228, colour=WHITE)}",
        {},
        "",
        {"faded": "題"},
    ),
    "white on a shade": (
        f"q {ROUNDED} W n /S sh Q{words('白い題', colour=WHITE)}",
        {"Shading": f"<</S {GRADIENT}>>"},
        "白い題",
        {},
    ),
    "white on a shade as a pattern": (
        f"/Pattern cs /P scn {ROUNDED} f{words('白い題', colour=WHITE)}",
        {"Pattern": f"<</P<</PatternType 2/Shading{GRADIENT}>>>>"},
        "白い題",
        {},
    ),
    "white on half a black": (f"q /H gs 0 g {ROUNDED} f Q{words('白い題', colour=WHITE)}", MIXED, "白い題", {}),
    "grey on half a black": (
        f"q /H gs 0 g {ROUNDED} f Q{words('同じ灰色', colour='.5 g')}",
        MIXED,
        "",
        {"faded": "同じ灰色"},
    ),
    "under a rounded shape": (f"{words('下の字')}1 g {ROUNDED} f", {}, "", {"covered": "下の字"}),
    "beside a rounded shape": (f"{words('横の字', 210)}1 g {ROUNDED} f", {}, "横の字", {}),
    "in a ring": (
        f"{words('輪', 110)}0 g {ROUNDED} 70 190 m 190 190 l 190 230 l 70 230 l h f*",
        {},
        "輪",
        {},
    ),
    "under a stroke of the pen": (
        f"{words('下線の上')}0 g 80 208 m 200 208 l 200 212 l 80 211 l h f",
        {},
        "下線の上",
        {},
    ),
    "under what is multiplied": (f"{words('黄の下')}q /M gs 1 1 0 rg {ROUNDED} f Q", MIXED, "黄の下", {}),
    "under half a white": (f"{words('薄い紙の下')}q /H gs 1 g {ROUNDED} f Q", MIXED, "薄い紙の下", {}),
    "under a box that is clipped away": (f"{words('端の下')}q 300 0 9 9 re W n 1 g {ROUNDED} f Q", {}, "端の下", {}),
    "drawn again on top": (f"{words('二度描く')}.9 g 80 195 90 30 re f{words('二度描く')}", {}, "二度描く", {}),
    "other words on top": (
        f"{words('前の字')}.9 g 80 195 90 30 re f{words('後の字')}",
        {},
        "後の字",
        {"covered": "前の字"},
    ),
    "text that clips a filling": (
        f"q {words('字', mode=7)[2:-2]} 0 0 400 300 re f Q{words('黒', 90, 100)}",
        {},
        "黒",
        {},
    ),
}


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("name", SEEN)
def test_what_is_seen_on_and_under_shapes(name: str, reader: Reader, tmp_path: Path) -> None:
    operators, resources, seen, unseen = SEEN[name]
    page = found(drawn(operators, resources), tmp_path, reader)
    assert text(page) == seen
    assert {why: words for why, words in hidden(page).items() if why != "invisible"} == unseen


@pytest.mark.parametrize("reader", READERS)
def test_a_soft_mask_is_no_drawing_and_hides_nothing(reader: Reader, tmp_path: Path) -> None:
    document = drawn(f"{words('透ける')}q /S gs 1 g 50 150 200 100 re f Q")
    mask = stream(
        document,
        "/Type/XObject/Subtype/Form/BBox[0 0 400 300]/Group<</S/Transparency/CS/DeviceGray>>",
        b".5 g 0 0 400 300 re f",
    )
    resources = int(document.xref_get_key(document[0].xref, "Resources")[1].split()[0])
    document.xref_set_key(resources, "ExtGState", f"<</S<</SMask<</S/Luminosity/G {mask} 0 R>>>>>>")
    page = found(document, tmp_path, reader)
    assert (text(page), hidden(page)) == ("透ける", {})
    assert all(shape.bbox[2] - shape.bbox[0] < 400 for shape in page.shapes)


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("reader", READERS)
def test_units_of_a_page_may_be_larger_than_points(reader: Reader, rotation: int, tmp_path: Path) -> None:
    def enlarge(page):
        page.set_rotation(rotation)
        page.parent.xref_set_key(page.xref, "UserUnit", "2.5")

    operators = f"{words('大きい字')}q 100 100 200 20 re W n 1 w 50 110 m 350 110 l S Q"
    page = found(drawn(operators, prepare=enlarge), tmp_path, reader)
    run = next(run for run in page.runs if "大" in run.text)
    assert (page.frame.width, page.frame.height) == (1000, 750)
    assert [round(run.start[0]), round(run.size), hidden(page)] == [225, 30, {}]
    assert [tuple(map(round, (rule.x0, rule.y0, rule.x1, rule.width))) for rule in page.rules] == [(250, 475, 750, 2)]
