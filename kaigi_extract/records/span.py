"""Where a value was read: places (`Span`) and the printed text behind a value (`Evidence`)."""

from __future__ import annotations

from typing import Annotated

from pydantic import ConfigDict, Discriminator, Tag

from kaigi_extract.records.base import Record
from kaigi_extract.records.display import Placed


class PageSpan(Record):
    """One printed line, or a part of one, on a page."""

    model_config = ConfigDict(frozen=True)

    page: int
    """Counted from 1."""
    bbox: tuple[float, float, float, float]
    """x0, y0, x1, y1 in PDF points of the page as displayed (after /Rotate and the crop box), origin top left."""


class TextSpan(Record):
    """A part of one line of a text file, or of one paragraph of a Word file."""

    model_config = ConfigDict(frozen=True)

    line: int
    """Counted from 1; in a Word file, the paragraph in document order, cells included."""
    start: int
    """Offset of the first character in the line."""
    end: int
    """Offset after the last character."""


def _kind_of_span(value: object) -> str:
    if isinstance(value, TextSpan):  # pydantic looks long for an attribute that is not there
        return "text"
    page = value.get("page") if isinstance(value, dict) else getattr(value, "page", None)
    return "page" if page is not None else "text"


Span = Annotated[
    Annotated[PageSpan, Tag("page")] | Annotated[TextSpan, Tag("text")],
    Discriminator(_kind_of_span),
]


class Evidence(Placed, Record):
    """What is printed behind one value, and where."""

    label: str | None = None
    """The printed label without white space, row number and footnote marks."""
    note: str | None = None
    """A ※ note in the label's cell."""
    text: str
    """As printed: line wraps repaired, paragraphs separated by a newline, width of characters kept, nothing added."""
    spans: list[Span]
    """One for each printed line."""
    confidence: float | None = None
    """0 to 1; null where the text is embedded."""
    additions: list[str] = []
    """Runs in bold or underline, where the document says that this marks what is new."""
