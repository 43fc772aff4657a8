"""PDF files through PyMuPDF: opened, counted, and their pages as pictures. Imports pymupdf; decides nothing.

Every call into MuPDF holds `NATIVE`.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import pymupdf

from kaigi_extract.catalogue import Message
from kaigi_extract.errors import EncryptedSource, UnreadableSource
from kaigi_extract.source.native import NATIVE
from kaigi_extract.source.page import NO_SUCH_PAGE, POINTS, Pixels
from kaigi_extract.source.pdf_bombs import refuse_bombs, refuse_crowds
from kaigi_extract.source.pdf_extras import notices_of_pdf
from kaigi_extract.source.pymupdf_errors import PYMUPDF_ERRORS
from kaigi_extract.source.text_blocks import Notice


@contextlib.contextmanager
def open_pdf(path: str, data: bytes, password: str | None) -> Iterator[pymupdf.Document]:
    """The open document. Raises `EncryptedSource` or `UnreadableSource`, that too for one that is too much to be
    opened. Hold `NATIVE` for what is asked of it."""
    with NATIVE:
        document = _opened(path, data, password)
    try:
        yield document
    finally:
        with NATIVE:
            document.close()


def _opened(path: str, data: bytes, password: str | None) -> pymupdf.Document:
    refuse_crowds(path, data)
    pymupdf.TOOLS.mupdf_display_errors(False)
    pymupdf.TOOLS.mupdf_display_warnings(False)
    try:
        document = pymupdf.open(stream=data, filetype="pdf")
    except PYMUPDF_ERRORS as error:
        raise UnreadableSource(
            path, Message("this PDF cannot be opened ({error}); get a whole copy of it", error=error)
        ) from error
    problem: UnreadableSource | EncryptedSource
    try:
        if document.needs_pass and not (password and document.authenticate(password)):
            problem = EncryptedSource(path, wrong=password is not None)
        elif document.page_count:
            return document
        else:
            problem = UnreadableSource(path, Message("this PDF has no pages; get a whole copy of it"))
    except PYMUPDF_ERRORS as error:
        problem = UnreadableSource(
            path, Message("the pages of this PDF cannot be counted ({error}); get a whole copy", error=error)
        )
    document.close()
    raise problem


class Inspected(NamedTuple):
    """What is known of a PDF before any page of it is read."""

    page_count: int
    repaired: bool
    """Whether its index had to be rebuilt."""
    notices: list[Notice]
    """What is in it and on none of its pages."""


def inspect_pdf(path: str, data: bytes, password: str | None) -> Inspected:
    """What a PDF is and carries, its pages aside.

    Raises `EncryptedSource` or `UnreadableSource`, that too for a PDF that unfolds to what no document has.
    """
    with NATIVE, open_pdf(path, data, password) as document:
        refuse_bombs(path, data, document)
        return Inspected(document.page_count, document.is_repaired, notices_of_pdf(document))


def page_objects(path: str, data: bytes, password: str | None) -> list[int]:
    """The object number of every page, in order; 0 of one that is missing from the file."""
    with NATIVE, open_pdf(path, data, password) as document:
        return [_object_of(document, index) for index in range(document.page_count)]


def _object_of(document: pymupdf.Document, index: int) -> int:
    try:
        return int(document.page_xref(index))
    except PYMUPDF_ERRORS:
        return 0


def render(source: pymupdf.Page, dpi: float) -> Pixels:
    """The page as displayed. Raises `ValueError` where that would be too large, or nothing."""
    scale = dpi / POINTS
    with NATIVE:
        Pixels.size(source.rect.width, source.rect.height, dpi)
        pixmap = _drawn(source, scale)
        if not (pixmap.width and pixmap.height):
            raise ValueError("it has no width or no height")
        return Pixels(pixmap.width, pixmap.height, pixmap.samples)


def _drawn(source: pymupdf.Page, scale: float) -> pymupdf.Pixmap:
    """The page drawn from a list of what is on it, as `Page.get_pixmap` does, by which what is too small to be seen is
    never unpacked. The list is made without the tags of the page: where one is damaged MuPDF 1.28 frees memory twice.
    """
    mupdf = pymupdf.mupdf
    shown = mupdf.fz_new_display_list(mupdf.fz_bound_page(source.this))
    device = mupdf.fz_new_list_device(shown)
    device.m_internal.begin_structure = device.m_internal.end_structure = None
    mupdf.fz_run_page(source.this, device, mupdf.FzMatrix(), mupdf.FzCookie())
    mupdf.fz_close_device(device)
    grown = mupdf.FzMatrix(scale, 0, 0, scale, 0, 0)
    return pymupdf.Pixmap("raw", mupdf.fz_new_pixmap_from_display_list(shown, grown, mupdf.fz_device_rgb(), 0))


def render_pages(
    path: str, data: bytes, numbers: Iterable[int], dpi: float, password: str | None = None
) -> Iterator[tuple[int, Pixels]]:
    """The pages of these numbers as displayed. Raises `UnreadableSource` for one that cannot be drawn."""
    with open_pdf(path, data, password) as document:
        for number in numbers:
            with NATIVE:
                pixels = _rendered(path, document, number, dpi)
            yield number, pixels


def _rendered(path: str, document: pymupdf.Document, number: int, dpi: float) -> Pixels:
    if not 1 <= number <= document.page_count:
        raise UnreadableSource(path, Message(NO_SUCH_PAGE, number=number, count=document.page_count))
    try:
        return render(document[number - 1], dpi)
    except PYMUPDF_ERRORS as error:
        raise UnreadableSource(
            path, Message("page {number} cannot be drawn ({error}); get a whole copy", number=number, error=error)
        ) from error
