"""Pictures of print small enough to travel with what was read from it: WebP in few levels of grey. Opens nothing."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from kaigi_extract.source.page import Pixels

if TYPE_CHECKING:
    from PIL import Image

GREYS = 4
"""Levels of grey. Print needs no more, and lossless WebP of four is half of what lossy WebP takes."""


def grey_picture(pixels: Pixels) -> Image.Image:
    """A page as a picture of so many levels of grey."""
    from PIL import Image

    image = Image.frombytes("RGB", (pixels.width, pixels.height), pixels.data).convert("L")
    step = 255 / (GREYS - 1)
    return image.point([round(round(level / step) * step) for level in range(256)])


def as_webp(image: Image.Image) -> bytes:
    """The bytes of a WebP file: the same for the same picture."""
    buffer = BytesIO()
    image.save(buffer, "WEBP", lossless=True, quality=20, method=1)
    return buffer.getvalue()
