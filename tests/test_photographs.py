"""Sheets that were photographed: found at their corners, made flat and evenly lit, and shown where they are seen. What was
scanned is left as it is."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from kaigi_extract.findings import Findings
from kaigi_extract.ocr import pages
from kaigi_extract.ocr.pages import PageRecognition
from kaigi_extract.ocr.photograph import find_sheet, flattened
from kaigi_extract.ocr.photograph_frame import PhotographFrame
from kaigi_extract.source import Frame, Page
from tests.printed import CORNERS, FILLING, SCALE, BlockReader, Draw, blocks, filled, photographed, printed, rule, scan
from tests.typeset import run

FORM: list[Draw] = [
    *(rule(60, 100 + 40 * k, 360, 100 + 40 * k) for k in range(9)),
    *(rule(x, 100, x, 420) for x in (60, 150, 360)),
    *(blocks(70, 113 + 40 * k, 5) for k in range(8)),
    *(blocks(160, 113 + 40 * k, 17) for k in range(8)),
    *(blocks(60, 450 + 20 * k, 28) for k in range(5)),
]
ASLANT = ((90.0, 40.0), (520.0, 60.0), (500.0, 690.0), (40.0, 700.0))


@pytest.mark.parametrize("corners", [CORNERS, ASLANT])
@pytest.mark.parametrize("fade", [0.0, 0.4])
def test_a_sheet_is_found_at_its_corners(corners: tuple[tuple[float, float], ...], fade: float) -> None:
    grey = photographed(*FORM, corners=corners, fade=fade).grey
    small = cv2.resize(grey, None, fx=0.36, fy=0.36, interpolation=cv2.INTER_AREA)
    found = find_sheet(np.repeat(small[:, :, None], 3, axis=2))
    assert found is not None
    assert np.abs(found.corners / 0.36 / SCALE - np.array(corners)).max() < 4  # points


SCANNED: dict[str, np.ndarray] = {
    "clean": printed(*FORM, width=420, height=594),
    "dark beside the sheet": printed(
        *FORM, filled(0, 0, 420, 15, 0.1), filled(400, 0, 420, 594, 0.1), height=594, width=420
    ),
    "askew on a dark lid": cv2.warpAffine(
        printed(*FORM, width=420, height=594),
        cv2.getRotationMatrix2D((630, 891), 2.5, 0.93),
        (1260, 1782),
        borderValue=(40, 40, 40),
    ),
    "shaded": printed(filled(60, 100, 150, 420, 0.8), filled(0, 430, 420, 594, 0.85), *FORM, width=420, height=594),
    "grey at one side": (printed(*FORM, width=420, height=594) * np.linspace(1, 0.88, 1260)[None, :]).astype(np.uint8),
    "white on black": printed(*FORM, filled(60, 100, 150, 420, 0.1), width=420, height=594),
    "shaded by half": printed(*FORM, filled(60, 60, 200, 560, 0.7), width=420, height=594),
    "blank": printed(width=420, height=594),
}


@pytest.mark.parametrize("name", SCANNED)
def test_what_was_scanned_is_left_as_it_is(name: str) -> None:
    assert flattened(scan(SCANNED[name])) is None


def test_a_page_with_text_of_its_own_is_no_photograph() -> None:
    page = scan(photographed(*FORM).grey)
    assert flattened(page) is not None
    assert flattened(replace(page, runs=[run("個人情報", 60, 60)])) is None
    assert flattened(replace(page, hidden=[("invisible", run("個人情報", 60, 60))])) is None


def read(page: Page, monkeypatch: pytest.MonkeyPatch) -> tuple[str, Page]:
    monkeypatch.setattr(pages, "find_engine", lambda _name: BlockReader())
    how, result = PageRecognition("blocks").of(page, Findings())
    return how.reason, result


@pytest.mark.parametrize(
    ("corners", "bend", "fade"),
    [(CORNERS, 0.0, 0.0), (ASLANT, 0.0, 0.5), (CORNERS, 9.0, 0.3), (ASLANT, -9.0, 0.0), (FILLING, 0.0, 0.55)],
)
def test_a_photographed_form_is_read_as_if_scanned(
    corners: tuple[tuple[float, float], ...], bend: float, fade: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    shot = photographed(*FORM, corners=corners, bend=bend, fade=fade)
    reason, page = read(scan(shot.grey), monkeypatch)
    assert "a photograph of a sheet that was made flat" in reason
    assert sorted(len(one.text) for one in page.runs) == [5] * 8 + [17] * 8 + [28] * 5
    assert sum(line.horizontal for line in page.rules) == 9
    assert sum(not line.horizontal for line in page.rules) == 3
    first = min((one for one in page.runs if len(one.text) == 5), key=lambda one: one.bbox[1])
    x0, y0, x1, y1 = page.frame.display(first.bbox)
    left, top = shot.at(70, 113)
    right, foot = shot.at(70 + 5 * 10.5, 113 + 0.8 * 10.5)
    assert (x0, x1) == pytest.approx((left, right), abs=5)
    assert y0 < (top + foot) / 2 < y1
    assert abs((y0 + y1 - top - foot) / 2) < 5


def test_a_place_of_the_sheet_there_and_back() -> None:
    flat = Frame(1, 400, 300, 90, 0.5)
    grid = tuple(tuple((20 + 8 * x + 0.3 * y, 10 + 9 * y + 0.05 * x * x) for x in range(33)) for y in range(33))
    frame = PhotographFrame(1, 400, 300, 90, 0.5, flat=flat, sheet=(300.0, 400.0), grid=grid)
    for point in ((30.0, 40.0), (200.0, 150.0), (390.0, 290.0)):
        shown = frame.display((*point, *point))
        assert frame.upright(*shown[:2]) == pytest.approx(point, abs=0.05)
