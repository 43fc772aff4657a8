"""Pages without dark ink: how dark their print becomes, and which pages stay as they are."""

from __future__ import annotations

import numpy as np
import pytest

from kaigi_extract.ocr.faint_ink import strengthen_faint_ink
from kaigi_extract.ocr.page_image import Grey, even_grey
from tests.printed import DPI, SCALE, filled, pixels, printed, text

LINES = [text(40, 20 + 14 * k, "花壇の水やりの当番の表の記録") for k in range(18)]
PLAIN = printed(*LINES)


def faint(left: float, right: float, noise: float = 3.0) -> Grey:
    """The page with its ink of so many levels, 0 to 255, at the left side and at the right one."""
    dark = (255 - PLAIN.astype(np.float64)) / 255 * np.linspace(left, right, PLAIN.shape[1])
    seen = 250 - dark + np.random.default_rng(3).normal(0, noise, PLAIN.shape)
    return np.clip(seen, 0, 255).astype(np.uint8)


def darkness(grey: Grey, x0: float, x1: float) -> float:
    """How dark the strokes between two places of the page are, in points across it."""
    part = (slice(None), slice(round(x0 * SCALE), round(x1 * SCALE)))
    return float(255 - np.median(grey[part][PLAIN[part] < 30]))


@pytest.mark.parametrize(("left", "right"), [(80, 80), (90, 45), (40, 90)])
def test_faint_print_is_made_dark_everywhere(left: float, right: float) -> None:
    seen = even_grey(pixels(faint(left, right)), DPI)
    for place in ((40, 80), (90, 130), (140, 180)):
        assert darkness(seen, *place) > 150
    assert float(np.percentile(seen[PLAIN > 250], 1)) > 190  # the paper stays white


@pytest.mark.parametrize(
    "grey",
    [
        np.minimum(
            faint(60, 60), printed(filled(300, 20, 360, 60))
        ),  # something is dark: the rest is a back, a watermark
        faint(200, 180),
        np.full((900, 1200), 255, np.uint8),
        np.clip(np.random.default_rng(1).normal(247, 3, (900, 1200)), 0, 255).astype(np.uint8),
    ],
)
def test_other_pages_stay(grey: Grey) -> None:
    assert (strengthen_faint_ink(grey, DPI) >= grey.astype(np.int16) - 40).all()


def paled(darkness: float) -> Grey:
    """The page with its ink full at the left, and of so many levels at the right, but for a margin between."""
    dark = 255 - PLAIN.astype(np.float64)
    width = PLAIN.shape[1]
    share = np.interp(np.arange(width), [0.3 * width, 0.45 * width], [0.9, darkness / 255])
    return np.clip(250 - dark * share, 0, 255).astype(np.uint8)


@pytest.mark.parametrize(("left", "strong"), [(120, True), (100, True), (60, False), (40, False)])
def test_print_that_is_paled_in_a_part_of_the_page_is_made_dark_there(left: float, strong: bool) -> None:
    seen = even_grey(pixels(paled(left)), DPI)
    assert darkness(seen, 42, 60) > 200
    assert (darkness(seen, 150, 180) > 130) == strong
