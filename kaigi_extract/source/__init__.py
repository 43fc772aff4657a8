"""Bytes to pages of facts: runs of glyphs, rules, shapes, pictures. Nothing is decided here."""

from kaigi_extract.source.page import (
    UNKNOWN,
    Frame,
    LostPage,
    Page,
    Picture,
    Pixels,
    Reading,
    Rule,
    Run,
    Shape,
    TextLine,
    TextTable,
)
from kaigi_extract.source.read import Reader, read

__all__ = [
    "UNKNOWN",
    "Frame",
    "LostPage",
    "Page",
    "Picture",
    "Pixels",
    "Reader",
    "Reading",
    "Rule",
    "Run",
    "Shape",
    "TextLine",
    "TextTable",
    "read",
]
