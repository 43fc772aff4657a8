"""Layers (optional content) that are off: in no value, in either reader, and told with their name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pymupdf
import pytest

from kaigi_extract.findings import Findings
from kaigi_extract.ocr.pages import PageRecognition
from kaigi_extract.source.open import Reader
from tests.operators import READERS, drawn, found, hidden, stream, text, words

Layer = Callable[[pymupdf.Document, int, int], None]


def layered(operators: str, change: Layer | None = None) -> pymupdf.Document:
    """A page with a layer /A, 前の版, that is off, and one /B, 今の版, that is on."""
    document = drawn(operators)
    off, on = document.add_ocg("前の版", on=False), document.add_ocg("今の版", on=True)
    own = int(document.xref_get_key(document[0].xref, "Resources")[1].split()[0])
    document.xref_set_key(own, "Properties", f"<</A {off} 0 R/B {on} 0 R>>")
    if change is not None:
        change(document, off, on)
    return document


def default_off(document: pymupdf.Document, off: int, on: int) -> None:
    document.xref_set_key(document.pdf_catalog(), "OCProperties/D", f"<</BaseState/OFF/ON[{on} 0 R]>>")


def for_print_only(document: pymupdf.Document, off: int, on: int) -> None:
    document.xref_set_key(document.pdf_catalog(), "OCProperties/D", "<<>>")
    document.xref_set_key(off, "Usage", "<</View<</ViewState/OFF>>/Print<</PrintState/ON>>>>")


def off_image(document: pymupdf.Document, off: int, on: int) -> None:
    image = stream(
        document,
        f"/Type/XObject/Subtype/Image/Width 8/Height 1/BitsPerComponent 1/ColorSpace/DeviceGray/OC {off} 0 R",
        b"\x55",
    )
    form = stream(document, f"/Type/XObject/Subtype/Form/BBox[0 0 400 300]/OC {off} 0 R", b"0 150 m 400 150 l S")
    own = int(document.xref_get_key(document[0].xref, "Resources")[1].split()[0])
    document.xref_set_key(own, "XObject", f"<</I {image} 0 R/F {form} 0 R>>")


def off_note(document: pymupdf.Document, off: int, on: int) -> None:
    note = document[0].add_freetext_annot(pymupdf.Rect(50, 50, 200, 90), "付け足し", fontname="japan", fontsize=12)
    document.xref_set_key(note.xref, "OC", f"{off} 0 R")


SHOWN: dict[str, tuple[str, Layer | None, str, dict[str, str]]] = {
    "a layer that is off": (
        f"/OC /A BDC{words('古い字')}EMC /OC /B BDC{words('新しい字', 90, 100)}EMC",
        None,
        "新しい字",
        {"layer": "古い字"},
    ),
    "layers are off by default": (
        f"/OC /A BDC{words('古い字')}EMC /OC /B BDC{words('新しい字', 90, 100)}EMC",
        default_off,
        "新しい字",
        {"layer": "古い字"},
    ),
    "all in a layer that is off": (
        f"/OC /A BDC /OC /B BDC{words('古い字')}EMC /P <</MCID 0>> BDC{words('これも', 90, 50)}EMC EMC{words('今', 90, 9)}",
        None,
        "今",
        {"layer": "古い字これも"},
    ),
    "drawings on it": (f"/OC /A BDC 0 150 m 400 150 l S EMC{words('今')}", None, "今", {}),
    "a picture and a form": (f"q 90 0 0 90 9 9 cm /I Do Q /F Do{words('今')}", off_image, "今", {}),
    "a note": (words("今"), off_note, "今", {"layer": "付け足し"}),
}


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("name", SHOWN)
def test_what_is_on_layers_that_are_off_is_hidden(name: str, reader: Reader, tmp_path: Path) -> None:
    operators, change, seen, unseen = SHOWN[name]
    page = found(layered(operators, change), tmp_path, reader)
    assert (text(page), hidden(page)) == (seen, unseen)
    assert (page.rules, page.pictures) == ([], [])
    assert page.off_layers == (["前の版"] if unseen else [])


@pytest.mark.parametrize("reader", READERS)
def test_a_layer_for_the_printer_is_off_on_a_screen(reader: Reader, tmp_path: Path) -> None:
    operators = f"/OC /A BDC{words('印刷だけ')}EMC{words('今', 90, 100)}"
    assert text(found(layered(operators, for_print_only), tmp_path, reader)) == "今"


POLICIES = [
    ("AnyOn", "ab", True),
    ("AnyOn", "aa", False),
    ("AllOn", "ab", False),
    ("AllOn", "bb", True),
    ("AnyOff", "ab", True),
    ("AnyOff", "bb", False),
    ("AllOff", "ab", False),
    ("AllOff", "aa", True),
]


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(("policy", "members", "seen"), POLICIES)
def test_memberships_go_by_their_policy(policy: str, members: str, seen: bool, reader: Reader, tmp_path: Path) -> None:
    def join(document: pymupdf.Document, off: int, on: int) -> None:
        groups = [{"a": off, "b": on}[member] for member in members]
        number = document.set_ocmd(ocgs=groups, policy=policy)
        own = int(document.xref_get_key(document[0].xref, "Resources")[1].split()[0])
        document.xref_set_key(own, "Properties/M", f"{number} 0 R")

    page = found(layered(f"/OC /M BDC{words('組の字')}EMC", join), tmp_path, reader)
    assert text(page) == ("組の字" if seen else "")
    assert hidden(page) == ({} if seen else {"layer": "組の字"})


@pytest.mark.parametrize("reader", READERS)
def test_the_finding_names_the_layer(reader: Reader, tmp_path: Path) -> None:
    page = found(layered(f"/OC /A BDC{words('古い字')}EMC{words('今', 90, 100)}"), tmp_path, reader)
    findings = Findings()
    PageRecognition("none").of(page, findings)
    told = [(finding.code, finding.message) for finding in findings.all if finding.code == "hidden_text"]
    message = "page 1 has 3 characters on a layer that is switched off (前の版); they are in no value"
    assert told == [("hidden_text", message)]
