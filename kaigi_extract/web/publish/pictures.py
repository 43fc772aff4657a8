"""Pictures in the site: pages drawn where their file is still the one that was read, else what was kept of values.

Opens the sources, where the archive says that they are, and its crops. Writes into the site through `put`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from io import BytesIO
from pathlib import Path

from PIL import Image

from kaigi_extract._version import __version__
from kaigi_extract.archive.crops import crops_of, kept_crop, place_of
from kaigi_extract.archive.manifest import Manifest
from kaigi_extract.archive.root import root_of
from kaigi_extract.archive.stored_record import document_of
from kaigi_extract.errors import KaigiError
from kaigi_extract.records import Document
from kaigi_extract.show.pages.crop import page_images
from kaigi_extract.web.browse.papers import has_pages, values_of
from kaigi_extract.web.browse.pictures import file_at
from kaigi_extract.web.browse.settings import BrowseSettings
from kaigi_extract.web.publish.published_folder import Written, put, stays

QUALITY = 55
"""Of WebP, 0 to 100: print of 8 points is read without blur, and a page takes a third of what PNG takes."""
EFFORT = 4
"""Of WebP, 0 to 6: one more takes half as long again and saves 2 %."""


def drawn_with(settings: BrowseSettings = BrowseSettings()) -> str:
    """What a picture follows from beside its page: drawn by other means, it is drawn again."""
    return f"{__version__} {settings.dpi} {QUALITY} {EFFORT}"


def picture_name(sha256: str, number: int) -> str:
    """Where the picture of a page, from 1, is in the site."""
    return f"picture/{sha256}/{number}.webp"


def crop_name(sha256: str, place: str) -> str:
    """Where the crop of a value is in the site."""
    return f"crop/{sha256}/{place}.webp" if place else f"crop/{sha256}/"


def value_places(document: Document) -> dict[int, str]:
    """By which place the crop of each value is kept, by the number that the value has on its page."""
    return {one["number"]: place_of(one["spans"]) for one in values_of(document) if one["spans"]}


def picture_names(document_pages: int, sha256: str) -> list[str]:
    """The pictures that a document may have."""
    return [picture_name(sha256, number) for number in range(1, document_pages + 1)]


def write_pictures(
    archive: Path, site: Path, sha256: str, before: Mapping[str, str], without: frozenset[str]
) -> list[Written]:
    """Writes the pictures of one document: a task of a worker. `before` are those of the last run that would be drawn
    as they are, with their checksums; they stay."""
    with Manifest(archive) as manifest:
        [stored] = manifest.stored(sha256, sha256)
        document, root = document_of(stored.record, archive), root_of(manifest)
    place = root.place_of(document.source.path) if root is not None else document.source.path
    written: list[Written] = []
    drawn: set[int] = set()
    if "pictures" not in without and has_pages(document):
        with suppress(KaigiError, OSError):  # what has no picture says so on its page
            for number, one in _pages(document, place, site, before):
                written.append(one)
                drawn.add(number)
    if "crops" not in without:
        written += _crops(archive, site, document, drawn)
    return written


def _pages(document: Document, place: str, site: Path, before: Mapping[str, str]) -> Iterator[tuple[int, Written]]:
    source = document.source
    with file_at(place, source.path) as path:
        left = []
        for number in range(1, source.page_count + 1):
            name = picture_name(source.sha256, number)
            kept = stays(site, name, before.get(name))
            if kept is not None:
                yield number, kept
            else:
                left.append(number)
        if left:
            for number, page in page_images(source, path, left, None, BrowseSettings().dpi):
                yield number, put(site, picture_name(source.sha256, number), _webp(page))


def _webp(page: Image.Image) -> bytes:
    buffer = BytesIO()
    page.save(buffer, "WEBP", quality=QUALITY, method=EFFORT)
    return buffer.getvalue()


def _crops(archive: Path, site: Path, document: Document, drawn: set[int]) -> Iterator[Written]:
    """What is kept of values whose page has no picture."""
    sha256 = document.source.sha256
    if not crops_of(archive, sha256):
        return
    done = set()
    for one in values_of(document):
        place = place_of(one["spans"]) if one["spans"] and one["page"] not in drawn else ""
        if place and place not in done:
            done.add(place)
            if (content := kept_crop(archive, sha256, one["spans"])) is not None:
                yield put(site, crop_name(sha256, place), content)


def possible_names(archive: Path, sha256: str, pages: int, without: frozenset[str]) -> Sequence[str]:
    """Every file that `write_pictures` may write for a document."""
    names = [] if "pictures" in without else picture_names(pages, sha256)
    if "crops" not in without:
        names += [crop_name(sha256, place) for place in crops_of(archive, sha256)]
    return names
