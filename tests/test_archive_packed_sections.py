"""Text and places of a section in little room, and the same again."""

from __future__ import annotations

import json
import sqlite3

import pytest

from kaigi_extract.archive.packed_sections import packed_spans, packed_text, spans_of, text_of

LINE = {"line": 3, "start": 0, "end": 12}
PLACE = {"page": 1, "bbox": [68.25, 112.87, 199.5, 130.0]}


@pytest.mark.parametrize("text", ["", "温室の鍵を預かる。", "ab\n温\0室", "𠮷野", "\ud800温"])
def test_a_text(text):
    assert text_of(packed_text(text)) == text


@pytest.mark.parametrize(
    "spans",
    [
        [],
        [LINE],
        [LINE, {"line": 5, "start": 2, "end": 2}],
        [PLACE],
        [PLACE, {"page": 2, "bbox": [0.0, -3.5, 12.01, 8.0]}, {"page": 2, "bbox": [0.0, 1.0, 841.89, 2.3]}],
        [{"page": 1, "bbox": [68.2512, 1.0, 2.0, 3.0]}],  # finer than hundredths
        [{"page": 1, "bbox": None}, PLACE],
        [PLACE, LINE],  # of two kinds
        [{"page": None, "bbox": [1.0, 2.0, 3.0, 4.0]}],
    ],
)
def test_places(spans):
    again = spans_of(packed_spans(json.dumps(spans)))
    assert json.dumps(again) == json.dumps(spans), "the order of their names and the kinds of their numbers, too"


@pytest.mark.parametrize("read", [text_of, spans_of])
def test_what_is_damaged(read):
    with pytest.raises(sqlite3.DatabaseError, match="cannot be unpacked"):
        read(packed_text("温室の鍵")[:-3])
