"""A font with Latin and Japanese glyphs that is there wherever PyMuPDF is. Opens no file."""

from __future__ import annotations

import functools

from kaigi_extract.source.native import NATIVE


@functools.cache
def japanese_font() -> bytes:
    """The font file that PyMuPDF brings for Japanese, Droid Sans Fallback, as the bytes of its file."""
    import pymupdf

    with NATIVE:
        return bytes(pymupdf.Font("japan").buffer)
