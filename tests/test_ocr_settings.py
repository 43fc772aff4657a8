"""The numbers of recognition: each has its own name and sentence, and those that are given are those that decide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import FrozenInstanceError, fields, replace

import cv2
import numpy as np
import pytest

import kaigi_extract.ocr.recognise as recognising
from kaigi_extract.findings import Findings
from kaigi_extract.ocr.coloured_stamps import lift_coloured_stamps
from kaigi_extract.ocr.context import in_context
from kaigi_extract.ocr.creases import wipe_creases
from kaigi_extract.ocr.decide import decide
from kaigi_extract.ocr.framed_stamps import wipe_framed_stamps
from kaigi_extract.ocr.glyph_forms import known_forms
from kaigi_extract.ocr.ink import find_marks, look_like_text
from kaigi_extract.ocr.line_crops import LineCrop
from kaigi_extract.ocr.line_segmentation import LineBox
from kaigi_extract.ocr.lost_lines import lost_lines
from kaigi_extract.ocr.lost_strokes import with_lost_strokes
from kaigi_extract.ocr.missed_marks import with_missed_marks, without_ghosts
from kaigi_extract.ocr.name_forms import with_forms
from kaigi_extract.ocr.narrow_kana import read_narrow
from kaigi_extract.ocr.near_shapes import doubt_near_shapes
from kaigi_extract.ocr.ngrams import known_ngrams
from kaigi_extract.ocr.page_image import Grey, even_grey
from kaigi_extract.ocr.pages import PageRecognition
from kaigi_extract.ocr.photograph import flattened
from kaigi_extract.ocr.positions import place_run
from kaigi_extract.ocr.protocol import Character
from kaigi_extract.ocr.recognise import recognise
from kaigi_extract.ocr.ruled_lines import find_ruled_lines
from kaigi_extract.ocr.seals import wipe_seals
from kaigi_extract.ocr.settings import DEFAULT_OCR, OcrSettings
from kaigi_extract.ocr.short_lines import read_short
from kaigi_extract.ocr.shown_again import take_shown
from kaigi_extract.ocr.slanted_strokes import wipe_slanted_strokes
from kaigi_extract.ocr.symbols import find_symbols
from kaigi_extract.ocr.thin_lines import thin_lines
from kaigi_extract.ocr.under_stamps import doubted_under
from kaigi_extract.ocr.worn_words import with_worn_words
from kaigi_extract.source import Page, Rule, Shape
from kaigi_extract.source.moves import resized
from kaigi_extract.source.page import PlacedImage
from tests.printed import (
    DPI,
    FILLING,
    SCALE,
    Draw,
    blocks,
    disc,
    filled,
    page_image,
    photographed,
    pixels,
    printed,
    rule,
    scan,
    stacked,
    text,
    white,
)
from tests.settings import names_of, undocumented, watched
from tests.test_bent_sides import table as folded
from tests.test_coloured_stamps import RED, worn
from tests.test_coloured_stamps import ring as coloured_ring
from tests.test_coloured_stamps import scanned as in_colour
from tests.test_faint_ink import faint
from tests.test_framed_stamps import stamp as framed
from tests.test_ocr_lost_lines import ALL, nodes
from tests.test_ocr_ruled_lines import FRAME_OF_DOTS, ROWS, coarse, on_coarse_paper, thin
from tests.test_ocr_specks import EM, crop
from tests.test_pen_over_tables import ALONG, CLOSED, THIN, pen
from tests.test_scraps import page_of_scraps
from tests.test_seals import WORDS, name, scanned, stamp
from tests.test_short_lines import line
from tests.typeset import FRAME, run


class InkReader:
    """An engine that reads stretches of ink as one character after the other, the first without confidence, and leaves
    out each fourth."""

    name = "ink"

    def read(self, crops: Sequence[Grey]) -> list[list[Character]]:
        return [self._line(crop) for crop in crops]

    def _line(self, crop: Grey) -> list[Character]:
        inked = np.concatenate(([0], (crop < 128).any(axis=0).astype(np.int8), [0]))
        edges = np.flatnonzero(np.diff(inked))
        places = list(zip(edges[::2], edges[1::2], strict=True))[: crop.shape[0]]  # fewer on a close look
        says = "田田。 口" * len(places)
        return [
            Character(says[k], (a + b) / 2, 0.99 if k else 0.5) for k, (a, b) in enumerate(places) if says[k] != " "
        ]


def test_every_number_has_a_name_of_its_own() -> None:
    names = names_of(DEFAULT_OCR)
    assert sorted(names) == sorted(set(names))


def test_every_number_is_said_what_it_is() -> None:
    assert list(undocumented(DEFAULT_OCR)) == []


def test_settings_stay_as_they_are() -> None:
    for group in fields(DEFAULT_OCR):
        numbers = getattr(DEFAULT_OCR, group.name)
        with pytest.raises(FrozenInstanceError):
            setattr(numbers, fields(numbers)[0].name, 0.0)


def _mark(settings: OcrSettings) -> None:
    """Reads a page that a pen and a highlighter were at."""
    ring: Draw = lambda page: page.draw_oval((100, 100, 260, 140), color=(0, 0, 0), width=1.1)  # noqa: E731
    wave: Draw = lambda page: page.draw_bezier((60, 84), (90, 84), (130, 84), (170, 96), color=(0, 0, 0))  # noqa: E731
    recognise(scan(printed(blocks(60, 60, 20), blocks(20, 60, 1), ring, wave)), InkReader(), settings=settings)
    ticks = [_ticked(40, 64, 1.3), _ticked(300, 64, 1.0), _ticked(340, 64, 1.0)]
    strokes = [rule(90, 71.2, 106, 71.2), rule(150, 71.2, 153, 71.2, 1.2), filled(100, 150, 200, 163, 0.7)]
    recognise(scan(printed(blocks(60, 60, 20), *ticks, *strokes)), InkReader(), settings=settings)
    recognise(scan(printed(text(60, 60, "一"))), InkReader(), settings=settings)
    faxed = scan(printed(blocks(60, 60, 20)))
    recognise(replace(faxed, pictures=[replace(faxed.pictures[0], bits=1)]), InkReader(), settings=settings)


def _ticked(x: float, y: float, size: float) -> Draw:
    points = [(x, y), (x + 4 * size, y + 5 * size), (x + 13 * size, y - 7 * size)]
    return lambda page: page.draw_polyline(points, color=(0, 0, 0), width=1.2)


SHEET: list[Draw] = [
    *(blocks(60, 60 + 20 * k, 12 - k) for k in range(5)),
    blocks(60, 176, 10),
    blocks(60, 184, 10),
    stacked(330, 60, "個人情報"),
    text(60, 210, "田田。◇□", 14),
    text(60, 240, "回収", 10),
    rule(50, 50, 380, 50),
    rule(50, 170, 380, 170),
    rule(300, 20, 360, 20),
    rule(300, 40, 360, 40),
    rule(100, 270, 250, 270),
    rule(270, 240, 270, 290),
    *(rule(60 + 6 * k, 255, 63 + 6 * k, 255) for k in range(30)),
]


def test_every_number_is_read_from_the_settings_that_are_given(monkeypatch: pytest.MonkeyPatch) -> None:
    # What makes new settings of those given cannot do so of watched ones.
    monkeypatch.setattr(
        recognising,
        "_of_black_and_white",
        lambda one: one.page_image.bilevel_ink_level and one.reweigh.worn_bilevel and one,
    )
    seen: set[str] = set()
    settings = watched(DEFAULT_OCR, seen)
    grey = printed(*SHEET)
    recognise(scan(np.where(grey > 128, 255, 0).astype(np.uint8)), InkReader(), settings=settings)
    upright = [stacked(340 - 21 * k, 60, "個人、情報の保｜護に関す回" * 2, 7.5, 1.0) for k in range(6)]
    upright.append(text(345, 252, "、", 7.5))
    recognise(
        scan(printed(*upright, text(150, 20, "個人情報の保護", 14), text(200, 285, "十二"))),
        InkReader(),
        settings=settings,
    )
    layered = scan(grey)
    layered.hidden = [("invisible", run("個人情報", 60, 60))]
    recognise(layered, InkReader(), check_layer=True, settings=settings)
    for words in ("\ufffd" * 9, "個人情報" * 20, "個人情報" * 5 + "ふひぶゐゑ" * 2, ""):
        made = Page(FRAME, runs=[run(words, 60, 60)] if words else [], pictures=scan(grey).pictures)
        PageRecognition("none", settings).of(made, Findings())
    recognition = PageRecognition("none", settings)
    for words in ("\ufffd" * 9, "ゑふぱひを" * 20, "糺紂紜紕のふのゑ" * 20, "サトウタナベ" * 20, "短い"):
        recognition.of(Page(FRAME, runs=[run(words, 60, 60)]), Findings())
    outlined = Page(FRAME, runs=[run("一", 60, 60)], outlines=[(60.0, 100.0, 70.0, 110.0)] * 30)
    recognition.of(outlined, Findings())
    small = scan(grey)
    draw = small.render
    assert draw is not None
    large = resized(small, 4.0)
    large.frame, large.render = replace(large.frame, zoom=1.0), lambda dpi: draw(dpi * 4)
    recognise(large, InkReader(), settings=settings)
    reading = LineCrop(np.zeros((10, 30), np.uint8), 0.0)
    place_run([Character("鍵", 8, 1.0), Character("田", 22, 1.0)], reading, LineBox(0, 0, 30, 10), 40.0, 1.0, settings)
    _mark(settings)
    dirty = printed(disc(12, 60, 8), filled(0, 200, 400, 300), filled(60, 60, 180, 90), white(70, 68, 12))
    even_grey(pixels(dirty), DPI, settings)
    for stamped in (0.0, 0.5):
        wipe_seals(page_image(scanned(*WORDS, stamp(stamped))), settings.seals)
    _see_sheets(settings)
    even_grey(pixels(np.where(np.indices(grey.shape).sum(axis=0) % 3, 255, 0).astype(np.uint8)), DPI, settings)
    even_grey(pixels(np.full((400, 400, 3), (220, 30, 30), np.uint8)), 200.0, settings)
    free = Shape((50, 50, 380, 170), None, free=True)
    drawn = replace(scan(grey), runs=[run("花", 60, 210)], rules=[Rule(5, 5, 8, 5, 1)], shapes=[free], pictures=[])
    for recognised in (False, True):
        look_like_text(find_marks(drawn, recognised=recognised, settings=settings.ink), drawn, settings.ink)
    under = replace(scan(grey), hidden=[("covered", run("回収", 60, 240))])
    take_shown(replace(under, pictures=[PlacedImage((50.0, 230.0, 100.0, 260.0), 50, 30)]), settings.shown_again)
    _flatten(settings)
    _decide_characters(settings)
    assert sorted(set(names_of(DEFAULT_OCR)) - seen) == []


def _see_sheets(settings: OcrSettings) -> None:
    """Lets square stamps, faint ink, lines that run off the picture and bent sides decide by the settings."""
    wipe_seals(page_image(scanned(stamp(0.0))), settings.seals)
    wipe_seals(page_image(scanned(*WORDS[:2], stamp(0.0, tilt=2.0))), settings.seals)
    wipe_seals(page_image(scanned(*WORDS, name())), settings.seals)
    for coloured in (in_colour(*WORDS, coloured_ring(RED)), in_colour(worn(RED))):
        grey = np.asarray(coloured.min(axis=2), np.uint8)
        lift_coloured_stamps(coloured, grey, DPI, settings.coloured_stamps)
    wipe_framed_stamps(page_image(scanned(*WORDS, framed(0.5))), settings.framed_stamps)
    even_grey(pixels(faint(80, 50)), DPI, settings)
    low = [rule(60, 270, 300, 270), rule(60, 284, 300, 284), rule(100, 270, 100, 284)]
    dotted = rule(60, 255, 300, 255, 0.5, "[0.6 1.6] 0")
    ends = [dotted, rule(380, 0, 380, 300), *folded(side=True), rule(300, 40, 300, 75, 0.7, "[2 1.6] 0"), *low]
    groups = (
        settings.ruled_lines,
        settings.edge_lines,
        settings.bent_sides,
        settings.crossing_strokes,
        settings.scraps,
        settings.text_strokes,
        settings.dotted_lines,
    )
    find_ruled_lines(page_image(printed(*page_of_scraps())), *groups)
    for strokes in ALONG.values():
        find_ruled_lines(coarse(*THIN, *strokes), *groups)
    frame = find_ruled_lines(coarse(*FRAME_OF_DOTS)).lines
    for rows in (ROWS, [*ROWS[:3], thin(164, width=0.4, grey=0.945)]):
        sheet = on_coarse_paper(*FRAME_OF_DOTS, *rows)
        thin_lines(frame, sheet, np.zeros_like(sheet.ink), settings.thin_lines)
    sheet = page_image(printed(*nodes((0, 3), (1, 5), (2, 3)), *ALL))
    lost_lines([], sheet, np.zeros_like(sheet.ink), settings.lost_lines)
    thick = [*CLOSED, text(63, 114, "花壇の当番係"), rule(60, 124.3, 140, 124.3, 1.8)]
    find_ruled_lines(page_image(printed(*thick)), *groups)
    find_ruled_lines(page_image(printed(*ends)), *groups)
    find_ruled_lines(
        page_image(printed(*CLOSED, pen((300, 112), (334, 112), (334, 208)), rule(326, 90, 326, 130))), *groups
    )
    ticked = page_image(printed(text(100, 100, "花壇"), pen((98, 104), (102, 111), (118, 86))))
    wipe_slanted_strokes(ticked, np.zeros_like(ticked.ink), settings.slanted_strokes)
    wipe_creases(page_image(printed(rule(0, 118, 400, 118))), settings.creases)
    decide(Page(FRAME, runs=[run("W3Q;lQ<,7WCu7KL5=Q}]kPEw", 60, 60)]), settings.decision)


def _flatten(settings: OcrSettings) -> None:
    """Lets photographs decide by the settings: a curled sheet, one that fills the picture, one seen from above."""
    square = ((60.0, 60.0), (480.0, 60.0), (480.0, 654.0), (60.0, 654.0))
    shots = [photographed(*SHEET, bend=8.0), photographed(*SHEET, corners=FILLING, fade=0.5)]
    for shot in (*shots, photographed(*SHEET, corners=square)):
        flattened(scan(shot.grey), settings.photographs)


def _decide_characters(settings: OcrSettings) -> None:
    """Lets marks that were dropped, characters hardly seen, digits and names decide by the settings."""
    without_ghosts([Character("一", 20, 0.28), Character("般", 40, 0.99)], crop("一般"), EM, settings.missed_marks)
    known = known_ngrams()
    assert known is not None
    doubt_near_shapes([Character(char, 20 * k, 0.99) for k, char in enumerate("業務の日的外")], known, settings.reweigh)
    ring = crop("〇会長")
    left = 60.0 * SCALE - ring.x0
    ring.grey[:, : round(left + EM)] = 255
    for first in (-40, 140):
        middle, radii = (round(left + EM / 2), ring.grey.shape[0] // 2), (round(0.42 * EM), round(0.42 * EM))
        cv2.ellipse(ring.grey, middle, radii, 0, first, first + 80, 0, 2)
    broken = [Character(c, left + (k + 0.5) * EM, 0.6) for k, c in enumerate("C会長")]
    find_symbols(broken, ring, EM, settings.symbols)
    doubted_under(run("花", 60, 210), [(0, 0, 400, 400)], 1.0, settings.recognition.under_stamp)
    digits = [Character(char, 5 + 10 * k, 1.0) for k, char in enumerate("第11")]
    three = LineCrop(np.zeros((10, 30), np.uint8), 0.0)
    place_run(digits, three, LineBox(0, 0, 30, 10), 10.0, 1.0, settings)
    place_run([Character("１", 5.0, 1.0), *digits], three, LineBox(0, 0, 30, 10), 10.0, 1.0, settings)
    ringed = crop("〇会長")
    find_symbols(
        [Character(c, 60.0 * SCALE - ringed.x0 + (k + 0.5) * EM, 0.3) for k, c in enumerate("O会長")],
        ringed,
        EM,
        settings.symbols,
    )
    read = crop("条例、髙木・区鬱A")
    start = 60.0 * SCALE - read.x0
    seen = [Character(c, start + (k + 0.5) * EM, 0.99) for k, c in enumerate("条例　高木　区　A") if c != "　"]
    with_missed_marks(seen, read, EM, settings.missed_marks)
    without_ghosts([*seen, Character("鬱", start + 7.5 * EM, 0.1)], read, EM, settings.missed_marks)
    forms = known_forms()
    assert forms is not None
    around = [Character(c, start + (k + 0.5) * EM, 0.99) for k, c in enumerate("条例　区") if c != "　"]
    for heights in ((0.2, 0.8), (0.5,)):
        ends = crop("条例　区", *((2.85, height, 0.1) for height in heights))
        with_lost_strokes(around, ends, EM, settings.lost_strokes)
    names = [*seen, Character("鬱", start + 7.5 * EM, 0.1, (("崎", 0.05),))]
    with_forms(names, read, forms, known_ngrams(), settings.name_forms)
    narrow = [Character(c, start + k * EM / 2, 0.9) for k, c in enumerate("カナ7")]
    read_narrow([(read, narrow)], EM, lambda crops: [narrow for _ in crops], settings.narrow_kana)
    (box, *_), (below, *_) = short = [line("区画の管理の状", 100, 100, 0.99), line("況", 100, 140, 0.5)]
    crops = [one[1:] for one in short]
    white_page = np.zeros((300, 600), np.uint8)
    read_short(
        [box, below], crops, white_page, EM, lambda some: [[] for _ in some], settings.reweigh, settings.short_lines
    )
    doubtful = [Character("士", 5.0, 0.6, (("十", 0.3),)), Character("分", 15.0, 0.99)]
    in_context([doubtful, doubtful], [LineBox(0, 0, 20, 10), LineBox(0, 16, 20, 26)], 10.0, settings)
    _decide_worn(settings)


def _decide_worn(settings: OcrSettings) -> None:
    """Lets what is left of worn characters, and of a name that is on the page twice, decide by the settings."""
    seen = [Character(c, 5 + 10 * k, 0.9, (("由", 0.1),)) for k, c in enumerate("理山")]
    halves = [Character("浜", 5, 0.99), Character("い", 13, 0.5), Character("1", 17, 0.4), Character("会", 25, 0.99)]
    in_context([seen, halves], [LineBox(0, 0, 30, 10), LineBox(0, 50, 30, 60)], 10.0, settings)
    name = crop("田口会長")
    better = [Character(c, 60.0 * SCALE - name.x0 + (k + 0.5) * EM, 0.95) for k, c in enumerate("田口会長")]
    doubted = [better[0], Character("い", better[1].at, 0.5), *better[2:]]
    also = [better[0], Character("日", better[1].at, 0.95), *better[2:]]
    copies = [name, crop("田口会長"), crop("田口会長")]
    for lines in ([better, doubted], [better, also, doubted]):
        with_worn_words(lines, copies[: len(lines)], EM, settings.worn_words)


def read(settings: OcrSettings) -> list[str]:
    recognition = recognise(scan(printed(blocks(60, 60, 6), blocks(160, 60, 6))), InkReader(), settings=settings)
    return [one.text for one in recognition.page.runs]


def test_another_number_reads_the_page_otherwise() -> None:
    apart = replace(DEFAULT_OCR, segmentation=replace(DEFAULT_OCR.segmentation, stretch_gap=20.0))
    assert len(read(DEFAULT_OCR)) == 2
    assert len(read(apart)) == 1
