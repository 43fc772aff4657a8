"""Pale square stamps over print: what is stamped where, and what is left of it. Places are in points of a page of 400
by 300; a stamp is 20 mm wide."""

from __future__ import annotations

import cv2
import numpy as np
import pymupdf
import pytest

from kaigi_extract.ocr.framed_stamps import wipe_framed_stamps
from kaigi_extract.ocr.ruled_lines import find_ruled_lines
from tests.printed import MM, Draw, page_image, printed, rule, text
from tests.test_seals import scanned

SIDE = 20 * MM
WORDS = [text(120, 98 + 18 * k, "植木鉢の貸出しに係る業務の記録票") for k in range(6)]
TABLE: list[Draw] = [
    *(rule(90, y, 330, y) for y in (60, 110, 150, 190, 240)),
    *(rule(x, 60, x, 240) for x in (90, 180, 330)),
    *(text(186, y + 8, "花壇の係の記録の票") for y in (60, 110, 150, 190)),
]


def stamp(
    grey: float = 0.5, x: float = 215.0, y: float = 115.0, tilt: float = 4.0, words: str = "緑町工房之印判章也"
) -> Draw:
    """A square frame with three columns of characters, set askew."""
    colour = (grey, grey, grey)

    def draw(page: pymupdf.Page) -> None:
        middle = pymupdf.Point(x + SIDE / 2, y + SIDE / 2)
        turned = pymupdf.Matrix(tilt)
        corners = [
            pymupdf.Point(dx * SIDE / 2, dy * SIDE / 2) * turned + middle
            for dx, dy in ((-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1))
        ]
        page.draw_polyline(corners, color=colour, width=0.8 * MM)
        size = 0.26 * SIDE
        for k, char in enumerate(words):
            point = pymupdf.Point(x + SIDE * (0.68 - 0.29 * (k // 3)), y + SIDE * (0.29 + 0.28 * (k % 3)))
            page.insert_text(point, char, fontname="japan", fontsize=size, color=colour, morph=(middle, turned))

    return draw


@pytest.mark.parametrize("tilt", [-6.0, 0.0, 4.0])
@pytest.mark.parametrize("grey", [0.4, 0.5, 0.62])
def test_a_pale_stamp_goes_and_the_words_under_it_stay(grey: float, tilt: float) -> None:
    image, plain = page_image(scanned(*WORDS, stamp(grey, tilt=tilt))), page_image(scanned(*WORDS))
    near = cv2.dilate(plain.ink, np.ones((9, 9), np.uint8)) > 0  # where it touches print, some is left
    stamped = (image.ink > 0) & ~near
    assert len(wipe_framed_stamps(image)) == 1
    assert ((image.ink > 0) & stamped).sum() < 0.3 * max(stamped.sum(), 200)
    assert image.ink[(plain.grey < 90)].mean() > 0.95 * 255


@pytest.mark.parametrize("tilt", [0.0, 1.0])
def test_none_of_a_stamp_is_a_ruled_line_and_those_under_it_are(tilt: float) -> None:
    image = page_image(scanned(*TABLE, stamp(0.5, tilt=tilt)))
    assert len(find_ruled_lines(page_image(scanned(*TABLE, stamp(0.5, tilt=tilt)))).lines) > 8
    assert len(wipe_framed_stamps(image)) == 1
    assert len(find_ruled_lines(image).lines) == 8


def grid(grey: float, words: str) -> list[Draw]:
    """A table with grey lines, whose cells are as large as stamps."""
    colour = (grey, grey, grey)
    lines = [((90, 60 + 50 * k), (290, 60 + 50 * k)) for k in range(4)]
    lines += [((90 + 50 * k, 60), (90 + 50 * k, 210)) for k in range(5)]
    drawn: list[Draw] = [lambda page, ends=ends: page.draw_line(*ends, color=colour, width=1.2) for ends in lines]
    return drawn + [text(95 + 50 * k, 70 + 50 * n, words) for k in range(4) for n in range(3)]


@pytest.mark.parametrize(
    "draw",
    [
        [*WORDS, stamp(0.0)],  # as dark as the print
        [text(60, 20, "植木鉢の貸出し"), stamp(0.5)],  # over nothing: it is read
        [*WORDS, stamp(0.5, words="")],  # a grey frame around words
        grid(0.5, "花壇"),
        [*grid(0.5, ""), *WORDS],
        [text(60, 20 + 12 * k, "回国困囲固圏園図団因" * 3) for k in range(22)],
    ],
)
def test_other_frames_are_no_stamps(draw: list[Draw]) -> None:
    image = page_image(scanned(*draw))
    before = image.ink.copy()
    assert wipe_framed_stamps(image) == []
    assert (image.ink == before).all()


def test_a_white_page_has_none() -> None:
    assert wipe_framed_stamps(page_image(printed())) == []
