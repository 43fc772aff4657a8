"""Damages of pictures: sizes that their head claims, directories, turns, resolutions, kinds of pixels."""

from __future__ import annotations

import io
import re
import struct
import zlib
from random import Random

from PIL import Image

SIZES = (0, 1, 2, 7, 300, 5000, 20_000, 65_535, 100_000, 2**31 - 1, 2**32 - 1)
MODES = ("1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "YCbCr", "I;16", "I", "F", "LAB", "HSV")


def claimed(data: bytes, chance: Random) -> bytes:
    """It says that it is of another size, or of other pixels."""
    made = bytearray(data)
    one, other = chance.choice(SIZES), chance.choice(SIZES)
    if data.startswith(b"\x89PNG"):
        struct.pack_into(">II", made, 16, one, other)
        if chance.random() < 0.3:
            made[24:29] = bytes(chance.choice((0, 1, 2, 3, 4, 6, 8, 16, 255)) for _ in range(5))
        struct.pack_into(">I", made, 29, zlib.crc32(made[12:29]))
    elif frame := re.search(rb"\xff[\xc0-\xc2]..\x08", data, re.S):
        struct.pack_into(">HH", made, frame.end(), one & 0xFFFF, other & 0xFFFF)
    elif data[:2] in (b"II", b"MM"):
        return directory(data, chance)
    return bytes(made)


def directory(data: bytes, chance: Random) -> bytes:
    """Entries of a TIFF directory, or of Exif data, are others; directories lead to themselves."""
    start = data.find(b"II*\x00") if b"II*\x00" in data else data.find(b"MM\x00*")
    if start < 0:
        return data
    order = "<" if data[start : start + 1] == b"I" else ">"
    made = bytearray(data)
    at = start + struct.unpack_from(order + "I", data, start + 4)[0]
    count = struct.unpack_from(order + "H", data, at)[0] if at + 2 <= len(data) else 0
    for _ in range(chance.randrange(1, 4)):
        entry = at + 2 + 12 * chance.randrange(max(count, 1))
        if entry + 12 > len(made):
            continue
        field, size = chance.choice(((2, 2), (4, 4), (8, 4)))
        value = chance.choice((*SIZES, at - start))
        struct.pack_into(order + ("H" if size == 2 else "I"), made, entry + field, value & (256**size - 1))
    if chance.random() < 0.3 and at + 6 + 12 * count <= len(made):
        struct.pack_into(order + "I", made, at + 2 + 12 * count, chance.choice((at - start, 8, 2**31)))
    return bytes(made)


def repacked(data: bytes, chance: Random) -> bytes:
    """The same picture in another kind of pixels, with another size, turn and resolution."""
    with Image.open(io.BytesIO(data)) as image:
        image.load()
        made = io.BytesIO()
        kind = image.format or "PNG"
        mode = chance.choice(MODES)
        shown = image.convert("RGB").resize((chance.choice((1, 3, 40, 400, 3000)), chance.choice((1, 2, 300, 1000))))
        exif = Image.Exif()
        exif[274] = chance.choice((0, 1, 3, 6, 8, 9, 65535))
        dpi = chance.choice(((1, 1), (0, 0), (72, 7200), (1e9, 1e9), (300, 300)))
        try:
            shown.convert(mode).save(made, kind, dpi=dpi, exif=exif)
        except (OSError, ValueError, TypeError, OverflowError, struct.error, ZeroDivisionError):  # none of this kind
            shown.save(made, "PNG")
        return made.getvalue()


def many_frames(data: bytes, chance: Random) -> bytes:
    """Thousands of frames, small ones or of a pixel each."""
    with Image.open(io.BytesIO(data)) as image:
        kind, made = image.format or "TIFF", io.BytesIO()
    size, count = chance.choice(((1, 1), (40, 1), (1, 300), (200, 200))), chance.choice((20, 20, 100))
    frames = [Image.new("L", size, 255 * (number % 2)) for number in range(count)]
    frames[0].save(made, kind, save_all=True, append_images=frames[1:])
    return made.getvalue()


def sizes_in_head(data: bytes, chance: Random) -> bytes:
    """The numbers of its first hundred bytes are others: sizes, depths, lengths."""
    made = bytearray(data)
    for _ in range(chance.randrange(1, 4)):
        size = chance.choice((1, 2, 4))
        at = chance.randrange(min(100, len(made) - size))
        made[at : at + size] = (chance.choice(SIZES) & (256**size - 1)).to_bytes(size, chance.choice(("little", "big")))
    return bytes(made)


OTHERS = {one.__name__: one for one in (repacked, sizes_in_head)}
"""Of BMP and JPEG 2000."""
FRAMES = {**OTHERS, many_frames.__name__: many_frames}
"""Of GIF and WebP, which have frames as TIFF has."""
PICTURES = {**OTHERS, claimed.__name__: claimed}
"""Of PNG and JPEG."""
TIFFS = {**PICTURES, **FRAMES, directory.__name__: directory}
