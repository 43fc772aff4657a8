"""Damages of any file, as disks, mailers and cut connections do them."""

from __future__ import annotations

import re
from random import Random

from tests.fuzz.hostile_values import NUMBERS

LONGEST = 4000
"""Bytes that are overwritten, taken out or put in at a time."""


def flipped(data: bytes, chance: Random) -> bytes:
    """Some bits of it changed."""
    made = bytearray(data)
    for _ in range(2 ** chance.randrange(8)):
        made[chance.randrange(len(made))] ^= 1 << chance.randrange(8)
    return bytes(made)


def overwritten(data: bytes, chance: Random) -> bytes:
    """A stretch of zeros, ones or anything."""
    at, length = _stretch(data, chance)
    junk = chance.choice((bytes(length), b"\xff" * length, chance.randbytes(length), b" " * length))
    return data[:at] + junk + data[at + length :]


def taken_out(data: bytes, chance: Random) -> bytes:
    """A stretch of it missing."""
    at, length = _stretch(data, chance)
    return data[:at] + data[at + length :]


def put_in(data: bytes, chance: Random) -> bytes:
    """A stretch of anything, or one of its own, put in once or often."""
    at, length = _stretch(data, chance)
    start = chance.randrange(len(data))
    junk = chance.choice((chance.randbytes(length), data[start : start + length]))
    return data[:at] + junk * chance.choice((1, 1, 2, 50)) + data[at:]


def cut(data: bytes, chance: Random) -> bytes:
    """Its end, or its beginning, is missing."""
    at = chance.randrange(1, len(data))
    return data[:at] if chance.random() < 0.8 else data[at:]


def swapped(data: bytes, chance: Random) -> bytes:
    """Two stretches of it exchanged."""
    one, two, three, four = sorted(chance.randrange(len(data) + 1) for _ in range(4))
    return data[:one] + data[three:four] + data[two:three] + data[one:two] + data[four:]


def renumbered(data: bytes, chance: Random) -> bytes:
    """Some of the numbers in it are others."""
    places = list(re.finditer(rb"-?\d+(?:\.\d+)?", data))
    for place in sorted(chance.sample(places, min(len(places), chance.randrange(1, 6))), key=re.Match.start)[::-1]:
        data = data[: place.start()] + chance.choice(NUMBERS).encode() + data[place.end() :]
    return data


def _stretch(data: bytes, chance: Random) -> tuple[int, int]:
    return chance.randrange(len(data)), chance.randrange(1, min(LONGEST, len(data)) + 1)


BYTES = {one.__name__: one for one in (flipped, overwritten, taken_out, put_in, cut, swapped, renumbered)}
