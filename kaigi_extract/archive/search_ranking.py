"""Which documents speak most of what is looked for: each section weighed by BM25, each document as its best section.

The weights are those of `bm25()` of FTS5, but for sections by the hundred thousand: FTS5 would look up the length of
each section by itself, and Python take a row for each. The index keeps no lengths (`columnsize = 0`); they are read for
all sections at once, and what FTS5 finds comes as one row. Reads the open index.
"""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Iterable
from functools import cache

import numpy
from numpy.typing import NDArray

from kaigi_extract.archive.search_pairs import match_of
from kaigi_extract.late_dataclass import dataclass

Numbers = NDArray[numpy.int64]

_K1, _B, _IDF_OF_MOST = 1.2, 0.75, 1e-6
"""The constants of `bm25()` of FTS5."""
_NO_LENGTH = -1
"""What FTS5 takes for the length of a section in an index without lengths."""
_TELLING_AVERAGE = 4.0
"""Characters of a section on average from which on a weight tells how often a word is there: at three it is one
weight however often."""
_SCALE = 1e15
"""Weights are at most 31.4 and are read as whole numbers."""
_NO_SECTION = -1

_FOUND = f"""
SELECT group_concat(place), group_concat(weight) FROM (
    SELECT rowid AS place, CAST(bm25(pairs) * -{_SCALE} AS INTEGER) AS weight FROM pairs WHERE pairs MATCH ? LIMIT -1
)"""


def packed(numbers: Iterable[int]) -> bytes:
    """Numbers as the index keeps them."""
    return numpy.fromiter(numbers, "<i4").tobytes()


def packed_lengths(places: range, lengths: dict[int, int]) -> bytes:
    """The lengths of the sections at so many places, of which some have none."""
    return packed(lengths.get(place, _NO_SECTION) for place in places)


@dataclass(frozen=True, slots=True)
class Ranking:
    """What a search found."""

    documents: Numbers
    """Numbers of documents, by weight."""
    places: Numbers
    """The sections of these that have any of the words, in their order."""

    def places_in(self, document: range) -> list[int]:
        """Those of the sections of one document."""
        first, end = numpy.searchsorted(self.places, (document.start, document.stop)).tolist()
        found: list[int] = self.places[first:end].tolist()
        return found


class Sections:
    """Where all documents and sections of an index are, and how long the sections are."""

    def __init__(self, db: sqlite3.Connection) -> None:
        parts = db.execute("SELECT first, documents, lengths FROM parts ORDER BY first").fetchall()
        none = numpy.zeros(0, numpy.int64)
        self.documents: Numbers = numpy.concatenate([none, *(_unpacked(numbers) for _, numbers, _ in parts)])
        lengths = numpy.concatenate([none, *(_unpacked(lengths) for _, _, lengths in parts)])
        ranges = [numpy.arange(first, first + len(lengths) // 4) for first, _, lengths in parts]
        there = lengths != _NO_SECTION
        self.places: Numbers = numpy.concatenate([none, *ranges])[there]
        self.lengths: Numbers = lengths[there]

    def documents_at(self, places: Numbers) -> Numbers:
        """The numbers of the documents that sections are of."""
        return self.documents[numpy.searchsorted(self.documents, places, "right") - 1]


def _unpacked(numbers: bytes) -> Numbers:
    return numpy.frombuffer(numbers, "<i4").astype(numpy.int64)


class Ranker:
    """Weighs documents by words; each word is looked for once."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.sections = Sections(db)
        self._db = db
        self._found = cache(self._look_for)

    def ranking(self, groups: list[list[str]], without: list[str], kept: set[int] | None) -> Ranking:
        """The documents that have a word of each group and none of those without, of those that are kept (None:
        all)."""
        sections = self.sections
        weights = numpy.zeros(len(sections.places))
        for word in dict.fromkeys(word for group in groups for word in group):
            at, found = self._found(word)
            weights[at] += found
        at = numpy.flatnonzero(weights)
        documents = sections.documents_at(sections.places[at])
        wanted = self._wanted(groups, without, kept)[numpy.searchsorted(sections.documents, documents)]
        at, documents = at[wanted], documents[wanted]
        starts = numpy.flatnonzero(numpy.diff(documents, prepend=0))
        best = numpy.maximum.reduceat(weights[at], starts) if len(starts) else weights[:0]
        order = numpy.lexsort((documents[starts], -best))
        return Ranking(documents[starts][order], sections.places[at])

    def _wanted(self, groups: list[list[str]], without: list[str], kept: set[int] | None) -> NDArray[numpy.bool_]:
        """Which of all documents are asked for."""
        wanted = numpy.ones(len(self.sections.documents), bool)
        if kept is not None:
            wanted = numpy.isin(self.sections.documents, list(kept))
        for group in groups if len(groups) > 1 else ():
            wanted &= self._having(group)
        return wanted & ~self._having(without)

    def _having(self, words: list[str]) -> NDArray[numpy.bool_]:
        """Which of all documents have any of the words."""
        sections = self.sections
        having = numpy.zeros(len(sections.documents), bool)
        for word in words:
            places = sections.places[self._found(word)[0]]
            having[numpy.searchsorted(sections.documents, places, "right") - 1] = True
        return having

    def _look_for(self, word: str) -> tuple[Numbers, NDArray[numpy.float64]]:
        """Which of all sections have a word, and their weights."""
        [(places, weights)] = self._db.execute(_FOUND, [match_of(word)]).fetchall()
        found = numpy.fromstring(places or "", numpy.int64, sep=",")
        at = numpy.searchsorted(self.sections.places, found)
        if not numpy.array_equal(numpy.append(self.sections.places, _NO_SECTION)[at], found):
            raise sqlite3.DatabaseError("a section in the index is of no document")
        return at, self._weighed(at, numpy.fromstring(weights or "", numpy.float64, sep=",") / _SCALE)

    def _weighed(self, at: Numbers, weights: NDArray[numpy.float64]) -> NDArray[numpy.float64]:
        """Weights by BM25, with lengths, of what FTS5 weighed without."""
        lengths = self.sections.lengths
        if not len(at):
            return weights
        average = float(lengths.sum()) / len(lengths)
        idf = math.log((len(lengths) - len(at) + 0.5) / (len(at) + 0.5))
        idf = idf if idf > 0 else _IDF_OF_MOST
        times = numpy.ones(len(at))
        if average >= _TELLING_AVERAGE:
            same = _K1 * (1.0 - _B + _B * _NO_LENGTH / average)
            times = numpy.maximum(numpy.round(weights * same / (idf * (_K1 + 1.0) - weights)), 1.0)
        found: NDArray[numpy.float64] = idf * (
            times * (_K1 + 1.0) / (times + _K1 * (1.0 - _B + _B * lengths[at] / average))
        )
        return found
