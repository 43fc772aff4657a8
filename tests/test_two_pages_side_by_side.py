"""A page of twice the size that holds two: read one after the other, each value with its place on the page printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pymupdf
import pytest

from kaigi_extract import extract
from kaigi_extract.layout.assemble import arrange
from kaigi_extract.layout.lines import Line
from kaigi_extract.layout.page import arrange_page
from kaigi_extract.layout.settings import SideBySideSettings
from kaigi_extract.layout.side_by_side import page_halves
from kaigi_extract.source import Frame, Page, PlacedImage, Run
from kaigi_extract.source.page import Rule
from tests.made import put
from tests.typeset import across, down, draw, run, shown, upright

HALF, HEIGHT = 595.3, 841.9
SHEET = Frame(1, 2 * HALF, HEIGHT)
SETTINGS = SideBySideSettings()

LEFT = """
古い物の集め方

古紙は、水曜日の朝に、決められた場所に出す。
古布は、雨の日には出さない。
"""
RIGHT = """
古い物の使いみち

+----------+------------------+
| 古紙     | 再び紙にする     |
+----------+------------------+
| 古布     | 雑巾にする       |
+----------+------------------+
"""
READ = [
    "古い物の集め方",
    "古紙は、水曜日の朝に、決められた場所に出す。",
    "古布は、雨の日には出さない。",
    "古い物の使いみち",
    [["古紙", "再び紙にする"], ["古布", "雑巾にする"]],
]


def sheet(left: str, right: str, *, more: Sequence[Run] = (), rules: Sequence[Rule] = (), by: float = 0.0) -> Page:
    """Two drawings, the right one set in by `by` points more."""
    one, other = draw(left), draw(right, x=60.0 + HALF + by)
    return Page(SHEET, runs=[*one[0], *other[0], *more], rules=[*one[1], *other[1], *rules])


def read(*made: Page) -> list[str | list[list[str]]]:
    layouts = [arrange_page(half, lambda _: False) for one in made for half in page_halves(one, SETTINGS)]
    return shown(arrange(layouts, lambda _: None, lambda _: False))


WIDE = "古紙は、水曜日の朝に、決められた場所に、ひもで堅く縛って出す。"
CASES: dict[str, tuple[Page, int]] = {
    # the page, how many pages it holds
    "two pages": (sheet(LEFT, RIGHT), 2),
    "a number for each": (sheet(LEFT, RIGHT, more=[run("3", 295, 800), run("4", 295 + HALF, 800)]), 2),
    "one number for both": (sheet(LEFT, RIGHT, more=[run("- 3 -", HALF - 12, 800)]), 2),
    "a line between them": (sheet(LEFT, RIGHT, rules=[down(HALF, 40, 800)]), 2),
    "other margins, lines that fill both": (sheet(WIDE, WIDE, by=50), 2),
    "numbered in turn, other margins": (
        sheet(LEFT, "附則", by=90, more=[run("- 3 -", 290, 800), run("- 4 -", 290 + HALF, 800)]),
        2,
    ),
    # and what is one page
    "words on one half, a line on the other": (sheet(LEFT, "", rules=[down(HALF + 200, 40, 300)]), 1),
    "numbers that do not follow": (
        sheet(LEFT, "附則", by=90, more=[run("- 3 -", 290, 800), run("- 9 -", 290 + HALF, 800)]),
        1,
    ),
    "a table across the middle": (sheet(LEFT, RIGHT, rules=[across(500, 60, 1100), across(520, 60, 1100)]), 1),
    "a title across the middle": (sheet(LEFT, RIGHT, more=[run("古い物のしおり", HALF - 35, 60)]), 1),
    "labels left of the middle, values right of it": (sheet("品名\n\n数量", "古紙\n\n十束", by=50), 1),
    "the left half alone": (sheet(LEFT, ""), 1),
    "upright, as high as two": (Page(Frame(1, HALF, HEIGHT), runs=draw("古紙")[0]), 1),
    "a wide screen": (Page(Frame(1, 960, 540), runs=[*draw(WIDE)[0], *draw(WIDE, x=540.0)[0]]), 1),
}


@pytest.mark.parametrize("name", CASES)
def test_how_many_pages_a_page_holds(name: str) -> None:
    page, count = CASES[name]
    assert len(page_halves(page, SETTINGS)) == count


def scanned(page: Page, width: float = 2 * HALF) -> Page:
    """What is recognised from a picture of the page; the sheet may be cut otherwise."""
    runs = [replace(one, sure=[0.99] * len(one.text), others=[""] * len(one.text)) for one in page.runs]
    whole = PlacedImage((0, 0, width, HEIGHT), 3308, 2339)
    return replace(page, frame=Frame(1, width, HEIGHT), runs=runs, pictures=[whole])


SCANS: dict[str, tuple[Page, int]] = {
    "two pages": (scanned(sheet(LEFT, RIGHT)), 2),
    "the sheet cut too narrow on the right": (scanned(sheet(WIDE, WIDE), 2 * HALF - 60), 2),
    "the sheet lies far aside": (scanned(sheet(WIDE, WIDE, by=25)), 2),
    "the shadow of the fold": (scanned(sheet(LEFT, RIGHT, rules=[down(HALF + 12, 0, 841)])), 2),
    "a table across the middle": (scanned(sheet(LEFT, RIGHT, rules=[across(500, 60, 1100)])), 1),
    "a title across the middle": (scanned(sheet(LEFT, RIGHT, more=[run("古い物のしおり", HALF - 35, 60)])), 1),
    "labels left of the middle, values right of it": (scanned(sheet("品名\n\n数量", "古紙\n\n十束", by=50)), 1),
    "the left half alone": (scanned(sheet(LEFT, "")), 1),
    "a screen": (scanned(sheet(WIDE, WIDE), 1496), 1),
}


@pytest.mark.parametrize("name", SCANS)
def test_how_many_pages_a_scan_holds(name: str) -> None:
    page, count = SCANS[name]
    halves = page_halves(page, SETTINGS)
    assert len(halves) == count
    assert sum(len(half.runs) for half in halves) == len(page.runs)


def test_the_fold_is_where_nothing_is_printed() -> None:
    page = scanned(sheet("文" * 50, "文" * 40, by=25))
    left, right = page_halves(page, SETTINGS)
    (one,), (other,) = left.runs, right.runs
    assert one.bbox[2] <= left.frame.width
    assert 0 <= other.bbox[0] <= 60 + 25
    assert left.frame.width + right.frame.width == pytest.approx(2 * HALF)


def test_a_table_beside_the_shadow_of_the_fold_keeps_its_edge() -> None:
    page = scanned(sheet("", RIGHT))
    box = [across(100, 60, HALF - 25), across(700, 60, HALF - 25), down(60, 100, 700), down(HALF - 25, 100, 700)]
    page.rules += [*box, down(HALF + 2, 0, 841)]
    page.runs += scanned(sheet(WIDE, "")).runs
    left, right = page_halves(page, SETTINGS)
    assert [rule.x0 for rule in left.rules if not rule.horizontal] == [60, HALF - 25]
    assert len(right.rules) == len(draw(RIGHT)[1])


def test_after_two_the_next_is_two_however_it_begins() -> None:
    page = sheet(LEFT, "附則", by=90)
    assert len(page_halves(page, SETTINGS)) == 1
    assert len(page_halves(page, SETTINGS, after_two=True)) == 2


def test_the_facts_of_the_page_say_so() -> None:
    with pymupdf.open() as document:
        made = document.new_page(width=2 * HALF, height=HEIGHT)
        for x in (60, 60 + HALF):
            for k in range(6):
                put(made, 100 + 20 * k, WIDE, x=x)
        made = document.new_page(width=HALF, height=HEIGHT)
        put(made, 100, WIDE)
        (first, second) = extract(document.tobytes()).source.pages
    assert first.reason.endswith("; it holds two pages side by side, read one after the other")
    assert second.reason == "the page carries its own text"


def test_left_is_read_before_right() -> None:
    assert read(sheet(LEFT, RIGHT)) == READ


def test_upright_text_is_read_from_the_right() -> None:
    left, right = upright("後の頁に記すこと", 500, 100, 12), upright("先の頁に記すこと", 500 + HALF, 100, 12)
    assert read(Page(SHEET, runs=[left, right])) == ["先の頁に記すこと", "後の頁に記すこと"]


@pytest.mark.parametrize("zoom", [1.0, 0.5])
def test_places_of_upright_text(zoom: float) -> None:
    column = upright("先の頁に記すこと", 500 + HALF, 100, 12)
    page = Page(replace(SHEET, zoom=zoom), runs=[upright("後の頁に記すこと", 500, 100, 12), column])
    (line,) = arrange_page(page_halves(page, SETTINGS)[0], lambda _: False).items
    assert isinstance(line, Line)
    assert line.text == column.text
    assert line.box(0, 8) == tuple(round(side * zoom, 2) for side in column.bbox)


def test_the_last_page_may_be_a_half() -> None:
    page = sheet(LEFT, "")
    (half,) = page_halves(page, SETTINGS, after_two=True)
    assert half.frame.width == HALF
    assert len(half.runs) == len(page.runs)


def test_a_table_goes_on_from_the_left_to_the_right() -> None:
    left = "\n" * 40 + "+------+------+\n| 古紙 | 十束 |\n+------+------+"
    right = "+------+------+\n| 古布 | 三袋 |\n+------+------+"
    assert read(sheet(left, right)) == [[["古紙", "十束"], ["古布", "三袋"]]]


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_places_are_those_of_the_page_printed(turn: int) -> None:
    page = sheet(LEFT, RIGHT)
    page.frame = Frame(1, 2 * HALF, HEIGHT, turn)
    title = next(one for one in page.runs if one.text == "古い物の使いみち")
    half = page_halves(page, SETTINGS)[1]
    line = arrange_page(half, lambda _: False).items[0]
    assert isinstance(line, Line)
    assert line.text == title.text
    assert line.box(0, 8) == tuple(round(side, 2) for side in page.frame.display(title.bbox))
    assert line.span(0, 8).page == 1
    x, y, _, _ = half.frame.display((70.0, 200.0, 70.0, 200.0))
    assert half.frame.upright(x, y) == pytest.approx((70.0, 200.0))
