"""What `show` gives back: a picture of a page, or lines of a file that has no pages. Opens no file.

In a notebook they show themselves; in a script they are saved or read.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from html import escape
from io import BytesIO

from PIL import Image


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of a page or a part of one; of several pages, below each other."""

    image: Image.Image
    caption: str = ""
    """What it is of: file, page, field."""

    def _repr_png_(self) -> bytes:
        return self.png()

    def png(self) -> bytes:
        """The picture as the bytes of a PNG file."""
        buffer = BytesIO()
        self.image.save(buffer, "PNG", optimize=True)
        return buffer.getvalue()

    def save(self, path: str | os.PathLike[str]) -> None:
        """Writes the picture, in the format that the ending of `path` names. Errors: those of Pillow."""
        self.image.save(path)

    def __repr__(self) -> str:
        return f"<Picture {self.caption}, {self.image.width} x {self.image.height} pixels>"


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Lines of a text or Word file, with what was read from them marked."""

    lines: tuple[tuple[int, str, int, int], ...]
    """Number of the line from 1, its text, where the marked part begins and ends."""
    caption: str = ""

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{number}</td><td>{escape(text[:start])}<mark>{escape(text[start:end])}</mark>"
            f"{escape(text[end:])}</td></tr>"
            for number, text, start, end in self.lines
        )
        return f"<table><caption>{escape(self.caption)}</caption>{rows}</table>"

    def __str__(self) -> str:
        return "\n".join(
            f"{number}: {text[:start]}[{text[start:end]}]{text[end:]}" for number, text, start, end in self.lines
        )

    def __repr__(self) -> str:
        return f"<Excerpt {self.caption}>\n{self}"
