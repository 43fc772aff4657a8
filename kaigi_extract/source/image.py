"""Pictures (PNG, JPEG, TIFF, GIF, BMP, WebP, JPEG 2000) as pages: one a frame, with its size and how to render it.

Decides nothing.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator
from functools import partial
from io import BytesIO
from typing import cast

from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

from kaigi_extract.catalogue import Message
from kaigi_extract.errors import UnreadableSource
from kaigi_extract.source.limits import MOST_DECODED
from kaigi_extract.source.native import NATIVE
from kaigi_extract.source.page import NO_SUCH_PAGE, POINTS, Frame, LostPage, Page, Pixels, PlacedImage

LEAST_DPI = 20
"""Dots an inch. Programs that know none write 0 or 1."""
MOST_DPI = 10_000
"""Dots an inch. Scanners end at 9,600; damaged files claim any number, or infinity."""
_BYTES = {"I": 4, "F": 4, "I;16": 2, "I;16B": 2, "I;16L": 2}
"""Bytes of a pixel of the kinds that have more than one for a colour."""
_EXIF_TURNS = {3: 180, 4: 180, 5: 90, 6: 90, 7: 270, 8: 270}
"""Degrees clockwise to turn a picture by for display, from its Exif orientation."""


def open_image(path: str, data: bytes) -> Image.Image:
    """The opened picture. Raises `UnreadableSource`."""
    try:
        with NATIVE, warnings.catch_warnings():  # filters of warnings are the whole process's
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(BytesIO(data))
        if (unpacked := image.width * image.height * _BYTES.get(image.mode, len(image.getbands()))) > MOST_DECODED:
            raise ValueError(f"{image.width} by {image.height} pixels, {unpacked >> 20} MB")
        return image
    except Exception as error:  # Pillow lets through whatever it stumbles over in damaged pictures
        why = "its head is damaged" if isinstance(error, UnidentifiedImageError) else error
        problem = Message("this picture cannot be opened ({why}); scan it again, or save it as PNG", why=why)
        raise UnreadableSource(path, problem) from error


def frame_count(path: str, data: bytes) -> int:
    """How many pictures the file holds; more than one in TIFF, GIF and WebP only."""
    with open_image(path, data) as image:
        return _count(path, image)


def _count(path: str, image: Image.Image) -> int:
    try:
        return int(getattr(image, "n_frames", 1))
    except Exception as error:  # as above
        raise UnreadableSource(
            path, Message("this picture is damaged ({error}); scan it again, or save it as PNG", error=error)
        ) from error


def read_pages(path: str, data: bytes) -> Iterator[Page | LostPage]:
    """The frames in order, as pages with one picture. Points are pixels where the file has no resolution."""
    with open_image(path, data) as image:
        for index in range(_count(path, image)):
            page: Page | LostPage
            try:
                image.seek(index)
                image.load()
                page = _page(image, index + 1)
            except Exception as error:  # as above
                page = LostPage(index + 1, Message("its picture is damaged ({error})", error=error))
            yield page


def render_pages(
    path: str, data: bytes, numbers: Iterable[int], dpi: float, password: str | None = None
) -> Iterator[tuple[int, Pixels]]:
    """The frames of these numbers as displayed. Raises `UnreadableSource` for one that is not there or is damaged.

    Pictures have no `password`: it is taken since PDFs have one.
    """
    with open_image(path, data) as image:
        count = _count(path, image)
        for number in numbers:
            if not 1 <= number <= count:
                raise UnreadableSource(path, Message(NO_SUCH_PAGE, number=number, count=count))
            try:
                image.seek(number - 1)
                render = _page(image, number).render
                assert render is not None
                pixels = render(dpi)
            except Exception as error:  # as above
                raise UnreadableSource(
                    path,
                    Message("picture {number} cannot be drawn ({error}); scan it again", number=number, error=error),
                ) from error
            yield number, pixels


def picture_page(data: bytes, width: float, height: float) -> Page | None:
    """A picture that is shown in this size (points) as a page; None for one of no kind that can be opened."""
    try:
        image = open_image("", data)
        image.load()
    except Exception:  # as above
        return None
    picture = PlacedImage((0.0, 0.0, width, height), image.width, image.height)
    page = Page(Frame(1, width, height), pictures=[picture])
    page.render = partial(_render, image, round(width), round(height))
    return page


def _page(image: Image.Image, number: int) -> Page:
    across, up = (float(dpi) for dpi in image.info.get("dpi", (POINTS, POINTS)))
    if not (LEAST_DPI <= across <= MOST_DPI and LEAST_DPI <= up <= MOST_DPI):
        across, up = POINTS, POINTS
    width, height = image.width * POINTS / across, image.height * POINTS / up
    turn = _EXIF_TURNS.get(image.getexif().get(ExifTags.Base.Orientation, 1), 0)
    if turn in (90, 270):
        width, height = height, width
    picture = PlacedImage((0.0, 0.0, width, height), image.width, image.height)
    page = Page(Frame(number, width, height), rotation=turn, pictures=[picture])
    page.render = partial(_render, image, round(width), round(height))
    return page


def _render(image: Image.Image, width: int, height: int, dpi: float) -> Pixels:
    """The picture as displayed, transparent parts white. `width` and `height` in points."""
    size = Pixels.size(width, height, dpi)
    image = _in_bytes(image)
    upright = ImageOps.exif_transpose(image) if image.getexif().get(ExifTags.Base.Orientation, 1) != 1 else image
    if upright.mode == "L" and not upright.has_transparency_data and upright.size != size:
        upright = upright.resize(size, Image.Resampling.LANCZOS)  # before it takes three times as much
    if upright.has_transparency_data:
        upright = upright.convert("RGBA")
        upright = Image.alpha_composite(Image.new("RGBA", upright.size, "white"), upright)
    upright = upright.convert("RGB")
    if upright.size != size:
        upright = upright.resize(size, Image.Resampling.LANCZOS)
    return Pixels(*size, upright.tobytes())


def _in_bytes(image: Image.Image) -> Image.Image:
    """The picture with its greys as bytes: Pillow itself takes all of 65,536 greys but the 255 darkest for white."""
    if image.mode not in _BYTES:
        return image
    lightest = cast(tuple[float, float], image.getextrema())[1]
    white = 1 if image.mode == "F" and lightest <= 1 else max((1 << int(lightest).bit_length()) - 1, 255)
    greys = image if image.mode == "F" else image.convert("I")
    return greys.point(lambda grey: grey * (255 / white)).convert("L")
