"""Which printed line goes on in which: the next one down at the same left edge, where a line reaches as far as others.

So a character that begins a line has the one before it for a neighbour (デ at the end, ー at the start). Geometry only.
"""

from __future__ import annotations

from collections.abc import Sequence

from kaigi_extract.ocr.character_settings import ReweighSettings
from kaigi_extract.ocr.line_segmentation import LineBox
from kaigi_extract.ocr.settings import DEFAULT_OCR


def chains(boxes: Sequence[LineBox], em: float, settings: ReweighSettings = DEFAULT_OCR.reweigh) -> list[list[int]]:
    """The lines, by their numbers, each with those that it goes on in after it. `em` is the page's, in pixels."""
    below = {k: _below(k, boxes, em, settings) for k in range(len(boxes))}
    begun = set(range(len(boxes))) - {k for k in below.values() if k is not None}
    found: list[list[int]] = []
    for k in sorted(begun):
        line: int | None = k
        found.append([])
        while line is not None and line not in found[-1]:
            found[-1].append(line)
            line = below[line]
    return found


def _below(k: int, boxes: Sequence[LineBox], em: float, settings: ReweighSettings) -> int | None:
    """The line that one goes on in; None where it ends short of its right edge, or none is below."""
    box = boxes[k]
    if box.characters:
        return None
    near = [
        n
        for n, other in enumerate(boxes)
        if n != k
        and not other.characters
        and 0 < (other.y0 + other.y1) / 2 - (box.y0 + box.y1) / 2 <= settings.wrap_leading * em
        and abs(other.x0 - box.x0) <= settings.wrap_indent * em
    ]
    if not near:
        return None
    below = min(near, key=lambda n: boxes[n].y0)
    return below if box.x1 + settings.wrap_short * em >= boxes[below].x1 else None
