"""Where a row of flags is set, stretch by stretch: ink along a line, rows with text, lines that meet a side."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike


def stretches_of(marked: ArrayLike) -> list[tuple[int, int]]:
    """Start and end of each stretch of a row of flags that is set; the end is behind it."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], np.asarray(marked, np.int8), [0]))))
    return [(int(start), int(end)) for start, end in zip(edges[::2], edges[1::2], strict=True)]
