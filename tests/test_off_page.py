"""Text off a page: what another page of the same sheet shows is read there; everything else is told."""

from __future__ import annotations

from pathlib import Path

import pymupdf
import pytest

from kaigi_extract import extract
from kaigi_extract.source.open import Reader
from tests.made import put, save
from tests.operators import READERS

WIDE, HIGH = 400, 300
"""Points of a page."""
SHEET = [
    (30, 60, "植木市の当番表"),
    (300, 100, "当番は朝八時に集まり、苗木を並べる"),
    (30, 200, "雨の日は翌週とする"),
    (500, 200, "問い合わせは二番窓口"),
    (30, 400, "苗木の数は三十本である"),
    (500, 420, "植木鉢は各自で用意する"),
]
"""Words of a sheet of two by two pages, with where they are."""
ACROSS, DOWN = [(0, 0), (1, 0)], [(0, 0), (0, 1)]
ALL = [(0, 0), (1, 0), (0, 1), (1, 1)]


def windows(places: list[tuple[int, int]], sheet: list[tuple[int, int, str]]) -> pymupdf.Document:
    """A page for each place, on which all of the sheet is drawn, moved so that the place shows."""
    document = pymupdf.open()
    for number, (across, down) in enumerate(places, 1):
        page = document.new_page(width=WIDE, height=HIGH)
        put(page, 290, f"{number}頁", x=350)
        for x, y, text in sheet:
            put(page, y - down * HIGH, text, x=x - across * WIDE)
    return document


def told(document: pymupdf.Document, folder: Path, reader: Reader) -> list[str]:
    read = extract(save(document, folder / "sheet.pdf"), reader=reader, recogniser="none")
    return [finding.message.split(";")[0] for finding in read.findings if finding.code == "hidden_text"]


UPPER = [one for one in SHEET if one[1] < HIGH]
LEFT = [one for one in SHEET if one[0] == 30]
SHEETS = {
    "across": windows(ACROSS, UPPER),
    "down": windows(DOWN, LEFT),
    "two by two": windows(ALL, SHEET),
}


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("name", SHEETS)
def test_what_another_page_shows_is_not_hidden(name: str, reader: Reader, tmp_path: Path) -> None:
    assert told(SHEETS[name], tmp_path, reader) == []


@pytest.mark.parametrize("reader", READERS)
def test_it_does_not_matter_in_what_pieces_a_line_is_set(reader: Reader, tmp_path: Path) -> None:
    pieces = [(x + 12 * k, y, text[k : k + 2]) for x, y, text in SHEET for k in range(0, len(text), 2)]
    assert told(windows(ALL, pieces), tmp_path, reader) == []


@pytest.mark.parametrize("reader", READERS)
def test_what_no_page_shows_is_told_of_each(reader: Reader, tmp_path: Path) -> None:
    assert told(windows(ACROSS, [*UPPER, (30, 330, "見本")]), tmp_path, reader) == [
        "page 1 has 2 characters off the page",
        "page 2 has 2 characters off the page",
    ]


@pytest.mark.parametrize("reader", READERS)
def test_a_page_of_other_words_shows_nothing_of_this_one(reader: Reader, tmp_path: Path) -> None:
    document = windows([(0, 0)], [(30, 60, "植木市の当番表は別に定める"), (500, 60, "見本")])
    document.insert_pdf(
        windows([(0, 0)], [(30, 90, "古本市の値札と売り上げの記録"), (30, 120, "見本"), (500, 90, "欄")])
    )
    assert told(document, tmp_path, reader) == [
        "page 1 has 2 characters off the page",
        "page 2 has 1 characters off the page",
    ]
