"""Damages of zip archives and of packages, member by member: names, sizes, flags, nested, doubled."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile
from random import Random

from tests.fuzz.hostile_values import PLACES

NAMES = (
    *PLACES[3:],
    "a/" * 500 + "x.txt",
    "con.txt",
    "x\x00.pdf",
    "\u202etxt.exe",
    "x.",
    " ",
    "a\\b.txt",
    "二.pdf",
    "x.zip",
    "._x",
    "-rf",
)
HEADERS = {
    b"PK\x01\x02": (8, 10, 16, 20, 24, 28, 30, 42),
    b"PK\x03\x04": (6, 8, 14, 18, 22, 26),
    b"PK\x05\x06": (8, 10, 12, 16, 20),
}
"""Places of fields behind the signature of each header: flags, method, checksum, sizes, lengths, place."""


def members(data: bytes, chance: Random) -> bytes:
    """Members by other names, doubled, missing, within an archive of their own, or swollen."""
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        rows = [(name, source.read(name)) for name in source.namelist()]
    for _ in range(chance.randrange(1, 4)):
        at = chance.randrange(len(rows))
        name, inside = rows[at]
        how = chance.randrange(6)
        if how == 0:
            rows[at] = (chance.choice(NAMES), inside)
        elif how == 1:
            rows.append((name, chance.choice((inside, b"", inside[: len(inside) // 2], rows[0][1]))))
        elif how == 2 and len(rows) > 1:
            del rows[at]
        elif how == 3:
            rows[at] = (name, _zip([(name, inside)]))
        elif how == 4:
            rows.append((f"{name}.zip", _zip([(name, inside), ("in.zip", data)])))
        else:
            rows[at] = (name, inside + bytes(chance.choice((10, 2**20, 2**23))))
    return _zip(rows)


def headers(data: bytes, chance: Random) -> bytes:
    """Fields of its headers are others: encrypted, packed in some other way, of other sizes, somewhere else."""
    made = bytearray(data)
    for _ in range(chance.randrange(1, 4)):
        signature = chance.choice(list(HEADERS))
        places = [at for at in range(len(made) - 46) if made.startswith(signature, at)]
        if not places:
            continue
        at = chance.choice(places) + chance.choice(HEADERS[signature])
        value = chance.choice((0, 1, 9, 99, 0xFFFF, 0xFFFFFFFF, 0x7FFFFFFF, chance.randrange(len(data))))
        made[at : at + 2] = struct.pack("<H", value & 0xFFFF)
        if value > 0xFFFF:
            made[at + 2 : at + 4] = struct.pack("<H", value >> 16)
    return bytes(made)


def _zip(rows: list[tuple[str, bytes]]) -> bytes:
    made = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        warnings.simplefilter("ignore")  # that a name is there twice
        for name, inside in rows:
            target.writestr(name, inside)
    return made.getvalue()


ZIPS = {one.__name__: one for one in (members, headers)}
