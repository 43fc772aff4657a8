"""Damages of compound files (.doc, .xls), a file system of sectors: its header, its chains, its directory, its streams."""

from __future__ import annotations

import struct
from collections.abc import Callable
from random import Random

HEADER = 512
ENTRY = 128
"""Bytes of one entry of the directory."""
FREE, END, TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
"""What a table of sectors says of one: nothing is in it, nothing comes behind it, it is of such a table itself."""
FIELDS = {
    **dict.fromkeys((24, 26, 28, 30, 32), "<H"),
    **dict.fromkeys((40, 44, 48, 56, 60, 64, 68, 72, 76, 80), "<I"),
}
"""Of the header: versions, order of bytes, sizes of sectors; how many tables there are, and where each begins."""
LINKS = (68, 72, 76)
"""Of an entry: those before it and behind it beside it, and the first one below it."""
START, SIZE = 116, 120
SHORTS = (0, 1, 2, 7, 9, 16, 0x7FFF, 0x8000, 0xFFFF)
LONGS = (0, 1, 2, 0xFFFF, 0x7FFFFFFF, 0x80000000, FREE, END, TABLE)


def head(data: bytes, chance: Random) -> bytes:
    """Its header claims other sizes of sectors, other numbers of tables, other places."""
    made = bytearray(data)
    for place in chance.sample(sorted(FIELDS), chance.randrange(1, 4)):
        packing = FIELDS[place]
        values = SHORTS if packing == "<H" else (*LONGS, chance.randrange(len(data) // HEADER))
        struct.pack_into(packing, made, place, chance.choice(values))
    return bytes(made)


def chains(data: bytes, chance: Random) -> bytes:
    """Chains of sectors that lead back, end too soon, lead out, or all to one."""
    made, at = bytearray(data), _place(data, 76)
    sectors = len(data) // HEADER - 1
    how = chance.randrange(4)
    for number in range(sectors) if how == 3 else chance.choices(range(sectors), k=chance.choice((1, 3, 30))):
        value = (chance.randrange(sectors), number, chance.choice(LONGS), max(number - 1, 0))[how]
        _put(made, at + 4 * number, value)
    return bytes(made)


def directory(data: bytes, chance: Random) -> bytes:
    """Entries that are their own children, begin anywhere, claim any size, have no name or one too long."""
    made, at = bytearray(data), _place(data, 48)
    for _ in range(chance.randrange(1, 6)):
        number = chance.randrange(HEADER // ENTRY)
        entry = at + ENTRY * number
        how = chance.randrange(4)
        if how == 0:
            _put(made, entry + chance.choice(LINKS), chance.choice((number, 0, chance.randrange(9), 0x7FFFFFFF)))
        elif how == 1:
            _put(made, entry + START, chance.choice((*LONGS, chance.randrange(len(data) // HEADER))))
        elif how == 2:
            _put(made, entry + SIZE, chance.choice((*LONGS, len(data) * 9)))
        elif entry + ENTRY <= len(made):
            made[entry + chance.choice((0, 2, 64, 65, 66, 67))] = chance.randrange(256)
    return bytes(made)


def values(data: bytes, chance: Random) -> bytes:
    """Numbers within its streams are too large, or of nothing: lengths of tables, places of pieces, counts of columns."""
    made = bytearray(data)
    first = chance.choice((HEADER, _place(data, 48) - HEADER, chance.randrange(HEADER, len(data))))
    for _ in range(chance.choice((1, 5, 60))):
        at = min(max(first, HEADER) + 2 * chance.randrange(600), len(made) - 4)
        if chance.random() < 0.5:
            struct.pack_into("<H", made, at, chance.choice(SHORTS))
        else:
            _put(made, at, chance.choice(LONGS))
    return bytes(made)


def _place(data: bytes, field: int) -> int:
    """Where the sector begins that a field of the header names."""
    return HEADER * (int(struct.unpack_from("<I", data, field)[0]) + 1)


def _put(made: bytearray, at: int, value: int) -> None:
    if at + 4 <= len(made):
        struct.pack_into("<I", made, at, value)


COMPOUND: dict[str, Callable[[bytes, Random], bytes]] = {one.__name__: one for one in (head, chains, directory, values)}
