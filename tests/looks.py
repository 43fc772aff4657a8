"""Whether two pictures show the same. Fonts are drawn a little differently from one version of a library to the next."""

from __future__ import annotations

from PIL import Image, ImageChops, ImageStat

ALIKE = 6.0
"""Grey levels (of 255) by which two pictures may differ on average, each brought to THUMBNAIL pixels."""
THUMBNAIL = (96, 96)
STRETCHED = 0.03
"""Share by which their sides may differ."""


def look_alike(one: Image.Image, other: Image.Image) -> bool:
    """Whether both have the same size and, brought to a thumbnail, the same greys."""
    if any(abs(a - b) > STRETCHED * max(a, b) for a, b in zip(one.size, other.size, strict=True)):
        return False
    thumbnails = (image.convert("L").resize(THUMBNAIL) for image in (one, other))
    return ImageStat.Stat(ImageChops.difference(*thumbnails)).mean[0] <= ALIKE
