"""Text under a picture that shows it again: what a program paints where it flattens transparent shapes.

PDFs of slides have words under a picture that is painted over them and has the same words in its pixels. The page is
drawn, and each character is held against a glyph of its own and against those of others. Decides nothing about content;
OpenCV and numpy are loaded where such a picture is.
"""

from __future__ import annotations

import io
from functools import cache
from statistics import fmean, median
from typing import TYPE_CHECKING, Any

from kaigi_extract.ocr.guard import draw
from kaigi_extract.ocr.page_settings import ShownAgainSettings
from kaigi_extract.ocr.settings import DEFAULT_OCR
from kaigi_extract.source import Page, Run
from kaigi_extract.source.font import japanese_font
from kaigi_extract.source.page import POINTS, Pixels
from kaigi_extract.source.visibility import centres, within

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Patch = NDArray[np.float32]

SOFT = 0.05
"""Ems by which glyphs and page are blurred before they are compared: strokes of two fonts differ by as much."""
REACH = 0.72
"""Ems from the middle of a character within which its glyph is looked for on the page."""
FLAT = 4.0
"""Levels (0 to 255) below which a place of the page shows nothing."""
OTHERS = "国書電議報あのをク会"
"""Characters of many forms: none of them may be as like as the one that is said to be there."""


def take_shown(page: Page, settings: ShownAgainSettings = DEFAULT_OCR.shown_again) -> None:
    """Takes the runs of a page that lie under pictures which show the same characters in the same place.

    Whole pages that are pictures are none of these: they are recognised. Raises `EngineFailed` where the page cannot
    be drawn.
    """
    covered = list(_under_pictures(page, settings))
    if not covered:
        return
    dpi = min(settings.em_pixels / median(run.size for run in covered) * POINTS, settings.most_dpi)
    drawn = _Drawn(draw(page, dpi), page, dpi / POINTS)
    shown = {id(run) for run in covered if drawn.shows(run, settings)}
    page.runs += [run for _, run in page.hidden if id(run) in shown]
    page.hidden = [(why, run) for why, run in page.hidden if id(run) not in shown]


def _under_pictures(page: Page, settings: ShownAgainSettings) -> list[Run]:
    """The covered runs of an upright page that lie in a picture which is but a part of it."""
    if page.frame.turn or page.frame.skew or not page.pictures:
        return []
    most = settings.largest_picture * page.frame.width * page.frame.height
    boxes = [(x0, y0, x1, y1) for x0, y0, x1, y1 in (p.bbox for p in page.pictures) if (x1 - x0) * (y1 - y0) <= most]
    points = ((why, run, centres(run)) for why, run in page.hidden)
    return [
        run
        for why, run, middles in points
        if why == "covered" and all(any(within((x, y, x, y), box) for box in boxes) for x, y in middles)
    ]


class _Drawn:
    """A page as it is drawn, asked which characters it shows."""

    def __init__(self, pixels: Pixels, page: Page, scale: float) -> None:
        import numpy as np

        colours = np.frombuffer(pixels.data, np.uint8).reshape(pixels.height, pixels.width, 3)
        self.pixels = colours
        self.page, self.scale = page, scale

    def shows(self, run: Run, settings: ShownAgainSettings) -> bool:
        """Whether the characters of a run are seen: like their own glyphs, and less like those of others."""
        em = max(round(run.size * self.scale), 1)
        own, others = [], []
        for char, middle in zip(run.text, centres(run), strict=True):
            if not char.strip():
                continue
            patch = self._patch(middle, em)
            if patch is None:
                return False
            own.append(_likeness(patch, char, em))
            others.append(fmean(_likeness(patch, other, em) for other in OTHERS if other != char))
        if not own:
            return False
        return fmean(own) >= settings.least_likeness and fmean(own) - fmean(others) >= settings.least_lead

    def _patch(self, middle: tuple[float, float], em: int) -> Patch | None:
        """The surroundings of a character; None where they are one colour, or end at the page's edge."""
        import numpy as np

        x, y = self.page.frame.display((*middle, *middle))[:2]
        left, right, top, foot = (
            round(at * self.scale + side * REACH * em) for at, side in ((x, -1), (x, 1), (y, -1), (y, 1))
        )
        if left < 0 or top < 0 or foot > self.pixels.shape[0] or right > self.pixels.shape[1]:
            return None
        patch = _blurred(self.pixels[top:foot, left:right].astype(np.float32), em)
        return patch if float(patch.std(axis=(0, 1)).max()) >= FLAT else None


def _likeness(patch: Patch, char: str, em: int) -> float:
    """How like a character is to what is on the page in its place, 0 to 1, in the colour that shows it best."""
    import cv2
    import numpy as np

    glyph = _glyph(char, em)
    if glyph is None or any(size > room for size, room in zip(glyph.shape, patch.shape, strict=False)):
        return 0.0
    found = [cv2.matchTemplate(np.ascontiguousarray(patch[:, :, at]), glyph, cv2.TM_CCOEFF_NORMED) for at in range(3)]
    return max(float(np.abs(np.nan_to_num(one)).max()) for one in found)


@cache
def _glyph(char: str, em: int) -> Patch | None:
    """A character as PyMuPDF's Japanese font draws it, so many pixels an em; None where it draws nothing."""
    import numpy as np
    from PIL import Image, ImageDraw

    image = Image.new("L", (2 * em, 2 * em), 0)
    ImageDraw.Draw(image).text((em, em), char, 255, font=_font(em), anchor="mm")
    box = image.getbbox()
    return _blurred(np.asarray(image.crop(box)).astype(np.float32), em) if box else None


@cache
def _font(em: int) -> Any:
    from PIL import ImageFont

    return ImageFont.truetype(io.BytesIO(japanese_font()), em)


def _blurred(patch: Patch, em: int) -> Patch:
    import cv2

    blurred: Patch = cv2.GaussianBlur(patch, (0, 0), max(SOFT * em, 0.3)).astype("float32", copy=False)
    return blurred
