"""Streaks along a sheet from edge to edge: dirt on the rollers or on the glass of a scanner, grey and narrow.

What is printed on one is darker than it and stays. Knows pixels only, before the page is evened or turned. May import
OpenCV and numpy; reads no text.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from kaigi_extract.ocr.settings import DEFAULT_OCR, StreakSettings

LOOK_DPI = 50
"""Dots an inch along a streak at which it is looked at."""
MM = 25.4
"""Millimetres in an inch."""

Grey = NDArray[np.uint8]


def lift_streaks(grey: Grey, dpi: float, settings: StreakSettings = DEFAULT_OCR.streaks) -> None:
    """Makes streaks down the picture and across it as light as what is beside them, in place."""
    for picture in (grey, grey.T):
        lightness = _streaks(picture, dpi, settings)
        columns = np.flatnonzero(lightness < 1.0)
        if columns.size:
            picture[:, columns] = np.minimum(picture[:, columns] / lightness[columns], 255.0).astype(np.uint8)


def _streaks(picture: Grey, dpi: float, settings: StreakSettings) -> NDArray[np.float32]:
    """How light each column is beside those around it, 0 to 1; 1 where it is no streak. All of a streak is dark: the
    lightest pixels of any other column are paper."""
    step = max(1, round(dpi / LOOK_DPI))
    lightest = np.percentile(picture[::step], settings.lightest, axis=0).astype(np.float32)
    width = max(3, round(settings.streak_width * dpi / MM))
    around = cv2.morphologyEx(lightest[None, :], cv2.MORPH_CLOSE, np.ones((1, width), np.uint8))[0]
    shares = lightest / np.maximum(around, 1.0)
    low, high = settings.streak_lightness
    return np.asarray(np.where((shares >= low) & (shares < high), shares, 1.0), np.float32)
