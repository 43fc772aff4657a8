"""Pages whose file does not know how large they are: their size is told from that of their characters."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from kaigi_extract.ocr.paper_size import true_size
from kaigi_extract.ocr.recognise import recognise
from kaigi_extract.source import Frame, Page, Pixels, PlacedImage, Rule, Run
from kaigi_extract.source.moves import resized
from kaigi_extract.source.page import ButtonField, Shape
from tests.printed import Draw, blocks, printed, rule, scan
from tests.test_ocr_settings import InkReader
from tests.typeset import run

LINES: list[Draw] = [*(blocks(40, 40 + 20 * k, 25) for k in range(12)), rule(30, 30, 380, 30)]
"""Twelve lines of square characters of 10 points on a page of 400 by 300."""


@cache
def picture(count: int = len(LINES)) -> Pixels:
    """The page at 150 dots an inch, with as many of its lines."""
    draw = scan(printed(*LINES[:count])).render
    assert draw is not None
    return draw(150)


def size_of(width: float, height: float, count: int = len(LINES), own: str = "") -> float:
    """Of a page to which its file gives this size: the picture is the same, whatever that says."""
    page = Page(Frame(1, width, height), runs=[run(own, 40, 40)] if own else [])
    return true_size(page, picture(count), 150 * 400 / width)


CLAIMS = [
    # width and height by the file, and points of paper to one of these
    (400, 300, 1.0),  # characters of 10 points are print
    (500, 375, 1.0),
    (1600, 1200, 0.26),  # one pixel a point
    (2400, 1800, 0.175),
    (100, 75, 4.2),  # said to be finer than it is
    (595, 842, 1.0),  # a usual paper is believed, whatever is on it
    (842, 1191, 1.0),
    (842, 595, 1.0),
]


@pytest.mark.parametrize(("width", "height", "size"), CLAIMS)
def test_characters_tell_the_size_of_a_page(width: float, height: float, size: float) -> None:
    assert size_of(width, height) == pytest.approx(size, rel=0.15)


def test_a_usual_paper_of_the_same_form_is_taken() -> None:
    page = Page(Frame(1, 595.3 * 4, 841.9 * 4))
    assert true_size(page, picture(), 150 / 4.2) == pytest.approx(0.25, rel=0.001)


def test_a_page_with_few_characters_or_with_text_of_its_own_is_believed() -> None:
    assert size_of(1600, 1200, count=0) == 1.0
    assert size_of(1600, 1200, own="本文" * 60) == 1.0


def test_places_are_those_of_the_page_as_its_file_has_it() -> None:
    small = scan(printed(*LINES))
    draw = small.render
    assert draw is not None
    large = resized(small, 4.0)
    large.frame, large.render = replace(large.frame, zoom=1.0), lambda dpi: draw(dpi * 4)
    read, as_it_is = recognise(large, InkReader()).page, recognise(small, InkReader()).page
    assert read.frame.zoom == pytest.approx(1 / 0.26, rel=0.15)
    assert 9 < read.runs[0].size < 12
    assert [one.text for one in read.runs] == [one.text for one in as_it_is.runs]
    for one, other in zip(read.runs, as_it_is.runs, strict=True):
        shown, expected = read.frame.display(one.bbox), [4 * side for side in as_it_is.frame.display(other.bbox)]
        assert shown == pytest.approx(expected, abs=4)


def test_all_of_a_page_is_resized_and_nothing_moves() -> None:
    box = (10.0, 20.0, 30.0, 40.0)
    page = Page(
        Frame(1, 400, 300, turn=90),
        runs=[Run("字", [10], [20], 30, 40, 10)],
        hidden=[("faded", Run("字", [10], [20], 30, 40, 10))],
        rules=[Rule(10, 20, 30, 20, 1)],
        frames=[box],
        shapes=[Shape(box, 0.0, outline=(box,))],
        pictures=[PlacedImage(box, 10, 10, whole=box)],
        outlines=[box],
        buttons=[ButtonField(box, ticked=True)],
    )
    half = resized(page, 0.5)
    assert half.runs[0].bbox == (5, 15, 10, 20)
    assert (half.hidden[0][1].size, half.rules[0]) == (5, Rule(5, 10, 15, 10, 0.5))
    boxes = [half.frames[0], half.shapes[0].bbox, half.shapes[0].outline[0], half.outlines[0], half.buttons[0].bbox]
    assert boxes == [(5, 10, 15, 20)] * 5
    assert (half.pictures[0].bbox, half.pictures[0].whole) == ((5, 10, 15, 20), (5, 10, 15, 20))
    assert half.pictures[0].dpi == 2 * page.pictures[0].dpi
    assert half.frame.display((5, 10, 15, 20)) == page.frame.display(box)
    shown = page.frame.display(box)
    assert half.frame.upright(shown[0], shown[1]) == pytest.approx(tuple(v / 2 for v in page.frame.upright(*shown[:2])))
    assert resized(page, 1.0) is page
