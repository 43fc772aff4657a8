"""Creases of a folded sheet that a scan shows as dark lines from one edge of the picture to the other.

Nothing is printed so: a line of a form ends before the edge of its sheet. A crease wavers and fades, so that it is
followed along its ink; where print goes through it, that stays. Knows pixels; reads no text.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from kaigi_extract.ocr.page_image import Mask, PageImage
from kaigi_extract.ocr.settings import DEFAULT_OCR, CreaseSettings
from kaigi_extract.ocr.stretches import stretches_of
from kaigi_extract.ocr.stroke_paths import Box, Gauge, follow, wipe_stroke

Ink = NDArray[np.bool_]


def wipe_creases(image: PageImage, settings: CreaseSettings = DEFAULT_OCR.creases) -> list[Box]:
    """Takes creases off a page image, in place, and tells where they were."""
    found: list[Box] = []
    nothing = np.zeros_like(image.ink)
    for level in (True, False):
        ink = _dark(image, level, settings)
        places = [(at, side) for side in (0, 1) for at in _at_edge(ink, side, image, settings)]
        if not places or len(places) > settings.most_creases:
            continue
        for at, side in places:
            ink = _dark(image, level, settings)  # one that was followed from the other edge is gone
            box = _followed(image, ink, at, side, level, nothing, settings)
            found += [] if box is None else [box]
    return found


def _dark(image: PageImage, level: bool, settings: CreaseSettings) -> Ink:
    """What of a page may be of a crease, with x for y where it is looked at down the page."""
    return np.asarray((image.grey if level else image.grey.T) < settings.crease_lightness)


def _at_edge(ink: Ink, side: int, image: PageImage, settings: CreaseSettings) -> Iterator[float]:
    """The heights at which a thin line leads from an edge of the picture inwards: the first one (0) or the last (1)."""
    near, far = (image.px(reach) for reach in settings.edge_strip)
    if ink.shape[1] < 2 * far:  # a picture of which the strips at both edges are all
        return
    strip = ink[:, near:far] if side == 0 else ink[:, ink.shape[1] - far : ink.shape[1] - near]
    slack, thickest = image.px(settings.crease_waver), image.px(settings.thickest_crease)
    there = strip.any(axis=1)
    for start, end in stretches_of(there):
        inked = strip[start:end].any(axis=0)
        thick = float(strip[start:end].sum()) / max(int(inked.sum()), 1)
        if float(inked.mean()) >= settings.edge_share and end - start <= thickest + 2 * slack and thick <= thickest:
            yield (start + end - 1) / 2


def _followed(
    image: PageImage, ink: Ink, at: float, side: int, level: bool, nothing: Mask, settings: CreaseSettings
) -> Box | None:
    """Takes off the crease that begins at an edge, if it goes on far enough; where it was."""
    near, far = (image.px(reach) for reach in settings.edge_strip)
    gauge = Gauge(image.px(settings.thickest_crease), image.px(settings.crease_step), image.px(settings.crease_gap))
    turned = ink if side == 0 else ink[:, ::-1]
    pieces = follow(turned, at, near, far, gauge)
    if not pieces or pieces[-1][0] - pieces[0][0] < settings.crease_length * ink.shape[1]:
        return None
    last = ink.shape[1] - 1
    return wipe_stroke(image, nothing, pieces if side == 0 else [(last - x, a, b) for x, a, b in pieces], level)
