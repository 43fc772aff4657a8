"""Characters under a stamp: (where they are, how sure they stay)."""

from __future__ import annotations

import pytest

from kaigi_extract.ocr.under_stamps import doubted_under
from kaigi_extract.source import Run

STAMP = (200, 90, 60, 60)
"""In pixels; there are two a point."""


def run(x: float, y: float, *, vertical: bool = False, sure: float = 0.99) -> Run:
    """Two characters of ten points, one after the other."""
    along, across = (y, x) if vertical else (x, y)
    starts, ends = [along, along + 10], [along + 10, along + 20]
    return Run("花壇", starts, ends, across, across + 10, 10.0, vertical=vertical, sure=[sure, sure], others=["", ""])


@pytest.mark.parametrize(
    ("made", "sure"),
    [
        (run(50, 50), [0.99, 0.99]),
        (run(89, 55), [0.99, 0.9]),
        (run(105, 55), [0.9, 0.9]),
        (run(105, 55, sure=0.4), [0.4, 0.4]),
        (run(97, 45), [0.99, 0.9]),
        (run(110, 64, vertical=True), [0.9, 0.99]),
    ],
    ids=["beside it", "its edge", "within it", "doubtful as they are", "the corner of its box", "a column"],
)
def test_what_a_stamp_lay_over_is_never_sure(made: Run, sure: list[float]) -> None:
    assert doubted_under(made, [STAMP], 2.0, 0.9).sure == sure


def test_a_page_without_stamps_stays() -> None:
    made = run(105, 55)
    assert doubted_under(made, [], 2.0, 0.9) is made
