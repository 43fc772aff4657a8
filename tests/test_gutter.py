"""Lines split where a gutter ends: what is on each side of it, and lines that words run across."""

from __future__ import annotations

from array import array

import pytest

from kaigi_extract.layout.gutter import split_line
from kaigi_extract.layout.lines import Line
from kaigi_extract.layout.settings import DEFAULT_LAYOUT
from kaigi_extract.source import Frame

SIZE = 10.0
"""Points of a character; a line begins at 50."""


@pytest.mark.parametrize(
    ("text", "x", "sides"),
    [
        ("件名　　　　　公園の鍵", 120.0, ("件名", "公園の鍵")),
        ("件名", 120.0, ("件名", None)),
        ("公園の鍵", 50.0, (None, "公園の鍵")),
        ("件名　　　　　　　　", 120.0, ("件名", None)),  # as an engine may read it: nothing but space goes over
        ("公園の鍵の貸出しについて", 120.0, None),
    ],
)
def test_a_line_is_split(text: str, x: float, sides: tuple[str | None, str | None] | None) -> None:
    start = array("f", [50.0 + SIZE * k for k in range(len(text))])
    line = Line(Frame(1, 595, 842), text, start, array("f", [at + SIZE for at in start]), 100.0, 110.0, SIZE)
    split = split_line(line, x, DEFAULT_LAYOUT.borderless_tables)
    found = None if split is None else tuple(one.text if one is not None else None for one in (split.left, split.right))
    assert found == sides
