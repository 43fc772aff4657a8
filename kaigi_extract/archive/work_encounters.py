"""Which works a document meets: an LSH of MinHashes, in arrays.

Entries of bands that fall into one bucket are chained: a tenth of what a dict for each band takes, as `MinHashLSH` of
datasketch has them. What is in a bucket is compared, so that who meets is the same. Pure, but for the package that it
loads.
"""

from __future__ import annotations

from array import array
from typing import Any

import numpy
from numpy.typing import NDArray

from kaigi_extract.archive.shingles import Hashes, each_once
from kaigi_extract.archive.verbs import MIGRATE
from kaigi_extract.optional import load

Signature = NDArray[Any]
"""The values of a MinHash."""
_NONE = 0xFFFFFFFF
"""No entry: the end of a chain."""
_FEWEST = 1024
"""Buckets at first."""
_FACTOR = numpy.uint64(0x9E3779B97F4A7C15)
_HALF = numpy.uint64(32)


class Encounters:
    """The signatures of works, by their bands."""

    def __init__(self, permutations: int, rows: int) -> None:
        datasketch = load("datasketch", MIGRATE)
        self._empty = datasketch.MinHash(num_perm=permutations, hashfunc=_as_it_is)
        self._rows, self._bands = rows, permutations // rows
        self._numbers = array("I")
        """The work that each signature is of."""
        self._signatures = bytearray()
        self._first = array("I", [_NONE]) * _FEWEST
        """The last entry of each bucket. A signature has as many entries as bands, one after the other."""
        self._next = array("I")
        """For each entry the one before it in its bucket."""

    def signature(self, hashes: Hashes) -> Signature:
        """The MinHash of a set of shingles."""
        made = self._empty.copy()
        made.update_batch(each_once(hashes).tolist())
        values: Signature = made.hashvalues
        return values

    def add(self, number: int, signature: Signature) -> None:
        """Notes that a work has this signature."""
        self._numbers.append(number)
        self._signatures += signature.tobytes()
        if len(self._next) + self._bands > len(self._first):
            self._first = array("I", [_NONE]) * (2 * len(self._first))
            self._next = array("I")
            for kept in self._kept(signature):
                self._chain(kept)
        else:
            self._chain(signature)

    def _chain(self, signature: Signature) -> None:
        """Adds the entries of a signature, the next one, to their buckets."""
        for bucket in self._buckets(signature):
            self._next.append(self._first[bucket])
            self._first[bucket] = len(self._next) - 1

    def _buckets(self, signature: Signature) -> list[int]:
        """The bucket of each band."""
        hashed = numpy.arange(self._bands, dtype=numpy.uint64)
        bands = signature[: self._bands * self._rows].astype(numpy.uint64).reshape(self._bands, self._rows)
        for values in bands.T:
            hashed = (hashed ^ values) * _FACTOR
            hashed ^= hashed >> _HALF
        found: list[int] = (hashed % numpy.uint64(len(self._first))).tolist()
        return found

    def _kept(self, like: Signature) -> Signature:
        """All signatures, one a row. Nothing may be added while it is held."""
        return numpy.frombuffer(self._signatures, like.dtype).reshape(-1, len(like))

    def met(self, signature: Signature, most: int) -> list[int]:
        """The works that have a band in common with it; where they are many, those that are likely nearest."""
        near = set[int]()
        for bucket in self._buckets(signature):
            entry = self._first[bucket]
            while entry != _NONE:
                near.add(entry // self._bands)
                entry = self._next[entry]
        keys = numpy.array(sorted(near), dtype=numpy.int64)
        same = self._kept(signature)[keys] == signature
        bands = same[:, : self._bands * self._rows].reshape(len(keys), self._bands, self._rows)
        shared = bands.all(axis=2).any(axis=1)
        keys, similarity = keys[shared], numpy.count_nonzero(same[shared], axis=1)
        nearest = keys[numpy.lexsort((keys, -similarity))][:most]
        return sorted({self._numbers[key] for key in nearest.tolist()})


def _as_it_is(value: int) -> int:
    return value
