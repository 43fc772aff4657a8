"""Bytes to pages of facts: runs of glyphs, rules, shapes, pictures. Nothing is decided here."""

from kaigi_extract.source.file_content import FileContent
from kaigi_extract.source.open import Reader, read
from kaigi_extract.source.page import UNKNOWN, Frame, LostPage, Page, Pixels, PlacedImage, Rule, Run, Shape
from kaigi_extract.source.text_blocks import Notice, TextCell, TextLine, TextPicture, TextTable, flat_lines

__all__ = [
    "UNKNOWN",
    "FileContent",
    "Frame",
    "LostPage",
    "Notice",
    "Page",
    "Pixels",
    "PlacedImage",
    "Reader",
    "Rule",
    "Run",
    "Shape",
    "TextCell",
    "TextLine",
    "TextPicture",
    "TextTable",
    "flat_lines",
    "read",
]
