"""Which form of a character is printed, of those that names are written in: 高 or 髙, 崎 or 﨑, 吉 or 𠮷.

Engines give the usual form to all of them, or do not know the other ones. Here the ink of one character is weighed by
a linear model of its strokes (models/glyph_forms, whose README says how it was trained), asked only where an engine
read a character of such a group. What it cannot tell is left as the engine has it, and doubtful.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from kaigi_extract.ocr.page_image import Grey

SIDE = 32
"""Pixels of the square that a character's ink is brought to."""
DIRECTIONS = 8
"""Directions of strokes that are told apart."""
CELL = 4
"""Pixels of the side of a cell in which strokes are added up."""
COARSE = 16
"""Pixels of the smaller square whose pixels are looked at themselves."""
Features = NDArray[np.float32]
Ink = NDArray[np.uint8]


class GlyphForms:
    """The model: for each group of forms a weight for every feature and form."""

    def __init__(self, path: Path) -> None:
        with np.load(path) as arrays:
            self.groups = [tuple(group) for group in str(arrays["groups"]).split()]
            self.weights = [arrays[f"weights{k}"].astype(np.float32) for k in range(len(self.groups))]
        self.group_of = {char: k for k, group in enumerate(self.groups) for char in group}

    def chances(self, char: str, grey: Grey) -> dict[str, float]:
        """How likely a character's picture is each form of its group; empty where it has none, or no ink."""
        group = self.group_of.get(char)
        seen = features(grey) if group is not None else None
        if group is None or seen is None:
            return {}
        scores = np.append(seen, np.float32(1.0)) @ self.weights[group]
        grown = np.exp(scores - scores.max())
        return {form: float(share) for form, share in zip(self.groups[group], grown / grown.sum(), strict=True)}


def features(grey: Grey) -> Features | None:
    """What the model looks at: directions of strokes and coarse pixels of its ink; None where there is none."""
    ink = tight_ink(grey)
    if ink is None:
        return None
    square = np.asarray(cv2.resize(ink, (SIDE, SIDE), interpolation=cv2.INTER_AREA), np.uint8)
    coarse = cv2.resize(square, (COARSE, COARSE), interpolation=cv2.INTER_AREA).astype(np.float32).ravel() / 255
    return np.concatenate([_directions(square), coarse]).astype(np.float32)


def tight_ink(grey: Grey) -> Ink | None:
    """The ink of a picture, 255 where it is darkest, cut at its edges; None where there is hardly any."""
    if min(grey.shape) < COARSE / 2:
        return None
    dark = 255 - grey
    level, mask = cv2.threshold(dark, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if level < 1 or len(rows) < COARSE / 2 or len(columns) < COARSE / 2:
        return None
    cut = dark[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1].astype(np.float32)
    return np.asarray(np.clip(cut * (255 / max(float(np.percentile(cut, 98)), 1.0)), 0, 255), np.uint8)


def _directions(square: Ink) -> Features:
    """How much stroke runs in each of the directions, in each cell of the square."""
    ink = square.astype(np.float32) / 255
    across, down = cv2.Sobel(ink, cv2.CV_32F, 1, 0), cv2.Sobel(ink, cv2.CV_32F, 0, 1)
    strength, angle = np.hypot(across, down), np.arctan2(down, across) % np.pi * (DIRECTIONS / np.pi)
    cells: list[Features] = []
    for direction in range(DIRECTIONS):
        near = np.abs((angle - direction + DIRECTIONS / 2) % DIRECTIONS - DIRECTIONS / 2)
        share = strength * np.maximum(1 - near, 0)
        cells.append(share.reshape(SIDE // CELL, CELL, SIDE // CELL, CELL).sum(axis=(1, 3)))
    each = np.stack(cells)
    return np.asarray(each / np.sqrt((each**2).sum(axis=0).mean() + 1.0), np.float32).ravel()


@cache
def known_forms() -> GlyphForms | None:
    """The model that lies beside the package; None where it does not."""
    for folder in (Path(str(files("kaigi_extract"))) / "models", Path(__file__).parents[2] / "models"):
        path = folder / "glyph_forms" / "forms.npz"
        if path.is_file():
            return GlyphForms(path)
    return None
