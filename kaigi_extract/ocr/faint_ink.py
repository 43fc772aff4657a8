"""Pages without dark ink, as carbon copies and worn ribbons leave them: their print made as dark as others', evenly.

Where the darkest ink of a page is pale, all of it is. On others what is much paler is the back of the sheet, a stamp, a
watermark; what is a little darker than these, with no dark print around, is print in a glare or where toner ran out.
The darkness of print is measured over neighbourhoods, since such copies fade from place to place. Knows pixels only.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from kaigi_extract.ocr.settings import DEFAULT_OCR, FaintInkSettings

MM = 25.4
"""Millimetres in an inch."""

Grey = NDArray[np.uint8]


def strengthen_faint_ink(even: Grey, dpi: float, settings: FaintInkSettings = DEFAULT_OCR.faint_ink) -> Grey:
    """The evened page, 0 to 255, with faint ink as dark as print, all over or in places; the same where there is
    none."""
    side = max(1, round(settings.ink_block * dpi / MM))
    peaks = _peaks(even, side)
    paper = float(np.median(peaks))
    is_faint = float(np.percentile(even, 100 * settings.faint_share)) >= settings.faint_ink
    least = settings.over_paper * paper + settings.least_peak
    inked = peaks > (least if is_faint else max(least, settings.least_in_place))
    if not inked.any():
        return even
    usual = float(peaks[inked].mean())
    reach = settings.faint_reach * dpi / MM / side
    weight = cv2.GaussianBlur(inked.astype(np.float32), (0, 0), reach) + settings.usual_weight
    level = cv2.GaussianBlur(np.where(inked, peaks, 0).astype(np.float32), (0, 0), reach)
    level = (level + settings.usual_weight * usual) / weight
    most = max(1.0, min(settings.most_gain, settings.paper_darkness / max(paper, 1.0)))
    gain = np.clip(settings.print_darkness / np.maximum(level, 1.0), 1.0, most)
    if not is_faint:
        gain[level >= settings.faint_in_place] = 1.0
        if float((inked & (gain > 1.0)).sum() * side**2) < settings.least_place * (dpi / MM) ** 2:
            return even
    height, width = even.shape
    whole = cv2.resize(gain.astype(np.float32), (width, height), interpolation=cv2.INTER_LINEAR)
    dark = np.minimum((255 - even.astype(np.float32)) * whole, 255)
    return np.asarray(255 - dark, np.uint8)


def _peaks(even: Grey, side: int) -> NDArray[np.float32]:
    """How dark the darkest pixel of each square of the page is, 0 to 255."""
    height, width = (-(-length // side) * side for length in even.shape)
    padded = cv2.copyMakeBorder(
        even, 0, height - even.shape[0], 0, width - even.shape[1], cv2.BORDER_CONSTANT, value=255
    )
    squares = np.asarray(padded).reshape(height // side, side, width // side, side)
    return np.asarray(255 - squares.min(axis=(1, 3)), np.float32)
