"""The tables of codes (CMap) by which fonts of a PDF are encoded, and of the widths of their characters: where they
are, and how many codes they take in.

MuPDF looks at each code of a range by itself where such a table meets one to Unicode. A table need not say what it is:
it is one because a font, or another table, names it. Of the objects that are looked for in the bytes of a file, those
that are packed in others are unpacked; whoever hides a name by escapes or under a password is not found here.
"""

from __future__ import annotations

import contextlib
import zlib
from collections.abc import Iterable, Iterator

from kaigi_extract.source.limits import MOST_PACKED
from kaigi_extract.text.late_pattern import late_pattern

_NAMED = late_pattern(rb"/(?:Encoding|UseCMap)\s*(\d{1,7})\s+\d+\s+R\b")
"""An object that a key names as a table of codes."""
_CODES = late_pattern(rb"<([0-9A-Fa-f]{1,8})>\s*<([0-9A-Fa-f]{1,8})>\s*(?:\d|<|\[)")
"""A range of codes, and what it begins to stand for."""


_WIDTHS = late_pattern(rb"/W\s*(?:\[|(?P<number>\d{1,7})\s+\d+\s+R\b)")
_LIST = late_pattern(rb"-?\d+\s*\[[^\[\]]*\]?")
_NUMBER = late_pattern(rb"-?\d{0,10}\.?\d{1,10}")
_SHORTEST_TABLE = 400
"""Bytes of a table of widths that may take in more than any font has: some sixty ranges."""


def named_as_tables(data: Iterable[bytes]) -> set[int]:
    """The numbers of all objects that something in a PDF names as its encoding: tables among them."""
    return {int(found) for each in data for found in _NAMED.findall(each)}


def codes_in(table: bytes) -> int:
    """How many codes the ranges of a table take in, each as often as they do."""
    return sum(max(int(last, 16) - int(first, 16), 0) for first, last in _CODES.findall(table))


def widths_in(table: bytes) -> int:
    """How many characters the ranges of a table of widths (`0 65535 500`) take in, each as often as they do; lists of
    widths (`7 [500 600]`) take in no more than they have."""
    numbers = [float(number) for number in _NUMBER.findall(_LIST.sub(b" ", table))]
    return int(sum(max(last - first, 0) for first, last in zip(numbers[::3], numbers[1::3], strict=False)))


def width_tables(data: bytes) -> Iterator[bytes | int]:
    """The tables of widths that are long enough to take in more than any font has; of one that is an object of its own,
    its number."""
    for found in _WIDTHS.finditer(data):
        if found["number"]:
            yield int(found["number"])
            continue
        end = data.find(b"/", found.end())
        if end - found.end() > _SHORTEST_TABLE:
            yield data[found.end() : end]


def stream_bounds(data: bytes, begun: int) -> tuple[int, int]:
    """Where the bytes of a stream begin and end whose first word is there."""
    start = begun + len(b"stream") + (2 if data[begun + 6 : begun + 8] == b"\r\n" else 1)
    end = data.find(b"endstream", start)
    return start, end if end >= 0 else len(data)


def with_packed(data: bytes) -> Iterator[bytes]:
    """The bytes of a PDF, and what is in the streams that objects are packed in, as far as all of them may go."""
    yield data
    view, room = memoryview(data), MOST_PACKED
    at = data.find(b"/ObjStm")
    while at >= 0 and room > 0:
        begun = data.find(b"stream", at)
        if begun < 0:
            return
        start, end = stream_bounds(data, begun)
        with contextlib.suppress(zlib.error):  # damaged, locked, or in another packing
            unpacked = zlib.decompressobj().decompress(view[start:end], room)
            room -= len(unpacked)
            yield unpacked
        at = data.find(b"/ObjStm", start)
