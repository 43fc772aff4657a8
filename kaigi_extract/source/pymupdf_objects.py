"""The objects of a PDF as MuPDF itself has them, for what PyMuPDF does not ask or asks too often."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pymupdf


def objects_of(document: pymupdf.Document) -> Any:
    """MuPDF's own document: `Document` wraps the file anew with each question. Hold `NATIVE`."""
    mupdf, file = pymupdf.mupdf, document.this
    return file if isinstance(file, mupdf.PdfDocument) else mupdf.pdf_document_from_fz_document(file)


def each_once(first: Any, following: Callable[[Any], Any]) -> Iterator[tuple[Any, Any]]:
    """The annotations of a page, or its fields, from the first on, and the object that each is. A page may list one of
    them thousands of times; there it is seen once. PyMuPDF goes through all of them to load each. Hold `NATIVE`."""
    mupdf, seen, annotation = pymupdf.mupdf, set[int](), first
    while annotation.m_internal:
        about = mupdf.pdf_annot_obj(annotation)
        number = mupdf.pdf_to_num(about)
        if number not in seen:
            yield annotation, about
        seen |= {number} - {0}
        annotation = following(annotation)
