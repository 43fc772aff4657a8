"""Characters that a stamp lay over: what was read of them is never sure, as strokes of both may be one another's.

Knows runs and places; reads no text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kaigi_extract.source import Run

Box = tuple[int, int, int, int]
"""Left, top, width and height in pixels."""


def doubted_under(run: Run, stamps: Sequence[Box], scale: float, most: float) -> Run:
    """The run with a confidence of `most`, at most, for the characters within the oval of a stamp. `scale` is pixels a
    point."""
    if not stamps or run.sure is None:
        return run
    across = (run.low + run.high) / 2
    sure = list(run.sure)
    for k, (start, end) in enumerate(zip(run.start, run.end, strict=True)):
        along = (start + end) / 2
        x, y = (across, along) if run.vertical else (along, across)
        if sure[k] > most and any(_is_within(x * scale, y * scale, box) for box in stamps):
            sure[k] = most
    return replace(run, sure=sure)


def _is_within(x: float, y: float, box: Box) -> bool:
    """Whether a point is within the oval that a box is around."""
    left, top, width, height = box
    return (2 * (x - left) / width - 1) ** 2 + (2 * (y - top) / height - 1) ** 2 <= 1.0
