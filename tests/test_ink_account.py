"""The ink account: whatever is seen on a page is in the record, or a finding says where it is and why it is not."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pymupdf
import pytest

from kaigi_extract import KaigiError, extract
from kaigi_extract.findings import Findings
from kaigi_extract.layout.accounting import report_unread
from kaigi_extract.layout.page import PageLayout, arrange_page
from kaigi_extract.ocr.decide import decide
from kaigi_extract.ocr.ink import find_marks, look_like_text
from kaigi_extract.ocr.settings import DEFAULT_OCR
from kaigi_extract.parts import unplaced
from kaigi_extract.records import PageSpan
from kaigi_extract.source import Page, Run, read
from kaigi_extract.source.page import touch
from tests.freeze import ROOT, documents
from tests.made import append, page, pages, put, save
from tests.typeset import page as typeset_page

EVERY_PAGE = replace(DEFAULT_OCR.ink, every_page=True)
BLANKED = 100
"""Lines that are blanked out one by one, drawn from all documents at hand."""
LEAST_SIZE = 6.0
"""Points of the characters of a line that must be missed; a figure at the foot of a word may be as small as a speck."""

Draw = Callable[[pymupdf.Page], None]


def words(target: pymupdf.Page) -> None:
    put(target, 60, "花壇の世話を委託する件")
    put(target, 80, "水やりは朝のうちに済ませる。")


def form(target: pymupdf.Page) -> None:
    words(target)
    append(target, b"0.6 w 40 100 300 60 re S 140 100 m 140 160 l S 40 130 m 340 130 l S 0.9 g 40 130 100 30 re f 0 g")


def arrow(target: pymupdf.Page) -> None:
    words(target)
    append(target, b"200 150 m 220 120 l 240 150 l 228 150 l 228 180 l 212 180 l 212 150 l f")


def diagonal(target: pymupdf.Page) -> None:
    words(target)
    append(target, b"1 w 40 40 m 300 180 l S")


def picture(shade: int, side: float = 60.0) -> Draw:
    def draw(target: pymupdf.Page) -> None:
        words(target)
        shown = pymupdf.Pixmap(pymupdf.csRGB, pymupdf.IRect(0, 0, 40, 40))
        shown.clear_with(shade)
        target.insert_image(pymupdf.Rect(100, 150, 100 + side, 150 + side), pixmap=shown, keep_proportion=False)

    return draw


def inline(target: pymupdf.Page) -> None:
    words(target)
    append(target, b"q 60 0 0 30 200 150 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \x40 EI Q")


def pattern(target: pymupdf.Page) -> None:
    words(target)
    append(target, b"0.3 g 100 100 m 160 100 l 160 140 l 110 140 l h f")


def strokes(target: pymupdf.Page) -> None:
    """Lines of what look like characters, drawn by short upright and level strokes as plotters do."""
    words(target)
    for y in (200, 180, 160, 140):
        parts = [
            b"%d %d m %d %d l %d %d l %d %d l" % (x, y + 7, x, y, x + 3, y + x % 4, x + 3, y + 7)
            for x in range(50 + y % 7, 190, 7)
        ]
        append(target, b"0.8 w " + b" ".join(parts) + b" S")


def dashes(target: pymupdf.Page) -> None:
    words(target)
    append(
        target,
        b"".join(b"0.8 w %d %d m %d %d l S " % (x, y, x + 3, y) for y in (200, 150, 100) for x in range(50, 350, 5)),
    )


def ticked(target: pymupdf.Page) -> None:
    words(target)
    append(target, b"0.8 w 50 150 10 10 re S 52 155 m 54 152 l 59 159 l S")
    target.insert_text((64, 150), "委託する", fontname="japan", fontsize=10)


NOTHING: list[tuple[str, str, int]] = []
DRAWN = [
    (words, NOTHING),
    (form, NOTHING),
    (dashes, NOTHING),
    (ticked, NOTHING),
    (picture(255), NOTHING),
    (picture(90), [("unread_part", "info", 1)]),
    (picture(90, 2.0), NOTHING),
    (arrow, [("unread_ink", "info", 1)]),
    (diagonal, [("unread_ink", "info", 1)]),
    (pattern, [("unread_ink", "info", 1)]),
]


@pytest.mark.parametrize(("draw", "expected"), DRAWN, ids=[f"{k}" for k in range(len(DRAWN))])
@pytest.mark.parametrize("turned", [0, 90])
def test_what_is_seen_and_not_read_is_told(tmp_path, draw, expected, turned):
    made = page(draw)
    made[0].set_rotation(turned)
    record = extract(save(made, tmp_path / "a.pdf"), recogniser="none")
    told = [f for f in record.findings if f.code in ("unread_ink", "unread_part")]
    assert [(f.code, f.severity, len(f.spans)) for f in told] == expected


def test_the_place_is_that_of_the_drawing_on_the_page_as_displayed(tmp_path):
    made = page(arrow)
    made[0].set_rotation(90)
    record = extract(save(made, tmp_path / "a.pdf"), recogniser="none")
    (told,) = [f for f in record.findings if f.code == "unread_ink"]
    (span,) = told.spans
    assert isinstance(span, PageSpan)
    # 200 to 240 across and 120 to 150 down on the page of 400 by 300 before it is turned
    assert span.bbox == pytest.approx((120, 200, 180, 240), abs=6)
    assert told.message == "page 1 has a drawing that is neither text nor a ruled line"


@pytest.mark.parametrize(
    ("draw", "read_again"), [(words, False), (arrow, False), (strokes, True), (inline, False), (picture(90), False)]
)
def test_a_page_whose_marks_look_like_lines_of_text_is_read_from_its_picture(tmp_path, draw, read_again):
    opened = read(save(page(draw), tmp_path / "a.pdf")).pages()
    first = next(opened)
    assert not decide(first).recognise
    assert look_like_text(find_marks(first), first) is read_again


def test_a_page_without_text_is_read_for_whatever_is_on_it(tmp_path):
    made = pages("")
    made[0].draw_polyline([(60, 100), (120, 100), (90, 160), (60, 100)], fill=(0, 0, 0))
    record = extract(save(made, tmp_path / "a.pdf"), recogniser="none")
    assert record.source.pages[0].reason == "something is drawn on the page, and it has no text"
    blank = extract(save(pages(""), tmp_path / "b.pdf"))
    assert blank.source.pages[0].reason == "the page is empty"
    assert blank.findings == [] or {f.code for f in blank.findings} == {"ward_unknown"}


def test_ordinary_pages_are_not_rendered(tmp_path):
    """What costs as much as reading a page is done only where something may be on it that was not read."""
    for draw, looked in ((words, 0), (form, 0), (picture(90), 1)):
        opened = read(save(page(draw), tmp_path / "a.pdf")).pages()
        first = next(opened)
        rendered: list[float] = []
        first.render = lambda dpi, own=first.render, seen=rendered: (seen.append(dpi), own(dpi))[1]
        find_marks(first)
        assert len(rendered) == looked


def test_a_line_that_the_layout_loses_is_an_error():
    made = typeset_page("花を配る  三丁目  十七番\n水の名簿を渡す")
    layout = arrange_page(made, lambda _: False)
    findings = Findings()
    report_unread(made, [layout], findings)
    assert findings.all == []
    report_unread(made, [PageLayout(layout.frame, layout.items[:-1], layout.fills)], findings)
    (told,) = findings.all
    assert (told.code, told.severity) == ("unread_ink", "error")
    assert told.message == "page 1 prints '水の名簿を渡す', of which 水の名簿を渡す is in no line"


@pytest.mark.parametrize(("font", "tick"), [("japan", "×"), ("zadb", "4")])
def test_a_tick_typed_over_a_box_is_in_the_line_of_the_box(font, tick, tmp_path):
    """Box and tick are one ☑ in the line: both were told to be lost."""

    def ticked(target: pymupdf.Page) -> None:
        put(target, 60, "□花壇　□温室　□噴水")
        target.insert_text((99, 60), tick, fontname=font, fontsize=11)

    path = save(page(ticked), tmp_path / "a.pdf")
    record = extract(path)
    assert record.sections[0].text == "□花壇　☑温室　□噴水"
    assert [one.message for one in record.findings if one.code == "unread_ink"] == []
    (whole,) = read(path).pages()
    findings = Findings()
    layout = arrange_page(whole, lambda _: False)
    report_unread(whole, [PageLayout(layout.frame, [], layout.fills)], findings)
    assert len(findings.all) == 2


@pytest.mark.parametrize(("first", "count"), [("有・無", 0), ("花の鍵", 1), ("花の印", 0)])
def test_a_circle_that_chooses_is_read(first, count, tmp_path):
    """Where its word ends the line, the side of the circle was told to be a mark that nothing accounts for."""

    def circled(target: pymupdf.Page) -> None:
        put(target, 60, f"温室の鍵　{first}")
        target.draw_oval(pymupdf.Rect(131, 49, 149, 64), width=0.9)

    record = extract(save(page(circled), tmp_path / "a.pdf"))
    assert len([one for one in record.findings if one.code == "unread_ink"]) == count


@pytest.mark.parametrize("word", ["甲", "印"])
def test_a_circle_that_chooses_nothing_is_told(word, tmp_path):
    """Its line accounted for its ink, and nothing said that it is there."""

    def circled(target: pymupdf.Page) -> None:
        put(target, 60, f"温室の{word}の鍵")
        target.draw_oval(pymupdf.Rect(86.5, 49, 97.5, 63), width=0.6)

    record = extract(save(page(circled), tmp_path / "a.pdf"))
    told = [(one.severity, len(one.spans)) for one in record.findings if one.code == "unread_ink"]
    assert told == [("info", 1)] * (word == "甲")


def test_a_line_that_no_section_has_is_an_error(tmp_path, monkeypatch):
    path = tmp_path / "a.txt"
    path.write_text("花の会則\n水やりは朝のうちに済ませる。\n", encoding="utf-8")
    record = extract(path)
    assert [f for f in record.findings if f.code == "unread_ink"] == []
    kept = record.model_copy(update={"sections": [s for s in record.sections if "水やり" not in s.text]})
    lines = [line for line in _lines_of_text(path) if line.text.strip()]
    findings = Findings()
    unplaced.report_unplaced(kept, lines, findings)
    assert "'水やりは朝のうちに済ませる。' is printed and in no section" in [f.message for f in findings.all]


def _lines_of_text(path):
    from kaigi_extract.layout.text_files import arrange_text

    return arrange_text(read(path).blocks, lambda _: None).items


def _lines(one: Page) -> list[list[Run]]:
    """The runs of a page by printed line; those over a picture aside, which is told as one that was not read."""
    found: dict[tuple[bool, int], list[Run]] = {}
    for run in one.runs:
        over = any(
            x0 < run.bbox[2] and run.bbox[0] < x1 and y0 < run.bbox[3] and run.bbox[1] < y1
            for x0, y0, x1, y1 in (picture.bbox for picture in one.pictures)
        )
        if run.text.strip() and run.size >= LEAST_SIZE and not over:
            found.setdefault((run.vertical, round((run.low + run.high) / 6)), []).append(run)
    return [runs for runs in found.values() if len("".join(run.text for run in runs).strip()) > 1]


def _is_printed_twice(runs: list[Run], one: Page) -> bool:
    """Whether the same words are drawn again on the spot, so that they are read without these."""
    drawn = {id(run) for run in runs}
    return any(
        id(other) not in drawn
        and other.text == run.text
        and abs(other.low - run.low) + abs(other.start[0] - run.start[0]) < 1
        for run in runs
        for other in (*one.runs, *(hidden for _, hidden in one.hidden))
    )


def blanked(path: Path, draw: random.Random) -> str | None:
    """A line of a random page that is taken from what was read, if nothing tells so; None where something does."""
    opened = read(path)
    pages_of = opened.pages()  # a page can be looked at only as long as its file is open
    number = draw.randrange(opened.page_count)
    one = next(itertools.islice(pages_of, number, None))
    lines = [runs for runs in _lines(one) if not _is_printed_twice(runs, one)] if isinstance(one, Page) else []
    if not lines:
        raise LookupError
    runs = draw.choice(lines)
    one.runs = [run for run in one.runs if not any(run is gone for gone in runs)]
    marks = find_marks(one, settings=EVERY_PAGE)
    if any(touch(mark.bbox, run.bbox) for mark in marks for run in runs):
        return None
    return f"{path.name} page {number + 1}: {''.join(run.text for run in runs)}"


@pytest.mark.slow
def test_a_line_blanked_out_of_any_page_is_reported():
    draw = random.Random(14)
    files = [path for path in documents() if path.suffix == ".pdf"]
    silent, tried = [], 0
    while tried < BLANKED:
        try:
            silent.append(blanked(ROOT.parent / draw.choice(files), draw))
        except (LookupError, KaigiError):  # a page without text, a file that is refused
            continue
        tried += 1
    assert [line for line in silent if line] == []
