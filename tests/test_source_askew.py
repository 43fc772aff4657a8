"""Pages drawn askew are set straight, and a reviewer's marks are taken off, the same by both readers."""

from __future__ import annotations

import math
from pathlib import Path

import pymupdf
import pytest

from kaigi_extract import Document, extract
from tests.made import put, save

READERS = ["pymupdf", "pdfplumber"]
CELLS = [("仕事", "温室の窓を閉め、鍵を戻す"), ("係", "花壇の係")]


def form() -> pymupdf.Document:
    """A page with a heading and a ruled table of two rows."""
    document = pymupdf.open()
    page = document.new_page(width=595, height=842)
    put(page, 100, "温室の見回りについて", 60)
    for k, (label, value) in enumerate(CELLS):
        put(page, 145 + 30 * k, label, 70)
        put(page, 145 + 30 * k, value, 170)
    for y in (125, 155, 185):
        page.draw_line((60, y), (500, y), width=0.8)
    for x in (60, 160, 500):
        page.draw_line((x, 125), (x, 185), width=0.8)
    return document


def turned(degrees: float) -> pymupdf.Document:
    """The same page with all of its content turned clockwise about its middle."""
    document = form()
    page = document[0]
    page.clean_contents()
    (number,) = page.get_contents()
    cosine, sine = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    x, y = page.rect.width / 2, page.rect.height / 2
    matrix = (cosine, -sine, sine, cosine, x - cosine * x - sine * y, y + sine * x - cosine * y)
    words = " ".join(f"{part:.6f}" for part in matrix).encode()
    document.update_stream(number, b"q " + words + b" cm\n" + document.xref_stream(number) + b"\nQ")
    return document


def cells(document: Document) -> list[list[str]]:
    return [[cell.text for cell in table.cells] for table in document.tables]


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("degrees", [-5.0, -0.7, 0.2, 3.0])
def test_a_page_askew(tmp_path: Path, reader: str, degrees: float) -> None:
    read = extract(save(turned(degrees), tmp_path / "askew.pdf"), reader=reader)  # type: ignore[arg-type]
    assert cells(read) == [[text for row in CELLS for text in row]]
    assert read.sections[0].text.split("\n")[0] == "温室の見回りについて"
    assert read.source.pages[0].skew_deg == pytest.approx(degrees, abs=0.01)


@pytest.mark.parametrize("reader", READERS)
def test_an_upright_page_is_not_turned(tmp_path: Path, reader: str) -> None:
    read = extract(save(form(), tmp_path / "upright.pdf"), reader=reader)  # type: ignore[arg-type]
    assert read.source.pages[0].skew_deg == 0.0


@pytest.mark.parametrize("reader", READERS)
def test_marks_of_a_reviewer(tmp_path: Path, reader: str) -> None:
    document = form()
    page = document[0]
    page.add_text_annot((180, 140), "誰が戻すのか")
    page.add_highlight_annot(pymupdf.Rect(170, 133, 320, 148))
    page.add_freetext_annot(pymupdf.Rect(330, 130, 480, 150), "要確認", fontname="china-s")
    read = extract(save(document, tmp_path / "marked.pdf"), reader=reader)  # type: ignore[arg-type]
    assert cells(read) == [[text for row in CELLS for text in row]]
    assert [finding.code for finding in read.findings if finding.code in ("unread_part", "hidden_text")] == [
        "unread_part"
    ]
    (told,) = [finding for finding in read.findings if finding.code == "unread_part"]
    assert "「誰が戻すのか」" in told.message
    assert "「要確認」" in told.message
    assert len(told.spans) == 3


@pytest.mark.parametrize("reader", READERS)
def test_text_typed_into_an_empty_cell_fills_it(tmp_path: Path, reader: str) -> None:
    document = form()
    page = document[0]
    for y in (215, 245):
        page.draw_line((60, y), (500, y), width=0.8)
    for x in (60, 160, 500):
        page.draw_line((x, 185), (x, 245), width=0.8)
    put(page, 205, "日付", 70)
    page.add_freetext_annot(pymupdf.Rect(168, 190, 300, 212), "四月一日", fontname="china-s")
    read = extract(save(document, tmp_path / "typed.pdf"), reader=reader)  # type: ignore[arg-type]
    assert cells(read)[0][4:6] == ["日付", "四月一日"]
