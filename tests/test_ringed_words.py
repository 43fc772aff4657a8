"""Circles drawn around words to choose them: (what is printed, around which characters, choices that are read)."""

from __future__ import annotations

from pathlib import Path

import pymupdf
import pytest

from kaigi_extract import extract
from kaigi_extract.layout.checkboxes import choices_of
from kaigi_extract.layout.lines import Line
from kaigi_extract.layout.passages import measure, unwrap_lines
from kaigi_extract.layout.table import Grid
from kaigi_extract.source import Page, Run, Shape
from tests.made import page, put, save
from tests.typeset import FRAME, across, arranged, down, run


def ring(one: Run, first: int, last: int, reach: float = 2.5) -> Shape:
    """A circle around some characters of a run."""
    box = (one.start[first] - reach, one.low - reach, one.end[last - 1] + reach, one.high + reach)
    return Shape(box, None, closed_curve=True, free=True)


def read(runs: list[Run], rings: list[Shape]) -> list[tuple[str, bool]]:
    items = arranged([Page(FRAME, runs=runs, shapes=rings)], lambda _: None).items
    lines = [item for item in items if isinstance(item, Line)]
    return [(choice.text, choice.checked) for choice in choices_of(unwrap_lines(lines, measure(lines)))]


YES_NO = run("立入り　有・無", 100, 200)
BRACKETS = run("鍵の返却（済・未・不要）", 100, 200)
SPACED = run("有　　無", 100, 200)
UPPER, LOWER = run("1.温室の係　2.噴水の係", 100, 200), run("3.花壇の係　4.案内の係", 100, 214)
NUMERAL = run("1　温室の見回り", 100, 200)
NAME = run("山　田　一　郎　　印", 100, 200)
BLANK = run("○　○", 100, 200)
REMARKED = run("有（温室の鍵）・無", 100, 200)
OVER, UNDER, FAR = run("要（温室）", 100, 200), run("否（噴水）", 100, 216), run("否（噴水）", 100, 240)
OTHERS = run("温室・噴水・その他（花壇）", 100, 200)
SEAL = run("見回り　太郎　印", 100, 200)

LINES: dict[str, tuple[list[Run], list[Shape], list[tuple[str, bool]]]] = {
    "yes": ([YES_NO], [ring(YES_NO, 4, 5)], [("有", True), ("無", False)]),
    "no": ([YES_NO], [ring(YES_NO, 6, 7)], [("有", False), ("無", True)]),
    "in brackets": ([BRACKETS], [ring(BRACKETS, 7, 8)], [("済", False), ("未", True), ("不要", False)]),
    "an oval around a longer word": (
        [BRACKETS],
        [ring(BRACKETS, 9, 11)],
        [("済", False), ("未", False), ("不要", True)],
    ),
    "parted by space": ([SPACED], [ring(SPACED, 0, 1)], [("有", True), ("無", False)]),
    "numbers in two rows": (
        [UPPER, LOWER],
        [ring(LOWER, 0, 1)],
        [("1.温室の係", False), ("2.噴水の係", False), ("3.花壇の係", True), ("4.案内の係", False)],
    ),
    "two of them": (
        [UPPER, LOWER],
        [ring(UPPER, 0, 1), ring(LOWER, 6, 7)],
        [("1.温室の係", True), ("2.噴水の係", False), ("3.花壇の係", False), ("4.案内の係", True)],
    ),
    "words in brackets between": ([REMARKED], [ring(REMARKED, 0, 1)], [("有", True), ("無", False)]),
    "the other choice of a remark": ([REMARKED], [ring(REMARKED, 8, 9)], [("有", False), ("無", True)]),
    "one below the other": ([OVER, UNDER], [ring(UNDER, 0, 1)], [("要", False), ("否", True)]),
    "one far below the other": ([OVER, FAR], [ring(FAR, 0, 1)], []),
    "a numeral in a circle": ([NUMERAL], [ring(NUMERAL, 0, 1)], []),
    "the place of a seal": ([SEAL], [ring(SEAL, 7, 8)], []),
    "the place of a seal behind a name": ([NAME], [ring(NAME, 9, 10)], []),
    "a blank": ([BLANK], [ring(BLANK, 0, 1)], []),
    "a large oval around a line": ([YES_NO], [ring(YES_NO, 0, 7, 12)], []),
    "a word with its brackets": (
        [OTHERS],
        [ring(OTHERS, 6, 13)],
        [("温室", False), ("噴水", False), ("その他", True)],
    ),
    "no circle": ([YES_NO], [], []),
}


@pytest.mark.parametrize("name", LINES)
def test_a_circled_word_is_chosen(name: str) -> None:
    runs, rings, choices = LINES[name]
    assert read(list(runs), list(rings)) == choices


@pytest.mark.parametrize("reader", ["pymupdf", "pdfplumber"])
def test_an_ellipse_of_a_pdf(tmp_path: Path, reader: str) -> None:
    def draw(target: pymupdf.Page) -> None:
        put(target, 100, "立入り　有・無")
        target.draw_oval(pymupdf.Rect(96, 87, 112, 105))

    document = extract(save(page(draw), tmp_path / "a.pdf"), reader=reader, ward="shinjuku")
    assert document.sections[0].text == "立入り　☑有・□無"


CELLS: dict[str, tuple[str, tuple[int, int], list[tuple[str, bool]]]] = {
    "words of unlike length": ("要　　不要　　未定", (3, 5), [("要", False), ("不要", True), ("未定", False)]),
    "one with brackets": ("郵送　　その他（鳩）", (4, 10), [("郵送", False), ("その他", True)]),
    "beside a label as long": ("延期　　中止", (0, 2), [("延期", True), ("中止", False)]),
    "a sentence": ("鍵は、　温室　に置く。", (4, 6), []),
}


@pytest.mark.parametrize("name", CELLS)
def test_a_circle_chooses_among_the_words_of_a_cell(name: str) -> None:
    text, (first, last), wanted = CELLS[name]
    label, value = run("温室", 40, 200), run(text, 100, 200)
    rules = [across(190, 30, 400), across(216, 30, 400), *(down(x, 190, 216) for x in (30.0, 90.0, 400.0))]
    drawn = Page(FRAME, runs=[label, value], rules=rules, shapes=[ring(value, first, last)])
    (grid,) = arranged([drawn], lambda _: None).items
    assert isinstance(grid, Grid)
    assert [(one.text, one.checked) for one in choices_of(grid.cells[1].passage)] == wanted
    assert grid.cells[0].passage.text == "温室"


def test_a_ring_of_two_curves(tmp_path: Path) -> None:
    """A browser fills what is between an outer and an inner curve."""
    file = pymupdf.open()
    sheet = file.new_page()
    put(sheet, 200, "有・無", 100)
    shape = sheet.new_shape()
    for grown in (4.0, 3.2):
        shape.draw_oval(pymupdf.Rect(100 - grown, 189 - grown, 112 + grown, 202 + grown))
    shape.finish(color=None, fill=(0, 0, 0), even_odd=True)
    shape.commit()
    file.save(tmp_path / "a.pdf")
    assert "☑有・□無" in extract(tmp_path / "a.pdf").sections[0].text


def test_a_ring_that_chooses_nothing_beside_one_that_does_is_told(tmp_path: Path) -> None:
    file = pymupdf.open()
    sheet = file.new_page()
    put(sheet, 200, "有・無　　　　　温室　噴水の係", 100)
    for x0, x1 in ((98, 114), (194, 285)):
        sheet.draw_oval(pymupdf.Rect(x0, 188, x1, 205))
    file.save(tmp_path / "a.pdf")
    document = extract(tmp_path / "a.pdf")
    assert "☑有" in document.sections[0].text
    assert [one.code for one in document.findings if one.code in ("unread_ink", "value_unread")]
