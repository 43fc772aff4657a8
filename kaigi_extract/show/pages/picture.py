"""What `show` gives back: a picture of a page, or lines of a file that has no pages. Opens no file.

In a notebook they show themselves; in a script they are saved or read.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from html import escape
from io import BytesIO
from typing import NamedTuple

from PIL import Image

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.regular_file import possible_path
from kaigi_extract.show.sanitise import legible


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of a page or a part of one; of several pages, below each other."""

    image: Image.Image
    caption: str = ""
    """What it is of: file, page, field."""
    settings: str = ""
    """Of a page as the layout sees it: the thresholds that it was arranged by, one a line."""

    def _repr_png_(self) -> bytes:
        return self.png()

    def png(self) -> bytes:
        """The picture as the bytes of a PNG file."""
        buffer = BytesIO()
        self.image.save(buffer, "PNG", optimize=True)
        return buffer.getvalue()

    def save(self, path: str | os.PathLike[str]) -> None:
        """Writes the picture, in the format that the ending of `path` names. Errors: those of Pillow."""
        self.image.save(possible_path(path))

    def __repr__(self) -> str:
        return legible(f"<Picture {self.caption}, {self.image.width} x {self.image.height} pixels>")

    def __str__(self) -> str:
        return "\n".join([repr(self), *self.settings.splitlines()])


class ExcerptLine(NamedTuple):
    """One line of a file without pages."""

    number: int
    """Counted from 1; in a Word file, of the paragraph."""
    text: str
    marks: tuple[tuple[int, int], ...]
    """Ranges of the text that were read, in order; none in a line of the context."""

    def parts(self) -> Iterator[tuple[str, bool]]:
        """Its text in pieces, with whether they were read."""
        at = 0
        for start, end in self.marks:
            yield self.text[at : max(at, start)], False
            yield self.text[max(at, start) : end], True
            at = max(at, end)
        yield self.text[at:], False


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Lines of a text or Word file, with what was read from them marked."""

    lines: tuple[ExcerptLine, ...]
    caption: str = ""
    """What it is of: file, field."""

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td style='color: gray; vertical-align: top'>{line.number}</td><td style='text-align: left'>"
            + "".join(f"<mark>{escape(text)}</mark>" if read else escape(text) for text, read in line.parts() if text)
            + "</td></tr>"
            for line in self.lines
        )
        caption = f"<caption style='text-align: left'>{escape(self.caption)}</caption>"
        return legible(f"<table>{caption}{rows}</table>")

    def __str__(self) -> str:
        return legible(
            "\n".join(
                f"{line.number}: " + "".join(f"[{text}]" if read else text for text, read in line.parts() if text)
                for line in self.lines
            )
        )

    def __repr__(self) -> str:
        return legible(f"<Excerpt {self.caption}>\n{self}")
