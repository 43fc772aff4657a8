"""Texts as they are compared with each other: their letters, and the short runs of these (shingles).

Pure: arrays of numbers from strings. A shingle is kept as a hash of 32 bits: of two texts of 10,000 characters, two
shingles that differ have the same one once in forty pairs, which moves no share that is measured here.
"""

from __future__ import annotations

from typing import Any

import numpy

from kaigi_extract.text import fold
from kaigi_extract.text.late_pattern import late_pattern

Hashes = numpy.ndarray[Any, numpy.dtype[numpy.uint32]]
Flags = numpy.ndarray[Any, numpy.dtype[numpy.bool_]]
Places = numpy.ndarray[Any, numpy.dtype[numpy.int64]]

_NO_LETTERS = late_pattern(r"[\W_]+")
_FIGURE = late_pattern(r"\d+")


def letters(text: str) -> str:
    """The letters, kana, kanji and digits of a text, width folded: what is left of it in every form of a document."""
    return _NO_LETTERS.sub("", fold(text).lower())


def shingles(stream: str, length: int) -> Hashes:
    """The hash of each run of so many characters, in their order; empty where the text is shorter."""
    points = numpy.frombuffer(stream.encode("utf-32-le"), dtype=numpy.uint32)
    count = len(points) - length + 1
    if count <= 0:
        return numpy.zeros(0, dtype=numpy.uint32)
    hashed = numpy.zeros(count, dtype=numpy.uint64)
    for place in range(length):
        hashed = (hashed ^ points[place : place + count]) * numpy.uint64(0x9E3779B97F4A7C15)
        hashed ^= hashed >> numpy.uint64(29)
    return (hashed >> numpy.uint64(32)).astype(numpy.uint32)


def each_once(hashes: Hashes) -> Hashes:
    """The hashes in order, each once. Sorting takes a fifth of the time of `numpy.unique`, which hashes them again."""
    ordered = numpy.sort(hashes)
    if not len(ordered):
        return ordered
    return ordered[numpy.concatenate(([True], ordered[1:] != ordered[:-1]))]


def within(found: Flags, length: int) -> Flags:
    """The characters that are within a shingle that is found, given for each shingle whether it is."""
    steps = numpy.zeros(len(found) + length, dtype=numpy.int32)
    steps[: len(found)] += found
    steps[length:] -= found
    flags: Flags = numpy.cumsum(steps)[:-1] > 0
    return flags


def figures(stream: str) -> Places:
    """Where the runs of digits in a text begin and end: a row each."""
    found = [place.span() for place in _FIGURE.finditer(stream)]
    return numpy.array(found, dtype=numpy.int64).reshape(len(found), 2)


def how_many(flags: Flags, places: Places) -> Any:
    """For each place how many of the flags within it are true."""
    counted = numpy.concatenate(([0], numpy.cumsum(flags)))
    return counted[places[:, 1]] - counted[places[:, 0]]


def is_in(hashes: Hashes, others: Hashes) -> Flags:
    """For each hash whether it is one of the others, which are in order, each once."""
    if not len(others):
        return numpy.zeros(len(hashes), dtype=numpy.bool_)
    places = numpy.minimum(numpy.searchsorted(others, hashes), len(others) - 1)
    flags: Flags = others[places] == hashes
    return flags


class Frequencies:
    """In how many texts each shingle is, counted in a table of fixed size: an answer is at times too high by those that
    share its place, never too low."""

    def __init__(self, characters: int) -> None:
        self.bits = min(max((2 * characters).bit_length(), MINIMUM_BITS), MAXIMUM_BITS)
        self.counts = numpy.zeros(1 << self.bits, dtype=numpy.uint8)

    def add(self, hashes: Hashes) -> None:
        """Counts the shingles of one text, each once."""
        places = each_once(self._places(hashes))
        places = places[self.counts[places] < MOST]
        self.counts[places] += 1

    def of(self, hashes: Hashes) -> Any:
        """In how many texts each of these shingles is; at most `MOST`."""
        return self.counts[self._places(hashes)]

    def _places(self, hashes: Hashes) -> Any:
        return hashes >> numpy.uint32(32 - self.bits)


MINIMUM_BITS, MAXIMUM_BITS = 16, 30
"""The table takes 64 kB at least and 1 GB at most, which half a billion characters fill by half."""
MOST = 255
"""Where counting ends."""
