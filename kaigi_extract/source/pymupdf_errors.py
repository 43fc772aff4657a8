"""What PyMuPDF raises over a damaged file. Imports pymupdf; opens nothing."""

from __future__ import annotations

import pymupdf

PYMUPDF_ERRORS = (
    RuntimeError,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    AssertionError,
    ArithmeticError,
    SystemError,
    pymupdf.mupdf.FzErrorBase,
)
"""MuPDF's own errors, and whatever the Python and the C around it stumble over; not the want of memory."""
