"""Text and places of a section as the search index keeps them: in as little room as is read back at once.

Text is compressed as UTF-16, in which Japanese takes an eighth less than in UTF-8 once zstd is through with it. Places
are written number by number, each as what it is more than the one before: half of what their JSON takes. Pure.
"""

from __future__ import annotations

import json
import sqlite3
from itertools import accumulate, pairwise
from typing import Any

from kaigi_extract.archive.stored_record import compressed, decompressed

_LEVEL = 3
"""Level of zstd: of texts so short level 9 leaves a fortieth less, for six times the time."""
_HUNDREDTHS = 100
"""Places on a page are kept to so many parts of a point."""

Spans = list[dict[str, Any]]


def packed_text(text: str) -> bytes:
    """A text in little room, with whatever characters."""
    return compressed(text.encode("utf-16-le", "surrogatepass"), _LEVEL)


def text_of(packed: bytes) -> str:
    """The text again.

    Raises:
        sqlite3.DatabaseError: It is damaged.
    """
    return _unpacked(packed).decode("utf-16-le", "surrogatepass")


def packed_spans(spans: str) -> bytes:
    """Places (JSON, as the tables have them) in little room."""
    return compressed(json.dumps(_columns(json.loads(spans)), separators=(",", ":")).encode(), _LEVEL)


def spans_of(packed: bytes) -> Spans:
    """The places again.

    Raises:
        sqlite3.DatabaseError: They are damaged.
    """
    known = json.loads(_unpacked(packed))
    if not known or isinstance(known[0], dict):
        return list(known)
    keys, *columns = known
    columns = [list(accumulate(column)) for column in columns]
    if keys == ["page", "bbox"]:
        page, *corners = columns
        boxes = zip(*([number / _HUNDREDTHS for number in column] for column in corners), strict=True)
        columns = [page, list(map(list, boxes))]
    return [dict(zip(keys, values, strict=True)) for values in zip(*columns, strict=True)]


def _columns(spans: Spans) -> list[Any]:
    """The names of the numbers, then a list of differences for each; the places as they are where they are not all of
    one kind, or finer."""
    keys = list(spans[0]) if spans else []
    if keys == ["page", "bbox"]:
        rows = [[span.get("page"), *map(_hundredths, span.get("bbox") or ())] for span in spans]
    else:
        rows = [list(span.values()) for span in spans]
    whole = all(isinstance(number, int) for row in rows for number in row)
    if not spans or not whole or len({(*span, len(row)) for span, row in zip(spans, rows, strict=True)}) > 1:
        return spans
    return [keys, *([column[0], *(b - a for a, b in pairwise(column))] for column in zip(*rows, strict=True))]


def _hundredths(number: float) -> int | None:
    """A number in hundredths; None where it is no whole number of them."""
    rounded = round(number * _HUNDREDTHS)
    return rounded if rounded / _HUNDREDTHS == number else None


def _unpacked(packed: bytes) -> bytes:
    found = decompressed(packed)
    if found is None:
        raise sqlite3.DatabaseError("a section in the index cannot be unpacked")
    return found
