"""The objects of a PDF as MuPDF itself has them, for what PyMuPDF does not ask or asks too often."""

from __future__ import annotations

from typing import Any

import pymupdf


def objects_of(document: pymupdf.Document) -> Any:
    """MuPDF's own document: `Document` wraps the file anew with each question. Hold `NATIVE`."""
    mupdf, file = pymupdf.mupdf, document.this
    return file if isinstance(file, mupdf.PdfDocument) else mupdf.pdf_document_from_fz_document(file)
