"""Forms that are filled in on a screen: boxes by their state, what is filled in as it is shown, in both readers."""

from __future__ import annotations

from pathlib import Path

import pymupdf
import pytest

from kaigi_extract.layout.checkboxes import write_boxes
from kaigi_extract.source.open import Reader
from kaigi_extract.text.symbol_fonts import is_set_by_code, is_symbol_font, symbols
from tests.operators import READERS, drawn, found, stream, text, words

FORM = "/Type/XObject/Subtype/Form"
CIRCLE = b"1 w 10 2 m 14 2 18 6 18 10 c 18 14 14 18 10 18 c 6 18 2 14 2 10 c 2 6 6 2 10 2 c s"
SQUARE = b"1 w .5 .5 19 19 re S"


class Form:
    """A page with two labels, and fields beside them."""

    def __init__(self, *, outdated: bool = False) -> None:
        self.document = drawn(words("紙", 80, 205) + words("電磁的媒体", 80, 165))
        self.fields: list[int] = []
        dingbats = self._object("/Type/Font/Subtype/Type1/BaseFont/ZapfDingbats")
        latin = self._object("/Type/Font/Subtype/Type1/BaseFont/Helvetica")
        self.fonts = f"/Resources<</Font<</ZaDb {dingbats} 0 R/Helv {latin} 0 R>>>>"
        self.outdated = str(outdated).lower()

    def _object(self, entries: str) -> int:
        number = self.document.get_new_xref()
        self.document.update_object(number, f"<<{entries}>>")
        return int(number)

    def look(self, content: bytes, width: int = 20) -> int:
        """What a field looks like."""
        return stream(self.document, f"{FORM}/BBox[0 0 {width} 20]{self.fonts}", content)

    def add(self, rect: str, entries: str, looks: dict[str, int] | None = None) -> int:
        """A field with its places in the states that it may be in."""
        states = "".join(f"/{state} {number} 0 R" for state, number in (looks or {}).items())
        shown = f"/AP<</N<<{states}>>>>" if looks else ""
        self.fields.append(self._object(f"/Type/Annot/Subtype/Widget/Rect[{rect}]/F 4{entries}{shown}"))
        return self.fields[-1]

    def done(self) -> pymupdf.Document:
        listed = " ".join(f"{number} 0 R" for number in self.fields)
        self.document.xref_set_key(self.document[0].xref, "Annots", f"[{listed}]")
        form = f"<</Fields[{listed}]/NeedAppearances {self.outdated}/DA(/Helv 0 Tf 0 g)>>"
        self.document.xref_set_key(self.document.pdf_catalog(), "AcroForm", form)
        return self.document


UPPER, LOWER = "55 200 75 220", "55 160 75 180"


def ticked(sign: bytes, off: bytes) -> Form:
    """Two boxes, the upper one on: a sign of Zapf Dingbats."""
    form = Form()
    on = form.look(off + b" q BT /ZaDb 14 Tf 4 4 Td (" + sign + b") Tj ET Q")
    looks = {"On": on, "Off": form.look(off)}
    form.add(UPPER, "/FT/Btn/T(a)/V/On/AS/On", looks)
    form.add(LOWER, "/FT/Btn/T(b)/V/Off/AS/Off", looks)
    return form


def radio() -> Form:
    form = Form()
    on, off = form.look(CIRCLE + b" BT /ZaDb 14 Tf 4 4 Td (l) Tj ET"), form.look(CIRCLE)
    parent = form._object("/FT/Btn/Ff 49152/T(r)/V/Paper")
    form.add(UPPER, f"/Parent {parent} 0 R/AS/Paper", {"Paper": on, "Off": off})
    form.add(LOWER, f"/Parent {parent} 0 R/AS/Off", {"Disk": on, "Off": off})
    return form


def bare() -> Form:
    form = Form()
    form.add(UPPER, "/FT/Btn/T(a)/V/Yes/AS/Yes")
    form.add(LOWER, "/FT/Btn/T(b)")
    return form


def hidden_one() -> Form:
    form = ticked(b"4", SQUARE)
    form.document.xref_set_key(form.fields[0], "F", "2")
    return form


BOXES = {
    # a form, and what the page says; the upper box is beside 紙, the lower one beside 電磁的媒体
    "a tick in a square": (ticked(b"4", SQUARE), "☑紙 □電磁的媒体"),
    "a thin tick without a border": (ticked(b"3", b"q Q"), "☑紙 □電磁的媒体"),
    "a cross": (ticked(b"8", SQUARE), "☑紙 □電磁的媒体"),
    "a disc": (ticked(b"l", SQUARE), "☑紙 □電磁的媒体"),
    "a square": (ticked(b"n", SQUARE), "☑紙 □電磁的媒体"),
    "a star": (ticked(b"H", SQUARE), "☑紙 □電磁的媒体"),
    "radio buttons": (radio(), "☑紙 □電磁的媒体"),
    "boxes without any look": (bare(), "☑紙 □電磁的媒体"),
    "one that is hidden": (hidden_one(), "紙 □電磁的媒体"),
}


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("name", BOXES)
def test_boxes_are_ticked_by_their_state(name: str, reader: Reader, tmp_path: Path) -> None:
    form, says = BOXES[name]
    page = write_boxes(found(form.done(), tmp_path, reader))
    lines = {}
    for run in sorted(page.runs, key=lambda run: run.start[0]):
        if run.text != "頁":
            lines[round(run.low, -1)] = lines.get(round(run.low, -1), "") + run.text
    assert " ".join(lines[y] for y in sorted(lines)) == says


@pytest.mark.parametrize("rotation", [90, 270])
@pytest.mark.parametrize("reader", READERS)
def test_boxes_lie_where_they_are_seen(reader: Reader, rotation: int, tmp_path: Path) -> None:
    document = ticked(b"4", SQUARE).done()
    document[0].set_rotation(rotation)
    document.xref_set_key(document[0].xref, "UserUnit", "2")
    buttons = found(document, tmp_path, reader).buttons
    boxes = [(110, 160, 150, 200), (110, 240, 150, 280)]
    assert [tuple(map(round, button.bbox)) for button in buttons] == boxes
    assert [button.ticked for button in buttons] == [True, False]


def filled(entries: str, look: bytes | None = None, *, outdated: bool = False) -> Form:
    form = Form(outdated=outdated)
    number = form.add("150 195 380 215", f"{entries}/DA(/Helv 12 Tf 0 g)")
    if look is not None:
        form.document.xref_set_key(number, "AP", f"<</N {form.look(look, 230)} 0 R>>")
    return form


def written(said: str) -> str:
    return f"<feff{said.encode('utf-16-be').hex()}>"


FILLED = {
    "text without a look": (filled(f"/FT/Tx/T(a)/V{written('見本の値')}"), "見本の値"),
    "Latin text": (filled("/FT/Tx/T(a)/V(No. 7)"), "No. 7"),
    "text with a look": (filled("/FT/Tx/T(a)/V(x)", b"BT /Helv 9 Tf 2 5 Td (No. 8) Tj ET"), "No. 8"),
    "text whose look is empty and outdated": (
        filled(f"/FT/Tx/T(a)/V{written('後の値')}", b"/Tx BMC EMC", outdated=True),
        "後の値",
    ),
    "a choice": (filled(f"/FT/Ch/Ff 131072/T(a)/V{written('二番')}/Opt[{written('一番')}{written('二番')}]"), "二番"),
    "a choice by its name": (
        filled(f"/FT/Ch/Ff 131072/T(a)/V(b)/Opt[[(a){written('一番')}][(b){written('二番')}]]"),
        "二番",
    ),
    "a list that shows all choices": (
        filled(
            "/FT/Ch/T(a)/V(two)/Opt[(one)(two)(six)]",
            b"BT /Helv 5 Tf 2 14 Td (one) Tj 0 -6 Td (two) Tj 0 -6 Td (six) Tj ET",
        ),
        "two",
    ),
    "several of a list": (
        filled(
            "/FT/Ch/Ff 2097152/T(a)/V[(1)(6)]/Opt[[(1)(one)][(2)(two)][(6)(six)]]",
            b"BT /Helv 5 Tf 2 14 Td (one) Tj 0 -6 Td (two) Tj 0 -6 Td (six) Tj ET",
        ),
        "onesix",
    ),
    "a list in which nothing is chosen": (
        filled("/FT/Ch/T(a)/Opt[(one)(two)]", b"BT /Helv 5 Tf 2 14 Td (one) Tj 0 -6 Td (two) Tj ET"),
        "onetwo",
    ),
    "a field that is empty": (filled("/FT/Tx/T(a)"), ""),
}


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("name", FILLED)
def test_what_is_filled_in_is_read_where_it_is_shown(name: str, reader: Reader, tmp_path: Path) -> None:
    form, says = FILLED[name]
    page = found(form.done(), tmp_path, reader)
    inside = [run for run in page.runs if run.start[0] > 149 and 80 < run.low < 110]
    assert "".join(run.text for run in inside) == says


@pytest.mark.parametrize("size", [0, 10])
@pytest.mark.parametrize("rotation", [0, 90])
def test_words_without_a_look_stand_in_their_field(rotation: int, size: int, tmp_path: Path) -> None:
    """MuPDF sets kana that its Japanese font has not below a field, or in no size where it is to choose that."""
    form = Form()
    form.add("150 195 380 215", f"/FT/Tx/T(a)/V{written('有限会社こだま書架サービス')}/DA(/Helv {size} Tf 0 g)")
    document = form.done()
    document[0].set_rotation(rotation)
    page = found(document, tmp_path, "pymupdf")
    assert [run.text for run in page.runs if 85 < (run.low + run.high) / 2 < 105 and run.start[0] > 149] == [
        "有限会社こだま書架サービス"
    ]
    assert page.hidden == []


@pytest.mark.parametrize("reader", READERS)
def test_words_typed_over_a_page_are_kept_apart(reader: Reader, tmp_path: Path) -> None:
    document = drawn(words("本文"))
    document[0].add_freetext_annot(pymupdf.Rect(200, 200, 350, 240), "書き込み", fontname="japan", fontsize=12)
    page = found(document, tmp_path, reader)
    assert (text(page), [note.text for note in page.notes]) == ("本文", ["書き込み"])


SYMBOLS = [
    ("ZapfDingbats", "3458lnu", "✓✔✕✘●■◆"),
    ("ZaDb", "4", "✔"),
    ("Wingdings-Regular", "\u00fe\u00a8\uf0fe\u00ff", "☑□☑\uf0ff"),
    ("Wingdings2", "\u00a3\u0052", "□☑"),
    ("ZapfDingbats", "✔ 漢", "✔ 漢"),
    ("ZapfDingbats", "\u00ac\u00b6\u00d5", "①❶→"),
]


@pytest.mark.parametrize(("font", "codes", "seen"), SYMBOLS)
def test_codes_of_symbol_fonts_are_what_they_look_like(font: str, codes: str, seen: str) -> None:
    assert symbols(codes, font) == seen


FONTS = [
    ("Wingdings-Regular", True, True),
    ("ITC Zapf Dingbats", True, True),
    ("SymbolMT", True, False),
    ("Symbola", False, False),
    ("MS-Gothic", False, False),
]


@pytest.mark.parametrize(("font", "has_symbols", "by_code"), FONTS)
def test_fonts_of_symbols_are_known_by_their_names(font: str, has_symbols: bool, by_code: bool) -> None:
    assert (is_symbol_font(font), is_set_by_code(font)) == (has_symbols, by_code)
