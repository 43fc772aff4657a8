"""Bytes to pages of facts: runs of glyphs, rules, shapes, pictures. Nothing is decided here."""

from kaigi_extract.source.open import Reader, read
from kaigi_extract.source.page import (
    UNKNOWN,
    Frame,
    LostPage,
    Page,
    Pixels,
    PlacedImage,
    Reading,
    Rule,
    Run,
    Shape,
    TextLine,
    TextTable,
)

__all__ = [
    "UNKNOWN",
    "Frame",
    "LostPage",
    "Page",
    "Pixels",
    "PlacedImage",
    "Reader",
    "Reading",
    "Rule",
    "Run",
    "Shape",
    "TextLine",
    "TextTable",
    "read",
]
