"""Stamps in colour over black print: what is taken off, and what is print in colour and stays. Places are in points of a
page of 400 by 300."""

from __future__ import annotations

import cv2
import numpy as np
import pymupdf
import pytest

from kaigi_extract.ocr.coloured_stamps import lift_coloured_stamps
from tests.printed import DPI, MM, Draw, rule, text

WORDS = [text(120, 98 + 18 * k, "植木鉢の貸出しに係る業務の記録票") for k in range(6)]
RED, BLUE, VIOLET = (0.8, 0.15, 0.2), (0.15, 0.25, 0.6), (0.45, 0.2, 0.6)
INKED = 150
"""Lightness below which a pixel is ink."""


def ring(colour: tuple[float, float, float], radius: float = 5.0 * MM) -> Draw:
    """A name in a ring, over the words."""

    def draw(page: pymupdf.Page) -> None:
        page.draw_circle((200, 125), radius, color=colour, width=0.5 * MM)
        for k, char in enumerate("緑町"):
            point = (200 - radius / 2, 122 + k * radius)
            page.insert_text(point, char, fontname="japan", fontsize=radius, color=colour)

    return draw


def worn(colour: tuple[float, float, float]) -> Draw:
    """A seal of which a part is there."""

    def draw(page: pymupdf.Page) -> None:
        turns = np.radians(np.arange(0, 200, 5))
        points = [(200 + 16 * float(np.cos(turn)), 125 + 16 * float(np.sin(turn))) for turn in turns]
        page.draw_polyline(points, color=colour, width=1.2 * MM)

    return draw


def frame(colour: tuple[float, float, float]) -> Draw:
    """回覧 in a frame, over the words."""

    def draw(page: pymupdf.Page) -> None:
        page.draw_rect(pymupdf.Rect(180, 110, 270, 150), color=colour, width=0.6 * MM)
        page.insert_text((192, 142), "回覧", fontname="japan", fontsize=30, color=colour)

    return draw


def scanned(*draw: Draw) -> np.ndarray:
    """In colour, as a scanner has it: soft, with some noise. What is drawn last lies over the rest as ink does."""
    whole = np.full((900, 1200, 3), 246.0)
    for one in draw:
        with pymupdf.open() as document:
            page = document.new_page(width=400, height=300)
            one(page)
            pixmap = page.get_pixmap(dpi=round(DPI))
            whole *= np.frombuffer(pixmap.samples, np.uint8).reshape(pixmap.height, pixmap.width, 3) / 255
    soft = cv2.GaussianBlur(whole, (0, 0), 1.0)
    return np.clip(soft + np.random.default_rng(5).normal(0, 3, soft.shape), 0, 255).astype(np.uint8)


def lifted(*draw: Draw) -> np.ndarray:
    """The page in grey, without its coloured stamps."""
    colour = scanned(*draw)
    grey = np.asarray(cv2.cvtColor(colour, cv2.COLOR_RGB2GRAY), np.uint8)
    lift_coloured_stamps(colour, grey, DPI)
    return grey


STAMPS = {
    "a red name": ring(RED),
    "a red seal": ring(RED, 11 * MM),
    "a blue name": ring(BLUE),
    "a frame in violet": frame(VIOLET),
    "a frame in blue": frame(BLUE),
}


@pytest.mark.parametrize("name", STAMPS)
def test_a_stamp_goes_and_the_words_under_it_stay(name: str) -> None:
    plain = np.asarray(cv2.cvtColor(scanned(*WORDS), cv2.COLOR_RGB2GRAY), np.uint8)
    found, stamped = lifted(*WORDS, STAMPS[name]), lifted(STAMPS[name])
    near = cv2.dilate((plain < 200).astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    assert (stamped < INKED).sum() < 50
    assert ((found < INKED) & ~near).sum() < 50
    assert (found[plain < 90] < INKED).mean() > 0.97


def test_a_worn_red_seal_goes_that_no_print_lies_over() -> None:
    assert (lifted(worn(RED)) < INKED).sum() < 50
    assert (lifted(worn(BLUE)) < INKED).sum() > 500


def coloured(colour: tuple[float, float, float], *draw: Draw) -> Draw:
    """What is drawn, in a colour."""

    def all_of_it(page: pymupdf.Page) -> None:
        for one in draw:
            one(page)
        for path in page.get_drawings():
            page.draw_line(path["rect"].tl, path["rect"].br, color=colour, width=1.2)

    return all_of_it


def words_in(colour: tuple[float, float, float], y: float, words: str, size: float = 10.5) -> Draw:
    return lambda page: page.insert_text((120, y), words, fontname="japan", fontsize=size, color=colour)


def block(page: pymupdf.Page) -> None:
    """A label on blue, in white."""
    page.draw_rect(pymupdf.Rect(150, 100, 230, 150), color=None, fill=BLUE)
    page.insert_text((160, 130), "件名", fontname="japan", fontsize=20, color=(1, 1, 1))


PRINTED = {
    "a line in red": [words_in(RED, 120, "花壇の水やりの当番を新しく加える")],
    "lines in blue": [words_in(BLUE, 120 + 16 * k, "花壇の水やりの当番を新しく加える") for k in range(4)],
    "two characters above two": [words_in(BLUE, 120 + 26 * k, "花壇", 24) for k in range(2)],
    "a table in blue": [coloured(BLUE, *(rule(60, y, 340, y) for y in (80, 110, 140)), rule(60, 80, 60, 140))],
    "a label on blue": [block],
}


@pytest.mark.parametrize("name", PRINTED)
def test_what_is_printed_in_colour_stays(name: str) -> None:
    colour = scanned(*PRINTED[name])
    grey = np.asarray(cv2.cvtColor(colour, cv2.COLOR_RGB2GRAY), np.uint8)
    assert (lifted(*PRINTED[name]) == grey).all()
