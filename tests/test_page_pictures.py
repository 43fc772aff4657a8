"""Pages that are pictures, however stored: what is noted of them, in both readers, and what becomes of the page."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kaigi_extract.ocr.decide import decide, picture_share
from kaigi_extract.ocr.recognise import recognise
from kaigi_extract.source import Frame, Page, PlacedImage, Rule
from kaigi_extract.source.open import Reader
from tests.operators import READERS, ROUNDED, drawn, found, hidden, stream, text, words
from tests.printed import blocks, printed, scan
from tests.test_ocr_settings import InkReader

IMAGE = "/Type/XObject/Subtype/Image/Width 8/Height 2/BitsPerComponent 1"
BITS = b"\x55\xaa"
INLINE = "BI /W 8 /H 2 /BPC 1 /CS /G ID \x55\xaa\nEI"
MASK = "BI /W 8 /H 2 /IM true /D [1 0] ID \x55\xaa\nEI"


def with_image(operators: str, entries: str = "/ColorSpace/DeviceGray", resources: dict[str, str] | None = None):
    document = drawn(operators, resources)
    image = stream(document, IMAGE + entries, BITS)
    own = int(document.xref_get_key(document[0].xref, "Resources")[1].split()[0])
    document.xref_set_key(own, "XObject", f"<</I {image} 0 R>>")
    return document


PLACED: dict[str, tuple[str, str, list[tuple[tuple[int, ...], int, int, bool, int]]]] = {
    # operators, more entries of the image /I; box that shows, pixels across and down, opaque, bits
    "an image": ("q 200 0 0 100 50 100 cm /I Do Q", "", [((50, 100, 250, 200), 8, 2, True, 1)]),
    "an inline image": (f"q 200 0 0 100 50 100 cm {INLINE} Q", "", [((50, 100, 250, 200), 8, 2, True, 1)]),
    "a stencil": (f"q 200 0 0 100 50 100 cm {MASK} Q", "", [((50, 100, 250, 200), 8, 2, False, 1)]),
    "a clipped image": (
        "q 50 100 40 100 re W n 200 0 0 100 50 100 cm /I Do Q",
        "",
        [((50, 100, 90, 200), 8, 2, True, 1)],
    ),
    "an image that is clipped away": ("q 300 0 40 40 re W n 200 0 0 100 50 100 cm /I Do Q", "", []),
    "an image half off the page": ("q 200 0 0 100 300 100 cm /I Do Q", "", [((300, 100, 400, 200), 8, 2, True, 1)]),
    "an image on its side": ("q 0 100 -200 0 300 100 cm /I Do Q", "", [((100, 100, 300, 200), 2, 8, True, 1)]),
    "stripes": (
        "q 400 0 0 100 0 200 cm /I Do Q q 400 0 0 100 0 100 cm /I Do Q q 400 0 0 100 0 0 cm /I Do Q",
        "",
        [((0, y, 400, y + 100), 8, 2, True, 1) for y in (0, 100, 200)],
    ),
    "colours that let through": (
        "q 200 0 0 100 50 100 cm /I Do Q",
        "/Mask[0 0]",
        [((50, 100, 250, 200), 8, 2, False, 1)],
    ),
}


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("name", PLACED)
def test_pictures_are_noted_as_they_show(name: str, reader: Reader, tmp_path: Path) -> None:
    operators, entries, placed = PLACED[name]
    page = found(with_image(operators, f"/ColorSpace/DeviceGray{entries}"), tmp_path, reader)
    assert [(tuple(map(round, p.bbox)), p.width, p.height, p.opaque, p.bits) for p in page.pictures] == placed


@pytest.mark.parametrize("reader", READERS)
def test_an_inline_image_in_a_form_in_a_form_is_found(reader: Reader, tmp_path: Path) -> None:
    document = drawn("/F Do")
    inner = stream(
        document, "/Type/XObject/Subtype/Form/BBox[0 0 400 300]", f"q 100 0 0 50 10 10 cm {INLINE} Q".encode("latin-1")
    )
    outer = stream(
        document,
        f"/Type/XObject/Subtype/Form/BBox[0 0 400 300]/Resources<</XObject<</G {inner} 0 R>>>>",
        b"q 1 0 0 1 10 10 cm /G Do Q",
    )
    own = int(document.xref_get_key(document[0].xref, "Resources")[1].split()[0])
    document.xref_set_key(own, "XObject", f"<</F {outer} 0 R>>")
    page = found(document, tmp_path, reader)
    assert [tuple(map(round, picture.bbox)) for picture in page.pictures] == [(20, 230, 120, 280)]


OVER: dict[str, tuple[str, str, dict[str, str], str, dict[str, str]]] = {
    # operators, entries of the image, resources, what can be read, what is hidden
    "a picture over text": ("q 200 0 0 100 50 150 cm /I Do Q", "", {}, "", {"covered": "下の字"}),
    "a picture over a part of it": ("q 13 0 0 100 89 150 cm /I Do Q", "", {}, "の字", {"covered": "下"}),
    "a picture clipped beside it": ("q 0 0 80 300 re W n 400 0 0 300 0 0 cm /I Do Q", "", {}, "下の字", {}),
    "a picture that is multiplied": (
        "q /M gs 200 0 0 100 50 150 cm /I Do Q",
        "",
        {"ExtGState": "<</M<</BM/Multiply>>>>"},
        "下の字",
        {},
    ),
    "a pale picture": (
        "q /M gs 200 0 0 100 50 150 cm /I Do Q",
        "",
        {"ExtGState": "<</M<</ca .3>>>>"},
        "下の字",
        {},
    ),
    "a stamp with holes": ("q 200 0 0 100 50 150 cm /I Do Q", "/Mask[0 0]", {}, "下の字", {}),
}


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("name", OVER)
def test_pictures_hide_where_they_are_seen_and_opaque(name: str, reader: Reader, tmp_path: Path) -> None:
    operators, entries, resources, seen, unseen = OVER[name]
    document = with_image(words("下の字") + operators, f"/ColorSpace/DeviceGray{entries}", resources)
    page = found(document, tmp_path, reader)
    assert (text(page), hidden(page)) == (seen, unseen)


@pytest.mark.parametrize("reader", READERS)
def test_white_letters_on_a_picture_with_a_soft_mask_are_seen(reader: Reader, tmp_path: Path) -> None:
    document = drawn(f"q 200 0 0 100 50 150 cm /I Do Q{words('白い題', colour='1 g')}")
    grey = "/Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray"
    image = stream(document, f"{IMAGE}/ColorSpace/DeviceGray/SMask {stream(document, grey, b'x')} 0 R", BITS)
    own = int(document.xref_get_key(document[0].xref, "Resources")[1].split()[0])
    document.xref_set_key(own, "XObject", f"<</I {image} 0 R>>")
    page = found(document, tmp_path, reader)
    assert (text(page), hidden(page), [p.opaque for p in page.pictures]) == ("白い題", {}, [False])


def shifted(count: int) -> list[str]:
    """Rounded pieces of the size of a character, one behind the other."""
    return [
        f"{x} 200 m {x} 206 {x + 4} 210 {x + 8} 210 c {x + 10} 206 {x + 10} 203 {x + 8} 200 c h "
        f"{x + 2} 202 m {x + 4} 204 {x + 6} 204 {x + 7} 202 c h"
        for x in range(50, 50 + 16 * count, 16)
    ]


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("operators", [" ".join(f"{p} f" for p in shifted(15)), " ".join(shifted(15)) + " f"])
def test_outlines_beside_a_page_number_are_text(operators: str, reader: Reader, tmp_path: Path) -> None:
    page = found(drawn(operators), tmp_path, reader)
    decision = decide(page)
    assert len(page.outlines) == 30
    assert (decision.recognise, decision.keep_text) == (True, True)
    assert decision.reason == "text is drawn as outlines on it; its own 1 characters are kept"


@pytest.mark.parametrize("reader", READERS)
def test_a_few_shapes_beside_text_are_none(reader: Reader, tmp_path: Path) -> None:
    operators = (
        "".join(words("本文" * 13, 20, 20 * k) for k in range(1, 5))
        + " ".join(f"{p} f" for p in shifted(11))
        + f" {ROUNDED} f"
    )
    page = found(drawn(operators), tmp_path, reader)
    assert (len(page.outlines), decide(page).recognise) == (22, False)


def placed(*boxes: tuple[float, float, float, float]) -> Page:
    return Page(Frame(1, 400, 300), pictures=[PlacedImage(box, 100, 100) for box in boxes])


SHARES = [
    ((), 0.0),
    (((0, 0, 400, 300),), 1.0),
    (((0, 0, 400, 150),), 0.5),
    (tuple((0.0, 30.0 * k, 400.0, 30.0 * k + 30) for k in range(10)), 1.0),
    (tuple((100.0 * i, 75.0 * j, 100.0 * i + 100, 75.0 * j + 75) for i in range(4) for j in range(2)), 0.5),
    (((0, 0, 200, 300), (0, 0, 200, 300), (50, 50, 150, 250)), 0.5),
    (((-400, 0, 0, 300), (0, 0, 100, 300)), 0.25),
    (((-1000, -1000, 2000, 2000),), 1.0),
]


@pytest.mark.parametrize(("boxes", "share"), SHARES)
def test_pictures_take_what_they_cover_together(boxes, share: float) -> None:
    assert picture_share(placed(*boxes)) == pytest.approx(share, abs=0.02)


def test_strokes_of_characters_drawn_as_outlines_are_no_ruled_lines() -> None:
    made = scan(printed(blocks(60, 60, 6)))
    made.rules = [Rule(62, 65, 70, 65, 1), Rule(40, 100, 300, 100, 1)]
    for outlines, kept in (([], [8, 260]), ([(60.0, 60.0, 70.0, 70.0)] * 30, [260])):
        page = recognise(replace(made, outlines=outlines), InkReader()).page
        assert [round(rule.x1 - rule.x0) for rule in page.rules if rule.width == 1] == kept
