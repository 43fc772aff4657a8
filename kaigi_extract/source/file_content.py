"""One opened file: what every reader hands on, whatever the kind of file. Decides nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import field

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.source.page import LostPage, Page
from kaigi_extract.source.text_blocks import Notice, TextLine, TextPicture, TextTable


@dataclass(slots=True)
class FileContent:
    """One opened file. Pages are made one at a time, so that a long file needs no more memory than a short one."""

    path: str
    sha256: str
    media_type: str
    page_count: int
    pages: Callable[[], Iterator[Page | LostPage]] | None = None
    """For files with pages."""
    blocks: list[TextLine | TextTable] | None = None
    """For files without."""
    margins: list[TextLine] = field(default_factory=list)
    """Headers and footers of a file without pages, once for each section that has them."""
    notes: list[TextLine] = field(default_factory=list)
    """Footnotes and endnotes of a file without pages, in the order of their marks."""
    pictures: list[TextPicture] = field(default_factory=list)
    """Of a file without pages, in their order."""
    notices: list[Notice] = field(default_factory=list)
    encoding: str | None = None
    remarks: list[str] = field(default_factory=list)
    """What was repaired before anything could be read, in words: a wrong file name, a rebuilt PDF."""
